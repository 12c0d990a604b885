from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadValue, Problem
from tracker.rules.fields import number_of
from tracker.rules.money import (
    MOST_FEN,
    UNITS,
    Money,
    MoneyUnit,
    find_unit,
    from_unit,
    in_unit,
    parse_money,
    plain_money,
    show_money,
)
from tracker.rules.numbers import plain_decimal
from tracker.words import Lang, text

YI = 10_000_000_000  # fen in 1亿元


def unit(name: str) -> MoneyUnit:
    found = find_unit(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "fen", "currency"),
    [
        ("3.5亿", 35 * YI // 10, "CNY"),
        ("3亿5000万", 35 * YI // 10, "CNY"),
        ("1亿500.5万美元", 10_500_500_000, "USD"),
        ("3.5亿元", 35 * YI // 10, "CNY"),
        ("３．５亿元", 35 * YI // 10, "CNY"),
        (" 3.5 亿 元 ", 35 * YI // 10, "CNY"),
        ("3500万", 35 * YI // 100, "CNY"),
        ("12,000万元", 12 * YI // 10, "CNY"),
        ("１２，０００万元", 12 * YI // 10, "CNY"),
        ("12000元", 1_200_000, "CNY"),
        ("0.01元", 1, "CNY"),
        ("0元", 0, "CNY"),
        ("3千万", 30 * YI // 100, "CNY"),
        ("1.2万亿元", 12_000 * YI, "CNY"),
        ("￥12000", 1_200_000, "CNY"),
        ("¥12,000.50", 1_200_050, "CNY"),
        ("￥3.5亿", 35 * YI // 10, "CNY"),
        ("人民币3亿元", 3 * YI, "CNY"),
        ("3亿元人民币", 3 * YI, "CNY"),
        ("3亿人民币", 3 * YI, "CNY"),
        ("350m", 35 * YI // 10, "CNY"),
        ("350M CNY", 35 * YI // 10, "CNY"),
        ("3.5bn", 35 * YI, "CNY"),
        ("12k", 1_200_000, "CNY"),
        ("350 million yuan", 35 * YI // 10, "CNY"),
        ("12,000 CNY", 1_200_000, "CNY"),
        ("RMB 3m", 300_000_000, "CNY"),
        ("1000万美元", 1_000_000_000, "USD"),
        ("1000万美金", 1_000_000_000, "USD"),
        ("1亿美元", YI, "USD"),
        ("10m USD", 1_000_000_000, "USD"),
        ("USD 10m", 1_000_000_000, "USD"),
        ("usd10m", 1_000_000_000, "USD"),
        ("$10m", 1_000_000_000, "USD"),
        ("US$10m", 1_000_000_000, "USD"),
        ("＄10Ｍ", 1_000_000_000, "USD"),
        ("10 million US dollars", 1_000_000_000, "USD"),
        ("$10", 1_000, "USD"),
        ("2亿欧元", 2 * YI, "EUR"),
        ("€2m", 200_000_000, "EUR"),
        ("5000万港币", 5_000_000_000, "HKD"),
        ("HK$5m", 500_000_000, "HKD"),
        ("3亿日元", 3 * YI, "JPY"),
        ("100 JPY", 10_000, "JPY"),
        ("£1.5m", 150_000_000, "GBP"),
    ],
)
def test_amounts_with_their_unit(typed: str, fen: int, currency: str) -> None:
    assert parse_money(typed) == Money(fen, currency)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("3", "money_bare"),
        ("12,000", "money_bare"),
        ("0", "money_bare"),
        ("1.5-2亿", "money_range"),
        ("1.5亿~2亿", "money_range"),
        ("1至2亿元", "money_range"),
        ("1—2亿", "money_range"),
        ("约1-2亿", "money_range"),
        ("-3亿", "money_negative"),
        ("−3亿", "money_negative"),
        ("￥-3", "money_negative"),
        ("-$3m", "money_negative"),
        ("约3亿", "money_about"),
        ("3亿元以上", "money_about"),
        ("3亿左右", "money_about"),
        ("0.001元", "money_fine"),
        ("0.00000000001亿元", "money_fine"),
        ("99999999亿元", "money_large"),
        ("1,2亿", "money_bad"),
        ("12 000元", "money_bad"),
        ("1e5元", "money_bad"),
        ("1_000元", "money_bad"),
        ("3²亿", "money_unit"),
        ("3亿50000万", "money_bad"),
        ("3亿5000万2元", "money_bad"),
        ("3.5.1亿", "money_bad"),
        ("(3亿)", "money_unit"),
        ("3个", "money_unit"),
        ("3亿吨", "money_unit"),
        ("共3亿", "money_unit"),
        ("$3亿元", "money_currencies"),
        ("USD 3亿欧元", "money_currencies"),
        ("", "money_bad"),
        ("亿元", "money_bad"),
        ("待定", "money_bad"),
        ("—", "money_bad"),
        ("三亿", "money_bad"),
        ("9" * 30 + "元", "money_bad"),
    ],
)
def test_amounts_that_are_refused(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_money(typed)
    problem = caught.value.problem
    assert (problem.code, problem.value) == (code, typed)
    assert problem.hint is not None
    for lang in get_args(Lang):
        assert typed in text(problem.what, lang)
        assert "{" not in text(problem.hint, lang)


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("3", "请填 3亿（=300,000,000元）或 3万（=30,000元）", "type 3亿 (=300,000,000 CNY) or 3万 (=30,000 CNY)"),
        ("12,000", "请填 12000万（=120,000,000元）或 12000元（=12,000元）", None),
        ("0.5", "请填 0.5亿（=50,000,000元）或 0.5万（=5,000元）", None),
        ("1.5-2亿", "请只填一个金额：1.5亿 或 2亿", "type one amount: 1.5亿 or 2亿"),
        ("8000万-1.2亿", "请只填一个金额：8000万 或 1.2亿", None),
        ("-3亿", "金额不能为负：请填 3亿", "an amount is zero or more: type 3亿"),
        ("约3.2亿元", "请填确切金额，如 3.2亿元，其余写入备注", None),
        ("0.005元", "金额最小到分：请填 0.01元", "amounts go down to the fen (0.01): type 0.01 CNY"),
    ],
)
def test_hints_say_what_to_type(typed: str, zh: str, en: str | None) -> None:
    with pytest.raises(BadValue) as caught:
        parse_money(typed)
    assert text(caught.value.problem.hint, "zh") == zh
    if en:
        assert text(caught.value.problem.hint, "en") == en


@pytest.mark.parametrize(
    ("typed", "heading", "expected"),
    [
        ("3.5", "亿元", Money(35 * YI // 10)),
        ("12,000", "万元", Money(12 * YI // 10)),
        ("0", "亿元", Money(0)),
        ("3500", "万美元", Money(3_500_000_000, "USD")),
        ("3000万", "万美元", Money(3_000_000_000, "USD")),
        ("3000万元", "万美元", Money(3_000_000_000)),
        ("3000万美元", "亿元", Money(3_000_000_000, "USD")),
        ("12000元", "亿元", Money(1_200_000)),
        ("￥12000", "元", Money(1_200_000)),
    ],
)
def test_a_given_unit_serves_what_the_text_leaves_out(typed: str, heading: str, expected: Money) -> None:
    assert parse_money(typed, unit(heading)) == expected


@pytest.mark.parametrize(("typed", "heading"), [("￥3.5", "亿元"), ("USD 3.5", "万美元")])
def test_a_currency_sign_under_a_heading_with_a_scale_is_unclear(typed: str, heading: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_money(typed, unit(heading))
    assert caught.value.problem.code == "money_bare"


def test_the_readings_of_an_unclear_sign() -> None:
    with pytest.raises(BadValue) as caught:
        parse_money("￥3.5", unit("亿元"))
    assert text(caught.value.problem.hint, "zh") == "请填 3.5亿（=350,000,000元）或 3.5元（=3.5元）"


@pytest.mark.parametrize(
    ("typed", "zh", "currency", "fen"),
    [
        ("亿元", "亿元", "CNY", YI),
        ("亿", "亿元", "CNY", YI),
        ("亿 元", "亿元", "CNY", YI),
        ("万元", "万元", "CNY", 1_000_000),
        ("万", "万元", "CNY", 1_000_000),
        ("元", "元", "CNY", 100),
        ("人民币", "元", "CNY", 100),
        ("人民币万元", "万元", "CNY", 1_000_000),
        ("万元人民币", "万元", "CNY", 1_000_000),
        ("百万元", "百万元", "CNY", 100_000_000),
        ("千元", "千元", "CNY", 100_000),
        ("100m CNY", "亿元", "CNY", YI),
        ("10K CNY", "万元", "CNY", 1_000_000),
        ("m", "百万元", "CNY", 100_000_000),
        ("ＢＮ", "十亿元", "CNY", 10 * YI),
        ("k", "千元", "CNY", 100_000),
        ("million yuan", "百万元", "CNY", 100_000_000),
        ("亿美元", "亿美元", "USD", YI),
        ("万美元", "万美元", "USD", 1_000_000),
        ("万美金", "万美元", "USD", 1_000_000),
        ("美元", "美元", "USD", 100),
        ("USD m", "百万美元", "USD", 100_000_000),
        ("10k USD", "万美元", "USD", 1_000_000),
        ("亿日元", "亿日元", "JPY", YI),
        ("日元", "日元", "JPY", 100),
        ("万欧元", "万欧元", "EUR", 1_000_000),
        ("万港币", "万港元", "HKD", 1_000_000),
        ("英镑", "英镑", "GBP", 100),
    ],
)
def test_units_by_the_text_of_a_heading(typed: str, zh: str, currency: str, fen: int) -> None:
    found = unit(typed)
    assert (found.label.zh, found.currency, found.fen) == (zh, currency, fen)


@pytest.mark.parametrize("typed", ["", " ", "个", "家", "%", "元/吨", "万人", "亩", "3亿", "美元元", "USD EUR"])
def test_what_is_no_unit(typed: str) -> None:
    assert find_unit(typed) is None


def test_units_come_largest_first_and_by_currency() -> None:
    assert [each.label.zh for each in UNITS[:6]] == ["亿元", "万元", "元", "亿美元", "万美元", "美元"]
    assert {each.currency for each in UNITS} == {"CNY", "USD", "EUR", "HKD", "JPY", "GBP"}


@pytest.mark.parametrize("each", UNITS)
def test_units_are_found_by_both_labels(each: MoneyUnit) -> None:
    assert find_unit(each.label.zh) == find_unit(each.label.en) == each


@pytest.mark.parametrize(
    ("number", "heading", "fen"),
    [
        ("1.5", "亿元", 15 * YI // 10),
        ("0.000000000149", "亿元", 1),
        ("0.005", "元", 1),
        ("0.0049", "元", 0),
        ("3.3000000000000003", "亿元", 33 * YI // 10),
        ("-0.005", "元", -1),
    ],
)
def test_spreadsheet_numbers_are_rounded_to_the_fen(number: str, heading: str, fen: int) -> None:
    assert from_unit(Decimal(number), unit(heading)) == Money(fen)


def test_a_spreadsheet_number_beyond_bounds_is_refused() -> None:
    with pytest.raises(BadValue) as caught:
        from_unit(Decimal("1E+12"), unit("亿元"))
    assert (caught.value.problem.code, caught.value.problem.value) == ("money_large", "1000000000000")


def test_in_unit_is_exact_and_converts_nothing() -> None:
    assert in_unit(Money(1), unit("亿元")) == Fraction(1, YI)
    assert in_unit(parse_money("1000万美元"), unit("万美元")) == 1000
    with pytest.raises(ValueError, match="USD is not counted in CNY"):
        in_unit(Money(100, "USD"), unit("元"))


@pytest.mark.parametrize(
    ("money", "zh", "en"),
    [
        (Money(35 * YI // 10), "3.5亿元", "350m CNY"),
        (Money(35 * YI), "35亿元", "3.5bn CNY"),
        (Money(13_410 * YI // 100), "134.1亿元", "13.41bn CNY"),
        (Money(35 * YI // 100), "3500万元", "35m CNY"),
        (Money(1_234_500_000), "1234.5万元", "12.345m CNY"),
        (Money(12_345_600_000), "12345.6万元", "123.456m CNY"),  # never 1.2346亿元
        (Money(1_200_000), "12000元", "12,000 CNY"),
        (Money(10_000_000), "10万元", "100,000 CNY"),
        (Money(9_999_999), "99999.99元", "99,999.99 CNY"),
        (Money(YI + 1), "100000000.01元", "100,000,000.01 CNY"),
        (Money(YI), "1亿元", "100m CNY"),
        (Money(YI - 100), "9999.9999万元", "99,999,999 CNY"),
        (Money(1), "0.01元", "0.01 CNY"),
        (Money(50), "0.5元", "0.5 CNY"),
        (Money(0), "0元", "0 CNY"),
        (Money(1_000_000_000, "USD"), "1000万美元", "10m USD"),
        (Money(3 * YI, "JPY"), "3亿日元", "300m JPY"),
        (Money(-35 * YI // 10), "-3.5亿元", "-350m CNY"),
        (Money(1_200_000, "KRW"), "12000 KRW", "12,000 KRW"),
    ],
)
def test_money_is_shown_exactly_and_short(money: Money, zh: str, en: str) -> None:
    assert (show_money(money, "zh"), show_money(money, "en")) == (zh, en)


@given(
    st.one_of(st.integers(0, MOST_FEN), st.integers(0, 10**7).map(lambda n: n * 10**6), st.integers(0, 10**6)),
    st.sampled_from(["CNY", "USD", "EUR", "HKD", "JPY", "GBP"]),
    st.sampled_from(get_args(Lang)),
)
def test_shown_money_reads_back(fen: int, currency: str, lang: Lang) -> None:
    money = Money(fen, currency)
    assert parse_money(show_money(money, lang)) == money


@given(st.integers(0, 10**12), st.sampled_from(UNITS))
def test_a_number_in_a_unit_reads_back(fen: int, each: MoneyUnit) -> None:
    money = Money(fen, each.currency)
    number = plain_decimal(Decimal(fen) / each.fen)
    assert parse_money(number, each) == parse_money(number + each.label.zh) == from_unit(Decimal(number), each) == money
    assert in_unit(money, each) * each.fen == fen


@given(
    st.one_of(
        st.floats(allow_nan=True),
        st.integers(-(10**18), 10**18),
        st.integers(0, 10**16).map(lambda n: n / 10**6),
        st.decimals(0, 10**7, places=8).map(float),
    ),
    st.sampled_from(UNITS),
)
def test_a_plain_number_is_the_amount_that_its_digits_say(number: float, each: MoneyUnit) -> None:
    money = plain_money(number, each)
    assert money is None or money == from_unit(number_of(number), each)


def test_nearly_every_number_is_a_plain_one() -> None:
    plain = [plain_money(fen / each.fen, each) for each in UNITS for fen in range(0, 10**9, 999_983)]
    assert None not in plain


def refusal(typed: str) -> Problem | None:
    try:
        parse_money(typed)
    except BadValue as error:
        return error.problem
    return None


@given(st.text(alphabet="0123456789.,-亿万元美 约mk$￥usd至", max_size=10))
def test_any_text_reads_or_is_refused(typed: str) -> None:
    problem = refusal(typed)
    if problem is None:
        assert 0 <= parse_money(typed).fen <= MOST_FEN
    else:
        assert problem.hint is not None
        assert problem.value == typed
