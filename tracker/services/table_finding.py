"""Finds the tables of a workbook: which sheets, where their headings stand, what each column holds."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import chain, pairwise
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
    usual_headings,
)
from tracker.rules.mapping import ColumnWish, Wishes, fingerprint, said_columns
from tracker.rules.nouns import NOUNS, Noun
from tracker.rules.row_units import says_currency, says_units
from tracker.rules.tables import (
    SEARCHED,
    Context,
    Head,
    find_head,
    heading_paths,
    is_numbered,
    is_total,
    likely_starts,
    read_context,
    row_kind,
    shape_of,
)
from tracker.services.home_units import names_unit
from tracker.services.sheet_rows import Facts, Lines, Page, PageRow, Sheet, Table, cell_place
from tracker.services.table_telling import Question, Teller, on_one_line
from tracker.services.wide_targets import find_wide, split
from tracker.words import (
    HEAD_ROW_EMPTY,
    HEAD_ROWS_HINT,
    HEADING_MISSING,
    HEADING_MISSING_HINT,
    MAP_UNUSED,
    MAP_UNUSED_HINT,
    MONTHS_HINT,
    NEAREST_MISSING,
    NEAREST_UNKNOWN,
    NUMBER,
    NUMBERS_SERIAL,
    RUNNING_HINT,
    SHEET_EMPTY_KNOWN,
    SHEET_EMPTY_OF_OURS,
    SHEET_EMPTY_OF_OURS_HINT,
    SHEET_HIDDEN,
    SHEET_NEAREST,
    SHEET_NO_HEAD,
    SHEET_NOT_THERE,
    SHEET_NOT_THERE_HINT,
    SHEET_TWO_NOUNS,
    SHEET_TWO_NOUNS_HINT,
    SHEET_TYPED,
    SHEET_TYPED_TOO,
    SHEET_UNKNOWN,
    SHEET_WIDE,
    SHEETS_PERHAPS,
    SHEETS_PERHAPS_HINT,
    WIDE_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.headings import Path, Place
    from tracker.rules.mapping import HeadRows
    from tracker.rules.money import MoneyUnit
    from tracker.rules.schemes import Scheme
    from tracker.services.lookups import Lookups
    from tracker.services.wide_targets import Wide
    from tracker.words import Words

TITLE_ROWS: Final = 3  # above a further table that may belong to it
TITLE_CELLS: Final = 2
RUNNING: Final = "累计"  # receipts to date in one sum
_MONTH: Final = re.compile(r"(?<![0-9])(?:1[0-2]|0?[1-9])月份?$")  # a column of what came in during it
_COUNTING: Final = re.compile(r"\s*[0-9]+(?:\.0)?\s*")


class _Guess(NamedTuple):
    """What a sheet of a name that is not ours may hold, by its headings."""

    nouns: tuple[Noun, ...]
    head: Head

    @property
    def known(self) -> int:
        """How many columns are known."""
        return len(self.head.layout.columns)


class _Left(NamedTuple):
    """A sheet that is not known: what is said of it, and what would be typed to import it, if anybody can say.

    `sheet` says what it holds, where its headings would still not tell; `columns` would then be known.
    """

    told: Words
    columns: int = 0
    sheet: Words | None = None
    maps: tuple[Words, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it can be said what to type."""
        return self.sheet is not None or bool(self.maps)


