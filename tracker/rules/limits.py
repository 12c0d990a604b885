"""How many days may pass before something is late: one table, which tracker.toml may override under `[limits]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import BadUsage
from tracker.words import (
    LIMIT_ANSWER,
    LIMIT_BAD,
    LIMIT_BAD_HINT,
    LIMIT_FEEDBACK,
    LIMIT_FIGURES,
    LIMIT_JUDGEMENT,
    LIMIT_QUIET,
    LIMIT_RECOGNITION,
    LIMIT_REPORT,
    LIMIT_SOON,
    LIMIT_UNKNOWN,
    LIMIT_UNKNOWN_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.words import Say


class Limit(NamedTuple):
    """One limit: its key under `[limits]`, its days by default, and what it is for."""

    key: str
    days: int
    what: Say


# The first four are one city's published lead clock (answer 1, judgement 3, feedback 7, report every 14 days).
LIMITS: Final = (
    Limit("answer", 1, LIMIT_ANSWER),
    Limit("judgement", 3, LIMIT_JUDGEMENT),
    Limit("feedback", 7, LIMIT_FEEDBACK),
    Limit("report", 14, LIMIT_REPORT),
    Limit("recognition", 30, LIMIT_RECOGNITION),
    Limit("quiet", 30, LIMIT_QUIET),
    Limit("soon", 14, LIMIT_SOON),
    Limit("figures", 31, LIMIT_FIGURES),
)
DEFAULTS: Final[Mapping[str, int]] = {limit.key: limit.days for limit in LIMITS}
_MOST: Final = 3660


def read_limits(given: object) -> dict[str, int]:
    """The limits in force: those of tracker.toml before the defaults; BadUsage for an unknown key or no whole number.

    >>> read_limits({"quiet": 45})["quiet"], read_limits(None)["quiet"]
    (45, 30)
    """
    if given is None:
        return dict(DEFAULTS)
    if not isinstance(given, dict):
        raise _bad(given)
    for key, days in given.items():
        if key not in DEFAULTS:
            hint = LIMIT_UNKNOWN_HINT(valid=tuple(DEFAULTS))
            raise BadUsage(LIMIT_UNKNOWN(key=key), code="limit_unknown", value=str(key), hint=hint)
        if type(days) is not int or not 0 <= days <= _MOST:
            raise _bad(days, key)
    return {**DEFAULTS, **given}


def _bad(value: object, *of: str) -> BadUsage:
    key, shown = ".".join(("limits", *of)), str(value)
    return BadUsage(LIMIT_BAD(key=key, value=shown), code="limit_bad", value=shown, hint=LIMIT_BAD_HINT(most=_MOST))
