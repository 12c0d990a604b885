"""Rows of values as the XML of a sheet, streamed: text stays text, numbers keep their digits, nothing is a formula."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from xml.sax.saxutils import escape

from tracker.errors import BadData
from tracker.rules.visible import starts_formula, visible
from tracker.sheets.cells import column_name
from tracker.words import CELL_TOO_LONG, CELL_TOO_LONG_HINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CellValue: TypeAlias = "str | int | float | Decimal | bool | datetime.date | datetime.datetime | None"

_LONGEST: Final = 32767  # UTF-16 units
_ESCAPE: Final = re.compile("_(?=x[0-9a-fA-F]{4}_)")  # a spreadsheet takes _x0041_ for an A
_DIGITS: Final = 15  # a spreadsheet keeps no more of a number
_ZERO_DAY: Final = datetime.date(1899, 12, 30).toordinal()
_FIRST_DAY: Final = datetime.date(1900, 3, 1)  # before it a spreadsheet counts a day that never was
_DAY_SECONDS: Final = 86400


class Styles(NamedTuple):
    """The numbers of cell styles: by column from 0, plain and as quoted text; of any further column; of dates."""

    columns: Sequence[int]
    quoted_columns: Sequence[int]
    plain: int
    quoted: int
    day: int
    moment: int


def rows_xml(rows: Iterable[Sequence[CellValue]], first: int, styles: Styles) -> Iterator[str]:
    """The rows from a number on; an empty cell takes no room. Raises BadData for a text longer than a cell holds."""
    columns: list[_Column] = []
    for number, row in enumerate(rows, start=first):
        while len(columns) < len(row):
            columns.append(_column(len(columns), styles))
        cells = [_cell(value, column, number) for value, column in zip(row, columns, strict=False)
                 if value is not None]  # fmt: skip
        yield f'<row r="{number}">{"".join(cells)}</row>'


class Style(NamedTuple):
    """The numbers of the styles of a cell: plain, and as quoted text."""

    plain: int
    quoted: int


class Line(NamedTuple):
    """A row whose cells have each a style of its own, empty ones too; its height in points, or left to the program."""

    cells: Sequence[tuple[CellValue, Style]]
    height: float | None = None


def lines_xml(lines: Iterable[Line]) -> Iterator[str]:
    """Styled rows as the XML of a sheet, from its first row on. Raises BadData for a text longer than a cell holds."""
    for number, line in enumerate(lines, start=1):
        cells = (_styled(value, style, index, number) for index, (value, style) in enumerate(line.cells))
        height = "" if line.height is None else f' ht="{line.height:g}" customHeight="1"'
        yield f'<row r="{number}"{height}>{"".join(cells)}</row>'


def _styled(value: CellValue, style: Style, index: int, row: int) -> str:
    letters = column_name(index + 1)
    if value is None:
        return f'<c r="{letters}{row}" s="{style.plain}"/>'
    return _cell(value, _Column(letters, *style, style.plain, style.plain), row)


class _Column(NamedTuple):
    """A column's letters, and the numbers of its styles, with those of its dates."""

    letters: str
    plain: int
    quoted: int
    day: int
    moment: int


def _column(index: int, styles: Styles) -> _Column:
    known = index < len(styles.columns)
    plain = styles.columns[index] if known else styles.plain
    quoted = styles.quoted_columns[index] if known else styles.quoted
    return _Column(column_name(index + 1), plain, quoted, styles.day, styles.moment)


def _cell(value: CellValue, column: _Column, row: int) -> str:
    if isinstance(value, str):
        return _text(value, column, row)
    if isinstance(value, bool):
        return f'<c r="{column.letters}{row}" s="{column.plain}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, datetime.date):
        return _date(value, column, row)
    if not _keeps_digits(value):  # type: ignore[arg-type]
        return _text(f"{value:f}" if isinstance(value, Decimal) else str(value), column, row)
    written = f"{value:f}" if isinstance(value, Decimal) else repr(value)
    return f'<c r="{column.letters}{row}" s="{column.plain}"><v>{written}</v></c>'


def _text(words: str, column: _Column, row: int) -> str:
    if len(words) > _LONGEST // 2:
        refuse_long(clean(words), f"{column.letters}{row}")
    quoted, inside = _inside(words)
    return f'<c r="{column.letters}{row}" s="{column.quoted if quoted else column.plain}" t="inlineStr">{inside}</c>'


@lru_cache(maxsize=8192)  # names and labels stand in thousands of rows
def _inside(words: str) -> tuple[bool, str]:
    """Whether a text has to be quoted, and what stands inside its cell."""
    words = _ESCAPE.sub("_x005F_", clean(words))
    kept = ' xml:space="preserve"' if words != words.strip() or "\n" in words else ""
    return must_stay_text(words), f"<is><t{kept}>{escape(words)}</t></is>"


def _date(value: datetime.date, column: _Column, row: int) -> str:
    day = value.date() if isinstance(value, datetime.datetime) else value
    if day < _FIRST_DAY:
        return _text(value.isoformat(), column, row)
    number: float = day.toordinal() - _ZERO_DAY
    style = column.day
    if isinstance(value, datetime.datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        number, style = number + seconds / _DAY_SECONDS, column.moment
    return f'<c r="{column.letters}{row}" s="{style}"><v>{number!r}</v></c>'


def _keeps_digits(value: float | Decimal) -> bool:
    """Whether a spreadsheet shows this number as it is: finite, at most 15 digits (a float has no more to lose)."""
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, int):
        return len(str(abs(value)).rstrip("0")) <= _DIGITS
    return value.is_finite() and len(value.normalize().as_tuple().digits) <= _DIGITS


def must_stay_text(words: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, or a reader for an error value such as #N/A."""
    return words[:1] == "#" or starts_formula(words)


def refuse_long(words: str, place: str) -> None:
    """Raise BadData for a text longer than a cell holds."""
    length = len(words.encode("utf-16-le", "surrogatepass")) // 2
    if length > _LONGEST:
        what = CELL_TOO_LONG(n=length)
        raise BadData(what, code="cell_too_long", place=place, value=words[:20] + "…", hint=CELL_TOO_LONG_HINT)


def clean(words: str) -> str:
    """The text with marks for what XML cannot hold: controls but tab and line break, surrogates, noncharacters."""
    if words.isprintable():
        return words
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char if char in "\n\t" or not _illegal(char) else visible(char) for char in words)


def _illegal(char: str) -> bool:
    return char < " " or "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff"
