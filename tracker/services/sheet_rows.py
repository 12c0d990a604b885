"""From sheets to lines: which noun each row is of, what its cells say field by field, and where each of them stands."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from tracker.errors import BadData, BadValue, NotFound, Problem, TrackerError
from tracker.result import Message
from tracker.rules.cells import cell_text
from tracker.rules.choices import GROUP, folded
from tracker.rules.contacts import restored
from tracker.rules.examples import is_example, marked_field
from tracker.rules.fields import Entry, GroupKind, Kind, NamesKind, RefKind, RefsKind, SchemeKeyKind, split_names
from tracker.rules.headings import Layout, column_letters, lay_out, sheet_nouns
from tracker.rules.nouns import CITY, CITYWIDE, NOUNS, Noun
from tracker.services.entry import year_of
from tracker.words import (
    CELL_FAULT,
    CELL_FAULT_HINT,
    CLEAR_REQUIRED,
    CLEAR_REQUIRED_HINT,
    HEADING_BARE,
    HEADING_MISSING,
    HEADING_MISSING_HINT,
    HEADING_TWICE,
    HEADING_TWICE_HINT,
    HEADING_UNKNOWN,
    HEADING_UNKNOWN_HEAD,
    ROW_CONFLICT,
    ROW_CONFLICT_HINT,
    ROW_EXAMPLE,
    SHEET_EMPTY_OF_OURS,
    SHEET_EMPTY_OF_OURS_HINT,
    SHEET_HIDDEN,
    SHEET_UNKNOWN,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Field
    from tracker.services.lookups import Lookups
    from tracker.store.records import Record

HEADING_ROWS: Final = 10  # a title and blank rows may stand above the headings
BLANKS: Final = frozenset(("", "-", "--", "—", "——", "–", "－", "/", "／", "无"))
CLEARS: Final = frozenset(("清空", "clear"))


class PageRow(Protocol):
    """A row of a sheet: its number from 1, its values from column A on."""

    @property
    def number(self) -> int:
        """Its number as the sheet has it."""

    @property
    def cells(self) -> tuple[Any, ...]:
        """Its values; an error value of a spreadsheet is a tuple of its text."""


class Page(Protocol):
    """A sheet as it was read."""

    @property
    def name(self) -> str:
        """Its title."""

    @property
    def hidden(self) -> bool:
        """Whether it is hidden."""

    @property
    def rows(self) -> Sequence[PageRow]:
        """Its rows without the empty ones."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of ours: its name in the file, its nouns, and by noun the letters of its fields' columns."""

    name: str
    nouns: tuple[Noun, ...]
    layout: Layout
    letters: Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class Line:
    """What one row says of one record: its cells by field key, later the values, the record and what becomes of it.

    `rows` tells where a cell stands that came from another row of the same chain.
    """

    sheet: Sheet
    number: int
    noun: Noun
    raw: dict[str, Any]
    number_cell: object = None
    id: int = 0
    record: Record | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    bad: bool = False
    keeps_name: bool = False
    skipped: bool = False

    @property
    def new(self) -> bool:
        """Whether its record is not in the database yet."""
        return self.record is None

    def cell(self, key: str) -> str:
        """The name of a field's cell, such as F12; that of the row's first column where the field has none."""
        letter = self.sheet.letters[self.noun.key].get(key, "A")
        return f"{letter}{self.rows.get(key, self.number)}"

    def place(self, key: str) -> str:
        """The cell with its sheet, such as 项目!F12."""
        return f"{self.sheet.name}!{self.cell(key)}"

    def value(self, key: str) -> Any:
        """A field's value as it will be: the row's own, else that of the record, else the default."""
        if key in self.values:
            return self.values[key]
        return self.record.values.get(key) if self.record else self.noun.field(key).default

    def source(self) -> dict[str, Any]:
        """Where the values of a change stand: sheet and row, and the cells of other rows; the layout says the rest."""
        away = {key: self.cell(key) for key in self.rows}
        return {"sheet": self.sheet.name, "row": self.number} | ({"cells": away} if away else {})


@dataclass
class Lines:
    """All lines of a file by noun, the sheets they stand on, and what was found on the way."""

    by_noun: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    def add_problem(self, line: Line, key: str, error: TrackerError) -> None:
        """Note what is wrong with a cell; its row will not be written."""
        found = error.problem
        line.bad = True
        self.problems.append(Problem(found.code, found.what, line.place(key), found.value, found.hint))


