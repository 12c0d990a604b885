"""Rows of a worksheet in the form that every program writes, read without an XML parser, many at a time.

The rows of a sheet are much alike: a column has the same few kinds of cells from top to bottom. From rows a pattern is
learned that fits rows of such cells and nothing else, to the last byte; what it does not fit is learned from in turn,
and what cannot be learned is unusual: expat reads that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.sheets.cells import LAST_COLUMN, column_name, column_number
from tracker.sheets.findings import Batch
from tracker.sheets.xml_parts import attributes_of, is_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.sheets.cells import ReadValue
    from tracker.sheets.formats import Scale
    from tracker.sheets.shared import Remembering, Shared, Table

    Column = Sequence[ReadValue]

YEARS: Final = (1900, 2100)
MOST_FORMS: Final = 400  # beyond, the pattern costs more than it saves
MOST_ROOM: Final = 2_000_000  # for the cells of the rows of one piece, blank columns included

# Possessive throughout: with backtracking they would cost twice as much.
_ROW: Final = '<row r="([1-9][0-9]{0,6}+)"([^>]*+)>'
_END: Final = "</row>"
_TEXT: Final = "([^<]++)"  # a formula with an empty one was perhaps not computed: that is left to expat
_FORMULA: Final = "<f[^>]*+>(?:[^<]*+</f>)?+"
_INSIDE: Final = {
    "": "",
    "value": f"<v>{_TEXT}</v></c>",
    "shared": "<v>([0-9]{1,9}+)</v></c>",
    "computed": f"{_FORMULA}<v>{_TEXT}</v></c>",
    "inline": '<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is></c>',
}
_ANY_ROW: Final = re.compile(_ROW)
_ANY_CELL: Final = re.compile(
    '<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"([^>]*+)>(?:'
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _INSIDE.items() if name not in ("", "shared"))
    + ")?+"
)


class _Form(NamedTuple):
    """A kind of cell: its column from 1, its attributes as written, and how its text stands inside of it."""

    column: int
    rest: str
    inside: str

    @property
    def pattern(self) -> str:
        """What follows the name of such a cell."""
        return f"{re.escape(self.rest)}>{_INSIDE[self.inside]}"


class _Field(NamedTuple):
    """How to read the texts of one kind of cell."""

    column: int
    read: Remembering | Table
    textual: bool
    decimals: int | None  # shown of numbers, where their number is fixed
    struck: bool
    scale: Scale | None


class CommonRows:
    """Reads the rows of one sheet."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._forms: set[_Form] = set()
        self._fields: list[_Field] = []
        self._pattern = re.compile(f"{_ROW}(?<=/>)")
        self._hides: dict[str, bool] = {}

    def read(self, piece: str) -> Batch:
        """Read whole rows; ValueError or LookupError where anything is unusual."""
        found = self._pattern.split(piece)
        step = self._pattern.groups + 1
        if any(found[::step]):
            self._learn(filter(None, found[::step]))
            found = self._pattern.split(piece)
            step = self._pattern.groups + 1
        texts = [found[at::step] for at in range(3, step)]
        # The values are counted apart from the pattern, so that none is lost by a fault of it.
        seen = sum(len(each) - each.count(None) for each in texts)
        if any(found[::step]) or seen != piece.count("</v>") + piece.count("</is>"):
            raise ValueError(piece)
        if "&" in piece:
            self._refuse_entities(texts)
        return self._batch(list(map(int, found[1::step])), found[2::step], texts)

    def _refuse_entities(self, texts: list[list[str | None]]) -> None:
        """ValueError for an entity where no text stands, but a number."""
        for field, each in zip(self._fields, texts, strict=True):
            if not field.textual and any("&" in text for text in each if text):
                raise ValueError(field)

    def _batch(self, numbers: list[int], rests: list[str], texts: list[list[str | None]]) -> Batch:
        batch = Batch()
        columns: dict[int, Column] = {}
        for field, each in zip(self._fields, texts, strict=True):
            values = field.read.column(each)
            batch.filled += len(values) - values.count(None)
            _note_styles(field, numbers, values, batch)
            known = columns.get(field.column)
            columns[field.column] = values if known is None else _either(known, values)
        hiding = {rest for rest in set(rests) if self._is_hiding(rest)}
        batch.rows = [
            (number, cells) for number, cells in zip(numbers, _rows(columns, len(numbers)), strict=True) if cells
        ]
        batch.hidden = [number for number, rest in zip(numbers, rests, strict=True) if rest in hiding] if hiding else []
        return batch

    def _is_hiding(self, rest: str) -> bool:
        """Whether the attributes of a row hide it."""
        known = self._hides.get(rest)
        if known is None:
            known = self._hides[rest] = is_on(attributes_of(rest.removesuffix("/")), "hidden")
        return known

    def _learn(self, texts: Iterable[str]) -> None:
        """Fit the pattern to further rows; ValueError for unusual ones."""
        if len(self._forms) > MOST_FORMS:
            raise ValueError(MOST_FORMS)
        before = len(self._forms)
        for text in texts:
            at = 0
            while at < len(text):
                at = self._learn_row(text, at)
        if len(self._forms) > before:
            self._fit()

    def _learn_row(self, text: str, at: int) -> int:
        """Learn from the row that begins there; gives where it ends."""
        head = _ANY_ROW.match(text, at)
        if not head:
            raise ValueError(text)
        at = head.end()
        if head[2].endswith("/"):
            return at
        last = 0
        while cell := _ANY_CELL.match(text, at):
            form = _Form(column_number(cell[1]), cell[3], "shared" if _is_shared(cell) else cell.lastgroup or "")
            if (
                cell[2] != head[1]
                or not last < form.column <= LAST_COLUMN
                or cell[3].endswith("/") == bool(form.inside)
            ):
                raise ValueError(text)
            self._forms.add(form)
            last, at = form.column, cell.end()
        if not text.startswith(_END, at):
            raise ValueError(text)
        return at + len(_END)

    def _fit(self) -> None:
        """Make the pattern and the fields of its groups: the cells of a row in their columns, every one optional."""
        forms = sorted(self._forms)
        for form in forms:
            attributes_of(form.rest.removesuffix("/"))
        self._fields = [self._field(form) for form in forms if form.inside]
        cells = []
        for column in dict.fromkeys(form.column for form in forms):
            kinds = "|".join(form.pattern for form in forms if form.column == column)
            cells.append(rf'(?:<c r="{column_name(column)}\1"(?:{kinds}))?+')
        self._pattern = re.compile(f"{_ROW}(?:(?<=/>)|{''.join(cells)}{_END})")

    def _field(self, form: _Form) -> _Field:
        attributes = attributes_of(form.rest)
        kind, number = attributes.get("t", "n"), int(attributes.get("s", 0))
        if kind == "s" and form.inside != "shared":
            raise ValueError(form)
        style = self._shared.styles[number]
        read = self._shared.reader(kind, number, quick=True)
        decimals, scale = (style.decimals, style.scale) if kind == "n" else (None, None)
        return _Field(form.column, read, kind in ("str", "inlineStr"), decimals, style.struck, scale)


