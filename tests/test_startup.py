"""What a command loads: a reading command stays with the standard library, Typer and, on a terminal, Rich."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Runner

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "openpyxl", "pydantic", "prompt_toolkit")
PROGRAM = """
import sys
from tracker.cli import main
code = main(sys.argv[1:])
print("LOADED", code, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded(*argv: str) -> tuple[int, set[str]]:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *argv],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    mark, code, *names = ran.stderr.splitlines()[-1].split()
    assert mark == "LOADED"
    return int(code), set(names)


LINES: tuple[tuple[str, ...], ...] = (
    ("--help",),
    ("project", "--help"),
    ("project", "list"),
    ("project", "show", "P1"),
    ("project", "list", "-f", "json"),
    ("funds", "list", "--sort", "-amount"),
    ("scheme", "list"),
    ("scheme", "show", "contest-2024"),
    ("log",),
    ("log", "--record", "P1"),
    ("show", "F1"),
    ("show", "P1"),
    ("agenda",),
    ("check",),
    ("why", "P1", "name"),
    ("board",),
    ("board", "-o", "board.html"),
    ("board", "list"),
    ("board", "verify"),
    ("board", "why-not", "2024Q1", "P1"),
    ("progress",),
    ("unit", "show", "gx"),
    ("completion", "show", "bash"),
    ("__complete", "bash", "tracker project list unit:gx"),
)


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_reading_loads_nothing_heavy(city: Runner, line: tuple[str, ...]) -> None:
    code, names = loaded(*line)
    assert code == 0
    assert names.isdisjoint(HEAVY)
    assert "rich" not in names


@pytest.mark.parametrize("line", [("unit", "show", "U99"), ("wombat",), ("project", "list", "--wombat")])
def test_failing_loads_nothing_heavy(city: Runner, line: tuple[str, ...]) -> None:
    code, names = loaded(*line)
    assert code in (2, 3)
    assert names.isdisjoint(HEAVY)


def test_the_version_loads_nothing_at_all() -> None:
    code, names = loaded("--version")
    assert code == 0
    assert names.isdisjoint({*HEAVY, "typer", "click", "rich", "sqlite3", "datetime"})


def test_writing_loads_nothing_heavy(city: Runner) -> None:
    """The models lay out the tables; a record is written by the standard library's own `sqlite3`."""
    code, names = loaded("unit", "add", "高唐县", "county")
    assert code == 0
    assert names.isdisjoint({*HEAVY, "pypinyin"})


@pytest.mark.parametrize(
    "line", [("project", "list"), ("project", "show", "P1"), ("show", "F1"), ("agenda",), ("check",), ("board",)]
)
def test_reading_loads_nothing_of_writing(city: Runner, line: tuple[str, ...]) -> None:
    program = f"""
import sys
from tracker.cli import main
main({list(line)!r})
written = {{"tracker.store.engine", "tracker.store.models", "tracker.services.records", "tracker.services.entry"}}
sys.exit(bool(written & set(sys.modules)))
"""
    subprocess.run([sys.executable, "-c", program], capture_output=True, env=os.environ.copy(), check=True)


PRINTED: dict[str, tuple[set[str], set[str]]] = {
    "a.xlsx": ({"openpyxl", "tracker.render.book"}, {"docx", "rich", "tracker.render.html", "tracker.render.table"}),
    "a.html": ({"tracker.render.html"}, {"openpyxl", "docx", "rich", "tracker.render.book", "tracker.sheets.leaves"}),
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_printout_loads_what_it_needs_and_no_more(city: Runner, name: str) -> None:
    needed, spared = PRINTED[name]
    names = modules("board", "-o", name)
    assert needed <= names
    assert names.isdisjoint(spared | {"sqlalchemy", "sqlmodel", "alembic", "pydantic", "prompt_toolkit"})


def test_a_board_on_a_terminal_loads_no_workbook(city: Runner) -> None:
    names = modules("board", "-f", "table")
    assert "rich" in names
    assert names.isdisjoint({"openpyxl", "docx", "tracker.render.book", "tracker.render.html"})


def modules(*argv: str) -> set[str]:
    """Every module that a command line loads, by its full name."""
    program = f"""
import sys
from tracker.cli import main
code = main({list(argv)!r})
print("LOADED", code, *sys.modules, file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, env=os.environ.copy(), check=True)
    mark, code, *names = ran.stderr.decode(errors="replace").splitlines()[-1].split()
    assert (mark, code) == ("LOADED", "0")
    return set(names)
