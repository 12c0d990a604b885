"""Numbers as people write them, and the one way they are rounded: exact, half away from zero, never a float."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tracker.errors import BadValue
from tracker.words import (
    NUMBER_BAD,
    NUMBER_COMMAS,
    NUMBER_COMMAS_HINT,
    NUMBER_HINT,
    NUMBER_RANGE,
    NUMBER_RANGE_HINT,
    NUMBER_WHOLE,
    NUMBER_WHOLE_HINT,
)

if TYPE_CHECKING:
    from fractions import Fraction

# Bounded lengths: a longer run of digits is no figure of this trade, and int() of it could be made slow.
_NUMBER: Final = r"[+-]?(?:[0-9]{1,24}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,7})(?:\.[0-9]{1,24})?"
_RANGE: Final = r"\s*([0-9][0-9.,]*)\s*[-~—–至到]+\s*([0-9][0-9.,]*)\s*"
_ABOUT: Final = "大约|约为|约|将近|接近|近|超过|超|逾|不低于|不少于|左右|上下|以上|以下|余|多"
_MINUS: Final = str.maketrans({"−": "-", "‐": "-"})
_WIDTH: Final = frozenset({"<wide>", "<narrow>", "<font>"})


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Round half away from zero to exactly `places` decimal places; zero has no sign.

    >>> from fractions import Fraction
    >>> half_up(Fraction(1, 8), 2), half_up(Decimal("-2.5"), 0), half_up(3, 2)
    (Decimal('0.13'), Decimal('-3'), Decimal('3.00'))
    """
    over, under = value.as_integer_ratio()
    digits = (2 * abs(over) * 10**places + under) // (2 * under)
    sign = "-" if over < 0 and digits else ""
    return Decimal(f"{sign}{digits}E-{places}")


def exact(value: Fraction, places: int = 10) -> Decimal:
    """Give a fraction as a decimal without trailing zeros, half-up beyond `places` decimal places.

    >>> from fractions import Fraction
    >>> exact(Fraction(5, 2)), exact(Fraction(100)), exact(Fraction(1, 3))
    (Decimal('2.5'), Decimal('100'), Decimal('0.3333333333'))
    """
    return Decimal(_stripped(plain_decimal(half_up(value, places))))


def plain_decimal(d: Decimal) -> str:
    """Write a decimal with all its digits and without an exponent; zero has no sign.

    >>> plain_decimal(Decimal("1E+3")), plain_decimal(Decimal("1E-7")), plain_decimal(Decimal("2.50"))
    ('1000', '0.0000001', '2.50')
    """
    return format(d if d else d.copy_abs(), "f")


def fraction_text(value: Fraction, places: int = 4) -> str:
    """Write a fraction for arithmetic shown to people: exact within so many decimal places, else half-up to them.

    >>> from fractions import Fraction
    >>> fraction_text(Fraction(31, 25)), fraction_text(Fraction(2, 3))
    ('1.24', '0.6667')
    """
    rounded = plain_decimal(half_up(value, places))
    return _stripped(rounded) if not 10**places % value.denominator else rounded


def _stripped(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def unified(text: str) -> str:
    """Fold width (NFKC), drop invisible marks and outer space, and make every minus sign `-`.

    Raised, lowered, circled and vulgar-fraction digits stay as they are: folding would turn 3² into 32.

    >>> unified("　１２．５\u200b "), unified("3²"), unified("−1")
    ('12.5', '3²', '-1')
    """
    if text.isascii():
        return text.strip()
    return "".join(_folded(char) for char in text).translate(_MINUS).strip()


def _folded(char: str) -> str:
    if unicodedata.category(char) == "Cf":
        return ""
    folded = unicodedata.normalize("NFKC", char)
    if folded != char and any(map(str.isdigit, folded)):
        return folded if unicodedata.decomposition(char).split()[0] in _WIDTH else char
    return folded


def squeezed(text: str) -> str:
    """Fold width and case and drop space, but not between two digits, where it would make another number.

    >>> squeezed("２０２４ 年 3 月"), squeezed("10 M USD"), squeezed("12 000元")
    ('2024年3月', '10musd', '12 000元')
    """
    return re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", unified(text).casefold())


def without_about(text: str) -> str:
    """A text without the words that make its number an approximate one, squeezed.

    >>> without_about("约 3.2亿元左右"), without_about("近５亿元"), without_about("3亿多元")
    ('3.2亿元', '5亿元', '3亿元')
    """
    return re.sub(_ABOUT, "", squeezed(text))


def parse_number(text: str) -> Decimal:
    """Read a plain number of any width with optional thousands commas; raise BadValue for everything else.

    >>> parse_number("１２，０００．５"), parse_number("−3")
    (Decimal('12000.5'), Decimal('-3'))
    """
    plain = unified(text)
    if re.fullmatch(_NUMBER, plain) is None:
        raise _fault(text, plain)
    number = Decimal(plain.replace(",", ""))
    return number if number else number.copy_abs()


def parse_integer(text: str) -> int:
    """Read a whole number (`12`, `1,200`, also `12.0`); raise BadValue for everything else.

    >>> parse_integer("1,200")
    1200
    """
    number = parse_number(text)
    whole = int(number)
    if number != whole:
        low = whole if number > 0 else whole - 1
        hint = NUMBER_WHOLE_HINT(low=low, high=low + 1)
        raise BadValue(NUMBER_WHOLE(value=text), code="number_whole", value=text, hint=hint)
    return whole


def _fault(text: str, plain: str) -> BadValue:
    """Say why a text is no number."""
    if ends := re.fullmatch(_RANGE, plain):
        hint = NUMBER_RANGE_HINT(low=ends[1], high=ends[2])
        return BadValue(NUMBER_RANGE(value=text), code="number_range", value=text, hint=hint)
    if re.fullmatch(r"[+-]?[0-9.,]*[0-9],[0-9.,]*", plain):
        return BadValue(NUMBER_COMMAS(value=text), code="number_commas", value=text, hint=NUMBER_COMMAS_HINT)
    return BadValue(NUMBER_BAD(value=text), code="number_bad", value=text, hint=NUMBER_HINT)
