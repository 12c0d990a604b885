from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest

from tests.services.contests import ONE, actual, city, data_of, fill_worked_example, project, row_of, simple
from tests.services.ledger import TODAY, Ledger
from tracker.errors import NotFound, Refused
from tracker.render.data import envelope
from tracker.render.shown import shown
from tracker.result import Reached
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services import boards, explain, progress, publishing, records


def test_board_of_the_worked_example_comes_out_to_the_last_digit(ledger: Ledger) -> None:
    fill_worked_example(ledger)
    data = data_of(ledger, "2024Q2")
    assert [(row["unit"], row["score"], row["rank"]) for row in data["groups"][0]["rows"]] == [
        ("甲县", 100.5, 1),
        ("乙县", 98.5, 2),
        ("丙市", 98.5, 3),
    ]
    assert [(row["unit"], row["score"], row["rank"]) for row in data["groups"][1]["rows"]] == [
        ("丁区", 100.89, 1),
        ("戊区", 86, 2),
    ]
    scores = {each["key"]: each["score"] for each in row_of(data, "乙县")["indicators"]}
    assert scores == {"funds": 48, "started": 30, "signed": 8, "fdi": 10, "trips": 7.5}
    assert actual(data, "甲县") == 33
    assert actual(data, "丁区") == 22
    assert city(data, "funds")["actual"] == 134.1
    assert city(data, "funds")["rate"] == 0.5364
    assert city(data, "funds")["units_target"] == 260
    assert city(data, "fdi") | {"label": "", "unit": ""} == {
        "metric": "fdi",
        "label": "",
        "unit": "",
        "actual": 3500,
        "target": None,
        "rate": None,
        "ahead": None,
        "units_target": 7500,
        "summed": True,
    }
    assert (data["curve"], data["start"], data["end"], data["as_of"]) == (0.5, "2024-01-01", "2024-06-30", "2024-06-30")


def test_explain_prints_the_arithmetic_and_the_rows_behind(ledger: Ledger) -> None:
    fill_worked_example(ledger)
    with ledger.reader() as reader:
        result = explain.explain(reader, "2024Q2", "乙", TODAY)
        shared = explain.explain(reader, "2024Q2", "甲县", TODAY)
    cells = [row[1] for row in result.tables[0].rows]
    assert shown(cells[0], "en") == "31 / (50 × 0.5) = 1.24 → cap 1.2 × 40 = 48.00"
    data: Any = shared.given
    rows = data["rows"]["funds"]
    assert [(row["name"], row["share"], row["counted"]) for row in rows] == [
        ("甲县资金", None, Decimal("31.5")),
        ("飞地", "50%", Decimal("1.5")),
    ]
    assert sum(row["counted"] for row in rows) == data["indicators"][0]["actual"]


@pytest.mark.parametrize(
    ("policy", "shares"),
    [("single", (4, 0)), ("5:5", (2, 2)), ("3:7", (2.8, 1.2)), ("双算", (4, 4)), ("全归引荐方", (0, 4))],
)
def test_money_is_shared_by_the_policy_and_the_city_counts_it_once(
    ledger: Ledger, policy: str, shares: tuple[float, float]
) -> None:
    simple(ledger)
    project(ledger, "飞地", introducers="乙县", money_share=policy)
    ledger.add("funds", project="飞地", amount="4亿", received_on="2024-02-01")
    data = data_of(ledger, "2024Q1")
    assert (actual(data, "甲县"), actual(data, "乙县")) == shares
    assert city(data, "funds")["actual"] == 4


@pytest.mark.parametrize(
    ("date", "counted"),
    [
        ("2023-12-31", 0),
        ("2024-01-01", 1),
        ("2024-03-31", 1),
        ("2024-04-01", 0),
        ("2024-03", 1),
        ("2024Q1", 1),
        ("2024H1", 0),
        ("2024", 0),
    ],
)
def test_a_receipt_counts_where_its_whole_date_lies_in_the_window(ledger: Ledger, date: str, counted: int) -> None:
    simple(ledger)
    project(ledger, "一期")
    ledger.add("funds", project="一期", amount="1亿", received_on=date)
    assert actual(data_of(ledger, "2024Q1"), "甲县") == counted


def test_a_date_too_vague_for_the_window_is_reported(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "一期")
    ledger.add("funds", project="一期", amount="1亿", received_on="2024")
    with ledger.reader() as reader:
        assert "imprecise" in {m.code for m in boards.board(reader, "2024Q1", TODAY).messages}
        assert "imprecise" not in {m.code for m in boards.board(reader, "2024", TODAY).messages}
    assert actual(data_of(ledger, "2024"), "甲县") == 1


