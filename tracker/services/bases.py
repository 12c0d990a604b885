"""What a file's values are compared with, beside those of the database: the values that its sender began from.

Of an export of this very database these are the values at export, rebuilt from the journal by the versions that travel
with it. Of any other file they are the values that earlier imports from the same sender gave, where the journal has
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from tracker.rules.nouns import NOUNS
from tracker.rules.senders import sender_of
from tracker.services.home_units import named_in
from tracker.store.extracts import identity
from tracker.store.journal import senders
from tracker.store.past import changed_since, last_given, values_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from tracker.rules.nouns import Noun
    from tracker.services.lookups import Lookups, Names
    from tracker.services.stamps import Stamp
    from tracker.store.journal import Sender
    from tracker.store.past import Given, Since
    from tracker.store.reading import Reader
    from tracker.store.records import Record

NEW_MILESTONE: Final = {"recognition": "reported"}


class Base(NamedTuple):
    """The value that a sender began from, who changed the one here since, if anybody did, and whether they gave it."""

    value: object
    since: Since | None = None
    given: bool = False


class Bases(Protocol):
    """Where bases are found."""

    def load(self, noun: Noun, records: Iterable[Record]) -> None:
        """Find the bases of some records at once."""

    def of(self, noun: Noun, record: Record, key: str) -> Base | None:
        """The base of a field, None where there is none."""

    def of_stage(self, milestone: Record, key: str) -> Base | None:
        """The base of a field of a milestone."""


class ExportBases:
    """The values at export, by the versions that the records had then."""

    def __init__(self, reader: Reader, versions: Mapping[str, Mapping[int, int]]) -> None:
        self._reader = reader
        self._versions = versions
        self._values: dict[str, dict[int, dict[str, Any]]] = {}
        self._since: dict[str, dict[tuple[int, str], Since]] = {}

    def load(self, noun: Noun, records: Iterable[Record]) -> None:
        """Rebuild the values at export of those records that were changed since."""
        known = self._versions.get(noun.key, {})
        moved = {r.id: known[r.id] for r in records if known.get(r.id, r.version) != r.version}
        self._values[noun.key] = values_at(self._reader, noun, moved)
        self._since[noun.key] = changed_since(self._reader, noun, moved)

    def of(self, noun: Noun, record: Record, key: str) -> Base | None:
        """The value at export; None for a record that was not in it, or whose journal does not tell."""
        version = self._versions.get(noun.key, {}).get(record.id)
        if version is None:
            return None
        if version == record.version:
            return Base(record.values.get(key))
        values = self._values.get(noun.key, {}).get(record.id)
        return None if values is None else Base(values.get(key), self._since[noun.key].get((record.id, key)))

    def of_stage(self, milestone: Record, key: str) -> Base | None:
        """The value of a milestone at export; one that came since had none then, but the state that new ones have."""
        if milestone.values["project"] not in self._versions.get("project", {}):
            return None
        if milestone.id not in self._versions.get("milestone", {}):
            since = self._since.get("milestone", {}).get((milestone.id, key))
            return Base(NEW_MILESTONE.get(key), since)
        return self.of(NOUNS["milestone"], milestone, key)


class GivenBases:
    """The values that earlier imports gave, by the batches and the files of them that a sender sent."""

    def __init__(self, reader: Reader, sources: Collection[tuple[int, int | None]]) -> None:
        self._reader = reader
        self._sources = sources
        self._given: dict[str, dict[tuple[int, str], Given]] = {}

    def load(self, noun: Noun, records: Iterable[Record]) -> None:
        """Look up what these records were given."""
        found = last_given(self._reader, noun, [record.id for record in records], self._sources)
        self._given.setdefault(noun.key, {}).update(found)

    def of(self, noun: Noun, record: Record, key: str) -> Base | None:
        """The value that the sender gave this field last."""
        found = self._given.get(noun.key, {}).get((record.id, key))
        return None if found is None else Base(found.value, found.since, given=True)

    def of_stage(self, milestone: Record, key: str) -> Base | None:
        """The value that the sender gave a field of a milestone last."""
        return self.of(NOUNS["milestone"], milestone, key)


class Found(NamedTuple):
    """The bases of a file, if any, and where they come from: the export that it is, or the sender's last import."""

    bases: Bases | None = None
    export: Stamp | None = None
    last: Sender | None = None


def find_bases(reader: Reader, lookups: Lookups, stamp: Stamp | None, file: str) -> Found:
    """The bases of a file of this name that carries this stamp."""
    if stamp and stamp.database == identity(reader):
        return Found(ExportBases(reader, stamp.versions), export=stamp)
    known = senders(reader)
    if not known or not file:
        return Found()
    names = lookups.names("unit")
    own = _sender(file, names)
    same = [each for each in known if _sender(each.file, names) == own]
    if not same:
        return Found()
    return Found(GivenBases(reader, {(each.batch, each.number) for each in same}), last=same[-1])


def _sender(file: str, names: Names) -> str:
    """Who sends a file, by its name: the unit that it names, else what is left of it without dates and numbers."""
    stem = sender_of(file)
    return named_in([stem], names) or stem
