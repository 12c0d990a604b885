"""What is worth saying of many cells, said once for each kind: a few in full with their places, and how many."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from itertools import islice
from string import ascii_uppercase
from typing import TYPE_CHECKING, Final, Literal

from tracker.result import Message
from tracker.words import (
    ALL_DIFFERENT,
    MANY_KINDS,
    MANY_PLACES,
    ONE_AND_OTHER,
    PLACE_AND_WHAT,
    PLACES_AND_WHAT,
    SOME_MORE,
    Sentence,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.words import Words

SHOWN: Final = 5
MOST_KINDS: Final = 3  # of what differs


class Notes:
    """Warnings by kind; a kind is a code, and what else tells two groups of one code apart, such as their column."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], list[tuple[str, Words]]] = defaultdict(list)

    def add(self, code: str, place: str, what: Words, *, group: str = "", level: str = "warning") -> None:
        """Note one cell."""
        self._found[code, group, level].append((place, what))

    def sort(self) -> None:
        """Let the places of each kind stand in the order of their rows, the sheets in that of their first places."""
        for found in self._found.values():
            sheets = list(dict.fromkeys(place.rpartition("!")[0] for place, _ in found))
            found.sort(key=lambda each: (sheets.index(each[0].rpartition("!")[0]), _row(each[0])))

    def messages(self) -> Iterator[Message]:
        """One message for each kind."""
        for (code, _, level), found in self._found.items():
            tone: Literal["info", "warning"] = "info" if level == "info" else "warning"
            yield Message(code, _together(found), tone)


def _row(place: str) -> int:
    """The row of a cell.

    >>> _row("项目!F12"), _row("项目2024")
    (12, 0)
    """
    cell = place.rpartition("!")[2] if "!" in place else ""
    return int(cell.lstrip(ascii_uppercase) or 0)


def _together(found: Sequence[tuple[str, Words]]) -> Words:
    """What is said of some places: what is the same of all once, else the first few of what differs."""
    alike: dict[object, list[tuple[str, Words]]] = defaultdict(list)
    for each in found:
        alike[_key(each[1])].append(each)
    place, what = found[0]
    if len(found) == 1:
        return PLACE_AND_WHAT(place=place, what=what) if place else what
    if len(alike) == 1:
        return MANY_PLACES(what=what, n=len(found), places=some(each for each, _ in found))
    shown = [_first(each) for each in islice(alike.values(), MOST_KINDS)]
    shown += [SOME_MORE] if len(alike) > MOST_KINDS else []
    told = reduce(lambda one, other: ONE_AND_OTHER(one=one, other=other), shown)
    if len(alike) == len(found):
        return ALL_DIFFERENT(n=len(found), told=told)
    return MANY_KINDS(n=len(found), kinds=len(alike), told=told)


def _first(alike: Sequence[tuple[str, Words]]) -> Words:
    """What is said of one or several places alike, at the first of them."""
    place, what = alike[0]
    if len(alike) == 1:
        return PLACE_AND_WHAT(place=place, what=what)
    return PLACES_AND_WHAT(place=place, n=len(alike), what=what)


def _key(what: Words) -> object:
    """What two sentences have in common that say the same; there may be hundreds of thousands."""
    key = (what.say, *what.values.values()) if isinstance(what, Sentence) else what
    try:
        hash(key)
    except TypeError:  # a sentence among its values
        return text(what, "zh")
    return key


def some(places: Iterator[str], most: int = SHOWN) -> tuple[Words, ...]:
    """The first few of some places, and a sign that there are more."""
    listed = list(places)
    return (*listed[:most], *([SOME_MORE] if len(listed) > most else []))
