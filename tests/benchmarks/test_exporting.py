"""What an export costs beside openpyxl writing the same cells, in time and in memory."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.timing import TRACKER, Series, script, to_pipe
from tracker.services.exports import Ledger
from tracker.store.reading import reading

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
BOUND = 1.2  # asked for; rows streamed past openpyxl take far less
FLAT = 12  # MiB that five times the rows may take more


def export(large: Path, target: Path, *sheets: str) -> list[str]:
    """The command line that exports some sheets of the large ledger."""
    chosen = [word for sheet in sheets for word in ("--sheet", sheet)]
    return [*TRACKER, "--db", str(large), "export", "-o", str(target), "--force", *chosen]


def test_an_export_is_no_dearer_than_openpyxl_writing_its_cells(large: Path, tmp_path: Path) -> None:
    with reading(str(large)) as reader:
        [page] = Ledger(reader, "zh").pages(("funds",))
        rows = [list(page.headings), *page.rows]
    cells = tmp_path / "rows.pickle"
    cells.write_bytes(pickle.dumps(rows))
    series = Series(
        {
            "export": lambda: to_pipe(export(large, tmp_path / "a.xlsx", "funds")),
            "openpyxl": lambda: to_pipe(script("write_cells", str(cells), str(tmp_path / "b.xlsx"))),
        },
        rounds=2,
    )
    print(f"export of {len(rows):,} rows: {series.least('export'):.1f} s of CPU")
    series.at_most(BOUND, "export", "openpyxl", "export of 100,000 rows", "openpyxl write-only of its cells")


def peak(command: list[str]) -> float:
    """The most memory, in MiB, that a process held."""
    return float(to_pipe(script("peak", *command)))


def test_memory_does_not_grow_with_the_rows(large: Path, tmp_path: Path) -> None:
    few = peak(export(large, tmp_path / "a.xlsx", "visit"))
    many = peak(export(large, tmp_path / "b.xlsx", "funds"))
    print(f"peak of 20,000 rows {few:.0f} MiB, of 100,000 rows {many:.0f} MiB")
    assert many - few < FLAT
