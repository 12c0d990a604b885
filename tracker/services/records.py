"""The verbs that every noun shares: add, edit, remove, show, list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import BadData, BadUsage, NotFound, Problem, Refused
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.checks import Around, Finding, findings
from tracker.rules.choices import GROUP, STAGE, folded
from tracker.rules.fields import ChoiceKind, ChoicesKind, Field, FlagKind, GroupKind, PolicyKind, RefsKind
from tracker.rules.nouns import NOUNS, Noun
from tracker.rules.shares import show_policy
from tracker.rules.stages import current_stage
from tracker.services.entry import Prompt, parse_values, require
from tracker.store import listing
from tracker.store.engine import Change
from tracker.store.names import candidates, resolve
from tracker.store.records import LIVE, Record, load_one, milestones, with_names
from tracker.words import (
    ADDED,
    CLEAR_REQUIRED,
    CLEAR_REQUIRED_HINT,
    DUPLICATE,
    DUPLICATE_HINT,
    DUPLICATE_HINT_UNIQUE,
    EDITED,
    FIELD_COLUMN,
    LISTED,
    NAME_AMBIGUOUS,
    NAME_AMBIGUOUS_HINT,
    NAME_UNKNOWN,
    NO,
    NOTHING_CHANGES,
    NOTHING_CHANGES_HINT,
    NUMBER,
    PROBLEMS,
    QUOTED,
    REMOVED,
    SHOW_ANY_HINT,
    STILL_USED,
    STILL_USED_HINT,
    TRUNCATED,
    UNCHANGED,
    UNKNOWN_FIELD,
    UNKNOWN_FIELD_HINT,
    VALUE_COLUMN,
    YES,
    Say,
    Sentence,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.rules.fields import Entry
    from tracker.store.engine import Work
    from tracker.store.reading import Reader

UNIQUE = ("unit", "chain", "segment", "campaign", "target", "figure", "milestone")


def add(
    work: Work,
    noun: Noun,
    texts: Mapping[str, str],
    entry: Entry,
    *,
    sure: bool = False,
    preset: Mapping[str, Any] | None = None,
) -> Result:
    """Add one record; `sure` adds it although an equal one is there, `preset` holds values that need no reading."""
    texts = dated(noun, texts, entry)
    values = {field.key: field.default for field in noun.fields if field.default is not None}
    values |= dict(preset or {}) | parse_values(noun, texts, entry, Prompt(work.reader))
    require(noun, values)
    messages = judge(work.reader, noun, values, entry.today)
    _refuse_duplicate(work.reader, noun, values, sure=sure)
    own = {key: value for key, value in values.items() if not noun.field(key).stage}
    id_ = work.new_id(noun)
    work.apply([Change(noun, id_, "add", after=own), *stage_changes(work, id_, values)])
    return done(("add",), noun, [(id_, own.get("name"))], ADDED, messages)


def dated(noun: Noun, texts: Mapping[str, str], entry: Entry) -> Mapping[str, str]:
    """What was entered; a target of no year and no campaign is one of this year."""
    if noun.key != "target" or "year" in texts or "campaign" in texts:
        return texts
    return {"year": str(entry.today.year), **texts}


def edit(work: Work, noun: Noun, text: str, texts: Mapping[str, str], clear: Sequence[str], entry: Entry) -> Result:
    """Change fields of one record, or clear them; what stays the same is not written."""
    record = find(work.reader, noun, text)
    before = whole(work.reader, noun, record)
    after = parse_values(noun, texts, entry, Prompt(work.reader)) | dict.fromkeys(_cleared(noun, clear))
    if not texts and not clear:
        raise BadUsage(
            NOTHING_CHANGES, code="nothing_given", hint=NOTHING_CHANGES_HINT(command=f"tracker {noun.key} edit")
        )
    changed = {key: value for key, value in after.items() if value != before.get(key)}
    values = before | changed
    require(noun, values)
    messages = judge(work.reader, noun, values, entry.today, id_=record.id)
    if not changed:
        return done(("same",), noun, [(record.id, values.get("name"))], UNCHANGED, messages, fields=())
    if noun.key in UNIQUE and set(changed) & set(noun.identity):
        _refuse_duplicate(work.reader, noun, values, sure=False)
    own = {key: value for key, value in changed.items() if not noun.field(key).stage}
    changes = stage_changes(work, record.id, changed)
    if own:
        changes.insert(0, Change(noun, record.id, "edit", {key: before.get(key) for key in own}, own))
    work.apply(changes)
    return done(("edit",), noun, [(record.id, values.get("name"))], EDITED, messages, fields=tuple(changed))


def remove(work: Work, noun: Noun, ids: Sequence[int]) -> Result:
    """Hide records; one that others still refer to is refused."""
    for id_ in ids:
        used = [(other, count) for other, count in _users(work.reader, noun, id_) if count]
        if used:
            by = tuple(Say(f"{count} {other.label.zh}", f"{count} {other.label.en}") for other, count in used)
            raise Refused(
                STILL_USED(number=noun.number(id_), by=by),
                code="still_used",
                value=noun.number(id_),
                hint=STILL_USED_HINT,
            )
    names = [(record.id, record.values.get("name")) for id_ in ids if (record := load_one(work.reader, noun, id_))]
    changes = [Change(noun, id_, "remove") for id_ in ids]
    if noun.key == "project":
        changes += [Change(NOUNS["milestone"], m.id, "remove") for m in milestones(work.reader, ids).values()]
    work.apply(changes)
    return done(("remove",), noun, names, REMOVED, [])


def _users(reader: Reader, noun: Noun, id_: int) -> Iterable[tuple[Noun, int]]:
    """How many live records of each noun refer to this one; a project's milestones go with it."""
    for other in NOUNS.values():
        if (noun.key, other.key) == ("project", "milestone"):
            continue
        for field in other.own_fields:
            if getattr(field.kind, "noun", None) != noun.key:
                continue
            if isinstance(field.kind, RefsKind):
                where = f"id IN (SELECT {other.key}_id FROM {field.kind.link} WHERE {noun.key}_id = ?)"
            else:
                where = f"{field.columns[0]} = ?"
            yield other, reader.value(f"SELECT count(*) FROM {other.key} WHERE {where} AND {LIVE}", (id_,))


