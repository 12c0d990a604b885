"""Every statement behind a board finds its rows in the board's indexes; none reads a fact table from end to end."""

from __future__ import annotations

import datetime
import re
import sqlite3
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.rules.scheme_reading import parse_scheme
from tracker.services.selection import read
from tracker.store.behind import rows_behind
from tracker.store.figures import Span, measure
from tracker.store.listing import select
from tracker.store.reading import Reader, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tracker.rules.schemes import Metric

# One metric for every kind of statement that figures.py and behind.py write, with every condition that it knows.
METRICS = """
key = "plans"
year = 2024
name = { zh = "计划", en = "Plans" }
[rates]
USD = "7.10"
[[groups]]
key = "county"
label = { zh = "县", en = "Counties" }
[[indicators]]
metric = "funds"
weight = 100
formula = "ratio"
[metrics.funds]
label = { zh = "资金", en = "Funds" }
source = "funds"
measure = "amount"
unit = "亿元"
where = { recognition = ["recognised"], ring = ["province", "city"], kind = ["fixed"], evidence = ["bank"] }
[metrics.contracted]
label = { zh = "合同额", en = "Contracted" }
source = "milestones"
measure = "amount"
unit = "亿元"
where = { stage = "signed", channel = ["park"], tag = ["重点"] }
[metrics.started]
label = { zh = "开工", en = "Started" }
source = "milestones"
measure = "count"
unit = "个"
where = { stage = "started", min_investment = { CNY = "1亿", USD = "1000万" }, investment = ["domestic"] }
[metrics.distinct]
label = { zh = "项目", en = "Projects" }
source = "projects"
measure = "distinct"
unit = "个"
where = { chain = ["装备制造"] }
[metrics.trips]
label = { zh = "次", en = "Trips" }
source = "visits"
measure = "count"
unit = "次"
where = { kind = ["outbound"], rank = ["county_first"], campaign = ["百日会战"] }
[metrics.people]
label = { zh = "人次", en = "People" }
source = "visits"
measure = "people"
unit = "人次"
[metrics.met]
label = { zh = "企业", en = "Companies" }
source = "organisations"
measure = "distinct"
unit = "家"
where = { kind = ["outbound"] }
[metrics.listed]
label = { zh = "500强", en = "Listed" }
source = "organisations"
measure = "distinct"
unit = "家"
where = { lists = ["world500", "china500"], company_kind = ["enterprise"] }
[metrics.leads]
label = { zh = "线索", en = "Leads" }
source = "leads"
measure = "count"
unit = "条"
where = { channel = ["park"] }
"""
YEAR = Span(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
BEFORE = Span(datetime.date(2024, 1, 1), datetime.date(2024, 9, 30))
FACTS = {"funds": "f", "milestone": "m", "visit": "v", "lead": "l"}
METRIC_OF = parse_scheme(METRICS).metrics


class Explaining(Reader):
    """A reader that keeps the plan of every statement it runs."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.plans: dict[str, list[str]] = {}

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        self._explain(sql, values)
        return super().rows(sql, values)

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        self._explain(sql, values)
        return super().row(sql, values)

    def _explain(self, sql: str, values: Sequence[Any] | dict[str, Any]) -> None:
        self.plans[sql] = [row[3] for row in self._connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


@pytest.fixture
def explaining(small: Path) -> Iterator[Explaining]:
    connection = sqlite3.connect(f"{small.as_uri()}?mode=ro", uri=True)
    yield Explaining(connection)
    connection.close()


@pytest.mark.parametrize("metric", METRIC_OF.values(), ids=lambda metric: metric.key)
def test_every_fact_table_is_searched_by_its_board_index(explaining: Explaining, metric: Metric) -> None:
    measure(explaining, metric, [YEAR, BEFORE], {})
    assert len(explaining.plans) >= 2  # the figure, and what a vague date leaves out
    for sql, plan in explaining.plans.items():
        for table, alias in FACTS.items():
            steps = [step for step in plan if re.match(rf"(SEARCH|SCAN) {alias}\b", step)]
            assert all(step.startswith("SEARCH") for step in steps), (sql, plan)
            assert all(f"ix_{table}_board" in step or f"ix_{table}_imprecise" in step for step in steps), (sql, plan)
        assert not any("count(DISTINCT)" in step for step in plan), (sql, plan)
        # All companies of a kind tried at every visit took half a second where the visits' own companies take 20 ms.
        assert not any(step.startswith("SEARCH vc") and "company_id=?" in step for step in plan), (sql, plan)


@pytest.mark.parametrize("metric", METRIC_OF.values(), ids=lambda metric: metric.key)
def test_the_rows_behind_a_figure_are_found_without_reading_all(explaining: Explaining, metric: Metric) -> None:
    rows_behind(explaining, metric, 1, YEAR)
    assert explaining.plans
    for sql, plan in explaining.plans.items():
        assert not any(re.match(r"SCAN [fmvl]\b", step) for step in plan), (sql, plan)


def test_a_whole_board_asks_a_fixed_number_of_questions(small: Path) -> None:
    """The number of statements must not grow with projects, units or receipts: two or three a metric."""
    from tracker.services import boards

    asked: list[str] = []
    with reading(str(small)) as reader:
        reader._connection.set_trace_callback(asked.append)
        boards.board(reader, "2024Q4", datetime.date(2025, 1, 15))
    assert len(asked) < 50


LISTS: dict[str, tuple[str, ...]] = {
    "project": ("unit:单位03", "stage:signed..started", "signed:2024Q1", "^started:-", "funds:>=1亿", "group:county"),
    "funds": ("unit:单位03", "project.stage:started..", "group:county", "单位"),
    "visit": ("companies.kind:association", "group:county", "企业"),
}


@pytest.mark.parametrize("noun", LISTS)
def test_a_condition_reads_another_table_once_or_by_an_index(explaining: Explaining, noun: str) -> None:
    entry = Entry(datetime.date(2025, 1, 15))
    for text in LISTS[noun]:
        explaining.plans.clear()
        select(explaining, read(explaining, NOUNS[noun], [text], entry))
        [plan] = [plan for sql, plan in explaining.plans.items() if f"FROM {noun} WHERE" in sql]
        within = [after for step, after in pairwise(plan) if step.startswith("CORRELATED")]
        assert all(step.startswith("SEARCH") for step in within), (text, plan)