class Finder:
    """Finds the tables of the pages of one workbook, as far as possible as a person wishes.

    With `lookups` a county that a title names stands for the column of units.
    """

    def __init__(self, lines: Lines, wishes: Wishes, lookups: Lookups | None = None) -> None:
        self._lines = lines
        self._lookups = lookups
        self._wishes = wishes
        self._teller = Teller(lines, wishes)
        self._met: set[str] = set()
        self._unknown: list[_Left] = []
        self._hidden: list[str] = []

    def find(self, pages: Iterable[Page]) -> Iterator[Table]:
        """Every table; in the end the sheets left out are named, and NotFound is raised for one that is not there.

        No page is kept: a large workbook is never held twice.
        """
        names: list[str] = []
        for page in pages:
            names.append(page.name)
            yield from self._page(page)
        self._refuse_missing(names)
        self._finish()

    def _refuse_missing(self, names: Sequence[str]) -> None:
        known = set(map(folded, names))
        for name in [*(wish.name for wish in self._wishes.sheets), *self._named()]:
            if folded(name) not in known:
                raise NotFound(
                    SHEET_NOT_THERE(value=name),
                    code="sheet_not_there",
                    place="--sheet",
                    value=name,
                    hint=SHEET_NOT_THERE_HINT(sheets=tuple(name for name in names if not name.startswith("_"))),
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
        head = self._head(page, nouns) or self._fullest(page, nouns)
        if head:  # its name says what it holds, so that a heading of one wrong character will do
            head = self._at_home(page, head._replace(layout=self._layer(page, nouns, near=True)(head.paths)))
        if head is None or not (head.layout.acceptable or _updates(page, head)):
            wide = find_wide(page, self._schemes) if nouns[0].key == "target" else None
            if wide:
                yield from self._wide_tables(page, wide)
                return
            said = self._wishes.rows_of(page.name)
            self._lines.problems.append(_headless(page, nouns, head, said))
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
        guesses.sort(key=_likeliness)
        best = guesses[-1] if guesses else None
        if best is None or best.known < LEAST_KNOWN or not best.head.layout.acceptable:
            yield from self._of_another_shape(page, guesses, wished=wished)
        elif len(guesses) > 1 and _rank(guesses[-2]) == _rank(best):
            self._lines.problems.append(_two_nouns(page, best, guesses[-2]))
        else:
            yield from self._tables(page, best.nouns, best.head, guessed=True)

    def _of_another_shape(self, page: Page, guesses: Sequence[_Guess], *, wished: bool) -> Iterator[Table]:
        """The updates or the targets of a sheet whose headings are not those of records; else it is left out."""
        settled = any(each.head.layout.acceptable for each in guesses)
        updated = None if settled else next((each for each in guesses if _updates(page, each.head)), None)
        wide = None if updated else find_wide(page, self._schemes)
        if updated:
            yield from self._tables(page, updated.nouns, updated.head, guessed=True)
        elif wide and wide.says_targets(page):
            yield from self._wide_tables(page, wide)
        else:
            self._leave_out(page, guesses, wide, wished=wished)

    def _leave_out(self, page: Page, guesses: Sequence[_Guess], wide: Wide | None, *, wished: bool) -> None:
        """A sheet that is not known: named with what it is most like, or refused where it was asked for."""
        guesses = sorted((each._replace(head=self._at_home(page, each.head)) for each in guesses), key=_likeliness)
        lefts = [_left(page, each, self._layer(page, each.nouns, near=True)(each.head.paths)) for each in guesses]
        left = lefts[-1] if guesses and guesses[-1].known > 1 else _Left(page.name)
        left = max((each for each in lefts if each.known), key=lambda each: each.columns, default=left)
        if wished:
            what = SHEET_NO_HEAD(sheet=left.told)
            hint = SHEETS_PERHAPS_HINT(ways=self._ways([left])) if left.known else HEADING_MISSING_HINT
            self._lines.problems.append(Problem("heading_missing", what, page.name, hint=hint))
        elif self._is_wide(page):
            target = NOUNS["target"]
            told = SHEET_WIDE(sheet=page.name, noun=target.sheet, headings=_asked(target))
            self._unknown.append(_Left(told, sheet=SHEET_TYPED(sheet=page.name, noun=target.sheet) if wide else None))
        else:
            self._unknown.append(left)

    def _is_wide(self, page: Page) -> bool:
        """Whether a row near the top has metrics as headings, as a table of targets with a column for each has."""
        return any(
            sum(any(scheme.find_metric(read_heading(cell).name) for scheme in self._schemes) for cell in texts) > 1
            for row in page.rows[:SEARCHED]
            if len(texts := [cell for cell in row.cells if isinstance(cell, str)]) > 1
        )

    @cached_property
    def _schemes(self) -> Sequence[Scheme]:
        return self._lookups.schemes(None) if self._lookups else ()

    def _wide_tables(self, page: Page, wide: Wide) -> Iterator[Table]:
        """The targets of a table with a column for each metric, as a table of each."""
        head = wide.head
        context = read_context([page.name, *_texts(page.rows[: head.at])])
        numbers = [row.number for row in page.rows[head.at : head.end]]
        sheet = Sheet(page.name, (NOUNS["target"],), head.layout, {}, numbers[0], numbers[-1], context)
        rows = self._teller.without_counting(page.name, page.rows[head.end :])
        table = Table(page, Facts.of(page), sheet, head, rows)
        yield from split(wide, table, self._lines)

    def _at_home(self, page: Page, head: Head) -> Head:
        """The same headings, which lack no unit where the lines around the rows or the sheet's name tell it."""
        layout = head.layout
        others = tuple(each for each in layout.missing if each.key != "unit")
        if self._lookups is None or len(others) == len(layout.missing):
            return head
        between = (_texts([row]) for row in page.rows[head.end :] if len(row.cells) - row.cells.count(None) == 1)
        above = (*reversed(_texts(page.rows[: head.at])), page.name)
        if not names_unit(chain((above,), between), self._lines, self._lookups):
            return head
        return head._replace(layout=replace(layout, missing=others, wanted=layout.wanted - 1))

    def _ways(self, unknown: Sequence[_Left]) -> tuple[Words, ...]:
        """What is typed to import sheets that were left out; where sheets are named, those that were found as well."""
        sheets = [each.sheet for each in unknown if each.sheet is not None]
        found = dict.fromkeys(table.name for table in self._lines.sheets) if sheets else ()
        maps: list[Words] = []
        for way in (way for each in unknown for way in each.maps):
            maps += [way] if way not in maps else []
        return on_one_line([*(SHEET_TYPED_TOO(sheet=name) for name in found), *sheets, *maps])

    def _finish(self) -> None:
        lines = self._lines
        nothing = not lines.sheets and not lines.problems
        self._tell_unknown(nothing=nothing)
        if self._hidden:
            lines.messages.append(Message("sheet_hidden", SHEET_HIDDEN(sheets=tuple(self._hidden)), "warning"))
        for wish in self._wishes.columns:
            if wish.typed not in self._met and lines.sheets:
                what = MAP_UNUSED(value=wish.source)
                lines.problems.append(Problem("map_unused", what, "--map", wish.typed, MAP_UNUSED_HINT))

    def _tell_unknown(self, *, nothing: bool) -> None:
        """The sheets that are left out, and how they would be imported; a problem where there is nothing else."""
        told, ways = tuple(each.told for each in self._unknown), self._ways(self._unknown)
        if nothing:
            known = tuple(dict.fromkeys(noun.sheet for noun in NOUNS.values()))
            hint = SHEETS_PERHAPS_HINT(ways=ways) if ways else SHEET_EMPTY_OF_OURS_HINT(sheets=known)
            empty = SHEET_EMPTY_KNOWN(sheets=told) if told else SHEET_EMPTY_OF_OURS
            self._lines.problems.append(Problem("no_sheet", empty, hint=hint))
        elif told:
            what = SHEET_UNKNOWN(sheets=told)
            whole = SHEETS_PERHAPS(what=what, ways=ways) if ways else what
            self._lines.messages.append(Message("sheet_unknown", whole))

    # Where the headings stand

    def _head(self, page: Page, nouns: tuple[Noun, ...]) -> Head | None:
        """The heading rows of a page's first table: where a person says, else where most headings are known."""
        lay, merges = self._layer(page, nouns), Facts.of(page).merges
        said = self._wishes.rows_of(page.name)
        if said is None:
            starts = likely_starts(page.rows) or (
                range(min(3, len(page.rows))) if self._wishes.columns or self._wishes.remembered else ()
            )
            return find_head(page.rows, merges, lay, starts)
        inside = [at for at, row in enumerate(page.rows) if said.first <= row.number <= said.last]
        return find_head(page.rows, merges, lay, inside[:1], (len(inside),)) if inside else None

    def _fullest(self, page: Page, nouns: tuple[Noun, ...]) -> Head | None:
        """The row of most texts among the first ones, where none holds a heading of ours and nobody says which."""
        if self._wishes.rows_of(page.name) or not page.rows:
            return None
        texts = [sum(isinstance(cell, str) for cell in row.cells) for row in page.rows[:SEARCHED]]
        at = texts.index(max(texts))
        paths = heading_paths(page.rows, at, 1)
        return Head(at, 1, paths, self._layer(page, nouns)(paths))

    def _layer(
        self, page: Page, nouns: tuple[Noun, ...], *, near: bool = False, units: tuple[MoneyUnit, ...] = ()
    ) -> Callable[[Sequence[Path]], Layout]:
        """A function that lays headings out, with what was said of the columns."""
        wishes, kept = self._wishes.columns_of(page.name), self._wishes.remembered
        if not wishes and not kept:
            return lambda paths: lay_out(nouns, paths, units=units, near=near)

        def lay(paths: Sequence[Path]) -> Layout:
            known = self._wishes.said_of(page.name, fingerprint(paths)) if kept else wishes
            said, met = said_columns(nouns, paths, known)
            self._met |= met
            return lay_out(nouns, paths, said=said, units=units, near=near)

        return lay

    def _tables(self, page: Page, nouns: tuple[Noun, ...], first: Head, *, guessed: bool) -> Iterator[Table]:
        """The table under some headings, and those under headings that stand above or below it again."""
        facts = Facts.of(page)
        below = range(first.end, len(page.rows))
        heads = [*self._earlier(page, nouns, first), first, *self._again(page, nouns, first, below)]
        self._teller.tell_above(page.name, page.rows[: heads[0].at])
        outer = read_context([page.name, *_texts(page.rows[: heads[0].at])])
        begins = [heads[0].at, *(_title_start(page.rows, head, before) for before, head in pairwise(heads))]
        for n, head in enumerate(heads):
            own = read_context(_texts(page.rows[begins[n] : head.at])) if n else outer
            context = own if own.units or own.clash else Context(own.texts, outer.units, outer.clash)
            end = begins[n + 1] if n + 1 < len(heads) else len(page.rows)
            rows = self._teller.without_counting(page.name, page.rows[head.end : end])
            table = self._table(page, facts, nouns, head, context, rows, further=n > 0)
            table = table._replace(several=len(heads) > 1)
            self._teller.tell(table, guessed=guessed or len(heads) > 1, above=head.at > 0)
            yield table

    def _earlier(self, page: Page, nouns: tuple[Noun, ...], best: Head) -> list[Head]:
        """The heading rows above the best ones, each with rows of its own; none where a person says which they are."""
        if self._wishes.rows_of(page.name):
            return []
        found = [*self._again(page, nouns, best, range(best.at)), best]
        return [head for head, below in pairwise(found) if head.end < below.at]

    def _again(self, page: Page, nouns: tuple[Noun, ...], best: Head, span: range) -> Iterator[Head]:
        """Further heading rows within some rows: those of which two cells or more are spelled as headings."""
        rows, lay, merges = page.rows[: span.stop], self._layer(page, nouns), Facts.of(page).merges
        own = [cell for row in page.rows[best.at : best.end] for cell in row.cells if isinstance(cell, str)]
        words = usual_headings(tuple(noun.key for noun in nouns)).union(own)
        least, end = max(2, (len(best.layout.columns) + 1) // 2), span.start
        # One lookup a cell: this goes through every row of the sheet.
        found = [at for at in range(end, len(rows)) if not words.isdisjoint(rows[at].cells)]
        for at in found:
            if at < end or len(words.intersection(rows[at].cells)) < min(2, least):
                continue
            head = find_head(rows, merges, lay, range(max(end, at - 2), at + 1))
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
        layout = self._layer(page, nouns, near=True, units=context.units)(head.paths)
        layout = _with_units(head, rows, self._without_serial(page, head, rows, layout))
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
            fingerprint=fingerprint(head.paths),
            near=tuple(_taken_for(head.paths[index], place) for index, place in layout.near.items()),
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


def _with_units(head: Head, rows: Sequence[PageRow], layout: Layout) -> Layout:
    """A layout with the columns, not known otherwise, that say the units of the amounts beside them."""
    headings = {index: path_text(head.paths[index]) for index in layout.unknown}
    found = [
        index
        for index, heading in headings.items()
        if says_units(heading, (cell for row in rows for cell in row.cells[index : index + 1]))
    ]
    found.sort(key=lambda index: says_currency(headings[index]))
    unknown = {index: text for index, text in layout.unknown.items() if index not in found}
    return replace(layout, unknown=unknown, say_units=tuple(found)) if found else layout


def _updates(page: Page, head: Head) -> bool:
    """Whether the rows are updates of records of ours: their numbers, such as P12, and a field or more beside them.

    Such is an export cut down to what has changed. Of one noun only, as the letter of its numbers is its own.
    """
    shape = shape_of(head.layout)
    fields = any(place.field is not None for place in head.layout.columns.values())
    return fields and any(is_numbered(row.cells, shape) for row in page.rows[head.end :])


def _taken_for(path: Path, place: Place) -> ColumnWish:
    """What a person would have said of a column whose heading was corrected; its unit stands in the heading."""
    return ColumnWish(path_text(path), None, (place.field.label if place.field else NUMBER).zh)


def _left(page: Page, best: _Guess, near: Layout) -> _Left:
    """A sheet that is most like one of ours: the headings that are not known, and the columns that they may be."""
    layout, nouns = best.head.layout, best.nouns
    corrected = {index: (place,) for index, place in near.near.items()}
    question = Question(layout.unknown, {**near.perhaps, **corrected})
    told = SHEET_NEAREST(
        sheet=page.name,
        noun=nouns[0].sheet,
        n=best.known,
        row=page.rows[best.head.end - 1].number,
        unknown=NEAREST_UNKNOWN(columns=question.listed) if question.headings else "",
        missing=NEAREST_MISSING(headings=_labels(layout.missing)) if layout.missing else "",
    )
    firsts = {places[0].key: (index, places[0]) for index, places in sorted(question.fields.items(), reverse=True)}
    then = lay_out(nouns, best.head.paths, said=dict(firsts.values()))
    if not then.acceptable:
        return _Left(told)
    sheet = None if len(then.columns) >= LEAST_KNOWN else SHEET_TYPED(sheet=page.name, noun=nouns[0].sheet)
    return _Left(told, len(then.columns), sheet, question.typed(question.fields))


def _labels(fields: Iterable[Field]) -> tuple[Words, ...]:
    return tuple(each.label for each in fields)


def _likeliness(guess: _Guess) -> tuple[bool, int, int]:
    layout = guess.head.layout
    return layout.acceptable, guess.known, -len(layout.missing)


def _rank(guess: _Guess) -> tuple[int, int]:
    return guess.known, len(guess.head.layout.missing)


def _two_nouns(page: Page, best: _Guess, other: _Guess) -> Problem:
    first, second = best.nouns[0].sheet, other.nouns[0].sheet
    what = SHEET_TWO_NOUNS(sheet=page.name, first=first, second=second)
    hint = SHEET_TWO_NOUNS_HINT(sheet=page.name, first=first)
    return Problem("sheet_two_nouns", what, page.name, hint=hint)


def _headless(page: Page, nouns: tuple[Noun, ...], head: Head | None, said: HeadRows | None) -> Problem:
    """The problem of a sheet of ours of which no row holds the headings: at the row that is most like them."""
    if said and not any(said.first <= row.number <= said.last for row in page.rows):
        return _rowless(page, said)
    layout = head.layout if head else lay_out(nouns, ())
    row = said.first if said else page.rows[head.at if head else 0].number
    question = Question.of(layout)
    unknown = NEAREST_UNKNOWN(columns=question.listed) if question.headings else ""
    what = HEADING_MISSING(headings=_labels(layout.missing), unknown=unknown)
    typed = question.typed(question.fields)
    hint = SHEETS_PERHAPS_HINT(ways=on_one_line(typed)) if typed else _way_on(nouns, layout)
    return Problem("heading_missing", what, f"{page.name}!A{row}", hint=hint)


def _way_on(nouns: tuple[Noun, ...], layout: Layout) -> Words:
    """What to do about a sheet that lacks what is required: a table of another shape is told how it has to be."""
    key, lacking = nouns[0].key, {each.key for each in layout.missing}
    if key in ("target", "figure") and layout.unknown and {"metric", "value"} <= lacking:
        return WIDE_HINT(headings=_asked(nouns[0]))
    if key == "funds" and any(RUNNING in text for text in layout.unknown.values()):
        return RUNNING_HINT
    if key == "funds" and sum(bool(_MONTH.search(text)) for text in layout.unknown.values()) > 1:
        return MONTHS_HINT(headings=_labels([field for field in nouns[0].fields if field.required]))
    return HEADING_MISSING_HINT


def _asked(noun: Noun) -> tuple[Words, ...]:
    """The headings that every row of a noun should have."""
    return tuple(noun.field(key).label for key in noun.asked)


def _rowless(page: Page, said: HeadRows) -> Problem:
    """The problem of a sheet that holds nothing where a person said that its headings stand."""
    what = HEAD_ROW_EMPTY(sheet=page.name, row=said.first, last=page.rows[-1].number)
    return Problem("heading_missing", what, "--header-row", str(said.first), HEAD_ROWS_HINT)


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
