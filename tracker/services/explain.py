"""Explains a unit's place on a board: the arithmetic of every indicator, and the rows behind every figure."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import NotFound
from tracker.result import Column, Result, Table
from tracker.rules.dates import from_days
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.rules.numbers import exact, fraction_text
from tracker.rules.schemes import exchange
from tracker.rules.scoring import Telling
from tracker.services import boards, contest, printed, standings
from tracker.services.variants import AS_WRITTEN
from tracker.store.behind import rows_behind
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
    SCORES_TITLE,
    SHARE,
    TOTAL,
    UNIT_COLUMN,
    UNIT_NOT_RANKED,
    UNIT_NOT_RANKED_HINT,
    Say,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.rules.dates import PartialDate
    from tracker.rules.schemes import Metric
    from tracker.rules.scoring import Cell
    from tracker.services.contest import Ground
    from tracker.services.standings import Board, Row
    from tracker.services.variants import Variant
    from tracker.store.behind import Behind
    from tracker.store.figures import Entered
    from tracker.store.reading import Reader
    from tracker.words import Words


def explain(
    reader: Reader,
    period: str,
    unit_text: str,
    today: datetime.date,
    *,
    metric: str | None = None,
    scheme: str | None = None,
    variant: Variant = AS_WRITTEN,
) -> Result:
    """How a unit's score came about, indicator by indicator, and which rows are behind each actual."""
    id_ = resolve(reader, NOUNS["unit"], unit_text)
    own = reader.value('SELECT "group" FROM unit WHERE id = ?', (id_,))
    ground = contest.prepare(reader, period, today, scheme, variant=variant, group=own)
    unit = next((unit for unit in ground.units if unit.id == id_), None)
    group = ground.scheme.group(unit.group) if unit else None
    if unit is None or group is None or (metric is None and (not group.composite or variant.chain)):
        raise NotFound(
            UNIT_NOT_RANKED(unit=unit_text), code="unit_not_ranked", value=unit_text, hint=UNIT_NOT_RANKED_HINT
        )
    key = standings.metric_key(ground, metric)
    scored = group.composite and (key is None or key in contest.metrics_of(ground.scheme, unit.group))
    board = standings.compute(reader, ground, [unit.group], None if scored else key, telling=Telling.BY_HAND)
    row = next(row for row in board.groups[unit.group] if row.unit.id == id_)
    if scored and key:
        row = row._replace(cells=tuple(cell for cell in row.cells if key in _of_cell(cell)))
    metrics = [key] if key else contest.metrics_of(ground.scheme, unit.group)
    rows = {each: [row.cells for row in behind(reader, ground, ground.scheme.metrics[each], id_)] for each in metrics}
    lines = (
        ground.covers,
        EXPLAIN_RANK(unit=unit.name, rank=row.rank if row.rank is not None else "—", n=len(board.groups[unit.group])),
    )
    return Result(
        ("board", "explain"),
        title=ground.scheme.name,
        tables=(score_table(board, row), *(rows_table(ground, each, found) for each, found in rows.items() if found)),
        data=_data(board, row, rows),
        lines=lines,
        messages=tuple(contest.remarks(ground, {each: board.values[each] for each in metrics})),
    )


def _of_cell(cell: Cell) -> set[str | None]:
    """The metrics that one indicator rests on."""
    return {each.metric for each in _with_parts((cell,))}


def score_table(board: Board, row: Row, *, worded: bool = True) -> Table:
    """Every indicator with its arithmetic, then the total with rescaling, bonuses and penalties.

    Unless `worded` the arithmetic reads as it is kept, whatever the language.
    """
    title = EXPLAIN_TITLE(unit=row.unit.name, name=board.ground.scheme.name)
    return Table(_SCORE_COLUMNS, tuple(_score_rows(board, row, worded=worded)), title)


_SCORE_COLUMNS: Final = (
    Column("indicator", INDICATOR),
    Column("arithmetic", ARITHMETIC),
    Column("score", SCORE_COLUMN, "number"),
    Column("reason", REASON, sparse=True),
)


def _score_rows(board: Board, row: Row, *, worded: bool = True) -> Iterator[tuple[object, ...]]:
    places = board.ground.scheme.decimals
    for cell in _with_parts(row.cells):
        arithmetic = in_words(cell.arithmetic) if worded else cell.arithmetic
        yield cell.label, arithmetic, printed.rounded(cell.score, places), cell.reason
    if row.ranked:
        yield TOTAL, row.ranked.score.arithmetic, row.score, None


def in_words(arithmetic: str) -> Words:
    """Arithmetic as people read it: its few words, which are kept as they stand in a scheme, in either language.

    >>> in_words("31 / 25 = 1.24 → cap 1.2 × 40 = 48.00").zh
    '31 / 25 = 1.24 → 上限 1.2 × 40 = 48.00'
    """
    chinese = _KEPT.sub(lambda word: _CHINESE[word[0]], arithmetic)
    return arithmetic if chinese == arithmetic else Say(chinese, arithmetic)


_CHINESE: Final = {"cap": "上限", "max": "最高", "min": "最低"}
_KEPT: Final = re.compile(rf"\b({'|'.join(_CHINESE)})\b")


def group_scores(board: Board, group: str, rows: Iterable[Row], *, worded: bool = True) -> Table:
    """The arithmetic of all units of a group, one under the other."""
    ground = board.ground
    cells = ((row.unit.name, *cells) for row in rows for cells in _score_rows(board, row, worded=worded))
    title = SCORES_TITLE(group=contest.group_label(ground, group), name=ground.scheme.name)
    return Table((Column("unit", UNIT_COLUMN), *_SCORE_COLUMNS), tuple(cells), title)


