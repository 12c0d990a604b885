"""What an import of a file would do, before anything is written: counts, changed fields, conflicts, problems."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import Problem
from tracker.words import (
    CONFLICT_FILES,
    CONFLICT_FILES_HINT,
    CONFLICT_GIVEN,
    CONFLICT_HINT,
    CONFLICT_NOTHING,
    CONFLICT_SINCE,
    CONFLICT_TOLD,
    PERHAPS_RECEIPT,
    PERHAPS_SAME,
    PERHAPS_WHICH,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.result import Message
    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.services.bases import Found
    from tracker.services.new_companies import Created
    from tracker.services.sheet_rows import Sheet
    from tracker.store.engine import Change
    from tracker.store.journal import Imported
    from tracker.store.past import Since
    from tracker.words import Words


@dataclass
class Count:
    """What becomes of the rows of one noun on one sheet."""

    sheet: str
    noun: Noun
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are of this noun on the sheet."""
        return self.new + self.changed + self.same + self.bad


class Edit(NamedTuple):
    """One field of one record that the file changes."""

    sheet: str
    row: int
    cell: str
    noun: Noun
    id: int
    field: Field
    old: object
    new: object


class Clash(NamedTuple):
    """A field of which two sides say different things; old is the value here, new that of the file.

    The base is the value at export, or the one `given` by the last import. `other` is the cell of an earlier file of
    the same import, where that is the other side.
    """

    edit: Edit
    base: object
    since: Since | None
    given: bool = False
    other: Words | None = None

    @property
    def place(self) -> str:
        """The cell of the file, with its sheet."""
        return f"{self.edit.sheet}!{self.edit.cell}"

    @property
    def ours(self) -> object:
        """The value here, in words where there is none."""
        return _or_blank(self.edit.old)

    @property
    def theirs(self) -> object:
        """The value of the file, in words where there is none."""
        return _or_blank(self.edit.new)

    @property
    def told(self) -> Words:
        """The conflict in one sentence: both values, what they were before, and who changed the one here."""
        edit, number = self.edit, self.edit.noun.number(self.edit.id)
        told = {"number": number, "field": edit.field.label, "ours": self.ours, "theirs": self.theirs}
        if self.other:
            return CONFLICT_FILES(other=self.other, **told)
        who = (self.since.actor, moment(self.since.at)) if self.since else ()
        by = CONFLICT_SINCE(who=tuple(filter(None, who))) if who else ""
        return (CONFLICT_GIVEN if self.given else CONFLICT_TOLD)(base=_or_blank(self.base), by=by, **told)

    @property
    def problem(self) -> Problem:
        """The conflict as a problem for the person to put right."""
        if self.other:
            return Problem("conflict_files", self.told, self.place, hint=CONFLICT_FILES_HINT)
        return Problem("conflict", self.told, self.place, hint=CONFLICT_HINT)


class Twin(NamedTuple):
    """A new row that is perhaps one of the records that are there: its cell and name, and these."""

    place: str
    name: Words
    noun: Noun
    records: tuple[tuple[int, Words], ...]

    @property
    def told(self) -> Words:
        """What a person is told of it."""
        others = tuple(PERHAPS_WHICH(number=self.noun.number(id_), other=name) for id_, name in self.records)
        what = PERHAPS_RECEIPT if self.noun.key == "funds" else PERHAPS_SAME
        return what(place=self.place, name=self.name, others=others)


def _or_blank(value: object) -> object:
    return CONFLICT_NOTHING if value is None else value


@dataclass
class Plan:
    """What an import would do: counts by sheet, fields old to new, what is wrong.

    `groups` are the changes for the database, in the order in which they are written.
    `gone` are the records that the file does not have, of the nouns that it has, `missed` those of them
    that are of its units or projects; `imported` tells of the batch that
    took these very bytes before. The `base` is told where cells were compared with it.
    """

    file: str
    sha256: str | None
    skip_bad: bool
    whole: bool = True
    counts: list[Count] = field(default_factory=list)
    groups: Sequence[Sequence[Change]] = ()
    edits: list[Edit] = field(default_factory=list)
    layout: dict[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    tables: tuple[Sheet, ...] = ()
    maps: Mapping[str, list[str]] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    twins: tuple[Twin, ...] = ()
    created: Sequence[Created] = ()
    gone: Mapping[str, set[int]] = field(default_factory=dict)
    missed: Mapping[str, set[int]] = field(default_factory=dict)
    base: Found | None = None
    imported: Imported | None = None
    problems: tuple[Problem, ...] = ()
    messages: tuple[Message, ...] = ()

    def added(self, label: object) -> Iterator[Change]:
        """The new records of the noun that is called so."""
        groups = (each for each in self.groups if each and (each[0].noun.label, each[0].action) == (label, "add"))
        return chain.from_iterable(groups)

    @property
    def writes(self) -> bool:
        """Whether anything is written."""
        return any(map(len, self.groups))

    @property
    def left_out(self) -> bool:
        """Whether nothing of the file can be taken, as no table can be read of it."""
        return bool(self.problems) and not self.counts

    def total(self, of: str) -> int:
        """How many rows are new, changed, same or bad in all."""
        return sum(getattr(count, of) for count in self.counts)


def moment(at: str) -> str:
    """An instant (UTC) as a clock here shows it."""
    return f"{datetime.datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
