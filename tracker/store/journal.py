"""Reads the history: batches, what each changed, and what became of the same records since."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.store.binding import chunks, marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tracker.store.reading import Reader

_ROW: Final = "j.batch_id, j.noun, j.record_id, j.action, j.before, j.after"


class Batch(NamedTuple):
    """One command that wrote; `undoes` is the batch that it took back."""

    id: int
    at: str
    actor: str
    command: str
    undoes: int | None


class Within(NamedTuple):
    """What part of the history is asked for: one noun, some persons, the instants from `since` up to before `until`."""

    noun: str | None = None
    actors: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None

    def batches(self) -> tuple[str, list[Any]]:
        """The condition on batches (as `b`), and its values."""
        where, values = ["1 = 1"], []
        if self.noun is not None:
            where.append("b.id IN (SELECT batch_id FROM journal WHERE noun = ?)")
            values.append(self.noun)
        if self.actors is not None:
            where.append(f"b.actor IN ({marks(self.actors)})")
            values += self.actors
        for edge, sign in ((self.since, ">="), (self.until, "<")):
            if edge is not None:
                where.append(f"b.at {sign} ?")
                values.append(edge)
        return " AND ".join(where), values


EPOCH_YEAR: Final = 1971
LAST_YEAR: Final = 2100


def midnight(day: date) -> str:
    """The moment at which a day begins here, as history records moments (UTC)."""
    if not EPOCH_YEAR <= day.year < LAST_YEAR:  # not every system knows the local time of days so far away
        return f"{day}T00:00:00Z"
    return datetime.combine(day, time()).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


EVERYTHING: Final = Within()


class Trace(NamedTuple):
    """One change of one record with all that tells where it came from: the batch, its file's layout, the row in it."""

    batch: Batch
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    layout: dict[str, Any]
    source: dict[str, Any]


class Row(NamedTuple):
    """One change of one record, with the fields' values as JSON has them."""

    batch: int
    noun: str
    id: int
    action: str
    before: dict[str, Any]
    after: dict[str, Any]


def batches(reader: Reader, within: Within = EVERYTHING, limit: int | None = None) -> list[Batch]:
    """The newest batches first."""
    where, values = within.batches()
    sql = f"SELECT b.id, b.at, b.actor, b.command, b.undoes FROM batch b WHERE {where} ORDER BY b.id DESC LIMIT ?"
    return [Batch(*row) for row in reader.rows(sql, [*values, -1 if limit is None else limit])]


def count_batches(reader: Reader, within: Within = EVERYTHING) -> int:
    """How many batches there are."""
    where, values = within.batches()
    return int(reader.value(f"SELECT count(*) FROM batch b WHERE {where}", values))


def some_batches(reader: Reader, ids: Iterable[int]) -> dict[int, Batch]:
    """The batches of these numbers."""
    found: dict[int, Batch] = {}
    for chunk in chunks(sorted(set(ids))):
        sql = f"SELECT id, at, actor, command, undoes FROM batch WHERE id IN ({marks(chunk)})"
        found.update({row[0]: Batch(*row) for row in reader.rows(sql, chunk)})
    return found


def actors(reader: Reader) -> list[str]:
    """Everyone who ever wrote."""
    return [name for (name,) in reader.rows("SELECT DISTINCT actor FROM batch WHERE actor <> '' ORDER BY actor")]


def batch(reader: Reader, id_: int) -> Batch | None:
    """One batch by its number."""
    row = reader.row("SELECT id, at, actor, command, undoes FROM batch WHERE id = ?", (id_,))
    return Batch(*row) if row else None


def newest_in_force(reader: Reader) -> int | None:
    """The newest batch that is no undo and is not undone."""
    undone = undone_by(reader)
    ids = (id_ for (id_,) in reader.rows("SELECT id FROM batch WHERE undoes IS NULL ORDER BY id DESC"))
    return next((id_ for id_ in ids if id_ not in undone), None)


def undone_by(reader: Reader) -> dict[int, int]:
    """For every batch that is undone: the batch that undid it; an undo that was undone itself does not count."""
    undone: dict[int, int] = {}
    # From the newest: whether an undo was itself undone is known before what it undid is looked at.
    for id_, undoes in reader.rows("SELECT id, undoes FROM batch WHERE undoes IS NOT NULL ORDER BY id DESC"):
        if id_ not in undone:
            undone.setdefault(undoes, id_)
    return undone


class Sender(NamedTuple):
    """A file that an import took: its batch and moment (UTC), its name, and which of several files it was."""

    batch: int
    at: str
    file: str
    number: int | None


def senders(reader: Reader) -> list[Sender]:
    """The files of all imports that are not undone, oldest first."""
    undone = undone_by(reader)
    found = []
    for id_, at, layout in reader.rows("SELECT id, at, layout FROM batch WHERE layout IS NOT NULL ORDER BY id"):
        if id_ not in undone:
            found += [Sender(id_, at, file.get("file", ""), index) for index, file in _files(json.loads(layout))]
    return found


