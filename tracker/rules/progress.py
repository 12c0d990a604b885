"""Completion, pace, year on year and the month's addition: exact, and None where there is nothing to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def completion(actual: Fraction | None, target: Fraction | None) -> Fraction | None:
    """Actual / target as a fraction; a target of 0 or none is no target (not assessed).

    >>> from fractions import Fraction
    >>> completion(Fraction(36), Fraction(60)), completion(Fraction(36), Fraction(0))
    (Fraction(3, 5), None)
    """
    if actual is None or target is None or target <= 0:
        return None
    return actual / target


def ahead(rate: Fraction | None, c: Fraction) -> Fraction | None:
    """Percentage points ahead (above 0) or behind the curve `c`.

    >>> from fractions import Fraction
    >>> ahead(Fraction(3, 5), Fraction(1, 2))
    Fraction(10, 1)
    """
    return None if rate is None else (rate - c) * 100


def year_on_year(now: Fraction | None, last: Fraction | None) -> Fraction | None:
    """(Now − last year) / last year as a fraction; None without a base above 0.

    >>> from fractions import Fraction
    >>> year_on_year(Fraction(508), Fraction(471))
    Fraction(37, 471)
    """
    if now is None or last is None or last <= 0:
        return None
    return now / last - 1


def added(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """What came in since: cumulative now − cumulative at the last month's end, None if either is unknown.

    >>> from fractions import Fraction
    >>> added(Fraction(10), Fraction(7))
    Fraction(3, 1)
    """
    return None if now is None or before is None else now - before
