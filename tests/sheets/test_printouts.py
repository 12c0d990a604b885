from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tracker.errors import BadData, NotFound
from tracker.rules.chain import SEAL_PROPERTY
from tracker.sheets.printouts import read_printout
from tracker.sheets.writer import Sheet, write_book

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "0123456789abcdef"
SHA = HEAD * 4
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><meta name="tracker-board" content="{SHA}">
<style>td::after {{ content: "9" }}</style></head><body>
<h1>竞赛榜</h1>
<table><caption>县 · <b>综合</b></caption>
<thead><tr><th rowspan="2">单位<th colspan="2">得分</th></tr><tr><th>总分</th><th>位次</th></tr></thead>
<tbody><tr><td rowspan=2>甲县</td><td>1,100.50 <svg><text>77</text></svg></td><td>↑2</td></tr>
<tr><td aria-hidden="true"><td>98.50</td><td><span hidden>x</span>&mdash;</td></tr></tbody></table>
<p>凭证号 4444444444444444</p>
<details><summary>明细</summary><table><tr><td>F1</td><td>−3.5%</td></tr></table></details>
<footer>校验码 {HEAD}</footer></body></html>"""


def test_a_page_gives_its_tables_as_they_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE.replace('<td aria-hidden="true">', ""), encoding="utf-8")
    heads, pages = read_printout(path)
    assert heads == (SHA, HEAD)
    assert [page.name for page in pages] == ["县 · 综合", "明细"]
    assert [[cell.text for cell in row] for row in pages[0].rows] == [
        ["单位", "得分", ""],
        ["", "总分", "位次"],
        ["甲县", "1,100.50", "↑2"],
        ["", "98.50", "—"],
    ]
    assert [cell.number for cell in pages[0].rows[2]] == [None, Decimal("1100.50"), None]
    assert pages[0].rows[3][1].place == "县 · 综合!B4"
    assert pages[1].rows[0][1].number == Decimal("-3.5")


def test_a_cell_that_is_hidden_from_readers_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<table><tr><td aria-hidden="true">5<b>6</b></td><td>7</td></tr></table>', encoding="utf-8")
    [page] = read_printout(path).pages
    assert [cell.text for cell in page.rows[0]] == ["7"]


def test_a_workbook_gives_its_cells_and_the_head_of_property_and_footer(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = Sheet("榜", ("单位", "总分"), [("甲县", Decimal("100.5")), ("乙县", None)], footer=f"head {HEAD}")
    write_book(path, [sheet], properties={SEAL_PROPERTY: SHA})
    heads, [page] = read_printout(path)
    assert set(heads) == {SHA, HEAD}
    assert [(cell.place, cell.text, cell.number) for cell in page.rows[1]] == [
        ("榜!A2", "甲县", None),
        ("榜!B2", "100.5", Decimal("100.5")),
    ]
    assert page.rows[2][1].blank


def test_the_footer_alone_is_enough_and_data_is_no_head(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_book(path, [Sheet("榜", ("凭证号",), [("4444444444444444",)], footer=HEAD)])
    assert read_printout(path).heads == (HEAD,)
    book = load_workbook(path)
    footer = book.worksheets[0].oddFooter
    assert footer is not None
    footer.center.text = None
    book.save(path)
    assert read_printout(path).heads == ()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", "单位,总分\n".encode()])
def test_anything_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(BadData) as caught:
        read_printout(path)
    assert caught.value.problem.hint


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_printout(tmp_path / "no.html")
    with pytest.raises(BadData):
        read_printout(tmp_path)
