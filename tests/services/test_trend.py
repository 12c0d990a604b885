from __future__ import annotations

import datetime
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tests.services.contests import data_of, fill_worked_example
from tests.services.ledger import TODAY, Ledger
from tracker.errors import BadValue, NotFound, Refused
from tracker.render.data import envelope
from tracker.render.shown import said, shown
from tracker.services import publishing, trend

if TYPE_CHECKING:
    from tracker.result import Result

JUNE = datetime.date(2024, 6, 15)
RACE = """
key = "race"
name = { zh = "赛马榜", en = "race" }
year = 2024
groups = [{ key = "county", label = { zh = "县", en = "Counties" } }, { key = "zone", composite = false }]
indicators = [{ metric = "funds", weight = 100, formula = "ratio_time" }]
adjustments = [{ key = "late", label = "迟报", points = -1 }]
[metrics]
funds = { label = { zh = "资金", en = "Funds" }, source = "funds", unit = "亿元" }
fdi = { source = "figures", unit = "万美元" }
"""
RECEIPTS = (
    ("甲县", "2024-01-05", "2亿"),
    ("甲县", "2024-03-05", "1亿"),
    ("甲县", "2024-04-05", "1亿"),
    ("甲县", "2024-06-05", "5亿"),
    ("乙县", "2024-01-20", "1亿"),
    ("乙县", "2024-03-20", "3亿"),
    ("乙县", "2024-06-01", "2亿"),
    ("丁区", "2024-02-01", "1亿"),
)


def fill_race(ledger: Ledger, scheme: str = RACE) -> None:
    """Two counties with 12 of target each, so that a score is what was reached / months elapsed × 100; and a zone."""
    ledger.load(scheme)
    names = {"甲县": "county", "乙县": "county", "丁区": "zone"}
    with ledger.work() as work:
        for name, group in names.items():
            ledger.enter(work, "unit", {"name": name, "group": group})
            ledger.enter(work, "target", {"year": "2024", "unit": name, "metric": "funds", "value": "12"})
            ledger.enter(work, "project", {"name": f"{name}项目", "unit": name, "total_investment": "90亿"})
        for name, day, amount in RECEIPTS:
            enter_receipt(ledger, work, name, day, amount)


def enter_receipt(ledger: Ledger, work: Any, name: str, day: str, amount: str) -> None:
    ledger.enter(work, "funds", {"project": f"{name}项目", "received_on": day, "amount": amount})


def told(ledger: Ledger, year: str | None = "2024", today: datetime.date = JUNE, **asked: str) -> Result:
    with ledger.reader() as reader:
        return trend.trend(reader, year, today, **asked)


def data(result: Result) -> Any:
    return json.loads(envelope(result, "zh"))["data"]


def rows(result: Result, group: int = 0) -> dict[str, Any]:
    return {row["unit"]: row for row in data(result)["groups"][group]["rows"]}


def test_the_score_at_every_months_end_and_the_rank_of_every_quarter(ledger: Ledger) -> None:
    fill_race(ledger)
    result = told(ledger)
    found = rows(result)
    assert found["甲县"]["months"] == [200, 100, 100, 100, 80, 150]
    assert found["乙县"]["months"] == [100, 50, 133.33, 100, 80, 100]
    assert found["甲县"]["quarters"] == [{"rank": 2, "moved": None}, {"rank": 1, "moved": 1}]
    assert found["乙县"]["quarters"] == [{"rank": 1, "moved": None}, {"rank": 2, "moved": -1}]
    assert (found["甲县"]["rank"], data(result)["values"], data(result)["metric"]) == (1, "score", None)
    assert [each["as_of"] for each in data(result)["months"]][-2:] == ["2024-05-31", "2024-06-15"]
    assert [group["key"] for group in data(result)["groups"]] == ["county"]  # a zone has no score


def test_what_each_month_added_and_the_rank_of_one_metric(ledger: Ledger) -> None:
    fill_race(ledger)
    result = told(ledger, metric="资金")
    found = rows(result)
    assert found["甲县"]["months"] == [2, 0, 1, 1, 0, 5]
    assert found["乙县"]["months"] == [1, 0, 3, 0, 0, 2]
    assert [place["rank"] for place in found["甲县"]["quarters"]] == [2, 1]
    assert rows(result, 1)["丁区"]["months"] == [0, 1, 0, 0, 0, 0]
    [county, chart, zone] = result.drawn  # one unit alone has no ranking chart
    assert [shown(row[-1], "zh") for row in county.rows] == ["9", "6"]
    assert shown(chart.rows[0], "zh") == "1、乙县、甲县 ↑1"
    assert shown(chart.rows[1], "en") == "2, 甲县, 乙县 ↓1"
    assert len(zone.rows) == 1


def test_months_sum_to_the_year_and_are_drawn_from_nothing_to_the_highest(ledger: Ledger) -> None:
    fill_race(ledger)
    table = told(ledger, metric="funds").drawn[0]
    spark = table.rows[0][2]
    assert spark.heights == pytest.approx((0.4, 0, 0.2, 0.2, 0, 1))  # type: ignore[attr-defined]
    scores = told(ledger).drawn[0].rows[0][2]
    assert scores.heights[:2] == pytest.approx((1, 1 / 6))  # type: ignore[attr-defined]


