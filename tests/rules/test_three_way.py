"""Who changed a value since it was exported."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.three_way import verdict

VALUES = st.one_of(st.none(), st.integers(0, 2))
OPPOSITE = {"theirs": "ours", "ours": "theirs", "same": "same", "conflict": "conflict"}


@given(VALUES, VALUES, VALUES)
def test_what_counts_is_always_the_change_that_one_side_alone_made(base: object, ours: object, theirs: object) -> None:
    found = verdict(base, ours, theirs)
    assert (found == "same") == (ours == theirs)
    if found == "theirs":
        assert ours == base != theirs
    if found == "ours":
        assert theirs == base != ours
    if found == "conflict":
        assert len({base, ours, theirs}) == 3


@given(VALUES, VALUES, VALUES)
def test_it_is_fair_to_both_sides(base: object, ours: object, theirs: object) -> None:
    assert verdict(base, theirs, ours) == OPPOSITE[verdict(base, ours, theirs)]


def test_equality_is_that_of_the_field() -> None:
    assert verdict("A", "b", "a", lambda one, other: str(one).casefold() == str(other).casefold()) == "ours"
