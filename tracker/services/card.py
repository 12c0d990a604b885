"""The card of a record: all its fields, and what stands around it, from milestones and receipts to its history."""

from __future__ import annotations

from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.result import Column, Message, Result, Table
from tracker.rules.choices import STAGE, UNCOUNTED
from tracker.rules.clock import STEP, lead_clock
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.rules.numbers import half_up
from tracker.rules.readiness import RECOGNITION_NEEDS, STAGE_NEEDS, lacking
from tracker.rules.sections import sections
from tracker.rules.stages import COUNTED, STAGES, current_stage, next_stage
from tracker.services import history
from tracker.services.views import any_record, cell, find, shower, whole
from tracker.store import journal
from tracker.store.binding import marks
from tracker.store.cards import around, by_recognition, by_stage, companies_called, invested_by
from tracker.store.records import LIVE, Record, load, load_some, milestones, with_names
from tracker.words import (
    ACTOR_COLUMN,
    AMOUNT,
    BATCH_COLUMN,
    CARD_AND_MORE,
    CARD_BY_RECOGNITION,
    CARD_BY_STAGE,
    CARD_CHANGE,
    CARD_CHANGE_OF,
    CARD_CLOCK,
    CARD_COMPANIES,
    CARD_DATED,
    CARD_DONE,
    CARD_DUE,
    CARD_EITHER,
    CARD_FOR,
    CARD_HAPPENED,
    CARD_HAPPENED_TO,
    CARD_HISTORY,
    CARD_LACKS,
    CARD_LATE,
    CARD_LEADS,
    CARD_MILESTONES,
    CARD_MISSING,
    CARD_MORE,
    CARD_MORE_HISTORY,
    CARD_PROBLEMS,
    CARD_PROJECTS,
    CARD_RECEIPTS,
    CARD_RECOGNITION_OF,
    CARD_SEGMENTS,
    CARD_STEP,
    CARD_SUM,
    CARD_SUM_SHARE,
    CARD_TARGETS,
    CARD_TO_DO,
    CARD_VISITS,
    COMMAND_COLUMN,
    COUNT,
    FIELD_COLUMN,
    NUMBER,
    TIME_COLUMN,
    VALUE_COLUMN,
    WHAT_COLUMN,
    Say,
    Words,
)
from tracker.written import batch_number

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.rules.dates import PartialDate
    from tracker.rules.nouns import Noun
    from tracker.rules.readiness import Need
    from tracker.store.reading import Reader

LAST_BATCHES: Final = 5
MOST_CHANGES: Final = 6  # told of one batch in words; the log has them all
Row = tuple[object, ...]


class View(NamedTuple):
    """What a card is made with: today, the limits in force, and how many rows of a part a terminal shows."""

    today: datetime.date
    limits: Mapping[str, int]
    most: int | None = None


class Card(NamedTuple):
    """The record that a card is of, with its values as stored and as they are shown."""

    reader: Reader
    noun: Noun
    record: Record
    values: Mapping[str, Any]
    view: View


class Part(NamedTuple):
    """One part of a card: its key in JSON, and all its rows; of many the first are shown, or the `last`.

    A terminal has no room for the `spare` columns.
    """

    key: str
    title: Say
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    last: bool = False
    across: str | None = None
    spare: tuple[str, ...] = ()


def show_any(reader: Reader, text: str, view: View) -> Result:
    """The card of whatever a number means, or a name that one record alone has."""
    noun, id_ = any_record(reader, text)
    return show(reader, noun, noun.number(id_), view)


def show(reader: Reader, noun: Noun, text: str, view: View) -> Result:
    """The card of one record."""
    record = find(reader, noun, text)
    values = whole(reader, noun, record)
    [named] = with_names(reader, noun, [Record(record.id, record.version, dict(values))])
    shown = shower(reader, noun.fields)
    cells = {field.key: shown(field, named.get(field.key)) for field in noun.fields}
    card = Card(reader, noun, record, values, view)
    parts = [part for make in (*PARTS.get(noun.key, ()), _history) for part in make(card)]
    data = {"id": noun.number(record.id), "version": record.version} | cells
    if noun.key == "project":
        now = current_stage(_reached(values))
        data["stage"] = STAGE.choice(now) if now else None
    return Result(
        (noun.key, "show"),
        tables=(*_field_tables(card, cells), *(_table(part, view.most) for part in parts if part.rows)),
        data=data | {part.key: _objects(part) for part in parts},
        messages=tuple(_messages(card, parts)),
    )


