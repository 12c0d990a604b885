"""Companies that the rows of a file name and that are not there: created along with the rows, where that is wished."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.result import Message
from tracker.rules.choices import folded
from tracker.rules.fields import RefKind
from tracker.rules.nouns import NOUNS
from tracker.services.likeness import ALIKE, alike, company_core
from tracker.store.engine import Change
from tracker.words import CREATED, CREATED_ALIKE, CREATED_NEAR, CREATED_ONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.services.lookups import Names
    from tracker.services.sheet_rows import Line, Lines

COMPANY: Final = NOUNS["company"]
MOST_COMPARED: Final = 300  # with 20,000 known companies that takes three seconds, and nobody reads so many warnings


class Created(NamedTuple):
    """A company to be created: its number and name, and the first cell that names it."""

    id: int
    name: str
    line: Line
    key: str

    @property
    def number(self) -> str:
        """Its number, such as C12."""
        return COMPANY.number(self.id)

    @property
    def change(self) -> Change:
        """What is written."""
        after = {field.key: field.default for field in COMPANY.own_fields if field.default is not None}
        source = {"sheet": self.line.sheet.name, "row": self.line.number, "cells": {"name": self.line.cell(self.key)}}
        return Change(COMPANY, self.id, "add", after=after | {"name": self.name}, source=source)


def created(lines: Lines, made: Mapping[int, str]) -> list[Created]:
    """The companies that rows which are written need, in the order of their numbers."""
    found: dict[int, Created] = {}
    for of_noun in lines.by_noun.values() if made else ():
        for line in of_noun:
            if line.bad or line.skipped:
                continue
            for key, id_ in _named(line):
                if id_ in made and id_ not in found:
                    found[id_] = Created(id_, made[id_], line, key)
    return [found[id_] for id_ in sorted(found)]


def _named(line: Line) -> Iterator[tuple[str, int]]:
    """The companies that a row names, by field."""
    for field in line.noun.own_fields:
        if isinstance(field.kind, RefKind) and field.kind.noun == COMPANY.key:
            value = line.changed.get(field.key)
            yield from ((field.key, id_) for id_ in (value if isinstance(value, tuple) else (value,)) if id_)


def told(companies: Sequence[Created], names: Names) -> Iterator[Message]:
    """Which companies are created, and which of them is called much like one that is there or another of them."""
    if not companies:
        return
    listed = tuple(
        CREATED_ONE(number=each.number, name=each.name, cell=each.line.place(each.key)) for each in companies
    )
    yield Message("companies_created", CREATED(n=len(companies), companies=listed))
    known = _Called()
    for word, ids in names.ids.items():
        for id_ in ids:
            if id_ not in names.made:
                known.add(word, id_)
    cells = {each.id: each.line.place(each.key) for each in companies}
    for each in companies[:MOST_COMPARED]:
        other = known.like(folded(each.name))
        known.add(folded(each.name), each.id)
        if other is not None:
            say = CREATED_ALIKE if other in cells else CREATED_NEAR
            called = {"number": COMPANY.number(other), "other": names.called.get(other, "")}
            what = say(cell=cells[each.id], name=each.name, other_cell=cells.get(other), **called)
            yield Message("perhaps_same", what, "warning")


class _Called:
    """Companies by the first and the last character of their names: two that are alike have one of these in common."""

    def __init__(self) -> None:
        self._by_end: dict[str, list[_Spelt]] = defaultdict(list)

    def add(self, name: str, id_: int) -> None:
        """Know a company by its folded name."""
        spelt = _Spelt(id_, name, frozenset(name), company_core(name))
        for end in _ends(spelt.core):
            self._by_end[end].append(spelt)

    def like(self, name: str) -> int | None:
        """The first company whose name is like a folded one, or is the same but for its legal form."""
        own = _Spelt(0, name, frozenset(name), company_core(name))
        near = (other for end in _ends(own.core) for other in self._by_end.get(end, ()))
        return next((other.id for other in near if other.core == own.core or _alike(own, other)), None)


class _Spelt(NamedTuple):
    """A company with the characters of its name, and what the name is without its legal form."""

    id: int
    name: str
    chars: frozenset[str]
    core: str


def _alike(one: _Spelt, other: _Spelt) -> bool:
    """Whether the names are alike; most are not, for the characters that they have in common."""
    common = len(one.chars & other.chars)
    return 2 * common >= ALIKE * (len(one.chars) + len(other.chars)) and alike(one.name, other.name)


def _ends(core: str) -> tuple[str, str]:
    return f"^{core[:1]}", f"{core[-1:]}$"
