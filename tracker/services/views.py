"""Lists and shows the records of any noun; loads nothing of what writing needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import BadUsage, NotFound, Refused
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.choices import GROUP, STAGE, folded
from tracker.rules.fields import ChoiceKind, ChoicesKind, Field, FlagKind, GroupKind, PolicyKind, SchemeKeyKind
from tracker.rules.nouns import NOUNS, Noun
from tracker.rules.shares import POLICY
from tracker.rules.stages import current_stage
from tracker.store import listing
from tracker.store.names import candidates, resolve
from tracker.store.records import Record, load_one, milestones, with_names
from tracker.words import (
    LISTED,
    NAME_AMBIGUOUS,
    NAME_AMBIGUOUS_HINT,
    NAME_UNKNOWN,
    NO,
    NUMBER,
    SHOW_ANY_HINT,
    TRUNCATED,
    UNKNOWN_FIELD,
    UNKNOWN_FIELD_HINT,
    YES,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tracker.store.reading import Reader


def list_(
    reader: Reader,
    noun: Noun,
    words: Sequence[str],
    *,
    columns: Sequence[str] = (),
    sort: str | None = None,
    limit: int | None = None,
) -> Result:
    """The records that all the words are found in, by number or in the order asked for (`-amount`: downwards)."""
    fields = [field for key in columns or noun.columns if (field := _column_named(noun, key)) is not NUMBERS]
    order = (_column_named(noun, sort.removeprefix("-")), sort.startswith("-")) if sort else None
    ids = listing.select(reader, noun, words, order)
    within = ids[:limit] if limit else ids
    records = listing.load_in_order(reader, noun, within, {field.key for field in fields})
    named = with_names(reader, noun, records)
    if noun.key == "project":
        _add_stages(reader, records, named, fields)
    shown = shower(reader, fields)
    rows = tuple(
        (noun.number(record.id), *(shown(field, values.get(field.key)) for field in fields))
        for record, values in zip(records, named, strict=True)
    )
    table = Table(
        (Column("id", NUMBER), *(_column(field) for field in fields)),
        rows,
        total=len(ids),
        hidden=len(ids) - len(within),
    )
    messages = [Message("listed", LISTED(n=len(ids), noun=noun.label))]
    if table.hidden:
        messages.append(Message("truncated", TRUNCATED(n=table.hidden)))
    return Result((noun.key, "list"), tables=(table,), messages=tuple(messages))


NUMBERS: Final = Field("id", NUMBER)  # a list always begins with it
STAGE_NOW: Final = Field("stage", Say("阶段", "Stage"), ChoiceKind(STAGE))


def field_named(noun: Noun, key: str) -> Field:
    """The field that a column's key or label names; a project's present stage is one too."""
    derived = (STAGE_NOW,) if noun.key == "project" else ()
    field: Field
    for field in (*noun.fields, *derived):
        if folded(key) in map(folded, field.names()):
            return field
    valid = tuple(field.key for field in (*noun.fields, *derived))
    raise BadUsage(UNKNOWN_FIELD(value=key), code="field_unknown", value=key, hint=UNKNOWN_FIELD_HINT(fields=valid))


def _column_named(noun: Noun, key: str) -> Field:
    """The same, or the number that every list begins with."""
    return NUMBERS if folded(key) in map(folded, NUMBERS.names()) else field_named(noun, key)


def _column(field: Field) -> Column:
    return Column(field.key, field.label, "number" if field.kind.numeric else "text")


def _add_stages(
    reader: Reader, records: Sequence[Record], named: list[dict[str, Any]], fields: Sequence[Field]
) -> None:
    """Give each project's values those of its milestones, and its present stage, where they are asked for."""
    wanted = [(field.key, *field.stage) for field in fields if field.stage]
    now = any(field is STAGE_NOW for field in fields)
    if not wanted and not now:
        return
    keys = {"project", "stage", "reached_on", *(key for _, _, key in wanted)}
    found = milestones(reader, [record.id for record in records], keys)
    for record, values in zip(records, named, strict=True):
        for field, stage, key in wanted:
            values[field] = _at(found, record.id, stage, key)
        if now:
            values["stage"] = current_stage({each: _at(found, record.id, each, "reached_on") for each in STAGE.keys})


