from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadValue, Problem
from tracker.rules.dates import PartialDate, Precision, day, from_iso, months, parse_date, parse_days
from tracker.rules.fields import DateKind, Entry
from tracker.words import text

TODAY = date(2025, 6, 15)


@pytest.mark.parametrize(
    ("typed", "iso", "precision"),
    [
        ("2024-03-05", "2024-03-05", "day"),
        ("2024/3/5", "2024-03-05", "day"),
        ("2024.3.5", "2024-03-05", "day"),
        ("2024.3.15", "2024-03-15", "day"),
        ("2024年3月5日", "2024-03-05", "day"),
        ("2024年3月15日", "2024-03-15", "day"),
        ("2024年3月15号", "2024-03-15", "day"),
        ("2024 年 3 月 5 日", "2024-03-05", "day"),
        ("20240305", "2024-03-05", "day"),
        ("20240315", "2024-03-15", "day"),
        ("２０２４－０３－０１", "2024-03-01", "day"),
        ("2024年3⽉5⽇", "2024-03-05", "day"),
        ("2024-02-29", "2024-02-29", "day"),
        ("3月5日", "2025-03-05", "day"),
        ("3-5", "2025-03-05", "day"),
        ("3/15", "2025-03-15", "day"),
        ("今天", "2025-06-15", "day"),
        ("昨天", "2025-06-14", "day"),
        ("前天", "2025-06-13", "day"),
        ("today", "2025-06-15", "day"),
        (" Yesterday ", "2025-06-14", "day"),
        ("2024-03", "2024-03", "month"),
        ("2024/3", "2024-03", "month"),
        ("2024.3", "2024-03", "month"),
        ("2024.1", "2024-01", "month"),
        ("2024.10", "2024-10", "month"),
        ("202403", "2024-03", "month"),
        ("2024年3月", "2024-03", "month"),
        ("2024年3月份", "2024-03", "month"),
        ("2024Q1", "2024Q1", "quarter"),
        ("2024-q4", "2024Q4", "quarter"),
        ("2024年一季度", "2024Q1", "quarter"),
        ("2024年第一季度", "2024Q1", "quarter"),
        ("2024年第3季度", "2024Q3", "quarter"),
        ("2024四季度", "2024Q4", "quarter"),
        ("2024H1", "2024H1", "half"),
        ("２０２４ｈ２", "2024H2", "half"),
        ("2024年上半年", "2024H1", "half"),
        ("2024下半年", "2024H2", "half"),
        ("2024", "2024", "year"),
        ("2024年", "2024", "year"),
        ("2024年度", "2024", "year"),
        ("1949-01-01", "1949-01-01", "day"),
        ("2100-12-31", "2100-12-31", "day"),
    ],
)
def test_dates_that_read(typed: str, iso: str, precision: Precision) -> None:
    read = parse_date(typed, TODAY)
    assert (read.iso(), read.precision) == (iso, precision)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-03-05", date(2024, 3, 5), date(2024, 3, 5)),
    ],
)
def test_first_and_last_day(typed: str, first: date, last: date) -> None:
    assert parse_date(typed, TODAY) == PartialDate(first, last)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date_bad"),
        ("待定", "date_bad"),
        ("明天", "date_bad"),
        ("无", "date_bad"),
        ("2024-3/5", "date_bad"),
        ("2024 03 05", "date_bad"),
        ("2024Q5", "date_bad"),
        ("2024H3", "date_bad"),
        ("3.5", "date_number"),
        ("3.15", "date_number"),
        ("3.45", "date_bad"),
        ("2024112", "date_bad"),
        ("2024³", "date_bad"),
        ("٢٠٢٤", "date_bad"),
        ("13800138000", "date_bad"),
        ("99999", "date_bad"),
        ("2024/13/1", "date_impossible"),
        ("2024-00", "date_impossible"),
        ("2024.2.30", "date_impossible"),
        ("2023-02-29", "date_impossible"),
        ("2-29", "date_impossible"),
        ("4月31日", "date_impossible"),
        ("20240230", "date_impossible"),
        ("20241301", "date_impossible"),
        ("2024-03-00", "date_impossible"),
        ("1948-12-31", "date_year"),
        ("2101", "date_year"),
        ("0024-03-05", "date_year"),
        ("45366", "date_serial"),
        ("3/4/2024", "date_order"),
        ("24.3.1", "date_order"),
        ("24年3月1日", "date_order"),
        ("15-3-2024", "date_order"),
        ("2024年底", "date_vague"),
        ("2024年初", "date_vague"),
        ("3月底", "date_vague"),
        ("2024年3月上旬", "date_vague"),
        ("2024.3-2025.6", "date_range"),
        ("2024—2026", "date_range"),
        ("2024-2026", "date_range"),
        ("3月5日至8日", "date_range"),
        ("2024-03..2024-05", "date_range"),
    ],
)
def test_dates_that_are_refused(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_date(typed, TODAY)
    problem = caught.value.problem
    assert (problem.code, problem.value) == (code, typed)
    assert typed in text(problem.what, "en")
    assert "{" not in text(problem.hint, "zh")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("45366", "如指这一天，请填 2024-03-15"),
        ("3/4/2024", "请把四位年份写在最前，如 2024-03-04、2024-04-03"),
        ("24.3.1", "请把四位年份写在最前，如 2024-03-01、2001-03-24"),
        ("15/3/2024", "请把四位年份写在最前，如 2024-03-15"),
        ("2024.2.30", "2024-02 只有 29 天：请填 1 至 29 日"),
        ("2024/13/1", "月份请填 1 至 12"),
        ("2024年底", "请填月份或季度，如 2024-12 或 2024Q4"),
        ("3月底", "请填月份或季度，如 2025-12 或 2025Q4"),
        ("1948", "年份请填 1949 至 2100"),
        ("3.15", "如指这一天，请填 2025-03-15"),
    ],
)
def test_hints_say_what_to_type(typed: str, hint: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_date(typed, TODAY)
    assert text(caught.value.problem.hint, "zh") == hint


DAYS = st.dates(date(1949, 1, 1), date(2100, 12, 31))
SPANS = st.builds(
    lambda year, count, place: months(year, place * count % 12 + 1, count),
    st.integers(1949, 2100),
    st.sampled_from([1, 3, 6, 12]),
    st.integers(0, 11),
)


@given(st.one_of(DAYS.map(day), SPANS))
def test_what_is_written_reads_back(known: PartialDate) -> None:
    assert parse_date(known.iso(), TODAY) == from_iso(known.iso()) == known


@given(DAYS)
def test_every_form_of_a_day_means_that_day(known: date) -> None:
    y, m, d = known.year, known.month, known.day
    forms = (f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}-{m}-{d}", f"{y}年{m}月{d}日", f"{y}{m:02}{d:02}", f" {y} 年{m}月{d}")
    assert {parse_date(form, TODAY) for form in forms} == {day(known)}
    short = (f"{m}月{d}日", f"{m}-{d}", f"{m}/{d}")
    assert {parse_date(form, date(y, 1, 1)) for form in short} == {day(known)}


def refusal(typed: str) -> Problem | None:
    try:
        parse_date(typed, TODAY)
    except BadValue as error:
        return error.problem
    return None


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("3-15", "请把四位年份写在最前，如 2025-03-15、2024-03-15"),
        ("3/15", "请把四位年份写在最前，如 2025-03-15、2024-03-15"),
        ("3月15日", "请把四位年份写在最前，如 2025-03-15、2024-03-15"),
        ("2月29日", "请把四位年份写在最前，如 2024-02-29"),
        ("13-1", "月份请填 1 至 12"),
    ],
)
def test_a_cell_says_its_year(cell: str, hint: str) -> None:
    with pytest.raises(BadValue) as caught:
        DateKind().read(cell, Entry(TODAY))
    assert caught.value.problem.code == "date_no_year"
    assert text(caught.value.problem.hint, "zh") == hint


