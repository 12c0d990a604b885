from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from tests.office import opened, printed
from tracker.errors import BadData
from tracker.rules.widths import cell_width
from tracker.sheets.leaves import Chart, Datum, Field, Grid, Leaf, write_leaves

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEAD = "0123456789abcdef"
NASTY = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "#REF!", "\t=1", "a\x07b")


def text(words: str) -> Datum:
    return Datum(words, words)


def figure(value: str | int, form: str = "#,##0.00", tone: str | None = None) -> Datum:
    number = value if isinstance(value, int) else Decimal(value)
    return Datum(number, str(value), form, tone)


def ranking(units: int, *, chart: bool = True) -> Grid:
    fields = (Field("位次", "mark"), Field("单位"), Field("总分", "number", bar=110.0))
    rows = [
        (figure(n, '"★ "0', "gold") if n == 1 else figure(n, "0"), text(f"第{n}县"), figure(f"{110 - n}.50"))
        for n in range(1, units + 1)
    ]
    return Grid(fields, rows, "竞赛榜 · 县", chart=Chart("总分", 1, (2,)) if chart else None)


def progress(units: int) -> Grid:
    fields = (Field("分组"), Field("单位"), Field("完成率(%)", "number", bar=100.0))
    rows = [(text("县" if n < 2 else "区"), text(f"U{n}"), figure("47.52")) for n in range(units)]
    return Grid(fields, rows, "进度", chart=Chart("完成率", 1, (2,), ("序时进度 50%", 50.0)))


FACTS = Grid(
    (Field(""), Field("")), [(text("期间"), text("2024年二季度")), (text("截至"), text("2024-06-30"))], bare=True
)


def leaf(*grids: Grid, name: str = "榜", long: bool = False, notes: Sequence[str] = ()) -> Leaf:
    return Leaf(name, "竞赛榜 · 县", "2024年二季度，未发布", grids, notes, long)


def book(tmp_path: Path, *leaves: Leaf, paper: str = "A4") -> Any:
    path = tmp_path / "a.xlsx"
    write_leaves(path, leaves, lang="zh", paper=paper, title="竞赛榜", footer=f"校验码 {HEAD} & 其他", force=True)
    return opened(path)


def xml(tmp_path: Path, name: str) -> str:
    with ZipFile(tmp_path / "a.xlsx") as parts:
        return parts.read(name).decode()


def test_a_sheet_is_set_out_for_paper(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(ranking(8))).worksheets[0]
    setup = page.page_setup
    assert (setup.orientation, int(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 1)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.print_title_rows, page.freeze_panes, page.print_area) == ("$1:$3", "A4", "'榜'!$A$1:$C$14")
    assert {str(each) for each in page.merged_cells.ranges} == {"A1:C1", "A2:C2", "A12:C12"}
    assert [page["A1"].value, page["A2"].value, page["C3"].value] == ["竞赛榜 · 县", "2024年二季度，未发布", "总分"]
    footer = page.oddFooter
    assert (footer.left.text, footer.center.text) == ("&A", f"校验码 {HEAD} && 其他")
    assert "&P" in footer.right.text
    assert "&N" in footer.right.text


def test_numbers_are_numbers_and_formats_are_those_given(tmp_path: Path) -> None:
    day = Datum(date(2024, 3, 5), "2024-03-05", "yyyy-mm-dd")
    grid = Grid((Field("日期"), Field("金额", "number")), [(day, figure("1234.5"))], "明细")
    page = book(tmp_path, leaf(ranking(3)), leaf(grid, name="明细", long=True)).worksheets
    first = page[0]["A4"]
    assert (first.value, first.number_format, first.fill.fgColor.rgb) == (1, '"★ "0', "00FFE699")
    assert (page[0]["C4"].value, page[0]["C4"].number_format) == (109.5, "#,##0.00")
    assert page[1]["A4"].value.date() == date(2024, 3, 5)
    assert page[1]["B4"].value == 1234.5


def test_bars_stand_behind_the_numbers_in_both_forms(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(ranking(8), notes=["注"], long=False)).worksheets[0]
    [(cells, [rule])] = [(str(each.sqref), each.rules) for each in page.conditional_formatting]
    assert (cells, rule.type, [each.val for each in rule.dataBar.cfvo]) == ("C4:C11", "dataBar", [0, 110])
    part = xml(tmp_path, "xl/worksheets/sheet1.xml")
    [own, other] = re.findall(r"\{0{8}-0000-4000-8000-\d{12}\}", part)
    assert own == other
    assert 'gradient="0"' in part
    assert part.index("</mergeCells>") < part.index("<conditionalFormatting") < part.index("<printOptions")
    assert part.endswith("</extLst></worksheet>")


