"""A sheet of numbers and of what changes: taken as updates, never as new records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.services.books import codes, counts, database, plan, records, sheet, take
from tracker.words import text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.books import Sheet

HEADINGS = "编号 项目名称 责任单位 总投资(亿元) 开工时间 备注"


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = database(tmp_path / "t.db")
    units = sheet("单位", "单位名称 分组", ("冠县", "县市区"))
    rows = [(None, f"项目{n}", "冠县", n, None, None) for n in (1, 2, 3)]
    take(path, units, sheet("项目", HEADINGS, *rows))
    return path


def totals(db: str) -> dict[str, Any]:
    """The totals of the projects by name, in 亿元."""
    return {each["name"]: each["total_investment"].fen / 10**10 for each in records(db)["project"]}


@pytest.mark.parametrize("name", ["项目", "Sheet1"])
@pytest.mark.parametrize("headings", ["编号 总投资(亿元)", "序号 编号 总投资(亿元) 备注"])
def test_numbers_and_one_column_change_that_column_alone(db: str, name: str, headings: str) -> None:
    front: tuple[Any, ...] = () if headings.startswith("编号") else (1,)
    made = take(db, sheet(name, headings, (*front, "P1", 9), (*front, "p3", None)))
    assert counts(made) == (0, 1, 1, 0)
    assert totals(db) == {"项目1": 9, "项目2": 2, "项目3": 3}
    told = [text(each.what, "zh") for each in made.messages if each.code == "rows_update"]
    assert len(told) == 1
    assert "P1 项目1" in told[0]
    assert not any(made.gone.values())
    assert counts(plan(db, sheet(name, headings, (*front, "P1", 9)))) == (0, 0, 1, 0)


def test_a_row_of_no_record_is_refused_and_told_by_its_cell(db: str) -> None:
    made = plan(db, sheet("项目", "编号 总投资(亿元)", ("P1", 9), (None, 8), ("P77", 7)))
    assert codes(made) == [("update_unnumbered", "项目!A3"), ("update_unknown", "项目!A4")]


def test_a_number_of_another_noun_is_told_once(db: str) -> None:
    made = plan(db, sheet("项目", "编号 总投资(亿元)", ("P1", 9), ("F1", 8)))
    assert codes(made) == [("number_bad", "项目!A3")]


def test_a_column_that_only_counts_is_no_column_of_numbers(db: str) -> None:
    assert [code for code, _ in codes(plan(db, sheet("项目", "编号 总投资(亿元)", (1, 9), (2, 8))))] == [
        "heading_missing"
    ]
    assert [code for code, _ in codes(plan(db, sheet("Sheet1", "编号 总投资(亿元)", (1, 9), (2, 8))))] == ["no_sheet"]


def test_an_export_cut_down_to_two_columns_comes_back(db: str) -> None:
    from tests.services.books import exported

    pages: list[Sheet] = []
    for page in exported(db):
        if page.name == "项目":
            at = [page.rows[0].cells.index(each) for each in page.rows[0].cells if str(each)[:3] in ("编号", "总投资")]
            rows = [tuple(row.cells[n] for n in at) for row in page.rows]
            pages.append(sheet("项目", " ".join(map(str, rows[0])), ("P2", "5亿元"), *rows[3:]))
        elif page.name.startswith("_"):
            pages.append(page)
    take(db, *pages)
    assert totals(db) == {"项目1": 1, "项目2": 5, "项目3": 3}
