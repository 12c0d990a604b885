from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest

from tracker.services.checking import RULES
from tracker.services.likeness import Called, alike_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Runner

FIVE = ("--sponsor", "一", "--leader", "二", "--team", "三", "--plan", "四", "--officer", "五")
CLEAN = (("funds", "edit", "F1", "--evidence", "bank"), ("project", "edit", "P1", "--chain", "装备制造", *FIVE))


def found(city: Runner, *options: str) -> dict[str, list[dict[str, Any]]]:
    data = city.json("check", *options)
    by_rule: dict[str, list[dict[str, Any]]] = {rule["key"]: [] for rule in data["rules"]}
    for row in data["rows"]:
        by_rule[row["rule"]].append(row)
    assert {rule["key"]: rule["count"] for rule in data["rules"]} == {key: len(rows) for key, rows in by_rule.items()}
    assert data["total"] == len(data["rows"])
    return by_rule


@pytest.fixture
def clean(city: Runner) -> Runner:
    for line in CLEAN:
        city.ok(*line)
    assert {key: rows for key, rows in found(city).items() if rows} == {}
    return city


def raw(city: Runner, sql: str) -> None:
    """What commands would refuse, as an older program or an import may have left it."""
    with closing(sqlite3.connect(city.database)) as connection:
        connection.execute(sql)
        connection.commit()


MORE = ("funds", "add", "P1", "--received-on", "2024-03-09", "--evidence", "bank", "--amount")
LATE_TALKS = "UPDATE milestone SET reached_on = '2024-03-01', reached_to = '2024-03-01' WHERE stage = 'talks'"
EACH: tuple[tuple[str, str | tuple[str, ...], str], ...] = (
    ("receipt_evidence", ("funds", "edit", "F1", "--clear", "evidence"), "F1"),
    ("not_in_statistics", ("project", "advance", "P1", "started", "--on", "2024-03-09"), "P1"),
    ("receipts_above_total", (*MORE, "2.95亿"), "P1"),
    ("fixed_above_total", ("project", "edit", "P1", "--fixed-investment", "4亿"), "P1"),
    ("contract_above_total", ("project", "edit", "P1", "--contract-investment", "4亿"), "P1"),
    ("date_order", LATE_TALKS, "M2"),
    ("date_order", "UPDATE visit SET end_on = '2024-02-01', end_to = '2024-02-01'", "V1"),
    ("receipt_before_signing", ("funds", "edit", "F1", "--received-on", "2024-01-31"), "F1"),
    ("date_future", "UPDATE lead SET received_on = '2024-05-01', received_to = '2024-05-01'", "L1"),
    ("date_imprecise", ("funds", "edit", "F1", "--received-on", "2024"), "F1"),
    ("date_imprecise", ("project", "edit", "P1", "--talks-on", "2023H2"), "M1"),
    ("five_ones", ("project", "edit", "P1", "--clear", "plan"), "P1"),
    ("agreement_missing", ("project", "edit", "P1", "--clear", "agreement"), "P1"),
    ("introducer_missing", ("project", "edit", "P1", "--money-share", "双算"), "P1"),
    ("chain_missing", ("project", "edit", "P1", "--clear", "chain"), "P1"),
    ("credit_code", ("company", "edit", "C1", "--credit-code", "91110000MA00000001"), "C1"),
    ("reason_missing", "UPDATE project SET status = 'lost'", "P1"),
    ("reason_missing", "UPDATE funds SET recognition = 'refused'", "F1"),
    ("group_unknown", ("unit", "add", "某局", "bureau"), "U4"),
    ("scheme_unknown", ("campaign", "edit", "G1", "--scheme", "没有"), "G1"),
    ("metric_unknown", "UPDATE target SET metric = 'wombat'", "T1"),
    ("metric_unknown", "UPDATE adjustment SET item = 'wombat'", "A1"),
    ("duplicates", ("company", "add", "三一重工", "--yes"), "C2"),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "change", "number"), EACH, ids=[f"{each[0]}-{n}" for n, each in enumerate(EACH)])
def test_each_rule_finds_what_it_is_about(clean: Runner, rule: str, change: str | tuple[str, ...], number: str) -> None:
    raw(clean, change) if isinstance(change, str) else clean.ok(*change)
    rows = found(clean)
    assert [row["id"] for row in rows[rule]] == [number]
    assert [row["id"] for row in found(clean, "--rule", rule)[rule]] == [number]
    [label] = [each.label for each in RULES if each.key == rule]
    assert [row["id"] for row in found(clean, "--rule", label.zh)[rule]] == [number]
    assert number in clean.ok("check", lang="zh").out
    assert clean("check", "--rule", rule, "--strict").code == 5


def test_a_project_that_is_out_needs_nothing(clean: Runner) -> None:
    clean.ok("project", "edit", "P1", "--clear", "chain", "--clear", "plan", "--fixed-investment", "4亿")
    clean.ok("funds", "edit", "F1", "--clear", "evidence")
    clean.ok("project", "edit", "P1", "--status", "lost", "--status-reason", "选址外地")
    assert clean.json("check")["total"] == 0


def test_what_a_quarter_holds_is_precise_enough(clean: Runner) -> None:
    clean.ok("funds", "edit", "F1", "--received-on", "2024Q1")
    assert clean.json("check", "--rule", "date_imprecise")["total"] == 0


