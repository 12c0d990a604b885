"""The two examples worked by hand for the trade: a composite board to the last digit, and the efficacy coefficient."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest

from tracker.rules.numbers import half_up
from tracker.rules.progress import ahead, completion
from tracker.rules.ranking import rank_group
from tracker.rules.scheme_reading import parse_scheme
from tracker.rules.scheme_words import scheme_warnings
from tracker.rules.scoring import Event, MetricValue, Standing, UnitScore, score_group
from tracker.rules.shares import credits

from .scheme_texts import WORKED_INDICATORS

if TYPE_CHECKING:
    from tracker.rules.schemes import Scheme

F = Fraction
JIA, YI, BING, DING, WU = 1, 2, 3, 4, 5
C: Final = F(6, 12)
SCHEME: Final = """
key = "contest-2024"
year = 2024
name = "2024"
ties = [{ties}]
[[groups]]
key = "county"
[[groups]]
key = "zone"
[metrics.funds]
source = "funds"
unit = "亿元"
[metrics.started]
source = "milestones"
where = {{ stage = "started" }}
[metrics.signed]
source = "projects"
[metrics.fdi]
source = "figures"
unit = "万美元"
[metrics.trips]
source = "visits"
{indicators}
[[adjustments]]
key = "big_start"
points = 2
max = 4
[[adjustments]]
key = "late_report"
points = -0.5
[[adjustments]]
key = "false_report"
points = -5
"""
METRICS: Final = ("funds", "started", "signed", "fdi", "trips")
# Receipts of the flying-land project that 甲县 introduced to 丁区, and everybody else's, in 亿元.
FLYING: Final = F(3)
OWN_FUNDS: Final = {JIA: F("31.5"), YI: F(31), BING: F("36.1"), DING: F("20.5"), WU: F(12)}
TARGETS: Final = {
    JIA: (60, 40, 60, 2000, 24),
    YI: (50, 30, 50, 1500, 24),
    BING: (80, 50, 70, 3000, 24),
    DING: (40, 25, 30, None, 12),
    WU: (30, 20, 20, 1000, 12),
}
COUNTS: Final = {JIA: (18, 36, 800, 12), YI: (15, 20, 900, 9), BING: (27, 35, 1500, 14), DING: (12, 12, 0, 6)}
COUNTS_WU: Final = (11, 10, 300, 3)
EVENTS: Final = (
    Event("big_start", JIA, F(1)),
    Event("late_report", JIA, F(1)),
    Event("false_report", YI, F(1)),
)


def funds(unit: int) -> Fraction:
    """A unit's funds after the 5:5 split of the flying-land project."""
    return OWN_FUNDS[unit] + FLYING * credits("5:5", DING, (JIA,)).get(unit, F(0))


def standing(unit: int) -> Standing:
    actuals = (funds(unit), *map(F, COUNTS.get(unit, COUNTS_WU)))
    targets = (None if target is None else F(target) for target in TARGETS[unit])
    return Standing(unit, dict(zip(METRICS, map(MetricValue, actuals, targets), strict=True)))


def scheme(*ties: str) -> Scheme:
    return parse_scheme(SCHEME.format(indicators=WORKED_INDICATORS, ties=", ".join(f'"{tie}"' for tie in ties)))


def board(*ties: str) -> dict[int, tuple[int | None, UnitScore]]:
    contest = scheme(*ties)
    groups = {"county": (JIA, YI, BING), "zone": (DING, WU)}
    ranked: dict[int, tuple[int | None, UnitScore]] = {}
    for group, units in groups.items():
        scores = score_group(contest, group, [standing(unit) for unit in units], C, EVENTS)
        ranked |= {row.score.unit: (row.rank, row.score) for row in rank_group(scores, contest.ties)}
    return ranked


def test_the_scheme_of_the_example_weighs_100() -> None:
    assert scheme_warnings(scheme("funds", "started")) == ()


def test_the_split_moves_funds_between_units_and_leaves_the_city_alone() -> None:
    assert (funds(JIA), funds(DING)) == (F(33), F(22))
    assert sum(map(funds, TARGETS)) == sum(OWN_FUNDS.values()) + FLYING == F("134.1")


