"""`target split`: the city's target over the units, shown, confirmed, written as one batch that undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SCHEME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Runner


@pytest.fixture
def year(run: Runner) -> Runner:
    """Three counties and a zone, with what they reached in 2023: by receipts, and for one by a figure entered."""
    run.ok("scheme", "load", str(SCHEME))
    for name, amount in (("甲县", "1亿"), ("乙县", "2亿"), ("丙县", None)):
        run.ok("unit", "add", name, "county")
        if amount:
            run.ok("project", "add", f"{name}项目", name, "9亿")
            kind = ("--ring", "省外", "--kind", "fixed", "--recognition", "recognised")
            run.ok("funds", "add", f"{name}项目", amount, "--on", "2023-05-01", *kind)
    run.ok("unit", "add", "丁区", "zone")
    run.ok("figure", "set", "丁区", "到位资金", "4", "--on", "2023-12")
    run.ok("target", "set", "city", "到位资金", "100")
    return run


def targets(data: Any) -> dict[str, Any]:
    return {row["unit"]: (row["target"], row["action"]) for row in data["rows"]}


def test_by_last_years_shares_rounded_to_the_exact_total(year: Runner) -> None:
    ran = year.ok("target", "split", "2024", "到位资金", "--yes", "-f", "json").json
    assert targets(ran["data"]) == {
        "甲县": (14.29, "add"),
        "乙县": (28.57, "add"),
        "丙县": (0, "none"),
        "丁区": (57.14, "add"),
    }
    assert [message["code"] for message in ran["messages"]] == ["split_without"]
    listed = year.json("target", "list")["rows"]
    assert sorted(row["value"] for row in listed) == [14.29, 28.57, 57.14, 100]
    again = year.json("target", "split", "2024", "到位资金", "--yes")
    assert {row["action"] for row in again["rows"]} == {"same", "none"}


def test_evenly_over_some_groups_a_total_of_ones_own(year: Runner) -> None:
    data = year.json(
        "target", "split", "2024", "新开工过亿元项目", "--by", "even", "--total", "20", "-g", "county", "-y"
    )
    assert [row["target"] for row in data["rows"]] == [7, 7, 6]
    data = year.json("target", "split", "2024", "到位资金", "--by", "even", "--total", "2", "--places", "1", "-y")
    assert [row["target"] for row in data["rows"]] == [0.5] * 4


def test_what_is_there_is_changed_and_one_undo_takes_all_back(year: Runner) -> None:
    year.ok("target", "set", "甲县", "到位资金", "9")
    year.ok("target", "split", "2024", "到位资金", "-y")
    assert {row["unit"]: row["value"] for row in year.json("target")["rows"]}["甲县"] == 14.29
    year.ok("undo", "-y")
    assert {row["unit"]: row["value"] for row in year.json("target")["rows"]} == {None: 100, "甲县": 9}


def test_without_a_yes_nothing_is_written(year: Runner, content: Callable[[Path], object]) -> None:
    before = content(year.database)
    ran = year("target", "split", "2024", "到位资金")
    assert ran.code == 4
    assert "--yes" in ran.err
    shown = year.ok("target", "split", "2024", "到位资金", "--dry-run", lang="zh")
    assert "28.57" in shown.out
    assert content(year.database) == before


def test_a_year_without_a_scheme_goes_by_the_one_before(year: Runner) -> None:
    ran = year.ok("target", "split", "2025", "新开工过亿元项目", "--by", "even", "--total", "8", "-y")
    assert "contest-2024" in ran.err
    assert {row["year"] for row in year.json("target", "list", "--all")["rows"]} == {2024, 2025}


def test_a_campaign_and_an_issuer_have_targets_of_their_own(year: Runner) -> None:
    year.ok("campaign", "add", "春季攻坚", "--on", "2024-04-01", "--until", "2024-06-30")
    year.ok("target", "set", "city", "到位资金", "7", "--campaign", "春季攻坚")
    data = year.json("target", "split", "春季攻坚", "到位资金", "-y")
    assert (data["campaign"], data["year"]) == ("春季攻坚", None)
    assert targets(data)["乙县"] == (4.67, "add")
    year.ok("target", "set", "city", "到位资金", "14", "--issuer", "省")
    data = year.json("target", "split", "2024", "到位资金", "--issuer", "省", "-y")
    assert (data["total"], targets(data)["丁区"]) == (14, (8, "add"))


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        (("2024", "新开工过亿元项目"), 3, "--total"),
        (("2024", "新开工过亿元项目", "--total", "20"), 4, "--by even"),
        (("2024Q1", "到位资金"), 2, "2025"),
        (("2024", "到位资金", "--by", "luck"), 2, "last-year"),
        (("2024", "到位资金", "--total", "0"), 2, "--total 600"),
        (("2024", "到位资金", "--total", "many"), 2, ""),
        (("2024", "到位资金", "--group", "部门"), 3, "county"),
        (("2024", "到位资金", "--group", "department"), 3, "tracker unit"),
        (("2024", "产值"), 3, "funds"),
    ],
)
def test_what_cannot_be_split_is_said(year: Runner, line: tuple[str, ...], code: int, hint: str) -> None:
    ran = year("target", "split", *line, "-y")
    assert (ran.code, hint in ran.err) == (code, True), ran.err
