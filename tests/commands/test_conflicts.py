"""A workbook that was exported comes back after both sides worked on: the real files on the real command line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tests.commands.test_exchange import PROJECTS, UNITS, book, bytes_of
from tracker.render import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

HEADS = {"number": "编号", "note": "备注", "total": "总投资(亿元)", "signed": "签约时间", "name": "项目名称"}


@pytest.fixture
def sent(run: Runner, tmp_path: Path) -> Path:
    """An export of two projects."""
    run.ok("import", str(book(tmp_path / "账.xlsx", 单位=UNITS, 项目=PROJECTS)), "--yes")
    target = tmp_path / "下发.xlsx"
    run.ok("export", "-o", str(target), lang="zh")
    return target


def put(path: Path, row: int, **cells: Any) -> None:
    """Write cells into a row of the projects, as a county does."""
    made = load_workbook(path)
    page = made["项目"]
    heads = [cell.value for cell in page[1]]
    for name, value in cells.items():
        page.cell(row, heads.index(HEADS[name]) + 1, value)
    made.save(path)


def project(run: Runner, number: str = "P1") -> dict[str, Any]:
    shown: dict[str, Any] = run.ok("project", "show", number, "-f", "json").json["data"]
    return shown


def test_an_old_value_does_not_come_back(run: Runner, sent: Path) -> None:
    run.ok("project", "edit", "P1", "--note", "市里改")
    run.ok("project", "edit", "P1", "--signed-on", "2024-04-02", "--yes")
    put(sent, 2, total=4)
    done = run.ok("import", str(sent), "--yes", "-f", "json").json
    assert [each["field"] for each in done["data"]["changes"]] == ["total_investment"]
    assert "kept_ours" in [each["code"] for each in done["messages"]]
    shown = run.ok("project", "show", "P1").out
    assert "市里改" in shown
    assert "2024-04-02" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_both_changed_is_refused_with_three_values(run: Runner, sent: Path, lang: str) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    put(sent, 2, total=4)
    before = bytes_of(run.database)
    refused = run("import", str(sent), "--yes", lang=lang)
    assert refused.code == 4
    assert bytes_of(run.database) == before
    for word in ("P1", "项目!", "3", "5", "4", "--prefer file"):
        assert word in refused.err
    assert "Money" not in refused.err
    assert refused.out == ""


def test_prefer_decides(run: Runner, sent: Path) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    run.ok("project", "edit", "P2", "--signed-on", "2024-03-06", "--yes")
    put(sent, 2, total=4)
    put(sent, 3, signed="2024-03-07", note="新备注")
    kept = run.ok("import", str(sent), "--prefer", "db", "--yes", "-f", "json").json
    assert [each["field"] for each in kept["data"]["changes"]] == ["note"]
    taken = run.ok("import", str(sent), "--prefer", "file", "--yes", "-f", "json").json
    assert sorted(each["field"] for each in taken["data"]["changes"]) == ["signed_on", "total_investment"]
    assert run("import", str(sent), "--prefer", "ours", "--yes").code == 2


def test_the_same_change_on_both_sides_is_none(run: Runner, sent: Path) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "4亿")
    put(sent, 2, total=4)
    assert run.ok("import", str(sent), "--yes", "-f", "json").json["data"]["changes"] == []


def test_the_export_of_another_database_has_no_base(run: Runner, sent: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    ledger = book(tmp_path / "别.xlsx", 单位=UNITS, 项目=PROJECTS)
    run.ok("--db", str(other), "init")
    run.ok("--db", str(other), "import", str(ledger), "--yes")
    run.ok("--db", str(other), "project", "edit", "P1", "--total-investment", "5亿")
    put(sent, 2, total=4)
    done = run.ok("--db", str(other), "import", str(sent), "--yes", "-f", "json").json
    assert [each["field"] for each in done["data"]["changes"]] == ["total_investment"]


def test_the_same_bytes_are_imported_once(run: Runner, sent: Path) -> None:
    put(sent, 2, note="甲")
    run.ok("import", str(sent), "--yes")
    run.ok("project", "edit", "P1", "--note", "乙")
    before = bytes_of(run.database)
    again = run.ok("import", str(sent), "--yes", "-f", "json").json["data"]
    assert again["imported"] == "B2"
    assert again["batch"] is None
    assert "B2" in run.ok("import", str(sent), lang="zh").out
    assert bytes_of(run.database) == before
    run.ok("undo", "B3", "--yes")
    run.ok("undo", "B2", "--yes")
    assert run.ok("import", str(sent), "--yes", "-f", "json").json["data"]["batch"] == "B6"


def test_numbers_that_slipped_to_other_rows_are_refused(run: Runner, sent: Path) -> None:
    put(sent, 2, number="P2")
    put(sent, 3, number="P1")
    before = bytes_of(run.database)
    refused = run("import", str(sent), "--yes", lang="zh")
    assert refused.code == 5
    assert "项目!A2" in refused.err
    assert "编号 P2 是另一条项目" in refused.err
    assert bytes_of(run.database) == before


def test_a_new_name_alone_is_a_new_name(run: Runner, sent: Path) -> None:
    put(sent, 2, name="轴承生产")
    done = run.ok("import", str(sent), "--yes", "-f", "json").json["data"]["changes"]
    assert [each["field"] for each in done] == ["name"]


def test_on_a_terminal_each_cell_is_asked(
    run: Runner, sent: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿", "--note", "这里")
    put(sent, 2, total=4, note="那里")
    monkeypatch.setattr(terminal.Terminal, "can_ask", property(lambda self: True))
    monkeypatch.setattr("sys.stdin", io.StringIO("y\nn\ny\n"))
    done = run("import", str(sent))
    assert done.code == 0, done
    assert done.err.count("[y/N]") == 3
    shown = project(run)
    assert shown["total_investment"]["fen"] == 40_000_000_000
    assert shown["note"] == "这里"


def test_bad_rows_left_out_leave_conflicts_out_too(run: Runner, sent: Path) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    put(sent, 2, total=4, note="那里")
    put(sent, 3, signed="2024-13-40")
    assert "1 conflicts" in run.ok("import", str(sent), "--skip-bad", "--dry-run").out
    done = run.ok("import", str(sent), "--skip-bad", "--yes", "-f", "json").json
    assert done["status"] == "partial"
    assert sorted(each["code"] for each in done["problems"]) == ["conflict", "date_impossible"]
    assert [each["field"] for each in done["data"]["changes"]] == ["note"]
    assert project(run)["total_investment"]["fen"] == 50_000_000_000


def test_conflicts_are_told_with_what_is_wrong_and_marked(run: Runner, sent: Path, tmp_path: Path) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    put(sent, 2, total=4)
    assert run("import", str(sent), "--yes", "--problems", "问题.xlsx").code == 4
    marked = load_workbook(tmp_path / "问题.xlsx")["项目"]
    heads = [cell.value for cell in marked[1]]
    assert marked.cell(2, heads.index(HEADS["total"]) + 1).comment is not None
    put(sent, 3, signed="2024-13-40")
    problems = run("import", str(sent), "--yes", "-f", "json").json["problems"]
    assert sorted(each["code"] for each in problems) == ["conflict", "date_impossible"]
