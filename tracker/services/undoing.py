"""Undo: reverses what a batch did and nobody changed since, and says what it kept and why.

First the removed records come back, then fields get their old values, then what the batch added goes: each step knows
what the ones before it will bring about. Nothing is asked row by row, so that ten thousand changes are a few queries.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from tracker.errors import Problem, Refused
from tracker.result import Column, Message, Result, Table
from tracker.rules.choices import folded
from tracker.rules.fields import RefKind, RefsKind
from tracker.rules.nouns import NOUNS
from tracker.services.history import COLUMNS, Told, batch_id, change_rows, names_of, stages_of, undumped
from tracker.store import boards, journal
from tracker.store.engine import DEPENDENCE, Change
from tracker.store.records import load_some
from tracker.words import (
    CHANGES_MORE,
    CONFIRM_UNDO,
    FIELD_COLUMN,
    KEPT,
    KEPT_TITLE,
    NAME_COLUMN,
    NOTHING_LEFT,
    NOTHING_TO_UNDO,
    NOTHING_TO_UNDO_HINT,
    REASON_COLUMN,
    RECORD_COLUMN,
    UNDO_PUBLISHED,
    UNDO_PUBLISHED_HINT,
    UNDONE,
    UNDONE_ALREADY,
    UNDONE_ALREADY_HINT,
    WHY_CHANGED,
    WHY_LIVE,
    WHY_NEWER,
    WHY_PART,
    WHY_REFERS,
    WHY_REMOVED,
    WHY_TAKEN,
    WHY_USED,
    Words,
)
from tracker.written import batch_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.store.engine import Work
    from tracker.store.journal import Batch, Row
    from tracker.store.reading import Reader
    from tracker.store.records import Record

Key = tuple[str, int]
# What the database keeps apart among live records: the columns, and the fields that they hold.
UNIQUE: Final = {
    "unit": (("name_key",), ("name",)),
    "chain": (("name_key",), ("name",)),
    "campaign": (("name_key",), ("name",)),
    "segment": (("chain_id", "name_key"), ("chain", "name")),
    "milestone": (("project_id", "stage"), ("project", "stage")),
}
SHOWN_REASONS: Final = 10


@dataclass
class Net:
    """What a batch did to one record in all: whether it was there before and after, and fields before and after."""

    was: bool = True
    added: bool = False
    is_: bool = True
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A record, or one field of it, that stays as it is, and why."""

    noun: Noun | None
    id: int
    why: Words
    field: Field | None = None


@dataclass(frozen=True)
class Plan:
    """What undoing a batch will do: changes of records, marks of schemes, and what is kept."""

    batch: Batch
    changes: tuple[Change, ...]
    schemes: tuple[tuple[int, Literal["remove", "restore"]], ...]
    kept: tuple[Kept, ...]

    @property
    def count(self) -> int:
        """How many records it puts back."""
        return len({(change.noun.key, change.id) for change in self.changes}) + len(self.schemes)


def plan(reader: Reader, text: str | None) -> Plan:
    """How to undo a batch, by default the newest that is neither an undo nor undone; Refused if nothing is left."""
    id_ = batch_id(reader, text) if text is not None else journal.newest_in_force(reader)
    if id_ is None:
        raise Refused(NOTHING_TO_UNDO, code="nothing_to_undo", hint=NOTHING_TO_UNDO_HINT)
    by = journal.undone_by(reader).get(id_)
    if by is not None:
        raise Refused(
            UNDONE_ALREADY(batch=batch_number(id_), by=batch_number(by)),
            code="undone_already",
            value=batch_number(id_),
            hint=UNDONE_ALREADY_HINT(by=batch_number(by)),
        )
    _refuse_published(reader, id_)
    made = _Planner(reader, id_).plan()
    if not made.count:
        problems = [Problem("kept", kept.why, _place(kept)) for kept in made.kept[:SHOWN_REASONS]]
        raise Refused(
            NOTHING_LEFT(batch=batch_number(id_)),
            code="nothing_to_undo",
            value=batch_number(id_),
            hint=NOTHING_TO_UNDO_HINT,
            problems=tuple(problems),
        )
    return made