def test_bars_come_after_the_filter_of_a_list(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(ranking(40, chart=False), long=True)).worksheets[0]
    assert (page.auto_filter.ref, page.print_title_rows) == ("A3:C43", "$3:$3")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    part = xml(tmp_path, "xl/worksheets/sheet1.xml")
    assert part.index("<autoFilter") < part.index("<mergeCells") < part.index("<conditionalFormatting")


def test_a_ranking_is_drawn_with_lying_bars(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(ranking(8))).worksheets[0]
    [chart] = page._charts
    [series] = chart.series
    assert (chart.barDir, chart.x_axis.scaling.orientation) == ("bar", "maxMin")
    assert (series.cat.strRef.f, series.val.numRef.f) == ("'榜'!$B$4:$B$11", "'榜'!$C$4:$C$11")
    assert [point.v for point in series.val.numRef.numCache.pt][:2] == [109.5, 108.5]
    assert (chart.anchor._from.row, chart.anchor.to.row, chart.anchor.to.col) == (12, 14, 3)


def test_a_completion_is_drawn_against_the_pro_rata_line(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(progress(4), name="it's")).worksheets[0]
    [chart] = page._charts
    bars, line = chart._charts
    assert (bars.barDir, bars.series[0].tx.v, line.series[0].tx.v) == ("col", "完成率(%)", "序时进度 50%")
    assert line.series[0].val.numRef.f == "'it''s'!$D$4:$D$7"
    assert [page[f"D{row}"].value for row in range(4, 8)] == [50] * 4
    assert page.column_dimensions["D"].hidden
    assert chart.visible_cells_only is False
    assert page.print_area == "'it''s'!$A$1:$C$10"


def test_a_name_that_stands_for_several_rows_stands_once_on_a_sheet_to_hang_up(tmp_path: Path) -> None:
    hung, listed = book(tmp_path, leaf(progress(4)), leaf(progress(4), name="单", long=True)).worksheets
    assert {"A4:A5", "A6:A7"} <= {str(each) for each in hung.merged_cells.ranges}
    assert [hung[f"A{row}"].value for row in range(4, 8)] == ["县", None, "区", None]
    assert [listed[f"A{row}"].value for row in range(4, 8)] == ["县", "县", "区", "区"]


def test_shared_ranks_stand_in_every_row(tmp_path: Path) -> None:
    grid = Grid(
        (Field("位次", "mark"), Field("单位")), [(figure(2, "0"), text("甲")), (figure(2, "0"), text("乙"))], "榜"
    )
    page = book(tmp_path, leaf(grid)).worksheets[0]
    assert [page["A4"].value, page["A5"].value] == [2, 2]


def test_facts_have_no_headings_and_reach_across(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(FACTS, ranking(2, chart=False), notes=["说明一", "说明二"])).worksheets[0]
    assert [page["A3"].value, page["B3"].value, page["B4"].value] == ["期间", "2024年二季度", "2024-06-30"]
    assert {"B3:C3", "B4:C4"} <= {str(each) for each in page.merged_cells.ranges}
    assert [page.cell(row, 1).value for row in range(6, 12)] == ["竞赛榜 · 县", "位次", 1, 2, "说明一", "说明二"]
    assert page.print_title_rows is None


@pytest.mark.parametrize("units", [8, 20, 60])
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_many_units_stay_readable(tmp_path: Path, units: int, paper: str) -> None:
    """A chart that would make the sheet too small goes to a sheet of paper of its own."""
    page = book(tmp_path, leaf(ranking(units)), paper=paper).worksheets[0]
    breaks = [each.id for each in page.row_breaks.brk]
    if units == 60:
        assert not page.sheet_properties.pageSetUpPr.fitToPage
        assert page.page_setup.scale >= 80
        assert breaks == [units + 4]
    else:
        assert (breaks, page.page_setup.fitToHeight) == ([], 1)
    assert max(row.height or 0 for row in page.row_dimensions.values()) <= 409


def test_larger_paper_has_larger_print(tmp_path: Path) -> None:
    small = book(tmp_path, leaf(ranking(8))).worksheets[0]
    large = book(tmp_path, leaf(ranking(8)), paper="A3").worksheets[0]
    assert int(large.page_setup.paperSize) == 8

    def measures(page: Any) -> list[float]:
        return [page.column_dimensions["B"].width, page.row_dimensions[4].height, page["B4"].font.sz]

    for big, little in zip(measures(large), measures(small), strict=True):
        assert big / little == pytest.approx(2**0.5, rel=0.02)


def test_no_row_is_higher_than_programs_make_them(tmp_path: Path) -> None:
    grid = Grid((Field("a"), Field("b")), [(text("长" * 9000), text("b"))], "t")
    page = book(tmp_path, leaf(grid, notes=["长" * 9000]), paper="A3").worksheets[0]
    assert max(row.height or 0 for row in page.row_dimensions.values()) <= 409


