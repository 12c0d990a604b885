from __future__ import annotations

import itertools
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tracker.rules.numbers import half_up
from tracker.rules.ranking import rank_group
from tracker.rules.scheme_reading import parse_scheme
from tracker.rules.scoring import Cell, Event, MetricValue, Standing, Telling, UnitScore, score_group
from tracker.words import (
    WHY_NO_BASE,
    WHY_NO_FIGURE,
    WHY_NO_PART,
    WHY_NO_TARGET,
    WHY_NOTHING_DUE,
    WHY_ZERO_TARGET,
    text,
)

if TYPE_CHECKING:
    from tracker.rules.schemes import Scheme

F = Fraction
Value = tuple[Any, ...]
HALF = F(1, 2)
HEAD = """
key = "k"
name = "k"
{top}
[[groups]]
key = "county"
[metrics]
a = {{ source = "figures", label = {{ zh = "甲", en = "Alpha" }} }}
b = {{ source = "figures", label = {{ zh = "乙", en = "Beta" }} }}
d = {{ source = "figures" }}
"""


def contest(*indicators: str, top: str = "", end: str = "") -> Scheme:
    tables = "".join(f"[[indicators]]\n{indicator}\n" for indicator in indicators)
    return parse_scheme(HEAD.format(top=top) + tables + end)


def number(value: object) -> Fraction | None:
    return None if value is None else F(str(value))


def standing(unit: int, **values: Value) -> Standing:
    return Standing(unit, {key: MetricValue(*map(number, each)) for key, each in values.items()})


def scored(scheme: Scheme, *values: dict[str, Value], c: Fraction = HALF) -> tuple[UnitScore, ...]:
    return score_group(scheme, "county", [standing(n, **each) for n, each in enumerate(values, 1)], c)


def cells(indicator: str, *values: Value, top: str = "", c: Fraction = HALF) -> list[Cell]:
    """The cells of one indicator on metric a, each unit's value being (actual, target, last year)."""
    rows = scored(contest(indicator, top=top), *({"a": value} for value in values), c=c)
    return [row.indicators[0] for row in rows]


def cell(indicator: str, *value: object, top: str = "", c: Fraction = HALF) -> Cell:
    return cells(indicator, value, top=top, c=c)[0]


def total(scheme: Scheme, *events: Event, **values: Value) -> UnitScore:
    return score_group(scheme, "county", [standing(1, **values)], HALF, events)[0]


def plain(formula: str, more: str = "") -> str:
    return f'metric = "a"\nweight = 40\nformula = "{formula}"\n{more}'


# Each formula, its caps and its edges: score and arithmetic.


