"""Finds the tables of a workbook: which sheets, where their headings stand, what each column holds."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import NotFound, Problem
from tracker.result import Message
from tracker.rules.choices import folded
from tracker.rules.headings import (
    LEAST_KNOWN,
    Layout,
    column_letters,
    every_sheet,
    lay_out,
    path_text,
    read_heading,
    sheet_nouns,
    spelled,
)
from tracker.rules.mapping import Wishes, fingerprint, heading_map, said_columns
from tracker.rules.nouns import NOUNS, Noun
from tracker.rules.tables import Context, Head, find_head, is_total, likely_starts, read_context, row_kind, shape_of
from tracker.services.sheet_rows import Facts, Lines, Page, PageRow, Sheet, cell_place
from tracker.words import (
    HEADING_BARE,
    HEADING_MISSING,
    HEADING_MISSING_HINT,
    HEADING_NEAR,
    HEADING_PERHAPS,
    HEADING_RECEIPTS,
    HEADING_TWICE,
    HEADING_TWICE_HINT,
    HEADING_UNKNOWN,
    HEADING_UNKNOWN_HEAD,
    MAP_SEVERAL,
    MAP_SEVERAL_HINT,
    MAP_UNUSED,
    MAP_UNUSED_HINT,
    NUMBER,
    NUMBERS_SERIAL,
    SHEET_EMPTY_OF_OURS,
    SHEET_EMPTY_OF_OURS_HINT,
    SHEET_HIDDEN,
    SHEET_NEAREST,
    SHEET_NO_HEAD,
    SHEET_NOT_THERE,
    SHEET_NOT_THERE_HINT,
    SHEET_TWO_NOUNS,
    SHEET_TWO_NOUNS_HINT,
    SHEET_UNKNOWN,
    TABLE_COLUMN,
    TABLE_FOUND,
    TABLE_IN_UNIT,
    TABLE_ROW,
    TABLE_ROWS,
    TABLE_SAME,
    UNIT_CLASH,
    UNIT_CLASH_HINT,
    UNIT_TAKEN,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.rules.headings import Path, Place
    from tracker.rules.money import MoneyUnit
    from tracker.words import Words

TITLE_ROWS: Final = 3  # above a further table that may belong to it
TITLE_CELLS: Final = 2
_COUNTING: Final = re.compile(r"\s*[0-9]+(?:\.0)?\s*")


class Table(NamedTuple):
    """A table that was found: its page and what is known of it, where it stands, its rows below the headings."""

    page: Page
    facts: Facts
    sheet: Sheet
    head: Head
    rows: Sequence[PageRow]


class _Guess(NamedTuple):
    """What a sheet of a name that is not ours may hold, by its headings."""

    nouns: tuple[Noun, ...]
    head: Head

    @property
    def known(self) -> int:
        """How many columns are known."""
        return len(self.head.layout.columns)


class Finder:
    """Finds the tables of the pages of one workbook, as far as possible as a person wishes."""

    def __init__(self, lines: Lines, wishes: Wishes) -> None:
        self._lines = lines
        self._wishes = wishes
        self._met: set[str] = set()
        self._unknown: list[Words] = []
        self._hidden: list[str] = []

    def find(self, pages: Iterable[Page]) -> Iterator[Table]:
        """Every table; sheets that are left out are named in the end. Raises NotFound for a sheet that is not there."""
        every = list(pages)
        self._refuse_missing(every)
        for page in every:
            yield from self._page(page)
        self._finish()

    def _refuse_missing(self, pages: Sequence[Page]) -> None:
        names = {folded(page.name) for page in pages}
        for name in [*(wish.name for wish in self._wishes.sheets), *self._named()]:
            if folded(name) not in names:
                raise NotFound(
                    SHEET_NOT_THERE(value=name),
                    code="sheet_not_there",
                    place="--sheet",
                    value=name,
                    hint=SHEET_NOT_THERE_HINT(sheets=tuple(page.name for page in pages if not page.hidden)),
                )

    def _named(self) -> Iterator[str]:
        yield from (each.sheet for each in self._wishes.head_rows if each.sheet)
        yield from (each.sheet for each in self._wishes.columns if each.sheet)

    def _page(self, page: Page) -> Iterator[Table]:
        wish = next((each for each in self._wishes.sheets if folded(each.name) == folded(page.name)), None)
        if self._wishes.sheets and wish is None:
            return
        if page.hidden and wish is None:
            if not page.name.startswith("_"):
                self._hidden.append(page.name)
            return
        nouns = (wish and wish.nouns) or sheet_nouns(page.name)
        if not page.rows and (nouns or wish is None):
            return
        yield from self._known(page, nouns) if nouns else self._guessed(page, wished=wish is not None)

    def _known(self, page: Page, nouns: tuple[Noun, ...]) -> Iterator[Table]:
        """The tables of a sheet of which it is known what it holds."""
        head = self._head(page, nouns)
        if head is None or not head.layout.acceptable:
            self._lines.problems.append(_headless(page, nouns, head))
            return
        yield from self._tables(page, nouns, head, guessed=False)

    def _guessed(self, page: Page, *, wished: bool) -> Iterator[Table]:
        """The tables of a sheet that its headings alone tell."""
        guesses = [
            _Guess(nouns, head)
            for nouns in every_sheet()
            for head in [self._head(page, nouns)]
            if head and (len(nouns) == 1 or head.layout.acceptable)
        ]
        guesses.sort(key=lambda each: (each.head.layout.acceptable, each.known, -len(each.head.layout.missing)))
        best = guesses[-1] if guesses else None
        if best is None or best.known < LEAST_KNOWN or not best.head.layout.acceptable:
            self._leave_out(page, best, wished=wished)
        elif len(guesses) > 1 and _rank(guesses[-2]) == _rank(best):
            self._lines.problems.append(_two_nouns(page, best, guesses[-2]))
        else:
            yield from self._tables(page, best.nouns, best.head, guessed=True)

    def _leave_out(self, page: Page, best: _Guess | None, *, wished: bool) -> None:
        """A sheet that is not known: named with what it is most like, or refused where it was asked for."""
        told: Words = page.name
        if best and best.known > 1:
            told = SHEET_NEAREST(sheet=page.name, noun=best.nouns[0].sheet, n=best.known)
        if wished:
            what = SHEET_NO_HEAD(sheet=told)
            self._lines.problems.append(Problem("heading_missing", what, page.name, hint=HEADING_MISSING_HINT))
        else:
            self._unknown.append(told)

    def _finish(self) -> None:
        lines = self._lines
        if self._unknown:
            lines.messages.append(Message("sheet_unknown", SHEET_UNKNOWN(sheets=tuple(self._unknown))))
        if self._hidden:
            lines.messages.append(Message("sheet_hidden", SHEET_HIDDEN(sheets=tuple(self._hidden)), "warning"))
        if not lines.sheets and not lines.problems:
            known = tuple(dict.fromkeys(noun.sheet for noun in NOUNS.values()))
            hint = SHEET_EMPTY_OF_OURS_HINT(sheets=known)
            lines.problems.append(Problem("no_sheet", SHEET_EMPTY_OF_OURS, hint=hint))
        for wish in self._wishes.columns:
            if wish.typed not in self._met and lines.sheets:
                what = MAP_UNUSED(value=wish.source)
                lines.problems.append(Problem("map_unused", what, "--map", wish.typed, MAP_UNUSED_HINT))

    # Where the headings stand

    def _head(self, page: Page, nouns: tuple[Noun, ...]) -> Head | None:
        """The heading rows of a page's first table: where a person says, else where most headings are known."""
        lay, merges = self._layer(page, nouns), Facts.of(page).merges
        said = self._wishes.rows_of(page.name)
        if said is None:
            starts = likely_starts(page.rows) or (range(min(3, len(page.rows))) if self._wishes.columns else ())
            return find_head(page.rows, merges, lay, starts)
        inside = [at for at, row in enumerate(page.rows) if said.first <= row.number <= said.last]
        return find_head(page.rows, merges, lay, inside[:1], (len(inside),)) if inside else None

    def _layer(self, page: Page, nouns: tuple[Noun, ...]) -> Callable[[Sequence[Path]], Layout]:
        """A function that lays headings out, with what was said of the columns."""
        wishes, kept = self._wishes.columns_of(page.name), self._wishes.remembered
        if not wishes and not kept:
            return lambda paths: lay_out(nouns, paths)

        def lay(paths: Sequence[Path]) -> Layout:
            said, met = said_columns(nouns, paths, wishes, kept.get(fingerprint(paths)) if kept else None)
            self._met |= met
            return lay_out(nouns, paths, said=said)

        return lay

    def _tables(self, page: Page, nouns: tuple[Noun, ...], first: Head, *, guessed: bool) -> Iterator[Table]:
        """The table under some headings, and those under headings that stand below it again."""
        facts = Facts.of(page)
        heads = [first, *self._further(page, nouns, first, facts)]
        outer = read_context([page.name, *_texts(page.rows[: first.at])])
        begins = [first.at, *(_title_start(page.rows, head, before) for before, head in pairwise(heads))]
        for n, head in enumerate(heads):
            own = read_context(_texts(page.rows[begins[n] : head.at])) if n else outer
            context = own if own.units or own.clash else Context(own.texts, outer.units, outer.clash)
            end = begins[n + 1] if n + 1 < len(heads) else len(page.rows)
            table = self._table(page, facts, nouns, head, context, page.rows[head.end : end], further=n > 0)
            self._tell(table, guessed=guessed or len(heads) > 1, above=head.at > 0)
            yield table

    def _further(self, page: Page, nouns: tuple[Noun, ...], first: Head, facts: Facts) -> Iterator[Head]:
        """The heading rows below the first ones: rows of which two cells or more are spelled as headings."""
        rows, lay = page.rows, self._layer(page, nouns)
        own = [cell for row in rows[first.at : first.end] for cell in row.cells if isinstance(cell, str)]
        words = spelled(tuple(noun.key for noun in nouns)).union(own)
        least, end = max(2, (len(first.layout.columns) + 1) // 2), first.end
        # One lookup a cell: this goes through every row of the sheet.
        found = [at for at in range(end, len(rows)) if not words.isdisjoint(rows[at].cells)]
        for at in found:
            if at < end or len(words.intersection(rows[at].cells)) < min(2, least):
                continue
            head = find_head(rows, facts.merges, lay, range(max(end, at - 2), at + 1))
            if head and len(head.layout.columns) >= least:
                end = head.end
                yield head

    def _table(
        self,
        page: Page,
        facts: Facts,
        nouns: tuple[Noun, ...],
        head: Head,
        context: Context,
        rows: Sequence[PageRow],
        *,
        further: bool,
    ) -> Table:
        """A table with its final layout: headings of one wrong character, and the unit of the lines above."""
        wishes, kept = self._wishes.columns_of(page.name), self._wishes.remembered.get(fingerprint(head.paths))
        said, met = said_columns(nouns, head.paths, wishes, kept)
        self._met |= met
        layout = self._without_serial(
            page, head, rows, lay_out(nouns, head.paths, said=said, units=context.units, near=True)
        )
        head = head._replace(layout=layout)
        numbers = [row.number for row in page.rows[head.at : head.end]]
        sheet = Sheet(
            page.name,
            nouns,
            layout,
            _letters(nouns, layout),
            numbers[0],
            numbers[-1],
            context,
            further=further,
            mapping=heading_map(head.paths, layout),
        )
        self._lines.sheets.append(sheet)
        return Table(page, facts, sheet, head, rows)

    def _without_serial(self, page: Page, head: Head, rows: Sequence[PageRow], layout: Layout) -> Layout:
        """A layout without a column 编号 that only counts the rows, which is said."""
        number = shape_of(layout).number
        if (
            number is None
            or number >= len(head.paths)
            or not _only_counts(row.cells[number : number + 1] for row in rows)
        ):
            return layout
        place = cell_place(page.name, page.rows[head.end - 1].number, number)
        what = NUMBERS_SERIAL(heading=path_text(head.paths[number]))
        self._lines.notes.add("numbers_serial", place, what, group=page.name, level="info")
        columns = {index: each for index, each in layout.columns.items() if index != number}
        return replace(layout, columns=columns, serials=layout.serials | {number})

    # What is said of them

    def _tell(self, table: Table, *, guessed: bool, above: bool) -> None:
        layout, head = table.sheet.layout, table.head
        wishes = self._wishes.columns_of(table.page.name)
        if guessed or above or head.height > 1 or layout.near or wishes or self._wishes.rows_of(table.page.name):
            self._lines.messages.append(Message("table_found", _found(table)))
        self._tell_near(table)
        self._tell_units(table)
        self._refuse_twice(table)
        self._tell_left_out(table)
        self._tell_bare(table)

    def _tell_near(self, table: Table) -> None:
        for index, place in table.sheet.layout.near.items():
            heading = path_text(table.head.paths[index])
            what = HEADING_NEAR(heading=heading, field=_label(place))
            self._lines.notes.add("heading_near", _place(table, index), what, group=table.page.name + heading)

    def _tell_units(self, table: Table) -> None:
        """The unit of the lines above, where a column needs it; two of them are refused."""
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
        layout = table.sheet.layout
        told: dict[int, Words] = {}
        for index, text in layout.unknown.items():
            if table.sheet.nouns[0].key == "project" and "到位" in read_heading(text).name:
                what = HEADING_RECEIPTS(heading=text)
                self._lines.notes.add("heading_receipts", _place(table, index), what, group=table.page.name)
            elif index in layout.perhaps:
                fields = tuple(_label(place) for place in layout.perhaps[index])
                told[index] = HEADING_PERHAPS(column=column_letters(index), heading=text, fields=fields)
            else:
                told[index] = HEADING_UNKNOWN_HEAD(column=column_letters(index), heading=text)
        told |= {index: column_letters(index) for index in _headless_columns(table)}
        if told:
            what = HEADING_UNKNOWN(sheet=table.page.name, columns=tuple(told[index] for index in sorted(told)))
            self._lines.messages.append(Message("heading_unknown", what, "warning"))

    def _tell_bare(self, table: Table) -> None:
        """Money columns with bare numbers of which nothing says the unit."""
        layout = table.sheet.layout
        for index in () if table.sheet.context.clash else layout.bare:
            if not any(_bare_number(cell) for cell in _below(table, index)):
                continue
            declared = layout.columns[index].field
            unit = declared.unit.label if declared and declared.unit else ""
            what = HEADING_BARE(place=_place(table, index), unit=unit)
            self._lines.messages.append(Message("heading_bare", what, "warning"))


def _rank(guess: _Guess) -> tuple[int, int]:
    return guess.known, len(guess.head.layout.missing)


def _two_nouns(page: Page, best: _Guess, other: _Guess) -> Problem:
    first, second = best.nouns[0].sheet, other.nouns[0].sheet
    what = SHEET_TWO_NOUNS(sheet=page.name, first=first, second=second)
    hint = SHEET_TWO_NOUNS_HINT(sheet=page.name, first=first)
    return Problem("sheet_two_nouns", what, page.name, hint=hint)


def _headless(page: Page, nouns: tuple[Noun, ...], head: Head | None) -> Problem:
    """The problem of a sheet of ours of which no row holds the headings: at the row that is most like them."""
    missing = head.layout.missing if head else lay_out(nouns, ()).missing
    row = page.rows[head.at if head else 0].number
    what = HEADING_MISSING(headings=tuple(each.label for each in missing))
    return Problem("heading_missing", what, f"{page.name}!A{row}", hint=HEADING_MISSING_HINT)


def _letters(nouns: tuple[Noun, ...], layout: Layout) -> dict[str, dict[str, str]]:
    """By noun the letters of its fields' columns; a segment's chain is that of its row."""
    letters: dict[str, dict[str, str]] = {noun.key: {} for noun in nouns}
    for index, place in layout.columns.items():
        letters[place.noun.key][place.field.key if place.field else ""] = column_letters(index)
    if "segment" in letters and "name" in letters["chain"]:
        letters["segment"]["chain"] = letters["chain"]["name"]
    return letters


def _texts(rows: Sequence[PageRow]) -> list[str]:
    """The texts of the lines above a table."""
    return [" ".join(cell.split()) for row in rows for cell in row.cells if isinstance(cell, str) and cell.strip()]


def _title_start(rows: Sequence[PageRow], head: Head, before: Head) -> int:
    """Where the title of a further table begins: up to three rows above its headings that hold little and no data."""
    shape, at = shape_of(before.layout), head.at
    while at > max(before.end, head.at - TITLE_ROWS):
        cells = rows[at - 1].cells
        filled = [cell for cell in cells if cell is not None]
        if len(filled) > TITLE_CELLS or not all(isinstance(cell, str) for cell in filled):
            break
        if row_kind(cells, shape) == "total" or rows[at].number - rows[at - 1].number > TITLE_ROWS:
            break
        at -= 1
    return at


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
    known = {*layout.columns, *layout.unknown, *layout.twice, *layout.serials}
    width = max((len(row.cells) for row in table.rows), default=0)
    free = [index for index in range(width) if index not in known]
    return [index for index in free if any(cell not in (None, "") for cell in _below(table, index))]


def _only_counts(cells: Iterable[tuple[Any, ...]]) -> bool:
    """Whether all that stands in a column is plain whole numbers; its totals may be labelled."""
    counting = False
    for cell in (one for each in cells for one in each if one is not None):
        if isinstance(cell, str) and (not cell.strip() or is_total(cell)):
            continue
        if isinstance(cell, bool) or not _COUNTING.fullmatch(str(cell)):
            return False
        counting = True
    return counting


def _below(table: Table, index: int) -> Iterator[object]:
    """The cells of a column below the headings."""
    return (row.cells[index] for row in table.rows if index < len(row.cells))


def _bare_number(cell: object) -> bool:
    """Whether a cell holds a number that says nothing of its unit."""
    text = cell if isinstance(cell, str) else "1" if isinstance(cell, (int, float)) else ""
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
