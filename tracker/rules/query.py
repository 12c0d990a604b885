"""Conditions as typed at the prompt: which records a list, a search or a write is about, and how that reads in words.

A text is a number (`P12`, `P20..P31`), a condition `field:value`, or a word; `^` before it leaves out what it finds.
All conditions have to hold; of several values of one condition any one. A value may stand behind `>`, `>=`, `<`, `<=`
or `=`, be a range `1亿..5亿` with either end open, or be `-` or `无` for an empty field. A date lies in a period when
its whole span does: one known only to the year is in no quarter. Amounts compare within the currency that is typed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias

from tracker.errors import BadUsage, BadValue, TrackerError
from tracker.rules.choices import FLAG, STAGE, Choices, folded
from tracker.rules.fields import (
    ChoiceKind,
    ChoicesKind,
    DateKind,
    FlagKind,
    GroupKind,
    Kind,
    MoneyKind,
    PolicyKind,
    RefKind,
    SchemeKeyKind,
)
from tracker.rules.paths import ID, NumberedKind, Path, find
from tracker.rules.periods import OPEN_END, OPEN_START, Period, parse_period
from tracker.rules.shares import POLICY
from tracker.words import (
    NUMBERS_BAD,
    NUMBERS_BAD_HINT,
    QUERY_ALTERNATIVES,
    QUERY_AT_LEAST,
    QUERY_AT_MOST,
    QUERY_BELOW,
    QUERY_CURRENCIES,
    QUERY_CURRENCIES_HINT,
    QUERY_EMPTY,
    QUERY_EXCEPT,
    QUERY_FILLED,
    QUERY_HOLDS,
    QUERY_IN,
    QUERY_IS,
    QUERY_NO_ORDER,
    QUERY_NO_ORDER_HINT,
    QUERY_OVER,
    QUERY_READS,
    QUERY_REVERSED,
    QUERY_REVERSED_HINT,
    QUERY_SIGN,
    QUERY_SIGN_HINT,
    QUERY_SPAN,
    QUERY_TEXT_IS,
    QUERY_VALUE_MISSING,
    QUERY_VALUE_MISSING_HINT,
    QUERY_WORD,
    QUERY_WORD_MISSING,
    QUERY_WORD_MISSING_HINT,
    STAGE_ON,
    STAGE_UP_TO,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from tracker.rules.fields import Entry, Field
    from tracker.rules.nouns import Noun
    from tracker.words import Say, Words


class Empty(NamedTuple):
    """The field holds nothing."""

    said: Words = QUERY_EMPTY


class Holds(NamedTuple):
    """The field's text has this folded text in it, or is it as a whole."""

    text: str
    whole: bool
    said: Words


class Among(NamedTuple):
    """The field's value is one of these keys or ids."""

    values: tuple[str | int, ...]
    said: Words


class Within(NamedTuple):
    """The whole span of the field's date lies in the period."""

    period: Period
    said: Words


class Between(NamedTuple):
    """The field's number lies between two ends, each with whether it counts itself; None is an open end.

    Amounts are in fen of one currency.
    """

    low: tuple[int | Decimal, bool] | None
    high: tuple[int | Decimal, bool] | None
    said: Words
    currency: str | None = None


Test: TypeAlias = Empty | Holds | Among | Within | Between


class Condition(NamedTuple):
    """A field that has to pass any one of some tests, or none of them where the condition is negated."""

    path: Path
    tests: tuple[Test, ...]
    negated: bool = False

    def words(self) -> Words:
        """How it reads."""
        reads = QUERY_READS(field=self.path.label, tests=_any_of([test.said for test in self.tests]))
        return QUERY_EXCEPT(what=reads) if self.negated else reads


class Word(NamedTuple):
    """A text that is found somewhere in a record, or nowhere in it."""

    text: str
    negated: bool = False

    def words(self) -> Words:
        """How it reads."""
        reads = QUERY_WORD(text=self.text)
        return QUERY_EXCEPT(what=reads) if self.negated else reads


class Query(NamedTuple):
    """What has to hold of a record of a noun: everything; no condition at all lets every record through."""

    noun: Noun
    conditions: tuple[Condition, ...] = ()
    free: tuple[Word, ...] = ()

    def words(self) -> tuple[Words, ...]:
        """How it reads, condition by condition."""
        return (*(each.words() for each in self.conditions), *(each.words() for each in self.free))

    def names(self, key: str) -> bool:
        """Whether a condition is about the noun's own field of this key."""
        return any(each.path.key == key for each in self.conditions)


