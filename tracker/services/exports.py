"""Hands live records over as sheets of plain cells, such that the import of them changes nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tracker.errors import BadUsage
from tracker.result import Column, Message, Result, Table
from tracker.rules.cells import cell_text
from tracker.rules.fields import Kind, NamesKind
from tracker.rules.headings import column_letters, sheet_nouns
from tracker.rules.nouns import NOUNS, Noun
from tracker.services.schemes import labels
from tracker.services.sheet_pages import ORDER, Known, bare_page, columns_of, nouns_of
from tracker.services.stages_of_file import STAGE_FIELDS
from tracker.services.stamps import Stamp, stamp_page
from tracker.services.written_cells import BY_NAME, CellWriter
from tracker.store.extracts import UNIT_NOUNS, Records, milestones_of, scope_of, without_unit
from tracker.store.names import resolve
from tracker.words import (
    COUNT_ROWS,
    EXPORT_CONTACTS,
    EXPORT_CONTROLS,
    EXPORT_DONE,
    EXPORT_FILE,
    EXPORT_FILES_DONE,
    EXPORT_MASKED,
    EXPORT_NO_UNIT,
    EXPORT_NO_UNIT_OF,
    EXPORT_UNIT,
    SHEET_COLUMN,
    SHEET_NOT_OURS,
    SHEET_NOT_OURS_HINT,
    SHEET_OF_NO_UNIT,
    SHEET_OF_NO_UNIT_HINT,
    SOME_MORE,
    Lang,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Field
    from tracker.services.sheet_pages import Cell, Page
    from tracker.store.reading import Reader
    from tracker.store.records import Record

    _Write: TypeAlias = Callable[[Mapping[str, Record]], Cell]

SHOWN: Final = 5
STEP: Final = 500
_STAGE_KEYS: Final = {stage: key for key, stage in STAGE_FIELDS.items()}


@dataclass
class Seen:
    """What was noticed of the cells as they were written; `step` is told now and then of how many rows."""

    cleaned: int = 0
    places: list[str] = field(default_factory=list)
    masked: int = 0
    row: int = 0
    done: int = 0
    step: Callable[[int], None] = lambda done: None

    def next_row(self, number: int) -> None:
        """Begin a row; now and then, say how many there were in all."""
        self.row = number
        self.done += 1
        if self.done % STEP == 0:
            self.step(self.done)

    def clean(self, place: str) -> None:
        """Note a cell whose control characters a workbook cannot keep."""
        self.cleaned += 1
        if len(self.places) < SHOWN:
            self.places.append(place)


class Ledger:
    """The records of a database on their way into workbooks, as they were when this began; `seen` fills with them."""

    def __init__(
        self, reader: Reader, lang: Lang, *, contacts: bool = False, step: Callable[[int], None] | None = None
    ) -> None:
        self._reader = reader
        self.lang = lang
        self.contacts = contacts
        self._cells = CellWriter(reader, lang, contacts=contacts)
        keys = {of: [text(label, lang) for label in labels(reader, of).values()] for of in ("metric", "item")}
        self.known = Known({key: tuple(called.values()) for key, called in self._cells.called.items()}, keys)
        self.seen = Seen(step=step or (lambda done: None))

    def pages(self, sheets: Sequence[str] = ORDER, unit: int | None = None) -> list[Page]:
        """The sheets of these nouns, all their records or those of one unit."""
        return [self._page(nouns_of(key), unit) for key in sheets]

    def stamped(self, pages: Sequence[Page], stamp: Stamp, unit: int | None = None) -> list[Page]:
        """The same sheets with a hidden one that tells what was exported when, and each record's version then."""
        nouns = {noun.key for page in pages for noun in page.nouns}
        if "project" in nouns:
            nouns.add("milestone")  # their dates stand in the projects' own rows
        chosen = [NOUNS[key] for key in NOUNS if key in nouns]
        contacts = "full" if self.contacts else "masked"
        told = replace(stamp, lang=self.lang, contacts=contacts, unit=NOUNS["unit"].number(unit) if unit else "")
        return [*pages, stamp_page(self._reader, told, chosen)]

    def find_unit(self, words: str) -> int:
        """The unit that a number, a name or a part of one means."""
        return resolve(self._reader, NOUNS["unit"], words)

    def unit_name(self, id_: int) -> str:
        """What a unit is called."""
        name: str = self._reader.value("SELECT name FROM unit WHERE id = ?", (id_,))
        return name

    def units(self) -> list[int]:
        """All units, in the order of their numbers."""
        return list(self._cells.called["unit"])

    def homeless(self, sheets: Sequence[str]) -> dict[str, int]:
        """How many records of each noun belong to no unit."""
        counts = {key: without_unit(self._reader, NOUNS[key]) for key in sheets}
        return {key: count for key, count in counts.items() if count}

    def _page(self, nouns: tuple[Noun, ...], unit: int | None) -> Page:
        first = nouns[0]
        numbered = first.numbered or first.key in self._cells.by_number
        name = text(first.sheet, self.lang)
        writers = [
            self._column(noun, each, f"{name}!{column_letters(n)}")
            for n, (noun, each) in enumerate(columns_of(nouns, numbered=numbered))
        ]
        rows = self._chains() if len(nouns) > 1 else self._records(first, unit)
        return replace(bare_page(nouns, self.lang, self.known, numbered=numbered), rows=_Rows(rows, writers, self.seen))

    def _column(self, noun: Noun, declared: Field | None, column: str) -> _Write:
        """A function from the records of a row to the cell of one column."""
        of = noun.key
        if declared is None:
            return lambda records: noun.number(records[of].id)
        key, write = declared.key, self._cells.writer(noun, declared)
        if type(declared.kind) in (Kind, NamesKind) and not (of in BY_NAME and key == "name"):
            write = self._watched(write, column)

        def cell(records: Mapping[str, Record]) -> Cell:
            record = records.get(of)
            value = None if record is None else record.values.get(key)
            return None if value is None or record is None else write(value, record.values)

        return cell

    def _watched(self, write: Callable[[Any, Mapping[str, Any]], Cell], column: str) -> Callable[..., Cell]:
        """Text as it may be shown; what it loses is noted."""
        seen, shown = self.seen, self._cells.shown

        def watched(value: Any, values: Mapping[str, Any]) -> Cell:
            words = str(write(value, values))
            if type(value) is str and not value.isprintable() and cell_text(value) != value.strip():
                seen.clean(f"{column}{seen.row}")
            masked = shown(words)
            seen.masked += masked != words
            return masked

        return watched

    def _records(self, noun: Noun, unit: int | None) -> _Records:
        records = Records(self._reader, noun, scope_of(noun, unit))

        def each() -> Iterator[dict[str, Record]]:
            for chunk in records.chunks():
                if noun.key == "project":
                    self._add_stages(chunk)
                for record in chunk:
                    yield {noun.key: record}

        return _Records(len(records), each)

    def _add_stages(self, projects: list[Record]) -> None:
        """Give projects the values that their milestones hold."""
        values = {record.id: record.values for record in projects}
        for milestone in milestones_of(self._reader, NOUNS["milestone"], projects):
            project = values.get(milestone.values["project"])
            if project is not None:
                for key in ("reached_on", "planned_on", "recognition"):
                    at = _STAGE_KEYS.get((milestone.values["stage"], key))
                    if at:
                        project[at] = milestone.values[key]

    def _chains(self) -> _Records:
        """A chain stands in the rows of its segments, or in one of its own."""
        segments: dict[int, list[Record]] = defaultdict(list)
        for chunk in Records(self._reader, NOUNS["segment"]).chunks():
            for segment in chunk:
                segments[segment.values["chain"]].append(segment)
        rows: list[dict[str, Record]] = []
        for chunk in Records(self._reader, NOUNS["chain"]).chunks():
            for chain in chunk:
                of_chain = segments[chain.id]
                rows += [{"chain": chain, "segment": segment} for segment in of_chain] or [{"chain": chain}]
        return _Records(len(rows), lambda: iter(rows))


