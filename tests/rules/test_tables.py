"""Where the table is in a sheet of cells, and what each row below its headings is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.grids import grid
from tracker.rules.headings import lay_out, path_text, sheet_nouns
from tracker.rules.tables import (
    Head,
    Shape,
    find_head,
    groups,
    is_plain,
    is_total,
    likely_starts,
    read_context,
    row_kind,
    shape_of,
    wide_rows,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.rules.grids import Row
    from tracker.rules.tables import Span

PROJECTS = sheet_nouns("项目")


def head_of(rows: Sequence[Row], merges: Sequence[Span] = (), sheet: str = "项目") -> Head:
    nouns = sheet_nouns(sheet)
    found = find_head(rows, merges, lambda paths: lay_out(nouns, paths), likely_starts(rows))
    assert found is not None
    return found


def fields(head: Head) -> dict[str, str]:
    """What each column holds, by its heading."""
    return {
        path_text(head.paths[n]): (place.field.key if place.field else "number")
        + "".join(f" {unit.label.zh}" for unit in place.units)
        for n, place in head.layout.columns.items()
    }


def test_headings_in_the_first_row() -> None:
    head = head_of(grid("项目名称 | 责任单位 | 总投资(亿元)\n甲 | 冠县 | 3"))
    assert (head.at, head.height) == (0, 1)
    assert fields(head) == {"项目名称": "name", "责任单位": "unit", "总投资(亿元)": "total_investment 亿元"}


def test_a_title_and_lines_above_are_no_headings() -> None:
    rows = grid("""
        2024年签约项目台账
        填报单位：冠县 | | 单位：万元

        序号 | 项目名称 | 责任单位 | 总投资
        1 | 甲 | 冠县 | 3
    """)
    head = head_of(rows, [(1, 1, 1, 4)])
    assert (head.at, head.height, rows[head.at].number) == (2, 1, 4)


def test_two_rows_merged_across_and_down() -> None:
    rows = grid("""
        项目名称 | 责任单位 | 投资（万元） | | 时间 |
        | | 总投资 | 其中：固定资产投资 | 签约 | 开工
        甲 | 冠县 | 3 | 2 | 2024-01 |
    """)
    head = head_of(rows, [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 1, 6)])
    assert (head.at, head.height) == (0, 2)
    assert list(fields(head).values()) == [
        "name",
        "unit",
        "total_investment 万元",
        "fixed_investment 万元",
        "signed_on",
        "started_on",
    ]


def test_planned_and_real_dates_are_told_apart_by_the_row_above() -> None:
    rows = grid("""
        项目名称 | 责任单位 | 总投资(亿元) | 实际 | | 计划 |
        | | | 开工时间 | 竣工时间 | 开工时间 | 竣工时间
    """)
    head = head_of(rows, [(1, 4, 1, 5), (1, 6, 1, 7)])
    assert list(fields(head).values())[3:] == [
        "started_on",
        "completed_on",
        "started_planned_on",
        "completed_planned_on",
    ]
    assert head.layout.twice == {}


def test_a_sum_of_its_parts_is_the_parent_and_a_part_is_not() -> None:
    rows = grid("""
        项目 | 到位时间 | 到位金额(万元) | |
        | | 合计 | 其中：外资 | 其中：土地款
    """)
    head = head_of(rows, [(1, 3, 1, 5)], "到位资金")
    assert fields(head) == {
        "项目": "project",
        "到位时间": "received_on",
        "到位金额(万元)/合计": "amount 万元",
    }
    assert list(head.layout.unknown.values()) == ["到位金额(万元)/其中：外资", "到位金额(万元)/其中：土地款"]


def test_a_row_of_units_is_part_of_the_headings() -> None:
    head = head_of(grid("项目名称 | 责任单位 | 总投资 | 承诺税收\n | | 亿元 | （万元）\n甲 | 冠县 | 3 | 5"))
    assert head.height == 2
    assert list(fields(head).values())[2:] == ["total_investment 亿元", "promised_tax 万元"]


def test_data_that_look_like_headings_are_none() -> None:
    rows = grid("年度 | 单位 | 指标 | 目标值\n2024 | 冠县 | 到位资金 | 50\n2024 | 莘县 | 目标 | 3")
    assert (head_of(rows, (), "目标").at, head_of(rows, (), "目标").height) == (0, 1)
    assert find_head(grid("甲 | 乙\n丙 | 丁"), (), lambda paths: lay_out(PROJECTS, paths), range(2)) is None


def test_headings_are_looked_for_in_forty_rows() -> None:
    def below(n: int) -> list[Row]:
        return grid("\n".join([*(f"说明{k}" for k in range(n)), "项目名称 | 责任单位 | 总投资(亿元)"]))

    assert head_of(below(39)).at == 39
    assert likely_starts(below(43)) == []


@pytest.mark.parametrize(
    ("texts", "units"),
    [
        (["签约项目(亿元)"], ["亿元"]),
        (["签约项目", "单位：万元"], ["万元"]),
        (["单位: 万元、人民币"], ["万元"]),
        (["金额单位：亿元/万美元"], ["亿元", "万美元"]),
        (["Unit: 10k CNY"], ["万元"]),
        (["（单位：万 元）"], ["万元"]),
        (["填报单位：冠县"], []),
        (["过亿元项目"], []),
        (["单位：个"], []),
        (["单位 万元"], ["万元"]),
        (["单位为万元"], ["万元"]),
        (["（单位万元）"], ["万元"]),
        (["万元"], ["万元"]),
        (["以万元为单位"], ["万元"]),
        (["单位︰万元"], ["万元"]),
        (["2024年6月30日      单位：个、万元"], ["万元"]),
        (["单位：万元 2024年6月30日"], ["万元"]),
        (["币种：人民币", "单位：万元"], ["万元"]),
        (["Unit: RMB 10,000"], ["万元"]),
        (["Unit: USD 10,000"], ["万美元"]),
        (["Unit: ten thousand yuan"], ["万元"]),
        (["填报单位：冠县万元"], []),
        (["2024年1000万元以上项目"], []),
    ],
)
def test_units_of_the_lines_above(texts: list[str], units: list[str]) -> None:
    found = read_context(texts)
    assert [unit.label.zh for unit in found.units] == units
    assert not found.clash


def test_two_units_above_contradict_each_other() -> None:
    found = read_context(["签约项目(亿元)", "单位：万元"])
    assert found.units == ()
    assert [unit.label.zh for unit in found.clash] == ["亿元", "万元"]


SHAPE = Shape((0, 1, 2), (1, 2, 3), number=None)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("1 | 甲 | 冠县 | 3", "data"),
        ("1 | 甲 | | 3", "data"),
        ("合计 | | | 3", "total"),
        ("| 合 计 | | 3", "total"),
        ("冠县小计 | 2个 | 5 | 3", "total"),
        ("总计（12个） | | | 3", "total"),
        ("合计：12个项目 | | | 3", "total"),
        ("Subtotal | | | 3", "total"),
        ("Grand total: | | | 3", "total"),
        ("1 | 合计算力项目 | 冠县 | 3", "data"),
        ("1 | 设计院项目 | 冠县 | 3", "data"),
        ("备注：1.含土地款", "note"),
        ("注：含土地款 | 2 | | ", "note"),
        ("| 填表人：张三 | | 审核人：李四", "note"),
        ("说明", "note"),
        ("1 | 说明 | 冠县 | 3", "data"),
        ("一、冠县", "section"),
        ("（二）莘县", "section"),
        ("冠县", "data"),
    ],
)
def test_what_a_row_is(row: str, kind: str) -> None:
    [found] = grid(row)
    assert row_kind(found.cells, SHAPE) == kind
    if kind != "data":
        assert not is_plain(found.cells, SHAPE)


def test_a_cell_merged_across_names_a_section_and_long_text_is_a_note() -> None:
    assert row_kind(("冠县",), SHAPE, wide=True) == "section"
    assert row_kind(("冠县" * 20,), SHAPE, wide=True) == "note"
    assert wide_rows([(3, 1, 3, 5), (4, 1, 4, 2), (5, 1, 6, 8)], 8) == {3}


def test_below_a_note_only_whole_rows_are_data() -> None:
    assert row_kind((1, "甲", None, 3), SHAPE, tail=True) == "note"
    assert row_kind((1, "甲", "冠县", 3), SHAPE, tail=True) == "data"


def test_a_row_with_the_number_of_a_record_is_data_whatever_it_is_called() -> None:
    shape = shape_of(lay_out(PROJECTS, ["编号", "项目名称", "责任单位", "总投资(亿元)"]))
    assert row_kind(("P12", "合计", None, None), shape) == "data"
    assert row_kind((12, "合计", None, None), shape) == "total"


@pytest.mark.parametrize(
    "label", ["合计", "小 计", "总计：", "共计(万元)", "全市合计", "合计12个", "TOTAL", "sub-total"]
)
def test_labels_of_totals(label: str) -> None:
    assert is_total(label)


@pytest.mark.parametrize("label", ["计", "设计", "合计算力", "统计局", "会计项目", "累计", "totally", ""])
def test_labels_of_none(label: str) -> None:
    assert not is_total(label)


def test_groups_of_rows() -> None:
    assert groups([]) == []
    assert groups({9, 4, 5, 3}) == [(3, 5), (9, 9)]
