from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.render.shown import heading, neutral, said, shown
from tracker.result import Bar
from tracker.rules.choices import STAGE
from tracker.rules.dates import from_iso
from tracker.rules.money import Money
from tracker.rules.periods import quarter
from tracker.rules.visible import safe, starts_formula
from tracker.words import Say

HOSTILE = [
    *(chr(point) for point in range(0x20)),
    *(chr(point) for point in range(0x7F, 0xA0)),
    *"\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u061c\ufeff",
    "\ufffe",
    "\uffff",
    "\U0001ffff",
    "\ufdd0",
    "\ud800",
    "\udfff",
    "\U000e0041",
]


@pytest.mark.parametrize("char", HOSTILE, ids=lambda char: f"{ord(char):x}")
def test_every_steering_or_hidden_character_becomes_a_visible_mark(char: str) -> None:
    marked = safe(f"冠{char}县")
    assert char not in marked
    assert marked.isprintable()
    assert (marked[0], marked[-1]) == ("冠", "县")
    assert len(marked) > 2
    assert marked.encode()


def test_marks() -> None:
    assert safe("\x1b[2J\r\n\t\x07\x7f\x9b\u202e\ud800") == "␛[2J␍⏎→␇␡\\u{9b}\\u{202e}\\u{d800}"


@pytest.mark.parametrize(
    "text", ["冠县　临清", "①㎡Ⅲ（亿元）", "𠮷", "e\u0301", "[red]x[/red] :smile: C:\\", "", "▲2 █░│"]
)
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@given(st.text(st.characters()))
def test_nothing_dangerous_survives(text: str) -> None:
    assert not {unicodedata.category(char) for char in safe(text)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert safe(safe(text)) == safe(text)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "—", "—"),
        (True, "是", "yes"),
        (False, "否", "no"),
        (0, "0", "0"),
        (Money(35000000000), "3.5亿元", "350m CNY"),
        (from_iso("2024Q1"), "2024Q1", "2024Q1"),
        (date(2024, 3, 5), "2024-03-05", "2024-03-05"),
        (datetime(2024, 3, 5, 9, 30), "2024-03-05 09:30", "2024-03-05 09:30"),
        (STAGE.choice("started"), "开工", "started"),
        (Say("共 {n} 项", "{n} in all")(n=3), "共 3 项", "3 in all"),
        (Say("缺 {sum}", "{sum} short")(sum=Money(100)), "缺 1元", "1 CNY short"),
        (Decimal("1E+3"), "1000", "1000"),
        (Decimal("98.50"), "98.50", "98.50"),
        (Fraction(1, 4), "0.25", "0.25"),
        (("冠县", "莘县"), "冠县、莘县", "冠县, 莘县"),
        ((), "—", "—"),
        (Bar(0.625, 0.5), "62%", "62%"),
        (Path("a\x1bb"), "a␛b", "a␛b"),
        ({"stage": STAGE.choice("started")}, "stage=开工", "stage=started"),
    ],
)
def test_shown_for_people(value: object, zh: str, en: str) -> None:
    assert (shown(value, "zh"), shown(value, "en")) == (zh, en)


def test_values_inside_sentences_cannot_steer_the_terminal() -> None:
    assert said(Say("找不到 {name}", "no {name}")(name="\x1b]0;x\x07{n}"), "en") == "no ␛]0;x␇{n}"
    assert said("\x1b", "zh") == "␛"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        ("a\nb", "a\nb"),
        (Money(35, "USD"), {"fen": 35, "currency": "USD"}),
        (from_iso("2024-03"), "2024-03"),
        (quarter(2024, 1), "2024Q1"),
        (STAGE.choice("started"), "started"),
        (Say("是", "yes"), "yes"),
        (date(2024, 3, 5), "2024-03-05"),
        (datetime(2024, 3, 5, 9, 30, tzinfo=UTC), "2024-03-05T09:30:00Z"),
        (Decimal("98.50"), Decimal("98.50")),
        (0.1, Decimal("0.1")),
        (Fraction(1, 4), Decimal("0.25")),
        (("a", Money(1)), ["a", {"fen": 1, "currency": "CNY"}]),
        ({"a": (1, None)}, {"a": [1, None]}),
        (Bar(0.5, 0.25), 0.5),
    ],
)
def test_neutral_for_machines(value: object, plain: object) -> None:
    assert neutral(value, "en") == plain
    assert type(neutral(value, "en")) is type(plain)
    json.dumps(neutral(value, "en"), default=float)


def test_heading_carries_its_unit_as_workbooks_have_it() -> None:
    total, unit = Say("总投资", "Total"), Say("亿元", "100m CNY")
    assert heading(total, unit, "zh") == "总投资(亿元)"
    assert heading(total, unit, "en") == "Total (100m CNY)"
    assert heading(total, None, "en") == "Total"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "　=1", "\n=1"]
)
def test_formula_starts(text: str) -> None:
    assert starts_formula(text)


@pytest.mark.parametrize("text", ["", " ", "冠县", "1=1", "—", "'=1", "(−1)"])
def test_no_formula_starts(text: str) -> None:
    assert not starts_formula(text)
