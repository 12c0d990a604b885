"""A field of a record, declared once: how it is named, entered, read from a cell, stored, journalled and shown.

A `Kind` knows one type of value. Between `parse` and `show` a value is one plain Python object (see each kind);
`store` and `load` turn it into database columns and back, `dump` and `undump` into JSON for the journal.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadValue
from tracker.rules import shares
from tracker.rules.choices import FLAG, GROUP, Choices, folded
from tracker.rules.dates import PartialDate, day, from_iso, number_date, parse_date
from tracker.rules.money import Money, MoneyUnit, from_unit, parse_money, plain_money
from tracker.rules.numbers import parse_integer, parse_number, plain_decimal
from tracker.words import (
    CELL_DIGITS,
    CELL_DIGITS_HINT,
    CELL_NOT_DATE,
    CELL_NOT_DATE_HINT,
    CELL_NOT_TEXT,
    CELL_NOT_TEXT_HINT,
    NEGATIVE,
    NEGATIVE_HINT,
    TEXT_EMPTY,
    TEXT_EMPTY_HINT,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

Stored = str | int | None
EXACT_WHOLE: Final = 2**53
MOST_WHOLE: Final = 10**15  # a spreadsheet keeps fifteen digits of a number


class Entry(NamedTuple):
    """What a value is read against: the day that counts as today, the unit of a bare amount, the unit worked for."""

    today: datetime.date
    unit: MoneyUnit | None = None
    home: str | None = None


class Kind:
    """Text: a value is a `str`, one column. The other kinds override what differs."""

    numeric = False

    def columns(self, key: str) -> tuple[str, ...]:
        """The database columns that hold a value of the field `key`."""
        return (key,)

    def parse(self, text: str, entry: Entry) -> Any:
        """Read what a person typed; raise BadValue saying what to type instead."""
        text = text.strip()
        if not text:
            raise BadValue(TEXT_EMPTY, code="text_empty", value=text, hint=TEXT_EMPTY_HINT)
        return text

    def read(self, cell: object, entry: Entry) -> Any:
        """Read a spreadsheet cell: a text as typed, a number or date as its kind allows."""
        if isinstance(cell, str):
            return self.parse(cell, entry)
        if isinstance(cell, bool):
            return self.parse("是" if cell else "否", entry)
        if isinstance(cell, (int, float)):
            self._refuse_lost(cell)
            return self.parse(number_text(cell), entry)
        raise BadValue(CELL_NOT_TEXT(value=str(cell)), code="cell_type", value=str(cell), hint=CELL_NOT_TEXT_HINT)

    def _refuse_lost(self, cell: float) -> None:
        """Refuse a number that stands for a text and has lost digits; what is counted may well be rounded."""
        if not self.numeric and abs(cell) >= MOST_WHOLE:
            value = f"{cell:.0f}"
            raise BadValue(CELL_DIGITS(value=value), code="cell_digits", value=value, hint=CELL_DIGITS_HINT)

    def store(self, value: Any) -> tuple[Stored, ...]:
        """The value as database columns, in the order of `columns`."""
        return (value,)

    def load(self, stored: tuple[Any, ...]) -> Any:
        """The value from its database columns; None where there is none."""
        return stored[0]

    def dump(self, value: Any) -> Any:
        """The value as JSON for the journal."""
        return value

    def undump(self, dumped: Any) -> Any:
        """The value from the journal's JSON."""
        return dumped


def number_text(number: float) -> str:
    """A cell's number as a person would type it, to the 15 digits that a spreadsheet keeps.

    >>> number_text(3.0), number_text(0.1 + 0.2)
    ('3', '0.3')
    """
    return plain_decimal(number_of(number))


def number_of(number: float) -> Decimal:
    """A cell's number, to the 15 digits that a spreadsheet keeps."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < EXACT_WHOLE):
        return Decimal(int(number))
    return Decimal(f"{number:.15g}")


class NamesKind(Kind):
    """Several short texts; a value is a tuple of `str`, stored joined by 、."""

    def parse(self, text: str, entry: Entry) -> tuple[str, ...]:
        """Split at 、，,；; and line breaks, dropping repeats."""
        return tuple(dict.fromkeys(split_names(super().parse(text, entry))))

    def store(self, value: Any) -> tuple[Stored, ...]:
        """Joined by 、, which no name contains."""
        return ("、".join(value),)

    def load(self, stored: tuple[Any, ...]) -> Any:
        """Split again."""
        return tuple(stored[0].split("、")) if stored[0] else None

    def dump(self, value: Any) -> Any:
        """A JSON list."""
        return None if value is None else list(value)

    def undump(self, dumped: Any) -> Any:
        """A tuple again."""
        return None if dumped is None else tuple(dumped)


SEPARATORS: Final = str.maketrans(dict.fromkeys("，,；;\n\r\t", "、"))


def split_names(text: str) -> list[str]:
    """The names in one cell.

    >>> split_names("昉瑞，人本;哈轴")
    ['昉瑞', '人本', '哈轴']
    """
    return [name for part in text.translate(SEPARATORS).split("、") if (name := part.strip())]


class ChoiceKind(Kind):
    """One of a fixed list; a value is its English key."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices

    def parse(self, text: str, entry: Entry) -> str:
        """Either label or the key, any case and width."""
        return self.choices.parse(text)


