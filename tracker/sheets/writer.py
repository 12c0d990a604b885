"""Writing workbooks that print well and hold nothing a spreadsheet would run; knows cells, not tables."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Sized
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from math import ceil, isfinite
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeAlias, cast

from tracker.errors import BadData, Refused
from tracker.rules.visible import starts_formula, visible
from tracker.rules.widths import cell_width
from tracker.sheets.reader import cell_name, column_name
from tracker.words import (
    CELL_TOO_LONG,
    CELL_TOO_LONG_HINT,
    FILE_EXISTS,
    FILE_EXISTS_HINT,
    FILE_NOT_ORDINARY,
    FILE_NOT_WRITTEN,
    FILE_NOT_WRITTEN_HINT,
    OTHER_NAME_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

CellValue: TypeAlias = "str | int | float | Decimal | bool | date | datetime | None"

LISTS: Final = "_lists"
_LONGEST: Final = 32767
_LAST_ROW: Final = 1_048_576
_SAMPLE: Final = 200
_NARROWEST, _WIDEST = 8, 42
_READABLE: Final = 220  # characters across an A4 sheet on its side, at the smallest print that is read with ease
_DIGITS: Final = 15  # a spreadsheet keeps no more of a number
_NO_TITLE: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")


@dataclass(frozen=True)
class Sheet:
    """One sheet to write; the numbers in `widths`, `notes`, `required`, `choices`, `formats` are columns from 0.

    `widths` are characters (without one: by the longest of the first rows), `notes` comments on a heading, `choices`
    the values of a drop-down, `formats` number formats such as `@` for text, also of the cells still empty.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[CellValue]] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    required: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)


def write_book(
    target: Path | IO[bytes],
    sheets: Iterable[Sheet],
    *,
    title: str | None = None,
    properties: Mapping[str, str] | None = None,
    force: bool = False,
) -> None:
    """Write sheets as an .xlsx, to a path (whole or not at all, see `new_file`) or into an open binary file.

    `properties` become custom document properties. Raises BadData for a text longer than a cell holds.
    """
    if isinstance(target, Path):
        with new_file(target, force=force) as file:
            write_book(file, sheets, title=title, properties=properties)
        return
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "tracker"
    book.properties.title = None if title is None else _clean(title)
    _add_properties(book, properties or {})
    lists: dict[tuple[str, ...], int] = {}
    names = {LISTS}
    try:
        for sheet in sheets:
            _add_sheet(book, sheet, _title(sheet.name, names), lists)
    except BaseException:
        _abandon(book)
        raise
    _add_lists(book, lists)
    book.save(target)


def _abandon(book: Workbook) -> None:
    """Close the sheets begun: left to the garbage collector they complain on stderr."""
    for page in book.worksheets:
        with suppress(Exception):
            page.close()


