from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.store.test_names import add
from tests.terminal import PATIENCE
from tracker.commands.complete import complete
from tracker.commands.lazy import app
from tracker.commands.offers import PARAMETERS
from tracker.rules.nouns import NOUNS
from tracker.rules.shells import SHELLS
from tracker.services.completion import ENDINGS, script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Runner

    Content = dict[str, list[tuple[object, ...]]]

ROOT: Final = Path(__file__).parents[2]
# Parameters whose values nobody but the person knows.
FREE: Final = {
    "by", "opinion", "reason", "contract", "year", "issuer", "source", "with_", "batch", "value",
    "header_row", "map", "total",
}  # fmt: skip


NASTY: Final = ("$(touch pwned) 项目", "a'b\"c", "`id`;x*", "\x1b[31m红", "-rf", "左\u202e右", "x\ny", "~ & |")


def offered(line: str) -> list[str]:
    """The values that fish is offered for a line."""
    kind, *lines = complete(["fish", line]).split("\n")
    assert kind == "words"
    return [each.partition("\t")[0] for each in lines]


@pytest.fixture
def full(city: Runner) -> Runner:
    add(city, "company", "哈轴集团", "ABC 轴承", "哈轴集团")
    return city


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("tracker pro", ["project", "problem", "progress"]),
        ("tracker wombat x", []),
        ("tracker unit ", ["add", "list", "show", "edit", "remove"]),
        ("tracker unit s", ["show"]),
        ("tracker unit --so", ["--sort"]),
        ("tracker unit list --sort name --so", []),
        ("tracker unit show gx", ["冠县"]),
        ("tracker unit show guan", ["冠县"]),
        ("tracker unit show U", []),
        ("tracker unit show u1", ["U1"]),
        ("tracker unit show -- gx", ["冠县"]),
        ("tracker unit show gx ", ["--format", "--output", "--force"]),
        ("tracker unit remove gx lin", ["临清市"]),
        ("tracker show hzjt", ["C2", "C4"]),
        ("tracker show ABC", ["ABC 轴承"]),
        ("tracker show f1", ["F1"]),
        ("tracker funds add zc", ["轴承一期"]),
        ("tracker funds add P1 1000万 --ring p", ["province"]),
        ("tracker funds add P1 1000万 --ring=p", ["--ring=province"]),
        ("tracker --lang zh funds add P1 1000万 --ring 省", ["省外"]),
        ("tracker --lang zh funds add P1 1000万 --ring pro", ["province"]),
        ("tracker company add x --lists 中国企业500强,lis", ["中国企业500强,listed"]),
        ("tracker visit add gx", ["冠县"]),
        ("tracker visit add 冠县 上海 --companies 三一重工,abc", ["三一重工,ABC 轴承"]),
        ("tracker visit add 冠县 上海 --companies 三一重工,sany", []),
        ("tracker lead convert L1 --chain zbzz", ["装备制造"]),
        ("tracker project advance P1 sig", ["signed"]),
        ("tracker --lang zh project advance P1 签", ["签约"]),
        ("tracker project list stag", ["stage:"]),
        ("tracker project list unit", ["unit:"]),
        ("tracker --lang zh project list 责", ["责任单位:"]),
        ("tracker project list unit:gx", ["unit:冠县"]),
        ("tracker project list stage:sig", ["stage:signed"]),
        ("tracker project list unit.group:c", ["unit.group:county"]),
        ("tracker funds recognise unit:gx", ["unit:冠县"]),
        ("tracker project list 责任单位:gx", ["责任单位:冠县"]),
        ("tracker project list ^unit:gx", ["^unit:冠县"]),
        ("tracker project list status:active,pa", ["status:active,paused"]),
        ("tracker project list status:active,act", []),
        ("tracker project --columns name,uni", ["name,unit"]),
        ("tracker project list --sort -total", ["-total_investment"]),
        ("tracker project edit P1 --clear offi", ["officer"]),
        ("tracker log --noun pro", ["project", "problem"]),
        ("tracker board 2024Q", ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]),
        ("tracker --lang zh board 本", ["本季度"]),
        ("tracker board explain 2024Q1 gx fun", ["funds"]),
        ("tracker scheme show con", ["contest-2024"]),
        ("tracker --lang z", ["zh"]),
        ("tracker --today 2024-01-01 unit show gx", ["冠县"]),
        ("tracker --db nowhere.db unit show gx", []),
        ("tracker unit list -f js", ["json"]),
        ("tracker completion install zs", ["zsh"]),
        ("tracker config set la", ["lang"]),
        ("tracker check --rule five", ["five_ones"]),
        ("tracker export --sheet 项", ["项目"]),
        ("tracker import a.xlsx --prefer f", ["file"]),
        ("tracker why P1 total", ["total_investment"]),
        ("tracker why 冠县 gro", ["group"]),
        ("tracker agenda --unit gx", ["冠县"]),
        ("tracker config set lang z", ["zh"]),
        ("tracker config set unit gx", ["冠县"]),
        ("tracker funds add zc 1000万 --on tod", ["today"]),
        ("tracker lead add 新项目 ABC", []),
        ("tracker board --basis p", ["period"]),
        ("tracker board trend 20", ["2024"]),
        ("tracker board trend 2024 --metric fun", ["funds"]),
        ("tracker board --paper ", ["A4", "A3"]),
        ("tracker board 2024Q1 --chain 装", ["装备制造"]),
        ("tracker board 2024Q1 --columns un", ["unit"]),
        ("tracker board 2024Q1 --columns rank,un", ["rank,unit"]),
        ("tracker board 2024Q1 --columns rank,ran", []),
        ("tracker --lang zh board 2024Q1 --columns 位次,总", ["位次,总分"]),
        ("tracker board 2024Q1 --columns unit,fun", ["unit,funds"]),
        ("tracker board what-if 2024Q1 --chain 装", ["装备制造"]),
        ("tracker board why-not 2024Q1 P1 --basis c", ["cumulative"]),
        ("tracker target split 2024 funds --by e", ["even"]),
    ],
)
def test_offers(full: Runner, line: str, values: list[str]) -> None:
    assert offered(line) == values


