"""The verbs that every noun shares and that write: add, edit, remove."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import BadData, BadUsage, Problem, Refused, TrackerError
from tracker.result import Message, Result
from tracker.rules.checks import Around, Finding, findings, is_whole
from tracker.rules.choices import STAGE, UNCOUNTED, folded
from tracker.rules.fields import MoneyKind, NumberKind, RefsKind
from tracker.rules.nouns import NOUNS, Noun
from tracker.services.echoes import echoed, replaced, stored
from tracker.services.entry import Prompt, granted, parse_values, require, unsaid
from tracker.services.measures import beyond_measure
from tracker.services.repeats import perhaps_repeated
from tracker.services.schemes import unknown_group
from tracker.services.views import field_named, find, whole
from tracker.store import listing
from tracker.store.engine import Change
from tracker.store.names import NameIndex
from tracker.store.records import LIVE, Record, load_one, milestones
from tracker.words import (
    ADDED,
    CLEAR_REQUIRED,
    CLEAR_REQUIRED_HINT,
    DUPLICATE,
    DUPLICATE_HINT,
    DUPLICATE_HINT_UNIQUE,
    EDITED,
    NOTHING_CHANGES,
    NOTHING_CHANGES_HINT,
    PLACE_AND_WHAT,
    PROBLEMS,
    QUOTED,
    RECOGNISED_CHANGED,
    REMOVED,
    STILL_USED,
    STILL_USED_HINT,
    UNCHANGED,
    Say,
    Sentence,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Entry, Field
    from tracker.rules.money import Money
    from tracker.store.engine import Work
    from tracker.store.reading import Reader

JUDGED: Final = ("project", "received_on", "amount", "ring", "kind")  # for these a receipt is recognised
MEASURES: Final = ("metric", "year", "as_of_on", "happened_on")  # in the light of these a value is read
UNIQUE: Final = ("unit", "chain", "segment", "campaign", "target", "milestone")


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
    preset = preset or {}
    own = unsaid(work.reader, noun, {*texts, *preset}, entry)
    values = {**noun.defaults, **own, **preset}
    values |= parse_values(noun, texts, entry, Prompt(work.reader), values)
    require(noun, values)
    messages = judge(work.reader, noun, values, entry.today)
    _refuse_duplicate(work.reader, noun, values, sure=sure)
    messages += perhaps_repeated(work.reader, noun, values, sure=sure or noun.key in UNIQUE)
    after, stages = _parted(noun, values)
    id_ = work.new_id(noun)
    work.apply([Change(noun, id_, "add", after=after), *stage_changes(work, id_, stages)])
    said = stored(work.reader, noun, {key: values[key] for key in (*own, *texts, *preset)})
    made = echoed(done(("add",), noun, [(id_, after.get("name"))], ADDED, messages), said)
    return granted(made, noun, own, work.reader)


def edit(
    work: Work, noun: Noun, ids: Sequence[int], texts: Mapping[str, str], clear: Sequence[str], entry: Entry
) -> Result:
    """Change fields of records, or clear them, in all or in none; what stays the same is not written."""
    if not texts and not clear:
        raise BadUsage(
            NOTHING_CHANGES, code="nothing_given", hint=NOTHING_CHANGES_HINT(command=f"tracker {noun.key} edit")
        )
    cleared = {field.key: field.default for field in _cleared(noun, clear)}
    results = []
    for id_ in ids:
        record = find(work.reader, noun, noun.number(id_))
        with _about(noun.number(id_) if len(ids) > 1 else None):
            results.append(_edit(work, noun, record, texts, cleared, entry))
    return results[0] if len(results) == 1 else _together(noun, results)


def _edit(
    work: Work, noun: Noun, record: Record, texts: Mapping[str, str], cleared: dict[str, Any], entry: Entry
) -> Result:
    """Change one record."""
    before = whole(work.reader, noun, record)
    measure: dict[str, Any] = {key: before[key] for key in MEASURES if key in before}
    after = parse_values(noun, texts, entry, Prompt(work.reader), measure) | cleared
    changed = {key: value for key, value in after.items() if value != before.get(key)}
    values = before | changed
    require(noun, values)
    messages = judge(work.reader, noun, values, entry.today, id_=record.id)
    messages += _still_recognised(noun, record, before, changed)
    if not changed:
        return done(("same",), noun, [(record.id, values.get("name"))], UNCHANGED, messages, fields=())
    if noun.key in UNIQUE and set(changed) & set(noun.identity):
        _refuse_duplicate(work.reader, noun, values, sure=False, id_=record.id)
    own, stages = _parted(noun, changed)
    changes = stage_changes(work, record.id, stages)
    if own:
        changes.insert(0, Change(noun, record.id, "edit", {key: before.get(key) for key in own}, own))
    work.apply(changes)
    said = replaced(work.reader, noun, before, changed)
    made = done(("edit",), noun, [(record.id, values.get("name"))], EDITED, messages, fields=tuple(changed))
    return echoed(made, said)


def _still_recognised(
    noun: Noun, record: Record, before: Mapping[str, Any], changed: Mapping[str, Any]
) -> list[Message]:
    """A warning that a receipt was recognised for what it no longer says."""
    if noun.key != "funds" or before.get("recognition") != "recognised" or "recognition" in changed:
        return []
    judged = tuple(noun.field(key).label for key in JUDGED if key in changed)
    if not judged:
        return []
    number = noun.number(record.id)
    command = f"tracker funds edit {number} --recognition reported"
    what = RECOGNISED_CHANGED(number=number, fields=judged, command=command)
    return [Message("recognised_changed", what, "warning")]


def _parted(noun: Noun, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A record's own values, and those that its milestones hold."""
    stages = {key: value for key, value in values.items() if noun.field(key).stage}
    return {key: value for key, value in values.items() if key not in stages}, stages


