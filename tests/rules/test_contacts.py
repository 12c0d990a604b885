from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.contacts import MASK, masked, restored

RESIDENT = "11010519491231002X"  # the example of the standard


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800138000", "138****8000"),
        ("138-0013-8000", "138-****8000"),
        ("138 0013 8000", "138 ****8000"),
        ("+86 13800138000", "+86 138****8000"),
        ("+86-138-0013-8000", "+86-138-****8000"),
        ("１３８００１３８０００", "１３８****８０００"),
        ("13800138000/13900139000", "138****8000/139****9000"),
        ("电话13800138000。", "电话138****8000。"),
        ("tel. 13800138000.", "tel. 138****8000."),
        ("0635-8230321", "0635-****321"),
        ("(0635)8230321", "(0635)****321"),
        ("（0635）8230321", "（0635）****321"),
        ("010-62345678转8", "010-****678转8"),
        (RESIDENT, "110105****002X"),
        (RESIDENT.lower(), "110105****002x"),
        (f"身份证号{RESIDENT}，", "身份证号110105****002X，"),
    ],
)
def test_numbers_of_people_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert restored(shown, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12800138000",
        "138001380001",
        "1380013800",
        "13800138000元",
        "13800138000.50",
        "91371500999999001A",  # a credit code
        "110105194912310021",  # the check character is wrong
        "110105194913310020",  # no such month
        "2024-03-05",
        "20240305",
        "0635",
        "6222021602001234567",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_a_mask_that_stands_for_nothing_known_stays() -> None:
    assert restored("139****9000", "13800138000") == "139****9000"
    assert restored("138****8000", "") == "138****8000"
    assert restored("**** 备注", "13800138000") == "**** 备注"


def test_two_numbers_behind_one_mask_keep_their_order() -> None:
    known = "甲 13800138000，乙 13811118000"
    assert restored("甲甲 138****8000，乙 138****8000", known) == "甲甲 13800138000，乙 13811118000"
    assert restored("138****8000", known) == "138****8000", "which of the two is meant is not for us to say"


TEXTS = st.lists(
    st.one_of(
        st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
        st.from_regex(r"0[0-9]{2,3}-[0-9]{7,8}", fullmatch=True),
        st.just(RESIDENT),
        st.text(max_size=6),
        st.sampled_from(["，", " ", "电话", MASK, "138****8000", "."]),
    ),
    max_size=8,
).map("".join)


@given(TEXTS)
def test_masking_twice_is_masking_once_and_is_undone_by_what_is_known(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    if MASK not in text:
        assert restored(once, text) == text
