"""What holds on every board, whatever the scheme and the ledger: ranks, caps, sums, lists and distances."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.random_ledgers import BOARDS, a_ledger, a_question
from tracker.errors import Refused
from tracker.rules.numbers import half_up
from tracker.rules.scheme_reading import parse_scheme
from tracker.services import boards, contest, standings
from tracker.services.boards import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.rules.schemes import Indicator, Scheme
    from tracker.rules.scoring import Cell
    from tracker.services.standings import Board, Row


def check_ranks(rows: Sequence[Row]) -> None:
    """Ranks are shared, with a gap after them; more points never stand below fewer; nobody is lost."""
    ranked = [row.rank for row in rows if row.rank is not None]
    assert ranked == sorted(ranked)
    for rank in ranked:
        assert rank == 1 + sum(other < rank for other in ranked)
    assert all(row.rank is None for row in rows[len(ranked) :])
    for above, below in pairwise(rows[: len(ranked)]):
        assert above.score is None or below.score is None or above.score >= below.score
    for row in rows:
        assert (row.gap is None) == (row.rank in (None, 1))
        assert row.gap is None or row.gap >= 0


def check_cells(scheme: Scheme, row: Row) -> None:
    """Every score lies between 0 and its cap; that of a mix between 0 and its own."""
    declared = {indicator.key: indicator for indicator in scheme.indicators}
    for cell in row.cells:
        check_cap(cell, declared[cell.key])


def check_cap(cell: Cell, indicator: Indicator) -> None:
    assert cell.score is None or cell.score >= 0
    if cell.score is not None and indicator.cap is not None:
        assert cell.score <= indicator.cap * indicator.weight
    most = indicator.maximum()
    if cell.score is not None and most is not None and indicator.formula == "per_unit":
        assert cell.score <= most


def check_sum(scheme: Scheme, row: Row) -> None:
    """The total is the rescaled scores with weight, those without, and the adjustments within their limits."""
    if row.ranked is None or row.ranked.score.exact is None:
        return
    score = row.ranked.score
    scores = [(cell.score, cell.weight) for cell in row.cells if cell.score is not None]
    total = sum((each * (score.rescale if weight else 1) for each, weight in scores), Fraction(0))
    for sign, limit in ((1, scheme.limits.bonus), (-1, scheme.limits.penalty)):
        points = sum((abs(each.points) for each in score.adjustments if each.points * sign > 0), Fraction(0))
        total += sign * (points if limit is None else min(points, limit))
    assert score.exact == total
    assert score.score == half_up(total, scheme.decimals)
    for item in scheme.adjustments:
        found = [each for each in score.adjustments if each.key == item.key]
        assert item.max is None or all(abs(each.points) <= item.max for each in found)


def check_lists(made: Board, most: int) -> None:
    """The red list holds the best and whoever shares their last rank, the black one the worst; nobody else."""
    for each in boards.sections(made, View(top=most, bottom=most)):
        every = made.groups[each.key]
        ranked = [row.rank for row in every if row.rank is not None]
        listed = [row.rank for row in each.rows if row.rank is not None]
        others = [rank for rank in ranked if rank not in listed]
        assert len(listed) == len(each.rows) >= min(most, len(ranked))
        assert len(listed) + len(others) == len(ranked)
        for rank in others:
            assert rank > max(listed) if each.listed == "red" else rank < min(listed)


def check_city(made: Board) -> None:
    """Where no project is counted in full twice, what the units have comes to no more than the city has."""
    for key, value in made.values.items():
        metric = made.ground.scheme.metrics[key]
        if metric.source in ("visits", "leads"):
            assert sum(value.units.values(), Fraction(0)) == value.city
        elif metric.source == "organisations":
            assert max(value.units.values(), default=Fraction(0)) <= (value.city or 0)
            assert (value.city or 0) <= sum(value.units.values(), Fraction(0))


def hold(random: Random) -> None:
    with a_ledger(random) as (ledger, toml):
        question, scheme = a_question(random, toml), parse_scheme(toml)
        with ledger.reader() as reader:
            try:
                ground = contest.prepare(reader, question.period, question.asked.today)
            except Refused:
                return
            groups, together = [group.key for group in scheme.groups], bool(random.randrange(2))
            made = standings.compute(reader, ground, groups, together=together)
            every = [made, *standings.singles(reader, ground, groups, together=together).values()]
        for board in every:
            for rows in board.groups.values():
                check_ranks(rows)
            check_lists(board, random.randint(1, 4))
        for row in (row for rows in made.groups.values() for row in rows):
            check_cells(scheme, row)
            check_sum(scheme, row)
        check_city(made)


@settings(BOARDS, max_examples=25)
@given(st.integers(0, 2**32))
def test_ranks_caps_and_sums_hold_on_any_board(seed: int) -> None:
    hold(Random(seed))


@pytest.mark.slow
@settings(BOARDS, max_examples=500)
@given(st.integers(2**33, 2**40))
def test_they_hold_on_many_more(seed: int) -> None:
    hold(Random(seed))