def _field_tables(card: Card, cells: Mapping[str, object]) -> Iterator[Table]:
    """The fields section by section, those that hold something."""
    columns = (Column("field", FIELD_COLUMN), Column("value", VALUE_COLUMN))
    for n, section in enumerate(sections(card.noun)):
        rows: list[Row] = [(NUMBER, card.noun.number(card.record.id))] if n == 0 else []
        rows += [
            (field.label, cells[field.key]) for field in section.fields if section.whole or cells[field.key] is not None
        ]
        if rows:
            yield Table(columns, tuple(rows), section.title, bare=True)


def _table(part: Part, most: int | None) -> Table:
    """A part as a table; its title says how many there are."""
    title, total = part.title(n=len(part.rows)), len(part.rows)
    if most is None:
        return Table(part.columns, tuple(part.rows), title, across=part.across)
    kept = [n for n, column in enumerate(part.columns) if column.key not in part.spare]
    shown = part.rows[-most:] if part.last else part.rows[:most]
    rows = tuple(tuple(row[n] for n in kept) for row in shown)
    columns = tuple(part.columns[n] for n in kept)
    return Table(columns, rows, title, total=total, hidden=total - len(rows), across=part.across)


def _objects(part: Part) -> list[dict[str, object]]:
    keys = [column.key for column in part.columns]
    return [dict(zip(keys, row, strict=True)) for row in part.rows]


def _messages(card: Card, parts: Sequence[Part]) -> Iterator[Message]:
    most = card.view.most
    hidden = sum(max(0, len(part.rows) - most) for part in parts) if most else 0
    if hidden:
        yield Message("truncated", CARD_MORE(n=hidden))
    batches = next(len(part.rows) for part in parts if part.key == "history")
    if batches == LAST_BATCHES:
        command = f"tracker log --record {card.noun.number(card.record.id)}"
        yield Message("history", CARD_MORE_HISTORY(command=command))


def _part(
    card: Card, key: str, title: Say, noun: str, where: str, values: Sequence[Any], keys: str, *, newest: bool = False
) -> Part:
    """The live records of a noun that a condition selects, with some of their fields."""
    declared = NOUNS[noun]
    fields = [declared.field(each) for each in keys.split()]
    found = load(card.reader, declared, f"{where} AND {LIVE}", values, {field.key for field in fields})
    named = with_names(card.reader, declared, found)
    shown = shower(card.reader, fields)
    rows = [
        (declared.number(record.id), *(shown(field, texts.get(field.key)) for field in fields))
        for record, texts in zip(found, named, strict=True)
    ]
    if newest:
        first = next(n for n, field in enumerate(fields, 1) if field.kind.columns(field.key)[-1].endswith("_to"))
        rows.sort(key=itemgetter(first), reverse=True)
    columns = (Column("id", NUMBER), *(Column(f.key, f.label, "number" if f.kind.numeric else "text") for f in fields))
    return Part(key, title, columns, rows)


# A project.


def _reached(values: Mapping[str, Any]) -> dict[str, Any]:
    return {stage: values.get(f"{stage}_on") for stage in STAGES}


def _milestones(card: Card) -> Iterator[Part]:
    """The line of stages: planned, reached, days late, recognition."""
    found = milestones(card.reader, [card.record.id])
    field = NOUNS["milestone"].field
    rows: list[Row] = []
    for stage in STAGES:
        known = found.get((card.record.id, stage))
        values = known.values if known else {}
        planned, reached, state = (values.get(key) for key in ("planned_on", "reached_on", "recognition"))
        told = reached and (stage in COUNTED or state != "reported")
        recognition = cell(field("recognition"), state) if told else None
        rows.append((STAGE.choice(stage), planned, reached, _late(planned, reached, card.view.today), recognition))
    keys = ("stage", "planned_on", "reached_on")
    columns = (
        *(Column(key, field(key).label) for key in keys),
        Column("late", CARD_LATE, "number"),
        Column("recognition", field("recognition").label),
    )
    yield Part("milestones", CARD_MILESTONES, columns, rows, across="reached_on")


