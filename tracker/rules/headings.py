"""Sheet names and column headings of a workbook, in either language: which noun and field each one stands for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.rules.choices import folded
from tracker.rules.fields import MoneyKind
from tracker.rules.money import MoneyUnit, find_unit
from tracker.rules.nouns import NOUNS, Noun

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.rules.fields import Field

STAR: Final = "★"
_MARKS: Final = STAR + "*※"
_BRACKETS: Final = re.compile(r"[(【\[〔]([^)】\]〕]*)[)】\]〕]")
_PARTS: Final = re.compile(r"[、,;:]")
_NUMBER_HEADINGS: Final = frozenset(("编号", "no.", "no", "number", "id"))


class Heading(NamedTuple):
    """A heading taken apart: its name folded for comparison, and the unit of money in its brackets."""

    name: str
    unit: MoneyUnit | None = None


def read_heading(text: str) -> Heading:
    """Take a heading apart: width, case, space, marks of a required column and a final colon make no difference.

    >>> heading = read_heading("★总 投资（单位：万元）：")
    >>> heading.name, heading.unit.label.zh, read_heading("总投资(亿元、人民币)").unit.label.zh
    ('总投资', '万元', '亿元')
    """
    plain = "".join(char for char in folded(text) if unicodedata.category(char) != "Cf")
    inside = _BRACKETS.findall(plain)
    name = _BRACKETS.sub("", plain).strip(_MARKS + ":")
    parts = [part for words in inside for part in _PARTS.split(words) if part]
    unit = next((found for part in parts if (found := find_unit(part))), None)
    return Heading(name, unit)


def column_letters(index: int) -> str:
    """The letters of a column that is counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def _sheets() -> Mapping[str, tuple[Noun, ...]]:
    """The nouns of a sheet by every name that the sheet may have; chains and segments share one."""
    together: dict[str, tuple[Noun, ...]] = {}
    for noun in NOUNS.values():
        together[noun.sheet.zh] = (*together.get(noun.sheet.zh, ()), noun)
    return {
        read_heading(name).name: nouns
        for nouns in together.values()
        for noun in reversed(nouns)
        for name in (noun.key, noun.label.zh, noun.label.en, noun.sheet.zh, noun.sheet.en)
    }


def sheet_nouns(name: str) -> tuple[Noun, ...]:
    """The nouns that a sheet of this name holds, in either language; none for a name that is not ours.

    >>> [noun.key for noun in sheet_nouns("产业链")], [noun.key for noun in sheet_nouns("Funds ")], sheet_nouns("说明")
    (['chain', 'segment'], ['funds'], ())
    """
    return _sheets().get(read_heading(name).name, ())


class Place(NamedTuple):
    """What a column holds: a field of a noun, in a unit of money if it has one; the number of the record without."""

    noun: Noun
    field: Field | None
    unit: MoneyUnit | None = None


@cache
def _fields(keys: tuple[str, ...]) -> Mapping[str, Place]:
    """The fields of a sheet by every heading that stands for them; labels go before keys, the first noun first."""
    nouns = [NOUNS[key] for key in keys]
    known: dict[str, Place] = {name: Place(nouns[0], None) for name in _NUMBER_HEADINGS} if len(nouns) == 1 else {}
    fields = [(noun, field) for noun in nouns for field in noun.fields]
    for names in ("labels", "others"):
        for noun, field in fields:
            zh_en = (field.label.zh, field.label.en)
            for name in zh_en if names == "labels" else (field.key, *field.synonyms):
                known.setdefault(read_heading(name).name, Place(noun, field))
    return known


def sheet_fields(nouns: Sequence[Noun]) -> list[tuple[Noun, Field]]:
    """The columns of a sheet in order; a segment's chain is that of its row, the chain's own people stand last."""
    fields = [(noun, field) for noun in nouns for field in noun.fields]
    if len(nouns) > 1:
        fields = [(noun, field) for noun, field in fields if (noun.key, field.key) != ("segment", "chain")]
        fields.sort(key=lambda pair: pair[1].key in ("chief", "anchor"))
    return fields


@dataclass(frozen=True)
class Layout:
    """What the columns of a sheet hold, by column from 0; what is not known, what stands twice, what is missing.

    `bare` are money columns whose headings name no unit of money.
    """

    columns: Mapping[int, Place]
    unknown: Mapping[int, str]
    twice: Mapping[int, int]
    missing: tuple[Field, ...]
    bare: tuple[int, ...] = ()


def lay_out(nouns: Sequence[Noun], cells: Sequence[object]) -> Layout:
    """Read a row of cells as the headings of a sheet."""
    known = _fields(tuple(noun.key for noun in nouns))
    columns: dict[int, Place] = {}
    unknown, twice, bare = {}, {}, []
    seen: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if not isinstance(cell, str) or not cell.strip():
            continue
        heading = read_heading(cell)
        place = known.get(heading.name)
        if place is None:
            unknown[index] = cell
        elif heading_key(place) in seen:
            twice[index] = seen[heading_key(place)]
        else:
            seen[heading_key(place)] = index
            columns[index] = place._replace(unit=heading.unit)
            if place.field and isinstance(place.field.kind, MoneyKind) and not heading.unit:
                bare.append(index)
    return Layout(columns, unknown, twice, _missing(nouns, seen), tuple(bare))


def heading_key(place: Place) -> str:
    """One text for each noun and field."""
    return f"{place.noun.key}.{place.field.key if place.field else ''}"


def _missing(nouns: Sequence[Noun], seen: Mapping[str, int]) -> tuple[Field, ...]:
    """The required fields of a sheet's first noun that have no column; a target needs its year or its campaign."""
    first = nouns[0]
    missing = [field for field in first.fields if field.required and f"{first.key}.{field.key}" not in seen]
    if first.key == "target" and not {"target.year", "target.campaign"} & set(seen):
        missing.insert(0, first.field("year"))
    return tuple(missing)
