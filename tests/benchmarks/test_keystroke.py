"""How soon the menu of names stands below the answer after each key, among 20,000 projects and 5,000 companies."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks import ledger
from tests.terminal import BACKSPACE, ENTER, Seat

if TYPE_CHECKING:
    from pathlib import Path

SIZE = ledger.LARGE._replace(receipts=0, visits=0, companies=5_000)
VISIBLE = 0.1  # seconds: what comes sooner is felt as at once


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of many names and little else."""
    path = tmp_path_factory.mktemp("names") / "tracker.db"
    ledger.fill(path, SIZE)
    return path


def drawn_after(seat: Seat, keys: str) -> list[float]:
    """The seconds from each key to what it draws, which is drawn at once."""
    seconds = []
    for key in keys:
        time.sleep(0.1)
        start = time.perf_counter()
        seat.types(key)
        before = len(seat.raw)
        while len(seat.raw) == before:
            seat.looks()
        seconds.append(time.perf_counter() - start)
    return seconds


@pytest.mark.slow
def test_a_key_is_answered_without_a_visible_lag(names: Path) -> None:
    with Seat("lead", "add", TRACKER_DB=str(names), TRACKER_TODAY="2025-01-15") as seat:
        seat.sees("线索名称：")
        seat.types("新线索", ENTER, "U1", ENTER)
        seat.sees("企业（可不填）：")
        companies = drawn_after(seat, "企业012" + BACKSPACE * 3 + "99")
    with Seat("funds", "add", TRACKER_DB=str(names), TRACKER_TODAY="2025-01-15") as seat:
        seat.sees("项目：")
        projects = drawn_after(seat, "项目012345" + BACKSPACE * 4 + "99")
        seat.sees("项目019900")
    for what, seconds in (("companies", companies), ("projects", projects)):
        print(f"\n{what}: median {median(seconds) * 1000:.0f} ms a key, longest {max(seconds) * 1000:.0f} ms")
    assert median(projects + companies) < VISIBLE
