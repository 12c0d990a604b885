from __future__ import annotations

from fractions import Fraction

from tracker.rules.progress import added, ahead, completion, year_on_year

HALF = Fraction(1, 2)


def test_completion_is_actual_by_target() -> None:
    assert completion(Fraction(1341, 10), Fraction(260)) == Fraction(1341, 2600)
    assert completion(Fraction(0), Fraction(5)) == 0


def test_no_target_is_no_completion() -> None:
    assert completion(Fraction(5), None) is None
    assert completion(Fraction(5), Fraction(0)) is None
    assert completion(None, Fraction(5)) is None


def test_ahead_is_in_percentage_points() -> None:
    assert ahead(Fraction(3, 5), HALF) == 10
    assert ahead(HALF, HALF) == 0
    assert ahead(Fraction(1, 4), HALF) == -25
    assert ahead(None, HALF) is None


def test_year_on_year_needs_a_base() -> None:
    assert year_on_year(Fraction(6), Fraction(5)) == Fraction(1, 5)
    assert year_on_year(Fraction(0), Fraction(5)) == -1
    assert year_on_year(Fraction(6), Fraction(0)) is None
    assert year_on_year(Fraction(6), None) is None
    assert year_on_year(None, Fraction(6)) is None
    assert year_on_year(Fraction(6), Fraction(-3)) is None


def test_added_is_the_difference() -> None:
    assert added(Fraction(10), Fraction(7)) == 3
    assert added(Fraction(10), None) is None
    assert added(None, Fraction(7)) is None
