"""Tables as text, in the encodings, with the delimiters and under the names that come in."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.sheets.made import here
from tracker.errors import BadData
from tracker.render.plain import guarded
from tracker.sheets.cells import Row
from tracker.sheets.reader import read_book
from tracker.sheets.texts import decoded
from tracker.words import text

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "项目名称,总投资(亿元)\r\n轴承一期,3\r\n,\r\n\r\n风电𠮷,\r\n"
ROWS = (Row(1, ("项目名称", "总投资(亿元)")), Row(2, ("轴承一期", "3")), Row(5, ("风电𠮷", None)))


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16")]
)
@pytest.mark.parametrize(("delimiter", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
def test_every_encoding_and_delimiter(tmp_path: Path, encoding: str, told: str, delimiter: str, name: str) -> None:
    path = tmp_path / "项目.xls"
    path.write_bytes(TABLE.replace(",", delimiter).encode(encoding))
    [sheet] = read_book(path)
    assert (sheet.name, sheet.hidden, sheet.rows) == ("项目", False, ROWS)
    assert text(sheet.note, "en") == f"项目.xls was read as text: {told}, parted by {name}"


def test_utf_16_with_its_bytes_the_other_way_round(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xfe\xff" + TABLE.encode("utf-16-be"))
    assert here(path)[0].rows == ROWS


SHORT = ["项目名称", "单位", "冠县,莘县", "联通", "名称;金额", "目", "莘", "编号\t项目", "№1,5㎡", "①轴承", "Müller,3"]


@pytest.mark.parametrize("words", SHORT)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_short_texts_are_told_by_the_characters_they_would_be(words: str, encoding: str) -> None:
    """Some are sound in both encodings; then the one with more of the usual characters is meant."""
    assert decoded(words.encode(encoding))[0] == words


@given(st.text("项目名称总投资到位金签约时间单位冠县莘阳谷东阿临清高唐", min_size=1, max_size=3))
def test_usual_words_are_themselves_in_either_encoding(words: str) -> None:
    assert decoded(words.encode("gb18030")) == (words, "GB18030")
    assert decoded(words.encode("utf-8")) == (words, "UTF-8")


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\",;\t='-"), max_size=6)


@settings(max_examples=40)
@example([["'=", "''=1", "'引号'"], ["' =", "'", "''"], ["=", "-1", "'-"]])
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=6))
def test_what_is_exported_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    made = StringIO(newline="")
    csv.writer(made, quoting=csv.QUOTE_ALL).writerows([[guarded(cell) for cell in row] for row in rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(made.getvalue().encode("utf-8-sig"))
    expected = tuple(
        Row(number, tuple(cell or None for cell in row)) for number, row in enumerate(rows, start=1) if any(row)
    )
    assert here(path)[0].rows == expected


def test_fields_of_several_lines_and_the_guard_of_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('名称,备注\n"两\n行","他说""好"""\n\'=1+1,\'引号\'\n5" 管,-3\n', encoding="utf-8")
    rows = here(path)[0].rows
    assert [row.cells for row in rows[1:]] == [("两\n行", '他说"好"'), ("=1+1", "'引号'"), ('5" 管', "-3")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'a,b\n"1,2\n3,4\n', "text_quotes"),
        (b'a,b\n"1"x,2\n', "text_quotes"),
        (b"\xff\xfe\x00\xd8,", "text_encoding"),
        (b"a,b\n\xff\xfe\xfd\n", "text_encoding"),
        (b"\xef\xbb\xbf\xff", "text_encoding"),
        (b"a,b\0\n", "book_not_xlsx"),
        (b"a," + b"b" * 1_100_000, "book_too_large"),
    ],
)
def test_texts_that_are_no_tables(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(BadData) as caught:
        read_book(path)
    assert caught.value.problem.code == code


def test_the_line_of_a_bad_quote_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\n1,2\n"1"x,2\n')
    with pytest.raises(BadData) as caught:
        read_book(path)
    assert "line 3 " in text(caught.value.problem.what, "en")
