from __future__ import annotations

import datetime
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import BadUsage, NotFound, TrackerError
from tracker.render.shown import said
from tracker.rules.choices import STAGE, folded
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.rules.paths import all_fields
from tracker.rules.periods import Period
from tracker.rules.query import Among, Between, Condition, Empty, Holds, Within, is_condition, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.fields import Kind
    from tracker.rules.paths import Path
    from tracker.rules.query import Query
    from tracker.words import Words

ENTRY = Entry(datetime.date(2024, 4, 10))
CAMPAIGN = Period(datetime.date(2024, 3, 1), datetime.date(2024, 6, 9))


class Stub:
    """Knows one unit, one metric and one campaign."""

    def ref(self, path: Path, text: str) -> tuple[int, str] | None:
        if folded(text) == "冠县":
            return 5, "冠县"
        raise NotFound("none", code="name_unknown", value=text)

    def key(self, kind: Kind, text: str) -> tuple[str, Words]:
        return text, text

    def periods(self) -> Mapping[str, Period]:
        return {"百日会战": CAMPAIGN}


def read(noun: str, *texts: str) -> Query:
    return parse(NOUNS[noun], texts, ENTRY, Stub())


def one(noun: str, text: str) -> Condition:
    [condition] = read(noun, text).conditions
    return condition


AMOUNTS: dict[str, tuple[tuple[int, bool] | None, tuple[int, bool] | None, str]] = {
    ">=1亿": ((10**10, True), None, "CNY"),
    "＞＝1亿": ((10**10, True), None, "CNY"),
    "≥1亿": ((10**10, True), None, "CNY"),
    ">1亿": ((10**10, False), None, "CNY"),
    "<=1亿": (None, (10**10, True), "CNY"),
    "≤ 1亿": (None, (10**10, True), "CNY"),
    "＜1亿": (None, (10**10, False), "CNY"),
    "1亿": ((10**10, True), (10**10, True), "CNY"),
    "=1亿": ((10**10, True), (10**10, True), "CNY"),
    "1亿以上": ((10**10, True), None, "CNY"),
    "1亿以下": (None, (10**10, True), "CNY"),
    "1亿..5亿": ((10**10, True), (5 * 10**10, True), "CNY"),
    "1..5亿": ((10**10, True), (5 * 10**10, True), "CNY"),
    "1亿..": ((10**10, True), None, "CNY"),
    "..1亿": (None, (10**10, True), "CNY"),
    ">=1,000万美元": ((10**9, True), None, "USD"),
}


@pytest.mark.parametrize("value", AMOUNTS)
@pytest.mark.parametrize("colon", [":", "："])
def test_amounts(value: str, colon: str) -> None:
    [test] = one("project", f"amount{colon}{value}").tests
    assert isinstance(test, Between)
    assert (test.low, test.high, test.currency) == AMOUNTS[value]


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("signed", ("signed",)),
        ("签约", ("signed",)),
        ("signed..completed", ("signed", "registered", "filed", "started", "completed")),
        ("签约..", STAGE.keys[2:]),
        (">=签约", STAGE.keys[2:]),
        (">签约", STAGE.keys[3:]),
        ("<talks", ("planned",)),
        ("..talks", ("planned", "talks")),
        (">at_output", ()),
    ],
)
def test_stages_follow_each_other(value: str, keys: tuple[str, ...]) -> None:
    [test] = one("project", f"stage:{value}").tests
    assert isinstance(test, Among)
    assert test.values == keys


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("2024Q1", "2024Q1"),
        ("本季度", "2024Q2"),
        ("2024-01..2024-02", "2024-01-01..2024-02-29"),
        (">=2024-03", "2024-03-01.."),
        (">2024-03", "2024-04-01.."),
        ("<2024-03", "..2024-02-29"),
        ("<=2024-03", "..2024-03-31"),
        ("=2024-03-05", "2024-03-05"),
        ("百日会战", "2024-03-01..2024-06-08"),
    ],
)
def test_dates_are_asked_for_by_period(value: str, label: str) -> None:
    [test] = one("project", f"signed:{value}").tests
    assert isinstance(test, Within)
    assert test.period.label == label


def test_several_values_are_alternatives_and_a_comma_of_thousands_is_none() -> None:
    assert len(one("project", "stage:signed，started、投产").tests) == 3
    assert len(one("project", "jobs:1,200").tests) == 1
    assert len(one("project", "jobs:1，200").tests) == 2


@pytest.mark.parametrize("value", ["-", "—", "无", "none"])
def test_empty_fields(value: str) -> None:
    assert one("project", f"chain:{value}").tests == (Empty(),)


def test_texts_are_folded_and_may_be_asked_for_whole() -> None:
    [part, whole] = one("project", "note: ＡＢc ,=甲 乙").tests
    assert isinstance(part, Holds)
    assert isinstance(whole, Holds)
    assert (part.text, part.whole, whole.text, whole.whole) == ("abc", False, "甲乙", True)


