"""What this run has written for good: a Ctrl-C or a fault that comes later must not say that nothing was."""

from __future__ import annotations

from typing import Final

BATCHES: Final[list[int]] = []  # committed, in their order


def batches() -> tuple[str, ...]:
    """The numbers of the batches, as people see them."""
    return tuple(f"B{each}" for each in BATCHES)
