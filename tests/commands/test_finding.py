"""Conditions, lists, find and the choice of what a write is about, on the real command line."""

from __future__ import annotations

import sys
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from tests.commands.test_records import RECORDS
from tracker.cli import main
from tracker.rules.nouns import NOUNS
from tracker.rules.widths import cell_width

if TYPE_CHECKING:
    from tests.conftest import Runner


@pytest.fixture
def full(city: Runner) -> Runner:
    """The small city with six receipts of P1, most of them of the first quarter, and one of another project."""
    city.ok(
        "project", "add", "储能", "临清", "--total-investment", "2000万美元", "--signed-on", "2024", "--tags", "重点"
    )
    for day in (1, 2, 3):
        city.ok("funds", "add", "P1", "20万", "--received-on", f"2024-03-0{day}", "--ring", "市外省内")
    city.ok("funds", "add", "P1", "30万", "--received-on", "2024-04-01")
    city.ok("funds", "add", "P1", "40万", "--received-on", "2024Q1")
    city.ok("funds", "add", "P2", "5万美元", "--received-on", "2024-03-09")
    return city


def numbers(runner: Runner, *argv: str) -> list[str]:
    return [row["id"] for row in runner.json(*argv)["rows"]]


def test_a_condition_after_the_noun_lists(full: Runner) -> None:
    assert numbers(full, "project", "unit:冠县") == ["P1"]
    assert numbers(full, "project", "^unit:冠县") == ["P2"]
    assert numbers(full, "project", "单位：冠县") == ["P1"]
    assert full("project", "冠县").code == 2  # a word might be a verb with a slip in it


def test_a_vague_date_is_only_in_what_holds_it_whole(full: Runner) -> None:
    assert numbers(full, "project", "signed:2024") == ["P1", "P2"]
    assert numbers(full, "project", "signed:2024Q1") == ["P1"]
    assert numbers(full, "funds", "received:2024Q1") == ["F1", "F2", "F3", "F4", "F6", "F7"]
    assert numbers(full, "funds", "received:2024-03") == ["F1", "F2", "F3", "F4", "F7"]
    assert numbers(full, "funds", "received:本季度") == ["F5"]


def test_amounts_compare_within_a_currency(full: Runner) -> None:
    assert numbers(full, "project", "amount:>=1亿") == ["P1"]
    assert numbers(full, "project", "amount:<1亿美元") == ["P2"]
    assert numbers(full, "funds", "amount:..20万") == ["F2", "F3", "F4"]


