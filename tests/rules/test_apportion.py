from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.apportion import apportion, places_of

weights = st.lists(st.fractions(0, 10**6), min_size=1, max_size=30).filter(any)
totals = st.decimals(Decimal("0.01"), Decimal(10**6), places=2)


@given(totals, weights, st.integers(0, 4))
def test_parts_add_up_and_are_within_a_step_of_their_share(total: Decimal, given: list[Fraction], places: int) -> None:
    parts = apportion(total, given, places)
    assert sum(parts) == total
    step = Fraction(1, 10 ** max(places, places_of(total)))
    for part, weight in zip(parts, given, strict=True):
        assert abs(Fraction(part) - Fraction(total) * weight / sum(given)) < step
        assert part >= 0
        assert weight or not part


@given(totals, weights)
def test_more_weight_is_never_less(total: Decimal, given: list[Fraction]) -> None:
    parts = apportion(total, given, 1)
    pairs = sorted(zip(given, parts, strict=True))
    assert all(low <= high for (less, low), (more, high) in pairwise(pairs) if less < more)


def test_equal_remainders_go_to_those_named_first() -> None:
    assert apportion(Decimal(5), [Fraction(1)] * 3, 0) == [2, 2, 1]
