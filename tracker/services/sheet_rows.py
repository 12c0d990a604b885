"""What a workbook's rows are on their way to records: pages as they were read, tables found on them, lines of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from tracker.errors import Problem, TrackerError
from tracker.rules.cells import cell_text
from tracker.rules.contacts import restored
from tracker.rules.headings import column_letters
from tracker.rules.tables import NO_CONTEXT, Context, Head, Span, groups
from tracker.services.notes import Notes
from tracker.words import DITTO_OF, ROW_SPAN, ROW_SPANS, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.result import Message
    from tracker.rules.headings import Layout
    from tracker.rules.mapping import ColumnWish
    from tracker.rules.nouns import Noun
    from tracker.store.records import Record


NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class PageRow(Protocol):
    """A row of a sheet: its number from 1, its values from column A on."""

    @property
    def number(self) -> int:
        """Its number as the sheet has it."""

    @property
    def cells(self) -> tuple[Any, ...]:
        """Its values; an error value of a spreadsheet is a tuple of its text."""


class Page(Protocol):
    """A sheet as it was read; it may carry the `Facts` as well."""

    @property
    def name(self) -> str:
        """Its title."""

    @property
    def hidden(self) -> bool:
        """Whether it is hidden."""

    @property
    def rows(self) -> Sequence[PageRow]:
        """Its rows without the empty ones."""


class Facts(NamedTuple):
    """What a reader may know of a sheet beyond its values; rows and columns count from 1.

    `filtered`: a filter explains the hidden rows. `uncached` are formulas without a value. `decimals` are the places
    shown of numbers that may be dates, such as 2 for 2024.1 shown as 2024.10; `scales` the power of ten by which a
    number is shown divided, and the words behind and before it, such as 万元 and $. `struck` rows hold a text struck
    through.
    """

    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    uncached: frozenset[tuple[int, int]] = frozenset()
    decimals: Mapping[tuple[int, int], int] = {}
    scales: Mapping[tuple[int, int], tuple[int, str, str]] = {}
    struck: frozenset[int] = frozenset()

    @classmethod
    def of(cls, page: Page) -> Facts:
        """The facts that a page carries."""
        held: Any = {name: getattr(page, name, default) for name, default in cls._field_defaults.items()}
        return cls(**held)


class BadCell(NamedTuple):
    """A cell that cannot be read, with the reason; a tuple of its text first, as an error value is."""

    text: str
    error: TrackerError


@dataclass(frozen=True)
class Sheet:
    """A table of ours on a sheet: the sheet's name, its nouns, and by noun the letters of its fields' columns.

    `first` and `last` are its heading rows, `context` the lines above them, `sections` the lines between its rows.
    `given` are the values of fields that the table says once for all of its rows.
    `further` says that it is not the first of its sheet, so that its letters are not those of the sheet. `near` are the
    columns whose headings were read with a character corrected.
    """

    name: str
    nouns: tuple[Noun, ...]
    layout: Layout
    letters: Mapping[str, Mapping[str, str]]
    first: int = 1
    last: int = 1
    context: Context = NO_CONTEXT
    sections: list[tuple[int, str]] = field(default_factory=list)
    further: bool = False
    fingerprint: str = ""
    near: tuple[ColumnWish, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def updates(self) -> bool:
        """Whether it only says what changes in records of ours, which it knows by their numbers alone."""
        return not self.layout.acceptable and any(place.field is None for place in self.layout.columns.values())

    @property
    def unclear(self) -> bool:
        """Whether it is a question what its cells mean: of two columns for one field, of two units for an amount."""
        return bool(self.layout.twice or (self.context.clash and self.layout.bare))


class Table(NamedTuple):
    """A table that was found: its page and what is known of it, where it stands, its rows below the headings.

    `several` says that it is not the only one of its sheet.
    """

    page: Page
    facts: Facts
    sheet: Sheet
    head: Head
    rows: Sequence[PageRow]
    several: bool = False


class Written(NamedTuple):
    """What stands in a cell whose value is another: a mark, and the cell that it repeats, or a word for none yet."""

    text: str
    source: str | None = None

    def said_of(self, problem: Problem) -> Problem:
        """A problem of the cell that is repeated, said of this one."""
        what = DITTO_OF(mark=self.text, source=self.source, what=problem.what)
        return problem._replace(what=what, value=self.text)


@dataclass(slots=True)
class Line:
    """What one row says of one record: its cells by field key, later the values, the record and what becomes of it.

    Once they are read, `raw` is empty, and `filled` tells which fields had a cell: there may be very many lines.
    `rows` tells where a cell stands that came from another row of the same chain; `written` what stands in a cell whose
    value is that of the one above, or none.
    """

    sheet: Sheet
    number: int
    noun: Noun
    raw: dict[str, Any]
    number_cell: object = None
    id: int = 0
    record: Record | None = None
    filled: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    changed: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    rows: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    bad: bool = False
    keeps_name: bool = False
    skipped: bool = False
    written: Mapping[str, Written] | None = None

    @property
    def new(self) -> bool:
        """Whether its record is not in the database yet."""
        return self.record is None

    @property
    def takes_effect(self) -> bool:
        """Whether it says something new that will be written."""
        return not self.bad and not self.skipped and (self.new or bool(self.changed))

    def letter(self, key: str) -> str:
        """The letters of a field's column; those of the name where the field has none, else of the row's first."""
        letters = self.sheet.letters[self.noun.key]
        return letters.get(key) or letters.get("name", "A")

    def cell(self, key: str) -> str:
        """The name of a field's cell, such as F12."""
        return f"{self.letter(key)}{self.rows.get(key, self.number)}"

    def place(self, key: str) -> str:
        """The cell with its sheet, such as 项目!F12."""
        return f"{self.sheet.name}!{self.cell(key)}"

    def value(self, key: str) -> Any:
        """A field's value as it will be: the row's own, else that of the record, else the default."""
        if key in self.values:
            return self.values[key]
        return self.record.values.get(key) if self.record else self.noun.field(key).default

    def drop(self, key: str) -> None:
        """Leave a field as it is."""
        self.changed = {each: value for each, value in self.changed.items() if each != key}
        self.values.pop(key, None)

    def source(self) -> dict[str, Any]:
        """Where the values of a change stand: sheet and row, and the cells that the sheet's layout does not tell."""
        away = {key: self.cell(key) for key in (self.filled if self.sheet.further else self.rows)}
        return {"sheet": self.sheet.name, "row": self.number} | ({"cells": away} if away else {})


