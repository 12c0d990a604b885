from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.services.contests import data_of, simple
from tests.services.ledger import TODAY, Ledger
from tracker.errors import BadUsage, NotFound, TrackerError
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services import recognition, targets
from tracker.services.recognition import Chosen
from tracker.services.what_if import Acts, what_if
from tracker.store.engine import Signature, working

if TYPE_CHECKING:
    from tracker.result import Result

ENTRY = Entry(TODAY)
RECOGNISED = """
[metrics.sure]
source = "funds"
unit = "亿元"
where = { recognition = ["recognised"] }
[metrics.started]
source = "milestones"
where = { stage = "started", recognition = ["recognised"] }
[metrics.signed]
source = "projects"
[[indicators]]
metric = "sure"
weight = 100
formula = "ratio"
"""


@pytest.fixture
def city(ledger: Ledger) -> Ledger:
    """Two counties that differ by what is recognised."""
    simple(ledger)
    ledger.load(
        'key = "one"\nname = "one"\nyear = 2024\n[[groups]]\nkey = "county"\n[metrics.leads]\nsource = "leads"\n'
        + RECOGNISED
    )
    for unit in ("甲县", "乙县"):
        ledger.add("target", year="2024", unit=unit, metric="sure", value="10")
        ledger.add("project", name=f"{unit}项目", unit=unit, total_investment="100亿")
    ledger.add("funds", project="甲县项目", amount="2亿", received_on="2024-02-01", recognition="recognised")
    ledger.add("funds", project="乙县项目", amount="3亿", received_on="2024-02-01")
    ledger.add("funds", project="乙县项目", amount="1亿", received_on="2024-03-01", recognition="approved")
    return ledger


def suppose(city: Ledger, **acts: tuple[str, ...]) -> Result:
    with working(city.path, Signature("tester", "what-if", "2025-01-10T00:00:00Z"), dry=True) as work:
        return what_if(work, "2024Q1", TODAY, Acts(**acts), ENTRY)


def places(result: Result) -> dict[str, tuple[int, int]]:
    data: Any = result.data
    return {each["unit"]: (each["rank_before"], each["rank_after"]) for each in data["moves"]}


@pytest.mark.parametrize(
    "texts",
    [("F2",), ("F1..F3",), ("f2、F3",), ("P2",), ("乙县项目",), ("unit:乙县 received:2024Q1",), ("all",), ("全部",)],
)
def test_ranks_if_receipts_were_recognised(city: Ledger, texts: tuple[str, ...]) -> None:
    before = Path(city.path).read_bytes()
    result = suppose(city, recognise=texts)
    assert places(result) == {"乙县": (2, 1), "甲县": (1, 2)}
    assert Path(city.path).read_bytes() == before


def test_it_comes_out_as_if_it_were_done(city: Ledger) -> None:
    supposed: Any = suppose(city, recognise=("F2..F3",), target=("甲县:sure=20",)).data
    with city.work() as work:
        recognition.decide(work, NOUNS["funds"], Chosen([2, 3]), "recognised", ENTRY, on=None, by=None, opinion=None)
        texts = {"year": "2024", "unit": "甲县", "metric": "sure", "value": "20"}
        targets.set_(work, NOUNS["target"], texts, ENTRY)
    done = {row["unit"]: (row["rank"], row["score"]) for row in data_of(city, "2024Q1")["groups"][0]["rows"]}
    assert {each["unit"]: (each["rank_after"], float(each["score_after"])) for each in supposed["moves"]} == done


def test_a_receipt_refused_and_a_stage_reached(city: Ledger) -> None:
    result: Any = suppose(city, refuse=("F1",), advance=("乙县项目:started=2024-03-05", "P1:signed=2024-01-20")).data
    figures = {(each["unit"], each["metric"]): (each["before"], each["after"]) for each in result["figures"]}
    assert figures[("甲县", "sure")] == (2, 0)
    assert figures[("乙县", "started")] == (0, 1)
    assert figures[("甲县", "signed")] == (0, 1)


def test_targets_of_the_city_and_of_an_issuer(city: Ledger) -> None:
    result: Any = suppose(city, target=("全市：到位=9".replace("到位", "sure"), "乙县:sure=1")).data
    figures = [(each["unit"], each["kind"], each["after"]) for each in result["figures"]]
    assert figures == [("乙县", "target", 1), (None, "target", 9)]


def test_nothing_that_moves_is_said(city: Ledger) -> None:
    result = suppose(city, recognise=("F1",))
    assert [each.code for each in result.messages] == ["writes_nothing", "nothing_moves"]


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ({}, BadUsage),
        ({"target": ("甲县",)}, BadUsage),
        ({"target": ("甲县:钱=5",)}, NotFound),
        ({"target": ("丙县:sure=5",)}, NotFound),
        ({"target": ("甲县:sure=五",)}, BadUsage),
        ({"advance": ("P1",)}, BadUsage),
        ({"advance": ("P1:飞=2024-01-01",)}, BadUsage),
        ({"recognise": ("U1",)}, NotFound),
        ({"recognise": ("F99",)}, NotFound),
        ({"recognise": ("甲县项目",)}, NotFound),
        ({"recognise": ("unit:丙县",)}, NotFound),
        ({"recognise": ("P99",)}, NotFound),
    ],
)
def test_what_cannot_be_supposed_is_refused(city: Ledger, acts: Any, error: type[TrackerError]) -> None:
    before = Path(city.path).read_bytes()
    with pytest.raises(error) as caught:
        suppose(city, **acts)
    assert caught.value.problem.hint
    for option in acts.keys() & {"target", "advance"}:
        assert caught.value.problem.place == f"--{option}"
    assert Path(city.path).read_bytes() == before
