"""Reads the rows of a table as lines: merged cells filled, totals checked, what is no data left out and named."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tracker.errors import BadData, Problem
from tracker.result import Message
from tracker.rules.cells import BLANKS, DITTOS, LONGEST_MARK
from tracker.rules.choices import folded
from tracker.rules.examples import is_example, marked_field
from tracker.rules.fields import Kind, NamesKind
from tracker.rules.headings import column_letters
from tracker.rules.mapping import NO_WISHES, Wishes
from tracker.rules.nouns import CITY, CITYWIDE, NOUNS, Noun
from tracker.rules.numbers import plain_decimal
from tracker.rules.tables import (
    DATA_LIKE,
    GAP,
    RowKind,
    is_numbered,
    is_plain,
    is_subtotal,
    row_kind,
    shape_of,
    wide_rows,
)
from tracker.rules.totals import Sums, Total, differences, sum_of, unchecked
from tracker.services.cell_patches import Patches, short, with_uncached
from tracker.services.notes import some
from tracker.services.sheet_rows import BadCell, Line, Lines, Sheet, Table, Written, cell_place, row_spans
from tracker.services.table_finding import Finder
from tracker.words import (
    COLUMNS_HIDDEN,
    DITTO_NOTHING,
    DITTO_NOTHING_HINT,
    DITTO_TAKEN,
    ROW_CONFLICT,
    ROW_CONFLICT_HINT,
    ROW_EXAMPLE,
    ROWS_FILTERED,
    ROWS_HIDDEN,
    ROWS_HIDDEN_HINT,
    ROWS_LEFT_OUT,
    ROWS_STRUCK,
    TOTAL_DIFFERS,
    TOTAL_DIFFERS_FROM_ALL,
    TOTALS_LEFT_OUT,
    TOTALS_UNCHECKED,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.rules.fields import Field
    from tracker.rules.headings import Place
    from tracker.rules.totals import Difference
    from tracker.services.lookups import Lookups
    from tracker.services.sheet_rows import Page

MARKS: Final = BLANKS | DITTOS
BOTH: Final = 2  # units of a heading, of which each row says which it means

SheetSums: TypeAlias = "dict[tuple[str, str], Decimal | None]"
"""What the tables of a sheet come to, by field and currency, in minor units; None past what is no plain number."""


def read_pages(pages: Iterable[Page], wishes: Wishes = NO_WISHES, lookups: Lookups | None = None) -> Lines:
    """The lines of every table of ours; other sheets and hidden ones are left out and named."""
    lines = Lines()
    above: SheetSums = {}
    for table in Finder(lines, wishes, lookups).find(pages):
        above = above if table.sheet.further else {}
        _Rows(table, lines, above).read()
    if lines.examples:
        lines.messages.append(Message("row_example", ROW_EXAMPLE(places=tuple(lines.examples))))
    return lines


class _Rows:
    """The rows of one table on their way to lines; `above` is what the tables above it on its sheet come to."""

    def __init__(self, table: Table, lines: Lines, above: SheetSums) -> None:
        self._table = table
        self._lines = lines
        self._tables_above = above
        self._sheet = table.sheet
        self._name = table.sheet.name
        self._shape = shape_of(table.sheet.layout)
        self._rows = with_uncached(table)
        patches = Patches(table, self._rows, lines.notes)
        self._patches = patches.made()
        self._rows = patches.as_shown()
        self._example = _example_column(table.sheet)
        self._others: dict[int, RowKind] = {}
        self._tail = False
        self._written: dict[int, dict[str, Written]] = {}
        # By column the last row with a mark, and the row that it repeats:
        self._repeats: dict[int, tuple[int, int]] = {}
        self._bad = bool(table.facts.uncached)
        self._cells: tuple[Any, ...] = ()
        self._above: tuple[Any, ...] = ()
        self._before = 0  # the row above

    def read(self) -> None:
        """Read every row, then say what was left out and refuse what is not clear."""
        self._read_rows()
        self._check_totals()
        self._sum_up()
        self._tell_left_out()
        self._judge_hidden()
        self._tell_struck()
        if self._sheet.unclear:  # what is meant is not for us to say
            for line in self._lines.of(self._sheet):
                line.bad = True

    # Row by row

    def _columns(self) -> list[tuple[int, str, bool]]:
        """Column and name of every column to read, and whether a dash in it is a text like any other.

        The name is the field's key; on a sheet of several nouns the noun's goes before it.
        """
        several = len(self._sheet.nouns) > 1
        return [
            (index, place.key if several else place.key.partition(".")[2], _textual(place.field))
            for index, place in self._sheet.layout.columns.items()
        ]

    def _read_rows(self) -> None:
        columns = self._columns()
        width = max((index for index, *_ in columns), default=-1) + 1
        self._above = (None,) * width
        chains = _Chains(self._sheet, self._lines) if len(self._sheet.nouns) > 1 else None
        for number, cells in self._data(width):
            self._cells = cells
            raw = self._raw(number, cells, columns)
            self._above, self._before = self._cells, number
            if self._sheet.given:
                raw = {**self._sheet.given, **raw} if "value" in raw else {}
            if self._bad and all(isinstance(cell, BadCell) for cell in raw.values()):
                self._refuse(number, raw)
            elif chains:
                chains.add(number, raw)
            else:
                line = add_line(number, self._sheet.nouns[0], raw, self._sheet, self._lines)
                if line and number in self._written:
                    line.written = self._written[number]

    def _refuse(self, number: int, raw: Mapping[str, BadCell]) -> None:
        """The problems of a row of which nothing can be read: it is of no record."""
        letters = self._sheet.letters[self._sheet.nouns[0].key]
        for name, cell in raw.items():
            found = cell.error.problem
            place = f"{self._name}!{letters.get(name, 'A')}{number}"
            self._lines.problems.append(found._replace(place=place))

    def _data(self, width: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows of data, each as wide as the table; the others are noted as what they are."""
        patches, shape, before = self._patches, self._shape, self._sheet.last
        for at, row in enumerate(self._rows):
            number, cells = row.number, row.cells
            if number in patches:
                cells = _patched(cells, patches[number])
            if number - before > GAP:
                self._tail = True
            before = number
            if self._is_example(at, number, cells) or (
                not is_plain(cells, shape) and self._is_other(at, number, cells)
            ):
                continue
            yield number, cells if len(cells) >= width else cells + (None,) * (width - len(cells))

    def _raw(self, number: int, cells: tuple[Any, ...], columns: list[tuple[int, str, bool]]) -> dict[str, Any]:
        """The cells of a row by the names of their columns, without the blank ones."""
        raw: dict[str, Any] = {}
        for index, name, textual in columns:
            cell = cells[index]
            if cell is None:
                continue
            if type(cell) is str and (cell.strip() in MARKS if len(cell) <= LONGEST_MARK else cell.isspace()):
                cell = self._marked(number, index, name, cell, textual=textual)
                if cell is None:
                    continue
            raw[name] = cell
        return raw

    def _marked(self, number: int, index: int, name: str, cell: str, *, textual: bool) -> object:
        """What a mark stands for: nothing, the cell above, or itself where a dash is a text like any other."""
        mark = cell.strip()
        ours = textual and is_numbered(self._cells, self._shape)  # a record of ours, which may hold this text
        noun = self._sheet.nouns[0]
        required = name in noun.required
        if mark not in DITTOS:
            if mark and textual and (ours or not required or not noun.numbered):
                return cell
            if mark and required:  # refused on a new record, with what stands there
                self._written.setdefault(number, {})[name] = Written(mark)
            return None
        if ours:
            return cell
        above = self._above[index]
        if above is None or (isinstance(above, str) and above.strip() in MARKS):
            return BadCell(
                mark, BadData(DITTO_NOTHING(value=mark), code="ditto_nothing", value=mark, hint=DITTO_NOTHING_HINT)
            )
        self._cells = _patched(self._cells, {index: above})
        source = self._source(number, index)
        self._written.setdefault(number, {})[name] = Written(cell, f"{column_letters(index)}{source}")
        what = DITTO_TAKEN(value=mark, above=short(above))
        self._lines.notes.add(
            "ditto", cell_place(self._name, number, index), what, group=f"{self._name}!{index}", level="info"
        )
        return above

    def _source(self, number: int, index: int) -> int:
        """The row whose cell a mark repeats, over any marks between."""
        last, source = self._repeats.get(index, (0, 0))
        source = source if last == self._before else self._before
        self._repeats[index] = (number, source)
        return source

    def _is_example(self, at: int, number: int, cells: tuple[Any, ...]) -> bool:
        """Whether a row is the example that a template brought along; it is noted as one."""
        index = self._example
        if index is None or index >= len(cells) or not is_example(cells[index]):
            return False
        self._others[at] = "example"
        self._lines.examples.append(f"{self._name}!{number}")
        return True

    def _is_other(self, at: int, number: int, cells: tuple[Any, ...]) -> bool:
        """Whether a row is no data: a total, a note, the name of a section; it is noted as what it is."""
        kind = row_kind(cells, self._shape, wide=number in self._wide, tail=self._tail)
        if kind == "data" and not self._sums_up(at, cells):
            return False
        self._others[at] = "total" if kind == "data" else kind
        self._tail = self._tail or kind == "note"
        if kind == "section":
            self._sheet.sections.append((number, next(cell for cell in cells if isinstance(cell, str))))
        return True

    @cached_property
    def _wide(self) -> frozenset[int]:
        return wide_rows(self._table.facts.merges, len(self._table.head.paths))

    # Totals

    @cached_property
    def _sums(self) -> Sums:
        layout = self._sheet.layout
        width = len(self._table.head.paths)
        numeric = [n for n, place in layout.columns.items() if place.field is not None and place.field.kind.numeric]
        free = [n for n in range(width) if n not in layout.columns and n not in layout.serials]
        return Sums(self._rows, [*numeric, *free], self._others)

    def _sums_up(self, at: int, cells: tuple[Any, ...]) -> bool:
        """Whether a row without any name holds the sums of the rows above it."""
        columns = self._sheet.layout.columns
        named = [
            index
            for index, place in columns.items()
            if index < len(cells) and cells[index] is not None and not (place.field and place.field.kind.numeric)
        ]
        return not named and self._sums.are(cells, at)

    def _check_totals(self) -> None:
        """Warn of totals that are not the sums of their rows."""
        totals = [
            Total(at, is_subtotal(self._rows[at].cells, self._shape), section=kind == "section")
            for at, kind in self._others.items()
            if kind in ("total", "section")
        ]
        if all(total.section for total in totals):
            return
        columns = self._sheet.layout.columns
        money = [index for index, place in columns.items() if place.field is not None and place.field.kind.numeric]
        above = {index: self._sum_above(columns[index]) for index in money} if self._tables_above else {}
        known = {index: value for index, value in above.items() if value is not None}
        lost = [index for index in above if index not in known]
        for each in differences(self._rows, self._others, totals, [n for n in money if n not in lost], known):
            self._tell_difference(each)
        blind = {each.column for each in differences(self._rows, self._others, totals, lost)}
        blind.update(unchecked(self._rows, self._others, totals, money))
        if blind:
            what = TOTALS_UNCHECKED(sheet=self._name, columns=tuple(map(column_letters, sorted(blind))))
            self._lines.messages.append(Message("totals_unchecked", what, "warning"))
        rows = row_spans(self._rows[total.at].number for total in totals if not total.section)
        told = Message("totals_left_out", TOTALS_LEFT_OUT(sheet=self._name, rows=rows))
        self._lines.messages.append(told)

    def _tell_difference(self, each: Difference) -> None:
        letters = column_letters(each.column)
        told = {
            "said": plain_decimal(each.said),
            "summed": plain_decimal(each.summed),
            "column": letters,
            "first": each.first,
            "last": each.last,
        }
        what = (
            TOTAL_DIFFERS(**told)
            if each.whole is None
            else TOTAL_DIFFERS_FROM_ALL(**told, whole=plain_decimal(each.whole))
        )
        place = cell_place(self._name, each.row, each.column)
        self._lines.notes.add("total_differs", place, what, group=f"{self._name}!{letters}")

    def _sum_above(self, place: Place) -> Decimal | None:
        """What the tables above come to in the field of a column, in the unit of that column."""
        currency, scale = _measure(place)
        found = self._tables_above.get((place.key, currency), Decimal(0))
        return None if found is None else found / scale

    def _sum_up(self) -> None:
        """Add what this table comes to, for a total below a further one."""
        for index, place in self._sheet.layout.columns.items() if self._table.several else ():
            if place.field is None or not place.field.kind.numeric:
                continue
            currency, scale = _measure(place)
            before = self._tables_above.get((place.key, currency), Decimal(0))
            own = sum_of(self._rows, self._others, index) if len(place.units) < BOTH else None
            self._tables_above[place.key, currency] = None if before is None or own is None else before + own * scale

    # What is said of the rest

    def _tell_left_out(self) -> None:
        """Which rows were left out, and how they begin; a warning where one of them looks like data."""
        rows = [self._rows[at] for at, kind in self._others.items() if kind in ("note", "section")]
        if not rows:
            return
        texts = tuple(_beginning(row.cells) for row in rows)
        what = ROWS_LEFT_OUT(sheet=self._name, rows=row_spans(row.number for row in rows), texts=some(iter(texts), 3))
        filled = max(sum(cell is not None for cell in row.cells) for row in rows)
        self._lines.messages.append(Message("rows_left_out", what, "warning" if filled >= DATA_LIKE else "info"))

    def _judge_hidden(self) -> None:
        """Hidden rows are read where a filter hides them, else refused; hidden columns are read, and both are told."""
        facts, numbers = self._table.facts, {line.number for line in self._lines.of(self._sheet)}
        hidden = numbers & facts.hidden_rows
        if hidden and facts.filtered:
            told = ROWS_FILTERED(sheet=self._name, n=len(hidden), rows=row_spans(hidden))
            self._lines.messages.append(Message("rows_filtered", told, "warning"))
        elif hidden:
            for line in self._lines.of(self._sheet):
                line.bad = line.bad or line.number in hidden
            what = ROWS_HIDDEN(sheet=self._name, n=len(hidden), rows=row_spans(hidden))
            place = cell_place(self._name, min(hidden), 0)
            self._lines.problems.append(Problem("rows_hidden", what, place, hint=ROWS_HIDDEN_HINT))
        columns = [n for n in self._sheet.layout.columns if n + 1 in facts.hidden_columns]
        if columns:
            told = COLUMNS_HIDDEN(sheet=self._name, columns=tuple(map(column_letters, columns)))
            self._lines.messages.append(Message("columns_hidden", told, "warning"))

    def _tell_struck(self) -> None:
        struck = {line.number for line in self._lines.of(self._sheet)} & self._table.facts.struck
        if struck:
            told = ROWS_STRUCK(sheet=self._name, n=len(struck), rows=row_spans(struck))
            self._lines.messages.append(Message("rows_struck", told, "warning"))


