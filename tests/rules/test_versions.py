from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.versions import read_runs, runs


@given(st.dictionaries(st.integers(1, 300), st.integers(1, 3)))
def test_runs_are_read_back(versions: dict[int, int]) -> None:
    assert read_runs(" ".join(runs(sorted(versions.items())))) == versions


def test_equal_neighbours_are_one_run() -> None:
    assert list(runs((id_, 1) for id_ in range(1, 100_001))) == ["1-100000:1"]


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    read_runs(text)


def test_a_run_that_no_workbook_holds_is_passed_over() -> None:
    assert read_runs("1-99999999999999:1 5:2") == {5: 2}
