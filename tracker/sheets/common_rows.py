"""Rows of a worksheet in the form that every program writes, read without an XML parser.

Every byte has to be of that form: whatever else stands in a piece makes it unusual, and expat reads it instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.sheets.cells import LAST_COLUMN, column_number
from tracker.sheets.xml_parts import attributes_of, is_on

if TYPE_CHECKING:
    from tracker.sheets.cells import ReadValue
    from tracker.sheets.shared import Memory, Shared

YEARS: Final = (1900, 2100)

# Possessive throughout: with backtracking it would cost twice as much.
_CELL: Final = r'<c r="([A-Z]++)([0-9]++)"([^>]*+)>(?:(?:<f[^>]*+>(?:[^<]*+</f>)?+)?+{value}</c>)?+'
_PLAIN: Final = re.compile(_CELL.replace("{value}", "<v>([^<]*+)</v>"))
_INLINE: Final = re.compile(
    _CELL.replace("{value}", r'(?:(<v>)|<is><t(?: xml:space="preserve")?+>)([^<]*+)(?(4)</v>|</t></is>)')
)
_ROW: Final = re.compile(r'<row r="([1-9][0-9]{0,6})"([^>]*+)>')
_END: Final = "</row>"


class CommonRow(NamedTuple):
    """One row: its number, its values from column A on, how many there are, and what is to be known beside them."""

    number: int
    cells: tuple[ReadValue, ...]
    filled: int
    hidden: bool
    decimals: tuple[tuple[int, int], ...]  # column (from 1) and decimals shown of what may be a year with its month
    struck: bool


class _Layout(NamedTuple):
    """How to read rows whose cells stand in the same columns with the same attributes: most rows of a sheet are alike."""

    read: tuple[Memory | dict[None, None], ...]
    columns: tuple[int, ...]  # from 0
    gapless: bool
    decimals: tuple[tuple[int, int], ...]
    struck: tuple[int, ...]


_CLOSED: Final[dict[None, None]] = {None: None}  # a cell that is closed at once holds no value


class CommonRows:
    """Reads the rows of one sheet."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._layouts: dict[tuple[tuple[str, ...], tuple[str, ...]], _Layout] = {}
        self._hidden: dict[str, bool] = {}

    def read(self, piece: str) -> list[CommonRow]:
        """Read whole rows; ValueError or LookupError where anything is unusual."""
        pattern = _INLINE if "<is>" in piece else _PLAIN
        texts = piece.split(_END)
        if texts.pop():
            raise ValueError(piece)
        seen, rows = 0, []
        for text in texts:
            count, row = self._row(text, pattern)
            seen += count
            rows.append(row)
        # Counted apart from the pattern, so that no value is lost by a fault of it.
        if seen != piece.count("</v>") + piece.count("</is>"):
            raise ValueError(piece)
        return rows

    def _row(self, text: str, pattern: re.Pattern[str]) -> tuple[int, CommonRow]:
        """Read one row, and count the texts that it holds."""
        number, rest, start = _head(text)
        found = pattern.split(text[start:])
        step = pattern.groups + 1
        names, rests, texts = found[1::step], found[3::step], found[step - 1 :: step]
        if any(found[::step]) or found[2::step].count(number) != len(names):
            raise ValueError(text)
        key = (tuple(names), tuple(rests))
        layout = self._layouts.get(key) or self._lay_out(key)
        values = [read[text] for read, text in zip(layout.read, texts)]  # type: ignore[index]  # noqa: B905
        blank = values.count(None)
        decimals = tuple((layout.columns[at] + 1, n) for at, n in layout.decimals if may_be_month(values[at]))
        struck = any(values[at] is not None for at in layout.struck)
        if not layout.gapless or blank:
            values = _placed(layout.columns, values)
        row = CommonRow(int(number), tuple(values), len(texts) - blank, self._is_hidden(rest), decimals, struck)
        return len(texts) - texts.count(None), row

    def _is_hidden(self, rest: str) -> bool:
        known = self._hidden.get(rest)
        if known is None:
            known = self._hidden[rest] = is_on(attributes_of(rest), "hidden")
        return known

    def _lay_out(self, key: tuple[tuple[str, ...], tuple[str, ...]]) -> _Layout:
        names, rests = key
        columns = tuple(column_number(name) - 1 for name in names)
        if columns != tuple(sorted(set(columns))) or (columns and columns[-1] >= LAST_COLUMN):
            raise ValueError(names)
        read: list[Memory | dict[None, None]] = []
        decimals, struck = [], []
        for at, rest in enumerate(rests):
            attributes = attributes_of(rest.removesuffix("/"))
            kind, number = attributes.get("t", "n"), int(attributes.get("s", 0))
            style = self._shared.styles[number]
            read.append(_CLOSED if rest.endswith("/") else self._shared.reader(kind, number, quick=True))
            if kind == "n" and style.decimals is not None:
                decimals.append((at, style.decimals))
            if style.struck:
                struck.append(at)
        gapless = columns == tuple(range(len(columns)))
        layout = self._layouts[key] = _Layout(tuple(read), columns, gapless, tuple(decimals), tuple(struck))
        return layout


def may_be_month(value: object) -> bool:
    """Whether a number may be a year with a month behind its point: then the decimals shown tell 2024.1 from 2024.10.

    >>> may_be_month(2024.1), may_be_month(1899.5), may_be_month("2024.1")
    (True, False, False)
    """
    return isinstance(value, (int, float)) and YEARS[0] <= value <= YEARS[1]


def _head(text: str) -> tuple[str, str, int]:
    """The number of a row, its other attributes, and where its cells begin; rows without cells before it are skipped."""
    at = 0
    while head := _ROW.match(text, at):
        at = head.end()
        if not head[2].endswith("/"):
            return head[1], head[2], at
        attributes_of(head[2].removesuffix("/"))
    raise ValueError(text)


def _placed(columns: tuple[int, ...], values: list[ReadValue]) -> list[ReadValue]:
    """The values in their columns, up to the last that is not blank."""
    placed: list[ReadValue] = [None] * (columns[-1] + 1 if columns else 0)
    for column, value in zip(columns, values, strict=True):
        placed[column] = value
    while placed and placed[-1] is None:
        placed.pop()
    return placed
