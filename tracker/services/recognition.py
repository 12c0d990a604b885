"""Recognition 认定: a receipt, or a stage that a project reached, is recognised, returned or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadData, BadUsage, NotFound, Refused
from tracker.result import Message
from tracker.rules.checks import Around, findings
from tracker.rules.choices import RECOGNITION, STAGE, UNCOUNTED, UNDECIDED
from tracker.rules.nouns import NOUNS, Noun
from tracker.rules.query import is_condition, is_number
from tracker.services import selection
from tracker.services.records import done, problem
from tracker.store.engine import Change
from tracker.store.names import resolve, unknown
from tracker.store.records import load_some, milestones
from tracker.words import (
    KEPT_DECIDED,
    MILESTONE_NONE,
    MILESTONE_NONE_HINT,
    NONE_WAITS,
    NONE_WAITS_HINT,
    OPINION_MISSING,
    OPINION_MISSING_HINT,
    RECOGNITION_SAME,
    RECOGNITION_SAME_HINT,
    RECOGNITION_SET,
    UNREACHED,
    UNREACHED_HINT,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.result import Result
    from tracker.rules.fields import Entry
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.store.records import Record


UNASKED: Final = ("project",)  # of the record only its days are looked at: no other rule is asked about it


class Chosen(NamedTuple):
    """The records to decide about, and how many that were named stay as they are."""

    ids: list[int]
    kept: int = 0


def chosen(reader: Reader, noun: Noun, texts: Sequence[str], state: str, entry: Entry) -> Chosen:
    """The records that texts mean, as `services.selection` reads them; a milestone also as a project and a stage.

    Of what a name or a condition chose only that counts which waits for a decision, unless a condition speaks of the
    recognition: nobody means to recognise what was refused by asking for a unit's receipts.
    """
    words = [text for text in texts if not (is_number(noun, text) or is_condition(text))]
    if noun.key == "milestone" and len(texts) == len(words) == 2:
        return Chosen([_milestone(reader, *words)])
    ids = selection.chosen(reader, noun, texts, entry)
    if all(is_number(noun, text) for text in texts):
        return Chosen(ids)
    asked = selection.read(reader, noun, list(filter(is_condition, texts)), entry).names("recognition")
    waiting = [record.id for record in load_some(reader, noun, ids) if _waits(record, state, asked=asked)]
    if not waiting:
        raise NotFound(NONE_WAITS(n=len(ids), noun=noun.label), code="selection_empty", hint=NONE_WAITS_HINT)
    return Chosen(waiting, len(ids) - len(waiting))


def _waits(record: Record, state: str, *, asked: bool) -> bool:
    """Whether a receipt, or a stage that was reached, is still to be decided, or is asked for as it was decided."""
    now = record.values["recognition"]
    return now != state and (asked or now in UNDECIDED) and bool(record.values.get("reached_on", True))


def _milestone(reader: Reader, name: str, text: str) -> int:
    """The milestone of a project and a stage."""
    project, stage = resolve(reader, NOUNS["project"], name), STAGE.parse(text)
    found = milestones(reader, [project]).get((project, stage))
    if found is None:
        raise NotFound(
            MILESTONE_NONE(number=NOUNS["project"].number(project), stage=STAGE.labels[stage]),
            code="milestone_missing",
            value=text,
            hint=MILESTONE_NONE_HINT(command=f"tracker project advance P{project} {stage} --on …"),
        )
    return found.id


def waiting(reader: Reader, noun: Noun) -> list[int]:
    """What is reported and not decided on yet, the newest first; of milestones those that were reached."""
    reached = " AND reached_on IS NOT NULL" if noun.key == "milestone" else ""
    where = f"recognition IN {UNDECIDED} AND removed_at IS NULL{reached}"
    return [id_ for (id_,) in reader.rows(f"SELECT id FROM {noun.key} WHERE {where} ORDER BY id DESC LIMIT 200")]


def decide(
    work: Work,
    noun: Noun,
    which: Chosen,
    state: str,
    entry: Entry,
    *,
    on: str | None,
    by: str | None,
    opinion: str | None,
) -> Result:
    """Set the recognition of records, with its date, person and opinion; all of them or none."""
    if state in UNCOUNTED and not opinion:
        raise BadUsage(OPINION_MISSING, code="missing_options", value="--opinion", hint=OPINION_MISSING_HINT)
    day = noun.field("recognised_on").kind.parse(on or "today", entry)
    after: dict[str, Any] = {"recognition": state, "recognised_on": day, "recognised_by": by, "opinion": opinion}
    found = {record.id: record for record in load_some(work.reader, noun, which.ids)}
    _refuse_day(noun, after, entry)
    changes = [_change(noun, id_, found.get(id_), after) for id_ in which.ids]
    for record in found.values():
        _refuse_day(noun, record.values | after, entry)
    work.apply(changes)
    label = RECOGNITION.labels[state]
    said = Say(RECOGNITION_SET.zh.replace("{state}", label.zh), RECOGNITION_SET.en.replace("{state}", label.en))
    messages = [Message("kept", KEPT_DECIDED(n=which.kept, noun=noun.label))] if which.kept else []
    return done((state,), noun, [(id_, None) for id_ in which.ids], said, messages)


def _refuse_day(noun: Noun, values: dict[str, Any], entry: Entry) -> None:
    """Refuse a decision dated after today, or before what it decides on."""
    for finding in findings(noun.key, values, Around(entry.today, unread=UNASKED)):
        if finding.field == "recognised_on":
            found = problem(noun, finding)
            raise BadData(found.what, code=found.code, place="--on", value=found.value, hint=found.hint)


def _change(noun: Noun, id_: int, record: Record | None, after: dict[str, Any]) -> Change:
    """The change of one record; one that is not there, has not happened or is so already is refused."""
    number = noun.number(id_)
    if record is None:
        raise unknown(noun, number)
    if record.values["recognition"] == after["recognition"]:
        what = RECOGNITION_SAME(number=number, state=RECOGNITION.labels[after["recognition"]])
        raise Refused(what, code="recognition_same", value=number, hint=RECOGNITION_SAME_HINT)
    if noun.key == "milestone" and not record.values["reached_on"]:
        raise BadData(UNREACHED(number=number), code="milestone_unreached", value=number, hint=UNREACHED_HINT)
    changed = {key: value for key, value in after.items() if record.values[key] != value}
    return Change(noun, id_, "edit", {key: record.values[key] for key in changed}, changed)
