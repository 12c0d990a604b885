"""The cells of worksheets, in every form they are written in, against openpyxl and against each other."""

from __future__ import annotations

import random
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from tests.sheets.made import FORMS, MAIN, SHARED, STYLES, here, parts, strings, styles, worksheet, zipped
from tracker.errors import BadData
from tracker.sheets import findings, xml_parts
from tracker.sheets import worksheet as worksheets
from tracker.sheets.cells import CellError, Row
from tracker.sheets.reader import SheetData, read_book

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = Path(__file__).parents[2] / "examples"


def sheet_of(
    tmp_path: Path, rows: str, *, before: str = "", after: str = "", properties: str = "", **more: str
) -> SheetData:
    """The one sheet of a workbook with these rows."""
    made = parts(worksheet(rows, before=before, after=after), properties=properties, **more)
    [sheet] = here(zipped(tmp_path / "x.xlsx", made))
    return sheet


def cells_of(sheet: SheetData) -> dict[tuple[int, int], Any]:
    """What the cells hold, by row and column."""
    return {(row.number, at): value for row in sheet.rows for at, value in enumerate(row.cells, 1) if value is not None}


def by_openpyxl(path: Path) -> list[dict[tuple[int, int], Any]]:
    """The same, read by openpyxl."""
    book: Any = load_workbook(path, data_only=True, read_only=True)
    found = []
    for page in book.worksheets:
        page.reset_dimensions()
        held = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
        cells = {(cell.row, cell.column): cell.value for cell in held}
        errors = {(cell.row, cell.column) for cell in held if cell.data_type == "e"}
        found.append(
            {
                at: CellError(str(value)) if at in errors else value
                for at, value in cells.items()
                if value not in (None, "")
            }
        )
    book.close()
    return found


def typed(sheets: Sequence[dict[tuple[int, int], Any]]) -> list[dict[tuple[int, int], tuple[type, Any]]]:
    return [{at: (type(value), value) for at, value in cells.items()} for cells in sheets]


def test_the_example_is_read_as_openpyxl_reads_it() -> None:
    path = EXAMPLES / "liaocheng-2024.xlsx"
    assert typed([cells_of(sheet) for sheet in read_book(path)]) == typed(by_openpyxl(path))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_is_read_as_openpyxl_reads_it(lang: str, tmp_path: Path) -> None:
    from tests.conftest import quietly

    path = tmp_path / "台账.xlsx"
    quietly(tmp_path / "t.db", (("--lang", lang, "template", "-o", str(path)),))
    assert typed([cells_of(sheet) for sheet in read_book(path)]) == typed(by_openpyxl(path))


def test_plain_and_unusual_rows_are_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the pattern of a sheet's rows, and by expat, in pieces of another size, told many times or once."""
    path = EXAMPLES / "liaocheng-2024.xlsx"
    expected = here(path)
    monkeypatch.setattr(worksheets.Worksheet, "least", 10**9)
    monkeypatch.setattr("tracker.sheets.archive.PIECE", 40_000)
    for cells in (0, 1_000, 10**9):
        monkeypatch.setattr("tracker.sheets.workbook._AT_ONCE", cells)
        assert here(path) == expected


VALUES = st.one_of(
    st.none(),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=8
    ),
    st.integers(-(10**15), 10**15),
    st.floats(-1e300, 1e300),
    st.booleans(),
    st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)).map(lambda each: each.replace(microsecond=0)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(VALUES, max_size=6), max_size=8), st.booleans())
def test_whatever_openpyxl_writes(tmp_path: Path, rows: list[list[Any]], streamed: bool) -> None:
    book = Workbook(write_only=streamed)
    page: Any = book.create_sheet("s") if streamed else book.active
    for row in rows:
        page.append(
            [f"'{value}" if isinstance(value, str) and value.startswith(("=", "#")) else value for value in row]
        )
    book.save(tmp_path / "a.xlsx")
    expected = typed(by_openpyxl(tmp_path / "a.xlsx"))
    for least in (0, 10**9):
        worksheets.Worksheet.least, before = least, worksheets.Worksheet.least
        try:
            found = typed([cells_of(sheet) for sheet in here(tmp_path / "a.xlsx")])
        finally:
            worksheets.Worksheet.least = before
        assert [unescaped(cells) for cells in found] == [unescaped(cells) for cells in expected]


