"""How fast a list with conditions and a search answer over 20,000 projects, against the floor of the start-up."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from tests.benchmarks.timing import TRACKER, Series, script, to_pipe

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

FLOOR: Final = "floor (Typer, Rich, sqlite3, one table)"
BOUND: Final = 1.5
DEAR: Final = {"half of all": 1.7}  # each of 12,000 projects is looked up at two of its stages, sorted and added up
LISTS: Final[dict[str, tuple[str, ...]]] = {
    "one unit's": (
        "project", "list", "unit:单位03", "stage:signed..", "amount:>=1亿", "^tag:重点", "signed:2024",
        "--sort", "-amount,name",
    ),
    "half of all": (
        "project", "list", "stage:started..", "amount:>=1亿", "signed:2022..", "--sort", "-amount,name",
    ),
    "receipts": ("funds", "list", "unit:单位03", "received:2024", "ring:省外", "--sort", "-amount"),
    "a word": ("project", "list", "0001", "--sort", "-signed"),
    "find": ("find", "000123"),
}  # fmt: skip


def command(database: Path, words: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return (*TRACKER, "--db", str(database), "--today", "2025-01-15", *words, "--limit", "50", *more)


@pytest.fixture(scope="module")
def series(large: Path) -> Series:
    commands = {name: command(large, words) for name, words in LISTS.items()}
    commands["floor"] = script("floor", str(large))
    return Series({name: partial(to_pipe, words) for name, words in commands.items()})


@pytest.mark.parametrize("name", LISTS)
def test_conditions_over_a_large_ledger_stay_near_the_floor(series: Series, name: str) -> None:
    what = f"{name}: {' '.join(LISTS[name][:2])} of 20,000 projects"
    series.at_most(DEAR.get(name, BOUND), name, "floor", what, FLOOR)


def test_what_is_timed_finds_something(large: Path) -> None:
    counts = {name: json.loads(to_pipe(command(large, words, "-f", "json"))) for name, words in LISTS.items()}
    totals = {name: said["data"]["totals"]["count"] for name, said in counts.items()}
    assert totals["half of all"] > 5_000
    assert all(totals.values()), totals
