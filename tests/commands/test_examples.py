"""Every help page begins with two examples, and every one of them runs on the example city."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SCHEME
from tracker.cli import main
from tracker.commands import REGISTRY
from tracker.commands.examples import EXAMPLES, examples
from tracker.commands.lazy import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2025-03-31"
# Records that nothing refers to yet, for the examples that remove one; and a published board.
BEFORE = (
    "unit add 高铁新区 zone",
    "board publish 2024Q1 --yes",
    "chain add 生物医药",
    "segment add 高端装备 减速器",
    "company add 示例闲置科技有限公司",
    "campaign add 招商周 --on 2025-05-01 --until 2025-05-07",
)


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by its own words, groups among them."""
    top = app()
    yield "", top
    for name in REGISTRY:
        command = top.get_command(None, name)
        yield name, command
        for verb in getattr(command, "waiting", ()):
            yield f"{name} {verb}", command.get_command(None, verb)


COMMANDS = dict(commands())


def takes(command: str, option: str) -> bool:
    return any(option in each.opts for each in COMMANDS[command].params)


def run(line: str, *more: str) -> int:
    return main([*shlex.split(line), *more])


@pytest.fixture(scope="session")
def _example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example city as its database, and the files that the examples name."""
    folder = tmp_path_factory.mktemp("example")
    database = folder / "tracker.db"
    assert run(f"-q --db {database} demo -f json") == 0
    for line in BEFORE:
        assert run(f"--today {DAY} --db {database} {line}") == 0
    assert run(f"--db {database} board 2024Q1 --published -o {folder / '一季度榜.xlsx'}") == 0
    assert run(f"--db {folder / '旧台账.db'} init") == 0
    assert run(f"template -o {folder / '台账.xlsx'}") == 0
    (folder / "上报").mkdir()
    for name in ("冠县.xlsx", "上报/莘县.xlsx"):
        shutil.copy2(folder / "台账.xlsx", folder / name)
    shutil.copy2(SCHEME, folder / "竞赛规则.toml")
    return folder


@pytest.fixture
def example(tmp_path: Path, _example: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(_example, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("tracker.db"))
    (tmp_path / "tracker.db").symlink_to(_example / "tracker.db")  # no example changes it, and each is held to that
    for name in ("LC_ALL", "LC_MESSAGES", "TRACKER_DB", "TRACKER_LANG", "TRACKER_MONEY_UNIT", "TRACKER_UNIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRACKER_TODAY", DAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_two_for_every_command_and_none_for_others() -> None:
    assert {name: len(examples(name)) for name in COMMANDS} == dict.fromkeys(COMMANDS, 2)
    assert set(EXAMPLES) <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_example_is_of_its_own_command(command: str) -> None:
    for line in examples(command):
        words = [word for word in line.split() if not word.startswith("-")]
        assert command.split()[:1] == [] or command.split()[0] in words


LINES = sorted({line for lines in EXAMPLES.values() for line in lines})
LONG = {"demo", "export"}  # seconds each, for nothing that other tests do not run too


@pytest.mark.parametrize(
    "line", [pytest.param(line, marks=pytest.mark.slow) if LONG & set(line.split()) else line for line in LINES]
)
def test_every_example_runs(example: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    raw = (example / "tracker.db").read_bytes()
    name = next(name for name in sorted(COMMANDS, key=len, reverse=True) if f" {name} " in f" {line} ")
    dry = ["--dry-run"] if takes(name, "--dry-run") and "--dry-run" not in line else []
    assert run(line, *dry) == 0, capsys.readouterr().err
    assert (example / "tracker.db").read_bytes() == raw


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_begins_with_them(command: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"--lang {lang} {command} --help") == 0
    head, *lines = capsys.readouterr().out.splitlines()[:4]
    assert head == {"zh": "示例：", "en": "Examples:"}[lang]
    assert lines == [*(f"  {line}" for line in examples(command)), ""]
