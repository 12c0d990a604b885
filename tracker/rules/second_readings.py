"""Second readings of cells: what a value means that is no value of its field as it stands, and how that is said.

None is a guess between two: a cell that may mean either is refused, and these are shown before anything is written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadValue
from tracker.rules.cells import UNSETTLED
from tracker.rules.dates import day, serial_day, vague_date
from tracker.rules.fields import CountKind, DateKind, Entry, Kind, MeasureKind
from tracker.rules.numbers import squeezed, without_about
from tracker.words import CELL_APPROXIMATE, CELL_SERIAL, CELL_UNSETTLED

if TYPE_CHECKING:
    from tracker.words import Words

_COUNTED: Final = re.compile(r"([0-9,]+)(?:人次|人|个|名|家|次|项|户)|((?:19|20)[0-9]{2})年度?")
_MEASURED: Final = r"[+-]?[0-9][0-9.,]*([^0-9.,]{1,8})"
_CLOCK: Final = re.compile(r"(.*[0-9日])(?:\s+|T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?", re.ASCII)


class Reading(NamedTuple):
    """A value that a cell is taken to mean, and the code and words by which a person is told; no code: nothing to say.

    `value` None leaves the field blank.
    """

    value: Any
    code: str = ""
    what: Words = ""


def second_reading(kind: Kind, cell: object, entry: Entry) -> Reading | None:
    """What a cell means that its kind has refused; None where the refusal stands.

    >>> import datetime
    >>> from tracker.rules.fields import MoneyKind
    >>> entry = Entry(datetime.date(2024, 1, 1))
    >>> second_reading(MoneyKind(), "约3.2亿元", entry).value, second_reading(MoneyKind(), "面议", entry).code
    (Money(fen=32000000000, currency='CNY'), 'cell_unsettled')
    >>> second_reading(MeasureKind(), "85％", entry).value
    Decimal('85')
    >>> second_reading(DateKind(), 45352, entry).value.iso(), second_reading(DateKind(), "2024年底", entry).value.iso()
    ('2024-03-01', '2024')
    """
    if isinstance(cell, str):
        return _text(kind, cell, entry)
    if isinstance(kind, DateKind) and isinstance(cell, (int, float)) and (serial := serial_day(cell)):
        return Reading(day(serial), "date_serial", CELL_SERIAL(value=cell, taken=serial.isoformat()))
    return None


def _text(kind: Kind, cell: str, entry: Entry) -> Reading | None:
    if cell.strip().casefold() in UNSETTLED:
        return Reading(None, "cell_unsettled", CELL_UNSETTLED(value=cell.strip()))
    if isinstance(kind, DateKind):
        timed = _CLOCK.fullmatch(unicodedata.normalize("NFKC", cell).strip())
        if timed:
            return _day(kind, timed[1], entry)
        vague = vague_date(cell)
        return vague and Reading(vague, "cell_approximate", CELL_APPROXIMATE(value=cell.strip(), taken=vague.iso()))
    return _number(kind, cell, entry) if kind.numeric else None


def _day(kind: DateKind, text: str, entry: Entry) -> Reading | None:
    """The day of a text that had a clock time as well, as web systems write it."""
    try:
        return Reading(kind.read(text, entry))
    except BadValue:
        return None


def unit_behind(cell: object) -> str:
    """The word behind a text's number, squeezed: what is held against the unit of the metric; "" where there is none.

    >>> unit_behind("3.5 亿元"), unit_behind("85％"), unit_behind("12"), unit_behind(0.85), unit_behind("待定")
    ('亿元', '%', '', '', '')
    """
    match = re.fullmatch(_MEASURED, without_about(cell)) if isinstance(cell, str) else None
    return match[1] if match else ""


def _number(kind: Kind, cell: str, entry: Entry) -> Reading | None:
    """An approximate number as the one that it names, a count without its measure word, a value without its unit."""
    plain = without_about(cell)
    counted = _COUNTED.fullmatch(plain) if isinstance(kind, CountKind) else None
    unit = unit_behind(plain) if isinstance(kind, MeasureKind) else ""
    try:
        value = kind.read(counted[1] or counted[2] if counted else plain.removesuffix(unit), entry)
    except BadValue:
        return None
    if plain == squeezed(cell):
        return Reading(value)
    return Reading(value, "cell_approximate", CELL_APPROXIMATE(value=cell.strip(), taken=plain))
