"""Sheets that people make of ours: copies, rows of instructions, a column for each metric, running totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.services.books import TODAY, Row, Sheet, codes, counts, database, plan, sheet, take, work
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services.import_request import File, Terms
from tracker.services.imports import plan_book
from tracker.services.stamps import Stamp, stamp_page
from tracker.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.services.import_plan import Plan

HEADINGS = "项目名称 责任单位 总投资(亿元) 签约时间"
GOOD = ("甲", "冠县", 3, None)


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = database(tmp_path / "t.db")
    take(path, sheet("单位", "单位名称 分组", ("冠县", "县市区"), ("临清市", "县市区")))
    return path


def hints(made: Plan) -> str:
    return " ".join(text(each.hint, "zh") for each in made.problems if each.hint)


@pytest.mark.parametrize(
    "row",
    [
        ("填写全称", "填县市区", "填数字", "格式2024-01-01"),
        ("必填", "必填", "必填", "选填"),
        ("（请填写全称）", "下拉选择", None, None),
    ],
)
def test_a_row_of_instructions_is_one_problem_that_names_the_way_on(db: str, row: tuple[Any, ...]) -> None:
    made = plan(db, sheet("项目", HEADINGS, row, GOOD))
    assert codes(made) == [("row_instructions", "项目!A2")]
    assert "--skip-bad" in hints(made)
    assert counts(take(db, sheet("项目", HEADINGS, row, GOOD), skip_bad=True)) == (1, 0, 0, 1)


def test_texts_alone_may_be_instructions_too(db: str) -> None:
    made = plan(db, sheet("企业", "企业名称 总部所在地", ("填写营业执照上的全称", "填写省份"), ("三一", "湖南")))
    assert codes(made) == [("row_instructions", "企业!A2")]


@pytest.mark.parametrize(
    "rows",
    [
        [("填海工程", "没有县", "三亿", None), GOOD],
        [
            GOOD,
            (*GOOD[:1], "没有县", "三亿", None),
            ("乙", "冠县", 1, None),
            ("丙", "冠县", 1, None),
            ("必填", "必填", "x", "x"),
        ],
    ],
    ids=["wrong data", "far below the headings"],
)
def test_what_is_only_wrong_stays_told_cell_by_cell(db: str, rows: Sequence[tuple[Any, ...]]) -> None:
    assert "row_instructions" not in [code for code, _ in codes(plan(db, sheet("项目", HEADINGS, *rows)))]


def test_a_copied_sheet_is_told_with_the_sheets_to_read(db: str) -> None:
    pages = [sheet(name, HEADINGS, GOOD, ("乙", "冠县", 1, None)) for name in ("项目", "项目 (2)")]
    made = plan(db, sheet("活动", "活动名称 开始日期 结束日期"), *pages)
    assert [code for code, _ in codes(made)] == ["row_twice", "row_twice"]
    assert '--sheet "项目"' in hints(made)
    assert '--sheet "项目 (2)"' not in hints(made)
    again = plan(db, sheet("项目", HEADINGS, GOOD, GOOD))
    assert "--sheet" not in hints(again)


def test_a_running_total_is_not_offered_as_a_receipt(db: str) -> None:
    made = plan(db, sheet("到位资金", "项目 到位时间 累计到位资金(万元)", ("甲", "2024-03-01", 5)))
    assert [code for code, _ in codes(made)] == ["heading_missing"]
    assert "--map" not in hints(made)
    assert "累计" in hints(made)


@pytest.mark.parametrize("months", ["1月 2月 3月 合计", "2024年1月 2024年2月", "1月份 02月份 12月份"])
def test_months_side_by_side_are_told_what_to_become(db: str, months: str) -> None:
    made = plan(db, sheet("到位资金", f"项目名称 {months}", ("甲", 100, 200, 300, 600)))
    assert [code for code, _ in codes(made)] == ["heading_missing"]
    assert "2024-03" in hints(made)
    other = plan(db, sheet("到位资金", "项目名称 1月 备考 另外", ("甲", 100, 200, 300)))
    assert "2024-03" not in hints(other)


@pytest.mark.parametrize("create", [False, True])
def test_some_of_several_companies_are_no_company(db: str, create: bool) -> None:
    visits = sheet("走访", "单位 开始日期 目的地 拜访企业", ("冠县", "2024-03-01", "上海", "三一重工等3家"))
    with work(db) as unit_of_work:
        made = plan_book(unit_of_work, File("账.xlsx", (visits,)), Terms(Entry(TODAY), create=create))
    assert codes(made) == [("name_several", "走访!D2")]
    assert "--create" not in hints(made)


def test_what_was_added_after_an_export_is_not_told_as_gone_from_it(db: str) -> None:
    take(db, sheet("项目", HEADINGS, GOOD))
    with work(db) as unit_of_work:
        page = stamp_page(unit_of_work.reader, Stamp("x", "2025-01-10T00:00:00Z", "1"), [NOUNS["project"]])
    stamped = Sheet(page.name, tuple(Row(n, tuple(row)) for n, row in enumerate((page.headings, *page.rows), 1)), True)
    take(db, sheet("项目", HEADINGS, ("乙", "冠县", 1, None)))
    missed = plan(db, stamped, sheet("项目", HEADINGS, GOOD)).missed
    assert missed["project"] == set()
    assert plan(db, sheet("项目", HEADINGS, GOOD)).missed["project"] == {2}
