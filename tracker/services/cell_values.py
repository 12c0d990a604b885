"""Reads the cells of lines as the values of their fields, each kind in its own way."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tracker.errors import BadData, BadValue, NotFound, TrackerError
from tracker.rules.cells import CLEARS, cell_text
from tracker.rules.choices import GROUP
from tracker.rules.dates import parse_days
from tracker.rules.fields import Entry, GroupKind, Kind, MoneyKind, RefKind, RefsKind, SchemeKeyKind, split_names
from tracker.rules.money import find_unit
from tracker.rules.numbers import exact, plain_decimal, squeezed
from tracker.rules.second_readings import Reading, second_reading, unit_behind
from tracker.services.entry import PLACES, year_of
from tracker.services.sheet_rows import BadCell, Written
from tracker.words import (
    CELL_FAULT,
    CELL_FAULT_HINT,
    CLEAR_REQUIRED,
    CLEAR_REQUIRED_HINT,
    DAYS_TAKEN,
    METRIC_NOT_ITS_UNIT,
    METRIC_NOT_ITS_UNIT_HINT,
    METRIC_OTHER_UNIT,
    METRIC_UNIT_TAKEN,
    UNIT_BY_ROW,
    UNIT_BY_ROW_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.rules.fields import Field
    from tracker.rules.money import MoneyUnit
    from tracker.rules.nouns import Noun
    from tracker.services.lookups import Lookups
    from tracker.services.sheet_rows import Line, Lines, Sheet
    from tracker.words import Words

YEARS: Final = {"target": ("year",), "figure": ("as_of_on",), "adjustment": ("happened_on",)}
REMEMBERED: Final = (str, int, float, datetime.datetime)  # not bool, whose True is 1
UNREAD: Final = object()
DAYS: Final = frozenset((("visit", "start_on"), ("campaign", "start_on")))  # of what lasts from one day to another
LAST_DAY: Final = "end_on"
BY_ROW: Final = "investment"  # the field of a row that says which of a heading's two units is meant


Outcome: TypeAlias = "tuple[Any, TrackerError | Reading | None]"
"""What reading a cell gave: its value, and why there is none or what a person is told of it; mostly nothing."""
Reader: TypeAlias = "Callable[[Any], Outcome]"


class Values:
    """Reads the cells of lines as values, each kind in its own way; what one column has read it remembers."""

    def __init__(self, lines: Lines, lookups: Lookups, entry: Entry) -> None:
        self._lines = lines
        self._lookups = lookups
        self._entry = entry
        self._readers: dict[tuple[int, str], dict[str, _Remembering]] = {}
        self._by_row: dict[tuple[int, str, str | None], Reader] = {}
        self._alike: dict[tuple[str, ...], tuple[str, ...]] = {}  # most rows of a table fill in the same fields

    def read(self, line: Line) -> None:
        """Fill a line's values; what cannot be read becomes a problem at its cell."""
        readers = self._of(line.sheet, line.noun)
        later, told = [], []
        values = line.values
        for key, cell in (self._unlike(line) if line.record else line.raw).items():
            reader = readers.get(key)
            if reader is None:
                later.append(key)
                continue
            value = reader.plain.get(cell, UNREAD)
            if value is UNREAD:
                value, trouble = outcome = reader(cell)
                if trouble is not None:
                    told.append((key, outcome))
                    continue
            values[key] = value
        for key in later:
            self._read_late(line, key)
        for key, outcome in told:
            self._take(line, key, outcome)
        if line.noun.key in YEARS and isinstance(values.get("value"), Decimal):
            self._to_metric(line)
        keys = tuple(line.raw)
        line.filled, line.raw = self._alike.setdefault(keys, keys), {}

    def _unlike(self, line: Line) -> dict[str, Any]:
        """The cells of a line that do not hold the very text that its record has."""
        old = line.record.values if line.record else {}
        readers = self._of(line.sheet, line.noun)
        return {
            key: cell
            for key, cell in line.raw.items()
            if key not in readers or not _stays(old.get(key), _written(line, key, cell))
        }

    def _take(self, line: Line, key: str, outcome: Outcome) -> None:
        """Take what is no plain value: an error, or a second reading, which may leave the field blank."""
        value, trouble = outcome
        if isinstance(trouble, TrackerError):
            if not self._take_days(line, key, trouble):
                self._lines.add_problem(line, key, trouble)
            return
        unsettled = trouble is not None and value is None
        if trouble is not None and trouble.code and not (unsettled and line.new and line.noun.field(key).required):
            group = f"{line.sheet.name}!{line.letter(key)}"
            self._lines.notes.add(trouble.code, line.place(key), trouble.what, group=group)
        if unsettled:  # what is required is refused later, and says what stands there
            line.written = {**(line.written or {}), key: Written(str(line.raw.pop(key)).strip())}
        else:
            line.values[key] = value

    def _take_days(self, line: Line, key: str, error: TrackerError) -> bool:
        """Take the first and the last day of one cell, where no other says the last; whether that is so."""
        if (line.noun.key, key) not in DAYS or error.problem.code != "date_range" or LAST_DAY in line.raw:
            return False
        text = str(line.raw[key]).strip()
        days = parse_days(text, self._entry.today, yearless=False)
        if days is None:
            return False
        line.raw[LAST_DAY] = text
        line.values[key], line.values[LAST_DAY] = days
        what = DAYS_TAKEN(value=text, first=days[0].iso(), last=days[1].iso())
        self._lines.notes.add("days_taken", line.place(key), what, group=f"{line.sheet.name}!{line.letter(key)}")
        return True

    def _read_late(self, line: Line, key: str) -> None:
        """Read what depends on the rest of the row: a segment on its chain, a metric on its year, money on its unit."""
        declared, cell = line.noun.field(key), line.raw[key]
        if isinstance(declared.kind, MoneyKind):
            self._take(line, key, self._money(line, key)(cell))
            return
        try:
            text = _word(cell, self._entry)
            if text.casefold() in CLEARS:
                line.values[key] = _cleared(declared)
            elif isinstance(declared.kind, SchemeKeyKind):
                line.values[key] = self._scheme_key(line, declared.kind, key, text)
            else:
                line.values[key] = self._lookups.segment(text, line.value("chain"))
        except TrackerError as error:
            self._lines.add_problem(line, key, error)

    def _to_metric(self, line: Line) -> None:
        """Bring a target or figure from the unit of its cell or heading to its metric's, where both are one money."""
        metric, own = line.value("metric"), unit_behind(line.raw.get("value"))
        heading = _units(line.sheet, line.noun).get("value", ())
        year = year_of({key: line.value(key) for key in YEARS[line.noun.key]})
        measure = self._lookups.measure(metric, year) if isinstance(metric, str) and (own or heading) else None
        if measure is None or own in (squeezed(measure.zh), squeezed(measure.en)):
            return
        unit = find_unit(measure.zh)
        units = (find_unit(own),) if own else heading
        said = next((each for each in units if each and unit and each.currency == unit.currency), None)
        if said is not None and unit is not None:
            self._convert(line, said, unit)
        elif own:
            text = str(line.raw["value"]).strip()
            what, hint = METRIC_NOT_ITS_UNIT(value=text, metric=measure), METRIC_NOT_ITS_UNIT_HINT(metric=measure)
            self._lines.add_problem(line, "value", BadValue(what, code="value_unit", value=text, hint=hint))
        elif unit is not None:
            self._note_unit(line, METRIC_OTHER_UNIT(unit=heading[0].label, metric=unit.label))

    def _convert(self, line: Line, said: MoneyUnit, unit: MoneyUnit) -> None:
        """A value of one unit in another of the same money."""
        if said == unit:
            return
        number = line.values["value"]
        line.values["value"] = exact(Fraction(number) * said.in_terms_of(unit), PLACES)
        shown = plain_decimal(line.values["value"])
        self._note_unit(
            line, METRIC_UNIT_TAKEN(value=plain_decimal(number), unit=said.label, taken=shown, metric=unit.label)
        )

    def _note_unit(self, line: Line, what: Words) -> None:
        self._lines.notes.add("metric_unit", line.place("value"), what, group=line.sheet.name)

    def _scheme_key(self, line: Line, kind: SchemeKeyKind, key: str, text: str) -> str:
        """A metric or item; a key that the database holds already stands even if its scheme is gone."""
        try:
            return self._lookups.scheme_key(
                kind.of, text, year_of({k: line.value(k) for k in YEARS.get(line.noun.key, ())})
            )
        except NotFound:
            if self._lookups.stored(line.noun, key, text):
                return text
            raise

    def _of(self, sheet: Sheet, noun: Noun) -> dict[str, _Remembering]:
        """One function from cell to value for each column of a noun on a sheet."""
        at = (id(sheet), noun.key)
        if at not in self._readers:
            units = _units(sheet, noun)
            self._readers[at] = {
                each.key: self._reader(each, Entry(self._entry.today, _unit(each, units)))
                for each in noun.fields
                if len(units.get(each.key, ())) < 2
                and not isinstance(each.kind, SchemeKeyKind)
                and getattr(each.kind, "noun", None) != "segment"
            }
        return self._readers[at]

    def _money(self, line: Line, key: str) -> Reader:
        """The reader of an amount whose heading names two units: domestic or foreign investment decides."""
        row = line.values.get(BY_ROW) or (line.record and line.record.values.get(BY_ROW))
        at = (id(line.sheet), f"{line.noun.key}.{key}", row)
        if at not in self._by_row:
            units = _units(line.sheet, line.noun)[key]
            unit = _unit_of_row(units, row)
            reader = self._reader(line.noun.field(key), Entry(self._entry.today, unit))
            self._by_row[at] = reader if unit else _unclear(reader, units)
        return self._by_row[at]

    def _reader(self, declared: Field, entry: Entry) -> _Remembering:
        parse = self._parser(declared, entry)

        def read(cell: Any) -> Outcome:
            try:
                _refuse_fault(cell)
                clears = isinstance(cell, str) and cell.strip().casefold() in CLEARS
                return (_cleared(declared) if clears else parse(cell)), None
            except TrackerError as error:
                second = second_reading(declared.kind, cell, entry)
                return (None, error) if second is None else (second.value, second)

        return _Remembering(read)

    def _parser(self, declared: Field, entry: Entry) -> Callable[[Any], Any]:
        kind, lookups = declared.kind, self._lookups
        if isinstance(kind, RefsKind):
            names = lookups.names(kind.noun)
            return lambda cell: names.resolve_all(split_names(_word(cell, entry)))
        if isinstance(kind, RefKind):
            names = lookups.names(kind.noun)
            return lambda cell: names.resolve(_word(cell, entry))
        if isinstance(kind, GroupKind):
            return lambda cell: self._group(kind.read(cell, entry))
        return lambda cell: kind.read(cell, entry)

    def _group(self, text: str) -> str:
        """A group known from the start, else a scheme's, else the text itself."""
        return text if text in GROUP.labels else self._lookups.group(text) or text


