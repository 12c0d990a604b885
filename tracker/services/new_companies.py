"""Companies that the rows of a file name and that are not there: created along with the rows, where that is wished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.result import Message
from tracker.rules.choices import folded
from tracker.rules.fields import RefKind
from tracker.rules.nouns import NOUNS
from tracker.services.likeness import ALIKE, alike
from tracker.store.engine import Change
from tracker.words import CREATED, CREATED_NEAR, CREATED_ONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.services.lookups import Names
    from tracker.services.sheet_rows import Line, Lines

COMPANY: Final = NOUNS["company"]
MOST_COMPARED: Final = 50  # comparing hundreds of new names with thousands of known ones would take minutes


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
    """Which companies are created, and which of them is called much like one that is there."""
    if not companies:
        return
    listed = tuple(
        CREATED_ONE(number=each.number, name=each.name, cell=each.line.place(each.key)) for each in companies
    )
    yield Message("companies_created", CREATED(n=len(companies), companies=listed))
    known = {word: id_ for word, ids in names.ids.items() for id_ in ids if id_ not in names.made}
    for each in companies[:MOST_COMPARED]:
        other = _like(folded(each.name), known)
        if other is not None:
            place, number = each.line.place(each.key), COMPANY.number(other)
            what = CREATED_NEAR(cell=place, name=each.name, number=number, other=names.called.get(other, ""))
            yield Message("perhaps_same", what, "warning")


def _like(name: str, known: Mapping[str, int]) -> int | None:
    """The first known company whose name is like this one."""
    chars = set(name)
    for word, id_ in known.items():
        if 2 * len(chars.intersection(word)) >= ALIKE * (len(chars) + len(set(word))) and alike(name, word):
            return id_
    return None