def _files(layout: dict[str, Any]) -> list[tuple[int | None, dict[str, Any]]]:
    """The files that a batch took: the one that its layout is of, or the numbered ones that it lists."""
    return list(enumerate(layout["files"])) if "files" in layout else [(None, layout)]


class Imported(NamedTuple):
    """A batch that took a whole file: its number and moment (UTC), and how many rows of which noun each sheet had."""

    batch: int
    at: str
    rows: tuple[tuple[str, str, int], ...]


def imported(reader: Reader, sha256: str) -> Imported | None:
    """The newest batch that took a whole file of these bytes and is not undone."""
    undone = undone_by(reader)
    sql = (
        "SELECT id, at, layout, file_sha256 FROM batch WHERE layout IS NOT NULL "
        "AND (file_sha256 = ? OR instr(layout, ?)) ORDER BY id DESC"
    )
    for id_, at, layout, own in reader.rows(sql, (sha256, sha256)):
        for _, file in _files(json.loads(layout)):
            rows = file.get("rows")
            if rows is not None and id_ not in undone and file.get("sha256", own) == sha256:
                return Imported(id_, at, tuple((sheet, noun, n) for sheet, noun, n in rows))
    return None


def column_maps(reader: Reader) -> dict[str, list[str]]:
    """What imports that are not undone were told of columns, as it was typed, by the fingerprint of the headings."""
    undone = undone_by(reader)
    found: dict[str, list[str]] = {}
    for id_, layout in reader.rows("SELECT id, layout FROM batch WHERE layout LIKE '%\"maps\"%' ORDER BY id"):
        if id_ not in undone:
            found |= json.loads(layout).get("maps", {})
    return found


def counts(reader: Reader, ids: Sequence[int]) -> dict[int, list[tuple[str, str, int]]]:
    """For every batch: noun, action and how many records, in the order of the first change."""
    found: dict[int, list[tuple[str, str, int]]] = {}
    for chunk in chunks(ids):
        sql = (
            "SELECT batch_id, noun, action, count(DISTINCT record_id) FROM journal "
            f"WHERE batch_id IN ({marks(chunk)}) GROUP BY batch_id, noun, action ORDER BY min(id)"
        )
        for batch_id, noun, action, count in reader.rows(sql, chunk):
            found.setdefault(batch_id, []).append((noun, action, count))
    return found


def rows(
    reader: Reader,
    within: Within = EVERYTHING,
    *,
    batch: int | None = None,
    records: Sequence[tuple[str, int]] = (),
) -> list[Row]:
    """The changes in their order: of one batch, of a part of the history, of some records, or of all these together."""
    where, values = within._replace(noun=None).batches()
    if batch is not None:
        where, values = f"{where} AND b.id = ?", [*values, batch]
    if within.noun is not None:
        where, values = f"{where} AND j.noun = ?", [*values, within.noun]
    sql = f"SELECT {_ROW}, j.id FROM journal j JOIN batch b ON b.id = j.batch_id WHERE {where}"
    if not records:
        return [_parsed(row[:-1]) for row in reader.rows(f"{sql} ORDER BY j.id", values)]
    found: list[tuple[Any, ...]] = []
    for key, ids in _by_noun(records):
        found += reader.rows(f"{sql} AND j.noun = ? AND j.record_id IN ({marks(ids)})", [*values, key, *ids])
    return [_parsed(row[:-1]) for row in sorted(found, key=lambda row: int(row[-1]))]


def last_batches(reader: Reader, records: Sequence[tuple[str, int]], limit: int) -> list[int]:
    """The newest batches that changed any of some records, the newest first."""
    found: set[int] = set()
    for key, ids in _by_noun(records):
        sql = (
            f"SELECT DISTINCT batch_id FROM journal WHERE noun = ? AND record_id IN ({marks(ids)}) "
            "ORDER BY batch_id DESC LIMIT ?"
        )
        found.update(id_ for (id_,) in reader.rows(sql, [key, *ids, limit]))
    return sorted(found, reverse=True)[:limit]


def _by_noun(records: Iterable[tuple[str, int]]) -> Iterator[tuple[str, Sequence[int]]]:
    """Records as noun and ids, a few hundred at a time."""
    ids: dict[str, list[int]] = {}
    for key, id_ in records:
        ids.setdefault(key, []).append(id_)
    for key, of_noun in ids.items():
        yield from ((key, chunk) for chunk in chunks(of_noun))


def trace(reader: Reader, noun: str, id_: int) -> list[Trace]:
    """Every change of one record, oldest first, with where each came from."""
    sql = (
        "SELECT b.id, b.at, b.actor, b.command, b.undoes, j.action, j.before, j.after, b.layout, j.source "
        "FROM journal j JOIN batch b ON b.id = j.batch_id WHERE j.noun = ? AND j.record_id = ? ORDER BY j.id"
    )
    return [
        Trace(Batch(*row[:5]), row[5], *(json.loads(text) if text else {} for text in row[6:]))
        for row in reader.rows(sql, (noun, id_))
    ]


