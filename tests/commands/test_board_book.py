"""`tracker board -o 竞赛榜.xlsx` on the real command line: its sheets, its proof, its paper, what it loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.office import opened, printed
from tests.render.browser import printed_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

SHEETS = {
    "zh": ["封面", "综合·县(市、区)", "综合·开发区", "单项·到位资金"],
    "en": ["Cover", "Composite · Counties", "Composite · Zones", "Single · Funds in place"],
}
ROWS = {"zh": "明细·到位资金", "en": "Rows · Funds in place"}


def found(book: Any, value: object) -> list[Any]:
    """The cells of a workbook that hold a value."""
    return [cell for page in book for row in page.iter_rows() for cell in row if cell.value == value]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheets_of_a_board(city: Runner, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "榜.xlsx"
    city.ok("funds", "recognise", "F1")
    city.ok("board", "2024Q1", "-o", str(path), lang=lang)
    book = opened(path)
    assert book.sheetnames[:4] == SHEETS[lang]
    assert book.sheetnames[-1].startswith({"zh": "明细·", "en": "Rows · "}[lang])
    cover, county, *_ = book.worksheets
    facts = {str(row[0].value): str(row[1].value) for row in cover.iter_rows(min_row=3, max_row=9)}
    assert "2024-03-31" in facts.values()
    assert {"zh": "未发布", "en": "not published"}[lang] in county.oddFooter.center.text
    assert len(county._charts) == 1
    assert county.page_setup.orientation == "landscape"
    scores = [cell for cell in county["D"] if isinstance(cell.value, (int, float))]
    assert scores
    [receipt] = found(book, "F1")
    assert receipt.parent.title == ROWS[lang]
    assert book.properties.title == {"zh": "2024年招商引资竞赛榜", "en": "2024 investment contest"}[lang]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_printed_workbook_is_proven_cell_by_cell(out: Runner, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "榜.xlsx"
    out.ok("board", "show", "2024Q1", "--published", "-o", str(path), lang=lang)
    head = out.json("board", "list")["rows"][0]["head"]
    book = opened(path)
    assert all(head in page.oddFooter.center.text for page in book)
    assert head in str(book.worksheets[0]["A2"].value)
    ran = out.ok("board", "verify", str(path), "-f", "json").json
    assert (ran["data"]["cells"] > 100, ran["data"]["unchecked"], ran["messages"]) == (True, [], [])


@pytest.mark.parametrize(
    ("value", "after"),
    [("临清市", "临清市县"), ("F1", "F9"), (0.1, 1.1), ("0.1 / (50 × 0.25) = 0.008 × 40 = 0.32", "0.32")],
)
def test_a_changed_cell_is_named(out: Runner, tmp_path: Path, value: object, after: object) -> None:
    path = tmp_path / "榜.xlsx"
    out.ok("board", "2024Q1", "--published", "-o", str(path), lang="zh")
    book = opened(path)
    cell = found(book, value)[0]
    cell.value = after
    book.save(path)
    ran = out("board", "verify", str(path), "-f", "json")
    assert ran.code == 5
    assert f"{cell.parent.title}!{cell.coordinate}" in [each["place"] for each in ran.json["problems"]]


def test_a_row_taken_out_is_missed(out: Runner, tmp_path: Path) -> None:
    path = tmp_path / "榜.xlsx"
    out.ok("board", "2024Q1", "--published", "-o", str(path), lang="zh")
    book = opened(path)
    page = book["综合·县(市、区)"]
    cell = next(cell for cell in page["C"] if cell.value == "临清市")
    for each in page[cell.row]:
        each.value = None
    book.save(path)
    problems = out("board", "verify", str(path), "-f", "json").json["problems"]
    assert "row_missing" in [each["code"] for each in problems]


@pytest.mark.parametrize("narrowed", [("-g", "county"), ("-m", "funds")])
def test_a_narrowed_workbook_is_proven_too(out: Runner, tmp_path: Path, narrowed: tuple[str, ...]) -> None:
    path = tmp_path / "榜.xlsx"
    out.ok("board", "2024Q1", "--published", *narrowed, "-o", str(path), lang="zh")
    names = opened(path).sheetnames
    assert ("综合·开发区" in names, "单项·新开工过亿元项目" in names) == (False, narrowed[0] == "-g")
    assert out.json("board", "verify", str(path))["cells"] > 20


def test_what_is_published_is_printed_the_same_whatever_came_since(out: Runner, tmp_path: Path) -> None:
    def cells(name: str) -> list[object]:
        out.ok("board", "2024Q1", "--published", "-o", str(tmp_path / name), lang="zh")
        return [cell.value for page in opened(tmp_path / name) for row in page.iter_rows() for cell in row]

    before = cells("a.xlsx")
    out.ok("funds", "add", "轴承", "3000万", "--on", "2024-03-01", "--yes")
    out.ok("unit", "edit", "冠县", "--name", "冠州")
    assert cells("b.xlsx") == before


def test_too_many_rows_are_left_out_and_told_of(city: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city.ok("funds", "recognise", "F1")
    monkeypatch.setattr("tracker.services.printouts.MOST_ROWS", 0)
    ran = city.ok("board", "2024Q1", "-o", str(tmp_path / "a.xlsx"), lang="zh")
    assert "太多" in ran.err
    book = opened(tmp_path / "a.xlsx")
    assert found(book, "F1") == []
    assert any("太多" in str(cell.value) for cell in book.worksheets[0]["A"])


def test_kinds_of_boards_have_their_sheets(city: Runner, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for options, there in (
        (("--together",), "综合·全部单位"),
        (("--singles",), "第一和末位"),
        (("--top", "1"), "综合·县(市、区) · 红榜"),
        (("--chain", "装备制造"), "单项·到位资金"),
    ):
        city.ok("board", "2024Q1", *options, "-o", str(path), "--force", lang="zh")
        assert there in opened(path).sheetnames


def test_names_from_the_ledger_are_never_formulas(city: Runner, tmp_path: Path) -> None:
    city.ok("unit", "edit", "冠县", "--name", "=HYPERLINK(1)")
    city.ok("board", "2024Q1", "-o", str(tmp_path / "a.xlsx"))
    cells = found(opened(tmp_path / "a.xlsx"), "=HYPERLINK(1)")
    assert len(cells) > 3
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_the_paper_is_a4_or_a3(city: Runner, tmp_path: Path) -> None:
    city.ok("board", "2024Q1", "-o", str(tmp_path / "a.xlsx"), "--paper", "a3")
    assert {int(page.page_setup.paperSize) for page in opened(tmp_path / "a.xlsx")} == {8}
    city.ok("board", "2024Q1", "-o", str(tmp_path / "a.html"), "--paper", "A3")
    assert "size: A3 landscape" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "line"),
    [("paper_unknown", ("--paper", "B5", "-o", "a.xlsx")), ("paper_alone", ("--paper", "A3"))],
)
def test_other_paper_is_refused(city: Runner, tmp_path: Path, code: str, line: tuple[str, ...]) -> None:
    ran = city("board", "2024Q1", *line)
    assert ran.code == 2
    assert "--paper" in ran.err
    assert {"paper_unknown": "A4", "paper_alone": "xlsx"}[code] in ran.err
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "first"), [("zh", "2024年招商引资竞赛榜"), ("en", "2024investmentcontest")])
def test_a_board_on_paper(out: Runner, tmp_path: Path, lang: str, first: str) -> None:
    out.ok("board", "2024Q1", "--published", "-o", str(tmp_path / "a.xlsx"), lang=lang)
    sheets = printed(tmp_path / "a.xlsx", tmp_path)
    names = [name.replace(" ", "") for name in opened(tmp_path / "a.xlsx").sheetnames]
    assert len(sheets) == len(names)
    assert sheets[0].text.startswith(first)
    head = out.json("board", "list")["rows"][0]["head"]
    for sheet, name in zip(sheets, names, strict=True):
        assert sheet.size == (842, 595)
        assert name in sheet.text
        assert head in sheet.text
        assert "###" not in sheet.text


@pytest.mark.slow
def test_a_page_on_a3(city: Runner, tmp_path: Path) -> None:
    city.ok("board", "2024Q1", "-o", str(tmp_path / "a.html"), "--paper", "A3")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert set(printed_pages(text, tmp_path)) == {(1191, 842)}
