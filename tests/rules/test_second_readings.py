"""Every form of a value that counties write: what it means, what a person is told of it, or why it is refused."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadValue
from tracker.rules.dates import from_iso
from tracker.rules.fields import CountKind, DateKind, Entry, Kind, MoneyKind, NamesKind, NumberKind
from tracker.rules.money import Money, find_unit
from tracker.rules.second_readings import second_reading
from tracker.words import text

if TYPE_CHECKING:
    from tracker.rules.money import MoneyUnit

TODAY = datetime.date(2025, 6, 15)
YI, WAN = find_unit("亿元"), find_unit("万元")


def read(kind: Kind, cell: object, unit: MoneyUnit | None = None) -> tuple[Any, str]:
    """A cell's value, and the code of what is said of it; the code of its refusal with no value."""
    entry = Entry(TODAY, unit)
    try:
        return kind.read(cell, entry), ""
    except BadValue as error:
        second = second_reading(kind, cell, entry)
        return (None, error.problem.code) if second is None else (second.value, second.code)


def yi(amount: str) -> Money:
    return Money(int(Decimal(amount) * 10**10))


@pytest.mark.parametrize(
    ("cell", "amount", "said"),
    [
        (1.5, "1.5", ""),
        (3, "3", ""),
        ("1.5", "1.5", ""),
        ("１．５", "1.5", ""),
        ("１．５亿", "1.5", ""),
        ("1.5亿元", "1.5", ""),
        ("3,500", "3500", ""),
        ("12,000万元", "1.2", ""),
        ("５０００万", "0.5", ""),
        ("12000万", "1.2", ""),
        ("0", "0", ""),
        ("约3.2亿元", "3.2", "cell_approximate"),
        ("约 3.2", "3.2", "cell_approximate"),
        ("近3亿", "3", "cell_approximate"),
        ("超5亿元", "5", "cell_approximate"),
        ("超过5亿元", "5", "cell_approximate"),
        ("5亿元以上", "5", "cell_approximate"),
        ("5亿元左右", "5", "cell_approximate"),
        ("3亿多元", "3", "cell_approximate"),
        ("大约１．２亿", "1.2", "cell_approximate"),
    ],
)
def test_amounts(cell: object, amount: str, said: str) -> None:
    assert read(MoneyKind(), cell, YI) == (yi(amount), said)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.5-2亿", "money_range"),
        ("约1.5-2亿", "money_range"),
        ("1.5~2", "money_range"),
        ("1,2", "money_bad"),
        ("187,4729", "money_bad"),
        ("5,新增2", "money_bad"),
        ("1e5", "money_bad"),
        ("1_000", "money_bad"),
        ("NaN", "money_bad"),
        ("Infinity", "money_bad"),
        ("一亿", "money_bad"),
        ("两三亿", "money_bad"),
        ("3亿斤", "money_unit"),
        ("-3", "money_negative"),
        (-3, "negative"),
        (True, "money_bad"),
        (datetime.datetime(2024, 3, 5), "cell_type"),
    ],
)
def test_what_is_no_amount(cell: object, code: str) -> None:
    assert read(MoneyKind(), cell, YI) == (None, code)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2024-03-05 00:00:00", "2024-03-05"),
        ("2024/3/5 17:30", "2024-03-05"),
        ("2024-03-05T00:00:00.000", "2024-03-05"),
        ("2024年3月5日　１０：３０", "2024-03-05"),
        ("2024-13-05 00:00:00", None),
        ("17:30", None),
    ],
)
def test_a_clock_time_beside_a_day_is_left_out(cell: str, iso: str | None) -> None:
    value, _ = read(DateKind(), cell)
    assert (value and value.iso()) == iso


def test_a_year_may_be_called_one() -> None:
    assert [read(CountKind(), cell)[0] for cell in ("2024年", "2024年度", "12年")] == [2024, 2024, None]


@pytest.mark.parametrize("word", ["待定", "面议", " 未定 ", "TBD", "暂无"])
@pytest.mark.parametrize("kind", [MoneyKind(), DateKind(), CountKind(), NumberKind()])
def test_what_nobody_knows_yet_is_left_blank_and_said(kind: Kind, word: str) -> None:
    assert read(kind, word) == (None, "cell_unsettled")


def test_in_a_text_such_a_word_is_a_word() -> None:
    assert read(Kind(), "待定") == ("待定", "")


