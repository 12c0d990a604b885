"""Cells that take their value from elsewhere: from merged cells, from the looks of a number, from a formula's lack."""

from __future__ import annotations

import datetime
from collections import defaultdict
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

from tracker.errors import BadData
from tracker.rules.cells import DITTOS
from tracker.rules.fields import DateKind, MeasureKind, number_of
from tracker.rules.headings import path_text
from tracker.rules.money import find_unit
from tracker.rules.numbers import exact, plain_decimal, without_about
from tracker.rules.row_units import unit_of_row
from tracker.services.sheet_rows import BadCell, cell_place
from tracker.words import (
    CELL_UNCACHED,
    CELL_UNCACHED_HINT,
    MERGED_AMOUNT,
    MERGED_HIDES,
    ROW_UNIT_CLASH,
    ROW_UNIT_HINT,
    ROW_UNIT_UNKNOWN,
    SHOWN_SO,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from tracker.rules.headings import Place
    from tracker.rules.money import MoneyUnit
    from tracker.services.notes import Notes
    from tracker.services.sheet_rows import PageRow, Table

MOST_TEXT: Final = 24  # characters shown of a cell
MOST_PLACES: Final = 24  # of a number shown smaller or larger
PERCENTS: Final = frozenset("%％")
MONTH_PLACES: Final = 2  # decimals of 2024.10


class Restated(NamedTuple):
    """A row that does not stand so in the sheet: one of formulas without values, or of numbers as they are shown."""

    number: int
    cells: tuple[Any, ...] = ()


def with_uncached(table: Table) -> Sequence[PageRow]:
    """The rows of a table, and those that seem empty as their formulas have no value."""
    rows, first = table.rows, table.sheet.last
    end = rows[-1].number if rows else first
    open_ended = table.page.rows[-1].number == end
    lost = {row for row, _ in table.facts.uncached if first < row and (row <= end or open_ended)}
    lost -= {row.number for row in rows} if lost else set()
    return sorted([*rows, *map(Restated, lost)], key=lambda row: row.number) if lost else rows


class Look(NamedTuple):
    """How a format shows numbers: divided by a power of ten, between two words, some of them units or currencies."""

    power: int
    word: str
    before: str
    unit: MoneyUnit | None
    currency: str | None

    @classmethod
    def of(cls, power: int, word: str, before: str) -> Look:
        """The same with what the words mean."""
        unit, sign = find_unit(word), find_unit(before)
        return cls(power, word, before, unit, sign.currency if sign else None)

    @property
    def percent(self) -> bool:
        """Whether numbers are shown as parts of a hundred."""
        return self.word == "%"

    def text(self, number: Decimal) -> str:
        """A number as people see it, with all its digits.

        >>> from decimal import Decimal
        >>> Look.of(-2, "%", "").text(Decimal("0.285")), Look.of(0, "", "US$").text(Decimal("5000"))
        ('28.5%', 'US$5000')
        """
        return f"{self.before}{plain_decimal(exact(Fraction(number.scaleb(-self.power)), MOST_PLACES))}{self.word}"


class SaidUnit(NamedTuple):
    """A word by which a row says the unit of its amounts, and the heading over it."""

    word: str
    column: str


def with_unit(cell: float | str, place: Place, heading: str, said: Sequence[SaidUnit]) -> Any:
    """An amount with the unit that its row says, as a text that is read exactly; a bad cell where that is contradicted.

    What is counted in something else than money is left as it stands.
    """
    number = cell.strip() if isinstance(cell, str) else plain_decimal(number_of(cell))
    if not place.is_money and find_unit(said[0].word) is None:
        return f"{number}%" if said[0].word in PERCENTS else cell
    units, usual = place.units, place.field.unit if place.field else None
    for word, column in said:
        unit = unit_of_row(word, column, heading, units, usual)
        if unit is None:
            return _refused_unit(number, word, column, heading)
        units, heading = (unit,), word
    return f"{number}{units[0].label.zh}"


def _refused_unit(number: str, word: str, column: str, heading: str) -> BadCell:
    known = find_unit(word) is not None
    what = ROW_UNIT_CLASH(value=word, heading=heading) if known else ROW_UNIT_UNKNOWN(value=word, column=column)
    return BadCell(number, BadData(what, code="row_unit", value=word, hint=ROW_UNIT_HINT(number=number)))


def _is_measure(place: Place) -> bool:
    return place.field is not None and isinstance(place.field.kind, MeasureKind)


class Patches:
    """The cells of a table whose value is not what stands in them, by row number and column from 0."""

    def __init__(self, table: Table, rows: Sequence[PageRow], notes: Notes) -> None:
        self._table = table
        self._name = table.sheet.name
        self._rows = rows
        self._notes = notes
        self._patches: dict[int, dict[int, Any]] = defaultdict(dict)
        self._scaled: dict[int, dict[int, Any]] = defaultdict(dict)

    def made(self) -> Mapping[int, Mapping[int, Any]]:
        """The patches of all rows that have any."""
        facts, columns = self._table.facts, self._table.sheet.layout.columns
        first, last = self._table.sheet.last + 1, self._rows[-1].number if self._rows else 0
        if facts.merges:
            self._patch_merged(first, last)
        for row, column in facts.uncached:
            if first <= row <= last and column - 1 in columns:
                error = BadData(CELL_UNCACHED, code="cell_uncached", hint=CELL_UNCACHED_HINT)
                self._patches[row][column - 1] = BadCell("", error)
        dates = {index for index, place in columns.items() if place.field and isinstance(place.field.kind, DateKind)}
        self._patch_months(
            {at for at, places in facts.decimals.items() if at[1] - 1 in dates and places == MONTH_PLACES}
        )
        looks = {scale: Look.of(*scale) for scale in set(facts.scales.values())}
        for at, scale in facts.scales.items():
            if first <= at[0] <= last and at[1] - 1 in columns:
                self._show(at, columns[at[1] - 1], looks[scale])
        if self._table.sheet.layout.say_units:
            self._say_units()
        return self._patches

    def as_shown(self) -> Sequence[PageRow]:
        """The rows with their numbers as they are shown, for the totals as well; once the patches are made."""
        if not self._scaled:
            return self._rows
        return [
            Restated(row.number, tuple(self._scaled[row.number].get(n, cell) for n, cell in enumerate(row.cells)))
            if row.number in self._scaled
            else row
            for row in self._rows
        ]

    def _show(self, at: tuple[int, int], place: Place, look: Look) -> None:
        """A number is what its format lets people see of it."""
        cell = held_in(self._by_number.get(at[0]), at[1] - 1)
        numeric = place.field is not None and place.field.kind.numeric
        if not numeric or not isinstance(cell, (int, float)) or isinstance(cell, bool):
            return
        foreign = place.is_money and look.currency not in (None, *(unit.currency for unit in place.units))
        if look.percent or foreign or (look.unit and not place.is_money):
            # Read as the same text would be: by its unit, or refused where it may mean two amounts, or none at all.
            self._patches[at[0]][at[1] - 1] = look.text(number_of(cell))
        else:
            self._scale(at, place, cell, look.power, look.unit)

    def _scale(self, at: tuple[int, int], place: Place, cell: float, power: int, unit: MoneyUnit | None) -> None:
        """A number that its format shows smaller, or with another unit than its heading, is what people see of it."""
        other = unit if place.is_money and unit and (unit,) != place.units else None
        if not (power or other):
            return
        # To the fen, as other numbers are rounded: a unit is a power of ten of them.
        seen = exact(Fraction(number_of(cell).scaleb(-power)), len(str(other.fen)) - 1 if other else MOST_PLACES)
        shown = plain_decimal(seen) + (other.label.zh if other else "")
        same = other and len(place.units) == 1 and place.units[0].currency == other.currency
        number = float(Fraction(seen) * other.in_terms_of(place.units[0])) if other and same else float(seen)
        self._patches[at[0]][at[1] - 1] = shown if other and not same else number
        self._scaled[at[0]][at[1] - 1] = self._patches[at[0]][at[1] - 1]
        what = SHOWN_SO(value=plain_decimal(number_of(cell)), shown=shown)
        group = f"{self._name}!{at[1]}"
        self._notes.add("shown_so", cell_place(self._name, at[0], at[1] - 1), what, group=group)

    def _say_units(self) -> None:
        """The amounts of each row that says their unit or currency beside them are read in it."""
        layout, paths = self._table.sheet.layout, self._table.head.paths
        amounts = {n: each for n, each in layout.columns.items() if each.is_money or _is_measure(each)}
        columns = {path_text(paths[column]): self._words_of(column) for column in layout.say_units}
        for row in self._rows:
            said = tuple(SaidUnit(words[row.number], head) for head, words in columns.items() if row.number in words)
            shown = self._patches.get(row.number, {})
            for index, place in amounts.items() if said else ():
                cell = shown.get(index, held_in(row, index))
                if says_no_unit(cell):
                    self._patches[row.number][index] = with_unit(cell, place, path_text(paths[index]), said)

    def _words_of(self, column: int) -> dict[int, str]:
        """What a column of units says, by row number: a mark or a merged cell repeats the word above."""
        merged = {
            number
            for top, left, bottom, right in self._table.facts.merges
            if left - 1 <= column < right
            for number in range(top + 1, bottom + 1)
        }
        words: dict[int, str] = {}
        last = ""
        for row in self._rows:
            text = str(held_in(row, column) or "").strip()
            repeats = text in DITTOS or (not text and row.number in merged)
            last = text if text and not repeats else last if repeats else ""
            if last:
                words[row.number] = last
        return words

    @cached_property
    def _by_number(self) -> dict[int, PageRow]:
        return {row.number: row for row in self._rows}

    def _patch_months(self, shown: set[tuple[int, int]]) -> None:
        """A number shown as 2024.10 is October."""
        for number, column in shown:
            cell = held_in(self._by_number.get(number), column - 1)
            if isinstance(cell, float):
                self._patches[number][column - 1] = f"{cell:.{MONTH_PLACES}f}"

    def _patch_merged(self, first: int, last: int) -> None:
        """A cell merged downwards is the value of all its rows, an amount that of the first; what it hides is told."""
        by_number = self._by_number
        columns = self._table.sheet.layout.columns
        for top, left, bottom, right in self._table.facts.merges:
            if top < first or top > last or (top == bottom and left == right):
                continue
            anchor = held_in(by_number.get(top), left - 1)
            for number in range(top, bottom + 1):
                for index in range(left - 1, right):
                    if index not in columns or (number, index) == (top, left - 1) or number not in by_number:
                        continue
                    self._fill(by_number[number], index, (top, left - 1), anchor)

    def _fill(self, row: PageRow, index: int, at: tuple[int, int], anchor: object) -> None:
        """One cell under a merge: the anchor's value in the anchor's column, nothing beside it."""
        held, declared = held_in(row, index), self._table.sheet.layout.columns[index].field
        numeric = declared is not None and declared.kind.numeric
        takes = index == at[1] and not numeric and anchor is not None
        place = cell_place(self._name, *at)
        if held not in (None, "", anchor):
            what = MERGED_HIDES(value=short(held), anchor=place)
            self._notes.add("merged_hides", cell_place(self._name, row.number, index), what, group=self._name)
        elif index == at[1] and numeric and anchor is not None and row.number == at[0] + 1:
            self._notes.add("merged_amount", place, MERGED_AMOUNT, group=f"{self._name}!{index}")
        if takes or held is not None:
            self._patches[row.number][index] = anchor if takes else None


def held_in(row: PageRow | None, index: int) -> Any:
    """A cell of a row; None outside it."""
    return row.cells[index] if row is not None and index < len(row.cells) else None


def says_no_unit(cell: object) -> TypeGuard[float | str]:
    """Whether a cell holds a number, perhaps an approximate one, without any word of its unit.

    >>> [says_no_unit(cell) for cell in (5000, "约5,000", "5000万", "待定", None, True)]
    [True, True, False, False, False, False]
    """
    if isinstance(cell, str):
        text = without_about(cell)
        return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def short(cell: object) -> str:
    """A cell as a few words."""
    text = cell.date().isoformat() if isinstance(cell, datetime.datetime) else " ".join(str(cell).split())
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"
