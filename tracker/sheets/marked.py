"""A workbook with the cells that could not be imported marked, and a first sheet that lists what is wrong with them.

It is the sender's own workbook saved under another name, unless openpyxl would lose parts of it on the way: then a
plain new one with the same sheets and rows.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, Protocol, cast
from zipfile import BadZipFile, ZipFile

from tracker.sheets.files import new_file
from tracker.sheets.parts import sheet_title
from tracker.sheets.rows import clean, must_stay_text
from tracker.sheets.writer import set_page
from tracker.words import (
    MARKED_HINT,
    MARKED_MORE,
    MARKED_PLACE,
    MARKED_SHEET,
    MARKED_VALUE,
    MARKED_WHAT,
    Lang,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.comments import Comment
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR: Final = "tracker"
SIGN: Final = f"\n{AUTHOR}: "  # begins what is ours in a comment
FILL: Final = "FFFFC7CE"
MOST_CELLS: Final = 400_000  # more of them do not fit into the memory that saving again takes
MOST_COMMENTS: Final = 5_000  # a spreadsheet with more of them hardly opens; the colour and the list tell of all
MOST_LISTED: Final = 60_000  # links that a sheet may have
HEADS: Final = (MARKED_PLACE, MARKED_VALUE, MARKED_WHAT, MARKED_HINT)
_LONGEST, _LONGEST_TEXT = 255, 32_767
_WIDTHS: Final = (16, 24, 48, 56)
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# What openpyxl writes again whole. Pictures, charts, shapes, macros and what is newer than it would be lost.
_KEPT: Final = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|docprops/.*|docmetadata/.*|customxml/.*|xl/(workbook\.xml|_rels/workbook\.xml\.rels"
    r"|worksheets/(_rels/)?[^/]*|theme/.*|styles\.xml|sharedstrings\.xml|calcchain\.xml|comments/?[^/]*\.xml"
    r"|drawings/(_rels/)?(vml|comments|legacy)drawing[^/]*|tables/[^/]*|printersettings/[^/]*)"
)


class Mark(NamedTuple):
    """One thing that is wrong: the sheet and cell where it stands, if it stands in one, and words about it."""

    sheet: str
    cell: str
    value: str
    what: str
    hint: str


class _Row(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> tuple[Any, ...]: ...


class _Page(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def rows(self) -> Sequence[_Row]: ...


def place_of(place: str) -> tuple[str, str]:
    """The sheet and the cell of a place; empty texts for what is no cell.

    >>> place_of("项目!F12"), place_of("a!b!C7"), place_of("--on")
    (('项目', 'F12'), ('a!b', 'C7'), ('', ''))
    """
    sheet, _, cell = place.rpartition("!")
    return (sheet, cell) if sheet and _CELL.fullmatch(cell) else ("", "")


def cell_place(name: str) -> tuple[int, int]:
    """The row and column of a cell, both from 1.

    >>> cell_place("F12"), cell_place("AA1")
    ((12, 6), (1, 27))
    """
    match = _CELL.fullmatch(name)
    assert match is not None, name
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def write_marked(
    source: Path, pages: Sequence[_Page], marks: Sequence[Mark], target: Path, lang: Lang, *, force: bool = False
) -> bool:
    """Write the marked copy of a workbook that was read as these pages; tell whether it is the sender's own again.

    Raises Refused where the target cannot be written; the source is only read.
    """
    marks = _in_order(marks, [page.name for page in pages])
    with new_file(target, force=force) as file:
        size = sum(len(row.cells) for page in pages for row in page.rows)
        if size <= MOST_CELLS and _is_kept(source) and _save_again(source, marks, file, lang):
            return True
        file.seek(0)
        file.truncate()
        _save_plain(pages, marks, file, lang)
        return False


def _in_order(marks: Iterable[Mark], names: Sequence[str]) -> list[Mark]:
    """The marks as a person comes upon them: sheet by sheet, row by row; last those that stand in no cell."""
    sheets = {name: n for n, name in enumerate(names)}

    def key(mark: Mark) -> tuple[int, tuple[int, int]]:
        return sheets.get(mark.sheet, len(sheets)), cell_place(mark.cell) if mark.cell else (0, 0)

    return sorted(marks, key=key)


def _is_kept(source: Path) -> bool:
    """Whether a file is a workbook of which openpyxl writes every part again."""
    try:
        with ZipFile(source) as archive:
            return all(_KEPT.fullmatch(name.replace("\\", "/").casefold()) for name in archive.namelist())
    except (BadZipFile, OSError):
        return False


def _save_again(source: Path, marks: Sequence[Mark], file: IO[bytes], lang: Lang) -> bool:
    """Save the sender's workbook with the marks; False where openpyxl warns of a loss or stumbles."""
    from openpyxl import load_workbook

    try:
        with source.open("rb") as opened, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", UserWarning)
            book = load_workbook(opened, rich_text=True)
            _forget(book)
            for n, ((sheet, cell), reasons) in enumerate(_by_cell(marks).items()):
                _mark(_anchor(book[sheet], cell), reasons, comment=n < MOST_COMMENTS)
            page = cast("Worksheet", book.create_sheet(text(MARKED_SHEET, lang), 0))
            _fill_list(page, marks, {name: name for name in book.sheetnames}, lang)
            book.active = 0
            for each in book.worksheets:
                each.sheet_view.tabSelected = each is page  # two selected sheets would be edited as one
            book.save(file)
    except Exception:  # openpyxl lets through whatever a part that it cannot keep makes it stumble over
        return False
    return True


