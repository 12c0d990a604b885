"""What an import asks at a pseudo-terminal: conflicts cell by cell, perhaps known rows, one confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands.test_conflicts import project, put, sent
from tests.commands.test_exchange import UNITS, book, bytes_of
from tests.terminal import CTRL_C, ENTER, Seat

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

__all__ = ("sent",)
HEADS = ("项目名称", "投资方", "责任单位", "总投资(亿元)")


@pytest.fixture
def alike(run: Runner, tmp_path: Path) -> Path:
    """A workbook with a row that is perhaps a project that is there, and a receipt of it."""
    known = [HEADS, ("高端轴承生产线建设项目", "哈轴", "冠县", 3), ("冷链物流园", "中集", "冠县", 2)]
    run.ok("import", str(book(tmp_path / "旧.xlsx", 单位=UNITS, 项目=known)), "--yes")
    rows = [HEADS, ("高端轴承生产线项目", "哈轴", "冠县", 4), ("新材料", "万华", "冠县", 1)]
    funds = [("项目", "到位时间", "到位金额(万元)"), ("高端轴承生产线项目", "2024-03-05", 500)]
    return book(tmp_path / "新.xlsx", 项目=rows, 到位资金=funds)


def names(run: Runner) -> set[str]:
    return {row["name"] for row in run.json("project", "list")["rows"]}


def test_conflicts_are_asked_cell_by_cell(run: Runner, sent: Path) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿", "--note", "这里")
    put(sent, 2, total=4, note="那里")
    with Seat("import", str(sent)) as seat:
        shown = seat.sees("替换这里的 5亿元？")
        assert "导出时 3亿元" in shown
        seat.types("y", ENTER)
        seat.sees("替换这里的 这里？")
        seat.types("n", ENTER)
        seat.sees("写入 下发.xlsx：新增 0 行，修改 1 行？")
        seat.types("y", ENTER)
        assert seat.ends() == 0
    shown_now = project(run)
    assert (shown_now["total_investment"]["fen"], shown_now["note"]) == (40_000_000_000, "这里")


def test_to_go_away_from_a_question_writes_nothing(run: Runner, sent: Path) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    put(sent, 2, total=4)
    before = bytes_of(run.database)
    with Seat("import", str(sent), lang="en") as seat:
        seat.sees("[y/N]")
        seat.types(CTRL_C)
        assert seat.ends() == 130
    assert bytes_of(run.database) == before


def test_a_row_that_is_perhaps_known_is_taken_for_it(run: Runner, alike: Path) -> None:
    with Seat("import", str(alike)) as seat:
        shown = seat.sees("请选择")
        assert "P1“高端轴承生产线建设项目”" in shown
        seat.types("x", ENTER)
        seat.types("1", ENTER)
        shown = seat.sees("写入 新.xlsx：新增 2 行，修改 1 行？")
        assert "高端轴承生产线建设项目 → 高端轴承生产线项目" in shown
        seat.types("y", ENTER)
        assert seat.ends() == 0
    assert names(run) == {"高端轴承生产线项目", "冷链物流园", "新材料"}
    assert run.json("funds", "show", "F1")["project"] == "高端轴承生产线项目"


def test_it_is_a_new_one(run: Runner, alike: Path) -> None:
    with Seat("import", str(alike), lang="en") as seat:
        seat.sees("n a new one")
        seat.types("n", ENTER)
        seat.sees("[y/N]")
        seat.types("y", ENTER)
        assert seat.ends() == 0
    assert len(names(run)) == 4


def test_it_is_left_out_with_what_belongs_to_it(run: Runner, alike: Path) -> None:
    with Seat("import", str(alike)) as seat:
        seat.sees("请选择")
        seat.types("s", ENTER)
        shown = seat.sees("新增 1 行，修改 0 行？")
        assert "项目!A2" in shown
        assert "到位资金!A2" in shown
        seat.types("y", ENTER)
        assert seat.ends() == 0
    assert names(run) == {"高端轴承生产线建设项目", "冷链物流园", "新材料"}
    assert run.json("funds", "list")["total"] == 0


def test_with_yes_it_is_new_and_listed(run: Runner, alike: Path) -> None:
    done = run.ok("import", str(alike), "--yes", "-f", "json").json
    assert done["data"]["perhaps"] == [
        {"cell": "项目!A2", "name": "高端轴承生产线项目", "noun": "project", "candidates": ["P1"]}
    ]
    assert "perhaps_same" in [each["code"] for each in done["messages"]]
    assert len(names(run)) == 4


FUNDS = ("项目", "到位时间", "到位金额(万元)", "资金类别", "凭证号")


@pytest.fixture
def corrected(run: Runner, tmp_path: Path) -> Path:
    """A workbook in which one amount was put right, beside receipts that are there and a new one."""
    projects = [HEADS, ("轴承", "哈轴", "冠县", 3)]
    rows = [("轴承", "2024-01-10", 1000, "设备", None), ("轴承", "2024-02-10", 2000, "设备", None)]
    run.ok("import", str(book(tmp_path / "旧.xlsx", 单位=UNITS, 项目=projects, 到位资金=[FUNDS, *rows])), "--yes")
    rows = [("轴承", "2024-01-10", 1500, "设备", None), rows[1], ("轴承", "2024-03-10", 300, "设备", None)]
    return book(tmp_path / "新.xlsx", 到位资金=[FUNDS, *rows])


def amounts(run: Runner) -> list[int]:
    return [row["amount"]["fen"] // 1_000_000 for row in run.json("funds", "list")["rows"]]


def test_a_receipt_that_was_put_right_is_asked_about(run: Runner, corrected: Path) -> None:
    with Seat("import", str(corrected)) as seat:
        shown = seat.sees("请选择")
        assert "到位资金!C2 2024-01-10 的 1500万元" in "".join(shown.split("\n"))
        assert "F1" in shown
        seat.types("1", ENTER)
        seat.sees("新增 1 行，修改 1 行？")
        seat.types("y", ENTER)
        assert seat.ends() == 0
    assert sorted(amounts(run)) == [300, 1500, 2000]


def test_a_receipt_that_was_put_right_is_new_and_told_with_yes(run: Runner, corrected: Path) -> None:
    done = run.ok("import", str(corrected), "--yes", "-f", "json").json
    assert done["data"]["perhaps"] == [
        {"cell": "到位资金!C2", "name": "15m CNY of 2024-01-10", "noun": "funds", "candidates": ["F1"]}
    ]
    assert sorted(amounts(run)) == [300, 1000, 1500, 2000]


def test_a_receipt_whose_evidence_is_added_later_is_asked_about(run: Runner, corrected: Path, tmp_path: Path) -> None:
    rows = [("轴承", "2024-01-10", 1000, "设备", "A-1"), ("轴承", "2024-02-10", 2000, "设备", None)]
    done = run.ok("import", str(book(tmp_path / "补.xlsx", 到位资金=[FUNDS, *rows])), "--dry-run", "-f", "json").json
    assert [each["candidates"] for each in done["data"]["perhaps"]] == [["F1"]]


def test_several_receipts_of_a_day_are_not_asked_about(run: Runner, corrected: Path, tmp_path: Path) -> None:
    rows = [("轴承", "2024-01-10", 10, "设备", None), ("轴承", "2024-01-10", 20, "设备", None)]
    done = run.ok("import", str(book(tmp_path / "另.xlsx", 到位资金=[FUNDS, *rows])), "--dry-run", "-f", "json").json
    assert done["data"]["perhaps"] == []


def test_rows_of_a_sheet_without_a_column_are_known_by_the_others(run: Runner, corrected: Path, tmp_path: Path) -> None:
    rows = [("轴承", "2024-02-10", 2000), ("轴承", "2024-01-10", 1000), ("轴承", "2024-01-10", 1000)]
    path = book(tmp_path / "少列.xlsx", 到位资金=[FUNDS[:3], *rows])
    done = run.ok("import", str(path), "--yes", "-f", "json").json
    assert [(each["new"], each["same"]) for each in done["data"]["sheets"]] == [(1, 2)]
    assert [row["kind"] for row in run.json("funds", "list", "--columns", "kind")["rows"]][:2] == ["equipment"] * 2


def test_a_project_of_another_units_name_is_told(run: Runner, alike: Path, tmp_path: Path) -> None:
    rows = [("项目名称", "责任单位", "总投资(亿元)"), ("冷链物流园", "莘县", 2), ("新厂", "莘县", 1)]
    path = book(tmp_path / "莘县.xlsx", 项目=rows)
    done = run.ok("import", str(path), "--yes", lang="zh")
    assert "项目!A2：与 P2“冷链物流园”同名，责任单位不同" in done.err
    assert "新厂" not in done.err


def test_others_can_read_while_a_person_thinks(run: Runner, alike: Path, tmp_path: Path) -> None:
    rows = [(*HEADS, "备注"), *((f"项目{n}", "哈轴", "冠县", 1, f"{n}备" * 200) for n in range(3000))]
    many = book(tmp_path / "多.xlsx", 项目=rows)
    with Seat("import", str(many), str(book(tmp_path / "另.xlsx", 项目=[HEADS, ("丙", None, "冠县", 6)]))) as seat:
        seat.sees("写入 2 个文件")
        assert len(names(run)) == 2
        seat.types("y", ENTER)
        assert seat.ends() == 0
    assert len(names(run)) == 3003


def test_several_files_are_asked_of_and_confirmed_once(run: Runner, alike: Path, tmp_path: Path) -> None:
    other = book(tmp_path / "另.xlsx", 项目=[HEADS, ("冷链物流园", "中集", "冠县", 6)])
    third = book(tmp_path / "三.xlsx", 项目=[HEADS, ("冷链物流园", "中集", "冠县", 7)])
    with Seat("import", str(alike), str(other), str(third)) as seat:
        seat.sees("请选择")
        seat.types("1", ENTER)
        assert "另.xlsx 项目!D2" in seat.sees("三.xlsx 项目!D2：用文件的值 7亿元 替换这里的 6亿元？")
        seat.types("y", ENTER)
        shown = seat.sees("写入 3 个文件")
        assert "合计：" in shown
        seat.types("y", ENTER)
        assert seat.ends() == 0
    assert run.json("project", "show", "P2")["total_investment"]["fen"] == 70_000_000_000
    assert names(run) == {"高端轴承生产线项目", "冷链物流园", "新材料"}
