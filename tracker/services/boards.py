"""The contest board: values, scores and ranks of a period, and how each came about."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.errors import NotFound
from tracker.result import Bar, Choice, Column, Move, Result, Signed, Table, Tone
from tracker.rules.numbers import exact, half_up
from tracker.rules.progress import ahead, completion
from tracker.rules.ranking import Ranked, rank_group, single_ranks
from tracker.rules.schemes import parts_of
from tracker.rules.scoring import Cell, Event, MetricValue, Standing, score_group
from tracker.services import contest
from tracker.words import (
    ACTUAL,
    ADJUSTMENTS,
    AHEAD,
    BOARD_TITLE,
    CHANGE,
    CITY_TITLE,
    GROUP_COLUMN,
    METRIC_COLUMN,
    METRIC_UNKNOWN,
    METRIC_UNKNOWN_HINT,
    POINTS,
    RANK,
    RATE,
    SCORE,
    SINGLE_TITLE,
    TARGET,
    UNIT_COLUMN,
    UNIT_OF_MEASURE,
    UNITS_RATE,
    UNITS_TARGET,
    VETOED,
    Say,
    Words,
)

if TYPE_CHECKING:
    import datetime
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


def board(
    reader: Reader,
    period: str | None,
    today: datetime.date,
    *,
    scheme: str | None = None,
    group: str | None = None,
    metric: str | None = None,
) -> Result:
    """The board of a period, as tables by group and as the data of its contract."""
    ground = contest.prepare(reader, period, today, scheme)
    key = find_metric(ground, metric) if metric else None
    made = compute(reader, ground, contest.chosen_groups(ground, group), key)
    tables = (single_tables if key else composite_tables)(made)
    return Result(
        ("board",),
        tables=(*tables, city_table(made)),
        data=board_data(made),
        lines=(ground.covers,),
        messages=(*contest.remarks(ground, made.values), *([] if key else contest.vague_events(reader, ground))),
    )


def find_metric(ground: Ground, text: str) -> str:
    """The key of a metric of the scheme, by key or label."""
    found = ground.scheme.find_metric(text)
    if found:
        return found.key
    valid = tuple(Say(m.label.zh, m.key) for m in ground.scheme.metrics.values())
    raise NotFound(
        METRIC_UNKNOWN(value=text), code="metric_unknown", value=text, hint=METRIC_UNKNOWN_HINT(metrics=valid)
    )


# Tables


def rank_tone(value: object) -> Tone | None:
    """The first three of a group stand out."""
    return "strong" if value in (1, 2, 3) else None


def sign_tone(value: object) -> Tone | None:
    """Ahead or up is good, behind or down is bad; arrows and signs say the same without colour."""
    if not isinstance(value, (Signed, Move)):
        return None
    return "good" if value[0] > 0 else "bad" if value[0] < 0 else None


def change_of(row: Row) -> Move | None:
    """How many ranks a unit moved since the board before."""
    return None if row.rank is None or row.previous is None else Move(row.previous - row.rank)


def composite_tables(made: Board) -> tuple[Table, ...]:
    """One table a group: rank, change, unit, score with its bar, the score of each indicator, bonus and penalty."""
    ground = made.ground
    labels = _labels(ground, list(made.groups))
    columns = (
        Column("group", GROUP_COLUMN, grouping=True),
        Column("rank", RANK, "number", tone=rank_tone),
        Column("change", CHANGE, tone=sign_tone),
        Column("unit", UNIT_COLUMN),
        Column("score", SCORE, "number", tone=rank_tone),
        Column("bar", "", "bar"),
        *(Column(keys[0], label, "number", sparse=True) for label, keys in labels.items()),
        Column("adjustments", ADJUSTMENTS, "number", tone=sign_tone, sparse=True),
    )
    return tuple(
        Table(
            columns,
            tuple(_composite_row(ground, key, row, list(labels.values()), _best(rows)) for row in rows),
            BOARD_TITLE(group=contest.group_label(ground, key), name=ground.scheme.name),
        )
        for key, rows in made.groups.items()
    )


def _labels(ground: Ground, groups: list[str]) -> dict[Say, list[str]]:
    """The indicators of some groups by label: one that groups weigh apart, under keys of its own, is one column."""
    found: dict[Say, list[str]] = {}
    for group in groups:
        for each in ground.scheme.indicators_of(group):
            found.setdefault(each.label, []).append(each.key)
    return found


def _best(rows: Sequence[Row]) -> float:
    """The highest score of a group, which fills its bar; 0 where there is none above it."""
    return max((float(row.score) for row in rows if row.score is not None), default=0.0)


def _composite_row(ground: Ground, key: str, row: Row, indicators: list[list[str]], best: float) -> tuple[object, ...]:
    places = ground.scheme.decimals
    scores = {cell.key: cell.score for cell in row.cells}
    chosen = [next((scores[key] for key in keys if key in scores), None) for keys in indicators]
    events = row.ranked.score.adjustments if row.ranked else ()
    added = sum((each.points for each in events), Fraction(0))
    return (
        Choice(key, contest.group_label(ground, key)),
        VETOED if row.vetoed else row.rank,
        change_of(row),
        row.unit.name,
        row.score,
        Bar(float(row.score) / best if row.score is not None and best > 0 else None),
        *(rounded(score, places) for score in chosen),
        signed(added, places) if events else None,
    )


def rounded(value: Fraction | None, places: int) -> Decimal | None:
    """A printed figure: half-up, once."""
    return None if value is None else half_up(value, places)


def signed(value: Fraction | None, places: int) -> Signed | None:
    """A printed figure with its sign."""
    return None if value is None else Signed(half_up(value, places))


def single_tables(made: Board) -> tuple[Table, ...]:
    """One table a group for one metric: rank, change, unit, actual, target, completion against the pro-rata line."""
    ground, metric = made.ground, made.metric
    assert metric is not None
    columns = (
        Column("group", GROUP_COLUMN, grouping=True),
        Column("rank", RANK, "number", tone=rank_tone),
        Column("change", CHANGE, tone=sign_tone),
        Column("unit", UNIT_COLUMN),
        *measure_columns(metric.unit),
    )
    return tuple(
        Table(
            columns,
            tuple(
                (
                    Choice(key, contest.group_label(ground, key)),
                    row.rank,
                    change_of(row),
                    row.unit.name,
                    *measure_cells(ground, row.cells[0].actual, row.cells[0].target),
                )
                for row in rows
            ),
            SINGLE_TITLE(group=contest.group_label(ground, key), metric=metric.label),
        )
        for key, rows in made.groups.items()
    )


def measure_columns(unit: Words | None = None) -> tuple[Column, ...]:
    """Actual, target, completion with its bar, and points ahead or behind."""
    return (
        Column("actual", ACTUAL, "number", unit),
        Column("target", TARGET, "number", unit),
        Column("rate", RATE, "number", "%"),
        Column("bar", "", "bar"),
        Column("ahead", AHEAD, "number", POINTS, tone=sign_tone),
    )


def measure_cells(ground: Ground, actual: Fraction | None, target: Fraction | None) -> tuple[object, ...]:
    """The cells under `measure_columns`."""
    places = ground.scheme.decimals
    rate = completion(actual, target)
    bar = Bar(None if rate is None else float(rate), float(ground.pace.c))
    return (
        figure(actual, places),
        figure(target, places),
        rounded(rate * 100 if rate is not None else None, places),
        bar,
        signed(ahead(rate, ground.pace.c), places),
    )


def figure(value: Fraction | None, places: int) -> Decimal | None:
    """An actual or target as printed: whole where it is whole, else rounded to the scheme's places."""
    if value is None:
        return None
    return half_up(value, 0 if value.denominator == 1 else places)


