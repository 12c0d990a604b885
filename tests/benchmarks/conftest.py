"""The databases that the benchmarks read, and the table of figures at the end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.benchmarks import ledger, timing

collect_ignore = ["scripts"]  # they run as they are loaded


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Liaocheng year."""
    path = tmp_path_factory.mktemp("example") / "tracker.db"
    timing.to_pipe([*timing.TRACKER, "--db", str(path), "demo"])
    return path


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred projects, for what does not depend on how many there are."""
    path = tmp_path_factory.mktemp("small") / "tracker.db"
    ledger.fill(path, ledger.SMALL)
    return path


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """20,000 projects, 100,000 milestones, 100,000 receipts and 20,000 visits over three years."""
    path = tmp_path_factory.mktemp("large") / "tracker.db"
    ledger.fill(path, ledger.LARGE)
    return path


@pytest.fixture(scope="session")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty times that: 1,000,000 projects and visits, 5,000,000 receipts; minutes and gigabytes, so only if asked.

    `TRACKER_HUGE=1` makes one for this run; a path keeps it there for the next.
    """
    asked = os.environ.get("TRACKER_HUGE")
    if not asked:
        pytest.skip("TRACKER_HUGE is not set: a database of several gigabytes takes minutes to make")
    path = tmp_path_factory.mktemp("huge") / "tracker.db" if asked == "1" else Path(asked)
    if not path.exists():
        ledger.fill(path, ledger.LARGE)
        ledger.multiply(path, ledger.LARGE, ledger.TIMES)
    return path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every ratio that was measured beside its bound."""
    if timing.FIGURES:
        terminalreporter.section("benchmarks")
        terminalreporter.write_line(timing.HEADING)
        for figure in timing.FIGURES:
            terminalreporter.write_line(str(figure))
