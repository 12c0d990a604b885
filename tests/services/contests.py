"""The contest of the worked example and one of a single indicator, filled into a ledger, and what their boards hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.rules.scheme_texts import WORKED_INDICATORS, contest_head
from tests.services.ledger import TODAY, Ledger
from tracker.render.data import envelope
from tracker.services import boards
from tracker.services.boards import Wanted

if TYPE_CHECKING:
    import datetime

CONTEST = (
    contest_head("竞赛榜", "contest")
    + """\
[[groups]]
key = "county"
[[groups]]
key = "zone"

[metrics.funds]
label = { zh = "到位资金", en = "Funds" }
source = "funds"
unit = "亿元"
where = { recognition = ["recognised"], ring = ["foreign", "province", "city"] }
[metrics.started]
label = { zh = "新开工", en = "Starts" }
source = "milestones"
where = { stage = "started", recognition = ["recognised"], min_investment = { CNY = "1亿", USD = "1000万" } }
[metrics.signed]
label = { zh = "新签约", en = "Signed" }
source = "milestones"
where = { stage = "signed", min_investment = { CNY = "1亿" } }
[metrics.fdi]
label = { zh = "外资", en = "FDI" }
source = "figures"
unit = "万美元"
[metrics.trips]
label = { zh = "外出招商", en = "Trips" }
source = "visits"
where = { kind = ["outbound"], rank = ["county_first"] }

{indicators}
[[adjustments]]
key = "big_start"
label = { zh = "50亿以上新开工", en = "Big start" }
points = 2
max = 4
[[adjustments]]
key = "late"
label = { zh = "迟报", en = "Late" }
points = -0.5
[[adjustments]]
key = "false_report"
label = { zh = "弄虚作假", en = "False report" }
points = -5
""".replace("{indicators}", WORKED_INDICATORS)
)
ONE = """
key = "one"
name = "one"
year = 2024
[[groups]]
key = "county"
[metrics.funds]
source = "funds"
unit = "亿元"
[metrics.companies]
source = "organisations"
where = { lists = ["world500"] }
[metrics.met]
source = "organisations"
[metrics.people]
source = "visits"
measure = "people"
[metrics.leads]
source = "leads"
[metrics.projects]
source = "projects"
[metrics.fdi]
source = "figures"
unit = "万美元"
[[indicators]]
metric = "funds"
weight = 100
formula = "ratio"
"""
UNITS = {
    "甲县": ("county", "60", "33", "40", "18", "60", "36", "2000", "800", "24", "12"),
    "乙县": ("county", "50", "31", "30", "15", "50", "20", "1500", "900", "24", "9"),
    "丙市": ("county", "80", "36.1", "50", "27", "70", "35", "3000", "1500", "24", "14"),
    "丁区": ("zone", "40", "22", "25", "12", "30", "12", None, None, "12", "6"),
    "戊区": ("zone", "30", "12", "20", "11", "20", "10", "1000", "300", "12", "3"),
}


def data_of(
    ledger: Ledger,
    period: str,
    today: datetime.date = TODAY,
    *,
    scheme: str | None = None,
    group: str | None = None,
    metric: str | None = None,
) -> dict[str, Any]:
    """A board as its JSON has it."""
    with ledger.reader() as reader:
        result = boards.board(reader, period, today, Wanted(scheme=scheme, group=group, metric=metric))
        data: dict[str, Any] = json.loads(envelope(result, "zh"))["data"]
    return data


def row_of(data: dict[str, Any], unit: str) -> dict[str, Any]:
    """The row of a unit."""
    found: dict[str, Any] = next(row for group in data["groups"] for row in group["rows"] if row["unit"] == unit)
    return found


def actual(data: dict[str, Any], unit: str, metric: str = "funds") -> Any:
    """A unit's actual."""
    return next(each for each in row_of(data, unit)["indicators"] if each["metric"] == metric)["actual"]


def city(data: dict[str, Any], metric: str) -> dict[str, Any]:
    """The city's line of a metric."""
    found: dict[str, Any] = next(each for each in data["city"] if each["metric"] == metric)
    return found


def fill_worked_example(ledger: Ledger) -> None:
    """The first worked example of the rules, row by row."""
    ledger.load(CONTEST)
    with ledger.work() as work:
        for name, (group, *_) in UNITS.items():
            ledger.enter(work, "unit", {"name": name, "group": group})
        for name, (_, funds, _, started, _, signed, _, fdi, _, trips, _) in UNITS.items():
            targets = {"funds": funds, "started": started, "signed": signed, "fdi": fdi, "trips": trips}
            for metric, value in targets.items():
                if value is not None:
                    ledger.enter(work, "target", {"year": "2024", "unit": name, "metric": metric, "value": value})
        ledger.enter(work, "target", {"year": "2024", "metric": "到位资金", "value": "250"})
        own = {"甲县": "31.5", "丁区": "20.5"}
        for name, (_, _, funds, _, started, _, signed, _, fdi, _, trips) in UNITS.items():
            base = {"unit": name, "total_investment": "100亿"}
            ledger.enter(work, "project", {**base, "name": f"{name}资金"})
            receipt = {"project": f"{name}资金", "amount": f"{own.get(name, funds)}亿", "received_on": "2024-05-05"}
            ledger.enter(work, "funds", {**receipt, "ring": "province", "recognition": "recognised"})
            for n in range(int(started)):
                dates = {"started_on": "2024-04-01", "started_recognition": "recognised"}
                ledger.enter(work, "project", {**base, "name": f"{name}开工{n}", "total_investment": "1亿", **dates})
            for n in range(int(signed)):
                dates = {"signed_on": "2024-03-01", "agreement": "contract"}
                ledger.enter(work, "project", {**base, "name": f"{name}签约{n}", **dates})
            if fdi is not None:
                ledger.enter(work, "figure", {"unit": name, "metric": "fdi", "as_of_on": "2024-06-30", "value": fdi})
            for n in range(int(trips)):
                visit = {"unit": name, "start_on": f"2024-05-{n + 1:02}", "rank": "county_first"}
                ledger.enter(work, "visit", visit)
        flying = {
            "name": "飞地",
            "unit": "丁区",
            "introducers": "甲县",
            "money_share": "5:5",
            "total_investment": "10亿",
        }
        ledger.enter(work, "project", flying)
        receipt = {"project": "飞地", "amount": "3亿", "received_on": "2024-06-30", "ring": "city"}
        ledger.enter(work, "funds", {**receipt, "recognition": "recognised"})
        for unit, item in (("甲县", "big_start"), ("甲县", "迟报"), ("乙县", "弄虚作假")):
            ledger.enter(work, "adjustment", {"unit": unit, "item": item, "happened_on": "2024-05-01"})


def simple(ledger: Ledger, *, rates: str = "") -> None:
    """Two counties and a scheme of one indicator."""
    ledger.load(ONE + rates)
    ledger.add_all(
        ("unit", {"name": "甲县", "group": "county"}),
        ("unit", {"name": "乙县", "group": "county"}),
        ("target", {"year": "2024", "unit": "甲县", "metric": "funds", "value": "10"}),
        ("target", {"year": "2024", "unit": "乙县", "metric": "funds", "value": "10"}),
    )


def project(ledger: Ledger, name: str, **texts: str) -> str:
    """A project of 甲县 worth 100亿."""
    return ledger.add("project", **{"name": name, "unit": "甲县", "total_investment": "100亿", **texts})
