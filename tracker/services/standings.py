"""Who stands where: a period's values measured, scored and ranked, with the ranks of the board before."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tracker.errors import NotFound
from tracker.rules.progress import ahead, completion
from tracker.rules.ranking import Ranked, gaps, rank_group, single_gaps, single_ranks
from tracker.rules.schemes import Limits, parts_of
from tracker.rules.scoring import (
    Cell,
    Event,
    MetricValue,
    Standing,
    Telling,
    UnitScore,
    ranked_across,
    score_group,
)
from tracker.services import contest
from tracker.services.lines import Values, to_month_end
from tracker.services.variants import AS_WRITTEN
from tracker.store import boards as published_boards
from tracker.words import (
    CHAIN_METRIC_UNKNOWN,
    METRIC_UNKNOWN,
    METRIC_UNKNOWN_HINT,
    PARTS,
    SCORES_RESCALED,
    SCORES_ROUNDED,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from tracker.rules.schemes import Metric
    from tracker.services.contest import Ground, Unit
    from tracker.store.figures import Measured
    from tracker.store.reading import Reader
    from tracker.words import Words


class Row(NamedTuple):
    """One unit on a board; of a board of one metric the score is None and `cells` holds that metric alone.

    `gap` is what it lacks to be level with the next better rank: points, or the metric's own unit.
    """

    unit: Unit
    rank: int | None
    previous: int | None
    ranked: Ranked | None
    cells: tuple[Cell, ...]
    gap: Fraction | None = None

    @property
    def score(self) -> Decimal | None:
        """The printed score."""
        return self.ranked.score.score if self.ranked else None

    @property
    def vetoed(self) -> bool:
        """Whether a veto took the unit out of the ranking."""
        return bool(self.ranked and self.ranked.score.vetoed)


class Board(NamedTuple):
    """A board as computed: its ground, its rows by group, and the values behind them.

    `beside`, of a board of one metric, holds last year's values and those up to the last month's end too.
    """

    ground: Ground
    groups: dict[str, tuple[Row, ...]]
    values: dict[str, Measured]
    metric: Metric | None = None
    beside: Values | None = None


class Inputs(NamedTuple):
    """What a group is ranked by: the values of the window and, for growth, of last year's; the adjustments."""

    now: dict[str, Measured]
    last: dict[str, Measured]
    events: list[Event]


class Measures(NamedTuple):
    """The values of metrics over the window, and over that of the board before, if there is one to compute.

    `beside` is there where single boards are to be made of them.
    """

    now: dict[str, Measured]
    before: Ground | None
    then: dict[str, Measured]
    beside: Values | None = None


Pools: TypeAlias = dict[str, list[str]]  # by the key under which they are ranked as one, the groups of a board
Ranks: TypeAlias = dict[str, dict[int, int | None]]  # by that key, the ranks of units


def pools(ground: Ground, groups: Sequence[str], metric: str | None, *, together: bool = False) -> Pools:
    """Who is ranked against whom: all groups asked for on a single board, those with scores on a composite one.

    One group alone is ranked as it is.
    """
    kept = [key for key in groups if metric is not None or is_composite(ground, key)]
    return {contest.TOGETHER: kept} if together and len(kept) > 1 else {key: [key] for key in kept}


def compute(
    reader: Reader,
    ground: Ground,
    groups: Sequence[str],
    metric: str | None = None,
    *,
    telling: Telling = Telling.NOT,
    together: bool = False,
) -> Board:
    """Measure, score and rank; with the ranks of the board before, published or computed, and its arithmetic if asked.

    `together` ranks the units of all groups as one; each is scored as in its own.
    """
    asked = pools(ground, groups, metric, together=together)
    if metric is not None:
        return _stand(reader, ground, asked, metric, measures(reader, ground, [metric], beside=True), {})
    older = _published(reader, ground)
    found = measures(reader, ground, list(ground.scheme.metrics), back=any(key not in older for key in asked))
    return _stand(reader, ground, asked, None, found, older, telling=telling)


def singles(reader: Reader, ground: Ground, groups: Sequence[str], *, together: bool = False) -> dict[str, Board]:
    """The board of every metric, measured in one round."""
    found = measures(reader, ground, list(ground.scheme.metrics), beside=True)
    return _singles(reader, ground, groups, found, together=together)


class Every(NamedTuple):
    """The composite board with its arithmetic, the single board of every metric, and the values that all rest on."""

    composite: Board
    singles: dict[str, Board]
    values: Values


def every_board(
    reader: Reader, ground: Ground, groups: Sequence[str] | None = None, *, together: bool = False
) -> Every:
    """The boards of some groups, by default of all, measured in one round."""
    asked = [group.key for group in ground.scheme.groups] if groups is None else groups
    found = measures(reader, ground, list(ground.scheme.metrics), beside=True)
    assert found.beside is not None
    ranked, older = pools(ground, asked, None, together=together), _published(reader, ground)
    composite = _stand(reader, ground, ranked, None, found, older, telling=Telling.BY_HAND)
    return Every(composite, _singles(reader, ground, asked, found, together=together), found.beside)


