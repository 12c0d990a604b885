"""Hands all live records over as sheets of plain cells, such that the import of them changes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tracker.result import Column, Message, Result, Table
from tracker.rules.cells import cell_text
from tracker.rules.choices import FLAG, GROUP, folded
from tracker.rules.fields import (
    ChoiceKind,
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
from tracker.rules.headings import STAR, column_letters, sheet_fields, sheet_nouns
from tracker.rules.money import in_unit, show_money
from tracker.rules.nouns import CITY, NOUNS, Noun
from tracker.rules.numbers import exact, plain_decimal
from tracker.rules.shares import show_policy
from tracker.services.entry import year_of
from tracker.services.lookups import Lookups
from tracker.services.sheet_rows import BLANKS, CLEARS, YEARS
from tracker.store.records import Record, load
from tracker.words import (
    COUNT_ROWS,
    EXPORT_CONTROLS,
    EXPORT_DONE,
    LABEL_WITH_UNIT,
    NUMBER,
    SHEET_COLUMN,
    SOME_MORE,
    TEMPLATE_DATE,
    TEMPLATE_DONE,
    TEMPLATE_LIST,
    TEMPLATE_MONEY,
    Lang,
    Say,
    text,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.money import Money
    from tracker.store.reading import Reader

Cell: TypeAlias = "str | int | float | bool | datetime.date | None"
Writer: TypeAlias = "Callable[[Any, Mapping[str, Any]], Cell]"

# The order of the sheets that clerks know; each stands for all the nouns on it.
ORDER: Final = (
    "unit", "chain", "company", "lead", "project", "milestone", "funds", "visit", "campaign", "target", "figure",
    "adjustment", "problem",
)  # fmt: skip
MOST_DIGITS: Final = 15  # what a spreadsheet keeps of a number
MOST_PLACES: Final = 10
SHOWN: Final = 5
AS_TEXT: Final = ("credit_code", "evidence_number", "money_share", "count_share")
DAY_FORMAT: Final = "yyyy-mm-dd"


@dataclass(frozen=True)
class Page:
    """One sheet to write: its name, headings and rows of cells; by column from 0 what the template adds.

    `cleaned` are the cells whose control characters a workbook cannot keep.
    """

    name: str
    nouns: tuple[Noun, ...]
    headings: tuple[str, ...]
    rows: list[list[Cell]]
    required: frozenset[int]
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    cleaned: tuple[str, ...] = ()


def pages(reader: Reader, lang: Lang) -> list[Page]:
    """Every noun's live records as sheets, in one language."""
    book = _Book(reader, lang)
    return [book.page(sheet_nouns(NOUNS[key].sheet.zh)) for key in ORDER]


def template(lang: Lang) -> list[Page]:
    """The same sheets without rows: required headings marked, drop-downs, formats and notes."""
    return [_template_page(sheet_nouns(NOUNS[key].sheet.zh), lang) for key in ORDER]


def heading(declared: Field, lang: Lang) -> str:
    """A field's heading, with its unit where it has one."""
    if declared.unit is None:
        return text(declared.label, lang)
    return text(LABEL_WITH_UNIT(label=declared.label, unit=declared.unit.label), lang)


def _required(noun: Noun, declared: Field) -> bool:
    return declared.required and noun.key != "segment"


def _columns(nouns: tuple[Noun, ...], *, numbered: bool) -> list[tuple[Noun, Field | None]]:
    """The columns of a sheet: the number where the sheet carries one, then the fields."""
    number: list[tuple[Noun, Field | None]] = [(nouns[0], None)] if numbered else []
    return [*number, *sheet_fields(nouns)]


def _template_page(nouns: tuple[Noun, ...], lang: Lang) -> Page:
    columns = _columns(nouns, numbered=nouns[0].numbered)
    required = frozenset(n for n, (noun, each) in enumerate(columns) if each and _required(noun, each))
    heads = [text(NUMBER, lang) if each is None else heading(each, lang) for _, each in columns]
    marked = tuple(STAR + head if n in required else head for n, head in enumerate(heads))
    fields = {n: each for n, (_, each) in enumerate(columns) if each}
    return Page(
        text(nouns[0].sheet, lang),
        nouns,
        marked,
        [],
        required,
        choices={n: labels for n, each in fields.items() if (labels := _labels(each, lang))},
        formats={n: shape for n, each in fields.items() if (shape := _format(each))},
        notes={n: text(note, lang) for n, each in fields.items() if (note := _note(each))},
    )


def _labels(declared: Field, lang: Lang) -> tuple[str, ...]:
    """The values of a drop-down; a list of several has none, as it would allow one alone."""
    kind = declared.kind
    if isinstance(kind, FlagKind):
        return tuple(text(label, lang) for label in FLAG.labels.values())
    if isinstance(kind, GroupKind):
        return tuple(text(label, lang) for label in GROUP.labels.values())
    if isinstance(kind, ChoiceKind):
        return tuple(text(label, lang) for label in kind.choices.labels.values())
    return ()


