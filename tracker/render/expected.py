"""Tables as a printout of them should read: every cell's text and number, under the headings of either language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from tracker.render.data import sheet_of
from tracker.render.plain import without_bars
from tracker.render.shown import heading, said, shown
from tracker.result import Choice
from tracker.rules.printouts import Expected, Value, squeezed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tracker.result import Table
    from tracker.words import Lang

# The columns that tell one row of a table from another, wherever they stand.
IDENTITY: Final = frozenset({"group", "unit", "metric", "indicator", "id", "list"})
# A red list is printed from its start, a black one to its end.
PARTS: Final[dict[str, Literal["start", "end"]]] = {"red": "start", "black": "end"}
LANGUAGES: Final[tuple[Lang, ...]] = ("zh", "en")


def expected(tables: Iterable[Table], printed: Collection[str] | None = None) -> list[Expected]:
    """All tables, in Chinese and in English, as pages print them and, where amounts are, as workbooks do.

    With the texts that are `printed` only those that can be among them: with a heading that tells rows apart; of the
    rows behind figures, which are by far the most and never without a title, those whose title is there.
    """
    return [each for table in map(without_bars, tables) for lang in LANGUAGES for each in _ways(table, lang, printed)]


def _ways(table: Table, lang: Lang, printed: Collection[str] | None) -> Iterator[Expected]:
    title = "" if table.title is None else said(table.title, lang)
    identity = frozenset(n for n, column in enumerate(table.columns) if column.key in IDENTITY)
    headings = tuple(heading(column.label, column.unit, lang) for column in table.columns)
    if printed is not None and not any(squeezed(headings[n]) in printed for n in identity):
        return
    if printed is not None and any(column.key == "id" for column in table.columns) and squeezed(title) not in printed:
        return
    sheet = sheet_of(table, title, lang)
    rows = tuple(
        tuple(_value(shown(value, lang), cell) for value, cell in zip(row, cells, strict=True))
        for row, cells in zip(table.rows, sheet.rows, strict=True)
    )
    named = next((n for n, column in enumerate(table.columns) if column.key == "list"), None)
    listed = None if named is None or not table.rows else table.rows[0][named]
    part = PARTS.get(listed.key) if isinstance(listed, Choice) else None
    for heads in dict.fromkeys((headings, tuple(sheet.headings))):
        yield Expected(title, heads, rows, identity, part, named)


def _value(text: str, cell: object) -> Value:
    """What a cell should hold; one that holds text in a workbook has no number to compare."""
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        return Value(text, Decimal(cell))
    return Value(text)