def _late(planned: PartialDate | None, reached: PartialDate | None, today: datetime.date) -> int | None:
    """By how many days something was reached, or is, after it was planned; None where it is not late for sure."""
    days = ((reached.first if reached else today) - planned.last).days if planned else 0
    return days if days > 0 else None


def _receipts(card: Card) -> Iterator[Part]:
    """Receipts by date with their running sum and its share of the total investment; returned ones add nothing."""
    part = _part(card, "receipts", CARD_RECEIPTS, "funds", "project_id = ?", [card.record.id], RECEIPT)
    total: Money = card.values["total_investment"]
    rows: list[Row] = []
    fen = 0
    for row in sorted(part.rows, key=itemgetter(1)):
        amount, state = row[2], row[-1]
        assert isinstance(amount, Money)
        counts = getattr(state, "key", None) not in UNCOUNTED and amount.currency == total.currency
        fen += amount.fen if counts else 0
        share = half_up(Fraction(fen * 100, total.fen), 1) if counts and total.fen else None
        rows.append((*row, Money(fen, total.currency) if counts else None, share))
    columns = (*part.columns, Column("sum", CARD_SUM, "number"), Column("share", CARD_SUM_SHARE, "number", "%"))
    yield part._replace(columns=columns, rows=rows, last=True, spare=("kind",))


RECEIPT: Final = "received_on amount ring kind evidence recognition"
VISIT: Final = "start_on unit kind destination leader people companies"
PROBLEM: Final = "factor what unit due_on status"
LEAD: Final = "name unit received_on investment status"


def _visits_of_project(card: Card) -> Iterator[Part]:
    """Visits to its investors, as far as their names are those of companies, and to the company of its lead."""
    ids = set(companies_called(card.reader, card.values.get("investors") or ()))
    leads = load(card.reader, NOUNS["lead"], f"project_id = ? AND {LIVE}", [card.record.id], {"company"})
    ids |= {lead.values["company"] for lead in leads if lead.values["company"]}
    yield _visits(card, sorted(ids))


def _visits(card: Card, companies: Sequence[int]) -> Part:
    where = f"id IN (SELECT visit_id FROM visit_company WHERE company_id IN ({marks(companies)}))"
    return _part(card, "visits", CARD_VISITS, "visit", where, companies, VISIT, newest=True)


def _problems(card: Card) -> Iterator[Part]:
    yield _part(card, "problems", CARD_PROBLEMS, "problem", "project_id = ?", [card.record.id], PROBLEM)


def _leads_of_project(card: Card) -> Iterator[Part]:
    yield _part(card, "leads", CARD_LEADS, "lead", "project_id = ?", [card.record.id], LEAD)


def _missing(card: Card) -> Iterator[Part]:
    """What the next stage asks and is not there, and what recognition asks of what was reached or received."""
    rows: list[Row] = []
    if card.values["status"] == "active":
        rows = [*_for_next(card), *_for_recognition(card)]
    columns = (Column("for", CARD_FOR), Column("lacks", CARD_LACKS), Column("do", CARD_TO_DO))
    yield Part("missing", CARD_MISSING, columns, rows)


def _for_next(card: Card) -> Iterator[Row]:
    number = card.noun.number(card.record.id)
    stage = next_stage(_reached(card.values))
    if stage is None:
        return
    lacks = lacking(STAGE_NEEDS[stage], card.values)
    if lacks:
        yield _lack(STAGE.labels[stage], card.noun, lacks, f"tracker project edit {number}")
    dated = CARD_DATED(stage=STAGE.labels[stage])
    yield STAGE.choice(stage).label, dated, f"tracker project advance {number} {stage} --on …"


