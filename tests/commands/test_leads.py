from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Runner


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lead_becomes_a_project(city: Runner, lang: str) -> None:
    city.ok("lead", "edit", "L1", "--channel", "乡贤招商", "--referrer", "孙先生")
    ran = city.ok("lead", "convert", "风电", lang=lang)
    assert "L1" in ran.out
    assert "P2" in ran.out
    shown = city.json("project", "show", "P2")
    assert shown["name"] == "风电项目"
    assert shown["unit"] == "冠县"
    assert shown["investors"] == ["三一重工"]
    assert shown["total_investment"] == {"fen": 20_000_000_000, "currency": "CNY"}
    assert (shown["channel"], shown["referrer"], shown["chain"]) == ("townspeople", "孙先生", "装备制造")
    assert (shown["talks_on"], shown["status"], shown["signed_on"]) == ("2024-04-10", "active", None)
    lead = city.json("lead", "show", "L1")
    assert (lead["status"], lead["project"]) == ("converted", "风电项目")


def test_what_is_given_wins_over_what_the_lead_says(city: Runner) -> None:
    ran = city.ok(
        "lead", "convert", "L1", "--on", "2024-03-20", "--name", "风电整机", "--unit", "临清",
        "--total-investment", "5亿",
        "--agreement", "框架协议", "--tags", "招大引强", "-f", "json",
    )  # fmt: skip
    assert ran.json["data"] == {
        "noun": "lead",
        "action": "convert",
        "id": "L1",
        "project": "P2",
        "name": "风电整机",
    }
    shown = city.json("project", "show", "P2")
    assert (shown["name"], shown["unit"], shown["talks_on"]) == ("风电整机", "临清市", "2024-03-20")
    assert (shown["total_investment"]["fen"], shown["agreement"]) == (50_000_000_000, "framework")


def test_without_an_amount_the_total_is_asked_for(city: Runner) -> None:
    city.ok("lead", "edit", "L1", "--clear", "investment")
    ran = city("lead", "convert", "L1")
    assert ran.code == 2
    assert "--total …" in ran.err
    assert city.json("lead", "show", "L1")["status"] == "new"


def test_one_batch_holds_project_and_lead(city: Runner) -> None:
    before = city.json("log")["total"]
    city.ok("lead", "convert", "L1")
    assert city.json("log")["total"] == before + 1
    city.ok("undo", "--yes")
    assert city.json("lead", "show", "L1")["status"] == "new"
    assert city("project", "show", "P2").code == 3
    city.ok("lead", "convert", "L1")
    assert city.json("project", "show", "P3")["name"] == "风电项目"


def test_an_equal_project_is_not_made_twice(city: Runner) -> None:
    city.ok("project", "add", "风电项目", "冠县", "--total-investment", "2亿")
    assert city("lead", "convert", "L1").code == 4
    city.ok("lead", "convert", "L1", "--yes")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lead_is_lost_with_its_reason(city: Runner, lang: str) -> None:
    ran = city.ok("lead", "lose", "L1", "--reason", "选址外地", lang=lang)
    assert ran.out.startswith("L1 ")
    shown = city.json("lead", "show", "L1")
    assert (shown["status"], shown["lost_reason"]) == ("lost", "选址外地")


@pytest.mark.parametrize("reason", [(), ("--reason", " ")])
def test_losing_needs_a_reason(city: Runner, reason: tuple[str, ...]) -> None:
    ran = city("lead", "lose", "L1", *reason)
    assert ran.code == 2
    assert "reason" in ran.err
    assert city.json("lead", "show", "L1")["status"] == "new"


@pytest.mark.parametrize("first", [("convert", "L1"), ("lose", "L1", "--reason", "选址外地")])
@pytest.mark.parametrize("then", [("convert", "L1"), ("lose", "L1", "--reason", "选址外地")])
def test_what_has_ended_does_not_end_again(city: Runner, first: tuple[str, ...], then: tuple[str, ...]) -> None:
    city.ok("lead", *first)
    raw = city.database.read_bytes()
    ran = city("lead", *then, "-f", "json")
    assert (ran.code, ran.json["problems"][0]["code"]) == (4, "lead_closed")
    assert city.database.read_bytes() == raw


def test_unknown_leads(city: Runner) -> None:
    assert city("lead", "convert", "L9").code == 3
    assert city("lead", "lose", "没有", "--reason", "x").code == 3
