"""Who stands where: a period's values measured, scored and ranked, with the ranks of the board before."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import NotFound
from tracker.rules.progress import ahead, completion
from tracker.rules.ranking import Ranked, rank_group, single_ranks
from tracker.rules.schemes import parts_of
from tracker.rules.scoring import Cell, Event, MetricValue, Standing, score_group
from tracker.services import contest
from tracker.store import boards as published_boards
from tracker.words import (
    METRIC_UNKNOWN,
    METRIC_UNKNOWN_HINT,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from tracker.rules.schemes import Indicator, Metric
    from tracker.services.contest import Ground, Unit
    from tracker.store.figures import Measured
    from tracker.store.reading import Reader


class Row(NamedTuple):
    """One unit on a board; of a board of one metric the score is None and `cells` holds that metric alone."""

    unit: Unit
    rank: int | None
    previous: int | None
    ranked: Ranked | None
    cells: tuple[Cell, ...]

    @property
    def score(self) -> Decimal | None:
        """The printed score."""
        return self.ranked.score.score if self.ranked else None

    @property
    def vetoed(self) -> bool:
        """Whether a veto took the unit out of the ranking."""
        return bool(self.ranked and self.ranked.score.vetoed)


class Board(NamedTuple):
    """A board as computed: its ground, its rows by group, and the values behind them."""

    ground: Ground
    groups: dict[str, tuple[Row, ...]]
    values: dict[str, Measured]
    metric: Metric | None = None


class Inputs(NamedTuple):
    """What a group is ranked by: the values of the window and, for growth, of last year's; the adjustments."""

    now: dict[str, Measured]
    last: dict[str, Measured]
    events: list[Event]


class Measures(NamedTuple):
    """The values of all metrics over the window, and over the one of the board before, if there is one to compute."""

    now: dict[str, Measured]
    before: Ground | None
    then: dict[str, Measured]


def measures(reader: Reader, ground: Ground, *, back: bool = True) -> Measures:
    """All values that a board and its ranks before rest on; unless `back`, the present ones alone."""
    before = contest.earlier(reader, ground) if back else None
    spans = [ground.span, *([before.span] if before else [])]
    now, *rest = contest.measured(reader, ground, spans, ground.scheme.metrics)
    return Measures(now, before, rest[0] if rest else {})


def compute(
    reader: Reader, ground: Ground, groups: Sequence[str], metric: str | None = None, *, told: bool = False
) -> Board:
    """Measure, score and rank; with the ranks of the board before, published or computed. `told`: with arithmetic."""
    older = _published(reader, ground) if metric is None else {}
    keys = _ranked_groups(ground, groups, metric)
    found = measures(reader, ground, back=any(key not in older for key in keys))
    return _stand(reader, ground, keys, metric, found, older, told=told)


def every_board(reader: Reader, ground: Ground) -> tuple[Board, dict[str, Board]]:
    """The composite board with its arithmetic, and the single board of every metric, of all groups."""
    groups, found = [group.key for group in ground.scheme.groups], measures(reader, ground)
    older = _published(reader, ground)
    composite = _stand(reader, ground, _ranked_groups(ground, groups, None), None, found, older, told=True)
    singles = {key: _stand(reader, ground, groups, key, found, {}, told=False) for key in ground.scheme.metrics}
    return composite, singles


def _ranked_groups(ground: Ground, groups: Sequence[str], metric: str | None) -> list[str]:
    """The groups that a board ranks: all asked for on a single board, those with scores on a composite one."""
    return [key for key in groups if metric is not None or _is_composite(ground, key)]