def _for_recognition(card: Card) -> Iterator[Row]:
    """Reached stages, then receipts, that still wait for it."""
    number = card.noun.number(card.record.id)
    for (_, stage), milestone in milestones(card.reader, [card.record.id]).items():
        waits = stage in COUNTED and milestone.values["reached_on"] and _waits(milestone)
        lacks = lacking(RECOGNITION_NEEDS[stage], card.values) if waits else []
        if lacks:
            label = CARD_RECOGNITION_OF(what=STAGE.labels[stage])
            yield _lack(label, card.noun, lacks, f"tracker project edit {number}")
    funds = NOUNS["funds"]
    for receipt in load(card.reader, funds, f"project_id = ? AND {LIVE}", [card.record.id]):
        lacks = lacking(RECOGNITION_NEEDS["funds"], receipt.values) if _waits(receipt) else []
        if lacks:
            label = CARD_RECOGNITION_OF(what=funds.number(receipt.id))
            yield _lack(label, funds, lacks, f"tracker funds edit {funds.number(receipt.id)}")


def _waits(record: Record) -> bool:
    return record.values["recognition"] in ("reported", "approved", "returned")


def _lack(label: Words, noun: Noun, lacks: Sequence[Need], command: str) -> Row:
    """What is lacking in words, and the command that fills it in."""
    labels = [tuple(noun.field(key).label for key in need) for need in lacks]
    said = tuple(each[0] if len(each) == 1 else CARD_EITHER(fields=each) for each in labels)
    options = " ".join(f"{noun.field(need[0]).option} …" for need in lacks)
    return label, said, f"{command} {options}"


# The other nouns.


def _clock(card: Card) -> Iterator[Part]:
    """The steps of a lead's clock: due, done, and by how many days late."""
    today = card.view.today
    rows = [
        (STEP.choice(step.key), step.due, step.done, max(0, step.late(today)) or None)
        for step in lead_clock(card.values, card.view.limits)
    ]
    columns = (
        Column("step", CARD_STEP),
        Column("due_on", CARD_DUE),
        Column("done_on", CARD_DONE),
        Column("late", CARD_LATE, "number"),
    )
    yield Part("clock", CARD_CLOCK, columns, rows)


def _projects(card: Card, ids: Sequence[int]) -> Part:
    """Projects with the stage that each has reached."""
    noun = NOUNS["project"]
    keys = ("name", "unit", "total_investment", "status")
    found = load_some(card.reader, noun, ids)
    named = with_names(card.reader, noun, found)
    stages: dict[int, dict[str, Any]] = {}
    for (project, stage), milestone in milestones(card.reader, ids, {"project", "stage", "reached_on"}).items():
        stages.setdefault(project, {})[stage] = milestone.values["reached_on"]
    rows: list[Row] = []
    for record, texts in zip(found, named, strict=True):
        now = current_stage(stages.get(record.id, {}))
        name, unit, total, status = (cell(noun.field(key), texts[key]) for key in keys)
        rows.append((noun.number(record.id), name, unit, STAGE.choice(now) if now else None, total, status))
    name, unit, total, status = (noun.field(key) for key in keys)
    columns = (
        Column("id", NUMBER),
        Column("name", name.label),
        Column("unit", unit.label),
        Column("stage", NOUNS["milestone"].field("stage").label),
        Column("total_investment", total.label, "number"),
        Column("status", status.label),
    )
    return Part("projects", CARD_PROJECTS, columns, rows)


def _company(card: Card) -> Iterator[Part]:
    values = card.values
    yield _projects(card, invested_by(card.reader, values["name"], values.get("aliases") or ()))
    yield _part(card, "leads", CARD_LEADS, "lead", "company_id = ?", [card.record.id], LEAD, newest=True)
    yield _visits(card, [card.record.id])


def _unit(card: Card) -> Iterator[Part]:
    """Targets of this year, projects by stage, receipts of this year by recognition."""
    year = card.view.today.year
    where, values = "unit_id = ? AND year = ?", [card.record.id, year]
    yield _part(card, "targets", CARD_TARGETS, "target", where, values, "year metric value issuer")
    rows = [
        (STAGE.choice(STAGES[place]) if place is not None else None, count, Money(fen, currency))
        for place, count, currency, fen in by_stage(card.reader, card.record.id)
    ]
    columns = (
        Column("stage", NOUNS["milestone"].field("stage").label),
        Column("count", COUNT, "number"),
        Column("total_investment", NOUNS["project"].field("total_investment").label, "number"),
    )
    yield Part("by_stage", CARD_BY_STAGE, columns, rows)
    recognition = NOUNS["funds"].field("recognition")
    received = [
        (cell(recognition, state), count, Money(fen, currency))
        for state, count, currency, fen in by_recognition(card.reader, card.record.id, year)
    ]
    columns = (
        Column("recognition", recognition.label),
        Column("count", COUNT, "number"),
        Column("amount", AMOUNT, "number"),
    )
    yield Part("received", CARD_BY_RECOGNITION, columns, received)


