from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tracker.errors import BadData, Refused
from tracker.sheets.files import new_file
from tracker.sheets.reader import read_book
from tracker.sheets.writer import Sheet, write_book

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

ROOT = Path(__file__).parents[2]
PROJECTS = Sheet(
    "项目",
    ["编号", "项目名称★", "总投资★(亿元)", "签约时间", "阶段", "备注"],
    [
        ("P1", "哈轴集团高端轴承项目", Decimal("50.5"), date(2024, 3, 5), "开工", None),
        ("0012", "江北水城", 3, datetime(2024, 3, 5, 9, 30), "签约", "第一行\n第二行\t完"),
    ],
    prompts={2: "数字，单位亿元"},
    required=frozenset({1, 2}),
    choices={4: ["谋划", "在谈", "签约"], 3: []},
    formats={0: "@", 3: "yyyy-mm-dd"},
    widths={5: 30},
)


def written(*sheets: Sheet, **more: Any) -> BytesIO:
    file = BytesIO()
    write_book(file, sheets, **more)
    return file


def loaded(*sheets: Sheet, **more: Any) -> Workbook:
    return load_workbook(written(*sheets, **more))


def part(file: BytesIO, name: str) -> str:
    with ZipFile(file) as archive:
        return archive.read(name).decode()


def test_values_come_back() -> None:
    page = loaded(PROJECTS)["项目"]
    assert [cell.value for cell in page[1]] == PROJECTS.headings
    assert [cell.value for cell in page[2]] == [
        "P1",
        "哈轴集团高端轴承项目",
        50.5,
        datetime(2024, 3, 5),
        "开工",
        None,
    ]
    assert [cell.value for cell in page[3]] == [
        "0012",
        "江北水城",
        3,
        datetime(2024, 3, 5, 9, 30),
        "签约",
        "第一行\n第二行\t完",
    ]
    assert page["D2"].is_date
    assert (page["D2"].number_format, page["A2"].number_format, page["B2"].number_format) == (
        "yyyy-mm-dd",
        "@",
        "General",
    )


def test_the_page_is_made_for_paper() -> None:
    page = loaded(PROJECTS)["项目"]
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    xml = part(written(PROJECTS), "xl/worksheets/sheet1.xml")
    assert '<pageSetUpPr fitToPage="1"' in xml
    assert re.search("<oddFooter>.*&amp;P / &amp;N.*</oddFooter>", xml)
    assert page.auto_filter.ref == "A1:F3"
    assert page["A1"].font.b
    assert page["A1"].fill.fgColor.rgb != page["B1"].fill.fgColor.rgb
    assert page["C1"].comment is not None
    assert "亿元" in page["C1"].comment.text


def test_columns_are_wide_enough_for_chinese() -> None:
    page = loaded(PROJECTS)["项目"]
    assert page.column_dimensions["B"].width == 2 * len("哈轴集团高端轴承项目") + 2
    assert page.column_dimensions["F"].width == 30
    assert page.column_dimensions["A"].number_format == "@"


