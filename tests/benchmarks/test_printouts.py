"""How long each printout of a quarter takes on the example, whole process; README's table has these figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.timing import TRACKER, Series, to_pipe

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
PRINTOUTS = ("xlsx", "html", "docx", "md")
MOST = 4.0  # seconds of CPU, several times what it takes: nobody waits longer without asking


def test_how_long_each_printout_takes(example: Path, tmp_path: Path) -> None:
    board = [*TRACKER, "--db", str(example), "board", "2024Q2"]
    lines = {ending: [*board, "-o", str(tmp_path / f"a.{ending}"), "--force"] for ending in PRINTOUTS}
    cases = {name: partial(to_pipe, line) for name, line in (lines | {"(to a pipe)": board}).items()}
    series = Series(cases, rounds=5)
    for name in cases:
        print(f"board 2024Q2 {name}: {series.least(name):.2f} s of CPU")
    assert all(series.least(name) < MOST for name in cases)
