"""Workbooks in older forms (.xls, .et, .xlsb, .ods), through the optional library python-calamine."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING

from tracker.sheets.findings import Findings, batches
from tracker.sheets.messages import Begin, Note, Rows
from tracker.sheets.refusals import Unreadable, Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet

    from tracker.sheets.cells import ReadValue
    from tracker.sheets.messages import Message


def read_legacy(file: IO[bytes], form: str) -> Iterator[Message]:
    """Read all worksheets; Unreadable where the library is not installed, or the file is locked.

    The library shows error values as blanks, and tells neither hidden rows nor formulas that were not computed.
    """
    try:
        from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum
    except ImportError as error:
        raise Unreadable(Why.OLD, form=form) from error
    try:
        file.seek(0)
        book = CalamineWorkbook.from_filelike(file)
    except PasswordError as error:
        raise Unreadable(Why.LOCKED) from error
    yield Note("legacy", form)
    listed = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if not listed:
        raise Unreadable(Why.NO_SHEETS)
    for each in listed:
        hidden = each.visible != SheetVisibleEnum.Visible
        yield Begin(each.name, hidden, each.visible == SheetVisibleEnum.VeryHidden)
        yield from _sheet(book.get_sheet_by_name(each.name))


def _sheet(sheet: CalamineSheet) -> Iterator[Message]:
    found = Findings()
    left: tuple[ReadValue, ...] = (None,) * (sheet.start[1] if sheet.start else 0)
    for batch in batches((*left, *map(_plain, values)) for values in sheet.iter_rows()):
        found.add(batch)
        yield Rows(found.take())
    for (top, left_column), (bottom, right) in sheet.merged_cell_ranges or ():
        found.add_merge(top + 1, left_column + 1, bottom + 1, right + 1)
    yield found.facts()


def _plain(value: ReadValue) -> ReadValue:
    """A value as the reader of .xlsx gives it: blanks as None, whole numbers without a point, days as moments."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value
