"""A result with sections as the sheets of a workbook that is printed: titles, number formats, bars, charts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tracker.render.data import seal_line, sheet_of
from tracker.render.plain import bared, without_bars
from tracker.render.shown import NOTHING, said, shown
from tracker.result import Bar, Move, Reached, Signed
from tracker.rules.chain import SEAL_PROPERTY
from tracker.rules.numbers import half_up, plain_decimal
from tracker.sheets.leaves import Chart, Datum, Field, Grid, Leaf, write_leaves
from tracker.words import BOOK_PACE_LINE, BOOK_PROGRESS_CHART, BOOK_RANKING_CHART, PAGE_UNPUBLISHED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.result import Column, Result, Section, Table
    from tracker.sheets.looks import Role
    from tracker.sheets.rows import CellValue
    from tracker.words import Lang

DAY: Final = "yyyy-mm-dd"
MEDALS: Final = {1: "gold", 2: "silver", 3: "bronze"}
NAMES: Final = ("unit", "metric")  # the columns whose names stand along a chart, the narrower one first
MERITS: Final = ("score", "actual")
DRAWN: Final = ("score", "rate")  # the columns whose numbers bars draw
BESIDE: Final = "units_rate"  # a second completion, drawn beside the first
MARKS: Final = frozenset({"rank", "change"})  # these stand in the middle of their columns
PAD: Final = "_ "  # so much room between a number and the edge of its cell
MOVES: Final = '"↑"0;"↓"0;"="'


def write(result: Result, target: Path, lang: Lang, *, force: bool) -> None:
    """Write a result with sections as a workbook; a published board carries its hash in a property and the footers."""
    footer = seal_line(result.seal, lang) if result.seal else said(PAGE_UNPUBLISHED, lang)
    properties = {SEAL_PROPERTY: result.seal} if result.seal else {}
    title = None if result.title is None else said(result.title, lang)
    pages = leaves(result, lang)
    write_leaves(
        target, pages, lang=lang, paper=result.paper, title=title, footer=footer, properties=properties, force=force
    )


def leaves(result: Result, lang: Lang) -> list[Leaf]:
    """The sheets of a result; what is to be known of its figures stands on the first, the cover."""
    lines = result.lines if result.seal else (*result.lines, PAGE_UNPUBLISHED)
    line = " · ".join(said(each, lang) for each in lines)
    return [_leaf(section, result, line, lang) for section in result.sections]


def _leaf(section: Section, result: Result, line: str, lang: Lang) -> Leaf:
    first = section is result.sections[0]
    alone = len(section.tables) == 1
    title = section.tables[0].title if alone else result.title
    notes = [said(message.what, lang) for message in result.messages] if first else []
    if section.note is not None and section.long:  # what is far below nobody finds
        line = f"{line}\n{said(section.note, lang)}"
    elif section.note is not None:
        notes.append(said(section.note, lang))
    grids = [_grid(table, lang, charted=alone and not section.long, sparing=section.long) for table in section.tables]
    name = said(section.title, lang)
    return Leaf(name, name if title is None else said(title, lang), line, grids, notes, section.long)


def _grid(table: Table, lang: Lang, *, charted: bool, sparing: bool) -> Grid:
    """A table as cells; in a list, where nothing is, there is no dash."""
    table = bared(table)
    bars = _bars(table)
    table = without_bars(table)
    sheet = sheet_of(table, "", lang)
    mixed = any(column.key == "metric" for column in table.columns)
    forms = {} if mixed else sheet.formats
    chart = _chart(table, bars, lang) if charted else None
    drawn = (*bars, *chart.values) if chart else tuple(bars)
    merits = [index for index, column in enumerate(table.columns) if column.key in MERITS]
    fields = [
        Field(words, _role(column), _full(bars[index], table, index) if index in bars else None)
        for index, (words, column) in enumerate(zip(sheet.headings, table.columns, strict=True))
    ]
    if table.bare:
        told = [[Datum(text := shown(value, lang), text) for value in row] for row in table.rows]
        return Grid(fields, told, bare=True)
    rows = [
        [
            _ranked(value, row, merits)
            if column.key == "rank" and isinstance(value, int)
            else _datum(column, value, cell, forms.get(index), lang, empty=sparing or index in drawn)
            for index, (column, value, cell) in enumerate(zip(table.columns, row, cells, strict=True))
        ]
        for row, cells in zip(table.rows, sheet.rows, strict=True)
    ]
    return Grid(fields, rows, None if table.title is None else said(table.title, lang), chart=chart)


def _role(column: Column) -> Role:
    return "mark" if column.key in MARKS else "number" if column.kind == "number" else "text"


def _bars(table: Table) -> dict[int, list[Bar]]:
    """The bars of a table, by the column whose numbers they draw, among those that are no bars."""
    keys = [column.key for column in without_bars(table).columns]
    drawn = next((keys.index(key) for key in DRAWN if key in keys), None)
    bars = [index for index, column in enumerate(table.columns) if column.kind == "bar"]
    if drawn is None or not bars:
        return {}
    return {drawn: [value for row in table.rows if isinstance(value := row[bars[0]], Bar)]}


def _full(bars: Sequence[Bar], table: Table, index: int) -> float:
    """The number that fills a bar: the whole of a completion, else the highest of the column."""
    if any(bar.mark is not None for bar in bars):
        return 100.0
    return max((float(value) for row in table.rows if isinstance(value := row[index], Decimal)), default=1.0)


def _chart(table: Table, bars: dict[int, list[Bar]], lang: Lang) -> Chart | None:
    """What is drawn of a table: its first column with bars, against the pro-rata line where there is one."""
    keys = [column.key for column in table.columns]
    names = next((keys.index(key) for key in NAMES if key in keys), None)
    if names is None or not bars:
        return None
    values = min(bars)
    if not any(isinstance(row[values], Decimal) for row in table.rows):
        return None
    mark = next((bar.mark for bar in bars[values] if bar.mark is not None), None)
    if mark is None:
        return Chart(said(BOOK_RANKING_CHART, lang), names, (values,))
    pace = half_up(Decimal(repr(mark)) * 100, 2)
    beside = (keys.index(BESIDE),) if BESIDE in keys else ()
    line = (said(BOOK_PACE_LINE(pace=plain_decimal(pace)), lang), float(pace))
    return Chart(said(BOOK_PROGRESS_CHART, lang), names, (values, *beside), line)


def _ranked(rank: int, row: Sequence[object], merits: Sequence[int]) -> Datum:
    """A rank: the first three stand out, unless they have done nothing."""
    star = rank in MEDALS and (not merits or any(row[index] for index in merits))
    return Datum(rank, f"★ {rank}", *(('"★ "0', MEDALS[rank]) if star else ("0", None)))


def _datum(column: Column, value: object, cell: CellValue, form: str | None, lang: Lang, *, empty: bool) -> Datum:
    if value is None:
        return Datum(None, "") if empty or column.kind != "number" else Datum(NOTHING, NOTHING, f"@{PAD}")
    tone = column.tone(value) if column.tone else None
    return Datum(cell, _read(cell, value, lang), _form(value, cell, form, number=column.kind == "number"), tone)


def _read(cell: CellValue, value: object, lang: Lang) -> str:
    """What people read in a cell: an amount without its unit, which stands in the heading."""
    return (
        f"{cell:,}"
        if isinstance(cell, (int, Decimal)) and not isinstance(value, (Move, Reached))
        else shown(value, lang)
    )


def _form(value: object, cell: CellValue, form: str | None, *, number: bool) -> str | None:
    """The number format of a cell, with as many places as its own figure or, where given, its column has."""
    if isinstance(value, Move):
        return MOVES
    if isinstance(cell, date):
        return DAY
    if isinstance(cell, bool) or not isinstance(cell, (int, Decimal)):
        return f"@{PAD}" if number else None
    places = _places(cell) if form is None else len(form.partition(".")[2])
    digits = "0" + ("." + "0" * places if places else "")
    if isinstance(value, Signed):
        return f"+{digits}{PAD};-{digits}{PAD};{digits}{PAD}"
    if isinstance(value, Reached):
        return f'{digits}" {"▲" if value.ahead else "▽"}"{PAD}'
    return f"#,##{digits}{PAD}"


def _places(cell: int | Decimal) -> int:
    exponent = cell.as_tuple().exponent if isinstance(cell, Decimal) else 0
    return min(4, max(0, -exponent)) if isinstance(exponent, int) else 0
