"""Reads what was entered for a record's fields into values, with references looked up."""

from __future__ import annotations

from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Protocol

from tracker.errors import BadUsage, BadValue, TrackerError
from tracker.rules.choices import GROUP, folded
from tracker.rules.dates import PartialDate, day
from tracker.rules.fields import (
    ChoiceKind,
    ChoicesKind,
    Entry,
    Field,
    FlagKind,
    GroupKind,
    MeasureKind,
    MoneyKind,
    RefKind,
    RefsKind,
    SchemeKeyKind,
    split_names,
)
from tracker.rules.money import find_unit, parse_money, show_money
from tracker.rules.nouns import CITY, CITYWIDE, NOUNS, Noun
from tracker.rules.numbers import exact
from tracker.services.schemes import find_group, group_labels, labels, measure_in, of_year, scheme_key
from tracker.store.names import NameIndex, ambiguous, candidates, nearest, resolve, unknown
from tracker.store.records import Record, display_names, with_names
from tracker.words import (
    AMOUNT_ELSEWHERE,
    METRIC_UNIT_HINT,
    MISSING_FIELDS,
    MISSING_FIELDS_HINT,
    NO,
    SETTING_PLACE,
    YES,
    Lang,
    Say,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence
    from decimal import Decimal

    from tracker.errors import Problem
    from tracker.result import Result
    from tracker.rules.money import Money, MoneyUnit
    from tracker.store.reading import Reader
    from tracker.words import Words


PLACES: Final = 12  # of a target or figure brought to the unit of its metric
LAST: Final = (MeasureKind, SchemeKeyKind)  # a number is read in its metric's unit, a metric in the schemes of its year


class Lookup(Protocol):
    """Finds the records and keys that a text names."""

    def ref(self, noun: Noun, text: str) -> int:
        """The one record of a noun."""

    def segment(self, text: str, chain: int | None) -> int:
        """The one segment, of a chain where it is known."""

    def scheme_key(self, of: str, text: str, year: int | None) -> str:
        """The key of a metric or an adjustment item in the scheme of a year."""

    def measure(self, key: str, year: int | None) -> Say | None:
        """The unit in which a metric is counted, be it of money or not; None for a metric of no scheme."""

    def group(self, text: str) -> str | None:
        """The key of a scheme's group by key or label."""


class Prompt:
    """Looks names up one by one, by number, name, alias or part: what a person types at the prompt."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def ref(self, noun: Noun, text: str) -> int:
        """As `store.names.resolve`."""
        return resolve(self._reader, noun, text)

    def segment(self, text: str, chain: int | None) -> int:
        """Among the chain's own segments if the chain is known."""
        noun = NOUNS["segment"]
        of, slash, name = text.partition("/")
        # An export writes a segment outside its row's chain as chain/segment.
        if chain is None and slash and not candidates(self._reader, noun, text):
            return self.segment(name, resolve(self._reader, NOUNS["chain"], of))
        if chain is None:
            return resolve(self._reader, noun, text)
        rows = self._reader.rows("SELECT id, name FROM segment WHERE chain_id = ? AND removed_at IS NULL", (chain,))
        exact: list[int] = [id_ for id_, name in rows if folded(text) in (folded(name), noun.number(id_).casefold())]
        part = exact or [id_ for id_, name in rows if folded(text) in folded(name)]
        if len(part) == 1:
            return part[0]
        if part:
            raise ambiguous(noun.label, text, list(map(noun.number, part)))
        raise unknown(noun, text, nearest(folded(text), [name for _, name in rows]))

    def scheme_key(self, of: str, text: str, year: int | None) -> str:
        """As `services.schemes.scheme_key`."""
        return scheme_key(self._reader, of, text, year)

    def measure(self, key: str, year: int | None) -> Say | None:
        """That of the newest scheme of the year that has the metric."""
        return measure_in(of_year(self._reader, year) or of_year(self._reader, None), key)

    def group(self, text: str) -> str | None:
        """As `services.schemes.find_group`, among all schemes in force."""
        return find_group(of_year(self._reader, None), text)


def parse_value(field: Field, text: str, entry: Entry, lookup: Lookup, values: Mapping[str, Any]) -> Any:
    """One field's value from its text; `values` holds the fields read before it."""
    kind = field.kind
    if isinstance(kind, RefsKind):
        return tuple(dict.fromkeys(lookup.ref(NOUNS[kind.noun], part) for part in split_names(text)))
    if isinstance(kind, RefKind):
        if kind.noun == "segment":
            return lookup.segment(text, values.get("chain"))
        return lookup.ref(NOUNS[kind.noun], text)
    if isinstance(kind, SchemeKeyKind):
        return lookup.scheme_key(kind.of, text, year_of(values))
    if isinstance(kind, GroupKind):
        group: str = kind.parse(text, entry)
        return group if group in GROUP.labels else lookup.group(text) or group
    if isinstance(kind, MeasureKind) and values.get("metric"):
        return _of_metric(kind, text, entry, lambda: lookup.measure(values["metric"], year_of(values)))
    return kind.parse(text, entry)


def _of_metric(kind: MeasureKind, text: str, entry: Entry, measure_of: Callable[[], Say | None]) -> Decimal:
    """A number in the unit of its metric; an amount with a unit of its own, such as 40亿, is brought to that."""
    try:
        return kind.parse(text, entry)
    except BadValue as error:
        measure = measure_of()
        unit = find_unit(measure.zh) if measure else None
        if unit is None:
            raise
        money = _amount(text)
        if money is None or money.currency != unit.currency:
            raise _beside(error, unit) from error
        return exact(Fraction(money.fen, unit.fen), PLACES)


def _beside(error: BadValue, unit: MoneyUnit) -> BadValue:
    """The same error; its hint says in which unit the metric is counted."""
    found = error.problem
    return BadValue(found.what, code=found.code, value=found.value, hint=METRIC_UNIT_HINT(unit=unit.label))


def year_of(values: Mapping[str, Any]) -> int | None:
    """The year whose scheme a row's metric or item is read in: entered, or that of the row's date."""
    if values.get("year"):
        return int(values["year"])
    day = values.get("as_of_on") or values.get("happened_on")
    return day.last.year if day else None


def parse_values(
    noun: Noun, texts: Mapping[str, str], entry: Entry, lookup: Lookup, known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """All entered fields of a record, beside what is known of it; the error names the option that cannot be read."""
    values: dict[str, Any] = {}
    for field in sorted(noun.fields, key=lambda f: [isinstance(f.kind, each) for each in LAST]):
        if field.key not in texts:
            continue
        if noun.key in CITYWIDE and field.key == "unit" and folded(texts["unit"]) in CITY:
            values["unit"] = None
            continue
        try:
            values[field.key] = parse_value(field, texts[field.key], entry, lookup, {**(known or {}), **values})
        except TrackerError as error:
            _say_elsewhere(error, noun, field, texts[field.key])
            raise placed(error, field) from error
    return values


def _say_elsewhere(error: TrackerError, noun: Noun, field: Field, text: str) -> None:
    """Where an amount was typed for a choice, let the hint name the options that take amounts."""
    if not isinstance(field.kind, ChoiceKind) or _amount(text) is None:
        return
    if options := tuple(each.option for each in noun.fields if isinstance(each.kind, MoneyKind)):
        error.problem = error.problem._replace(hint=AMOUNT_ELSEWHERE(hint=error.problem.hint, options=options))


def _amount(text: str) -> Money | None:
    """The amount that a text says with its unit; None where it says none."""
    try:
        return parse_money(text)
    except BadValue:
        return None


def placed(error: TrackerError, field: Field) -> TrackerError:
    """The same error with the option as its place."""
    return error.at(field.option)


@contextmanager
def under(options: Mapping[str, str]) -> Iterator[None]:
    """Say what is wrong with a field of the option by which a verb takes it, such as `--on` for `--signed-on`."""
    try:
        yield
    except TrackerError as error:
        error.problem = _renamed(error.problem, options)
        error.problems = tuple(_renamed(each, options) for each in error.problems)
        raise


def _renamed(found: Problem, options: Mapping[str, str]) -> Problem:
    return found._replace(place=options.get(found.place, found.place)) if isinstance(found.place, str) else found


def require(noun: Noun, values: Mapping[str, Any]) -> None:
    """Refuse a new record that lacks a required field, naming every option that is missing."""
    absent = [field for field in noun.fields if field.required and values.get(field.key) is None]
    if absent:
        raise missing(noun, absent)


def missing(noun: Noun, fields: Sequence[Field]) -> BadUsage:
    """The error for fields that were not given."""
    return lacking({field.option: field.label for field in fields}, noun)


def lacking(options: Mapping[str, Words], noun: Noun) -> BadUsage:
    """The error for a command line that lacks arguments or options: all of them at once, each with its label."""
    typed_as = " ".join(f"{option} …" if option.startswith("-") else option for option in options)
    return BadUsage(
        MISSING_FIELDS(fields=tuple(options.values()), noun=noun.label),
        code="missing_options",
        value=" ".join(options),
        hint=MISSING_FIELDS_HINT(options=typed_as),
    )


def unsaid(
    reader: Reader, noun: Noun, known: Container[str], entry: Entry, *, needs_unit: bool = False
) -> dict[str, Any]:
    """What a new record has in fields that were not given: the unit worked for, today or this year if they go unsaid.

    Raises NotFound or Refused, with the setting as the place, where no one unit is so called.
    """
    values: dict[str, Any] = {}
    for field in (each for each in noun.fields if each.key not in known):
        if field.key == "unit" and entry.home and (field.required or needs_unit):
            values["unit"] = _home(reader, entry.home)
        elif field.today:
            values[field.key] = day(entry.today)
        elif (noun.key, field.key) == ("target", "year") and "campaign" not in known:
            values["year"] = entry.today.year
    return values


def _home(reader: Reader, text: str) -> int:
    """The unit that the setting names."""
    try:
        return resolve(reader, NOUNS["unit"], text)
    except TrackerError as error:
        raise error.at(SETTING_PLACE(key="unit")) from error


def granted(result: Result, noun: Noun, own: Mapping[str, Any], reader: Reader) -> Result:
    """The answer to a write, with what it took for granted."""
    if not own or not isinstance(result.data, dict):
        return result
    [named] = with_names(reader, noun, [Record(0, 0, dict(own))])
    taken = {key: named[key].iso() if isinstance(named[key], PartialDate) else named[key] for key in own}
    return result._replace(data=result.data | {"taken": taken})


def unit_teller(reader: Reader) -> Callable[[str], bool]:
    """A function that tells whether a text is the number, name or other name of a unit, and no mere part of it."""
    known = NameIndex(reader, NOUNS["unit"])
    return lambda text: bool(known.find(text))


def typed(reader: Reader, field: Field, value: Any, lang: Lang) -> str:
    """A value as a person would type it, so that it reads back the same; an empty text for nothing."""
    kind = field.kind
    if value is None:
        return ""
    if isinstance(kind, RefKind):
        ids = value if isinstance(kind, RefsKind) else (value,)
        return ",".join(_called(reader, NOUNS[kind.noun], id_) for id_ in ids)
    if isinstance(kind, (ChoiceKind, ChoicesKind)):
        keys = value if isinstance(kind, ChoicesKind) else (value,)
        return ",".join(kind.choices.labels[key].zh if lang == "zh" else key for key in keys)
    if isinstance(kind, FlagKind):
        return text(YES if value else NO, lang)
    if isinstance(kind, MoneyKind):
        return show_money(value, lang)
    if isinstance(kind, SchemeKeyKind) and lang == "zh":
        return labels(reader, kind.of)[value].zh if value in labels(reader, kind.of) else str(value)
    if isinstance(kind, GroupKind) and lang == "zh":
        label = {**group_labels(reader), **GROUP.labels}.get(value)
        return label.zh if label else str(value)
    dumped = kind.dump(value)
    return ",".join(dumped) if isinstance(dumped, list) else str(dumped)


def _called(reader: Reader, noun: Noun, id_: int) -> str:
    """The name of a record where it means that record alone, else its number."""
    name = display_names(reader, noun, [id_]).get(id_, "")
    alone = (
        noun.named and not set("、，,；;") & set(name) and [each for each, _ in candidates(reader, noun, name)] == [id_]
    )
    return name if alone else noun.number(id_)
