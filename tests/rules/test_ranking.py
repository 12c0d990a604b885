from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.ranking import rank_group, single_basis, single_ranks
from tracker.rules.ranks import competition_ranks, ranks_of
from tracker.rules.scoring import Cell, MetricValue, UnitScore
from tracker.words import Say

F = Fraction


def unit(
    number: int, score: str | None, *ties: Fraction | None, vetoed: bool = False, exact: Fraction | None = None
) -> UnitScore:
    """A scored unit whose tie-break indicators are named a, b, c."""
    cells = tuple(
        Cell(key, key, Say(key, key), F(10), None, None, None, None, tie, None, "")
        for key, tie in zip("abc", ties, strict=False)
    )
    printed = None if score is None else Decimal(score)
    return UnitScore(number, printed, exact, vetoed, cells, (), F(1), "")


def placed(*units: UnitScore, ties: tuple[str, ...] = ()) -> list[tuple[int | None, int]]:
    return [(row.rank, row.score.unit) for row in rank_group(units, ties)]


def test_equal_keys_share_and_the_next_rank_is_skipped() -> None:
    assert competition_ranks([(9,), (8,), (8,), (7,)]) == [1, 2, 2, 4]
    assert competition_ranks([(1,), (1,), (1,)]) == [1, 1, 1]
    assert competition_ranks([]) == []
    assert competition_ranks([(8, 1), (8, 2), (9, 0)]) == [3, 2, 1]


def test_null_has_no_rank_and_takes_no_place() -> None:
    assert ranks_of([None, F(1), None, F(2), F(1)]) == [None, 2, None, 1, 2]
    assert ranks_of([None]) == [None]


def test_rows_stand_by_rank_then_by_entry() -> None:
    assert placed(unit(3, "5"), unit(2, "7"), unit(1, "5"), unit(4, "1")) == [(1, 2), (2, 1), (2, 3), (4, 4)]


def test_scores_are_compared_as_printed() -> None:
    rows = placed(unit(1, "98.50", exact=F("98.495")), unit(2, "98.50", exact=F("98.504")))
    assert rows == [(1, 1), (1, 2)]


def test_ties_decide_in_their_order_and_only_then_ranks_are_shared() -> None:
    rows = (unit(1, "5", F(1), F(9)), unit(2, "5", F(2), F(1)), unit(3, "5", F(2), F(3)), unit(4, "5", F(2), F(3)))
    assert placed(*rows, ties=("a", "b")) == [(1, 3), (1, 4), (3, 2), (4, 1)]
    assert placed(*rows, ties=("b",)) == [(1, 1), (2, 3), (2, 4), (4, 2)]
    assert placed(*rows) == [(1, 1), (1, 2), (1, 3), (1, 4)]


def test_a_tie_break_is_not_rounded() -> None:
    assert placed(unit(1, "5", F("1.001")), unit(2, "5", F("1.002")), ties=("a",)) == [(1, 2), (2, 1)]


def test_a_null_tie_break_is_lowest_even_below_zero() -> None:
    assert placed(unit(1, "5", None), unit(2, "5", F(0)), ties=("a",)) == [(1, 2), (2, 1)]
    assert placed(unit(1, "5", None), unit(2, "5", None), ties=("a",)) == [(1, 1), (1, 2)]


def test_a_tie_break_that_the_group_does_not_have_decides_nothing() -> None:
    assert placed(unit(1, "5", F(1)), unit(2, "5", F(2)), ties=("z",)) == [(1, 1), (1, 2)]


def test_vetoed_and_blank_units_stand_last_without_a_rank() -> None:
    rows = placed(unit(1, None), unit(2, "99", vetoed=True), unit(3, "1"), unit(4, "2"))
    assert rows == [(1, 4), (2, 3), (None, 2), (None, 1)]
    assert placed(unit(1, None, vetoed=True)) == [(None, 1)]


def test_a_negative_score_is_ranked() -> None:
    assert placed(unit(1, "-0.50"), unit(2, "0.00")) == [(1, 2), (2, 1)]


scores = st.lists(
    st.tuples(st.none() | st.decimals(-5, 5, places=0), st.none() | st.integers(0, 2), st.booleans()), max_size=12
)


@given(scores, st.randoms())
def test_ranks_do_not_depend_on_the_order_of_input(values: list[tuple[Decimal | None, int | None, bool]], rng) -> None:  # type: ignore[no-untyped-def]
    units = [
        unit(n, None if score is None else str(score), None if tie is None else F(tie), vetoed=veto)
        for n, (score, tie, veto) in enumerate(values)
    ]
    shuffled = list(units)
    rng.shuffle(shuffled)
    assert rank_group(units, ("a",)) == rank_group(shuffled, ("a",))


@given(st.lists(st.integers(0, 5)))
def test_a_rank_is_one_more_than_the_number_above(values: list[int]) -> None:
    ranks = competition_ranks([(value,) for value in values])
    assert ranks == [1 + sum(other > value for other in values) for value in values]


def value(actual: int | None, target: int | None) -> MetricValue:
    return MetricValue(None if actual is None else F(actual), None if target is None else F(target))


def test_a_single_board_ranks_by_rate_where_there_are_targets() -> None:
    values = [value(30, 60), value(20, 20), value(100, None), value(None, 5), value(9, 0)]
    assert single_basis(values) == "rate"
    assert single_ranks(values) == [2, 1, None, 3, None]
    assert single_ranks(values, "actual") == [2, 3, 1, None, 4]


def test_a_single_board_without_targets_ranks_by_actual() -> None:
    values = [value(30, None), value(20, 0), value(None, None), value(30, None)]
    assert single_basis(values) == "actual"
    assert single_ranks(values) == [1, 3, None, 1]
    assert single_ranks(values, "rate") == [None, None, None, None]
