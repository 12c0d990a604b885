from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import pytest

from tracker.rules.money import Money
from tracker.rules.scheme_reading import parse_scheme
from tracker.rules.schemes import MEASURES, WHERE, Group, Indicator, Item, Limits, Metric, Scheme, parts_of
from tracker.words import Say

from .scheme_texts import FULL

F = Fraction
FUNDS: Final = Metric("funds", Say("到位资金", "Funds in place"), "funds", "amount", Say("亿元", "100m CNY"))
RATIO: Final = Indicator("funds", "funds", FUNDS.label, F(40), "ratio")
LATE: Final = Item("late", Say("迟报", "Late report"), F(-1, 2))
BOARD: Final = Scheme(
    key="k",
    year=2024,
    name=Say("榜", "Board"),
    basis="cumulative",
    curve="months",
    missing_target="rescale",
    decimals=2,
    ties=(),
    groups=(Group("county", Say("县", "Counties")), Group("zone", Say("区", "Zones"), composite=False)),
    metrics={"funds": FUNDS},
    indicators=(RATIO,),
    adjustments=(LATE,),
)


def test_things_are_found_by_key_or_label() -> None:
    full = parse_scheme(FULL)
    assert full.find_metric("到位 资金") == full.find_metric("FUNDS") == full.metrics["funds"]
    assert full.find_item("start ≥ 5BN") == full.adjustments[0]
    assert full.find_metric("到位") is None
    assert full.find_item("x") is None


def test_a_group_is_found_by_its_key_alone() -> None:
    assert BOARD.group("zone") == Group("zone", Say("区", "Zones"), composite=False)
    assert BOARD.group("Zones") is None


def test_indicators_of_a_group_are_those_of_all_groups_and_its_own() -> None:
    narrowed = (
        RATIO._replace(key="counties", groups=("county",)),
        RATIO._replace(key="two", groups=("zone", "county")),
    )
    board = BOARD._replace(indicators=(RATIO, *narrowed))
    assert [each.key for each in board.indicators_of("county")] == ["funds", "counties", "two"]
    assert [each.key for each in board.indicators_of("zone")] == ["funds", "two"]
    assert [each.key for each in board.indicators_of("department")] == ["funds"]


def test_the_issuer_of_a_metric_comes_before_the_schemes() -> None:
    assert BOARD.issuer_of(FUNDS) is None
    city = BOARD._replace(issuer="市商务局")
    assert city.issuer_of(FUNDS) == "市商务局"
    assert city.issuer_of(FUNDS._replace(issuer="省商务厅")) == "省商务厅"


def test_conditions_of_a_metric() -> None:
    least = {"CNY": Money(10_000_000_000)}
    narrow = FUNDS._replace(where={"stage": "started", "ring": ("city",), "min_investment": least})
    assert (narrow.stage, narrow.min_investment, narrow.only("ring")) == ("started", least, ("city",))
    assert (FUNDS.stage, FUNDS.min_investment, FUNDS.only("ring")) == (None, {}, ())


def test_a_deduction_of_one_metric_is_its_own_single_part() -> None:
    deduct, floor, mix = (RATIO._replace(formula=each) for each in ("deduct", "floor_deduct", "mix"))
    assert parts_of(deduct) == (deduct,)
    assert parts_of(floor) == (floor,)
    assert parts_of(RATIO) == ()
    for each in (deduct, floor, mix):
        assert parts_of(each._replace(parts=(RATIO, deduct))) == (RATIO, deduct)


def test_numbers_of_a_formula() -> None:
    threshold = RATIO._replace(formula="threshold", params={"base": F(18), "max": F(4)})
    assert (threshold.number("base"), threshold.maximum()) == (F(18), F(4))
    assert RATIO.maximum() is None


@pytest.mark.parametrize("thing", [BOARD, BOARD.groups[0], FUNDS, RATIO, LATE, Limits()])
def test_nothing_of_a_scheme_can_be_changed(thing: tuple[object, ...]) -> None:
    for name in thing._fields:  # type: ignore[attr-defined]
        with pytest.raises(AttributeError):
            setattr(thing, name, None)


@pytest.mark.parametrize("mapping", [FUNDS.where, RATIO.params, BOARD.rates])
def test_a_default_is_empty_and_stays_so(mapping: Any) -> None:
    assert mapping == {}
    with pytest.raises(TypeError):
        mapping["USD"] = F(7)


def test_every_source_has_its_measures_and_conditions() -> None:
    assert MEASURES.keys() == WHERE.keys()
    assert all(MEASURES.values())