class _Chains:
    """The rows of the chains' sheet: the chain, which several rows may describe, and perhaps a segment of it."""

    def __init__(self, sheet: Sheet, lines: Lines) -> None:
        self._sheet = sheet
        self._lines = lines
        self._known: dict[str, Line] = {}

    def add(self, number: int, raw: dict[str, Any]) -> None:
        """Add what one row says."""
        chain, segment = (
            {name.partition(".")[2]: cell for name, cell in raw.items() if name.startswith(key)}
            for key in ("chain.", "segment.")
        )
        name = chain.get("name")
        if not chain and not segment:
            return
        known = self._known.get(folded(name)) if isinstance(name, str) else None
        if known is None:
            line = add_line(number, NOUNS["chain"], chain, self._sheet, self._lines)
            if line and isinstance(name, str):
                self._known[folded(name)] = line
        else:
            self._merge(number, chain, known)
        if segment:
            if name is not None:
                segment["chain"] = name
            add_line(number, NOUNS["segment"], segment, self._sheet, self._lines)

    def _merge(self, number: int, raw: dict[str, Any], line: Line) -> None:
        """Take what a further row says of the same chain; two different texts are refused."""
        for key, cell in raw.items():
            if key not in line.raw:
                line.raw[key] = cell
                line.rows = {**line.rows, key: number}
            elif key != "name" and line.raw[key] != cell:
                label = line.noun.field(key).label
                what = ROW_CONFLICT(field=label, value=str(cell), other=line.cell(key), first=str(line.raw[key]))
                place = f"{line.sheet.name}!{line.letter(key)}{number}"
                line.bad = True
                self._lines.problems.append(Problem("row_conflict", what, place, str(cell), ROW_CONFLICT_HINT))


