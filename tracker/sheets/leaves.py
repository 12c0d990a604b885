"""Sheets to be printed and hung up: a title over tables with bars, a chart below, each on paper of its own.

All measures are those of A4 laid sideways; A3 enlarges them, print and all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.rules.widths import cell_width
from tracker.sheets.cells import cell_name, column_name
from tracker.sheets.files import new_file
from tracker.sheets.looks import SIZES, SMALL, Look, Looks, set_measure
from tracker.sheets.parts import DataBar, Part, assemble, new_book, sheet_title
from tracker.sheets.rows import Line, lines_xml
from tracker.words import PAGE_OF, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.drawing.spreadsheet_drawing import TwoCellAnchor
    from openpyxl.worksheet.worksheet import Worksheet

    from tracker.sheets.charts import Cells
    from tracker.sheets.looks import Role
    from tracker.sheets.rows import CellValue
    from tracker.words import Lang

SCALES: Final = {"A4": 1.0, "A3": 2**0.5}
_PAPERS: Final = {"A4": 9, "A3": 8}
_WIDTH: Final = 147.0  # characters of print 11 across the paper, between its margins
_HEIGHT: Final = 505.0  # points down the paper, between its margins
_MOST_SHRUNK: Final = 0.68  # a sheet may be made as small as this to stay on one
_LEAST_BAR: Final = 11.0
_BREAKS: Final = ((2, 44.0), (3, 32.0), (4, 24.0))  # lines of a heading and the widest text, the roomiest that fits
_SHORT: Final = 17  # a heading as wide as this is not broken into two lines, unless between words
_SHORTEST: Final = 9  # nor one as wide as this into more
_BOLD: Final = 1.12  # so much wider is bold print
_CHARTS: Final = (215.0, 330.0)  # how low and how high a chart may be, in points
_HEADS: Final = 3  # the rows above a table: title, line, headings
_ROOMY: Final = 16  # with more rows a sheet to hang up has smaller print
_CHART_PRINT: Final = 10.5
CHART_ROWS: Final = 2  # no program makes one row as high as a chart on large paper
_HIGHEST: Final = 280.0  # so that on large paper no row is higher than programs make them
_FOOTER: Final = 9
_SURE: Final = 94  # percent: what a sheet scaled by a number is made smaller, for no column to fall off the paper


class Datum(NamedTuple):
    """A value for a cell, what people read there, its number format and its tone."""

    value: CellValue
    shown: str
    form: str | None = None
    tone: str | None = None


class Field(NamedTuple):
    """A column: its heading, what its cells are, and the number that fills its bar, if it has one."""

    heading: str
    role: Role = "text"
    bar: float | None = None


class Chart(NamedTuple):
    """What is drawn of a grid: the column of the names, those of the numbers, a line across (name and height)."""

    title: str
    names: int
    values: tuple[int, ...]
    line: tuple[str, float] | None = None


@dataclass(frozen=True)
class Grid:
    """A table: a `bare` one is two columns of facts without headings."""

    fields: Sequence[Field]
    rows: Sequence[Sequence[Datum]]
    title: str | None = None
    bare: bool = False
    chart: Chart | None = None


@dataclass(frozen=True)
class Leaf:
    """One sheet: its name, its title, a line below it, its grids and notes; a `long` one is a list over many pages."""

    name: str
    title: str
    line: str
    grids: Sequence[Grid]
    notes: Sequence[str] = ()
    long: bool = False


def write_leaves(
    target: Path,
    leaves: Sequence[Leaf],
    *,
    lang: Lang,
    paper: str = "A4",
    title: str | None = None,
    footer: str = "",
    properties: Mapping[str, str] | None = None,
    force: bool = False,
) -> None:
    """Write sheets as an .xlsx, whole or not at all; `footer` stands below every page, `properties` in the file.

    Raises BadData for a text longer than a cell holds.
    """
    book = new_book(title, properties or {})
    set_measure(book)
    names: set[str] = set()
    pages = [book.create_sheet(sheet_title(leaf.name, names)) for leaf in leaves]
    looks = Looks(pages[0], SCALES[paper])
    parts = [_part(page, leaf, looks, paper) for page, leaf in zip(pages, leaves, strict=True)]
    for page in pages:
        _set_footer(page, footer, lang, round(_FOOTER * SCALES[paper]))
    with new_file(target, force=force) as file:
        assemble(book, parts, file)


def _part(page: Worksheet, leaf: Leaf, looks: Looks, paper: str) -> Part:
    scale, plan = SCALES[paper], _Plan(leaf)
    for index, width in enumerate(plan.widths, 1):
        page.column_dimensions[column_name(index)].width = round(width * scale, 2)
    plan.set_out(page, scale)
    _set_paper(page, plan, paper)
    # Every style has to be known before the book is saved, which is before the rows are written.
    lines = [Line([(v, looks.of(look)) for v, look in row.cells], round(row.height * scale, 1)) for row in plan.rows]
    return Part(page, lines_xml(lines), f"A1:{cell_name(len(plan.rows), len(plan.widths))}", plan.bars())


class _Row(NamedTuple):
    """A row of a sheet: the values and looks of its cells, its height in points; `whole` if one cell fills it."""

    cells: Sequence[tuple[CellValue, Look]]
    height: float
    whole: bool = False


class _Plan:
    """Where everything of a sheet goes: the widths of its columns, its rows, what is merged, drawn and repeated."""

    def __init__(self, leaf: Leaf) -> None:
        self.leaf = leaf
        self.small = leaf.long or sum(len(grid.rows) for grid in leaf.grids) > _ROOMY
        self.widths = _widths(leaf, small=self.small)
        self.rows: list[_Row] = []
        self.merged: list[tuple[int, int, int, int]] = []  # first row and column, last row and column, from 1
        self.tables: list[tuple[Grid, int]] = []  # with the row of its headings
        self.chart: tuple[Grid, int] | None = None  # with its first row
        self.parted = False  # whether its tables go on over the end of a sheet of paper
        self._fill()

    @property
    def wide(self) -> float:
        """The width of the sheet in characters."""
        return sum(self.widths)

    @property
    def high(self) -> float:
        """The height of the sheet in points."""
        return sum(row.height for row in self.rows)

    @property
    def over(self) -> bool:
        """Whether what there is so far goes on over the end of a sheet of paper."""
        return self.high * self.shrunk * _SURE > _HEIGHT * 100

    @property
    def shrunk(self) -> float:
        """What part of its size the sheet has to be made to be as wide as the paper."""
        return min(1.0, _WIDTH / self.wide)

    @property
    def one(self) -> bool:
        """Whether it stays on one sheet of paper."""
        return not _fits_never(self.high, self.shrunk)

    def _fill(self) -> None:
        self._whole("title", self.leaf.title)
        self._whole("line", self.leaf.line)
        several = len(self.leaf.grids) > 1
        for number, grid in enumerate(self.leaf.grids):
            if number:
                self._whole("space", "")
            if several and grid.title:
                self._whole("subtitle", grid.title)
            self._add(grid)
        notes = [("note", each) for each in self.leaf.notes]
        self.parted = self.over
        self._draw(sum(self._needed("note", words) for _, words in notes))
        for _, words in notes:
            self._whole("note", words)

    def _whole(self, role: Role, words: str) -> None:
        """A row that one text fills."""
        look = Look(role)
        empty = [(None, look)] * (len(self.widths) - 1)
        self.rows.append(_Row([(words or None, look), *empty], self._needed(role, words), whole=True))
        if len(self.widths) > 1:
            self.merged.append((len(self.rows), 1, len(self.rows), len(self.widths)))

    def _needed(self, role: Role, words: str) -> float:
        """The height of a row that one text fills."""
        look = Look(role)
        return _high(_lines(words, self.wide, look.size), look.size) + (4.0 if role == "line" else 0.0)

    def _add(self, grid: Grid) -> None:
        if not grid.bare:
            heading = [(each.heading, Look("heading", small=self.small)) for each in grid.fields]
            self.rows.append(_Row(heading, self._row_height([(words, look) for words, look in heading])))
            self.tables.append((grid, len(self.rows)))
        starts = _starts(grid)
        for number, row in enumerate(grid.rows):
            self._add_row(grid, row, ruled=number in starts)
        if not self.leaf.long and not self.over:  # on its second sheet of paper a name would be missing
            self._merge(starts, len(self.rows) - len(grid.rows))

    def _merge(self, starts: Sequence[int], above: int) -> None:
        """A name in the first column that stands for several rows stands there once."""
        for first, following in pairwise(starts):
            for number in range(above + first + 1, above + following):
                (_, look), *rest = self.rows[number].cells
                self.rows[number] = self.rows[number]._replace(cells=[(None, look), *rest])
            self.merged.append((above + first + 1, 1, above + following, 1))

    def _add_row(self, grid: Grid, row: Sequence[Datum], *, ruled: bool) -> None:
        looks = [self._look(grid, index, datum, ruled=ruled) for index, datum in enumerate(row)]
        cells: list[tuple[CellValue, Look]] = [(datum.value, look) for datum, look in zip(row, looks, strict=True)]
        shown = [(datum.shown, look) for datum, look in zip(row, looks, strict=True)]
        if grid.bare:
            cells += [(None, looks[-1])] * (len(self.widths) - len(cells))
            shown = shown[:1]
        elif grid.chart and grid.chart.line:
            cells += [(grid.chart.line[1], Look("space"))]  # beyond the print: a chart draws no line but of cells
        self.rows.append(_Row(cells, self._row_height(shown)))
        if grid.bare and len(self.widths) > len(row):
            self.merged.append((len(self.rows), len(row), len(self.rows), len(self.widths)))

    def _look(self, grid: Grid, index: int, datum: Datum, *, ruled: bool) -> Look:
        role: Role = "label" if grid.bare and not index else grid.fields[index].role
        return Look(role, datum.form, datum.tone, ruled, self.small)

    def _row_height(self, cells: Sequence[tuple[object, Look]]) -> float:
        highs = (
            _high(_lines(str(words), width, look.size), look.size)
            for (words, look), width in zip(cells, self.widths, strict=False)
        )
        return max(highs, default=0.0)

    def _draw(self, below: float) -> None:
        """Rows as high as the chart, which takes what the paper leaves it, but for so much below it."""
        grid = next((grid for grid in self.leaf.grids if grid.chart), None)
        if grid is None:
            return
        self._whole("space", "")
        least, most = _CHARTS
        if grid.chart and not grid.chart.line:  # lying bars, each with room for a name and none as thick as a table
            least, most = 45.0 + 11.0 * len(grid.rows), min(most, 60.0 + 40.0 * len(grid.rows))
        left = _HEIGHT / self.shrunk - self.high - below
        height = max(least, min(left, most))
        if _fits_never(self.high + height + below, self.shrunk):  # on a sheet of paper of its own it may fill it
            heads = sum(row.height for row in self.rows[:_HEADS])
            height = _HEIGHT / self.shrunk - heads - below - 40.0
        height = min(height, _HIGHEST * CHART_ROWS)
        self.chart = (grid, len(self.rows) + 1)
        self.rows += [_Row([(None, Look("space"))], height / CHART_ROWS)] * CHART_ROWS

    def set_out(self, page: Worksheet, scale: float) -> None:
        """What of it openpyxl makes: merged cells, the chart, what stays in sight."""
        from openpyxl.worksheet.cell_range import CellRange

        for top, left, bottom, right in self.merged:
            page.merged_cells.add(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right))
        if self.chart:
            _add_chart(page, self, scale)
        self._keep_headings(page)

    def bars(self) -> list[DataBar]:
        """A pale bar behind every number of a column that has one: from 0 to the number that fills it."""
        return [
            DataBar(f"{column_name(index)}{row + 1}:{column_name(index)}{row + len(grid.rows)}", field.bar)
            for grid, row in self.tables
            for index, field in enumerate(grid.fields, 1)
            if field.bar is not None and grid.rows
        ]

    def _keep_headings(self, page: Worksheet) -> None:
        """The headings stay in sight and are repeated on paper where the sheet has one table."""
        if len(self.leaf.grids) != 1 or not self.tables:
            return
        grid, row = self.tables[0]
        page.freeze_panes = cell_name(row + 1, 1)
        alone = self.chart is not None and not self.one and not self.parted  # above a lone chart they head nothing
        page.print_title_rows = f"{row}:{row}" if self.leaf.long else f"1:{row - alone}"
        if self.leaf.long:
            page.auto_filter.ref = f"A{row}:{cell_name(row + len(grid.rows), len(grid.fields))}"


def _fits_never(high: float, shrunk: float) -> bool:
    """Whether what is so high would have to be made too small to stay on one sheet of paper."""
    return min(shrunk, _HEIGHT / high) < min(_MOST_SHRUNK, shrunk)


def _starts(grid: Grid) -> list[int]:
    """Where each name in the first column begins, and the end, if names stand there for several rows; else nothing."""
    names = [row[0].shown for row in grid.rows]
    if grid.bare or not grid.fields or grid.fields[0].role != "text" or len(set(names)) == len(names):
        return []
    return [n for n, name in enumerate(names) if not n or name != names[n - 1]] + [len(names)]


def _widths(leaf: Leaf, *, small: bool) -> list[float]:
    """The widths of the columns, in characters: what the texts need, stretched to fill the paper.

    Of many columns the headings and long names take more lines, before all print gets smaller.
    """
    tried = (_natural_widths(leaf, small, *breaks) for breaks in _BREAKS)
    widths = next((each for each in tried if sum(each) <= _WIDTH), _natural_widths(leaf, small, *_BREAKS[-1]))
    stretch = _WIDTH / sum(widths)
    return [width * min(max(stretch, 1.0), 1.7) for width in widths]


def _natural_widths(leaf: Leaf, small: bool, lines: int, widest: float) -> list[float]:
    count = max((len(grid.fields) for grid in leaf.grids if not grid.bare), default=0)
    widths = [6.0] * (count or 6)
    for grid in leaf.grids:
        for index, field in enumerate(grid.fields):
            if grid.bare and index:
                continue
            body = max((cell_width(row[index].shown) for row in grid.rows), default=0)
            size = SMALL if small else SIZES["text"]
            widths[index] = max(widths[index], _natural(field, body * size / 11, lines, widest))
    return widths


def _natural(field: Field, body: float, lines: int, widest: float) -> float:
    """How wide a column has to be: its longest text within bounds, its heading in some lines if it is long.

    A number that its column has no room for is shown as ###, so that it gets more than it needs.
    """
    heading = _heading_width(field.heading, lines) * Look("heading").size / 11 * _BOLD
    text_width = body * 1.15 + 2.8 if field.role == "number" else min(body * 1.08, widest) + 2.2
    return max(text_width, heading + 1.5, 6.0, _LEAST_BAR if field.bar is not None else 0.0)


def _heading_width(words: str, lines: int = 2) -> float:
    """How wide a heading stands, in one line or several, broken between words where it has any.

    >>> _heading_width("完成率(%)"), _heading_width("Newly signed ≥ 100m"), _heading_width("主要负责同志外出招商")
    (9, 12, 12.0)
    >>> _heading_width("Newly signed ≥ 100m", 4), _heading_width("主要负责同志外出招商", 4)
    (6, 7.0)
    """
    whole, parts = cell_width(words), words.split(" ")
    if len(parts) > 1:
        return next(wide for wide in range(max(map(cell_width, parts)), whole + 1) if _lines_of(words, wide) <= lines)
    return whole if whole <= (_SHORT if lines <= _BREAKS[0][0] else _SHORTEST) else whole / lines + 2


def _lines(words: str, width: float, size: float) -> int:
    """In how many lines a text stands in a column so wide: words go to the next line whole, Chinese breaks anywhere."""
    room = max(1.0, width - 1.2) * 11 / size / _BOLD
    return sum(_lines_of(line, room) for line in words.split("\n"))


def _lines_of(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        wide = cell_width(word)
        if used and used + 1 + wide <= room:
            used += 1 + wide
            continue
        lines += (used > 0) + max(0, ceil(wide / room) - 1)
        used = wide if wide <= room else wide % room
    return lines


def _high(lines: int, size: float) -> float:
    return min(lines * size * 1.42 + size * 0.45, _HIGHEST)


def _add_chart(page: Worksheet, plan: _Plan, scale: float) -> None:
    from tracker.sheets.charts import Cells, Drawing, chart

    assert plan.chart is not None
    grid, at = plan.chart
    row = next(row for each, row in plan.tables if each is grid)
    drawn = grid.chart
    assert drawn is not None
    line = None
    if drawn.line:
        beyond = len(plan.widths)
        page.column_dimensions[column_name(beyond + 1)].hidden = True
        name, height = drawn.line
        line = Cells(name, _place(page, grid, row, beyond), [height] * len(grid.rows))
    drawing = Drawing(
        drawn.title,
        _cells(page, grid, row, drawn.names),
        [_cells(page, grid, row, index) for index in drawn.values],
        line,
        _CHART_PRINT * scale,
    )
    made = chart(drawing)
    made.anchor = _over(at, len(plan.widths))
    page.add_chart(made)


def _over(row: int, columns: int) -> TwoCellAnchor:
    """Over whole rows from this one on, however wide the columns are where it is opened."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

    return TwoCellAnchor(_from=AnchorMarker(col=0, row=row - 1), to=AnchorMarker(col=columns, row=row - 1 + CHART_ROWS))


