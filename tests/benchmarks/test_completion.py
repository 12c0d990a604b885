"""How fast a name is completed among many, and what the spelling of names adds to importing them."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks import ledger
from tests.benchmarks.timing import TRACKER, Series, script, to_pipe
from tests.services.books import sheet, take
from tracker.rules import names
from tracker.rules.nouns import NOUNS
from tracker.store.reading import reading
from tracker.store.schema import create
from tracker.store.suggest import suggest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

LINES = ("project show 冠县", "project show gx", "project show hzjt", "project list unit:gx", "funds add 冠")
FLOOR = "a bare Typer app with one sqlite3 query"
MOST_MS = 20  # of one search on a busy machine; a quiet one takes a quarter


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """20,000 projects and 5,000 companies."""
    path = tmp_path_factory.mktemp("many") / "tracker.db"
    ledger.fill_names(path)
    return path


@pytest.fixture(scope="module")
def series(many: Path) -> Series:
    bare = ("env", "COMP_WORDS=bare show 冠县", "COMP_CWORD=2", "_BARE_COMPLETE=complete_bash")
    cases = {"floor": lambda: to_pipe((*bare, *script("bare_completion", str(many))))}
    for line in LINES:
        command = (*TRACKER, "__complete", "bash", f"tracker --db {many} {line}", " :=", "9")
        cases[line] = lambda command=command: to_pipe(command)  # type: ignore[misc]
    return Series(cases)


@pytest.mark.parametrize("line", LINES)
def test_completing_a_name_costs_little_more_than_a_bare_query(series: Series, line: str) -> None:
    series.at_most(1.5, line, "floor", f"completing {line}", FLOOR)


def test_what_is_timed_finds_something(many: Path) -> None:
    for line in LINES[:2]:
        answer = to_pipe((*TRACKER, "__complete", "bash", f"tracker --db {many} {line}", " :=", "9"))
        assert answer.count("冠县") > 5


@pytest.mark.parametrize("noun", ["project", "company"])
def test_a_search_takes_a_few_milliseconds(many: Path, noun: str) -> None:
    with reading(str(many)) as reader:
        for text in ("", "gx", "hzjt", "guanxian", "冠县", "轴承", "P19", "zzzz"):
            seconds = []
            for _ in range(15):
                start = process_time()
                suggest(reader, NOUNS[noun], text)
                seconds.append(process_time() - start)
            assert min(seconds) * 1000 < MOST_MS, (noun, text, seconds)


def test_spelling_adds_little_to_an_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: Path) -> None:
    """The same names imported with and without their spelling; reading the file is not even counted."""
    with reading(str(many)) as reader:
        called = [name for (name,) in reader.rows("SELECT DISTINCT name FROM project LIMIT 3000")]
    units = sheet("单位", "单位名称 分组", ("冠县", "县(市、区)"))
    projects = sheet("项目", "项目名称 责任单位 总投资", *((name, "冠县", "1亿元") for name in called))
    numbers = iter(range(1000))

    def write() -> None:
        path = str(tmp_path / f"{next(numbers)}.db")
        create(path)
        assert take(path, units, projects).total("new") == 1 + len(called)

    def unspelled() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(names, "spelled", lambda name, aliases=(): "")
            write()

    series = Series({"spelled": write, "unspelled": unspelled}, 9, process_time)
    series.at_most(1.25, "spelled", "unspelled", "importing 3,000 projects with their spelling", "without")