def read_pages(pages: Iterable[Page]) -> Lines:
    """The lines of every sheet of ours; the others, and hidden ones, are left out and named."""
    lines = Lines()
    unknown, hidden = [], []
    for page in pages:
        nouns = sheet_nouns(page.name)
        if page.hidden and not page.name.startswith("_"):
            hidden.append(page.name)
        elif nouns and not page.hidden:
            _read_page(page, nouns, lines)
        elif not page.hidden:
            unknown.append(page.name)
    lines.messages += _left_out(unknown, hidden, lines.examples)
    if not lines.sheets and not lines.problems:
        known = tuple(dict.fromkeys(noun.sheet for noun in NOUNS.values()))
        lines.problems.append(
            Problem("no_sheet", SHEET_EMPTY_OF_OURS, hint=SHEET_EMPTY_OF_OURS_HINT(sheets=known)),
        )
    return lines


def _left_out(unknown: list[str], hidden: list[str], examples: list[str]) -> Iterator[Message]:
    """What of the file is not imported."""
    if unknown:
        yield Message("sheet_unknown", SHEET_UNKNOWN(sheets=tuple(unknown)))
    if hidden:
        yield Message("sheet_hidden", SHEET_HIDDEN(sheets=tuple(hidden)), "warning")
    if examples:
        yield Message("row_example", ROW_EXAMPLE(places=tuple(examples)))


def _read_page(page: Page, nouns: tuple[Noun, ...], lines: Lines) -> None:
    if not page.rows:
        return
    tries = [(n, lay_out(nouns, row.cells)) for n, row in enumerate(page.rows[:HEADING_ROWS])]
    at, layout = next(((n, each) for n, each in tries if not each.missing), (None, None))
    if at is None or layout is None:
        n, best = max(tries, key=lambda pair: len(pair[1].columns))
        lines.problems.append(_headless(page, page.rows[n].number, best))
        return
    letters: dict[str, dict[str, str]] = {noun.key: {} for noun in nouns}
    for index, place in layout.columns.items():
        letters[place.noun.key][place.field.key if place.field else ""] = column_letters(index)
    if "segment" in letters and "name" in letters["chain"]:
        letters["segment"]["chain"] = letters["chain"]["name"]
    sheet = Sheet(page.name, nouns, layout, letters)
    lines.sheets.append(sheet)
    _note_headings(page, page.rows[at], sheet, lines)
    _read_rows(page.rows[at + 1 :], sheet, lines)
    if layout.twice:  # which of two columns is meant is not for us to say
        for line in (each for noun in nouns for each in lines.by_noun[noun.key] if each.sheet is sheet):
            line.bad = True


def _headless(page: Page, row: int, layout: Layout) -> Problem:
    missing = tuple(each.label for each in layout.missing)
    what = HEADING_MISSING(headings=missing)
    return Problem("heading_missing", what, f"{page.name}!A{row}", hint=HEADING_MISSING_HINT)


def _note_headings(page: Page, head: PageRow, sheet: Sheet, lines: Lines) -> None:
    """Say which columns are left out, and refuse a heading that stands twice."""
    layout = sheet.layout
    for index, first in layout.twice.items():
        place = f"{page.name}!{column_letters(index)}{head.number}"
        what = HEADING_TWICE(heading=str(head.cells[index]), other=f"{column_letters(first)}{head.number}")
        lines.problems.append(Problem("heading_twice", what, place, hint=HEADING_TWICE_HINT))
    left_out = {index: str(text) for index, text in layout.unknown.items()} | _headless_columns(page, head, layout)
    if left_out:
        listed = tuple(
            HEADING_UNKNOWN_HEAD(column=column_letters(index), heading=text) if text else column_letters(index)
            for index, text in sorted(left_out.items())
        )
        lines.messages.append(Message("heading_unknown", HEADING_UNKNOWN(sheet=page.name, columns=listed), "warning"))
    for index in layout.bare:
        if not any(_bare_number(cell) for cell in _below(page, head, index)):
            continue
        declared = layout.columns[index].field
        unit = declared.unit.label if declared and declared.unit else ""
        what = HEADING_BARE(place=f"{page.name}!{column_letters(index)}{head.number}", unit=unit)
        lines.messages.append(Message("heading_bare", what, "warning"))


def _headless_columns(page: Page, head: PageRow, layout: Layout) -> dict[int, str]:
    """Columns that hold something below the headings and have none."""
    known = layout.columns.keys() | layout.unknown.keys() | layout.twice.keys()
    widest = max(len(row.cells) for row in page.rows)
    free = [index for index in range(widest) if index not in known]
    return {index: "" for index in free if any(cell not in (None, "") for cell in _below(page, head, index))}


def _below(page: Page, head: PageRow, index: int) -> Iterator[object]:
    """The cells of a column below the headings."""
    return (row.cells[index] for row in page.rows if row.number > head.number and index < len(row.cells))


