"""Closing the problems of projects 销号."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.errors import Refused
from tracker.rules.nouns import NOUNS
from tracker.services.entry import Prompt, missing, parse_values, under
from tracker.services.records import done, judge
from tracker.store.engine import Change
from tracker.store.names import unknown
from tracker.store.records import load_some
from tracker.words import (
    CLOSED,
    CLOSED_ALREADY,
    CLOSED_ALREADY_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.result import Message, Result
    from tracker.rules.fields import Entry
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.store.records import Record

PROBLEM = NOUNS["problem"]


def open_ids(reader: Reader) -> list[int]:
    """The problems that are not closed, the newest first."""
    rows = reader.rows("SELECT id FROM problem WHERE status = 'open' AND removed_at IS NULL ORDER BY id DESC")
    return [id_ for (id_,) in rows]


def close(work: Work, ids: Sequence[int], evidence: str | None, on: str | None, entry: Entry) -> Result:
    """Close problems with their evidence; all of them or none."""
    field = PROBLEM.field("closed_with")
    if evidence is None:
        raise missing(PROBLEM, [field])
    texts = {"closed_on": on or "today", field.key: evidence}
    with under({PROBLEM.field("closed_on").option: "--on"}):
        return _close(work, ids, {"status": "closed"} | parse_values(PROBLEM, texts, entry, Prompt(work.reader)), entry)


def _close(work: Work, ids: Sequence[int], after: dict[str, Any], entry: Entry) -> Result:
    """Give the problems what closes them."""
    found = {record.id: record for record in load_some(work.reader, PROBLEM, ids)}
    messages: list[Message] = []
    changes = []
    for id_ in ids:
        record = _open(id_, found.get(id_))
        messages += judge(work.reader, PROBLEM, record.values | after, entry.today, id_=id_)
        changes.append(Change(PROBLEM, id_, "edit", {key: record.values[key] for key in after}, after))
    work.apply(changes)
    return done(("close",), PROBLEM, [(id_, None) for id_ in ids], CLOSED, messages)


def _open(id_: int, record: Record | None) -> Record:
    """The problem of a number, if it is there and not closed."""
    number = PROBLEM.number(id_)
    if record is None:
        raise unknown(PROBLEM, number)
    if record.values["status"] == "closed":
        raise Refused(CLOSED_ALREADY(number=number), code="problem_closed", value=number, hint=CLOSED_ALREADY_HINT)
    return record