def _place(kept: Kept) -> Words:
    number = kept.noun.number(kept.id) if kept.noun else ""
    return f"{number} {kept.field.key}" if kept.field else number


def apply(work: Work, made: Plan) -> None:
    """Write the reversal as a batch of its own that says what it undoes."""
    work.apply(made.changes, undoes=made.batch.id)
    for action in ("remove", "restore"):
        ids = [id_ for id_, wanted in made.schemes if wanted == action]
        if ids:
            work.mark_schemes(ids, action, undoes=made.batch.id)


def question(made: Plan) -> Words:
    """What to ask before."""
    batch = made.batch
    return CONFIRM_UNDO(batch=batch_number(batch.id), command=batch.command, n=made.count)


def numbered(result: Result, made: Plan, batch: int | None) -> Result:
    """The result of an undo that was written as this batch."""
    assert isinstance(result.data, dict)
    number = batch_number(batch or 0)
    line = UNDONE(number=number, batch=batch_number(made.batch.id), n=made.count)
    return result._replace(data=result.data | {"batch": number}, lines=(line,))


def result(reader: Reader, made: Plan, limit: int | None = None) -> Result:
    """What undoing a batch will do, record by record and field by field, and what it keeps, said before it does."""
    told = list(_told(made))
    rows = change_rows(reader, told, stages_of(reader, told))
    tables = [Table(COLUMNS, tuple(rows[:limit]), total=len(rows), hidden=max(0, len(rows) - (limit or len(rows))))]
    kept = _kept_rows(reader, made.kept)
    if kept:
        columns = (
            Column("record", RECORD_COLUMN),
            Column("name", NAME_COLUMN),
            Column("field", FIELD_COLUMN),
            Column("reason", REASON_COLUMN),
        )
        tables.append(Table(columns, tuple(kept), title=KEPT_TITLE))
    data = {
        "batch": None,
        "undoes": batch_number(made.batch.id),
        "records": made.count,
        "reversed": [_object(row, each) for row, each in zip(rows, told, strict=True)],
        "kept": [
            {"id": row[0], "name": row[1], "field": each.field.key if each.field else None, "reason": each.why}
            for row, each in zip(kept, made.kept, strict=True)
        ],
    }
    return Result(
        ("undo",),
        tables=tuple(tables),
        data=data,
        messages=tuple(_messages(tables[0], kept)),
        status="partial" if kept else "ok",
    )


def _messages(table: Table, kept: Sequence[object]) -> Iterator[Message]:
    if table.hidden:
        yield Message("truncated", CHANGES_MORE(n=table.hidden))
    if kept:
        yield Message("kept", KEPT(n=len(kept)), "warning")


def _object(row: tuple[object, ...], each: Told) -> dict[str, object]:
    number, name, action, _, before, after = row
    key = each.field.key if each.field else None
    return {"id": number, "name": name, "action": action, "field": key, "before": before, "after": after}


def _told(made: Plan) -> Iterator[Told]:
    """The plan as changes to be told, one a field."""
    for id_, action in made.schemes:
        yield Told(None, id_, action)
    for change in made.changes:
        if change.action != "edit":
            yield Told(change.noun, change.id, change.action)
        for key, value in change.after.items():
            yield Told(change.noun, change.id, "edit", change.noun.field(key), change.before[key], value)


def _kept_rows(reader: Reader, kept: Sequence[Kept]) -> list[tuple[object, ...]]:
    names = names_of(reader, ((each.noun, each.id) for each in kept if each.noun))
    schemes = journal.scheme_keys(reader, [each.id for each in kept if each.noun is None])
    return [
        (
            each.noun.number(each.id) if each.noun else None,
            names.get((each.noun.key, each.id)) if each.noun else schemes[each.id][0],
            each.field.label if each.field else None,
            each.why,
        )
        for each in kept
    ]


