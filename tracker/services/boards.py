"""The contest board of a period, as tables by group and as data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tracker.result import Bar, Choice, Column, Move, Result, Table
from tracker.rules.numbers import exact, half_up
from tracker.rules.progress import ahead, completion
from tracker.services import contest, printed, standings
from tracker.store import boards as published_boards
from tracker.words import (
    ADJUSTMENTS,
    BOARD_TITLE,
    CHANGE,
    CITY_TITLE,
    GROUP_COLUMN,
    METRIC_COLUMN,
    RANK,
    SCORE,
    SINGLE_TITLE,
    UNIT_COLUMN,
    UNIT_OF_MEASURE,
    UNITS_RATE,
    UNITS_TARGET,
    VETOED,
    Say,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from tracker.result import Message
    from tracker.rules.schemes import Metric
    from tracker.rules.scoring import Cell
    from tracker.services.contest import Ground
    from tracker.services.standings import Board, Row
    from tracker.store.boards import Issue
    from tracker.store.reading import Reader


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
    made = make(reader, period, today, scheme=scheme, group=group, metric=metric)
    return told(made, remarks(reader, made))


def make(
    reader: Reader,
    period: str | None,
    today: datetime.date,
    *,
    scheme: str | None = None,
    group: str | None = None,
    metric: str | None = None,
) -> Board:
    """The board of a period as computed."""
    ground = contest.prepare(reader, period, today, scheme)
    key = standings.find_metric(ground, metric) if metric else None
    return standings.compute(reader, ground, contest.chosen_groups(ground, group), key)


def live(
    reader: Reader,
    period: str | None,
    today: datetime.date,
    *,
    scheme: str | None = None,
    group: str | None = None,
    metric: str | None = None,
) -> Result:
    """The same, saying whether it is still as it was published, if it was."""
    made = make(reader, period, today, scheme=scheme, group=group, metric=metric)
    messages = remarks(reader, made)
    issue = None if made.metric else issue_of(reader, made.ground)
    if issue:
        from tracker.services.publishing import since

        messages = (*messages, since(reader, issue, made))
    return told(made, messages)


def issue_of(reader: Reader, ground: Ground) -> Issue | None:
    """The newest issue of a board of these days under this scheme."""
    found = published_boards.of_days(reader, ground.period.start.isoformat(), ground.period.last.isoformat())
    return next((issue for issue in found if issue.scheme == ground.scheme.key), None)


def remarks(reader: Reader, made: Board) -> tuple[Message, ...]:
    """What a reader of a board should know beside its figures."""
    vague = [] if made.metric else contest.vague_events(reader, made.ground)
    return (*contest.remarks(made.ground, made.values), *vague)


def told(made: Board, messages: tuple[Message, ...] = ()) -> Result:
    """A board as its tables and its data, wherever it is from: the ledger of today, or what was published."""
    tables = (single_tables if made.metric else composite_tables)(made)
    return Result(
        ("board",),
        tables=(*tables, city_table(made)),
        data=board_data(made),
        lines=(made.ground.covers,),
        messages=messages,
    )


def change_of(row: Row) -> Move | None:
    """How many ranks a unit moved since the board before."""
    return None if row.rank is None or row.previous is None else Move(row.previous - row.rank)


def composite_tables(made: Board) -> tuple[Table, ...]:
    """One table a group: rank, change, unit, score with its bar, the score of each indicator, bonus and penalty."""
    ground = made.ground
    labels = _labels(ground, list(made.groups))
    columns = (
        Column("group", GROUP_COLUMN, grouping=True),
        Column("rank", RANK, "number", tone=printed.rank_tone),
        Column("change", CHANGE, tone=printed.sign_tone),
        Column("unit", UNIT_COLUMN),
        Column("score", SCORE, "number", tone=printed.rank_tone),
        Column("bar", "", "bar"),
        *(Column(keys[0], label, "number", sparse=True) for label, keys in labels.items()),
        Column("adjustments", ADJUSTMENTS, "number", tone=printed.sign_tone, sparse=True),
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
        *(printed.rounded(score, places) for score in chosen),
        printed.signed(added, places) if events else None,
    )


def single_tables(made: Board) -> tuple[Table, ...]:
    """One table a group for one metric: rank, change, unit, actual, target, completion against the pro-rata line."""
    ground, metric = made.ground, made.metric
    assert metric is not None
    columns = (
        Column("group", GROUP_COLUMN, grouping=True),
        Column("rank", RANK, "number", tone=printed.rank_tone),
        Column("change", CHANGE, tone=printed.sign_tone),
        Column("unit", UNIT_COLUMN),
        *printed.measure_columns(metric.unit),
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
                    *printed.measure_cells(ground, row.cells[0].actual, row.cells[0].target),
                )
                for row in rows
            ),
            SINGLE_TITLE(group=contest.group_label(ground, key), metric=metric.label),
        )
        for key, rows in made.groups.items()
    )


def city_table(made: Board) -> Table:
    """The whole city, metric by metric: its own target, and what the units' targets come to."""
    ground = made.ground
    metrics = [made.metric] if made.metric else list(ground.scheme.metrics.values())
    columns = (
        Column("metric", METRIC_COLUMN),
        Column("measure", UNIT_OF_MEASURE),
        *printed.measure_columns(),
        Column("units_target", UNITS_TARGET, "number"),
        Column("units_rate", UNITS_RATE, "number", "%"),
    )
    return Table(columns, tuple(_city_row(made, metric) for metric in metrics), CITY_TITLE)


def _city_row(made: Board, metric: Metric) -> tuple[object, ...]:
    ground, places = made.ground, made.ground.scheme.decimals
    actual, units = made.values[metric.key].city, standings.units_target(ground, metric.key)
    rate = completion(actual, units)
    return (
        Choice(metric.key, metric.label),
        metric.unit,
        *printed.measure_cells(ground, actual, ground.target(None, metric.key)),
        printed.figure(units, places),
        printed.rounded(rate * 100 if rate is not None else None, places),
    )


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
        **printed.measure_data(cell.actual, cell.target, cell.rate, cell.ahead, places),
        "score": printed.rounded(cell.score, places),
        "rank": cell.rank,
    }
    if cell.parts:
        data["parts"] = [cell_data(part, places) for part in cell.parts]
    return data


def city_data(made: Board) -> list[dict[str, Any]]:
    """The city's line of every metric."""
    ground = made.ground
    metrics = [made.metric] if made.metric else list(ground.scheme.metrics.values())
    found = []
    for metric in metrics:
        actual, target = made.values[metric.key].city, ground.target(None, metric.key)
        rate, units = completion(actual, target), standings.units_target(ground, metric.key)
        found.append(
            {
                "metric": metric.key,
                "label": metric.label,
                "unit": metric.unit,
                **printed.measure_data(actual, target, rate, ahead(rate, ground.pace.c), ground.scheme.decimals),
                "units_target": None if units is None else exact(units),
                "summed": made.values[metric.key].summed,
            }
        )
    return found
