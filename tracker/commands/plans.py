"""What each verb asks at a terminal for: the record that it is about, and what it needs to know besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.commands.steps import Plan, Step, as_typed, of_field, today, which
from tracker.rules.nouns import NOUNS
from tracker.rules.stages import STAGES, next_stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.commands.desk import Attempt, Desk
    from tracker.commands.interview import Talk
    from tracker.commands.steps import Heard
    from tracker.rules.dates import PartialDate
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader
    from tracker.store.records import Record

LEAD, PROJECT, MILESTONE, PROBLEM = (NOUNS[key] for key in ("lead", "project", "milestone", "problem"))


class Asked(Plan):
    """A plan that is gone through at a terminal."""

    def wants(self, desk: Desk, options: Mapping[str, Any]) -> bool:
        """Whether the command line left out something that it needs, or said nothing at all of a new record."""
        if self.lacks(desk, options) or (self.adding and not options["texts"]):
            return True
        if not self.hanging:
            return False
        with desk.reading() as reader:
            talk = self.talk(desk, reader, options, {})
            talk.read_given()
            return talk.open_step() is not None

    def talk(self, desk: Desk, reader: Reader, options: Mapping[str, Any], last: Mapping[str, str]) -> Talk:
        """A conversation about one record."""
        from tracker.commands.interview import Talk

        return Talk(desk, reader, self, self.known(options), last, whole=not (self.known(options) or last))

    def hold(
        self, desk: Desk, options: dict[str, Any], attempt: Attempt, show: Mapping[str, Any], *, dry: bool
    ) -> None:
        """Ask for one record, or for one after another, and run the command for each."""
        from tracker.commands.interview import hold

        hold(desk, self, self.talk, options, attempt, show, dry=dry)


def adding(noun: Noun) -> Asked:
    """A new record: its required fields, and some others where nothing at all was given."""
    steps = tuple(of_field(noun.field(key), required=noun.field(key).required) for key in noun.asked)
    return Asked(noun, "add", steps, adding=True, fields=True)


def advancing() -> Asked:
    """The stage that a project reached, and when; of a signing the agreement and its amount."""
    agreement = PROJECT.field("agreement")
    steps = (
        which(PROJECT),
        Step("stage", MILESTONE.field("stage"), default=_next_stage, check=_forwards),
        Step("on", MILESTONE.field("reached_on"), "--on", default=today, check=_in_order),
        Step("agreement", agreement, "--agreement", default=as_typed(agreement, "contract"), when=_is_signing),
        Step("contract", PROJECT.field("contract_investment"), "--contract", required=False, when=_is_signing),
    )
    return Asked(PROJECT, "advance", steps)


def converting() -> Asked:
    """The lead that becomes a project, since when there are talks, and the total investment if the lead has none."""
    total = PROJECT.field("total_investment")
    steps = (
        which(LEAD, check=_is_open),
        Step("on", PROJECT.field("talks_on"), "--on", spared=lambda desk: True, default=today),
        of_field(total, required=True)._replace(when=_has_no_amount),
    )
    return Asked(LEAD, "convert", steps, hanging=True)


def losing() -> Asked:
    """The lead that came to nothing, and why."""
    return Asked(LEAD, "lose", (which(LEAD, check=_is_open), Step("reason", LEAD.field("lost_reason"), "--reason")))


def setting(noun: Noun) -> Asked:
    """A target or a figure: for which time, whose, of which metric, its value; the unit has to be said, or the city."""
    needed = ("unit", *(each.key for each in noun.fields if each.required))
    steps = (of_field(noun.field(key), required=key in needed) for key in noun.asked)
    return Asked(noun, "set", tuple(steps), fields=True)


def closing() -> Asked:
    """The problem that is solved, and what proves it."""
    from tracker.services.problems import open_ids

    steps = (
        which(PROBLEM, listed=True, likely=open_ids),
        Step("with_", PROBLEM.field("closed_with"), "--with"),
        Step("on", PROBLEM.field("closed_on"), "--on", spared=lambda desk: True, default=today),
    )
    return Asked(PROBLEM, "close", steps)


def deciding(noun: Noun, verb: str) -> Asked:
    """The receipt or stage that is decided on, and for what is not recognised the opinion."""
    from tracker.services.recognition import waiting

    chosen = which(noun, listed=True, likely=lambda reader: waiting(reader, noun))
    opinion = Step("opinion", noun.field("opinion"), "--opinion")
    return Asked(noun, verb, (chosen,) if verb == "recognise" else (chosen, opinion))


def _project(heard: Heard) -> tuple[Record, dict[str, PartialDate | None]]:
    """The project of an advance, and the stages that it reached."""
    from tracker.services import projects, views

    record = views.find(heard.reader, PROJECT, heard.texts()["which"])
    return record, projects.reached(heard.reader, record)


def _next_stage(heard: Heard) -> str:
    stage = next_stage(_project(heard)[1]) or STAGES[-1]
    return as_typed(MILESTONE.field("stage"), stage)(heard)


def _forwards(heard: Heard, stage: Any) -> None:
    from tracker.services import projects

    record, reached = _project(heard)
    projects.refuse_backwards(record, stage, reached)


def _in_order(heard: Heard, day: Any) -> None:
    from tracker.services.records import judge_field
    from tracker.services.views import whole

    record, _ = _project(heard)
    key = f"{heard.values['stage']}_on"
    values = whole(heard.reader, PROJECT, record) | {key: day}
    judge_field(heard.reader, PROJECT, key, values, heard.desk.settings.today, record.id)


def _is_signing(heard: Heard) -> bool:
    return bool(heard.values.get("stage") == "signed")


def _is_open(heard: Heard, lead: Any) -> None:
    from tracker.services import leads
    from tracker.store.records import load_one

    found = load_one(heard.reader, LEAD, lead)
    if found:
        leads.refuse_closed(found)


def _has_no_amount(heard: Heard) -> bool:
    from tracker.store.records import load_one

    lead = load_one(heard.reader, LEAD, heard.values["which"]) if heard.values.get("which") else None
    return bool(lead and not lead.values["investment"])
