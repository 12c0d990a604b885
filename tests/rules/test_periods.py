from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadValue
from tracker.rules.periods import Period, half, last_ended_quarter, month, parse_period, quarter, year
from tracker.words import Lang, text

TODAY = date(2024, 5, 15)
YEARS = st.integers(1949, 2100)


@pytest.mark.parametrize(
    ("typed", "today", "first", "last"),
    [
        ("2024", TODAY, "2024-01-01", "2024-12-31"),
        ("2024年", TODAY, "2024-01-01", "2024-12-31"),
        ("2024Q1", TODAY, "2024-01-01", "2024-03-31"),
        ("2024q1", TODAY, "2024-01-01", "2024-03-31"),
        ("2024-Q2", TODAY, "2024-04-01", "2024-06-30"),
        ("２０２４Ｑ３", TODAY, "2024-07-01", "2024-09-30"),
        ("2024Q4", TODAY, "2024-10-01", "2024-12-31"),
        ("2024年一季度", TODAY, "2024-01-01", "2024-03-31"),
        ("2024H1", TODAY, "2024-01-01", "2024-06-30"),
        ("2024上半年", TODAY, "2024-01-01", "2024-06-30"),
        ("2024年下半年", TODAY, "2024-07-01", "2024-12-31"),
        ("2024-02", TODAY, "2024-02-01", "2024-02-29"),
        ("2023-02", TODAY, "2023-02-01", "2023-02-28"),
        ("2024年3月", TODAY, "2024-03-01", "2024-03-31"),
        ("2024-12", TODAY, "2024-12-01", "2024-12-31"),
        ("2024-03-05", TODAY, "2024-03-05", "2024-03-05"),
        ("2024-03-01..2024-05-31", TODAY, "2024-03-01", "2024-05-31"),
        ("2024-03..2024-05", TODAY, "2024-03-01", "2024-05-31"),
        ("2024Q1..2024Q2", TODAY, "2024-01-01", "2024-06-30"),
        ("2023..2024Q1", TODAY, "2023-01-01", "2024-03-31"),
        ("2024.3..2024.5", TODAY, "2024-03-01", "2024-05-31"),
        (" 2024-03 .. 2024-05 ", TODAY, "2024-03-01", "2024-05-31"),
        ("2024-03..2024-03-15", TODAY, "2024-03-01", "2024-03-15"),
        ("2024-03-15..2024-03", TODAY, "2024-03-15", "2024-03-31"),
        ("今年..今天", TODAY, "2024-01-01", "2024-05-15"),
        ("去年..本月", TODAY, "2023-01-01", "2024-05-31"),
        ("2024-03..", TODAY, "2024-03-01", "2100-12-31"),
        ("..2024-05", TODAY, "1949-01-01", "2024-05-31"),
        ("..", TODAY, "1949-01-01", "2100-12-31"),
        ("本季度", TODAY, "2024-04-01", "2024-06-30"),
        ("this-quarter", TODAY, "2024-04-01", "2024-06-30"),
        ("This Quarter", TODAY, "2024-04-01", "2024-06-30"),
        ("上季度", TODAY, "2024-01-01", "2024-03-31"),
        ("last-quarter", date(2024, 1, 1), "2023-10-01", "2023-12-31"),
        ("本季度", date(2024, 3, 31), "2024-01-01", "2024-03-31"),
        ("本季度", date(2024, 12, 31), "2024-10-01", "2024-12-31"),
        ("本月", date(2024, 2, 29), "2024-02-01", "2024-02-29"),
        ("this-month", TODAY, "2024-05-01", "2024-05-31"),
        ("上月", date(2024, 1, 31), "2023-12-01", "2023-12-31"),
        ("last-month", date(2024, 3, 31), "2024-02-01", "2024-02-29"),
        ("今年", TODAY, "2024-01-01", "2024-12-31"),
        ("this-year", TODAY, "2024-01-01", "2024-12-31"),
        ("去年", TODAY, "2023-01-01", "2023-12-31"),
        ("last-year", TODAY, "2023-01-01", "2023-12-31"),
        ("今天", TODAY, "2024-05-15", "2024-05-15"),
        ("today", TODAY, "2024-05-15", "2024-05-15"),
        ("\u200b本季度", TODAY, "2024-04-01", "2024-06-30"),
    ],
)
def test_periods_that_read(typed: str, today: date, first: str, last: str) -> None:
    period = parse_period(typed, today)
    assert (period.start.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "period_bad"),
        ("上半年", "period_bad"),
        ("下月", "period_bad"),
        ("2024Q5", "period_bad"),
        ("foo..2024", "period_bad"),
        ("2024-03...2024-05", "period_bad"),
        ("2023..2024..2025", "period_bad"),
        ("2024-13", "date_impossible"),
        ("2024-02-30..2024-03", "date_impossible"),
        ("1948", "date_year"),
        ("24.3.1", "date_order"),
        ("2024年底", "date_vague"),
        ("2024-05..2024-03", "period_reversed"),
        ("2024Q2..2024Q1", "period_reversed"),
        ("今天..昨天", "period_reversed"),
    ],
)
def test_periods_that_are_refused(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_period(typed, TODAY)
    assert caught.value.problem.code == code
    assert caught.value.problem.hint is not None


def test_a_reversed_range_says_the_turned_one() -> None:
    with pytest.raises(BadValue) as caught:
        parse_period("2024-05..2024-03", TODAY)
    assert text(caught.value.problem.hint, "en") == "type 2024-03..2024-05"
    assert caught.value.problem.value == "2024-05..2024-03"


NAMED = {"春季 攻势": Period(date(2024, 2, 18), date(2024, 4, 19)), "Fair..2024": year(2023), "2024Q1": year(2020)}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("春季攻势", NAMED["春季 攻势"]),
        (" 春季　攻势 ", NAMED["春季 攻势"]),
        ("ＦＡＩＲ..2024", NAMED["Fair..2024"]),
        ("春季攻势..2024-05", Period(date(2024, 2, 18), date(2024, 6, 1))),
    ],
)
def test_campaigns_by_name(typed: str, expected: Period) -> None:
    assert parse_period(typed, TODAY, NAMED) == expected


