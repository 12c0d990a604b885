"""What is read of a sheet: values, rows, and the names of their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from datetime import date, datetime, time, timedelta

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


class CellError(NamedTuple):
    """What a spreadsheet shows instead of a value: `#DIV/0!`, `#REF!`, …"""

    text: str


ReadValue: TypeAlias = "str | int | float | bool | datetime | date | time | timedelta | CellError | None"


class Row(NamedTuple):
    """One row that is not empty: its number from 1 as the sheet has it, its values from column A on."""

    number: int
    cells: tuple[ReadValue, ...]


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


def column_number(letters: str) -> int:
    """Give the number of a column from its letters, A to Z only.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Give a cell's name as a spreadsheet shows it; both count from 1.

    >>> cell_name(12, 6)
    'F12'
    """
    return f"{column_name(column)}{row}"
