"""Native charts: bars of a ranking that lie, columns of a completion with the pro-rata line across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.chart.series import Series

_LYING: Final = ("4A7FC1",)
_STANDING: Final = ("9DBFE3", "D3DAE2")  # pale: the numbers stand in them, where the line does not cross them
_MARK: Final = "B3261E"
_FAINT: Final = "D9DEE4"
_MOST_LABELS: Final = (40, 24)  # of lying bars, of columns: with more, numbers would stand in each other's way


class Cells(NamedTuple):
    """A column of cells that a chart draws: its name, where it is (`'榜'!$D$4:$D$11`), and what is in it."""

    name: str
    place: str
    values: Sequence[object]


class Drawing(NamedTuple):
    """A chart to draw: its title, the names along it, what is drawn, a line across.

    Without a line the bars lie, the first on top. `print` is the size of its letters in points.
    """

    title: str
    names: Cells
    values: Sequence[Cells]
    line: Cells | None
    print: float


def chart(drawing: Drawing) -> Any:
    """The chart, to be anchored on a sheet."""
    from openpyxl.chart import BarChart

    made = BarChart()
    made.type = "bar" if drawing.line is None else "col"
    made.gapWidth, made.overlap = 45, None if len(drawing.values) > 1 else 100
    labelled = len(drawing.names.values) * len(drawing.values) <= _MOST_LABELS[drawing.line is not None]
    for number, cells in enumerate(drawing.values):
        made.series.append(_bars(drawing, cells, number, labelled=labelled))
    _frame(made, drawing)
    if drawing.line:
        made += _line(drawing, drawing.line)
    return made


def _bars(drawing: Drawing, cells: Cells, number: int, *, labelled: bool) -> Series:
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.series import Series

    series = Series(idx=number, order=number, cat=_names(drawing.names), val=_numbers(cells), tx=_label(cells.name))
    colours, where = (_LYING, "outEnd") if drawing.line is None else (_STANDING, "inBase")
    series.graphicalProperties.solidFill = colours[number % len(colours)]
    series.graphicalProperties.line.noFill = True
    series.invertIfNegative = False
    if labelled:
        series.dLbls = DataLabelList(
            showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False,
            txPr=_text(drawing.print * 0.9), dLblPos=where,
        )  # fmt: skip
    return series


def _line(drawing: Drawing, cells: Cells) -> Any:
    from openpyxl.chart import LineChart
    from openpyxl.chart.series import Series

    number = len(drawing.values)
    series = Series(idx=number, order=number, cat=_names(drawing.names), val=_numbers(cells), tx=_label(cells.name))
    series.graphicalProperties.line.solidFill = _MARK
    series.graphicalProperties.line.dashStyle = "dash"
    series.graphicalProperties.line.width = 28_000
    series.marker = _no_marker()
    series.smooth = False
    made = LineChart()
    made.series.append(series)
    return made


def _no_marker() -> Any:
    from openpyxl.chart.marker import Marker

    return Marker("none")


def _frame(made: Any, drawing: Drawing) -> None:
    """Its title, axes and legend."""
    from openpyxl.chart.legend import Legend
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    made.visible_cells_only = False  # the height of the line stands in a hidden column
    made.title = _title(drawing)
    made.title.overlay = False
    made.x_axis.delete = False
    made.x_axis.txPr = _text(drawing.print, upright=True)
    made.x_axis.majorTickMark = "none"
    made.y_axis.scaling.min = 0
    made.y_axis.number_format, made.y_axis.txPr = "0", _text(drawing.print * 0.9)
    made.y_axis.delete = drawing.line is None  # the numbers stand at the bars
    made.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_thin())
    made.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    made.legend = None
    if drawing.line is None:
        made.x_axis.scaling.orientation = "maxMin"
        made.y_axis.majorGridlines = None
    else:
        made.legend = Legend(legendPos="b", overlay=False, txPr=_text(drawing.print))


def _thin() -> Any:
    from openpyxl.drawing.line import LineProperties

    return LineProperties(w=6000, solidFill=_FAINT)


def _title(drawing: Drawing) -> Any:
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RegularTextRun

    look = _letters(drawing.print * 1.15, bold=True)
    run = RegularTextRun(rPr=look, t=drawing.title)
    return Title(tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])])))


def _text(size: float, *, upright: bool = False) -> Any:
    """Letters of a size; `upright` ones are broken over lines rather than turned."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RichTextProperties

    properties = ParagraphProperties(defRPr=_letters(size))
    body = RichTextProperties(rot=0, vert="horz") if upright else None
    return RichText(bodyPr=body, p=[Paragraph(pPr=properties, endParaRPr=_letters(size))])


def _letters(size: float, *, bold: bool = False) -> Any:
    from openpyxl.drawing.text import CharacterProperties

    return CharacterProperties(sz=round(size * 100), b=bold)


def _label(name: str) -> Any:
    from openpyxl.chart.series import SeriesLabel

    return SeriesLabel(v=name)


def _names(cells: Cells) -> Any:
    """The names with what they are now, for programs that draw without reading the cells."""
    from openpyxl.chart.data_source import AxDataSource, StrData, StrRef, StrVal

    points = [StrVal(idx=n, v=str(name)) for n, name in enumerate(cells.values)]
    return AxDataSource(strRef=StrRef(f=cells.place, strCache=StrData(ptCount=len(points), pt=points)))


def _numbers(cells: Cells) -> Any:
    from openpyxl.chart.data_source import NumData, NumDataSource, NumRef, NumVal

    points = [NumVal(idx=n, v=str(value)) for n, value in enumerate(cells.values) if value is not None]
    cache = NumData(formatCode="General", ptCount=len(cells.values), pt=points)
    return NumDataSource(numRef=NumRef(f=cells.place, numCache=cache))