@pytest.mark.parametrize(
    ("indicator", "value", "score", "arithmetic"),
    [
        (plain("ratio"), (30, 60), 20, "30 / 60 = 0.5 × 40 = 20.00"),
        (plain("ratio"), (90, 60), 60, "90 / 60 = 1.5 × 40 = 60.00"),
        (plain("ratio", "cap = 1"), (90, 60), 40, "90 / 60 = 1.5 → cap 1 × 40 = 40.00"),
        (plain("ratio", "cap = 1"), (60, 60), 40, "60 / 60 = 1 × 40 = 40.00"),
        (plain("ratio"), (-3, 60), 0, "(−3) / 60 = (−0.05) → 0.00"),
        (plain("ratio_time"), (33, 60), 44, "33 / (60 × 0.5) = 1.1 × 40 = 44.00"),
        (plain("ratio_time", "cap = 1.2"), (31, 50), 48, "31 / (50 × 0.5) = 1.24 → cap 1.2 × 40 = 48.00"),
        (plain("threshold", "base = 30\nper = 2"), (9, 10), 0, "9 < 10 → 0.00"),
        (plain("threshold", "base = 30\nper = 2"), (10, 10), 30, "10 / 10 = 1 → 30 + 0 × 2 = 30.00"),
        (plain("threshold", "base = 30\nper = 2"), ("10.99", 10), 30, "10.99 / 10 = 1.099 → 30 + 0 × 2 = 30.00"),
        (plain("threshold", "base = 30\nper = 2"), (11, 10), 32, "11 / 10 = 1.1 → 30 + 1 × 2 = 32.00"),
        (plain("threshold", "base = 30\nper = 2\nstep = 0.25"), (16, 10), 34, "16 / 10 = 1.6 → 30 + 2 × 2 = 34.00"),
        (
            plain("threshold", "base = 30\nper = 2\nmax = 35"),
            (20, 10),
            35,
            "20 / 10 = 2 → 30 + 10 × 2 = 50 → max 35 = 35.00",
        ),
        (
            plain("threshold", "base = 30\nper = 2\ncap = 1"),
            (20, 10),
            40,
            "20 / 10 = 2 → 30 + 10 × 2 = 50 → cap 1 × 40 = 40.00",
        ),
        (plain("floor_deduct", "per = 0.5"), (8, 12), 38, "40 − 0.5 × (12 − 8) = 38.00"),
        (plain("floor_deduct", "per = 0.5"), (15, 12), 40, "40 − 0.5 × 0 = 40.00"),
        (plain("floor_deduct", "per = 20"), (8, 12), 0, "40 − 20 × (12 − 8) = −40 → 0.00"),
        (plain("deduct", "per = 2"), (3,), 34, "40 − 2 × 3 = 34.00"),
        (plain("deduct", "per = 2"), (30,), 0, "40 − 2 × 30 = −20 → 0.00"),
        ('metric = "a"\nformula = "per_unit"\nper = 2', (3,), 6, "3 × 2 = 6.00"),
        ('metric = "a"\nformula = "per_unit"\nper = 2\nmax = 5', (3,), 5, "3 × 2 = 6 → max 5 = 5.00"),
        ('metric = "a"\nformula = "per_unit"\nper = 2', (-3,), 0, "(−3) × 2 = −6 → 0.00"),
        (
            'metric = "a"\nformula = "per_unit"\nper = 2\nweight = 4\ncap = 1',
            (3,),
            4,
            "3 × 2 = 6 → cap 1 × 4 = 4.00",
        ),
        (plain("growth", 'by = "rate"\ngoal = 0.2'), (55, None, 50), 20, "(55 / 50 − 1) / 0.2 = 0.5 × 40 = 20.00"),
        (
            plain("growth", 'by = "rate"\ngoal = 0.2\ncap = 1'),
            (70, None, 50),
            40,
            "(70 / 50 − 1) / 0.2 = 2 → cap 1 × 40 = 40.00",
        ),
        (plain("growth", 'by = "rate"\ngoal = 0.2'), (45, None, 50), 0, "(45 / 50 − 1) / 0.2 = (−0.5) → 0.00"),
        (plain("manual"), ("37.5",), "37.5", "37.5 = 37.50"),
        (plain("manual"), (45,), 40, "45 → max 40 = 40.00"),
        (plain("manual"), (-5,), 0, "(−5) → 0.00"),
        (plain("manual", "cap = 0.5"), (45,), 20, "45 → max 40 = 40 → cap 0.5 × 40 = 20.00"),
    ],
)
def test_a_formula_gives_its_score_and_its_arithmetic(
    indicator: str, value: Value, score: object, arithmetic: str
) -> None:
    found = cell(indicator, *value)
    assert found.score == number(score)
    assert found.arithmetic == arithmetic


def test_a_cell_carries_what_it_was_scored_on() -> None:
    found = cell(plain("ratio"), 30, 60)
    assert (found.key, found.metric, found.label.en, found.weight) == ("a", "a", "Alpha", F(40))
    assert (found.actual, found.target, found.rate, found.ahead) == (F(30), F(60), HALF, F(0))
    assert (found.rank, found.reason, found.parts) == (1, None, ())
    assert cell(plain("ratio"), 36, 60).ahead == 10


def test_a_curve_is_shown_to_as_many_places_as_the_result_needs_and_used_exactly() -> None:
    found = cell(plain("ratio_time"), 25, 60, c=F(5, 12))
    assert found.score == 40
    assert found.arithmetic == "25 / (60 × 0.41667) = 1 × 40 = 40.00"


TARGETED = ["ratio", "ratio_time", 'threshold"\nbase = 1\nper = 1 #', 'floor_deduct"\nper = 1 #']


@pytest.mark.parametrize("formula", TARGETED)
def test_without_a_target_the_score_is_null(formula: str) -> None:
    found = cell(plain(formula), 5, None)
    assert (found.score, found.rank, found.arithmetic, found.reason) == (None, None, "—", WHY_NO_TARGET)
    assert (found.actual, found.rate, found.ahead) == (F(5), None, None)


