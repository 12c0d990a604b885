"""Dates with the precision people know them in: a day, a month, a quarter, a half or a year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from tracker.errors import BadValue
from tracker.rules.numbers import squeezed
from tracker.words import (
    DATE_BAD,
    DATE_DAY_HINT,
    DATE_HINT,
    DATE_IMPOSSIBLE,
    DATE_MONTH_HINT,
    DATE_NO_YEAR,
    DATE_NUMBER,
    DATE_ORDER,
    DATE_ORDER_HINT,
    DATE_RANGE,
    DATE_RANGE_HINT,
    DATE_SERIAL,
    DATE_SERIAL_HINT,
    DATE_TENTH,
    DATE_TENTH_HINT,
    DATE_VAGUE,
    DATE_VAGUE_HINT,
    DATE_YEAR,
    DATE_YEAR_HINT,
)

if TYPE_CHECKING:
    from tracker.words import Words

Precision: TypeAlias = Literal["day", "month", "quarter", "half", "year"]

FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2100
_MONTHS: Final[dict[int, Precision]] = {1: "month", 3: "quarter", 6: "half", 12: "year"}
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_050  # Excel's numbers for the first day of 1990 and the last of 2099
_DAYS_AGO: Final = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}
_QUARTERS: Final = "一二三四"

_FORMS: Final = (  # the commonest first: a form is only compiled once a text has come to it
    r"(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?:(?P=s)(?P<d>[0-9]{1,2}))?",
    r"(?P<y>[0-9]{4})[-年]?q(?P<q>[1-4])",
    r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?:份|(?P<d>[0-9]{1,2})[日号]?)?",
    r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})?",
    r"(?P<y>[0-9]{4})(?:年度?)?",
    r"(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})[日号]?",
    r"(?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})",
    r"(?P<y>[0-9]{4})(?:年第?|第)?(?P<q>[一二三四])季度?",
    r"(?P<y>[0-9]{4})(?:年第?|第)(?P<q>[1-4])季度?",
    r"(?P<y>[0-9]{4})[-年]?h(?P<h>[12])",
    r"(?P<y>[0-9]{4})年?(?P<h>[上下])半年",
)
_VAGUE: Final = (
    r"(?P<about>大约|约|预计)?(?P<y>[0-9]{4})(?:年度?|[年./-](?P<m>[0-9]{1,2})月?份?)"
    r"(?P<part>底|末|初|中|内|[上中下]旬|前后|左右)?前?"
)


class PartialDate(NamedTuple):
    """A date as precisely as it is known: the first and the last day it can be, both included."""

    first: date
    last: date

    @property
    def precision(self) -> Precision:
        """How precisely it is known; ValueError for days that are no whole day, month, quarter, half or year."""
        if self.first == self.last:
            return "day"
        count = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
        aligned = count in _MONTHS and (self.first.month - 1) % count == 0
        if not aligned or self != months(self.first.year, self.first.month, count):
            message = f"{self.first}..{self.last} is no date of one precision"
            raise ValueError(message)
        return _MONTHS[count]

    def iso(self) -> str:
        """Its only written form for machines: `2024-03-05`, `2024-03`, `2024Q1`, `2024H1` or `2024`."""
        first, precision = self.first, self.precision
        if precision == "day":
            return first.isoformat()
        if precision == "month":
            return f"{first.year}-{first.month:02}"
        if precision == "quarter":
            return f"{first.year}Q{first.month // 3 + 1}"
        return f"{first.year}H{first.month // 6 + 1}" if precision == "half" else f"{first.year}"


def day(d: date) -> PartialDate:
    """Make one known day.

    >>> day(date(2024, 3, 5)).iso()
    '2024-03-05'
    """
    return PartialDate(d, d)


def from_days(first: str, last: str) -> PartialDate:
    """The date that a database holds as its first and its last day, both ISO.

    >>> from_days("2024-03-01", "2024-03-31").iso()
    '2024-03'
    """
    return PartialDate(date.fromisoformat(first), date.fromisoformat(last))


def months(year: int, month: int, count: int = 1) -> PartialDate:
    """Make a month, or with `count` 3, 6 or 12 the quarter, half or year that begins with it.

    >>> months(2024, 4, 3).iso()
    '2024Q2'
    """
    if (month - 1) % count:
        message = f"no {_MONTHS[count]} begins with month {month}"
        raise ValueError(message)
    over, after = divmod(month + count - 1, 12)
    return PartialDate(date(year, month, 1), date(year + over, after + 1, 1) - timedelta(days=1))


def from_iso(text: str) -> PartialDate:
    """Read exactly what `iso` writes; raise BadValue for anything else.

    >>> from_iso("2024H2")
    PartialDate(first=datetime.date(2024, 7, 1), last=datetime.date(2024, 12, 31))
    """
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|Q[1-4]|H[12])?", text) is None:
        raise _bad(text)
    # Stored dates are read by the hundred thousand, nearly all of them days.
    known = _stored_day(text) if len(text) == 10 else None
    return known or parse_date(text, date.min)


def _stored_day(text: str) -> PartialDate | None:
    try:
        known = date.fromisoformat(text)
    except ValueError:
        return None
    return day(known) if FIRST_YEAR <= known.year <= LAST_YEAR else None


def parse_date(text: str, today: date, *, yearless: bool = True) -> PartialDate:
    """Read a date in any usual form; raise BadValue for a guess.

    A day without a year is one of `today`'s year; not `yearless`, as in a cell that may be of any year, it is refused.

    >>> parse_date("2024.10", date(2025, 1, 1)).iso(), parse_date("3月5日", date(2025, 1, 1)).iso()
    ('2024-10', '2025-03-05')
    """
    plain = squeezed(text)
    if plain in _DAYS_AGO:
        return day(today - timedelta(days=_DAYS_AGO[plain]))
    for form in _FORMS:
        if match := re.fullmatch(form, plain):
            parts = match.groupdict()
            if not yearless and not parts.get("y"):
                raise _no_year(parts, today, text)
            return _made(parts, today, text)
    raise _fault(text, plain, today)


def parse_days(text: str, today: date, *, yearless: bool = True) -> tuple[PartialDate, PartialDate] | None:
    """Read the first and the last day of a trip in one text; None where they are no days, or not in that order.

    The last day takes what it leaves out from the first. A year at its end is not guessed: 12月30日至1月2日 is None.

    >>> [day.iso() for day in parse_days("2024年3月5日至8日", date(2024, 4, 1))]
    ['2024-03-05', '2024-03-08']
    >>> [day.iso() for day in parse_days("2024.3.29-4.2", date(2024, 4, 1))]
    ['2024-03-29', '2024-04-02']
    >>> parse_days("2024.3-2024.5", date(2024, 4, 1)), parse_days("2024-03-05", date(2024, 4, 1))
    (None, None)
    """
    plain = squeezed(text)
    for mark in re.finditer(r"[~—–至到]+|\.\.|-", plain):
        try:
            first = parse_date(plain[: mark.start()], today, yearless=yearless)
            last = parse_date(_completed(plain[mark.end() :], first.first), today, yearless=False)
        except BadValue:
            continue
        if first.precision == last.precision == "day" and first.first <= last.first:
            return first, last
    return None


def _completed(text: str, first: date) -> str:
    """The end of a span of days with the year and month that it leaves to the beginning."""
    match = re.fullmatch(r"(?:([0-9]{1,2})[-/.月])?([0-9]{1,2})[日号]?", text)
    return f"{first.year}-{match[1] or first.month}-{match[2]}" if match else text


def number_date(number: float, today: date) -> PartialDate:
    """Read a number of a cell as a date: 20240315, 202403, 2024, and 2024.3 for a month; raise BadValue for a guess.

    2024.1 is refused, as it may be 2024.10 without its last zero, and so is Excel's own number for a day.

    >>> [number_date(number, date(2024, 1, 1)).iso() for number in (20240315, 2024.3, 2024.12)]
    ['2024-03-15', '2024-03', '2024-12']
    """
    text = f"{number:.10g}"
    if match := re.fullmatch(r"([0-9]{4})\.1", text):
        hint = DATE_TENTH_HINT(first=f"{match[1]}-01", second=f"{match[1]}-10")
        raise BadValue(DATE_TENTH(value=text), code="date_tenth", value=text, hint=hint)
    if serial := serial_day(number):
        hint = DATE_SERIAL_HINT(day=serial.isoformat())
        raise BadValue(DATE_SERIAL(value=text), code="date_serial", value=text, hint=hint)
    return parse_date(text, today, yearless=False)


def serial_day(number: float) -> date | None:
    """Give the day of the 1900 system that a number means, its time left out; None outside 1990 to 2099.

    >>> serial_day(45352), serial_day(45352.75), serial_day(60)
    (datetime.date(2024, 3, 1), datetime.date(2024, 3, 1), None)
    """
    return date(1899, 12, 30) + timedelta(days=int(number)) if FIRST_SERIAL <= number < LAST_SERIAL + 1 else None


def vague_date(text: str) -> PartialDate | None:
    """Give the year or month in which a text such as 2024年底 or 约2024年3月上旬 lies; None for any other.

    >>> vague_date("2024年底").iso(), vague_date("2024.3月下旬").iso(), vague_date("3月底")
    ('2024', '2024-03', None)
    """
    match = re.fullmatch(_VAGUE, squeezed(text))
    if match is None or not (match["about"] or match["part"]):
        return None
    try:
        return parse_date("-".join(part for part in (match["y"], match["m"]) if part), date.min, yearless=False)
    except BadValue:
        return None


def _made(parts: dict[str, str | None], today: date, text: str) -> PartialDate:
    """Make a date from the parts of a form: year, quarter, half, month, day."""
    year = _year(parts.get("y"), today, text)
    if quarter := parts.get("q"):
        return months(year, 3 * _place(quarter, _QUARTERS) - 2, 3)
    if half := parts.get("h"):
        return months(year, 6 * _place(half, "上下") - 5, 6)
    if month := parts.get("m"):
        return _day_or_month(year, int(month), parts.get("d"), text)
    return months(year, 1, 12)


def _year(written: str | None, today: date, text: str) -> int:
    year = int(written) if written else today.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        hint = DATE_YEAR_HINT(first=FIRST_YEAR, last=LAST_YEAR)
        raise BadValue(DATE_YEAR(value=text, year=year), code="date_year", value=text, hint=hint)
    return year


def _place(written: str, words: str) -> int:
    """Give the number that a digit or one of some words stands for, from 1."""
    return words.index(written) + 1 if written in words else int(written)


def _day_or_month(year: int, month: int, written: str | None, text: str) -> PartialDate:
    if not 1 <= month <= 12:
        raise _impossible(text, DATE_MONTH_HINT)
    whole = months(year, month)
    if written is None:
        return whole
    if not 1 <= int(written) <= whole.last.day:
        raise _impossible(text, DATE_DAY_HINT(month=whole.iso(), days=whole.last.day))
    return day(date(year, month, int(written)))


def _impossible(text: str, hint: Words) -> BadValue:
    return BadValue(DATE_IMPOSSIBLE(value=text), code="date_impossible", value=text, hint=hint)


def _bad(text: str) -> BadValue:
    return BadValue(DATE_BAD(value=text), code="date_bad", value=text, hint=DATE_HINT)


def _no_year(parts: dict[str, str | None], today: date, text: str) -> BadValue:
    """The error for a day of which nobody knows the year, with those that it likely means."""
    month, number = parts["m"] or "", parts["d"] or ""
    days = tuple(each for year in (today.year, today.year - 1) if (each := _iso(str(year), month, number)))
    hint = DATE_ORDER_HINT(days=days) if days else DATE_MONTH_HINT
    return BadValue(DATE_NO_YEAR(value=text), code="date_no_year", value=text, hint=hint)


def _fault(text: str, plain: str, today: date) -> BadValue:
    """Say why a text is no date."""
    if serial := _serial(plain):
        hint = DATE_SERIAL_HINT(day=serial.isoformat())
        return BadValue(DATE_SERIAL(value=text), code="date_serial", value=text, hint=hint)
    if match := re.fullmatch(r"([0-9]{1,2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{4}|[0-9]{1,2})日?", plain):
        hint = DATE_ORDER_HINT(days=_full(match[1], match[2], match[3]))
        return BadValue(DATE_ORDER(value=text), code="date_order", value=text, hint=hint)
    if meant := _pointed(plain, today):
        hint = DATE_SERIAL_HINT(day=meant)
        return BadValue(DATE_NUMBER(value=text), code="date_number", value=text, hint=hint)
    if re.search(r"[0-9].*([~—–至到]|\.\.)|(19|20)[0-9]{2}.*-(19|20)[0-9]{2}", plain):
        return BadValue(DATE_RANGE(value=text), code="date_range", value=text, hint=DATE_RANGE_HINT)
    if re.search(r"[0-9].*(底|初|末|中|旬|前|后|左右)|约.*[0-9]", plain):
        written = re.match(r"[0-9]{4}(?=年)", plain)
        hint = DATE_VAGUE_HINT(year=written[0] if written else today.year)
        return BadValue(DATE_VAGUE(value=text), code="date_vague", value=text, hint=hint)
    return _bad(text)


def _serial(plain: str) -> date | None:
    """Give the day that a spreadsheet of the 1900 system means by five digits, if it is in our years."""
    if re.fullmatch(r"[0-9]{5}", plain) is None:
        return None
    meant = date(1899, 12, 30) + timedelta(days=int(plain))
    return meant if FIRST_YEAR <= meant.year <= LAST_YEAR else None


def _pointed(plain: str, today: date) -> str | None:
    """Give the day of this year that 3.15 means, if it means one: it may as well be a number."""
    match = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})", plain)
    return _iso(str(today.year), match[1], match[2]) if match else None


def _full(first: str, second: str, third: str) -> tuple[str, ...]:
    """Give the full dates that three numbers in a wrong order or with a short year can mean."""
    if len(third) == 4:
        orders: tuple[tuple[str, str, str], ...] = ((third, first, second), (third, second, first))
    else:
        last = f"20{third:0>2}"
        orders = ((f"20{first:0>2}", second, third), (last, first, second), (last, second, first))
    days = dict.fromkeys(_iso(*order) for order in orders)
    return tuple(each for each in days if each) or ("2024-03-05",)


def _iso(year: str, month: str, number: str) -> str | None:
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return None
