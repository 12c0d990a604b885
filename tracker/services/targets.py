"""Targets and figures set by what they are about: the equal one is changed, else one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import BadUsage, Refused
from tracker.services import records
from tracker.services.entry import Prompt, parse_values, under
from tracker.store import listing
from tracker.store.engine import Change
from tracker.store.records import load_one
from tracker.words import (
    EDITED,
    MISSING_FIELDS,
    MISSING_FIELDS_HINT,
    NAME_AMBIGUOUS,
    NAME_AMBIGUOUS_HINT,
    UNCHANGED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.result import Result
    from tracker.rules.fields import Entry
    from tracker.rules.nouns import Noun
    from tracker.store.engine import Work


def set_(work: Work, noun: Noun, texts: Mapping[str, str], entry: Entry) -> Result:
    """Add a value, or change the equal one; the same value again writes nothing."""
    with under({"--as-of-on": "--on"}):
        return _set(work, noun, records.dated(noun, texts, entry), entry)


def _set(work: Work, noun: Noun, texts: Mapping[str, str], entry: Entry) -> Result:
    """The same, with its period."""
    values = parse_values(noun, texts, entry, Prompt(work.reader))
    found = listing.equal(work.reader, noun, values)
    if not found:
        return records.add(work, noun, texts, entry)
    if len(found) > 1:
        numbers = tuple(map(noun.number, found))
        raise Refused(
            NAME_AMBIGUOUS(value=texts["metric"], n=len(found), noun=noun.label),
            code="name_ambiguous",
            value=texts["metric"],
            hint=NAME_AMBIGUOUS_HINT(candidates=numbers),
        )
    return _change(work, noun, found[0], values, entry)


def _change(work: Work, noun: Noun, id_: int, values: dict[str, object], entry: Entry) -> Result:
    """Give the record its new value, or say that it has it."""
    record = load_one(work.reader, noun, id_)
    assert record is not None
    whole = record.values | values
    messages = records.judge(work.reader, noun, whole, entry.today, id_=id_)
    before, after = record.values["value"], values["value"]
    if before == after:
        return records.done(("same",), noun, [(id_, None)], UNCHANGED, messages)
    work.apply([Change(noun, id_, "edit", {"value": before}, {"value": after})])
    return records.done(("edit",), noun, [(id_, None)], EDITED, messages, fields=("value",))


def need_date(noun: Noun, on: str | None) -> str:
    """The date that a figure holds at; without one the command line is refused."""
    if on is not None:
        return on
    raise BadUsage(
        MISSING_FIELDS(fields=(noun.field("as_of_on").label,)),
        code="missing_options",
        value="--on",
        hint=MISSING_FIELDS_HINT(options="--on …"),
    )