def show(reader: Reader, noun: Noun, text: str) -> Result:
    """All fields of one record that hold something."""
    record = find(reader, noun, text)
    [named] = with_names(reader, noun, [Record(record.id, record.version, whole(reader, noun, record))])
    rows: list[tuple[object, ...]] = [(NUMBER, noun.number(record.id))]
    rows += [
        (field.label, cell(field, named.get(field.key))) for field in noun.fields if named.get(field.key) is not None
    ]
    data = {"id": noun.number(record.id), "version": record.version} | {
        field.key: cell(field, named.get(field.key)) for field in noun.fields
    }
    table = Table((Column("field", FIELD_COLUMN), Column("value", VALUE_COLUMN)), tuple(rows))
    return Result((noun.key, "show"), tables=(table,), data=data)


def list_(
    reader: Reader,
    noun: Noun,
    words: Sequence[str],
    *,
    columns: Sequence[str] = (),
    sort: str | None = None,
    limit: int | None = None,
) -> Result:
    """The records that all the words are found in, by number or in the order asked for (`-amount`: downwards)."""
    fields = [_field(noun, key) for key in columns or noun.columns]
    order = (_field(noun, sort.removeprefix("-")), sort.startswith("-")) if sort else None
    ids = listing.select(reader, noun, words, order)
    shown = ids[:limit] if limit else ids
    records = listing.load_in_order(reader, noun, shown)
    named = with_names(reader, noun, records)
    if noun.key == "project" and any(field.stage or field is STAGE_NOW for field in fields):
        _add_stages(reader, records, named)
    rows = tuple(
        (noun.number(record.id), *(cell(field, values.get(field.key)) for field in fields))
        for record, values in zip(records, named, strict=True)
    )
    table = Table(
        (Column("id", NUMBER), *(_column(field) for field in fields)),
        rows,
        total=len(ids),
        hidden=len(ids) - len(shown),
    )
    messages = [Message("listed", LISTED(n=len(ids), noun=noun.label))]
    if table.hidden:
        messages.append(Message("truncated", TRUNCATED(n=table.hidden)))
    return Result((noun.key, "list"), tables=(table,), messages=tuple(messages))


STAGE_NOW: Final = Field("stage", Say("阶段", "Stage"), ChoiceKind(STAGE))


def _field(noun: Noun, key: str) -> Field:
    """The field that a column's key or label names; a project's present stage is one too."""
    derived = (STAGE_NOW,) if noun.key == "project" else ()
    field: Field
    for field in (*noun.fields, *derived):
        if folded(key) in map(folded, field.names()):
            return field
    valid = tuple(field.key for field in (*noun.fields, *derived))
    raise BadUsage(UNKNOWN_FIELD(value=key), code="field_unknown", value=key, hint=UNKNOWN_FIELD_HINT(fields=valid))


