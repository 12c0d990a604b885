"""Reading workbooks from outside: raw cell values by sheet and row; every failure is an error with the file's name."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias, cast
from zipfile import BadZipFile, ZipFile

from tracker.errors import BadData, NotFound, TrackerError
from tracker.words import (
    BOOK_BYTES,
    BOOK_CELLS,
    BOOK_DAMAGED,
    BOOK_EMPTY,
    BOOK_ENTITIES,
    BOOK_LOCKED,
    BOOK_LOCKED_HINT,
    BOOK_MISSING,
    BOOK_MISSING_HINT,
    BOOK_NO_SHEETS,
    BOOK_NOT_XLSX,
    BOOK_OLD,
    BOOK_PARTS,
    BOOK_RESAVE_HINT,
    BOOK_STRICT,
    BOOK_TOO_LARGE,
    BOOK_TOO_LARGE_HINT,
    BOOK_UNREADABLE,
    BOOK_UNREADABLE_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime, time, timedelta
    from pathlib import Path

    from tracker.words import Say, Words


class CellError(NamedTuple):
    """What a spreadsheet shows instead of a value: `#DIV/0!`, `#REF!`, …"""

    text: str


ReadValue: TypeAlias = "str | int | float | bool | datetime | date | time | timedelta | CellError | None"


class Row(NamedTuple):
    """One row that is not empty: its number from 1 as the sheet has it, its values from column A on."""

    number: int
    cells: tuple[ReadValue, ...]


class _Page(Protocol):
    """What is used of a worksheet opened for reading only."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[ReadValue, ...]]: ...


class _Style(Protocol):
    numFmtId: int  # noqa: N815  (openpyxl's name)


class _Book(Protocol):
    """What is used of a workbook, the two tables by which openpyxl knows a date among them."""

    worksheets: list[_Page]
    _cell_styles: list[_Style]
    _date_formats: Collection[int]

    def close(self) -> None: ...


@dataclass(frozen=True)
class SheetData:
    """One worksheet: its rows without the empty ones. A formula is its last computed value, or None without one."""

    name: str
    hidden: bool
    rows: tuple[Row, ...]


# The limits of a genuine workbook: the largest of 1,291 public ones had 1,033 parts and 60 MB.
MOST_PARTS: Final = 3000
MOST_BYTES: Final = 512 * 1024 * 1024
MOST_CELLS: Final = 20_000_000
_CHUNK: Final = 1024 * 1024
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_ZIP, _OLE = b"PK", bytes.fromhex("D0CF11E0A1B11AE1")
_ERRORS: Final = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
    }
)
# Built-in formats of Chinese Excel that openpyxl does not know for dates.
_CHINESE_DATES: Final = frozenset((*range(27, 37), *range(50, 59)))


def column_name(column: int) -> str:
    """Give a column's letters; 1 is A.

    >>> column_name(1), column_name(26), column_name(27), column_name(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Give a cell's name as a spreadsheet shows it; both count from 1.

    >>> cell_name(12, 6)
    'F12'
    """
    return f"{column_name(column)}{row}"


def read_book(path: Path) -> list[SheetData]:
    """Read every worksheet of an .xlsx, hidden ones too.

    Raises NotFound without such a file, BadData for anything that is no sound workbook of a sensible size.
    """
    try:
        with path.open("rb") as file:
            _check_kind(file, path)
            _check_parts(file, path)
            sheets = _read(file, path)
    except TrackerError:
        raise
    except FileNotFoundError as error:
        what = BOOK_MISSING(path=path)
        raise NotFound(what, code="file_missing", value=str(path), hint=BOOK_MISSING_HINT) from error
    except OSError as error:
        what = BOOK_UNREADABLE(path=path, reason=error.strerror or type(error).__name__)
        raise BadData(what, code="file_unreadable", value=str(path), hint=BOOK_UNREADABLE_HINT) from error
    except Exception as error:  # openpyxl lets through whatever a damaged part makes it stumble over
        raise _refused(BOOK_DAMAGED, "book_damaged", path) from error
    if not sheets:
        raise _refused(BOOK_NO_SHEETS, "book_without_sheets", path)
    return sheets


def _refused(what: Say, code: str, path: Path, hint: Words = BOOK_RESAVE_HINT) -> BadData:
    return BadData(what(path=path), code=code, value=str(path), hint=hint)


