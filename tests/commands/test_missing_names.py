"""Names in a workbook that nothing answers to: told once each, and companies created where that is wished."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands.test_exchange import UNITS, book, bytes_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

LEADS = [
    ("线索名称", "责任单位", "企业", "收到日期"),
    ("风电", "冠县", "三一重工股份", "2024-03-01"),
    ("光伏", "冠县", "隆基", "2024-03-02"),
]
VISITS = [("单位", "开始日期", "拜访企业"), ("冠县", "2024-03-01", "隆基、三一重工股份")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_missing_name_is_one_problem_with_all_its_cells(run: Runner, tmp_path: Path, lang: str) -> None:
    rows = [("项目名称", "责任单位", "总投资(亿元)"), *((f"项目{chr(0x7532 + n)}", "冠线", 1) for n in range(9))]
    path = book(tmp_path / "账.xlsx", 单位=UNITS, 项目=rows)
    refused = run("import", str(path), "--yes", "-f", "json", lang=lang)
    assert refused.code == 5
    [problem] = refused.json["problems"]
    assert (problem["code"], problem["place"], problem["value"]) == ("name_unknown", "项目!B2", "冠线")
    assert problem["cells"] == [f"项目!B{n}" for n in range(2, 11)]
    assert "冠县" in problem["hint"]
    err = run("import", str(path), "--yes", lang=lang).err
    assert err.count("冠线") == 1
    assert "9" in err


def test_every_missing_name_of_a_list_is_told(run: Runner, tmp_path: Path) -> None:
    run.ok("company", "add", "三一重工股份")
    more = [
        *VISITS,
        ("冠县", "2024-03-02", "京东方、三一重工股份；比亚迪（深圳）"),
        ("冠县", "2024-03-03", "比亚迪(深圳)"),
    ]
    path = book(tmp_path / "账.xlsx", 单位=UNITS, 走访=more)
    refused = run("import", str(path), "--yes", "-f", "json")
    assert refused.code == 5
    told = [(each["place"], each["value"]) for each in refused.json["problems"]]
    assert told == [("走访!C2", "隆基"), ("走访!C3", "京东方"), ("走访!C3", "比亚迪（深圳）")]
    assert refused.json["problems"][2]["cells"] == ["走访!C3", "走访!C4"]


def test_each_of_its_cells_is_marked(run: Runner, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = [("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠线", 1), ("乙", "冠线", 1)]
    path = book(tmp_path / "账.xlsx", 单位=UNITS, 项目=rows)
    run("import", str(path), "--yes", "--problems", "问题.xlsx", lang="zh")
    page = load_workbook(tmp_path / "问题.xlsx")["项目"]
    assert [page[name].comment.text for name in ("B2", "B3")] == ["tracker: 没有叫“冠线”的单位"] * 2


def test_missing_companies_are_created_on_request(run: Runner, tmp_path: Path) -> None:
    path = book(tmp_path / "账.xlsx", 单位=UNITS, 线索=LEADS, 走访=VISITS)
    refused = run("import", str(path), "--yes", lang="zh")
    assert refused.code == 5
    assert "--create companies" in refused.err
    run.ok("company", "add", "三一重工股份有限")
    done = run.ok("import", str(path), "--yes", "--create", "companies", "-f", "json").json
    assert [(each["name"], each["cell"]) for each in done["data"]["created"]] == [
        ("三一重工股份", "线索!C2"),
        ("隆基", "线索!C3"),
    ]
    assert [each["code"] for each in done["messages"]] == ["companies_created", "perhaps_same"]
    assert run.json("visit", "show", "V1")["companies"] == ["隆基", "三一重工股份"]
    assert run.json("why", "C2", "name")["changes"][0]["cell"] == "C2"
    assert run.ok("import", str(path), "--yes", "--create", "企业", "-f", "json").json["data"]["created"] == []
    run.ok("undo", "--yes")
    assert run.json("company", "list")["total"] == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_companies_of_like_names_that_are_created_together_are_told(run: Runner, tmp_path: Path, lang: str) -> None:
    names = [
        "三一重工",
        "隆基绿能科技公司",
        "三一重工股份有限公司",
        "隆基绿能科枝公司",
        "冠县轴承一厂",
        "冠县轴承二厂",
        "京东方",
    ]
    leads = [LEADS[0], *((f"线索{name}", "冠县", name, "2024-03-01") for name in names)]
    path = book(tmp_path / "账.xlsx", 单位=UNITS, 线索=leads)
    done = run.ok("import", str(path), "--dry-run", "--create", "companies", "-f", "json", lang=lang).json
    told = [each["text"] for each in done["messages"] if each["code"] == "perhaps_same"]
    pairs = (("线索!C4", "C1", "线索!C2"), ("线索!C5", "C2", "线索!C3"))
    assert len(told) == len(pairs)
    for text, parts in zip(told, pairs, strict=True):
        assert all(part in text for part in parts)


def test_a_company_that_only_a_bad_row_names_is_not_created(run: Runner, tmp_path: Path) -> None:
    rows = [*LEADS, ("氢能", "没有的县", "国电", "2024-03-03")]
    path = book(tmp_path / "账.xlsx", 单位=UNITS, 线索=rows)
    done = run.ok("import", str(path), "--yes", "--skip-bad", "--create", "companies", "-f", "json").json
    assert [each["name"] for each in done["data"]["created"]] == ["三一重工股份", "隆基"]
    assert run("import", str(path), "--yes", "--create", "units").code == 2
    refused = run("import", str(path), "--yes", "--create", "companies", lang="en")
    assert refused.code == 5
    assert "created" not in refused.err


def test_a_corrected_heading_is_remembered_once_confirmed(run: Runner, tmp_path: Path) -> None:
    heads = ("项目名程", "责任单位", "总投资(亿元)")
    first = book(tmp_path / "一.xlsx", 单位=UNITS, 项目=[heads, ("甲", "冠县", 3)])
    second = book(tmp_path / "二.xlsx", 项目=[heads, ("乙", "莘县", 2)])
    before = bytes_of(run.database)
    run.ok("import", str(first), "--dry-run")
    assert bytes_of(run.database) == before
    told = [each["code"] for each in run.ok("import", str(first), "--yes", "-f", "json").json["messages"]]
    assert "heading_near" in told
    told = [each["code"] for each in run.ok("import", str(second), "--yes", "-f", "json").json["messages"]]
    assert "heading_near" not in told
    assert "map_remembered" in told


def test_nothing_to_change_opens_no_batch_and_says_what_undo_would_take_back(run: Runner, tmp_path: Path) -> None:
    run.ok("import", str(book(tmp_path / "账.xlsx", 单位=UNITS)), "--yes")
    again = book(tmp_path / "又.xlsx", 单位=[*UNITS[:1], *reversed(UNITS[1:])])
    done = run.ok("import", str(again), "--yes", lang="zh")
    assert "没有变化" in done.out
    assert "tracker undo 撤销的是以前的 B1" in done.out
    assert run.json("log")["total"] == 1
