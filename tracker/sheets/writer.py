"""Writing workbooks that print well and hold nothing a spreadsheet would run; knows cells, not tables.

openpyxl makes the book with its headings, drop-downs and print set-up; the rows below are streamed, see `parts`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sized
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from math import ceil
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from tracker.errors import BadData
from tracker.rules.widths import cell_width
from tracker.sheets.cells import cell_name, column_name
from tracker.sheets.files import new_file
from tracker.sheets.parts import Part, assemble, new_book, sheet_title
from tracker.sheets.rows import Styles, clean, must_stay_text, refuse_long, rows_xml
from tracker.words import PAGE_OF, SHEET_TOO_LONG, SHEET_TOO_LONG_HINT, Lang, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from tracker.sheets.rows import CellValue

LISTS, LIST_NAME = "_lists", "tracker_list_{}"
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_LAST_ROW: Final = 1_048_576
_SAMPLE: Final = 200
_NARROWEST, _WIDEST = 8, 42
_READABLE: Final = 220  # characters across an A4 sheet on its side, at the smallest print that is read with ease
_LONGEST_PROMPT, _LONGEST_PROMPT_TITLE = 255, 32


@dataclass(frozen=True)
class Sheet:
    """One sheet to write; the numbers in `widths`, `prompts`, `required`, `choices`, `formats` are columns from 0.

    `widths` are characters (without one: by the longest of the first rows), `prompts` what is said beside a chosen
    cell, `choices` the values of a drop-down, `formats` number formats such as `@` for text, also of the cells still
    empty. An `example` is a grey row above the others. A `hidden` sheet is shown by no menu and has no headings.
    `footer` stands in the middle below every printed page.
    """

    name: str
    headings: Sequence[str] = ()
    rows: Iterable[Sequence[CellValue]] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    prompts: Mapping[int, str] = field(default_factory=dict)
    required: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    example: Sequence[CellValue] = ()
    hidden: bool = False
    footer: str | None = None


def write_book(
    target: Path | IO[bytes],
    sheets: Iterable[Sheet],
    *,
    lang: Lang = "zh",
    title: str | None = None,
    properties: Mapping[str, str] | None = None,
    force: bool = False,
) -> None:
    """Write sheets as an .xlsx, to a path (whole or not at all, see `new_file`) or into an open binary file.

    `properties` become custom document properties. Raises BadData for a text longer than a cell holds.
    """
    if isinstance(target, Path):
        with new_file(target, force=force) as file:
            write_book(file, sheets, lang=lang, title=title, properties=properties)
        return
    book = new_book(title, properties or {})
    lists: dict[tuple[str, ...], int] = {}
    names = {LISTS}
    parts = [_part(book, sheet, sheet_title(sheet.name, names), lists, lang) for sheet in sheets]
    if lists:
        _add_names(book, lists)
        parts.append(_part(book, Sheet(LISTS, rows=zip_longest(*lists), hidden=True), LISTS, {}, lang))
    assemble(book, parts, target)


def _add_names(book: Workbook, lists: Mapping[tuple[str, ...], int]) -> None:
    """Name the columns of the hidden sheet from which the drop-downs are filled."""
    from openpyxl.workbook.defined_name import DefinedName

    for values, number in lists.items():
        name, letter = LIST_NAME.format(number), column_name(number)
        cells = f"'{LISTS}'!${letter}$1:${letter}${len(values)}"
        book.defined_names[name] = DefinedName(name, attr_text=cells)


def _part(book: Workbook, sheet: Sheet, title: str, lists: dict[tuple[str, ...], int], lang: Lang) -> Part:
    page: Worksheet = book.create_sheet(title)
    if sheet.hidden:
        page.sheet_state = "veryHidden"
        return Part(page, rows_xml(sheet.rows, 1, _styles(page, {}, 0)))
    rows = sheet.rows if isinstance(sheet.rows, Sized) else list(sheet.rows)
    above, width = bool(sheet.headings) + bool(sheet.example), len(sheet.headings)
    last = max(1, above + len(rows))
    if last > _LAST_ROW:
        what = SHEET_TOO_LONG(n=f"{len(rows):,}")
        raise BadData(what, code="sheet_too_long", place=title, hint=SHEET_TOO_LONG_HINT)
    stream = iter(rows)
    sample = list(islice(stream, _SAMPLE))
    set_page(page, lang, sheet.footer)
    _set_columns(page, sheet, [sheet.example, *sample])
    _set_width(page)
    _add_head(page, sheet)
    _add_example(page, sheet)
    size = f"A1:{cell_name(last, max(1, width))}"
    if width:
        page.auto_filter.ref = size
    _add_rules(page, sheet, lists)
    return Part(page, rows_xml(chain(sample, stream), above + 1, _styles(page, sheet.formats, width)), size)


def _styles(page: Worksheet, formats: Mapping[int, str], width: int) -> Styles:
    """The numbers of the styles that the cells of a sheet may have."""
    columns = [_style(page, formats.get(index)) for index in range(width)]
    quoted = [_style(page, formats.get(index), quoted=True) for index in range(width)]
    return Styles(columns, quoted, _style(page), _style(page, quoted=True), _style(page, DAY), _style(page, MOMENT))


def _style(page: Worksheet, shape: str | None = None, *, quoted: bool = False) -> int:
    """The number of the style with a number format: in the middle of its row, in several lines if need be."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell: Cell = WriteOnlyCell(page)
    cell.alignment = Alignment("left" if shape in (DAY, MOMENT) else None, "center", wrap_text=True)
    if shape is not None:
        cell.number_format = shape
    if quoted:
        cell.quotePrefix = True
    return int(cell.style_id)