def city_table(made: Board) -> Table:
    """The whole city, metric by metric: its own target, and what the units' targets come to."""
    ground = made.ground
    metrics = [made.metric] if made.metric else list(ground.scheme.metrics.values())
    columns = (
        Column("metric", METRIC_COLUMN),
        Column("measure", UNIT_OF_MEASURE),
        *measure_columns(),
        Column("units_target", UNITS_TARGET, "number"),
        Column("units_rate", UNITS_RATE, "number", "%"),
    )
    return Table(columns, tuple(_city_row(made, metric) for metric in metrics), CITY_TITLE)


def _city_row(made: Board, metric: Metric) -> tuple[object, ...]:
    ground, places = made.ground, made.ground.scheme.decimals
    actual, units = made.values[metric.key].city, units_target(ground, metric.key)
    rate = completion(actual, units)
    return (
        Choice(metric.key, metric.label),
        metric.unit,
        *measure_cells(ground, actual, ground.target(None, metric.key)),
        figure(units, places),
        rounded(rate * 100 if rate is not None else None, places),
    )


def units_target(ground: Ground, metric: str) -> Fraction | None:
    """The sum of the units' targets of the window; None where no unit has one."""
    units = [unit for unit, key in ground.targets if key == metric and unit is not None]
    return sum((ground.target(unit, metric) or Fraction(0) for unit in units), Fraction(0)) or None


