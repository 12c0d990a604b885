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


def compute(
    reader: Reader, ground: Ground, groups: Sequence[str], metric: str | None = None, *, told: bool = False
) -> Board:
    """Measure, score and rank; with the ranks of the board before, published or computed. `told`: with arithmetic."""
    scheme = ground.scheme
    composite = metric is None
    keys = [key for key in groups if not composite or _is_composite(ground, key)]
    chosen = scheme.metrics[metric] if metric else None
    older = _published(reader, ground) if composite else {}
    lacking = [key for key in keys if key not in older]
    before = contest.earlier(reader, ground) if lacking else None
    spans = [ground.span, *([before.span] if before else [])]
    now, *rest = contest.measured(reader, ground, spans, scheme.metrics)
    inputs = _inputs(reader, ground, keys, now)
    ranked = {key: _rank(ground, key, inputs, chosen, told=told) for key in keys}
    if before:
        inputs = _inputs(reader, before, lacking, rest[0])
        for key in lacking:
            older[key] = {row.unit.id: row.rank for row in _rank(before, key, inputs, chosen)}
    rows = {
        key: tuple(Row(r.unit, r.rank, older.get(key, {}).get(r.unit.id), r.ranked, r.cells) for r in found)
        for key, found in ranked.items()
    }
    return Board(ground, rows, now, chosen)


def _is_composite(ground: Ground, key: str) -> bool:
    group = ground.scheme.group(key)
    return group is not None and group.composite


def _inputs(reader: Reader, ground: Ground, groups: Sequence[str], now: dict[str, Measured]) -> Inputs:
    """The values with all that scoring needs beside them, for all groups at once."""
    growing = _growing([each for group in groups for each in ground.scheme.indicators_of(group)])
    last = contest.last_year(reader, ground, growing) if growing else {}
    return Inputs(now, last, contest.events(reader, ground))


def _rank(ground: Ground, group: str, inputs: Inputs, metric: Metric | None, *, told: bool = False) -> list[Row]:
    """The rows of one group, in the order of their ranks."""
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
        Row(unit, rank, None, None, (_single_cell(ground, metric, value, rank),))
        for unit, value, rank in zip(units, values, ranks, strict=True)
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))


def _single_cell(ground: Ground, metric: Metric, value: MetricValue, rank: int | None) -> Cell:
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
    import json

    content = reader.value(
        "SELECT content FROM board WHERE scheme = ? AND end_on < ? ORDER BY end_on DESC, id DESC LIMIT 1",
        (ground.scheme.key, ground.period.last.isoformat()),
    )
    groups = json.loads(content)["groups"] if content else []
    return {group["key"]: {int(row["unit_id"][1:]): row["rank"] for row in group["rows"]} for group in groups}


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