@dataclass
class Lines:
    """All lines of a file by noun, the tables they stand in, and what was found on the way.

    `faults` are the fields that a bad line lacks or that could not be read, by the identity of the line; nothing
    stands for a line of which nobody knows what record it is.
    """

    by_noun: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    examples: list[str] = field(default_factory=list)
    faults: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add_fault(self, line: Line, key: str) -> None:
        """Note that a field is not known, or with nothing the record; the row will not be written."""
        line.bad = True
        self.faults[id(line)].add(key)

    def add_problem(self, line: Line, key: str, error: TrackerError) -> None:
        """Note all that is wrong with a cell; its row will not be written."""
        self.add_fault(line, key)
        place, found = line.place(key), error.problems
        written = line.written.get(key) if line.written else None
        if written and written.source:
            found = tuple(written.said_of(each) for each in found)
        self.problems += [Problem(each.code, each.what, place, each.value, each.hint) for each in found]

    def of(self, sheet: Sheet) -> list[Line]:
        """The lines of one table."""
        return [line for noun in sheet.nouns for line in self.by_noun[noun.key] if line.sheet is sheet]


def cell_place(sheet: str, row: int, column: int) -> str:
    """A cell with its sheet; the row counts from 1, the column from 0.

    >>> cell_place("项目", 12, 5)
    '项目!F12'
    """
    return f"{sheet}!{column_letters(column)}{row}"


def row_spans(numbers: Iterable[int]) -> tuple[Words, ...]:
    """Row numbers as 第5行, 第58-61行."""
    return tuple(
        ROW_SPAN(first=first) if first == last else ROW_SPANS(first=first, last=last) for first, last in groups(numbers)
    )


def with_defaults(noun: Noun, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a new record; these very ones where they say all that has a default, as there may be very many."""
    return values if noun.defaults.keys() <= values.keys() else {**noun.defaults, **values}


def kept(old: Any, new: Any) -> Any:
    """The value that a cell means beside the one that is there: a masked phone is the one that it masks."""
    if type(old) is str and type(new) is str:
        return restored(new, old)
    if type(old) is tuple and type(new) is tuple and old and new and type(old[0]) is type(new[0]) is str:
        return tuple(restored(each, "、".join(old)) for each in new)
    return new


def same(old: Any, new: Any) -> bool:
    """Whether two values of a field are one; characters that no cell can hold make no difference."""
    if old == new:
        return True
    if type(old) is not str or type(new) is not str:
        return bool(kept(old, new) == old)
    return cell_text(old) == cell_text(restored(new, cell_text(old)))
