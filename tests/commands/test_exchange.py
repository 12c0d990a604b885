"""`import`, `export` and `template` on the real command line, with real workbooks."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from tracker.render import terminal

if TYPE_CHECKING:
    from tests.conftest import Runner

EXAMPLES = Path(__file__).parents[2] / "examples"
UNITS = [("单位名称", "分组"), ("冠县", "县市区"), ("莘县", "县市区")]
PROJECTS = [
    ("项目名称", "责任单位", "总投资(亿元)", "签约时间", "协议类型"),
    ("甲", "冠县", 3, "2024-03-05", "正式合同"),
    ("乙", "莘县", 2, None, None),
]


def book(path: Path, **sheets: list[tuple[Any, ...]]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def bytes_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return book(tmp_path / "账.xlsx", 单位=UNITS, 项目=PROJECTS)


def test_a_workbook_comes_in_once(run: Runner, ledger: Path) -> None:
    done = run.ok("import", str(ledger), "--yes", "-f", "json").json
    assert done["status"] == "ok"
    data = done["data"]
    assert data["file"] == "账.xlsx"
    assert data["sha256"] == bytes_of(ledger)
    assert data["batch"] == "B1"
    assert data["sheets"] == [
        {"sheet": "单位", "noun": "unit", "new": 2, "changed": 0, "same": 0, "bad": 0},
        {"sheet": "项目", "noun": "project", "new": 2, "changed": 0, "same": 0, "bad": 0},
    ]
    before = bytes_of(run.database)
    again = run.ok("import", str(ledger), "-f", "json").json["data"]
    assert again["batch"] is None
    assert again["imported"] == "B1"
    assert again["sheets"][1]["same"] == 2
    assert bytes_of(run.database) == before
    assert "nothing to change" in run.ok("import", str(ledger)).out
    assert "没有变化" in run.ok("import", str(ledger), lang="zh").out


def test_headings_without_rows_are_said_to_have_none(run: Runner, tmp_path: Path) -> None:
    empty = book(tmp_path / "空表.xlsx", 项目=[PROJECTS[0]])
    assert "标题下面没有数据行" in run.ok("import", str(empty), lang="zh").out
    assert "no rows below the headings" in run.ok("import", str(empty)).out


def test_it_asks_once_and_needs_an_answer(
    run: Runner, ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = bytes_of(run.database)
    refused = run("import", str(ledger))
    assert refused.code == 4
    assert "--yes" in refused.err
    assert bytes_of(run.database) == before
    monkeypatch.setattr(terminal, "is_screen", lambda stream: stream is not None)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run("import", str(ledger)).code == 4
    assert bytes_of(run.database) == before
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    done = run("import", str(ledger))
    assert done.code == 0
    assert done.err.count("[y/N]") == 1
    assert "项目 (project): 2 new" in done.err


def test_what_changes_is_shown_old_to_new(run: Runner, ledger: Path, tmp_path: Path) -> None:
    run.ok("import", str(ledger), "--yes")
    rows = [PROJECTS[0], ("甲", "冠县", 3.5, None, "框架协议"), PROJECTS[2]]
    changed = book(tmp_path / "改.xlsx", 项目=rows)
    data = run.json("import", str(changed), "--dry-run")
    assert [(c["cell"], c["number"], c["field"]) for c in data["changes"]] == [
        ("C2", "P1", "total_investment"),
        ("E2", "P1", "agreement"),
    ]
    assert data["changes"][0]["old"] == {"fen": 30_000_000_000, "currency": "CNY"}
    out = run.ok("import", str(changed), "--yes").out
    assert "项目!C2" in out
    assert run.json("project", "show", "P1")["total_investment"]["fen"] == 35_000_000_000


def test_a_dry_run_writes_nothing(run: Runner, ledger: Path) -> None:
    before = bytes_of(run.database)
    tried = run.ok("import", str(ledger), "--dry-run")
    assert "4 rows new" in tried.out
    assert "batch" not in tried.out
    assert "dry run" in tried.err
    assert bytes_of(run.database) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fault_has_its_cell_and_nothing_is_written(run: Runner, tmp_path: Path, lang: str) -> None:
    rows = [
        PROJECTS[0],
        ("甲", "冠县", "两三亿", "2024-13-01", "口头"),
        ("乙", "没有的县", "#DIV/0!", None, None),
        (None, "冠县", 1, None, None),
    ]
    funds = [("项目", "到位时间", "到位金额(万元)"), ("甲", "2024-03-05", 5), ("乙", "明天", -5)]
    bad = book(tmp_path / "坏.xlsx", 单位=UNITS, 项目=rows, 到位资金=funds)
    before = bytes_of(run.database)
    failed = run("import", str(bad), "--yes", lang=lang)
    assert failed.code == 5
    assert failed.out == ""
    places = ("C2", "D2", "E2", "B3", "C3", "A4")
    assert all(f"项目!{cell}" in failed.err for cell in places)
    assert all(f"到位资金!{cell}" in failed.err for cell in ("A2", "B3", "C3"))
    assert bytes_of(run.database) == before
    told = json.loads(run("import", str(bad), "--yes", "-f", "json").out)
    assert (told["status"], told["exit"]) == ("error", 5)
    assert {"code", "place", "value", "hint"} <= set(told["problems"][0])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_single_problem_offers_the_same_ways_on_as_many(run: Runner, tmp_path: Path, lang: str) -> None:
    rows = [*PROJECTS, ("丙", "没有的县", 1, None, None)]
    mixed = book(tmp_path / "混.xlsx", 单位=UNITS, 项目=rows)
    refused = run("import", str(mixed), "--yes", lang=lang)
    assert refused.code == 5
    assert refused.err.count("没有的县") == 1
    assert {"zh": "共 1 个问题，没有写入任何内容", "en": "problems: 1; nothing was written"}[lang] in refused.err
    assert {"zh": "新增 4 行", "en": "4 new"}[lang] in refused.err
    assert "--problems" in refused.err
    marked = run("import", str(mixed), "--yes", "--problems", "p.xlsx", lang=lang).err
    assert "--skip-bad" in marked
    assert "--problems" not in marked


@pytest.mark.parametrize("rows", [[("无关",), ("x",)], [("名字", "别的"), ("甲", "乙")]])
def test_where_nothing_can_be_taken_no_way_on_is_offered(
    run: Runner, tmp_path: Path, rows: list[tuple[Any, ...]]
) -> None:
    refused = run("import", str(book(tmp_path / "别.xlsx", 别的=rows)), "--yes")
    assert refused.code == 5
    assert "--skip-bad" not in refused.err
    assert "--problems" not in refused.err


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--problems", "p.xlsx")])
def test_a_refusal_gives_programs_the_plan_as_well(run: Runner, tmp_path: Path, more: tuple[str, ...]) -> None:
    rows = [(*PROJECTS[0], "旁注"), *PROJECTS[1:], ("丙", "没有的县", 1, None, None, "x")]
    mixed = book(tmp_path / "混.xlsx", 单位=UNITS, 项目=rows)
    before = bytes_of(run.database)
    refused = run("import", str(mixed), "--yes", "-f", "json", *more)
    assert refused.code == 5
    assert bytes_of(run.database) == before
    told = refused.json
    assert (told["status"], told["exit"]) == ("error", 5)
    assert [problem["place"] for problem in told["problems"]] == ["项目!B4"]
    assert told["data"]["sheets"][1] == {
        "sheet": "项目", "noun": "project", "new": 2, "changed": 0, "same": 0, "bad": 1,
    }  # fmt: skip
    assert told["data"]["batch"] is None
    assert "heading_unknown" in [each["code"] for each in told["messages"]]
    assert told["data"].get("problems_file") == ("p.xlsx" if more[:1] == ("--problems",) else None)
    done = run.ok("import", str(mixed), "--yes", "--skip-bad", "-f", "json").json["data"]
    assert done.keys() <= told["data"].keys()


def test_a_program_that_says_no_yes_is_given_the_plan(run: Runner, ledger: Path) -> None:
    refused = run("import", str(ledger), "-f", "json")
    assert (refused.code, refused.json["problems"][0]["code"]) == (4, "not_confirmed")
    dry = run.ok("import", str(ledger), "--dry-run", "-f", "json").json["data"]
    assert refused.json["data"] == dry


def test_bad_rows_are_left_out_on_request(run: Runner, tmp_path: Path) -> None:
    rows = [*PROJECTS, ("丙", "没有的县", 1, None, None)]
    mixed = book(tmp_path / "混.xlsx", 单位=UNITS, 项目=rows)
    done = run("import", str(mixed), "--yes", "--skip-bad", "-f", "json")
    assert done.code == 0
    assert done.json["status"] == "partial"
    assert [problem["place"] for problem in done.json["problems"]] == ["项目!B4"]
    assert done.json["data"]["sheets"][1] == {
        "sheet": "项目", "noun": "project", "new": 2, "changed": 0, "same": 0, "bad": 1,
    }  # fmt: skip


def test_a_file_that_changes_meanwhile_is_refused(run: Runner, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.commands import exchange

    hashes = iter(["a", "b"])
    monkeypatch.setattr(exchange, "_hash", lambda file: next(hashes))
    before = bytes_of(run.database)
    refused = run("import", str(ledger), "--yes")
    assert refused.code == 4
    assert "changed while" in refused.err
    assert bytes_of(run.database) == before


def test_what_is_no_workbook_is_refused(run: Runner, tmp_path: Path) -> None:
    assert run("import", str(tmp_path / "无.xlsx"), "--yes").code == 3
    text = tmp_path / "文.xlsx"
    text.write_text("项目名称", encoding="utf-8")
    assert run("import", str(text), "--yes").code == 5


def test_an_export_is_taken_back_without_a_change(city: Runner, tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        target = tmp_path / f"{lang}.xlsx"
        data = json.loads(city.ok("export", "-o", str(target), "-f", "json", lang=lang).out)["data"]
        assert len(data["sheets"]) == 13
        taken = city.ok("import", str(target), "-f", "json").json
        assert taken["data"]["batch"] is None
        assert sum(each["same"] for each in taken["data"]["sheets"]) > 15
    held = load_workbook(tmp_path / "zh.xlsx")
    assert held["项目"]["A2"].value == "P1"


def test_a_template_is_filled_in_and_imported(run: Runner, tmp_path: Path) -> None:
    target = tmp_path / "模板.xlsx"
    run.ok("template", "-o", str(target), lang="zh")
    held = load_workbook(target)
    assert held["项目"].data_validations.dataValidation
    held["单位"].append(("冠县", "县市区"))
    heads = [cell.value for cell in held["项目"][1]]
    row = {"★项目名称": "甲", "★责任单位": "冠县", "★总投资(亿元)": 3.2}
    held["项目"].append([row.get(str(head)) for head in heads])
    held.save(target)
    data = run.json("import", str(target), "--yes")
    assert [(each["sheet"], each["new"]) for each in data["sheets"] if each["new"]] == [("单位", 1), ("项目", 1)]


@pytest.mark.parametrize("command", ["export", "template"])
def test_the_file_to_write_has_to_be_named_and_free(run: Runner, tmp_path: Path, command: str) -> None:
    assert run(command).code == 2
    assert run(command, "-o", str(tmp_path / "x.csv")).code == 2
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"mine")
    assert run(command, "-o", str(target)).code == 4
    assert target.read_bytes() == b"mine"
    run.ok(command, "-o", str(target), "--force")
    assert target.read_bytes()[:2] == b"PK"


BAD = [*PROJECTS, ("丙", "没有的县", "3.x", None, None)]


def test_a_refused_workbook_comes_back_marked(run: Runner, tmp_path: Path) -> None:
    bad = book(tmp_path / "坏.xlsx", 单位=UNITS, 项目=BAD)
    before, file = bytes_of(run.database), bytes_of(bad)
    failed = run("import", str(bad), "--yes", "--problems", "问题.xlsx", lang="zh")
    assert failed.code == 5
    assert "问题.xlsx" in failed.err
    assert (bytes_of(run.database), bytes_of(bad)) == (before, file)
    made = load_workbook(tmp_path / "问题.xlsx")
    assert made.sheetnames == ["问题清单", "单位", "项目"]
    assert made["项目"]["B4"].comment.text == "tracker: 没有叫“没有的县”的单位"
    listed = [[cell.value for cell in row] for row in made["问题清单"].iter_rows(min_row=2)]
    assert [row[:2] for row in listed] == [["项目!B4", "没有的县"], ["项目!C4", "3.x"]]
    assert all(row[3] for row in listed)
    assert run("import", str(bad), "--yes", "--problems", "问题.xlsx").code == 4, "it is there already"
    assert run("import", str(bad), "--yes", "--problems", "问题.xlsx", "--force").code == 5


def test_the_marked_copy_mended_is_imported(run: Runner, tmp_path: Path) -> None:
    bad = book(tmp_path / "坏.xlsx", 单位=UNITS, 项目=BAD)
    assert run("import", str(bad), "--yes", "--problems", "问题.xlsx").code == 5
    made = load_workbook(tmp_path / "问题.xlsx")
    made["项目"]["B4"], made["项目"]["C4"] = "冠县", 3
    made.save(tmp_path / "好.xlsx")
    data = run.json("import", "好.xlsx", "--yes", "--problems", "又.xlsx")
    assert data["sheets"][1]["new"] == 3
    assert data["problems_file"] is None
    assert not (tmp_path / "又.xlsx").exists()


@pytest.mark.parametrize("dry", [True, False])
def test_what_was_left_out_is_marked(run: Runner, tmp_path: Path, dry: bool) -> None:
    bad = book(tmp_path / "坏.xlsx", 单位=UNITS, 项目=BAD)
    more = ("--dry-run",) if dry else ()
    told = run.ok("import", str(bad), "--yes", "--skip-bad", "--problems", "p.xlsx", "-f", "json", *more).json
    assert told["status"] == "partial"
    assert told["data"]["problems_file"] == "p.xlsx"
    assert load_workbook(tmp_path / "p.xlsx").sheetnames[0] == "Problem list"
    assert (told["data"]["batch"] is None) is dry


@pytest.mark.parametrize(
    ("target", "code"), [("坏.xlsx", 4), ("./坏.xlsx", 4), ("连.xlsx", 4), ("p.csv", 2), ("no/p.xlsx", 4)]
)
def test_a_copy_that_cannot_be_is_refused_before_anything_is_done(
    run: Runner, tmp_path: Path, target: str, code: int
) -> None:
    good = book(tmp_path / "坏.xlsx", 单位=UNITS, 项目=PROJECTS)
    (tmp_path / "连.xlsx").symlink_to(good)
    before, file = bytes_of(run.database), bytes_of(good)
    refused = run("import", "坏.xlsx", "--yes", "--problems", target, "--force")
    assert refused.code == code
    assert (bytes_of(run.database), bytes_of(good)) == (before, file)


def test_a_copy_that_cannot_be_written_stops_the_import(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = book(tmp_path / "坏.xlsx", 单位=UNITS, 项目=BAD)
    before = bytes_of(run.database)

    def locked(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", locked)
    failed = run("import", str(bad), "--yes", "--skip-bad", "--problems", "p.xlsx")
    monkeypatch.undo()
    assert failed.code == 4
    assert "p.xlsx" in failed.err
    assert bytes_of(run.database) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tracker.db", "坏.xlsx"]


def test_the_example_is_one_command(run: Runner) -> None:
    run.ok("scheme", "load", str(EXAMPLES / "contest-2024.toml"))
    path = str(EXAMPLES / "liaocheng-2024.xlsx")
    first = run.json("--today", "2025-01-10", "import", path, "--yes")
    assert sum(each["new"] for each in first["sheets"]) > 5000
    again = run.json("--today", "2025-01-10", "import", path, "--yes")
    assert again["batch"] is None
    assert again["changes"] == []


def test_what_was_said_of_columns_is_remembered_until_it_is_undone_or_forgotten(run: Runner, tmp_path: Path) -> None:
    heads = ("项目名称", "责任单位", "概算")
    first = book(tmp_path / "一.xlsx", 单位=UNITS, 项目=[heads, ("甲", "冠县", 30000)])
    second = book(tmp_path / "二.xlsx", 项目=[heads, ("乙", "莘县", 20000)])
    third = book(tmp_path / "三.xlsx", 项目=[heads, ("丙", "莘县", 10000)])
    run.ok("import", str(first), "--map", "概算=总投资(万元)", "--yes")
    told = run.ok("import", str(second), "--yes", "-f", "json").json
    assert "map_remembered" in [each["code"] for each in told["messages"]]
    assert run.json("project", "show", "P2")["total_investment"]["fen"] == 20_000_000_000
    assert run("import", str(third), "--forget", "--dry-run").code == 5
    assert "概算=总投资(万元)" in run.ok("import", str(third), "--dry-run", lang="zh").err
    run.ok("undo", "B2", "--yes")
    run.ok("undo", "B1", "--yes")
    run.ok("unit", "add", "莘县", "--group", "county")
    assert run("import", str(third), "--dry-run").code == 5
