"""What this run has written for good: a Ctrl-C that comes later must not say that nothing was."""

from __future__ import annotations

from typing import Final

BATCHES: Final[list[int]] = []  # committed, in their order