@dataclass(frozen=True)
class _Records:
    """Records that can be counted before they are read."""

    count: int
    each: Callable[[], Iterator[Mapping[str, Record]]]


class _Rows:
    """The rows of a sheet, counted at once and made one by one."""

    def __init__(self, records: _Records, writers: Sequence[_Write], seen: Seen) -> None:
        self._records, self._writers, self._seen = records, writers, seen

    def __len__(self) -> int:
        return self._records.count

    def __iter__(self) -> Iterator[list[Cell]]:
        for number, records in enumerate(self._records.each(), start=2):
            self._seen.next_row(number)
            yield [write(records) for write in self._writers]


def chosen_sheets(names: Sequence[str], *, by_unit: bool = False) -> tuple[str, ...]:
    """The keys of the sheets that are meant, in either language; those that units have, where they are to be parted."""
    every = tuple(key for key in ORDER if not by_unit or key in UNIT_NOUNS)
    chosen = {_sheet_key(name, by_unit=by_unit) for name in names}
    return tuple(key for key in every if not names or key in chosen)


def _sheet_key(name: str, *, by_unit: bool) -> str:
    nouns = sheet_nouns(name)
    if not nouns:
        hint = SHEET_NOT_OURS_HINT(sheets=tuple(NOUNS[key].sheet for key in ORDER))
        raise BadUsage(SHEET_NOT_OURS(value=name), code="sheet_not_ours", value=name, hint=hint)
    key = nouns[0].key
    if by_unit and key not in UNIT_NOUNS:
        hint = SHEET_OF_NO_UNIT_HINT(sheets=tuple(NOUNS[each].sheet for each in UNIT_NOUNS))
        raise BadUsage(SHEET_OF_NO_UNIT(sheet=nouns[0].sheet), code="sheet_of_no_unit", value=name, hint=hint)
    return key


