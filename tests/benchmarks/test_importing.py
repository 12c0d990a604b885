"""A whole import of a large workbook, against python-calamine reading it and one executemany of its rows."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple

import pytest

from tests.benchmarks import ledger
from tests.benchmarks.timing import (
    FIGURES,
    NO_BOUND,
    Figure,
    Series,
    children_seconds,
    environment,
    ratio,
    script,
    to_pipe,
)

pytestmark = pytest.mark.slow

ROWS: Final = 100_000
ROUNDS: Final = 2
GOAL: Final = 2.0  # of the floor, and not reached: every value is checked, journalled with its cell, and can be undone
HELD: Final = {"funds": 3.1, "project": 11.5}  # a project of the workbook has three dated stages, records of their own
INDEXED: Final = {
    "funds": ("项目", "到位时间", "到位金额(万元)"),
    "project": ("责任单位", "签约时间", "总投资(亿元)"),
}
MOST_MB: Final = 400
MOST_OF_UNDO: Final = 2.0  # of its import
TRACKER: Final = script("measured_tracker", "--today", "2026-01-01", "--lang", "en")


class Ran(NamedTuple):
    """What a run of the program said, its processor and wall-clock seconds, its and its reader's memory in MB."""

    said: dict[str, Any]
    processor: float
    wall: float
    mine: int
    readers: int


def run(database: Path, *arguments: str) -> Ran:
    """Run the program to its end."""
    start, used = perf_counter(), children_seconds()
    command = [*TRACKER, "--db", str(database), *arguments, "-f", "json"]
    ran = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    mine, readers = ran.stderr.decode().rsplit("peaks ", 1)[1].split()
    return Ran(json.loads(ran.stdout), children_seconds() - used, perf_counter() - start, int(mine), int(readers))


def counts(ran: Ran) -> list[int]:
    """How many rows are new, changed, the same and bad."""
    [sheet] = ran.said["data"]["sheets"]
    return [sheet[key] for key in ("new", "changed", "same", "bad")]


def report(what: str, ran: Ran) -> None:
    """Note time and memory among the figures; no bound."""
    FIGURES.append(Figure(f"{what}: s of processor, of clock", ran.processor, ran.wall, NO_BOUND, "s"))
    FIGURES.append(Figure(f"{what}: MB of program, of reader", ran.mine, ran.readers, MOST_MB, "MB"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workbooks are kept, each made once, beside a database of nineteen units and 5,000 projects."""
    folder = tmp_path_factory.mktemp("importing")
    ledger.fill(folder / "base.db", ledger.Size(projects=5_000, receipts=0, visits=0, companies=0))
    return folder


def book(place: Path, noun: str, rows: int, variant: str = "new") -> str:
    """A workbook of some rows of a noun."""
    path = place / f"{noun}-{variant}.xlsx"
    if not path.exists():
        to_pipe(script("import_book", str(path), noun, str(rows), variant))
    return str(path)


def fresh(place: Path) -> Path:
    """A copy of the database to import into."""
    return Path(shutil.copy(place / "base.db", place / "ledger.db"))


def floor(place: Path, noun: str, workbook: str) -> float:
    """Do the least that can be done; its seconds by the clock."""
    (place / "floor.db").unlink(missing_ok=True)
    start = perf_counter()
    assert to_pipe(script("import_floor", workbook, str(place / "floor.db"), *INDEXED[noun])).strip() == str(ROWS)
    return perf_counter() - start


@pytest.mark.parametrize("noun", ["funds", "project"])
def test_an_import_costs_a_few_times_its_floor(noun: str, place: Path) -> None:
    """The whole process: scan, reading, plan, writing with journal, commit; and the memory that it takes."""
    workbook = book(place, noun, ROWS)
    runs: list[Ran] = []
    floors: list[float] = []
    cases = {
        "import": lambda: runs.append(run(fresh(place), "import", workbook, "--yes")),
        "floor": lambda: floors.append(floor(place, noun, workbook)),
    }
    series = Series(cases, ROUNDS, warm=False)
    assert counts(runs[-1]) == [ROWS, 0, 0, 0]
    assert all(each.mine < MOST_MB for each in runs)  # the reader has ended before the program takes most
    assert noun != "funds" or all(each.mine + each.readers < MOST_MB for each in runs)
    report(f"import of {noun}", min(runs, key=lambda each: each.processor))
    clock = ratio([each.wall for each in runs], floors)
    FIGURES.append(Figure(f"import of {noun}, by the clock", *clock, NO_BOUND, "calamine + executemany"))
    series.at_most(HELD[noun], "import", "floor", f"import of {noun} (goal {GOAL})", "calamine + executemany")


def test_the_same_again_and_a_tenth_changed_are_reported(place: Path) -> None:
    """The same content as another program saves it: nothing changes; then a tenth of the rows does."""
    noun, database = "funds", fresh(place)
    run(database, "import", book(place, noun, ROWS), "--yes")
    again = run(database, "import", book(place, noun, ROWS, "resaved"), "--yes")
    assert counts(again) == [0, 0, ROWS, 0]
    report(f"{noun} saved again", again)
    changed = run(database, "import", book(place, noun, ROWS, "changed"), "--yes")
    assert counts(changed) == [0, ROWS // 10, ROWS - ROWS // 10, 0]
    report(f"{noun} with a tenth changed", changed)
    assert all(ran.mine + ran.readers < MOST_MB for ran in (again, changed))


def test_a_dry_run_tells_what_the_run_does_and_undo_takes_it_back(place: Path) -> None:
    """20,000 rows × 30 columns; the counts are those of the database too."""
    workbook, database = book(place, "wide", 20_000), fresh(place)
    before = tallied(database)
    dry = run(database, "import", workbook, "--dry-run")
    assert tallied(database) == before
    real = run(database, "import", workbook, "--yes")
    assert dry.said["data"]["sheets"] == real.said["data"]["sheets"]
    assert counts(real) == [20_000, 0, 0, 0]
    after = tallied(database)
    assert [now - then for now, then in zip(after, before, strict=True)] == [20_000, 80_000]
    undone = run(database, "undo", "--yes")
    assert tallied(database) == before
    for what, ran in (("dry run", dry), ("import", real), ("undo", undone)):
        report(f"{what} of 20,000 × 30", ran)
    assert all(ran.mine + ran.readers < MOST_MB for ran in (dry, real))


def test_an_undo_takes_no_longer_than_two_imports(place: Path) -> None:
    workbook, database = book(place, "wide", 20_000), fresh(place)
    cases = {
        "import": lambda: run(database, "import", workbook, "--yes"),
        "undo": lambda: run(database, "undo", "--yes"),
    }
    series = Series(cases, ROUNDS, warm=False)
    series.at_most(MOST_OF_UNDO, "undo", "import", "undo of 20,000 × 30", "its import")


def tallied(database: Path) -> list[int]:
    """How many projects and milestones there are."""
    with sqlite3.connect(database) as connection:
        live = (f"SELECT count(*) FROM {noun} WHERE removed_at IS NULL" for noun in ("project", "milestone"))
        return [connection.execute(sql).fetchone()[0] for sql in live]