@pytest.mark.parametrize(
    "line",
    ["tracker import ", "tracker scheme load x", "tracker unit list -o ", "tracker unit --output=", "tracker --db "],
)
def test_names_of_files_are_left_to_the_shell(city: Runner, line: str) -> None:
    assert complete(["bash", line]) == "files"


def test_every_parameter_is_completed_or_known_to_be_free() -> None:
    """Whoever adds a parameter that is no field, number or file decides: an entry of PARAMETERS, or FREE above."""
    project = {field.key for field in NOUNS["project"].fields}

    def of(command: Any, path: tuple[str, ...]) -> Iterator[str]:
        own = {field.key for field in NOUNS[path[0]].fields} if path and path[0] in NOUNS else set()
        for each in command.params:
            key = each.name.removesuffix("__given")
            known = key in own or key in project or key in PARAMETERS or key in FREE
            alone = each.type.name in ("path", "int", "integer", "int range") or getattr(each, "is_flag", False)
            if not (known or alone or key == "db"):
                yield " ".join((*path, key))
        for verb in command.list_commands(None) if hasattr(command, "list_commands") else ():
            yield from of(command.get_command(None, verb), (*path, verb))

    assert list(of(app(), ())) == []


def test_nothing_is_written_and_nothing_fails_aloud(city: Runner, content: Callable[[Path], Content]) -> None:
    before, raw = content(city.database), city.database.read_bytes()
    for line in (
        "tracker undo --yes ",
        "tracker unit remove U1 --yes ",
        "tracker --version ",
        "tracker --today x unit show g",
        "tracker --lang xx unit show g",
        "tracker 'unit\t show",
        "",
    ):
        assert city("__complete", "bash", line).err == ""
    assert content(city.database) == before
    assert city.database.read_bytes() == raw
    for wrong in ((), ("csh", "tracker ")):
        assert city("__complete", *wrong) == (1, "", "")
    city.database.write_bytes(b"noise" * 1000)
    assert city("__complete", "bash", "tracker unit show gx") == (0, "words\n", "")
    city.database.unlink()
    assert city("__complete", "bash", "tracker unit show gx") == (0, "words\n", "")
    assert not city.database.exists()