class _Remembering:
    """Reads the cells of one column, equal ones once; `plain` are the values of those that gave a value and no more."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._known: dict[Any, Outcome] = {}
        self.plain: dict[Any, Any] = {}

    def __call__(self, cell: Any) -> Outcome:
        """Read one cell."""
        if type(cell) not in REMEMBERED:
            return self._read(cell)
        known = self._known.get(cell)
        if known is None:
            known = self._read(cell)
            if known[1] is None and cell not in (0, 1):  # True and False are equal to those
                self.plain[cell] = known[0]
            else:
                self._known[cell] = known
        return known


def _units(sheet: Sheet, noun: Noun) -> Mapping[str, tuple[MoneyUnit, ...]]:
    """The units of money that the headings of a noun's fields name."""
    places = [place for place in sheet.layout.columns.values() if place.noun.key == noun.key]
    return {place.field.key: place.units for place in places if place.field}


def _unit(declared: Field, units: Mapping[str, tuple[MoneyUnit, ...]]) -> MoneyUnit | None:
    """The unit of a column: that of its heading, else the field's usual one."""
    return next(iter(units.get(declared.key, ())), declared.unit)


def _unit_of_row(units: tuple[MoneyUnit, ...], row: object) -> MoneyUnit | None:
    """Which of a heading's two units a row means: yuan for domestic investment, else the other; None if unclear."""
    yuan = [unit for unit in units if unit.currency == "CNY"]
    other = [unit for unit in units if unit.currency != "CNY"]
    fitting = {"domestic": yuan, "foreign": other}.get(str(row), [])
    return fitting[0] if len(fitting) == 1 else None


