from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Exit, Refused
from tracker.rules.curves import Basis, Curve, Pace, curve_at, pace, window
from tracker.rules.periods import Period
from tracker.words import text

F = Fraction
YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
Q1 = Period(date(2024, 1, 1), date(2024, 4, 1))
Q2 = Period(date(2024, 4, 1), date(2024, 7, 1))
CAMPAIGN = Period(date(2024, 4, 1), date(2024, 7, 10))  # 100 days, across a quarter's end
SHARES: Curve = (F(1, 5), F(1, 2), F(3, 4), F(1))
MONTHLY: Curve = (*(F(n, 20) for n in range(1, 12)), F(1))
curves = st.sampled_from(["months", "days", SHARES, MONTHLY])
days = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("curve", "day", "share"),
    [
        ("months", date(2024, 1, 1), F(1, 12)),
        ("months", date(2024, 5, 15), F(5, 12)),
        ("months", date(2024, 5, 31), F(5, 12)),
        ("months", date(2024, 6, 30), F(1, 2)),
        ("months", date(2024, 12, 1), F(1)),
        ("days", date(2024, 1, 1), F(1, 366)),
        ("days", date(2023, 1, 1), F(1, 365)),
        ("days", date(2024, 2, 29), F(60, 366)),
        ("days", date(2024, 12, 31), F(1)),
        ("days", date(2023, 12, 31), F(1)),
        (SHARES, date(2024, 1, 1), F(1, 5)),
        (SHARES, date(2024, 3, 31), F(1, 5)),
        (SHARES, date(2024, 4, 1), F(1, 2)),
        (SHARES, date(2024, 9, 30), F(3, 4)),
        (SHARES, date(2024, 10, 1), F(1)),
        (MONTHLY, date(2024, 1, 31), F(1, 20)),
        (MONTHLY, date(2024, 11, 30), F(11, 20)),
        (MONTHLY, date(2024, 12, 1), F(1)),
    ],
)
def test_the_curve_at_a_day(curve: Curve, day: date, share: Fraction) -> None:
    assert curve_at(curve, day) == share


@pytest.mark.parametrize("curve", ["months", "days", SHARES])
def test_a_campaign_counts_its_own_days_inclusive(curve: Curve) -> None:
    assert curve_at(curve, date(2024, 4, 1), CAMPAIGN) == F(1, 100)
    assert curve_at(curve, date(2024, 5, 20), CAMPAIGN) == F(50, 100)
    assert curve_at(curve, date(2024, 7, 9), CAMPAIGN) == 1
    assert curve_at(curve, date(2024, 7, 31), CAMPAIGN) == 1
    assert curve_at(curve, date(2024, 3, 31), CAMPAIGN) == 0


def test_cumulative_takes_the_whole_target() -> None:
    assert pace("cumulative", "months", Q2, date(2024, 5, 15)) == Pace(F(1), F(5, 12))
    assert pace("cumulative", SHARES, Q2, date(2024, 6, 30)) == Pace(F(1), F(1, 2))


def test_period_takes_its_part_of_the_target() -> None:
    assert pace("period", SHARES, Q1, date(2024, 3, 31)) == Pace(F(1, 5), F(1))
    assert pace("period", SHARES, Q2, date(2024, 6, 30)) == Pace(F(3, 10), F(1))
    assert pace("period", "months", Q2, date(2024, 5, 15)) == Pace(F(1, 4), F(2, 3))
    assert pace("period", "days", Q1, date(2024, 1, 1)) == Pace(F(91, 366), F(1, 91))


def test_before_the_first_of_january_nothing_is_due() -> None:
    across = Period(date(2023, 10, 1), date(2024, 4, 1))
    assert pace("period", "months", across, date(2024, 3, 31)) == Pace(F(1, 4), F(1))
    assert pace("period", "months", across, date(2023, 11, 5)) == Pace(F(1, 4), F(0))


def test_a_period_in_which_the_curve_stands_still_has_nothing_due() -> None:
    flat: Curve = (F(1, 2), F(1, 2), F(3, 4), F(1))
    assert pace("period", flat, Q2, date(2024, 5, 1)) == Pace(F(0), F(1))
    day = Period(date(2024, 3, 5), date(2024, 3, 6))
    assert pace("period", "months", day, date(2024, 3, 5)) == Pace(F(0), F(1))


@pytest.mark.parametrize("basis", ["cumulative", "period"])
def test_a_campaign_is_paced_over_its_own_dates(basis: Basis) -> None:
    assert pace(basis, "months", Q2, date(2024, 5, 20), CAMPAIGN) == Pace(F(1), F(1, 2))
    assert window(basis, Q2, date(2024, 5, 20), CAMPAIGN) == (date(2024, 4, 1), date(2024, 5, 20))
    assert window(basis, Q2, date(2025, 1, 1), CAMPAIGN) == (date(2024, 4, 1), date(2024, 7, 9))


@pytest.mark.parametrize(
    ("basis", "period", "today", "start", "as_of"),
    [
        ("cumulative", Q2, date(2024, 12, 1), date(2024, 1, 1), date(2024, 6, 30)),
        ("cumulative", Q2, date(2024, 6, 30), date(2024, 1, 1), date(2024, 6, 30)),
        ("cumulative", Q2, date(2024, 5, 15), date(2024, 1, 1), date(2024, 5, 15)),
        ("cumulative", Q2, date(2024, 4, 1), date(2024, 1, 1), date(2024, 4, 1)),
        ("period", Q2, date(2024, 5, 15), date(2024, 4, 1), date(2024, 5, 15)),
        ("period", Q2, date(2025, 5, 15), date(2024, 4, 1), date(2024, 6, 30)),
        ("period", YEAR, date(2025, 5, 15), date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_the_window_ends_at_the_period_or_today(
    basis: Basis, period: Period, today: date, start: date, as_of: date
) -> None:
    assert window(basis, period, today) == (start, as_of)


@pytest.mark.parametrize("basis", ["cumulative", "period"])
def test_a_period_that_has_not_begun_is_refused(basis: Basis) -> None:
    with pytest.raises(Refused) as caught:
        window(basis, Q2, date(2024, 3, 31))
    assert caught.value.exit is Exit.REFUSED
    assert caught.value.problem.value == "2024-04-01"
    assert "2024Q1" in text(caught.value.problem.hint, "zh")


def test_a_campaign_that_has_not_begun_is_refused() -> None:
    with pytest.raises(Refused):
        window("cumulative", CAMPAIGN, date(2024, 3, 31), CAMPAIGN)


def test_a_year_to_date_that_has_not_begun_is_refused() -> None:
    with pytest.raises(Refused):
        window("cumulative", Period(date(2023, 10, 1), date(2024, 4, 1)), date(2023, 11, 5))


@given(curves, days)
def test_a_curve_never_falls_and_ends_at_1(curve: Curve, day: date) -> None:
    assert 0 < curve_at(curve, day) <= 1
    if day < date(2024, 12, 31):
        assert curve_at(curve, day) <= curve_at(curve, day + timedelta(days=1))


@given(curves, st.integers(0, 3))
def test_the_parts_of_a_target_add_up_and_end_at_1(curve: Curve, quarter: int) -> None:
    quarters = [Period(date(2024, 3 * n + 1, 1), date(2024 + n // 3, (3 * n + 3) % 12 + 1, 1)) for n in range(4)]
    assert sum(pace("period", curve, each, each.last).delta for each in quarters) == 1
    assert pace("period", curve, quarters[quarter], quarters[quarter].last).c == 1