def _format(declared: Field) -> str | None:
    """A code keeps its zeros as text, 5:5 is no time of day, a day shows as one."""
    if declared.key in AS_TEXT:
        return "@"
    return DAY_FORMAT if isinstance(declared.kind, DateKind) else None


def _note(declared: Field) -> Say | None:
    if isinstance(declared.kind, MoneyKind):
        return TEMPLATE_MONEY
    if isinstance(declared.kind, DateKind):
        return TEMPLATE_DATE
    return TEMPLATE_LIST if isinstance(declared.kind, (NamesKind, RefsKind)) else None


class _Book:
    """The live records of a database on their way into cells."""

    def __init__(self, reader: Reader, lang: Lang) -> None:
        self._reader = reader
        self._lang = lang
        self._lookups = Lookups(reader)
        self._records = {key: load(reader, noun) for key, noun in NOUNS.items()}
        self._called = {key: self._names(noun) for key, noun in NOUNS.items() if noun.named}
        self._milestones = {
            (record.values["project"], record.values["stage"]): record.values for record in self._records["milestone"]
        }
        self._chain_of = {record.id: record.values["chain"] for record in self._records["segment"]}
        self._labels: dict[tuple[str, str, int | None], str] = {}

    def _names(self, noun: Noun) -> dict[int, str]:
        """What refers to each record: its name, or its number where the name alone would not find it again."""
        records = self._records[noun.key]
        if noun.key in ("chain", "segment"):
            return {record.id: cell_text(record.values["name"]) for record in records}
        often = Counter(folded(cell_text(record.values["name"])) for record in records)
        names = self._lookups.names(noun.key)
        return {
            record.id: name if often[folded(name)] == 1 and _plain(name) and names.numbered(name) is None
            else noun.number(record.id)
            for record in records
            for name in [cell_text(record.values["name"])]
        }  # fmt: skip

    def _by_number(self, noun: Noun) -> bool:
        """Whether a sheet carries numbers: always where the noun does, else where some records need them."""
        if noun.numbered:
            return True
        called = self._called.get(noun.key, {})
        return noun.key not in ("chain", "segment") and any(
            called[record.id] != cell_text(record.values["name"]) for record in self._records[noun.key] if noun.named
        )

    def page(self, nouns: tuple[Noun, ...]) -> Page:
        """One sheet with its rows."""
        columns = _columns(nouns, numbered=self._by_number(nouns[0]))
        writers = [self._column(noun, each) for noun, each in columns]
        rows = [[write(records) for write in writers] for records in self._rows(nouns)]
        name = text(nouns[0].sheet, self._lang)
        heads = tuple(text(NUMBER, self._lang) if each is None else heading(each, self._lang) for _, each in columns)
        return Page(
            name,
            nouns,
            heads,
            rows,
            frozenset(n for n, (noun, each) in enumerate(columns) if each and _required(noun, each)),
            formats={n: "@" for n, (_, each) in enumerate(columns) if each and each.key in AS_TEXT},
            cleaned=tuple(self._cleaned(nouns, columns)),
        )

    def _column(self, noun: Noun, declared: Field | None) -> Callable[[Mapping[str, Record]], Cell]:
        """A function from the records of a row to the cell of one column."""
        key = noun.key
        if declared is None:
            return lambda records: noun.number(records[key].id)
        write = self._writer(noun, declared)

        def cell(records: Mapping[str, Record]) -> Cell:
            record = records.get(key)
            value = None if record is None else self._value(noun, declared, record)
            return None if value is None or record is None else write(value, record.values)

        return cell

    def _cleaned(self, nouns: tuple[Noun, ...], columns: Sequence[tuple[Noun, Field | None]]) -> Iterator[str]:
        """The cells whose text holds what no cell can."""
        texts = [(n, noun, each.key) for n, (noun, each) in enumerate(columns) if each and type(each.kind) is Kind]
        name = text(nouns[0].sheet, self._lang)
        for row, records in enumerate(self._rows(nouns), 2):
            for column, noun, key in texts:
                value = records[noun.key].values.get(key) if noun.key in records else None
                if value and not value.isprintable() and cell_text(value) != value.strip():
                    yield f"{name}!{column_letters(column)}{row}"

    def _value(self, noun: Noun, declared: Field, record: Record) -> Any:
        if declared.stage is None:
            return record.values.get(declared.key)
        stage, key = declared.stage
        return self._milestones.get((record.id, stage), {}).get(key)

    def _rows(self, nouns: tuple[Noun, ...]) -> Iterator[dict[str, Record]]:
        """The records of each row; a chain stands in the rows of its segments, or in one of its own."""
        if len(nouns) == 1:
            for record in self._records[nouns[0].key]:
                yield {nouns[0].key: record}
            return
        segments: dict[int, list[Record]] = defaultdict(list)
        for record in self._records["segment"]:
            segments[record.values["chain"]].append(record)
        for chain in self._records["chain"]:
            if not segments[chain.id]:
                yield {"chain": chain}
            for segment in segments[chain.id]:
                yield {"chain": chain, "segment": segment}

    def _writer(self, noun: Noun, declared: Field) -> Writer:
        """A function from a value, and the record it is of, to its cell."""
        kind, lang = declared.kind, self._lang
        if isinstance(kind, RefKind):
            return self._ref_writer(kind)
        if isinstance(kind, SchemeKeyKind):
            return lambda value, values: self._label(noun, kind.of, value, values)
        if isinstance(kind, MoneyKind):
            return lambda value, values: money_cell(value, declared, lang)
        return _labelled_writer(kind, lang) or _plain_writer(kind)

    def _ref_writer(self, kind: RefKind) -> Writer:
        called = self._called[kind.noun]
        number = NOUNS[kind.noun].number
        if isinstance(kind, RefsKind):
            return lambda value, values: "、".join(called.get(id_, number(id_)) for id_ in value)
        if kind.noun == "segment":
            return lambda value, values: self._segment(value, values)
        return lambda value, values: called.get(value, number(value))

    def _segment(self, id_: int, values: Mapping[str, Any]) -> str:
        """A segment by its name, with its chain before it where the row's own chain is not that."""
        name = self._called["segment"].get(id_, NOUNS["segment"].number(id_))
        chain = self._chain_of.get(id_)
        if chain is None or values.get("chain") == chain:
            return name
        return f"{self._called['chain'][chain]}/{name}"

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
    """Whether a name stands in a cell for itself: it is no blank mark, no 清空, no list of names, no whole city."""
    special = name in BLANKS or name.casefold() in CLEARS or folded(name) in CITY
    return not special and split_names(name) == [name]


