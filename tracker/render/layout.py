"""What of a table has room on a terminal: which of its columns, how wide each is, and in how many parts they stand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.render.plain import bared, with_columns
from tracker.render.shown import heading, shown
from tracker.result import NAMES
from tracker.rules.widths import cell_width, widest_piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.result import Column, Table
    from tracker.words import Lang

BAR_CELLS: Final = 12
_BESIDE: Final = 3  # a border and two spaces for each column
_LEAST_HEAD: Final = 6  # three Chinese characters: a heading folds down to that before anything else gives way
_WHOLE_TEXT: Final = 24  # a name up to twelve Chinese characters stays on one line rather than beside a bar
_SPARE_TEXT: Final = 40  # a column that is there only where there is room may fold from here on
_LEAST_TEXT: Final = 10  # five Chinese characters: a text column narrower than that is hard to read
_TIGHT_TEXT: Final = 8  # four of them, which is better than a broken word or a table in parts


class Layout(NamedTuple):
    """A table, and of each column how wide it would like to be, its widest cell, and the least that its heading takes.

    Widths are counted in columns of a terminal.
    """

    table: Table
    naturals: tuple[int, ...]
    values: tuple[int, ...]
    heads: tuple[int, ...]

    def only(self, kept: Sequence[int]) -> Layout:
        """The layout with only the columns at these places."""
        if len(kept) == len(self.naturals):
            return self
        naturals, values, heads = (tuple(wide[n] for n in kept) for wide in self[1:])
        return Layout(with_columns(self.table, kept), naturals, values, heads)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table."""
        return self.table.columns

    @property
    def keys(self) -> tuple[str, ...]:
        """What tells its columns from those of other tables."""
        return tuple(column.key for column in self.columns)


def measured(table: Table, lang: Lang) -> Layout:
    """A table with every column that may have room, each measured once."""
    table = bared(table)
    values = tuple(
        max((_value_width(column, row[index], lang) for row in table.rows), default=0)
        for index, column in enumerate(table.columns)
    )
    words = [heading(column.label, column.unit, lang) for column in table.columns]
    naturals = tuple(max(cell_width(head), value) for head, value in zip(words, values, strict=True))
    return Layout(table, naturals, values, tuple(map(_least_head, words)))


def _value_width(column: Column, value: object, lang: Lang) -> int:
    return BAR_CELLS + 1 if column.kind == "bar" else cell_width(shown(value, lang))


def _least_head(head: str) -> int:
    """How narrow a heading may become: its longest word; of Chinese no less than three characters."""
    wide = cell_width(head)
    return max(widest_piece(head), min(wide, _LEAST_HEAD) if wide > len(head) else 0)


def drawable(table: Table, lang: Lang, width: int) -> list[Layout]:
    """A table with the columns that have room, or in parts where not even the needed ones do; none if nothing fits.

    Yielding columns give way first, then bars; then names fold, then it is parted, and last of all words break.
    """
    choices = list(_choices(_spared(measured(table, lang), width)))
    for kept in choices:
        if _fits_whole(kept, width):
            return [kept]
    for least in (_LEAST_TEXT, _TIGHT_TEXT):
        if fitting := [kept for kept in choices if widths([kept], width, least_text=least)]:
            return fitting[-1:]
    if parts := _parts(choices[-1], width):
        return parts
    return [kept for kept in choices if widths([kept], width, whole=False)][-1:]


def _choices(layout: Layout) -> Iterator[Layout]:
    """A table with ever fewer of its columns: without yielding ones first, then without bars too."""
    yield layout
    least = [index for index, column in enumerate(layout.columns) if not column.yielding]
    if len(least) < len(layout.columns):
        layout = layout.only(least)
        yield layout
    if any(column.kind == "bar" for column in layout.columns):
        yield layout.only([index for index, column in enumerate(layout.columns) if column.kind != "bar"])


def _spared(layout: Layout, width: int) -> Layout:
    """The table with as many of its spare columns, in their order, as leave the cells of the others on one line."""
    sized = list(zip(layout.columns, layout.naturals, strict=True))
    room = width - 1 - sum(_BESIDE + wide for column, wide in sized if not column.spare)
    kept = []
    for index, (column, wide) in enumerate(sized):
        room -= _BESIDE + min(wide, _SPARE_TEXT) if column.spare else 0
        if room >= 0 or not column.spare:
            kept.append(index)
    return layout.only(kept)


def _parts(layout: Layout, width: int) -> list[Layout]:
    """A table too wide as several, as few and as even as can be: what its rows are called by stands in each."""
    first = next((n + 1 for n, column in enumerate(layout.columns) if column.key in NAMES), 0)
    rest = range(first, len(layout.columns))
    for number in range(2, len(rest) + 1 if first else 0):
        edges = [first + len(rest) * n // number for n in range(number + 1)]
        parts = [layout.only([*range(first), *range(start, end)]) for start, end in pairwise(edges)]
        if all(_fits_whole(part, width) for part in parts):
            return [parts[0], *(part._replace(table=part.table._replace(title=None)) for part in parts[1:])]
    return []


def _fits_whole(layout: Layout, width: int) -> bool:
    """Whether a table fits without a word that breaks, or a name that could stand on one line and would not."""
    found = widths([layout], width)
    if found is None:
        return False
    each = zip(layout.columns, layout.naturals, found, strict=True)
    return not any(column.kind == "text" and wide < min(natural, _WHOLE_TEXT) for column, natural, wide in each)


def widths(
    alike: Sequence[Layout], width: int, *, whole: bool = True, least_text: int = _LEAST_TEXT
) -> list[int] | None:
    """A width for every column of tables with the same columns: as wide as they like, or the widest narrower.

    None where they do not fit: numbers and bars never break over lines, for half a number is another number; headings
    and texts may fold, and where not the `whole` words fit, words may break.
    """
    naturals, values, heads = (
        [max(wide) for wide in zip(*of, strict=True)] for of in zip(*(each[1:] for each in alike), strict=True)
    )
    columns = alike[0].columns
    least = [
        max(min(natural, least_text), head if whole else 0)
        if column.kind == "text"
        else max(value, head if whole else min(head, _LEAST_HEAD))
        for column, natural, value, head in zip(columns, naturals, values, heads, strict=True)
    ]
    room = width - 1 - _BESIDE * len(columns)
    if sum(least) > room:
        return None
    found = list(naturals)
    while sum(found) > room:
        # Headings of numbers give way before those of texts do, and headings before names, the widest first.
        free = [n for n in range(len(found)) if found[n] > least[n]]
        numbers = [n for n in free if columns[n].kind != "text"]
        heading_only = [n for n in free if found[n] > values[n]]
        found[max(numbers or heading_only or free, key=lambda n: found[n])] -= 1
    return found


def widths_alone(layout: Layout, width: int) -> list[int]:
    """A width for every column of a table that is drawn by itself."""
    return (
        widths([layout], width)
        or widths([layout], width, least_text=_TIGHT_TEXT)
        or widths([layout], width, whole=False)
        or []
    )


def together(layouts: Sequence[Layout], width: int) -> dict[tuple[str, ...], list[int]]:
    """Widths by columns: tables that are all of the same columns stand in line with each other, and bare ones do."""
    same = len({layout.keys for layout in layouts}) == 1
    lines: dict[tuple[str, ...], list[Layout]] = {}
    for layout in layouts:
        if same or layout.table.bare:
            lines.setdefault(layout.keys, []).append(layout)
    found = {keys: widths(alike, width) for keys, alike in lines.items()}
    return {keys: wide for keys, wide in found.items() if wide}
