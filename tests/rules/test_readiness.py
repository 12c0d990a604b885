from __future__ import annotations

from itertools import pairwise

import pytest

from tracker.rules.dates import from_iso
from tracker.rules.nouns import NOUNS
from tracker.rules.readiness import FIVE_ONES, RECOGNITION_NEEDS, STAGE_NEEDS, lacking
from tracker.rules.sections import sections
from tracker.rules.stages import COUNTED, ORDERED, STAGES, next_stage

DAY = from_iso("2024-03-05")


def test_every_need_is_a_declared_field() -> None:
    project, funds = ({field.key for field in NOUNS[key].fields} for key in ("project", "funds"))
    for needs in (*STAGE_NEEDS.values(), *(RECOGNITION_NEEDS[stage] for stage in COUNTED)):
        assert {key for need in needs for key in need} <= project
    assert {key for need in RECOGNITION_NEEDS["funds"] for key in need} <= funds
    assert set(FIVE_ONES) <= project


def test_every_stage_that_can_come_next_says_what_it_asks() -> None:
    assert {next_stage({stage: DAY}) for stage in STAGES} - {None} <= set(STAGE_NEEDS)
    for earlier, later in pairwise(ORDERED):
        assert next_stage({earlier: DAY}) == later


@pytest.mark.parametrize("beside", ["registered", "filed"])
def test_registration_and_filing_are_asked_for_by_the_works(beside: str) -> None:
    assert next_stage({"signed": DAY, beside: DAY}) == "started"
    assert (f"{beside}_on",) in lacking(STAGE_NEEDS["started"], {})
    assert (f"{beside}_on",) not in lacking(STAGE_NEEDS["started"], {f"{beside}_on": DAY})


@pytest.mark.parametrize(("agreement", "meets"), [("contract", True), ("framework", False), ("intent", False)])
def test_only_a_formal_contract_makes_a_signing(agreement: str, meets: bool) -> None:
    assert (("agreement",) not in lacking(STAGE_NEEDS["signed"], {"agreement": agreement})) == meets


def test_nothing_and_no_names_meet_no_need_but_zero_does() -> None:
    assert lacking((("investors",),), {"investors": ()}) == [("investors",)]
    assert lacking((("promised_jobs",),), {"promised_jobs": 0}) == []


@pytest.mark.parametrize("noun", NOUNS)
def test_every_field_stands_in_one_section(noun: str) -> None:
    placed = [field.key for section in sections(NOUNS[noun]) for field in section.fields]
    assert sorted(placed) == sorted(field.key for field in NOUNS[noun].own_fields)
