"""The one door for writing: a unit of work that is rolled back unless committed, and journals every change."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain, groupby, repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, overload

from tracker import __version__
from tracker.garbage import uncollected
from tracker.rules import shares
from tracker.rules.choices import RUNNING
from tracker.rules.fields import RefsKind
from tracker.rules.names import NameKeys, name_keys
from tracker.rules.nouns import NOUNS, Noun
from tracker.store.binding import CHUNK, chunks, marks
from tracker.store.boards import last_number
from tracker.store.journal import schemes_in_force
from tracker.store.reading import (
    CACHE_KIB,
    WAIT_SECONDS,
    Reader,
    check,
    database_error,
    existing,
    translated,
)
from tracker.store.records import load
from tracker.store.stored import dumped, encoded, objects, stored_rows
from tracker.written import BATCHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from tracker.store.boards import Issue

T = TypeVar("T")
Action = Literal["add", "edit", "remove", "restore"]
MANY: Final = 5_000  # rows that are made at a time: their statements are few, and memory stays what it is
APPEND_KIB: Final = 16 * 1024  # of pages, where rows come one after the other and no index is in their way
NOWHERE: Final[Mapping[str, Any]] = MappingProxyType({})
NAMING: Final = {"name", "aliases"}
SYNCHRONOUS: Final = "FULL"  # what is committed is on the disk, whatever happens to the power
JOURNALLED: Final = ("batch_id", "noun", "record_id", "action", "version", "before", "after", "source")
# What is carried of a project, beside its host: whether what counts here is shared between units (sql/triggers.sql).
CARRYING: Final = {"funds": "money_shared", "milestone": "max(shared, money_shared)"}
CREDITED: Final = {"unit", "introducers", "money_share", "count_share"}


class Change(NamedTuple):
    """One change of one record: values by field key, before and after, and the cell each came from.

    An `add` has all its values in `after`; an `edit` only the fields that change, on both sides.
    """

    noun: Noun
    id: int
    action: Action
    before: Mapping[str, Any] = MappingProxyType({})
    after: Mapping[str, Any] = MappingProxyType({})
    source: Mapping[str, Any] | None = None


class Made(Sequence[Change]):
    """Changes of one noun and action that are made as they are asked for: there may be hundreds of thousands."""

    def __init__(self, items: Sequence[T], make: Callable[[T], Change]) -> None:
        self._items = items
        self._make = make

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Change: ...
    @overload
    def __getitem__(self, at: slice) -> list[Change]: ...
    def __getitem__(self, at: int | slice) -> Change | list[Change]:
        return list(map(self._make, self._items[at])) if isinstance(at, slice) else self._make(self._items[at])


@dataclass(frozen=True)
class Signature:
    """Who writes, by which command line, when (UTC), and from which file."""

    actor: str
    command: str
    at: str
    file_sha256: str | None = None


class Work:
    """A unit of work: reads through `reader`, writes through `apply`, keeps nothing without `commit`."""

    def __init__(self, connection: sqlite3.Connection, signature: Signature, *, dry: bool = False) -> None:
        self._connection = connection
        self._signature = signature
        self._dry = dry
        self._last_ids: dict[str, int] = {}
        self.batch: int | None = None
        self.reader: Reader = Reader(connection)

    @property
    def at(self) -> str:
        """The moment of this unit of work, in UTC."""
        return self._signature.at

    @property
    def actor(self) -> str:
        """Who does this work."""
        return self._signature.actor

    def new_id(self, noun: Noun) -> int:
        """The next number of a noun; none is ever used again."""
        return self.new_ids(noun, 1)[0]

    def new_ids(self, noun: Noun, count: int) -> range:
        """The next numbers of a noun."""
        last = self._last_ids.get(noun.key)
        if last is None:
            last = last_number(self.reader, noun.key)
        self._last_ids[noun.key] = last + count
        return range(last + 1, last + count + 1)

    def forget_numbers(self) -> None:
        """Give the numbers that `new_id` gave, and that nothing was written under, out again."""
        self._last_ids.clear()

    def apply(self, changes: Sequence[Change], *, undoes: int | None = None) -> None:
        """Write the changes and their journal, in the order in which they depend on each other."""
        self.write(_grouped(changes), undoes=undoes)

    def write(self, groups: Iterable[Sequence[Change]], *, undoes: int | None = None) -> None:
        """Write groups of changes, each of one noun and action, in their order; the first change opens the batch.

        A group is taken in slices: it may make its changes only as they are asked for.
        """
        for group in filter(len, groups):
            batch = self._open_batch(undoes)
            noun, action = group[0].noun, group[0].action
            with self._indexed_after(noun.key, len(group) if action == "add" else 0):
                for some in chunks(group, MANY):
                    versions = {} if action == "add" else self._versions(noun, some)
                    _WRITERS[action](self, noun, some)
                    if noun.key == "project":
                        self._credit(some)
                    self._journal(batch, noun, action, some, versions)

    def load_scheme(self, key: str, year: int | None, toml: str, sha256: str) -> None:
        """Store a scheme's text; the one of that key before it, if any, stays and is no longer in force."""
        batch = self._open_batch(None, sha256)
        self.mark_schemes(schemes_in_force(self.reader, key), "remove")
        new = self._connection.execute(
            "INSERT INTO scheme (key, year, toml, sha256, batch_id, version) VALUES (?, ?, ?, ?, ?, 1)",
            (key, year, toml, sha256, batch),
        ).lastrowid
        self._journal_schemes([new], "add")

    def mark_schemes(
        self, ids: Sequence[int], action: Literal["remove", "restore"], *, undoes: int | None = None
    ) -> None:
        """Put stored schemes out of force, or back into it; their rows stay as they are."""
        self._open_batch(undoes)
        rows = [(self.at if action == "remove" else None, id_) for id_ in ids]
        if rows:
            self._connection.executemany("UPDATE scheme SET removed_at = ?, version = version + 1 WHERE id = ?", rows)
            self._journal_schemes(ids, action)

    def publish(self, board: Issue, content: str) -> None:
        """Store a published board, which nothing changes any more."""
        batch = self._open_batch(None)
        columns = (*board._fields, "content")
        self._connection.execute(
            f"INSERT INTO board ({', '.join(columns)}) VALUES ({marks(columns)})", (*board, content)
        )
        self._connection.execute(
            "INSERT INTO journal (batch_id, noun, record_id, action, version) VALUES (?, 'board', ?, 'add', 1)",
            (batch, board.id),
        )

    def _journal_schemes(self, ids: Sequence[int | None], action: Action) -> None:
        """Journal what became of schemes, which have no fields: their text never changes."""
        self._connection.executemany(
            "INSERT INTO journal (batch_id, noun, record_id, action, version) "
            "SELECT ?, 'scheme', id, ?, version FROM scheme WHERE id = ?",
            [(self.batch, action, id_) for id_ in ids],
        )

    def note_layout(self, layout: Mapping[str, Any]) -> None:
        """Note in the batch which file or files its values came from, and in which columns they stand."""
        self._connection.execute("UPDATE batch SET layout = ? WHERE id = ?", (encoded(layout), self.batch))

    def hold_back(self) -> None:
        """Hold what is written in memory until the commit, so that others can read while a person thinks."""
        self._connection.execute(f"PRAGMA cache_spill = {2**30}")  # within a transaction OFF does nothing

    def start_over(self) -> None:
        """Take back all that was written in this unit of work, and go on."""
        self._connection.rollback()
        self._connection.execute("BEGIN IMMEDIATE")
        self.batch = None
        self.forget_numbers()

    @property
    def dry(self) -> bool:
        """Whether nothing of it will be kept."""
        return self._dry

    def commit(self) -> None:
        """Keep what was written; a dry run keeps nothing."""
        if self._dry:
            return
        try:
            self._connection.commit()
        finally:  # a Ctrl-C meanwhile comes up once it is done
            if self.batch is not None and not self._connection.in_transaction:
                BATCHES.append(self.batch)

    def _open_batch(self, undoes: int | None, file_sha256: str | None = None) -> int:
        """The batch's own row, once."""
        if self.batch is None:
            sign = self._signature
            row = (sign.at, sign.actor, sign.command, __version__, sign.file_sha256 or file_sha256, undoes)
            self.batch = self._connection.execute(
                "INSERT INTO batch (at, actor, command, program, file_sha256, undoes) VALUES (?, ?, ?, ?, ?, ?)", row
            ).lastrowid
        assert self.batch is not None
        return self.batch

    def _versions(self, noun: Noun, changes: Sequence[Change]) -> dict[int, int]:
        """The version that each record had before."""
        found: dict[int, int] = {}
        for chunk in chunks([c.id for c in changes]):
            found |= dict(self.reader.rows(f"SELECT id, version FROM {noun.key} WHERE id IN ({marks(chunk)})", chunk))
        return found

    def add_rows(self, noun: Noun, changes: Sequence[Change]) -> None:
        """Insert new records of one noun, and their links."""
        fields = [f for f in noun.own_fields if f.columns]
        carried = ("standing", "host_id") if noun.key in CARRYING else _key_columns(noun)
        columns = ["id", "version", *carried, *(c for f in fields for c in f.columns)]
        stored = stored_rows(fields, [c.after for c in changes])
        each = self._carried(noun, changes) if noun.key in CARRYING else (_keys(noun, c.after) for c in changes)
        rows = [(c.id, 1, *first, *row) for c, first, row in zip(changes, each, stored, strict=True)]
        self._insert(noun.key, columns, rows)
        self._link(noun, changes)

    @contextmanager
    def _indexed_after(self, table: str, new: int) -> Iterator[None]:
        """Lay a table's indexes once all of its new rows are in, where that costs less than each row's way into them.

        To sort a row costs a third of that, and every row has to be. Unique indexes stay: they refuse what is there.
        """
        worth = new >= MANY and last_number(self.reader, table) < 2 * new
        ours = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE INDEX %'"
        indexes = self.reader.rows(ours, (table,)) if worth else []
        if indexes:
            self._connection.execute(f"PRAGMA cache_size = -{APPEND_KIB}")
        for name, _ in indexes:
            self._connection.execute(f"DROP INDEX {name}")
        yield
        for _, create in indexes:
            self._connection.execute(create)

    def _carried(self, noun: Noun, changes: Sequence[Change]) -> Iterator[tuple[int, int | None]]:
        """What each new receipt or milestone carries of its project, as the triggers see to it in any case.

        A row that comes with it goes into the indexes once, else twice.
        """
        found: dict[int, tuple[int, int | None]] = {}
        for chunk in chunks(list({c.after["project"] for c in changes})):
            sql = (
                f"SELECT id, CASE WHEN removed_at IS NOT NULL OR status NOT IN {RUNNING} THEN 0 "
                f"ELSE 1 + {CARRYING[noun.key]} END, unit_id FROM project WHERE id IN ({marks(chunk)})"
            )
            found |= {id_: (standing, host) for id_, standing, host in self.reader.rows(sql, chunk)}
        return (found.get(c.after["project"], (0, None)) for c in changes)

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows, many by one statement: what a check compares with is laid out once a statement, not once a row.

        A table of records takes two thirds of the time so.
        """
        names, one = ", ".join(f'"{name}"' for name in columns), f"({marks(columns)})"
        most = self._connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(columns)
        for some in chunks(rows, min(CHUNK, most)):
            values = ", ".join([one] * len(some))
            self._connection.execute(f"INSERT INTO {table} ({names}) VALUES {values}", tuple(chain.from_iterable(some)))

    def edit_rows(self, noun: Noun, changes: Sequence[Change]) -> None:
        """Update the changed fields of the records of one noun, and their links."""
        for keys, group in groupby(sorted(changes, key=_fields_changed), key=_fields_changed):
            fields = [f for f in noun.own_fields if f.key in keys]
            assignments = "".join(f'"{column}" = ?, ' for f in fields for column in f.columns)
            same = list(group)
            stored = stored_rows(fields, [c.after for c in same])
            self._connection.executemany(
                f"UPDATE {noun.key} SET {assignments}version = version + 1 WHERE id = ?",
                [(*row, c.id) for c, row in zip(same, stored, strict=True)],
            )
        self._rekey(noun, [c.id for c in changes if NAMING & set(c.after)])
        self._link(noun, changes)

    def _rekey(self, noun: Noun, ids: Sequence[int]) -> None:
        """Lay the keys of renamed records anew, from the name and other names that they have now."""
        if not noun.named:
            return
        assignments = ", ".join(f"{column} = ?" for column in _key_columns(noun))
        for chunk in chunks(ids):
            found = {r.id: r.values for r in load(self.reader, noun, f"id IN ({marks(chunk)})", chunk, NAMING)}
            self._connection.executemany(
                f"UPDATE {noun.key} SET {assignments} WHERE id = ?",
                [(*_keys(noun, found[id_]), id_) for id_ in chunk],  # in their order: one may take another's old name
            )

    def mark_rows(self, noun: Noun, changes: Sequence[Change]) -> None:
        """Hide or show again the records of one noun; nothing is deleted."""
        rows = [(self.at if c.action == "remove" else None, c.id) for c in changes]
        self._connection.executemany(f"UPDATE {noun.key} SET removed_at = ?, version = version + 1 WHERE id = ?", rows)

    def _link(self, noun: Noun, changes: Sequence[Change]) -> None:
        """Lay the links of the fields that hold several records anew."""
        for each in noun.own_fields:
            if not isinstance(each.kind, RefsKind):
                continue
            touched = [c for c in changes if each.key in c.after]
            stale = [(c.id,) for c in touched if c.action == "edit"]
            link, owner, other = each.kind.link, f"{noun.key}_id", f"{each.kind.noun}_id"
            if stale:
                self._connection.executemany(f"DELETE FROM {link} WHERE {owner} = ?", stale)
            rows = [(c.id, n, id_) for c in touched for n, id_ in enumerate(c.after[each.key] or (), 1)]
            if rows:
                self._connection.executemany(f"INSERT INTO {link} ({owner}, position, {other}) VALUES (?, ?, ?)", rows)

    def _credit(self, changes: Sequence[Change]) -> None:
        """Derive anew how the changed projects are shared between units."""
        touched = [c.id for c in changes if CREDITED & set(c.after)]
        for chunk in chunks(touched):
            self._connection.execute(f"DELETE FROM credit WHERE project_id IN ({marks(chunk)})", tuple(chunk))
            credits, flags = _credit_rows(self.reader, chunk)
            if credits:
                self._connection.executemany("INSERT INTO credit VALUES (?, ?, ?, ?, ?, ?)", credits)
            if flags:
                self._connection.executemany("UPDATE project SET money_shared = ?, shared = ? WHERE id = ?", flags)

    def _journal(
        self, batch: int, noun: Noun, action: Action, changes: Sequence[Change], versions: Mapping[int, int]
    ) -> None:
        """Write one journal row a change."""
        rows = zip(
            repeat(batch),
            repeat(noun.key),
            [c.id for c in changes],
            repeat(action),
            [versions.get(c.id, 0) + 1 for c in changes],
            dumped(noun, [c.before for c in changes]),
            dumped(noun, [c.after for c in changes], blanks=action != "add"),
            objects([c.source or NOWHERE for c in changes], lambda _: encoded),
            strict=False,  # what is the same for all has no end
        )
        self._insert("journal", JOURNALLED, list(rows))


_WRITERS: Final = {
    "add": Work.add_rows,
    "edit": Work.edit_rows,
    "remove": Work.mark_rows,
    "restore": Work.mark_rows,
}


def _grouped(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Changes by noun and action, in the order in which they can be written."""
    for _, group in groupby(sorted(changes, key=_order), key=_order):
        yield list(group)