def _by_cell(marks: Iterable[Mark]) -> dict[tuple[str, str], list[str]]:
    """What is wrong with each bad cell."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mark in marks:
        if mark.cell:
            found[mark.sheet, mark.cell].append(mark.what)
    return found


def _forget(book: Workbook) -> None:
    """Take away the list and the marks of a copy that comes back."""
    for page in list(book.worksheets):
        if _is_list(page):
            book.remove(page)
            continue
        for cell in list(page._cells.values()):  # page.iter_rows() would make every cell between them
            _unmark(cell)


def _unmark(cell: Cell | MergedCell) -> None:
    """Take our part of a cell's comment away, and its colour."""
    if cell.comment is None or cell.fill.fgColor.rgb != FILL:
        return
    before, sign, _ = f"\n{cell.comment.text}".partition(SIGN)
    if sign:
        cell.comment = _comment(before[1:], cell.comment.author) if before else None
        cell.fill = _fill(None)


def _is_list(page: Worksheet) -> bool:
    """Whether a sheet is the list of an earlier copy."""
    heads = [page.cell(1, column).value for column in range(1, 1 + len(HEADS))]
    return any(heads == [each[n] for each in HEADS] for n in range(len(MARKED_SHEET)))


def _anchor(page: Worksheet, name: str) -> Cell:
    """The cell of that name, or the one that shows the value where cells are merged."""
    from openpyxl.cell import MergedCell

    cell = page[name]
    if isinstance(cell, MergedCell):
        merged = next(each for each in page.merged_cells.ranges if name in each)
        cell = page.cell(merged.min_row, merged.min_col)
    return cast("Cell", cell)


def _mark(cell: Cell, reasons: Iterable[str], *, comment: bool) -> None:
    """Colour a cell and say what is wrong with it, below what was said there before."""
    cell.fill = _fill(FILL)
    if comment:
        old = cell.comment
        words = clean("\n".join(dict.fromkeys(reasons)))
        words = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        cell.comment = _comment(f"{old.text if old else ''}{SIGN}{words}".lstrip(), old.author if old else AUTHOR)


def _comment(words: str, author: str) -> Comment:
    from openpyxl.comments import Comment

    return Comment(words, author, height=120, width=320)


def _fill(colour: str | None) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour) if colour else PatternFill()


