"""The marked copy: the sender's own workbook where it can be kept, else a plain one; never less than the bad cells."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from tracker.errors import Refused
from tracker.sheets import marked
from tracker.sheets.marked import Mark, cell_place, place_of, write_marked
from tracker.sheets.reader import read_book
from tracker.words import MARKED_SHEET

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.words import Lang

MARKS = (
    Mark("项目", "C2", "3.x", "“3.x” 不是金额", "请填普通数字"),
    Mark("项目", "C2", "3.x", "还有一处", "再改"),
    Mark("项目", "B4", "=没有的县", "没有这个单位", ""),
    Mark("", "", "", "缺一张表", "补上"),
)


def book() -> Workbook:
    made = Workbook()
    page = made.worksheets[0]
    page.title = "项目"
    page.append(["项目名称", "责任单位", "总投资(亿元)"])
    page.append(["甲", "冠县", "3.x"])
    page.append(["乙", "莘县", 2.5])
    page.append(["丙", "没有的县", datetime.datetime(2024, 3, 5)])
    page["A1"].font = Font(bold=True, color="FF0000")
    page["B4"].comment = Comment("旧批注", "王五")
    page.column_dimensions["A"].width = 33
    other = made.create_sheet("说明")
    other["A1"], other["B7"] = "其他", "=1+1"
    other.sheet_state = "hidden"
    return made


def saved(path: Path, made: Workbook) -> Path:
    made.save(path)
    return path


def mark(source: Path, target: Path, marks: tuple[Mark, ...] = MARKS, lang: Lang = "zh", **more: Any) -> bool:
    return write_marked(source, read_book(source), marks, target, lang, **more)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return saved(tmp_path / "坏.xlsx", book())


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "问题.xlsx"


def check_marks(target: Path, lang: Lang = "zh") -> Workbook:
    """The list and the marked cells, which every copy has."""
    made = load_workbook(target)
    titles = MARKED_SHEET.zh if lang == "zh" else MARKED_SHEET.en
    assert made.sheetnames[0] == titles
    assert made.active is made.worksheets[0]
    listed = made.worksheets[0]
    rows = [[cell.value for cell in row] for row in listed.iter_rows(min_row=2)]
    assert rows == [
        ["项目!C2", "3.x", "“3.x” 不是金额", "请填普通数字"],
        ["项目!C2", "3.x", "还有一处", "再改"],
        ["项目!B4", "=没有的县", "没有这个单位", None],
        [None, None, "缺一张表", "补上"],
    ]
    assert listed["B4"].data_type == "s"
    assert listed["B4"].quotePrefix
    assert [cell.hyperlink and cell.hyperlink.location for cell in listed["A"]] == [
        None,
        "'项目'!C2",
        "'项目'!C2",
        "'项目'!B4",
        None,
    ]
    page = made["项目"]
    assert [page[cell].fill.fgColor.rgb == marked.FILL for cell in ("C2", "B4", "A2", "C3")] == [
        True,
        True,
        False,
        False,
    ]
    assert page["C2"].comment is not None
    assert page["C2"].comment.author == "tracker"
    assert page["C2"].comment.text == "tracker: “3.x” 不是金额\n还有一处"
    return made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_their_own_workbook_comes_back_with_the_bad_cells_marked(source: Path, target: Path, lang: Lang) -> None:
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    assert mark(source, target, lang=lang)
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    made = check_marks(target, lang)
    page = made["项目"]
    assert (page["A1"].font.b, page["A1"].font.color.rgb) == (True, "00FF0000")
    assert page.column_dimensions["A"].width == 33
    assert page["B4"].comment.text == "旧批注\ntracker: 没有这个单位"
    assert page["B4"].comment.author == "王五"
    assert (made["说明"].sheet_state, made["说明"]["B7"].value) == ("hidden", "=1+1")
    assert [sheet.sheet_view.tabSelected for sheet in made.worksheets] == [True, False, False]
    assert target.stat().st_mode & 0o777 == 0o600


def test_the_list_goes_through_the_workbook_sheet_by_sheet_row_by_row(source: Path, target: Path) -> None:
    cells = [("说明", "A1"), ("项目", "C10"), ("项目", "AA2"), ("项目", "B2"), ("", "")]
    marks = [Mark(sheet, cell, "", "错", "") for sheet, cell in cells]
    write_marked(source, read_book(source), marks, target, "zh")
    listed = [row[0] for row in load_workbook(target).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert listed == ["项目!B2", "项目!AA2", "项目!C10", "说明!A1", None]


def test_a_copy_that_comes_back_is_marked_anew(source: Path, target: Path, tmp_path: Path) -> None:
    assert mark(source, target)
    again = tmp_path / "再.xlsx"
    assert mark(target, again, (Mark("项目", "A3", "乙", "重名", "改名"),))
    made = load_workbook(again)
    assert made.sheetnames == ["问题清单", "项目", "说明"]
    page = made["项目"]
    assert page["C2"].comment is None
    assert page["C2"].fill.fill_type is None
    assert page["B4"].comment.text == "旧批注"
    assert page["A3"].comment.text == "tracker: 重名"
    assert [cell.value for cell in made.worksheets[0]["A"]] == ["位置", "项目!A3"]


def test_a_sheet_of_theirs_of_that_name_stays(target: Path, tmp_path: Path) -> None:
    made = book()
    made.create_sheet("问题清单")["A1"] = "我们自己的"
    source = saved(tmp_path / "坏.xlsx", made)
    assert mark(source, target)
    copy = load_workbook(target)
    assert copy.sheetnames == ["问题清单1", "项目", "说明", "问题清单"]
    assert copy["问题清单"]["A1"].value == "我们自己的"


def with_chart(made: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(made["项目"], min_col=3, min_row=1, max_row=3))
    made.worksheets[0].add_chart(chart, "F2")


def with_part(path: Path) -> None:
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")


def check_plain(source: Path, target: Path) -> None:
    assert not mark(source, target)
    made = check_marks(target)
    assert [[cell.value for cell in row] for row in made["项目"].iter_rows()] == [
        ["项目名称", "责任单位", "总投资(亿元)"],
        ["甲", "冠县", "3.x"],
        ["乙", "莘县", 2.5],
        ["丙", "没有的县", datetime.datetime(2024, 3, 5)],
    ]
    assert made["说明"].sheet_state == "hidden"


def test_a_chart_would_be_lost_so_the_copy_is_a_plain_one(tmp_path: Path, target: Path) -> None:
    made = book()
    with_chart(made)
    check_plain(saved(tmp_path / "图.xlsx", made), target)


def test_macros_would_be_lost(source: Path, target: Path) -> None:
    with_part(source)
    check_plain(source, target)


def test_what_openpyxl_warns_of_would_be_lost(source: Path, target: Path, tmp_path: Path) -> None:
    changed = tmp_path / "扩展.xlsx"
    extension = (
        b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
        b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/></extLst></worksheet>'
    )
    with ZipFile(source) as old, ZipFile(changed, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, data.replace(b"</worksheet>", extension))
    check_plain(changed, target)


def test_what_openpyxl_cannot_load_again_is_a_plain_copy(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyError("damaged")

    pages = read_book(source)
    monkeypatch.setattr("openpyxl.load_workbook", fails)
    assert not write_marked(source, pages, MARKS, target, "zh")
    monkeypatch.undo()
    check_marks(target)


def test_a_large_workbook_is_a_plain_copy(source: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "MOST_CELLS", 5)
    check_plain(source, target)


def test_what_is_no_workbook_gets_one(tmp_path: Path, target: Path, source: Path) -> None:
    pages = read_book(source)
    text = tmp_path / "项目.csv"
    text.write_text("项目名称", encoding="utf-8")
    assert not write_marked(text, pages, MARKS, target, "zh")
    check_marks(target)


def test_formats_and_rules_of_theirs_are_kept(tmp_path: Path, target: Path) -> None:
    made = book()
    page = made["项目"]
    page.merge_cells("A6:B7")
    page["A6"] = "合并"
    page["D1"] = CellRichText("红", TextBlock(InlineFont(b=True), "字"))
    rule = DataValidation("list", formula1='"甲,乙"')
    rule.add("B2:B9")
    page.add_data_validation(rule)
    page.conditional_formatting.add("C2:C9", CellIsRule("greaterThan", ["9"], font=Font(bold=True)))  # type: ignore[no-untyped-call]
    page.row_dimensions[3].hidden = True
    page.auto_filter.ref = "A1:C4"
    source = saved(tmp_path / "坏.xlsx", made)
    assert mark(source, target, (*MARKS, Mark("项目", "B7", "", "空", "填上")))
    kept = load_workbook(target, rich_text=True)["项目"]
    assert str(kept["D1"].value) == "红字"
    assert isinstance(kept["D1"].value, CellRichText)
    assert kept.merged_cells.ranges == page.merged_cells.ranges
    assert kept["A6"].comment.text == "tracker: 空", "the mark of a merged cell stands where its value is shown"
    assert [str(found.sqref) for found in kept.data_validations.dataValidation] == ["B2:B9"]
    assert [str(found.sqref) for found in kept.conditional_formatting] == ["C2:C9"]
    assert kept.row_dimensions[3].hidden
    assert kept.auto_filter.ref == "A1:C4"


def test_reasons_are_no_longer_than_a_comment_should_be_and_not_more_of_them_than_a_program_opens(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked, "MOST_COMMENTS", 1)
    monkeypatch.setattr(marked, "MOST_LISTED", 1)
    assert mark(source, target, (Mark("项目", "A2", "", "长" * 300, ""), Mark("项目", "A3", "", "短", "")))
    made = load_workbook(target)
    page = made["项目"]
    assert len(page["A2"].comment.text) == len("tracker: ") + 255
    assert page["A3"].comment is None
    assert page["A3"].fill.fgColor.rgb == marked.FILL
    assert made.worksheets[0]["A3"].value == "另有 1 处未列出"


def test_a_bad_cell_may_stand_where_there_is_none(source: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = (Mark("项目", "H9", "", "缺", "填"), Mark("项目", "A1", "", "表头", ""))
    assert mark(source, target, far)
    assert load_workbook(target)["项目"]["H9"].comment.text == "tracker: 缺"
    monkeypatch.setattr(marked, "MOST_CELLS", 5)
    assert not mark(source, target, far, force=True)
    assert load_workbook(target)["项目"]["H9"].comment.text == "tracker: 缺"


def test_rows_stand_where_they_stood(tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Workbook()
    page = made.worksheets[0]
    page["B3"], page["A700"], page["C700"] = "=甲", "#DIV/0!", datetime.time(5, 5)
    page["B3"].data_type = "s"
    source = saved(tmp_path / "空.xlsx", made)
    monkeypatch.setattr(marked, "MOST_CELLS", 0)
    assert not mark(source, target, (Mark("Sheet", "A700", "#DIV/0!", "错", ""),))
    copy = load_workbook(target)["Sheet"]
    assert (copy["B3"].value, copy["B3"].data_type) == ("=甲", "s")
    assert (copy["A700"].value, copy["A700"].data_type) == ("#DIV/0!", "s")
    assert copy["C700"].value == datetime.time(5, 5)


def test_a_target_that_is_there_is_kept(source: Path, target: Path) -> None:
    target.write_bytes(b"mine")
    with pytest.raises(Refused):
        mark(source, target)
    assert target.read_bytes() == b"mine"
    assert mark(source, target, force=True)
    check_marks(target)


def test_places() -> None:
    assert place_of("项目!AB12") == ("项目", "AB12")
    assert [place_of(text) for text in ("项目", "项目!", "!A1", "项目!A0", "第 3 行", "a!12")] == [("", "")] * 6
    assert cell_place("XFD1048576") == (1_048_576, 16_384)
