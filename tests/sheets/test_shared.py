"""Columns of cells are read as their cells one by one are, however many at a time."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.sheets.cells import CellError
from tracker.sheets.formats import number_of, numbers_of
from tracker.sheets.shared import Shared, Strings, Style

NUMBERS = st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True)
ODD = st.text(st.sampled_from("0123456789.-+eE_\n &;<>x½٣")) | st.sampled_from(["1e999", "9" * 400, "-", "1\n2", ""])


@given(st.lists(NUMBERS | ODD))
@example(["0", ""])
@example(["1.", "2"])
@example(["0", "-"])
def test_many_numbers_are_read_as_each_of_them_is(texts: list[str]) -> None:
    assert [repr(value) for value in numbers_of(texts)] == [repr(number_of(text)) for text in texts]


@pytest.mark.parametrize("kind", ["n", "str"])
@given(st.lists(st.none() | NUMBERS | ODD), st.lists(st.none() | NUMBERS | ODD))
def test_a_column_is_read_as_its_cells_are(kind: str, first: list[str | None], second: list[str | None]) -> None:
    """Also the second time, when part of its texts are known."""
    together, apart = (Shared(Strings(), [Style()], since_1904=False).reader(kind, 0, quick=True) for _ in range(2))
    for texts in (first, second):
        try:
            expected = [None if text is None else apart[text] for text in texts]
        except ValueError:  # an entity that there is not
            with pytest.raises(ValueError, match="&"):
                together.column(texts)
            return
        assert repr(together.column(texts)) == repr(expected)


def test_an_error_among_numbers_leaves_the_others_as_they_are() -> None:
    assert numbers_of(["1", "2.50", "x", "-3"]) == [1, 2.5, CellError("#VALUE!"), -3]
    assert [type(value) for value in numbers_of(["1", "2.50"])] == [int, float]