def later(reader: Reader, batch: int) -> Iterator[Row]:
    """What later batches did to the records that a batch changed."""
    sql = (
        f"SELECT {_ROW} FROM journal j WHERE j.batch_id > ? AND EXISTS (SELECT 1 FROM journal o "
        "WHERE o.batch_id = ? AND o.noun = j.noun AND o.record_id = j.record_id) ORDER BY j.id"
    )
    return _read(reader, sql, [batch, batch])


def since(reader: Reader, batch: int) -> Iterator[Row]:
    """All changes after a batch."""
    return _read(reader, f"SELECT {_ROW} FROM journal j WHERE j.batch_id > ? ORDER BY j.id", [batch])


def owners(reader: Reader, noun: str, ids: Sequence[int]) -> set[int]:
    """The projects that parts of projects belong to, removed ones too."""
    found: set[int] = set()
    for chunk in chunks(ids):
        found.update(
            id_ for (id_,) in reader.rows(f"SELECT project_id FROM {noun} WHERE id IN ({marks(chunk)})", chunk)
        )
    return found


def milestone_ids(reader: Reader, project: int) -> list[int]:
    """All milestones that a project ever had."""
    return [id_ for (id_,) in reader.rows("SELECT id FROM milestone WHERE project_id = ? ORDER BY id", (project,))]


def stages_of(reader: Reader, milestones: Sequence[int]) -> dict[int, str]:
    """The stage of each milestone."""
    found: dict[int, str] = {}
    for chunk in chunks(milestones):
        found.update(reader.rows(f"SELECT id, stage FROM milestone WHERE id IN ({marks(chunk)})", chunk))
    return found


def project_names(reader: Reader, noun: str, ids: Sequence[int]) -> dict[int, str]:
    """The name of the project that each record of a noun belongs to."""
    found: dict[int, str] = {}
    for chunk in chunks(ids):
        sql = f"SELECT x.id, p.name FROM {noun} x JOIN project p ON p.id = x.project_id WHERE x.id IN ({marks(chunk)})"
        found.update(reader.rows(sql, chunk))
    return found


def removed(reader: Reader, noun: str, ids: Iterable[int]) -> set[int]:
    """Of some ids those whose record does not exist or is removed."""
    wanted = sorted(set(ids))
    live: set[int] = set()
    for chunk in chunks(wanted):
        sql = f"SELECT id FROM {noun} WHERE removed_at IS NULL AND id IN ({marks(chunk)})"
        live.update(id_ for (id_,) in reader.rows(sql, chunk))
    return set(wanted) - live


def exists(reader: Reader, noun: str, id_: int) -> bool:
    """Whether there is or was a record of that number."""
    return reader.value(f"SELECT 1 FROM {noun} WHERE id = ?", (id_,)) is not None


def referrers(reader: Reader, table: str, column: str, owner: str, ids: Sequence[int]) -> list[tuple[int, int]]:
    """Live records (id, what it refers to) whose column, in their own table or in a link's, holds one of the ids."""
    found: list[tuple[int, int]] = []
    for chunk in chunks(ids):
        if table == owner:
            sql = f"SELECT id, {column} FROM {owner} WHERE removed_at IS NULL AND {column} IN ({marks(chunk)})"
        else:
            sql = (
                f"SELECT o.id, l.{column} FROM {table} l JOIN {owner} o ON o.id = l.{owner}_id "
                f"WHERE o.removed_at IS NULL AND l.{column} IN ({marks(chunk)})"
            )
        found += reader.rows(sql, chunk)
    return found


def live_keys(reader: Reader, noun: str, columns: Sequence[str]) -> dict[tuple[object, ...], int]:
    """The live records of a noun by the columns that tell them apart."""
    names = ", ".join(columns)
    return {tuple(row[1:]): row[0] for row in reader.rows(f"SELECT id, {names} FROM {noun} WHERE removed_at IS NULL")}


def scheme_keys(reader: Reader, ids: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """The key of stored schemes, and whether each is in force."""
    if not ids:
        return {}
    sql = f"SELECT id, key, removed_at IS NULL FROM scheme WHERE id IN ({marks(ids)})"
    return {id_: (key, bool(live)) for id_, key, live in reader.rows(sql, ids)}


def schemes_in_force(reader: Reader, key: str) -> list[int]:
    """The scheme of a key that is in force: one or none."""
    return [id_ for (id_,) in reader.rows("SELECT id FROM scheme WHERE key = ? AND removed_at IS NULL", (key,))]


def _read(reader: Reader, sql: str, values: Sequence[Any]) -> Iterator[Row]:
    return map(_parsed, reader.rows(sql, values))


def _parsed(row: tuple[Any, ...]) -> Row:
    batch, noun, id_, action, before, after = row
    return Row(batch, noun, id_, action, json.loads(before) if before else {}, json.loads(after) if after else {})
