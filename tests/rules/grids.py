"""Tables drawn as text: a row a line, cells parted by |, a number where it looks like one, nothing for a blank."""

from __future__ import annotations

from typing import Any, NamedTuple


class Row(NamedTuple):
    """A row of a sheet."""

    number: int
    cells: tuple[Any, ...]


def grid(text: str) -> list[Row]:
    """The rows of a drawing, without the empty ones but numbered with them."""
    lines = [line.strip() for line in text.strip("\n").splitlines()]
    rows = [Row(n, tuple(map(_cell, line.split("|")))) for n, line in enumerate(lines, 1) if line]
    return [row for row in rows if any(cell is not None for cell in row.cells)]


def _cell(text: str) -> Any:
    text = text.strip()
    if not text:
        return None
    return float(text) if text.replace(".", "", 1).isdigit() and "." in text else int(text) if text.isdigit() else text
