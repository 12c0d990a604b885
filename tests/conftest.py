"""The real command line over real files: an empty database, and a small city with one record of every noun."""

from __future__ import annotations

import compileall
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import settings

from tracker import words
from tracker.cli import main
from tracker.commands import lazy
from tracker.commands.desk import Verbs
from tracker.store import engine
from tracker.written import BATCHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# A busy machine makes no rule wrong: only benchmarks look at the clock.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TODAY = "2024-04-10"
SYNCHRONOUS = engine.SYNCHRONOUS
ROOT = Path(__file__).parents[1]
SCHEME = ROOT / "examples" / "contest-2024.toml"
# One record of every noun: U1 to Q1, with the milestones M1 and M2 of P1.
CITY = (
    ("scheme", "load", str(SCHEME)),
    ("unit", "add", "冠县", "county", "--aliases", "冠"),
    ("unit", "add", "临清市", "county", "--aliases", "临清"),
    ("unit", "add", "经开区", "zone"),
    ("chain", "add", "装备制造", "--chief", "张三"),
    ("segment", "add", "装备制造", "轴承", "--condition", "强"),
    ("company", "add", "三一重工", "--home", "长沙", "--chain", "装备制造", "--lists", "中国企业500强"),
    ("campaign", "add", "百日会战", "--start-on", "2024-03-01", "--end-on", "2024-06-08"),
    ("lead", "add", "风电项目", "冠县", "--company", "三一重工", "--received-on", "2024-03-01", "--investment", "2亿"),
    ("project", "add", "轴承一期", "冠县", "--total-investment", "3亿", "--talks-on", "2024-01-10"),
    ("project", "advance", "P1", "signed", "--on", "2024-02-01", "--agreement", "正式合同"),
    ("funds", "add", "P1", "1000万", "--received-on", "2024-03-05", "--ring", "省外", "--kind", "fixed"),
    ("visit", "add", "冠县", "上海", "--start-on", "2024-03-01", "--companies", "三一重工", "--people", "3"),
    ("target", "add", "冠县", "funds", "50"),
    ("figure", "add", "冠县", "fdi", "120", "--as-of-on", "2024-03"),
    ("adjustment", "add", "冠县", "迟报", "--happened-on", "2024-02-03"),
    ("problem", "add", "P1", "缺地", "--factor", "用地", "--raised-on", "2024-02-03"),
)


class Ran(NamedTuple):
    """What one command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The object that `-f json` printed, and nothing else."""
        return json.loads(self.out)


class Runner:
    """Runs command lines on one database."""

    def __init__(self, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.database = database
        self._capsys = capsys

    def __call__(self, *argv: str, lang: str | None = None) -> Ran:
        """Run one command line, by default as on a machine without a language."""
        self._capsys.readouterr()
        BATCHES.clear()  # in life every command line is a process of its own
        code = main([*(("--lang", lang) if lang else ()), *argv])
        out, err = self._capsys.readouterr()
        return Ran(code, out, err)

    def ok(self, *argv: str, lang: str | None = None) -> Ran:
        """Run one that has to succeed."""
        ran = self(*argv, lang=lang)
        assert ran.code == 0, ran
        return ran

    def json(self, *argv: str) -> Any:
        """The data of one that has to succeed."""
        return self.ok(*argv, "-f", "json").json["data"]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the package, as an installed one is, once for all processes that tests start."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(str(ROOT / "tracker"), quiet=2)


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    """Spare what a run of the program does once, and the tests thousands of times, to no end that a test could see.

    Commands are built once a language. What is committed is not awaited on the disk, for nobody pulls the plug.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lazy, "app", kept(lazy.app))
        for group in (lazy.Lazy, Verbs):
            patch.setattr(group, "get_command", kept(group.get_command))
        patch.setattr(engine, "SYNCHRONOUS", "OFF")
        yield


def kept(build: Callable[..., Any]) -> Callable[..., Any]:
    """What builds a command, building it once for each language; the context that it is given it does not look at."""
    built: dict[tuple[object, ...], Any] = {}

    def built_once(group: object = None, ctx: object = None, name: str | None = None) -> Any:
        key = (words.t(SPOKEN), group, name)
        if key not in built:
            built[key] = build(group, ctx, name) if name is not None else build()
        return built[key]

    return built_once


SPOKEN = words.Say("zh", "en")


def quietly(database: Path, lines: Iterable[tuple[str, ...]]) -> None:
    """Run command lines on a database that tests then copy."""
    for line in lines:
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = main(["--db", str(database), "--today", TODAY, "--lang", "en", *line])
        assert code == 0, (line, said.getvalue())


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "tracker.db"
    quietly(path, (("init",),))
    return path


@pytest.fixture(scope="session")
def _city(tmp_path_factory: pytest.TempPathFactory, _empty: Path) -> Path:
    path = tmp_path_factory.mktemp("city") / "tracker.db"
    shutil.copy2(_empty, path)
    quietly(path, CITY)
    return path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """A runner whose database is not there yet."""
    for name in ("LC_ALL", "LC_MESSAGES", "TRACKER_LANG", "TRACKER_MONEY_UNIT", "TRACKER_COLOUR", "TRACKER_UNIT"):
        monkeypatch.delenv(name, raising=False)
    database = tmp_path / "tracker.db"
    settings = {"TRACKER_DB": str(database), "TRACKER_TODAY": TODAY, "LANG": "C", "TRACKER_ACTOR": "tester"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return Runner(database, capsys)


@pytest.fixture
def run(desk: Runner, _empty: Path) -> Runner:
    """A runner on an empty database."""
    shutil.copy2(_empty, desk.database)
    return desk


@pytest.fixture
def city(desk: Runner, _city: Path) -> Runner:
    """A runner on the small city."""
    shutil.copy2(_city, desk.database)
    return desk


@pytest.fixture
def content() -> Callable[[Path], dict[str, list[tuple[object, ...]]]]:
    """Reads every row of every table, for telling whether anything was written."""
    import sqlite3
    from contextlib import closing

    def read(path: Path) -> dict[str, list[tuple[object, ...]]]:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}

    return read