def test_amounts_in_another_currency_are_not_compared(clean: Runner) -> None:
    clean.ok("project", "edit", "P1", "--fixed-investment", "4亿美元")
    clean.ok("funds", "add", "P1", "4亿美元", "--received-on", "2024-03-09", "--evidence", "bank")
    assert clean.json("check")["total"] == 0


@pytest.mark.parametrize(("as_of", "stale"), [("2024-02-28", True), ("2024-03-01", False), ("2024-03", False)])
def test_figures_may_lie_a_month_behind_the_board(clean: Runner, as_of: str, stale: bool) -> None:
    """On 10 April the last board is that of the first quarter; figures up to 29 February would do."""
    clean.ok("figure", "edit", "X1", "--as-of-on", as_of)
    rows = found(clean, "--rule", "figures_old")["figures_old"]
    assert [(row["unit"], row["name"]) for row in rows] == ([("冠县", "冠县")] if stale else [])


def test_a_target_without_any_figure(clean: Runner) -> None:
    clean.ok("target", "add", "临清市", "fdi", "100")
    [row] = found(clean)["figures_old"]
    assert row["name"] == "临清市"
    assert row["id"] is None


def test_the_five_ones_name_what_is_missing_and_what_to_type(clean: Runner) -> None:
    clean.ok("project", "edit", "P1", "--clear", "plan", "--clear", "team")
    [row] = found(clean)["five_ones"]
    assert row["detail"] == "missing: Team, Plan"
    assert row["do"] == "tracker project edit P1 --team … --plan …"


def test_duplicates_are_alike_names_of_one_investor(clean: Runner) -> None:
    def add(name: str, *investors: str) -> None:
        options = ("--investors", "、".join(investors)) if investors else ()
        clean.ok("project", "add", name, "临清", "--total-investment", "1亿", "--chain", "装备制造", *options, "--yes")

    clean.ok("project", "edit", "P1", "--name", "高端轴承制造基地项目", "--investors", "哈轴")
    add("高端轴承制造基地", "哈轴", "人本")
    add("高端轴承制造基地项目", "别家")
    add("高端轴承制造基地项目二期", "哈轴")
    add("高端轴承制造基地项目")
    rows = found(clean)["duplicates"]
    assert [(row["id"], row["detail"]) for row in rows] == [
        ("P2", "same investor as P1 高端轴承制造基地项目, and a like name")
    ]


def test_a_unit(clean: Runner) -> None:
    clean.ok("project", "add", "储能", "临清", "--total-investment", "1亿")
    clean.ok("project", "edit", "P1", "--clear", "chain")
    assert [row["id"] for row in found(clean)["chain_missing"]] == ["P1", "P2"]
    assert [row["id"] for row in found(clean, "--unit", "临清")["chain_missing"]] == ["P2"]
    assert clean("check", "--unit", "没有").code == 3


def test_strict_and_clean(clean: Runner) -> None:
    ran = clean("check", "--strict")
    assert ran.code == 0
    assert "nothing found" in ran.err
    clean.ok("project", "edit", "P1", "--clear", "chain")
    ran = clean("check", "--strict", "-f", "json")
    assert (ran.code, ran.json["exit"], ran.json["data"]["total"]) == (5, 5, 1)
    assert clean("check").code == 0


def test_an_unknown_rule_is_refused_with_all_of_them(city: Runner) -> None:
    ran = city("check", "--rule", "wombat")
    assert ran.code == 2
    assert all(rule.key in ran.err for rule in RULES)


def test_an_empty_database_is_clean(run: Runner) -> None:
    assert run.json("check")["total"] == 0


def test_a_terminal_shows_some_of_each_rule_and_a_pipe_all(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(9):
        city.ok("funds", "add", "P1", f"{n + 1}万", "--received-on", "2024-03-09")
    assert city.ok("check").out.count("without evidence") == 11
    assert city.ok("check", "--rule", "receipt_evidence", "-f", "csv").out.count("\n") == 11
    monkeypatch.setattr("tracker.render.terminal.is_screen", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "140")
    ran = city.ok("check")
    assert len(re.findall(r"│\S* F\d+ ", ran.out)) == 3
    assert "7 more not shown" in ran.err
    assert len(re.findall(r"│\S* F\d+ ", city.ok("check", "--all").out)) == 10
    assert len(re.findall(r"│\S* F\d+ ", city.ok("check", "--rule", "receipt_evidence").out)) == 10


def test_twenty_thousand_projects_are_compared_in_a_moment(
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    """3,000 investors, one of whom has 1,000 projects; some names are nearly those of another."""
    kinds = ("轴承", "储能", "铝材", "纺织", "医药", "装备", "汽车", "食品", "化工", "物流")
    places = "东西南北中上下前后左右内外高低"

    def called(n: int) -> Called:
        investor = "大户" if n % 20 == 0 else f"企业{n % 3000}"
        name = f"{places[n % 15]}{places[n // 15 % 15]}{places[n // 225 % 15]}{kinds[n % 10]}{places[n // 7 % 15]}基地"
        return Called(n, name, (investor,))

    projects = [called(n) for n in range(20_000)] + [Called(20_001, called(7).name + "甲", called(7).investors)]
    start = process_time()
    pairs = set(alike_pairs(projects))
    taken = process_time() - start
    record_testsuite_property("likeness_seconds", taken)
    assert (7, 20_001) in pairs
    assert taken < 30