def _unclear(reader: Reader, units: tuple[MoneyUnit, ...]) -> Reader:
    """A reader that says which two amounts a bare number may be."""

    def read(cell: Any) -> Outcome:
        outcome = reader(cell)
        error = outcome[1]
        if not isinstance(error, TrackerError) or error.problem.code != "money_bare":
            return outcome
        value = str(error.problem.value)
        what = UNIT_BY_ROW(units=tuple(unit.label for unit in units), value=value)
        hint = UNIT_BY_ROW_HINT(readings=tuple(f"{value}{unit.label.zh}" for unit in units))
        return None, BadValue(what, code="unit_by_row", value=value, hint=hint)

    return read


def _written(line: Line, key: str, cell: Any) -> Any:
    """What really stands in a cell, even where it is a mark for the one above."""
    return line.written[key].text if line.written and key in line.written else cell


def _refuse_fault(cell: object) -> None:
    """Raise the error of a cell that cannot be read, BadData for an error value of a spreadsheet."""
    if isinstance(cell, BadCell):
        raise cell.error
    if isinstance(cell, tuple):
        raise BadData(CELL_FAULT(value=cell[0]), code="cell_error", value=str(cell[0]), hint=CELL_FAULT_HINT)


def _word(cell: object, entry: Entry) -> str:
    """A cell as the name it holds."""
    _refuse_fault(cell)
    return str(Kind().read(cell, entry))


def _cleared(declared: Field) -> Any:
    """What 清空 leaves: nothing, or the default where there is one."""
    if declared.required:
        raise BadValue(
            CLEAR_REQUIRED(field=declared.label), code="clear_required", value="清空", hint=CLEAR_REQUIRED_HINT
        )
    return "reported" if declared.stage and declared.stage[1] == "recognition" else declared.default


def _stays(old: Any, cell: Any) -> bool:
    """Whether a cell holds the text that the record has, even one that would mean something else: 清空, #N/A."""
    if type(old) is str:
        word = cell[0] if isinstance(cell, tuple) else cell
        return word is old or word == old or (type(word) is str and word.strip() == cell_text(old))
    return type(old) is tuple and type(cell) is str and bool(old) and type(old[0]) is str and "、".join(old) == cell
