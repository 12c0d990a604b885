"""Reads whole records of any noun, as the values their fields declare, in a fixed number of queries."""

from __future__ import annotations

from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.rules.choices import STAGE
from tracker.rules.fields import Kind, RefKind, RefsKind
from tracker.rules.nouns import NOUNS
from tracker.store.binding import CHUNK, chunks, marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader

LIVE: Final = "removed_at IS NULL"
_STAGE_PLACES: Final = " ".join(f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(STAGE.keys))
MANY: Final = 5_000  # rows that are read at a time: what they are made of is not kept


def furthest_stage(project: str) -> str:
    """SQL for how far a project, by its alias, has come: the place of its furthest stage among all, null before any."""
    return (
        f"(SELECT max(CASE m.stage {_STAGE_PLACES} END) FROM milestone m "
        f"WHERE m.project_id = {project}.id AND m.reached_on IS NOT NULL AND m.{LIVE})"
    )


class Record(NamedTuple):
    """One record: its id, how often it was changed, and its values by field key (None where empty)."""

    id: int
    version: int
    values: dict[str, Any]


def load(
    reader: Reader, noun: Noun, where: str = LIVE, values: Sequence[Any] = (), only: Collection[str] | None = None
) -> list[Record]:
    """The records that a condition on the noun's own table selects, in order of their numbers.

    `only` names the fields to read, where not all are wanted.
    """
    chosen = [field for field in noun.own_fields if only is None or field.key in only]
    fields = [field for field in chosen if field.columns]
    columns = [f'"{column}"' for field in fields for column in field.columns]
    sql = f"SELECT {', '.join(['id', 'version', *columns])} FROM {noun.key} WHERE {where} ORDER BY id"
    links = _links(reader, noun, chosen, where, values)
    known: dict[str, dict[Any, Any]] = {field.key: {} for field in fields}
    found, records = reader.each(sql, values), list[Record]()
    while rows := list(islice(found, MANY)):
        ids, versions, *stored = zip(*rows, strict=True)
        held = {
            field.key: _loaded(field.kind, stored[at : at + len(field.columns)], known[field.key])
            for field, at in _placed(fields)
        }
        held |= {key: [linked.get(id_) for id_ in ids] for key, linked in links.items()}
        keys, each = tuple(held), zip(*held.values(), strict=True) if held else repeat(())
        records += [
            Record(id_, version, dict(zip(keys, row, strict=True)))
            for id_, version, row in zip(ids, versions, each, strict=False)
        ]
    return records


def _placed(fields: Iterable[Field]) -> Iterator[tuple[Field, int]]:
    """Fields with the place of their first column, from 0."""
    at = 0
    for field in fields:
        yield field, at
        at += len(field.columns)


def _loaded(kind: Kind, columns: Sequence[tuple[Any, ...]], known: dict[Any, Any]) -> list[Any]:
    """The values of one field for some records; what is stored alike is `known` once read, and is one object."""
    if type(kind).load is Kind.load:
        return list(map(known.setdefault, columns[0], columns[0]))
    stored = list(zip(*columns, strict=True))
    known |= {each: None if each[0] is None else kind.load(each) for each in set(stored) - known.keys()}
    return [known[each] for each in stored]


def _links(
    reader: Reader, noun: Noun, fields: Iterable[Field], where: str, values: Sequence[Any]
) -> dict[str, dict[int, tuple[int, ...]]]:
    """For every field that holds several records: the ids, by owner."""
    found: dict[str, dict[int, tuple[int, ...]]] = {}
    for field in fields:
        if not isinstance(field.kind, RefsKind):
            continue
        owner, other = f"{noun.key}_id", f"{field.kind.noun}_id"
        sql = (
            f"SELECT {owner}, {other} FROM {field.kind.link} WHERE {owner} IN (SELECT id FROM {noun.key} WHERE {where})"
        )
        ids: dict[int, list[int]] = {}
        for id_, linked in reader.rows(f"{sql} ORDER BY {owner}, position", values):
            ids.setdefault(id_, []).append(linked)
        found[field.key] = {id_: tuple(linked) for id_, linked in ids.items()}
    return found


def load_one(reader: Reader, noun: Noun, id_: int) -> Record | None:
    """One record by its id, or None where there is none or it was removed."""
    found = load(reader, noun, f"id = ? AND {LIVE}", (id_,))
    return found[0] if found else None


def load_some(reader: Reader, noun: Noun, ids: Sequence[int], where: str = LIVE) -> list[Record]:
    """The records of these ids that a condition selects, in a query for every few hundred."""
    return [
        record for chunk in chunks(ids) for record in load(reader, noun, f"id IN ({marks(chunk)}) AND {where}", chunk)
    ]


def milestones(
    reader: Reader, projects: Iterable[int] | None = None, only: Collection[str] | None = None
) -> dict[tuple[int, str], Record]:
    """The milestones of some projects (of all, where these are many), by project and stage."""
    noun, ids = NOUNS["milestone"], None if projects is None else list(projects)
    if ids is None or len(ids) > CHUNK:
        found = load(reader, noun, only=only)
    else:
        found = load(reader, noun, f"project_id IN ({marks(ids)}) AND {LIVE}", ids, only)
    return {(record.values["project"], record.values["stage"]): record for record in found}


def display_names(reader: Reader, noun: Noun, ids: Iterable[int]) -> dict[int, str]:
    """What to call records in a table: their name, or their number where they have none."""
    wanted = sorted({id_ for id_ in ids if id_ is not None})
    if not noun.named:
        return {id_: noun.number(id_) for id_ in wanted}
    found: dict[int, str] = {}
    for chunk in chunks(wanted):
        sql = f"SELECT id, name FROM {noun.key} WHERE id IN ({marks(chunk)})"
        found.update(reader.rows(sql, chunk))
    return found


def with_names(reader: Reader, noun: Noun, records: Sequence[Record]) -> list[dict[str, Any]]:
    """The records' values with every reference as the name of what it refers to."""
    shown = [dict(record.values) for record in records]
    for field in noun.own_fields:
        if not isinstance(field.kind, RefKind):
            continue
        several = isinstance(field.kind, RefsKind)
        ids = [id_ for row in shown if row.get(field.key) for id_ in (row[field.key] if several else (row[field.key],))]
        names = display_names(reader, NOUNS[field.kind.noun], ids)
        for row in shown:
            if row.get(field.key) is not None:
                row[field.key] = tuple(names[i] for i in row[field.key]) if several else names[row[field.key]]
    return shown
