from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.chain import canonical, head, heads_in, sealed

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_canonical_json_reads_back_and_is_one_line(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
    assert "\n" not in text


@given(st.dictionaries(TEXTS, st.integers(), max_size=6))
def test_the_order_of_keys_is_of_no_account(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_figures_are_texts_with_all_their_digits() -> None:
    assert canonical([Fraction(100, 90), Decimal("98.50"), Decimal("-0.0")]) == '["10/9","98.50","0.0"]'


def test_a_float_is_refused_wherever_it_stands() -> None:
    with pytest.raises(TypeError):
        canonical({"a": [1, {"b": 0.5}]})


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.data())
def test_any_other_byte_is_another_hash(text: str, data: st.DataObject) -> None:
    raw = text.encode()
    at = data.draw(st.integers(0, len(raw) - 1))
    other = bytearray(raw)
    other[at] ^= data.draw(st.integers(1, 255))
    try:
        changed = other.decode()
    except UnicodeDecodeError:
        return  # what is no text cannot be stored
    assert sealed("00", changed) != sealed("00", text)


def test_a_link_depends_on_the_one_before() -> None:
    assert len({sealed(None, "x"), sealed("00", "x"), sealed("01", "x")}) == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("head 0123456789abcdef", ["0123456789abcdef"]),
        ("校验码0123456789ABCDEF，第1页", ["0123456789abcdef"]),
        ("0123456789abcde", []),
        ("0123456789abcdefg", ["0123456789abcdef"]),
        ("a" * 64, ["a" * 64]),
        ("a" * 65, []),
        ("", []),
    ],
)
def test_heads_are_found_in_footers(text: str, found: list[str]) -> None:
    assert heads_in(text) == found
    assert all(len(head(each)) == 16 for each in found)
