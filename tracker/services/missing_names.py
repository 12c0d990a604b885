"""Names and words that nothing answers to: one problem for each, with all its cells, however often a file has it."""

from __future__ import annotations

from string import digits
from typing import TYPE_CHECKING, Final

from tracker.rules.cells import cell_text
from tracker.rules.choices import folded
from tracker.rules.nouns import NOUNS
from tracker.services.notes import some
from tracker.words import CREATE_HINT, IN_LATER_FILE_HINT, MANY_PLACES, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.errors import Problem
    from tracker.services.import_plan import Plan

COMPANY = NOUNS["company"]
WORDS: Final = ("choice_unknown", "metric_unknown", "item_unknown")
"""Codes of words that are none of those that their column may hold."""


def told_once(problems: Iterable[Problem], *, creating: bool) -> Iterator[Problem]:
    """Fold the problems of one missing name, or of one unknown word of a column, into one problem with all its cells.

    Unless missing companies are being created (`creating`), a missing company's hint says that they can be.
    """
    found: dict[object, list[Problem]] = {}
    for problem in problems:
        found.setdefault(_what(problem), []).append(problem)
    for alike in found.values():
        first = alike[0]
        if _is_company(first) and not creating:
            first = first._replace(hint=CREATE_HINT(hint=first.hint))
        yield first if len(alike) == 1 else _together(first, alike)


def brought_later(problem: Problem, plans: Iterable[Plan]) -> Problem:
    """A problem whose hint, where a later file of the import brings the missing name, is to give that file first."""
    if problem.code != "name_unknown" or problem.value is None:
        return problem
    label, name = _missing(problem)
    for plan in plans:
        if any(folded(str(change.after.get("name"))) == name for change in plan.added(label)):
            return problem._replace(hint=IN_LATER_FILE_HINT(file=plan.file))
    return problem


def said_of_each(problem: Problem) -> object:
    """What is wrong with each cell of a problem by itself, where the problem names them all."""
    what = problem.what
    return what.values["what"] if isinstance(what, Sentence) and what.say is MANY_PLACES else what


def _missing(problem: Problem) -> tuple[object, str]:
    """The label of the noun and the name that is missing, also where several places or a mark are told of."""
    what: object = problem.what
    while isinstance(what, Sentence) and "what" in what.values:
        what = what.values["what"]
    values = what.values if isinstance(what, Sentence) else {}
    return values.get("noun"), folded(cell_text(str(values.get("value", problem.value))))


def _what(problem: Problem) -> object:
    """What problems of one missing name, one word of a column or one sorted column share; any other is alone."""
    if problem.code == "column_sorted":
        return problem.code, str(problem.place).rstrip(digits)
    if problem.value is None or problem.code not in ("name_unknown", *WORDS):
        return id(problem)
    column = str(problem.place).rstrip(digits) if problem.code in WORDS else ""
    return problem.code, column, _missing(problem)


def _is_company(problem: Problem) -> bool:
    return problem.code == "name_unknown" and _missing(problem)[0] == COMPANY.label


def _together(first: Problem, alike: list[Problem]) -> Problem:
    cells = tuple(str(problem.place) for problem in alike)
    return first._replace(what=MANY_PLACES(what=first.what, n=len(cells), places=some(iter(cells))), cells=cells)