def test_every_text_fits_its_column(tmp_path: Path) -> None:
    rows = [(text("江北水城旅游度假区管理委员会"), figure("1234567.89", "#,##0.00"))]
    page = book(tmp_path, leaf(Grid((Field("单位"), Field("登门拜访企业和商协会", "number")), rows, "榜"))).worksheets[
        0
    ]
    for cell in (page["A4"], page["B4"]):
        needed = cell_width(str(cell.value)) * cell.font.sz / 11
        assert page.column_dimensions[cell.column_letter].width > needed


def test_no_cell_is_a_formula_or_an_error(tmp_path: Path) -> None:
    grid = Grid((Field("=H1"), Field("b")), [(text(words), text(words)) for words in NASTY], "=T", chart=None)
    page = book(tmp_path, Leaf("=1", "=2", "=3", (grid, FACTS), ("=4",))).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@#")


def test_a_text_that_no_cell_holds_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    grid = Grid((Field("a"), Field("b")), [(text("长" * 32768), text("b"))], "t")
    with pytest.raises(BadData):
        write_leaves(tmp_path / "a.xlsx", [leaf(grid)], lang="zh")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "size"), [("A4", (842, 595)), ("A3", (1191, 842))])
def test_a_group_is_printed_on_one_sheet_of_paper(tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    book(tmp_path, leaf(ranking(8)), leaf(progress(19), name="进度"), leaf(ranking(60), name="多"), paper=paper)
    sheets = printed(tmp_path / "a.xlsx", tmp_path)
    assert {each.size for each in sheets} == {size}
    assert all(each.text.startswith("竞赛榜·县2024年二季度") for each in sheets[:3])
    first, second, *_ = sheets
    assert all(words in first.text for words in ("第8县", "★1", "109.50", HEAD, "第1页"))
    assert all(words in second.text for words in ("U18", "序时进度50%", "47.52"))
    assert "###" not in "".join(each.text for each in sheets)
    assert all("第" in each.text for each in sheets)


def many_columns(units: int) -> Grid:
    """A composite board of twelve indicators with long headings, and of long names."""
    fields = (
        Field("位次", "mark"),
        Field("单位"),
        Field("总分", "number", bar=110.0),
        *(Field(f"第{n}项招商引资重点工作任务完成情况", "number") for n in range(12)),
        Field("加减分", "number"),
    )
    name = "江北水城旅游度假区管委会"
    rows = [
        (figure(n, "0"), text(f"{name}{n}"), *(figure("100.00") for _ in range(13)), figure("+10.00", "+0.00"))
        for n in range(1, units + 1)
    ]
    return Grid(fields, rows, "竞赛榜", chart=Chart("总分", 1, (2,)))


def test_many_columns_take_more_lines_before_all_print_gets_smaller(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(many_columns(30))).worksheets[0]
    widths = [page.column_dimensions[each].width for each in "ABCDEFGHIJKLMNOP"]
    assert sum(widths) < 215  # two lines for each heading would make it wider than 300
    assert page.row_dimensions[3].height > 3 * 11 * 1.42
    assert page.page_setup.scale >= 65


def test_no_column_falls_off_the_paper_and_no_number_out_of_its_column(tmp_path: Path) -> None:
    book(tmp_path, leaf(many_columns(12)))
    pages = [sheet.text for sheet in printed(tmp_path / "a.xlsx", tmp_path)]
    assert len(pages) == 2
    assert pages[0].count("+10.00") == 12
    assert "###" not in "".join(pages)


def test_above_a_chart_on_paper_of_its_own_stand_no_headings_of_a_table_that_ended(tmp_path: Path) -> None:
    short, over = book(tmp_path, leaf(many_columns(12)), leaf(many_columns(60), name="长")).worksheets
    assert (short.print_title_rows, over.print_title_rows) == ("$1:$2", "$1:$3")


def test_a_group_that_goes_on_over_the_page_is_named_in_every_row(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(progress(60))).worksheets[0]
    assert [page[f"A{row}"].value for row in range(4, 8)] == ["县", "县", "区", "区"]


def test_a_chart_on_paper_of_its_own_fills_it(tmp_path: Path) -> None:
    page = book(tmp_path, leaf(progress(60))).worksheets[0]
    high = sum(page.row_dimensions[row].height for row in (page._charts[0].anchor._from.row + n for n in (1, 2)))
    assert high > 350


def test_a_sheet_without_columns_is_written(tmp_path: Path) -> None:
    assert book(tmp_path, leaf(Grid((), [], "空"))).worksheets[0]["A1"].value == "竞赛榜 · 县"