def _campaign(card: Card) -> Iterator[Part]:
    yield _part(
        card, "targets", CARD_TARGETS, "target", "campaign_id = ?", [card.record.id], "unit metric value issuer"
    )
    yield _part(card, "visits", CARD_VISITS, "visit", "campaign_id = ?", [card.record.id], VISIT, newest=True)


def _chain(card: Card) -> Iterator[Part]:
    if card.noun.key == "chain":
        yield _part(card, "segments", CARD_SEGMENTS, "segment", "chain_id = ?", [card.record.id], "name condition")
    where = f"{card.noun.key}_id = ?"
    yield _part(card, "companies", CARD_COMPANIES, "company", where, [card.record.id], "name home lists target unit")
    yield _projects(card, around(card.reader, "project", card.noun.key, card.record.id))


# History.


def _history(card: Card) -> Iterator[Part]:
    """The last batches that changed the record or what belongs to it, in words."""
    records = [(card.noun.key, card.record.id)]
    if card.noun.key == "project":
        records = history.with_milestones(card.reader, card.noun, card.record.id)
        for part in ("funds", "problem"):
            records += [(part, id_) for id_ in around(card.reader, part, "project", card.record.id)]
    ids = journal.last_batches(card.reader, records, LAST_BATCHES)
    batches = journal.some_batches(card.reader, ids)
    rows: list[Row] = []
    for id_ in ids:
        batch = batches[id_]
        what = _in_words(card, journal.rows(card.reader, batch=id_, records=records))
        rows.append((batch_number(id_), history.instant_of(batch), batch.actor or None, batch.command, what))
    columns = (
        Column("batch", BATCH_COLUMN),
        Column("at", TIME_COLUMN),
        Column("actor", ACTOR_COLUMN),
        Column("command", COMMAND_COLUMN),
        Column("what", WHAT_COLUMN),
    )
    yield Part("history", CARD_HISTORY, columns, rows)


def _in_words(card: Card, rows: Sequence[journal.Row]) -> tuple[Words, ...]:
    """What a batch did to the record and what belongs to it, one short sentence a change."""
    rows = sorted(rows, key=lambda row: row.noun not in (card.noun.key, "milestone"))
    told = [each for row in rows for each in history.told([row], whole=row.noun == "milestone") if _tells(each)]
    shown = told[:MOST_CHANGES]
    lines = history.change_rows(card.reader, shown, history.stages_of(card.reader, shown))
    own = {card.noun.key, "milestone"} if card.noun.key == "project" else {card.noun.key}
    said: list[Words] = []
    for each, (number, _, action, label, before, after) in zip(shown, lines, strict=True):
        is_own = each.noun is not None and each.noun.key in own
        if label is None:
            say = CARD_HAPPENED if is_own and each.noun is card.noun else CARD_HAPPENED_TO
            said.append(say(number=number, action=getattr(action, "label", action)))
        else:
            say = CARD_CHANGE if is_own else CARD_CHANGE_OF
            said.append(say(number=number, field=label, before=before, after=after))
    return (*said, CARD_AND_MORE(n=len(told) - len(shown))) if len(told) > len(shown) else tuple(said)


def _tells(each: history.Told) -> bool:
    """Whether a change says something: not which milestone it is of, and not a value that every new one begins with."""
    if each.field is None:
        return True
    return not history.is_place(each) and (each.before is not None or each.after != each.field.default)


PARTS: Final[dict[str, tuple[Callable[[Card], Iterator[Part]], ...]]] = {
    "project": (_milestones, _missing, _receipts, _problems, _visits_of_project, _leads_of_project),
    "lead": (_clock,),
    "company": (_company,),
    "unit": (_unit,),
    "campaign": (_campaign,),
    "chain": (_chain,),
    "segment": (_chain,),
}
