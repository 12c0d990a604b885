"""Typed values as text for people (`shown`) and as plain values for machines (`neutral`)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from tracker.result import Bar, Choice, Move, Place, Reached, Signed
from tracker.rules.dates import PartialDate
from tracker.rules.money import Money, show_money
from tracker.rules.numbers import exact, fraction_text, plain_decimal
from tracker.rules.periods import Period
from tracker.rules.visible import safe
from tracker.words import LABEL_WITH_UNIT, NO, YES, Say, Sentence, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.words import Lang, Words

Json: TypeAlias = "bool | int | float | Decimal | str | list[Json] | dict[str, Json] | None"

NOTHING: Final = "—"


def said(words: Words, lang: Lang) -> str:
    """Give words as one safe line in one language; values inside a sentence are shown like cells."""
    if isinstance(words, Sentence):
        return text(words.say, lang).format(**{key: shown(value, lang) for key, value in words.values.items()})
    return safe(text(words, lang))


def shown(value: object, lang: Lang) -> str:
    """Give any typed value as safe text for a person: money with its unit, a dash for nothing.

    >>> shown(None, "zh"), shown(True, "en"), shown(Decimal("1E+3"), "en"), shown(("冠县", "莘县"), "zh")
    ('—', 'yes', '1000', '冠县、莘县')
    """
    return safe(value) if type(value) is str else _shower(type(value))(value, lang)  # type: ignore[arg-type]


def heading(label: Words, unit: Words | None, lang: Lang) -> str:
    """Give a column's heading with its unit, as the workbooks have it: 总投资(亿元), Total (亿元)."""
    return said(label if unit is None else LABEL_WITH_UNIT(label=label, unit=unit), lang)


def neutral(value: object, lang: Lang) -> Json:
    """Give any typed value as JSON has it: keys for choices, fen for money, ISO dates; words in the given language.

    A `Decimal` stays one: the writer prints its digits.
    """
    return value if value is None or isinstance(value, (bool, str)) else _neutraliser(type(value))(value, lang)  # type: ignore[arg-type]


def _arrow(ranks: int) -> str:
    """How far a unit moved: an arrow and the number of ranks, = for none."""
    return f"↑{ranks}" if ranks > 0 else f"↓{-ranks}" if ranks else "="


def _place(place: Place) -> str:
    if place.rank is None:
        return NOTHING
    return str(place.rank) if place.moved is None else f"{place.rank} {_arrow(place.moved)}"


def _joined(values: Iterable[object], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(shown(value, lang) for value in values)


def _instant(value: datetime) -> str:
    """Local time to the minute; instants are stored in UTC."""
    return f"{value.astimezone() if value.tzinfo else value:%Y-%m-%d %H:%M}"


def _share(bar: Bar, lang: Lang) -> str:
    return NOTHING if bar.share is None else f"{bar.share:.0%}"


def _pairs(value: dict[object, object], lang: Lang) -> str:
    return _joined((f"{shown(key, lang)}={shown(item, lang)}" for key, item in value.items()), lang)


@lru_cache(maxsize=256)
def _shower(kind: type) -> Callable[..., str]:
    return next((show for base, show in _SHOWN if issubclass(kind, base)), lambda value, lang: safe(str(value)))


@lru_cache(maxsize=256)
def _neutraliser(kind: type) -> Callable[..., Json]:
    return next((plain for base, plain in _NEUTRAL if issubclass(kind, base)), lambda value, lang: str(value))


# A named tuple is a tuple, a datetime a date, a bool an int: the narrower kind stands first.
_SHOWN: Final[tuple[tuple[type | tuple[type, ...], Callable[..., str]], ...]] = (
    (type(None), lambda _, lang: NOTHING),
    (bool, lambda value, lang: text(YES if value else NO, lang)),
    (Money, lambda value, lang: safe(show_money(value, lang))),
    (PartialDate, lambda value, lang: value.iso()),
    (Period, lambda value, lang: said(value.describe(), lang)),
    (Choice, lambda value, lang: said(value.label, lang)),
    ((Say, Sentence), said),
    (Bar, _share),
    (Move, lambda value, lang: _arrow(value.ranks)),
    (Place, lambda value, lang: _place(value)),
    (Reached, lambda value, lang: f"{value.percent} {'▲' if value.ahead else '▽'}"),
    (Signed, lambda value, lang: f"{value.value:+f}" if value.value else plain_decimal(value.value)),
    (Decimal, lambda value, lang: plain_decimal(value)),
    (Fraction, lambda value, lang: fraction_text(value)),
    (datetime, lambda value, lang: _instant(value)),
    (date, lambda value, lang: value.isoformat()),
    (Enum, lambda value, lang: shown(value.value, lang)),
    ((tuple, list, set, frozenset), lambda value, lang: _joined(value, lang) or NOTHING),
    (dict, _pairs),
)


def _object(value: dict[object, object], lang: Lang) -> Json:
    return {str(neutral(key, lang)): neutral(item, lang) for key, item in value.items()}


def _named(value: tuple[object, ...], lang: Lang) -> Json:
    fields = getattr(value, "_fields", None)
    if fields:
        return {key: neutral(item, lang) for key, item in zip(fields, value, strict=True)}
    return [neutral(item, lang) for item in value]


_NEUTRAL: Final[tuple[tuple[type | tuple[type, ...], Callable[..., Json]], ...]] = (
    (Money, lambda value, lang: {"fen": value.fen, "currency": value.currency}),
    (PartialDate, lambda value, lang: value.iso()),
    (Period, lambda value, lang: value.label),
    (Choice, lambda value, lang: value.key),
    ((Say, Sentence), said),
    (Bar, lambda value, lang: value.share),
    (Signed, lambda value, lang: value.value),
    (Reached, lambda value, lang: value.percent),
    (Move, lambda value, lang: value.ranks),
    (Place, lambda value, lang: value.rank),
    (Enum, lambda value, lang: neutral(value.value, lang)),
    (int, lambda value, lang: int(value)),
    (Decimal, lambda value, lang: value),
    (float, lambda value, lang: Decimal(repr(value))),
    (Fraction, lambda value, lang: exact(value)),
    (datetime, lambda value, lang: value.isoformat().replace("+00:00", "Z")),
    (date, lambda value, lang: value.isoformat()),
    (tuple, _named),
    ((list, set, frozenset), lambda value, lang: [neutral(item, lang) for item in value]),
    (dict, _object),
)
