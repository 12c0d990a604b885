from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.ledger import TODAY, Ledger
from tests.services.random_ledgers import BOARDS, a_ledger, a_question
from tracker.errors import BadUsage, NotFound, Refused
from tracker.render.data import envelope
from tracker.rules.nouns import NOUNS
from tracker.services import contest
from tracker.services.explain import behind
from tracker.services.why_not import COUNTS, why_not
from tracker.words import text

if TYPE_CHECKING:
    from tracker.store.reading import Reader

SCHEME = """
key = "s"
name = "s"
year = 2024
[[groups]]
key = "county"
[metrics.funds]
source = "funds"
unit = "亿元"
where = { recognition = ["recognised"], ring = ["province"], kind = ["fixed"], investment = ["domestic"] }
[metrics.started]
source = "milestones"
where = { stage = "started", min_investment = { CNY = "1亿" }, chain = ["轴承"], tag = ["重点"] }
[metrics.signed]
source = "projects"
[metrics.met]
source = "organisations"
where = { kind = ["outbound"], lists = ["world500"] }
[metrics.trips]
source = "visits"
where = { rank = ["county_first"] }
[metrics.leads]
source = "leads"
where = { channel = ["park"] }
[metrics.fdi]
source = "figures"
unit = "万美元"
[[indicators]]
metric = "funds"
weight = 100
formula = "ratio"
"""


@pytest.fixture
def city(ledger: Ledger) -> Ledger:
    """Two counties, a unit of no group, a chain and a company."""
    ledger.load(SCHEME)
    ledger.add_all(
        ("unit", {"name": "甲县", "group": "county"}),
        ("unit", {"name": "乙县", "group": "county"}),
        ("unit", {"name": "局", "group": "elsewhere"}),
        ("chain", {"name": "轴承"}),
        ("company", {"name": "厂", "lists": "world500"}),
        ("company", {"name": "小厂"}),
    )
    return ledger


def project(city: Ledger, **texts: str) -> str:
    return city.add("project", **{"name": "项目", "unit": "甲县", "total_investment": "2亿", **texts})


def receipt(city: Ledger, **texts: str) -> str:
    good = {"received_on": "2024-02-01", "ring": "province", "kind": "fixed", "recognition": "recognised"}
    return city.add("funds", **{"project": "项目", "amount": "5000万", **good, **texts})


def ask(city: Ledger, record: str, period: str = "2024Q1") -> dict[str, Any]:
    """What every metric says of a record, by metric; of several rows the last."""
    with city.reader() as reader:
        data = json.loads(envelope(why_not(reader, period, record, TODAY), "en"))["data"]
    return {each["metric"]: each for each in data["metrics"]}


def keys(city: Ledger, record: str, metric: str, period: str = "2024Q1") -> list[str]:
    return [each["key"] for each in ask(city, record, period)[metric]["reasons"]]


def test_what_counts_is_said_with_whom_it_counts_for(city: Ledger) -> None:
    project(city, introducers="乙县", money_share="4:6")
    found = ask(city, receipt(city))
    assert found["funds"]["counts"]
    assert found["funds"]["credits"] == [
        {"unit": "甲县", "counted": 0.3, "note": None},
        {"unit": "乙县", "counted": 0.2, "note": None},
    ]
    assert [each["reasons"][0]["key"] for key, each in found.items() if key != "funds"] == ["source"] * 6


@pytest.mark.parametrize(
    ("texts", "key", "value", "needed"),
    [
        ({"recognition": "reported"}, "recognition", "reported", ["recognised"]),
        ({"ring": "county"}, "ring", "county", ["province"]),
        ({"kind": "working"}, "kind", "working", ["fixed"]),
        ({"received_on": "2023-12-20"}, "earlier_year", "2023-12-20", "2024-01-01 to 2024-03-31"),
        ({"received_on": "2024-04-01"}, "later", "2024-04-01", "2024-01-01 to 2024-03-31"),
        ({"received_on": "2024"}, "imprecise", "2024", "2024-01-01 to 2024-03-31"),
        ({"amount": "100万美元"}, "currency", "USD", "CNY, or a rate of USD in the scheme's [rates]"),
    ],
)
def test_why_a_receipt_does_not_count(
    city: Ledger, texts: dict[str, str], key: str, value: str, needed: object
) -> None:
    project(city)
    found = ask(city, receipt(city, **texts))["funds"]
    assert not found["counts"]
    [reason] = found["reasons"]
    assert (reason["key"], reason["value"], reason["needed"]) == (key, value, needed)


def test_all_that_speaks_against_a_receipt_is_said(city: Ledger) -> None:
    project(city, investment="foreign", status="withdrawn", status_reason="停")
    assert keys(city, receipt(city, ring="city", recognition="reported"), "funds") == [
        "status",
        "recognition",
        "ring",
        "investment",
    ]