# Data


def board_data(made: Board) -> dict[str, Any]:
    """The board as its contract has it."""
    ground = made.ground
    return {
        **ground.head,
        "composite": made.metric is None,
        "groups": [
            {
                "key": key,
                "label": contest.group_label(ground, key),
                "rows": [_row_data(ground, row, composite=made.metric is None) for row in rows],
            }
            for key, rows in made.groups.items()
        ],
        "city": city_data(made),
    }


def _row_data(ground: Ground, row: Row, *, composite: bool) -> dict[str, Any]:
    places = ground.scheme.decimals
    events = row.ranked.score.adjustments if row.ranked else ()
    return {
        "unit": row.unit.name,
        "unit_id": f"U{row.unit.id}",
        "rank": row.rank,
        "previous_rank": row.previous,
        "score": row.score,
        "vetoed": row.vetoed,
        "indicators": [cell_data(cell, places, composite=composite) for cell in row.cells],
        "adjustments": [
            {"key": each.key, "count": exact(each.count), "points": half_up(each.points, places)} for each in events
        ],
    }


def cell_data(cell: Cell, places: int, *, composite: bool = True) -> dict[str, Any]:
    """One indicator: actual and target exact, the rest as printed."""
    data: dict[str, Any] = {
        "key": cell.key,
        "metric": cell.metric,
        "label": cell.label,
        "weight": exact(cell.weight) if composite else None,
        **measure_data(cell.actual, cell.target, cell.rate, cell.ahead, places),
        "score": rounded(cell.score, places),
        "rank": cell.rank,
    }
    if cell.parts:
        data["parts"] = [cell_data(part, places) for part in cell.parts]
    return data


def measure_data(
    actual: Fraction | None, target: Fraction | None, rate: Fraction | None, points: Fraction | None, places: int
) -> dict[str, Any]:
    """Actual, target, rate and points ahead, each rounded as the contract says."""
    return {
        "actual": None if actual is None else exact(actual),
        "target": None if target is None else exact(target),
        "rate": rounded(rate, places + 2),
        "ahead": rounded(points, places),
    }


def city_data(made: Board) -> list[dict[str, Any]]:
    """The city's line of every metric."""
    ground = made.ground
    metrics = [made.metric] if made.metric else list(ground.scheme.metrics.values())
    found = []
    for metric in metrics:
        actual, target = made.values[metric.key].city, ground.target(None, metric.key)
        rate, units = completion(actual, target), units_target(ground, metric.key)
        found.append(
            {
                "metric": metric.key,
                "label": metric.label,
                "unit": metric.unit,
                **measure_data(actual, target, rate, ahead(rate, ground.pace.c), ground.scheme.decimals),
                "units_target": None if units is None else exact(units),
                "summed": made.values[metric.key].summed,
            }
        )
    return found
