"""Loading the example's workbook, against openpyxl reading its cells."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.timing import HERE, NO_BOUND, TRACKER, Series, script, to_pipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

BOOK = HERE.parents[1] / "examples" / "liaocheng-2024.xlsx"
ROUNDS = 7


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Path]:
    """Names of databases that are not there yet."""
    return (tmp_path / f"{number}.db" for number in range(10_000))


def test_the_demo_costs_little_more_than_reading_its_cells(fresh: Iterator[Path], example: Path) -> None:
    """The floor: the start of any command, an empty database made, and every cell read in openpyxl's read-only mode.

    By the clock on the wall: the demo reads its workbook beside the making of the database.
    """
    series = Series(
        {
            "demo": lambda: to_pipe([*TRACKER, "--db", str(next(fresh)), "demo"]),
            "load": lambda: to_pipe(script("least_load", str(BOOK), str(next(fresh)))),
            "floor": lambda: to_pipe(script("floor", str(example))),
        },
        ROUNDS,
        perf_counter,
    )
    floor = {"load": 1, "floor": 1}
    series.at_most(1.5, "demo", floor, "demo, by the clock", "init + openpyxl reading all cells + floor")


def test_rows_a_second_of_an_import_are_reported(fresh: Iterator[Path]) -> None:
    """No bound of its own: the table of figures shows how import stands to openpyxl's reading of the same rows."""
    rows = int(to_pipe(script("read_cells", str(BOOK))))

    def load() -> None:
        to_pipe([*TRACKER, "--db", str(next(fresh)), "demo"])

    series = Series({"demo": load, "read": lambda: to_pipe(script("read_cells", str(BOOK)))}, 3)
    assert rows > 1_000
    for name in ("demo", "read"):
        rate = f"{name} ({rows / series.least(name):,.0f} rows/s)"
        series.at_most(NO_BOUND, name, "read", rate, "openpyxl reading the workbook")
