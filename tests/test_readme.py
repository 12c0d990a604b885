"""README cannot rot: its board, tour, tables and reference are produced by running, and compared here."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.commands import test_keystrokes as keystrokes
from tracker.cli import main
from tracker.commands import REGISTRY
from tracker.errors import Exit
from tracker.rules.limits import LIMITS
from tracker.rules.nouns import NOUNS
from tracker.settings import SETTINGS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
UPDATE = bool(os.environ.get("UPDATE_README"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the examples beside it, and a clean environment."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    for name in (*(setting.variable for setting in SETTINGS), "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TRACKER_ACTOR", "clerk")
    monkeypatch.setenv("TZ", "UTC")
    return tmp_path


def said(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command line prints, stdout before stderr."""
    main(shlex.split(line)[1:])
    taken = capsys.readouterr()
    return taken.out + taken.err


def between(text: str, name: str) -> str:
    """The part of README between two markers."""
    return text.split(f"<!-- {name} -->\n")[1].split(f"<!-- /{name} -->")[0]


def holds(name: str, made: str) -> None:
    """Compare a part with what was produced, or write it anew when asked to."""
    text = README.read_text(encoding="utf-8")
    if UPDATE:
        head, rest = text.split(f"<!-- {name} -->\n")
        README.write_text(f"{head}<!-- {name} -->\n{made}{rest[rest.index(f'<!-- /{name} -->') :]}", encoding="utf-8")
        return
    assert between(text, name) == made


def steady(output: str, place: Path) -> str:
    """Output without what differs from run to run: the folder, and the moment in the log."""
    output = output.replace(str(place) + os.sep, "")
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2024-07-05 09:00", output)


def plays(name: str, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a part of README line by line, and compare what is printed with what stands there."""
    lines = []
    inside = False
    for line in between(README.read_text(encoding="utf-8"), name).splitlines():
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ export "):
            variable, _, value = line.removeprefix("$ export ").partition("=")
            monkeypatch.setenv(variable, value)
        elif inside and line.startswith("$ "):
            lines += [line, *steady(said(line[2:], capsys), place).splitlines()]
            continue
        elif inside:
            continue
        lines.append(line)
    holds(name, "\n".join(line.rstrip() for line in lines) + "\n")


def test_the_tour_runs_line_by_line(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plays("tour", place, capsys, monkeypatch)


def test_the_day_runs_line_by_line(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["-q", "--db", "year.db", "demo", "-f", "json"]) == Exit.OK
    capsys.readouterr()
    plays("day", place, capsys, monkeypatch)


def test_the_board_is_what_the_demo_prints_on_a_terminal(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    out.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["-q", "demo"]) == Exit.OK
    shown = "\n".join(line.rstrip() for line in out.getvalue().splitlines())
    holds("board", f"```text\n{shown}\n```\n")


def test_the_exit_codes_are_those_of_the_program() -> None:
    meanings = {
        Exit.OK: "done",
        Exit.BUG: "a fault in the program",
        Exit.USAGE: "the command line cannot be read",
        Exit.NOT_FOUND: "nothing of that name, number or period",
        Exit.REFUSED: "ambiguous, duplicate, in conflict, or not confirmed",
        Exit.BAD_DATA: "the values can be read but must not be stored; nothing was written",
        Exit.DATABASE: "the database is missing, busy, read-only, foreign, damaged or newer, or the disk is full",
        Exit.INTERRUPTED: "Ctrl-C",
    }
    rows = "".join(f"| {int(code)} | {meanings[code]} |\n" for code in Exit)
    holds("exits", f"| code | meaning |\n| --- | --- |\n{rows}")


def test_the_settings_are_those_of_the_program() -> None:
    rows = (
        f"| `{s.key}` | {f'`{s.flag}`' if s.flag else ''} | `{s.variable}` | {s.help.en} | {s.unset.en} |\n"
        for s in SETTINGS
    )
    holds("settings", "".join(rows))


def test_the_limits_are_those_of_the_program() -> None:
    holds("limits", "".join(f"| `{limit.key}` | {limit.days} | {limit.what.en} |\n" for limit in LIMITS))


PAGES: Final = """
import sys
from tracker.cli import main
for line in sys.stdin.read().splitlines():
    main([*line.split(), "--help"])
    print(end="\\0")
"""


def helped(commands: list[str]) -> dict[str, str]:
    """The help of commands, from a process of its own: its language is settled when a command is first loaded."""
    ran = subprocess.run(
        [sys.executable, "-c", PAGES], input="\n".join(["", *commands]), capture_output=True, text=True, check=True
    )
    return dict(zip(["", *commands], ran.stdout.split("\0"), strict=False))


def verbs(name: str, page: str) -> list[str]:
    """The verbs of a command that the reference shows, but for those that are the same for every noun."""
    listed = re.findall(r"^  (\w+)  ", page.partition("Commands:")[2], re.MULTILINE)
    alike = ("list", "show", "edit", "remove") if name in NOUNS and name != "project" else ()
    return [f"{name} {verb}" for verb in listed if verb not in alike]


def test_the_reference_is_the_help_of_every_command(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    pages = helped(list(REGISTRY))
    deeper = {name: verbs(name, pages[name]) for name in REGISTRY}
    pages |= helped([command for name in REGISTRY for command in deeper[name]])
    parts = [f"```text\n$ tracker --help\n{pages['']}```\n"]
    for name in REGISTRY:
        body = "\n".join(f"$ tracker {command} --help\n{pages[command]}" for command in (name, *deeper[name]))
        parts.append(f"<details><summary><code>tracker {name}</code></summary>\n\n```text\n{body}```\n\n</details>\n")
    made = "\n".join(line.rstrip() for line in "\n".join(parts).splitlines()) + "\n"
    holds("reference", made)


def test_the_two_commands_are_those_that_run_in_continuous_integration() -> None:
    commands = README.read_text(encoding="utf-8").split("## Two commands")[1].split("```sh\n")[1].split("```")[0]
    demo, tests = commands.splitlines()
    assert demo.endswith(".venv/bin/tracker demo")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for step in tests.split(" && "):
        words = step.replace("pip install", "pip install --quiet --disable-pip-version-check")
        assert f"{words}\n" in script


def test_the_keys_are_those_that_a_terminal_was_given() -> None:
    holds("keystrokes", keystrokes.table())
