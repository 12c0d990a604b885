"""Rows of totals among rows of data: told by their sums where no label names them, and checked against them."""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadValue
from tracker.rules.cells import BLANKS
from tracker.rules.fields import number_text
from tracker.rules.numbers import half_up, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.rules.tables import GridRow

LEAST_EQUAL: Final = 2  # columns, and rows above, by which a row without a label is told to be a total
NOTHING: Final[Mapping[int, Decimal]] = MappingProxyType({})
NOISE: Final = Decimal("0.000001")  # what binary fractions leave behind


class Difference(NamedTuple):
    """A total that is not the sum of its rows: where it stands, by row number and column from 0, and of which rows.

    `whole` is what these and the tables above come to, where it may be the total of them all.
    """

    row: int
    column: int
    said: Decimal
    summed: Decimal
    first: int
    last: int
    whole: Decimal | None = None


class Total(NamedTuple):
    """A row of totals, or of the name of a section: its place among the rows; of a part of the table or of all."""

    at: int
    part: bool
    section: bool = False


def amount(cell: object) -> Decimal | None:
    """A cell as a number; nothing counts as 0, and what is no plain number gives None.

    >>> amount(0.1 + 0.2), amount("1,200"), amount("—"), amount("约3亿")
    (Decimal('0.3'), Decimal('1200'), Decimal('0'), None)
    """
    if cell is None:
        return Decimal(0)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(number_text(cell))
    if not isinstance(cell, str):
        return None
    if not cell.strip() or cell.strip() in BLANKS:
        return Decimal(0)
    try:
        return parse_number(cell)
    except BadValue:
        return None


class Sums:
    """The running sums of the columns of a table, each as far as it was asked for; None past what is no number."""

    def __init__(self, rows: Sequence[GridRow], columns: Iterable[int], others: Mapping[int, object]) -> None:
        self._rows = rows
        self._others = others  # rows that are no data, by their place
        self._done = 0
        self._count = 0
        self._sums: dict[int, Decimal | None] = dict.fromkeys(columns, Decimal(0))

    def are(self, cells: tuple[Any, ...], before: int) -> bool:
        """Whether a row equals the sums of the rows of data before a place in at least two columns, zeros aside."""
        self._advance(before)
        said = {n: amount(cells[n]) for n in self._sums if n < len(cells) and cells[n] is not None}
        found = {n: value for n, value in said.items() if value and self._sums[n] is not None}
        equal = [n for n, value in found.items() if _is_sum(value, self._sums[n])]
        return self._count >= LEAST_EQUAL and len(equal) >= LEAST_EQUAL and len(equal) == len(found)

    def _advance(self, before: int) -> None:
        for at in range(self._done, before):
            if at in self._others:
                continue
            self._count += 1
            cells = self._rows[at].cells
            for column, value in self._sums.items():
                more = amount(cells[column]) if column < len(cells) else Decimal(0)
                self._sums[column] = None if value is None or more is None else value + more
        self._done = max(self._done, before)


def _is_sum(said: Decimal | None, summed: Decimal | None) -> bool:
    """Whether a total is a sum, rounded to the places that the total shows."""
    if said is None or summed is None:
        return False
    places = max(0, -int(said.as_tuple().exponent))
    return abs(said - summed) < NOISE or half_up(summed, places) == said


def differences(
    rows: Sequence[GridRow],
    others: Mapping[int, object],
    totals: Sequence[Total],
    columns: Sequence[int],
    above: Mapping[int, Decimal] = NOTHING,
) -> list[Difference]:
    """The totals of a table that are not the sum of any rows that they can be the total of, by row and column.

    `rows` are those below the headings; `others` the places of those that are no data. A subtotal is that of the rows
    since the last one, or of those below it; a total that of all rows above it, or below it, or of those above it and
    of the tables of the same sheet above this one, of which a column comes to what `above` says.
    """
    found = []
    for column in columns:
        sums, counts = _running(rows, others, column)
        for total in totals:
            cells = rows[total.at].cells
            said = amount(cells[column]) if column < len(cells) and cells[column] is not None else None
            if total.section or said is None:
                continue
            spans = [span for span in _spans(total, totals, len(rows)) if counts[span[1]] > counts[span[0]]]
            summed = [_between(sums, span) for span in spans]
            here = sums[total.at]
            whole = None if total.part or here is None or column not in above else here + above[column]
            if not spans or None in summed or any(_is_sum(said, each) for each in (*summed, whole)):
                continue
            first, last = _edges(rows, others, spans[0])
            found.append(Difference(rows[total.at].number, column, said, summed[0] or Decimal(0), first, last, whole))
    return sorted(found, key=itemgetter(0, 1))


def sum_of(rows: Sequence[GridRow], others: Mapping[int, object], column: int) -> Decimal | None:
    """What a column of a table comes to; None where one of its cells is no plain number."""
    return _running(rows, others, column)[0][-1]


def unchecked(
    rows: Sequence[GridRow], others: Mapping[int, object], totals: Sequence[Total], columns: Sequence[int]
) -> list[int]:
    """The columns in which a total states a number but a row above or below holds what is none, such as 约3亿."""
    stated = [rows[total.at].cells for total in totals if not total.section]
    return [
        column
        for column in columns
        if any(column < len(cells) and cells[column] is not None and amount(cells[column]) for cells in stated)
        and any(
            at not in others and column < len(row.cells) and amount(row.cells[column]) is None
            for at, row in enumerate(rows)
        )
    ]


def _running(
    rows: Sequence[GridRow], others: Mapping[int, object], column: int
) -> tuple[list[Decimal | None], list[int]]:
    """The sums before each place, None past what is no number, and how many rows of data are before it."""
    sums: list[Decimal | None] = [Decimal(0)]
    counts = [0]
    for at, row in enumerate(rows):
        data = at not in others
        more = amount(row.cells[column]) if data and column < len(row.cells) else Decimal(0)
        so_far = sums[-1]
        sums.append(None if more is None or so_far is None else so_far + more)
        counts.append(counts[-1] + data)
    return sums, counts


def _spans(total: Total, totals: Sequence[Total], count: int) -> list[tuple[int, int]]:
    """From where to where the rows may stand that a total is of, the likeliest first."""
    edges = [each.at for each in totals]
    before = max((at + 1 for at in edges if at < total.at), default=0)
    after = min((at for at in edges if at > total.at), default=count)
    whole = max(
        (each.at + 1 for each in totals if each.at < total.at and not each.part and not each.section), default=0
    )
    nearby = [(before, total.at), (total.at + 1, after)]
    all_of_it = [(0, total.at), (whole, total.at), (total.at + 1, count), (0, count)]
    return nearby + all_of_it if total.part else all_of_it + nearby


def _between(sums: Sequence[Decimal | None], span: tuple[int, int]) -> Decimal | None:
    start, end = sums[span[0]], sums[span[1]]
    return None if start is None or end is None else end - start


def _edges(rows: Sequence[GridRow], others: Mapping[int, object], span: tuple[int, int]) -> tuple[int, int]:
    """The numbers of the first and the last row of data in a span."""
    numbers = [rows[at].number for at in range(*span) if at not in others]
    return numbers[0], numbers[-1]