@pytest.mark.parametrize("formula", TARGETED)
def test_a_target_of_0_is_null(formula: str) -> None:
    found = cell(plain(formula), 5, 0)
    assert (found.score, found.target, found.rate, found.reason) == (None, None, None, WHY_ZERO_TARGET)


def test_nothing_due_yet_is_null() -> None:
    found = cell(plain("ratio_time"), 5, 10, c=F(0))
    assert (found.score, found.reason) == (None, WHY_NOTHING_DUE)


@pytest.mark.parametrize("formula", TARGETED)
def test_a_null_actual_is_scored_as_0_and_says_so(formula: str) -> None:
    assert cell(plain(formula), None, 60).score == cell(plain(formula), 0, 60).score is not None
    found = cell(plain("ratio"), None, 60)
    assert (found.actual, found.score, found.rate, found.reason) == (None, F(0), None, WHY_NO_FIGURE)
    assert found.arithmetic == "0 / 60 = 0 × 40 = 0.00"


def test_a_metric_that_the_unit_does_not_have_is_null_throughout() -> None:
    row = scored(contest(plain("ratio")), {})[0]
    assert (row.score, row.indicators[0].score) == (None, None)


# Deductions from several metrics.

DEDUCTION = (
    'key = "late"\nweight = 10\nformula = "{}"\nparts = [{{ metric = "a", per = 0.5 }}, {{ metric = "b", per = 2 }}]'
)


def test_a_deduction_sums_its_parts() -> None:
    row = total(contest(DEDUCTION.format("floor_deduct")), a=(8, 12), b=(3, 4))
    assert row.indicators[0].score == 10 - 2 - 2
    assert row.indicators[0].arithmetic == "10 − 0.5 × (12 − 8) − 2 × (4 − 3) = 6.00"
    row = total(contest(DEDUCTION.format("deduct")), a=(1,), b=(2,))
    assert row.indicators[0].score == F("5.5")
    assert row.indicators[0].metric is None


def test_a_part_without_a_target_takes_nothing_off_and_none_at_all_is_null() -> None:
    scheme = contest(DEDUCTION.format("floor_deduct"))
    assert total(scheme, a=(8, 12), b=(3,)).indicators[0].score == 8
    assert total(scheme, a=(8,), b=(3,)).indicators[0].score is None


# Comparisons within the group.


def scores(found: list[Cell]) -> list[Fraction | None]:
    return [each.score for each in found]


def test_relmax_is_a_share_of_the_highest() -> None:
    found = cells(plain("relmax"), (30,), (60,), (0,))
    assert scores(found) == [20, 40, 0]
    assert found[0].arithmetic == "30 / 60 = 0.5 × 40 = 20.00"
    assert [each.rank for each in found] == [2, 1, 3]


@pytest.mark.parametrize("most", [0, -2])
def test_relmax_with_no_positive_maximum_is_0(most: int) -> None:
    assert scores(cells(plain("relmax"), (most,), (most - 1,))) == [0, 0]


@pytest.mark.parametrize("formula", ["relmax", "efficacy"])
def test_in_a_comparison_only_units_with_a_target_take_part_if_any_has_one(formula: str) -> None:
    found = cells(plain(formula), (30, 10), (60, 10), (900, None), (900, 0))
    assert scores(found)[1:] == [40, None, None]
    assert [each.reason for each in found] == [None, None, WHY_NO_TARGET, WHY_ZERO_TARGET]
    assert scores(cells(plain(formula), (30, 0), (60, None)))[1] == 40


def test_efficacy_spans_60_to_100() -> None:
    found = cells(plain("efficacy"), (3000,), (1800,), (600,))
    assert scores(found) == [40, 32, 24]
    assert found[1].arithmetic == "(1800 − 600) / (3000 − 600) × 40 + 60 = 80 → 80 / 100 × 40 = 32.00"


def test_efficacy_takes_its_own_low_and_span() -> None:
    assert scores(cells(plain("efficacy", "low = 0\nspan = 100"), (3,), (2,), (1,))) == [40, 20, 0]
    assert scores(cells(plain("efficacy", "cap = 0.9"), (3,), (1,))) == [36, 24]


def test_efficacy_of_equals_or_of_one_is_the_weight() -> None:
    assert scores(cells(plain("efficacy"), (5,), (5,))) == [40, 40]
    assert scores(cells(plain("efficacy"), (0,), (0,))) == [40, 40]
    only = cell(plain("efficacy"), 5)
    assert (only.score, only.arithmetic) == (F(40), "max = min = 5 → 100 / 100 × 40 = 40.00")