def _stand(
    reader: Reader,
    ground: Ground,
    keys: Sequence[str],
    metric: str | None,
    found: Measures,
    older: dict[str, dict[int, int | None]],
    *,
    told: bool,
) -> Board:
    """Score and rank what was measured."""
    chosen = ground.scheme.metrics[metric] if metric else None
    lacking = [key for key in keys if key not in older]
    inputs = _inputs(reader, ground, keys, found.now)
    ranked = {key: rank(ground, key, inputs, chosen, told=told) for key in keys}
    if found.before:
        inputs = _inputs(reader, found.before, lacking, found.then)
        older = older | {
            key: {row.unit.id: row.rank for row in rank(found.before, key, inputs, chosen)} for key in lacking
        }
    rows = {
        key: tuple(row._replace(previous=older.get(key, {}).get(row.unit.id)) for row in rows)
        for key, rows in ranked.items()
    }
    return Board(ground, rows, found.now, chosen)


def _is_composite(ground: Ground, key: str) -> bool:
    group = ground.scheme.group(key)
    return group is not None and group.composite


def _inputs(reader: Reader, ground: Ground, groups: Sequence[str], now: dict[str, Measured]) -> Inputs:
    """The values with all that scoring needs beside them, for all groups at once."""
    growing = _growing([each for group in groups for each in ground.scheme.indicators_of(group)])
    last = contest.last_year(reader, ground, growing) if growing else {}
    return Inputs(now, last, contest.events(reader, ground))


def rank(ground: Ground, group: str, inputs: Inputs, metric: Metric | None, *, told: bool = False) -> list[Row]:
    """The rows of one group, in the order of their ranks, which they had before left open."""
    now, last, events = inputs
    units = {unit.id: unit for unit in ground.of_group(group)}
    if metric is not None:
        return _rank_single(ground, list(units.values()), metric, now[metric.key])
    scheme = ground.scheme
    standings = [
        Standing(
            id_,
            {
                key: contest.value_of(ground, id_, scheme.metrics[key], now[key], last.get(key))
                for key in scheme.metrics
            },
        )
        for id_ in units
    ]
    scores = score_group(scheme, group, standings, ground.pace.c, events, told=told)
    return [
        Row(units[each.score.unit], each.rank, None, each, each.score.indicators)
        for each in rank_group(scores, scheme.ties)
    ]


def _growing(indicators: Sequence[Indicator]) -> list[str]:
    """The metrics that are compared with last year."""
    every = [part for indicator in indicators for part in (indicator, *parts_of(indicator))]
    return list(dict.fromkeys(each.metric for each in every if each.formula == "growth" and each.metric))


def _rank_single(ground: Ground, units: Sequence[Unit], metric: Metric, now: Measured) -> list[Row]:
    """The units of a group by one metric: those without a rank last, equal ones in their order of entry."""
    values = [contest.value_of(ground, unit.id, metric, now) for unit in units]
    ranks = single_ranks(values, metric.single)
    rows = [
        Row(unit, rank, None, None, (single_cell(ground, metric, value, rank),))
        for unit, value, rank in zip(units, values, ranks, strict=True)
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))


def single_cell(ground: Ground, metric: Metric, value: MetricValue, rank: int | None) -> Cell:
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


def _published(reader: Reader, ground: Ground) -> dict[str, dict[int, int | None]]:
    """The ranks on the newest published board of this scheme that ended earlier, by group."""
    issue = published_boards.ended_before(reader, ground.scheme.key, ground.period.last.isoformat())
    if issue is None:
        return {}
    import json

    groups = json.loads(published_boards.board_line(reader, issue.id))["groups"]
    return {group["key"]: {int(row["unit"][1:]): row["rank"] for row in group["rows"]} for group in groups}


def find_metric(ground: Ground, text: str) -> str:
    """The key of a metric of the scheme, by key or label."""
    found = ground.scheme.find_metric(text)
    if found:
        return found.key
    valid = tuple(Say(m.label.zh, m.key) for m in ground.scheme.metrics.values())
    raise NotFound(
        METRIC_UNKNOWN(value=text), code="metric_unknown", value=text, hint=METRIC_UNKNOWN_HINT(metrics=valid)
    )


def units_target(ground: Ground, metric: str) -> Fraction | None:
    """The sum of the units' targets of the window; None where no unit has one."""
    units = [unit for unit, key in ground.targets if key == metric and unit is not None]
    return sum((ground.target(unit, metric) or Fraction(0) for unit in units), Fraction(0)) or None