def test_a_part_of_a_name_is_not_enough_and_the_names_are_listed() -> None:
    with pytest.raises(BadValue) as caught:
        parse_period("春季", TODAY, NAMED)
    assert "春季 攻势" in text(caught.value.problem.hint, "zh")


def test_a_name_that_is_a_period_does_not_hide_the_period() -> None:
    assert parse_period("2024Q1", TODAY, NAMED) == quarter(2024, 1)


@pytest.mark.parametrize(
    "period", [year(2024), half(2024, 1), quarter(2024, 2), month(2024, 2), Period(date(2024, 3, 5), date(2024, 3, 6))]
)
def test_the_last_day_is_inside_and_the_end_is_not(period: Period) -> None:
    assert period.start <= period.last
    assert period.end == period.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "label", "kind"),
    [
        ("2024", "2024", "year"),
        ("2024-01..2024-12", "2024", "year"),
        ("2024年上半年", "2024H1", "half"),
        ("2024-04..2024-06", "2024Q2", "quarter"),
        ("2024-02..2024-04", "2024-02-01..2024-04-30", "range"),
        ("2024-03-01..2024-05-31", "2024-03-01..2024-05-31", "range"),
        ("2024-02-01..2024-02-28", "2024-02-01..2024-02-28", "range"),
        ("2023..2024", "2023-01-01..2024-12-31", "range"),
        ("2024-02", "2024-02", "month"),
        ("今天", "2024-05-15", "day"),
        ("2024-03..", "2024-03-01..", "range"),
        ("..2024-05", "..2024-05-31", "range"),
        ("..", "..", "range"),
        ("2100", "2100", "year"),
        ("1949Q1", "1949Q1", "quarter"),
    ],
)
def test_label_and_kind(typed: str, label: str, kind: str) -> None:
    period = parse_period(typed, TODAY)
    assert (period.label, period.kind) == (label, kind)


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("2024Q1", "2024年一季度（2024-01-01 至 2024-03-31）", "2024 Q1 (2024-01-01 to 2024-03-31)"),
        ("2024", "2024年（2024-01-01 至 2024-12-31）", "2024 (2024-01-01 to 2024-12-31)"),
        ("2024H2", "2024年下半年（2024-07-01 至 2024-12-31）", "second half of 2024 (2024-07-01 to 2024-12-31)"),
        ("2024-03", "2024年3月（2024-03-01 至 2024-03-31）", "March 2024 (2024-03-01 to 2024-03-31)"),
        ("2024-03-05", "2024-03-05", "2024-03-05"),
        ("2024-02..2024-04", "2024-02-01 至 2024-04-30", "2024-02-01 to 2024-04-30"),
        ("2024-03..", "2024-03-01 起", "from 2024-03-01"),
        ("..2024-05", "截至 2024-05-31", "up to 2024-05-31"),
        ("..", "全部时间", "all time"),
    ],
)
def test_told_with_both_edges(typed: str, zh: str, en: str) -> None:
    told = parse_period(typed, TODAY).describe()
    assert (text(told, "zh"), text(told, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("2024", "2023"),
        ("2024H1", "2023H2"),
        ("2024H2", "2024H1"),
        ("2024Q1", "2023Q4"),
        ("2024Q3", "2024Q2"),
        ("2024-01", "2023-12"),
        ("2024-03", "2024-02"),
        ("2024-03-01", "2024-02-29"),
        ("2024-01-01", "2023-12-31"),
        ("2024-03..2024-04", "2024-01-01..2024-02-29"),
        ("2024-03-11..2024-03-20", "2024-03-01..2024-03-10"),
        ("1949Q2", "1949Q1"),
    ],
)
def test_previous(typed: str, label: str) -> None:
    assert parse_period(typed, TODAY).previous().label == label


