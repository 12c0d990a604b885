"""Divides a total by shares so that the rounded parts add up to it exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def apportion(total: Decimal, weights: Sequence[Fraction], places: int) -> list[Decimal]:
    """Give each weight its share of a total in steps of `places` decimals, by the largest remainders; ties in order.

    A total with more decimal places than that is divided in its own. Weights are at least 0, and one is above it.

    >>> apportion(Decimal(100), [Fraction(1), Fraction(1), Fraction(1)], 0)
    [Decimal('34'), Decimal('33'), Decimal('33')]
    >>> apportion(Decimal("2.5"), [Fraction(3), Fraction(1), Fraction(0)], 0)
    [Decimal('1.9'), Decimal('0.6'), Decimal('0.0')]
    """
    places = max(places, places_of(total))
    steps, whole = Fraction(total) * 10**places, sum(weights)
    exact = [steps * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])
    for n in by_remainder[: int(steps) - sum(parts)]:
        parts[n] += 1
    return [Decimal(f"{part}E-{places}") for part in parts]


def places_of(number: Decimal) -> int:
    """How many decimal places a number needs.

    >>> places_of(Decimal("12.50")), places_of(Decimal("1E+3"))
    (1, 0)
    """
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