def _labelled_writer(kind: Kind, lang: Lang) -> Writer | None:
    """For the kinds whose values have labels."""
    if isinstance(kind, ChoicesKind):
        return lambda value, values: "、".join(text(kind.choices.choice(key).label, lang) for key in value)
    if isinstance(kind, ChoiceKind):
        return lambda value, values: text(kind.choices.choice(value).label, lang)
    if isinstance(kind, GroupKind):
        return lambda value, values: text(GROUP.choice(value).label, lang)
    if isinstance(kind, FlagKind):
        return lambda value, values: text(FLAG.labels["yes" if value else "no"], lang)
    if isinstance(kind, PolicyKind):
        return lambda value, values: text(show_policy(value), lang)
    return None


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
    """An amount as a number in its heading's unit where a spreadsheet keeps it exactly, else as text with its unit."""
    unit = declared.unit
    if unit is None or money.currency != unit.currency:
        return show_money(money, lang)
    amount = in_unit(money, unit)
    number = exact(amount, MOST_PLACES)
    if amount != number or len(number.as_tuple().digits) > MOST_DIGITS:
        return show_money(money, lang)
    return _number(number)


def number_cell(number: Decimal) -> Cell:
    """A number where a spreadsheet keeps it exactly, else its digits as text."""
    stripped = number.normalize() if number else Decimal(0)
    return _number(number) if len(stripped.as_tuple().digits) <= MOST_DIGITS else plain_decimal(number)


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def exported(made: Sequence[Page], file: str) -> Result:
    """What an export wrote, sheet by sheet."""
    total = sum(len(page.rows) for page in made)
    cleaned = [place for page in made for place in page.cleaned]
    messages = []
    if cleaned:
        places = (*cleaned[:SHOWN], *([SOME_MORE] if len(cleaned) > SHOWN else []))
        messages = [Message("control_characters", EXPORT_CONTROLS(n=len(cleaned), places=places), "warning")]
    return Result(
        ("export",),
        tables=(_counts(made),),
        data={"file": file, "sheets": _sheets(made)},
        lines=(EXPORT_DONE(n=total, file=file),),
        messages=tuple(messages),
    )


def templated(made: Sequence[Page], file: str) -> Result:
    """What a template holds."""
    return Result(("template",), data={"file": file, "sheets": _sheets(made)}, lines=(TEMPLATE_DONE(file=file),))


def _sheets(made: Sequence[Page]) -> list[dict[str, object]]:
    return [{"sheet": page.name, "noun": page.nouns[0].key, "rows": len(page.rows)} for page in made]


def _counts(made: Sequence[Page]) -> Table:
    columns = (Column("sheet", SHEET_COLUMN), Column("rows", COUNT_ROWS, "number"))
    return Table(columns, tuple((page.name, len(page.rows)) for page in made))
