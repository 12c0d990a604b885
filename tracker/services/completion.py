"""Shows and installs the scripts by which the shells complete words."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import BadUsage, Refused, reason_of
from tracker.result import Result
from tracker.rules.shells import SHELLS
from tracker.words import (
    COMPLETION_DRY,
    COMPLETION_NEXT,
    COMPLETION_POLICY,
    COMPLETION_SHELL_HINT,
    COMPLETION_SHELL_NEEDED,
    COMPLETION_SHELL_UNKNOWN,
    COMPLETION_UNWRITABLE,
    COMPLETION_UNWRITABLE_HINT,
    COMPLETION_WRITTEN,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.words import Words

ENDINGS: Final = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
MARK: Final = "# tracker"
PROFILE: Final = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $PROFILE.CurrentUserAllHosts"


class Step(NamedTuple):
    """A file to be written: whole, or one line at its end."""

    path: Path
    text: str
    whole: bool

    @property
    def done(self) -> bool:
        """Whether it holds this already."""
        there = self.path.read_text(encoding="utf-8", errors="replace") if self.path.is_file() else ""
        return there == self.text if self.whole else self.text.strip() in there.splitlines()

    def take(self) -> None:
        """Write it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.whole:
            self.path.write_text(self.text, encoding="utf-8", newline="\n")
            return
        ended = not self.path.is_file() or self.path.read_bytes()[-1:] in (b"", b"\n")
        with self.path.open("a", encoding="utf-8") as file:
            file.write(("" if ended else "\n") + self.text)


def script(shell: str) -> str:
    """The script of a shell."""
    return (files("tracker.services") / "shells" / f"tracker.{ENDINGS[shell]}").read_text(encoding="utf-8")


def show(shell: str | None) -> Result:
    """The script, to be put wherever the shell looks for such."""
    shell = known(shell)
    text = script(shell)
    return Result(("completion", "show"), data={"shell": shell, "script": text}, lines=tuple(text.splitlines()))


def install(shell: str | None, folder: Path, *, dry: bool) -> Result:
    """Put the script into a folder, and a line that reads it into the file that the shell begins with."""
    shell = known(shell)
    steps = list(_steps(shell, folder))
    missing = [step for step in steps if not step.done]
    for step in [] if dry else missing:
        try:
            step.take()
        except OSError as error:
            raise Refused(
                COMPLETION_UNWRITABLE(path=str(step.path), why=reason_of(error)),
                code="completion_unwritable",
                value=str(step.path),
                hint=COMPLETION_UNWRITABLE_HINT(shell=shell),
            ) from error
    said: list[Words] = [(COMPLETION_DRY if dry else COMPLETION_WRITTEN)(path=str(step.path)) for step in steps]
    after = [COMPLETION_POLICY] if shell == "powershell" else []
    data = {"shell": shell, "files": [str(step.path) for step in steps], "action": "installed" if missing else "same"}
    return Result(("completion", "install"), data=data, lines=(*said, *after, COMPLETION_NEXT))


def known(shell: str | None) -> str:
    """The shell that was named, else the one that the person uses; BadUsage where it is none that we know."""
    if shell is None:
        return _own(os.environ)
    name = "powershell" if shell.casefold() == "pwsh" else shell.casefold()
    if name not in SHELLS:
        what = COMPLETION_SHELL_UNKNOWN(value=shell)
        raise BadUsage(what, code="shell_unknown", value=shell, hint=COMPLETION_SHELL_HINT(shells=SHELLS))
    return name


def _own(environment: Mapping[str, str]) -> str:
    """The shell of the person: what logs in, and PowerShell on Windows."""
    name = "powershell" if sys.platform == "win32" else Path(environment.get("SHELL", "")).name
    if name not in SHELLS:
        raise BadUsage(COMPLETION_SHELL_NEEDED, code="shell_needed", hint=COMPLETION_SHELL_HINT(shells=SHELLS))
    return name


def _steps(shell: str, folder: Path) -> Iterator[Step]:
    """The files to be written for a shell: fish looks into a folder of its own, the others are told where to look."""
    home = Path.home()
    if shell == "fish":
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        yield Step(config / "fish" / "completions" / "tracker.fish", script(shell), whole=True)
        return
    path = folder / f"completion.{ENDINGS[shell]}"
    yield Step(path, script(shell), whole=True)
    if shell == "powershell":
        yield from (Step(profile, _line("$env:APPDATA", path), whole=False) for profile in _profiles())
    else:
        begins = {"bash": home / ".bashrc", "zsh": Path(os.environ.get("ZDOTDIR") or home) / ".zshrc"}
        yield Step(begins[shell], f". {shlex.quote(str(path))}  {MARK}\n", whole=False)


def _line(base: str, path: Path) -> str:
    """The line of a profile, without a letter that its encoding could garble, as a person's name may."""
    return f'. "{base}\\tracker\\{path.name}"  {MARK}\n' if sys.platform == "win32" else f'. "{path}"  {MARK}\n'


def _profiles() -> Iterator[Path]:
    """The profile of each PowerShell there is, as it names it itself."""
    for program in ("powershell", "pwsh"):
        found = shutil.which(program)
        if found:
            ran = subprocess.run([found, "-NoProfile", "-Command", PROFILE], capture_output=True, check=False)
            named = ran.stdout.decode("utf-8", errors="replace").strip()
            if named:
                yield Path(named)