class ChoicesKind(NamesKind):
    """Several of a fixed list; a value is a tuple of English keys in the list's order."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices

    def parse(self, text: str, entry: Entry) -> tuple[str, ...]:
        """Each part is a key or a label."""
        chosen = {self.choices.parse(part) for part in split_names(text)}
        return tuple(key for key in self.choices.keys if key in chosen)


class GroupKind(Kind):
    """A unit's group: one of the three known from the start, or any key of a scheme."""

    def parse(self, text: str, entry: Entry) -> str:
        """A known key or label; anything else stands as its own key."""
        return group_of(text) or super().parse(text, entry)


def group_of(text: str) -> str | None:
    """The key of the group known from the start that a key, a label or a usual name of it means.

    >>> group_of("县(市、区)"), group_of("zones"), group_of("市直单位"), group_of("南片区")
    ('county', 'zone', 'department', None)
    """
    for key, label in GROUP.labels.items():
        if folded(text) in (folded(key), folded(label.zh), folded(label.en), folded(label.zh + "、")):
            return key
    return _GROUP_NAMES.get(folded(text))


_GROUP_NAMES: Final = {
    **dict.fromkeys(("县(市、区)", "县区", "区县", "counties"), "county"),
    "zones": "zone",
    **dict.fromkeys(("部门", "市直", "市直单位", "departments"), "department"),
}


class FlagKind(Kind):
    """Yes or no; a value is a `bool`, stored 1 or 0."""

    def parse(self, text: str, entry: Entry) -> bool:
        """是 or 否, yes or no."""
        return FLAG.parse(text) == "yes"

    def store(self, value: Any) -> tuple[Stored, ...]:
        """1 or 0."""
        return (None if value is None else int(value),)

    def load(self, stored: tuple[Any, ...]) -> Any:
        """A bool again."""
        return None if stored[0] is None else bool(stored[0])


class DateKind(Kind):
    """A date with its precision; a value is a `PartialDate`, stored as its first and last day."""

    def columns(self, key: str) -> tuple[str, ...]:
        """First day and last day: a window is compared with both."""
        return (key, key.removesuffix("_on") + "_to")

    def parse(self, text: str, entry: Entry) -> PartialDate:
        """Any form of `rules.dates`; a day without a year is one of this year."""
        return parse_date(text, entry.today)

    def read(self, cell: object, entry: Entry) -> PartialDate:
        """A date cell without its time, a text, or a number as in `number_date`; a year is never guessed."""
        if isinstance(cell, datetime.datetime):
            return day(cell.date())
        if isinstance(cell, datetime.date):
            return day(cell)
        if isinstance(cell, str):
            return parse_date(cell, entry.today, yearless=False)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return number_date(cell, entry.today)
        raise BadValue(CELL_NOT_DATE(value=str(cell)), code="cell_not_date", value=str(cell), hint=CELL_NOT_DATE_HINT)

    def store(self, value: Any) -> tuple[Stored, ...]:
        """ISO texts, which sort as dates do."""
        return (None, None) if value is None else (value.first.isoformat(), value.last.isoformat())

    def load(self, stored: tuple[Any, ...]) -> Any:
        """The span again."""
        if stored[0] is None:
            return None
        return PartialDate(datetime.date.fromisoformat(stored[0]), datetime.date.fromisoformat(stored[1]))

    def dump(self, value: Any) -> Any:
        """`2024-03-05`, `2024-03`, `2024Q1`, …"""
        return None if value is None else value.iso()

    def undump(self, dumped: Any) -> Any:
        """From the short form."""
        return None if dumped is None else from_iso(dumped)


class MoneyKind(Kind):
    """An amount; a value is `Money` in whole fen with its currency, two columns."""

    numeric = True

    def columns(self, key: str) -> tuple[str, ...]:
        """Integer fen, and the currency's code."""
        return (f"{key}_fen", f"{key}_currency")

    def parse(self, text: str, entry: Entry) -> Money:
        """With its unit, or bare where the entry names one."""
        return parse_money(text, entry.unit)

    def read(self, cell: object, entry: Entry) -> Money:
        """A number takes the unit of its heading, and is rounded to the fen as a spreadsheet's digits are."""
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and entry.unit:
            if money := plain_money(cell, entry.unit):
                return money
            number = number_of(cell)
            if number < 0:
                raise BadValue(NEGATIVE(value=str(cell)), code="negative", value=str(cell), hint=NEGATIVE_HINT)
            return from_unit(number, entry.unit)
        return super().read(cell, entry)  # type: ignore[no-any-return]

    def store(self, value: Any) -> tuple[Stored, ...]:
        """Fen and currency."""
        return (None, None) if value is None else (value.fen, value.currency)

    def load(self, stored: tuple[Any, ...]) -> Any:
        """Money again."""
        return None if stored[0] is None else Money(stored[0], stored[1])

    def dump(self, value: Any) -> Any:
        """`[fen, currency]`"""
        return None if value is None else list(value)

    def undump(self, dumped: Any) -> Any:
        """Money again."""
        return None if dumped is None else Money(*dumped)


