"""What is found on one sheet: its rows, and what is to be known beside their values: merged, hidden, not computed …"""

from __future__ import annotations

from operator import lt
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.sheets.cells import LAST_COLUMN, LAST_ROW
from tracker.sheets.refusals import Unreadable, Why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.sheets.cells import ReadValue
    from tracker.sheets.formats import Scale

    Cells = tuple[ReadValue, ...]
    Area = tuple[int, int, int, int]

MOST_CELLS: Final = 5_000_000  # the largest of 1,291 public workbooks had 175,095
MOST_ROOM: Final = 20_000_000  # the same with the blank cells before the last one of each row
MOST_MERGES: Final = 20_000
MOST_MERGED: Final = 10_000
_AT_ONCE: Final = 2_000


class Facts(NamedTuple):
    """What is told of a sheet after its rows; `cells` is how many values these hold."""

    cells: int
    in_order: bool = True
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    uncached: frozenset[tuple[int, int]] = frozenset()
    decimals: tuple[tuple[tuple[int, int], int], ...] = ()
    scales: tuple[tuple[tuple[int, int], Scale], ...] = ()
    struck: frozenset[int] = frozenset()


class Batch:
    """Some rows in the order of the file, how many values they hold, and what is to be known of them."""

    __slots__ = ("decimals", "filled", "hidden", "rows", "scales", "struck", "uncached")

    def __init__(self) -> None:
        self.rows: list[tuple[int, Cells]] = []
        self.filled = 0
        self.hidden: list[int] = []
        self.struck: list[int] = []
        self.uncached: list[tuple[int, int]] = []
        self.decimals: list[tuple[tuple[int, int], int]] = []
        self.scales: list[tuple[tuple[int, int], Scale]] = []


def batches(rows: Iterable[Cells]) -> Iterator[Batch]:
    """All rows of a sheet from the first on, some at a time; blank ones count and are left out.

    >>> [batch.rows for batch in batches([("a", None), (None, None), ("b", 1)])]
    [[(1, ('a', None)), (3, ('b', 1))]]
    """
    batch = Batch()
    for number, cells in enumerate(rows, start=1):
        filled = len(cells) - cells.count(None)
        if filled:
            batch.rows.append((number, cells))
            batch.filled += filled
        if len(batch.rows) == _AT_ONCE:
            yield batch
            batch = Batch()
    yield batch


class Findings:
    """Gathers what is found on a sheet, within the limits of one; Unreadable beyond them. All count from 1."""

    def __init__(self) -> None:
        self.filtered = False
        self._rows: list[tuple[int, Cells]] = []
        self._cells = self._room = self._taken = self._previous = self._deepest = self._widest = 0
        self._in_order = True
        self._merges: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._uncached: set[tuple[int, int]] = set()
        self._decimals: list[tuple[tuple[int, int], int]] = []
        self._scales: list[tuple[tuple[int, int], Scale]] = []
        self._struck: set[int] = set()

    def take(self, least: int = 0) -> list[tuple[int, Cells]]:
        """Take away the rows found since the last time, once they have so many cells, blank ones included."""
        if self._room - self._taken < least:
            return []
        self._taken = self._room
        rows, self._rows = self._rows, []
        return rows

    def add(self, batch: Batch) -> None:
        """Keep some rows and what is known of them."""
        if not batch.rows:
            return
        numbers = [self._previous, *(number for number, _ in batch.rows)]
        widths = [len(cells) for _, cells in batch.rows]
        self._in_order = self._in_order and all(map(lt, numbers, numbers[1:]))
        self._previous = numbers[-1]
        self._deepest, self._widest = max(self._deepest, *numbers), max(self._widest, *widths)
        self._cells += batch.filled
        self._room += sum(widths)
        if self._deepest > LAST_ROW:
            raise Unreadable(Why.BEYOND)
        if self._cells > MOST_CELLS or self._room > MOST_ROOM:
            raise Unreadable(Why.CELLS, n=f"{MOST_CELLS:,}")
        self._rows += batch.rows
        self._hidden_rows.update(batch.hidden)
        self._struck.update(batch.struck)
        self._uncached.update(batch.uncached)
        self._decimals += batch.decimals
        self._scales += batch.scales

    def add_hidden_columns(self, first: int, last: int) -> None:
        """Note columns that are hidden, both ends included."""
        self._hidden_columns.update(range(max(first, 1), min(last, LAST_COLUMN) + 1))

    def add_merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note cells that are merged."""
        if len(self._merges) == MOST_MERGES:
            raise Unreadable(Why.MERGES, n=f"{MOST_MERGES:,}")
        self._merges.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def facts(self) -> Facts:
        """What is known once all is found."""
        merges = (self._within(area) if _size(area) > MOST_MERGED else area for area in self._merges)
        return Facts(
            self._cells,
            self._in_order,
            tuple(sorted(area for area in merges if _size(area) > 1)),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            self.filtered,
            frozenset(self._uncached),
            tuple(self._decimals),
            tuple(self._scales),
            frozenset(self._struck),
        )

    def _within(self, area: Area) -> Area:
        """A giant merge up to the last cells in use: some people merge the whole of a row."""
        top, left, bottom, right = area
        within = (top, left, min(bottom, self._deepest), min(right, self._widest))
        if _size(within) > MOST_MERGED:
            raise Unreadable(Why.MERGE, n=f"{MOST_MERGED:,}")
        return within


def _size(area: Area) -> int:
    top, left, bottom, right = area
    return max(bottom - top + 1, 0) * max(right - left + 1, 0)
