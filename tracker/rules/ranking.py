"""Places on a board: ordered tie-breaks, shared ranks, and who stands outside the ranking."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from tracker.rules.progress import completion
from tracker.rules.ranks import competition_ranks, ranks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.rules.scoring import MetricValue, UnitScore

SingleBy: TypeAlias = Literal["rate", "actual"]


class Ranked(NamedTuple):
    """One row of a group's board; `rank` is None for a unit without a score and for a vetoed one."""

    rank: int | None
    score: UnitScore


def rank_group(scores: Iterable[UnitScore], ties: Sequence[str] = ()) -> tuple[Ranked, ...]:
    """Rank a group by printed score, then by the exact scores of the tie-break indicators, then shared.

    Rows come by rank, then by order of entry (the unit's number); after them the vetoed, last those without a score.
    """
    rows = sorted(scores, key=lambda row: row.unit)
    placed = [row for row in rows if row.score is not None and not row.vetoed]
    ranks = competition_ranks([_tie_key(row, ties) for row in placed])
    ranked = sorted(map(Ranked, ranks, placed), key=lambda row: row.rank or 0)
    vetoed = [Ranked(None, row) for row in rows if row.score is not None and row.vetoed]
    blank = [Ranked(None, row) for row in rows if row.score is None]
    return (*ranked, *vetoed, *blank)


def _tie_key(row: UnitScore, ties: Sequence[str]) -> tuple[Any, ...]:
    """The printed score and the tie-break scores, each a pair in which null is lowest."""
    exact = {cell.key: cell.score for cell in row.indicators}
    return (row.score, *((exact.get(key) is not None, exact.get(key) or 0) for key in ties))


def single_basis(values: Iterable[MetricValue]) -> SingleBy:
    """What a board of one metric ranks by when its scheme does not say: the rate if any unit has a target."""
    return "rate" if any(value.target is not None and value.target > 0 for value in values) else "actual"


def single_ranks(values: Sequence[MetricValue], by: SingleBy | None = None) -> list[int | None]:
    """Rank the units of a board of one metric, in the order given.

    By rate: a unit without a target has no rank, one without a figure counts as 0. By actual: one without a figure
    has no rank. `by` is the metric's `single`; None decides by `single_basis`.
    """
    if (by or single_basis(values)) == "actual":
        return ranks_of([value.actual for value in values])
    return ranks_of([_rate(value) for value in values])


def _rate(value: MetricValue) -> Fraction | None:
    return completion(Fraction(0) if value.actual is None else value.actual, value.target)