def _with_parts(cells: tuple[Cell, ...]) -> list[Cell]:
    return [part for cell in cells for part in (cell, *cell.parts)]


class Counted(NamedTuple):
    """A row behind an actual: its number, name, date and amount, the unit's share, what it adds in the metric's unit.

    It adds nothing (None) where its currency has no rate.
    """

    number: str
    name: str
    date: PartialDate
    amount: Money | int | None
    share: Fraction
    worth: Fraction | None

    @property
    def cells(self) -> tuple[object, ...]:
        """As a table shows it; a whole share goes without saying."""
        share = None if self.share == 1 else f"{fraction_text(self.share * 100)}%"
        worth = None if self.worth is None else exact(self.worth)
        return (self.number, self.name, self.date, self.amount, share, worth)


def behind(reader: Reader, ground: Ground, metric: Metric, unit: int) -> list[Counted]:
    """The rows behind one actual of a unit."""
    if metric.source == "figures":
        return _figures_behind(reader, ground, metric).get(unit, [])
    return [counted(metric, row, ground) for row in rows_behind(reader, metric, unit, ground.span)]


def every_behind(reader: Reader, ground: Ground, metric: Metric) -> dict[int, list[Counted]]:
    """The rows behind the actuals of all units, of those that have any."""
    if metric.source == "figures":
        figures = _figures_behind(reader, ground, metric)
        return {unit.id: figures[unit.id] for unit in ground.units if figures.get(unit.id)}
    found = {unit.id: behind(reader, ground, metric, unit.id) for unit in ground.units}
    return {unit: rows for unit, rows in found.items() if rows}


def city_behind(reader: Reader, ground: Ground, metric: Metric) -> list[Counted]:
    """The rows behind the city's actual, each once and whole; of figures its own, else those of all units."""
    if metric.source == "figures":
        figures = _figures_behind(reader, ground, metric)
        own = figures.pop(None, [])
        return own or [row for unit in figures.values() for row in unit]
    return [counted(metric, row, ground) for row in rows_behind(reader, metric, None, ground.span)]


def counted(metric: Metric, row: Behind, ground: Ground) -> Counted:
    """A row with what it adds in the metric's unit."""
    amount = Money(row.amount, row.currency) if row.currency and row.amount is not None else row.amount
    number, date = NOUNS[row.noun].number(row.id), from_days(row.first, row.last)
    return Counted(number, row.name, date, amount, row.share, _worth(metric, row, ground))


def _worth(metric: Metric, row: Behind, ground: Ground) -> Fraction | None:
    """What a row adds in the metric's unit, by the unit's share of it; None where its currency has no rate."""
    if metric.money is None or not row.currency:
        return row.share * (row.amount if row.amount is not None else 1)
    rate = exchange(row.currency, metric.money.currency, ground.scheme.rates)
    return None if rate is None else rate * (row.amount or 0) / metric.money.fen * row.share


def _figures_behind(reader: Reader, ground: Ground, metric: Metric) -> dict[int | None, list[Counted]]:
    """The figures that each unit's actual comes from: the newest of the window, less what the year had before."""
    found = contest.entered(reader, [metric], [ground.span])
    return {
        unit: [_figure(row, worth) for row, worth in contest.counting(ground, metric, rows, ground.span)]
        for (_, unit), rows in found.items()
    }


def _figure(row: Entered, worth: Fraction) -> Counted:
    number, date = NOUNS["figure"].number(row.id), from_days(row.first, row.last)
    return Counted(number, row.source or "", date, None, Fraction(1), worth)


def rows_table(ground: Ground, key: str, rows: list[tuple[object, ...]]) -> Table:
    """The rows behind one metric of a unit."""
    metric = ground.scheme.metrics[key]
    columns = (Column("metric", INDICATOR, grouping=True), *_row_columns(metric))
    return Table(columns, tuple((metric.label, *row) for row in rows), ROWS_TITLE(metric=metric.label, n=len(rows)))


def _row_columns(metric: Metric) -> tuple[Column, ...]:
    return (
        Column("id", NUMBER),
        Column("name", NAME_COLUMN),
        Column("date", DATE),
        Column("amount", AMOUNT, "number", sparse=True),
        Column("share", SHARE, "number", sparse=True),
        Column("counted", COUNTED_AS, "number", metric.unit),
    )


def unit_rows(ground: Ground, key: str, rows: Mapping[int, Sequence[Counted]], groups: Sequence[str]) -> Table:
    """The rows behind one metric of all units of some groups, one unit under the other."""
    metric = ground.scheme.metrics[key]
    units = (unit for group in groups for unit in ground.of_group(group))
    cells = tuple((unit.name, *row.cells) for unit in units for row in rows.get(unit.id, ()))
    columns = (Column("unit", UNIT_COLUMN), *_row_columns(metric))
    return Table(columns, cells, ROWS_TITLE(metric=metric.label, n=len(cells)))


def _data(board: Board, row: Row, behind: dict[str, list[tuple[object, ...]]]) -> dict[str, Any]:
    """The explanation as data: the board's row, with arithmetic and rows."""
    ground, places = board.ground, board.ground.scheme.decimals
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
            {"key": each.key, "count": exact(each.times), "points": printed.rounded(each.points, places)}
            for each in (score.adjustments if score else ())
        ],
        "rows": rows_data(behind),
    }


def rows_data(behind: Mapping[str, Sequence[tuple[object, ...]]]) -> dict[str, Any]:
    """The rows behind every metric as data."""
    keys = ("id", "name", "date", "amount", "share", "counted")
    return {key: [dict(zip(keys, each, strict=True)) for each in rows] for key, rows in behind.items()}
