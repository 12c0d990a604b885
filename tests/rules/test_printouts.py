from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.printouts import Cell, Comparison, Expected, Page, Value, compare


def number(text: str) -> Value:
    return Value(text, Decimal(text))


COUNTIES = Expected(
    "竞赛榜 · 县",
    ("分组", "位次", "单位", "总分"),
    (
        (Value("县"), number("1"), Value("甲县"), number("100.50")),
        (Value("县"), number("2"), Value("乙县"), number("98.50")),
        (Value("县"), Value("—"), Value("丙市"), Value("—")),
    ),
    frozenset({0, 2}),
)
ZONES = COUNTIES._replace(title="竞赛榜 · 区", rows=((Value("区"), number("1"), Value("丁区"), number("100.89")),))
CITY = Expected(
    "全市", ("指标", "完成"), ((Value("到位资金"), number("134.1")), (Value("外资"), number("3500"))), frozenset({0})
)
TABLES = (COUNTIES, ZONES, CITY)
RED = Expected(
    "红榜",
    ("榜单", "单位", "总分"),
    tuple((Value("红榜"), Value(name), number(score)) for name, score in (("甲县", "9"), ("乙县", "8"), ("丙市", "7"))),
    frozenset({0, 1}),
    "start",
    0,
)
RIGHT = (
    ("榜", "", "", ""),
    ("分组", "位次", "单位", "总分"),
    ("县", "1", "甲县", "100.5"),
    ("", "2", "乙县", "98.5"),
    ("", "", "丙市", "—"),
    ("区", "1", "丁区", "100.89"),
    ("", "", "", ""),
    ("指标", "完成", "", ""),
    ("到位资金", "134.1", "", ""),
    ("外资", "3500", "", ""),
    ("注：按季通报", "", "", ""),
)


def held(rows: tuple[tuple[str, ...], ...], tables: tuple[Expected, ...] = TABLES, name: str = "榜") -> Comparison:
    def cell(text: str, row: int, column: int) -> Cell:
        figure = Decimal(text) if text.replace(".", "").isdigit() else None
        return Cell(f"{'ABCD'[column]}{row}", text, figure)

    page = Page(name, tuple(tuple(cell(text, n, c) for c, text in enumerate(row)) for n, row in enumerate(rows, 1)))
    return compare([page], tables)


def changed(row: int, column: int, text: str) -> tuple[tuple[str, ...], ...]:
    rows = [list(each) for each in RIGHT]
    rows[row][column] = text
    return tuple(map(tuple, rows))


def test_what_was_printed_passes() -> None:
    found = held(RIGHT)
    assert (found.mismatches, found.missing, found.unknown) == ((), (), ())
    assert found.cells == 4 * 4 + 2 * 2


@pytest.mark.parametrize(
    ("at", "text", "place", "wanted"),
    [
        ((2, 3), "110.5", "D3", "100.50"),
        ((3, 1), "1", "B4", "2"),
        ((4, 3), "98.5", "D5", "—"),
        ((5, 3), "", "D6", "100.89"),
        ((8, 1), "143.1", "B9", "134.1"),
        ((5, 2), "戊区", "C6", None),
        ((5, 0), "市", "A6", None),
        ((1, 3), "得分", "D2", None),
    ],
)
def test_a_changed_cell_is_named(at: tuple[int, int], text: str, place: str, wanted: str | None) -> None:
    [wrong] = held(changed(*at, text)).mismatches
    assert (wrong.place, wrong.found, wrong.wanted) == (place, text, wanted)


@given(
    st.sampled_from([(row, column) for row in (2, 3, 5) for column in (1, 2, 3)]),
    st.sampled_from(["0", "7", "甲县x", "9.99"]),
)
def test_any_changed_figure_or_name_is_found(at: tuple[int, int], text: str) -> None:
    found = held(changed(*at, text))
    assert found.mismatches or found.missing


def test_a_row_taken_out_is_missed_and_a_printout_of_one_group_is_not() -> None:
    assert held(RIGHT[:3] + RIGHT[4:]).missing == (("竞赛榜 · 县", "乙县"),)
    assert held((RIGHT[1], RIGHT[5])).missing == ()


def test_two_rows_that_changed_places_keep_their_names() -> None:
    rows = list(RIGHT)
    rows[2], rows[3] = ("县", "1", "乙县", "100.5"), ("县", "2", "甲县", "98.5")
    assert {each.place for each in held(tuple(rows)).mismatches} == {"B3", "D3", "B4", "D4"}


def test_a_page_without_a_table_of_the_board_is_told() -> None:
    found = held((("说明", "口径"), ("到位资金", "已认定")), name="说明")
    assert (found.cells, found.unknown) == (0, ("说明",))


def test_a_title_tells_which_of_two_tables_it_is() -> None:
    """Rows of one metric under the title of another are no print of either."""
    funds = Expected("资金", ("单位", "完成"), ((Value("甲县"), number("5")),), frozenset({0}))
    starts = funds._replace(title="开工", rows=((Value("甲县"), number("7")),))
    rows = (("开工", ""), ("单位", "完成"), ("甲县", "5"))
    assert [each.wanted for each in held(rows, (funds, starts)).mismatches] == ["7"]
    assert held(rows[1:], (funds, starts)).mismatches == ()


@pytest.mark.parametrize("heads", [("榜单", "单位", "总分"), ("红榜",)])
@pytest.mark.parametrize(
    ("part", "printed", "missing"),
    [
        ("start", "甲乙", []),
        ("start", "甲丙", ["乙县"]),
        ("end", "乙丙", []),
        ("end", "甲丙", ["乙县"]),
        (None, "甲乙", ["丙市"]),
    ],
)
def test_a_list_may_end_early_but_lacks_nothing_between(
    heads: tuple[str, ...], part: Literal["start", "end"] | None, printed: str, missing: list[str]
) -> None:
    """Known by its own column, or by the title above it."""
    lines = [tuple(value.text for value in row) for row in RED.rows if row[1].text[0] in printed]
    above = () if len(heads) > 1 else (heads,)
    rows = (
        *above,
        RED.headings if not above else RED.headings[1:],
        *(line if not above else line[1:] for line in lines),
    )
    found = held(rows, (RED._replace(part=part),))
    assert (found.mismatches, [row for _, row in found.missing]) == ((), missing)


def test_a_table_is_no_list_unless_it_says_so() -> None:
    found = held((("单位", "总分"), ("甲县", "9")), (RED,), "榜")
    assert found.cells == 0
