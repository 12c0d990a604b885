"""The history in the user's words: which batches there were, and what each changed, field by field."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadUsage, NotFound
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.choices import STAGE, folded
from tracker.rules.fields import RefKind, RefsKind
from tracker.rules.nouns import NOUNS
from tracker.rules.periods import parse_period
from tracker.services.views import any_record, cell
from tracker.store import boards, journal
from tracker.store.journal import Within
from tracker.store.names import unknown
from tracker.store.records import display_names
from tracker.words import (
    ACTION_ADD,
    ACTION_COLUMN,
    ACTION_EDIT,
    ACTION_REMOVE,
    ACTION_RESTORE,
    ACTOR_COLUMN,
    AFTER_COLUMN,
    BATCH_COLUMN,
    BATCH_HINT,
    BATCH_UNKNOWN,
    BATCHES_LISTED,
    BATCHES_WITHIN,
    BEFORE_COLUMN,
    BOARD_NOUN,
    CHANGES_LISTED,
    COMMAND_COLUMN,
    COMMANDS_HINT,
    COUNTED,
    FIELD_COLUMN,
    LOG_MORE,
    NAME_COLUMN,
    NOUN_UNKNOWN,
    PERSON_NONE_HINT,
    PERSON_UNKNOWN,
    PERSON_UNKNOWN_HINT,
    RECORD_COLUMN,
    SCHEME_NOUN,
    STAGE_FIELD,
    TIME_COLUMN,
    UNDOES_BATCH,
    WHAT_COLUMN,
    Say,
    Words,
)
from tracker.written import batch_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.rules.periods import Period
    from tracker.store.journal import Batch, Row
    from tracker.store.reading import Reader

ACTIONS: Final = {
    "add": Choice("add", ACTION_ADD),
    "edit": Choice("edit", ACTION_EDIT),
    "remove": Choice("remove", ACTION_REMOVE),
    "restore": Choice("restore", ACTION_RESTORE),
}


MOST_PERSONS: Final = 8


class Told(NamedTuple):
    """One change as it is told: of a record, or of one field of it; a scheme or a published board has no noun."""

    noun: Noun | None
    id: int
    action: str
    field: Field | None = None
    before: Any = None
    after: Any = None
    batch: int = 0
    kind: str = "scheme"


def batch_id(reader: Reader, text: str) -> int:
    """The id of the batch that `B3` means; BadUsage or NotFound where it means none."""
    found = re.fullmatch(r"[Bb]?([0-9]{1,15})", text.strip())
    if found is None:
        raise BadUsage(BATCH_UNKNOWN(value=text), code="batch_bad", value=text, hint=BATCH_HINT)
    if journal.batch(reader, int(found[1])) is None:
        raise NotFound(BATCH_UNKNOWN(value=text), code="batch_unknown", value=text, hint=BATCH_HINT)
    return int(found[1])


def log(
    reader: Reader,
    today: date,
    *,
    noun: str | None = None,
    record: str | None = None,
    batch: str | None = None,
    by: str | None = None,
    period: str | None = None,
    limit: int | None = None,
) -> Result:
    """The batches, newest first; or what a batch, or what happened to one record, field by field.

    `by` is a person or part of a name, `period` the local days in which it was written.
    """
    chosen = _noun(noun) if noun is not None else None
    span = parse_period(period, today) if period is not None else None
    within = Within(
        noun=chosen.key if chosen else None,
        actors=_persons(reader, by) if by is not None else None,
        since=journal.midnight(span.start) if span else None,
        until=journal.midnight(span.end) if span else None,
    )
    if record is None and batch is None:
        return _batches(reader, within, span, limit)
    records = with_milestones(reader, *any_that_was(reader, record)) if record is not None else ()
    rows = journal.rows(reader, within, batch=batch_id(reader, batch) if batch is not None else None, records=records)
    merged = len(records) > 1
    changes = [each for each in told(rows, whole=bool(records)) if not (merged and is_place(each))]
    return _changes(reader, changes, limit, merged=merged)


def _persons(reader: Reader, text: str) -> tuple[str, ...]:
    """Everyone who wrote and whose name holds a text; NotFound with those who did."""
    known = journal.actors(reader)
    found = tuple(name for name in known if folded(text) in folded(name))
    if found and folded(text):
        return found
    hint = PERSON_UNKNOWN_HINT(known=tuple(known[:MOST_PERSONS])) if known else PERSON_NONE_HINT
    raise NotFound(PERSON_UNKNOWN(value=text), code="person_unknown", value=text, hint=hint)


def _noun(text: str) -> Noun:
    """The noun of a key or label."""
    for noun in NOUNS.values():
        if folded(text) in map(folded, (noun.key, noun.label.zh, noun.label.en, noun.sheet.en)):
            return noun
    hint = COMMANDS_HINT(all=tuple(NOUNS))
    raise BadUsage(NOUN_UNKNOWN(value=text), code="noun_unknown", value=text, hint=hint)


def any_that_was(reader: Reader, text: str, among: Iterable[Noun] = ()) -> tuple[Noun, int]:
    """The record of a number or name; one that was removed has its history too."""
    noun, id_ = any_record(reader, text, among)
    if journal.exists(reader, noun.key, id_):
        return noun, id_
    raise unknown(noun, text)


def with_milestones(reader: Reader, noun: Noun, id_: int) -> list[tuple[str, int]]:
    """The record, and if it is a project its milestones, which hold its dates."""
    found = [(noun.key, id_)]
    if noun.key == "project":
        found += [("milestone", each) for each in journal.milestone_ids(reader, id_)]
    return found


def _batches(reader: Reader, within: Within, span: Period | None, limit: int | None) -> Result:
    found = journal.batches(reader, within, limit)
    counts = journal.counts(reader, [batch.id for batch in found])
    rows = tuple(
        (batch_number(b.id), instant_of(b), b.actor or None, b.command, _what(b, counts.get(b.id, []))) for b in found
    )
    columns = (*WHENCE, Column("command", COMMAND_COLUMN), Column("what", WHAT_COLUMN))
    total = journal.count_batches(reader, within)
    said = BATCHES_WITHIN(n=total, period=span.describe()) if span else BATCHES_LISTED(n=total)
    return _listed(Table(columns, rows, total=total, hidden=total - len(rows)), said)


def _listed(table: Table, said: Words) -> Result:
    """A table of history, which says how much it covers and hides."""
    messages = [Message("listed", said)]
    if table.hidden:
        messages.append(Message("truncated", LOG_MORE(n=table.hidden)))
    return Result(("log",), tables=(table,), messages=tuple(messages))


def instant_of(batch: Batch) -> datetime:
    """When a batch was written, with its time zone."""
    return datetime.fromisoformat(batch.at)


def _what(batch: Batch, counts: Sequence[tuple[str, str, int]]) -> tuple[Words, ...]:
    """What a batch did: which batch it undoes, and counts by noun and action."""
    undoes: tuple[Words, ...] = (UNDOES_BATCH(batch=batch_number(batch.undoes)),) if batch.undoes else ()
    return undoes + tuple(
        COUNTED(n=count, noun=_counted(noun, count), action=ACTIONS[action].label) for noun, action, count in counts
    )


def _counted(key: str, count: int) -> Say:
    """What so many records of a noun are called; English has a plural."""
    label = NOUNS[key].label if key in NOUNS else NOUNLESS[key]
    if count == 1 or label.en.endswith("s"):
        return label
    return Say(label.zh, f"{label.en[:-1]}ies" if label.en.endswith("y") else f"{label.en}s")


NOUNLESS: Final = {"scheme": SCHEME_NOUN, "board": BOARD_NOUN}


def told(rows: Iterable[Row], *, whole: bool) -> Iterator[Told]:
    """The changes one by one; a new record is one of them, or with `whole` every field that it began with."""
    for row in rows:
        noun = NOUNS.get(row.noun)
        if noun is None or row.action in ("remove", "restore") or (row.action == "add" and not whole):
            yield Told(noun, row.id, row.action, batch=row.batch, kind=row.noun)
            continue
        for field in noun.own_fields:
            if field.key in row.after:
                before, after = row.before.get(field.key), row.after[field.key]
                yield Told(noun, row.id, row.action, field, undumped(field, before), undumped(field, after), row.batch)


def is_place(each: Told) -> bool:
    """Whether it only says of which project and stage a milestone is."""
    return each.noun is NOUNS["milestone"] and each.field is not None and each.field.key in ("project", "stage")


def undumped(field: Field, value: Any) -> Any:
    """A value from the journal's JSON."""
    return None if value is None else field.kind.undump(value)