def _singles(
    reader: Reader, ground: Ground, groups: Sequence[str], found: Measures, *, together: bool
) -> dict[str, Board]:
    return {
        key: _stand(reader, ground, pools(ground, groups, key, together=together), key, found, {})
        for key in ground.scheme.metrics
    }


def measures(
    reader: Reader, ground: Ground, metrics: Sequence[str], *, back: bool = True, beside: bool = False
) -> Measures:
    """All values that boards rest on; unless `back` without those of the board before."""
    before = contest.earlier(reader, ground) if back else None
    month = to_month_end(ground) if beside else None
    spans = [ground.span, *([before.span] if before else []), *([month] if month else [])]
    now, *rest = contest.measured(reader, ground, spans, metrics)
    then = rest.pop(0) if before else {}
    if not beside:
        return Measures(now, before, then)
    last = contest.last_year(reader, ground, metrics)
    return Measures(now, before, then, Values(now, last, rest.pop(0) if month else None))


def _stand(
    reader: Reader,
    ground: Ground,
    asked: Pools,
    metric: str | None,
    found: Measures,
    older: Ranks,
    *,
    telling: Telling = Telling.NOT,
) -> Board:
    """Score and rank what was measured."""
    chosen = ground.scheme.metrics[metric] if metric else None
    ranked = _ranked(reader, ground, asked, chosen, found.now, telling=telling)
    lacking = {key: groups for key, groups in asked.items() if key not in older}
    if found.before:
        before = _ranked(reader, found.before, lacking, chosen, found.then)
        older = older | {key: {row.unit.id: row.rank for row in rows} for key, rows in before.items()}
    rows = {
        key: tuple(row._replace(previous=older.get(key, {}).get(row.unit.id)) for row in rows)
        for key, rows in ranked.items()
    }
    return Board(ground, rows, found.now, chosen, found.beside if chosen else None)


def _ranked(
    reader: Reader,
    ground: Ground,
    asked: Pools,
    metric: Metric | None,
    now: dict[str, Measured],
    *,
    telling: Telling = Telling.NOT,
) -> dict[str, list[Row]]:
    """The rows of every pool, in the order of their ranks."""
    if metric is not None:
        return {key: rank_single(ground, groups, metric, now[metric.key]) for key, groups in asked.items()}
    inputs = _inputs(reader, ground, [group for groups in asked.values() for group in groups], now)
    return {key: rank(ground, groups, inputs, telling=telling) for key, groups in asked.items()}


def is_composite(ground: Ground, key: str) -> bool:
    """Whether the units of a group are scored, and not ranked by single metrics alone."""
    group = ground.scheme.group(key)
    return group is not None and group.composite


def _inputs(reader: Reader, ground: Ground, groups: Sequence[str], now: dict[str, Measured]) -> Inputs:
    """The values with all that scoring needs beside them, for all groups at once."""
    growing = growing_metrics(ground, groups)
    last = contest.last_year(reader, ground, growing) if growing else {}
    return Inputs(now, last, contest.events(reader, ground))


def rank(ground: Ground, groups: Sequence[str], inputs: Inputs, *, telling: Telling = Telling.NOT) -> list[Row]:
    """The units of some groups by their scores, in the order of their ranks, which they had before left open."""
    scores = [score for group in groups for score in _scores(ground, group, inputs, telling=telling)]
    return _by_score(ground, scores, several=len(groups) > 1)


def as_one(made: Board) -> Board:
    """A board with the units of all its groups ranked as one by their scores; which ranks they had before is open."""
    ground, groups = made.ground, list(made.groups)
    if len(groups) < 2:
        return made
    if made.metric:
        rows = rank_single(ground, groups, made.metric, made.values[made.metric.key])
    else:
        scores = [row.ranked.score for group in made.groups.values() for row in group if row.ranked]
        rows = _by_score(ground, scores, several=True)
    return made._replace(groups={contest.TOGETHER: tuple(rows)})


def unlimited(made: Board) -> Board:
    """A board whose scheme bounds no bonuses and penalties where they are shown: so were boards of old printed."""
    scheme = made.ground.scheme
    items = tuple(item._replace(max=None) for item in scheme.adjustments)
    return made._replace(ground=made.ground._replace(scheme=scheme._replace(limits=Limits(), adjustments=items)))


def how_summed(rows: Iterable[Row]) -> Words:
    """Why the scores of a row need not add up to its total."""
    made_good = any(row.ranked and row.ranked.score.rescale != 1 for row in rows)
    return PARTS(first=SCORES_RESCALED, second=SCORES_ROUNDED) if made_good else SCORES_ROUNDED


def _by_score(ground: Ground, scores: Sequence[UnitScore], *, several: bool) -> list[Row]:
    """The units that have these scores; of `several` groups, each indicator is ranked among all that have it."""
    units = {unit.id: unit for unit in ground.units}
    if several:
        scores = ranked_across(scores, ground.scheme.decimals)
    ranked = rank_group(scores, ground.scheme.ties)
    return with_gaps(Row(units[each.score.unit], each.rank, None, each, each.score.indicators) for each in ranked)