class Lookup(Protocol):
    """What only the database knows: records by name, keys of schemes, campaigns as periods."""

    def ref(self, path: Path, text: str) -> tuple[int, str] | None:
        """The id and name of the one record that a text means; None where it stands for no record, as the city does."""

    def key(self, kind: Kind, text: str) -> tuple[str, Words]:
        """The key and label of a group, a metric or an item."""

    def periods(self) -> Mapping[str, Period]:
        """The campaigns by name."""


_EMPTY: Final = ("-", "—", "–", "无", "none")
_NEGATIONS: Final = "^＾"
_LISTED: Final = re.compile("[,，、]")
_LISTED_NUMBERS: Final = re.compile("[，、]|,(?![0-9]{3}(?![0-9]))")  # not the comma of 1,000
_SIGNED: Final = re.compile(r"\s*([<>=＜＞＝≤≥]{1,2})(.*)", re.DOTALL)
_SIGNS: Final = {">": ">", ">=": ">=", "=>": ">=", "≥": ">=", "<": "<", "<=": "<=", "=<": "<=", "≤": "<=", "=": "="}
_OR_MORE, _OR_LESS = "以上", "以下"  # both include the number that they follow


def parse(noun: Noun, texts: Sequence[str], entry: Entry, lookup: Lookup) -> Query:
    """Read conditions; the error says which of them, which part of it, and what can stand there."""
    conditions: list[Condition] = []
    free: list[Word] = []
    numbers: list[Test] = []
    for text in texts:
        negated, plain = _negation(text)
        if span := id_span(noun, plain):
            test = _numbered(noun, *span)
            conditions += [Condition(Path(noun, (), ID), (test,), True)] if negated else []
            numbers += [] if negated else [test]
        elif ":" in _colon(plain):
            conditions.append(_condition(noun, text, entry, lookup))
        else:
            free.append(Word(_word(text, plain), negated))
    if numbers:
        conditions.insert(0, Condition(Path(noun, (), ID), tuple(numbers)))
    return Query(noun, tuple(conditions), tuple(free))


def is_condition(text: str) -> bool:
    """Whether a text is a condition on a field or leaves something out, rather than a number or a name.

    >>> [is_condition(text) for text in ("unit:冠县", "状态：退库", "^临清", "P12", "哈轴")]
    [True, True, True, False, False]
    """
    negated, plain = _negation(text)
    return negated or ":" in _colon(plain)


def is_number(noun: Noun, text: str) -> bool:
    """Whether a text is the number of a record of a noun, or a range of numbers."""
    return _numbers(noun, text) is not None


def _numbers(noun: Noun, text: str) -> re.Match[str] | None:
    one = rf"{noun.letter}(\d{{1,15}})"
    return re.fullmatch(rf"\s*{one}(?:\.\.{one})?\s*", text, re.IGNORECASE | re.ASCII)


def id_span(noun: Noun, text: str) -> tuple[int, int] | None:
    """The first and the last id in `F12` or `F20..F31`; None for any other text, BadUsage for F31..F20."""
    match = _numbers(noun, text)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        hint = NUMBERS_BAD_HINT(one=noun.number(12), several=f"{noun.number(20)}..{noun.number(31)}")
        raise BadUsage(NUMBERS_BAD(value=text), code="numbers_bad", value=text, hint=hint)
    return first, last


def _numbered(noun: Noun, first: int, last: int) -> Between:
    """The records from one id to another, both included."""
    said = noun.number(first) + (f"..{noun.number(last)}" if last > first else "")
    return Between((first, True), (last, True), said)


def _negation(text: str) -> tuple[bool, str]:
    """Whether a text is negated, and the rest of it."""
    plain = text.strip()
    return plain[:1] in _NEGATIONS and plain != "", plain.lstrip(_NEGATIONS)


def _colon(text: str) -> str:
    return text.replace("：", ":")


def _word(text: str, plain: str) -> str:
    if not folded(plain):
        raise BadUsage(QUERY_WORD_MISSING(value=text), code="query_empty", value=text, hint=QUERY_WORD_MISSING_HINT)
    return plain


def _condition(noun: Noun, text: str, entry: Entry, lookup: Lookup) -> Condition:
    """Read `field:value,value`; whatever is wrong is said of the whole condition as its place."""
    negated, plain = _negation(text)
    name, _, body = _colon(plain).partition(":")
    try:
        path = find(noun, name.strip())
        listed = _LISTED_NUMBERS if path.field.kind.numeric else _LISTED
        reading = _Reading(name.strip(), path, entry, lookup)
        return Condition(path, tuple(reading.test(part.strip()) for part in listed.split(body)), negated)
    except TrackerError as error:
        raise error.at(text.strip()) from error


