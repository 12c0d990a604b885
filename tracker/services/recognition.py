"""Recognition 认定: a receipt, or a stage that a project reached, is recognised, returned or refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.errors import BadData, BadUsage, NotFound, Refused
from tracker.rules.checks import Around, findings
from tracker.rules.choices import RECOGNITION, STAGE
from tracker.rules.nouns import NOUNS, Noun
from tracker.services.records import done, problem
from tracker.store.engine import Change
from tracker.store.names import resolve
from tracker.store.records import load_some, milestones
from tracker.words import (
    MILESTONE_NONE,
    MILESTONE_NONE_HINT,
    NAME_NONE_HINT,
    NAME_UNKNOWN,
    NUMBERS_BAD,
    NUMBERS_BAD_HINT,
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

MOST = 100_000


def numbers(noun: Noun, texts: Sequence[str]) -> list[int]:
    """The ids in `F12 F13 F20..F31`.

    >>> numbers(NOUNS["funds"], ["F12", "f20..F22"])
    [12, 20, 21, 22]
    """
    found: list[int] = []
    for text in texts:
        match = re.fullmatch(
            rf"{noun.letter}(\d{{1,12}})(?:\.\.{noun.letter}(\d{{1,12}}))?", text, re.IGNORECASE | re.ASCII
        )
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if last < first or last - first > MOST:
            hint = NUMBERS_BAD_HINT(one=noun.number(12), several=f"{noun.number(20)}..{noun.number(31)}")
            raise BadUsage(NUMBERS_BAD(value=text), code="numbers_bad", value=text, hint=hint)
        found += range(first, last + 1)
    return list(dict.fromkeys(found))


def milestone_ids(reader: Reader, texts: Sequence[str]) -> list[int]:
    """Milestones by number, or as a project and a stage."""
    noun = NOUNS["milestone"]
    if len(texts) != 2 or re.match(r"[Mm]\d", texts[0]):
        return numbers(noun, texts)
    project, stage = resolve(reader, NOUNS["project"], texts[0]), STAGE.parse(texts[1])
    found = milestones(reader, [project]).get((project, stage))
    if found is None:
        raise NotFound(
            MILESTONE_NONE(number=NOUNS["project"].number(project), stage=STAGE.labels[stage]),
            code="milestone_missing",
            value=texts[1],
            hint=MILESTONE_NONE_HINT(command=f"tracker project advance P{project} {stage} --on …"),
        )
    return [found.id]


def decide(
    work: Work,
    noun: Noun,
    ids: Sequence[int],
    state: str,
    entry: Entry,
    *,
    on: str | None,
    by: str | None,
    opinion: str | None,
) -> Result:
    """Set the recognition of records, with its date, person and opinion; all of them or none."""
    if state in ("returned", "refused") and not opinion:
        raise BadUsage(OPINION_MISSING, code="missing_options", value="--opinion", hint=OPINION_MISSING_HINT)
    day = noun.field("recognised_on").kind.parse(on or "today", entry)
    after: dict[str, Any] = {"recognition": state, "recognised_on": day, "recognised_by": by, "opinion": opinion}
    _refuse_future(noun, after, entry)
    found = {record.id: record for record in load_some(work.reader, noun, ids)}
    changes = [_change(noun, id_, found.get(id_), after) for id_ in ids]
    work.apply(changes)
    label = RECOGNITION.labels[state]
    said = Say(RECOGNITION_SET.zh.replace("{state}", label.zh), RECOGNITION_SET.en.replace("{state}", label.en))
    return done((state,), noun, [(id_, None) for id_ in ids], said, [])


def _refuse_future(noun: Noun, after: dict[str, Any], entry: Entry) -> None:
    """Refuse a decision dated after today."""
    # A receipt and a milestone are recognised by the same fields; the rules of a milestone ask for no others.
    for finding in findings("milestone", after, Around(entry.today)):
        found = problem(noun, finding)
        raise BadData(found.what, code=found.code, place="--on", value=found.value, hint=found.hint)


def _change(noun: Noun, id_: int, record: Record | None, after: dict[str, Any]) -> Change:
    """The change of one record; one that is not there, has not happened or is so already is refused."""
    number = noun.number(id_)
    if record is None:
        hint = NAME_NONE_HINT(noun=noun.label, command=f"tracker {noun.key}")
        raise NotFound(NAME_UNKNOWN(value=number, noun=noun.label), code="name_unknown", value=number, hint=hint)
    if record.values["recognition"] == after["recognition"]:
        what = RECOGNITION_SAME(number=number, state=RECOGNITION.labels[after["recognition"]])
        raise Refused(what, code="recognition_same", value=number, hint=RECOGNITION_SAME_HINT)
    if noun.key == "milestone" and not record.values["reached_on"]:
        raise BadData(UNREACHED(number=number), code="milestone_unreached", value=number, hint=UNREACHED_HINT)
    changed = {key: value for key, value in after.items() if record.values[key] != value}
    return Change(noun, id_, "edit", {key: record.values[key] for key in changed}, changed)