def _changes(reader: Reader, changes: list[Told], limit: int | None, *, merged: bool) -> Result:
    """The table of changes, oldest first; of many the newest. `merged` tells milestones as their project's dates."""
    shown = changes[-limit:] if limit else changes
    at = journal.some_batches(reader, (each.batch for each in shown))
    stages = stages_of(reader, shown) if merged else {}
    body = change_rows(reader, shown, stages)
    rows = tuple(
        (batch_number(each.batch), instant_of(at[each.batch]), at[each.batch].actor or None, *row)
        for each, row in zip(shown, body, strict=True)
    )
    table = Table((*WHENCE, *COLUMNS), rows, total=len(changes), hidden=len(changes) - len(shown))
    return _listed(table, CHANGES_LISTED(n=len(changes)))


WHENCE: Final = (Column("batch", BATCH_COLUMN), Column("at", TIME_COLUMN), Column("actor", ACTOR_COLUMN))
COLUMNS: Final = (
    Column("record", RECORD_COLUMN),
    Column("name", NAME_COLUMN),
    Column("action", ACTION_COLUMN),
    Column("field", FIELD_COLUMN),
    Column("before", BEFORE_COLUMN),
    Column("after", AFTER_COLUMN),
)


def stages_of(reader: Reader, changes: Iterable[Told]) -> dict[int, str]:
    """The stage of every milestone among the changes."""
    ids = {each.id for each in changes if each.noun and each.noun.key == "milestone"}
    return journal.stages_of(reader, sorted(ids))


