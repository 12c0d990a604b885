"""The day: what is due or late, for one person, one unit or all, the latest first, with the command that settles it."""

from __future__ import annotations

import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import BadUsage, Exit
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.choices import STAGE, folded
from tracker.rules.clock import CLOSED, FIELDS, STATUS_AFTER, STEP, lead_clock
from tracker.rules.nouns import NOUNS
from tracker.store import due, journal
from tracker.store.binding import marks
from tracker.store.names import resolve, unit_names
from tracker.store.records import load
from tracker.words import (
    AGENDA_ALL,
    AGENDA_COVERS,
    AGENDA_DAYS,
    AGENDA_DUE,
    AGENDA_FOUND,
    AGENDA_KIND,
    AGENDA_LEAD,
    AGENDA_MINE,
    AGENDA_MORE,
    AGENDA_NOBODY,
    AGENDA_NOBODY_HINT,
    AGENDA_PLANNED,
    AGENDA_PROBLEM,
    AGENDA_QUIET,
    AGENDA_RECOGNISE,
    AGENDA_RECOGNISE_STAGE,
    AGENDA_UNIT,
    CARD_TO_DO,
    NAME_COLUMN,
    NUMBER,
    UNIT_COLUMN,
    Sentence,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.result import Tone
    from tracker.store.reading import Reader

KINDS: Final = {
    "lead": AGENDA_LEAD,
    "planned": AGENDA_PLANNED,
    "recognise_stage": AGENDA_RECOGNISE_STAGE,
    "recognise_receipt": AGENDA_RECOGNISE,
    "problem": AGENDA_PROBLEM,
    "quiet": AGENDA_QUIET,
}


class Ask(NamedTuple):
    """Whose agenda: a unit's by its name, the projects of a person, or everything; limits as in `rules.limits`."""

    today: datetime.date
    limits: Mapping[str, int]
    unit: str | None = None
    person: str | None = None


class Item(NamedTuple):
    """One thing to do: of which kind and record, the day it is due, and what to type."""

    due: datetime.date
    kind: str
    number: str
    name: Words
    unit: int
    do: str
    project: int | None = None
    other_unit: int | None = None


def agenda(reader: Reader, ask: Ask, *, limit: int | None = None, strict: bool = False) -> Result:
    """What is due up to some days ahead, or late, sorted by lateness."""
    unit = resolve(reader, NOUNS["unit"], ask.unit) if ask.unit else None
    mine = due.projects_of(reader, _person(ask)) if ask.person is not None else None
    found = sorted((item for item in _items(reader, ask) if _concerns(item, unit, mine)), key=attrgetter("due"))
    late = sum(item.due < ask.today for item in found)
    names = unit_names(reader)
    shown = found[:limit] if limit else found
    rows = tuple(_row(item, names, ask.today) for item in shown)
    table = Table(COLUMNS, rows, total=len(found), hidden=len(found) - len(shown))
    scope = names[unit] if unit else AGENDA_ALL
    covers = AGENDA_COVERS(scope=AGENDA_MINE(scope=scope, person=ask.person) if mine is not None else scope)
    messages = [Message("covers", covers), Message("found", AGENDA_FOUND(late=late, due=len(found) - late))]
    if table.hidden:
        messages.append(Message("truncated", AGENDA_MORE(n=table.hidden)))
    ended = Exit.BAD_DATA if strict and found else Exit.OK
    return Result(("agenda",), tables=(table,), messages=tuple(messages), exit=ended)


def _person(ask: Ask) -> str:
    if not ask.person:
        raise BadUsage(AGENDA_NOBODY, code="actor_missing", hint=AGENDA_NOBODY_HINT)
    return ask.person


def _late_tone(value: object) -> Tone | None:
    return None if not isinstance(value, int) else "bad" if value > 0 else "warn" if value == 0 else None


COLUMNS: Final = (
    Column("kind", AGENDA_KIND),
    Column("id", NUMBER),
    Column("name", NAME_COLUMN),
    Column("unit", UNIT_COLUMN),
    Column("due_on", AGENDA_DUE),
    Column("late", AGENDA_DAYS, "number", tone=_late_tone),
    Column("do", CARD_TO_DO),
)


def _row(item: Item, names: Mapping[int, str], today: datetime.date) -> tuple[object, ...]:
    kind = Choice(item.kind, KINDS[item.kind])
    return kind, item.number, item.name, names.get(item.unit), item.due, (today - item.due).days, item.do


def _concerns(item: Item, unit: int | None, mine: set[int] | None) -> bool:
    return (unit is None or unit in (item.unit, item.other_unit)) and (mine is None or item.project in mine)


def _items(reader: Reader, ask: Ask) -> Iterator[Item]:
    """Everything due, of every kind."""
    ahead = ask.today + datetime.timedelta(days=ask.limits["soon"])
    yield from _leads(reader, ask, ahead)
    yield from _planned(reader, ahead)
    yield from _recognition(reader, ask.limits["recognition"], ahead)
    yield from _problems(reader, ahead)
    yield from _quiet(reader, ask)


def _leads(reader: Reader, ask: Ask, ahead: datetime.date) -> Iterator[Item]:
    """The first open step of every lead's clock, and the report when all are done."""
    noun = NOUNS["lead"]
    keys = {"name", "unit", "project", "status", "received_on", "answered_on", "judged_on", "feedback_on"}
    where = f"status NOT IN ({marks(CLOSED)}) AND removed_at IS NULL"
    for record in load(reader, noun, where, CLOSED, keys):
        step = next(step for step in lead_clock(record.values, ask.limits) if not step.done)
        if step.due <= ahead:
            number, values = noun.number(record.id), record.values
            name, do = _of(values["name"], STEP.labels[step.key]), _lead_command(number, step.key)
            yield Item(step.due, "lead", number, name, values["unit"], do, values["project"])


def _lead_command(number: str, step: str) -> str:
    field = NOUNS["lead"].field(FIELDS[step])
    status = f" --status {STATUS_AFTER[step]}" if step in STATUS_AFTER else ""
    return f"tracker lead edit {number} {field.option} today{status}"


def _of(name: str, what: Words) -> Words:
    return Sentence(AGENDA_UNIT, {"name": name, "what": what})


def _planned(reader: Reader, ahead: datetime.date) -> Iterator[Item]:
    for row in due.planned(reader, ahead.isoformat()):
        do = f"tracker project advance P{row.project} {row.what} --on today"
        yield _item(row, "planned", "milestone", _stage(row), do)


def _stage(row: due.Row) -> Words:
    return _of(row.name, STAGE.labels[row.what or ""])


def _item(row: due.Row, kind: str, noun: str, name: Words, do: str, days: int = 0) -> Item:
    day = datetime.date.fromisoformat(row.day) + datetime.timedelta(days=days)
    return Item(day, kind, NOUNS[noun].number(row.id), name, row.unit, do, row.project, row.other_unit)


def _recognition(reader: Reader, days: int, ahead: datetime.date) -> Iterator[Item]:
    """Stages and receipts that wait for recognition, due some days after they happened."""
    until = (ahead - datetime.timedelta(days=days)).isoformat()
    for row in due.reached(reader, until):
        do = f"tracker milestone recognise M{row.id}"
        yield _item(row, "recognise_stage", "milestone", _stage(row), do, days)
    for row in due.received(reader, until):
        yield _item(row, "recognise_receipt", "funds", row.name, f"tracker funds recognise F{row.id}", days)


def _problems(reader: Reader, ahead: datetime.date) -> Iterator[Item]:
    for row in due.problems(reader, ahead.isoformat()):
        do = f"tracker problem close Q{row.id} --with …"
        yield _item(row, "problem", "problem", _of(row.name, row.what or ""), do)


def _quiet(reader: Reader, ask: Ask) -> Iterator[Item]:
    """Projects of which neither the history, a receipt, a stage nor a visit has told for some days."""
    days = datetime.timedelta(days=ask.limits["quiet"])
    since = ask.today - days
    found = due.silent(reader, since.isoformat(), journal.midnight(since + datetime.timedelta(days=1)))
    batches = journal.some_batches(reader, (each.batch for each in found if each.batch))
    met = due.last_visits(reader) if found else {}
    for each in found:
        told = [datetime.date.fromisoformat(day) for day in (each.day, *_visits(each, met)) if day]
        if each.batch:
            told.append(datetime.datetime.fromisoformat(batches[each.batch].at).astimezone().date())
        last = max(told)
        if last <= since:
            do = f"tracker project edit P{each.id} --note …"
            yield Item(last + days, "quiet", f"P{each.id}", each.name, each.unit, do, each.id)


def _visits(project: due.Silent, met: Mapping[str, str]) -> Iterator[str | None]:
    return (met.get(folded(name)) for name in project.investors)
