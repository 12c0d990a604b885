"""A table as a line of steps side by side, readable without colour; folded into several lines where one is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.render.shown import heading, shown
from tracker.rules.widths import cell_width, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.result import Table
    from tracker.words import Lang

MARKS: Final = ("●", "○", "─")  # done, to come, the line between
ASCII_MARKS: Final = ("*", "o", "-")
GAP: Final = 2


class Step(NamedTuple):
    """One step: its name, whether it is done, and what stands below it, line by line."""

    name: str
    done: bool
    below: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns its widest line takes."""
        return max(map(cell_width, (self.name, *self.below)))


def strip_lines(table: Table, lang: Lang, width: int, marks: tuple[str, str, str] = MARKS) -> Iterator[str]:
    """The lines of a table whose rows are steps; lines that hold nothing in any step are left out."""
    at = next(n for n, column in enumerate(table.columns) if column.key == table.across)
    kept = [n for n in range(1, len(table.columns)) if any(row[n] is not None for row in table.rows)]
    heads = [heading(table.columns[n].label, table.columns[n].unit, lang) for n in kept]
    steps = [Step(shown(row[0], lang), row[at] is not None, _below(row, kept, lang)) for row in table.rows]
    left = max(map(cell_width, heads), default=0)
    for n, part in enumerate(_parts(steps, width - left) if steps else ()):
        if n:
            yield ""
        yield from _drawn(part, heads, left, marks)


def _below(row: Sequence[object], kept: Sequence[int], lang: Lang) -> tuple[str, ...]:
    return tuple("" if row[n] is None else shown(row[n], lang) for n in kept)


def _parts(steps: Sequence[Step], room: int) -> list[list[Step]]:
    """The steps, as many to a line as there is room for, the lines about equally long."""
    lengths = [step.width + GAP for step in steps]
    lines = 1
    while True:
        parts: list[list[Step]] = [[]]
        filled = 0
        goal = max(sum(lengths) / lines, max(lengths, default=0))
        for step, length in zip(steps, lengths, strict=True):
            if parts[-1] and (filled + length > room or (filled >= goal and len(parts) < lines)):
                parts.append([])
                filled = 0
            parts[-1].append(step)
            filled += length
        if len(parts) <= lines or lines >= len(steps):
            return parts
        lines += 1


def _drawn(steps: Sequence[Step], heads: Sequence[str], left: int, marks: tuple[str, str, str]) -> Iterator[str]:
    done, to_come, dash = marks
    blank = " " * (left + GAP)
    yield (blank + "".join(pad(step.name, step.width + GAP) for step in steps)).rstrip()
    rail = "".join((done if step.done else to_come) + dash * (step.width + GAP - 1) for step in steps)
    yield blank + rail.rstrip(dash)
    for n, head in enumerate(heads):
        cells = "".join(pad(step.below[n], step.width + GAP) for step in steps)
        if cells.strip():
            yield f"{pad(head, left + GAP)}{cells}".rstrip()
