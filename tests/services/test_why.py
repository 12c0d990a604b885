from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner


def test_a_typed_value(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--total-investment", "5亿")
    data = city.json("why", "P1", "total_investment")
    assert (data["id"], data["name"], data["noun"], data["field"]) == ("P1", "轴承一期", "project", "total_investment")
    assert data["value"] == {"fen": 50_000_000_000, "currency": "CNY"}
    added, edited = data["changes"]
    assert (added["action"], added["before"], added["after"]["fen"]) == ("add", None, 30_000_000_000)
    assert (edited["before"]["fen"], edited["after"]["fen"], edited["by"]) == (30_000_000_000, 50_000_000_000, "tester")
    assert edited["command"] == "tracker project edit P1 --total-investment 5亿"
    assert edited["cell"] is None


def test_labels_options_and_names_will_do(city: Runner) -> None:
    data = city.json("why", "P1", "total_investment")
    for which, field in (("轴承一期", "总投资"), ("p1", "Total investment"), ("一期", "total-investment")):
        assert city.json("why", which, field) == data


def test_the_field_tells_which_of_two_of_one_name_is_meant(city: Runner) -> None:
    city.ok("company", "add", "轴承集团")
    assert city("show", "轴承").code == 4
    assert city.json("why", "轴承", "总投资")["id"] == "P1"
    assert city.json("why", "轴承", "信用代码")["id"] == "C2"
    assert city("why", "轴承", "wombat").code == 4


@pytest.fixture
def imported(city: Runner, tmp_path: Path) -> Runner:
    """The city, changed through a workbook: an amount, a date on the project's sheet, a receipt's kind."""
    from openpyxl import load_workbook

    city.ok("export", "-o", "台账.xlsx", lang="zh")
    book = load_workbook(tmp_path / "台账.xlsx")
    for sheet, heading, value in (
        ("项目", "总投资", 7),
        ("项目", "开工时间", "2024-03-09"),
        ("到位资金", "资金类别", "土地"),
    ):
        page = book[sheet]
        [found] = [cell for cell in page[1] if str(cell.value).startswith(heading)]
        page[f"{found.coordinate.rstrip('1')}2"].value = value
    book.save(tmp_path / "台账.xlsx")
    city.ok("import", "台账.xlsx", "--yes")
    return city


@pytest.mark.parametrize(
    ("which", "field", "sheet", "column"),
    [
        ("P1", "total_investment", "项目", "总投资"),
        ("P1", "started_on", "项目", "开工时间"),
        ("F1", "kind", "到位资金", "资金类别"),
    ],
)
def test_an_imported_value_names_its_cell(
    imported: Runner, tmp_path: Path, which: str, field: str, sheet: str, column: str
) -> None:
    from openpyxl import load_workbook

    last = imported.json("why", which, field)["changes"][-1]
    assert (last["file"], last["sheet"]) == ("台账.xlsx", sheet)
    page = load_workbook(tmp_path / "台账.xlsx")[sheet]
    assert str(page[f"{last['cell'].rstrip('0123456789')}1"].value).startswith(column)
    assert last["cell"].endswith("2")
    assert f"台账.xlsx {sheet}!{last['cell']}" in imported.ok("why", which, field).out


def test_an_undo_is_a_change_like_any_other(imported: Runner) -> None:
    imported.ok("undo", "--yes")
    data = imported.json("why", "P1", "total_investment")
    assert data["value"]["fen"] == 30_000_000_000
    *_, there, back = data["changes"]
    assert (there["cell"] is None, back["cell"]) == (False, None)
    assert back["undoes"] == there["batch"]


def test_a_date_that_a_milestone_keeps(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--signed-on", "2024-02-03", "--signed-recognition", "recognised")
    assert [row["after"] for row in city.json("why", "P1", "signed_on")["changes"]] == ["2024-02-01", "2024-02-03"]
    assert city.json("why", "P1", "签约认定")["value"] == "recognised"
    city.ok("milestone", "remove", "M2", "--yes")
    data = city.json("why", "P1", "signed_on")
    assert (data["value"], data["changes"][-1]["action"]) == (None, "remove")
    city.ok("project", "edit", "P1", "--signed-on", "2024-02-05")
    assert city.json("why", "P1", "signed_on")["value"] == "2024-02-05"
    assert len(city.json("why", "P1", "signed_on")["changes"]) == 4


def test_references_are_names(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--unit", "临清", "--introducers", "冠县、经开区")
    assert city.json("why", "P1", "责任单位")["changes"][-1]["before"] == "冠县"
    assert city.json("why", "P1", "introducers")["value"] == ["冠县", "经开区"]


def test_what_was_never_entered(city: Runner) -> None:
    ran = city.ok("why", "P1", "sponsor", "-f", "json").json
    assert (ran["data"]["value"], ran["data"]["changes"]) == (None, [])
    assert "never" in city.ok("why", "P1", "sponsor").err


def test_a_removed_record_has_its_history(city: Runner) -> None:
    city.ok("funds", "remove", "F1", "--yes")
    data = city.json("why", "F1", "amount")
    assert (data["removed"], data["value"]["fen"]) == (True, 1_000_000_000)
    assert data["changes"][-1]["action"] == "remove"
    assert "已移除" in city.ok("why", "F1", "到位金额", lang="zh").out


@pytest.mark.parametrize(
    ("which", "field", "code"), [("P9", "name", 3), ("没有", "name", 3), ("P1", "wombat", 2), ("P1", "stage", 2)]
)
def test_what_cannot_be_asked(city: Runner, which: str, field: str, code: int) -> None:
    ran = city("why", which, field)
    assert (ran.code, ran.out) == (code, "")
