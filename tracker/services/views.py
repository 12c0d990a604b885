"""Shows the records of any noun, and their values; loads nothing of what writing needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.errors import BadUsage, NotFound
from tracker.result import Choice, Column, Table
from tracker.rules.choices import GROUP, folded
from tracker.rules.fields import ChoiceKind, ChoicesKind, Field, FlagKind, GroupKind, PolicyKind, SchemeKeyKind
from tracker.rules.nouns import NOUNS, Noun
from tracker.rules.paths import nearest
from tracker.rules.shares import POLICY
from tracker.store.names import ambiguous, candidates, resolve
from tracker.store.records import Record, load_one, milestones, with_names
from tracker.words import (
    FIELD_COLUMN,
    NAME_UNKNOWN,
    NO,
    NUMBER,
    SHOW_ANY_HINT,
    UNKNOWN_FIELD,
    UNKNOWN_FIELD_HINT,
    VALUE_COLUMN,
    YES,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.store.reading import Reader


def field_named(noun: Noun, key: str) -> Field:
    """The field of a record that a key or label names."""
    found = next((field for field in noun.fields if folded(key) in map(folded, field.names())), None)
    if found is None:
        valid = tuple(field.key for field in nearest(noun, folded(key)) if field in noun.fields)
        raise BadUsage(UNKNOWN_FIELD(value=key), code="field_unknown", value=key, hint=UNKNOWN_FIELD_HINT(fields=valid))
    return found


def at_stage(found: Mapping[tuple[int, str], Record], project: int, stage: str, key: str) -> Any:
    """A value of one of a project's milestones, or None where it has none of that stage."""
    milestone = found.get((project, stage))
    return milestone.values[key] if milestone else None


def whole(reader: Reader, noun: Noun, record: Record) -> dict[str, Any]:
    """A record's values, with those that its milestones hold if it is a project."""
    if noun.key != "project":
        return dict(record.values)
    found = milestones(reader, [record.id])
    return record.values | {field.key: at_stage(found, record.id, *field.stage) for field in noun.fields if field.stage}


def newest(reader: Reader, noun: Noun, most: int) -> list[int]:
    """The ids of the records entered last."""
    sql = f"SELECT id FROM {noun.key} WHERE removed_at IS NULL ORDER BY id DESC LIMIT ?"
    return [id_ for (id_,) in reader.rows(sql, (most,))]


def find(reader: Reader, noun: Noun, text: str) -> Record:
    """The record that a number, name, alias or part of a name means."""
    record = load_one(reader, noun, resolve(reader, noun, text))
    if record is None:
        raise NotFound(NAME_UNKNOWN(value=text, noun=noun.label), code="name_unknown", value=text)
    return record


def filled(reader: Reader, noun: Noun, text: str) -> Table:
    """The fields of one record that hold something, one below the other."""
    record = find(reader, noun, text)
    cells = cells_of(reader, noun, whole(reader, noun, record))
    held = ((field.label, cells.get(field.key)) for field in noun.fields)
    rows = ((NUMBER, noun.number(record.id)), *(row for row in held if row[1] is not None))
    return Table((Column("field", FIELD_COLUMN), Column("value", VALUE_COLUMN)), rows)


def cells_of(reader: Reader, noun: Noun, values: Mapping[str, Any]) -> dict[str, object]:
    """A record's values as a table shows them, by field: what they refer to by name, choices and metrics by label."""
    [named] = with_names(reader, noun, [Record(0, 0, dict(values))])
    fields = [field for field in noun.fields if field.key in named]
    shown = shower(reader, fields)
    return {field.key: shown(field, named[field.key]) for field in fields}


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
    for noun in NOUNS.values():
        number = noun.id_of(text)
        if number is not None:
            return noun, number
    found = [(noun, id_, name) for noun in named for id_, name in candidates(reader, noun, text)]
    if len(found) == 1:
        return found[0][:2]
    record = Say("记录", "record")
    if not found:
        hint = SHOW_ANY_HINT(
            letters=tuple(Say(f"{n.letter} {n.label.zh}", f"{n.letter} {n.label.en}") for n in NOUNS.values())
        )
        raise NotFound(NAME_UNKNOWN(value=text, noun=record), code="name_unknown", value=text, hint=hint)
    raise ambiguous(record, text, [f"{noun.number(id_)} {name}" for noun, id_, name in found])