def _column(field: Field) -> Column:
    return Column(field.key, field.label, "number" if field.kind.numeric else "text")


def _add_stages(reader: Reader, records: Sequence[Record], named: list[dict[str, Any]]) -> None:
    """Give each project's values those of its milestones, and its present stage."""
    found = milestones(reader, [record.id for record in records])
    project = NOUNS["project"]
    for record, values in zip(records, named, strict=True):
        values |= _stage_values(project, record.id, found)
        values["stage"] = current_stage({stage: values.get(f"{stage}_on") for stage in STAGE.keys})


def _stage_values(project: Noun, id_: int, found: Mapping[tuple[int, str], Record]) -> dict[str, Any]:
    """The fields of a project that its milestones hold."""
    values = {}
    for field in project.fields:
        if field.stage:
            stage, key = field.stage
            milestone = found.get((id_, stage))
            values[field.key] = milestone.values.get(key) if milestone else None
    return values


def whole(reader: Reader, noun: Noun, record: Record) -> dict[str, Any]:
    """A record's values, with those that its milestones hold if it is a project."""
    if noun.key != "project":
        return dict(record.values)
    return record.values | _stage_values(noun, record.id, milestones(reader, [record.id]))


def find(reader: Reader, noun: Noun, text: str) -> Record:
    """The record that a number, name, alias or part of a name means."""
    record = load_one(reader, noun, resolve(reader, noun, text))
    if record is None:
        raise NotFound(NAME_UNKNOWN(value=text, noun=noun.label), code="name_unknown", value=text)
    return record


def cell(field: Field, value: Any) -> object:
    """A value as a table shows it: choices with their labels, policies in words."""
    kind = field.kind
    if value is None:
        return None
    if isinstance(kind, ChoicesKind):
        return tuple(kind.choices.choice(key) for key in value)
    if isinstance(kind, ChoiceKind):
        return kind.choices.choice(value)
    if isinstance(kind, GroupKind):
        return GROUP.choice(value)
    if isinstance(kind, FlagKind):
        return Choice("yes", YES) if value else Choice("no", NO)
    if isinstance(kind, PolicyKind):
        return show_policy(value)
    return value


def stage_changes(
    work: Work, project: int, values: Mapping[str, Any], source: Mapping[str, str] | None = None
) -> list[Change]:
    """The changes of a project's milestones that its own stage fields ask for."""
    by_stage: dict[str, dict[str, Any]] = {}
    for field in NOUNS["project"].fields:
        if field.stage and field.key in values:
            by_stage.setdefault(field.stage[0], {})[field.stage[1]] = values[field.key]
    if not by_stage:
        return []
    found = milestones(work.reader, [project])
    return [
        change
        for stage, wanted in by_stage.items()
        if (change := milestone_change(work, project, stage, wanted, found.get((project, stage)), source))
    ]


def milestone_change(
    work: Work,
    project: int,
    stage: str,
    wanted: Mapping[str, Any],
    known: Record | None,
    source: Mapping[str, str] | None = None,
) -> Change | None:
    """The change that brings one milestone to the wanted values, or None where it has them."""
    noun = NOUNS["milestone"]
    if known:
        changed = {key: value for key, value in wanted.items() if value != known.values.get(key)}
        before = {key: known.values.get(key) for key in changed}
        return Change(noun, known.id, "edit", before, changed, source) if changed else None
    filled = {key: value for key, value in wanted.items() if value is not None}
    if not filled:
        return None
    after = {"project": project, "stage": stage, "recognition": "reported"} | filled
    return Change(noun, work.new_id(noun), "add", after=after, source=source)


def judge(
    reader: Reader, noun: Noun, values: Mapping[str, Any], today: datetime.date, id_: int | None = None
) -> list[Message]:
    """Refuse values that break a rule, all at once; give the warnings of the others."""
    found = findings(noun.key, values, around(reader, noun, values, today, id_))
    bad = tuple(problem(noun, finding) for finding in found if finding.level != "warning")
    if bad:
        raise BadData.of(bad, PROBLEMS(n=len(bad)))
    return [Message(finding.code, finding.what, "warning") for finding in found]


def problem(noun: Noun, finding: Finding) -> Problem:
    """A finding as what is said at the prompt: the option is its place."""
    place = noun.field(finding.field).option
    return Problem(finding.code, finding.what, place, finding.value, finding.hint)


