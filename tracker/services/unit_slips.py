"""The classic slip of units: an amount some ten thousand times what its column or its record lead to expect."""

from __future__ import annotations

from collections import defaultdict
from statistics import median_low
from typing import TYPE_CHECKING, Final, TypeAlias

from tracker.rules.fields import MoneyKind
from tracker.rules.money import UNITS, Money, MoneyUnit, money_words
from tracker.rules.nouns import NOUNS
from tracker.words import UNIT_SLIP_COLUMN, UNIT_SLIP_SIZE, UNIT_SLIP_STORED, Say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.services.sheet_rows import Line, Lines
    from tracker.words import Words

SLIP: Final = 10_000  # from 亿元 to 万元, and from 万元 to 元
FAR: Final = 1_000  # times the stored value, or the median of its column: genuine ones lie within a few hundred
LEAST: Final = 5  # amounts that make a median
YI, WAN = UNITS[0], UNITS[1]


_Amount: TypeAlias = "tuple[Line, Money]"


def note(lines: Lines) -> None:
    """Warn of new and changed amounts that are likely in another unit than their column's."""
    for noun in NOUNS.values():
        if lines.by_noun[noun.key]:
            for declared in noun.own_fields:
                if isinstance(declared.kind, MoneyKind):
                    _note_field(lines, noun, declared)


def _note_field(lines: Lines, noun: Noun, declared: Field) -> None:
    key = declared.key
    columns: dict[tuple[int, str], list[_Amount]] = defaultdict(list)
    for line in lines.by_noun[noun.key]:
        money = line.values.get(key)
        if money and money.fen and not line.bad:
            columns[id(line.sheet), money.currency].append((line, money))
    for amounts in columns.values():
        for line, what in _slips(amounts, key, _unit(amounts[0][0], declared)):
            lines.notes.add("unit_slip", line.place(key), what, group=f"{line.sheet.name}!{line.letter(key)}")


def _unit(line: Line, declared: Field) -> MoneyUnit | None:
    """The unit in which a column's bare numbers are read."""
    for place in line.sheet.layout.columns.values():
        if place.field is declared and place.units:
            return place.units[0]
    return declared.unit


def _slips(amounts: Sequence[_Amount], key: str, unit: MoneyUnit | None) -> Iterator[tuple[Line, Words]]:
    """The lines whose amount is out of all proportion, each with what is said of it."""
    middle = median_low([money.fen for _, money in amounts]) if len(amounts) >= LEAST else None
    least, most = _usual(middle, unit)
    # Nearly all amounts of a large file are new and usual.
    odd = [each for each in amounts if each[0].record or not least < each[1].fen < most]
    for line, money in odd:
        if line.record and key not in line.changed:
            continue
        old = line.record.values.get(key) if line.record else None
        what = from_stored(money, old) or from_size(money, unit) or from_column(money, middle)
        if what:
            yield line, what


def _usual(middle: int | None, unit: MoneyUnit | None) -> tuple[int, int]:
    """The amounts, in fen, between which nothing is said of a new record's: within reach of the median and the unit."""
    least = max(0 if middle is None else middle // FAR + 1, unit.fen // 100 if unit and unit.fen == WAN.fen else 0)
    largest = [SLIP * YI.fen, *([] if middle is None else [middle * FAR])]
    return least, min(largest)


def from_stored(money: Money, old: Money | None) -> Words | None:
    """What is said of an amount a thousand times the stored one and more, or a thousandth of it and less."""
    if old is None or not old.fen or old.currency != money.currency:
        return None
    times = max(old.fen, money.fen) / min(old.fen, money.fen)
    return _said(UNIT_SLIP_STORED, money, old.fen) if times >= FAR else None


def from_size(money: Money, unit: MoneyUnit | None) -> Words | None:
    """What is said of ten thousand 亿元 and more, or a hundredth of a 万元 and less: no project of the trade."""
    if unit is None or money.currency != unit.currency:
        return None
    large = unit.fen == YI.fen and money.fen >= SLIP * unit.fen
    small = unit.fen == WAN.fen and 100 * money.fen <= unit.fen
    if not large and not small:
        return None
    return UNIT_SLIP_SIZE(amount=money_words(money), unit=unit.label, meant=_meant(money, up=small))


def from_column(money: Money, middle: int | None) -> Words | None:
    """What is said of an amount a thousand times the median of its column, or one thousandth of it."""
    if middle is None or max(money.fen, middle) < FAR * min(money.fen, middle):
        return None
    return _said(UNIT_SLIP_COLUMN, money, middle)


def _said(say: Say, money: Money, other: int) -> Words:
    ratio = f"{money.fen / other:,.0f}" if money.fen >= other else f"1/{other / money.fen:,.0f}"
    meant = _meant(money, up=money.fen < other)
    return say(amount=money_words(money), other=money_words(Money(other, money.currency)), ratio=ratio, meant=meant)


def _meant(money: Money, *, up: bool) -> Say:
    """The amount in the unit that was likely meant."""
    return money_words(Money(money.fen * SLIP if up else money.fen // SLIP, money.currency))
