"""A row of figures as a line of heights between 0 and 1; a gap stays a gap."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def from_zero(values: Sequence[Fraction | None]) -> tuple[float | None, ...]:
    """Heights from 0, or the lowest where that is below it, to the highest.

    >>> from_zero([Fraction(0), None, Fraction(3), Fraction(6)]), from_zero([Fraction(0)])
    ((0.0, None, 0.5, 1.0), (0.0,))
    """
    known = [Fraction(0), *(value for value in values if value is not None)]
    return _heights(values, min(known), max(known))


def from_lowest(values: Sequence[Fraction | None]) -> tuple[float | None, ...]:
    """Heights from the lowest to the highest; all in the middle where they are equal.

    >>> from_lowest([Fraction(90), Fraction(100), None, Fraction(95)]), from_lowest([Fraction(9), Fraction(9)])
    ((0.0, 1.0, None, 0.5), (0.5, 0.5))
    """
    known = [value for value in values if value is not None]
    if not known or max(known) == min(known):
        return tuple(None if value is None else 0.5 for value in values)
    return _heights(values, min(known), max(known))


def _heights(values: Sequence[Fraction | None], low: Fraction, high: Fraction) -> tuple[float | None, ...]:
    span = high - low or Fraction(1)
    return tuple(None if value is None else float((value - low) / span) for value in values)