class NumberKind(Kind):
    """A number; a value is a `Decimal`, stored as its digits."""

    numeric = True

    def parse(self, text: str, entry: Entry) -> Decimal:
        """Digits with at most one point; no exponent, no unit."""
        return parse_number(text)

    def store(self, value: Any) -> tuple[Stored, ...]:
        """All its digits, without an exponent."""
        return (None if value is None else plain_decimal(value),)

    def load(self, stored: tuple[Any, ...]) -> Any:
        """A Decimal again."""
        return None if stored[0] is None else Decimal(stored[0])

    def dump(self, value: Any) -> Any:
        """Its digits as a text, so that JSON loses none."""
        return self.store(value)[0]

    def undump(self, dumped: Any) -> Any:
        """A Decimal again."""
        return self.load((dumped,))


class MeasureKind(NumberKind):
    """A number in the unit of its metric."""


class CountKind(Kind):
    """A whole number that is not negative; a value is an `int`."""

    numeric = True

    def parse(self, text: str, entry: Entry) -> int:
        """Digits, perhaps with thousands commas."""
        number = parse_integer(text)
        if number < 0:
            raise BadValue(NEGATIVE(value=text), code="negative", value=text, hint=NEGATIVE_HINT)
        return number


class PolicyKind(Kind):
    """How credit is shared between introducer and host; a value is the canonical text of `rules.shares`."""

    def parse(self, text: str, entry: Entry) -> str:
        """单独 single, 双算, 全归引荐方 or parts that sum to 10 or 100."""
        return shares.parse_policy(text)

    def read(self, cell: object, entry: Entry) -> str:
        """A spreadsheet takes 5:5 for five hours and five minutes."""
        if isinstance(cell, datetime.time):
            return self.parse(f"{cell.hour}:{cell.minute}", entry)
        return super().read(cell, entry)  # type: ignore[no-any-return]


class RefKind(Kind):
    """Another record, entered by number or name; a value is its id. Reading the name needs the database."""

    def __init__(self, noun: str) -> None:
        self.noun = noun

    def columns(self, key: str) -> tuple[str, ...]:
        """The id of the other record."""
        return (f"{key}_id",)


class RefsKind(RefKind):
    """Several other records; a value is a tuple of ids, kept in the table `link` in their order."""

    def __init__(self, noun: str, link: str) -> None:
        super().__init__(noun)
        self.link = link

    def columns(self, key: str) -> tuple[str, ...]:
        """None in the record's own table."""
        return ()

    def store(self, value: Any) -> tuple[Stored, ...]:
        """Nothing in the record's own table."""
        return ()

    def load(self, stored: tuple[Any, ...]) -> Any:
        """Nothing there either; the reader adds the ids."""
        return None

    def dump(self, value: Any) -> Any:
        """A JSON list of ids."""
        return None if value is None else list(value)

    def undump(self, dumped: Any) -> Any:
        """A tuple again."""
        return None if dumped is None else tuple(dumped)


class SchemeKeyKind(Kind):
    """A metric or an adjustment item; a value is its key in the scheme of the row's year, which the database knows."""

    def __init__(self, of: str) -> None:
        self.of = of


class Field(NamedTuple):
    """One field of a noun: its key in JSON and code, its label and heading, its kind, and how it is asked for.

    `unit` is that of a bare number under the field's heading. `stage` names, for a field that a project shows but its
    milestone holds, that milestone's stage and field. `short` is a shorter word for its option. Where `today` is set,
    a new record that says no date is one of today.
    """

    key: str
    label: Say
    kind: Kind = Kind()
    required: bool = False
    default: Any = None
    unit: MoneyUnit | None = None
    synonyms: tuple[str, ...] = ()
    stage: tuple[str, str] | None = None
    short: str | None = None
    today: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """Its command-line options, the shortest first: `--on` and `--received-on` for `received_on`.

        >>> Field("received_on", Say("到位时间", "Received"), short="on").options
        ('--on', '--received-on')
        """
        return tuple("--" + word.replace("_", "-") for word in (self.short, self.key) if word)

    @property
    def option(self) -> str:
        """The option that people are told to type."""
        return self.options[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in the record's own table; a milestone's field has none there."""
        return () if self.stage else self.kind.columns(self.key)

    def label_of(self, key: str) -> Say:
        """What one value of its fixed list is called; TypeError where it has no such list.

        >>> Field("status", Say("状态", "Status"), ChoiceKind(FLAG)).label_of("yes").zh
        '是'
        """
        if not isinstance(self.kind, ChoiceKind | ChoicesKind):
            message = f"{self.key} has no fixed list"
            raise TypeError(message)
        return self.kind.choices.labels[key]

    def names(self) -> Iterable[str]:
        """Every text that stands for the field as a heading or in a condition."""
        return (self.key, self.label.zh, self.label.en, *self.synonyms)
