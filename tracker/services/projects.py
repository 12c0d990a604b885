"""What happens to a project as a whole: it advances through its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import BadData
from tracker.rules.choices import STAGE
from tracker.rules.nouns import NOUNS
from tracker.rules.stages import current_stage, is_backwards
from tracker.services.entry import Prompt, lacking, parse_values, under
from tracker.services.records import done, judge, stage_changes
from tracker.services.views import find, whole
from tracker.store.engine import Change
from tracker.words import (
    ADVANCED,
    STAGE_BACKWARDS,
    STAGE_BACKWARDS_HINT,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.result import Result
    from tracker.rules.dates import PartialDate
    from tracker.rules.fields import Entry
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.store.records import Record


def advance(
    work: Work,
    which: str,
    stage_text: str,
    on: str | None,
    entry: Entry,
    *,
    agreement: str | None = None,
    contract: str | None = None,
) -> Result:
    """Record that a project reached a stage on a day; going back behind a stage reached already is refused."""
    project = NOUNS["project"]
    record = find(work.reader, project, which)
    stage = STAGE.parse(stage_text)
    if on is None:
        raise lacking({"--on": project.field(f"{stage}_on").label}, project)
    before = whole(work.reader, project, record)
    refuse_backwards(record, stage, {key: before.get(f"{key}_on") for key in STAGE.keys}, on)
    texts = {f"{stage}_on": on, "agreement": agreement, "contract_investment": contract}
    given = {key: text for key, text in texts.items() if text is not None}
    with under({project.field(f"{stage}_on").option: "--on"}):
        values = parse_values(project, given, entry, Prompt(work.reader))
        messages = judge(work.reader, project, before | values, entry.today, id_=record.id)
    own = {key: value for key, value in values.items() if not project.field(key).stage and value != before.get(key)}
    changes = stage_changes(work, record.id, values)
    if own:
        changes.insert(0, Change(project, record.id, "edit", {key: before.get(key) for key in own}, own))
    work.apply(changes)
    said = Say(
        ADVANCED.zh.replace("{stage}", STAGE.labels[stage].zh), ADVANCED.en.replace("{stage}", STAGE.labels[stage].en)
    )
    return done(("advance",), project, [(record.id, before["name"])], said, messages, stage=stage)


def reached(reader: Reader, record: Record) -> dict[str, PartialDate | None]:
    """The dates at which a project reached its stages."""
    values = whole(reader, NOUNS["project"], record)
    return {stage: values.get(f"{stage}_on") for stage in STAGE.keys}


def refuse_backwards(record: Record, stage: str, reached: Mapping[str, PartialDate | None], on: str = "…") -> None:
    """Refuse to go back behind a stage that a project has reached."""
    if not is_backwards(stage, reached):
        return
    number, now = NOUNS["project"].number(record.id), current_stage(reached) or stage
    option = NOUNS["project"].field(f"{stage}_on").option
    raise BadData(
        STAGE_BACKWARDS(stage=STAGE.labels[stage], now=STAGE.labels[now], number=number),
        code="stage_backwards",
        place="STAGE",
        value=stage,
        hint=STAGE_BACKWARDS_HINT(command=f"tracker project edit {number} {option} {on}"),
    )