def change_rows(
    reader: Reader, changes: Sequence[Told], stages: Mapping[int, str] | None = None
) -> list[tuple[object, ...]]:
    """The changes as rows under `COLUMNS`, references by name, choices by label."""
    titles = names_of(reader, ((each.noun, each.id) for each in changes if each.noun))
    bare = _bare_names(reader, changes)
    cells = iter(worded(reader, [pair for each in changes if each.field for pair in _values(each.field, each)]))
    rows: list[tuple[object, ...]] = []
    for each in changes:
        before, after = (next(cells), next(cells)) if each.field else (None, None)
        number = each.noun.number(each.id) if each.noun else None
        name = titles.get((each.noun.key, each.id)) if each.noun else bare[each.kind, each.id]
        rows.append((number, name, ACTIONS[each.action], _label(each, stages or {}), before, after))
    return rows


def _bare_names(reader: Reader, changes: Sequence[Told]) -> dict[tuple[str, int], str]:
    """What to call the schemes and published boards among the changes."""
    ids = {kind: [each.id for each in changes if each.noun is None and each.kind == kind] for kind in NOUNLESS}
    schemes = {("scheme", id_): key for id_, (key, _) in journal.scheme_keys(reader, ids["scheme"]).items()}
    return schemes | {("board", each.id): each.period for each in boards.issues(reader) if each.id in ids["board"]}


def _values(field: Field, each: Told) -> tuple[tuple[Field, Any], tuple[Field, Any]]:
    return (field, each.before), (field, each.after)


def _label(each: Told, stages: Mapping[int, str]) -> Words | None:
    """What a field is called; a milestone's, told as its project's, by the project's own word for it."""
    if each.field is None or each.noun is None or each.id not in stages or each.noun.key != "milestone":
        return each.field.label if each.field else None
    stage = stages[each.id]
    for field in NOUNS["project"].fields:
        if field.stage == (stage, each.field.key):
            return field.label
    return STAGE_FIELD(stage=STAGE.labels[stage], field=each.field.label)


def names_of(reader: Reader, records: Iterable[tuple[Noun, int]]) -> dict[tuple[str, int], str]:
    """The names of those records that have one; a part of a project is called by the project's."""
    by_noun: dict[str, set[int]] = {}
    for noun, id_ in records:
        by_noun.setdefault(noun.key, set()).add(id_)
    found: dict[tuple[str, int], str] = {}
    for key, ids in by_noun.items():
        noun = NOUNS[key]
        if noun.named:
            called = display_names(reader, noun, ids)
        elif any(field.key == "project" for field in noun.own_fields):
            called = journal.project_names(reader, key, sorted(ids))
        else:
            continue
        found.update({(key, id_): name for id_, name in called.items()})
    return found


def worded(reader: Reader, values: Sequence[tuple[Field, Any]]) -> list[object]:
    """Values as a table shows them, with what they refer to by name: one query for every few hundred names."""
    wanted: dict[str, set[int]] = {}
    for field, value in values:
        if isinstance(field.kind, RefKind) and value is not None:
            wanted.setdefault(field.kind.noun, set()).update(_ids(field, value))
    names = {key: display_names(reader, NOUNS[key], ids) for key, ids in wanted.items()}

    def word(field: Field, value: Any) -> object:
        if not isinstance(field.kind, RefKind) or value is None:
            return cell(field, value)
        known = tuple(names[field.kind.noun].get(id_, NOUNS[field.kind.noun].number(id_)) for id_ in _ids(field, value))
        return known if isinstance(field.kind, RefsKind) else known[0]

    return [word(field, value) for field, value in values]


def _ids(field: Field, value: Any) -> tuple[int, ...]:
    """The ids that a reference holds."""
    return tuple(value) if isinstance(field.kind, RefsKind) else (value,)


def of_batch(reader: Reader, batch: int) -> Table:
    """What a batch changes, field by field from before to after; dates of stages as their project's."""
    rows = list(journal.rows(reader, batch=batch))
    changes = [each for each in told(rows, whole=True) if not is_place(each)]
    body = change_rows(reader, changes, stages_of(reader, changes))
    one = len({(each.noun, each.id) for each in changes if each.noun and each.noun.key != "milestone"}) <= 1
    first = COLUMNS.index(next(column for column in COLUMNS if column.key == "field")) if one else 0
    return Table(COLUMNS[first:], tuple(row[first:] for row in body))
