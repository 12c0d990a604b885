"""Explains a unit's place on a board: the arithmetic of every indicator, and the rows behind every figure."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tracker.errors import NotFound
from tracker.result import Column, Result, Table
from tracker.rules.dates import PartialDate
from tracker.rules.money import Money, in_unit
from tracker.rules.nouns import NOUNS
from tracker.rules.numbers import exact, fraction_text
from tracker.services import boards, contest, printed, standings
from tracker.store.figures import rows_behind
from tracker.store.names import resolve
from tracker.words import (
    AMOUNT,
    ARITHMETIC,
    COUNTED_AS,
    DATE,
    EXPLAIN_RANK,
    EXPLAIN_TITLE,
    INDICATOR,
    NAME_COLUMN,
    NUMBER,
    REASON,
    ROWS_TITLE,
    SCORE_COLUMN,
    SHARE,
    TOTAL,
    UNIT_NOT_RANKED,
    UNIT_NOT_RANKED_HINT,
)

if TYPE_CHECKING:
    from tracker.rules.schemes import Metric
    from tracker.rules.scoring import Cell
    from tracker.services.contest import Ground
    from tracker.services.standings import Board, Row
    from tracker.store.figures import Behind
    from tracker.store.reading import Reader


def explain(
    reader: Reader,
    period: str,
    unit_text: str,
    today: datetime.date,
    *,
    metric: str | None = None,
    scheme: str | None = None,
) -> Result:
    """How a unit's score came about, indicator by indicator, and which rows are behind each actual."""
    ground = contest.prepare(reader, period, today, scheme)
    id_ = resolve(reader, NOUNS["unit"], unit_text)
    unit = next((unit for unit in ground.units if unit.id == id_), None)
    group = ground.scheme.group(unit.group) if unit else None
    if unit is None or group is None or (metric is None and not group.composite):
        raise NotFound(
            UNIT_NOT_RANKED(unit=unit_text), code="unit_not_ranked", value=unit_text, hint=UNIT_NOT_RANKED_HINT
        )
    key = standings.find_metric(ground, metric) if metric else None
    scored = group.composite and (key is None or key in contest.metrics_of(ground.scheme, unit.group))
    board = standings.compute(reader, ground, [unit.group], None if scored else key, told=True)
    row = next(row for row in board.groups[unit.group] if row.unit.id == id_)
    if scored and key:
        row = row._replace(cells=tuple(cell for cell in row.cells if key in _of_cell(cell)))
    metrics = [key] if key else contest.metrics_of(ground.scheme, unit.group)
    behind = {each: _behind(reader, ground, ground.scheme.metrics[each], id_) for each in metrics}
    lines = (
        ground.covers,
        EXPLAIN_RANK(unit=unit.name, rank=row.rank if row.rank is not None else "—", n=len(board.groups[unit.group])),
    )
    return Result(
        ("board", "explain"),
        tables=(_score_table(board, row), *(_rows_table(ground, each, rows) for each, rows in behind.items() if rows)),
        data=_data(board, row, behind),
        lines=lines,
        messages=tuple(contest.remarks(ground, {each: board.values[each] for each in metrics})),
    )


def _of_cell(cell: Cell) -> set[str | None]:
    """The metrics that one indicator rests on."""
    return {each.metric for each in _with_parts((cell,))}


def _score_table(board: Board, row: Row) -> Table:
    """Every indicator with its arithmetic, then the total with rescaling, bonuses and penalties."""
    places = board.ground.scheme.decimals
    columns = (
        Column("indicator", INDICATOR),
        Column("arithmetic", ARITHMETIC),
        Column("score", SCORE_COLUMN, "number"),
        Column("reason", REASON, sparse=True),
    )
    rows: list[tuple[object, ...]] = [
        (cell.label, cell.arithmetic, printed.rounded(cell.score, places), cell.reason)
        for cell in _with_parts(row.cells)
    ]
    if row.ranked:
        rows.append((TOTAL, row.ranked.score.arithmetic, row.score, None))
    return Table(columns, tuple(rows), EXPLAIN_TITLE(unit=row.unit.name, name=board.ground.scheme.name))