def exported(made: Sequence[Page], file: str, stamp: Stamp, ledger: Ledger) -> Result:
    """What an export wrote, sheet by sheet."""
    counts = Table(
        (Column("sheet", SHEET_COLUMN), Column("rows", COUNT_ROWS, "number")),
        tuple((page.name, len(page.rows)) for page in made),
    )
    return Result(
        ("export",),
        tables=(counts,),
        data={"file": file, "export": stamp.id, "sheets": sheets_data(made)},
        lines=(EXPORT_DONE(n=sum(len(page.rows) for page in made), file=file),),
        messages=tuple(_messages(ledger)),
    )


@dataclass(frozen=True)
class UnitBook:
    """One unit's workbook as it was written."""

    file: str
    unit: str
    pages: Sequence[Page]

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(len(page.rows) for page in self.pages)


def exported_by_unit(
    books: Sequence[UnitBook], folder: str, stamp: Stamp, ledger: Ledger, sheets: Sequence[str]
) -> Result:
    """What an export of a workbook a unit wrote, file by file, and which records are in none of them."""
    table = Table(
        (Column("file", EXPORT_FILE), Column("unit", EXPORT_UNIT), Column("rows", COUNT_ROWS, "number")),
        tuple((book.file, book.unit, book.rows) for book in books),
    )
    messages = list(_messages(ledger))
    homeless = ledger.homeless(sheets)
    if homeless:
        listed = tuple(EXPORT_NO_UNIT_OF(noun=NOUNS[key].label, n=count) for key, count in homeless.items())
        messages.append(Message("no_unit", EXPORT_NO_UNIT(records=listed)))
    files = [{"file": book.file, "unit": book.unit, "sheets": sheets_data(book.pages)} for book in books]
    return Result(
        ("export",),
        tables=(table,),
        data={"folder": folder, "export": stamp.id, "files": files},
        lines=(EXPORT_FILES_DONE(n=len(books), rows=sum(book.rows for book in books), folder=folder),),
        messages=tuple(messages),
    )


def _messages(ledger: Ledger) -> Iterator[Message]:
    seen = ledger.seen
    if seen.cleaned:
        places = (*seen.places, *([SOME_MORE] if seen.cleaned > SHOWN else []))
        yield Message("control_characters", EXPORT_CONTROLS(n=seen.cleaned, places=places), "warning")
    if ledger.contacts:
        yield Message("contacts", EXPORT_CONTACTS, "warning")
    elif seen.masked:
        yield Message("contacts_masked", EXPORT_MASKED(n=seen.masked))


def sheets_data(made: Sequence[Page]) -> list[dict[str, object]]:
    """The sheets for a program."""
    return [{"sheet": page.name, "noun": page.nouns[0].key, "rows": len(page.rows)} for page in made]
