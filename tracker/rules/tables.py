"""Finding the table in a sheet of cells: its heading rows, the lines above them, and what each row below is."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, TypeAlias

from tracker.rules.headings import Layout, Path, is_heading, names_unit, units_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tracker.rules.money import MoneyUnit

SEARCHED: Final = 40  # rows from the top in which headings are looked for
HIGHEST: Final = 3  # rows that the headings of one table may take
WIDE: Final = 0.6  # of the table's width: a cell merged across more than this is a title
GAP: Final = 20  # empty rows that end a table
DATA_LIKE: Final = 3  # cells of a row that is left out with a warning
LEAST_COUNTED: Final = 3  # columns that a row counts
MOST_COUNTING: Final = 2  # rows below the headings that may count columns
LABEL_COLUMNS: Final = 3  # 合计 and 备注 stand in one of the first
LONGEST_SECTION: Final = 30

Span: TypeAlias = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column, all from 1."""
RowKind = Literal["data", "total", "note", "section", "example"]

_TOTAL: Final = re.compile(
    r".{0,8}?(?:合计|小计|总计|共计|合计数)(?:[(（].{0,12}[)）]|[0-9]{1,6}[个项家条])?(?:[:：].{0,12})?|(?:sub|grand)?-?totals?:?",
    re.IGNORECASE,
)
_SUBTOTAL: Final = re.compile("小计|subtotal", re.IGNORECASE)
_NOTE: Final = re.compile(
    r"(?:备注|注|说明|填表说明|填报说明|填表人|填报人|制表人|制表|审核人|审核|复核人|单位负责人|负责人|分管领导|联系人|"
    r"联系电话|填表日期|填报日期|填报时间|报送时间|notes?|prepared by|checked by)\s*[0-9]*\s*(?:[:：].*)?",
    re.IGNORECASE | re.DOTALL,
)
_SECTION: Final = re.compile(r"\s*(?:[一二三四五六七八九十]+\s*[、.．]|[(（][一二三四五六七八九十]+[)）]).+", re.DOTALL)
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_COLUMN_NUMBER: Final = re.compile(r"[(（]?([0-9]{1,2})(?:\.0)?[)）]?(?:=[0-9()+*/÷×-]+)?", re.ASCII)
_UNIT_LINE: Final = re.compile(
    r"(?:单位|units?)\s*(?:[:：﹕︰]|为|是)?\s*([^\s()（）【】]{1,20}(?: [^\s()（）【】]{1,20}){0,2})", re.IGNORECASE
)
_IN_BRACKETS: Final = re.compile(r"[(（【]([^)）】]{1,20})[)）】]")


class GridRow(Protocol):
    """A row of a sheet: its number from 1, its values from column A on."""

    @property
    def number(self) -> int:
        """Its number as the sheet has it."""

    @property
    def cells(self) -> tuple[Any, ...]:
        """Its values."""


class Head(NamedTuple):
    """The heading rows of a table: where they begin among the rows of the sheet, how many, what they lay out."""

    at: int
    height: int
    paths: tuple[Path, ...]
    layout: Layout

    @property
    def end(self) -> int:
        """The place of the first row below."""
        return self.at + self.height


class Context(NamedTuple):
    """What the title and the lines above a table say: their texts, and the units of money that they name."""

    texts: tuple[str, ...] = ()
    units: tuple[MoneyUnit, ...] = ()
    clash: tuple[MoneyUnit, ...] = ()


NO_CONTEXT: Final = Context()


def read_context(texts: Sequence[str]) -> Context:
    """Read the lines above a table, and its sheet's name; `clash` where two of them name different units.

    >>> [unit.label.zh for unit in read_context(["签约项目", "2024年3月   单位：万元"]).units]
    ['万元']
    >>> read_context(["填报单位：冠县"]).units, len(read_context(["（亿元）", "单位：万元"]).clash)
    ((), 2)
    >>> [read_context([text]).units[0].label.zh for text in ("单位 万元", "以万元为单位", "Unit: RMB 10,000")]
    ['万元', '万元', '万元']
    """
    named = [units for text in texts if (units := units_in(_unit_texts(text)))]
    different = tuple(dict.fromkeys(unit for units in named for unit in units))
    if len(set(named)) > 1:
        return Context(tuple(texts), (), different)
    return Context(tuple(texts), named[0] if named else ())


def _unit_texts(text: str) -> list[str]:
    alone = [text] if names_unit(text) else []
    return [*alone, *map(_unit_words, _UNIT_LINE.findall(text)), *_IN_BRACKETS.findall(text)]


