from __future__ import annotations

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

from tracker.errors import BadData
from tracker.sheets.reader import read_book
from tracker.sheets.writer import Sheet, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    assert page.oddFooter is not None
    assert (page.oddFooter.left.text, page.oddFooter.right.text) == ("&A", "第 &P 页 共 &N 页")
    assert page.auto_filter.ref == "A1:F3"
    assert page["A1"].font.b
    assert page["A1"].fill.fgColor.rgb != page["B1"].fill.fgColor.rgb
    assert page.print_options.gridLines
    english = loaded(PROJECTS, lang="en")["项目"].oddFooter
    assert english is not None
    assert english.right.text == "Page &P of &N"


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
    names = {name: found.attr_text for name, found in book.defined_names.items()}
    assert names == {"tracker_list_1": "'_lists'!$A$1:$A$3", "tracker_list_2": "'_lists'!$B$1:$B$3"}
    said, rule = book["项目"].data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "tracker_list_1", "E2:E1048576")
    assert (said.type, said.promptTitle, said.prompt) == (None, "总投资★(亿元)", "数字，单位亿元")
    others = book["企业"].data_validations.dataValidation
    assert [rule.formula1 for rule in others] == ["tracker_list_1", "tracker_list_2"]


def test_what_is_said_beside_a_cell_is_no_longer_than_excel_takes() -> None:
    (rule,) = loaded(Sheet("s", ["标" * 40], prompts={0: "长" * 300}))["s"].data_validations.dataValidation
    assert (len(rule.promptTitle), len(rule.prompt)) == (32, 255)


def test_an_example_stands_above_the_rows() -> None:
    page = loaded(Sheet("s", ["a", "b", "c"], [(1, 2, 3)], example=("=例", None, 2.5), formats={2: "0.00"}))["s"]
    assert [cell.value for cell in page[2]] == ["=例", None, 2.5]
    assert [cell.value for cell in page[3]] == [1, 2, 3]
    assert (page["A2"].font.i, page["A2"].quotePrefix, page["C2"].number_format) == (True, True, "0.00")
    assert not page["A3"].font.i
    assert page.auto_filter.ref == "A1:C3"


def test_a_hidden_sheet_may_tell_what_the_others_held() -> None:
    class Rows:
        seen = 0

        def __len__(self) -> int:
            return 999

        def __iter__(self) -> Iterator[tuple[int]]:
            for self.seen in range(999):
                yield (self.seen,)

    rows = Rows()
    told = ((rows.seen,) for _ in range(1))
    book = loaded(Sheet("s", ["n"], rows), Sheet("_meta", rows=told, hidden=True), PROJECTS)
    assert book["_meta"].sheet_state == "veryHidden"
    assert [cell.value for cell in book["_meta"]["A"]][-1] == 998
    assert book.sheetnames == ["s", "_meta", "项目", "_lists"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", " =1", '=HYPERLINK("http://x")', "#N/A", "#REF!", "\n=1"]
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


def test_text_is_never_taken_for_markup() -> None:
    texts = ["<r><t>x</t></r>", "a&b", "</t></is></c>", "&lt;", "]]>", "<!--", " 前后 ", "a\n b"]
    page = loaded(Sheet("s<&", ["<h>", '"q"'], [(text, text) for text in texts]))["s<&"]
    assert [cell.value for cell in page[1]] == ["<h>", '"q"']
    assert [cell.value for cell in page["A"]][1:] == texts


def test_text_is_never_taken_for_an_escaped_character(tmp_path: Path) -> None:
    texts = ["_x0041_", "_x000D_", "a_x005F_b", "_x005F_x0041_", "_x41_", "__x00e9__"]
    write_book(tmp_path / "a.xlsx", [Sheet("s", ["t"], [(text,) for text in texts])])
    assert [row.cells[0] for row in read_book(tmp_path / "a.xlsx")[0].rows[1:]] == texts
    assert ">_x005F_x0041_<" in part(BytesIO((tmp_path / "a.xlsx").read_bytes()), "xl/worksheets/sheet1.xml")


def test_days_before_a_spreadsheet_counts_are_text() -> None:
    rows = [(date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31))]
    page = loaded(Sheet("s", list("abcd"), rows))["s"]
    assert [cell.value for cell in page[2]] == [
        "1899-12-31",
        "1900-02-28",
        datetime(1900, 3, 1),
        datetime(9999, 12, 31),
    ]


def test_more_rows_than_a_sheet_has_are_refused() -> None:
    with pytest.raises(BadData) as caught:
        written(Sheet("s", ["n"], range(1_048_576)))  # type: ignore[arg-type]
    assert caught.value.problem.code == "sheet_too_long"


def test_rows_may_be_wider_than_the_headings() -> None:
    page = loaded(Sheet("s", ["a"], [(1, "=2", date(2024, 1, 1))]))["s"]
    assert [cell.value for cell in page[2]] == [1, "=2", datetime(2024, 1, 1)]


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
    assert '<dimension ref="A1:A2"' in part(written(Sheet("s", ["n"], iter([(1,)]))), "xl/worksheets/sheet1.xml")
    assert "<dimension" not in part(written(PROJECTS, Sheet("m", hidden=True)), "xl/worksheets/sheet2.xml")


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


def test_no_inline_list_is_ever_written() -> None:
    xml = part(written(PROJECTS), "xl/worksheets/sheet1.xml")
    assert re.findall("<formula1>(.*?)</formula1>", xml) == ["tracker_list_1"]
