"""What this run has written for good: a Ctrl-C or a fault that comes later must not say that nothing was."""

from __future__ import annotations

from typing import Final

BATCHES: Final[list[int]] = []  # committed, in their order


def batch_number(id_: int) -> str:
    """The number of a batch as people see it.

    >>> batch_number(12)
    'B12'
    """
    return f"B{id_}"


def batches() -> tuple[str, ...]:
    """The numbers of those that this run committed."""
    return tuple(map(batch_number, BATCHES))
