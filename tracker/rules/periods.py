"""Periods: half-open spans of days, as typed, as labelled and as told to people with both edges included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from tracker.errors import BadValue
from tracker.rules.choices import folded
from tracker.rules.dates import FIRST_YEAR, LAST_YEAR, PartialDate, months, parse_date
from tracker.rules.numbers import unified
from tracker.words import (
    MONTH_NAMES,
    PERIOD_ALL,
    PERIOD_BAD,
    PERIOD_EDGES_HINT,
    PERIOD_FROM,
    PERIOD_HALVES,
    PERIOD_HINT,
    PERIOD_MONTH,
    PERIOD_NAMED,
    PERIOD_NAMED_HINT,
    PERIOD_NONE_BEFORE,
    PERIOD_QUARTER,
    PERIOD_REVERSED,
    PERIOD_REVERSED_HINT,
    PERIOD_SPAN,
    PERIOD_UNTIL,
    PERIOD_YEAR,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.words import Words

Kind: TypeAlias = Literal["day", "month", "quarter", "half", "year", "range"]

OPEN_START: Final = date(FIRST_YEAR, 1, 1)
OPEN_END: Final = date(LAST_YEAR + 1, 1, 1)
_ONE_DAY: Final = timedelta(days=1)
_NO_NAMES: Final[Mapping[str, Period]] = {}


class Period(NamedTuple):
    """A span of days: from `start` up to but not including `end`."""

    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - _ONE_DAY

    @property
    def kind(self) -> Kind:
        """What it is a whole one of, or `range`."""
        try:
            return PartialDate(self.start, self.last).precision
        except ValueError:
            return "range"

    @property
    def label(self) -> str:
        """Its key, which `parse_period` reads back: `2024Q1`, else its first and last day; an open end stays open."""
        if self.kind != "range":
            return PartialDate(self.start, self.last).iso()
        first = "" if self.start == OPEN_START else self.start.isoformat()
        return f"{first}.." + ("" if self.end == OPEN_END else self.last.isoformat())

    def describe(self) -> Words:
        """Its name, where it has one, and its first and last day, for people."""
        edges = {"first": self.start.isoformat(), "last": self.last.isoformat()}
        if self.kind == "day":
            return self.label
        if self.kind != "range":
            return PERIOD_NAMED(name=self.name, **edges)
        if self.start == OPEN_START:
            return PERIOD_ALL if self.end == OPEN_END else PERIOD_UNTIL(**edges)
        return PERIOD_FROM(**edges) if self.end == OPEN_END else PERIOD_SPAN(**edges)

    @property
    def name(self) -> Words:
        """Its name alone, 2024年二季度; of a day or a range that has none, its days."""
        if self.kind in ("day", "range"):
            return self.describe()
        year, month = self.start.year, self.start.month
        if self.kind == "year":
            return PERIOD_YEAR(year=year)
        if self.kind == "half":
            return PERIOD_HALVES[month // 6](year=year)
        if self.kind == "quarter":
            return PERIOD_QUARTER(year=year, zh="一二三四"[month // 3], number=month // 3 + 1)
        return PERIOD_MONTH(year=year, month=MONTH_NAMES[month - 1])

    def previous(self) -> Period:
        """The one of the same kind and length just before; BadValue where an edge is open or would pass 1949.

        >>> quarter(2024, 1).previous().label
        '2023Q4'
        """
        if self.kind == "range" and self.end == OPEN_END:
            raise _none_before(self)
        if self._whole_months:
            count = 12 * (self.end.year - self.start.year) + self.end.month - self.start.month
            return self._checked(_months_before(self.start, count), self.start)
        return self._checked(self.start - (self.end - self.start), self.start)

    def year_before(self) -> Period:
        """The same window of the year before; 29 February stands for the 28th, whole months stay whole, open ends open.

        >>> Period(date(2024, 2, 29), date(2024, 3, 1)).year_before().label
        '2023-02-28'
        """
        if self.kind == "range" and self.end == OPEN_END:
            return self._checked(_year_earlier(self.start, OPEN_START), OPEN_END)
        start = _year_earlier(self.start, OPEN_START if self.kind == "range" else None)
        if self._whole_months:
            return self._checked(start, _year_earlier(self.end))
        return self._checked(start, _year_earlier(self.last) + _ONE_DAY)

    @property
    def _whole_months(self) -> bool:
        return self.start.day == self.end.day == 1

    def _checked(self, start: date, end: date) -> Period:
        if start < OPEN_START or start >= end:
            raise _none_before(self)
        return Period(start, end)


def _none_before(period: Period) -> BadValue:
    label = period.label
    what = PERIOD_NONE_BEFORE(value=period.describe())
    return BadValue(what, code="period_none_before", value=label, hint=PERIOD_EDGES_HINT)


def _months_before(day: date, count: int) -> date:
    """Give the first of the month so many months earlier, never before year 1."""
    number = max(12 * day.year + day.month - 1 - count, 12)
    return date(number // 12, number % 12 + 1, 1)


def _year_earlier(day: date, kept: date | None = None) -> date:
    """Give the same day of the year before; `kept`, an open edge, stays."""
    if day == kept:
        return day
    if day.month == 2 and day.day == 29:
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def of(known: PartialDate) -> Period:
    """Make the period that a date of any precision spans.

    >>> of(months(2024, 3)).label
    '2024-03'
    """
    return Period(known.first, known.last + _ONE_DAY)


def year(number: int) -> Period:
    """Make a calendar year.

    >>> year(2024)
    Period(start=datetime.date(2024, 1, 1), end=datetime.date(2025, 1, 1))
    """
    return of(months(number, 1, 12))


def half(number: int, which: int) -> Period:
    """Make the first or second half of a year.

    >>> half(2024, 2).label
    '2024H2'
    """
    return of(months(number, 6 * which - 5, 6))


def quarter(number: int, which: int) -> Period:
    """Make a quarter, 1 to 4, of a year.

    >>> quarter(2024, 4).last
    datetime.date(2024, 12, 31)
    """
    return of(months(number, 3 * which - 2, 3))


def month(number: int, which: int) -> Period:
    """Make a month, 1 to 12, of a year.

    >>> month(2024, 2).last
    datetime.date(2024, 2, 29)
    """
    return of(months(number, which))


def last_ended_quarter(today: date) -> Period:
    """Give the newest quarter whose last day is before today.

    >>> last_ended_quarter(date(2024, 3, 31)).label, last_ended_quarter(date(2024, 4, 1)).label
    ('2023Q4', '2024Q1')
    """
    return _quarter_of(today).previous()


def _quarter_of(today: date) -> Period:
    return quarter(today.year, (today.month + 2) // 3)


def parse_period(text: str, today: date, named: Mapping[str, Period] = _NO_NAMES) -> Period:
    """Read a period, a range `a..b` with both ends included or open, a relative word, or a name such as a campaign's.

    >>> parse_period("2024-03..2024-05", date(2024, 6, 1)).label, parse_period("上季度", date(2024, 6, 1)).label
    ('2024-03-01..2024-05-31', '2024Q1')
    """
    plain = unified(text)
    by_name = {folded(name): period for name, period in named.items()}
    if ".." not in plain or folded(plain) in by_name:
        return _single(text, today, by_name, named)
    first, _, last = (part.strip() for part in plain.partition(".."))
    if ".." in last or last.startswith(".") or first.endswith("."):
        raise _bad(text, named)
    start = _single(first, today, by_name, named).start if first else OPEN_START
    end = _single(last, today, by_name, named).end if last else OPEN_END
    if start >= end:
        hint = PERIOD_REVERSED_HINT(turned=f"{last}..{first}")
        raise BadValue(PERIOD_REVERSED(value=text), code="period_reversed", value=text, hint=hint)
    return Period(start, end)


def _single(text: str, today: date, by_name: Mapping[str, Period], named: Mapping[str, Period]) -> Period:
    """Read what is no range: a relative word, a date of any precision, or a name."""
    key = folded(unified(text))
    if found := _relative(key.replace("-", ""), today):
        return found
    try:
        return of(parse_date(text, today))
    except BadValue as error:
        # Names come last: a campaign called 2024Q1 must not hide the quarter.
        if found := by_name.get(key):
            return found
        # A date with a mistake in it is told as that; anything else is no period at all.
        if error.problem.code == "date_bad":
            raise _bad(text, named) from None
        raise


def _relative(key: str, today: date) -> Period | None:
    """Give the period that a relative word means on a day."""
    if key in ("今年", "本年", "thisyear"):
        return year(today.year)
    if key in ("去年", "上年", "lastyear"):
        return year(today.year - 1)
    if key in ("本季度", "thisquarter"):
        return _quarter_of(today)
    if key in ("上季度", "lastquarter"):
        return _quarter_of(today).previous()
    if key in ("本月", "thismonth"):
        return month(today.year, today.month)
    return month(today.year, today.month).previous() if key in ("上月", "lastmonth") else None


def _bad(text: str, named: Mapping[str, Period]) -> BadValue:
    hint = PERIOD_NAMED_HINT(names=tuple(named)) if named else PERIOD_HINT
    return BadValue(PERIOD_BAD(value=text), code="period_bad", value=text, hint=hint)
