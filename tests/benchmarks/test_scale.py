"""A board of 20,000 projects and 100,000 receipts, against the same figures by the best SQL written by hand."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.benchmarks import by_hand
from tests.benchmarks.timing import HERE, ROUNDS, TRACKER, Series, peak_megabytes, script, to_pipe

if TYPE_CHECKING:
    from pathlib import Path

FEN_IN_YI = 10**10
PERIODS = {"2024Q4": 0, "2024Q3": 1}  # which window of the hand-written figures


def _board(database: Path, period: str) -> Any:
    command = [*TRACKER, "--db", str(database), "--today", "2025-01-15", "board", period, "-f", "json"]
    return json.loads(to_pipe(command), parse_float=Decimal, parse_int=Decimal)["data"]


def _agrees(database: Path, period: str) -> int:
    """Assert that a board and the hand-written SQL have the same figures; how many there were."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    found = by_hand.measured(connection, "2024-01-01", "2024-12-31", "2024-09-30")
    connection.close()
    units, city = found.units[PERIODS[period]], found.city[PERIODS[period]]
    board = _board(database, period)
    actual = {
        (row["unit_id"], cell["metric"]): cell["actual"]
        for group in board["groups"]
        for row in group["rows"]
        for cell in row["indicators"]
    }
    wanted = {(id_, key): _in_unit(key, units[key][int(id_[1:])]) for id_, key in actual}
    assert actual == wanted
    totals = {line["metric"]: line["actual"] for line in board["city"]}
    assert totals == {key: _in_unit(key, city[key]) for key in totals}
    return len(actual) + len(totals)


def _in_unit(metric: str, value: float) -> Decimal:
    """A hand-written figure in the unit of its metric: money in 亿元."""
    return Decimal(value) / (FEN_IN_YI if metric == "funds" else 1)


@pytest.mark.parametrize("period", PERIODS)
def test_a_small_board_has_the_figures_of_sql_written_by_hand(small: Path, period: str) -> None:
    assert _agrees(small, period) == 128


@pytest.mark.slow
@pytest.mark.parametrize("period", PERIODS)
def test_a_large_board_has_the_figures_of_sql_written_by_hand(large: Path, period: str) -> None:
    assert _agrees(large, period) == 128


def _board_and_sql(database: Path, rounds: int = ROUNDS) -> Series:
    """The board, a table drawn, the hand-written SQL, and the bare interpreter that is no part of the SQL."""
    by_sql = (sys.executable, str(HERE / "by_hand.py"), str(database))
    bare = (sys.executable, "-c", "import sqlite3, sys, collections, typing")
    cases = {"board": _command(database), "sql": by_sql, "bare": bare, "floor": script("floor", str(database))}
    return Series({name: partial(to_pipe, command) for name, command in cases.items()}, rounds)


def _command(database: Path) -> list[str]:
    return [*TRACKER, "--db", str(database), "--today", "2025-01-15", "board", "2024Q4"]


@pytest.mark.slow
def test_a_large_board_costs_little_more_than_its_sql(large: Path) -> None:
    """The floor draws a table; the hand-written SQL is what its own process takes beyond a bare interpreter."""
    what, floor = "board 2024Q4 of 20,000 projects (pipe)", {"floor": 1, "sql": 1, "bare": -1}
    _board_and_sql(large).at_most(1.5, "board", floor, what, "floor + hand-written SQL")


@pytest.mark.slow
def test_a_published_board_prints_at_the_price_of_the_floor(large: Path, tmp_path: Path) -> None:
    """Whatever the size of the ledger: its 100,000 receipts stand behind the line that is read, not in it."""
    database = tmp_path / "tracker.db"
    shutil.copy2(large, database)
    board = [*TRACKER, "--db", str(database), "--today", "2025-01-15", "board"]
    to_pipe([*board, "publish", "2024Q4", "--yes"])
    shown = [*board, "show", "2024Q4", "--published"]
    floor = script("floor", str(database))
    series = Series({"published": lambda: to_pipe(shown), "floor": lambda: to_pipe(floor)})
    series.at_most(1.5, "published", "floor", "board show 2024Q4 --published, 20,000 projects", "floor")


@pytest.mark.slow
@pytest.mark.parametrize("period", PERIODS)
def test_a_huge_board_has_the_figures_of_sql_written_by_hand(huge: Path, period: str) -> None:
    assert _agrees(huge, period) == 128


@pytest.mark.slow
def test_a_huge_board_costs_little_more_than_its_sql(huge: Path) -> None:
    what, floor = "board 2024Q4 of 1,000,000 projects (pipe)", {"floor": 1, "sql": 1.3, "bare": -1.3}
    _board_and_sql(huge, 7).at_most(1.0, "board", floor, what, "floor + 1.3 × hand-written SQL")


@pytest.mark.slow
def test_a_huge_board_fits_into_200_megabytes(huge: Path) -> None:
    assert peak_megabytes(_command(huge)) < 200
