"""Every exit code is reached, by the entry itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker import __version__
from tracker.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Runner

LINES: dict[Exit, tuple[str, ...]] = {
    Exit.OK: ("unit", "list"),
    Exit.USAGE: ("unit", "add"),
    Exit.NOT_FOUND: ("unit", "show", "U99"),
    Exit.REFUSED: ("unit", "add", "冠县", "county"),
    Exit.BAD_DATA: ("project", "edit", "P1", "--status", "lost"),
    Exit.DATABASE: ("--db", "nowhere.db", "unit", "list"),
}


@pytest.mark.parametrize("exit_", LINES, ids=lambda exit_: exit_.name)
def test_each_is_reached(city: Runner, exit_: Exit) -> None:
    ran = city(*LINES[exit_])
    assert ran.code == exit_
    assert bool(ran.out) == (exit_ is Exit.OK)
    assert ran.err
    as_json = city(*LINES[exit_], "-f", "json").json
    assert as_json["exit"] == exit_
    assert as_json["status"] == ("ok" if exit_ is Exit.OK else "error")


def failing(raised: type[BaseException]) -> Callable[..., None]:
    """A function that only raises."""

    def fail(*args: object, **options: object) -> None:
        raise raised

    return fail


@pytest.mark.parametrize(("raised", "exit_"), [(ZeroDivisionError, Exit.BUG), (KeyboardInterrupt, Exit.INTERRUPTED)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_bug_and_an_interruption(
    city: Runner, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], exit_: Exit, lang: str
) -> None:
    monkeypatch.setattr("tracker.services.records.add", failing(raised))
    raw = city.database.read_bytes()
    ran = city("unit", "add", "高唐县", "county", lang=lang)
    assert (ran.code, ran.out) == (exit_, "")
    assert "Traceback" not in ran.err
    assert city.database.read_bytes() == raw
    assert city("unit", "add", "高唐县", "county", "-f", "json").json["exit"] == exit_


@pytest.mark.parametrize(("raised", "exit_"), [(ZeroDivisionError, Exit.BUG), (KeyboardInterrupt, Exit.INTERRUPTED)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_after_the_commit_says_what_was_written(
    city: Runner, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], exit_: Exit, lang: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("tracker.render.door.show", failing(raised))
        late = city("unit", "add", "高唐县", "county", lang=lang)
        dry = city("unit", "add", "莘县", "county", "--dry-run", lang=lang)
    last = max((row["batch"] for row in city.json("log")["rows"]), key=lambda each: int(each[1:]))
    assert (late.code, dry.code) == (exit_, exit_)
    assert (f"{last}（" if lang == "zh" else f"{last} had been written") in late.err
    assert "tracker undo" not in dry.err


def test_debug_shows_the_traceback_of_a_bug_alone(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert city("--debug", "unit", "show", "U99").code == Exit.NOT_FOUND
    monkeypatch.setattr("tracker.services.records.add", failing(ZeroDivisionError))
    with pytest.raises(ZeroDivisionError):
        city("--debug", "unit", "add", "高唐县", "county")


@pytest.mark.parametrize("words", [("--version",), ("-V",)])
def test_version(desk: Runner, words: tuple[str, ...]) -> None:
    assert desk(*words) == (0, f"tracker {__version__}\n", "")


@pytest.mark.parametrize("words", [("--help",), ("unit", "--help"), ("unit", "add", "--help"), ("undo", "--help")])
def test_help(desk: Runner, words: tuple[str, ...]) -> None:
    ran = desk(*words)
    assert ran.code == 0
    assert "--help" in ran.out


@pytest.mark.parametrize(
    ("variable", "value"),
    [("TRACKER_TODAY", "2024-02-30"), ("TRACKER_TODAY", "2024-02"), ("TRACKER_LANG", "fr"), ("TRACKER_COLOUR", "red")],
)
def test_a_setting_that_is_not_valid_is_usage(
    city: Runner, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    ran = city("unit", "list")
    assert ran.code == Exit.USAGE
    assert value in ran.err


LOADING = """
import os, signal, sys

class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # which a process in the background is started without
sys.meta_path.insert(0, Pressed())
from tracker.cli import run
sys.argv = ["tracker", "--lang", "zh", "progress"]
run()
"""


@pytest.mark.parametrize("module", ["tracker.words", "tracker.settings", "typer", "tracker.commands.lazy"])
def test_ctrl_c_while_the_program_is_being_loaded_is_one_line_and_130(module: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOADING.format(module=module)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "错误：已中断，没有写入任何内容\n")