@pytest.mark.parametrize(
    ("texts", "reasons"),
    [
        ({"started_on": "2024-02-01", "chain": "轴承", "tags": "重点"}, []),
        ({}, ["reached"]),
        ({"started_on": "2024-02-01"}, ["chain", "tag"]),
        (
            {"started_on": "2024-02-01", "chain": "轴承", "tags": "重点", "total_investment": "9999万"},
            ["min_investment"],
        ),
        ({"started_on": "2023-02-01", "chain": "轴承", "tags": "重点"}, ["earlier_year"]),
    ],
)
def test_why_a_start_does_not_count(city: Ledger, texts: dict[str, str], reasons: list[str]) -> None:
    assert keys(city, project(city, **texts), "started") == reasons


def test_a_letter_of_intent_is_no_signing(city: Ledger) -> None:
    [reason] = ask(city, project(city, signed_on="2024-02-01", agreement="intent"))["signed"]["reasons"]
    assert (reason["key"], reason["value"], reason["needed"]) == ("agreement", "intent", ["contract"])


def test_a_milestone_of_another_stage_is_another_thing(city: Ledger) -> None:
    project(city, started_on="2024-02-01")
    assert keys(city, "M1", "signed") == ["stage"]


def test_why_a_visit_does_not_count(city: Ledger) -> None:
    city.add("visit", unit="甲县", start_on="2024-02-01", companies="小厂", kind="tea", rank="county")
    city.add("visit", unit="局", start_on="2024-02-01", companies="小厂、厂", rank="county_first")
    city.add("visit", unit="甲县", start_on="2024-02-01")
    assert keys(city, "V1", "met") == ["kind", "lists"]
    assert keys(city, "V1", "trips") == ["rank"]
    assert keys(city, "V3", "met") == ["lists", "met"]
    found = ask(city, "V2")["met"]
    assert found["counts"]
    assert found["credits"][0]["counted"] == 1
    assert "no group" in found["credits"][0]["note"]


def test_a_lead_and_a_removed_receipt(city: Ledger) -> None:
    city.add("lead", name="线索", unit="甲县", received_on="2024-02-01", channel="door")
    assert keys(city, "线索", "leads") == ["channel"]
    project(city)
    receipt(city)
    with city.work() as work:
        from tracker.services import records

        records.remove(work, NOUNS["funds"], [1])
    assert keys(city, "F1", "funds") == ["removed"]


def test_an_indicator_that_the_group_has_not_is_noted(city: Ledger) -> None:
    found = ask(city, project(city, signed_on="2024-02-01", agreement="contract"))["signed"]
    assert "indicators" in found["credits"][0]["note"]


def test_all_receipts_of_a_project_are_told_in_both_languages(city: Ledger) -> None:
    project(city)
    for day in ("2024-02-01", "2024-05-01"):
        receipt(city, received_on=day)
    with city.reader() as reader:
        result = why_not(reader, "2024Q1", "项目", TODAY)
    assert [row[1] for row in result.tables[0].rows][:2] == ["F1", "F2"]
    assert "晚于统计期" in text(result.tables[0].rows[1][4], "zh")
    assert "after the window" in text(result.tables[0].rows[1][4], "en")


def test_what_no_metric_counts_and_what_is_not_there(city: Ledger) -> None:
    with city.reader() as reader:
        with pytest.raises(BadUsage):
            why_not(reader, "2024Q1", "U1", TODAY)
        with pytest.raises(NotFound):
            why_not(reader, "2024Q1", "F9", TODAY)


@pytest.mark.slow
@settings(BOARDS, max_examples=40)
@given(st.integers(0, 2**32))
def test_it_says_what_the_board_does(seed: int) -> None:
    """Of every record and metric of a random ledger: it counts as much, and for whom, as it stands behind a figure."""
    random = Random(seed)
    with a_ledger(random) as (ledger, toml):
        question = a_question(random, toml)
        with ledger.reader() as reader:
            try:
                ground = contest.prepare(reader, question.period, question.asked.today)
            except Refused:
                return
            for noun in set(COUNTS.values()):
                for (id_,) in reader.rows(f"SELECT id FROM {noun} ORDER BY id LIMIT 12"):
                    number = NOUNS[noun].number(id_)
                    told: Any = why_not(reader, question.period, number, question.asked.today).data
                    for line in told["metrics"]:
                        check(reader, ground, line, number)


def check(reader: Reader, ground: contest.Ground, line: Any, number: str) -> None:
    metric = ground.scheme.metrics[line["metric"]]
    if line["record"] is None or metric.source == "organisations":
        return
    stands = {
        unit.name: row.worth
        for unit in ground.units
        for row in behind(reader, ground, metric, unit.id)
        if row.number == number and row.worth is not None
    }
    told = {each["unit"]: each["counted"] for each in line["credits"] if not each["unit"].startswith("U")}
    assert line["counts"] or not stands, (number, metric)
    assert set(told) == set(stands), (number, metric, line)
    assert all(abs(Fraction(told[unit]) - worth) < Fraction(1, 10**9) for unit, worth in stands.items())
