"""The clock of a lead: by when it is to be answered, judged, fed back and reported on again."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.rules.choices import Choices
from tracker.words import CLOCK_ANSWER, CLOCK_FEEDBACK, CLOCK_JUDGEMENT, CLOCK_REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.rules.dates import PartialDate

STEP: Final = Choices(
    "step",
    {"answer": CLOCK_ANSWER, "judgement": CLOCK_JUDGEMENT, "feedback": CLOCK_FEEDBACK, "report": CLOCK_REPORT},
)
FIELDS: Final = {"answer": "answered_on", "judgement": "judged_on", "feedback": "feedback_on", "report": "feedback_on"}
STATUS_AFTER: Final = {"answer": "answered", "judgement": "judged", "feedback": "pursued"}
CLOSED: Final = ("converted", "lost")


class Step(NamedTuple):
    """One step of the clock: the day it is due, and when it was done, if it was."""

    key: str
    due: datetime.date
    done: PartialDate | None = None

    def late(self, today: datetime.date) -> int:
        """By how many days it is late, or was for sure when it was done; below 0: how many are left or were spared."""
        return ((self.done.first if self.done else today) - self.due).days


def lead_clock(values: Mapping[str, Any], limits: Mapping[str, int]) -> list[Step]:
    """The steps of a lead with their due days, in order; one that was converted or lost has no open ones.

    A date known to the month runs from its last day: what may be in time is not called late.

    >>> from tracker.rules.dates import from_iso
    >>> from tracker.rules.limits import DEFAULTS
    >>> lead = {"status": "new", "received_on": from_iso("2024-03-01"), "answered_on": from_iso("2024-03-04")}
    >>> [(step.key, str(step.due), step.late(datetime.date(2024, 3, 5))) for step in lead_clock(lead, DEFAULTS)]
    [('answer', '2024-03-02', 2), ('judgement', '2024-03-04', 1), ('feedback', '2024-03-08', -3)]
    """
    steps = list(_steps(values, limits))
    return [step for step in steps if step.done] if values.get("status") in CLOSED else steps


def _steps(values: Mapping[str, Any], limits: Mapping[str, int]) -> Iterator[Step]:
    received = values["received_on"].last
    for key in ("answer", "judgement", "feedback"):
        yield Step(key, received + datetime.timedelta(days=limits[key]), values.get(FIELDS[key]))
    told = values.get("feedback_on")
    if told:
        yield Step("report", told.last + datetime.timedelta(days=limits["report"]))
