"""Several workbooks and folders in one import: the real files on the real command line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tests.commands.test_exchange import UNITS, book, bytes_of
from tracker.render import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

HEADS = ("项目名称", "责任单位", "总投资(亿元)", "备注")


@pytest.fixture
def counties(run: Runner, tmp_path: Path) -> Path:
    """A folder with the workbooks of two counties, on a database that knows both."""
    run.ok("import", str(book(tmp_path / "单位.xlsx", 单位=UNITS)), "--yes")
    folder = tmp_path / "下发"
    folder.mkdir()
    county(folder / "冠县.xlsx", ("甲", "冠县", 3, None))
    county(folder / "莘县.xlsx", ("乙", "莘县", 2, None), ("丙", "莘县", 1, None))
    return folder


def county(path: Path, *rows: tuple[Any, ...]) -> Path:
    return book(path, 项目=[HEADS, *rows])


def codes(ran: Any) -> list[str]:
    return [each["code"] for each in ran["messages"]]


def test_a_folder_comes_in_with_one_summary_and_goes_with_one_undo(run: Runner, counties: Path) -> None:
    (counties / "~$冠县.xlsx").write_bytes(b"x")
    (counties / "通知.docx").write_bytes(b"x")
    done = run.ok("import", str(counties), "--yes", "-f", "json").json
    data = done["data"]
    assert [(each["file"], each["batch"]) for each in data["files"]] == [("冠县.xlsx", "B2"), ("莘县.xlsx", "B2")]
    assert data["totals"] == {"new": 3, "changed": 0, "same": 0, "bad": 0, "conflicts": 0, "perhaps": 0}
    assert data["batch"] == "B2"
    assert [each["file"].rpartition("/")[2] for each in data["skipped"]] == ["~$冠县.xlsx", "通知.docx"]
    assert codes(done) == ["files_skipped"]
    why = run.json("why", "P3", "total_investment")["changes"][0]
    assert (why["file"], why["sheet"], why["cell"]) == ("莘县.xlsx", "项目", "C3")
    run.ok("undo", "--yes")
    assert run.json("project", "list")["total"] == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_has_a_line_for_each_file_and_one_for_all(run: Runner, counties: Path, lang: str) -> None:
    out = run.ok("import", str(counties), "--dry-run", lang=lang).out
    assert "冠县.xlsx" in out
    assert {"zh": "合计", "en": "Total"}[lang] in out
    assert run.json("project", "list")["total"] == 0


def test_the_same_files_again_change_nothing(run: Runner, counties: Path) -> None:
    run.ok("import", str(counties), "--yes")
    before = bytes_of(run.database)
    again = run.ok("import", str(counties), "--yes", "-f", "json").json["data"]
    assert [each["imported"] for each in again["files"]] == ["B2", "B2"]
    assert again["batch"] is None
    assert bytes_of(run.database) == before
    county(counties / "冠县.xlsx", ("甲", "冠县", 4, None))
    third = run.ok("import", str(counties), "--yes", "-f", "json").json["data"]
    assert [each["imported"] for each in third["files"]] == [None, "B2"]
    assert third["totals"]["changed"] == 1


def test_one_row_in_two_files_is_one_record(run: Runner, counties: Path) -> None:
    county(counties / "总.xlsx", ("甲", "冠县", 3, "总表的话"), ("丁", "冠县", 1, None))
    data = run.ok("import", str(counties), "--yes", "-f", "json").json["data"]
    assert [data["totals"][key] for key in ("new", "changed", "same", "bad")] == [4, 1, 0, 0]
    assert run.json("project", "list")["total"] == 4
    assert "总表的话" in run.ok("project", "show", "P1").out
    run.ok("undo", "--yes")
    assert run.json("project", "list")["total"] == 0


@pytest.mark.parametrize("first", ["冠县.xlsx", "总.xlsx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_files_that_differ_are_both_named(run: Runner, counties: Path, first: str, lang: str) -> None:
    run.ok("import", str(counties), "--yes")
    county(counties / "冠县.xlsx", ("甲", "冠县", 4, None))
    county(counties / "总.xlsx", ("甲", "冠县", 3, None), ("乙", "莘县", 2, None))
    paths = sorted((counties / "冠县.xlsx", counties / "总.xlsx"), key=lambda path: path.name != first)
    before = bytes_of(run.database)
    refused = run("import", *map(str, paths), "--yes", lang=lang)
    assert refused.code == 4
    for word in ("冠县.xlsx 项目!C2", "总.xlsx 项目!C2", "P1", "3", "4"):
        assert word in refused.err
    assert bytes_of(run.database) == before
    problems = run("import", *map(str, paths), "--yes", "-f", "json").json["problems"]
    assert [(each["code"], each["file"]) for each in problems] == [("conflict_files", paths[1].name)]


@pytest.mark.parametrize("first", ["冠县.xlsx", "总.xlsx"])
def test_a_file_that_says_what_it_said_last_time_contradicts_another_all_the_same(
    run: Runner, counties: Path, first: str
) -> None:
    run.ok("import", str(counties), "--yes")
    county(counties / "冠县.xlsx", ("甲", "冠县", 3, "又"))
    county(counties / "总.xlsx", ("甲", "冠县", 9, None))
    paths = sorted((counties / "冠县.xlsx", counties / "总.xlsx"), key=lambda path: path.name != first)
    assert run("import", *map(str, paths), "--yes", "-f", "json").json["problems"][0]["code"] == "conflict_files"


def test_new_rows_that_differ_are_a_conflict_and_the_first_stays_on_request(run: Runner, counties: Path) -> None:
    county(counties / "总.xlsx", ("甲", "冠县", 5, None))
    assert run("import", str(counties), "--yes").code == 4
    assert run("import", str(counties), "--yes", "--prefer", "file").code == 4
    done = run.ok("import", str(counties), "--yes", "--skip-bad", "-f", "json").json
    assert done["status"] == "partial"
    assert [each["code"] for each in done["problems"]] == ["conflict_files"]
    assert done["data"]["totals"]["conflicts"] == 1
    assert run.json("project", "show", "P1")["total_investment"]["fen"] == 30_000_000_000


def test_a_person_decides_between_two_files(
    run: Runner, counties: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    county(counties / "总.xlsx", ("甲", "冠县", 5, None))
    monkeypatch.setattr(terminal.Terminal, "can_ask", property(lambda self: True))
    monkeypatch.setattr("sys.stdin", io.StringIO("y\ny\n"))
    run.ok("import", str(counties))
    assert run.json("project", "show", "P1")["total_investment"]["fen"] == 50_000_000_000
    assert run.json("project", "list")["total"] == 3


def test_returning_exports_of_everything_do_not_contradict_each_other(run: Runner, counties: Path) -> None:
    run.ok("import", str(counties), "--yes")
    folder = counties.parent / "回收"
    folder.mkdir()
    for row, name in enumerate(("冠县", "莘县"), 2):
        run.ok("export", "-o", str(folder / f"{name}.xlsx"), lang="zh")
        made = load_workbook(folder / f"{name}.xlsx")
        page = made["项目"]
        column = [cell.value for cell in page[1]].index("总投资(亿元)") + 1
        page.cell(row, column, 7)
        made.save(folder / f"{name}.xlsx")
    data = run.ok("import", str(folder), "--yes", "-f", "json").json["data"]
    assert data["totals"]["changed"] == 2
    for number in ("P1", "P2"):
        assert run.json("project", "show", number)["total_investment"]["fen"] == 70_000_000_000


def test_rows_may_refer_to_an_earlier_file(run: Runner, counties: Path) -> None:
    funds = [("项目", "到位时间", "到位金额(万元)"), ("甲", "2024-03-05", 500)]
    receipts = book(counties.parent / "到位.xlsx", 到位资金=funds)
    run.ok("import", str(counties), str(receipts), "--yes")
    assert run.json("funds", "list")["rows"][0]["project"] == "甲"
    assert run("import", str(receipts), str(receipts), "--yes").code == 0


def test_bad_files_stop_everything_unless_they_are_left_out(run: Runner, counties: Path) -> None:
    (counties / "坏.xlsx").write_bytes(b"no workbook at all")
    county(counties / "临清.xlsx", ("丁", "没有的县", 1, None), ("戊", "冠县", 1, None))
    before = bytes_of(run.database)
    refused = run("import", str(counties), "--yes", "-f", "json")
    assert refused.code == 5
    assert bytes_of(run.database) == before
    assert {each["file"] for each in refused.json["problems"]} == {"坏.xlsx", "临清.xlsx"}
    assert refused.json["data"]["totals"]["new"] == 4
    assert {each["file"]: each["left_out"] for each in refused.json["data"]["files"]}["坏.xlsx"]
    done = run.ok("import", str(counties), "--yes", "--skip-bad", "-f", "json").json
    assert done["status"] == "partial"
    assert {each["file"]: each["left_out"] for each in done["data"]["files"]}["坏.xlsx"]
    assert done["data"]["totals"]["new"] == 4
    err = run("import", str(counties), "--yes", "--skip-bad", "--dry-run", lang="zh").err
    assert "坏.xlsx" in err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_cannot_be_read_is_named_once(run: Runner, counties: Path, lang: str) -> None:
    (counties / "坏.xlsx").write_bytes(b"PK\x03\x04")
    (counties / "空.csv").write_bytes(b"")
    book(counties / "无.xlsx", 别的=[("a", "b"), ("c", "d")])
    for more in ((), ("--skip-bad", "--dry-run")):
        err = run("import", str(counties), "--yes", *more, lang=lang).err
        [damaged] = [line for line in err.splitlines() if "坏.xlsx" in line]
        assert damaged.count("坏.xlsx") == 1
        assert sum("空.csv" in line for line in err.splitlines()) == 1
        assert any("无.xlsx" in line for line in err.splitlines())
    told = run("import", str(counties), "--yes", "-f", "json", lang=lang).json["problems"]
    assert {each["file"] for each in told} == {"坏.xlsx", "空.csv", "无.xlsx"}


def test_nothing_to_read_is_an_error(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert run("import", str(tmp_path / "空"), "--yes").code == 5
    (tmp_path / "空" / "坏.xlsx").write_bytes(b"x")
    assert run("import", str(tmp_path / "空"), "--yes", "--skip-bad").code == 5
    assert run("import", str(tmp_path / "空"), str(tmp_path / "没有.xlsx"), "--yes", "--skip-bad").code == 3


def test_each_wrong_file_has_its_marked_copy(run: Runner, counties: Path) -> None:
    county(counties / "冠县.xlsx", ("甲", "没有的县", 3, None))
    target = counties.parent / "问题"
    refused = run("import", str(counties), "--yes", "--problems", str(target), lang="zh")
    assert refused.code == 5
    assert [path.name for path in target.iterdir()] == ["冠县_问题.xlsx"]
    assert load_workbook(target / "冠县_问题.xlsx")["项目"]["B2"].comment is not None
    again = run("import", str(counties), "--yes", "--problems", str(target), lang="zh")
    assert again.code == 4
    assert run("import", str(counties), "--yes", "--problems", "问题.xlsx").code == 2


def test_what_is_said_of_a_column_has_to_meet_one_in_some_file(run: Runner, counties: Path) -> None:
    book(counties / "高唐.xlsx", 项目=[("项目名称", "责任单位", "规模"), ("丁", "冠县", "6亿")])
    run.ok("import", str(counties), "--yes", "--map", "规模=总投资")
    assert run.json("project", "list")["total"] == 4
    assert run("import", str(counties), "--yes", "--map", "不存在=总投资").code == 5


def test_a_file_that_changes_meanwhile_is_refused(run: Runner, counties: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.commands import exchange

    seen: list[Path] = []
    real = exchange._hash

    def hash_(path: Path) -> str:
        seen.append(path)
        return "other" if seen.count(path) > 1 and path.name == "莘县.xlsx" else real(path)

    monkeypatch.setattr(exchange, "_hash", hash_)
    before = bytes_of(run.database)
    refused = run("import", str(counties), "--yes", "-f", "json")
    assert (refused.code, refused.json["problems"][0]["code"]) == (4, "file_changed")
    assert bytes_of(run.database) == before


def test_files_of_one_name_are_told_by_their_folders(run: Runner, counties: Path) -> None:
    for name in ("冠县", "莘县"):
        (counties / name).mkdir()
        county(counties / name / "台账.xlsx", (f"{name}项目", name, 1, None))
    paths = [str(counties / name / "台账.xlsx") for name in ("冠县", "莘县")]
    data = run.ok("import", *paths, "--yes", "-f", "json").json["data"]
    assert [each["file"] for each in data["files"]] == paths


def test_dates_of_stages_differ_between_files_too(run: Runner, counties: Path) -> None:
    heads = ("项目名称", "责任单位", "总投资(亿元)", "签约时间")
    one = book(counties.parent / "一.xlsx", 项目=[heads, ("甲", "冠县", 3, "2024-03-05")])
    two = book(counties.parent / "二.xlsx", 项目=[heads, ("甲", "冠县", 3, "2024-03-06")])
    stages = book(counties.parent / "三.xlsx", 节点=[("项目", "阶段", "实际日期"), ("甲", "签约", "2024-03-07")])
    for paths in ((one, two), (one, stages), (one, two, stages)):
        refused = run("import", *map(str, paths), "--yes", "-f", "json")
        assert refused.code == 4
        found = [(each["code"], each["file"]) for each in refused.json["problems"]]
        assert found == [("conflict_files", path.name) for path in paths[1:]]
    done = run.ok("import", str(one), str(two), str(stages), "--yes", "--skip-bad", "-f", "json").json["data"]
    assert done["totals"]["conflicts"] == 2
    assert run.json("project", "show", "P1")["signed_on"] == "2024-03-05"


def test_what_one_file_brings_is_not_said_to_be_missing_in_another(run: Runner, counties: Path) -> None:
    visits = [("单位", "开始日期", "拜访企业"), ("冠县", "2024-03-05", "三一")]
    one = book(counties.parent / "走访.xlsx", 走访=visits)
    two = book(counties.parent / "企业.xlsx", 企业=[("企业名称",), ("隆基",)])
    run.ok("import", str(counties), "--yes")
    done = run.ok("import", str(one), str(two), "--yes", "--create", "companies", "-f", "json").json
    assert "rows_gone" not in [each["code"] for each in done["messages"]]
    three = book(counties.parent / "企业三.xlsx", 企业=[("企业名称",), ("京东方",)])
    told = run.ok("import", str(three), "--yes", "-f", "json").json["messages"]
    assert "rows_gone" in [each["code"] for each in told]


def test_an_interrupted_round_of_files_writes_nothing(run: Runner, counties: Path) -> None:
    before = bytes_of(run.database)
    assert run("import", str(counties)).code == 4, "nobody there to say yes"
    assert bytes_of(run.database) == before


def test_the_same_event_in_two_files_is_one(run: Runner, counties: Path) -> None:
    funds = [("项目", "到位时间", "到位金额(万元)", "凭证号"), ("甲", "2024-03-05", 500, "A1")]
    paths = [
        str(book(counties.parent / f"到位{n}.xlsx", 到位资金=[*funds, ("乙", f"2024-03-0{n}", n, None)]))
        for n in (1, 2)
    ]
    run.ok("import", str(counties), *paths, "--yes")
    assert run.json("funds", "list")["total"] == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refusal_tells_what_the_other_rows_would_do_and_how_to_mark_the_bad_ones(
    run: Runner, counties: Path, lang: str
) -> None:
    wrong = county(
        counties / "错.xlsx", ("丁", "没有的县", 1, None), ("戊", "没有的乡", 1, None), ("己", "冠县", 1, None)
    )
    one = run("import", str(wrong), "--yes", lang=lang)
    assert one.code == 5
    assert {"zh": "--skip-bad（略过有误的，写入其余各行：新增 1 行，修改 0 行）", "en": "1 new, 0 changed"}[
        lang
    ] in one.err
    assert "--problems" in one.err
    assert "--problems" not in run("import", str(wrong), "--yes", "--problems", "副本.xlsx", lang=lang).err
    several = run("import", str(counties), "--yes", lang=lang).err
    assert {"zh": "新增 4 行", "en": "4 new"}[lang] in several
    assert {"zh": "--problems 问题/", "en": "--problems marked/"}[lang] in several
    done = run.ok("import", str(counties), "--yes", "--skip-bad", "-f", "json").json
    assert done["data"]["totals"]["new"] == 4


def test_a_refusal_of_nothing_but_unreadable_files_offers_no_way_on(run: Runner, tmp_path: Path) -> None:
    for name in ("甲.xlsx", "乙.xlsx"):
        (tmp_path / name).write_bytes(b"PK\x03\x04")
    refused = run("import", str(tmp_path), "--yes", lang="en")
    assert refused.code == 5
    assert "--skip-bad" not in refused.err


def test_what_a_later_file_brings_is_said_to_stand_there(run: Runner, counties: Path) -> None:
    receipts = [("项目", "到位时间", "到位金额(万元)"), ("甲", "2024-05-01", 300), ("甲", "2024-06-01", 300)]
    first = book(counties / "到位.xlsx", 到位资金=receipts)
    refused = run("import", str(first), str(counties / "冠县.xlsx"), "--yes", "-f", "json", lang="zh")
    assert refused.code == 5
    [problem] = refused.json["problems"]
    assert problem["hint"] == "冠县.xlsx 会新增它，但排在后面：把 冠县.xlsx 写在前面再导入"
    run.ok("import", str(counties / "冠县.xlsx"), str(first), "--yes")
    assert run("why", "F1", "amount", lang="zh").out.startswith("F1，到位金额：300万元")
