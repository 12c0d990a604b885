"""The ways by which conditions, columns and sorting name a field: its own noun's, or one of what it refers to.

A field answers to its key, either label and its synonyms, then to short forms, then to any beginning or part that only
one field has: `signed`, `签约` for `signed_on`, `tag` for `tags`, `amount` for the amount that the noun adds up. A dot
leads to a field of what a record refers to: `project.chain`. What a noun itself lacks is looked for in the records that
it cannot be without: the `unit` and the `chain` of a receipt are its project's, the `group` of a project its unit's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import BadUsage
from tracker.rules.choices import folded
from tracker.rules.fields import Field, Kind, RefKind, RefsKind
from tracker.rules.nouns import NOUNS, Noun
from tracker.words import (
    FIELD_AMBIGUOUS,
    FIELD_AMBIGUOUS_HINT,
    FIELD_NO_RECORD,
    FIELD_NO_RECORD_HINT,
    NUMBER,
    PATH_LABEL,
    UNKNOWN_FIELD,
    UNKNOWN_FIELD_HINT,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.words import Words


class NumberedKind(Kind):
    """The number of a record, such as P12; a value is its id."""


ID: Final = Field("id", NUMBER, NumberedKind())
_ENDINGS: Final = ("_on", "时间", "日期", "时限", "date", "es", "s")  # what a short form of a name may leave out
_NAMES: Final = ("名称", "名字")
_MONEY: Final = ("amount", "money", "金额")
_LEAST: Final = 2  # letters of a part of a name


class Path(NamedTuple):
    """A field of a noun, and the references that lead to it from the noun of a list."""

    noun: Noun
    hops: tuple[Field, ...]
    field: Field

    @property
    def key(self) -> str:
        """How it is written: `total_investment`, `project.chain`."""
        return ".".join(field.key for field in (*self.hops, self.field))

    @property
    def owner(self) -> Noun:
        """The noun whose field it is."""
        return end(self.noun, self.hops)

    @property
    def label(self) -> Words:
        """Its label, after that of what it is reached over where the noun has another field so called."""
        if not self.hops or all(self.field.label != field.label for field in self.noun.fields):
            return self.field.label
        return PATH_LABEL(owner=self.hops[-1].label, field=self.field.label)


def end(noun: Noun, hops: tuple[Field, ...]) -> Noun:
    """The noun that references lead to."""
    kind = hops[-1].kind if hops else None
    return NOUNS[kind.noun] if isinstance(kind, RefKind) else noun


def all_fields(noun: Noun) -> tuple[Field, ...]:
    """Every field that a condition, a column or sorting may name."""
    return (ID, *noun.fields, *noun.derived)


def find(noun: Noun, name: str) -> Path:
    """The field that a name stands for; BadUsage with the nearest where there is none or more than one.

    >>> [find(NOUNS["project"], name).key for name in ("签约", "tag", "amount", "stage", "单位", "group")]
    ['signed_on', 'tags', 'total_investment', 'stage', 'unit', 'unit.group']
    >>> [find(NOUNS["funds"], name).key for name in ("received", "chain", "项目.责任单位", "编号")]
    ['received_on', 'project.chain', 'project.unit', 'id']
    """
    *before, last = [name] if folded(name) == folded(ID.label.en) else name.replace("．", ".").split(".")
    hops: tuple[Field, ...] = ()
    for part in before:
        hop = _found(end(noun, hops), part)
        if not isinstance(hop.field.kind, RefKind):
            raise BadUsage(
                FIELD_NO_RECORD(value=part), code="field_no_record", value=part, hint=FIELD_NO_RECORD_HINT(field=part)
            )
        hops = (*hops, *hop.hops, hop.field)
    found = _found(end(noun, hops), last)
    return Path(noun, (*hops, *found.hops), found.field)


def _found(noun: Noun, name: str) -> Path:
    """The field of a noun, or of what its records cannot be without, by the strictest rule that any satisfies."""
    wanted = folded(name).replace("-", "_")
    around = list(_around(noun))
    for rule in (_exact, _short, _beginning, _part):
        for hops in around:
            of = end(noun, hops)
            found = [field for field in all_fields(of) if rule(of, field, wanted)]
            if len(found) == 1:
                return Path(noun, hops, found[0])
            if found:
                raise _ambiguous(name, found)
    raise BadUsage(
        UNKNOWN_FIELD(value=name),
        code="field_unknown",
        value=name,
        hint=UNKNOWN_FIELD_HINT(fields=tuple(map(_named, nearest(noun, wanted)))),
    )


def _around(noun: Noun) -> Iterator[tuple[Field, ...]]:
    """The noun itself, then what its records cannot be without, then what those cannot."""
    level: list[tuple[Field, ...]] = [()]
    while level:
        yield from level
        level = [
            (*hops, field)
            for hops in level
            for field in end(noun, hops).fields
            if isinstance(field.kind, RefKind) and not isinstance(field.kind, RefsKind) and field.required
        ]


def _exact(noun: Noun, field: Field, wanted: str) -> bool:
    """Whether a text is a name of the field, or what its reference is called: 单位 for 责任单位."""
    kind = field.kind
    called = isinstance(kind, RefKind) and field.key == kind.noun and wanted == folded(NOUNS[kind.noun].label.zh)
    return called or wanted in _folded((*field.names(), field.short or field.key))


def _short(noun: Noun, field: Field, wanted: str) -> bool:
    """Whether a text is a name without its ending, or the usual word for such a field."""
    if (field.key == noun.money and wanted in _MONEY) or (field.key == "name" and wanted in _NAMES):
        return True
    return any(name == wanted + ending for name in _folded(field.names()) for ending in _ENDINGS)


def _beginning(noun: Noun, field: Field, wanted: str) -> bool:
    return len(wanted) >= _LEAST and any(name.startswith(wanted) for name in _folded(field.names()))


def _part(noun: Noun, field: Field, wanted: str) -> bool:
    """Whether a text is a part of a Chinese name, or begins a word of a Latin one: `unt` means no `count_share`."""
    if len(wanted) < _LEAST:
        return False
    if not wanted.isascii():
        return any(wanted in name for name in _folded(field.names()))
    words = " ".join(field.names()).replace("_", " ").split()
    return any(folded(word).startswith(wanted) for word in words)


def _folded(names: Iterable[str]) -> list[str]:
    return [folded(name).replace("-", "_") for name in names]


def nearest(noun: Noun, wanted: str) -> list[Field]:
    """All fields of a noun, those first whose name looks most like a text."""
    from difflib import SequenceMatcher

    def likeness(field: Field) -> float:
        return max(SequenceMatcher(None, wanted, name).ratio() for name in _folded(field.names()))

    return sorted(all_fields(noun), key=likeness, reverse=True)


def _named(field: Field) -> Say:
    """A field as it can be typed: its label in Chinese, its key in English."""
    return Say(field.label.zh, field.key)


def _ambiguous(name: str, found: list[Field]) -> BadUsage:
    return BadUsage(
        FIELD_AMBIGUOUS(value=name, n=len(found)),
        code="field_ambiguous",
        value=name,
        hint=FIELD_AMBIGUOUS_HINT(fields=tuple(map(_named, found))),
    )