def _with_parts(cells: tuple[Cell, ...]) -> list[Cell]:
    return [part for cell in cells for part in (cell, *cell.parts)]


def _behind(reader: Reader, ground: Ground, metric: Metric, unit: int) -> list[tuple[object, ...]]:
    """The rows behind one actual: number, name, date, amount, share, and what it counts as in the metric's unit."""
    if metric.source == "figures":
        return _figures_behind(reader, ground, metric, unit)
    return [_shown(metric, row, ground) for row in rows_behind(reader, metric, unit, ground.span)]


def _shown(metric: Metric, row: Behind, ground: Ground) -> tuple[object, ...]:
    """One row as a table shows it; an amount of another currency without a rate counts as nothing."""
    date = _date(row.first, row.last)
    amount: object = Money(row.amount, row.currency) if row.currency and row.amount is not None else row.amount
    number = NOUNS[row.noun].number(row.id)
    return (number, row.name, date, amount, _percent(row.share), _counted(metric, row, ground))


def _counted(metric: Metric, row: Behind, ground: Ground) -> object:
    if metric.money is None or not row.currency:
        return exact(row.share * (row.amount if row.amount is not None else 1))
    if row.currency == metric.money.currency:
        return exact(in_unit(Money(row.amount or 0, row.currency), metric.money) * row.share)
    worth = {"CNY": Fraction(1), **ground.scheme.rates}
    if row.currency not in worth or metric.money.currency not in worth:
        return None
    rate = worth[row.currency] / worth[metric.money.currency]
    return exact(rate * (row.amount or 0) / metric.money.fen * row.share)


def _percent(share: Fraction) -> str | None:
    """A share as a percentage; a whole one goes without saying."""
    return None if share == 1 else f"{fraction_text(share * 100)}%"


def _figures_behind(reader: Reader, ground: Ground, metric: Metric, unit: int) -> list[tuple[object, ...]]:
    """The figures that a unit's actual comes from: the newest of the window, less what the year had before."""
    rows = contest.entered(reader, [metric], [ground.span]).get((metric.key, unit), [])
    return [
        (NOUNS["figure"].number(row.id), row.source or "", _date(row.first, row.last), None, None, exact(worth))
        for row, worth in contest.counting(ground, metric, rows, ground.span)
    ]


def _date(first: str, last: str) -> PartialDate:
    """A date from its first and last day as stored."""
    return PartialDate(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


def _rows_table(ground: Ground, key: str, rows: list[tuple[object, ...]]) -> Table:
    """The rows behind one metric."""
    metric = ground.scheme.metrics[key]
    columns = (
        Column("metric", INDICATOR, grouping=True),
        Column("id", NUMBER),
        Column("name", NAME_COLUMN),
        Column("date", DATE),
        Column("amount", AMOUNT, "number", sparse=True),
        Column("share", SHARE, "number", sparse=True),
        Column("counted", COUNTED_AS, "number", metric.unit),
    )
    return Table(columns, tuple((metric.label, *row) for row in rows), ROWS_TITLE(metric=metric.label, n=len(rows)))


def _data(board: Board, row: Row, behind: dict[str, list[tuple[object, ...]]]) -> dict[str, Any]:
    """The explanation as data: the board's row, with arithmetic and rows."""
    ground, places = board.ground, board.ground.scheme.decimals
    keys = ("id", "name", "date", "amount", "share", "counted")
    score = row.ranked.score if row.ranked else None
    return {
        **ground.head,
        "group": row.unit.group,
        "unit": row.unit.name,
        "unit_id": f"U{row.unit.id}",
        "rank": row.rank,
        "score": row.score,
        "vetoed": row.vetoed,
        "arithmetic": score.arithmetic if score else None,
        "indicators": [
            boards.cell_data(cell, places, composite=score is not None)
            | {"arithmetic": cell.arithmetic, "reason": cell.reason}
            for cell in row.cells
        ],
        "adjustments": [
            {"key": each.key, "count": exact(each.count), "points": printed.rounded(each.points, places)}
            for each in (score.adjustments if score else ())
        ],
        "rows": {key: [dict(zip(keys, each, strict=True)) for each in rows] for key, rows in behind.items()},
    }
