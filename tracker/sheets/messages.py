"""What the reading of a file gives, piece by piece: plain data, which one process can tell another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from tracker.sheets.cells import ReadValue
    from tracker.sheets.findings import Facts


class Note(NamedTuple):
    """How a file was read that is no .xlsx: as text in an encoding, parted by a character, or in an older form."""

    how: Literal["text", "legacy"]
    form: str
    delimiter: str = ""


class Begin(NamedTuple):
    """A sheet begins: its name, and whether it is hidden, or even left out of the list of hidden ones."""

    name: str
    hidden: bool = False
    very_hidden: bool = False


class Rows(NamedTuple):
    """Some rows of the sheet that began last: number, and values from column A on."""

    rows: list[tuple[int, tuple[ReadValue, ...]]]


class Refusal(NamedTuple):
    """The file cannot be read: why, and the values that the sentence about it names."""

    why: str
    values: dict[str, str | int]


class Done(NamedTuple):
    """All is told."""


Message: TypeAlias = "Note | Begin | Rows | Facts | Refusal | Done"
