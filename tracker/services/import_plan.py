"""What an import would do, before anything is written: counts by sheet, changed fields, conflicts, problems."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tracker.words import CONFLICT_NOTHING, CONFLICT_SINCE, CONFLICT_TOLD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.errors import Problem
    from tracker.result import Message
    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.services.sheet_rows import Sheet
    from tracker.store.engine import Change
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
        """All of them."""
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
    """A field that both sides changed since the file was exported; old is the value here, new that of the file."""

    edit: Edit
    base: object
    since: Since | None

    @property
    def place(self) -> str:
        """Its cell with its sheet."""
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
        """The three values, and who changed the one here."""
        edit, base = self.edit, _or_blank(self.base)
        who = (self.since.actor, moment(self.since.at)) if self.since else ()
        by = CONFLICT_SINCE(who=tuple(filter(None, who))) if who else ""
        number = edit.noun.number(edit.id)
        return CONFLICT_TOLD(
            number=number, field=edit.field.label, base=base, ours=self.ours, by=by, theirs=self.theirs
        )


def _or_blank(value: object) -> object:
    return CONFLICT_NOTHING if value is None else value


@dataclass
class Plan:
    """What an import would do: counts by sheet, changes for the database, fields old to new, what is wrong."""

    file: str
    sha256: str | None
    skip_bad: bool
    whole: bool = True
    counts: list[Count] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    layout: dict[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    tables: tuple[Sheet, ...] = ()
    maps: Mapping[str, list[str]] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    problems: tuple[Problem, ...] = ()
    messages: tuple[Message, ...] = ()

    def total(self, of: str) -> int:
        """How many rows are new, changed, same or bad in all."""
        return sum(getattr(count, of) for count in self.counts)


def moment(at: str) -> str:
    """An instant (UTC) as a clock here shows it."""
    return f"{datetime.datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
