"""Reads printed boards back: the cells that are seen, and the hash that the footer or the properties carry.

A workbook carries it in its custom property and its footers, a page in `<meta name="tracker-board">` and its footer, a
document in its properties and footers; of a page's cells what is drawn (`svg`) or hidden from readers (`aria-hidden`)
is no text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, time
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple
from zipfile import ZipFile

from tracker.errors import BadData, NotFound, reason_of
from tracker.rules.chain import SEAL_PROPERTY, heads_in
from tracker.rules.printouts import Cell, Page
from tracker.sheets.cells import CellError, cell_name
from tracker.sheets.documents import is_document, read_document
from tracker.sheets.reader import read_book
from tracker.sheets.reasons import unreadable
from tracker.words import BOOK_MISSING, BOOK_MISSING_HINT, PRINTOUT_UNKNOWN, PRINTOUT_UNKNOWN_HINT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.sheets.cells import ReadValue
    from tracker.sheets.reader import SheetData

MOST_BYTES: Final = 64 * 1024 * 1024
_FOOTER: Final = re.compile(r"<(?:odd|even|first)Footer>(.*?)</", re.DOTALL)
_CODE: Final = re.compile("&amp;[A-Z]")  # left, middle, right; sheet, page, pages
_VALUE: Final = re.compile(r"<vt:lpwstr[^>]*>(.*?)</", re.DOTALL)


class Printout(NamedTuple):
    """What a printed file shows: the hashes, or the beginnings of hashes, that it carries, and its tables."""

    heads: tuple[str, ...]
    pages: tuple[Page, ...]


def read_printout(path: Path) -> Printout:
    """Read a printed workbook, document or page, told by its bytes; raises NotFound or BadData for anything else."""
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except FileNotFoundError as error:
        what = BOOK_MISSING(path=path)
        raise NotFound(what, code="file_missing", value=str(path), hint=BOOK_MISSING_HINT) from error
    except OSError as error:
        raise unreadable(path, reason_of(error)) from error
    if start[:2] == b"PK":
        return _of_document(path) if is_document(path) else _of_book(path)
    if b"<" in start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] and path.stat().st_size <= MOST_BYTES:
        return _of_page(path)
    raise _unknown(path)


def _unknown(path: Path) -> BadData:
    return BadData(PRINTOUT_UNKNOWN(path=path), code="printout_unknown", value=str(path), hint=PRINTOUT_UNKNOWN_HINT)


def _of_document(path: Path) -> Printout:
    try:
        found = read_document(path)
    except ValueError as error:
        raise _unknown(path) from error
    pages = tuple(_page_of(table.title, table.rows) for table in found.tables)
    return Printout(tuple(dict.fromkeys(heads_in(found.beside))), pages)


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a document outside its tables; none of another file, which has tables alone."""
    return read_document(path).lines if is_document(path) else ()


def _page_of(title: str, rows: Sequence[Sequence[str]]) -> Page:
    """A table of texts, every row as wide as the widest, each cell by the name that a spreadsheet would give it."""
    width = max(map(len, rows), default=0)
    return Page(
        title,
        tuple(
            tuple(
                Cell(f"{title}!{cell_name(number, n)}", text, _number(text))
                for n, text in enumerate((*row, *[""] * (width - len(row))), 1)
            )
            for number, row in enumerate(rows, 1)
        ),
    )


def _of_book(path: Path) -> Printout:
    """A workbook: its cells as every import reads them, after the same tests of its safety."""
    pages = tuple(map(_page, read_book(path)))
    return Printout(_heads_of_book(path), pages)


