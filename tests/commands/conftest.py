"""What tests of commands share: a city with a published board."""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING

import pytest

from tracker.sheets import reader

if TYPE_CHECKING:
    from tests.conftest import Runner

APART = (
    "test_reading_files",
    "test_import_safety",
)  # read in a process of its own, as the program does


class Here:
    """Stands for the process that reads a file, and does its work in this one: a start of Python costs more than it."""

    def __init__(self, file: IO[bytes]) -> None:
        from tracker.sheets.child import told

        self.stdout, self.stderr = BytesIO(b"".join(told(file))), BytesIO()

    def kill(self) -> None:
        """It has ended."""

    wait = communicate = kill


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read workbooks in this process, but where reading is what is tested."""
    if request.module.__name__.rpartition(".")[2] not in APART:
        monkeypatch.setattr(reader, "_start", Here)


@pytest.fixture
def out(city: Runner) -> Runner:
    """The small city with its first quarter published."""
    city.ok("funds", "recognise", "F1")
    city.ok("board", "publish", "2024Q1", "--yes")
    return city