@pytest.mark.parametrize(
    ("unit", "cells", "score", "rank"),
    [
        (JIA, ("44.00", "27.00", "10.00", "8.00", "10.00"), "100.50", 1),
        (YI, ("48.00", "30.00", "8.00", "10.00", "7.50"), "98.50", 2),
        (BING, ("36.10", "32.40", "10.00", "10.00", "10.00"), "98.50", 3),
        (DING, ("44.00", "28.80", "8.00", None, "10.00"), "100.89", 1),
        (WU, ("32.00", "33.00", "10.00", "6.00", "5.00"), "86.00", 2),
    ],
)
def test_the_composite_board(unit: int, cells: tuple[str | None, ...], score: str, rank: int) -> None:
    place, row = board("funds", "started")[unit]
    assert [None if cell.score is None else str(half_up(cell.score, 2)) for cell in row.indicators] == list(cells)
    assert row.score == Decimal(score)
    assert str(row.score) == score
    assert place == rank


def test_without_tie_breaks_the_rank_is_shared() -> None:
    ranked = board()
    assert [ranked[unit][0] for unit in (JIA, YI, BING)] == [1, 2, 2]


def test_the_dropped_indicator_is_made_good_exactly() -> None:
    row = board()[DING][1]
    assert row.rescale == F(100, 90)
    assert row.exact == F("90.80") * 100 / 90
    assert half_up(row.exact, 4) == Decimal("100.8889")
    assert all(other.rescale == 1 for unit, (_, other) in board().items() if unit != DING)


def test_the_sums_before_adjustments() -> None:
    sums = {unit: sum(cell.score or 0 for cell in row.indicators) for unit, (_, row) in board().items()}
    assert sums == {JIA: 99, YI: F("103.5"), BING: F("98.5"), DING: F("90.8"), WU: 86}
    assert sum(each.points for each in board()[JIA][1].adjustments) == F("1.5")


def test_the_arithmetic_is_told() -> None:
    rows = board()
    assert rows[YI][1].indicators[0].arithmetic == "31 / (50 × 0.5) = 1.24 → cap 1.2 × 40 = 48.00"
    assert rows[JIA][1].indicators[0].arithmetic == "33 / (60 × 0.5) = 1.1 × 40 = 44.00"
    assert rows[BING][1].indicators[0].arithmetic == "36.1 / (80 × 0.5) = 0.9025 × 40 = 36.10"
    assert rows[DING][1].indicators[3].arithmetic == "—"
    assert rows[DING][1].arithmetic == "44.00 + 28.80 + 8.00 + 10.00 = 90.80 × 100 / 90 = 100.89"
    assert rows[JIA][1].arithmetic == "44.00 + 27.00 + 10.00 + 8.00 + 10.00 + 2.00 − 0.50 = 100.50"


def test_the_city_line_against_both_targets() -> None:
    actual = sum(map(funds, TARGETS), F(0))
    units_target = sum((F(targets[0] or 0) for targets in TARGETS.values()), F(0))
    rate = completion(actual, units_target)
    assert units_target == 260
    assert rate is not None
    assert half_up(rate * 100, 2) == Decimal("51.58")
    lead = ahead(rate, C)
    assert lead is not None
    assert half_up(lead, 2) == Decimal("1.58")
    city = completion(actual, F(250))
    assert city is not None
    assert half_up(city * 100, 2) == Decimal("53.64")


EFFICACY: Final = """
key = "efficacy"
name = "efficacy"
groups = [{ key = "county" }]
metrics = { fdi = { source = "figures", unit = "万美元" } }
indicators = [{ metric = "fdi", weight = 30, formula = "efficacy" }]
"""


def test_the_efficacy_coefficient() -> None:
    standings = [Standing(n, {"fdi": MetricValue(F(x))}) for n, x in enumerate((3000, 1800, 1200, 600), 1)]
    scores = score_group(parse_scheme(EFFICACY), "county", standings, C)
    assert [str(row.score) for row in scores] == ["30.00", "24.00", "21.00", "18.00"]
    assert scores[1].indicators[0].arithmetic == "(1800 − 600) / (3000 − 600) × 40 + 60 = 80 → 80 / 100 × 30 = 24.00"
    assert [row.rank for row in rank_group(scores)] == [1, 2, 3, 4]