def test_the_window_ends_today_and_a_period_to_come_is_refused(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "一期")
    ledger.add("funds", project="一期", amount="1亿", received_on="2024-03-10")
    data = data_of(ledger, "2024Q1", datetime.date(2024, 3, 9))
    assert (actual(data, "甲县"), data["as_of"], data["end"]) == (0, "2024-03-09", "2024-03-31")
    assert actual(data_of(ledger, "2024Q1", datetime.date(2024, 3, 10)), "甲县") == 1
    with pytest.raises(Refused):
        data_of(ledger, "2024Q2", datetime.date(2024, 3, 31))


def test_rows_of_withdrawn_projects_and_refused_receipts_do_not_count(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "一期")
    gone = project(ledger, "二期")
    ledger.add("funds", project="一期", amount="1亿", received_on="2024-02-01")
    ledger.add("funds", project="一期", amount="2亿", received_on="2024-02-01", recognition="refused", opinion="无凭证")
    ledger.add("funds", project="二期", amount="4亿", received_on="2024-02-01")
    assert actual(data_of(ledger, "2024Q1"), "甲县") == 5
    with ledger.work() as work:
        texts = {"status": "withdrawn", "status_reason": "资金断裂"}
        records.edit(work, NOUNS["project"], [int(gone[1:])], texts, [], Entry(TODAY))
    assert actual(data_of(ledger, "2024Q1"), "甲县") == 1


def test_another_currency_is_left_out_and_said_or_counted_by_its_rate(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "外资", total_investment="9000万美元")
    ledger.add("funds", project="外资", amount="1000万美元", received_on="2024-02-01")
    with ledger.reader() as reader:
        result = boards.board(reader, "2024Q1", TODAY)
    assert [m.code for m in result.messages if m.level == "warning"].count("left_out") == 1
    assert actual(data_of(ledger, "2024Q1"), "甲县") == 0
    ledger.load(ONE + '\n[rates]\nUSD = "7.10"\n')
    assert actual(data_of(ledger, "2024Q1"), "甲县") == 0.71
    assert city(data_of(ledger, "2024Q1"), "funds")["actual"] == 0.71


def test_figures_take_the_newest_value_and_of_one_date_the_one_entered_later(ledger: Ledger) -> None:
    simple(ledger)
    for day, value, source in (("2024-01-31", "5", "a"), ("2024-02-29", "7", "b"), ("2024-02-29", "8", "c")):
        ledger.add("figure", unit="甲县", metric="fdi", as_of_on=day, value=value, source=source)
    ledger.add("figure", unit="乙县", metric="fdi", as_of_on="2023-12-31", value="99")
    data = data_of(ledger, "2024Q1", metric="fdi")
    assert actual(data, "甲县", "fdi") == 8
    assert actual(data, "乙县", "fdi") is None
    assert (city(data, "fdi")["actual"], city(data, "fdi")["summed"]) == (8, True)
    ledger.add("figure", metric="fdi", as_of_on="2024-03-31", value="20")
    assert (city(data_of(ledger, "2024Q1"), "fdi")["actual"], city(data_of(ledger, "2024Q1"), "fdi")["summed"]) == (
        20,
        False,
    )


def test_figures_of_a_period_alone_take_off_what_the_year_had_before(ledger: Ledger) -> None:
    simple(ledger)
    ledger.load(ONE.replace("year = 2024", 'year = 2024\nbasis = "period"', 1))
    for day, value in (("2024-03-31", "5"), ("2024-06-30", "12")):
        ledger.add("figure", unit="甲县", metric="fdi", as_of_on=day, value=value)
    assert actual(data_of(ledger, "2024Q2", metric="fdi"), "甲县", "fdi") == 7
    assert actual(data_of(ledger, "2024Q1", metric="fdi"), "甲县", "fdi") == 5
    assert data_of(ledger, "2024Q2")["curve"] == 1
    assert row_of(data_of(ledger, "2024Q2"), "甲县")["indicators"][0]["target"] == 2.5


