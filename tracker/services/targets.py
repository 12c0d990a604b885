"""Targets and figures set by what they are about: the equal one is changed, else one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.services import records
from tracker.services.echoes import echoed, replaced, stored
from tracker.services.entry import Prompt, granted, missing, parse_values, unsaid
from tracker.store import listing
from tracker.store.engine import Change
from tracker.store.names import ambiguous
from tracker.store.records import load_one
from tracker.words import (
    EDITED,
    UNCHANGED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.result import Result
    from tracker.rules.fields import Entry
    from tracker.rules.nouns import Noun
    from tracker.store.engine import Work


def set_(work: Work, noun: Noun, texts: Mapping[str, str], entry: Entry) -> Result:
    """Add a value, or change the equal one; the same value again writes nothing.

    The unit has to be said, be it the whole city, unless there is one that need not be typed.
    """
    own = unsaid(work.reader, noun, texts, entry, needs_unit=True)
    values = own | parse_values(noun, texts, entry, Prompt(work.reader), own)
    _require(noun, values)
    return granted(_set(work, noun, texts, values, entry), noun, own, work.reader)


def _require(noun: Noun, values: Mapping[str, object]) -> None:
    """Refuse what lacks its unit or another field of its own."""
    needed = (field for field in noun.fields if field.required or field.key == "unit")
    if absent := [field for field in needed if field.key not in values]:
        raise missing(noun, absent)


def _set(work: Work, noun: Noun, texts: Mapping[str, str], values: dict[str, object], entry: Entry) -> Result:
    """Add the record, or change the equal one."""
    found = listing.equal(work.reader, noun, values)
    if not found:
        return records.add(work, noun, texts, entry, preset=values)
    if len(found) > 1:
        raise ambiguous(noun.label, texts["metric"], list(map(noun.number, found)))
    return _change(work, noun, found[0], values, entry)


def _change(work: Work, noun: Noun, id_: int, values: dict[str, object], entry: Entry) -> Result:
    """Give the record its new value, or say that it has it."""
    record = load_one(work.reader, noun, id_)
    assert record is not None
    whole = record.values | values
    messages = records.judge(work.reader, noun, whole, entry.today, id_=id_)
    before, after = {"value": record.values["value"]}, {"value": values["value"]}
    if before == after:
        same = records.done(("same",), noun, [(id_, None)], UNCHANGED, messages)
        return echoed(same, stored(work.reader, noun, values))
    work.apply([Change(noun, id_, "edit", before, after)])
    said = stored(work.reader, noun, {key: values[key] for key in values if key not in after})
    said += replaced(work.reader, noun, record.values, after)
    return echoed(records.done(("edit",), noun, [(id_, None)], EDITED, messages, fields=tuple(after)), said)
