from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tracker.rules.scheme_reading import parse_scheme
from tracker.rules.scheme_words import describe_scheme, scheme_warnings
from tracker.words import text

from .scheme_texts import FULL, SMALL, changed

if TYPE_CHECKING:
    from tracker.rules.schemes import Scheme


@pytest.fixture(scope="module")
def full() -> Scheme:
    return parse_scheme(FULL)


def test_weights_that_do_not_sum_to_100_are_a_warning() -> None:
    (message,) = scheme_warnings(parse_scheme(SMALL.replace("weight = 100", "weight = 90.5")))
    assert (message.level, text(message.what, "en")) == ("warning", "the weights sum to 90.5, not 100")


def test_weights_are_summed_by_group_where_indicators_are_narrowed(full: Scheme) -> None:
    assert scheme_warnings(full) == ()
    narrowed = changed("weight = 40", 'weight = 40\ngroups = ["department"]').replace("composite = false", "")
    messages = scheme_warnings(parse_scheme(narrowed))
    assert [text(each.what, "en") for each in messages] == ["the weights of Counties sum to 60, not 100"]


def test_shares_that_do_not_sum_to_1_are_a_warning() -> None:
    (message,) = scheme_warnings(parse_scheme(changed("share = 0.6", "share = 0.5")))
    assert text(message.what, "en") == "the shares of Quality sum to 0.9, not 1"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_scheme_in_plain_sentences(full: Scheme, lang: str) -> None:
    lines = [text(each, lang) for each in describe_scheme(full)]  # type: ignore[arg-type]
    assert len(lines) == 2 + 2 + len(full.metrics) + 4 + 2 + 2 + 1 + 1 + 1
    assert not [line for line in lines if "{" in line or "}" in line]


def test_every_formula_has_its_sentence() -> None:
    formulas = {
        "ratio": "actual / target × 100",
        "ratio_time": "actual / (target × pro-rata) × 100",
        'threshold"\nbase = 60\nper = 2\nmax = 9 #': "60 at the target, 2 more for each full 0.1 of the target above"
        " it, 0 below it, 9 at most",
        'floor_deduct"\nper = 2 #': "100 points, 2 off for each 10k CNY of funds short of the target, down to 0",
        'deduct"\nper = 2 #': "100 points, 2 off for each 10k CNY of funds, down to 0",
        'per_unit"\nper = 2 #': "2 for each 10k CNY",
        'efficacy"\nzero = "zero" #': "efficacy in the group, ((actual − min) / (max − min) × 40 + 60) / 100 × 100,"
        " 0 when the actual is 0",
        "relmax": "actual / the group's highest × 100",
        'share"\nof = "funds" #': "actual / funds × 100",
        'growth"\nby = "rate"\ngoal = 0.2 #': "growth on last year / 0.2 × 100",
        'growth"\nby = "rank" #': "by rank of growth in the group, (n − rank + 1) / n × 100",
        'mix"\nparts = [{ metric = "funds", share = 1, formula = "ratio", cap = 1 }] #': "the sum of funds"
        " (actual / target × 100, at most 100)",
    }
    for formula, sentence in formulas.items():
        scheme = parse_scheme(SMALL.replace('"ratio"', f'"{formula}"'))
        assert text(describe_scheme(scheme)[-3], "en") == f"funds, weight 100: {sentence}"
    figures = SMALL.replace('"funds"\nunit', '"figures"\nunit').replace('"ratio"', '"manual"\ncap = 0.5')
    line = text(describe_scheme(parse_scheme(figures))[-3], "en")
    assert line == "funds, weight 100: the score as entered, 0 to 100, at most 50"


def test_what_a_metric_counts_is_said_with_its_conditions() -> None:
    asked = """recognition = ["recognised"], ring = ["foreign"], min_investment = { CNY = "1亿", USD = "1000万" }"""
    where = f'unit = "亿元"\nwhere = {{ {asked} }}'
    scheme = parse_scheme(re.sub('unit = "[^"]*"', where, SMALL, count=1))
    assert text(describe_scheme(scheme)[3], "en") == (
        "Metric: funds (100m CNY): receipts, by each unit's share of the money; recognition: recognised; "
        "origin: foreign; total investment of at least 100m CNY, 10m USD"
    )
    assert text(describe_scheme(scheme)[3], "zh") == (
        "指标：funds（亿元）——到位资金之和，按资金分成；认定状态：已认定；来源地：境外；总投资不低于 1亿元、1000万美元"
    )


def test_a_campaigns_curve_is_its_own_days() -> None:
    campaign = parse_scheme(re.sub("year = .*", "", FULL))
    assert "by the days of the campaign" in text(describe_scheme(campaign)[1], "en")
