from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from tests.sheets.made import here
from tracker.errors import BadData, NotFound
from tracker.sheets import archive, findings
from tracker.sheets.cells import CellError, Row, cell_name, column_name
from tracker.sheets.reader import read_book

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook as it comes in: title line, blank rows, every kind of value, a hidden sheet, a chart of nothing."""
    work = Workbook()
    page = work.active
    assert page is not None
    page.title = "项目"
    page["A1"] = "2024年台账"
    page["B3"], page["C3"], page["D3"] = "总投资(亿元)", 12, 0.1
    page["A5"], page["B5"], page["C5"] = datetime(2024, 3, 5), datetime(2024, 3, 5, 9, 30), True
    page["A6"], page["B6"], page["C6"] = "#DIV/0!", "文字\n两行", "#备注"
    page["A7"] = "=SUM(C3:D3)"
    work.create_sheet("隐藏").sheet_state = "hidden"
    work.create_sheet("极隐").sheet_state = "veryHidden"
    path = tmp_path / "台账.xlsx"
    work.save(path)
    return path


def rewritten(
    source: Path, target: Path, changes: dict[str, bytes | None], more: dict[str, bytes] | None = None
) -> Path:
    """The workbook with parts changed, dropped (None) or added."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = changes.get(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return target


def part(path: Path, name: str) -> bytes:
    with ZipFile(path) as archive:
        return archive.read(name)


def refused(path: Path, read: Callable[[Path], object] = read_book) -> str:
    with pytest.raises(BadData) as caught:
        read(path)
    problem = caught.value.problem
    assert problem.value == str(path)
    assert problem.hint is not None
    return problem.code


def test_every_kind_of_value(book: Path) -> None:
    sheets = read_book(book)
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("项目", False), ("隐藏", True), ("极隐", True)]
    assert sheets[0].rows == (
        Row(1, ("2024年台账",)),
        Row(3, (None, "总投资(亿元)", 12, 0.1)),
        Row(5, (datetime(2024, 3, 5), datetime(2024, 3, 5, 9, 30), True)),
        Row(6, (CellError("#DIV/0!"), "文字\n两行", "#备注")),
        Row(7, (None,)),
    )
    assert sheets[0].uncached == {(7, 1)}
    assert [sheet.very_hidden for sheet in sheets] == [False, False, True]
    assert [type(value) for value in sheets[0].rows[1].cells[2:]] == [int, float]
    assert sheets[1].rows == ()


def test_a_wrong_size_in_the_file_hides_nothing(book: Path, tmp_path: Path) -> None:
    name = "xl/worksheets/sheet1.xml"
    xml = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', part(book, name))
    assert b'ref="A1"' in xml
    path = rewritten(book, tmp_path / "small.xlsx", {name: xml})
    assert read_book(path)[0].rows == read_book(book)[0].rows


def test_dates_in_the_built_in_chinese_formats(tmp_path: Path) -> None:
    work = Workbook()
    page = work.active
    assert page is not None
    page.append([45474, 45474, 3])
    page["A1"].number_format = "0.000"
    page["B1"].number_format = "0.0000"
    work.save(tmp_path / "a.xlsx")
    styles = part(tmp_path / "a.xlsx", "xl/styles.xml")
    for old, new in ((b"164", b"31"), (b"165", b"57")):
        styles = re.sub(rb'<numFmt numFmtId="%s"[^>]*/>' % old, b"", styles)
        styles = styles.replace(b'numFmtId="%s"' % old, b'numFmtId="%s"' % new)
    styles = re.sub(rb"<numFmts.*?</numFmts>|<numFmts[^>]*/>", b"", styles)
    path = rewritten(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {"xl/styles.xml": styles})
    assert read_book(path)[0].rows == (Row(1, (datetime(2024, 7, 1), datetime(2024, 7, 1), 3)),)


def test_a_number_that_is_no_day_stays_that_number(book: Path, tmp_path: Path) -> None:
    name = "xl/worksheets/sheet1.xml"
    xml = part(book, name).replace(b"<v>45356</v>", b"<v>99999999999</v>")
    path = rewritten(book, tmp_path / "b.xlsx", {name: xml})
    assert read_book(path)[0].rows[2].cells[0] == 99999999999


