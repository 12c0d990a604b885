"""An import that is cut off: killed while it writes, on a full disk, beside another one; nothing is half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.test_exchange import UNITS, book, bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran, Runner

ROOT = Path(__file__).parents[2]
HEADS = ("项目名称", "责任单位", "总投资(亿元)", "备注")
# Little of the database is held in memory, so that pages are in the file before the end; there the process dies.
DYING = """
import os, signal, sys
from tracker.store import engine
connect = engine._connect
def connect_small(path):
    raw = connect(path)
    raw.execute("PRAGMA cache_size = 5")
    return raw
engine._connect = connect_small
engine.Work.commit = lambda work: os.kill(os.getpid(), signal.SIGKILL)
from tracker.cli import main
main(sys.argv[1:])
"""
# No file may grow beyond so many bytes: to the program that is a disk which is full.
FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from tracker.cli import main
sys.exit(main(sys.argv[2:]))
"""
Content = dict[str, list[tuple[object, ...]]]


def python(code: str, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code, *argv]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def ledger(run: Runner, tmp_path: Path) -> Path:
    """A workbook of many projects, on a database that knows its units."""
    run.ok("import", str(book(tmp_path / "单位.xlsx", 单位=UNITS)), "--yes")
    return book(tmp_path / "账.xlsx", 项目=[HEADS, *((f"项目{n}", "冠县", 1, "备" * 300) for n in range(600))])


@pytest.mark.parametrize("several", [False, True])
def test_killed_while_it_writes(run: Runner, ledger: Path, content: Callable[[Path], Content], several: bool) -> None:
    files = [str(ledger)]
    if several:
        files.append(str(book(ledger.with_name("二.xlsx"), 项目=[HEADS, ("另一个", "莘县", 1, None)])))
    before, sent = content(run.database), bytes_of(ledger)
    died = python(DYING, "import", *files, "--yes")
    assert died.returncode == -signal.SIGKILL, died
    assert run.database.with_name("tracker.db-journal").stat().st_size, "it was not writing yet"
    assert run.json("project", "list")["total"] == 0
    assert content(run.database) == before
    assert bytes_of(ledger) == sent
    run.ok("import", *files, "--yes")
    assert run.json("project", "list")["total"] == 600 + several


def full(run: Runner, room: int, *argv: str, lang: str = "en") -> Ran:
    from tests.conftest import Ran

    done = python(FULL, str(room), "--lang", lang, *argv)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_full_disk_on_import(run: Runner, ledger: Path, content: Callable[[Path], Content], lang: str) -> None:
    before, size = content(run.database), run.database.stat().st_size
    ran = full(run, size + 8192, "import", str(ledger), "--yes", lang=lang)
    assert ran.code == 6, ran
    assert {"zh": "磁盘", "en": "disk"}[lang] in ran.err
    assert "Traceback" not in ran.err
    assert content(run.database) == before
    run.ok("import", str(ledger), "--yes")


@pytest.mark.parametrize(
    "command",
    [
        "export",
        "problems",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("export --by unit", "problems of several")),
    ],
)
def test_a_full_disk_on_what_is_written_for_people(run: Runner, ledger: Path, tmp_path: Path, command: str) -> None:
    run.ok("import", str(ledger), "--yes")
    before = bytes_of(run.database)
    bad = book(tmp_path / "坏.xlsx", 项目=[HEADS, *((f"新{n}", "冠线", 1, "备" * 300) for n in range(600))])
    argv = {
        "export": ("export", "-o", "out.xlsx"),
        "export --by unit": ("export", "--by", "unit", "-o", "out"),
        "problems": ("import", str(bad), "--yes", "--problems", "out.xlsx"),
        "problems of several": ("import", str(bad), str(ledger), "--yes", "--problems", "out"),
    }[command]
    there = set(tmp_path.iterdir())
    ran = full(run, 6000, *argv)
    assert ran.code == 6, ran
    assert "disk" in ran.err
    assert "Traceback" not in ran.err
    assert set(tmp_path.iterdir()) == there
    assert bytes_of(run.database) == before


@pytest.mark.parametrize("command", ["export", "problems"])
def test_a_place_that_cannot_be_written(run: Runner, ledger: Path, tmp_path: Path, command: str) -> None:
    if os.geteuid() == 0:
        pytest.skip("to the administrator every folder can be written")
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    target = str(closed / "out.xlsx")
    refused = run("export", "-o", target) if command == "export" else run("import", str(ledger), "--problems", target)
    assert refused.code == 4
    assert target in refused.err


@pytest.mark.parametrize("lock", ["~$out.xlsx", ".~lock.out.xlsx#"])
def test_an_output_that_is_open_elsewhere(run: Runner, ledger: Path, tmp_path: Path, lock: str) -> None:
    run.ok("export", "-o", "out.xlsx")
    before = bytes_of(tmp_path / "out.xlsx")
    (tmp_path / lock).write_bytes(b"clerk")
    bad = book(tmp_path / "坏.xlsx", 项目=[HEADS, ("新", "冠线", 1, None)])
    for argv in (("export", "-o", "out.xlsx"), ("import", str(bad), "--yes", "--problems", "out.xlsx")):
        refused = run(*argv, "--force")
        assert refused.code == 4
        assert lock in refused.err
    assert bytes_of(tmp_path / "out.xlsx") == before


def test_two_imports_at_once(run: Runner, ledger: Path, tmp_path: Path) -> None:
    """The second waits for the first to end, and plans against what it did."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tracker", "import", str(ledger), "--yes", "-f", "json"]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "12"]
    ended = [(*each.communicate(), each.returncode) for each in both]
    assert [code for *_, code in ended] == [0, 0], ended
    assert run.json("project", "list")["total"] == 600


def test_a_second_import_is_told_that_the_database_is_busy(
    run: Runner, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3
    from contextlib import closing

    from tracker.store import engine

    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(run.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused: Any = run("import", str(ledger), "--yes", "-f", "json")
    assert (refused.code, refused.json["problems"][0]["code"]) == (6, "database_busy")
