"""Older workbooks, as LibreOffice wrote them, with and without the library that reads them."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.sheets.made import here
from tracker.errors import BadData
from tracker.sheets.cells import Row
from tracker.sheets.reader import read_book
from tracker.words import text

BOOKS = Path(__file__).parent / "books"


@pytest.mark.parametrize(("name", "yes", "merges"), [("old.xls", True, ((5, 2, 6, 2),)), ("old.ods", True, ())])
def test_older_books_are_read_by_the_library(name: str, yes: bool, merges: object, tmp_path: Path) -> None:
    renamed = tmp_path / "新.xlsx"
    renamed.write_bytes((BOOKS / name).read_bytes())
    first, hidden, empty = read_book(renamed)
    assert first.rows == (
        Row(3, (None, "项目名称", "总投资(亿元)", "签约时间")),
        Row(4, (None, "轴承一期", 3, datetime(2024, 3, 5))),
        Row(5, (None, "轮胎", 1.5, datetime(2024, 4, 1, 9, 30))),
        Row(6, (None, None, None, yes)),
        Row(7, (None, "风电", 4.5, None)),
    )
    assert [type(value) for value in first.rows[1].cells[2:]] == [int, datetime]
    assert (first.merges, hidden.hidden, hidden.rows, empty.rows) == (merges, True, (Row(1, (1,)),), ())
    assert "error values appear blank" in text(first.note, "en")


@pytest.mark.parametrize(("name", "form"), [("old.xls", ".xls/.et"), ("old.ods", ".ods")])
def test_without_the_library_they_are_refused_by_name(name: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(BadData) as caught:
        here(BOOKS / name)
    problem = caught.value.problem
    assert (problem.code, form in text(problem.what, "zh"), "pip install" in text(problem.hint, "zh")) == (
        "book_old",
        True,
        True,
    )


@pytest.mark.parametrize("name", ["old.xls", "old.ods"])
@pytest.mark.parametrize("keep", [0.3, 0.7, 0.95])
def test_older_books_cut_off(name: str, keep: float, tmp_path: Path) -> None:
    data = (BOOKS / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(BadData) as caught:
        read_book(tmp_path / name)
    assert caught.value.problem.code in ("book_damaged", "book_not_xlsx", "book_crashed")
