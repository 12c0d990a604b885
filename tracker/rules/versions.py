"""Many records' versions in a short text: records next to each other that were changed equally often are one run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RUN: Final = re.compile(r"(\d+)(?:-(\d+))?:(\d+)", re.ASCII)
_MOST: Final = 1_048_576  # records: what a sheet of ours can hold


def runs(versions: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The runs of records (id, version) in the order of their ids.

    >>> list(runs([(1, 1), (2, 1), (3, 4), (7, 4)]))
    ['1-2:1', '3:4', '7:4']
    """
    first = last = version = 0
    for id_, each in versions:
        if each == version and id_ == last + 1:
            last = id_
            continue
        if version:
            yield _run(first, last, version)
        first, last, version = id_, id_, each
    if version:
        yield _run(first, last, version)


def _run(first: int, last: int, version: int) -> str:
    return f"{first}:{version}" if first == last else f"{first}-{last}:{version}"


def read_runs(text: str) -> dict[int, int]:
    """The version of every record in a text of runs; what is no run is passed over.

    >>> read_runs("1-2:1 3:4 x 9-8:1")
    {1: 1, 2: 1, 3: 4}
    """
    found: dict[int, int] = {}
    for part in text.split():
        match = _RUN.fullmatch(part)
        if match:
            first, last = int(match[1]), int(match[2] or match[1])
            if last - first + len(found) < _MOST:
                found |= dict.fromkeys(range(first, last + 1), int(match[3]))
    return found
