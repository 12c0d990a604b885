"""`export` and `template` on the real command line, with real workbooks."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner


@pytest.fixture
def two(city: Runner) -> Runner:
    """A city with a second unit's project, and a phone in a note."""
    city.ok("project", "add", "别处", "临清", "--total-investment", "1亿", "--note", "联系人 13800138000")
    city.ok("funds", "add", "P2", "5万", "--received-on", "2024-03-01")
    city.ok("figure", "add", "全市", "fdi", "9", "--as-of-on", "2024-03")
    return city


def values(path: Path, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path)[sheet].iter_rows(min_row=2)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_workbook_a_unit(two: Runner, tmp_path: Path, lang: str) -> None:
    told = two.ok("export", "--by", "unit", "-o", "下发/", "-f", "json", lang=lang).json
    data = told["data"]
    assert data["folder"] == "下发"
    assert [each["file"] for each in data["files"]] == ["冠县.xlsx", "临清市.xlsx", "经开区.xlsx"]
    counts = {each["sheet"]: each["rows"] for each in data["files"][1]["sheets"]}
    assert sum(counts.values()) == 2
    [homeless] = [each["text"] for each in told["messages"] if each["code"] == "no_unit"]
    assert ("figure" in homeless) is (lang == "en")
    folder = tmp_path / "下发"
    assert sorted(path.name for path in folder.iterdir()) == ["临清市.xlsx", "冠县.xlsx", "经开区.xlsx"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    sheet = "项目" if lang == "zh" else "Projects"
    assert [row[:2] for row in values(folder / "临清市.xlsx", sheet)] == [["P2", "别处"]]
    for path in folder.iterdir():
        taken = two.ok("import", str(path), "-f", "json").json
        assert taken["data"]["batch"] is None


def test_nothing_is_overwritten_and_nothing_left_half_done(two: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "下发"
    folder.mkdir()
    (folder / "临清市.xlsx").write_bytes(b"mine")
    refused = two("export", "--by", "unit", "-o", str(folder))
    assert refused.code == 4
    assert "临清市.xlsx" in refused.err
    assert [path.name for path in folder.iterdir()] == ["临清市.xlsx"]
    two.ok("export", "--by", "unit", "-o", str(folder), "--force")
    assert len(list(folder.iterdir())) == 3
    assert (folder / "临清市.xlsx").read_bytes()[:2] == b"PK"


def test_the_names_of_units_are_safe_file_names(run: Runner, tmp_path: Path) -> None:
    for name in ("../逃", "a/b", "A\\B", "CON"):
        run.ok("unit", "add", name, "county")
    run.ok("export", "--by", "unit", "-o", "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "A_B_2.xlsx",
        "_CON.xlsx",
        "_逃.xlsx",
        "a_b.xlsx",
    ]


def test_one_units_workbook(two: Runner, tmp_path: Path) -> None:
    data = two.json("export", "--unit", "临清", "-o", "临清.xlsx")
    assert [each["noun"] for each in data["sheets"]][:3] == ["company", "lead", "project"]
    assert [row[0] for row in values(tmp_path / "临清.xlsx", "Projects")] == ["P2"]
    two.ok("export", "--unit", "U2", "--by", "unit", "-o", "out/")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["临清市.xlsx"]
    assert two("export", "--unit", "没有", "-o", "b.xlsx").code == 3
    assert not (tmp_path / "b.xlsx").exists()


def test_chosen_sheets(two: Runner, tmp_path: Path) -> None:
    two.ok("export", "--sheet", "项目", "--sheet", "funds", "-o", "a.xlsx", lang="zh")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["项目", "到位资金", "_meta", "_lists"]
    assert [book[name].sheet_state for name in ("_meta", "_lists")] == ["veryHidden", "veryHidden"]
    taken = two.ok("import", "a.xlsx", "-f", "json").json
    assert (taken["data"]["batch"], taken["messages"]) == (None, [])
    two.ok("template", "--sheet", "走访", "-o", "t.xlsx", lang="zh")
    assert load_workbook(tmp_path / "t.xlsx").sheetnames == ["走访", "_lists"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--by", "unit"), 2, "-o"),
        (("--by", "unit", "-o", "x.xlsx"), 2, "folder"),
        (("--by", "县", "-o", "x"), 2, "--by unit"),
        (("-o", "x"), 2, ".xlsx"),
        (("--sheet", "甲", "-o", "x.xlsx"), 2, "Projects"),
        (("--sheet", "单位", "--by", "unit", "-o", "x"), 2, "Projects"),
        (("--sheet", "单位", "--unit", "冠县", "-o", "x.xlsx"), 2, "Projects"),
        (("--by", "unit", "-o", "no/such"), 4, "folder"),
    ],
)
def test_what_cannot_be_done_is_said(
    city: Runner, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    before = sorted(tmp_path.iterdir())
    refused = city("export", *arguments)
    assert refused.code == code
    assert says in refused.err
    assert sorted(tmp_path.iterdir()) == before


def test_contacts_are_masked_unless_they_are_asked_for(two: Runner, tmp_path: Path) -> None:
    masked = two.ok("export", "-o", "a.xlsx")
    assert "masked in 1 cells" in masked.err
    assert "联系人 138****8000" in values(tmp_path / "a.xlsx", "Projects")[1]
    assert two.ok("import", "a.xlsx", "-f", "json").json["data"]["batch"] is None
    full = two.ok("export", "-o", "b.xlsx", "--with-contacts")
    assert "keep the file safe" in full.err
    assert "联系人 13800138000" in values(tmp_path / "b.xlsx", "Projects")[1]
    assert two.json("project", "show", "P2")["note"] == "联系人 13800138000"


def test_a_masked_number_is_found_again_when_something_is_added(two: Runner, tmp_path: Path) -> None:
    two.ok("export", "-o", "a.xlsx", lang="zh")
    book = load_workbook(tmp_path / "a.xlsx")
    page = book["项目"]
    column = next(cell.column for cell in page[1] if cell.value == "备注")
    page.cell(3, column).value = "联系人 138****8000，已回访"
    book.save(tmp_path / "b.xlsx")
    two.ok("import", "b.xlsx", "--yes")
    assert two.json("project", "show", "P2")["note"] == "联系人 13800138000，已回访"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_of_a_template_is_never_imported(run: Runner, tmp_path: Path, lang: str) -> None:
    said = run.ok("template", "-o", "t.xlsx", lang=lang)
    assert ("示例：" if lang == "zh" else "Example:") in said.out
    book = load_workbook(tmp_path / "t.xlsx")
    first = book.worksheets[0]
    assert first["A2"].value == ("示例：冠县" if lang == "zh" else "Example: Guanxian")
    assert first["A2"].font.i
    taken = run.ok("import", "t.xlsx", "-f", "json", lang=lang).json
    assert taken["data"]["batch"] is None
    [told] = taken["messages"]
    assert told["code"] == "row_example"
    assert f"{first.title}!2" in told["text"]
    first.append(["莘县", "县市区"])
    first["A2"].value = "冠县"  # written over: a row like any other
    book.save(tmp_path / "u.xlsx")
    data = run.json("import", "u.xlsx", "--yes")
    assert [each["new"] for each in data["sheets"] if each["noun"] == "unit"] == [2]


def test_a_template_offers_the_units_of_the_database(city: Runner, tmp_path: Path) -> None:
    city.ok("template", "-o", "t.xlsx", lang="zh")
    lists = load_workbook(tmp_path / "t.xlsx")["_lists"]
    offered = [[cell.value for cell in column if cell.value is not None] for column in lists.iter_cols()]
    assert ["冠县", "临清市", "经开区"] in offered
    assert ["轴承一期"] in offered


def test_a_template_needs_no_database(desk: Runner, tmp_path: Path) -> None:
    desk.ok("template", "-o", "t.xlsx", lang="zh")
    assert load_workbook(tmp_path / "t.xlsx")["项目"].data_validations.dataValidation
    (tmp_path / "tracker.db").write_bytes(b"something else")
    assert desk("template", "-o", "u.xlsx").code == 6


def test_an_export_says_where_it_is_from(city: Runner, tmp_path: Path) -> None:
    first = city.json("export", "-o", "a.xlsx")["export"]
    second = city.json("export", "-o", "b.xlsx")["export"]
    assert first != second
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "a.xlsx")["_meta"].iter_rows()]
    assert rows[:2] == [["tracker-export", "1"], ["id", first]]
    assert json.dumps(rows)