def net_of(rows: Iterable[Row]) -> dict[Key, Net]:
    """What the changes of a batch come to, record by record."""
    found: dict[Key, Net] = {}
    for row in rows:
        net = found.get((row.noun, row.id))
        if net is None:
            there = row.action in ("edit", "remove")
            net = found[row.noun, row.id] = Net(was=there, added=row.action == "add")
        if row.action == "edit" and not net.added:
            net.before = row.before | net.before
        net.after |= row.after
        net.is_ = row.action != "remove"
    return found


def _refuse_published(reader: Reader, batch: int) -> None:
    """A published board stays, whatever is undone."""
    issue = boards.published_in(reader, batch)
    if issue:
        raise Refused(
            UNDO_PUBLISHED(batch=batch_number(batch), number=issue.id, period=issue.period),
            code="published",
            value=batch_number(batch),
            hint=UNDO_PUBLISHED_HINT(period=issue.period),
        )


class _Planner:
    """Collects the steps of one undo."""

    def __init__(self, reader: Reader, batch: int) -> None:
        self.reader = reader
        known = journal.batch(reader, batch)
        assert known is not None
        self.batch = known
        self.nets = net_of(journal.rows(reader, batch=batch))
        self._ids_of: dict[str, list[int]] = defaultdict(list)
        for key, id_ in sorted(self.nets):
            self._ids_of[key].append(id_)
        self.later: dict[Key, list[Row]] = {}
        for row in journal.later(reader, batch):
            self.later.setdefault((row.noun, row.id), []).append(row)
        self.records: dict[Key, Record] = {}
        self.hidden: set[Key] = set()
        self.removes: dict[Key, Change] = {}
        self.restores: dict[Key, Change] = {}
        self.edits: dict[Key, Change] = {}
        self.kept: list[Kept] = []

    def plan(self) -> Plan:
        """All steps, in an order in which each can rely on the ones before."""
        for key in DEPENDENCE:
            self._load(NOUNS[key])
        for key in DEPENDENCE:
            self._restore(NOUNS[key])
        for key in DEPENDENCE:
            self._edit(NOUNS[key])
        for key in reversed(DEPENDENCE):
            self._remove(NOUNS[key])
        schemes = tuple(self._schemes())
        changes = (*self.removes.values(), *self.edits.values(), *self.restores.values())
        return Plan(self.batch, changes, schemes, tuple(self.kept))

    def _load(self, noun: Noun) -> None:
        """The present state of what the batch changed."""
        ids = self._ids_of[noun.key]
        for record in load_some(self.reader, noun, ids, where="1 = 1"):
            self.records[noun.key, record.id] = record
        self.hidden |= {(noun.key, id_) for id_ in journal.removed(self.reader, noun.key, ids)}

    def _keep(self, noun: Noun | None, id_: int, why: Words, field: Field | None = None) -> None:
        self.kept.append(Kept(noun, id_, why, field))

    def _restore(self, noun: Noun) -> None:
        """What the batch removed comes back, if what it refers to is there and nothing has taken its place."""
        wanted = [id_ for id_ in self._ids_of[noun.key] if (net := self.nets[noun.key, id_]).was and not net.is_]
        gone = self._gone(noun, wanted)
        taken = self._taken(noun) if wanted else {}
        for id_ in wanted:
            record = self.records[noun.key, id_]
            other = taken.get(_unique(noun, record.values))
            missing = next((ref for ref in _refs(noun, record.values) if ref in gone), None)
            if (noun.key, id_) not in self.hidden:
                self._keep(noun, id_, WHY_LIVE)
            elif missing:
                self._keep(noun, id_, WHY_REFERS(number=NOUNS[missing[0]].number(missing[1])))
            elif other is not None and other != id_:
                self._keep(noun, id_, WHY_TAKEN(number=noun.number(other)))
            else:
                self.restores[noun.key, id_] = Change(noun, id_, "restore")

    def _gone(self, noun: Noun, ids: Iterable[int]) -> set[Key]:
        """What these records refer to that is hidden and does not come back."""
        values = [self.records[noun.key, id_].values for id_ in ids]
        return self._missing(ref for each in values for ref in _refs(noun, each))

    def _missing(self, refs: Iterable[Key]) -> set[Key]:
        by_noun: dict[str, set[int]] = {}
        for key, id_ in refs:
            by_noun.setdefault(key, set()).add(id_)
        return {
            (key, id_)
            for key, ids in by_noun.items()
            for id_ in journal.removed(self.reader, key, ids)
            if (key, id_) not in self.restores
        }

    def _taken(self, noun: Noun) -> dict[tuple[object, ...], int]:
        """The keys that live records have, but for what the batch itself added or gave another key."""
        if noun.key not in UNIQUE:
            return {}
        columns, fields = UNIQUE[noun.key]
        live = journal.live_keys(self.reader, noun.key, columns)
        free = {
            id_
            for key, id_ in self.nets
            if key == noun.key and (not self.nets[key, id_].was or set(fields) & set(self.nets[key, id_].before))
        }
        return {key: id_ for key, id_ in live.items() if id_ not in free}

    def _edit(self, noun: Noun) -> None:
        """Fields that still have the value that the batch gave them get back the one before."""
        wanted = [id_ for id_ in self._ids_of[noun.key] if self.nets[noun.key, id_].before]
        taken = self._taken(noun) if wanted else {}
        gone = self._missing(
            ref for id_ in wanted for ref in _refs(noun, _values(noun, self.nets[noun.key, id_].before))
        )
        for id_ in wanted:
            if (noun.key, id_) in self.hidden and (noun.key, id_) not in self.restores:
                self._keep(noun, id_, WHY_REMOVED)
                continue
            back = dict(self._fields(noun, id_, gone))
            record = self.records[noun.key, id_]
            other = taken.get(_unique(noun, record.values | back)) if back else None
            if other is not None and other != id_:
                for key in set(back) & set(UNIQUE[noun.key][1]):
                    self._keep(noun, id_, WHY_TAKEN(number=noun.number(other)), noun.field(key))
                    del back[key]
            if back:
                before = {key: record.values.get(key) for key in back}
                self.edits[noun.key, id_] = Change(noun, id_, "edit", before, back)

    def _fields(self, noun: Noun, id_: int, gone: set[Key]) -> Iterator[tuple[str, Any]]:
        """The fields of one record that go back, with their old values; the others are kept."""
        net, record = self.nets[noun.key, id_], self.records[noun.key, id_]
        old, new = _values(noun, net.before), _values(noun, net.after)
        for key, value in old.items():
            now = _plain(record.values.get(key))
            missing = next((ref for ref in _refs(noun, {key: value}) if ref in gone), None)
            if now == value:
                continue
            if now != new.get(key):
                self._keep(noun, id_, self._since(noun, id_, key), noun.field(key))
            elif missing:
                self._keep(noun, id_, WHY_REFERS(number=NOUNS[missing[0]].number(missing[1])), noun.field(key))
            else:
                yield key, value

    def _since(self, noun: Noun, id_: int, key: str | None) -> Words:
        """Which batch changed a field, or the record, last."""
        found = [row.batch for row in self.later.get((noun.key, id_), ()) if key is None or key in row.after]
        return WHY_CHANGED(batch=batch_number(found[-1] if found else self.batch.id))

    def _remove(self, noun: Noun) -> None:
        """What the batch added goes, if it is as it was added and nothing that stays refers to it."""
        wanted = []
        for id_ in self._ids_of[noun.key]:
            net = self.nets[noun.key, id_]
            if net.was or not net.is_:
                continue
            if (noun.key, id_) in self.hidden:
                self._keep(noun, id_, WHY_REMOVED)
            elif self._changed(noun, id_, net):
                self._keep(noun, id_, self._since(noun, id_, None))
            else:
                wanted.append(id_)
        self.removes |= {(noun.key, id_): Change(noun, id_, "remove") for id_ in wanted}
        if noun.key == "milestone":
            self._keep_with_projects(wanted)
            return
        users = self._users(noun, wanted)
        for id_ in users:
            self._keep(noun, id_, WHY_USED(by=users[id_]))
            del self.removes[noun.key, id_]

    def _keep_with_projects(self, ids: Sequence[int]) -> None:
        """The milestones of a project that the batch added and that stays, stay with it."""
        project, milestone = NOUNS["project"], NOUNS["milestone"]
        added = [id_ for id_ in self._ids_of["project"] if not self.nets["project", id_].was]
        staying = set(self._users(project, added))
        staying |= {id_ for id_ in added if self._changed(project, id_, self.nets["project", id_])}
        for id_ in ids:
            owner = self.records["milestone", id_].values["project"]
            if owner in staying:
                self._keep(milestone, id_, WHY_PART(number=project.number(owner)))
                del self.removes["milestone", id_]

    def _changed(self, noun: Noun, id_: int, net: Net) -> bool:
        """Whether a record that the batch added, or brought back, has other values now than then."""
        if (noun.key, id_) not in self.later:
            return False
        if not net.added:
            since = net_of(self.later[noun.key, id_])
            return any(each.before.get(key) != each.after[key] for each in since.values() for key in each.before)
        then = _values(noun, net.after)
        now = self.records[noun.key, id_].values
        return any(_plain(value) != then.get(key) for key, value in now.items())

    def _users(self, noun: Noun, ids: Sequence[int]) -> dict[int, str]:
        """For what something that stays still refers to: the number of the first that does."""
        found: dict[int, str] = {}
        # A project's own milestones are named only where nothing else keeps it.
        for other in sorted(NOUNS.values(), key=lambda each: each.key == "milestone") if ids else ():
            for each in other.own_fields:
                if not isinstance(each.kind, RefKind) or each.kind.noun != noun.key:
                    continue
                table, column = _place_of(other, each)
                for user, used in journal.referrers(self.reader, table, column, other.key, ids):
                    if self._stays(other, user, each.key):
                        found.setdefault(used, other.number(user))
        return found

    def _stays(self, noun: Noun, id_: int, key: str) -> bool:
        """Whether a record and what its field refers to will be there still."""
        edit = self.edits.get((noun.key, id_))
        return (noun.key, id_) not in self.removes and not (edit and key in edit.after)

    def _schemes(self) -> Iterator[tuple[int, Literal["remove", "restore"]]]:
        """A scheme that the batch put in force goes out of it; the one before comes back if no other is in force."""
        ids = [id_ for key, id_ in self.nets if key == "scheme"]
        known = journal.scheme_keys(self.reader, ids)
        going = {id_ for id_ in ids if not self.nets["scheme", id_].was and known[id_][1]}
        for id_ in ids:
            key, live = known[id_]
            others = set(journal.schemes_in_force(self.reader, key)) - going
            if id_ in going:
                yield id_, "remove"
            elif self.nets["scheme", id_].was and not live and not others:
                yield id_, "restore"
            else:
                self._keep(None, id_, WHY_NEWER)