def test_organisations_are_distinct_by_unit_and_for_the_city(ledger: Ledger) -> None:
    simple(ledger)
    for name, lists in (("昉瑞", "world500"), ("人本", "world500、listed"), ("海滨", "")):
        ledger.add("company", name=name, **({"lists": lists} if lists else {}))
    for unit, day, met in (
        ("甲县", "2024-01-10", "昉瑞、人本"),
        ("甲县", "2024-02-10", "昉瑞"),
        ("乙县", "2024-02-11", "昉瑞、海滨"),
        ("乙县", "2024-04-11", "人本"),
    ):
        ledger.add("visit", unit=unit, start_on=day, companies=met, people="3")
    data = data_of(ledger, "2024Q1", metric="met")
    assert (actual(data, "甲县", "met"), actual(data, "乙县", "met"), city(data, "met")["actual"]) == (2, 2, 3)
    data = data_of(ledger, "2024Q1", metric="companies")
    assert (actual(data, "甲县", "companies"), actual(data, "乙县", "companies")) == (2, 1)
    data = data_of(ledger, "2024Q1", metric="people")
    assert (actual(data, "甲县", "people"), city(data, "people")["actual"]) == (6, 9)
    with ledger.reader() as reader:
        result = explain.explain(reader, "2024Q1", "甲县", TODAY, metric="met")
    rows: Any = result.data
    assert [row["name"] for row in rows["rows"]["met"]] == ["昉瑞", "人本"]


def test_projects_count_at_a_formal_signing_alone(ledger: Ledger) -> None:
    simple(ledger)
    for name, agreement in (("一", "contract"), ("二", "framework"), ("三", "")):
        texts = {"agreement": agreement} if agreement else {}
        project(ledger, name, signed_on="2024-02-01", **texts)
    assert actual(data_of(ledger, "2024Q1", metric="projects"), "甲县", "projects") == 1


def test_ranks_move_against_the_quarter_before_and_against_a_published_board(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "一")
    ledger.add("project", name="二", unit="乙县", total_investment="100亿")
    ledger.add("funds", project="一", amount="2亿", received_on="2024-02-01")
    ledger.add("funds", project="二", amount="5亿", received_on="2024-05-01")
    assert row_of(data_of(ledger, "2024Q1"), "甲县")["previous_rank"] is None
    data = data_of(ledger, "2024Q2")
    assert [(row["unit"], row["rank"], row["previous_rank"]) for row in data["groups"][0]["rows"]] == [
        ("乙县", 1, 2),
        ("甲县", 2, 1),
    ]
    with ledger.work() as work:
        publishing.publish(work, publishing.plan(work.reader, "2024Q1", TODAY, corrects=False))
    ledger.add("funds", project="二", amount="9亿", received_on="2024-01-05")  # too late for what is published
    with ledger.reader() as reader:
        now = boards.board(reader, "2024Q1", TODAY)
    assert now.given["groups"][0]["rows"][0]["unit"] == "乙县"
    data = data_of(ledger, "2024Q2")
    assert [(row["unit"], row["rank"], row["previous_rank"]) for row in data["groups"][0]["rows"]] == [
        ("乙县", 1, 2),
        ("甲县", 2, 1),
    ]


def test_a_board_of_one_metric_ranks_by_rate_where_there_are_targets(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "一")
    ledger.add("funds", project="一", amount="2亿", received_on="2024-02-01")
    data = data_of(ledger, "2024Q1", metric="funds")
    assert not data["composite"]
    assert [(row["unit"], row["rank"], row["score"]) for row in data["groups"][0]["rows"]] == [
        ("甲县", 1, None),
        ("乙县", 2, None),
    ]
    with pytest.raises(NotFound):
        data_of(ledger, "2024Q1", metric="fond")


def test_targets_of_several_issuers_are_refused_and_zero_is_none(ledger: Ledger) -> None:
    simple(ledger)
    ledger.add("target", year="2024", unit="甲县", metric="projects", value="0")
    with ledger.reader() as reader:
        assert "target_zero" in {m.code for m in boards.board(reader, "2024Q1", TODAY).messages}
    ledger.add("target", year="2024", unit="甲县", metric="leads", value="5", issuer="市")
    assert row_of(data_of(ledger, "2024Q1", metric="leads"), "甲县")["indicators"][0]["target"] == 5
    ledger.add("target", year="2024", unit="甲县", metric="leads", value="6", issuer="省")
    with pytest.raises(Refused):
        data_of(ledger, "2024Q1")
    ledger.add("target", year="2024", unit="甲县", metric="leads", value="7")
    assert row_of(data_of(ledger, "2024Q1", metric="leads"), "甲县")["indicators"][0]["target"] == 7