def _unit_words(words: str) -> str:
    """Of the words after 单位 as many as name a unit of money: those of `RMB 10,000`, the first of `万元 2024年6月`."""
    parts = words.split(" ")
    beginnings = (" ".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((each for each in beginnings if units_in([each])), "")


def heading_paths(rows: Sequence[GridRow], at: int, height: int, merges: Iterable[Span] = ()) -> tuple[Path, ...]:
    """The texts above each column of some heading rows, from top to bottom, merged ones filled to the right.

    >>> from collections import namedtuple
    >>> row = namedtuple("row", "number cells")
    >>> heading_paths([row(1, ("名称", "时间", None)), row(2, (None, "签约", "开工"))], 0, 2, [(1, 2, 1, 3)])
    (('名称',), ('时间', '签约'), ('时间', '开工'))
    """
    band = rows[at : at + height]
    width = max((len(row.cells) for row in band), default=0)
    texts = {row.number: [cell if isinstance(cell, str) else "" for cell in row.cells] for row in band}
    for line in texts.values():
        line += [""] * (width - len(line))
    titles = {row.number for row in band if sum(isinstance(cell, str) for cell in row.cells) == 1}
    for first, left, last, right in merges:
        title = first in titles and right - left + 1 > WIDE * width
        for number in range(first, last + 1):
            if first in texts and number in texts and not title:
                _fill(texts[number], texts[first], left - 1, min(right, width))
    return tuple(
        tuple(dict.fromkeys(text for row in band if (text := texts[row.number][index].strip())))
        for index in range(width)
    )


def _fill(line: list[str], anchor: list[str], left: int, right: int) -> None:
    if left < right:
        line[left:right] = [anchor[left]] * (right - left)


def likely_starts(rows: Sequence[GridRow]) -> list[int]:
    """Where in the first 40 rows headings may begin: at a row with a heading of ours, or up to two rows above one.

    >>> from collections import namedtuple
    >>> row = namedtuple("row", "number cells")
    >>> likely_starts([row(n, (text,)) for n, text in enumerate(("台账", "", "", "项目名称", "甲", "乙"))])
    [1, 2, 3]
    """
    known = [any(type(cell) is str and is_heading(cell) for cell in row.cells) for row in rows[: SEARCHED + HIGHEST]]
    return [at for at in range(min(SEARCHED, len(rows))) if any(known[at : at + HIGHEST])]


def find_head(
    rows: Sequence[GridRow],
    merges: Sequence[Span],
    lay: Callable[[Sequence[Path]], Layout],
    starts: Iterable[int],
    heights: Sequence[int] = range(1, HIGHEST + 1),
) -> Head | None:
    """The heading rows of the table that begins at one of some rows: those with the most known headings.

    Fewer rows go before more, upper before lower ones. None where no row holds a heading of ours.
    """
    best, highest = None, 0.0
    for at in starts:
        for height in heights:
            band = rows[at : at + height]
            if len(band) < height or band[-1].number - band[0].number != height - 1:
                continue
            paths = heading_paths(rows, at, height, merges)
            head = Head(at, height, paths, lay(paths))
            score = _score(head, band)
            if score > highest:
                best, highest = head, score
    return best


def _score(head: Head, band: Sequence[GridRow]) -> float:
    """How much rows look like headings: known ones, required ones twice; less for repeats and for values."""
    layout = head.layout
    if not layout.columns:
        return 0
    values = sum(cell is not None and not isinstance(cell, str) for row in band for cell in row.cells)
    units = sum(len(place.units) > 0 for place in layout.columns.values() if place.is_money)
    required = layout.wanted - len(layout.missing)
    needless = 0.01 * len(band)  # a row more has to earn its place
    return len(layout.columns) + required + 0.5 * units - len(layout.twice) - values - needless


class Shape(NamedTuple):
    """By what columns, from 0, the rows below the headings are told apart.

    `labels` may hold 合计 or 备注, `required` have to be filled, `number` holds the record's own number, such as P12.
    """

    labels: tuple[int, ...]
    required: tuple[int, ...]
    number: int | None = None
    letter: str = ""


def shape_of(layout: Layout) -> Shape:
    """The shape of a table that is laid out so."""
    required, number, names, letter = [], None, set(), ""
    for index, place in layout.columns.items():
        if place.field is None:
            number, letter = index, place.noun.letter
        elif place.field.required and place.noun.key != "segment":
            required.append(index)
        if place.field is not None and place.field.key == "name":
            names.add(index)
    return Shape(tuple(sorted({*range(LABEL_COLUMNS), *names})), tuple(required), number, letter)


def is_plain(cells: tuple[Any, ...], shape: Shape) -> bool:
    """Whether a row is surely one of data: all that is required is there, and no label speaks of a total.

    >>> is_plain(("甲", "冠县", 3), Shape((0, 1), (0, 2))), is_plain(("合计", None, 3), Shape((0, 1), (0, 2)))
    (True, False)
    """
    width = len(cells)
    for index in shape.required:
        if index >= width or cells[index] is None:
            return False
    for index in shape.labels:
        if index < width:
            cell = cells[index]
            if type(cell) is str and ("计" in cell or "otal" in cell):
                return False
    return True


def row_kind(cells: tuple[Any, ...], shape: Shape, *, wide: bool = False, tail: bool = False) -> RowKind:
    """What a row below the headings is: data, a total, a note, or a line that names the section below it.

    `wide` says that one cell is merged across the table; in the `tail`, below a note or a large gap, only a row with
    all that is required is data. A row with the number of a record always is.

    >>> shape = Shape((0, 1, 2), (1, 2))
    >>> rows = ("合 计", None, 5), ("1", "甲", 5), ("备注：1. 含土地款",), ("一、冠县",)
    >>> [row_kind(cells, shape) for cells in rows]
    ['total', 'data', 'note', 'section']
    """
    if is_numbered(cells, shape):
        return "data"
    labels = [cells[n] for n in shape.labels if n < len(cells) and isinstance(cells[n], str)]
    if any(is_total(label) for label in labels):
        return "total"
    if all(n < len(cells) and cells[n] is not None for n in shape.required):
        return "data"
    return _loose_kind(cells, labels, wide=wide, tail=tail)


def _loose_kind(cells: tuple[Any, ...], labels: Sequence[str], *, wide: bool, tail: bool) -> RowKind:
    """What a row is that lacks something required."""
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    if tail or any(_NOTE.fullmatch(label.strip()) for label in labels):
        return "note"
    if len(filled) != 1 or not isinstance(filled[0], str):
        return "data"
    if wide and len(filled[0]) > LONGEST_SECTION:
        return "note"
    return "section" if wide or _SECTION.fullmatch(filled[0]) else "data"


def is_numbered(cells: tuple[Any, ...], shape: Shape) -> bool:
    """Whether a row carries the number of a record of ours, such as P12."""
    if shape.number is None or shape.number >= len(cells):
        return False
    cell = cells[shape.number]
    return isinstance(cell, str) and re.fullmatch(rf"\s*{shape.letter}[0-9]+\s*", cell, re.IGNORECASE) is not None


def is_total(text: str) -> bool:
    """Whether a label says that its row is a total.

    >>> [is_total(text) for text in ("合 计", "冠县小计", "总计（12个）", "Total", "合计算力项目", "设计院")]
    [True, True, True, True, False, False]
    """
    return _TOTAL.fullmatch("".join(text.split())) is not None


def counts_columns(cells: tuple[Any, ...]) -> bool:
    """Whether a row only counts the columns, as official tables do below their headings: 甲, 乙, 1, 2, 3=1+2.

    >>> [counts_columns(cells) for cells in ((1, 2, 3, "4=2+3"), ("甲", "乙", "(1)", "(2)"), (None, "甲", "①", "②"))]
    [True, True, True]
    >>> counts_columns(("甲", "冠县", 1, 2)), counts_columns((1, 2)), counts_columns((1, 3, 5))
    (False, False, False)
    """
    filled = [unicodedata.normalize("NFKC", str(cell)).strip() for cell in cells if cell is not None]
    texts = [text for text in filled if text]
    stems = next((n for n, text in enumerate(texts) if n >= len(_STEMS) or text != _STEMS[n]), len(texts))
    counted = [_COLUMN_NUMBER.fullmatch(text) for text in texts[stems:]]
    numbers = [int(match[1]) for match in counted if match]
    return len(texts) >= LEAST_COUNTED and len(numbers) == len(counted) and numbers == [*range(1, len(numbers) + 1)]


def is_subtotal(cells: tuple[Any, ...], shape: Shape) -> bool:
    """Whether a total is that of a part of the table only."""
    labels = [cells[n] for n in shape.labels if n < len(cells) and isinstance(cells[n], str)]
    return any(_SUBTOTAL.search("".join(label.split())) for label in labels)


def wide_rows(merges: Iterable[Span], width: int) -> frozenset[int]:
    """The rows of which one cell is merged across more than 60 in 100 of a table's width."""
    return frozenset(first for first, left, last, right in merges if first == last and right - left + 1 > WIDE * width)


def groups(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as runs of consecutive ones.

    >>> groups([3, 4, 5, 9])
    [(3, 5), (9, 9)]
    """
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
