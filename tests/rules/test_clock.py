from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.clock import FIELDS, STEP, lead_clock
from tracker.rules.dates import PartialDate, day, from_iso
from tracker.rules.limits import DEFAULTS

RECEIVED = datetime.date(2024, 3, 1)
DAYS = st.dates(datetime.date(2024, 3, 1), datetime.date(2024, 12, 31)).map(day)


def lead(status: str = "new", **dates: Any) -> dict[str, Any]:
    known = {key: from_iso(value) if isinstance(value, str) else value for key, value in dates.items()}
    return {"status": status, "received_on": day(RECEIVED)} | known


@pytest.mark.parametrize(("step", "days"), [("answer", 1), ("judgement", 3), ("feedback", 7)])
def test_the_published_limits(step: str, days: int) -> None:
    due = {each.key: each.due for each in lead_clock(lead(), DEFAULTS)}
    assert due[step] == RECEIVED + datetime.timedelta(days=days)


def test_a_step_on_its_day_is_in_time_and_late_the_day_after() -> None:
    answer = lead_clock(lead(), DEFAULTS)[0]
    assert [answer.late(RECEIVED + datetime.timedelta(days=n)) for n in (0, 1, 2)] == [-1, 0, 1]
    done = lead_clock(lead(answered_on="2024-03-02"), DEFAULTS)[0]
    assert done.late(datetime.date(2025, 1, 1)) == 0


def test_a_month_is_not_called_late_before_it_is() -> None:
    received = lead_clock(lead(received_on="2024-03"), DEFAULTS)[0]
    assert received.due == datetime.date(2024, 4, 1)
    assert lead_clock(lead(answered_on="2024-03"), DEFAULTS)[0].late(RECEIVED) <= 0


def test_reports_begin_with_the_feedback() -> None:
    assert [step.key for step in lead_clock(lead(), DEFAULTS)] == ["answer", "judgement", "feedback"]
    report = lead_clock(lead(feedback_on="2024-03-08"), DEFAULTS)[-1]
    assert (report.key, report.due) == ("report", datetime.date(2024, 3, 22))


@pytest.mark.parametrize("status", ["converted", "lost"])
def test_a_closed_lead_has_no_open_step(status: str) -> None:
    assert lead_clock(lead(status), DEFAULTS) == []
    assert [step.key for step in lead_clock(lead(status, judged_on="2024-03-09"), DEFAULTS)] == ["judgement"]


def test_every_step_has_a_label_and_a_field() -> None:
    assert set(STEP.keys) == set(FIELDS)


@given(st.dictionaries(st.sampled_from(["answered_on", "judged_on", "feedback_on"]), DAYS), st.integers(0, 60))
def test_a_longer_limit_is_never_later(dates: dict[str, PartialDate], more: int) -> None:
    today = datetime.date(2024, 6, 1)
    wider = {key: days + more for key, days in DEFAULTS.items()}
    pairs = zip(lead_clock(lead("new", **dates), DEFAULTS), lead_clock(lead("new", **dates), wider), strict=True)
    assert all(wide.late(today) == tight.late(today) - more for tight, wide in pairs)