def test_a_unit_bears_the_name_that_was_official_on_the_day(ledger: Ledger) -> None:
    ledger.load(ONE)
    ledger.add("unit", name="茌平区", group="county", aliases="茌平县(..2024-05-31)")
    assert data_of(ledger, "2024Q1")["groups"][0]["rows"][0]["unit"] == "茌平县"
    assert data_of(ledger, "2024Q2")["groups"][0]["rows"][0]["unit"] == "茌平区"


def test_a_year_without_a_scheme_is_not_found_and_two_schemes_need_a_choice(ledger: Ledger) -> None:
    simple(ledger)
    with pytest.raises(NotFound):
        data_of(ledger, "2023Q1")
    ledger.load(ONE.replace('"one"', '"other"'))
    with pytest.raises(Refused):
        data_of(ledger, "2024Q1")
    assert data_of(ledger, "2024Q1", scheme="other")["scheme"] == "other"


def test_a_campaign_has_a_board_of_its_own_dates(ledger: Ledger) -> None:
    simple(ledger)
    ledger.add("campaign", name="百日会战", start_on="2024-04-01", end_on="2024-07-09", scheme="one")
    ledger.add("target", campaign="百日会战", unit="甲县", metric="funds", value="4")
    project(ledger, "一")
    for day in ("2024-03-31", "2024-04-01", "2024-07-09", "2024-07-10"):
        ledger.add("funds", project="一", amount="1亿", received_on=day)
    data = data_of(ledger, "百日会战", datetime.date(2024, 5, 20))
    assert (data["start"], data["as_of"], data["curve"]) == ("2024-04-01", "2024-05-20", 0.5)
    assert actual(data, "甲县") == 1
    data = data_of(ledger, "百日会战")
    assert (actual(data, "甲县"), row_of(data, "甲县")["indicators"][0]["target"]) == (2, 4)


def test_progress_shows_last_year_and_what_the_month_added(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "一")
    for day, amount in (("2023-02-01", "2亿"), ("2023-05-01", "8亿"), ("2024-02-28", "1亿"), ("2024-03-01", "3亿")):
        ledger.add("funds", project="一", amount=amount, received_on=day)
    with ledger.reader() as reader:
        result = progress.progress(reader, "2024Q1", TODAY)
    data: Any = json.loads(envelope(result, "en"))["data"]
    line = next(each for each in data["units"] if each["unit"] == "甲县" and each["metric"] == "funds")
    assert (line["actual"], line["last"], line["year_on_year"], line["added"]) == (4, 2, 1, 3)
    other = next(each for each in data["units"] if each["unit"] == "乙县" and each["metric"] == "funds")
    assert (other["actual"], other["last"], other["year_on_year"], other["added"]) == (0, None, None, 0)
    whole = next(each for each in data["city"] if each["metric"] == "funds")
    assert (whole["target"], whole["units_target"], whole["last"]) == (None, 20, 2)
    ledger.add("figure", unit="甲县", metric="funds", as_of_on="2023-03-31", value="5")
    ledger.add("figure", metric="funds", as_of_on="2023-03-31", value="471")
    with ledger.reader() as reader:
        data = json.loads(envelope(progress.progress(reader, "2024Q1", TODAY), "en"))["data"]
    assert next(each for each in data["units"] if each["unit"] == "甲县" and each["metric"] == "funds")["last"] == 5
    assert next(each for each in data["city"] if each["metric"] == "funds")["last"] == 471


def test_progress_on_a_terminal_is_a_screenful(ledger: Ledger) -> None:
    simple(ledger)
    project(ledger, "一")
    ledger.add("funds", project="一", amount="3亿", received_on="2024-02-01")
    with ledger.reader() as reader:
        result = progress.progress(reader, "2024Q1", TODAY)
    city_table, units = result.drawn
    assert len(city_table.rows) == len(result.tables) - 1
    place = [column.key for column in units.columns].index("funds")
    assert [row[place] for row in units.rows] == [Reached(Decimal("30.00"), True), Reached(Decimal("0.00"), False)]
    assert [shown(row[place], "zh") for row in units.rows] == ["30.00 ▲", "0.00 ▽"]


def test_an_unknown_unit_or_one_of_no_group_cannot_be_explained(ledger: Ledger) -> None:
    simple(ledger)
    ledger.add("unit", name="市商务局", group="department")
    with ledger.reader() as reader, pytest.raises(NotFound):
        explain.explain(reader, "2024Q1", "市商务局", TODAY)
    with ledger.reader() as reader, pytest.raises(NotFound):
        explain.explain(reader, "2024Q1", "丙县", TODAY)