def _cells(page: Worksheet, grid: Grid, row: int, index: int) -> Cells:
    from tracker.sheets.charts import Cells

    place = _place(page, grid, row, index)
    return Cells(grid.fields[index].heading, place, [each[index].value for each in grid.rows])


def _place(page: Worksheet, grid: Grid, row: int, index: int) -> str:
    """Where the cells of a column are, as a chart names them."""
    letter, sheet = column_name(index + 1), (page.title or "").replace("'", "''")
    return f"'{sheet}'!${letter}${row + 1}:${letter}${row + len(grid.rows)}"


def _set_paper(page: Worksheet, plan: _Plan, paper: str) -> None:
    """As wide as the paper; a sheet to hang up on one sheet of paper, or else its chart on the next."""
    from openpyxl.worksheet.pagebreak import Break
    from openpyxl.worksheet.properties import PageSetupProperties

    setup = page.page_setup
    setup.orientation, setup.paperSize = "landscape", _PAPERS[paper]
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.45, 0.65, 0.3
    page.print_options.horizontalCentered = True
    page.print_area = f"A1:{cell_name(len(plan.rows), len(plan.widths))}"
    if plan.leaf.long or plan.one or not plan.chart:
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        setup.fitToWidth, setup.fitToHeight = 1, 1 if plan.one and not plan.leaf.long else 0
        return
    # A sheet that is fitted to its paper breaks where it must, not where it is told.
    setup.scale = max(10, int(plan.shrunk * _SURE))
    page.row_breaks.append(Break(id=plan.chart[1] - 1))


def _set_footer(page: Worksheet, footer: str, lang: Lang, size: int) -> None:
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart

    page.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart("&A", size=size),
        center=_HeaderFooterPart(footer.replace("&", "&&"), size=size),
        right=_HeaderFooterPart(text(PAGE_OF, lang), size=size),
    )
