"""Hundreds of problems of one kind in one column as a few and their number; machines are given every one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from tracker.words import PROBLEMS_MORE, PROBLEMS_MORE_HINT, SOME_MORE, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.errors import Problem
    from tracker.words import Words

MOST: Final = 8  # problems of one kind that are all shown
SHOWN: Final = 5
PLACES: Final = 3
_CELL: Final = re.compile(r"(.+![A-Z]{1,3})([0-9]+)", re.DOTALL)


def folded_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Problems as people can read them: of many of one kind in one column the first five, and how many more."""
    kinds: dict[object, list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[_kind(problem)].append(problem)
    shown: list[Problem] = []
    for alike in kinds.values():
        few = alike if len(alike) <= MOST else alike[:SHOWN]
        shown += few
        if len(alike) > len(few):
            shown.append(_more(alike[len(few) :]))
    return shown


def _kind(problem: Problem) -> object:
    """What two problems have in common that are said together; a problem without a cell is one of its own."""
    match = _CELL.fullmatch(problem.place) if isinstance(problem.place, str) else None
    what = problem.what.say if isinstance(problem.what, Sentence) else problem.what
    return (problem.code, what, problem.file, match[1]) if match else id(problem)


def _more(rest: Sequence[Problem]) -> Problem:
    places: list[Words] = [str(problem.place).rpartition("!")[2] for problem in rest[:PLACES]]
    if len(rest) > PLACES:
        places.append(SOME_MORE)
    match = _CELL.fullmatch(str(rest[0].place))
    column = match[1] if match else rest[0].place
    what = PROBLEMS_MORE(n=len(rest), places=tuple(places))
    return rest[0]._replace(what=what, place=column, value=None, hint=PROBLEMS_MORE_HINT)
