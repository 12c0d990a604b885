"""What a statement binds: as many values at a time as every SQLite takes, and a mark for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Sized

T = TypeVar("T")
CHUNK: Final = 500  # below the number of bound values that every SQLite allows


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The items in their order, so many at a time.

    >>> list(chunks([3, 5, 8], 2)), list(chunks([]))
    ([[3, 5], [8]], [])
    """
    return (items[start : start + size] for start in range(0, len(items), size))


def marks(items: Sized) -> str:
    """The marks that stand for so many bound values.

    >>> marks([3, 5, 8])
    '?, ?, ?'
    """
    return ", ".join("?" * len(items))
