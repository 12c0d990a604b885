"""Why a value is what it is: every change of it, by whom, when, and by which command or from which cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadUsage
from tracker.result import Column, Message, Result, Table
from tracker.rules.choices import folded
from tracker.rules.nouns import NOUNS
from tracker.services import history
from tracker.services.views import field_named
from tracker.store import journal
from tracker.store.records import display_names, load_some
from tracker.words import (
    ACTION_COLUMN,
    AFTER_COLUMN,
    BEFORE_COLUMN,
    CELL_OF_FILE,
    FROM_COLUMN,
    WHY_DERIVED,
    WHY_DERIVED_HINT,
    WHY_NEVER,
    WHY_NOW,
    WHY_NOW_REMOVED,
)
from tracker.written import batch_number

if TYPE_CHECKING:
    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.store.journal import Trace
    from tracker.store.reading import Reader
    from tracker.words import Words

# A project's dates are kept by its milestones: which of them there ever was is asked for here.
MILESTONE: Final = NOUNS["milestone"]


class Held(NamedTuple):
    """Where a value is held: the noun, the field, and every record that held it."""

    noun: Noun
    field: Field
    ids: tuple[int, ...]


class Cell(NamedTuple):
    """A cell of a file that a value came from."""

    file: str
    sheet: str
    cell: str


def why(reader: Reader, which: str, text: str) -> Result:
    """The history of one field of one record, and its present value."""
    noun, id_ = history.any_that_was(reader, which, [each for each in NOUNS.values() if _has(each, text)])
    field = _field(noun, text)
    held = _held(reader, noun, id_, field)
    traces = [each for one in held.ids for each in journal.trace(reader, held.noun.key, one) if _tells(each, held)]
    traces.sort(key=lambda each: each.batch.id)
    now = _present(reader, held)
    moves = [_move(each, held.field) for each in traces]
    *pairs, (_, value) = [*moves, (None, now)]
    words = iter(history.worded(reader, [(held.field, one) for pair in pairs for one in pair] + [(held.field, value)]))
    shown = [(each, next(words), next(words)) for each in traces]
    present = next(words)
    name = display_names(reader, noun, [id_]).get(id_) if noun.named else None
    number = noun.number(id_)
    gone = id_ in journal.removed(reader, noun.key, [id_])
    called = f"{number} {name}" if name else number
    line = (WHY_NOW_REMOVED if gone else WHY_NOW)(record=called, field=field.label, value=present)
    rows = tuple(_row(each, held, before, after) for each, before, after in shown)
    return Result(
        ("why",),
        tables=(Table(COLUMNS, rows),) if rows else (),
        data={
            "id": number,
            "name": name,
            "noun": noun.key,
            "field": field.key,
            "label": field.label,
            "value": present,
            "removed": gone,
            "changes": [_object(each, held, before, after) for each, before, after in shown],
        },
        lines=(line,),
        messages=() if rows else (Message("never_set", WHY_NEVER(field=field.label)),),
    )


def _has(noun: Noun, text: str) -> bool:
    """Whether records of a noun have a field so called: what is asked for tells which of two of one name is meant."""
    return any(folded(text) in map(folded, field.names()) for field in noun.fields)


def _field(noun: Noun, text: str) -> Field:
    """The field of a key or label; the stage is told from dates and has no history of its own."""
    field = field_named(noun, text.removeprefix("--").replace("-", "_"))
    if field.key not in {each.key for each in noun.fields}:
        hint = WHY_DERIVED_HINT(fields=tuple(each.key for each in noun.fields if each.stage))
        raise BadUsage(WHY_DERIVED(field=field.label), code="field_derived", value=text, hint=hint)
    return field


COLUMNS: Final = (
    *history.WHENCE,
    Column("action", ACTION_COLUMN),
    Column("before", BEFORE_COLUMN),
    Column("after", AFTER_COLUMN),
    Column("from", FROM_COLUMN),
)


def _held(reader: Reader, noun: Noun, id_: int, field: Field) -> Held:
    """A project's date is its milestone's, of which there may have been several."""
    if field.stage is None:
        return Held(noun, field, (id_,))
    stage, key = field.stage
    ids = journal.milestone_ids(reader, id_)
    stages = journal.stages_of(reader, ids)
    return Held(MILESTONE, MILESTONE.field(key), tuple(one for one in ids if stages[one] == stage))


def _tells(trace: Trace, held: Held) -> bool:
    """Whether a change is one of the value, or of the whole record."""
    return held.field.key in trace.after or trace.action in ("remove", "restore")


def _move(trace: Trace, field: Field) -> tuple[Any, Any]:
    before, after = trace.before.get(field.key), trace.after.get(field.key)
    return history.undumped(field, before), history.undumped(field, after)


def _present(reader: Reader, held: Held) -> Any:
    """The value now; of a milestone that was removed there is none."""
    where = "1 = 1" if held.noun is not MILESTONE else "removed_at IS NULL"
    found = load_some(reader, held.noun, held.ids, where)
    return found[-1].values.get(held.field.key) if found else None


def origin(trace: Trace, noun: str, key: str) -> Cell | None:
    """The cell that a value came from, or None where it was typed.

    The journal knows the row and the cells of other rows; the layout of the batch knows the columns.
    """
    if not trace.source or key not in trace.after:
        return None
    sheet = trace.source["sheet"]
    layout = trace.layout["files"][trace.source["file"]] if "file" in trace.source else trace.layout
    cell = trace.source.get("cells", {}).get(key)
    if cell is None:
        letters = layout.get("sheets", {}).get(sheet, {}).get(noun, {})
        cell = f"{letters.get(key, '')}{trace.source['row']}"
    away, _, inside = cell.rpartition("!")
    return Cell(layout.get("file", ""), away or sheet, inside)


def _row(trace: Trace, held: Held, before: object, after: object) -> tuple[object, ...]:
    batch = trace.batch
    return (
        batch_number(batch.id),
        history.instant_of(batch),
        batch.actor or None,
        history.ACTIONS[trace.action],
        before,
        after,
        _whence(trace, held),
    )


def _whence(trace: Trace, held: Held) -> Words:
    """The cell, else the command as it was typed."""
    cell = origin(trace, held.noun.key, held.field.key)
    return CELL_OF_FILE(file=cell.file, sheet=cell.sheet, cell=cell.cell) if cell else trace.batch.command


def _object(trace: Trace, held: Held, before: object, after: object) -> dict[str, object]:
    cell = origin(trace, held.noun.key, held.field.key)
    batch = trace.batch
    return {
        "batch": batch_number(batch.id),
        "at": history.instant_of(batch),
        "by": batch.actor or None,
        "action": history.ACTIONS[trace.action],
        "before": before,
        "after": after,
        "command": batch.command,
        "undoes": batch_number(batch.undoes) if batch.undoes else None,
        "file": cell.file if cell else None,
        "sheet": cell.sheet if cell else None,
        "cell": cell.cell if cell else None,
    }
