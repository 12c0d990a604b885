"""The edges of boards: what is asked for and not there, who stands outside, and formulas over small known ledgers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.services.contests import actual, city, data_of, row_of, simple
from tests.services.ledger import TODAY, Ledger
from tracker.errors import NotFound, Refused
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services import boards, explain, records
from tracker.services.boards import Wanted
from tracker.words import text

HEAD = """
key = "edges"
year = 2024
{top}
[[groups]]
key = "county"
label = {{ zh = "县(市、区)", en = "Counties" }}
[[groups]]
key = "zone"
[[groups]]
key = "department"
composite = false
[metrics.funds]
source = "funds"
unit = "亿元"
[metrics.started]
source = "milestones"
where = {{ stage = "started" }}
[metrics.joint]
source = "milestones"
measure = "distinct"
where = {{ stage = "started" }}
[metrics.fdi]
source = "figures"
unit = "万美元"
[metrics.marks]
source = "figures"
[[adjustments]]
key = "bonus"
points = 2
max = 3
[[adjustments]]
key = "late"
points = -0.5
[[adjustments]]
key = "false_report"
points = -5
veto = true
"""
RATIO = '[[indicators]]\nmetric = "funds"\nweight = 60\nformula = "ratio"\n'
STARTS = '[[indicators]]\nmetric = "started"\nweight = 40\nformula = "ratio"\n'


def scheme(*indicators: str, top: str = "") -> str:
    return HEAD.format(top=top) + "".join(indicators)


def fill(ledger: Ledger, *indicators: str, top: str = "", key: str = "edges") -> None:
    """Three counties that received 4, 2 and 0 of 10, 10 and 10, an office outside the composite, one in no group."""
    ledger.load(scheme(*(indicators or (RATIO,)), top=top).replace('"edges"', f'"{key}"', 1))
    names = {"甲县": "4亿", "乙县": "2亿", "丙县": None}
    rows: list[tuple[str, dict[str, str]]] = [("unit", {"name": name, "group": "county"}) for name in names]
    rows += [("unit", {"name": "商务局", "group": "department"}), ("unit", {"name": "游离", "group": "别组"})]
    for name, amount in names.items():
        rows.append(("target", {"year": "2024", "unit": name, "metric": "funds", "value": "10"}))
        if amount:
            rows.append(("project", {"name": f"{name}厂", "unit": name, "total_investment": "9亿"}))
            rows.append(("funds", {"project": f"{name}厂", "amount": amount, "received_on": "2024-02-01"}))
    ledger.add_all(*rows)


def scores(data: Any, group: int = 0) -> dict[str, tuple[Any, Any]]:
    """Rank and score by unit."""
    return {row["unit"]: (row["rank"], row["score"]) for row in data["groups"][group]["rows"]}


def codes(ledger: Ledger, period: str, **asked: Any) -> list[str]:
    with ledger.reader() as reader:
        return [message.code for message in boards.board(reader, period, TODAY, Wanted(**asked)).messages]


@pytest.mark.parametrize("name", ["county", "COUNTY", "县(市、区)", "县（市、区）", "Counties"])
def test_a_group_is_asked_for_by_key_or_label(ledger: Ledger, name: str) -> None:
    fill(ledger)
    data = data_of(ledger, "2024Q1", group=name)
    assert [group["key"] for group in data["groups"]] == ["county"]
    assert scores(data) == {"甲县": (1, 24), "乙县": (2, 12), "丙县": (3, 0)}
    assert city(data, "funds")["actual"] == 6


def test_an_unknown_group_is_not_found_and_the_groups_are_named(ledger: Ledger) -> None:
    fill(ledger)
    with pytest.raises(NotFound) as error:
        data_of(ledger, "2024Q1", group="乡镇")
    assert "county" in str(error.value.problem.hint)


def test_a_group_without_units_has_no_rows(ledger: Ledger) -> None:
    fill(ledger)
    data = data_of(ledger, "2024Q1")
    assert [(group["key"], len(group["rows"])) for group in data["groups"]] == [("county", 3), ("zone", 0)]


def test_a_group_that_is_not_composite_stands_on_single_boards_alone(ledger: Ledger) -> None:
    fill(ledger)
    assert data_of(ledger, "2024Q1", group="department")["groups"] == []
    data = data_of(ledger, "2024Q1", metric="funds")
    assert [group["key"] for group in data["groups"]] == ["county", "zone", "department"]
    assert [row["unit"] for row in data["groups"][2]["rows"]] == ["商务局"]


def test_a_unit_of_no_group_is_on_no_board_but_in_the_city_and_said(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add("project", name="游离厂", unit="游离", total_investment="9亿")
    ledger.add("funds", project="游离厂", amount="1亿", received_on="2024-02-01")
    ledger.add("target", year="2024", unit="游离", metric="funds", value="5")
    data = data_of(ledger, "2024Q1", metric="funds")
    assert "游离" not in {row["unit"] for group in data["groups"] for row in group["rows"]}
    assert (city(data, "funds")["actual"], city(data, "funds")["units_target"]) == (7, 35)
    assert "unit_outside" in codes(ledger, "2024Q1")


def test_a_unit_that_was_abolished_leaves_the_board_and_its_receipts_stay_the_citys(ledger: Ledger) -> None:
    fill(ledger)
    with ledger.work() as work:
        records.edit(work, NOUNS["unit"], [2], {"retired_on": "2024-05-31"}, [], Entry(TODAY))
    data = data_of(ledger, "2024Q3")
    assert [row["unit"] for row in data["groups"][0]["rows"]] == ["甲县", "丙县"]
    assert (city(data, "funds")["actual"], city(data, "funds")["units_target"]) == (6, 30)
    # The quarter before had neither, the one before that both.
    assert {row["unit"]: row["previous_rank"] for row in data["groups"][0]["rows"]} == {"甲县": 1, "丙县": 2}
    data = data_of(ledger, "2024Q2")
    assert {row["unit"]: row["previous_rank"] for row in data["groups"][0]["rows"]} == {"甲县": 1, "丙县": 3}


@pytest.mark.parametrize(("missing", "score"), [("rescale", None), ("full", 40), ("zero", 0)])
def test_without_any_target_a_scheme_says_what_a_unit_gets(ledger: Ledger, missing: str, score: float | None) -> None:
    fill(ledger, STARTS, top=f'missing_target = "{missing}"')
    rows = data_of(ledger, "2024Q1")["groups"][0]["rows"]
    assert [(row["unit"], row["score"]) for row in rows] == [("甲县", score), ("乙县", score), ("丙县", score)]
    assert {row["rank"] for row in rows} == {None if score is None else 1}
    assert {row["indicators"][0]["target"] for row in rows} == {None}


def test_a_unit_without_a_target_is_scored_by_the_rest(ledger: Ledger) -> None:
    fill(ledger, RATIO, STARTS)
    ledger.add("target", year="2024", unit="甲县", metric="started", value="1")
    assert scores(data_of(ledger, "2024Q1")) == {"甲县": (1, 24), "乙县": (2, 20), "丙县": (3, 0)}


def test_a_veto_keeps_the_score_and_takes_the_rank(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add("adjustment", unit="甲县", item="false_report", happened_on="2024-02-01")
    data = data_of(ledger, "2024Q1")
    assert scores(data) == {"乙县": (1, 12), "丙县": (2, 0), "甲县": (None, 19)}
    assert row_of(data, "甲县")["vetoed"]


def test_bonuses_and_penalties_of_the_window_are_added_within_their_bounds(ledger: Ledger) -> None:
    fill(ledger, top="[limits]\npenalty = 1")
    for unit, item, day, more in (
        ("甲县", "bonus", "2024-03-31", {"count": "2"}),
        ("甲县", "bonus", "2024-04-01", {}),
        ("乙县", "late", "2024-01-01", {"count": "3"}),
        ("丙县", "late", "2024-01", {"points": "-0.25"}),
        ("丙县", "late", "2024", {"points": "-9"}),
    ):
        ledger.add("adjustment", unit=unit, item=item, happened_on=day, **more)
    data = data_of(ledger, "2024Q1")
    assert scores(data) == {"甲县": (1, 27), "乙县": (2, 11), "丙县": (3, -0.25)}
    assert row_of(data, "甲县")["adjustments"] == [{"key": "bonus", "count": 2, "points": 3}]
    assert "imprecise" in codes(ledger, "2024Q1")
    assert "imprecise" not in codes(ledger, "2024")


def test_a_campaign_without_a_scheme_of_its_own_goes_by_the_years(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add("campaign", name="百日会战", start_on="2024-01-15", end_on="2024-02-13")
    ledger.add("target", campaign="百日会战", unit="甲县", metric="funds", value="8")
    data = data_of(ledger, "百日会战")
    assert (data["scheme"], data["curve"], data["start"], data["end"]) == ("edges", 1, "2024-01-15", "2024-02-13")
    assert [(row["unit"], row["score"], row["previous_rank"]) for row in data["groups"][0]["rows"]] == [
        ("甲县", 30, None),
        ("乙县", None, None),
        ("丙县", None, None),
    ]


def test_a_campaign_named_like_a_quarter_does_not_hide_it(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add("campaign", name="2024Q1", start_on="2024-02-10", end_on="2024-02-13")
    assert data_of(ledger, "2024Q1")["start"] == "2024-01-01"


def test_of_several_schemes_one_is_named(ledger: Ledger) -> None:
    fill(ledger)
    ledger.load(scheme(STARTS).replace('"edges"', '"second"', 1))
    with pytest.raises(Refused) as error:
        data_of(ledger, "2024Q1")
    assert "second" in str(error.value.problem.hint)
    assert data_of(ledger, "2024Q1", scheme="edges")["groups"][0]["rows"][0]["score"] == 24
    assert data_of(ledger, "2024Q1", scheme="second")["groups"][0]["rows"][0]["score"] is None
    with pytest.raises(NotFound):
        data_of(ledger, "2024Q1", scheme="third")


def test_of_schemes_for_other_groups_a_unit_is_explained_by_its_own(ledger: Ledger) -> None:
    fill(ledger)
    ledger.load(scheme(STARTS).replace('"edges"', '"second"', 1).replace('key = "county"', 'key = "park"'))
    with ledger.reader() as reader:
        data: Any = explain.explain(reader, "2024Q1", "甲县", TODAY).data
        assert data["scheme"] == "edges"
        with pytest.raises(Refused):
            explain.explain(reader, "2024Q1", "商务局", TODAY, metric="started")


def test_distinct_gives_each_unit_with_a_share_the_whole_project(ledger: Ledger) -> None:
    fill(ledger)
    shared = {"introducers": "甲县、丙县", "count_share": "4:3:3", "started_on": "2024-02"}
    ledger.add("project", name="三家", unit="乙县", total_investment="9亿", **shared)
    whole = {"introducers": "甲县", "count_share": "origin_full", "started_on": "2024-03-01"}
    ledger.add("project", name="引荐", unit="乙县", total_investment="9亿", **whole)
    counts, distinct = (data_of(ledger, "2024Q1", metric=metric) for metric in ("started", "joint"))
    assert [actual(counts, unit, "started") for unit in ("甲县", "乙县", "丙县")] == [1.4, 0.3, 0.3]
    assert [actual(distinct, unit, "joint") for unit in ("甲县", "乙县", "丙县")] == [2, 1, 1]
    assert (city(counts, "started")["actual"], city(distinct, "joint")["actual"]) == (2, 2)
    with ledger.reader() as reader:
        data: Any = explain.explain(reader, "2024Q1", "乙县", TODAY, metric="joint").data
    assert [(row["name"], row["counted"]) for row in data["rows"]["joint"]] == [("三家", 1)]


def growth(by: str) -> str:
    return f'[[indicators]]\nmetric = "fdi"\nweight = 30\nformula = "growth"\n{by}\n'


def enter_growth(ledger: Ledger) -> None:
    """Figures of two years: 甲县 doubled, 乙县 rose by half, 丙县 has no last year."""
    for unit, last, now in (("甲县", "10", "20"), ("乙县", "100", "150"), ("丙县", None, "7")):
        for year, value in (("2023", last), ("2024", now)):
            if value:
                ledger.add("figure", unit=unit, metric="fdi", as_of_on=f"{year}-03-31", value=value)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ('by = "rate"\ngoal = 2', {"甲县": (1, 15), "乙县": (2, 7.5), "丙县": (None, None)}),
        ('by = "rank"', {"甲县": (1, 30), "乙县": (2, 15), "丙县": (None, None)}),
    ],
)
def test_growth_is_scored_by_rate_or_by_rank_over_the_units_with_a_base(
    ledger: Ledger, by: str, expected: dict[str, Any]
) -> None:
    fill(ledger, growth(by))
    enter_growth(ledger)
    ledger.add("figure", unit="甲县", metric="fdi", as_of_on="2023-06-30", value="999")
    data = data_of(ledger, "2024Q1")
    assert scores(data) == expected
    assert (city(data, "fdi")["actual"], city(data, "fdi")["summed"]) == (177, True)


def test_growth_of_the_ledger_takes_the_figure_of_last_year_before_its_rows(ledger: Ledger) -> None:
    fill(ledger, growth('by = "rate"\ngoal = 1').replace('"fdi"', '"funds"'))
    ledger.add("funds", project="甲县厂", amount="2亿", received_on="2023-03-31")
    ledger.add("funds", project="甲县厂", amount="9亿", received_on="2023-04-01")
    ledger.add("funds", project="乙县厂", amount="4亿", received_on="2023-01-01")
    ledger.add("figure", unit="乙县", metric="funds", as_of_on="2023-02-28", value="1.6")
    assert scores(data_of(ledger, "2024Q1")) == {"甲县": (1, 30), "乙县": (2, 7.5), "丙县": (None, None)}


def test_a_share_of_nothing_is_null(ledger: Ledger) -> None:
    fill(ledger, '[[indicators]]\nmetric = "joint"\nweight = 20\nformula = "share"\nof = "started"\n')
    started = {"started_on": "2024-02-01", "introducers": "乙县", "count_share": "4:6"}
    ledger.add("project", name="合", unit="甲县", total_investment="9亿", **started)
    data = data_of(ledger, "2024Q1")
    assert scores(data) == {"乙县": (1, 50), "甲县": (2, 33.33), "丙县": (None, None)}


def test_a_mix_shows_its_parts_and_no_actual_of_its_own(ledger: Ledger) -> None:
    parts = 'parts = [{ metric = "funds", share = 0.75, formula = "ratio" }, '
    parts += '{ metric = "started", share = 0.25, formula = "relmax" }]\n'
    fill(ledger, f'[[indicators]]\nkey = "both"\nformula = "mix"\nweight = 80\ncap = 1\n{parts}')
    ledger.add("project", name="开工", unit="乙县", total_investment="9亿", started_on="2024-02-01")
    data = data_of(ledger, "2024Q1")
    assert scores(data) == {"乙县": (1, 32), "甲县": (2, 24), "丙县": (3, 0)}
    cell = row_of(data, "乙县")["indicators"][0]
    assert (cell["actual"], cell["target"], cell["rate"]) == (None, None, None)
    assert [(part["key"], part["actual"], part["score"], part["rank"]) for part in cell["parts"]] == [
        ("funds", 2, 12, 2),
        ("started", 1, 20, 1),
    ]


def test_a_figure_of_a_period_explains_itself_by_what_it_takes_off(ledger: Ledger) -> None:
    fill(ledger, growth('by = "rank"'), top='basis = "period"')
    for day, value in (("2024-02", "3"), ("2024-03-31", "5"), ("2024-04-30", "9"), ("2024-06", "12"), ("2024", "99")):
        ledger.add("figure", unit="甲县", metric="fdi", as_of_on=day, value=value)
    assert actual(data_of(ledger, "2024Q2"), "甲县", "fdi") == 7
    assert "imprecise" in codes(ledger, "2024Q2")
    with ledger.reader() as reader:
        data: Any = explain.explain(reader, "2024Q2", "甲县", TODAY, metric="fdi").data
    assert [row["counted"] for row in data["rows"]["fdi"]] == [-5, 12]


def test_scores_without_a_figure_are_said_where_no_target_is_needed(ledger: Ledger) -> None:
    fill(ledger, '[[indicators]]\nmetric = "marks"\nweight = 10\nformula = "manual"\n')
    ledger.add("figure", unit="甲县", metric="marks", as_of_on="2024-03-31", value="8")
    assert scores(data_of(ledger, "2024Q1")) == {"甲县": (1, 8), "乙县": (2, 0), "丙县": (2, 0)}
    with ledger.reader() as reader:
        [message] = [m for m in boards.board(reader, "2024Q1", TODAY).messages if m.code == "figure_missing"]
    said: Any = message.what
    assert said.values["units"] == ("乙县", "丙县")


def test_targets_of_which_nothing_falls_due_in_a_period_are_none_and_said(ledger: Ledger) -> None:
    fill(ledger, top='basis = "period"\ncurve = [0.5, 0.5, 0.75, 1]')
    data = data_of(ledger, "2024Q2", metric="funds")
    assert (city(data, "funds")["units_target"], row_of(data, "甲县")["indicators"][0]["target"]) == (None, None)
    assert "target_zero" in codes(ledger, "2024Q2")
    assert "target_zero" not in codes(ledger, "2024Q3")


def test_the_board_of_a_year_that_runs_moves_against_the_quarter_before_today(ledger: Ledger) -> None:
    fill(ledger)
    ledger.add("funds", project="乙县厂", amount="5亿", received_on="2024-05-10")
    today = datetime.date(2024, 5, 20)
    ranks = {
        row["unit"]: (row["rank"], row["previous_rank"]) for row in data_of(ledger, "2024", today)["groups"][0]["rows"]
    }
    assert ranks == {"乙县": (1, 2), "甲县": (2, 1), "丙县": (3, 3)}
    first = data_of(ledger, "2024", datetime.date(2024, 3, 31))["groups"][0]["rows"]
    assert {row["previous_rank"] for row in first} == {None}


def test_a_tag_is_no_pattern(ledger: Ledger) -> None:
    fill(ledger)
    text = scheme(RATIO).replace('unit = "亿元"', 'unit = "亿元"\nwhere = { tag = ["外资_100%"] }')
    ledger.load(text)
    for name, tags in (("一", "外资x100y"), ("二", "重点、外资_100%")):
        ledger.add("project", name=name, unit="甲县", total_investment="9亿", tags=tags)
        ledger.add("funds", project=name, amount="1亿", received_on="2024-02-01")
    assert actual(data_of(ledger, "2024Q1"), "甲县") == 1


def test_a_period_without_an_end_goes_as_far_as_today_and_a_campaign_is_named(ledger: Ledger) -> None:
    simple(ledger)
    ledger.add("campaign", name="百日会战", start_on="2024-04-01", end_on="2024-07-09")
    with ledger.reader() as reader:
        open_ended = boards.board(reader, "2024-03-01..", datetime.date(2024, 5, 6))
        campaign = boards.board(reader, "百日会战", datetime.date(2024, 5, 6))
    data: Any = open_ended.given
    assert (data["end"], data["as_of"]) == (datetime.date(2024, 5, 6), datetime.date(2024, 5, 6))
    assert "百日会战" in text(campaign.lines[0], "zh")


def test_a_group_answers_to_its_usual_name_too(ledger: Ledger) -> None:
    simple(ledger)
    assert [group["key"] for group in data_of(ledger, "2024Q1", group="县市区")["groups"]] == ["county"]
