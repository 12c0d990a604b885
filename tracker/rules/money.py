"""Money: integer minor units with their currency, read only with a unit and shown so that it reads back the same."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import BadValue
from tracker.rules.numbers import exact, half_up, parse_number, plain_decimal, squeezed, without_about
from tracker.words import (
    MONEY_ABOUT,
    MONEY_ABOUT_HINT,
    MONEY_BAD,
    MONEY_BARE,
    MONEY_CURRENCIES,
    MONEY_FINE,
    MONEY_FINE_HINT,
    MONEY_HINT,
    MONEY_LARGE,
    MONEY_LARGE_HINT,
    MONEY_NEGATIVE,
    MONEY_NEGATIVE_HINT,
    MONEY_RANGE,
    MONEY_RANGE_HINT,
    MONEY_READINGS,
    MONEY_UNIT,
    Lang,
    Say,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from tracker.words import Words

# 1000万亿元: ninety of them still fit a database's 64-bit sum.
MOST_FEN: Final = 10**17
MOST_PLAIN: Final = 10**15  # beyond it a floating-point number may not keep each digit


class Money(NamedTuple):
    """An amount in minor units, hundredths of its currency (fen, cents; yen are kept in hundredths too)."""

    fen: int
    currency: str = "CNY"


class MoneyUnit(NamedTuple):
    """A unit that amounts are written in: its label, its currency, and how many minor units make one."""

    label: Say
    currency: str
    fen: int

    def in_terms_of(self, other: MoneyUnit) -> Fraction:
        """How many of another unit make one of this; another currency is a ValueError, never a conversion.

        >>> UNITS[0].in_terms_of(UNITS[1])  # 亿元 in 万元
        Fraction(10000, 1)
        """
        return in_unit(Money(self.fen, self.currency), other)


# By power of ten: the labels that headings carry, then the further words that people write.
_SCALES: Final[dict[int, tuple[str, str]]] = {
    0: ("", ""),
    3: ("千", "k"),
    4: ("万", "10k"),
    5: ("十万", "100k"),
    6: ("百万", "m"),
    7: ("千万", "10m"),
    8: ("亿", "100m"),
    9: ("十亿", "bn"),
    10: ("百亿", "10bn"),
    11: ("千亿", "100bn"),
    12: ("万亿", "tn"),
}
_SCALE_WORDS: Final[dict[str, int]] = {
    **{label: power for power, labels in _SCALES.items() for label in labels},
    "thousand": 3,
    "tenthousand": 4,
    "mn": 6,
    "mln": 6,
    "million": 6,
    "b": 9,
    "billion": 9,
    "trillion": 12,
}
_CURRENCIES: Final[dict[str, tuple[str, str]]] = {
    "CNY": ("元", "元 人民币 人民币元 元人民币 cny rmb yuan ¥ 元rmb 元cny"),
    "USD": ("美元", "美元 美金 usd us$ $ dollar dollars usdollar usdollars"),
    "EUR": ("欧元", "欧元 eur € euro euros"),
    "HKD": ("港元", "港元 港币 hkd hk$"),
    "JPY": ("日元", "日元 日圆 jpy yen"),
    "GBP": ("英镑", "英镑 gbp £ pound pounds"),
}
_CURRENCY_WORDS: Final[dict[str, str]] = {
    word: code for code, (_, words) in _CURRENCIES.items() for word in words.split()
}

_TWO_UNITS: Final = re.compile(
    r"([0-9]{1,6})亿([0-9]{1,4})(\.[0-9]+)?万([^0-9]*)"
)  # the lower part is below the higher
_AMOUNT: Final = r"([^0-9.,+-]*)([0-9][0-9.,]*)([^0-9]*)"
_RANGE: Final = r"[^0-9]*?([0-9][0-9.,]*)([^0-9]*?)[-~—–至到]+[^0-9]*?([0-9][0-9.,]*)([^0-9]*)"


def _unit(power: int, currency: str) -> MoneyUnit:
    zh, en = _SCALES[power]
    label = Say(zh + _CURRENCIES[currency][0], f"{en} {currency}".strip())
    return MoneyUnit(label, currency, 100 * 10**power)


UNITS: Final = tuple(_unit(power, currency) for currency in _CURRENCIES for power in (8, 4, 0))
"""The units that headings and listings use: 亿元 万元 元, and the same for each foreign currency."""


@lru_cache(maxsize=1024)
def find_unit(text: str) -> MoneyUnit | None:
    """Read the name of a unit in either language, any case and width; without a currency it is the yuan.

    >>> find_unit("亿元") == find_unit("亿") == find_unit("100m CNY"), find_unit("万美金").label.zh, find_unit("个")
    (True, '万美元', None)
    """
    word = squeezed(text)
    read = _read_unit(word) or _read_unit_turned(word)
    if not word or read is None:
        return None
    power, currency = read
    return _unit(power, currency or "CNY")


def find_currency(text: str) -> str | None:
    """Read the name of a currency that names no scale; 元 alone is the yuan.

    >>> find_currency("美元"), find_currency("RMB"), find_currency("万美元")
    ('USD', 'CNY', None)
    """
    return _CURRENCY_WORDS.get(squeezed(text))


def in_currency(unit: MoneyUnit, currency: str) -> MoneyUnit:
    """The unit of the same size in another currency.

    >>> in_currency(UNITS[1], "USD").label.zh
    '万美元'
    """
    return _unit(len(str(unit.fen)) - 3, currency)


def _read_unit(word: str) -> tuple[int, str | None] | None:
    """Read scale then currency, either of which may be absent: its power of ten and its currency."""
    for scale, power in _SCALE_WORDS.items():
        if word == scale:
            return power, None
        if word.startswith(scale) and (currency := _CURRENCY_WORDS.get(word.removeprefix(scale))):
            return power, currency
    return None


def _read_unit_turned(word: str) -> tuple[int, str] | None:
    """Read currency then scale, as in 人民币万元 or USD m."""
    for name, currency in _CURRENCY_WORDS.items():
        read = _read_unit(word.removeprefix(name)) if word.startswith(name) else None
        if read and read[1] in (None, currency):
            return read[0], currency
    return None


def parse_money(text: str, unit: MoneyUnit | None = None) -> Money:
    """Read an amount with its unit, exact to the fen; raise BadValue for a bare number, a range, a negative.

    `unit` is that of the heading or the settings: it serves a bare number, and its currency an amount without one.

    >>> parse_money("3.5亿"), parse_money("USD 10m"), parse_money("12", find_unit("万元"))
    (Money(fen=35000000000, currency='CNY'), Money(fen=1000000000, currency='USD'), Money(fen=12000000, currency='CNY'))
    >>> parse_money("1亿2000万元")
    Money(fen=12000000000, currency='CNY')
    """
    plain = _in_one(squeezed(text))
    match = re.fullmatch(_AMOUNT, plain)
    if match is None or without_about(plain) != plain:
        raise _fault(text, plain)
    prefix, digits, suffix = match.groups()
    number = _number(digits, text)
    power, currency = _written_unit(prefix, suffix, text)
    if unit is not None and not prefix and not suffix:
        return _money(Fraction(number) * unit.fen, unit.currency, text)
    if readings := _unclear(prefix, suffix, number, unit):
        raise _bare(text, number, currency or "CNY", readings)
    return _money(Fraction(number) * 100 * 10**power, currency or (unit.currency if unit else "CNY"), text)


def _in_one(plain: str) -> str:
    """An amount said in two units, 1亿2000万元, in the lower one; any other as it is."""
    both = _TWO_UNITS.fullmatch(plain)
    return plain if both is None else f"{int(both[1]) * 10_000 + int(both[2])}{both[3] or ''}万{both[4]}"


def _unclear(prefix: str, suffix: str, number: Decimal, unit: MoneyUnit | None) -> tuple[int, int] | None:
    """Give the two powers of ten that an amount can mean, or None where it says which."""
    if suffix:
        return None
    if not prefix:
        return (8, 4) if number < 10_000 else (4, 0)
    # ￥3.5 under a heading in 亿元: the heading's unit, or plain yuan?
    return (len(str(unit.fen)) - 3, 0) if unit is not None and unit.fen != 100 else None


def _number(digits: str, text: str) -> Decimal:
    try:
        return parse_number(digits)
    except BadValue as error:
        raise BadValue(MONEY_BAD(value=text), code="money_bad", value=text, hint=error.problem.hint) from None


def _written_unit(prefix: str, suffix: str, text: str) -> tuple[int, str | None]:
    """Give the power of ten and the currency that stand around a number."""
    before = _CURRENCY_WORDS.get(prefix)
    if prefix and before is None:
        raise BadValue(MONEY_UNIT(value=text, unit=prefix), code="money_unit", value=text, hint=MONEY_HINT)
    read = _read_unit(suffix)
    if read is None:
        raise BadValue(MONEY_UNIT(value=text, unit=suffix), code="money_unit", value=text, hint=MONEY_HINT)
    power, after = read
    if before and after and before != after:
        raise BadValue(MONEY_CURRENCIES(value=text), code="money_currencies", value=text, hint=MONEY_HINT)
    return power, after or before


def _money(fen: Fraction, currency: str, text: str) -> Money:
    """Make an amount of a whole number of fen within bounds."""
    if fen > MOST_FEN:
        most = money_words(Money(MOST_FEN, currency))
        hint = MONEY_LARGE_HINT(most=most)
        raise BadValue(MONEY_LARGE(value=text), code="money_large", value=text, hint=hint)
    if fen.denominator != 1:
        nearest = money_words(Money(int(half_up(fen, 0)), currency))
        hint = MONEY_FINE_HINT(amount=nearest)
        raise BadValue(MONEY_FINE(value=text), code="money_fine", value=text, hint=hint)
    return Money(int(fen), currency)


def _bare(text: str, number: Decimal, currency: str, powers: tuple[int, int]) -> BadValue:
    """Refuse a number without a unit, showing both amounts that it can mean."""
    values = {**_reading("first", number, powers[0], currency), **_reading("second", number, powers[1], currency)}
    return BadValue(MONEY_BARE(value=text), code="money_bare", value=text, hint=MONEY_READINGS(**values))


def _reading(key: str, number: Decimal, power: int, currency: str) -> dict[str, Words]:
    label = _CURRENCIES[currency][0]
    unit = "" if currency == "CNY" and power else label
    whole = exact(Fraction(number) * 10**power, 24)
    written = f"{plain_decimal(number)}{_SCALES[power][0]}{unit}"
    return {key: written, f"{key}_yuan": Say(f"{whole:,f}{label}", f"{whole:,f} {currency}")}


def _fault(text: str, plain: str) -> BadValue:
    """Say why a text is no amount."""
    if ends := re.fullmatch(_RANGE, plain):
        hint = MONEY_RANGE_HINT(low=ends[1] + (ends[2] or ends[4]), high=ends[3] + ends[4])
        return BadValue(MONEY_RANGE(value=text), code="money_range", value=text, hint=hint)
    positive = plain.replace("-", "", 1)
    if re.fullmatch(r"[^0-9]*-[^0-9]*[0-9].*", plain) and re.fullmatch(_AMOUNT, positive):
        hint = MONEY_NEGATIVE_HINT(amount=positive)
        return BadValue(MONEY_NEGATIVE(value=text), code="money_negative", value=text, hint=hint)
    exactly = without_about(plain)
    if exactly != plain and re.fullmatch(_AMOUNT, exactly):
        hint = MONEY_ABOUT_HINT(amount=exactly)
        return BadValue(MONEY_ABOUT(value=text), code="money_about", value=text, hint=hint)
    return BadValue(MONEY_BAD(value=text), code="money_bad", value=text, hint=MONEY_HINT)


def from_unit(number: Decimal, unit: MoneyUnit) -> Money:
    """Give a spreadsheet's number under a heading with this unit as money, half-up to the fen; BadValue beyond bounds.

    >>> from_unit(half_up(Fraction(31, 2), 1), find_unit("万元"))
    Money(fen=15500000, currency='CNY')
    """
    fen = number * unit.fen
    whole = int(fen)
    if whole != fen:
        whole = int(half_up(Fraction(number) * unit.fen, 0))
    return (
        Money(whole, unit.currency)
        if whole <= MOST_FEN
        else _money(Fraction(whole), unit.currency, plain_decimal(number))
    )


def plain_money(number: float, unit: MoneyUnit) -> Money | None:
    """Money as `from_unit` gives it, only faster, of a whole count of fen of 15 digits at most; None for others.

    No two decimals of 15 digits are one floating-point number: fen that give this very number are what its digits say.

    >>> plain_money(15.5, find_unit("万元")), plain_money(1 / 3, find_unit("万元")), plain_money(-1, find_unit("元"))
    (Money(fen=15500000, currency='CNY'), None, None)
    """
    fen = round(number * unit.fen) if 0 <= number < MOST_PLAIN else -1
    return Money(fen, unit.currency) if 0 <= fen < MOST_PLAIN and fen / unit.fen == number else None


def in_unit(money: Money, unit: MoneyUnit) -> Fraction:
    """Give an amount as an exact number of units; another currency is a ValueError, never a conversion.

    >>> in_unit(Money(35_000_000_000), find_unit("亿元"))
    Fraction(7, 2)
    """
    if money.currency != unit.currency:
        message = f"{money.currency} is not counted in {unit.currency}"
        raise ValueError(message)
    return Fraction(money.fen, unit.fen)


def show_money(money: Money, lang: Lang) -> str:
    """Write an amount exactly, in the largest unit that needs at most four decimal places, so that it reads back.

    >>> [show_money(Money(fen), "zh") for fen in (35_000_000_000, 350_000_000, 1_200_000, 1)]
    ['3.5亿元', '350万元', '12000元', '0.01元']
    >>> [show_money(Money(fen, "USD"), "en") for fen in (100_000_000_000, 1_000_000_000, 1_200_000)]
    ['1bn USD', '10m USD', '12,000 USD']
    """
    sign, fen = ("-", -money.fen) if money.fen < 0 else ("", money.fen)
    if lang == "zh":
        label = _CURRENCIES[money.currency][0] if money.currency in _CURRENCIES else f" {money.currency}"
        # Below 10万 the plain figure is shorter to read: 12000元, not 1.2万元.
        return sign + _short(fen, ((8, 8, "亿"), (5, 4, "万")), "") + label
    return f"{sign}{_short(fen, ((9, 9, 'bn'), (6, 6, 'm')), ',')} {money.currency}"


def _short(fen: int, scales: tuple[tuple[int, int, str], ...], comma: str) -> str:
    """Write minor units by the first scale (from which power of ten, its power, its word) that suits."""
    for least, power, word in scales:
        if fen >= 100 * 10**least and fen % 10 ** (power - 2) == 0:
            return _digits(fen // 10 ** (power - 2), 4, comma) + word
    return _digits(fen, 2, comma)


def _digits(scaled: int, places: int, comma: str) -> str:
    whole, part = divmod(scaled, 10**places)
    decimals = f"{part:0{places}}".rstrip("0")
    return f"{whole:{comma}}" + (f".{decimals}" if decimals else "")


def money_words(money: Money) -> Say:
    """An amount as words.

    >>> money_words(Money(5_460_000_000, "USD"))
    Say(zh='5460万美元', en='54.6m USD')
    """
    return Say(show_money(money, "zh"), show_money(money, "en"))


def plain_amount(fen: int, currency: str) -> str:
    """An amount with all its digits and its currency's code, for a list of different currencies.

    >>> plain_amount(50_850, "USD")
    '508.5 USD'
    """
    return f"{plain_decimal(exact(Fraction(fen, 100)))} {currency}"
