"""Reading a large workbook, against python-calamine reading the same file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.timing import FIGURES, Figure, Series, script, to_pipe

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

ROUNDS = 5
MOST_MB = 400


@pytest.fixture(scope="module", params=["shared", "inline"])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """100,000 rows × 15 columns: texts, numbers, days; texts shared as Excel writes them, or in the cells."""
    path: Path = tmp_path_factory.mktemp(request.param) / "台账.xlsx"
    to_pipe(script("large_book", str(path), request.param))
    return path


def test_reading_costs_little_more_than_calamine(large: Path) -> None:
    """Processor time of both processes, with their start and the check of the whole file."""
    series = Series(
        {
            "read": lambda: to_pipe(script("read_book", str(large))),
            "calamine": lambda: to_pipe(script("calamine_read", str(large))),
        },
        ROUNDS,
    )
    series.at_most(1.5, "read", "calamine", f"reading 100,000 × 15, {large.parent.name}", "calamine")


def test_memory_of_reading_is_held(large: Path) -> None:
    """The most that the program and the process that reads take, one after the other and together."""
    mine, child = (int(number) // 1024 for number in to_pipe(script("read_book", str(large))).split())
    FIGURES.append(Figure(f"MB of reading {large.parent.name}", mine, child, MOST_MB, "of the program, of its reader"))
    assert mine + child < MOST_MB
