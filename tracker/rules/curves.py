"""Pro-rata progress 序时进度: how much of the year's target is due by a day, and the days a board counts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from tracker.errors import Refused
from tracker.words import PERIOD_NOT_BEGUN, PERIOD_NOT_BEGUN_HINT

if TYPE_CHECKING:
    from tracker.rules.periods import Period

Basis: TypeAlias = Literal["cumulative", "period"]
Curve: TypeAlias = Literal["months", "days"] | tuple[Fraction, ...]

ONE_DAY = timedelta(days=1)


class Pace(NamedTuple):
    """What is due: T = target × `delta`, of which the share `c` by the as-of date."""

    delta: Fraction
    c: Fraction


class Window(NamedTuple):
    """The days a board counts, both inclusive; `as_of` is the last day of the period, or today if earlier."""

    start: date
    as_of: date


def curve_at(curve: Curve, as_of: date, campaign: Period | None = None) -> Fraction:
    """Give the share of the year's target due by the end of a day; of a campaign's, whatever the curve.

    >>> curve_at("months", date(2024, 5, 15)), curve_at("days", date(2024, 2, 29))
    (Fraction(5, 12), Fraction(10, 61))
    >>> curve_at((Fraction(1, 5), Fraction(1, 2), Fraction(3, 4), Fraction(1)), date(2024, 6, 1))
    Fraction(1, 2)
    """
    if campaign is not None:
        return _elapsed(campaign.start, campaign.last, as_of)
    if curve == "months":
        return Fraction(as_of.month, 12)
    if curve == "days":
        return _elapsed(date(as_of.year, 1, 1), date(as_of.year, 12, 31), as_of)
    months_each = 12 // len(curve)
    return Fraction(curve[(as_of.month - 1) // months_each])


def _elapsed(first: date, last: date, as_of: date) -> Fraction:
    """Elapsed days of a span, both ends inclusive: 0 before it, 1 after it."""
    days = (min(as_of, last) - first).days + 1
    return Fraction(max(days, 0), (last - first).days + 1)


def pace(basis: Basis, curve: Curve, period: Period, as_of: date, campaign: Period | None = None) -> Pace:
    """Give the share of the target that belongs to the window and the share of that which is due by `as_of`.

    `cumulative` takes the whole target; `period` the curve's rise from the day before the period to its last day.
    A campaign's board is over the campaign's own dates, whatever the period. A period in which the curve does not
    rise has nothing due: delta 0, c 1.
    """
    whole = campaign or period
    year = whole.last.year
    reached = _due(curve, as_of, year, campaign)
    if basis == "cumulative":
        return Pace(Fraction(1), reached)
    before = _due(curve, whole.start - ONE_DAY, year, campaign)
    delta = _due(curve, whole.last, year, campaign) - before
    return Pace(delta, (reached - before) / delta if delta else Fraction(1))


def _due(curve: Curve, day: date, year: int, campaign: Period | None) -> Fraction:
    """The curve of one year: 0 before its 1 January."""
    if campaign is None and day.year < year:
        return Fraction(0)
    return curve_at(curve, day, campaign)


def window(basis: Basis, period: Period, today: date, campaign: Period | None = None) -> Window:
    """Give the first day counted and the as-of date; raise Refused when the period or the window has not begun.

    `cumulative` counts from 1 January of the year in which the period ends, `period` the period alone, a campaign's
    board the campaign's dates.
    """
    whole = campaign or period
    start = whole.start
    if basis == "cumulative" and campaign is None:
        start = date(whole.last.year, 1, 1)
    begins = max(start, whole.start)
    if today < begins:
        what = PERIOD_NOT_BEGUN(start=begins.isoformat(), today=today.isoformat())
        hint = PERIOD_NOT_BEGUN_HINT(example=_quarter(today))
        raise Refused(what, code="period_not_begun", value=begins.isoformat(), hint=hint)
    return Window(start, min(whole.last, today))


def _quarter(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"
