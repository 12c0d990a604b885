"""Workbooks as counties send them, real ones made with openpyxl: what is taken, what is left out, what is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.services import messy
from tests.services.books import TODAY, Row, codes, counts, database, sheet, take, work
from tracker.rules.fields import Entry
from tracker.rules.mapping import Wishes, parse_column, parse_head_rows, parse_sheet
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.services.import_request import File, Terms
from tracker.services.imports import plan_book
from tracker.words import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from tests.services.messy import Sheet
    from tracker.services.import_plan import Plan

UNITS = sheet("单位", "单位名称 分组", ("冠县", "县市区"), ("莘县", "县市区"), ("Guan County", "县市区"))
COMPANIES = sheet("企业", "企业名称", ("三一",), ("隆基",))
PROJECTS = sheet("项目", "项目名称 责任单位 总投资(亿元)", ("甲", "冠县", 3), ("乙", "冠县", 3))


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = database(tmp_path / "t.db")
    take(path, UNITS, COMPANIES)
    return path


def planned(path: str, *sheets: Sheet, **wishes: Any) -> Plan:
    """What an import of some sheets would do."""
    with work(path) as unit_of_work:
        return plan_book(unit_of_work, File("账.xlsx", sheets), Terms(Entry(TODAY), Wishes(**wishes)))


@pytest.fixture
def plan(db: str, tmp_path: Path) -> Callable[..., Plan]:
    """Plans the import of a workbook that a function builds."""

    def made(build: Callable[[], Workbook] | Workbook, **wishes: Any) -> Plan:
        book = build() if callable(build) else build
        return planned(db, *messy.save(book, tmp_path / "账.xlsx"), **wishes)

    return made


def added(made: Plan, noun: str = "project", *keys: str) -> list[tuple[Any, ...]]:
    """Fields of the records that would be added."""
    return [tuple(_plain(c.after.get(key)) for key in keys) for c in made.added(NOUNS[noun].label)]


def _plain(value: Any) -> Any:
    return value.iso() if hasattr(value, "iso") else value


def said(made: Plan, code: str, lang: str = "zh") -> list[str]:
    return [text(message.what, lang) for message in made.messages if message.code == code]  # type: ignore[arg-type]


def yi(amount: float) -> Money:
    return Money(round(amount * 10**10))


def test_a_title_a_unit_line_a_total_and_notes(plan: Callable[..., Plan]) -> None:
    made = plan(messy.titled)
    assert codes(made) == []
    assert added(made, "project", "name", "total_investment") == [("轴承项目", yi(3.2)), ("光伏项目", yi(1.2))]
    assert added(made, "milestone", "reached_on") == [("2024-03",), ("2024-03-05",)]
    assert said(made, "unit_taken") == ["签约项目!第3行：金额按上方所写的万元读"]
    assert said(made, "rows_left_out") == ["“签约项目”表第8-10行未导入：备注：1.含土地款、2.以合同为准、填表人：张三"]
    assert said(made, "totals_left_out") == ["“签约项目”表的合计行未导入：第6行"]
    assert said(made, "total_differs") == said(made, "unit_slip") == []
    [found] = said(made, "table_found")
    assert found.startswith("签约项目!第3行：项目；B 项目名称、")
    assert "E 总投资（万元）" in found
    assert "G“联系电话”" in said(made, "heading_unknown")[0]


def test_headings_of_two_rows(plan: Callable[..., Plan]) -> None:
    made = plan(messy.two_levels)
    assert codes(made) == []
    assert added(made, "project", "name", "total_investment", "fixed_investment") == [
        ("甲", yi(3.5), yi(2)),
        ("乙", yi(2), None),
    ]
    assert added(made, "milestone", "stage", "reached_on", "planned_on") == [
        ("signed", "2024-01", None),
        ("started", "2024-03-15", None),
        ("completed", None, "2025-12"),
        ("signed", "2024-02", None),
    ]
    assert "项目!第2-3行" in said(made, "table_found")[0]
    assert "F“时间/签约”→签约时间" in said(made, "table_found")[0]


def test_headings_of_three_rows_with_units(plan: Callable[..., Plan]) -> None:
    made = plan(messy.three_levels)
    assert codes(made) == []
    assert added(made, "project", "name", "total_investment", "fixed_investment") == [("甲", yi(3.5), yi(2))]
    assert added(made, "milestone", "reached_on") == [("2024-03",), ("2024-03-05",)]


def test_a_sheet_for_each_county(plan: Callable[..., Plan]) -> None:
    made = plan(messy.per_county)
    assert codes(made) == []
    assert added(made, "project", "name", "unit") == [("甲", 1), ("乙", 1), ("丙", 2)]
    assert said(made, "county_taken") == [
        "“冠县”表没有责任单位列，2 行按“冠县”导入",
        "“表二”表没有责任单位列，1 行按“莘县”导入",
    ]
    assert "填写说明" in said(made, "sheet_unknown")[0]


def test_a_section_of_an_unknown_county_is_not_taken_for_the_one_above(plan: Callable[..., Plan]) -> None:
    head = ("项目名称", "投资方", "总投资(亿元)")
    sections = [("一、冠县",), ("甲", "A", 1), ("二、莘县",), ("（一）工业",), ("乙", "B", 1), ("三、新县",)]
    made = plan(messy.book(重点=[head, *sections, ("丙", "C", 1)]))
    assert added(made, "project", "name", "unit") == [("甲", 1), ("乙", 2)]
    assert codes(made) == [("column_missing", "重点!A1")]
    assert said(made, "section_unknown") == ["重点!A7：“三、新县”中认不出单位，不按上面的单位导入其下各行"]


def test_without_any_county_named_the_missing_column_is_said_once(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "投资方", "总投资(亿元)"), *((f"项目{n}", "三一", n + 1) for n in range(30))]
    made = plan(messy.book(表一=rows))
    assert codes(made) == [("column_missing", "表一!A1")]
    assert "30 行" in text(made.problems[0].what, "zh")
    assert counts(made) == (0, 0, 0, 30)
    two = plan(messy.book(冠县莘县=rows))
    assert [code for code, _ in codes(two)] == ["column_missing"]


def test_subtotals_and_units_merged_down(plan: Callable[..., Plan]) -> None:
    made = plan(messy.subtotals)
    assert codes(made) == []
    assert added(made, "project", "name", "unit") == [("甲", 1), ("乙", 1), ("丙", 2), ("丁", 2)]
    assert said(made, "total_differs") == ["项目!C8：合计 7 ≠ 明细 6（C6 至 C7）：可能漏行或数字有误"]
    assert said(made, "totals_left_out") == ["“项目”表的合计行未导入：第2行、第5行、第8-9行"]


def test_totals_over_what_is_no_number_are_said_to_be_unchecked(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", "约3"), ("乙", "冠县", 2), ("合计", None, 9)]
    made = plan(messy.book(项目=rows))
    assert said(made, "totals_unchecked") == ["“项目”表 C 列的合计未能核对：列中有不是数字的内容"]
    assert said(made, "totals_unchecked", "en") == [
        "sheet “项目”: totals of column C could not be checked, as some of its cells are no plain numbers"
    ]
    assert said(made, "total_differs") == []


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (("总投资(亿元)",), ["项目!第2行：上方写的单位是万元，标题写的是亿元：按标题读"]),
        (("总投资(亿元)", "固定资产投资(万元)"), []),
        (("总投资(亿元)", "固定资产投资"), []),
        (("总投资",), []),
    ],
)
def test_headings_that_contradict_the_unit_above_are_told(
    plan: Callable[..., Plan], headings: tuple[str, ...], told: list[str]
) -> None:
    rows = [("项目表 单位：万元",), ("项目名称", "责任单位", *headings), ("甲", "冠县", *(3 for _ in headings))]
    made = plan(messy.book(项目=rows))
    assert said(made, "unit_overruled") == told


def test_blanks_are_never_filled_without_a_merge(plan: Callable[..., Plan]) -> None:
    book = messy.subtotals()
    for merged in list(book["项目"].merged_cells.ranges):
        book["项目"].unmerge_cells(str(merged))
    assert codes(plan(book)) == [("field_missing", "项目!A4"), ("field_missing", "项目!A7")]


def test_what_merged_cells_hide_is_told_and_amounts_are_not_repeated(plan: Callable[..., Plan]) -> None:
    book = messy.book(
        项目=[("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", 3), ("乙", "莘县", None), ("丙", "莘县", 2)]
    )
    page = book["项目"]
    page.merge_cells("C2:C3")
    page.merge_cells("B2:B3")
    made = plan(book)
    assert codes(made) == [("field_missing", "项目!C3")]
    assert added(made, "project", "name", "unit", "total_investment") == [("甲", 1, yi(3)), ("丙", 2, yi(2))]
    assert said(made, "merged_amount") == ["项目!C2：合并单元格里的数只算作第一行的值"]


def test_a_value_under_merged_cells_is_told(db: str) -> None:
    rows = messy.book(项目=[("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", 3), ("乙", "莘县", 2)])
    page = messy.Sheet("项目", tuple(Row(n, row) for n, row in enumerate(rows["项目"].values, 1)))
    made = planned(db, page._replace(merges=((2, 2, 3, 2),)))
    assert added(made, "project", "name", "unit") == [("甲", 1), ("乙", 1)]
    assert said(made, "merged_hides") == ["项目!B3：“莘县”被合并单元格遮住，按 项目!B2 读"]


def test_ditto_marks_repeat_the_cell_above(db: str, plan: Callable[..., Plan]) -> None:
    take(db, PROJECTS)
    made = plan(messy.dittos)
    assert codes(made) == []
    assert added(made, "funds", "project", "received_on", "ring", "evidence") == [
        (1, "2024-03-05", "province", "bank"),
        (1, "2024-04-01", "province", "bank"),
        (2, "2024-04-01", "province", "audit"),
    ]
    [ring] = [each for each in said(made, "ditto") if "到位资金!D" in each]
    assert ring.startswith("共 2 处，各不相同：到位资金!D3：“同上”按上一行的“省外”读；到位资金!D4：")


def test_what_is_wrong_with_a_repeated_cell_is_said_of_the_mark_and_where_it_comes_from(
    plan: Callable[..., Plan],
) -> None:
    head = ("项目名称", "责任单位", "总投资(亿元)", "签约时间")
    rows = [("丙", "冠县", 1, "2024.13.1"), ("丁", "同上", 2, "同上"), ("戊", "冠县", 2, "〃"), ("己", "冠线", 2, None)]
    made = plan(messy.book(项目=[head, *rows, ("庚", "同上", 1, None), ("辛", "同上", "1.5-2亿", None)]))
    found = [(each.place, each.value) for each in made.problems if each.code != "name_unknown"]
    assert found == [("项目!D2", "2024.13.1"), ("项目!D3", "同上"), ("项目!D4", "〃"), ("项目!C7", "1.5-2亿")]
    told = [text(each.what, "zh") for each in made.problems if each.value in ("同上", "〃")]
    assert told[0].startswith("这一格写的是“同上”，取自 D2：“2024.13.1”")
    assert told[1].startswith("这一格写的是“〃”，取自 D2：“2024.13.1”")
    [unknown] = [each for each in made.problems if each.code == "name_unknown"]
    assert (unknown.value, unknown.cells) == ("冠线", ("项目!B5", "项目!B6", "项目!B7"))


def test_a_ditto_mark_with_nothing_above_is_refused(db: str, plan: Callable[..., Plan]) -> None:
    take(db, PROJECTS)
    rows = [
        ("项目名称", "到位时间", "到位金额(万元)", "来源地"),
        ("甲", messy.DAY, 1, "同上"),
        ("甲", messy.DAY, 2, "同上"),
    ]
    assert codes(plan(messy.book(到位资金=rows))) == [
        ("ditto_nothing", "到位资金!D2"),
        ("ditto_nothing", "到位资金!D3"),
    ]


def test_hidden_rows_are_a_question_and_hidden_columns_are_told(plan: Callable[..., Plan]) -> None:
    made = plan(messy.hidden)
    assert codes(made) == [("rows_hidden", "项目!A3")]
    assert counts(made) == (2, 0, 0, 1)
    assert said(made, "columns_hidden") == ["“项目”表隐藏的列也已读入：D"]
    assert "第4行" in said(made, "rows_struck")[0]
    assert "旧表" in said(made, "sheet_hidden")[0]


def test_rows_that_a_filter_hides_are_read(plan: Callable[..., Plan]) -> None:
    book = messy.hidden()
    book["项目"].auto_filter.ref = "A1:D4"
    book["项目"].auto_filter.add_filter_column(0, ["甲", "丙"])
    made = plan(book)
    assert codes(made) == []
    assert counts(made)[0] == 3
    assert "第3行" in said(made, "rows_filtered")[0]


def test_a_hidden_sheet_is_read_when_it_is_asked_for(plan: Callable[..., Plan]) -> None:
    made = plan(messy.hidden, sheets=(parse_sheet("旧表"),))
    assert added(made, "project", "name") == [("旧",)]


def test_english_headings_under_a_title(plan: Callable[..., Plan]) -> None:
    made = plan(messy.english)
    assert codes(made) == []
    assert added(made, "project", "name", "unit", "total_investment") == [("A", 3, yi(3.2))]
    assert said(made, "numbers_serial", "en") == ["Signed!A2: the column “No.” only counts the rows; it is left out"]


def test_several_tables_in_one_sheet(plan: Callable[..., Plan]) -> None:
    made = plan(messy.blocks)
    assert codes(made) == []
    assert added(made, "project", "name", "unit", "total_investment") == [
        ("甲", 1, yi(3)),
        ("乙", 2, yi(2)),
        ("丙", 1, yi(1)),
        ("丁", 2, yi(5.2)),
    ]
    assert [line.split("；")[0] for line in said(made, "table_found")] == [
        "项目进展!第2行：项目",
        "项目进展!第9行：项目",
        "项目进展!第13行：项目",
    ]
    last = next(c for c in made.added(NOUNS["project"].label) if c.after["name"] == "丁")
    cells: Any = dict(last.source or {})["cells"]
    assert cells["total_investment"] == "B14"  # its columns stand elsewhere than those of the sheet


HEAD = ("项目名称", "责任单位", "总投资（亿元）")
STACKED = (
    ("一、在谈项目",), HEAD, ("甲", "冠县", 3), ("乙", "莘县", 2), ("小计", None, 5), (),
    ("二、签约项目（单位：万元）",), ("责任单位", "项目名称", "总投资"), ("冠县", "丙", 15000), ("莘县", "丁", 20000),
    ("小计", None, 35000),
)  # fmt: skip


@pytest.mark.parametrize("total", [85000, 35000])
def test_a_grand_total_below_several_tables_is_that_of_all(plan: Callable[..., Plan], total: int) -> None:
    made = plan(messy.book(项目=[*STACKED, ("总计", None, total)]))
    assert codes(made) == []
    assert len(added(made)) == 4
    assert said(made, "total_differs") == []
    assert said(made, "totals_left_out")[-1] == "“项目”表的合计行未导入：第11-12行"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            "项目!C12：合计 86000 ≠ 明细 35000（C9 至 C10），也 ≠ 本表与上方各表合计 85000：可能漏行或数字有误",
        ),
        (
            "en",
            (
                "项目!C12: the total 86000 ≠ its rows, 35000 (C9 to C10), nor this table with those above, 85000: "
                "rows may be missing, or a number wrong"
            ),
        ),
    ],
)
def test_a_grand_total_that_is_neither_tells_what_it_was_compared_with(
    plan: Callable[..., Plan], lang: str, told: str
) -> None:
    made = plan(messy.book(项目=[*STACKED, ("总计", None, 86000)]))
    assert said(made, "total_differs", lang) == [told]


def test_a_grand_total_over_what_is_no_number_in_a_table_above_is_said_to_be_unchecked(
    plan: Callable[..., Plan],
) -> None:
    rows = [*STACKED[:2], ("甲", "冠县", "约3"), *STACKED[5:]]
    made = plan(messy.book(项目=[*rows, ("总计", None, 86000)]))
    assert said(made, "total_differs") == []
    assert said(made, "totals_unchecked") == ["“项目”表 C 列的合计未能核对：列中有不是数字的内容"]
    assert said(plan(messy.book(项目=rows)), "totals_unchecked") == []


def test_a_table_above_the_one_with_the_most_headings_is_read_too(plan: Callable[..., Plan]) -> None:
    rows = [
        ("2024年项目",),
        ("一、在谈项目（单位：亿元）",),
        ("项目名称", "投资方", "责任单位", "总投资"),
        ("甲", "三一", "冠县", 1),
        ("小计", None, None, 1),
        ("二、签约项目（单位：万元）",),
        ("项目名称", "投资方", "责任单位", "总投资", "签约时间", "备注"),
        ("乙", "隆基", "莘县", 20000, "2024-03", None),
    ]
    made = plan(messy.book(表一=rows))
    assert codes(made) == []
    assert added(made, "project", "name", "unit", "total_investment") == [("甲", 1, yi(1)), ("乙", 2, yi(2))]
    assert len(said(made, "table_found")) == 2
    chosen = plan(messy.book(表一=rows), head_rows=(parse_head_rows("7"),))
    assert [table.last for table in chosen.tables] == [7]
    assert "第4行" in said(chosen, "rows_left_out")[0]


def test_headings_in_two_languages_are_one_table(plan: Callable[..., Plan]) -> None:
    rows = [
        ("Project name", "Responsible unit", "Total investment"),
        ("项目名称", "责任单位", "总投资(亿元)"),
        ("甲", "冠县", 3),
    ]
    made = plan(messy.book(项目=rows))
    assert codes(made) == []
    assert added(made, "project", "name", "total_investment") == [("甲", yi(3))]


def test_data_above_the_headings_is_told(plan: Callable[..., Plan]) -> None:
    rows = [("年度", "2024", None), ("完成", 12, "家"), ("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", 3)]
    made = plan(messy.book(项目=rows))
    assert said(made, "rows_left_out") == ["“项目”表标题以上的第2行像是数据，未导入：完成"]


@pytest.mark.parametrize("counting", [[("甲", "乙", 1, 2)], [(1, 2, 3, "4")], [("甲", "乙", "(1)", "②"), (1, 2, 3, 4)]])
def test_rows_that_count_the_columns_are_left_out(
    plan: Callable[..., Plan], counting: list[tuple[object, ...]]
) -> None:
    rows = [
        ("项目名称", "责任单位", "总投资(亿元)", "承诺就业"),
        *counting,
        ("项目一", "冠县", 3, 4),
        ("合计", None, 3, 4),
    ]
    made = plan(messy.book(项目=rows))
    assert codes(made) == []
    assert added(made, "project", "name") == [("项目一",)]
    assert said(made, "total_differs") == []
    assert "第2" in said(made, "rows_left_out")[0]


def test_one_column_for_two_currencies(plan: Callable[..., Plan]) -> None:
    made = plan(messy.two_currencies)
    assert codes(made) == [("unit_by_row", "项目!D5")]
    assert "3亿元、3万美元" in text(made.problems[0].hint, "zh")
    assert [amount for (amount,) in added(made, "project", "total_investment")] == [
        yi(3),
        Money(3_000_000_000, "USD"),
        Money(5_000_000_000, "USD"),
    ]


def test_a_formula_without_a_value_is_never_blank(plan: Callable[..., Plan]) -> None:
    made = plan(messy.formulas)
    assert sorted(codes(made)) == [
        ("cell_uncached", "项目!C2"),
        ("cell_uncached", "项目!C5"),
        ("cell_uncached", "项目!D3"),
    ]
    assert counts(made) == (0, 0, 0, 2)


def test_headings_that_are_nearly_right_twice_or_of_something_else(plan: Callable[..., Plan]) -> None:
    made = plan(messy.muddled)
    assert codes(made) == [("heading_twice", "招商项目!G1")]
    assert '--map "F=签约时间"' in text(made.problems[0].hint, "zh")
    assert said(made, "heading_near") == ["招商项目!B1：“责仼单位”按“责任单位”读"]
    assert "到位资金" in said(made, "heading_receipts")[0]
    [unknown] = said(made, "heading_unknown")
    assert unknown.startswith("“招商项目”表未导入的列：E“完工时间”（是否开工时间、竣工时间？）、H；")
    assert unknown.endswith('--map "完工时间=开工时间" 或 --map "完工时间=竣工时间"')
    mended = plan(messy.muddled, columns=(parse_column("F=签约时间"), parse_column("完工时间=竣工时间")))
    assert codes(mended) == []
    assert added(mended, "milestone", "stage", "reached_on") == [("completed", "2024-05"), ("signed", "2024-01")]


def test_a_unit_slip_is_told_by_the_column_and_by_the_stored_value(db: str, plan: Callable[..., Plan]) -> None:
    made = plan(messy.slips)
    assert said(made, "unit_slip") == ["项目!C7：32000亿元在“亿元”列里异乎寻常：单位是否写错（是否 3.2亿元？）"]
    take(db, PROJECTS)
    head = ("项目名称", "责任单位", "总投资(万元)")
    stored = plan(messy.book(项目=[head, ("甲", "冠县", 3)]))
    assert said(stored, "unit_slip") == ["项目!C2：30000元约为原值 3亿元 的 1/10,000 倍：单位是否写错（是否 3亿元？）"]
    many = [(f"新{n}", "冠县", 20000 + n) for n in range(6)]
    column = plan(messy.book(项目=[head, *many, ("新九", "冠县", 2.5)]))
    assert said(column, "unit_slip") == [
        "项目!C8：25000元约为本列中位数 2.0002亿元 的 1/8,001 倍：单位是否写错（是否 2.5亿元？）"
    ]
    assert said(plan(messy.book(项目=[head, ("甲", "冠县", 60000)])), "unit_slip") == []


def test_trips_as_the_city_asks_for_them(plan: Callable[..., Plan]) -> None:
    made = plan(messy.trips)
    assert codes(made) == []
    assert added(made, "visit", "unit", "start_on", "end_on", "destination", "companies") == [
        (1, "2024-03-05", "2024-03-08", "上海", (1, 2))
    ]


def test_october_is_told_from_january_by_its_looks(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "责任单位", "总投资(亿元)", "签约时间"), ("甲", "冠县", 3, 2024.1), ("乙", "冠县", 3, 2024.1)]
    book = messy.book(项目=rows)
    book["项目"]["D2"].number_format = "0.00"
    made = plan(book)
    assert codes(made) == [("date_tenth", "项目!D3")]
    assert added(made, "milestone", "reached_on") == [("2024-10",)]


def test_serial_numbers_and_rough_values_are_told_once_a_column(plan: Callable[..., Plan]) -> None:
    head = ("项目名称", "责任单位", "总投资(亿元)", "签约时间", "开工时间", "承诺税收(万元)")
    rows = [head, *((f"项目{n}", "冠县", "约3亿", 45352 + n, "待定", "面议") for n in range(12))]
    made = plan(messy.book(项目=rows))
    assert codes(made) == []
    assert counts(made)[0] == 12
    [serial] = said(made, "date_serial")
    assert serial.startswith("共 12 处，各不相同：项目!D2：45352 按 Excel 的日期序号读作 2024-03-01；项目!D3：45353 ")
    assert serial.endswith("；……")
    assert [len(said(made, code)) for code in ("cell_approximate", "cell_unsettled")] == [1, 2]
    assert added(made, "milestone", "stage") == [("signed",)] * 12


@pytest.mark.parametrize(
    ("values", "lang", "told"),
    [
        (["约3亿"] * 3, "zh", "“约3亿”按 3亿 读，等 3 处：项目!C2、项目!C3、项目!C4"),
        (["约3亿", "约2亿"], "zh", "共 2 处，各不相同：项目!C2：“约3亿”按 3亿 读；项目!C3：“约2亿”按 2亿 读"),
        (
            ["约3亿", "约2亿", "约3亿", "近4亿", "约5亿", "约6亿"],
            "zh",
            (
                "共 6 处、5 种：项目!C2 等 2 处：“约3亿”按 3亿 读；项目!C3：“约2亿”按 2亿 读；"
                "项目!C5：“近4亿”按 4亿 读；……"
            ),
        ),
        (
            ["约3亿", "约2亿", "约3亿"],
            "en",
            (
                "3 places, 2 different: 项目!C2 and others, 2 in all: “约3亿” is read as 3亿; "
                "项目!C3: “约2亿” is read as 2亿"
            ),
        ),
    ],
)
def test_many_warnings_of_one_kind_tell_how_many_differ_and_quote_a_few(
    plan: Callable[..., Plan], values: list[str], lang: str, told: str
) -> None:
    rows = [(f"项目{n}", "冠县", value) for n, value in enumerate(values)]
    made = plan(messy.book(项目=[("项目名称", "责任单位", "总投资(亿元)"), *rows]))
    assert said(made, "cell_approximate", lang) == [told]


def test_what_is_required_cannot_be_unsettled(plan: Callable[..., Plan]) -> None:
    rows = [
        ("项目名称", "责任单位", "总投资(亿元)", "合同投资额"),
        ("甲", "冠县", "待定 ", "面议"),
        ("乙", "冠县", None, "1亿"),
    ]
    made = plan(messy.book(项目=rows))
    assert codes(made) == [("field_missing", "项目!C2"), ("field_missing", "项目!C3")]
    assert [each.value for each in made.problems] == ["待定", None]
    assert "“待定”" in text(made.problems[0].what, "zh")
    assert said(made, "cell_unsettled") == ["项目!D2：“面议”留空"]


def test_a_dash_in_a_required_cell_is_told_as_it_stands(plan: Callable[..., Plan]) -> None:
    rows = [
        ("项目名称", "责任单位", "总投资(亿元)", "备注", "签约时间"),
        ("甲", " — ", 3, "—", "/"),
        ("乙", "冠县", "无", None, None),
        ("丙", "冠县", "同上", None, None),
    ]
    made = plan(messy.book(项目=rows))
    assert codes(made) == [("ditto_nothing", "项目!C4"), ("field_missing", "项目!B2"), ("field_missing", "项目!C3")]
    assert [each.value for each in made.problems] == ["同上", "—", "无"]
    assert text(made.problems[1].what, "zh") == "新增记录须填责任单位，这一格写的是“—”"


def test_a_name_that_is_missing_or_a_dash_is_told_at_its_own_cell(plan: Callable[..., Plan]) -> None:
    rows = [("编号", "责任单位", "项目名称", "总投资(亿元)"), (None, "冠县", "—", 3), (None, "冠县", None, 3)]
    made = plan(messy.book(项目=rows))
    assert codes(made) == [("name_missing", "项目!C2"), ("name_missing", "项目!C3")]
    assert [each.value for each in made.problems] == ["—", None]


@pytest.mark.parametrize(
    ("unit", "near"),
    [
        ("guanxian", "冠县、Guan County"),
        ("GX", "冠县"),
        ("xinxian", "莘县"),
        ("冠", "冠县"),
        ("冠 线", "冠县"),
        ("莘 县（城区）", "莘县"),
        ("莘县（含（老）城", "莘县"),
        ("Guan", "Guan County"),
    ],
)
def test_a_unit_as_it_is_typed_at_the_prompt_is_not_taken_but_suggested(
    plan: Callable[..., Plan], unit: str, near: str
) -> None:
    made = plan(messy.book(项目=[("项目名称", "责任单位", "总投资(亿元)"), ("甲", unit, 3)]))
    [found] = made.problems
    assert (found.code, found.place, found.value) == ("name_unknown", "项目!B2", unit)
    assert text(found.hint or "", "zh") == f"最接近的：{near}"


def test_a_sheet_without_names_says_so_once(plan: Callable[..., Plan]) -> None:
    rows = [("责任单位", "总投资(亿元)", "签约时间"), *(("冠县", n, messy.DAY) for n in range(1, 30))]
    made = plan(messy.book(项目=rows))
    assert codes(made) == [("column_missing", "项目!A1")]
    assert "29 行" in text(made.problems[0].what, "zh")
    assert counts(made) == (0, 0, 0, 29)


def test_a_word_that_a_column_may_not_hold_is_told_once(plan: Callable[..., Plan]) -> None:
    words = ["合同", "协议", "合 同", "合同", "〃"]
    rows = [(n, f"项目{n}", "冠县", 3, word, "合同") for n, word in enumerate(words)]
    made = plan(messy.book(项目=[("序号", "项目名称", "责任单位", "总投资(亿元)", "协议类型", "状态"), *rows]))
    assert [(each.place, each.value, each.cells) for each in made.problems] == [
        ("项目!E2", "合同", ("项目!E2", "项目!E4", "项目!E5", "项目!E6")),
        ("项目!F2", "合同", tuple(f"项目!F{n}" for n in range(2, 7))),
        ("项目!E3", "协议", ()),
    ]
    assert counts(made) == (0, 0, 0, 5)


def test_warnings_of_good_and_bad_rows_stand_in_the_order_of_the_rows(db: str, tmp_path: Path) -> None:
    rows = [(f"项目{n}", "冠县", "约三" if n == 3 else n, messy.DAY) for n in range(2, 6)]
    pages = messy.save(
        messy.book(项目=[("项目名称", "责任单位", "总投资(亿元)", "签约时间"), *rows]), tmp_path / "t.xlsx"
    )
    assert said(planned(db, *pages), "agreement_missing")[0].endswith("：项目!A2、项目!A3、项目!A4、项目!A5")
    with work(db) as unit_of_work:  # what is left out is not warned of
        made = plan_book(unit_of_work, File("账.xlsx", pages), Terms(Entry(TODAY), skip_bad=True))
    assert said(made, "agreement_missing")[0].endswith("：项目!A2、项目!A4、项目!A5")


def test_a_rule_of_a_column_that_is_not_there_speaks_at_the_name(plan: Callable[..., Plan]) -> None:
    rows = [("序号", "项目名称", "责任单位", "总投资(亿元)", "状态"), (1, "甲", "冠县", 3, "退库")]
    assert said(plan(messy.book(项目=rows)), "reason_missing")[0].startswith("项目!B2：")


def test_two_units_above_a_table_are_refused_unless_every_heading_has_its_own(plan: Callable[..., Plan]) -> None:
    def book(heading: str) -> Workbook:
        return messy.book(**{"签约项目(亿元)": [("单位：万元",), ("项目名称", "责任单位", heading), ("甲", "冠县", 3)]})

    made = plan(book("总投资"))
    assert codes(made) == [("unit_clash", "签约项目(亿元)!C2")]
    assert counts(made) == (0, 0, 0, 1)
    assert codes(plan(book("总投资(万元)"))) == []


def test_long_numbers_that_lost_digits_are_refused(plan: Callable[..., Plan]) -> None:
    rows = [("企业名称", "统一社会信用代码"), ("某公司", 910000000000000001)]
    made = plan(messy.book(企业=rows))
    assert codes(made) == [("cell_digits", "企业!B2")]
    assert "文本格式" in text(made.problems[0].hint, "zh")


def test_a_sheet_of_a_foreign_name_needs_its_headings(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "责任单位", "联系人"), ("甲", "冠县", "张三")]
    made = plan(messy.book(一览=rows))
    assert codes(made) == [("no_sheet", None)]
    assert text(made.problems[0].what, "zh") == (
        "没有认出可导入的工作表：一览（最像项目，第 1 行认出 2 列，认不出：C“联系人”，缺少必填列：总投资）"
    )
    asked = plan(messy.book(一览=rows), sheets=(parse_sheet("一览"),))
    assert codes(asked) == [("heading_missing", "一览")]
    told = plan(messy.book(一览=rows), sheets=(parse_sheet("一览=项目"),), columns=(parse_column("联系人=备注"),))
    assert codes(told) == [("column_missing", "一览!A1")]


@pytest.mark.parametrize(
    ("rows", "others", "typed"),
    [
        (
            [("项目全称", "责仼单位", "总投资规模（亿元）", "联系人"), ("甲", "冠县", 3, "张三")],
            {},
            ['--map "项目全称=项目名称"', '--map "责仼单位=责任单位"'],
        ),
        (
            [("各县项目",), ("项目", "责任单位", "投资额度(亿元)", "备注"), ("甲", "冠县", 3, None)],
            {"企业": [("企业名称",), ("三一",)]},
            ['--map "投资额度(亿元)=总投资"'],
        ),
        (
            [("企业名称", "法人"), ("金田", "张三")],
            {"单位": [("单位名称", "分组"), ("茌平区", "县市区")]},
            ['--sheet "单位"', '--sheet "一览=企业"'],
        ),
    ],
)
def test_a_sheet_of_a_foreign_name_that_is_nearly_right_tells_what_to_type(
    plan: Callable[..., Plan], rows: list[tuple[Any, ...]], others: dict[str, Any], typed: list[str]
) -> None:
    made = plan(messy.book(一览=rows, **others))
    told = text(made.problems[0].hint, "zh") if made.problems else said(made, "sheet_unknown")[0]
    assert [way for way in re.findall(r'--\w+ "[^"]*"', told) if way in typed] == typed
    options = re.findall(r'--(\w+) "([^"]*)"', told)
    maps = tuple(parse_column(value) for option, value in options if option == "map")
    sheets = tuple(parse_sheet(value) for option, value in options if option == "sheet")
    again = plan(messy.book(一览=rows, **others), columns=maps, sheets=sheets)
    assert codes(again) == []
    assert "一览" in [count.sheet for count in again.counts if count.new == 1]


@pytest.mark.parametrize(
    ("sheets", "missing"),
    [
        ({"项目": [("项目名称", "联系人"), ("甲", "张三")]}, "责任单位、总投资"),
        ({"项目": [("冠县重点项目",), ("项目名称", "联系人"), ("甲", "张三")]}, "总投资"),
        ({"项目": [("项目名称", "联系人"), ("一、冠县",), ("甲", "张三"), ("二、莘县",), ("乙", "李四")]}, "总投资"),
        ({"项目": [("冠县、莘县项目",), ("项目名称", "联系人"), ("甲", "张三")]}, "责任单位、总投资"),
        ({"冠县": [("项目名称", "联系人", "状态"), ("甲", "张三", "在建")]}, "总投资"),
        (
            {
                "单位": [("单位名称", "分组"), ("新县", "县市区")],
                "项目": [("新县项目",), ("项目名称", "联系人"), ("甲", "张三")],
            },
            "总投资",
        ),
    ],
)
def test_a_county_that_is_named_is_no_missing_column(
    plan: Callable[..., Plan], sheets: dict[str, Any], missing: str
) -> None:
    made = plan(messy.book(**sheets))
    [found] = made.problems
    assert re.findall("缺少必填列：([^，）]*)", text(found.what, "zh")) == [missing]


def test_with_the_county_named_two_columns_will_do(plan: Callable[..., Plan]) -> None:
    made = plan(messy.book(项目=[("冠县重点项目",), ("项目名称", "总投资(亿元)"), ("甲", 3)]))
    assert codes(made) == []
    assert added(made, "project", "name", "unit") == [("甲", 1)]


def test_of_two_columns_that_may_be_one_field_either_is_offered(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "责任单位", "总投资概算", "总投资估算", "签约时间"), ("甲", "冠县", 3, 4, messy.DAY)]
    [unknown] = said(plan(messy.book(项目=rows)), "heading_unknown")
    assert unknown.endswith('；如是，加 --map "总投资概算=总投资" 或 --map "总投资估算=总投资"')


def test_a_missing_column_is_looked_for_among_the_unknown_ones(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "责任单位", "投资(亿元)", "签约时间"), ("甲", "冠县", 3, messy.DAY)]
    made = plan(messy.book(项目=rows))
    assert codes(made) == [("column_missing", "项目!A1")]
    assert '--map "投资(亿元)=总投资"' in text(made.problems[0].hint, "zh")


def test_a_sheet_of_ours_without_any_known_heading_names_those_that_it_has(plan: Callable[..., Plan]) -> None:
    rows = [("2024年台账",), ("名称", "县里", "金额"), ("甲", "冠县", 3)]
    made = plan(messy.book(项目=rows))
    assert codes(made) == [("heading_missing", "项目!A2")]
    told = text(made.problems[0].what, "zh")
    assert told == "缺少必填列：项目名称、责任单位、总投资，认不出：A“名称”（是否项目名称？）、B“县里”、C“金额”"
    assert text(made.problems[0].hint, "zh") == '加 --map "名称=项目名称"'
    wrong = plan(messy.book(项目=[("项目名程", "责仼单位", "总投姿额(亿元)"), ("甲", "冠县", 3)]))
    assert codes(wrong) == []
    assert len(said(wrong, "heading_near")) == 3


def test_a_heading_that_a_shell_would_take_apart_is_named_by_its_column(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "责任单位", '"总投资"规模', "签约时间"), ("甲", "冠县", 3, messy.DAY)]
    assert '--map "C=总投资"' in text(plan(messy.book(项目=rows)).problems[0].hint, "zh")


def test_a_sheet_that_may_hold_two_things_is_a_question(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "到位时间", "实际日期", "认定状态"), ("甲", messy.DAY, messy.DAY, None)]
    made = plan(messy.book(表一=rows))
    assert codes(made) == [("sheet_two_nouns", "表一")]
    assert '--sheet "表一=' in text(made.problems[0].hint, "zh")
    assert {code for code, _ in codes(plan(messy.book(表一=rows), sheets=(parse_sheet("表一=funds"),)))} == {
        "name_unknown",
        "column_missing",
    }


def test_heading_rows_can_be_said(plan: Callable[..., Plan]) -> None:
    rows = [
        ("项目名称", "责任单位", "总投资(亿元)"),
        ("（填在下面）",),
        ("项目名称", "责任单位", "总投资(万元)"),
        ("甲", "冠县", 30000),
    ]
    made = plan(messy.book(项目=rows), head_rows=(parse_head_rows("3"),))
    assert added(made, "project", "total_investment") == [(yi(3),)]
    wrong = plan(messy.book(项目=rows), head_rows=(parse_head_rows("项目!4"),))
    assert codes(wrong) == [("heading_missing", "项目!A4")]


def test_a_wish_for_a_column_that_is_not_there_is_refused(plan: Callable[..., Plan]) -> None:
    rows = [("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", 3)]
    made = plan(messy.book(项目=rows), columns=(parse_column("投资=备注"),))
    assert codes(made) == [("map_unused", "--map")]


def test_a_confirmed_mapping_serves_the_same_headings_again(plan: Callable[..., Plan]) -> None:
    rows = [("项目名程", "责任单位", "投资额（亿元）"), ("甲", "冠县", 3)]
    first = plan(messy.book(项目=rows), columns=(parse_column("投资额=总投资"),))
    assert codes(first) == []
    assert [len(said(first, "heading_near"))] == [1]
    [(headings, typed)] = first.maps.items()
    assert typed == ["投资额=总投资", "项目名程=项目名称"]
    again = plan(messy.book(项目=rows), remembered={headings: tuple(map(parse_column, typed))})
    assert codes(again) == []
    assert said(again, "heading_near") == []
    assert len(said(again, "map_remembered")) == 1
    assert again.maps == {}
    assert added(again, "project", "total_investment") == [(yi(3),)]


def test_a_gap_ends_a_table_but_whole_rows_below_are_kept(plan: Callable[..., Plan]) -> None:
    rows: list[tuple[Any, ...]] = [("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", 3)]
    rows += [()] * 25 + [("随手写的", None, None), ("乙", "冠县", 2)]
    made = plan(messy.book(项目=rows))
    assert added(made, "project", "name") == [("甲",), ("乙",)]
    assert said(made, "rows_left_out") == ["“项目”表第28行未导入：随手写的"]


def test_clean_sheets_are_read_without_a_word(plan: Callable[..., Plan]) -> None:
    made = plan(messy.book(项目=[("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", 3)]))
    assert made.messages == ()