def unescaped(cells: dict[Any, tuple[type, Any]]) -> dict[Any, Any]:
    """Without texts in which openpyxl leaves a character as `_x000D_`."""
    return {at: each for at, each in cells.items() if not (each[0] is str and re.search("_x[0-9A-Fa-f]{4}_", each[1]))}


@pytest.mark.parametrize("least", [0, 10**9])
def test_every_form_of_a_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int) -> None:
    monkeypatch.setattr(worksheets.Worksheet, "least", least)
    rows = "".join(f'<row r="{n}">{form.format(f"B{n}")}</row>' for n, (form, _) in enumerate(FORMS, start=1))
    found = cells_of(sheet_of(tmp_path, rows, strings=SHARED, styles=STYLES))
    assert found == {(n, 2): value for n, (_, value) in enumerate(FORMS, start=1) if value is not None}
    for (n, _), value in found.items():
        assert type(value) is type(FORMS[n - 1][1])


def test_the_forms_mixed_at_random(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of many forms, blanks and gaps: what the pattern takes is what expat finds."""
    chance = random.Random(4)
    common = [
        form for form, _ in FORMS if re.match(r'<c r="\{0\}"[^>]*>(<f|<v>[^ ]|<is><t|$)', form) or form.endswith("/>")
    ]
    rows = []
    for number in sorted(chance.sample(range(1, 5000), 1200)):
        columns = sorted(chance.sample("ABCDEFGHIJ", chance.randrange(0, 9)))
        cells = "".join(chance.choice(common).format(f"{column}{number}") for column in columns)
        hidden = chance.choice(["", "", ' hidden="1"', ' spans="1:9" ht="15"'])
        rows.append(f'<row r="{number}"{hidden}>{cells}</row>' if cells else f'<row r="{number}"{hidden}/>')
    found = []
    for least in (0, 10**9):
        monkeypatch.setattr(worksheets.Worksheet, "least", least)
        found.append(sheet_of(tmp_path, "".join(rows), strings=SHARED, styles=STYLES))
    assert cells_of(found[0]) == cells_of(found[1])
    assert found[0].hidden_rows == found[1].hidden_rows
    assert found[0].uncached == found[1].uncached
    assert len(cells_of(found[0])) > 2000


def test_cells_and_rows_without_names_follow_each_other(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="5"><c r="B5"><v>4</v></c><c><v>5</v></c></row>'
        "<row><c><v>6</v></c></row>"
    )
    assert cells_of(sheet_of(tmp_path, rows)) == {(1, 1): 1, (1, 3): 3, (5, 2): 4, (5, 3): 5, (6, 1): 6}


def test_rows_that_go_backwards_or_come_twice_lose_nothing(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, row(3, "A") + row(1, "B") + row(3, "C")).rows == (Row(1, (None, 1)), Row(3, (3, None, 3)))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
    ],
)
def test_a_cell_that_stands_twice_is_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(BadData) as caught:
        sheet_of(tmp_path, rows)
    assert (caught.value.problem.code, caught.value.problem.place) == ("book_cell_twice", "A1")


def test_a_name_that_belongs_to_another_row_is_damage(tmp_path: Path) -> None:
    with pytest.raises(BadData) as caught:
        sheet_of(tmp_path, '<row r="1"><c r="A2"><v>1</v></c></row>')
    assert caught.value.problem.code == "book_damaged"


@pytest.mark.parametrize("least", [0, 10**9])
@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>8</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="what"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1"><v>1</c></v></row>',
        '<row r="1"><c r="A1" s="0"><c r="B1"><v>1</v></c></c></row><row r="2"><c r="A2"',
        '<row r="1"><c r="A1"><v>&unknown;</v></c></row>',
        '<row r="1"><c r="A1"><v>\x01</v></c></row>',
        '<row r="1"><c r="A1" x="<"><v>1</v></c></row>',
    ],
)
def test_damage_inside_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, least: int) -> None:
    monkeypatch.setattr(worksheets.Worksheet, "least", least)
    with pytest.raises(BadData) as caught:
        sheet_of(tmp_path, rows, strings=SHARED, styles=STYLES)
    assert caught.value.problem.code == "book_damaged"


def test_what_looks_like_a_row_inside_a_comment_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheets.Worksheet, "least", 0)
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    rows = f"{row.format(1)}<!-- {row.format(2) * 40} -->{row.format(3)}"
    for piece in (*range(5, 200, 7), 100_000):
        monkeypatch.setattr("tracker.sheets.archive.PIECE", piece)
        assert [each.number for each in sheet_of(tmp_path, rows).rows] == [1, 3], piece


def test_prefixed_names_and_other_encodings(tmp_path: Path) -> None:
    plain = worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>项目</t></is></c></row>')
    prefixed = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", plain).replace("xmlns=", "xmlns:x=")
    made = parts(prefixed) | {"xl/worksheets/sheet1.xml": prefixed.encode()}
    assert here(zipped(tmp_path / "a.xlsx", made))[0].rows == (Row(1, ("项目",)),)
    made["xl/worksheets/sheet1.xml"] = plain.replace("UTF-8", "UTF-16").encode("utf-16")
    assert here(zipped(tmp_path / "b.xlsx", made))[0].rows == (Row(1, ("项目",)),)


def test_days_since_1904(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>43894</v></c></row>'
    found = sheet_of(tmp_path, rows, properties='<workbookPr date1904="1"/>', styles=STYLES)
    assert found.rows == (Row(1, (datetime(2024, 3, 5),)),)


def test_dates_in_every_format(tmp_path: Path) -> None:
    codes = {
        200: "yyyy/m/d;@",
        201: "[$-804]yyyy&quot;年&quot;m&quot;月&quot;;@",
        202: "m-d",
        203: "[DBNum1]yyyy年m月",
        204: "0.00_ ",
        205: "[Red]#,##0",
        206: "&quot;day&quot;0",
        207: "General",
        208: "#,##0.00\\ [$€-1]",
        209: "@",
    }
    dates = [14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59), 200, 201, 202, 203]
    numbers = [0, 1, 2, 9, 11, 37, 49, 204, 205, 206, 207, 208, 209]
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" s="{n - 1}"><v>45356</v></c></row>' for n in range(1, len(dates + numbers) + 1)
    )
    found = sheet_of(tmp_path, rows, styles=styles(codes, [(number, False) for number in dates + numbers]))
    expected = [datetime(2024, 3, 5)] * len(dates) + [45356] * len(numbers)
    assert [row.cells[0] for row in found.rows] == expected


@pytest.mark.parametrize("least", [0, 10**9])
def test_what_is_known_beside_the_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int) -> None:
    monkeypatch.setattr(worksheets.Worksheet, "least", least)
    book = Workbook()
    page: Any = book.active
    for number in range(1, 9):
        page.append([f"项目{number}", 2024.1, 3.5, 2024.1, 2024])
    for cell in ("B2", "C2"):
        page[cell].number_format = "0.00"
    page["E3"].number_format = "0"
    page["C6"].number_format = '0.00"万元"'
    page["C7"].number_format = page["A7"].number_format = '[>=10000]0\\.0,"万";0'
    page["B4"].number_format, page["D4"].number_format = "0.00%", "[$US$-409]#,##0"
    page["F4"] = "=SUM(B4:C4)"
    page["A6"].font = Font(strike=True)
    page["G7"].font = Font(strike=True)
    page.row_dimensions[5].hidden = page.row_dimensions[20].hidden = True
    page.column_dimensions["D"].hidden = True
    page.merge_cells("A1:B1")
    page.merge_cells("C3:C5")
    book.save(tmp_path / "a.xlsx")
    [sheet] = here(tmp_path / "a.xlsx")
    assert sheet.merges == ((1, 1, 1, 2), (3, 3, 5, 3))
    assert sheet.hidden_rows == {5}
    assert sheet.hidden_columns == {4}
    assert sheet.uncached == {(4, 6)}
    assert sheet.decimals == {(2, 2): 2, (3, 5): 0, (4, 4): 0}
    assert sheet.scales == {
        (4, 2): (-2, "%", ""),
        (4, 4): (0, "", "US$"),
        (6, 3): (0, "万元", ""),
        (7, 3): (4, "万", ""),
    }
    assert sheet.struck == {6}
    assert sheet.filtered is False


def test_struck_texts_among_the_shared_ones(tmp_path: Path) -> None:
    texts = strings(
        "<t>甲</t>",
        "<r><rPr><strike/></rPr><t>3亿</t></r><r><t>5亿</t></r>",
        '<r><rPr><strike val="0"/></rPr><t>乙</t></r>',
    )
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in (1, 2, 3))
    inline = '<row r="4"><c r="A4" t="inlineStr"><is><r><rPr><strike/></rPr><t>丙</t></r></is></c></row>'
    assert sheet_of(tmp_path, rows + inline, strings=texts).struck == {2, 4}


@pytest.mark.parametrize(
    ("before", "after", "filtered"),
    [
        ("", '<autoFilter ref="A1:B9"/>', False),
        (
            "",
            '<autoFilter ref="A1:B9"><filterColumn colId="0"><filters blank="1"/></filterColumn></autoFilter>',
            True,
        ),
        ('<sheetPr filterMode="1"/>', '<autoFilter ref="A1:B9"/>', True),
        ('<sheetPr filterMode="0"/>', "", False),
    ],
)
def test_a_filter_hides_rows_only_where_it_has_conditions(
    tmp_path: Path, before: str, after: str, filtered: bool
) -> None:
    sheet = sheet_of(tmp_path, '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>', before=before, after=after)
    assert (sheet.filtered, sheet.hidden_rows) == (filtered, frozenset({1}))


def test_a_filter_of_a_table(tmp_path: Path) -> None:
    from tests.sheets.made import relations

    made = parts(worksheet('<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>'))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relations({"rId1": ("table", "../tables/table1.xml")}).encode()
    made["xl/tables/table1.xml"] = (
        f'<table xmlns="{MAIN}"><autoFilter ref="A1:A9"><filterColumn colId="0"/></autoFilter></table>'.encode()
    )
    assert here(zipped(tmp_path / "x.xlsx", made))[0].filtered


ROW = '<row r="1"><c r="A1"><v>1</v></c><c r="T1"><v>1</v></c></row>'


def merged(*areas: str) -> str:
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"<mergeCells>{listed}</mergeCells>"


def row(number: int, *cells: str) -> str:
    """A row of numbers in these columns, each its row's number."""
    listed = "".join(f'<c r="{column}{number}"><v>{number}</v></c>' for column in cells)
    return f'<row r="{number}">{listed}</row>'


def test_a_whole_row_that_was_merged_ends_with_the_cells_in_use(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, ROW, after=merged("A1:XFD1")).merges == ((1, 1, 1, 20),)
    assert sheet_of(tmp_path, ROW, after=merged("A1:XFD1048576")).merges == ((1, 1, 1, 20),)
    assert sheet_of(tmp_path, ROW, after=merged("A5:XFD5", "B2", "D4:C3")).merges == ((3, 3, 4, 4),)


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        (ROW + '<row r="9000"><c r="A9000"><v>1</v></c></row>', merged("A1:XFD1048576")),
        (ROW, merged(*[f"A{n}:A{n + 1}" for n in range(1, 50_000)])),
        ('<row r="1048577"><c><v>1</v></c></row>', ""),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', ""),
        ('<row r="1"><c r="XFD1"><v>1</v></c><c><v>2</v></c></row>', ""),
        (ROW, merged("A1:A1048577")),
        (f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"字" * (xml_parts.MOST_TEXT + 1)}</t></is></c></row>', ""),
    ],
)
def test_beyond_the_limits_of_a_sheet(tmp_path: Path, rows: str, after: str) -> None:
    with pytest.raises(BadData) as caught:
        sheet_of(tmp_path, rows, after=after)
    assert caught.value.problem.code == "book_too_large"