def test_efficacy_may_give_0_for_0_all_the_same() -> None:
    zero = plain("efficacy", 'zero = "zero"')
    assert scores(cells(zero, (10,), (0,), (5,))) == [40, 0, 32]
    assert scores(cells(zero, (0,), (0,))) == [0, 0]
    assert scores(cells(zero, (None,), (4,))) == [0, 40]
    assert scores(cells(plain("efficacy"), (10,), (0,))) == [40, 24]


def test_share_of_a_whole() -> None:
    scheme = contest(plain("share", 'of = "b"'))
    row = total(scheme, a=(12,), b=(36,))
    assert row.indicators[0].score == F(40, 3)
    assert row.indicators[0].arithmetic == "12 / 36 = 0.3333 × 40 = 13.33"


@pytest.mark.parametrize("whole", [(0,), (None,), ()])
def test_a_share_of_nothing_is_null(whole: Value) -> None:
    found = total(contest(plain("share", 'of = "b"')), a=(12,), b=whole).indicators[0]
    assert found.score is None
    assert text(found.reason, "en") == "Beta is 0: no share of it"


GROWTH = plain("growth", 'by = "rank"')


def test_growth_by_rank_is_over_units_with_a_rate() -> None:
    found = cells(GROWTH, (12, None, 10), (11, None, 10), (24, None, 20), (99, None, None), (9, None, 0))
    assert scores(found) == [40, F(40, 3), 40, None, None]
    assert [each.reason for each in found[2:]] == [None, WHY_NO_BASE, WHY_NO_BASE]
    assert found[0].arithmetic == "(3 − 1 + 1) / 3 = 1 × 40 = 40.00"
    assert found[1].arithmetic == "(3 − 3 + 1) / 3 = 0.3333 × 40 = 13.33"


@pytest.mark.parametrize("last", [None, 0])
def test_growth_without_a_base_is_null(last: int | None) -> None:
    assert cell(plain("growth", 'by = "rate"\ngoal = 0.2'), 5, None, last).score is None


# A mix of formulas.

MIX = """key = "signing"
weight = 40
formula = "mix"
parts = [
  { metric = "a", share = 0.6, formula = "ratio", cap = 1 },
  { metric = "b", share = 0.4, formula = "ratio", cap = 1 },
]
"""


def test_a_mix_sums_parts_with_their_share_of_the_weight() -> None:
    found = total(contest(MIX), a=(30, 60), b=(9, 3)).indicators[0]
    assert (found.score, found.actual, found.target, found.rate) == (F(28), None, None, None)
    assert [part.weight for part in found.parts] == [24, 16]
    assert [part.score for part in found.parts] == [12, 16]
    assert found.arithmetic == "12.00 + 16.00 = 28.00"
    assert found.parts[0].arithmetic == "30 / 60 = 0.5 × 24 = 12.00"


def test_a_mix_has_a_cap_of_its_own() -> None:
    scheme = contest(MIX.replace(", cap = 1", "") + "cap = 1")
    found = total(scheme, a=(60, 60), b=(6, 3)).indicators[0]
    assert found.score == 40
    assert found.arithmetic == "24.00 + 32.00 = 56 → cap 1 × 40 = 40.00"


def test_a_null_part_follows_missing_target_within_the_mix() -> None:
    values: dict[str, Value] = {"a": (30, 60), "b": (9, None)}
    rescaled = total(contest(MIX), **values).indicators[0]
    assert (rescaled.score, rescaled.arithmetic) == (F(20), "12.00 × 40 / 24 = 20.00")
    assert total(contest(MIX, top='missing_target = "full"'), **values).indicators[0].score == 28
    assert total(contest(MIX, top='missing_target = "zero"'), **values).indicators[0].score == 12


def test_a_mix_without_any_part_is_null() -> None:
    found = total(contest(MIX), a=(30,), b=(9,)).indicators[0]
    assert (found.score, found.reason) == (None, WHY_NO_PART)


def test_a_part_may_pay_per_unit() -> None:
    parts = '{ metric = "a", share = 1, formula = "ratio" }, { metric = "b", formula = "per_unit", per = 2, max = 5 }'
    scheme = contest(f'key = "m"\nweight = 40\nformula = "mix"\nparts = [{parts}]')
    found = total(scheme, a=(30, 60), b=(3,)).indicators[0]
    assert found.score == 25
    assert found.arithmetic == "20.00 + 5.00 = 25.00"


