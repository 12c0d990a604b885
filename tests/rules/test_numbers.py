from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadValue, Problem
from tracker.rules.numbers import (
    exact,
    fraction_text,
    half_up,
    parse_integer,
    parse_number,
    plain_decimal,
    squeezed,
    unified,
)
from tracker.words import text


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(3, 2), 0, "2"),
        (Fraction(5, 2), 0, "3"),
        (Decimal("2.675"), 2, "2.68"),
        (Decimal("-2.675"), 2, "-2.68"),
        (Decimal("2.6749999999999999999999999999999"), 2, "2.67"),
        (Fraction(9080, 90), 2, "100.89"),
        (Fraction(-1, 1000), 2, "0.00"),
        (0, 2, "0.00"),
        (7, 3, "7.000"),
        (Fraction(10**40, 3), 1, "3" * 40 + ".3"),
    ],
)
def test_half_up(value: Fraction | Decimal | int, places: int, expected: str) -> None:
    assert str(half_up(value, places)) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_half_up_is_decimals_own(value: Decimal) -> None:
    with localcontext() as context:
        context.prec = 60
        assert half_up(value, 2) == value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@given(st.fractions(), st.integers(0, 8))
def test_half_up_has_its_places_and_is_near(value: Fraction, places: int) -> None:
    rounded = half_up(value, places)
    assert rounded.as_tuple().exponent == -places
    assert abs(Fraction(rounded) - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(5, 2), "2.5"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1, 3), "0.3333333333"),
        (Fraction(2, 3), "0.6666666667"),
        (Fraction(1, 10**10), "0.0000000001"),
        (Fraction(1, 10**11), "0"),
        (Fraction(10**30), "1" + "0" * 30),
    ],
)
def test_exact(value: Fraction, expected: str) -> None:
    assert plain_decimal(exact(value)) == expected


def test_exact_of_round_numbers_prints_without_exponent() -> None:
    assert str(exact(Fraction(35_000_000_000))) == "35000000000"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1E+3", "1000"), ("1E-9", "0.000000001"), ("2.50", "2.50"), ("-0.00", "0.00"), ("-3", "-3")],
)
def test_plain_decimal(value: str, expected: str) -> None:
    assert plain_decimal(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(31, 25), "1.24"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(2, 3), "0.6667"),
        (Fraction(9025, 10000), "0.9025"),
        (Fraction(90250, 9), "10027.7778"),
        (Fraction(99999, 100000), "1.0000"),
        (Fraction(48), "48"),
        (Fraction(-1, 32), "-0.0313"),
        (Fraction(100), "100"),
    ],
)
def test_fraction_text(value: Fraction, expected: str) -> None:
    assert fraction_text(value) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", "12"),
        ("１２．５", "12.5"),
        (" 12,000 ", "12000"),
        ("１２，０００．５０", "12000.50"),
        ("1,234,567", "1234567"),
        ("−3.5", "-3.5"),
        ("－3.5", "-3.5"),
        ("+3", "3"),
        ("-0", "0"),
        ("\ufeff007\u200b", "7"),
    ],
)
def test_numbers_that_read(typed: str, expected: str) -> None:
    assert str(parse_number(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number_bad"),
        ("1e5", "number_bad"),
        ("1_000", "number_bad"),
        ("NaN", "number_bad"),
        ("Infinity", "number_bad"),
        ("-inf", "number_bad"),
        (".5", "number_bad"),
        ("5.", "number_bad"),
        ("12 000", "number_bad"),
        ("1.2.3", "number_bad"),
        ("--1", "number_bad"),
        ("3²", "number_bad"),
        ("①", "number_bad"),
        ("⒈5", "number_bad"),
        ("½", "number_bad"),
        ("٣", "number_bad"),
        ("三", "number_bad"),
        ("约3", "number_bad"),
        ("待定", "number_bad"),
        ("12\n3", "number_bad"),
        ("9" * 25, "number_bad"),
        ("1,2", "number_commas"),
        ("12,00", "number_commas"),
        ("0,123", "number_commas"),
        ("1234,567", "number_commas"),
        ("187,4729", "number_commas"),
        ("1,,000", "number_commas"),
        ("1.5-2", "number_range"),
        ("1～2", "number_range"),
        ("1至2", "number_range"),
        ("1—2", "number_range"),
    ],
)
def test_numbers_that_are_refused(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_number(typed)
    problem = caught.value.problem
    assert (problem.code, problem.value) == (code, typed)
    assert typed in text(problem.what, "zh")
    assert text(problem.hint, "en") not in ("", "None")


def test_a_range_says_both_numbers() -> None:
    with pytest.raises(BadValue) as caught:
        parse_number("1.5-2")
    assert text(caught.value.problem.hint, "zh") == "请只填一个数：1.5 或 2"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_a_written_number_reads_back_with_and_without_commas(value: Decimal) -> None:
    assert parse_number(plain_decimal(value)) == parse_number(f"{value:,f}") == value


def refusal(typed: str) -> Problem | None:
    try:
        parse_number(typed)
    except BadValue as error:
        return error.problem
    return None


@given(st.text(max_size=12))
def test_any_text_reads_or_is_refused(typed: str) -> None:
    problem = refusal(typed)
    if problem is None:
        assert parse_number(typed).is_finite()
    else:
        assert problem.hint is not None


@pytest.mark.parametrize(("typed", "expected"), [("1,200", 1200), ("12.0", 12), ("-3", -3), ("０", 0)])
def test_whole_numbers(typed: str, expected: int) -> None:
    assert parse_integer(typed) == expected


@pytest.mark.parametrize(
    ("typed", "hint"), [("3.5", "3 或 4"), ("-3.5", "-4 或 -3"), ("0.5", "0 或 1"), ("-0.5", "-1 或 0")]
)
def test_a_broken_number_is_not_whole(typed: str, hint: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_integer(typed)
    assert caught.value.problem.code == "number_whole"
    assert hint in text(caught.value.problem.hint, "zh")


def test_folding_keeps_digits_that_would_change_the_number() -> None:
    assert unified("１²③½") == "1²③½"
    assert unified("２０２４⽉") == "2024月"


def test_space_between_digits_stays() -> None:
    assert squeezed(" 2024 年 1 2 月 ") == "2024年1 2月"