def _at(found: Mapping[tuple[int, str], Record], project: int, stage: str, key: str) -> Any:
    """A value of one of a project's milestones, or None where it has none of that stage."""
    milestone = found.get((project, stage))
    return milestone.values[key] if milestone else None


def whole(reader: Reader, noun: Noun, record: Record) -> dict[str, Any]:
    """A record's values, with those that its milestones hold if it is a project."""
    if noun.key != "project":
        return dict(record.values)
    found = milestones(reader, [record.id])
    return record.values | {field.key: _at(found, record.id, *field.stage) for field in noun.fields if field.stage}


def find(reader: Reader, noun: Noun, text: str) -> Record:
    """The record that a number, name, alias or part of a name means."""
    record = load_one(reader, noun, resolve(reader, noun, text))
    if record is None:
        raise NotFound(NAME_UNKNOWN(value=text, noun=noun.label), code="name_unknown", value=text)
    return record


def shower(reader: Reader, fields: Iterable[Field]) -> Callable[[Field, Any], object]:
    """A function from a field's value to what a table shows: as `cell`, metrics and items by their scheme's labels."""
    of = {field.kind.of for field in fields if isinstance(field.kind, SchemeKeyKind)}
    if not of:
        return cell
    from tracker.services.schemes import labels

    known = {each: labels(reader, each) for each in of}

    def shown(field: Field, value: Any) -> object:
        if value is None or not isinstance(field.kind, SchemeKeyKind):
            return cell(field, value)
        return Choice(value, known[field.kind.of].get(value, Say(value, value)))

    return shown


def cell(field: Field, value: Any) -> object:
    """A value as a table shows it: choices with their labels, policies in words."""
    kind = field.kind
    if value is None:
        return None
    if isinstance(kind, ChoicesKind):
        return tuple(kind.choices.choice(key) for key in value)
    if isinstance(kind, ChoiceKind):
        return kind.choices.choice(value)
    if isinstance(kind, GroupKind):
        return GROUP.choice(value)
    if isinstance(kind, FlagKind):
        return Choice("yes", YES) if value else Choice("no", NO)
    if isinstance(kind, PolicyKind):
        return POLICY.choice(value)
    return value


def any_record(reader: Reader, text: str, among: Iterable[Noun] = ()) -> tuple[Noun, int]:
    """The noun and id of a number, whether there is such a record or not, or of a name that one record alone has.

    A name is looked for `among` some nouns, where these are known.
    """
    named = [noun for noun in among or NOUNS.values() if noun.named]
    number = text.strip().upper()
    for noun in NOUNS.values():
        if re.fullmatch(rf"{noun.letter}[0-9]{{1,15}}", number):
            return noun, int(number[1:])
    found = [(noun, id_) for noun in named for id_, _ in candidates(reader, noun, text)]
    if len(found) == 1:
        return found[0]
    record = Say("记录", "record")
    if not found:
        hint = SHOW_ANY_HINT(
            letters=tuple(Say(f"{n.letter} {n.label.zh}", f"{n.letter} {n.label.en}") for n in NOUNS.values())
        )
        raise NotFound(NAME_UNKNOWN(value=text, noun=record), code="name_unknown", value=text, hint=hint)
    listed = tuple(Say(f"{n.number(id_)}", f"{n.number(id_)}") for n, id_ in found[:8])
    raise Refused(
        NAME_AMBIGUOUS(value=text, n=len(found), noun=record),
        code="name_ambiguous",
        value=text,
        hint=NAME_AMBIGUOUS_HINT(candidates=listed),
    )
