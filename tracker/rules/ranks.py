"""Shared ranks 并列: equal values share a rank and the next is skipped (1, 2, 2, 4)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def competition_ranks(keys: Sequence[tuple[Any, ...]]) -> list[int]:
    """Rank keys from the highest down, equal keys sharing the rank and the next one skipped.

    >>> competition_ranks([(7,), (9,), (7,), (5,)])
    [2, 1, 2, 4]
    """
    rank, ranks = 1, {}
    for key, count in sorted(Counter(keys).items(), reverse=True):
        ranks[key] = rank
        rank += count
    return [ranks[key] for key in keys]


def ranks_of(values: Sequence[Any | None]) -> list[int | None]:
    """Rank plain values from the highest down, shared; None has no rank and takes no place.

    >>> ranks_of([3, None, 5, 3])
    [2, None, 1, 2]
    """
    ranks = iter(competition_ranks([(value,) for value in values if value is not None]))
    return [None if value is None else next(ranks) for value in values]