def around(
    reader: Reader, noun: Noun, values: Mapping[str, Any], today: datetime.date, id_: int | None = None
) -> Around:
    """What the rules need to know beside the record: its project's stages, total and other receipts."""
    if noun.key == "project":
        return Around(today, reached={stage: values.get(f"{stage}_on") for stage in STAGE.keys})
    if noun.key not in ("funds", "milestone"):
        return Around(today)
    project = values["project"]
    found = milestones(reader, [project])
    reached = {stage: record.values.get("reached_on") for (_, stage), record in found.items()}
    if noun.key == "milestone":
        return Around(today, reached | {values["stage"]: values.get("reached_on")})
    owner = load_one(reader, NOUNS["project"], project)
    total = owner.values["total_investment"] if owner else None
    received = reader.value(
        "SELECT coalesce(sum(amount_fen), 0) FROM funds WHERE project_id = ? AND removed_at IS NULL "
        "AND amount_currency = ? AND recognition NOT IN ('returned', 'refused') AND id IS NOT ?",
        (project, values["amount"].currency, id_),
    )
    return Around(today, reached, total, received)


def _refuse_duplicate(reader: Reader, noun: Noun, values: Mapping[str, Any], *, sure: bool) -> None:
    """Refuse a record that is there already; where two equal ones can be two events, only until it is confirmed."""
    found = listing.equal(reader, noun, values)
    unique = noun.key in UNIQUE
    if not found or (sure and not unique):
        return
    hint = DUPLICATE_HINT_UNIQUE if unique else DUPLICATE_HINT
    number = noun.number(found[0])
    raise Refused(
        DUPLICATE(number=number, noun=noun.label),
        code="duplicate",
        value=number,
        hint=hint(command=f"tracker {noun.key} edit {number}"),
    )


def _cleared(noun: Noun, clear: Sequence[str]) -> Iterable[str]:
    for name in clear:
        field = _field(noun, name.removeprefix("--").replace("-", "_"))
        if field.required:
            raise BadUsage(
                CLEAR_REQUIRED(field=field.label), code="clear_required", value=name, hint=CLEAR_REQUIRED_HINT
            )
        yield field.key


def done(
    verb: tuple[str, ...],
    noun: Noun,
    records: Sequence[tuple[int, str | None]],
    said: Say,
    messages: Sequence[Message],
    **data: object,
) -> Result:
    """What a write did, one line a record with its number."""
    lines = tuple(
        said(number=noun.number(id_), name=Sentence(QUOTED, {"name": name}) if name else "", noun=noun.label)
        for id_, name in records
    )
    listed = [{"id": noun.number(id_), "name": name} for id_, name in records]
    one = listed[0] if len(listed) == 1 else {"records": listed}
    return Result(
        (noun.key, *verb),
        data={"noun": noun.key, "action": verb[-1], **one, **data},
        lines=lines,
        messages=tuple(messages),
    )


def show_any(reader: Reader, text: str) -> Result:
    """The record of whatever noun that a number means, or a name that one record alone has."""
    noun, id_ = any_record(reader, text)
    return show(reader, noun, noun.number(id_))


def any_record(reader: Reader, text: str) -> tuple[Noun, int]:
    """The noun and id of a number, whether there is such a record or not, or of a name that one record alone has."""
    number = text.strip().upper()
    for noun in NOUNS.values():
        if re.fullmatch(rf"{noun.letter}[0-9]{{1,15}}", number):
            return noun, int(number[1:])
    found = [(noun, id_) for noun in NOUNS.values() if noun.named for id_, _ in candidates(reader, noun, text)]
    if len(found) == 1:
        return found[0]
    record = Say("记录", "record")
    if not found:
        hint = SHOW_ANY_HINT(
            letters=tuple(Say(f"{n.letter} {n.label.zh}", f"{n.letter} {n.label.en}") for n in NOUNS.values())
        )
        raise NotFound(NAME_UNKNOWN(value=text, noun=record), code="name_unknown", value=text, hint=hint)
    listed = tuple(Say(f"{n.number(id_)}", f"{n.number(id_)}") for n, id_ in found[:8])
    raise Refused(
        NAME_AMBIGUOUS(value=text, n=len(found), noun=record),
        code="name_ambiguous",
        value=text,
        hint=NAME_AMBIGUOUS_HINT(candidates=listed),
    )
