"""The family of errors: each class carries its exit code; each error its place, value and hint."""

from __future__ import annotations

from enum import IntEnum, unique
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from tracker.words import PLACE_IN_FILE, SYSTEM_REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.words import Words


@unique
class Exit(IntEnum):
    """How a command ended, as the shell sees it."""

    OK = 0
    BUG = 1
    USAGE = 2
    NOT_FOUND = 3
    REFUSED = 4
    BAD_DATA = 5
    DATABASE = 6
    INTERRUPTED = 130


class Problem(NamedTuple):
    """One thing that is wrong: a stable code, what, where, with which value, and what to type instead.

    Of several files `file` tells which. `cells` are all the places where one and the same thing stands, `place` first.
    """

    code: str
    what: Words
    place: Words | None = None
    value: str | None = None
    hint: Words | None = None
    file: str | None = None
    cells: tuple[str, ...] = ()

    @property
    def where(self) -> Words | None:
        """Its place with its file; None where it has neither, or where the sentence itself names the file."""
        if self.file is None:
            return self.place or None
        if self.place:
            return PLACE_IN_FILE(file=self.file, place=self.place)
        return None if (self.value or "").endswith(self.file) else self.file


def reason_of(error: OSError) -> Words:
    """Why the system refused, in both languages; in its own words only where the reason is a rare one.

    >>> import errno
    >>> reason_of(PermissionError(errno.EACCES, "Permission denied")).zh
    '没有权限'
    """
    import errno  # only once something has gone wrong

    return SYSTEM_REASONS.get(errno.errorcode.get(error.errno or 0, "")) or error.strerror or type(error).__name__


class TrackerError(Exception):
    """Anything the user can put right; `what`, `place` and `hint` are words in both languages.

    `found` is what was found out before it failed, a `Result`: programs are given it along with the problems.
    """

    exit: ClassVar[Exit] = Exit.BUG

    def __init__(
        self,
        what: Words,
        *,
        code: str = "error",
        place: Words | None = None,
        value: str | None = None,
        hint: Words | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(what)
        self.problem = Problem(code, what, place, value, hint)
        self.problems = problems or (self.problem,)
        self.found: object = None

    @classmethod
    def of(cls, problems: Sequence[Problem], summary: Words, *, hint: Words | None = None) -> Self:
        """One error for all problems of one input: the problem itself where it is the only one, else under a summary.

        The hint is the summary's: what helps against all of them. With one, a single problem has a summary too.
        """
        if len(problems) == 1 and hint is None:
            [one] = problems
            error = cls(one.what)
            error.problem, error.problems = one, (one,)
            return error
        return cls(summary, code=problems[0].code, hint=hint, problems=tuple(problems))

    def at(self, place: Words | None) -> Self:
        """The same error with another place, where who raises it knows better what it is about."""
        one = self.problem
        return type(self)(one.what, code=one.code, place=place, value=one.value, hint=one.hint)


class BadUsage(TrackerError):
    """The command line cannot be read."""

    exit = Exit.USAGE


class BadValue(BadUsage):
    """A text that is not a value of its field: a date, an amount, a choice."""


class NotFound(TrackerError):
    """Nothing answers to that name, number or period."""

    exit = Exit.NOT_FOUND


class Refused(TrackerError):
    """Ambiguous, duplicate, in conflict, or not confirmed."""

    exit = Exit.REFUSED


class BadData(TrackerError):
    """The values can be read but must not be stored; nothing was written."""

    exit = Exit.BAD_DATA


class DatabaseError(TrackerError):
    """The database is missing, busy, read-only, foreign, damaged or newer."""

    exit = Exit.DATABASE


class DiskFull(TrackerError):
    """There is no room for what is to be written; what was there is as it was."""

    exit = Exit.DATABASE


class Interrupted(TrackerError):
    """The person pressed Ctrl-C."""

    exit = Exit.INTERRUPTED