def test_projects_without_a_stage(full: Runner) -> None:
    full.ok("project", "add", "新项目", "冠县", "--total-investment", "1亿")
    assert numbers(full, "project", "stage:-") == ["P3"]
    assert numbers(full, "project", "funds:-") == ["P3"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_list_says_what_it_covers_adds_up_and_leaves_out(full: Runner, lang: str) -> None:
    full.ok("project", "edit", "P2", "--status", "lost", "--status-reason", "撤资")
    ran = full.ok("project", "unit:冠县,临清", "--limit", "1", lang=lang)
    covered, out = ran.err.splitlines()
    wanted = {
        "zh": ("提示：项目（责任单位为 冠县或为 临清市）：共 1 条（总投资 3亿元）", "退库、流失"),
        "en": ("note: project (Responsible unit is 冠县 or is 临清市): 1 in all (Total investment 300m CNY)", "lost"),
    }
    assert (covered, wanted[lang][1] in out, "--all" in out) == (wanted[lang][0], True, True)
    every = full.ok("project", "--all", "--limit", "1", lang=lang)
    assert "300m CNY, 20m USD" in every.err or "3亿元、2000万美元" in every.err
    assert len(every.err.splitlines()) == 2  # what it covers, and that one is cut off
    assert full.ok("-q", "project", "list", lang=lang).err == ""


def test_json_has_the_totals_of_all_rows(full: Runner) -> None:
    data = full.json("funds", "received:2024-03", "--limit", "2", "--sort", "-amount")
    assert [row["id"] for row in data["rows"]] == ["F1", "F2"]
    assert (data["total"], data["hidden"]) == (5, 3)
    assert data["totals"] == {
        "count": 5,
        "sums": {"amount": [{"fen": 1_060_000_000, "currency": "CNY"}, {"fen": 5_000_000, "currency": "USD"}]},
        "left_out": {"by_default": 0, "by_limit": 3},
    }


def test_columns_are_added_or_replaced(full: Runner) -> None:
    def keys(*argv: str) -> list[str]:
        return [column["key"] for column in full.json("funds", *argv)["columns"]]

    usual = ["id", *NOUNS["funds"].columns]
    assert keys() == usual
    assert keys("--columns", "+单位，chain") == [*usual, "project.unit", "project.chain"]
    assert keys("--columns", "金额,单位.group") == ["id", "amount", "project.unit.group"]


WRONG: dict[tuple[str, ...], tuple[int, str, str]] = {
    ("project", "stage:signd"): (2, "choice_unknown", "stage:signd"),
    ("project", "amount:>="): (2, "value_missing", "amount:>="),
    ("project", "unit:天津"): (3, "name_unknown", "unit:天津"),
    ("funds", "colour:red"): (2, "field_unknown", "colour:red"),
    ("project", "--sort", "colour"): (2, "field_unknown", "--sort"),
    ("project", "--columns", "colour"): (2, "field_unknown", "--columns"),
    ("project", "--columns", "introducers.name"): (2, "path_several", "--columns"),
    ("target", "metric:天气"): (3, "metric_unknown", "metric:天气"),
}


@pytest.mark.parametrize("line", WRONG, ids=" ".join)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_read_is_refused_at_its_spot(full: Runner, line: tuple[str, ...], lang: str) -> None:
    ran = full(*line, "-f", "json", lang=lang)
    [problem] = ran.json["problems"]
    assert (ran.code, problem["code"], problem["place"]) == WRONG[line]
    assert problem["hint"]


def test_an_ambiguous_name_is_refused_with_the_candidates(full: Runner) -> None:
    full.ok("unit", "add", "临沂市", "county")
    ran = full("project", "unit:临")
    assert ran.code == 4
    assert "U2 临清市" in ran.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("noun", NOUNS)
def test_usual_columns_fit_a_hundred_and_wider_terminals_get_more(
    city: Runner, monkeypatch: pytest.MonkeyPatch, noun: str, lang: str
) -> None:
    city.ok(noun, "add", *RECORDS[noun][0])

    def drawn(width: int) -> list[str]:
        out = StringIO()
        out.isatty = lambda: True  # type: ignore[method-assign]
        with monkeypatch.context() as there:
            there.setattr(sys, "stdout", out)
            there.setenv("COLUMNS", str(width))
            there.setenv("NO_COLOR", "1")
            assert main(["-q", "--lang", lang, noun, "list"]) == 0
        return out.getvalue().splitlines()

    usual, wide = 1 + len(NOUNS[noun].columns), 1 + len(NOUNS[noun].columns + NOUNS[noun].further)
    for width, least, most in ((100, usual, wide), (400, wide, wide)):
        lines = drawn(width)
        assert all(cell_width(line) <= width for line in lines)
        assert least <= lines[0].count("┬") + 1 <= most
    assert [column["key"] for column in city.json(noun)["columns"]] == ["id", *NOUNS[noun].columns]


def test_find_goes_over_all_nouns(full: Runner) -> None:
    data = full.json("find", "轴承")
    assert {(row["noun"], row["id"]) for row in data["rows"]} == {("project", "P1"), ("segment", "S1")}
    assert data["totals"] == {"count": 2, "by_noun": {"segment": 1, "project": 1}}
    [row] = full.json("find", "缺地")["rows"]
    assert (row["noun"], row["id"], row["name"], row["text"]) == ("problem", "Q1", "轴承一期", "缺地")
    assert [row["id"] for row in full.json("find", "p2")["rows"]] == ["P2"]
    assert [row["id"] for row in full.json("find", "zcyq")["rows"]] == ["P1"]
    assert [row["id"] for row in full.json("find", "GuanXian")["rows"]] == ["U1"]
    assert full.json("find", "没有的")["rows"] == full.json("find", "uanxian")["rows"] == []
    assert full("find", " ").code == 2


def test_find_takes_numbers_and_ranges_of_them(full: Runner) -> None:
    assert [row["id"] for row in full.json("find", "f2")["rows"]] == ["F2"]
    assert [row["id"] for row in full.json("find", "F2..F4")["rows"]] == ["F2", "F3", "F4"]
    assert full("find", "F4..F2").code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_find_says_what_it_did_not_show(full: Runner, lang: str) -> None:
    for n in range(3):
        full.ok("company", "add", f"人本{n}")
    ran = full.ok("find", "人本", "--limit", "2", lang=lang)
    assert "tracker company list 人本" in ran.err
    assert "C2" in ran.out
    assert "C4" not in ran.out


CHOSEN: dict[tuple[str, ...], list[str]] = {
    ("F2",): ["F2"],
    ("F2..F4",): ["F2", "F3", "F4"],
    ("F2..F99", "^F3"): ["F2", "F4", "F5", "F6", "F7"],
    ("F1..F4", "ring:市外省内"): ["F2", "F3", "F4"],
    ("unit:冠县", "received:2024-03", "amount:<=20万"): ["F2", "F3", "F4"],
    ("储能",): ["F7"],
    ("chuneng",): ["F7"],
    ("P2", "U1"): [],
    ("储能", "轴承", "received:2024-03-09"): ["F7"],
}


@pytest.mark.parametrize("which", CHOSEN, ids=" ".join)
def test_receipts_are_recognised_by_number_name_and_condition(full: Runner, which: tuple[str, ...]) -> None:
    wanted = CHOSEN[which]
    ran = full("funds", "recognise", *which, "--yes")
    assert ran.code == (0 if wanted else 3), ran
    assert numbers(full, "funds", "recognition:已认定") == wanted


def test_only_what_waits_is_decided_unless_it_is_asked_for(full: Runner) -> None:
    full.ok("funds", "refuse", "F2", "--opinion", "市内")
    full.ok("funds", "recognise", "F3")
    ran = full.ok("funds", "recognise", "unit:冠县", "ring:市外省内")
    assert (ran.out.startswith("F4 "), "2 more" in ran.err) == (True, True)
    full.ok("funds", "recognise", "recognition:不予认定")
    assert numbers(full, "funds", "recognition:recognised") == ["F2", "F3", "F4"]


def test_more_than_three_ask_with_the_count_and_the_sum(full: Runner) -> None:
    raw = full.database.read_bytes()
    ran = full("funds", "recognise", "received:2024-03", lang="zh")
    assert ran.code == 4
    assert "5 条到位资金（到位金额 1060万元、50000美元）" in ran.err
    listed = full("funds", "recognise", "F1..F5", lang="zh")
    assert "5 条到位资金一并处理" in listed.err
    assert full.database.read_bytes() == raw
    full.ok("funds", "recognise", "received:2024-03", "--yes")


def test_milestones_by_project_stage_and_condition(full: Runner) -> None:
    full.ok("milestone", "recognise", "储能", "signed")
    full.ok("milestone", "recognise", "unit:冠县", "stage:signed")
    assert numbers(full, "milestone", "recognition:recognised") == ["M2", "M3"]


def test_records_are_removed_by_name_and_condition_after_a_question(full: Runner) -> None:
    assert full("funds", "remove", "amount:20万").code == 4
    full.ok("funds", "remove", "amount:20万", "--yes")
    assert numbers(full, "funds") == ["F1", "F5", "F6", "F7"]
    full.ok("company", "add", "甲公司")
    full.ok("company", "add", "乙公司")
    full.ok("company", "remove", "甲公司", "C3", "--yes")
    assert numbers(full, "company") == ["C1"]
    asked = full("funds", "remove", "F1..F7", lang="zh").err
    assert "移除这 4 条到位资金？" in asked


def test_problems_are_closed_by_condition_and_closed_ones_left_alone(full: Runner) -> None:
    full.ok("problem", "add", "P1", "缺电", "--factor", "energy")
    full.ok("problem", "close", "Q1", "--with", "批文")
    full.ok("problem", "close", "project.unit:冠县", "--with", "函")
    assert full.json("problem", "show", "Q1")["closed_with"] == "批文"
    assert full.json("problem", "show", "Q2")["closed_with"] == "函"
    assert full("problem", "close", "project.unit:冠县", "--with", "函").code == 3


def test_what_is_typed_and_stored_is_shown_safely(full: Runner) -> None:
    full.ok("company", "add", "坏\x1b[31m公司[red]")
    for line in (("company", "list", "\x1b[31m"), ("find", "\x1b[31m"), ("company", "list", "name:\x1b[31m")):
        ran = full.ok(*line)
        assert "\x1b" not in ran.out + ran.err
        assert "C2" in ran.out
