"""What happens to a project as a whole: it advances through its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import BadData, BadUsage
from tracker.rules.choices import STAGE
from tracker.rules.nouns import NOUNS
from tracker.rules.stages import current_stage, is_backwards
from tracker.services.entry import Prompt, parse_values, under
from tracker.services.records import done, judge, stage_changes
from tracker.services.views import find, whole
from tracker.store.engine import Change
from tracker.words import (
    ADVANCED,
    MISSING_FIELDS,
    MISSING_FIELDS_HINT,
    STAGE_BACKWARDS,
    STAGE_BACKWARDS_HINT,
    Say,
)

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.rules.fields import Entry
    from tracker.store.engine import Work


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
        raise BadUsage(
            MISSING_FIELDS(fields=(project.field(f"{stage}_on").label,), noun=project.label),
            code="missing_options",
            value="--on",
            hint=MISSING_FIELDS_HINT(options="--on …"),
        )
    before = whole(work.reader, project, record)
    reached = {key: before.get(f"{key}_on") for key in STAGE.keys}
    if is_backwards(stage, reached):
        now = current_stage(reached) or stage
        raise BadData(
            STAGE_BACKWARDS(stage=STAGE.labels[stage], now=STAGE.labels[now], number=project.number(record.id)),
            code="stage_backwards",
            place="STAGE",
            value=stage,
            hint=STAGE_BACKWARDS_HINT(
                command=f"tracker project edit {project.number(record.id)} --{stage}-on {on}".replace("_", "-")
            ),
        )
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