@pytest.mark.parametrize("typed", ["1949", "1949Q1", "1949-01-01", "2024-03..", "2090..", "..2024-05", ".."])
def test_none_before(typed: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_period(typed, TODAY).previous()
    assert caught.value.problem.code == "period_none_before"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("2024", "2023"),
        ("2024Q1", "2023Q1"),
        ("2024-02", "2023-02"),
        ("2025-02", "2024-02"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-28"),
        ("2024-02-28", "2023-02-28"),
        ("2024-01-01..2024-02-29", "2023-01-01..2023-02-28"),
        ("2024-01-01..2024-02-28", "2023-01-01..2023-02-28"),
        ("2025-01..2025-02", "2024-01-01..2024-02-29"),
        ("2024-02-29..2024-03-31", "2023-02-28..2023-03-31"),
        ("2024-01-01..2024-05-15", "2023-01-01..2023-05-15"),
        ("2024-03..", "2023-03-01.."),
        ("..2024-05", "..2023-05-31"),
        ("..", ".."),
    ],
)
def test_year_before(typed: str, label: str) -> None:
    assert parse_period(typed, TODAY).year_before().label == label


@pytest.mark.parametrize("typed", ["1949", "1949-03", "..1949-05", "1949-05-01.."])
def test_no_year_before_the_first(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_period(typed, TODAY).year_before()


@pytest.mark.parametrize(
    ("today", "label"),
    [
        (date(2024, 1, 1), "2023Q4"),
        (date(2024, 3, 31), "2023Q4"),
        (date(2024, 4, 1), "2024Q1"),
        (date(2024, 6, 30), "2024Q1"),
        (date(2024, 7, 1), "2024Q2"),
        (date(2024, 12, 31), "2024Q3"),
    ],
)
def test_last_ended_quarter(today: date, label: str) -> None:
    ended = last_ended_quarter(today)
    assert ended.label == label
    assert ended.last < today


@given(YEARS)
def test_parts_tile_the_year(n: int) -> None:
    whole = year(n)
    for parts in (
        [quarter(n, q) for q in range(1, 5)],
        [month(n, m) for m in range(1, 13)],
        [half(n, h) for h in (1, 2)],
    ):
        assert parts[0].start == whole.start
        assert parts[-1].end == whole.end
        assert all(before.end == after.start for before, after in pairwise(parts))


DAYS = st.dates(date(1949, 1, 1), date(2100, 12, 31))
RANGES = st.tuples(DAYS, DAYS).map(lambda days: Period(min(days), max(days) + timedelta(days=1)))
WHOLE = st.one_of(
    st.builds(year, YEARS),
    st.builds(half, YEARS, st.integers(1, 2)),
    st.builds(quarter, YEARS, st.integers(1, 4)),
    st.builds(month, YEARS, st.integers(1, 12)),
)


@given(st.one_of(RANGES, WHOLE), DAYS)
def test_a_label_reads_back(period: Period, today: date) -> None:
    assert parse_period(period.label, today) == period


@given(WHOLE)
def test_the_previous_one_ends_where_this_begins(period: Period) -> None:
    if period.start > date(1949, 12, 31):
        before = period.previous()
        assert (before.end, before.kind) == (period.start, period.kind)
        assert period.year_before().kind == period.kind
        assert period.year_before().start.year == period.start.year - 1


@given(st.one_of(RANGES, WHOLE), st.sampled_from(get_args(Lang)))
def test_every_period_is_told(period: Period, lang: Lang) -> None:
    told = text(period.describe(), lang)
    assert "{" not in told
    assert period.end == date(2101, 1, 1) or period.last.isoformat() in told