@pytest.mark.parametrize(
    ("cell", "iso", "said"),
    [
        (datetime.datetime(2024, 3, 5), "2024-03-05", ""),
        (datetime.datetime(2024, 3, 5, 17, 30), "2024-03-05", ""),
        (datetime.date(2024, 3, 5), "2024-03-05", ""),
        ("2024年3月", "2024-03", ""),
        ("2024.3", "2024-03", ""),
        ("2024-3", "2024-03", ""),
        ("2024/3", "2024-03", ""),
        ("202403", "2024-03", ""),
        ("2024.10", "2024-10", ""),
        ("2024.1", "2024-01", ""),
        (2024.3, "2024-03", ""),
        (2024.12, "2024-12", ""),
        (2024.01, "2024-01", ""),
        (202403, "2024-03", ""),
        (20240301, "2024-03-01", ""),
        ("20240301", "2024-03-01", ""),
        ("2024.3.1", "2024-03-01", ""),
        ("2024年3月15日", "2024-03-15", ""),
        ("２０２４－０３－０１", "2024-03-01", ""),
        (2024, "2024", ""),
        (2024.0, "2024", ""),
        ("2024年", "2024", ""),
        ("2024年第一季度", "2024Q1", ""),
        ("2024年上半年", "2024H1", ""),
        (45352, "2024-03-01", "date_serial"),
        (45352.75, "2024-03-01", "date_serial"),
        (32874, "1990-01-01", "date_serial"),
        (73050, "2099-12-31", "date_serial"),
        ("2024年底", "2024", "cell_approximate"),
        ("2024年年底前", None, "date_vague"),
        ("2024年3月底", "2024-03", "cell_approximate"),
        ("2024.3上旬", "2024-03", "cell_approximate"),
        ("约2024年3月", "2024-03", "cell_approximate"),
    ],
)
def test_dates(cell: object, iso: str | None, said: str) -> None:
    value, code = read(DateKind(), cell)
    assert (value and value.iso(), code) == (iso, said)
    assert value is None or value == from_iso(value.iso())


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (2024.1, "date_tenth"),
        (2024.15, "date_impossible"),
        (60, "date_bad"),
        (32873, "date_serial"),
        (73051, "date_serial"),
        (3.15, "date_number"),
        ("45352", "date_serial"),
        ("3/4/2024", "date_order"),
        ("24.3.1", "date_order"),
        ("2024/13/1", "date_impossible"),
        ("2024.2.30", "date_impossible"),
        ("2024.3-2025.6", "date_range"),
        ("2024—2026", "date_range"),
        ("3月15日", "date_no_year"),
        ("3-15", "date_no_year"),
        ("3/15", "date_no_year"),
        ("3月底", "date_vague"),
        ("已开工", "date_bad"),
        (True, "cell_not_date"),
        (datetime.time(5, 5), "cell_not_date"),
    ],
)
def test_what_is_no_date_or_may_be_two(cell: object, code: str) -> None:
    assert read(DateKind(), cell) == (None, code)


def test_a_tenth_is_january_or_october() -> None:
    with pytest.raises(BadValue) as caught:
        DateKind().read(2024.1, Entry(TODAY))
    assert text(caught.value.problem.hint, "zh") == "请填 2024-01 或 2024-10"


@pytest.mark.parametrize(
    ("cell", "number", "said"),
    [
        (200, 200, ""),
        ("1,200", 1200, ""),
        ("200人", 200, ""),
        ("约200人", 200, "cell_approximate"),
        (200.0, 200, ""),
        ("200-300", None, "number_range"),
        ("2.5", None, "number_whole"),
        (-1, None, "negative"),
    ],
)
def test_counts(cell: object, number: int | None, said: str) -> None:
    assert read(CountKind(), cell) == (number, said)


@pytest.mark.parametrize(
    ("kind", "cell", "value", "said"),
    [
        (Kind(), 13800138000.0, "13800138000", ""),
        (Kind(), 13800138000, "13800138000", ""),
        (Kind(), 123456789012345, "123456789012345", ""),
        (Kind(), 910000000000000001, None, "cell_digits"),
        (Kind(), 9.1e17, None, "cell_digits"),
        (NamesKind(), 1234567890123456, None, "cell_digits"),
        (NamesKind(), "三一、隆基，人本；哈轴\n三一", ("三一", "隆基", "人本", "哈轴"), ""),
        (NumberKind(), 10**20, Decimal(10**20), ""),
    ],
)
def test_texts_in_number_cells(kind: Kind, cell: object, value: object, said: str) -> None:
    assert read(kind, cell) == (value, said)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(),
    st.text(max_size=12),
    st.text("0123456789.,-~约近亿万元年月日季度底上半待定", max_size=10),
)


@given(CELLS, st.sampled_from([Kind(), NamesKind(), MoneyKind(), DateKind(), CountKind(), NumberKind()]))
def test_any_cell_is_read_or_refused(cell: object, kind: Kind) -> None:
    value, code = read(kind, cell, WAN)
    assert value is not None or code
