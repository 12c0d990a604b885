from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadValue
from tracker.rules.shares import credits, parse_policy, show_policy
from tracker.words import Say, text

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("single", "single"),
        ("独享", "single"),
        (" Single ", "single"),
        ("双算", "dual_full"),
        ("DUAL_FULL", "dual_full"),
        ("dual full", "dual_full"),
        ("全归引荐方", "origin_full"),
        ("origin_full", "origin_full"),
        ("5:5", "5:5"),
        ("5：5", "5:5"),
        ("５：５", "5:5"),
        ("5∶5", "5:5"),
        (" 4 : 6 ", "4:6"),
        ("05:05", "5:5"),
        ("40:60", "40:60"),
        ("50:50", "50:50"),
        ("4:3:3", "4:3:3"),
        ("25:25:25:25", "25:25:25:25"),
        ("1:99", "1:99"),
    ],
)
def test_a_policy_is_read_in_any_spelling(typed: str, stored: str) -> None:
    assert parse_policy(typed) == stored
    assert parse_policy(stored) == stored


@pytest.mark.parametrize(
    ("typed", "code", "named"),
    [
        ("5:4", "policy_sum", "9"),
        ("50:40", "policy_sum", "90"),
        ("3:3:3", "policy_sum", "9"),
        ("999:999", "policy_sum", "1998"),
        ("0:10", "policy_zero", "0"),
        ("10:0", "policy_zero", "0"),
        ("10", "policy_unknown", "10"),
        ("100", "policy_unknown", "100"),
        ("5:", "policy_unknown", "5:"),
        (":5:5", "policy_unknown", ":5:5"),
        ("5:-5", "policy_unknown", "5:-5"),
        ("5.5:4.5", "policy_unknown", "5.5:4.5"),
        ("1e1:0", "policy_unknown", "1e1:0"),
        ("5/5", "policy_unknown", "5/5"),
        ("", "policy_unknown", ""),
        ("各半", "policy_unknown", "各半"),
        ("9" * 5000 + ":1", "policy_unknown", "9"),
    ],
)
def test_a_bad_policy_is_refused_with_what_to_type(typed: str, code: str, named: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_policy(typed)
    problem = caught.value.problem
    assert problem.code == code
    assert problem.value == typed
    assert problem.hint
    for lang in ("zh", "en"):
        assert named in text(problem.what, lang)


def test_the_hint_of_a_bad_sum_names_both_scales() -> None:
    with pytest.raises(BadValue) as caught:
        parse_policy("5:6")
    hint = caught.value.problem.hint
    assert "5:5" in text(hint, "zh")
    assert "40:60" in text(hint, "en")


@pytest.mark.parametrize("policy", ["single", "dual_full", "origin_full", "5:5", "4:3:3"])
def test_without_introducers_the_host_has_all(policy: str) -> None:
    assert credits(policy, 4, ()) == {4: 1}


def test_shares_are_exact_and_in_the_order_of_the_split() -> None:
    assert list(credits("4:3:3", 9, (2, 1)).items()) == [
        (2, Fraction(2, 5)),
        (1, Fraction(3, 10)),
        (9, Fraction(3, 10)),
    ]
    assert credits("40:60", 4, (1,)) == {1: Fraction(2, 5), 4: Fraction(3, 5)}


def test_policies_by_name() -> None:
    assert credits("single", 4, (1,)) == {4: 1}
    assert list(credits("dual_full", 4, (1, 2)).items()) == [(1, Fraction(1)), (2, Fraction(1)), (4, Fraction(1))]
    assert credits("origin_full", 4, (1,)) == {1: 1}


def test_several_introducers_share_the_origin_alike() -> None:
    assert credits("origin_full", 4, (1, 2)) == {1: HALF, 2: HALF}


@pytest.mark.parametrize(("policy", "introducers"), [("5:5", (1, 2)), ("4:3:3", (1,)), ("25:25:25:25", (1, 2))])
def test_parts_must_fit_the_units(policy: str, introducers: tuple[int, ...]) -> None:
    with pytest.raises(BadValue) as caught:
        credits(policy, 4, introducers)
    assert caught.value.problem.code == "policy_parts"
    example = text(caught.value.problem.hint, "en").split("such as ")[1].split(",")[0]
    assert sum(credits(example, 4, introducers).values()) == 1


def test_the_example_fits_any_number_of_units() -> None:
    introducers = tuple(range(1, 7))
    with pytest.raises(BadValue) as caught:
        credits("5:5", 9, introducers)
    example = text(caught.value.problem.hint, "en").split("such as ")[1].split(",")[0]
    assert sum(credits(example, 9, introducers).values()) == 1


@pytest.mark.parametrize("policy", ["single", "dual_full", "origin_full", "5:5", "4:3:3"])
@pytest.mark.parametrize("introducers", [(4,), (1, 4), (1, 1)])
def test_no_unit_stands_twice(policy: str, introducers: tuple[int, ...]) -> None:
    with pytest.raises(BadValue) as caught:
        credits(policy, 4, introducers)
    assert caught.value.problem.code == "policy_twice"


def test_a_policy_is_shown_by_its_label() -> None:
    assert show_policy("dual_full") == Say("双算", "dual full")
    assert show_policy("4:3:3") == "4:3:3"


@given(st.lists(st.integers(1, 99), min_size=2, max_size=5))
def test_a_split_is_taken_exactly_when_it_sums_to_10_or_100(parts: list[int]) -> None:
    typed = ":".join(map(str, parts))
    if sum(parts) in (10, 100):
        shares = credits(parse_policy(typed), 0, tuple(range(1, len(parts))))
        assert sum(shares.values()) == 1
        assert [share * sum(parts) for share in shares.values()] == parts
    else:
        with pytest.raises(BadValue):
            parse_policy(typed)