@pytest.mark.parametrize("cell", ["2024-03-15", "2024年3月15日", "2024.3", 20240315, "今天"])
def test_a_cell_with_its_year_reads_as_at_the_prompt(cell: str | int) -> None:
    assert DateKind().read(cell, Entry(TODAY)) == DateKind().parse(str(cell), Entry(TODAY))


@given(st.text(alphabet="0123456789-/.年月日季度上半QH一 今天底", max_size=12))
def test_any_text_reads_or_is_refused(typed: str) -> None:
    problem = refusal(typed)
    if problem is None:
        read = parse_date(typed, TODAY)
        assert read.first <= read.last
        assert from_iso(read.iso()) == read
    else:
        assert problem.hint is not None


@pytest.mark.parametrize(
    "typed", ["", "2024-3-5", "2024年", "今天", " 2024", "2024q1", "3-5", "2024-02-30", "1900-01-01"]
)
def test_the_machine_form_is_exact(typed: str) -> None:
    with pytest.raises(BadValue):
        from_iso(typed)


def test_days_that_are_no_span_have_no_precision() -> None:
    with pytest.raises(ValueError, match="no date of one precision"):
        _ = PartialDate(date(2024, 2, 1), date(2024, 4, 30)).precision
    with pytest.raises(ValueError, match="no quarter begins with month 2"):
        months(2024, 2, 3)
    assert PartialDate(date(2024, 2, 29), date(2024, 2, 29)).precision == "day"


def test_yesterday_crosses_the_year() -> None:
    assert parse_date("昨天", date(2025, 1, 1)) == day(date(2025, 1, 1) - timedelta(days=1))


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 60),
    st.sampled_from(("{0:%Y-%m-%d}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日")),
    st.sampled_from(("至", "—", "~", " - ", "到")),
)
def test_two_days_in_one_text_however_they_are_written(first: date, length: int, form: str, mark: str) -> None:
    last = first + timedelta(days=length)
    ends = [form.format(last)]
    ends += [f"{last.month}月{last.day}日", f"{last.month}.{last.day}"] if last.year == first.year else []
    ends += [f"{last.day}日", str(last.day)] if (last.year, last.month) == (first.year, first.month) else []
    for end in ends:
        days = parse_days(f"{form.format(first)}{mark}{end}", date(2024, 1, 1))
        assert days is not None, end
        assert [each.first for each in days] == [first, last]
    if last > first:
        assert parse_days(f"{form.format(last)}{mark}{form.format(first)}", date(2024, 1, 1)) is None