class _Reading(NamedTuple):
    """Reads the values of one condition, whose field was typed by this name."""

    name: str
    path: Path
    entry: Entry
    lookup: Lookup

    @property
    def field(self) -> Field:
        return self.path.field

    def test(self, text: str) -> Test:
        """One value with its sign."""
        sign, plain = _sign(text)
        if not folded(plain):
            hint = QUERY_VALUE_MISSING_HINT(field=self.name)
            raise BadUsage(QUERY_VALUE_MISSING, code="value_missing", value=text, hint=hint)
        if not sign and folded(plain) in _EMPTY:
            return Empty()
        kind = self.field.kind
        if isinstance(kind, DateKind):
            return self._dated(sign, plain)
        if kind.numeric or isinstance(kind, NumberedKind):
            return self._numeric(sign, plain)
        if self._stages:
            return self._staged(sign, plain)
        if sign not in ("", "="):
            hint = QUERY_NO_ORDER_HINT(field=self.name, value=plain)
            raise BadUsage(QUERY_NO_ORDER(field=self.field.label, sign=sign), code="no_order", value=text, hint=hint)
        return self._plain(sign, plain)

    def _plain(self, sign: str, text: str) -> Test:
        """A value of a field without order."""
        kind = self.field.kind
        choices = _choices(kind)
        if choices:
            key = choices.parse(text) if not isinstance(kind, PolicyKind) else kind.parse(text, self.entry)
            value = int(key == "yes") if isinstance(kind, FlagKind) else key
            return Among((value,), QUERY_IS(value=choices.choice(key)))
        if isinstance(kind, RefKind):
            found = self.lookup.ref(self.path, text)
            return Among((found[0],), QUERY_IS(value=found[1])) if found else Empty()
        if isinstance(kind, (GroupKind, SchemeKeyKind)):
            key, label = self.lookup.key(kind, text)
            return Among((key,), QUERY_IS(value=label))
        said = QUERY_TEXT_IS if sign else QUERY_HOLDS
        return Holds(folded(text), bool(sign), said(text=text))

    @property
    def _stages(self) -> bool:
        return isinstance(self.field.kind, ChoiceKind) and self.field.kind.choices is STAGE

    def _staged(self, sign: str, text: str) -> Among:
        """A stage, or those from one to another in the order of a project's life."""
        if not sign and ".." not in text:
            key = STAGE.parse(text)
            return Among((key,), QUERY_IS(value=STAGE.labels[key]))
        first, last = _ends(sign, text)
        low = STAGE.keys.index(STAGE.parse(first)) + (sign == ">") if first else 0
        high = STAGE.keys.index(STAGE.parse(last)) - (sign == "<") if last else len(STAGE.keys) - 1
        if first and last and low > high:
            raise self._reversed(text, first, last)
        return Among(STAGE.keys[low : high + 1], _stages_said(low, high) if low <= high else QUERY_OVER(value=first))

    def _dated(self, sign: str, text: str) -> Within:
        """A period, or what lies on one side of it."""
        period = parse_period(text, self.entry.today, self.lookup.periods())
        start = {">": period.end, ">=": period.start, "": period.start, "=": period.start}.get(sign, OPEN_START)
        end = {"<": period.start, "<=": period.end, "": period.end, "=": period.end}.get(sign, OPEN_END)
        meant = Period(start, end)
        return Within(meant, QUERY_IN(period=meant.describe()))

    def _numeric(self, sign: str, text: str) -> Between:
        """An amount, a number or the number of a record, a range of them, or what lies on one side."""
        if not sign and text.endswith((_OR_MORE, _OR_LESS)):
            sign, text = (">=" if text.endswith(_OR_MORE) else "<="), text[: -len(_OR_MORE)]
        first, last = _ends(sign, text)
        if isinstance(self.field.kind, MoneyKind) and first and last:
            first = _with_unit(first, last)
        low = self._value(first) if first else None
        high = self._value(last) if last else None
        if low and high:
            self._refuse_pair(text, (first, low), (last, high))
        currency = next((end.currency for end in (low, high) if end), None)
        return Between(
            (low.number, sign != ">") if low else None,
            (high.number, sign != "<") if high else None,
            _span_said(sign, low.shown if low else None, high.shown if high else None),
            currency,
        )

    def _refuse_pair(self, text: str, low: tuple[str, _End], high: tuple[str, _End]) -> None:
        """Refuse a range that ends before it begins, or over two currencies."""
        if low[1].currency != high[1].currency:
            raise BadUsage(
                QUERY_CURRENCIES(value=text), code="query_currencies", value=text, hint=QUERY_CURRENCIES_HINT
            )
        if low[1].number > high[1].number:
            raise self._reversed(text, low[0], high[0])

    def _value(self, text: str) -> _End:
        kind, owner = self.field.kind, self.path.owner
        if isinstance(kind, NumberedKind):
            number = text if is_number(owner, text) and ".." not in text else owner.letter + text
            if not is_number(owner, number):
                hint = NUMBERS_BAD_HINT(one=owner.number(12), several=f"{owner.number(20)}..{owner.number(31)}")
                raise BadValue(NUMBERS_BAD(value=text), code="numbers_bad", value=text, hint=hint)
            id_ = int(number.strip()[1:])
            return _End(id_, owner.number(id_))
        value: Any = kind.parse(text, self.entry)
        return _End(value.fen, value, value.currency) if isinstance(kind, MoneyKind) else _End(value, value)

    def _reversed(self, text: str, first: str, last: str) -> BadUsage:
        hint = QUERY_REVERSED_HINT(turned=f"{self.name}:{last}..{first}")
        return BadUsage(QUERY_REVERSED(value=text), code="range_reversed", value=text, hint=hint)


