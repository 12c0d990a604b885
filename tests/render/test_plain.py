from __future__ import annotations

import csv
from io import StringIO

import pytest

from tracker.render.plain import (
    csv_text,
    guarded,
    joined,
    left_out,
    markdown_page,
    markdown_text,
    plain_lines,
    tsv_text,
)
from tracker.result import Column, Result, Table
from tracker.rules.money import Money
from tracker.rules.widths import cell_width
from tracker.words import Say

from .boards import BOARD, CONTEST, COUNTIES, PROJECTS, ZONES


def test_golden_board_in_chinese() -> None:
    assert list(plain_lines(COUNTIES, "zh")) == [
        "县(市、区)",
        "分组    位次  单位        总分  到位资金(亿元)",
        "county     1  甲县      100.50            33.0",
        "county     —  东昌府区       —              22",
    ]


def test_golden_board_in_english() -> None:
    assert list(plain_lines(COUNTIES, "en")) == [
        "Counties",
        "Group   Rank  Unit       Score  Funds (100m CNY)",
        "county     1  甲县      100.50              33.0",
        "county     —  东昌府区       —                22",
    ]


def test_hostile_and_empty_cells_keep_one_line_a_row() -> None:
    lines = list(plain_lines(PROJECTS, "zh"))
    assert lines[0] == "项目"
    assert len(lines) == 5
    assert "a|b⏎␛[2J" in lines[4]
    assert lines[2].split() == ["P1", "哈轴集团高端轴承项目", "50亿元", "开工", "2024-03", "重点项目、招大引强", "是"]
    assert all(line.isprintable() and not line.endswith(" ") for line in lines)


def test_long_cells_and_many_rows_are_complete() -> None:
    table = Table((Column("name", "n"),), tuple((f"{n}" + "很长的名称" * 100,) for n in range(500)))
    lines = list(plain_lines(table, "zh"))
    assert len(lines) == 501
    assert lines[500] == "499" + "很长的名称" * 100


def test_a_table_without_rows_has_its_headings() -> None:
    assert list(plain_lines(Table((BOARD[1], BOARD[2]), ()), "zh")) == ["位次  单位"]
    assert list(plain_lines(Table((), ()), "zh")) == []


def test_columns_are_aligned_by_width_not_length() -> None:
    rows = (("冠县", 1), ("江北水城旅游度假区", 100), ("abc", 20))
    table = Table((Column("unit", "单位"), Column("n", "n", "number")), rows)
    assert {cell_width(line) for line in plain_lines(table, "zh")} == {18 + 2 + 3}


def test_csv_is_for_programs() -> None:
    rows = list(csv.DictReader(StringIO(csv_text(PROJECTS, "zh"), newline="")))
    assert rows[0] == {
        "id": "P1",
        "name": "哈轴集团高端轴承项目",
        "total_investment": "5000000000.00",
        "total_investment_currency": "CNY",
        "stage": "started",
        "signed": "2024-03",
        "tags": "重点项目、招大引强",
        "paid": "true",
    }
    assert rows[1]["name"] == "'=1+1"
    assert (rows[1]["total_investment"], rows[1]["total_investment_currency"]) == ("0.01", "USD")
    assert rows[2]["name"] == "a|b\n␛[2J"
    assert (rows[2]["total_investment"], rows[2]["total_investment_currency"], rows[2]["paid"]) == ("", "", "")


def test_csv_header_is_the_same_in_both_languages() -> None:
    assert csv_text(COUNTIES, "zh") == csv_text(COUNTIES, "en")
    assert csv_text(COUNTIES, "zh").splitlines()[0] == "group,rank,unit,score,funds"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", " ="])
def test_texts_that_a_spreadsheet_would_run_are_guarded(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    assert guarded(text) == "'" + text
    table = Table((Column("a", "a"), Column("b", "b", "number")), ((text, -5), (("x", text), Money(-500))))
    rows = list(csv.reader(StringIO(csv_text(table, "zh"), newline="")))
    assert rows[1][:2] == ["'" + text, "-5"]
    assert rows[2][:3] == ["x、'" + text, "-5.00", "CNY"]


def test_line_breaks_of_any_kind_stay_inside_their_csv_cell() -> None:
    table = Table((Column("a", "a"), Column("b", "b")), (("x\r\ny", 1), ("\rx", 2), ("x\ty", 3)))
    rows = list(csv.reader(StringIO(csv_text(table, "zh"), newline="")))
    assert rows[1:] == [["x\ny", "1"], ["␍x", "2"], ["x\ty", "3"]]


def test_tsv_has_one_line_a_row() -> None:
    table = Table((Column("a", "a"), Column("b", "b")), (("x\ty\nz", "=1"),))
    assert tsv_text(table, "zh") == "a\tb\nx→y⏎z\t'=1\n"


def test_markdown_shows_markup_as_it_stands() -> None:
    assert markdown_text(COUNTIES, "zh").splitlines() == [
        "## 县(市、区)",
        "",
        "| 位次 | 单位 | 总分 | 到位资金(亿元) |",
        "| ---: | --- | ---: | ---: |",
        "| 1 | 甲县 | 100.50 | 33.0 |",
        "| — | 东昌府区 | — | 22 |",
    ]
    table = Table((Column("a", "a|b"),), (("<b>&|*_`[x](y)\\\n",),))
    lines = markdown_text(table, "zh").splitlines()
    assert lines[0] == "| a\\|b |"
    assert lines[2] == "| &lt;b&gt;&amp;\\|\\*\\_\\`\\[x\\](y)\\\\⏎ |"


def test_a_page_of_markdown_has_its_title_and_every_line_by_itself() -> None:
    page = Result(("board",), (COUNTIES,), lines=("<i>一</i>", "二"), title="竞赛榜 *2024*")
    said = markdown_page(page, "zh").splitlines()
    assert said[:6] == ["# 竞赛榜 \\*2024\\*", "", "&lt;i&gt;一&lt;/i&gt;", "", "二", ""]
    assert said[6] == "## 县(市、区)"
    assert markdown_page(Result(("unit",)), "zh") == ""


def test_tables_of_the_same_columns_are_one_file() -> None:
    whole = joined((*CONTEST.tables, PROJECTS))
    assert whole is not None
    assert [row[0] for row in whole.rows] == ["county", "county", "zone"]
    assert (whole.in_all, whole.hidden) == (3, 0)
    assert left_out((*CONTEST.tables, PROJECTS)) == (PROJECTS,)
    assert joined(()) is None


def test_counts_of_joined_tables_add_up() -> None:
    whole = joined((PROJECTS, PROJECTS._replace(title=Say("二", "2"))))
    assert whole is not None
    assert (whole.in_all, whole.hidden, len(whole.rows)) == (10, 4, 6)
    assert joined((ZONES,)).columns == tuple(c for c in BOARD if c.kind != "bar")  # type: ignore[union-attr]
