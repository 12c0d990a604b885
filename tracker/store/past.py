"""Rebuilds records as they were at an earlier version, from the journal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.store.binding import chunks, marks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader


def values_at(reader: Reader, noun: Noun, versions: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """The values by field key of each record at its given version; a record that never had that version is left out.

    A record's journal rows, in order, are its versions 1, 2, 3, …: the values it began with, and what each changed.
    """
    ids, blank = sorted(versions), dict.fromkeys(field.key for field in noun.own_fields)
    found: dict[int, dict[str, Any]] = {}
    reached: dict[int, int] = {}
    for chunk in chunks(ids):
        sql = (
            "SELECT record_id, version, after FROM journal WHERE noun = ? AND record_id IN "
            f"({marks(chunk)}) ORDER BY id"
        )
        for id_, version, after in reader.each(sql, (noun.key, *chunk)):
            if version <= versions[id_]:
                reached[id_] = version
                found.setdefault(id_, dict(blank)).update(undumped(noun, after))
    return {id_: values for id_, values in found.items() if reached[id_] == versions[id_]}


class Since(NamedTuple):
    """Who changed a value last, and when (UTC)."""

    actor: str
    at: str


def changed_since(reader: Reader, noun: Noun, versions: Mapping[int, int]) -> dict[tuple[int, str], Since]:
    """By record and field key the last change that came after the record's given version."""
    ids = sorted(versions)
    found: dict[tuple[int, str], Since] = {}
    for chunk in chunks(ids):
        sql = (
            "SELECT j.record_id, j.version, j.after, b.actor, b.at FROM journal j JOIN batch b ON b.id = j.batch_id "
            f"WHERE j.noun = ? AND j.record_id IN ({marks(chunk)}) ORDER BY j.id"
        )
        for id_, version, after, actor, at in reader.each(sql, (noun.key, *chunk)):
            if version > versions[id_] and after:
                found |= dict.fromkeys(((id_, key) for key in json.loads(after)), Since(actor, at))
    return found


class Given(NamedTuple):
    """A value that an import gave, and who changed it after, if anybody did."""

    value: Any
    since: Since | None


def last_given(
    reader: Reader, noun: Noun, ids: Sequence[int], sources: Collection[tuple[int, int | None]]
) -> dict[tuple[int, str], Given]:
    """By record and field key what imports gave last; `sources` are their batches, with the file where one has several.

    The journal knows only what an import changed: a value that was there already was given by nobody.
    """
    found: dict[tuple[int, str], Given] = {}
    batches = {batch for batch, _ in sources}
    for chunk in chunks(ids):
        sql = (
            "SELECT j.record_id, j.batch_id, j.source, j.after, b.actor, b.at FROM journal j "
            f"JOIN batch b ON b.id = j.batch_id WHERE j.noun = ? AND j.record_id IN ({marks(chunk)}) "
            "ORDER BY j.id"
        )
        for id_, batch, source, after, actor, at in reader.each(sql, (noun.key, *chunk)):
            if batch in batches and (batch, json.loads(source or "{}").get("file")) in sources:
                found |= {(id_, key): Given(value, None) for key, value in undumped(noun, after).items()}
            elif after:
                since = Since(actor, at)
                moved = [(id_, key) for key in json.loads(after) if (id_, key) in found]
                found |= {cell: found[cell]._replace(since=since) for cell in moved}
    return found


def undumped(noun: Noun, text: str | None) -> dict[str, Any]:
    """Values from the journal's JSON, of the fields that the noun has today."""
    known = {field.key: field.kind for field in noun.own_fields}
    plain = json.loads(text) if text else {}
    return {key: None if value is None else known[key].undump(value) for key, value in plain.items() if key in known}
