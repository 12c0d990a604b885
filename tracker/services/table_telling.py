"""What is said of a table that was found: where, which column is which field, what is left out, what is refused."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import Problem
from tracker.result import Message
from tracker.rules.choices import folded
from tracker.rules.headings import column_letters, lay_out, path_text, read_heading
from tracker.rules.row_units import says_scale
from tracker.rules.tables import DATA_LIKE, MOST_COUNTING, counts_columns
from tracker.services.cell_patches import held_in, says_no_unit, short
from tracker.services.notes import some
from tracker.services.sheet_rows import cell_place, row_spans
from tracker.words import (
    HEADING_BARE,
    HEADING_NEAR,
    HEADING_PERHAPS,
    HEADING_RECEIPTS,
    HEADING_TWICE,
    HEADING_TWICE_HINT,
    HEADING_UNKNOWN,
    HEADING_UNKNOWN_HEAD,
    HEADINGS_PERHAPS,
    MAP_OR,
    MAP_SAMPLE,
    MAP_SEVERAL,
    MAP_SEVERAL_HINT,
    MAP_TYPED,
    NUMBER,
    ROW_UNITS,
    ROWS_ABOVE,
    ROWS_COUNTING,
    SOME_MORE,
    TABLE_COLUMN,
    TABLE_FOUND,
    TABLE_IN_UNIT,
    TABLE_ROW,
    TABLE_ROWS,
    TABLE_SAME,
    TYPED_AND,
    UNIT_CLASH,
    UNIT_CLASH_HINT,
    UNIT_OVERRULED,
    UNIT_TAKEN,
    Sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.headings import Layout, Place
    from tracker.rules.mapping import Wishes
    from tracker.rules.money import MoneyUnit
    from tracker.services.sheet_rows import Lines, PageRow, Sheet, Table
    from tracker.words import Words

MOST_FIELDS: Final = 3  # that one heading may be meant for
MOST_HEADINGS: Final = 8  # that are not known and are all named
_QUOTED: Final = frozenset("\"'=@$`\\!")  # what a shell or --map itself takes for something else


class Teller:
    """Says of each table what a person has to know before it is read."""

    def __init__(self, lines: Lines, wishes: Wishes) -> None:
        self._lines = lines
        self._wishes = wishes

    def tell(self, table: Table, *, guessed: bool, above: bool) -> None:
        """Say all of it; where the table was looked for, also where it is."""
        layout, head = table.sheet.layout, table.head
        wishes = self._wishes.columns_of(table.page.name)
        if guessed or above or head.height > 1 or layout.near or wishes or self._wishes.rows_of(table.page.name):
            self._lines.messages.append(Message("table_found", _found(table)))
        self._tell_near(table)
        self._tell_units(table)
        self._refuse_twice(table)
        self._tell_left_out(table)
        self._tell_bare(table)
        self._tell_row_units(table)

    def tell_above(self, sheet: str, rows: Sequence[PageRow]) -> None:
        """Which rows above the headings look like data: they are left out."""
        lost = [row for row in rows if _is_data_like(row.cells)]
        if lost:
            texts = some((short(next(cell for cell in row.cells if cell is not None)) for row in lost), 3)
            what = ROWS_ABOVE(sheet=sheet, rows=row_spans(row.number for row in lost), texts=texts)
            self._lines.messages.append(Message("rows_left_out", what, "warning"))

    def without_counting(self, sheet: str, rows: Sequence[PageRow]) -> Sequence[PageRow]:
        """The rows below the headings without those at the top that only count the columns, which is said."""
        counting = list(takewhile(lambda row: counts_columns(row.cells), rows[:MOST_COUNTING]))
        if not counting:
            return rows
        what = ROWS_COUNTING(sheet=sheet, rows=row_spans(row.number for row in counting))
        self._lines.messages.append(Message("rows_left_out", what))
        return rows[len(counting) :]

    def _tell_near(self, table: Table) -> None:
        for index, place in table.sheet.layout.near.items():
            heading = path_text(table.head.paths[index])
            what = HEADING_NEAR(heading=heading, field=_label(place))
            self._lines.notes.add("heading_near", _place(table, index), what, group=table.page.name + heading)

    def _tell_units(self, table: Table) -> None:
        """The unit of the lines above, where a column needs it or none agrees with it; two of them are refused."""
        sheet, context = table.sheet, table.sheet.context
        if context.clash and sheet.layout.bare:
            units = tuple(unit.label for unit in context.clash)
            what = UNIT_CLASH(sheet=sheet.name, units=units)
            place = _place(table, sheet.layout.bare[0])
            self._lines.problems.append(Problem("unit_clash", what, place, hint=UNIT_CLASH_HINT))
        own = [index for index, place in sheet.layout.columns.items() if place.is_money and place.units]
        plain = lay_out(sheet.nouns, table.head.paths).bare if context.units and own else ()
        if set(plain) & set(own):
            units = tuple(unit.label for unit in context.units)
            self._lines.messages.append(Message("unit_taken", UNIT_TAKEN(place=_rows(sheet), units=units)))
            return
        stated = tuple(dict.fromkeys(unit for index in own for unit in sheet.layout.columns[index].units))
        if stated and context.units and not set(stated) & set(context.units):
            said = UNIT_OVERRULED(place=_rows(sheet), units=_units(context.units), own=_units(stated))
            self._lines.messages.append(Message("unit_overruled", said, "warning"))

    def _refuse_twice(self, table: Table) -> None:
        layout = table.sheet.layout
        for index, first in layout.twice.items():
            heading = path_text(table.head.paths[index])
            other = f"{column_letters(first)}{table.sheet.last}"
            what = HEADING_TWICE(heading=heading, other=other)
            hint = HEADING_TWICE_HINT(column=column_letters(first), heading=_label(layout.columns[first]))
            self._lines.problems.append(Problem("heading_twice", what, _place(table, index), hint=hint))
        for wish in self._wishes.columns_of(table.page.name):
            columns = [n for n, path in enumerate(table.head.paths) if wish.target and path_text(path) == wish.source]
            if len(columns) > 1:
                what = MAP_SEVERAL(value=wish.source, columns=tuple(map(column_letters, columns)))
                hint = MAP_SEVERAL_HINT(column=column_letters(columns[0]), field=wish.target)
                self._lines.problems.append(Problem("map_several", what, "--map", wish.typed, hint))

    def _tell_left_out(self, table: Table) -> None:
        """Which columns are left out; one of receipts among the columns of projects is told where it belongs."""
        question = Question.of(table.sheet.layout)
        told: dict[int, Words] = {}
        receipts: list[Words] = []
        for index, text in table.sheet.layout.unknown.items():
            if table.sheet.nouns[0].key == "project" and "到位" in read_heading(text).name:
                receipts.append(HEADING_UNKNOWN_HEAD(column=column_letters(index), heading=text))
            else:
                told[index] = question.told(index)
        if receipts:
            what = HEADING_RECEIPTS(sheet=table.page.name, columns=tuple(receipts))
            self._lines.messages.append(Message("heading_receipts", what, "warning"))
        typed = question.typed(told)
        told |= {index: column_letters(index) for index in _headless_columns(table)}
        if told:
            what = HEADING_UNKNOWN(sheet=table.page.name, columns=tuple(told[index] for index in sorted(told)))
            whole = HEADINGS_PERHAPS(what=what, ways=on_one_line(typed)) if typed else what
            self._lines.messages.append(Message("heading_unknown", whole, "warning"))

    def _tell_row_units(self, table: Table) -> None:
        """Which columns say the units of their rows."""
        for column in table.sheet.layout.say_units:
            what = ROW_UNITS(place=_place(table, column), heading=path_text(table.head.paths[column]))
            self._lines.messages.append(Message("row_units", what))

    def _tell_bare(self, table: Table) -> None:
        """Money columns with bare numbers of which nothing says the unit."""
        layout = table.sheet.layout
        for index in () if table.sheet.context.clash else layout.bare:
            if not any(says_no_unit(cell) for row in table.rows for cell in _unsaid(table, row, index)):
                continue
            declared = layout.columns[index].field
            unit = declared.unit.label if declared and declared.unit else ""
            what = HEADING_BARE(place=_place(table, index), unit=unit)
            self._lines.messages.append(Message("heading_bare", what, "warning"))


class Question(NamedTuple):
    """Headings that are not known, by column from 0: their texts, and the fields that each may be meant for."""

    headings: Mapping[int, str]
    likely: Mapping[int, tuple[Place, ...]]

    @property
    def fields(self) -> Mapping[int, tuple[Place, ...]]:
        """The fields that a person is asked of: no more than a few for one heading."""
        return {index: places for index, places in self.likely.items() if len(places) <= MOST_FIELDS}

    @classmethod
    def of(cls, layout: Layout) -> Question:
        """The question that a layout leaves."""
        return cls(layout.unknown, layout.perhaps)

    def told(self, index: int) -> Words:
        """A heading, and the fields that it may be meant for."""
        column, heading = column_letters(index), self.headings[index]
        if index not in self.fields:
            return HEADING_UNKNOWN_HEAD(column=column, heading=heading)
        return HEADING_PERHAPS(column=column, heading=heading, fields=tuple(map(_label, self.fields[index])))

    @property
    def listed(self) -> tuple[Words, ...]:
        """The headings; of very many those that are like ours, and a sign that there are more."""
        if len(self.headings) <= MOST_HEADINGS:
            return tuple(map(self.told, sorted(self.headings)))
        return (*map(self.told, sorted(self.fields)), SOME_MORE)

    def typed(self, columns: Iterable[int]) -> tuple[Words, ...]:
        """What says which of some columns is which field, as it is typed; of two for one field, either."""
        ways: dict[tuple[str, ...], list[Words]] = defaultdict(list)
        for index in sorted(columns):
            places = self.fields.get(index, ())
            ways[tuple(place.key for place in places)] += [self._way(index, place) for place in places]
        return tuple(reduce(lambda one, other: MAP_OR(one=one, other=other), each) for each in ways.values() if each)

    def typed_for(self, declared: Field) -> Words:
        """What says which column is a field, as it is typed: the likeliest, else any."""
        for index, places in sorted(self.likely.items(), key=lambda each: len(each[1])):
            for place in places:
                if place.field is declared:
                    return self._way(index, place)
        return MAP_TYPED(source=MAP_SAMPLE, field=declared.label)

    def _way(self, index: int, place: Place) -> Words:
        heading = self.headings[index]
        plain = set(heading).isdisjoint(_QUOTED) and list(self.headings.values()).count(heading) == 1
        return MAP_TYPED(source=heading if plain else column_letters(index), field=_label(place))


def on_one_line(ways: Sequence[Words]) -> tuple[Words, ...]:
    """What is typed, as it can be copied; where one of several is to be chosen, apart."""
    chosen = [way for way in ways if isinstance(way, Sentence) and way.say is MAP_OR]
    plain = [way for way in ways if way not in chosen]
    return (*([reduce(lambda one, other: TYPED_AND(one=one, other=other), plain)] if plain else []), *chosen)


def _found(table: Table) -> Words:
    """Where a table was found, and which column is which field."""
    sheet = table.sheet
    columns = tuple(_column(table, index, each) for index, each in sheet.layout.columns.items())
    return TABLE_FOUND(place=_rows(sheet), nouns=tuple(noun.label for noun in sheet.nouns), columns=columns)


def _rows(sheet: Sheet) -> Words:
    """The heading rows of a table, such as 签约项目!第3-4行."""
    place = TABLE_ROWS if sheet.last > sheet.first else TABLE_ROW
    return place(sheet=sheet.name, first=sheet.first, last=sheet.last)


def _column(table: Table, index: int, place: Place) -> Words:
    heading = path_text(table.head.paths[index]) if index < len(table.head.paths) else ""
    label: Words = _label(place)
    if place.units:
        label = TABLE_IN_UNIT(field=label, unit=_units(place.units))
    letters = column_letters(index)
    if place.field is None or read_heading(heading).name in map(folded, place.field.label):
        return TABLE_SAME(column=letters, field=label)
    return TABLE_COLUMN(column=letters, heading=heading, field=label)


def _units(units: Sequence[MoneyUnit]) -> Words:
    return tuple(unit.label for unit in units)  # type: ignore[return-value]


def _label(place: Place) -> Words:
    return place.field.label if place.field else NUMBER


def _place(table: Table, index: int) -> str:
    """The lowest heading cell of a column."""
    return cell_place(table.page.name, table.sheet.last, index)


def _headless_columns(table: Table) -> list[int]:
    """Columns that hold something below the headings and have none."""
    layout = table.sheet.layout
    known = {*layout.columns, *layout.unknown, *layout.twice, *layout.serials, *layout.say_units}
    width = max((len(row.cells) for row in table.rows), default=0)
    free = [index for index in range(width) if index not in known]
    return [index for index in free if any(cell not in (None, "") for cell in _below(table, index))]


def _below(table: Table, index: int) -> Iterator[object]:
    """The cells of a column below the headings."""
    return (row.cells[index] for row in table.rows if index < len(row.cells))


def _is_data_like(cells: tuple[object, ...]) -> bool:
    """Whether a row holds several things, a number or a date among them."""
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    return len(filled) >= DATA_LIKE and not all(isinstance(cell, str) for cell in filled)


def _unsaid(table: Table, row: PageRow, index: int) -> tuple[object, ...]:
    """The cell of a row in a column of money, unless the row says beside it in which unit it is."""
    columns = table.sheet.layout.say_units
    words = ((str(held_in(row, column) or ""), path_text(table.head.paths[column])) for column in columns)
    return () if any(says_scale(*said) for said in words) else row.cells[index : index + 1]