def test_numbers_are_listed_conditions_joined_and_words_left() -> None:
    query = read("funds", "F12", "轴承", "f20..F31", "^F25", "unit:冠县", "^临清")
    numbers, without, unit = query.conditions
    assert [test[:2] for test in numbers.tests] == [((12, True), (12, True)), ((20, True), (31, True))]
    assert (without.negated, without.path.key) == (True, "id")
    assert (unit.path.key, unit.tests[0][0]) == ("project.unit", (5,))
    assert [(word.text, word.negated) for word in query.free] == [("轴承", False), ("临清", True)]


def test_the_city_is_a_target_without_unit() -> None:
    assert is_condition("unit:全市")
    assert not is_condition("全市")


READINGS = {
    "unit:冠县": ("责任单位为 冠县", "Responsible unit is 冠县"),
    "stage:signed..": ("阶段已到签约", "Stage at signed or beyond"),
    "stage:..talks": ("阶段至多到在谈", "Stage up to in talks"),
    "stage:signed,started": ("阶段为 签约或为 开工", "Stage is signed or is started"),
    "amount:>=5亿": ("总投资不小于 5亿元", "Total investment at least 500m CNY"),
    "amount:1亿..5亿": ("总投资从 1亿元 到 5亿元", "Total investment from 100m CNY to 500m CNY"),
    "amount:..": ("总投资不为空", "Total investment is not empty"),
    "^tag:重点": ("除去标签含“重点”的", "except where Tags has “重点”"),
    "chain:-": ("产业链为空", "Chain is empty"),
    "signed:2024Q1": (
        "签约时间 2024年一季度（2024-01-01 至 2024-03-31）",
        "Signed date 2024 Q1 (2024-01-01 to 2024-03-31)",
    ),
    "P3": ("编号P3", "No. P3"),
    "^临清": ("除去有“临清”的", "except where “临清” is found"),
}


@pytest.mark.parametrize("typed", READINGS)
def test_a_condition_says_how_it_was_read(typed: str) -> None:
    [words] = read("project", typed).words()
    assert (said(words, "zh"), said(words, "en")) == READINGS[typed]


WRONG = {
    "colour:red": ("field_unknown", "colour"),
    "stage:signd": ("choice_unknown", "signd"),
    "stage:signed,signd": ("choice_unknown", "signd"),
    "amount:": ("value_missing", ""),
    "amount:>=": ("value_missing", ">="),
    "amount:1亿,": ("value_missing", ""),
    "amount:<>1亿": ("sign_unknown", "<>"),
    "amount:5": ("money_bare", "5"),
    "amount:5亿..1亿": ("range_reversed", "5亿..1亿"),
    "amount:1亿..5m USD": ("query_currencies", "1亿..5m USD"),
    "stage:started..signed": ("range_reversed", "started..signed"),
    "signed:2024Q5": ("period_bad", "2024Q5"),
    "signed:2024-02-30": ("date_impossible", "2024-02-30"),
    "tag:>3": ("no_order", ">3"),
    "status:<active": ("no_order", "<active"),
    "unit:不在": ("name_unknown", "不在"),
    "id:X3": ("numbers_bad", "X3"),
    "jobs:many": ("number_bad", "many"),
    "a:b:c": ("field_unknown", "a"),
    ":": ("field_unknown", ""),
    "^": ("query_empty", "^"),
    "　": ("query_empty", "　"),
}


@pytest.mark.parametrize("typed", WRONG)
def test_what_cannot_be_read_is_told_with_its_spot(typed: str) -> None:
    with pytest.raises(TrackerError) as caught:
        read("project", typed)
    found = caught.value.problem
    assert (found.code, found.value) == WRONG[typed]
    assert found.place == typed or found.code == "query_empty"
    assert found.hint or found.code == "name_unknown"


def test_numbers_turned_round_are_refused() -> None:
    with pytest.raises(BadUsage) as caught:
        read("funds", "F3..F1")
    assert caught.value.problem.code == "numbers_bad"


FIELDS = [(noun.key, field.key) for noun in NOUNS.values() for field in all_fields(noun)]
PIECES = st.sampled_from(
    [
        *">=<=＞＜＝≥≤^＾:：,，、..-— ", "..", "1", "12", "1亿", "5万美元", "2024Q1", "2024-03", "本季度", "以上",
        "冠县", "signed", "开工", "active", "F3", "P12", "unit", "tag", "project.", "unit.", "\x1b", "\u202e", "³",
    ]
)  # fmt: skip


@settings(max_examples=400)
@given(st.sampled_from(list(NOUNS)), st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(noun: str, typed: str) -> None:
    with suppress(TrackerError):
        assert all(said(words, lang) for words in read(noun, typed).words() for lang in ("zh", "en"))


@settings(max_examples=400)
@given(st.sampled_from(FIELDS), st.lists(PIECES, max_size=6).map("".join))
def test_whatever_is_asked_of_a_field_is_read_or_refused_with_its_spot(at: tuple[str, str], typed: str) -> None:
    noun, key = at
    try:
        read(noun, f"{key}:{typed}")
    except TrackerError as error:
        spot = error.problem.place
    else:
        spot = key
    assert str(spot).startswith(key)