def _bare_number(cell: object) -> bool:
    """Whether a cell holds a number that says nothing of its unit."""
    text = cell if isinstance(cell, str) else "1" if isinstance(cell, (int, float)) else ""
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def _textual(declared: Field | None) -> bool:
    """Whether a dash in a cell of the field is a text like any other."""
    return declared is not None and type(declared.kind) in (Kind, NamesKind)


def _read_rows(rows: Sequence[PageRow], sheet: Sheet, lines: Lines) -> None:
    columns = [
        (index, place.noun.key, place.field.key if place.field else "", _textual(place.field))
        for index, place in sheet.layout.columns.items()
    ]
    several = len(sheet.nouns) > 1
    first, marked = sheet.nouns[0].key, marked_field(sheet.nouns[0])
    chains: dict[str, Line] = {}
    for row in rows:
        raws: dict[str, dict[str, Any]] = {noun.key: {} for noun in sheet.nouns}
        cells, width = row.cells, len(row.cells)
        for index, noun, key, textual in columns:
            cell = cells[index] if index < width else None
            if cell is None or (type(cell) is str and _blank(cell, textual=textual)):
                continue
            raws[noun][key] = cell
        if is_example(raws[first].get(marked)):
            lines.examples.append(f"{sheet.name}!{row.number}")
        elif several:
            _add_chain(row.number, raws, sheet, lines, chains)
        else:
            _add_line(row.number, sheet.nouns[0], raws[sheet.nouns[0].key], sheet, lines)


def _blank(cell: str, *, textual: bool) -> bool:
    return not cell or cell.isspace() or (not textual and cell.strip() in BLANKS)


def _add_line(number: int, noun: Noun, raw: dict[str, Any], sheet: Sheet, lines: Lines) -> Line | None:
    if noun.key in CITYWIDE and isinstance(raw.get("unit"), str) and folded(raw["unit"]) in CITY:
        del raw["unit"]
    number_cell = raw.pop("", None)
    if not raw and number_cell is None:
        return None
    line = Line(sheet, number, noun, raw, number_cell)
    lines.by_noun[noun.key].append(line)
    return line


def _add_chain(
    number: int, raws: dict[str, dict[str, Any]], sheet: Sheet, lines: Lines, chains: dict[str, Line]
) -> None:
    """A row of the chains' sheet: the chain, which several rows may describe, and perhaps a segment of it."""
    chain, segment = raws["chain"], raws["segment"]
    name = chain.get("name")
    if not chain and not segment:
        return
    known = chains.get(folded(name)) if isinstance(name, str) else None
    if known is None:
        line = _add_line(number, NOUNS["chain"], chain, sheet, lines)
        if line and isinstance(name, str):
            chains[folded(name)] = line
    else:
        _merge(number, chain, known, lines)
    if segment:
        if name is not None:
            segment["chain"] = name
        _add_line(number, NOUNS["segment"], segment, sheet, lines)


def _merge(number: int, raw: dict[str, Any], line: Line, lines: Lines) -> None:
    """Take what a further row says of the same chain; two different texts are refused."""
    for key, cell in raw.items():
        if key not in line.raw:
            line.raw[key] = cell
            line.rows[key] = number
        elif key != "name" and line.raw[key] != cell:
            label = line.noun.field(key).label
            what = ROW_CONFLICT(field=label, value=str(cell), other=line.cell(key), first=str(line.raw[key]))
            letter = line.sheet.letters[line.noun.key][key]
            place = f"{line.sheet.name}!{letter}{number}"
            line.bad = True
            lines.problems.append(Problem("row_conflict", what, place, str(cell), ROW_CONFLICT_HINT))


