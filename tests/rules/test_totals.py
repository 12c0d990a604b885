"""Totals are told by their sums, and checked against the rows that they can be the total of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rules.grids import grid
from tracker.rules.tables import Shape, is_subtotal, row_kind
from tracker.rules.totals import Difference, Sums, Total, amount, differences, unchecked

SHAPE = Shape((0, 1), (1, 2))


def drawn(text: str, column: int = 2, above: int | None = None) -> list[Difference]:
    """The differences of a drawing, below tables of which a column comes to so much."""
    rows = grid(text)
    others = {at: kind for at, row in enumerate(rows) if (kind := row_kind(row.cells, SHAPE)) != "data"}
    totals = [
        Total(at, is_subtotal(rows[at].cells, SHAPE), section=kind == "section")
        for at, kind in others.items()
        if kind != "note"
    ]
    return differences(rows, others, totals, [column], {} if above is None else {column: Decimal(above)})


def found(text: str) -> list[tuple[int, str, str, int, int]]:
    """The differences of a drawing: row, what is said, what is summed, of which rows."""
    return [(each.row, str(each.said), str(each.summed), each.first, each.last) for each in drawn(text)]


@pytest.mark.parametrize(
    "text",
    [
        "1 | 甲 | 3\n2 | 乙 | 2\n合计 | | 5",
        "合计 | | 5\n1 | 甲 | 3\n2 | 乙 | 2",
        "1 | 甲 | 3\n小计 | | 3\n1 | 乙 | 2\n小计 | | 2\n总计 | | 5",
        "总计 | | 5\n小计 | | 3\n1 | 甲 | 3\n小计 | | 2\n1 | 乙 | 2",
        "一、冠县\n1 | 甲 | 3\n小计 | | 3\n二、莘县\n1 | 乙 | 2\n小计 | | 2\n合计 | | 5",
        "1 | 甲 | 0.1\n2 | 乙 | 0.2\n合计 | | 0.3",
        "1 | 甲 | 1.26\n2 | 乙 | 1.22\n合计 | | 2.5",
        "1 | 甲 | 1,200\n2 | 乙 | —\n合计 | | 1200",
        "1 | 甲 | 约3亿\n2 | 乙 | 2\n合计 | | 9",
        "1 | 甲 | 3\n合计 | | 约3",
        "合计 | | 5",
        "1 | 甲 | 3\n合计 | 1个 |",
    ],
)
def test_what_fits_or_cannot_be_told_is_no_difference(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        ("1 | 甲 | 3\n2 | 乙 | 2\n合计 | | 6", (3, "6", "5", 1, 2)),
        ("合计 | | 6\n1 | 甲 | 3\n2 | 乙 | 2", (1, "6", "5", 2, 3)),
        ("1 | 甲 | 3\n小计 | | 3\n1 | 乙 | 2\n2 | 丙 | 2\n小计 | | 5", (5, "5", "4", 3, 4)),
        ("1 | 甲 | 1.26\n2 | 乙 | 1.22\n合计 | | 2.49", (3, "2.49", "2.48", 1, 2)),
    ],
)
def test_a_total_that_is_not_the_sum_of_its_rows(text: str, difference: tuple[int, str, str, int, int]) -> None:
    assert found(text) == [difference]


@pytest.mark.parametrize(
    "text",
    [
        "1 | 甲 | 3\n合计 | | 10",
        "1 | 甲 | 3\n合计 | | 3",
        "1 | 甲 | 3\n合计 | | 3\n总计 | | 10",
        "1 | 甲 | 约3\n合计 | | 9",
    ],
)
def test_a_total_may_be_that_of_the_tables_above_as_well(text: str) -> None:
    assert drawn(text, above=7) == []


@pytest.mark.parametrize(
    ("text", "summed", "whole"),
    [
        ("1 | 甲 | 3\n合计 | | 9", 3, 10),
        ("1 | 甲 | 3\n合计 | | 3\n总计 | | 9", 3, 10),
        ("1 | 甲 | 3\n小计 | | 10", 3, None),
    ],
)
def test_a_total_that_is_neither_of_its_table_nor_of_all_tells_both(text: str, summed: int, whole: int | None) -> None:
    [each] = drawn(text, above=7)
    assert each.summed == summed
    assert each.whole == whole


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("1 | 甲 | 约3亿\n2 | 乙 | 2\n合计 | | 9", [2]),
        ("1 | 甲 | —\n2 | 乙 | 2\n合计 | | 2", []),
        ("1 | 甲 | 约3亿\n2 | 乙 | 2\n合计 | |", []),
    ],
)
def test_a_column_whose_total_cannot_be_checked(text: str, columns: list[int]) -> None:
    rows = grid(text)
    assert unchecked(rows, {2: "total"}, [Total(2, part=False)], [2]) == columns


def test_a_row_without_a_name_is_told_by_two_sums() -> None:
    rows = grid("甲 | 3 | 4\n乙 | 2 | 1\n丙 | 1 | 1")
    sums = Sums(rows, [1, 2], {})
    assert not Sums(rows, [1, 2], {}).are((None, 3, 4), 1)  # the one row above may well be equal to it
    assert not sums.are((None, 5, 4), 2)
    assert not sums.are((None, 5), 2)
    assert sums.are((None, 5, 5), 2)
    assert sums.are((None, 6, 6.0), 3)
    assert Sums(rows, [1, 2], {0: "total"}).are((None, 3, 2), 3)


def test_amounts_of_cells() -> None:
    assert amount(True) is None
    assert amount("") == 0
    assert amount("1.50") == Decimal("1.50")
    assert amount(1e-7) == Decimal("1E-7")