def test_a_name_that_is_no_good_on_a_command_line_goes_by_its_number(run: Runner) -> None:
    add(run, "unit", "P1", "U7", "-rf", "红\x1b[0m", "长" * 80, "a\tb", "好")
    assert offered("tracker unit show ") == ["好", "U6", "U5", "U4", "U3", "U2", "P1"]


class TestInstalling:
    @pytest.fixture(autouse=True)
    def _home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
            monkeypatch.delenv(name, raising=False)

    @pytest.mark.parametrize("shell", ["bash", "zsh"])
    def test_a_line_is_added_once(self, desk: Runner, tmp_path: Path, shell: str) -> None:
        begins = tmp_path / f".{shell}rc"
        begins.write_text("mine=1", encoding="utf-8")
        first = desk.json("completion", "install", shell)
        assert desk.json("completion", "install", shell)["action"] == "same"
        mine, line = begins.read_text(encoding="utf-8").splitlines()
        assert (first["action"], mine) == ("installed", "mine=1")
        assert Path(line.split()[1]).read_text(encoding="utf-8") == script(shell)

    def test_fish_looks_into_its_own_folder(self, desk: Runner, tmp_path: Path) -> None:
        desk.ok("completion", "install", "fish")
        written = tmp_path / ".config" / "fish" / "completions" / "tracker.fish"
        assert written.read_text(encoding="utf-8") == script("fish")

    def test_a_dry_run_writes_nothing(self, desk: Runner, tmp_path: Path) -> None:
        before = set(tmp_path.rglob("*"))
        desk.ok("completion", "install", "bash", "--dry-run")
        assert set(tmp_path.rglob("*")) == before

    def test_ones_own_shell_needs_no_name(self, desk: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SHELL", "/usr/bin/zsh")
        assert desk.json("completion", "show")["shell"] == "zsh"
        monkeypatch.setenv("SHELL", "/bin/csh")
        assert desk("completion", "install").code == 2
        assert desk("completion", "install", "csh").code == 2

    def test_a_place_that_cannot_be_written_is_refused(self, desk: Runner, tmp_path: Path) -> None:
        (tmp_path / ".bashrc").mkdir()
        ran = desk("completion", "install", "bash", lang="zh")
        assert ran.code == 4
        assert "tracker completion show bash" in ran.err

    @pytest.mark.parametrize("shell", SHELLS)
    def test_the_script_is_shown_as_it_is(self, desk: Runner, shell: str) -> None:
        assert desk.ok("completion", "show", shell).out == script(shell)
        assert set(ENDINGS) == set(SHELLS)


@pytest.fixture
def program(city: Runner, tmp_path: Path) -> dict[str, str]:
    """The environment in which a shell finds `tracker` as a program."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "tracker").write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m tracker "$@"\n')
    (folder / "tracker").chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    kept = {"HOME": str(home), "TERM": "dumb", "LC_ALL": "C.UTF-8", "TRACKER_DB": str(city.database)}
    return kept | {"PATH": f"{folder}:{os.environ['PATH']}"}


def installed(name: str) -> str:
    """The path of a shell, or a skipped test where there is none."""
    return shutil.which(name) or pytest.skip(f"{name} is not installed")


class TestBash:
    """The script's function as bash calls it, in a real bash."""

    def reply(self, program: dict[str, str], line: str, kind: int = 9) -> list[str]:
        calls = (
            'COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=$2; _tracker_complete tracker; printf "%s\\0" "${COMPREPLY[@]}"'
        )
        ran = subprocess.run(
            [installed("bash"), "--norc", "-c", f"{script('bash')}\n{calls}", "bash", line, str(kind)],
            env=program, capture_output=True, text=True, encoding="utf-8", check=True,
        )  # fmt: skip
        return ran.stdout.split("\0")[:-1]

    def test_names_commands_and_conditions(self, program: dict[str, str]) -> None:
        assert self.reply(program, "tracker unit show gx") == ["冠县 "]
        assert self.reply(program, "tracker project list unit:gx") == ["冠县 "]
        assert self.reply(program, "tracker project list uni") == ["unit:"]
        assert self.reply(program, "tracker unit show U", 63) == [""]

    def test_what_is_inserted_is_the_name_and_nothing_is_run(self, city: Runner, program: dict[str, str]) -> None:
        add(city, "company", *NASTY)
        for n, name in enumerate(NASTY, 2):
            [inserted] = self.reply(program, f"tracker company show c{n}")
            assert inserted == f"C{n} "
            found = self.reply(program, f"tracker company show '{name[:2]}") if "'" not in name[:2] else []
            assert all("\x1b" not in each and "\n" not in each for each in found)
        assert not list(city.database.parent.rglob("pwned"))


class Terminal:
    """A shell on a pseudo-terminal, with `tracker` shadowed by a function that shows its words."""

    def __init__(self, program: dict[str, str], *command: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, program)
        self.seen = ""

    def type(self, text: str) -> None:
        """Send keys."""
        os.write(self.fd, text.encode())

    def wait(self, text: str) -> None:
        """Read until a text is there."""
        for _ in range(PATIENCE):
            if text in self.seen:
                return
            ready, _, _ = select.select([self.fd], [], [], 0.2)
            self.seen += os.read(self.fd, 65536).decode(errors="replace") if ready else ""
        raise AssertionError((text, self.seen))

    def close(self) -> None:
        """End the shell."""
        os.close(self.fd)
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


SHADOW: Final = {
    "bash": "tracker() { printf '<%s>' \"$@\"; echo .; }; PS1='ready> '",
    "zsh": "tracker() { printf '<%s>' \"$@\"; echo .; }; PS1='ready> '; unsetopt zle_bracketed_paste prompt_sp",
    "fish": "function tracker; printf '<%s>' $argv; echo .; end; function fish_prompt; echo -n 'ready> '; end",
}
START: Final = {"bash": ("bash", "--norc", "--noprofile"), "zsh": ("zsh", "-f", "-i"), "fish": ("fish", "--no-config")}


@pytest.mark.parametrize("shell", START)
def test_a_real_shell_completes_by_the_tab_key(
    city: Runner, program: dict[str, str], tmp_path: Path, shell: str
) -> None:
    path = installed(shell)
    add(city, "company", "$(touch pwned) 项目'\"", "甲 乙:丙")
    source = tmp_path / f"script.{shell}"
    source.write_text(script(shell), encoding="utf-8")
    terminal = Terminal(program, path, *START[shell][1:])
    try:
        terminal.type(f"{SHADOW[shell]}; source {source}; echo st''art\n")
        terminal.wait("start\r")
        for typed, words in (
            ("tracker unit show 冠\t", "<unit><show><冠县>."),
            ("tracker project list unit:冠\t", "<project><list><unit:冠县>."),
            ("tracker company show 甲\t", "<company><show><甲 乙:丙>."),
            ("tracker company show '$(t\t", "<company><show><$(touch pwned) 项目'\">."),
        ):
            terminal.type(typed)
            terminal.wait(words[-4:-2])
            terminal.type("\n")
            terminal.wait(words)
            terminal.seen = ""
    finally:
        terminal.close()
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_pinyin_becomes_the_name(program: dict[str, str], tmp_path: Path, shell: str) -> None:
    """Not in fish, which offers only what has the typed letters in it."""
    path = installed(shell)
    source = tmp_path / f"script.{shell}"
    source.write_text(script(shell), encoding="utf-8")
    terminal = Terminal(program, path, *START[shell][1:])
    try:
        terminal.type(f"{SHADOW[shell]}; source {source}; echo st''art\n")
        terminal.wait("start\r")
        terminal.type("tracker project list unit:gx\t")
        terminal.wait("冠县")
        terminal.type("\n")
        terminal.wait("<project><list><unit:冠县>.")
    finally:
        terminal.close()