def test_the_parts_of_a_mix_are_ranked_too() -> None:
    rows = scored(contest(MIX), {"a": (30, 60), "b": (3, 3)}, {"a": (60, 60), "b": (3, 3)})
    assert [[part.rank for part in row.indicators[0].parts] for row in rows] == [[2, 1], [1, 1]]


# Null indicators, rescaling, the total.

PAIR = ('metric = "a"\nweight = 60\nformula = "ratio"', 'metric = "b"\nweight = 30\nformula = "ratio"')
THREE = (*PAIR, 'metric = "d"\nweight = 10\nformula = "ratio"')


def test_a_complete_unit_is_not_rescaled() -> None:
    row = total(contest(*THREE), a=(1, 2), b=(1, 3), d=(1, 1))
    assert (row.rescale, row.exact, row.score) == (F(1), F(50), Decimal("50.00"))
    assert row.arithmetic == "30.00 + 10.00 + 10.00 = 50.00"


def test_rescale_makes_good_the_weight_that_is_left_out() -> None:
    row = total(contest(*THREE), a=(1, 2), b=(1, 3))
    assert row.rescale == F(100, 90)
    assert row.exact == F(400, 9)
    assert row.arithmetic == "30.00 + 10.00 = 40.00 × 100 / 90 = 44.44"
    assert [cell.score for cell in row.indicators] == [30, 10, None]


def test_rescale_is_to_the_sum_of_the_weights_not_to_100() -> None:
    assert total(contest(*PAIR), a=(1, 2)).exact == 30 * F(90, 60)


def test_full_gives_the_weight_and_zero_gives_0() -> None:
    full = total(contest(*THREE, top='missing_target = "full"'), a=(1, 2), b=(1, 3))
    assert (full.exact, full.rescale) == (F(50), F(1))
    assert (full.indicators[2].score, full.indicators[2].arithmetic) == (F(10), "— → 10.00")
    assert full.indicators[2].reason == WHY_NO_TARGET
    zero = total(contest(*THREE, top='missing_target = "zero"'), a=(1, 2), b=(1, 3))
    assert (zero.exact, zero.rescale) == (F(40), F(1))
    assert (zero.indicators[2].score, zero.indicators[2].rank) == (F(0), 1)


def test_nothing_left_is_null_whatever_the_adjustments() -> None:
    scheme = contest(*THREE, end='[[adjustments]]\nkey = "x"\npoints = 2')
    row = total(scheme, Event("x", 1), a=(1,), b=(), d=(5, 0))
    assert (row.score, row.exact, row.arithmetic) == (None, None, "—")
    assert rank_group([row])[0].rank is None


FREE = 'metric = "d"\nformula = "per_unit"\nper = 2'


def test_an_indicator_without_weight_stands_outside_the_rescaling() -> None:
    row = total(contest(*PAIR, FREE), a=(1, 2), d=(3,))
    assert row.exact == 30 * F(90, 60) + 6
    assert row.rescale == F(90, 60)
    assert row.arithmetic == "30.00 × 90 / 60 + 6.00 = 51.00"


def test_points_per_unit_alone_are_a_score_only_where_nothing_is_weighted() -> None:
    assert total(contest(*PAIR, FREE), d=(3,)).score is None
    assert total(contest(FREE), d=(3,)).score == 6


def test_a_group_without_indicators_has_no_score() -> None:
    scheme = parse_scheme(
        HEAD.format(top="") + '[[groups]]\nkey = "zone"\n[[indicators]]\ngroups = ["zone"]\n' + plain("ratio")
    )
    rows = scored(scheme, {"a": (1, 2)}, {"a": (2, 2)})
    assert [(row.score, row.indicators) for row in rows] == [(None, ()), (None, ())]


def test_an_empty_group_is_an_empty_board() -> None:
    assert scored(contest(MIX)) == ()


def test_rounding_is_half_up_once_at_the_end() -> None:
    scheme = contest(*(f'metric = "{key}"\nweight = 1\nformula = "ratio"' for key in "abd"))
    row = total(scheme, a=("0.003", 1), b=("0.001", 1), d=("0.001", 1))
    assert (row.exact, row.score) == (F("0.005"), Decimal("0.01"))


def test_decimals_are_the_schemes() -> None:
    row = total(contest(plain("ratio"), top="decimals = 3"), a=(1, 3))
    assert str(row.score) == "13.333"
    assert row.indicators[0].arithmetic == "1 / 3 = 0.33333 × 40 = 13.333"