class _End(NamedTuple):
    """An end of a range: its number, what a person reads, and the currency of an amount."""

    number: int | Decimal
    shown: object
    currency: str | None = None


def _sign(text: str) -> tuple[str, str]:
    """The sign before a value, and the value.

    >>> _sign("＞＝1亿"), _sign("≤2024"), _sign("冠县")
    (('>=', '1亿'), ('<=', '2024'), ('', '冠县'))
    """
    match = _SIGNED.fullmatch(text)
    if not match:
        return "", text
    written = match[1] if match[1] in "≤≥" else unicodedata.normalize("NFKC", match[1])
    if written not in _SIGNS:
        raise BadUsage(QUERY_SIGN(value=match[1]), code="sign_unknown", value=match[1], hint=QUERY_SIGN_HINT)
    return _SIGNS[written], match[2].strip()


def _ends(sign: str, text: str) -> tuple[str, str]:
    """The first and the last value of a range or of what a sign says; an empty text is an open end.

    >>> _ends("", "1亿..5亿"), _ends("", "..5亿"), _ends(">", "5亿"), _ends("=", "5亿")
    (('1亿', '5亿'), ('', '5亿'), ('5亿', ''), ('5亿', '5亿'))
    """
    if not sign and ".." in text:
        first, _, last = text.partition("..")
        return first.strip(), last.strip()
    return ("" if sign.startswith("<") else text), ("" if sign.startswith(">") else text)


def _with_unit(first: str, last: str) -> str:
    """The first amount of a range, with the unit of the last where it has none.

    >>> _with_unit("1", "5亿"), _with_unit("3000万", "5亿")
    ('1亿', '3000万')
    """
    unit = re.fullmatch(r"[\d.,\s]+(\D+)", unicodedata.normalize("NFKC", last))
    return first + unit[1] if unit and re.fullmatch(r"[\d.,\s]+", unicodedata.normalize("NFKC", first)) else first


def _choices(kind: Kind) -> Choices | None:
    """The fixed list that a kind's values are from."""
    if isinstance(kind, (ChoiceKind, ChoicesKind)):
        return kind.choices
    return FLAG if isinstance(kind, FlagKind) else POLICY if isinstance(kind, PolicyKind) else None


def _any_of(said: Sequence[Words]) -> Words:
    """Alternatives in words."""
    first, *rest = said
    for each in rest:
        first = QUERY_ALTERNATIVES(first=first, second=each)
    return first


def _stages_said(low: int, high: int) -> Words:
    labels: list[Say] = [STAGE.labels[key] for key in STAGE.keys]
    if high == len(labels) - 1:
        return STAGE_ON(stage=labels[low])
    return STAGE_UP_TO(stage=labels[high]) if low == 0 else QUERY_SPAN(low=labels[low], high=labels[high])


def _span_said(sign: str, low: object, high: object) -> Words:
    if low is None and high is None:
        return QUERY_FILLED
    if low is None:
        return (QUERY_BELOW if sign == "<" else QUERY_AT_MOST)(value=high)
    if high is None:
        return (QUERY_OVER if sign == ">" else QUERY_AT_LEAST)(value=low)
    return QUERY_IS(value=low) if low == high else QUERY_SPAN(low=low, high=high)
