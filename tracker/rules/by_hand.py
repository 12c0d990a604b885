"""Numbers in arithmetic with as many decimals as bring whoever does it again by hand to the printed figure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from tracker.rules.numbers import fraction_text, half_up, plain_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    Values: TypeAlias = Sequence[Fraction]
    Worth: TypeAlias = Callable[[Values], Fraction]  # what numbers come to

CUSTOMARY: Final = 4
MOST: Final = 12  # more are no longer anything to do by hand


def enough(values: Values, worth: Worth, places: int, least: int = CUSTOMARY) -> int:
    """How many decimals, at least `least`, numbers need to come to the same as they do whole, to `places` decimals.

    Where none are enough, as half way between two figures with endless decimals, it is `least`.

    >>> enough([Fraction(1, 3)], lambda v: v[0] * 30, 2), enough([Fraction(13, 27)], lambda v: v[0] * 30, 2)
    (4, 5)
    """
    return next(_all_enough(values, worth, places, least), least)


def enough_between(values: Values, worth: Worth, then: Worth, places: int) -> int:
    """How many decimals a result needs that stands between numbers and what it comes to, to `places` decimals.

    It is shown so that both sides of it hold: 0.0001 / 6.6667 comes to 0.000015, but never to 0.00002, whatever number
    of decimals 20/3 has.

    >>> enough_between([Fraction(1, 10000), Fraction(20, 3)], lambda v: v[0] / v[1], lambda v: v[0] * 10, 0)
    6
    """
    result = [worth(values)]
    held = (digits for digits in _all_enough(result, then, places) if any(_all_enough(values, worth, digits)))
    return next(held, enough(result, then, places))


def _all_enough(values: Values, worth: Worth, places: int, least: int = CUSTOMARY) -> Iterator[int]:
    whole = half_up(worth(values), places)
    return (digits for digits in range(least, MOST + 1) if _comes_to(values, worth, places, digits) == whole)


def _comes_to(values: Values, worth: Worth, places: int, digits: int) -> Decimal | None:
    """What numbers cut to so many decimals come to; None where one is lost, or they cannot be divided."""
    cut = [Fraction(half_up(value, digits)) for value in values]
    try:
        return half_up(worth(cut), places) if not _lost(values, cut) else None
    except ZeroDivisionError:
        return None


def _lost(values: Values, cut: Values) -> bool:
    """Whether a number that is there would be shown as 0."""
    return any(value and not short for value, short in zip(values, cut, strict=True))


def shown(value: Fraction, digits: int = CUSTOMARY) -> str:
    """A number to so many decimals, without zeros at its end where it is exact; a negative one in brackets.

    >>> shown(Fraction(31, 25)), shown(Fraction(2, 3), 5), shown(Fraction(-1, 2))
    ('1.24', '0.66667', '(−0.5)')
    """
    text = signed(fraction_text(value, digits))
    return f"({text})" if value < 0 else text


def points(value: Fraction, decimals: int, digits: int) -> str:
    """Points as a board prints them; with more digits where they are not whole in its own.

    >>> points(Fraction(8), 2, 3), points(Fraction(26, 3), 2, 3)
    ('8.00', '8.667')
    """
    rounded = half_up(value, decimals)
    return signed(plain_decimal(rounded if rounded == value else half_up(value, digits)))


def signed(text: str) -> str:
    """A number with a minus sign as it is printed."""
    return text.replace("-", "−")