def with_gaps(rows: Iterable[Row]) -> list[Row]:
    """Ranked units, each with the points that it lacks."""
    rows = list(rows)
    lacks = gaps([(row.rank, _exactly(row.score)) for row in rows])
    return [row._replace(gap=lack) for row, lack in zip(rows, lacks, strict=True)]


def _exactly(score: Decimal | None) -> Fraction | None:
    return None if score is None else Fraction(score)


def _scores(ground: Ground, group: str, inputs: Inputs, *, telling: Telling) -> tuple[UnitScore, ...]:
    """The scores of a group's units against each other."""
    now, last, events = inputs
    metrics = ground.scheme.metrics
    found = [
        Standing(
            unit.id, {key: contest.value_of(ground, unit.id, metrics[key], now[key], last.get(key)) for key in metrics}
        )
        for unit in ground.of_group(group)
    ]
    return score_group(ground.scheme, group, found, ground.pace.c, events, telling=telling)


def growing_metrics(ground: Ground, groups: Sequence[str]) -> list[str]:
    """The metrics whose growth scores in some groups: they are compared with last year."""
    indicators = [each for group in groups for each in ground.scheme.indicators_of(group)]
    every = [part for indicator in indicators for part in (indicator, *parts_of(indicator))]
    return list(dict.fromkeys(each.metric for each in every if each.formula == "growth" and each.metric))


def rank_single(ground: Ground, groups: Sequence[str], metric: Metric, now: Measured) -> list[Row]:
    """The units of some groups by one metric: those without a rank last, equal ones in their order of entry."""
    units = sorted((unit for group in groups for unit in ground.of_group(group)), key=lambda unit: unit.id)
    rows = single_rows(ground, metric, units, now)
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))


def single_rows(
    ground: Ground, metric: Metric, units: Sequence[Unit], now: Measured, ranks: Sequence[int | None] | None = None
) -> list[Row]:
    """Units by one metric in the order given, with the ranks that they have, or that they come to."""
    values = [contest.value_of(ground, unit.id, metric, now) for unit in units]
    ranks = single_ranks(values, metric.single) if ranks is None else ranks
    lacks = single_gaps(values, ranks, metric.single)
    return [
        Row(unit, rank, None, None, (_single_cell(ground, metric, value, rank),), lack)
        for unit, value, rank, lack in zip(units, values, ranks, lacks, strict=True)
    ]


def _single_cell(ground: Ground, metric: Metric, value: MetricValue, rank: int | None) -> Cell:
    """One unit on the board of one metric: what it is ranked by, and its rank."""
    rate = completion(value.actual if value.actual is not None else None, value.target)
    return Cell(
        metric.key,
        metric.key,
        metric.label,
        Fraction(0),
        value.actual,
        value.target,
        rate,
        ahead(rate, ground.pace.c),
        None,
        rank,
        "",
    )


def _published(reader: Reader, ground: Ground) -> Ranks:
    """The ranks on the newest published board of this scheme that ended earlier, by group; none of another kind."""
    if ground.campaign or ground.variant != AS_WRITTEN:
        return {}
    older = published_boards.ended_before(reader, ground.scheme.key, ground.period.last.isoformat())
    # A campaign counts other days against other targets: nobody rose or fell since.
    issue = next((each for each in older if each.period == each.days.label), None)
    if issue is None:
        return {}
    import json

    return published_ranks(json.loads(published_boards.board_line(reader, issue.id)))


def published_ranks(content: Mapping[str, Any], metric: str | None = None) -> Ranks:
    """The ranks of units by group on the composite board that a published content holds, or on that of one metric."""
    if metric is None:
        groups = {group["key"]: group["rows"] for group in content["groups"]}
    else:
        groups = content["singles"].get(metric, {})
    return {key: {int(row["unit"][1:]): row["rank"] for row in rows} for key, rows in groups.items()}


def metric_key(ground: Ground, text: str | None) -> str | None:
    """The key of the metric that is asked for, if one is."""
    return find_metric(ground, text) if text else None


def find_metric(ground: Ground, text: str) -> str:
    """The key of a metric of the scheme, by key or label."""
    found = ground.scheme.find_metric(text)
    if found:
        return found.key
    valid = tuple(Say(m.label.zh, m.key) for m in ground.scheme.metrics.values())
    what = (
        CHAIN_METRIC_UNKNOWN(value=text, chain=ground.variant.chain)
        if ground.variant.chain
        else METRIC_UNKNOWN(value=text)
    )
    raise NotFound(what, code="metric_unknown", value=text, hint=METRIC_UNKNOWN_HINT(metrics=valid))


def units_target(ground: Ground, metric: str) -> Fraction | None:
    """The sum of the units' targets of the window; None where no unit has one."""
    units = [unit for unit, key in ground.targets if key == metric and unit is not None]
    return sum((ground.target(unit, metric) or Fraction(0) for unit in units), Fraction(0)) or None
