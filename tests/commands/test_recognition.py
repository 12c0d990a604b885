from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Runner


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_receipt_is_recognised_with_day_person_and_opinion(city: Runner, lang: str) -> None:
    ran = city.ok("funds", "recognise", "f1", "--by", "王五", "--opinion", "属实", "--on", "2024-04-01", lang=lang)
    assert ran.out.startswith("F1 ")
    assert ("已认定" if lang == "zh" else "recognised") in ran.out
    shown = city.json("funds", "show", "F1")
    assert [shown[key] for key in ("recognition", "recognised_on", "recognised_by", "opinion")] == [
        "recognised",
        "2024-04-01",
        "王五",
        "属实",
    ]


def test_the_day_is_today_by_default(city: Runner) -> None:
    city.ok("funds", "recognise", "F1")
    assert city.json("funds", "show", "F1")["recognised_on"] == "2024-04-10"


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (("recognise", "F1", "--approve"), "approved"),
        (("recognise", "F1", "--unscored"), "unscored"),
        (("return", "F1", "--opinion", "缺凭证"), "returned"),
        (("refuse", "F1", "--opinion", "市内资金"), "refused"),
    ],
)
def test_the_other_states(city: Runner, verb: tuple[str, ...], state: str) -> None:
    city.ok("funds", *verb)
    assert city.json("funds", "show", "F1")["recognition"] == state


@pytest.mark.parametrize("which", [("P1", "签约"), ("轴承一期", "signed"), ("M2",), ("M2..M2",)])
def test_a_milestone_by_number_or_by_project_and_stage(city: Runner, which: tuple[str, ...]) -> None:
    city.ok("milestone", "recognise", *which)
    assert city.json("project", "show", "P1")["signed_recognition"] == "recognised"


def test_ranges_are_decided_together_after_a_confirmation(city: Runner) -> None:
    for day in range(1, 5):
        city.ok("funds", "add", "P1", "20万", "--received-on", f"2024-03-0{day}")
    assert city("funds", "recognise", "F1..F5").code == 4
    city.ok("funds", "recognise", "F1", "F2..F5", "F2", "--yes")
    assert {row["recognition"] for row in city.json("funds")["rows"]} == {"recognised"}


REFUSED: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "no opinion": (2, "missing_options", ("funds", "return", "F1")),
    "no such project": (3, "name_unknown", ("funds", "recognise", "风电")),
    "turned round": (2, "numbers_bad", ("funds", "recognise", "F3..F1")),
    "nothing there": (3, "selection_empty", ("funds", "recognise", "F7..F999999999")),
    "nothing meets it": (3, "selection_empty", ("funds", "recognise", "unit:临清")),
    "nothing waits": (3, "selection_empty", ("funds", "recognise", "amount:20万")),
    "no condition": (2, "field_unknown", ("funds", "recognise", "colour:red")),
    "not there": (3, "name_unknown", ("funds", "recognise", "F1", "F9")),
    "no such stage": (3, "milestone_missing", ("milestone", "recognise", "P1", "started")),
    "not a stage": (2, "choice_unknown", ("milestone", "recognise", "P1", "起飞")),
    "not a day": (2, "date_impossible", ("funds", "recognise", "F1", "--on", "2024-02-30")),
    "the same again": (4, "recognition_same", ("funds", "recognise", "F2")),
    "only planned": (5, "milestone_unreached", ("milestone", "recognise", "P1", "producing")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_whole(city: Runner, case: str) -> None:
    code, name, line = REFUSED[case]
    city.ok("funds", "add", "P1", "20万", "--received-on", "2024-03-01")
    city.ok("funds", "recognise", "F2")
    city.ok("project", "edit", "P1", "--producing-planned-on", "2025-01")
    raw = city.database.read_bytes()
    ran = city(*line, "-f", "json")
    assert (ran.code, ran.json["problems"][0]["code"]) == (code, name)
    assert ran.json["problems"][0]["hint"]
    assert city.database.read_bytes() == raw


def test_a_decision_can_be_changed(city: Runner) -> None:
    city.ok("funds", "recognise", "F1", "--by", "王五")
    city.ok("funds", "return", "F1", "--opinion", "重复", "--by", "赵六")
    shown = city.json("funds", "show", "F1")
    assert (shown["recognition"], shown["recognised_by"], shown["opinion"]) == ("returned", "赵六", "重复")


def test_a_recognition_in_the_future_is_refused(city: Runner) -> None:
    ran = city("funds", "recognise", "F1", "--on", "2024-05-01", "-f", "json")
    assert (ran.code, ran.json["problems"][0]["code"]) == (5, "date_future")