def _values(noun: Noun, dumped: Mapping[str, Any]) -> dict[str, Any]:
    """Values from the journal's JSON."""
    return {key: _plain(undumped(noun.field(key), value)) for key, value in dumped.items()}


def _plain(value: Any) -> Any:
    """A value with no records and no names as none: that is how it is read back."""
    return None if value == () else value


def _place_of(owner: Noun, reference: Field) -> tuple[str, str]:
    """The table and column that hold a reference: the owner's own, or a link's."""
    kind = reference.kind
    return (kind.link, f"{kind.noun}_id") if isinstance(kind, RefsKind) else (owner.key, reference.columns[0])


def _unique(noun: Noun, values: Mapping[str, Any]) -> tuple[object, ...]:
    """What tells a live record from the others, as the database compares it."""
    if noun.key not in UNIQUE:
        return ()
    return tuple(folded(values[key]) if key == "name" else values[key] for key in UNIQUE[noun.key][1])


def _refs(noun: Noun, values: Mapping[str, Any]) -> Iterator[Key]:
    """What values refer to."""
    for each in noun.own_fields:
        value = values.get(each.key)
        if isinstance(each.kind, RefKind) and value is not None:
            for id_ in value if isinstance(each.kind, RefsKind) else (value,):
                yield each.kind.noun, id_
