"""`tracker import` of files of every make, on the real command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Runner

BOOKS = Path(__file__).parents[1] / "sheets" / "books"
TABLE = "项目名称,责任单位,总投资(亿元)\n风电一期,冠县,3\n'=储能,临清市,1.5\n"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_text_called_xls_is_imported_and_told_of(city: Runner, encoding: str) -> None:
    Path("项目.xls").write_bytes(TABLE.encode(encoding))
    ran = city.ok("import", "项目.xls", "--yes", "-f", "json").json
    assert [each["new"] for each in ran["data"]["sheets"]] == [2]
    assert ran["messages"][0]["code"] == "book_note"
    assert "=储能" in [row["name"] for row in city.json("project", "list")["rows"]]
    assert city.ok("import", "项目.xls", "--yes", "-f", "json").json["data"]["sheets"][0]["same"] == 2


@pytest.mark.parametrize(
    ("name", "data", "code", "hint"),
    [
        ("a.xls", b"<html><table></table></html>", "book_web_page", "save it as"),
        ("a.xlsx", b"PK\x03\x04", "book_damaged", "save it as"),
        ("~$a.xlsx", b"\x05admin", "book_is_lock", "no ~$"),
        ("a.csv", b"", "book_empty", "save it as"),
        ("a.csv", b'a,b\n"1,2\n', "text_quotes", "quote"),
        ("a.csv", b"a,b\n\xff\xff\n", "text_encoding", "CSV UTF-8"),
        ("a.zip", b"Rar!\x1a\x07\x00", "book_archive", "unpack"),
    ],
)
def test_a_refusal_has_a_code_and_a_hint(city: Runner, name: str, data: bytes, code: str, hint: str) -> None:
    Path(name).write_bytes(data)
    ran = city("import", name, "--yes", "-f", "json")
    assert ran.code == 5
    [problem] = ran.json["problems"]
    assert (problem["code"], problem["value"]) == (code, name)
    assert hint in problem["hint"]
    assert "Traceback" not in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_is_not_waited_for(city: Runner) -> None:
    os.mkfifo("p.xlsx")
    assert [city("import", name, "--yes").code for name in ("p.xlsx", ".", "/dev/null")] == [5, 5, 5]


def test_an_old_workbook_says_what_cannot_be_seen_in_it(city: Runner) -> None:
    ran = city("import", str(BOOKS / "old.xls"), "--yes", lang="zh")
    assert ran.code == 5
    assert "责任单位" in ran.err