@contextmanager
def _about(number: str | None) -> Iterator[None]:
    """Say of which record an error is, where there are several."""
    try:
        yield
    except TrackerError as error:
        if number is None:
            raise
        found = tuple(each._replace(what=PLACE_AND_WHAT(place=number, what=each.what)) for each in error.problems)
        raise type(error).of(found, error.problem.what) from error


def _together(noun: Noun, results: Sequence[Result]) -> Result:
    """What was done to several records, as one result; its warnings say of which they are."""
    edits = [result.data for result in results if isinstance(result.data, dict)]
    records = [{key: edit[key] for key in ("id", "name", "action", "fields")} for edit in edits]
    return Result(
        (noun.key, "edit"),
        data={"noun": noun.key, "action": "edit", "records": records},
        lines=tuple(line for result in results for line in result.lines),
        messages=tuple(
            message._replace(what=PLACE_AND_WHAT(place=each["id"], what=message.what))
            for each, result in zip(edits, results, strict=True)
            for message in result.messages
        ),
    )


def called(reader: Reader, noun: Noun, ids: Sequence[int]) -> tuple[str, ...]:
    """Records as a question names them: numbers, and names where they have one."""
    found = (load_one(reader, noun, id_) for id_ in ids)
    return tuple(f"{noun.number(r.id)} {r.values.get('name') or ''}".rstrip() for r in found if r)


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


def stage_changes(work: Work, project: int, values: Mapping[str, Any]) -> list[Change]:
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
        if (change := _milestone_change(work, project, stage, wanted, found.get((project, stage))))
    ]


def _milestone_change(
    work: Work, project: int, stage: str, wanted: Mapping[str, Any], known: Record | None
) -> Change | None:
    """The change that brings one milestone to the wanted values, or None where it has them."""
    noun = NOUNS["milestone"]
    if known:
        changed = {key: value for key, value in wanted.items() if value != known.values.get(key)}
        before = {key: known.values.get(key) for key in changed}
        return Change(noun, known.id, "edit", before, changed) if changed else None
    filled = {key: value for key, value in wanted.items() if value is not None}
    if not filled:
        return None
    after = {"project": project, "stage": stage, "recognition": "reported"} | filled
    return Change(noun, work.new_id(noun), "add", after=after)


