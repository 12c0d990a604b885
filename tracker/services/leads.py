"""What becomes of a lead: a project, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.errors import Refused
from tracker.rules.choices import LEAD_STATUS
from tracker.rules.nouns import NOUNS
from tracker.services import records, views
from tracker.services.entry import Prompt, missing, parse_values, under
from tracker.store.engine import Change
from tracker.store.records import load_one
from tracker.words import (
    CONVERTED,
    LEAD_CLOSED,
    LEAD_CLOSED_HINT,
    LOST,
    QUOTED,
    Sentence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.result import Message, Result
    from tracker.rules.fields import Entry
    from tracker.store.engine import Work
    from tracker.store.records import Record

LEAD, PROJECT = NOUNS["lead"], NOUNS["project"]


def convert(
    work: Work, which: str, texts: Mapping[str, str], on: str | None, entry: Entry, *, sure: bool = False
) -> Result:
    """Make a project of a lead, with what the lead says unless it is given; the lead then points at the project."""
    lead = refuse_closed(views.find(work.reader, LEAD, which))
    texts = {"talks_on": on or "today", **texts}
    with under({PROJECT.field("talks_on").option: "--on"} if on else {}):
        made = records.add(work, PROJECT, texts, entry, sure=sure, preset=_preset(work, lead))
    assert isinstance(made.data, dict)
    number, name = made.data["id"], made.data["name"]
    messages = _change(work, lead, {"status": "converted", "project": int(number[1:])}, entry)
    said = CONVERTED(lead=LEAD.number(lead.id), project=number, name=Sentence(QUOTED, {"name": name}))
    data = {"noun": "lead", "action": "convert", "id": LEAD.number(lead.id), "project": number, "name": name}
    return made._replace(command=("lead", "convert"), data=data, lines=(said,), messages=(*made.messages, *messages))


def _preset(work: Work, lead: Record) -> dict[str, Any]:
    """What a lead knows of the project that it becomes."""
    known = lead.values
    company = load_one(work.reader, NOUNS["company"], known["company"]) if known["company"] else None
    preset = {
        "name": known["name"],
        "unit": known["unit"],
        "channel": known["channel"],
        "referrer": known["referrer"],
        "investors": (company.values["name"],) if company else None,
        "chain": company.values["chain"] if company else None,
        "segment": company.values["segment"] if company else None,
        "total_investment": known["investment"],
    }
    return {key: value for key, value in preset.items() if value is not None}


def lose(work: Work, which: str, reason: str | None, entry: Entry) -> Result:
    """Record that a lead came to nothing, and why."""
    field = LEAD.field("lost_reason")
    if reason is None:
        raise missing(LEAD, [field])
    lead = refuse_closed(views.find(work.reader, LEAD, which))
    after = {"status": "lost"} | parse_values(LEAD, {field.key: reason}, entry, Prompt(work.reader))
    messages = _change(work, lead, after, entry)
    return records.done(("lose",), LEAD, [(lead.id, lead.values["name"])], LOST, messages)


def refuse_closed(lead: Record) -> Record:
    """The lead, if it has not become a project or come to nothing already."""
    state = lead.values["status"]
    if state not in ("converted", "lost"):
        return lead
    number = LEAD.number(lead.id)
    raise Refused(
        LEAD_CLOSED(number=number, state=LEAD_STATUS.labels[state]),
        code="lead_closed",
        value=number,
        hint=LEAD_CLOSED_HINT(command=f"tracker lead edit {number}"),
    )


def _change(work: Work, lead: Record, after: dict[str, Any], entry: Entry) -> list[Message]:
    messages = records.judge(work.reader, LEAD, lead.values | after, entry.today, id_=lead.id)
    work.apply([Change(LEAD, lead.id, "edit", {key: lead.values[key] for key in after}, after)])
    return messages