def _is_shared(cell: re.Match[str]) -> bool:
    """Whether a cell holds the number of a shared text."""
    return cell.lastgroup == "value" and 't="s"' in cell[3]


def may_be_month(value: object) -> bool:
    """Whether a number may be a year with a month behind its point: then the decimals shown tell 2024.1 from 2024.10.

    >>> may_be_month(2024.1), may_be_month(1899.5), may_be_month("2024.1")
    (True, False, False)
    """
    return isinstance(value, (int, float)) and YEARS[0] <= value <= YEARS[1]


def _note_styles(field: _Field, numbers: list[int], values: Column, batch: Batch) -> None:
    if field.decimals is not None:
        months = [number for number, value in zip(numbers, values, strict=True) if may_be_month(value)]
        batch.decimals += [((number, field.column), field.decimals) for number in months]
    if field.scale:
        held = (number for number, value in zip(numbers, values, strict=True) if value is not None)
        batch.scales += [((number, field.column), field.scale) for number in held]
    if field.struck:
        batch.struck += [number for number, value in zip(numbers, values, strict=True) if value is not None]


def _either(left: Column, right: Column) -> Column:
    """One column of two that never both hold a value."""
    return [one if other is None else other for one, other in zip(left, right, strict=True)]


def _rows(columns: dict[int, Column], count: int) -> list[tuple[ReadValue, ...]]:
    """Rows of columns, up to the last value of each."""
    widest = max(columns, default=0)
    if widest * count > MOST_ROOM:
        raise ValueError(widest)
    if not widest:
        return [()] * count
    blank: Column = [None] * count
    rows = zip(*(columns.get(column, blank) for column in range(1, widest + 1)), strict=True)
    return [row if row[-1] is not None else _trimmed(row) for row in rows]


def _trimmed(row: tuple[ReadValue, ...]) -> tuple[ReadValue, ...]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]
