"""The life of a project: which stage it has reached, and which dates cannot stand beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.rules.choices import STAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.dates import PartialDate

STAGES: Final = STAGE.keys
# Registration and filing run beside the contract and the works in any order; the others follow each other.
ORDERED: Final = tuple(stage for stage in STAGES if stage not in ("registered", "filed"))
COUNTED: Final = ("signed", "started", "completed", "producing")


def current_stage(reached: Mapping[str, PartialDate | None]) -> str | None:
    """The furthest stage that has a reached date.

    >>> from tracker.rules.dates import from_iso
    >>> current_stage({"signed": from_iso("2024-03-05"), "talks": from_iso("2024"), "started": None})
    'signed'
    """
    done = [stage for stage in STAGES if reached.get(stage)]
    return done[-1] if done else None


def next_stage(reached: Mapping[str, PartialDate | None]) -> str | None:
    """The stage that comes after the furthest one, None after the last; a project begins with talks, seldom planned.

    Registration and filing are no steps of their own: they are what works ask for.

    >>> from tracker.rules.dates import from_iso
    >>> day = from_iso("2024-03-05")
    >>> next_stage({}), next_stage({"signed": day, "filed": day}), next_stage({"at_output": day})
    ('talks', 'started', None)
    """
    now = STAGES.index(current_stage(reached) or "planned")
    return next((stage for stage in ORDERED if STAGES.index(stage) > now), None)


def misplaced(reached: Mapping[str, PartialDate | None]) -> list[tuple[str, str]]:
    """Pairs (later stage, earlier stage) where the later one was surely reached before the earlier one.

    >>> from tracker.rules.dates import from_iso
    >>> misplaced({"signed": from_iso("2024-03-05"), "started": from_iso("2024-02")})
    [('started', 'signed')]
    >>> misplaced({"signed": from_iso("2024-03-05"), "started": from_iso("2024-03")})
    []
    """
    known = [(stage, day) for stage in ORDERED if (day := reached.get(stage))]
    return [
        (later, earlier)
        for n, (earlier, first) in enumerate(known)
        for later, second in known[n + 1 :]
        if second.last < first.first
    ]


def is_backwards(stage: str, reached: Mapping[str, PartialDate | None]) -> bool:
    """Whether advancing to a stage would go back behind one that was reached already.

    >>> from tracker.rules.dates import from_iso
    >>> is_backwards("signed", {"started": from_iso("2024-03-05")}), is_backwards("started", {})
    (True, False)
    """
    now = current_stage(reached)
    return now is not None and STAGES.index(stage) < STAGES.index(now)