@contextmanager
def new_file(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Open a file that appears under its name only once it is complete: readable by its owner alone, synced.

    Raises Refused when the name is taken (a regular file is replaced with `force`) or the folder cannot be written.
    """
    from tempfile import NamedTemporaryFile

    _refuse_taken(path, force=force)
    try:
        temporary = NamedTemporaryFile(  # noqa: SIM115  (closed and renamed below)
            dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".tmp", delete=False
        )
    except OSError as error:
        raise _unwritable(path, error) from error
    held = Path(temporary.name)
    try:
        with temporary:
            yield temporary
            temporary.flush()
            os.fsync(temporary.fileno())
        held.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            held.unlink(missing_ok=True)


def refuse_unwritable(path: Path, *, force: bool = False) -> None:
    """Refuse a file that `new_file` would refuse, as far as that can be known beforehand."""
    _refuse_taken(path, force=force)
    if not os.access(path.parent, os.W_OK):
        number = errno.EACCES if path.parent.is_dir() else errno.ENOENT
        raise _unwritable(path, OSError(number, os.strerror(number)))


def _refuse_taken(path: Path, *, force: bool) -> None:
    taken = os.path.lexists(path)
    if taken and not path.is_symlink() and not path.is_file():
        raise Refused(FILE_NOT_ORDINARY(path=path), code="file_not_ordinary", value=str(path), hint=OTHER_NAME_HINT)
    if taken and not force:
        raise Refused(FILE_EXISTS(path=path), code="file_exists", value=str(path), hint=FILE_EXISTS_HINT)


def _unwritable(path: Path, error: OSError) -> Refused:
    reason = error.strerror or type(error).__name__
    what = FILE_NOT_WRITTEN(path=path, reason=reason)
    return Refused(what, code="file_not_written", value=str(path), hint=FILE_NOT_WRITTEN_HINT)


def _add_properties(book: Workbook, properties: Mapping[str, str]) -> None:
    from openpyxl.packaging.custom import StringProperty

    for name, value in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=_clean(value)))  # type: ignore[attr-defined]


def _title(name: str, taken: set[str]) -> str:
    """A title that Excel accepts: 31 characters, without []:*?/\\, once in the book, whatever the case."""
    title = base = _NO_TITLE.sub("_", _clean(name))[:31] or "_"
    number = 1
    while title.casefold() in taken:
        number += 1
        title = f"{base[: 30 - len(str(number))]}_{number}"
    taken.add(title.casefold())
    return title


def _add_sheet(book: Workbook, sheet: Sheet, title: str, lists: dict[tuple[str, ...], int]) -> None:
    page = cast("Worksheet", book.create_sheet(title))
    rows = iter(sheet.rows)
    sample = list(islice(rows, _SAMPLE))
    _set_page(page)
    _set_columns(page, sheet, sample)
    _set_width(page)
    if isinstance(sheet.rows, Sized) and sheet.headings:
        # Without the size in the file, openpyxl reads a sheet twice to find it out.
        size = f"A1:{cell_name(1 + len(sheet.rows), len(sheet.headings))}"
        page.calculate_dimension = lambda: size  # type: ignore[method-assign]
    page.append([_head(page, sheet, index) for index in range(len(sheet.headings))])
    last = 1
    for last, row in enumerate(chain(sample, rows), start=2):
        page.append([_cell(page, value, sheet.formats.get(i), last, i) for i, value in enumerate(row)])
    if sheet.headings:
        page.auto_filter.ref = f"A1:{cell_name(last, len(sheet.headings))}"
    _add_choices(page, sheet, lists)


def _set_page(page: Worksheet) -> None:
    """A4 on its side, headings on every page, page numbers below."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))


def _set_columns(page: Worksheet, sheet: Sheet, sample: list[Sequence[CellValue]]) -> None:
    for index, words in enumerate(sheet.headings):
        column = page.column_dimensions[column_name(index + 1)]
        texts = [words + "  ", *(_sight(row[index]) for row in sample if index < len(row))]
        natural = max(map(cell_width, texts)) + 2
        column.width = sheet.widths.get(index, min(_WIDEST, max(_NARROWEST, natural)))
        if index in sheet.formats:
            column.number_format = sheet.formats[index]


def _set_width(page: Worksheet) -> None:
    """As wide as the paper, or as several sheets of it where that would be too small to read; names on each of them."""
    wide = sum(column.width for column in page.column_dimensions.values())
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = max(1, ceil(wide / _READABLE)), 0
    if page.page_setup.fitToWidth > 1:
        page.print_title_cols = "A:B"


def _sight(value: CellValue) -> str:
    if isinstance(value, date):
        return "2024-01-01 00:00" if isinstance(value, datetime) else "2024-01-01"
    return "" if value is None else max(str(value).split("\n"), key=cell_width)


def _head(page: Worksheet, sheet: Sheet, index: int) -> Cell:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = _text_cell(page, sheet.headings[index], (1, index))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FCE4D6" if index in sheet.required else "DDEBF7")
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.border = Border(bottom=Side("thin", color="808080"))
    if index in sheet.notes:
        cell.comment = Comment(_clean(sheet.notes[index]), "tracker", height=90, width=260)
    return cell


def _cell(page: Worksheet, value: CellValue, number_format: str | None, row: int, index: int) -> CellValue | Cell:
    """The bare value where that is enough: a styled cell costs ten times as much."""
    from openpyxl.cell import WriteOnlyCell

    value = _kept(value)
    guard = isinstance(value, str) and (len(value) > _LONGEST or _must_stay_text(value))
    if not guard and number_format is None:
        return value
    cell: Cell = (
        _text_cell(page, value, (row, index)) if isinstance(value, str) else WriteOnlyCell(page, value)  # type: ignore[arg-type]
    )
    if number_format is not None and not (number_format == "@" and isinstance(value, date)):
        cell.number_format = number_format
    return cell


def _kept(value: CellValue) -> CellValue:
    """The value as a cell can keep it: clean text, and as text a number that would lose digits."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and not _keeps_digits(value):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return value


def _must_stay_text(words: str) -> bool:
    """Text that a spreadsheet would take for a formula, or openpyxl for an error value such as #N/A."""
    return words[:1] == "#" or starts_formula(words)


def _keeps_digits(value: float | Decimal) -> bool:
    """Whether a spreadsheet shows this number as it is: finite, at most 15 digits (a float has no more to lose)."""
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, int):
        return len(str(abs(value)).rstrip("0")) <= _DIGITS
    return value.is_finite() and len(value.normalize().as_tuple().digits) <= _DIGITS


def _text_cell(page: Worksheet, words: str, at: tuple[int, int]) -> Cell:
    """A cell that stays text whatever it begins with: Excel's own leading apostrophe."""
    from openpyxl.cell import WriteOnlyCell

    words = _clean(words)
    if len(words) > _LONGEST:
        place = cell_name(at[0], at[1] + 1)
        what = CELL_TOO_LONG(n=len(words))
        raise BadData(what, code="cell_too_long", place=place, value=words[:20] + "…", hint=CELL_TOO_LONG_HINT)
    cell: Cell = WriteOnlyCell(page, words)
    if _must_stay_text(words):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _clean(words: str) -> str:
    """The text with marks for what XML cannot hold: controls but tab and line break, surrogates, noncharacters."""
    if words.isprintable():
        return words
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char if char in "\n\t" or not _illegal(char) else visible(char) for char in words)


def _illegal(char: str) -> bool:
    return char < " " or "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff"


def _add_choices(page: Worksheet, sheet: Sheet, lists: dict[tuple[str, ...], int]) -> None:
    """Drop-downs by reference: a list written into the rule itself breaks at 255 characters and at every comma."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for index, values in sheet.choices.items():
        if not values:
            continue
        number = lists.setdefault(tuple(values), len(lists) + 1)
        letter = column_name(number)
        rule = DataValidation("list", formula1=f"'{LISTS}'!${letter}$1:${letter}${len(values)}", allow_blank=True)
        rule.errorStyle, rule.showErrorMessage = "warning", True
        column = column_name(index + 1)
        rule.add(f"{column}2:{column}{_LAST_ROW}")
        page.data_validations.append(rule)


def _add_lists(book: Workbook, lists: dict[tuple[str, ...], int]) -> None:
    from itertools import zip_longest

    if not lists:
        return
    page = cast("Worksheet", book.create_sheet(LISTS))
    page.sheet_state = "veryHidden"
    for row, values in enumerate(zip_longest(*lists), start=1):
        page.append([_cell(page, value, None, row, index) for index, value in enumerate(values)])
