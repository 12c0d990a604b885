from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tracker.rules.dates import from_iso
from tracker.rules.limits import DEFAULTS
from tracker.rules.nouns import NOUNS
from tracker.services import agenda
from tracker.store.engine import Change, Signature, working
from tracker.store.reading import reading

if TYPE_CHECKING:
    from tests.conftest import Runner


def listed(city: Runner, *options: str, kind: str | None = None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = city.json("agenda", *options)["rows"]
    return [row for row in rows if kind in (None, row["kind"])]


def test_the_small_city(city: Runner) -> None:
    assert [(row["kind"], row["id"], row["due_on"], row["late"]) for row in listed(city)] == [
        ("lead", "L1", "2024-03-02", 39),
        ("recognise_stage", "M2", "2024-03-02", 39),
        ("recognise_receipt", "F1", "2024-04-04", 6),
    ]


def test_columns_are_stable(city: Runner) -> None:
    data = city.json("agenda")
    assert [column["key"] for column in data["columns"]] == ["kind", "id", "name", "unit", "due_on", "late", "do"]
    assert (data["total"], data["hidden"]) == (3, 0)


def test_every_command_it_shows_settles_its_item(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--started-planned-on", "2024-04-01")
    city.ok("problem", "edit", "Q1", "--due-on", "2024-04-12")
    for _ in range(12):
        rows = listed(city, "--days", "2")
        if not rows:
            break
        typed = rows[0]["do"].replace("…", "批文").split()
        assert typed[0] == "tracker"
        city.ok(*typed[1:])
    assert listed(city, "--days", "2") == []
    assert city.json("show", "L1")["status"] == "pursued"
    assert city.json("show", "P1")["started_on"] == "2024-04-10"


def test_the_lead_clock_moves_on_step_by_step(city: Runner) -> None:
    dues = []
    for field in ("answered", "judged", "feedback"):
        [row] = listed(city, kind="lead")
        dues.append(row["due_on"])
        city.ok("lead", "edit", "L1", f"--{field}-on", "2024-03-30")
    assert dues == ["2024-03-02", "2024-03-04", "2024-03-08"]
    [row] = listed(city, kind="lead")
    assert (row["due_on"], row["late"]) == ("2024-04-13", -3)
    assert row["name"] == "风电项目: report again"
    city.ok("lead", "lose", "L1", "--reason", "x")
    assert listed(city, kind="lead") == []


@pytest.mark.parametrize(("day", "days", "late"), [("2024-04-24", 14, -14), ("2024-04-10", 0, 0), ("2024-04-09", 0, 1)])
def test_planned_stages_up_to_the_horizon(city: Runner, day: str, days: int, late: int) -> None:
    city.ok("project", "edit", "P1", "--started-planned-on", day)
    [row] = listed(city, "--days", str(days), kind="planned")
    assert (row["id"], row["late"]) == ("M3", late)
    assert listed(city, "--days", str(max(0, -late - 1)), kind="planned") == ([] if late < 0 else [row])
    city.ok("project", "advance", "P1", "started", "--on", "2024-04-01")
    assert listed(city, "--days", "60", kind="planned") == []


def test_a_paused_project_plans_nothing_and_a_lost_one_waits_for_nothing(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--started-planned-on", "2024-04-01", "--status", "paused")
    assert listed(city, kind="planned") == []
    assert len(listed(city, kind="recognise_receipt")) == 1
    city.ok("project", "edit", "P1", "--status", "lost", "--status-reason", "x")
    assert [row["kind"] for row in listed(city)] == ["lead"]


def test_recognition_ends_the_wait(city: Runner) -> None:
    city.ok("funds", "recognise", "F1", "--approve")
    assert len(listed(city, kind="recognise_receipt")) == 1
    city.ok("funds", "return", "F1", "--opinion", "缺凭证")
    assert listed(city, kind="recognise_receipt") == []


def test_problems_concern_both_units(city: Runner) -> None:
    city.ok("problem", "edit", "Q1", "--due-on", "2024-04-01", "--unit", "临清")
    for unit in ("冠县", "临清"):
        assert [row["id"] for row in listed(city, "--unit", unit, kind="problem")] == ["Q1"]
    assert listed(city, "--unit", "经开区") == []
    city.ok("problem", "close", "Q1", "--with", "批文")
    assert listed(city, kind="problem") == []


def quiet(city: Runner, today: datetime.date, days: int = 30) -> list[tuple[str, datetime.date]]:
    with reading(str(city.database)) as reader:
        ask = agenda.Ask(today, {**DEFAULTS, "quiet": days})
        rows = agenda.agenda(reader, ask).tables[0].rows
    return [(str(row[1]), row[4]) for row in rows if getattr(row[0], "key", None) == "quiet"]  # type: ignore[misc]


def test_quiet_projects(run: Runner) -> None:
    """The history is written by the clock, so this one is written by hand: on 1 March, noon."""
    unit, project = NOUNS["unit"], NOUNS["project"]
    signature = Signature("tester", "x", "2024-03-01T12:00:00Z")
    with working(str(run.database), signature) as work:
        work.apply([Change(unit, 1, "add", after={"name": "冠县", "group": "county"})])
        money = project.field("total_investment").kind.undump([100, "CNY"])
        values = {"name": "哈轴", "unit": 1, "total_investment": money, "status": "active", "investment": "domestic",
                  "money_share": "single", "count_share": "single", "investors": ("哈轴集团",)}  # fmt: skip
        work.apply([Change(project, 1, "add", after=values)])
        work.commit()

    def after(days: int) -> datetime.date:
        return datetime.date(2024, 3, 1) + datetime.timedelta(days=days)

    assert quiet(run, after(29)) == []
    assert quiet(run, after(30)) == [("P1", after(30))]
    assert quiet(run, after(40)) == [("P1", after(30))]
    assert quiet(run, after(40), days=50) == []

    def tell(noun: str, **values: Any) -> None:
        """Something dated later, in a batch as old as the first."""
        with working(str(run.database), signature) as work:
            declared = NOUNS[noun]
            defaults = {f.key: f.default for f in declared.own_fields if f.default is not None}
            work.apply([Change(declared, work.new_id(declared), "add", after=defaults | values)])
            work.commit()

    tell("funds", project=1, received_on=from_iso("2024-03-05"), amount=money)
    assert quiet(run, after(60)) == [("P1", datetime.date(2024, 4, 4))]
    tell("milestone", project=1, stage="talks", reached_on=from_iso("2024-03-07"))
    assert quiet(run, after(60)) == [("P1", datetime.date(2024, 4, 6))]
    tell("company", name="哈轴集团")
    tell("visit", unit=1, start_on=from_iso("2024-03-09"), companies=(1,))
    assert quiet(run, after(60)) == [("P1", datetime.date(2024, 4, 8))]
    tell("milestone", project=1, stage="producing", reached_on=from_iso("2024-03-07"))
    assert quiet(run, after(60)) == []


def test_a_change_of_what_belongs_to_it_is_a_word(city: Runner) -> None:
    """All of the city was written just now."""
    now = datetime.datetime.now().astimezone().date()
    assert quiet(city, now + datetime.timedelta(days=29)) == []
    assert [number for number, _ in quiet(city, now + datetime.timedelta(days=30))] == ["P1"]


def test_mine(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert listed(city, "--mine") == []
    city.ok("project", "edit", "P1", "--leader", "周某、tester")
    assert {row["id"] for row in listed(city, "--mine")} == {"M2", "F1"}
    monkeypatch.setenv("TRACKER_ACTOR", "test")
    assert listed(city, "--mine") == []
    monkeypatch.delenv("TRACKER_ACTOR")
    ran = city("agenda", "--mine")
    assert ran.code == 2
    assert "TRACKER_ACTOR" in ran.err


def test_the_unit_of_the_settings_is_the_default(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_UNIT", "临清市")
    assert listed(city) == []
    assert "临清市" in city.ok("agenda").err
    assert len(listed(city, "--all")) == 3
    assert len(listed(city, "--unit", "冠县")) == 3
    city.ok("project", "edit", "P1", "--leader", "tester")
    assert len(listed(city, "--mine")) == 2
    assert city("agenda", "--all", "--unit", "冠县").code == 2
    monkeypatch.setenv("TRACKER_UNIT", "没有")
    assert city("agenda").code == 3


def test_strict_ends_with_5_and_prints_all_the_same(city: Runner) -> None:
    ran = city("agenda", "--strict", "-f", "json")
    assert (ran.code, ran.json["exit"], ran.json["status"], ran.json["data"]["total"]) == (5, 5, "ok", 3)
    ran = city("agenda", "--strict", "--unit", "经开区")
    assert ran.code == 0
    assert city("agenda", "--strict").out == city.ok("agenda").out


def test_an_empty_database_has_an_empty_day(run: Runner) -> None:
    ran = run.ok("agenda", "--strict", "-f", "json").json
    assert ran["data"]["rows"] == []


def test_in_chinese(city: Runner) -> None:
    ran = city.ok("agenda", lang="zh")
    assert "线索时限" in ran.out
    assert "轴承一期：签约" in ran.out
    assert "逾期 3 项" in ran.err
