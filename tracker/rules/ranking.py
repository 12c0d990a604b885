"""Places on a board: ordered tie-breaks, shared ranks, and who stands outside the ranking."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from tracker.rules.progress import completion
from tracker.rules.ranks import competition_ranks, ranks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.rules.scoring import MetricValue, UnitScore

SingleBy: TypeAlias = Literal["rate", "actual"]
Listed: TypeAlias = Literal["red", "black"]  # 红榜, 黑榜


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


def gaps(places: Sequence[tuple[int | None, Fraction | None]]) -> list[Fraction | None]:
    """How far each value, given with its rank, is from that of the next better rank; None for the first and unranked.

    >>> gaps([(1, Fraction(9)), (2, Fraction(7)), (2, Fraction(7)), (4, Fraction(3)), (None, Fraction(8))])
    [None, Fraction(2, 1), Fraction(2, 1), Fraction(4, 1), None]
    """
    values = {rank: value for rank, value in places if rank is not None and value is not None}
    ranks = sorted(values)
    above = dict(zip(ranks[1:], ranks, strict=False))
    return [_gap(values, above, *place) for place in places]


def _gap(
    values: Mapping[int, Fraction], above: Mapping[int, int], rank: int | None, value: Fraction | None
) -> Fraction | None:
    return values[above[rank]] - value if rank is not None and rank in above and value is not None else None


def single_gaps(
    values: Sequence[MetricValue], ranks: Sequence[int | None], by: SingleBy | None = None
) -> list[Fraction | None]:
    """How much each unit of a board of one metric lacks, in its unit, to be level with the next better rank."""
    if (by or single_basis(values)) == "actual":
        return gaps([(rank, value.actual) for rank, value in zip(ranks, values, strict=True)])
    behind = gaps([(rank, _rate(value)) for rank, value in zip(ranks, values, strict=True)])
    return [
        None if gap is None or value.target is None else gap * value.target
        for gap, value in zip(behind, values, strict=True)
    ]


def shortlist(ranks: Sequence[int | None], which: Listed, most: int) -> list[int]:
    """The places, in the order given, of the best (`red`) or worst (`black`) ranks; who shares the last is on it too.

    >>> shortlist([1, 2, 2, 4, None], "red", 2), shortlist([1, 2, 2, 4, None], "black", 2)
    ([0, 1, 2], [1, 2, 3])
    """
    ranked = sorted((rank for rank in ranks if rank is not None), reverse=which == "black")
    if not ranked:
        return []
    edge = ranked[min(most, len(ranked)) - 1]
    low, high = (1, edge) if which == "red" else (edge, len(ranks))
    return [n for n, rank in enumerate(ranks) if rank is not None and low <= rank <= high]


def firsts_and_lasts(boards: Mapping[str, Mapping[int, int | None]]) -> dict[int, tuple[list[str], list[str]]]:
    """By unit, the boards on which it is first and those on which it is last; where all are level nobody is last.

    >>> firsts_and_lasts({"funds": {1: 1, 2: 2}, "trips": {1: 1, 2: 1}, "fdi": {1: 2, 2: 1}})
    {1: (['funds', 'trips'], ['fdi']), 2: (['trips', 'fdi'], ['funds'])}
    """
    found: dict[int, tuple[list[str], list[str]]] = {}
    for key, ranks in boards.items():
        last = max((rank for rank in ranks.values() if rank is not None), default=1)
        for unit, rank in ranks.items():
            firsts, lasts = found.setdefault(unit, ([], []))
            firsts += [key] if rank == 1 else []
            lasts += [key] if rank == last and last > 1 else []
    return found


def _rate(value: MetricValue) -> Fraction | None:
    return completion(Fraction(0) if value.actual is None else value.actual, value.target)
