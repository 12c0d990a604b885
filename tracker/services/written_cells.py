"""How a record's values become cells: references as names, choices as labels, amounts in their heading's unit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tracker.rules.cells import BLANKS, CLEARS, DITTOS, UNSETTLED, cell_text
from tracker.rules.choices import FLAG, GROUP, folded
from tracker.rules.contacts import masked
from tracker.rules.fields import (
    ChoicesKind,
    CountKind,
    DateKind,
    FlagKind,
    GroupKind,
    Kind,
    MoneyKind,
    NamesKind,
    NumberKind,
    PolicyKind,
    RefKind,
    RefsKind,
    SchemeKeyKind,
    split_names,
)
from tracker.rules.money import show_money
from tracker.rules.nouns import CITY, NOUNS, Noun
from tracker.rules.numbers import plain_decimal
from tracker.rules.shares import show_policy
from tracker.rules.tables import is_total
from tracker.services.cell_values import YEARS
from tracker.services.entry import year_of
from tracker.services.lookups import Lookups
from tracker.store.extracts import names_of
from tracker.words import Lang, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from tracker.rules.fields import Field
    from tracker.rules.money import Money
    from tracker.services.sheet_pages import Cell
    from tracker.store.reading import Reader

Writer: TypeAlias = "Callable[[Any, Mapping[str, Any]], Cell]"

BY_NAME: Final = ("chain", "segment")  # their sheet has no column for numbers
MOST_DIGITS: Final = 15  # what a spreadsheet keeps of a number


class CellWriter:
    """Writes the cells of a database's records in one language; `called` is what refers to each record, by noun."""

    def __init__(self, reader: Reader, lang: Lang, *, contacts: bool = False) -> None:
        self._reader = reader
        self._lang = lang
        self._contacts = contacts
        self._lookups = Lookups(reader)
        self.called = {key: self._names(noun) for key, noun in NOUNS.items() if noun.named}
        self.by_number = {key for key in self.called if self._needs_numbers(key)}
        self._chain_of = dict(reader.each("SELECT id, chain_id FROM segment WHERE removed_at IS NULL"))
        self._labels: dict[tuple[str, str, int | None], str] = {}

    def _names(self, noun: Noun) -> dict[int, str]:
        """What refers to each record: its name, or its number where the name alone would not find it again."""
        named = {id_: cell_text(name) for id_, name in names_of(self._reader, noun)}
        if noun.key in BY_NAME:
            return named
        often = Counter(map(folded, named.values()))
        names = self._lookups.names(noun.key)
        return {
            id_: name
            if often[folded(name)] == 1 and _plain(name) and names.numbered(name) is None and self.shown(name) == name
            else noun.number(id_)
            for id_, name in named.items()
        }

    def _needs_numbers(self, key: str) -> bool:
        """Whether some of a noun's records are referred to by their numbers."""
        noun = NOUNS[key]
        return key not in BY_NAME and any(noun.number(id_) == name for id_, name in self.called[key].items())

    def shown(self, words: str) -> str:
        """A text as a reader may see it: without phones and identity numbers, unless contacts are wanted."""
        return words if self._contacts else masked(words)

    def writer(self, noun: Noun, declared: Field) -> Writer:
        """A function from a field's value, and the record it is of, to its cell."""
        kind, lang = declared.kind, self._lang
        if isinstance(kind, RefKind):
            return self._ref_writer(kind)
        if isinstance(kind, SchemeKeyKind):
            return lambda value, values: self._label(noun, kind.of, value, values)
        if isinstance(kind, MoneyKind):
            return lambda value, values: money_cell(value, declared, lang)
        return _labelled_writer(kind, lang) or _plain_writer(kind)

    def _ref_writer(self, kind: RefKind) -> Writer:
        called = self.called[kind.noun]
        number = NOUNS[kind.noun].number
        if isinstance(kind, RefsKind):
            return lambda value, values: "、".join(called.get(id_) or number(id_) for id_ in value)
        if kind.noun == "segment":
            return lambda value, values: self._segment(value, values)
        return lambda value, values: called.get(value) or number(value)

    def _segment(self, id_: int, values: Mapping[str, Any]) -> str:
        """A segment by its name, with its chain before it where the row's own chain is not that."""
        name = self.called["segment"].get(id_, NOUNS["segment"].number(id_))
        chain = self._chain_of.get(id_)
        if chain is None or values.get("chain") == chain:
            return name
        return f"{self.called['chain'][chain]}/{name}"

    def _label(self, noun: Noun, of: str, key: str, values: Mapping[str, Any]) -> str:
        """A metric's or item's label in the scheme of the row's year, its key where the label would not find it."""
        year = year_of({name: values.get(name) for name in YEARS.get(noun.key, ())})
        at = (of, key, year)
        if at not in self._labels:
            self._labels[at] = self._find_label(of, key, year)
        return self._labels[at]

    def _find_label(self, of: str, key: str, year: int | None) -> str:
        for scheme in self._lookups.schemes(year):
            found = scheme.find_metric(key) if of == "metric" else scheme.find_item(key)
            if found and found.key == key:
                label = text(found.label, self._lang)
                return label if self._lookups.scheme_key(of, label, year) == key else key
        return key


def _plain(name: str) -> bool:
    """Whether a name stands in a cell for itself: it is no mark, no 清空, no list of names, no total, no whole city."""
    marks = name in BLANKS | DITTOS or name.casefold() in CLEARS | UNSETTLED
    special = marks or is_total(name) or folded(name) in CITY
    return not special and split_names(name) == [name]


def _labelled_writer(kind: Kind, lang: Lang) -> Writer | None:
    """For the kinds whose values have labels."""
    if isinstance(kind, FlagKind):
        labels = {True: text(FLAG.labels["yes"], lang), False: text(FLAG.labels["no"], lang)}
        return lambda value, values: labels[value]
    if isinstance(kind, PolicyKind):
        return lambda value, values: text(show_policy(value), lang)
    choices = GROUP if isinstance(kind, GroupKind) else getattr(kind, "choices", None)
    if choices is None:
        return None
    of = {key: text(label, lang) for key, label in choices.labels.items()}
    if isinstance(kind, ChoicesKind):
        return lambda value, values: "、".join(of[key] for key in value)
    return lambda value, values: of.get(value, value)


def _plain_writer(kind: Kind) -> Writer:
    if isinstance(kind, DateKind):
        return lambda value, values: value.first if value.first == value.last else value.iso()
    if isinstance(kind, NumberKind):
        return lambda value, values: number_cell(value)
    if isinstance(kind, CountKind):
        return lambda value, values: value if len(str(value)) <= MOST_DIGITS else str(value)
    if isinstance(kind, NamesKind):
        return lambda value, values: "、".join(value)
    return lambda value, values: cell_text(value)


def money_cell(money: Money, declared: Field, lang: Lang) -> Cell:
    """An amount as a number in its heading's unit where a spreadsheet keeps it exactly, else as text with its unit.

    Fen of 15 digits at most, divided by a power of ten, are the floating-point number that shows exactly these digits.
    """
    unit, fen = declared.unit, money.fen
    if unit is None or money.currency != unit.currency or len(str(fen).rstrip("0")) > MOST_DIGITS:
        return show_money(money, lang)
    whole, rest = divmod(fen, unit.fen)
    return fen / unit.fen if rest else whole


def number_cell(number: Decimal) -> Cell:
    """A number where a spreadsheet keeps it exactly, else its digits as text."""
    if not number:
        return 0
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        return plain_decimal(number)
    return int(number) if number == number.to_integral_value() else float(number)
