"""Holds a printed sheet or page against the tables that it was printed from, cell by cell, found by their headings."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

BLANK: Final = ("", "—", "-", "–")


class Cell(NamedTuple):
    """One cell of a printout: where it is, its text, and the number that it holds, if it holds one."""

    place: str
    text: str
    number: Decimal | None = None

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it."""
        return self.text.strip() in BLANK


class Page(NamedTuple):
    """One sheet of a workbook or table of a page: its name and its rows, empty ones left out or not."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


class Value(NamedTuple):
    """What a cell should hold: the text that people read, and the number behind it if it is one."""

    text: str
    number: Decimal | None = None


class Expected(NamedTuple):
    """A table as it was printed: its title, its headings, its rows, and which columns tell one row from another.

    Of a list that may be printed in `part`, from its start or to its end, `named` is the column that says so where
    no title does.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    identity: frozenset[int]
    part: Literal["start", "end"] | None = None
    named: int | None = None


class Mismatch(NamedTuple):
    """A cell that is not what it should be (`wanted` is None for a row that should not be there at all)."""

    place: str
    heading: str
    found: str
    wanted: str | None


class Comparison(NamedTuple):
    """What a comparison found: how many cells it held against the tables, where none of them is, what differs."""

    cells: int
    unknown: tuple[str, ...]
    mismatches: tuple[Mismatch, ...]
    missing: tuple[tuple[str, str], ...]  # the title of a table and the row of it that a printout lacks


_Line: TypeAlias = tuple[int, int]  # which table, and which of its rows


class _Known:
    """A table with its rows found by the text of the columns that tell them apart: of thousands none is searched."""

    def __init__(self, table: Expected) -> None:
        self.table = table
        self.headings = tuple(map(squeezed, table.headings))

    @cached_property
    def _lines(self) -> dict[int, dict[str, list[int]]]:
        found: dict[int, dict[str, list[int]]] = {at: {} for at in self.table.identity}
        for number, line in enumerate(self.table.rows):
            for at, lines in found.items():
                lines.setdefault(line[at].text.strip(), []).append(number)
        return found

    def lines(self, told: Sequence[tuple[Cell, int]]) -> Iterable[int]:
        """The rows that these cells, each with its column, may be of."""
        if not told:
            return ()
        fewest = min((self._lines[at].get(cell.text.strip(), []) for cell, at in told), key=len)
        return [n for n in fewest if all(_same(cell, self.table.rows[n][at]) for cell, at in told)]