class Values:
    """Reads the cells of lines as values, each kind in its own way; what one column has read it remembers."""

    def __init__(self, lines: Lines, lookups: Lookups, entry: Entry) -> None:
        self._lines = lines
        self._lookups = lookups
        self._entry = entry
        self._readers: dict[tuple[int, str], dict[str, Callable[[Any], Any]]] = {}

    def read(self, line: Line) -> None:
        """Fill a line's values; what cannot be read becomes a problem at its cell."""
        readers = self._of(line.sheet, line.noun)
        old = line.record.values if line.record else None
        later = []
        values = line.values
        for key, cell in line.raw.items():
            reader = readers.get(key)
            if reader is None:
                later.append(key)
                continue
            if old is not None and _stays(old.get(key), cell):
                continue
            try:
                values[key] = reader(cell)
            except TrackerError as error:
                self._lines.add_problem(line, key, error)
        for key in later:
            self._read_late(line, key)

    def _read_late(self, line: Line, key: str) -> None:
        """Read what depends on the rest of the row: a segment on its chain, a metric on its year."""
        declared, cell = line.noun.field(key), line.raw[key]
        try:
            text = _word(cell, self._entry)
            if text.casefold() in CLEARS:
                line.values[key] = _cleared(declared)
            elif isinstance(declared.kind, SchemeKeyKind):
                line.values[key] = self._scheme_key(line, declared.kind, key, text)
            else:
                line.values[key] = self._lookups.segment(text, line.value("chain"))
        except TrackerError as error:
            self._lines.add_problem(line, key, error)

    def _scheme_key(self, line: Line, kind: SchemeKeyKind, key: str, text: str) -> str:
        """A metric or item; a key that the database holds already stands even if its scheme is gone."""
        try:
            return self._lookups.scheme_key(
                kind.of, text, year_of({k: line.value(k) for k in YEARS.get(line.noun.key, ())})
            )
        except NotFound:
            if self._lookups.stored(line.noun, key, text):
                return text
            raise

    def _of(self, sheet: Sheet, noun: Noun) -> dict[str, Callable[[Any], Any]]:
        """One function from cell to value for each column of a noun on a sheet."""
        at = (id(sheet), noun.key)
        if at not in self._readers:
            units = {place.field.key: place.unit for place in sheet.layout.columns.values() if place.field}
            self._readers[at] = {
                each.key: self._reader(each, Entry(self._entry.today, units.get(each.key) or each.unit))
                for each in noun.fields
                if not isinstance(each.kind, SchemeKeyKind) and getattr(each.kind, "noun", None) != "segment"
            }
        return self._readers[at]

    def _reader(self, declared: Field, entry: Entry) -> Callable[[Any], Any]:
        parse = self._parser(declared, entry)
        known: dict[Any, tuple[Any, TrackerError | None]] = {}

        def read(cell: Any) -> Any:
            _refuse_fault(cell)
            clears = isinstance(cell, str) and cell.strip().casefold() in CLEARS
            return _cleared(declared) if clears else parse(cell)

        def remembered(cell: Any) -> Any:
            if type(cell) not in REMEMBERED:
                return read(cell)
            if cell not in known:
                known[cell] = _tried(read, cell)
            value, error = known[cell]
            if error is not None:
                raise error
            return value

        return remembered

    def _parser(self, declared: Field, entry: Entry) -> Callable[[Any], Any]:
        kind, lookups = declared.kind, self._lookups
        if isinstance(kind, RefsKind):
            names = lookups.names(kind.noun)
            return lambda cell: tuple(dict.fromkeys(map(names.resolve, split_names(_word(cell, entry)))))
        if isinstance(kind, RefKind):
            names = lookups.names(kind.noun)
            return lambda cell: names.resolve(_word(cell, entry))
        if isinstance(kind, GroupKind):
            return lambda cell: self._group(kind.read(cell, entry))
        return lambda cell: kind.read(cell, entry)

    def _group(self, text: str) -> str:
        """A group known from the start, else a scheme's, else the text itself."""
        return text if text in GROUP.labels else self._lookups.group(text) or text


YEARS: Final = {"target": ("year",), "figure": ("as_of_on",), "adjustment": ("happened_on",)}


REMEMBERED: Final = (str, int, float, datetime.datetime)  # not bool, whose True is 1


def _tried(read: Callable[[Any], Any], cell: Any) -> tuple[Any, TrackerError | None]:
    """A cell's value, or the error that reading it raised."""
    try:
        return read(cell), None
    except TrackerError as error:
        return None, error


def _refuse_fault(cell: object) -> None:
    """Raise BadData for an error value of a spreadsheet."""
    if isinstance(cell, tuple):
        raise BadData(CELL_FAULT(value=cell[0]), code="cell_error", value=str(cell[0]), hint=CELL_FAULT_HINT)


def _word(cell: object, entry: Entry) -> str:
    """A cell as the name it holds."""
    _refuse_fault(cell)
    return str(Kind().read(cell, entry))


def _cleared(declared: Field) -> Any:
    """What 清空 leaves: nothing, or the default where there is one."""
    if declared.required:
        raise BadValue(
            CLEAR_REQUIRED(field=declared.label), code="clear_required", value="清空", hint=CLEAR_REQUIRED_HINT
        )
    return "reported" if declared.stage and declared.stage[1] == "recognition" else declared.default


def _stays(old: Any, cell: Any) -> bool:
    """Whether a cell holds the text that the record has, even one that would mean something else: 清空, #N/A."""
    if type(old) is str:
        word = cell[0] if isinstance(cell, tuple) else cell
        return word is old or word == old or (type(word) is str and word.strip() == cell_text(old))
    return type(old) is tuple and type(cell) is str and bool(old) and type(old[0]) is str and "、".join(old) == cell


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