def test_one_far_cell_does_not_widen_all_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheets.Worksheet, "least", 0)
    rows = '<row r="1"><c r="XFD1"><v>1</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 9000)
    )
    sheet = sheet_of(tmp_path, rows)
    assert (len(sheet.rows), len(sheet.rows[0].cells), {len(row.cells) for row in sheet.rows[1:]}) == (8999, 16384, {1})


def test_the_room_that_blank_cells_take_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_ROOM", 100_000)
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 9))
    with pytest.raises(BadData):
        sheet_of(tmp_path, rows)


def test_values_that_get_lost_on_the_way_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings.Findings, "take", lambda self, least=0: [] if least else self._rows[:1])
    with pytest.raises(BadData) as caught:
        sheet_of(tmp_path, ROW + '<row r="2"><c r="A2"><v>1</v></c></row>')
    assert caught.value.problem.code == "book_cells_lost"


@pytest.mark.parametrize(
    ("state", "hidden"), [("visible", (False, False)), ("hidden", (True, False)), ("veryHidden", (True, True))]
)
def test_hidden_sheets(tmp_path: Path, state: str, hidden: tuple[bool, bool]) -> None:
    made = parts(worksheet(ROW))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(b"<sheet name", f'<sheet state="{state}" name'.encode())
    [sheet] = here(zipped(tmp_path / "x.xlsx", made))
    assert (sheet.hidden, sheet.very_hidden) == hidden
