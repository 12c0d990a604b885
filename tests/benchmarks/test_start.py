"""How fast the program starts and answers on the example, against the least that such a program can cost."""

from __future__ import annotations

import shutil
import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.timing import NO_BOUND, TRACKER, Series, script, to_pipe, to_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

pytestmark = pytest.mark.slow

READING = (("project", "list"), ("progress", "2024"), ("board", "2024Q4"))
FLOOR = "floor (Typer, Rich, sqlite3, one table)"
ROUNDS = 21  # some stand a few hundredths below their bounds, and a round takes a second
# Into a pipe nothing of Rich is loaded; on a terminal it comes on top of what the command itself has to do.
BOUNDS = {"pipe": 1.5, "terminal": 1.8}


def test_the_version_costs_at_most_two_bare_interpreters() -> None:
    bare = (sys.executable, "-c", "pass")
    series = Series({"bare": lambda: to_pipe(bare), "version": lambda: to_pipe([*TRACKER, "--version"])}, ROUNDS)
    series.at_most(2.0, "version", "bare", "--version", "python -c pass")


def test_help_costs_little_more_than_a_bare_app() -> None:
    bare = script("bare_help", "--help")
    series = Series({"bare": lambda: to_pipe(bare), "help": lambda: to_pipe([*TRACKER, "--help"])})
    series.at_most(1.3, "help", "bare", "--help", "a bare Typer app's --help")


def _reading(database: Path, run: Callable[[Sequence[str]], str]) -> Series:
    """The reading commands, the floor and sqlite-utils over one database, in one series of rounds."""
    peer = script("sqlite_utils_rows", "rows", str(database), "unit", "-t")
    cases = {"floor": lambda: run(script("floor", str(database))), "sqlite-utils": lambda: run(peer)}
    for words in READING:
        command = [*TRACKER, "--db", str(database), "--today", "2025-01-15", *words]
        cases[" ".join(words)] = lambda command=command: run(command)  # type: ignore[misc]
    return Series(cases, ROUNDS)


@pytest.fixture(scope="module", params=["pipe", "terminal"])
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def series(place: str, example: Path) -> Series:
    return _reading(example, to_pipe if place == "pipe" else to_terminal)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_reading_command_stays_near_the_floor(series: Series, place: str, words: tuple[str, ...]) -> None:
    command = " ".join(words)
    series.at_most(BOUNDS[place], command, "floor", f"{command} ({place})", FLOOR)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_no_reading_command_is_slower_than_sqlite_utils(series: Series, place: str, words: tuple[str, ...]) -> None:
    command = " ".join(words)
    bound = 1.0 if place == "pipe" else NO_BOUND  # its table is plain text wherever it goes
    series.at_most(bound, command, "sqlite-utils", f"{command} ({place})", "sqlite-utils rows -t")


def test_a_writing_command_stays_near_the_floor(example: Path, tmp_path: Path) -> None:
    """One record added: read, checked, written with its journal, and the disk awaited."""
    database, numbers = tmp_path / "ledger.db", count()
    shutil.copy(example, database)

    def add() -> None:
        to_pipe([*TRACKER, "--db", str(database), "unit", "add", f"新区{next(numbers)}", "zone"])

    series = Series({"floor": lambda: to_pipe(script("floor", str(database))), "add": add})
    series.at_most(1.5, "add", "floor", "unit add (pipe)", FLOOR)


def test_what_is_timed_is_what_a_person_gets(example: Path) -> None:
    """A case that printed nothing, or drew no table on the terminal, would be fast for the wrong reason."""
    for words in READING:
        command = [*TRACKER, "--db", str(example), "--today", "2025-01-15", *words]
        assert "│" not in to_pipe(command)
        assert to_terminal(command).count("│") > 20
