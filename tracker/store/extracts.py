"""Reads the live records of a noun a few thousand at a time, all of them or those of one unit, with their versions."""

from __future__ import annotations

import hashlib
from array import array
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.rules.fields import RefKind, RefsKind
from tracker.store.binding import chunks
from tracker.store.records import LIVE, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader
    from tracker.store.records import Record

CHUNK: Final = 2000
_OF_UNIT: Final = "unit_id = ?"
_OF_PROJECT: Final = "project_id IN (SELECT id FROM project WHERE unit_id = ? AND removed_at IS NULL)"
# A problem is its project's, and also that of the department that has to solve it.
_BY_UNIT: Final = {
    "company": (_OF_UNIT,), "lead": (_OF_UNIT,), "project": (_OF_UNIT,), "milestone": (_OF_PROJECT,),
    "funds": (_OF_PROJECT,), "visit": (_OF_UNIT,), "target": (_OF_UNIT,), "figure": (_OF_UNIT,),
    "adjustment": (_OF_UNIT,), "problem": (_OF_UNIT, _OF_PROJECT),
}  # fmt: skip
UNIT_NOUNS: Final = tuple(_BY_UNIT)


class Scope(NamedTuple):
    """Which records of a noun are meant: a condition on its own table, with the values bound in it."""

    where: str = LIVE
    values: tuple[Any, ...] = ()


EVERY: Final = Scope()


def scope_of(noun: Noun, unit: int | None) -> Scope:
    """All live records of a noun, or those of one unit: its own, those of its projects; none where units have none."""
    if unit is None:
        return EVERY
    conditions = _BY_UNIT.get(noun.key)
    if conditions is None:
        return Scope("0")
    return Scope(f"{LIVE} AND ({' OR '.join(conditions)})", (unit,) * len(conditions))


class Records:
    """The records of a scope, counted at once and read in chunks, in the order of their numbers."""

    def __init__(self, reader: Reader, noun: Noun, scope: Scope = EVERY) -> None:
        self._reader, self._noun, self._scope = reader, noun, scope
        sql = f"SELECT id FROM {noun.key} WHERE {scope.where} ORDER BY id"
        self._ids = array("q", (id_ for (id_,) in reader.each(sql, scope.values)))

    def __len__(self) -> int:
        return len(self._ids)

    def chunks(self) -> Iterator[list[Record]]:
        """The records, a list at a time."""
        where = f"id BETWEEN ? AND ? AND {self._scope.where}"
        for ids in chunks(self._ids, CHUNK):
            yield load(self._reader, self._noun, where, (ids[0], ids[-1], *self._scope.values))


def milestones_of(reader: Reader, noun: Noun, projects: list[Record]) -> list[Record]:
    """The milestones of a chunk of projects."""
    return load(reader, noun, f"project_id BETWEEN ? AND ? AND {LIVE}", (projects[0].id, projects[-1].id))


def names_of(reader: Reader, noun: Noun) -> Iterator[tuple[int, str]]:
    """The id and name of every live record."""
    return reader.each(f"SELECT id, name FROM {noun.key} WHERE {LIVE} ORDER BY id")


def versions(reader: Reader, noun: Noun, scope: Scope = EVERY) -> Iterator[tuple[int, int]]:
    """The id and version of every record of a scope."""
    return reader.each(f"SELECT id, version FROM {noun.key} WHERE {scope.where} ORDER BY id", scope.values)


def without_unit(reader: Reader, noun: Noun) -> int:
    """How many live records belong to no unit."""
    field = next((field for field in noun.own_fields if field.key == "unit"), None)
    if field is None or not isinstance(field.kind, RefKind) or isinstance(field.kind, RefsKind) or field.required:
        return 0
    also = " AND project_id IS NULL" if noun.key == "problem" else ""
    return int(reader.value(f"SELECT count(*) FROM {noun.key} WHERE {LIVE} AND unit_id IS NULL{also}"))


def identity(reader: Reader) -> str:
    """What tells one database from another, copies of it apart: a hash over its first batch, which never changes."""
    first = reader.row("SELECT at, actor, command, program, file_sha256 FROM batch ORDER BY id LIMIT 1")
    second = reader.row("SELECT noun, record_id, after FROM journal ORDER BY id LIMIT 1")
    return hashlib.sha256(repr((first, second)).encode()).hexdigest()[:16] if first else ""


def last_batch(reader: Reader) -> int:
    """The number of the newest batch; 0 without one."""
    return int(reader.value("SELECT max(id) FROM batch") or 0)