def add_line(number: int, noun: Noun, raw: dict[str, Any], sheet: Sheet, lines: Lines) -> Line | None:
    """A line of a noun with these cells; None where there are none."""
    if noun.key in CITYWIDE and isinstance(raw.get("unit"), str) and folded(raw["unit"]) in CITY:
        del raw["unit"]
    number_cell = raw.pop("", None)
    if not raw and number_cell is None:
        return None
    line = Line(sheet, number, noun, raw, number_cell)
    lines.by_noun[noun.key].append(line)
    return line


def _patched(cells: tuple[Any, ...], values: Mapping[int, Any]) -> tuple[Any, ...]:
    """A row's cells with some of them replaced."""
    held = list(cells) + [None] * (max(values) + 1 - len(cells))
    for index, value in values.items():
        held[index] = value
    return tuple(held)


def _beginning(cells: tuple[Any, ...]) -> str:
    return short(next((cell for cell in cells if cell is not None), ""))


def _example_column(sheet: Sheet) -> int | None:
    """The column in which an example says that it is one."""
    noun = sheet.nouns[0]
    marked = f"{noun.key}.{marked_field(noun)}"
    return next((index for index, place in sheet.layout.columns.items() if place.key == marked), None)


def _measure(place: Place) -> tuple[str, int]:
    """The currency in which a column is written, and how many of its minor units are one; of a plain number nothing."""
    unit = next(iter(place.units), place.field.unit if place.field else None)
    return (unit.currency, unit.fen) if unit else ("", 1)


def _textual(declared: Field | None) -> bool:
    """Whether a dash in a cell of the field is a text like any other."""
    return declared is not None and type(declared.kind) in (Kind, NamesKind)