def test_the_name_of_the_file_does_not_matter(book: Path) -> None:
    other = book.rename(book.with_name("台账.XLS 副本"))
    assert len(read_book(other)) == 3


def test_what_openpyxl_warns_of_is_no_concern_of_the_user(tmp_path: Path) -> None:
    work = Workbook()
    page = work.active
    assert page is not None
    page["A1"] = 1
    page.add_data_validation(DataValidation("list", formula1='"a,b"'))
    work.save(tmp_path / "a.xlsx")
    styles = part(tmp_path / "a.xlsx", "xl/styles.xml")
    styles = re.sub(rb"<cellStyles.*?</cellStyles>", b"", styles)
    read_book(rewritten(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {"xl/styles.xml": styles}))


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        read_book(tmp_path / "没有.xlsx")
    assert caught.value.problem.code == "file_missing"
    assert caught.value.exit == 3


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path) == "file_unreadable"


OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "book_empty"),
        (b"\x00", "book_not_xlsx"),
        (b"<html><table></table></html>", "book_web_page"),
        (b"\xef\xbb\xbf \n<!DOCTYPE HTML><html>", "book_web_page"),
        ("<html><meta charset=gb2312><td>项目名称".encode("gb18030"), "book_web_page"),
        ("\ufeff<table><tr><td>项目</td></tr></table>".encode("utf-16-le"), "book_web_page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "book_web_page"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "book_web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "book_xml_2003"),
        (b'<?xml version="1.0"?><Workbook/>', "book_not_xlsx"),
        (b"%PDF-1.7 ...", "book_not_xlsx"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "book_not_xlsx"),
        (b"{\\rtf1 text}", "book_not_xlsx"),
        (b"Rar!\x1a\x07\x01\x00", "book_archive"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "book_archive"),
        (b"\x1f\x8b\x08\0", "book_archive"),
        (OLE + b"\0" * 2000, "book_not_xlsx"),
        (OLE + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le"), "book_locked"),
        (OLE + b"\0" * 3_000_000 + "EncryptedPackage".encode("utf-16-le"), "book_locked"),
        (OLE + b"\0" * 2000 + "Workbook".encode("utf-16-le"), "book_damaged"),
        (b"PK\x03\x04 and nothing more", "book_damaged"),
        (b"PK\x05\x06", "book_damaged"),
        (b"\xff\xff\xff\xff", "text_encoding"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert refused(path) == code


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    assert refused(tmp_path / "x.xlsx") == "book_not_xlsx"


def test_an_archive_of_workbooks_is_to_be_unpacked(book: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "下发.zip", "w") as archive:
        archive.write(book, "冠县/台账.xlsx")
    assert refused(tmp_path / "下发.zip") == "book_archive"


def test_a_letter_is_no_workbook(book: Path, tmp_path: Path) -> None:
    changes: dict[str, bytes | None] = {"xl/workbook.xml": b'<w:document xmlns:w="http://w"><w:body/></w:document>'}
    assert refused(rewritten(book, tmp_path / "通知.docx", changes)) == "book_not_xlsx"


def test_the_mark_of_an_open_workbook_is_named(tmp_path: Path, book: Path) -> None:
    (tmp_path / "~$台账.xlsx").write_bytes(b"\x05admin" + b" " * 159)
    assert refused(tmp_path / "~$台账.xlsx") == "book_is_lock"
    assert len(read_book(book.rename(tmp_path / "~$真的台账.xlsx"))) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.xlsx")
    assert refused(tmp_path / "x.xlsx") == "file_unreadable"


def test_names_of_parts_in_any_case_and_with_either_slash(book: Path, tmp_path: Path) -> None:
    with ZipFile(book) as old, ZipFile(tmp_path / "x.xlsx", "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo("x")
            info.filename = name.replace("/", "\\").upper()
            new.writestr(info, old.read(name))
    assert read_book(tmp_path / "x.xlsx") == read_book(book)


PARTS = (
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
)


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("data", [None, b"", b"<broken", b"<x/>", b"\xff\xfe\x00"])
def test_damaged_parts_are_errors_not_crashes(book: Path, tmp_path: Path, name: str, data: bytes | None) -> None:
    path = rewritten(book, tmp_path / "x.xlsx", {name: data})
    with suppress(BadData):  # a book may do without its styles; but never an empty success, never another error
        assert read_book(path)


@pytest.mark.parametrize("cut", [100, 1000, 3000])
def test_a_truncated_file(book: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(book.read_bytes()[:-cut])
    assert refused(path) == "book_damaged"


def test_bytes_flipped_inside_a_part(book: Path, tmp_path: Path) -> None:
    data = bytearray(book.read_bytes())
    with ZipFile(book) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[start + 80 : start + 120] = bytes(40)
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert refused(path) == "book_damaged"


def test_strict_open_xml_is_refused_by_name(book: Path, tmp_path: Path) -> None:
    with ZipFile(book) as archive:
        parts: dict[str, bytes | None] = {name: strict(archive.read(name)) for name in archive.namelist()}
    assert refused(rewritten(book, tmp_path / "x.xlsx", parts)) == "book_strict"


def strict(xml: bytes) -> bytes:
    return xml.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    ).replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def test_a_book_without_sheets(book: Path, tmp_path: Path) -> None:
    xml = re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", part(book, "xl/workbook.xml"))
    assert refused(rewritten(book, tmp_path / "x.xlsx", {"xl/workbook.xml": xml})) == "book_without_sheets"


def test_a_book_locked_by_the_zip(book: Path, tmp_path: Path) -> None:
    data = bytearray(book.read_bytes())
    at = data.index(b"PK\x01\x02")
    (flags,) = struct.unpack_from("<H", data, at + 8)
    struct.pack_into("<H", data, at + 8, flags | 1)
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert refused(path) == "book_locked"


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("before", [0, archive.PIECE - 5])
def test_declared_entities_are_refused_before_any_parser_sees_them(
    book: Path, tmp_path: Path, encoding: str, before: int
) -> None:
    xml = ("<!--" + "x" * (before - 9) + "-->") if before else ""
    path = rewritten(book, tmp_path / "x.xlsx", {}, {"xl/more.xml": (xml + DOCTYPE).encode(encoding)})
    assert refused(path) == "book_entities"


def test_too_many_parts(book: Path, tmp_path: Path) -> None:
    path = rewritten(book, tmp_path / "x.xlsx", {}, {f"xl/{n}.bin": b"" for n in range(3001)})
    assert refused(path) == "book_too_large"


def test_a_zip_bomb_is_measured_while_inflating(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 8 * 1024 * 1024)
    path = rewritten(book, tmp_path / "x.xlsx", {}, {"xl/bomb.bin": bytes(9 * 1024 * 1024)})
    assert path.stat().st_size < 100_000
    assert refused(path, here) == "book_too_large"


def test_too_many_cells(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_CELLS", 5)
    assert refused(book, here) == "book_too_large"


def test_a_cell_in_the_far_corner_is_read_in_no_time(tmp_path: Path) -> None:
    work = Workbook()
    page = work.active
    assert page is not None
    page["A1"], page["XFD1048576"] = 1, 2
    work.save(tmp_path / "a.xlsx")
    first, last = read_book(tmp_path / "a.xlsx")[0].rows
    assert (first, last.number, len(last.cells), last.cells[-1]) == (Row(1, (1,)), 1048576, 16384, 2)


def test_names_of_cells() -> None:
    assert (cell_name(12, 6), cell_name(1, 1), cell_name(1048576, 16384)) == ("F12", "A1", "XFD1048576")
    assert [column_name(n) for n in (26, 27, 52, 53, 702, 703)] == ["Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_openpyxl_is_loaded_only_to_write() -> None:
    code = "import sys, tracker.sheets.reader, tracker.sheets.writer; sys.exit('openpyxl' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=root).returncode == 0


def test_days_are_days(tmp_path: Path) -> None:
    work = Workbook()
    page = work.active
    assert page is not None
    page.append([date(2024, 2, 29), 1.5, -3])
    work.save(tmp_path / "a.xlsx")
    assert read_book(tmp_path / "a.xlsx")[0].rows[0].cells == (datetime(2024, 2, 29), 1.5, -3)
