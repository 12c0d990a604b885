"""What number formats say of a cell: a date or a span, how many decimals, in what unit or currency, by what scale."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tracker.sheets.cells import CellError

if TYPE_CHECKING:
    from collections.abc import Collection

Shown: TypeAlias = Literal["number", "date", "span"]

# Of the built-in formats those that matter here; 27-36 and 50-58 are dates and times of Chinese Excel.
_BUILT_IN_DATES: Final = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_BUILT_IN_SPAN: Final = 46
_BUILT_IN_DECIMALS: Final = {1: 0, 2: 2, 3: 0, 4: 2, 37: 0, 38: 0, 39: 2, 40: 2}
_BUILT_IN_PERCENT: Final = frozenset((9, 10))
_SPAN: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_DATE_LETTERS: Final = re.compile(r"[dmhysg]|e(?![+-])", re.IGNORECASE)
_NOT_DATE: Final = re.compile(r"general|G/通用格式", re.IGNORECASE)
_DECIMALS: Final = re.compile(r"[#0,?]*0(?:\.(0+))?")
_SIGN: Final = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|(.)', re.DOTALL)
_MONEY_SIGNS: Final = frozenset("$€£")
_HOME_SIGNS: Final = frozenset(("¥", "￥"))  # these stand before any amount in this country, whatever its heading says
_CUT: Final = re.compile(r'((?:"[^"]*"|\\.|[^;"])*)')
_THOUSAND: Final = 3
_INTEGER: Final = re.compile("-?[0-9]{1,308}")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
# Of possessive repeats only of single characters: a group's goes too far before Python 3.11.5.
_PLAIN_NUMBER: Final = r"-?[0-9]{1,300}+(?:\.[0-9]++)?"
_PLAIN: Final = re.compile(rf"{_PLAIN_NUMBER}(?:\n{_PLAIN_NUMBER})*")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  (a cell knows no time zone)
_LEAP_BUG: Final = 60  # 29 February 1900, a day that never was
VALUE: Final = CellError("#VALUE!")


def shown_as(number: int, code: str | None) -> Shown:
    """Tell by a format's number and code (None: built in) what its numbers are shown as.

    >>> shown_as(14, None), shown_as(31, None), shown_as(57, None), shown_as(2, None)
    ('date', 'date', 'date', 'number')
    >>> shown_as(176, 'yyyy"年"m"月"d"日"'), shown_as(177, '[h]:mm'), shown_as(178, '0.00"dollars"')
    ('date', 'span', 'number')
    >>> shown_as(179, 'General'), shown_as(180, '[Red]0.00_);[$-804]G/通用格式'), shown_as(181, '0.00E+00')
    ('number', 'number', 'number')
    """
    if code is None:
        return "span" if number == _BUILT_IN_SPAN else "date" if number in _BUILT_IN_DATES else "number"
    if _SPAN.search(code):
        return "span"
    bare = _NOT_DATE.sub("", _LITERAL.sub("", code))
    return "date" if _DATE_LETTERS.search(bare) else "number"


def shown_decimals(number: int, code: str | None) -> int | None:
    """Tell how many decimals a format always shows; None where that depends on the number, as in General.

    >>> shown_decimals(2, None), shown_decimals(0, None), shown_decimals(176, "0.00_ "), shown_decimals(177, "0.0#")
    (2, None, 2, None)
    >>> shown_decimals(178, "#,##0.000;[Red]-#,##0.000"), shown_decimals(179, "0"), shown_decimals(9, "0%")
    (3, 0, None)
    """
    if code is None:
        return _BUILT_IN_DECIMALS.get(number)
    match = _DECIMALS.fullmatch(_LITERAL.sub("", code.split(";")[0]).strip())
    return None if match is None else len(match[1] or "")


Scale: TypeAlias = tuple[int, str, str]
"""How a format shows a number: divided by a power of ten, with a word, such as 亿元, behind it and one before it."""

PERCENT: Final[Scale] = (-2, "%", "")


def shown_scale(number: int, code: str | None) -> Scale | None:
    """Tell by what power of ten a format divides, and what it sets behind and before; None where it does nothing so.

    A point that is only written, as in 0!.0, makes ten of each digit behind it, a comma at the end a thousand.

    >>> shown_scale(176, '0.00"万元"'), shown_scale(177, "0!.0,"), shown_scale(178, "#,##0.00_ ")
    ((0, '万元', ''), (4, '', ''), None)
    >>> shown_scale(179, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0'), shown_scale(180, "0\\亿\\元")
    ((8, '亿', ''), (0, '亿元', ''))
    >>> shown_scale(10, None), shown_scale(181, "0.0%"), shown_scale(182, "[$$-409]#,##0.00")
    ((-2, '%', ''), (-2, '%', ''), (0, '', '$'))
    """
    if code is None:
        return PERCENT if number in _BUILT_IN_PERCENT else None
    sections = map(_section_scale, _CUT.findall(code))
    return next((scale for scale in sections if any(scale)), None)


def _section_scale(section: str) -> Scale:
    """The scale of one section of a format."""
    digits = power = commas = 0
    pointed, word, before = False, "", ""
    for quoted, escaped, money, plain in _SIGN.findall(section):
        written = quoted or escaped or money or (plain if plain > "\x7f" or plain in _MONEY_SIGNS else "")
        if plain and plain in "0#?":
            digits, commas, power = digits + 1, 0, power + pointed
        elif plain == ",":
            commas += 1
        elif plain == "%":
            return PERCENT
        elif written == "." and digits:
            pointed = True
        elif digits:
            word += written
        else:
            before += written
    before = "" if before.strip() in _HOME_SIGNS else before.strip()
    return (power + _THOUSAND * commas, word.strip(), before) if digits else (0, "", "")


def number_of(text: str) -> int | float | CellError:
    """Read a number as a part of a workbook has it; an error value for what is none, or beyond every number.

    >>> number_of("12"), number_of("-3.50"), number_of("1E5"), number_of("1_000"), number_of("1e999")
    (12, -3.5, 100000.0, CellError(text='#VALUE!'), CellError(text='#VALUE!'))
    """
    if _INTEGER.fullmatch(text):
        return int(text)
    if not _NUMBER.fullmatch(text):
        return VALUE
    value = float(text)
    return value if isfinite(value) else VALUE


def numbers_of(texts: Collection[str]) -> list[int | float | CellError]:
    """Read many numbers: each as `number_of` does, in a third of its time where all are plain ones.

    >>> numbers_of(["12", "-3.50"]), numbers_of(["1.5", "1E5"]), numbers_of(["1\\n2", "3"])
    ([12, -3.5], [1.5, 100000.0], [CellError(text='#VALUE!'), 3])
    """
    joined = "\n".join(texts)
    if joined.count("\n") == len(texts) - 1 and _PLAIN.fullmatch(joined):
        return [float(text) if "." in text else int(text) for text in texts]
    return list(map(number_of, texts))


def moment_of(text: str, *, since_1904: bool = False) -> datetime | time | int | float | CellError:
    """Read the number of a day with its fraction as a moment, or as a time where it has no day.

    A number that is no day, such as 20240305, stays that number.

    >>> moment_of("45356"), moment_of("45356.5"), moment_of("0.25"), moment_of("1"), moment_of("20240305")
    (datetime.datetime(2024, 3, 5, 0, 0), datetime.datetime(2024, 3, 5, 12, 0), datetime.time(6, 0), \
datetime.datetime(1900, 1, 1, 0, 0), 20240305)
    >>> moment_of("0", since_1904=True), moment_of("1", since_1904=True)
    (datetime.time(0, 0), datetime.datetime(1904, 1, 2, 0, 0))
    """
    number = number_of(text)
    if isinstance(number, CellError) or number < 0:
        return number
    day, fraction = divmod(number, 1)
    part = timedelta(milliseconds=round(fraction * 86_400_000))
    if day == 0 and not part.days:
        return (_EPOCH + part).time()
    if day == _LEAP_BUG and not since_1904:
        return VALUE
    epoch, extra = (_EPOCH_1904, 0) if since_1904 else (_EPOCH, 1 if day < _LEAP_BUG else 0)
    try:
        return epoch + timedelta(days=day + extra) + part
    except OverflowError:
        return number


def span_of(text: str) -> timedelta | int | float | CellError:
    """Read a number of days as a span of time, to the millisecond.

    >>> span_of("1.5")
    datetime.timedelta(days=1, seconds=43200)
    """
    number = number_of(text)
    if isinstance(number, CellError):
        return number
    try:
        return timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return number


def iso_moment_of(text: str) -> datetime | time | CellError:
    """Read a moment written out, as some programs store it; an error value for what is none.

    >>> iso_moment_of("2024-03-05T09:30:00Z"), iso_moment_of("09:30:00")
    (datetime.datetime(2024, 3, 5, 9, 30), datetime.time(9, 30))
    """
    for read in (datetime.fromisoformat, time.fromisoformat):
        try:
            return read(text).replace(tzinfo=None)
        except ValueError:
            continue
    return VALUE