def test_drop_downs_refer_to_a_hidden_sheet() -> None:
    other = Sheet("企业", ["阶段", "其他"], choices={0: ["谋划", "在谈", "签约"], 1: ["a,b", "x" * 300, "=1+1"]})
    book = loaded(PROJECTS, other)
    assert book.sheetnames == ["项目", "企业", "_lists"]
    lists = book["_lists"]
    assert lists.sheet_state == "veryHidden"
    assert [cell.value for cell in lists["A"]] == ["谋划", "在谈", "签约"]
    assert [cell.value for cell in lists["B"]] == ["a,b", "x" * 300, "=1+1"]
    assert lists["B3"].data_type == "s"
    (rule,) = book["项目"].data_validations.dataValidation
    assert rule.formula1 == "'_lists'!$A$1:$A$3"
    assert str(rule.sqref) == "E2:E1048576"
    assert [rule.formula1 for rule in book["企业"].data_validations.dataValidation] == [
        "'_lists'!$A$1:$A$3",
        "'_lists'!$B$1:$B$3",
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", " =1", '=HYPERLINK("http://x")', "#N/A", "#REF!"]
)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    file = written(Sheet("s", [text, "n"], [(text, -5)]))
    page = load_workbook(file)["s"]
    for cell in (page["A1"], page["A2"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert page["B2"].value == -5
    assert not page["B2"].quotePrefix
    xml = part(file, "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml
    assert 't="e"' not in xml


def test_what_xml_cannot_hold_becomes_a_mark() -> None:
    text = "a\x00\x1b[2J\x0b\ufffe\ud800b\r\nc\rd"
    page = loaded(Sheet("s\x1b", ["h\x00"], [(text,)], prompts={0: "\x07"}), title="\x00")["s␛"]
    assert page["A2"].value == "a␀␛[2J␋\\u{fffe}\\u{d800}b\nc\nd"
    assert page["A1"].value == "h␀"


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (Decimal("3.50"), 3.5),
        (Decimal("123456789012.345"), 123456789012.345),
        (Decimal("1234567890123456.78"), "1234567890123456.78"),
        (123456789012345678, "123456789012345678"),
        (10**18, 10**18),
        (float("nan"), "nan"),
        (Decimal("Infinity"), "Infinity"),
        (-(10**15) + 1, -(10**15) + 1),
        (True, True),
        (0, 0),
    ],
)
def test_numbers_keep_their_digits_or_become_text(number: Decimal | float, kept: object) -> None:
    assert loaded(Sheet("s", ["n"], [(number,)]))["s"]["A2"].value == kept


def test_a_text_too_long_for_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    assert loaded(Sheet("s", ["n"], [("长" * 32767,)]))["s"]["A2"].value == "长" * 32767
    with pytest.raises(BadData) as caught:
        write_book(tmp_path / "a.xlsx", [Sheet("s", ["a", "b"], [(1, 2), (3, "长" * 32768)])])
    assert caught.value.problem.place == "B3"
    assert list(tmp_path.iterdir()) == []


def test_what_was_begun_goes_without_a_word() -> None:
    code = """
        from io import BytesIO
        from tracker.errors import BadData
        from tracker.sheets.writer import Sheet, write_book
        try:
            write_book(BytesIO(), [Sheet("s", ["a"], [(1,), ("x" * 40000,)])])
        except BadData:
            print("refused")
    """
    done = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, check=False, cwd=ROOT, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("refused\n", "", 0)


def test_titles_are_what_excel_accepts() -> None:
    names = ["a/b:c*[d]?", "单" * 40, "单" * 40, "A", "a", "'x'", "", "_lists"]
    book = loaded(*(Sheet(name, ["h"], choices={0: ["v"]}) for name in names))
    assert book.sheetnames == [
        "a_b_c__d__",
        "单" * 31,
        "单" * 29 + "_2",
        "A",
        "a_2",
        "_x_",
        "_",
        "_lists_2",
        "_lists",
    ]


def test_rows_may_come_from_a_generator() -> None:
    page = loaded(Sheet("s", ["n"], ((n,) for n in range(1000))))["s"]
    assert [cell.value for cell in page["A"]] == ["n", *range(1000)]
    assert page.auto_filter.ref == "A1:A1001"


def test_the_size_is_in_the_file_where_it_is_known() -> None:
    assert '<dimension ref="A1:F3"' in part(written(PROJECTS), "xl/worksheets/sheet1.xml")
    assert "<dimension" not in part(written(Sheet("s", ["n"], iter([(1,)]))), "xl/worksheets/sheet1.xml")


def test_an_empty_sheet() -> None:
    page = loaded(Sheet("s", ()))["s"]
    assert (page.max_row, page["A1"].value) == (1, None)
    assert loaded(Sheet("s", ["h"]))["s"].auto_filter.ref == "A1:A1"


def test_properties() -> None:
    book = loaded(PROJECTS, title="台账", properties={"tracker-export": "B12"})
    assert (book.properties.title, book.properties.creator) == ("台账", "tracker")
    assert book.custom_doc_props["tracker-export"].value == "B12"  # type: ignore[attr-defined]


def test_written_then_read(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_book(path, [PROJECTS])
    projects, lists = read_book(path)
    assert (projects.name, projects.hidden, lists.hidden) == ("项目", False, True)
    assert [row.number for row in projects.rows] == [1, 2, 3]
    assert projects.rows[2].cells[0] == "0012"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _number: synced.append((tmp_path / "a").exists()))
    with new_file(tmp_path / "a") as file:
        file.write(b"x")
    assert synced == [False]


def write_half(path: Path, *, force: bool = False) -> None:
    with new_file(path, force=force) as file:
        file.write(b"half")
        raise ZeroDivisionError


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with pytest.raises(ZeroDivisionError):
        write_half(path)
    assert list(tmp_path.iterdir()) == []
    with new_file(path) as file:
        file.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    with pytest.raises(ZeroDivisionError):
        write_half(path, force=True)
    assert path.read_bytes() == b"whole"
    assert len(list(tmp_path.iterdir())) == 1


def test_links_and_special_files(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "t", tmp_path / "l", tmp_path / "p"
    target.write_text("keep")
    link.symlink_to(target)
    with pytest.raises(Refused, match="file"), new_file(link):
        pass
    with new_file(link, force=True) as file:
        file.write(b"new")
    assert (target.read_text(), link.is_symlink(), link.read_text()) == ("keep", False, "new")
    os.mkfifo(pipe)
    for place in (pipe, tmp_path, Path(os.devnull)):
        with pytest.raises(Refused) as caught, new_file(place, force=True):
            pass
        assert caught.value.problem.code == "file_not_ordinary"
    dangling = tmp_path / "d"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refused), new_file(dangling):
        pass


def test_a_very_long_name_is_an_error_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught, new_file(tmp_path / ("长" * 200 + ".csv")):
        pass
    assert caught.value.problem.code == "file_not_written"
    assert list(tmp_path.iterdir()) == []


def test_no_inline_list_is_ever_written() -> None:
    xml = part(written(PROJECTS), "xl/worksheets/sheet1.xml")
    assert re.findall("<formula1>(.*?)</formula1>", xml) == ["'_lists'!$A$1:$A$3"]
