"""What is worth saying of many cells, said once for each kind: the first in full, the places of a few, their number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal

from tracker.result import Message
from tracker.words import MANY_PLACES, PLACE_AND_WHAT, SOME_MORE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.words import Words

SHOWN: Final = 5


class Notes:
    """Warnings by kind; a kind is a code, and what else tells two groups of one code apart, such as their column."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], list[tuple[str, Words]]] = defaultdict(list)

    def add(self, code: str, place: str, what: Words, *, group: str = "", level: str = "warning") -> None:
        """Note one cell."""
        self._found[code, group, level].append((place, what))

    def messages(self) -> Iterator[Message]:
        """One message for each kind."""
        for (code, _, level), found in self._found.items():
            place, what = found[0]
            tone: Literal["info", "warning"] = "info" if level == "info" else "warning"
            if len(found) == 1:
                yield Message(code, PLACE_AND_WHAT(place=place, what=what) if place else what, tone)
            else:
                yield Message(code, MANY_PLACES(what=what, n=len(found), places=some(each for each, _ in found)), tone)


def some(places: Iterator[str], most: int = SHOWN) -> tuple[Words, ...]:
    """The first few of some places, and a sign that there are more."""
    listed = list(places)
    return (*listed[:most], *([SOME_MORE] if len(listed) > most else []))
