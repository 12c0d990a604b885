"""Refuses an import with all that is wrong or undecided in its files, and what may be typed all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import BadData, Refused
from tracker.words import CONFLICTS, PROBLEMS, WAY_MARK, WAY_MARK_FILES, WAY_SKIP, WAY_SKIP_COUNTED, WAYS_ON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.errors import Problem
    from tracker.services.import_plan import Plan
    from tracker.words import Words


def refuse(plans: Sequence[Plan], *, marked: bool = False) -> None:
    """Raise all problems of some files at once, unless bad rows are to be left out; else all that is undecided.

    Where copies are `marked` already, the hint offers none.
    """
    if plans[0].skip_bad and not all(plan.left_out for plan in plans):
        return
    several = len(plans) > 1
    problems = [named(problem, plan, several=several) for plan in plans for problem in plan.problems]
    clashes = [named(each.problem, plan, several=several) for plan in plans for each in plan.clashes]
    if problems:
        found = [*problems, *clashes]
        raise BadData.of(found, PROBLEMS(n=len(found)), hint=_ways_on(plans, marked=marked))
    if clashes:
        raise Refused.of(clashes, CONFLICTS(n=len(clashes)))


def _ways_on(plans: Sequence[Plan], *, marked: bool) -> Words | None:
    """What may be typed where there are problems: to write all other rows, to have the bad cells marked."""
    ways: list[Words] = []
    new, changed = (sum(plan.total(of) for plan in plans) for of in ("new", "changed"))
    if any(plan.clashes for plan in plans):
        ways.append(WAY_SKIP)  # how much is written then is known only once the cells in conflict are left out
    elif new or changed:
        ways.append(WAY_SKIP_COUNTED(new=new, changed=changed))
    if not marked and any(plan.counts for plan in plans):
        ways.append(WAY_MARK_FILES if len(plans) > 1 else WAY_MARK)
    return WAYS_ON(ways=tuple(ways)) if ways else None


def named(problem: Problem, plan: Plan, *, several: bool) -> Problem:
    """A problem that says which of several files it is of."""
    return problem._replace(file=plan.file) if several else problem