def test_a_published_quarter_keeps_its_ranks(ledger: Ledger) -> None:
    fill_race(ledger)
    with ledger.work() as work:
        publishing.publish(work, publishing.plan(work.reader, "2024Q1", JUNE))
    with ledger.work() as work:
        enter_receipt(ledger, work, "甲县", "2024-03-31", "4亿")
    result = told(ledger)
    assert [place["rank"] for place in rows(result)["甲县"]["quarters"]] == [2, 1]
    assert rows(result)["甲县"]["months"][2] == 233.33  # the months are those of the ledger
    assert [each["published"] for each in data(result)["quarters"]] == [1, None]
    assert [said(line, "zh") for line in result.lines[2:]] == [
        "一季度的位次是发布的（第 1 期）",
        "二季度的位次按现在的台账计算",
    ]
    single = told(ledger, metric="funds")
    assert [place["rank"] for place in rows(single)["甲县"]["quarters"]] == [2, 1]


def test_figures_from_outside_leave_gaps(ledger: Ledger) -> None:
    fill_race(ledger)
    for day, value in (("2024-02", "30"), ("2024-04", "50")):
        ledger.add("figure", unit="甲县", metric="fdi", as_of_on=day, value=value)
    found = rows(told(ledger, metric="fdi"))
    assert found["甲县"]["months"] == [None, 30, 0, 20, 0, 0]
    assert found["乙县"]["months"] == [None] * 6


@pytest.mark.parametrize("basis", ["cumulative", "period"])
@pytest.mark.parametrize("formula", ['"ratio_time"', '"growth", by = "rate", goal = 1'])
def test_every_point_is_what_a_board_of_that_month_or_quarter_says(ledger: Ledger, basis: str, formula: str) -> None:
    fill_race(ledger, RACE.replace('"ratio_time"', formula).replace("groups =", f'basis = "{basis}"\ngroups =', 1))
    for day, amount in (("2023-01-03", "3亿"), ("2023-05-04", "2亿")):
        ledger.add("funds", project="甲县项目", received_on=day, amount=amount)
    for day in ("2024-02-10", "2024Q1", "2024-05-03"):
        ledger.add("adjustment", unit="乙县", item="late", happened_on=day)
    result = told(ledger)
    for name, row in rows(result).items():
        for n, score in enumerate(row["months"], 1):
            board = data_of(ledger, f"2024-{n:02}", JUNE, group="county")
            assert score == next(each for each in board["groups"][0]["rows"] if each["unit"] == name)["score"], (
                name,
                n,
            )
        for n, place in enumerate(row["quarters"], 1):
            board = data_of(ledger, f"2024Q{n}", JUNE, group="county")
            assert place["rank"] == next(r for r in board["groups"][0]["rows"] if r["unit"] == name)["rank"]


def test_a_year_takes_as_many_queries_as_a_month(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_worked_example(ledger)
    counts = []
    with ledger.reader() as reader:
        real = reader.rows
        asked: list[str] = []

        def rows(_: object, sql: str, *values: Any) -> list[tuple[Any, ...]]:
            asked.append(sql)
            return real(sql, *values)

        monkeypatch.setattr(type(reader), "rows", rows)
        for today in (datetime.date(2024, 1, 31), datetime.date(2024, 12, 31)):
            asked.clear()
            trend.make(reader, "2024", today)
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_units_come_and_go_within_the_year(ledger: Ledger) -> None:
    fill_race(ledger)
    ledger.add("unit", name="丙县", group="county", active_on="2024-04-01")
    found = rows(told(ledger))
    assert found["丙县"]["months"][:3] == [None, None, None]
    assert found["丙县"]["quarters"][0] == {"rank": None, "moved": None}


def test_a_year_without_anything_says_so(ledger: Ledger) -> None:
    ledger.load(RACE)
    ledger.add("unit", name="甲县", group="county")
    result = told(ledger)
    assert (result.tables, result.exit) == ((), 0)
    assert said(result.lines[0], "zh") == "2024年（2024-01-01 至 2024-12-31），“赛马榜”还没有数据"
    assert "there is nothing yet under “Funds”" in said(told(ledger, metric="funds").lines[0], "en")


@pytest.mark.parametrize(
    ("year", "asked", "error", "code"),
    [
        ("2024Q2", {}, BadValue, "not_a_year"),
        ("后年", {}, BadValue, "period_bad"),
        ("2025", {}, NotFound, "scheme_missing"),
        ("2024", {"metric": "没有"}, NotFound, "metric_unknown"),
        ("2024", {"group": "没有"}, NotFound, "group_unknown"),
    ],
)
def test_what_is_no_year_metric_or_group_is_refused(
    ledger: Ledger, year: str, asked: dict[str, str], error: type[Exception], code: str
) -> None:
    fill_race(ledger)
    with pytest.raises(error) as caught:
        told(ledger, year, TODAY, **asked)
    problem = caught.value.problem  # type: ignore[attr-defined]
    assert problem.code == code
    assert code != "not_a_year" or said(problem.hint, "en").startswith("type 2024,")


def test_a_year_that_has_not_begun_is_refused(ledger: Ledger) -> None:
    fill_race(ledger)
    with pytest.raises(Refused):
        told(ledger, "2024", datetime.date(2023, 12, 31))


def test_the_worked_example_rises_to_its_scores(ledger: Ledger) -> None:
    fill_worked_example(ledger)
    found = rows(told(ledger, today=datetime.date(2024, 6, 30)))
    assert {name: Fraction(str(row["months"][5])) for name, row in found.items()} == {
        "甲县": Fraction("100.5"),
        "乙县": Fraction("98.5"),
        "丙市": Fraction("98.5"),
    }