class _Block(NamedTuple):
    """A heading row and the rows under it, with the tables that have those headings, and where each has them."""

    tables: tuple[_Known, ...]
    headings: tuple[Cell, ...]
    places: tuple[tuple[int | None, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


def compare(pages: Sequence[Page], tables: Sequence[Expected]) -> Comparison:
    """Find the tables on the pages and compare every cell under their headings.

    >>> sealed = Expected("县", ("单位", "总分"), ((Value("冠县"), Value("88.58")),), frozenset({0}))
    >>> rows = tuple(tuple(Cell(f"{c}{n}", t) for c, t in zip("AB", row)) for n, row in
    ...              enumerate((("县", ""), ("单位", "总分"), ("冠县", "98.58")), 1))
    >>> compare([Page("榜", rows)], [sealed]).mismatches  # 98.58 was printed over
    (Mismatch(place='B3', heading='总分', found='98.58', wanted='88.58'),)
    """
    cells, unknown, wrong, missing = 0, [], [], []
    known = _Headings(tables)
    for page in pages:
        blocks = list(_blocks(page, known))
        if not blocks:
            unknown.append(page.name)
        for block in blocks:
            wrong += _strange_headings(block)
            found = [_nearest(block, row) for row in block.rows]
            cells += len(block.rows) * sum(not cell.blank for cell in block.headings)
            wrong += [each for mismatches, _ in found for each in mismatches]
            missing += _missing(block, [lines for _, lines in found])
    return Comparison(cells, tuple(unknown), tuple(wrong), tuple(dict.fromkeys(missing)))


def _blocks(page: Page, tables: _Headings) -> Iterator[_Block]:
    """The tables of a page: each from its headings to the next headings, an empty line or a title."""
    rows = list(page.rows)
    at = 0
    while at < len(rows):
        known = tables.headed(rows[at])
        titles = {cell.text.strip() for row in rows[max(0, at - 2) : at] for cell in row} | {page.name}
        meant = tuple(each for each in known if each.table.title in titles) or _unlisted(known, rows[at])
        if not meant:
            at += 1
            continue
        block = _Block(meant, rows[at], tuple(_places(rows[at], each) for each in meant), ())
        end = at + 1
        while end < len(rows) and not _ends(block, rows[end], tables):
            end += 1
        yield block._replace(rows=tuple(rows[at + 1 : end]))
        at = end


def _unlisted(tables: Sequence[_Known], headings: Sequence[Cell]) -> tuple[_Known, ...]:
    """The tables that need no title to be known from."""
    there = {squeezed(cell.text) for cell in headings}
    return tuple(each for each in tables if each.table.named is None or each.headings[each.table.named] in there)


class _Headings:
    """The tables by their headings, so that a row of figures is told at once from one of headings."""

    def __init__(self, tables: Sequence[Expected]) -> None:
        self._tables = list(map(_Known, tables))
        self._having: dict[str, list[int]] = {}
        self._telling: dict[str, set[int]] = {}  # the tables whose rows a heading tells apart
        for number, each in enumerate(self._tables):
            for heading in set(each.headings):
                self._having.setdefault(heading, []).append(number)
            for at in each.table.identity:
                self._telling.setdefault(each.headings[at], set()).add(number)

    def headed(self, row: Sequence[Cell]) -> tuple[_Known, ...]:
        """The tables that have most of the headings of a row; none if it is no row of headings."""
        there = {squeezed(cell.text) for cell in row if not cell.blank}
        told = set().union(*(self._telling.get(heading, ()) for heading in there))
        shares = Counter(number for heading in there for number in self._having.get(heading, ()) if number in told)
        most = max(shares.values(), default=0)
        if 2 * most <= max(2, len(there)):
            return ()
        return tuple(each for number, each in enumerate(self._tables) if shares[number] == most)


def _strange_headings(block: _Block) -> list[Mismatch]:
    """The headings that none of the tables has."""
    own = {heading for each in block.tables for heading in each.headings}
    strange = (cell for cell in block.headings if not cell.blank and squeezed(cell.text) not in own)
    return [Mismatch(cell.place, cell.text, cell.text, None) for cell in strange]


def texts(pages: Iterable[Page]) -> set[str]:
    """Everything that stands in any cell or over any page."""
    return {squeezed(text) for page in pages for text in (page.name, *(cell.text for row in page.rows for cell in row))}


def squeezed(text: str) -> str:
    """A text as headings are compared: without line breaks and double spaces."""
    return " ".join(text.split())


def _ends(block: _Block, row: Sequence[Cell], tables: _Headings) -> bool:
    """Whether a row is none of the block's: empty, a title or note that stands alone, or the next headings."""
    there = sum(not cell.blank for cell in row)
    alone = there == 1 and not any(True for _ in _candidates(block, row))
    return not there or alone or bool(tables.headed(row))


def _nearest(block: _Block, row: Sequence[Cell]) -> tuple[list[Mismatch], frozenset[_Line]]:
    """What is wrong with one row, and the lines of the tables that it may be: those that it is most like."""
    found = {at: _against(block, row, at) for at in _candidates(block, row)}
    if not found:
        return [_stranger(block, row)], frozenset()
    least = min(map(len, found.values()))
    lines = [at for at, wrong in found.items() if len(wrong) == least]
    return found[lines[0]], frozenset(lines)


def _stranger(block: _Block, row: Sequence[Cell]) -> Mismatch:
    """A row that no table has, by the first of its names that none knows."""
    known: dict[str, set[str]] = {}
    for each in block.tables:
        for at in each.table.identity:
            known.setdefault(each.headings[at], set()).update(line[at].text for line in each.table.rows)
    pairs = [(cell, squeezed(heading.text)) for cell, heading in zip(row, block.headings, strict=False)]
    named = [pair for pair in pairs if pair[1] in known and not pair[0].blank] or pairs[:1]
    cell = next((cell for cell, heading in named if cell.text.strip() not in known.get(heading, ())), named[-1][0])
    return Mismatch(cell.place, cell.text, cell.text, None)


def _candidates(block: _Block, row: Sequence[Cell]) -> Iterator[_Line]:
    """The rows, by table and place, that this row may be; a blank cell, as merged ones are, tells nothing."""
    for number, (known, places) in enumerate(zip(block.tables, block.places, strict=True)):
        told = [
            (cell, at)
            for cell, at in zip(row, places, strict=False)
            if at is not None and at in known.table.identity and not cell.blank
        ]
        yield from ((number, line) for line in known.lines(told))


def _places(headings: Sequence[Cell], known: _Known) -> tuple[int | None, ...]:
    """For every column of a block, which of the table's it is; of two with one heading each once."""
    taken: set[int] = set()
    places: list[int | None] = []
    for cell in headings:
        heading = squeezed(cell.text)
        at = next((n for n, name in enumerate(known.headings) if name == heading and n not in taken), None)
        taken |= set() if at is None else {at}
        places.append(at)
    return tuple(places)


def _against(block: _Block, row: Sequence[Cell], at: _Line) -> list[Mismatch]:
    known = block.tables[at[0]]
    values = known.table.rows[at[1]]
    return [
        Mismatch(cell.place, block.headings[column].text, cell.text, values[place].text)
        for column, (cell, place) in enumerate(zip(row, block.places[at[0]], strict=False))
        if place is not None and not _same(cell, values[place]) and not (cell.blank and place in known.table.identity)
    ]


def _same(cell: Cell, value: Value) -> bool:
    if cell.blank or value.text in BLANK:
        return cell.blank and value.text in BLANK
    if value.number is not None and cell.number is not None:
        return cell.number == value.number
    return cell.text.strip() == value.text.strip()


def _missing(block: _Block, found: Sequence[frozenset[_Line]]) -> list[tuple[str, str]]:
    """The rows that a page lacks of the tables it has begun; of the tables that a row may be of, the most whole."""
    there: dict[int, set[int]] = {}
    for table, line in {at for lines in found for at in lines}:
        there.setdefault(table, set()).add(line)
    left = [_lacking(each.table, there.get(number, set())) for number, each in enumerate(block.tables)]
    begun = {min((table for table, _ in lines), key=lambda each: len(left[each])) for lines in found if lines}
    lacking = [(block.tables[table].table, line) for table in sorted(begun) for line in sorted(left[table])]
    return [(table.title, _name(table, line)) for table, line in lacking]


def _lacking(table: Expected, there: set[int]) -> set[int]:
    """The rows that a table should have beside those that are there."""
    first = min(there, default=0) if table.part == "end" else 0
    last = max(there, default=-1) if table.part == "start" else len(table.rows) - 1
    return set(range(first, last + 1)) - there


def _name(table: Expected, line: int) -> str:
    return table.rows[line][max(table.identity)].text


_BEFORE_FIGURES: Final = re.compile("[^0-9+：:，,−-]+")
_STOPS: Final = ("。", ".")
_AROUND: Final = 8  # characters shown before what differs; twice as many after


def strange_lines(lines: Iterable[str], sentences: Sequence[str]) -> list[Mismatch]:
    """The lines that are about what one of the sentences is, end like a sentence, and are none of them.

    >>> strange_lines(["到位资金再创新高。", "到位资金：完成91亿元。"], ["到位资金：完成31亿元。"])
    [Mismatch(place='¶2', heading='到位资金', found='到位资金：完成91亿元。', wanted='到位资金：完成31亿元。')]
    """
    known = set(sentences)
    found = []
    for number, line in enumerate(lines, 1):
        about = _beginning(line) if line.endswith(_STOPS) else None
        alike = [each for each in sentences if _beginning(each) == about]
        if alike and line not in known:
            nearest = max(alike, key=lambda each: _same_until(line, each))
            at = max(0, _same_until(line, nearest) - _AROUND)
            name = _beginning(nearest).strip()
            found.append(Mismatch(f"¶{number}", name, line[at : at + 3 * _AROUND], nearest[at : at + 3 * _AROUND]))
    return found


def _beginning(sentence: str) -> str:
    """What a sentence is about: its words before the first figure, colon or comma."""
    match = _BEFORE_FIGURES.match(sentence)
    return match[0] if match else sentence


def _same_until(first: str, second: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(first), len(second)))