def _fill_list(page: Worksheet, marks: Sequence[Mark], titles: Mapping[str, str], lang: Lang) -> None:
    """The sheet of problems, before all others; `titles` are those of the sheets by the names that the marks have."""
    from openpyxl.styles import Alignment, Font

    set_page(page, lang)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    heads = [_text(page, text(each, lang)) for each in HEADS]
    for head in heads:
        head.font = Font(name="Calibri", size=11, bold=True)
        head.fill = _fill("FFDDEBF7")
    page.append(heads)
    for number, mark in enumerate(marks[:MOST_LISTED], start=2):
        place = f"{mark.sheet}!{mark.cell}" if mark.cell else ""
        cells = [_text(page, words) for words in (place, mark.value, mark.what, mark.hint)]
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        if mark.sheet in titles:
            _link(cells[0], titles[mark.sheet], mark.cell, number)
        page.append(cells)
    if len(marks) > MOST_LISTED:
        page.append([_text(page, text(MARKED_MORE(n=len(marks) - MOST_LISTED), lang))])


def _link(cell: Cell, sheet: str, name: str, row: int) -> None:
    """Let a cell of the list lead to the bad one."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = sheet.replace("'", "''")
    link = Hyperlink(ref=f"A{row}", location=f"'{quoted}'!{name}")
    cell.hyperlink = link
    link.ref = f"A{row}"  # where the cell will stand, which it does not know yet
    cell.font = Font(name="Calibri", size=11, color="0563C1", underline="single")


def _text(page: Worksheet, words: str) -> Cell:
    """A cell that stays text whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    cell: Cell = WriteOnlyCell(page, clean(words)[:_LONGEST_TEXT])
    cell.data_type = "s"
    cell.quotePrefix = must_stay_text(words)
    return cell


def _save_plain(pages: Sequence[_Page], marks: Sequence[Mark], file: IO[bytes], lang: Lang) -> None:
    """A new workbook with the same sheets and rows, the bad cells marked."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    first = text(MARKED_SHEET, lang)
    taken = {first.casefold()}
    titles = {page.name: sheet_title(page.name, taken) for page in pages}
    _fill_list(cast("Worksheet", book.create_sheet(first)), marks, titles, lang)
    bad, left = _by_cell(marks), MOST_COMMENTS
    for page in pages:
        made = cast("Worksheet", book.create_sheet(titles[page.name]))
        made.sheet_state = "hidden" if page.hidden else "visible"
        here = {cell_place(cell): reasons for (sheet, cell), reasons in bad.items() if sheet == page.name}
        _copy_rows(page, made, here, left)
        left -= len(here)
    book.save(file)


def _copy_rows(page: _Page, made: Worksheet, bad: Mapping[tuple[int, int], list[str]], comments: int) -> None:
    """Copy a sheet's rows to where they stood, with so many comments at most."""
    known = {row.number: row.cells for row in page.rows}
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in bad:
        columns[row].append(column)
    at = 0
    for number in sorted(known.keys() | columns.keys()):
        for _ in range(number - at - 1):
            made.append([])
        at = number
        cells: list[Any] = list(known.get(number, ()))
        cells += [None] * (max(columns.get(number, (0,))) - len(cells))
        cells = [_copied(made, value) for value in cells]
        for column in columns.get(number, ()):
            cell = cells[column - 1] = _as_cell(made, cells[column - 1])
            _mark(cell, bad[number, column], comment=comments > 0)
            comments -= 1
        made.append(cells)


def _copied(page: Worksheet, value: Any) -> Any:
    """A value as it was read, ready to be written; an error of a spreadsheet as its text."""
    if isinstance(value, tuple):
        return _text(page, str(value[0]))
    return _text(page, value) if isinstance(value, str) else value


def _as_cell(page: Worksheet, value: Any) -> Cell:
    from openpyxl.cell import Cell, WriteOnlyCell

    made: Cell = value if isinstance(value, Cell) else WriteOnlyCell(page, value)
    return made