def judge(
    reader: Reader, noun: Noun, values: Mapping[str, Any], today: datetime.date, id_: int | None = None
) -> list[Message]:
    """Refuse values that break a rule, all at once; give the warnings of the others, and of amounts beyond measure."""
    messages = _allowed(noun, findings(noun.key, values, around(reader, noun, values, today, id_)))
    messages += beyond_measure(reader, noun, values, id_)
    return [*messages, *unknown_group(reader, values)] if noun.key == "unit" else messages


def _allowed(noun: Noun, found: Sequence[Finding]) -> list[Message]:
    """The warnings among findings; the others are refused."""
    bad = tuple(problem(noun, finding) for finding in found if finding.level != "warning")
    if bad:
        raise BadData.of(bad, PROBLEMS(n=len(bad)))
    return [Message(finding.code, finding.what, "warning") for finding in found]


def judge_field(
    reader: Reader, noun: Noun, key: str, values: Mapping[str, Any], today: datetime.date, id_: int | None = None
) -> list[Message]:
    """What the rules say of one field while the others are still being entered; refuse a value that breaks one."""
    known = around(reader, noun, values, today, id_) if is_whole(noun.key, values) else Around(today)
    messages = _allowed(noun, [each for each in findings(noun.key, values, known) if each.field == key])
    if id_ is None and key in noun.known and noun.key in UNIQUE and all(values.get(k) is not None for k in noun.known):
        _refuse_duplicate(reader, noun, values, sure=False)
    if isinstance(noun.field(key).kind, (MoneyKind, NumberKind)):
        messages += beyond_measure(reader, noun, {each: values.get(each) for each in (key, "metric")}, id_)
    return messages


def problem(noun: Noun, finding: Finding) -> Problem:
    """A finding as what is said at the prompt: the option is its place."""
    place = noun.field(finding.field).option
    return Problem(finding.code, finding.what, place, finding.value, finding.hint)


def around(
    reader: Reader, noun: Noun, values: Mapping[str, Any], today: datetime.date, id_: int | None = None
) -> Around:
    """What the rules need to know beside the record: its project's stages, total and other receipts."""
    if noun.key == "project":
        reached = {stage: values.get(f"{stage}_on") for stage in STAGE.keys}
        return Around(today, reached, largest=_largest_receipt(reader, id_, values.get("total_investment")))
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
        "SELECT coalesce(sum(amount_fen), 0) FROM funds WHERE project_id = ? AND amount_currency = ? "
        f"AND {COUNTED} AND id IS NOT ?",
        (project, values["amount"].currency, id_),
    )
    return Around(today, reached, total, received)


COUNTED: Final = f"removed_at IS NULL AND recognition NOT IN {UNCOUNTED}"


def _largest_receipt(reader: Reader, project: int | None, total: Money | None) -> int:
    """The largest receipt of a project in the currency of its total, in fen."""
    if project is None or total is None:
        return 0
    sql = f"SELECT coalesce(max(amount_fen), 0) FROM funds WHERE project_id = ? AND amount_currency = ? AND {COUNTED}"
    return int(reader.value(sql, (project, total.currency)))


def _refuse_duplicate(
    reader: Reader, noun: Noun, values: Mapping[str, Any], *, sure: bool, id_: int | None = None
) -> None:
    """Refuse a record that is there already, be it under another name.

    Where two equal ones can be two events, only until it is confirmed.
    """
    found = listing.equal(reader, noun, values)
    if not found and noun.aliased:
        found = [other for other in NameIndex(reader, noun).ids.get(folded(values["name"]), ()) if other != id_]
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


def _cleared(noun: Noun, clear: Sequence[str]) -> Iterable[Field]:
    """The fields to clear; one with a default goes back to it, a required one is refused."""
    short = {field.short: field for field in noun.fields if field.short}
    for name in clear:
        word = name.removeprefix("--").replace("-", "_")
        field = short.get(word) or field_named(noun, word)
        if field.required:
            raise BadUsage(
                CLEAR_REQUIRED(field=field.label), code="clear_required", value=name, hint=CLEAR_REQUIRED_HINT
            )
        yield field


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