def test_indicator_ranks_are_shared_by_the_printed_score() -> None:
    found = cells(plain("ratio"), ("10.0001", 60), (10, 60), (5, 60), (9, None))
    assert [each.rank for each in found] == [1, 1, 3, None]


# Adjustments.

ITEMS = """
[[adjustments]]
key = "start"
points = 2
max = 4
[[adjustments]]
key = "sign"
points = 3
[[adjustments]]
key = "late"
points = -0.5
max = 1
[[adjustments]]
key = "false"
points = -5
[[adjustments]]
key = "accident"
veto = true
"""
BASE: dict[str, Value] = {"a": (1, 1)}


def adjusted(*events: Event, limits: str = "") -> UnitScore:
    return total(contest(plain("ratio"), end=ITEMS + limits), *events, **BASE)


def lines(row: UnitScore) -> list[tuple[str, Fraction, Fraction]]:
    return [(each.key, each.times, each.points) for each in row.adjustments]


def test_count_times_points_with_a_blank_count_of_1() -> None:
    row = adjusted(Event("sign", 1), Event("sign", 1, F(2)), Event("false", 1))
    assert lines(row) == [("sign", F(3), F(9)), ("false", F(1), F(-5))]
    assert row.exact == 40 + 9 - 5
    assert row.arithmetic == "40.00 + 9.00 − 5.00 = 44.00"


def test_points_are_those_of_the_whole_row() -> None:
    assert lines(adjusted(Event("sign", 1, F(4), F("1.5")))) == [("sign", F(4), F("1.5"))]


def test_max_bounds_the_absolute_sum_of_an_item() -> None:
    row = adjusted(Event("start", 1, F(3)), Event("late", 1, F(3)))
    assert lines(row) == [("start", F(3), F(4)), ("late", F(3), F(-1))]
    assert row.exact == 43


def test_of_the_bonuses_for_one_project_only_the_highest_counts() -> None:
    row = adjusted(
        Event("start", 1, project=7),
        Event("sign", 1, project=7),
        Event("start", 1, project=8),
        Event("sign", 1),
        Event("late", 1, project=7),
        Event("false", 1, project=7),
    )
    assert lines(row) == [
        ("start", F(1), F(2)),
        ("sign", F(2), F(6)),
        ("late", F(1), F("-0.5")),
        ("false", F(1), F(-5)),
    ]


def test_the_highest_bonus_is_found_by_its_points_and_among_equals_by_the_item() -> None:
    row = adjusted(Event("sign", 1, None, F(2), project=7), Event("start", 1, project=7))
    assert lines(row) == [("start", F(1), F(2))]


def test_two_units_may_each_have_a_bonus_for_one_project() -> None:
    scheme = contest(plain("ratio"), end=ITEMS)
    events = [Event("sign", 1, project=7), Event("sign", 2, project=7)]
    rows = score_group(scheme, "county", [standing(1, **BASE), standing(2, **BASE)], HALF, events)
    assert [row.exact for row in rows] == [43, 43]


def test_limits_bound_the_totals() -> None:
    limits = "[limits]\nbonus = 5\npenalty = 4"
    row = adjusted(Event("start", 1, F(2)), Event("sign", 1), Event("false", 1), Event("late", 1), limits=limits)
    assert row.exact == 40 + 5 - 4
    assert row.arithmetic == "40.00 + (7.00 → 5.00) − (5.50 → 4.00) = 41.00"
    assert [each.points for each in row.adjustments] == [4, 3, F("-0.5"), -5]


def test_a_score_may_fall_below_0_by_penalties_alone() -> None:
    row = adjusted(Event("false", 1, F(9)))
    assert (row.score, row.arithmetic) == (Decimal("-5.00"), "40.00 − 45.00 = −5.00")


def test_adjustments_come_after_the_rescaling() -> None:
    scheme = contest(*THREE, end=ITEMS)
    row = total(scheme, Event("sign", 1), a=(1, 2), b=(1, 3))
    assert row.exact == F(400, 9) + 3
    assert row.arithmetic == "30.00 + 10.00 = 40.00 × 100 / 90 + 3.00 = 47.44"


