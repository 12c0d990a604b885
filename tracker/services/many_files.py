"""Imports one or several files in one go: planned in their order, told together, written all or none.

Every file but the last is written before the next is planned, and kept only with the whole: so each is planned against
what the ones before it will have done, and rows may refer to rows of an earlier file.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.rules.mapping import NO_WISHES
from tracker.rules.nouns import NOUNS
from tracker.services.conflicts import Earlier
from tracker.services.import_plan import Count, Plan
from tracker.services.import_request import NOTHING_DECIDED
from tracker.services.imports import note, plan_book, write
from tracker.services.missing_names import brought_later
from tracker.store.journal import imported

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.services.import_request import Decided, File, Terms
    from tracker.store.engine import Work
    from tracker.store.reading import Reader


def unread(name: str, error: TrackerError, *, skip_bad: bool) -> Plan:
    """The plan of a file that cannot be read: what is wrong with it."""
    return Plan(name, None, skip_bad, problems=error.problems)


def plan_files(
    work: Work,
    files: Sequence[File | Plan],
    terms: Terms,
    decided: Mapping[int, Decided],
    step: Callable[[str, int, int], None] | None = None,
) -> list[Plan]:
    """Plan files in their order, those that could not be read left as they are; all but the last are written.

    `step` is told how far the rows of which file are read.
    """
    earlier = Earlier() if len(files) > 1 else None
    plans: list[Plan] = []
    for number, file in enumerate(files):
        if plans:
            work.hold_back()
            write(work, plans[-1], number - 1)
        if isinstance(file, Plan):
            plans.append(file)
        else:
            plans.append(_plan(work, file, terms, decided.get(number, NOTHING_DECIDED), earlier, step))
    _forgive_unused(plans)
    for number, plan in enumerate(plans[:-1]):
        plan.problems = tuple(brought_later(problem, plans[number + 1 :]) for problem in plan.problems)
    return plans


def _plan(
    work: Work,
    file: File,
    terms: Terms,
    decided: Decided,
    earlier: Earlier | None,
    step: Callable[[str, int, int], None] | None,
) -> Plan:
    """The plan of one file; of several, one that cannot be taken at all as a problem of it."""
    known = _known(work.reader, file, terms)
    if known:
        return known
    try:
        return plan_book(work, file, terms, decided, earlier, partial(step, file.name) if step else None)
    except TrackerError as error:
        if earlier is None:
            raise
        return unread(file.name, error, skip_bad=terms.skip_bad)


def _known(reader: Reader, file: File, terms: Terms) -> Plan | None:
    """The plan of a file that was imported before, unless it is to be read in another way now."""
    if terms.prefer or terms.wishes != NO_WISHES or file.sha256 is None:
        return None
    found = imported(reader, file.sha256)
    if found is None:
        return None
    counts = [Count(sheet, NOUNS[noun], same=n) for sheet, noun, n in found.rows if noun in NOUNS]
    return Plan(file.name, file.sha256, terms.skip_bad, counts=counts, imported=found)


def _forgive_unused(plans: Sequence[Plan]) -> None:
    """What was said of a column has to meet one in some file, not in every one."""
    read = [plan for plan in plans if plan.tables]
    missed = [{each.value for each in plan.problems if each.code == "map_unused"} for plan in read]
    everywhere = set.intersection(*missed) if missed else set()
    for plan in read:
        plan.problems = tuple(p for p in plan.problems if p.code != "map_unused" or p.value in everywhere)


def keep(work: Work, plans: Sequence[Plan]) -> None:
    """Write the last file as well, and note in the batch what all of it came from."""
    several = len(plans) > 1
    write(work, plans[-1], len(plans) - 1 if several else None)
    note(work, plans, several=several)