# Referred-to nouns first: that is the order of `NOUNS`, but for leads, which refer to the projects they became.
DEPENDENCE: Final = (*(key for key in NOUNS if key != "lead"), "lead")
_PLACES: Final = {key: n for n, key in enumerate(DEPENDENCE)}
# What gives a name or a stage free comes before what takes it.
_RANKS: Final = {"remove": 0, "edit": 1, "restore": 2, "add": 3}


def _order(change: Change) -> tuple[int, int]:
    return _PLACES[change.noun.key], _RANKS[change.action]


def _fields_changed(change: Change) -> tuple[str, ...]:
    return tuple(sorted(change.after))


def _key_columns(noun: Noun) -> tuple[str, ...]:
    """The columns by which a noun's names are found."""
    return NameKeys._fields[: 2 + noun.aliased] if noun.named else ()


def _keys(noun: Noun, values: Mapping[str, Any]) -> tuple[str | None, ...]:
    """What these columns hold for a record with these values."""
    return name_keys(values["name"], values.get("aliases"))[: 2 + noun.aliased] if noun.named else ()


def _credit_rows(
    reader: Reader, ids: Sequence[int]
) -> tuple[list[tuple[int, int, int, int, int, int]], list[tuple[int, int, int]]]:
    """The credits of projects with introducers, and for every project whose flags are wrong the right ones."""
    some = marks(ids)
    introducers: dict[int, list[int]] = {}
    sql = f"SELECT project_id, unit_id FROM project_introducer WHERE project_id IN ({some}) ORDER BY 1, position"
    for project, unit in reader.rows(sql, ids):
        introducers.setdefault(project, []).append(unit)
    credits, flags = [], []
    for id_, host, money, count, *known in reader.rows(
        f"SELECT id, unit_id, money_share, count_share, money_shared, shared FROM project WHERE id IN ({some})", ids
    ):
        by = tuple(introducers.get(id_, ()))
        flag = [int(bool(by) and (policy or "single") != "single") for policy in (money, count)]
        if any(flag):
            moneys, counts = shares.credits(money or "single", host, by), shares.credits(count or "single", host, by)
            for unit in dict.fromkeys((*moneys, *counts)):
                m, c = moneys.get(unit, 0), counts.get(unit, 0)
                credits.append((id_, unit, m.numerator, m.denominator, c.numerator, c.denominator))
        if flag != known:
            flags.append((flag[0], flag[1], id_))
    return credits, flags


@contextmanager
def working(database: str, signature: Signature, *, dry: bool = False) -> Iterator[Work]:
    """Open the database for one unit of work: a write lock at once, a rollback unless committed."""
    path = existing(database)
    with translated(path), uncollected(), closing(_connect(path)) as connection:
        _set_up(connection, path)
        connection.execute("BEGIN IMMEDIATE")
        yield Work(connection, signature, dry=dry)


def _connect(path: Path) -> sqlite3.Connection:
    """A connection that may write, and waits a while for another writer."""
    if not os.access(path, os.W_OK):
        raise database_error(sqlite3.OperationalError("readonly"), path)
    return sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)


def _set_up(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours; hold to foreign keys, and to what is on the disk."""
    check(connection, path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    # The rows of a workbook go all over the pages of its indexes:
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA trusted_schema = OFF")