def test_a_veto_takes_out_of_the_ranking_and_leaves_scores_as_they_are() -> None:
    scheme = contest(plain("efficacy"), end=ITEMS)
    values: list[dict[str, Value]] = [{"a": (3,)}, {"a": (2,)}, {"a": (1,)}]
    standings = [standing(n, **each) for n, each in enumerate(values, 1)]
    rows = score_group(scheme, "county", standings, HALF, [Event("accident", 1)])
    without = score_group(scheme, "county", standings, HALF)
    assert [row.score for row in rows] == [row.score for row in without]
    assert [row.vetoed for row in rows] == [True, False, False]
    assert [(row.rank, row.score.unit) for row in rank_group(rows)] == [(1, 2), (2, 3), (None, 1)]


def test_a_veto_counted_0_times_is_none() -> None:
    assert not adjusted(Event("accident", 1, F(0))).vetoed


def test_events_of_other_units_and_unknown_items_are_passed_over() -> None:
    assert adjusted(Event("sign", 2), Event("other", 1)).adjustments == ()


# Properties.

amounts = st.none() | st.integers(0, 50).map(F)
values = st.builds(MetricValue, amounts, amounts, amounts)
groups = st.lists(st.fixed_dictionaries({"a": values, "b": values, "d": values}), min_size=1, max_size=6)
EVERY = (
    plain("ratio_time", "cap = 1.2"),
    'key = "threshold"\nmetric = "a"\nweight = 10\nformula = "threshold"\nbase = 5\nper = 1\ncap = 1.5',
    'key = "efficacy"\nmetric = "b"\nweight = 10\nformula = "efficacy"\ncap = 0.9',
    'key = "relmax"\nmetric = "b"\nweight = 10\nformula = "relmax"',
    'key = "share"\nmetric = "b"\nweight = 10\nformula = "share"\nof = "d"\ncap = 1',
    'key = "growth"\nmetric = "d"\nweight = 10\nformula = "growth"\nby = "rate"\ngoal = 0.2\ncap = 1',
    'key = "places"\nmetric = "d"\nweight = 10\nformula = "growth"\nby = "rank"',
    'key = "deduct"\nmetric = "d"\nweight = 10\nformula = "deduct"\nper = 1',
    'key = "units"\nmetric = "d"\nformula = "per_unit"\nper = 1\nmax = 5',
    MIX,
)
WHOLE = contest(*EVERY)


def everything(group: list[dict[str, MetricValue]]) -> list[Standing]:
    return [Standing(n, each) for n, each in enumerate(group)]


@given(groups, st.fractions(F(1, 12), 1))
def test_no_cap_is_exceeded_and_nothing_is_below_0(group: list[dict[str, MetricValue]], c: Fraction) -> None:
    for row in score_group(WHOLE, "county", everything(group), c):
        for found, indicator in zip(row.indicators, WHOLE.indicators, strict=True):
            assert found.score is None or found.score >= 0
            if found.score is not None and indicator.cap is not None:
                assert found.score <= indicator.cap * indicator.weight
        assert row.exact is None or row.exact >= 0


@given(groups)
def test_a_complete_unit_has_rescale_1(group: list[dict[str, MetricValue]]) -> None:
    for row in score_group(WHOLE, "county", everything(group), HALF):
        scores = [found.score for found in row.indicators]
        if None not in scores:
            assert row.rescale == 1
            assert row.exact == sum(score for score in scores if score is not None)
        else:
            assert row.exact is None or row.rescale > 1


@given(groups, st.randoms())
def test_scores_and_ranks_do_not_depend_on_the_order_of_input(group: list[dict[str, MetricValue]], rng: Any) -> None:
    standings = everything(group)
    shuffled = list(standings)
    rng.shuffle(shuffled)
    first = rank_group(score_group(WHOLE, "county", standings, HALF), ("a", "efficacy"))
    assert rank_group(score_group(WHOLE, "county", shuffled, HALF), ("a", "efficacy")) == first


@given(groups)
def test_the_arithmetic_ends_in_the_printed_score(group: list[dict[str, MetricValue]]) -> None:
    for row in score_group(WHOLE, "county", everything(group), HALF):
        for found in row.indicators:
            end = "—" if found.score is None else str(half_up(found.score, 2))
            assert found.arithmetic.split()[-1] == end
        assert row.arithmetic.split()[-1] == ("—" if row.score is None else str(row.score))


# Done again by hand.


def by_hand(sum_: str) -> Fraction:
    """What a sum of the arithmetic comes to, with nothing but its printed digits."""
    plain_sum = re.sub("cap|max", "", sum_).replace("×", "*").replace("−", "-")
    return F(eval(re.sub(r"[0-9.]+", r"F('\g<0>')", plain_sum), {"F": F}))