def _page(sheet: SheetData) -> Page:
    """One sheet, every row as wide as the widest: a cell that was emptied is to be seen."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    rows = ((row.number, (*row.cells, *[None] * (width - len(row.cells)))) for row in sheet.rows)
    return Page(
        sheet.name,
        tuple(
            tuple(_cell(value, f"{sheet.name}!{cell_name(number, n)}") for n, value in enumerate(cells, 1))
            for number, cells in rows
        ),
    )


def _heads_of_book(path: Path) -> tuple[str, ...]:
    found: list[str] = []
    with ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/") or name == "docProps/custom.xml":
                text = book.read(name).decode("utf-8", "replace")
                for part in (*_FOOTER.findall(text), *_VALUE.findall(text)):
                    found += heads_in(_CODE.sub(" ", part))
    return tuple(dict.fromkeys(found))


def _cell(value: ReadValue, place: str) -> Cell:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Cell(place, str(value), Decimal(repr(value)))
    if isinstance(value, datetime) and value.time() == time():
        return Cell(place, value.date().isoformat())
    return Cell(place, value.text if isinstance(value, CellError) else "" if value is None else str(value))


def _of_page(path: Path) -> Printout:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8-sig", errors="replace"))
    reader.close()
    return Printout(tuple(dict.fromkeys(reader.heads)), tuple(reader.pages))


class _Reader(HTMLParser):
    """Collects the tables of a page with their titles, and the hashes that it carries."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[str] = []
        self.pages: list[Page] = []
        self._unseen: list[str] = []  # the elements inside one whose text nobody reads
        self._title = ""
        self._into: list[str] | None = None
        self._footers = 0
        self._table: _Table | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        given = dict(attrs)
        if tag in _VOID:
            if tag == "meta" and given.get("name") == SEAL_PROPERTY:
                self.heads += heads_in(given.get("content") or "")
            return
        if self._unseen or tag in _DRAWN or given.get("aria-hidden") == "true" or "hidden" in given:
            self._unseen.append(tag)
            return
        self._footers += tag == "footer"
        if tag == "table":
            self._table = _Table()
        elif tag == "tr" and self._table:
            self._table.next_row()
        elif tag in ("td", "th") and self._table:
            self._into = self._table.next_cell(given)
        elif tag in _TITLES:
            self._into = []

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._unseen:
            # What nobody closed inside it ends with it.
            while self._unseen and self._unseen.pop() != tag:
                pass
            return
        self._footers -= tag == "footer"
        if tag in _TITLES and self._into is not None:
            self._title, self._into = " ".join("".join(self._into).split()), None
        elif tag in ("td", "th"):
            self._into = None
        elif tag == "table" and self._table:
            self.pages.append(self._table.page(self._title))
            self._table = None

    def handle_data(self, data: str) -> None:
        """Text that is seen."""
        if self._unseen:
            return
        if self._into is not None:
            self._into.append(data)
        if self._footers:
            self.heads += heads_in(data)


_VOID: Final = frozenset({"meta", "link", "br", "img", "hr", "input", "col", "wbr", "source", "base", "area"})
_DRAWN: Final = frozenset({"svg", "style", "script", "template", "canvas"})
_TITLES: Final = frozenset({"caption", "h1", "h2", "h3", "h4", "summary"})


class _Table:
    """The cells of one table where they are seen: a cell over several columns or rows stands in the first of them."""

    def __init__(self) -> None:
        self._rows: list[dict[int, list[str]]] = []
        self._taken: dict[int, int] = defaultdict(int)  # rows that a cell above still reaches into, by column
        self._column = 0

    def next_row(self) -> None:
        self._rows.append({})
        self._column = 0

    def next_cell(self, given: dict[str, str | None]) -> list[str]:
        if not self._rows:
            self.next_row()
        while self._taken[self._column]:
            self._taken[self._column] -= 1
            self._column += 1
        text: list[str] = []
        self._rows[-1][self._column] = text
        for _ in range(_span(given, "colspan")):
            self._taken[self._column] = _span(given, "rowspan") - 1
            self._column += 1
        return text

    def page(self, title: str) -> Page:
        width = max((max(row, default=-1) + 1 for row in self._rows), default=0)
        texts = [[" ".join("".join(row.get(n, ())).split()) for n in range(width)] for row in self._rows]
        return _page_of(title, texts)


def _span(given: dict[str, str | None], name: str) -> int:
    text = given.get(name) or "1"
    return min(int(text), 1000) if text.isascii() and text.isdigit() and text != "0" else 1


def _number(text: str) -> Decimal | None:
    """The number that a printed text is, with its sign or thousands marks."""
    plain = text.replace(",", "").replace("−", "-").removesuffix("%")
    return Decimal(plain) if re.fullmatch(r"[+-]?[0-9]{1,24}(\.[0-9]{1,24})?", plain) else None
