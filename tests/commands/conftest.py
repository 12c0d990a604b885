"""What tests of commands share: a city with a published board."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import IO, TYPE_CHECKING

import pytest

from tests.conftest import quietly
from tracker.sheets import reader

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.fixture(scope="session")
def _out(tmp_path_factory: pytest.TempPathFactory, _city: Path) -> Path:
    path = tmp_path_factory.mktemp("out") / "tracker.db"
    shutil.copy2(_city, path)
    quietly(path, (("funds", "recognise", "F1"), ("board", "publish", "2024Q1", "--yes")))
    return path


@pytest.fixture
def out(desk: Runner, _out: Path) -> Runner:
    """The small city with its first quarter published."""
    shutil.copy2(_out, desk.database)
    return desk