def printed_wrongly(arithmetic: str) -> list[str]:
    """The sums of an arithmetic that do not come to the number which stands behind them, rounded to its decimals."""
    wrong = []
    limited = re.sub(r"\([0-9.]+ → ([0-9.]+)\)", r"\1", arithmetic)  # a total of bonuses, and what counts of it
    for line in limited.split(" → "):
        sums = line.split(" = ")
        for left, right in itertools.pairwise(sums):
            number_ = re.match(r"\(?(−?[0-9]+(?:\.([0-9]+))?)", right)
            if number_ and not left.startswith(("max", "min")):
                result = half_up(by_hand(left), len(number_[2] or ""))
                wrong += [] if F(result) == by_hand(number_[1]) else [f"{left} = {right} in {arithmetic}"]
    return wrong


MOVED = """
[[adjustments]]
key = "bonus"
points = 1.115
[[adjustments]]
key = "late"
points = -0.335
[limits]
penalty = 0.505
"""
AT_HAND = {
    places: contest(*EVERY, top=f"decimals = {places}", end=MOVED.replace("penalty = 0.505", limit))
    for places, limit in ((0, "penalty = 0.505"), (1, ""), (2, "penalty = 0.505"), (4, ""))
}
counts = st.integers(0, 3)
odd = st.builds(F, st.integers(0, 10**4), st.sampled_from((1, 7, 10, 27, 999, 10**4)))


@settings(max_examples=60, phases=(Phase.generate,))
@given(groups, st.fractions(F(1, 366), 1, max_denominator=366), st.sampled_from(list(AT_HAND)), st.data())
def test_the_arithmetic_adds_up_by_hand(
    group: list[dict[str, MetricValue]], c: Fraction, places: int, data: st.DataObject
) -> None:
    changed = [
        {key: value if value.actual is None else value._replace(actual=data.draw(odd)) for key, value in each.items()}
        for each in group
    ]
    events = [Event(item, n) for n in range(len(group)) for item in ("bonus", "late", "late")[: data.draw(counts)]]
    for row in score_group(AT_HAND[places], "county", everything(changed), c, events):
        for found in (*row.indicators, *(part for each in row.indicators for part in each.parts)):
            assert half_way(found.score, places) or not printed_wrongly(found.arithmetic)
        assert half_way(row.exact, places) or not printed_wrongly(row.arithmetic)


def half_way(value: Fraction | None, places: int) -> bool:
    """Whether a figure lies right between two printed ones, which its endless terms never come to."""
    return value is not None and (value * 10**places * 2) % 2 == 1


def test_a_total_whose_printed_terms_do_not_add_up_shows_more_of_them() -> None:
    thirds = contest(*(f'key = "{n}"\n' + plain("ratio") for n in "xyz"))
    row = total(thirds, a=(25, 30))
    assert [str(half_up(each.score or F(0), 2)) for each in row.indicators] == ["33.33"] * 3
    assert row.arithmetic == "33.333 + 33.333 + 33.333 = 100.00"


def test_a_step_that_is_almost_reached_is_shown_as_not_reached() -> None:
    found = cell(plain("threshold", "base = 30\nper = 2"), "10.999999", 10)
    assert found.arithmetic == "10.999999 / 10 = 1.0999999 → 30 + 0 × 2 = 30.00"
    assert cell(plain("threshold", "base = 30\nper = 2"), "9.99999", 10).arithmetic == "9.99999 < 10 → 0.00"


def test_a_number_that_is_there_is_never_shown_as_nothing() -> None:
    assert cell(plain("ratio"), "0.00001", 60).arithmetic == "0.00001 / 60 = 0.0000002 × 40 = 0.00"


def test_arithmetic_published_earlier_is_told_as_it_was() -> None:
    thirds = contest(*(f'key = "{n}"\n' + plain("ratio_time") for n in "xyz"))
    [row] = score_group(thirds, "county", [standing(1, a=(25, 30))], F(5, 12), telling=Telling.FIXED)
    assert row.indicators[0].arithmetic == "25 / (30 × 0.4167) = 2 × 40 = 80.00"
    [row] = score_group(thirds, "county", [standing(1, a=(25, 30))], F(1), telling=Telling.FIXED)
    assert row.arithmetic == "33.33 + 33.33 + 33.33 = 100.00"
