"""The daily acts in one short line: short options, words in their places, the unit and the day that go unsaid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tracker.commands.bare_words import given
from tracker.errors import BadUsage
from tracker.rules.nouns import NOUNS

if TYPE_CHECKING:
    from tests.conftest import Runner

# What is typed, the record that it makes, and what that then holds.
LINES: tuple[tuple[tuple[str, ...], str, dict[str, object]], ...] = (
    (
        ("funds", "add", "轴承", "300万", "--on", "3-15"),
        "F2",
        {"project": "轴承一期", "received_on": "2024-03-15", "amount": {"fen": 300_000_000, "currency": "CNY"}},
    ),
    (
        ("visit", "add", "冠县", "上海", "--met", "三一", "--people", "4"),
        "V2",
        {"unit": "冠县", "destination": "上海", "companies": ["三一重工"], "people": 4, "start_on": "2024-04-10"},
    ),
    (
        ("visit", "add", "冠县", "--on", "3/1", "--until", "3月4日"),
        "V2",
        {"destination": None, "start_on": "2024-03-01", "end_on": "2024-03-04"},
    ),
    (
        ("project", "add", "轴承二期", "冠县", "2亿", "--signed", "2-18", "--agreement", "正式合同"),
        "P2",
        {"total_investment": {"fen": 20_000_000_000, "currency": "CNY"}, "signed_on": "2024-02-18"},
    ),
    (
        ("lead", "add", "储能项目", "临清", "三一", "--on", "1-8"),
        "L2",
        {"unit": "临清市", "company": "三一重工", "received_on": "2024-01-08"},
    ),
    (
        ("problem", "add", "轴承", "用地", "指标未批", "--due", "6-30"),
        "Q2",
        {"factor": "land", "what": "指标未批", "due_on": "2024-06-30"},
    ),
    (("problem", "add", "轴承", "指标未批", "--factor", "用地"), "Q2", {"factor": "land", "what": "指标未批"}),
    (("target", "set", "临清", "到位资金", "40"), "T2", {"unit": "临清市", "value": 40, "year": 2024}),
    (("figure", "set", "临清", "实际使用外资", "9", "--on", "2024-03"), "X2", {"as_of_on": "2024-03", "value": 9}),
    (("adjustment", "add", "临清", "迟报", "--on", "3-1"), "A2", {"happened_on": "2024-03-01"}),
    (("milestone", "add", "轴承", "开工", "--on", "3-1", "--by", "李四"), "M3", {"recognised_by": "李四"}),
    (("campaign", "add", "招商周", "--on", "5-1", "--until", "5-7"), "G2", {"end_on": "2024-05-07"}),
    (("company", "add", "人本", "--code", "91371500MA3C0000XX"), "C2", {"credit_code": "91371500MA3C0000XX"}),
)


@pytest.mark.parametrize(("line", "number", "held"), LINES, ids=lambda value: " ".join(value) if value else "")
def test_a_line_makes_its_record(city: Runner, line: tuple[str, ...], number: str, held: dict[str, object]) -> None:
    assert city.ok(*line).out.startswith(f"{number} ")
    shown = city.json("show", number)
    assert {key: shown[key] for key in held} == held


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (("funds", "add", "轴承", "300万", "--on", "3.15"), "--on"),
        (("funds", "add", "轴承", "300万", "--received-on", "3.15"), "--received-on"),
        (("funds", "add", "轴承", "300万", "--received-on=2024-12-01"), "--received-on"),
        (("funds", "add", "轴承", "300", "--on", "3-15"), "--amount"),
        (("visit", "add", "冠县", "--met", "没有"), "--met"),
        (("visit", "add", "冠县", "--companies", "没有"), "--companies"),
        (("visit", "edit", "V1", "--until", "2-1"), "--until"),
        (("visit", "edit", "V1", "--end-on", "2-1"), "--end-on"),
        (("lead", "convert", "L1", "--on", "4-30"), "--on"),
        (("lead", "convert", "L1", "--talks-on", "4-30"), "--talks-on"),
        (("project", "advance", "P1", "started", "--on", "4-30"), "--on"),
        (("problem", "close", "Q1", "--with", " "), "--with"),
    ],
    ids=" ".join,
)
def test_an_error_names_the_option_as_it_was_typed(city: Runner, line: tuple[str, ...], place: str) -> None:
    [problem] = json.loads(city(*line, "-f", "json").out)["problems"]
    assert problem["place"] == place


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_to_come_is_refused_with_last_years(city: Runner, lang: str) -> None:
    ran = city("funds", "add", "轴承", "300万", "--on", "12-15", lang=lang)
    assert ran.code == 5
    assert "2023-12-15" in ran.err
    assert "2023" not in city("funds", "add", "轴承", "300万", "--on", "2025-12-15", lang=lang).err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_may_be_a_number_is_no_date(city: Runner, lang: str) -> None:
    ran = city("funds", "add", "轴承", "300万", "--on", "3.15", lang=lang)
    assert ran.code == 2
    assert "2024-03-15" in ran.err


def spread(noun: str, *bare: str, own: bool = False, **named: str) -> dict[str, str]:
    """The fields that words and options stand for; with `own`, a unit need not be typed, and 冠县 is one."""
    places = NOUNS[noun].positional
    texts = {f"{key}__given": word for key, word in zip(places, bare, strict=False)} | named
    return given(NOUNS[noun], texts, (lambda word: word == "冠县") if own else None)


def test_words_stand_for_the_fields_without_an_option() -> None:
    assert spread("visit", "冠县", "上海") == {"unit": "冠县", "destination": "上海"}
    assert spread("visit", "上海", unit="冠县") == {"unit": "冠县", "destination": "上海"}
    assert spread("project", "甲", "2亿", unit="冠县") == {"name": "甲", "unit": "冠县", "total_investment": "2亿"}
    with pytest.raises(BadUsage):
        spread("visit", "冠县", "上海", destination="北京")


def test_a_word_in_the_units_place_is_one_only_if_it_is_so_called() -> None:
    assert spread("visit", "上海", own=True) == {"destination": "上海"}
    assert spread("visit", "冠县", own=True) == {"unit": "冠县"}
    assert spread("visit", "临县", "上海", own=True) == {"unit": "临县", "destination": "上海"}
    assert spread("project", "甲", "2亿", own=True) == {"name": "甲", "total_investment": "2亿"}
    assert spread("project", "甲", "冠县", own=True) == {"name": "甲", "unit": "冠县"}
    assert spread("lead", "甲", "三一", own=True) == {"name": "甲", "company": "三一"}
    assert spread("target", "到位资金", "40", own=True) == {"metric": "到位资金", "value": "40"}


@pytest.fixture
def county(city: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """The small city at the desk of one of its counties."""
    monkeypatch.setenv("TRACKER_UNIT", "临清")
    return city


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("line", "number"),
    [
        (("visit", "add", "上海", "--met", "三一"), "V2"),
        (("project", "add", "轴承二期", "2亿"), "P2"),
        (("project", "add", "轴承二期", "--total", "2亿"), "P2"),
        (("lead", "add", "储能项目", "三一"), "L2"),
        (("adjustment", "add", "迟报", "--on", "3-1"), "A2"),
        (("target", "set", "到位资金", "40"), "T2"),
        (("figure", "set", "实际使用外资", "9", "--on", "2024-03"), "X2"),
    ],
    ids=str,
)
def test_a_county_never_types_its_own_name(county: Runner, line: tuple[str, ...], number: str, lang: str) -> None:
    ran = county.ok(*line, lang=lang)
    assert ran.out.startswith(number)
    assert "临清市" in ran.out
    assert county.json("show", number)["unit"] == "临清市"


def test_json_says_what_was_taken(county: Runner) -> None:
    assert county.json("visit", "add", "上海")["taken"] == {"unit": "临清市", "start_on": "2024-04-10"}
    assert county.json("target", "set", "到位资金", "4")["taken"] == {"unit": "临清市", "year": 2024}
    assert county.json("target", "set", "冠县", "到位资金", "4", "--campaign", "G1").get("taken") is None


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        (("visit", "add", "冠县", "--on", "3-1"), "冠县"),
        (("visit", "add", "U1", "--on", "3-1"), "冠县"),
        (("visit", "add", "冠", "--on", "3-1"), "冠县"),
        (("visit", "add", "上海", "--unit", "冠县"), "冠县"),
        (("target", "set", "city", "到位资金", "40"), None),
        (("target", "add", "--metric", "到位资金", "--value", "40"), None),
    ],
)
def test_another_unit_and_the_city_are_said(county: Runner, line: tuple[str, ...], unit: str | None) -> None:
    number = county.json(*line)["id"]
    assert county.json("show", number)["unit"] == unit


@pytest.mark.parametrize("line", [("visit", "add", "上海"), ("target", "set", "到位资金", "4")])
def test_a_setting_that_names_no_unit_is_said_so(
    city: Runner, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TRACKER_UNIT", "临清县")
    ran = city(*line, "-f", "json", lang="en")
    [problem] = ran.json["problems"]
    assert (ran.code, problem["place"], problem["value"]) == (3, "setting unit", "临清县")
    assert "临清市" in problem["hint"]
    city.ok("visit", "add", "冠县", "上海")


def test_lists_hide_nothing_of_other_units(county: Runner) -> None:
    assert len(county.json("project")["rows"]) == 1
    assert len(county.json("unit")["rows"]) == 3


def test_setting_needs_a_unit(city: Runner) -> None:
    ran = city("target", "set", "--metric", "funds", "--value", "4")
    assert ran.code == 2
    assert "--unit …" in ran.err


def test_the_person_recognises(city: Runner) -> None:
    city.ok("funds", "recognise", "F1")
    assert city.json("funds", "show", "F1")["recognised_by"] == "tester"
    city.ok("milestone", "recognise", "P1", "signed", "--by", "市商务局")
    assert city.json("milestone", "show", "M2")["recognised_by"] == "市商务局"


def test_the_login_is_no_person_who_recognises(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRACKER_ACTOR")
    monkeypatch.setenv("USER", "root")
    city.ok("funds", "recognise", "F1")
    assert city.json("funds", "show", "F1")["recognised_by"] is None


@pytest.fixture
def three(city: Runner) -> Runner:
    """The small city with the projects P1 to P3."""
    city.ok("project", "add", "轴承二期", "冠县", "2亿")
    city.ok("project", "add", "储能", "临清", "1亿")
    return city


def test_several_records_are_edited_at_once(three: Runner) -> None:
    ran = three.ok("project", "edit", "P1", "储能", "p1", "--status", "paused", "--reason", "等待用地")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["P1", "P3"]
    assert [row["status"] for row in three.json("project", "list", "--all")["rows"]] == ["paused", "active", "paused"]
    data = three.json("project", "edit", "P1", "P2", "--status", "暂缓", "--reason", "等待用地")
    assert [(each["id"], each["action"]) for each in data["records"]] == [("P1", "same"), ("P2", "edit")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_edit_of_several_is_all_or_nothing(three: Runner, lang: str) -> None:
    raw = three.database.read_bytes()
    ran = three("project", "edit", "P2", "P1", "--total-investment", "500万", lang=lang)
    assert (ran.code, ran.out) == (5, "")
    assert "P1" in ran.err
    assert "--total-investment" in ran.err
    assert three("project", "edit", "P1", "没有", "--total", "5亿", lang=lang).code == 3
    assert three("unit", "edit", "U1", "U2", "--name", "新区", lang=lang).code == 4
    assert three.database.read_bytes() == raw


def test_more_than_three_are_asked_for(three: Runner) -> None:
    three.ok("project", "add", "光伏", "临清", "1亿")
    line = ("project", "edit", "P1", "P2", "P3", "P4", "--tags", "重点")
    ran = three(*line)
    assert ran.code == 4
    assert "4" in ran.err
    three.ok(*line, "--yes")
    assert three.json("project", "show", "P4")["tags"] == ["重点"]


@pytest.mark.parametrize("name", ["reason", "--reason", "status-reason", "status_reason", "状态原因"])
def test_a_field_is_cleared_by_any_name_of_its_option(city: Runner, name: str) -> None:
    city.ok("project", "edit", "P1", "--reason", "等待用地")
    city.ok("project", "edit", "P1", f"--clear={name}")
    assert city.json("project", "show", "P1")["status_reason"] is None


def test_the_planned_date_of_a_milestone_is_no_stage_of_a_project(city: Runner) -> None:
    city.ok("milestone", "add", "P1", "started", "--planned", "2024-09")
    city.ok("milestone", "edit", "M1", "--planned", "2024-01-05")
    assert [(row["id"], row["stage"], row["planned_on"]) for row in city.json("milestone")["rows"]] == [
        ("M1", "talks", "2024-01-05"),
        ("M2", "signed", None),
        ("M3", "started", "2024-09"),
    ]