def _check_kind(file: IO[bytes], path: Path) -> None:
    """Tell by the first bytes, never by the name, what this is."""
    start = file.read(8)
    if not start:
        raise _refused(BOOK_EMPTY, "book_empty", path)
    if start == _OLE:
        rest = file.read(_CHUNK)
        if "EncryptedPackage".encode("utf-16-le") in rest:
            raise _refused(BOOK_LOCKED, "book_locked", path, BOOK_LOCKED_HINT)
        raise _refused(BOOK_OLD, "book_old", path)
    if start[:2] != _ZIP:
        raise _refused(BOOK_NOT_XLSX, "book_not_xlsx", path)
    file.seek(0)


def _check_parts(file: IO[bytes], path: Path) -> None:
    """Inflate every part once, before a parser sees any: a zip bomb, declared entities, Strict Open XML are refused."""
    try:
        archive = ZipFile(file)
    except BadZipFile as error:
        raise _refused(BOOK_DAMAGED, "book_damaged", path) from error
    with archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise _too_large(path, BOOK_PARTS(n=MOST_PARTS))
        if not any(part.filename.replace("\\", "/").casefold() == "[content_types].xml" for part in parts):
            raise _refused(BOOK_NOT_XLSX, "book_not_xlsx", path)
        if any(part.flag_bits & 1 for part in parts):
            raise _refused(BOOK_LOCKED, "book_locked", path, BOOK_LOCKED_HINT)
        total = 0
        for part in parts:
            for chunk in _chunks(archive, part.filename):
                total += len(chunk)
                _check_chunk(chunk, total, path)
                # Its cells have other names: openpyxl would find the sheets empty.
                if part.filename.endswith("workbook.xml") and _STRICT in chunk:
                    raise _refused(BOOK_STRICT, "book_strict", path)
    file.seek(0)


def _chunks(archive: ZipFile, name: str) -> Iterator[bytes]:
    """The inflated part in pieces, each with the end of the one before, so that no mark falls between two."""
    with archive.open(name) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-32:]


def _check_chunk(chunk: bytes, total: int, path: Path) -> None:
    if total > MOST_BYTES:
        raise _too_large(path, BOOK_BYTES(n=MOST_BYTES // 1024 // 1024))
    if any(mark in chunk for mark in _DOCTYPES):
        raise _refused(BOOK_ENTITIES, "book_entities", path)


def _too_large(path: Path, what: Words) -> BadData:
    return BadData(
        BOOK_TOO_LARGE(path=path, what=what), code="book_too_large", value=str(path), hint=BOOK_TOO_LARGE_HINT
    )


def _read(file: IO[bytes], path: Path) -> list[SheetData]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about drop-downs and styles that openpyxl cannot keep; values are whole
        book = cast("_Book", load_workbook(file, read_only=True, data_only=True, keep_links=False))
        try:
            _know_chinese_dates(book)
            sheets = [_sheet(page, path) for page in book.worksheets]
        finally:
            book.close()
    return sheets


def _know_chinese_dates(book: _Book) -> None:
    dates = {i for i, style in enumerate(book._cell_styles) if style.numFmtId in _CHINESE_DATES}
    book._date_formats = {*book._date_formats, *dates}


def _sheet(page: _Page, path: Path) -> SheetData:
    page.reset_dimensions()  # the size a file claims may be wrong, and cells beyond it would be dropped
    rows, cells = [], 0
    for number, values in enumerate(page.iter_rows(values_only=True), start=1):
        if not any(value is not None for value in values):
            continue
        cells += len(values)
        if cells > MOST_CELLS:
            raise _too_large(path, BOOK_CELLS(n=f"{MOST_CELLS:,}"))
        plain = _ERRORS.isdisjoint(values) and not any("_x005F_" in value for value in values if type(value) is str)
        rows.append(Row(number, values if plain else tuple(map(_marked, values))))
    return SheetData(page.title, page.sheet_state != "visible", tuple(rows))


def _marked(value: ReadValue) -> ReadValue:
    if isinstance(value, str) and "_x005F_" in value:
        return value.replace("_x005F_x", "_x")
    return CellError(value) if isinstance(value, str) and value in _ERRORS else value
