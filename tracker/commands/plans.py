"""What each verb asks at a terminal for: the record that it is about, and what it needs to know besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.commands.steps import Plan, Step, as_typed, of_field, today, which
from tracker.rules.nouns import NOUNS
from tracker.rules.stages import next_stage

if TYPE_CHECKING:
    from tracker.commands.interview import Talk
    from tracker.rules.dates import PartialDate
    from tracker.rules.nouns import Noun
    from tracker.store.records import Record

LEAD, PROJECT, MILESTONE, PROBLEM = (NOUNS[key] for key in ("lead", "project", "milestone", "problem"))


def adding(noun: Noun) -> Plan:
    """A new record: its required fields, and some others where nothing at all was given."""
    steps = tuple(of_field(noun.field(key), required=noun.field(key).required) for key in noun.asked)
    return Plan(noun, "add", steps, adding=True, fields=True)


def advancing() -> Plan:
    """The stage that a project reached, and when; of a signing the agreement and its amount."""
    agreement = PROJECT.field("agreement")
    steps = (
        which(PROJECT),
        Step("stage", MILESTONE.field("stage"), default=_next_stage, check=_forwards),
        Step("on", MILESTONE.field("reached_on"), "--on", default=today, check=_in_order),
        Step("agreement", agreement, "--agreement", default=as_typed(agreement, "contract"), when=_is_signing),
        Step("contract", PROJECT.field("contract_investment"), "--contract", required=False, when=_is_signing),
    )
    return Plan(PROJECT, "advance", steps)


def converting() -> Plan:
    """The lead that becomes a project, since when there are talks, and the total investment if the lead has none."""
    total = PROJECT.field("total_investment")
    steps = (
        which(LEAD, check=_is_open),
        Step("on", PROJECT.field("talks_on"), "--on", spared=lambda desk: True, default=today),
        of_field(total, required=True)._replace(when=_has_no_amount),
    )
    return Plan(LEAD, "convert", steps, hanging=True)


def losing() -> Plan:
    """The lead that came to nothing, and why."""
    return Plan(LEAD, "lose", (which(LEAD, check=_is_open), Step("reason", LEAD.field("lost_reason"), "--reason")))


def setting(noun: Noun) -> Plan:
    """A target or a figure: for which time, whose, of which metric, its value; the unit has to be said, or the city."""
    needed = ("unit", *(each.key for each in noun.fields if each.required))
    steps = (of_field(noun.field(key), required=key in needed) for key in noun.asked)
    return Plan(noun, "set", tuple(steps), fields=True)


def closing() -> Plan:
    """The problem that is solved, and what proves it."""
    from tracker.services.problems import open_ids

    steps = (
        which(PROBLEM, listed=True, likely=open_ids),
        Step("with_", PROBLEM.field("closed_with"), "--with"),
        Step("on", PROBLEM.field("closed_on"), "--on", spared=lambda desk: True, default=today),
    )
    return Plan(PROBLEM, "close", steps)


def deciding(noun: Noun, verb: str) -> Plan:
    """The receipt or stage that is decided on, and for what is not recognised the opinion."""
    from tracker.services.recognition import waiting

    chosen = which(noun, listed=True, likely=lambda reader: waiting(reader, noun))
    opinion = Step("opinion", noun.field("opinion"), "--opinion")
    return Plan(noun, verb, (chosen,) if verb == "recognise" else (chosen, opinion))


def _project(talk: Talk) -> tuple[Record, dict[str, PartialDate | None]]:
    """The project of an advance, and the stages that it reached."""
    from tracker.services import projects, views

    record = views.find(talk.reader, PROJECT, talk.texts()["which"])
    return record, projects.reached(talk.reader, record)


def _next_stage(talk: Talk) -> str:
    return as_typed(MILESTONE.field("stage"), next_stage(_project(talk)[1]))(talk)


def _forwards(talk: Talk, stage: Any) -> None:
    from tracker.services import projects

    record, reached = _project(talk)
    projects.refuse_backwards(record, stage, reached)


def _in_order(talk: Talk, day: Any) -> None:
    from tracker.services.records import judge_field
    from tracker.services.views import whole

    record, _ = _project(talk)
    key = f"{talk.values['stage']}_on"
    values = whole(talk.reader, PROJECT, record) | {key: day}
    judge_field(talk.reader, PROJECT, key, values, talk.desk.settings.today, record.id)


def _is_signing(talk: Talk) -> bool:
    return bool(talk.values.get("stage") == "signed")


def _is_open(talk: Talk, lead: Any) -> None:
    from tracker.services import leads
    from tracker.store.records import load_one

    found = load_one(talk.reader, LEAD, lead)
    if found:
        leads.refuse_closed(found)


def _has_no_amount(talk: Talk) -> bool:
    from tracker.store.records import load_one

    lead = load_one(talk.reader, LEAD, talk.values["which"]) if talk.values.get("which") else None
    return bool(lead and not lead.values["investment"])
