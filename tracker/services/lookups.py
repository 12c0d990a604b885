"""Finds what the cells of a whole workbook name: records by number, name or alias, keys of schemes, groups of units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.errors import BadData, NotFound, Refused, TrackerError
from tracker.rules.cells import cell_text
from tracker.rules.choices import folded
from tracker.rules.names import bare_alias, is_several
from tracker.rules.nouns import NOUNS
from tracker.services.schemes import find_group, find_key, measure_in, of_year
from tracker.store.names import NameIndex, unknown
from tracker.words import (
    NAME_AMBIGUOUS,
    NAME_AMBIGUOUS_HINT,
    NAME_AMBIGUOUS_NEW_HINT,
    NAME_SEVERAL,
    NAME_SEVERAL_HINT,
    PROBLEMS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.errors import Problem
    from tracker.rules.nouns import Noun
    from tracker.rules.schemes import Scheme
    from tracker.store.reading import Reader
    from tracker.words import Say

# Looking for the nearest of 20,000 names takes a while: a file of unknown names gets no more suggestions than these.
MOST_SUGGESTIONS: Final = 20
MOST_CANDIDATES: Final = 8


class Names(NameIndex):
    """The names of a noun, those that the file itself brings too: numbers go before names, names before aliases.

    `local` are the numbers that the file gives its own rows, so that a workbook from elsewhere holds together. Where
    missing records are to be created, `new_id` gives their numbers, and `made` holds them.
    """

    def __init__(self, reader: Reader, noun: Noun) -> None:
        self.aliases: dict[str, list[int]] = {}
        self.local: dict[int, int] = {}
        self.called: dict[int, str] = {}
        self._suggested = 0
        self.made: dict[int, str] = {}
        self.new_id: Callable[[], int] | None = None
        # Chains and segments are never exported by number, as their sheet has no column for it.
        self._name_first = noun.key in ("chain", "segment")
        self._number = re.compile(rf"{noun.letter}([0-9]{{1,15}})", re.IGNORECASE | re.ASCII)
        super().__init__(reader, noun)
        self._stored = frozenset(self.numbers)

    def add(self, name: str, id_: int) -> None:
        """Let a name stand for an id, once."""
        name = cell_text(name)
        if id_ not in self.ids.get(folded(name), ()):
            super().add(name, id_)
        self.called[id_] = name

    def add_alias(self, alias: str, id_: int) -> None:
        """Let another name stand for an id where it is nobody's own name."""
        known = self.aliases.setdefault(folded(bare_alias(cell_text(alias))), [])
        if id_ not in known:
            known.append(id_)

    def numbered(self, text: str) -> int | None:
        """The number that a text is, such as 12 of P12; None for any other text."""
        match = self._number.fullmatch(text.strip())
        return int(match[1]) if match else None

    def find(self, text: str) -> list[int]:
        """The ids that a number, a full name or an alias stands for, by the first of these that any satisfies."""
        by_number = self._by_number(text)
        if by_number and not self._name_first:
            return by_number
        word = folded(text)
        return self.ids.get(word) or self.aliases.get(word) or by_number

    def _by_number(self, text: str) -> list[int]:
        number = self.numbered(text)
        if number is None:
            return []
        if number in self.local:
            return [self.local[number]]
        return [number] if number in self.numbers else []

    def resolve(self, text: str) -> int:
        """The one id; NotFound with the nearest names, Refused with the candidates."""
        found = self.find(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise self.ambiguous(text, found)
        if self.noun.key == "company" and is_several(text):
            raise NotFound(NAME_SEVERAL(value=text), code="name_several", value=text, hint=NAME_SEVERAL_HINT)
        if self.new_id:
            return self._make(cell_text(text), self.new_id())
        self._suggested += 1
        if self._suggested > MOST_SUGGESTIONS:
            raise unknown(self.noun, text)
        return super().resolve(text)

    def resolve_all(self, texts: Iterable[str]) -> tuple[int, ...]:
        """The ids of several names, each once; BadData with what is wrong with every one of them."""
        found: dict[int, None] = {}
        problems: list[Problem] = []
        for text in texts:
            try:
                found[self.resolve(text)] = None
            except TrackerError as error:
                problems += error.problems
        if problems:
            raise BadData.of(problems, PROBLEMS(n=len(problems)))
        return tuple(found)

    def _make(self, name: str, id_: int) -> int:
        """Let a missing name stand for a record that is to be created."""
        self.made[id_] = name
        self.add(name, id_)
        return id_

    def ambiguous(self, text: str, found: list[int]) -> Refused:
        """The error for a name that several records have."""
        listed = tuple(self.noun.number(id_) for id_ in found[:MOST_CANDIDATES])
        hint = NAME_AMBIGUOUS_HINT(candidates=listed)
        if not self._stored.issuperset(found):  # a number that a record of this file will get is none to type
            hint = NAME_AMBIGUOUS_NEW_HINT(noun=self.noun.label, sheet=self.noun.sheet, number=self.noun.number(901))
        return Refused(
            NAME_AMBIGUOUS(value=text, n=len(found), noun=self.noun.label),
            code="name_ambiguous",
            value=text,
            hint=hint,
        )


class Lookups:
    """Everything that cells may refer to, loaded once a file.

    `new_company` gives the number of a company that is not there and is to be created, where that is wished.
    """

    def __init__(self, reader: Reader, new_company: Callable[[], int] | None = None) -> None:
        self._new_company = new_company
        self._reader = reader
        self._names: dict[str, Names] = {}
        self._schemes: list[Scheme] | None = None
        self._by_year: dict[int | None, list[Scheme]] = {}
        self._keys: dict[tuple[str, str, int | None], str] = {}
        self._measures: dict[tuple[str, int | None], Say | None] = {}
        self._segments: dict[tuple[int, str], int] = {}
        self._segment_chains: dict[int, int] = {}
        self._qualified: dict[str, int] | None = None

    def names(self, key: str) -> Names:
        """The names of a noun."""
        if key not in self._names:
            self._names[key] = Names(self._reader, NOUNS[key])
            if key == "company":
                self._names[key].new_id = self._new_company
            if key == "segment":
                for id_, chain, name in self._reader.rows(
                    "SELECT id, chain_id, name FROM segment WHERE removed_at IS NULL ORDER BY id"
                ):
                    self.add_segment(chain, name, id_)
        return self._names[key]

    @property
    def creates(self) -> bool:
        """Whether missing companies are to be created."""
        return self._new_company is not None

    def add_segment(self, chain: int, name: str, id_: int) -> None:
        """Let a name stand for a segment within its chain."""
        self.names("segment").add(name, id_)
        self._segments[chain, folded(cell_text(name))] = id_
        self._segment_chains[id_] = chain
        self._qualified = None

    def segment(self, text: str, chain: int | None) -> int:
        """A segment by name within the chain of its row, else by chain/segment, else the only one so called."""
        names = self.names("segment")
        if chain is not None and (within := self._segments.get((chain, folded(text)))):
            return within
        if "/" in folded(text) and (qualified := self._by_chain().get(folded(text))):
            return qualified
        found = names.find(text)
        inside = [id_ for id_ in found if chain is None or self._segment_chains.get(id_) == chain]
        if len(inside) == 1:
            return inside[0]
        if not inside and found:
            near = [name for (of, name) in self._segments if of == chain]
            raise unknown(names.noun, text, tuple(near[:MOST_CANDIDATES]))
        return names.resolve(text)

    def _by_chain(self) -> dict[str, int]:
        """Segments by chain/segment."""
        if self._qualified is None:
            chains = self.names("chain").called
            self._qualified = {
                f"{folded(chains[chain])}/{name}": id_
                for (chain, name), id_ in self._segments.items()
                if chain in chains
            }
        return self._qualified

    def _all_schemes(self) -> list[Scheme]:
        if self._schemes is None:
            self._schemes = of_year(self._reader, None)
        return self._schemes

    def scheme_key(self, of: str, text: str, year: int | None) -> str:
        """The key of a metric or item in the schemes of a year, or of any year where that one has none."""
        at = (of, text, year)
        if at not in self._keys:
            self._keys[at] = find_key(self.schemes(year), of, text)
        return self._keys[at]

    def measure(self, key: str, year: int | None) -> Say | None:
        """In what a metric is counted: 亿元, 家, %; None for one that no scheme has."""
        at = (key, year)
        if at not in self._measures:
            self._measures[at] = measure_in(self.schemes(year), key)
        return self._measures[at]

    def schemes(self, year: int | None) -> list[Scheme]:
        """The schemes that a row of a year may be read in."""
        if year not in self._by_year:
            every = self._all_schemes()
            same = [scheme for scheme in every if year is None or scheme.year in (year, None)]
            self._by_year[year] = same or every
        return self._by_year[year]

    def group(self, text: str) -> str | None:
        """The key of a scheme's group by key or label."""
        return find_group(self._all_schemes(), text)

    def stored(self, noun: Noun, key: str, text: str) -> bool:
        """Whether a live record holds this text in a field."""
        sql = f'SELECT 1 FROM {noun.key} WHERE "{key}" = ? AND removed_at IS NULL LIMIT 1'
        return self._reader.row(sql, (text,)) is not None
