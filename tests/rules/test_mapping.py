"""What a person says of sheets, heading rows and columns, and what is kept of a confirmed mapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadValue
from tracker.rules.headings import as_path, lay_out, sheet_nouns
from tracker.rules.mapping import (
    ColumnWish,
    HeadRows,
    Wishes,
    fingerprint,
    parse_column,
    parse_head_rows,
    parse_sheet,
    said_columns,
)
from tracker.rules.nouns import NOUNS
from tracker.rules.synonyms import _WORDS
from tracker.words import text

PROJECTS = sheet_nouns("项目")
HEADS = [as_path(cell) for cell in ("项目名称", "责任单位", "投资额（万元）", "签约时间", "签约时间", None)]


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("3", HeadRows(None, 3, 3)),
        ("3-4", HeadRows(None, 3, 4)),
        ("第3-5行", HeadRows(None, 3, 5)),
        ("签约项目!3-4", HeadRows("签约项目", 3, 4)),
    ],
)
def test_heading_rows(typed: str, rows: HeadRows) -> None:
    assert parse_head_rows(typed) == rows


@pytest.mark.parametrize("typed", ["", "0", "4-3", "1-4", "a", "3,4", "!3"])
def test_heading_rows_that_are_none(typed: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_head_rows(typed)
    assert caught.value.problem.place == "--header-row"


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("投资额=总投资", ColumnWish("投资额", None, "总投资")),
        ("E=total_investment", ColumnWish("E", None, "total_investment")),
        ("投资额@签约项目=Total investment", ColumnWish("投资额", "签约项目", "Total investment")),
        ("投资额=", ColumnWish("投资额", None, "")),
        ("A=编号", ColumnWish("A", None, "编号")),
    ],
)
def test_columns(typed: str, wish: ColumnWish) -> None:
    assert parse_column(typed) == wish


@pytest.mark.parametrize(
    ("typed", "code", "hint"),
    [
        ("投资额", "map_bad", "写作"),
        ("=总投资", "map_bad", "写作"),
        ("投资额=总头资", "map_field", "最接近的：总投资"),
    ],
)
def test_columns_that_are_none(typed: str, code: str, hint: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_column(typed)
    assert caught.value.problem.code == code
    assert hint in text(caught.value.problem.hint, "zh")


def test_a_sheet_may_be_said_to_hold_something() -> None:
    assert parse_sheet("签约项目").nouns == ()
    assert [noun.key for noun in parse_sheet("表=1=产业链").nouns] == ["chain", "segment"]
    assert parse_sheet("表=1=产业链").name == "表=1"
    with pytest.raises(BadValue):
        parse_sheet("签约项目=什么")


def test_what_is_said_goes_before_what_the_headings_say() -> None:
    said, met = said_columns(
        PROJECTS, HEADS, [parse_column("投资额=总投资"), parse_column("E=签约时间"), parse_column("X9=备注")]
    )
    assert met == {"投资额", "E"}
    layout = lay_out(PROJECTS, HEADS, said=said)
    assert {n: place.field.key for n, place in layout.columns.items() if place.field} == {
        0: "name",
        1: "unit",
        2: "total_investment",
        4: "signed_on",
    }
    assert layout.columns[2].units[0].label.zh == "万元"
    assert (layout.twice, list(layout.unknown)) == ({}, [3])


def test_the_unit_may_be_said_with_the_field() -> None:
    said, _ = said_columns(PROJECTS, HEADS, [parse_column("C=总投资(亿元)")])
    assert lay_out(PROJECTS, HEADS, said=said).columns[2].units[0].label.zh == "亿元"


def test_a_column_may_be_left_out() -> None:
    said, _ = said_columns(PROJECTS, HEADS, [parse_column("签约时间=")])
    layout = lay_out(PROJECTS, HEADS, said=said)
    assert list(layout.unknown) == [2, 3, 4]
    assert layout.twice == {}


def test_a_wish_for_one_sheet_is_for_that_alone() -> None:
    wishes = Wishes(head_rows=(parse_head_rows("3"), parse_head_rows("表一!4")), columns=(parse_column("A@表一=备注"),))
    assert wishes.rows_of("表 一") == HeadRows("表一", 4, 4)
    assert wishes.rows_of("表二") == HeadRows(None, 3, 3)
    assert [each.source for each in wishes.columns_of("表一")] == ["A"]
    assert wishes.columns_of("表二") == []


def test_what_was_said_before_counts_until_something_else_is_said() -> None:
    before = parse_column("投资额=总投资(万元)"), parse_column("旁注=")
    now = parse_column("投资额@表=总投资(亿元)")
    wishes = Wishes(columns=(now,), remembered={"f": before})
    assert [wish.whole for wish in wishes.said_of("表", "f")] == ["投资额=总投资(亿元)", "旁注="]
    assert wishes.said_of("别", "f") == before
    assert wishes.said_of("别", "g") == ()


@given(st.lists(st.lists(st.text(min_size=1, max_size=6), max_size=3).map(tuple), max_size=5))
def test_a_fingerprint_minds_neither_case_nor_space(paths: list[tuple[str, ...]]) -> None:
    spaced = [tuple(" ".join(part) for part in path) for path in paths]
    assert fingerprint(paths) == fingerprint(spaced)
    assert len(fingerprint(paths)) == 16


def test_every_further_heading_is_of_a_field_and_stands_for_it_alone() -> None:
    from tracker.rules.headings import every_sheet, find_place

    sheets = {noun.key: nouns for nouns in every_sheet() for noun in nouns}
    for key, words in _WORDS.items():
        noun, _, field = key.partition(".")
        assert NOUNS[noun].field(field)
        for word in words.split():
            place = find_place(sheets[noun], word)
            assert place is not None
            assert place.key == key, word
