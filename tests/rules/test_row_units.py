from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.money import UNITS, MoneyUnit, find_unit, in_currency
from tracker.rules.row_units import says_units, unit_of_row


def test_the_first_cell_of_most_columns_settles_that_they_say_no_units() -> None:
    cells = iter([None, "", "见附件", "万元", "万元"])
    assert not says_units("备注", cells)
    assert list(cells) == ["万元", "万元"]


@pytest.mark.parametrize(
    ("name", "cells"), [("备注", []), ("备注", [None, ""]), ("币种", ["见合同"]), ("备注", [5, "万元"])]
)
def test_what_says_no_units(name: str, cells: list[object]) -> None:
    assert not says_units(name, cells)


@given(st.sampled_from(UNITS), st.sampled_from(UNITS), st.sampled_from(("计量单位", "单位", "备注")))
def test_a_row_may_repeat_the_unit_of_its_heading_and_name_no_other(
    own: MoneyUnit, other: MoneyUnit, column: str
) -> None:
    assert unit_of_row(own.label.zh, column, f"总投资({own.label.zh})", (own,), None) == own
    if own.currency == other.currency == "CNY" and own != other and other.fen != 100:
        assert unit_of_row(other.label.zh, column, f"总投资({own.label.zh})", (own,), None) is None


@given(st.sampled_from(UNITS), st.sampled_from(("美元", "USD", "人民币", "欧元")))
def test_a_currency_keeps_the_size_of_what_is_usual(usual: MoneyUnit, word: str) -> None:
    unit = unit_of_row(word, "币种", "总投资", (), usual)
    said = find_unit(word)
    assert unit is not None
    assert said is not None
    assert unit == in_currency(usual, said.currency)
    assert unit.fen == usual.fen
