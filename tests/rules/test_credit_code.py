from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.credit_code import ALPHABET, check, check_character, inner_digit, is_valid, normalise
from tracker.words import Lang, text

VALID = (
    "91350100M000100Y43",
    "91110000802100433B",
    "9111000071093123XX",
    "91440300708461136T",
    "91330100799655058B",
    "9144030071526726XG",
    "91110108551385082Q",
    "12440600MB2C07549J",
    "92141127MA0KD1Y64A",
    "91999999MAJRE2T290",
    "91999999MA6A6FKWX0",
    "91999999MA8W4YE71Y",
    "91999999MA1NANDBXX",
)


def why(code: str, lang: Lang = "zh") -> str:
    words = check(code)
    assert words is not None
    return text(words, lang)


@pytest.mark.parametrize("code", VALID)
def test_valid_codes(code: str) -> None:
    assert is_valid(code)
    assert check(code) is None
    assert check_character(code[:17]) == code[17]
    assert inner_digit(code[8:16]) == code[16]


def test_the_standards_worked_example() -> None:
    first17 = "91350100M000100Y4"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first17, weights, strict=True))
    assert (total, total % 31) == (1640, 28)
    assert check_character(first17) == "3"
    assert not is_valid(first17 + "Z")


def test_the_alphabet_leaves_out_five_letters() -> None:
    assert len(ALPHABET) == 31
    assert not set("IOSVZ") & set(ALPHABET)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("91310115MA1H8R7C6D", "7"),
        ("111111111111111111", "5"),
    ],
)
def test_what_the_check_character_should_be(code: str, expected: str) -> None:
    assert check_character(code[:17]) == expected
    assert not is_valid(code)
    assert check(code) is not None


@pytest.mark.parametrize(
    ("code", "zh"),
    [
        ("", "统一社会信用代码应为 18 位，这里是 0 位"),
        ("91350100M000100Y4", "统一社会信用代码应为 18 位，这里是 17 位"),
        ("91350100M000100Y433", "统一社会信用代码应为 18 位，这里是 19 位"),
        ("371500200012345", "统一社会信用代码应为 18 位，这里是 15 位：像旧的工商注册号"),
        ("M000100Y4", "统一社会信用代码应为 18 位，这里是 9 位：像组织机构代码"),
        ("M000100Y-4", "统一社会信用代码应为 18 位，这里是 10 位：像组织机构代码"),
        ("9135O100M000100Y43", "第 5 位 “O” 不用于统一社会信用代码：是否应为 91350100M000100Y43？"),
        ("9I3501OOM000IOOY43", "第 2 位 “I” 不用于统一社会信用代码：是否应为 91350100M000100Y43？"),
        ("9144030071S26726XG", "第 11 位 “S” 不用于统一社会信用代码：是否应为 9144030071526726XG？"),
        ("91999999MAJREZT290", "第 14 位 “Z” 不用于统一社会信用代码：是否应为 91999999MAJRE2T290？"),
        ("9135V100M000100Y43", "第 5 位 “V” 不用于统一社会信用代码"),
        ("91350100M000100Y4Z", "第 18 位 “Z” 不用于统一社会信用代码"),
        ("91350100M000100Y4③", "第 18 位 “③” 不用于统一社会信用代码"),
        ("91350100M000100Y53", "第 9 至 17 位有误：第 17 位应为 4，这里是 5"),
        ("91350100M000100Y44", "校验位不符：第 18 位应为 3，这里是 4"),
        # The 6th weighs 26: 1640 + 26 = 1666, 1666 mod 31 = 23, 31 - 23 = 8.
        ("91350200M000100Y43", "校验位不符：第 18 位应为 8，这里是 3"),
        ("111111111111111111", "第 9 至 17 位有误：第 17 位应为 7，这里是 1"),
    ],
)
def test_why_a_code_cannot_be_right(code: str, zh: str) -> None:
    assert why(code) == zh
    assert "{" not in why(code, "en")


def test_an_identity_card_is_recognised_and_not_repeated() -> None:
    number = "362322198709086409"
    assert check_character(number[:17]) == number[17]  # the trap: the outer digit fits
    assert not is_valid(number)
    assert why(number) == "这像身份证号，不是统一社会信用代码"
    assert all(number not in why(number, lang) for lang in get_args(Lang))


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x"])
def test_an_identity_card_ending_in_x(number: str) -> None:
    assert "身份证" in why(number)


@pytest.mark.parametrize("number", ["362322198713086401", "362322198709086408"])
def test_without_a_birthday_or_its_check_digit_it_is_no_identity_card(number: str) -> None:
    assert "身份证" not in why(number)


@pytest.mark.parametrize(
    "typed",
    [
        " 91350100m000100y43 ",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "9135 0100 M000 100Y 43",
        "\ufeff91350100M000100Y43\u200b",
    ],
)
def test_width_case_and_space_do_not_matter(typed: str) -> None:
    assert normalise(typed) == "91350100M000100Y43"
    assert is_valid(typed)
    assert check(typed) is None


def test_look_alike_letters_are_never_replaced() -> None:
    assert normalise("9135O100M000100Y43") == "9135O100M000100Y43"
    assert not is_valid("9135O100M000100Y43")


def test_no_first_character_or_division_is_refused() -> None:
    assert is_valid("92141127MA0KD1Y64A")


@pytest.mark.parametrize("code", VALID)
def test_every_single_substitution_is_caught(code: str) -> None:
    others = (code[:i] + char + code[i + 1 :] for i in range(18) for char in ALPHABET if char != code[i])
    assert not any(map(is_valid, others))


@pytest.mark.parametrize("code", VALID)
def test_every_swap_of_neighbours_is_caught(code: str) -> None:
    swapped = (code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(17) if code[i] != code[i + 1])
    assert not any(map(is_valid, swapped))


@given(st.text(alphabet=ALPHABET, min_size=16, max_size=16))
def test_computed_digits_make_a_valid_code(first16: str) -> None:
    first17 = first16 + inner_digit(first16[8:])
    assert check(first17 + check_character(first17)) is None


@given(st.text(max_size=20))
def test_check_and_is_valid_agree(typed: str) -> None:
    assert (check(typed) is None) == is_valid(typed)