def set_page(page: Worksheet, lang: Lang, footer: str | None = None) -> None:
    """A4 on its side, headings on every page, lines between the cells, page numbers below."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.print_options.gridLines = True
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.4, 0.6
    page.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A"),
        center=_HeaderFooterPart(footer),
        right=_HeaderFooterPart(text(PAGE_OF, lang)),
    )


def _set_columns(page: Worksheet, sheet: Sheet, sample: list[Sequence[CellValue]]) -> None:
    from openpyxl.styles import Alignment

    for index, words in enumerate(sheet.headings):
        column = page.column_dimensions[column_name(index + 1)]
        texts = [words + "  ", *(_sight(row[index]) for row in sample if index < len(row))]
        natural = max(map(cell_width, texts)) + 2
        column.width = sheet.widths.get(index, min(_WIDEST, max(_NARROWEST, natural)))
        if index in sheet.formats:
            column.number_format = sheet.formats[index]
            column.alignment = Alignment(vertical="center", wrap_text=True)


def _set_width(page: Worksheet) -> None:
    """As wide as the paper, or as several sheets of it where that would be too small to read; names on each of them."""
    wide = sum(column.width for column in page.column_dimensions.values())
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = max(1, ceil(wide / _READABLE)), 0
    if page.page_setup.fitToWidth > 1:
        page.print_title_cols = "A:B"
        page.freeze_panes = "C2"


def _sight(value: CellValue) -> str:
    if isinstance(value, datetime.date):
        return "2024-01-01 00:00" if isinstance(value, datetime.datetime) else "2024-01-01"
    return "" if value is None else max(str(value).split("\n"), key=cell_width)


def _add_head(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    for index, words in enumerate(sheet.headings):
        cell = _put_text(page, 1, index, words)
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="FCE4D6" if index in sheet.required else "DDEBF7")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = Border(bottom=Side("thin", color="808080"))


def _add_example(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font

    for index, value in enumerate(sheet.example):
        if value is None:
            continue
        cell = _put_text(page, 2, index, value) if isinstance(value, str) else page.cell(2, index + 1, value)
        cell.number_format = DAY if isinstance(value, datetime.date) else sheet.formats.get(index, "General")
        cell.font = Font(name="Calibri", size=11, italic=True, color="808080")
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def _put_text(page: Worksheet, row: int, index: int, words: str) -> Cell:
    """A cell that stays text whatever it begins with: Excel's own leading apostrophe."""
    words = clean(words)
    refuse_long(words, cell_name(row, index + 1))
    cell = cast("Cell", page.cell(row, index + 1))
    cell.value, cell.data_type, cell.quotePrefix = words, "s", must_stay_text(words)
    return cell


def _add_rules(page: Worksheet, sheet: Sheet, lists: dict[tuple[str, ...], int]) -> None:
    """Drop-downs and what is said beside a chosen cell, for every row that may come."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for index, heading in enumerate(sheet.headings):
        values, prompt = sheet.choices.get(index), sheet.prompts.get(index)
        if not values and not prompt:
            continue
        rule = DataValidation(allow_blank=True)
        if values:
            # By name: a list within the rule breaks at 255 characters and at every comma, and another sheet's cells
            # are saved by Excel as an extension that other programs lose.
            number = lists.setdefault(tuple(values), len(lists) + 1)
            rule.type, rule.formula1 = "list", LIST_NAME.format(number)
            rule.errorStyle, rule.showErrorMessage = "warning", True
        if prompt:
            rule.showInputMessage = True
            rule.promptTitle, rule.prompt = clean(heading)[:_LONGEST_PROMPT_TITLE], clean(prompt)[:_LONGEST_PROMPT]
        column = column_name(index + 1)
        rule.add(f"{column}2:{column}{_LAST_ROW}")
        page.data_validations.append(rule)
