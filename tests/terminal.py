"""A person at a real pseudo-terminal: keys go to the program, and what it draws is read from a screen."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import pexpect
import pyte
from pexpect.fdpexpect import fdspawn

from tests.forking import resize

if TYPE_CHECKING:
    from types import TracebackType

# How often what is awaited is looked for, a fifth of a second each time that nothing is drawn. Not so many seconds: a
# machine that stood still for a minute has given the program no more time than us.
PATIENCE = 600
ENTER, TAB, DOWN, UP, BACKSPACE, CTRL_C, CTRL_D, CTRL_U = "\r", "\t", "\x1b[B", "\x1b[A", "\x7f", "\x03", "\x04", "\x15"
ROOT = Path(__file__).parents[1]
KEPT = ("TRACKER_DB", "TRACKER_TODAY", "TRACKER_ACTOR", "TRACKER_UNIT", "TRACKER_MONEY_UNIT", "HOME", "PATH")


class _Starter(NamedTuple):
    """The process that starts the program, and the way to it."""

    process: subprocess.Popen[bytes]
    place: socket.socket


@cache
def _starter() -> _Starter:
    """Start it once; it ends when this process does, as nobody writes to it any more."""
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.forking", str(its.fileno())]
    process = subprocess.Popen(command, cwd=ROOT, pass_fds=[its.fileno()], env=os.environ | {"PYTHONPATH": str(ROOT)})
    its.close()
    atexit.register(_stop, process, mine)
    return _Starter(process, mine)


def _stop(process: subprocess.Popen[bytes], place: socket.socket) -> None:
    place.close()
    process.wait()


def _ask_starter(request: object) -> tuple[Any, list[int]]:
    """What the starter answers, and the terminal that comes with it."""
    place = _starter().place
    place.send(json.dumps(request).encode())
    answer, numbers, _, _ = socket.recv_fds(place, 1024, 1)
    return json.loads(answer), numbers


class Seat:
    """One run of the program at a terminal of so many columns and rows."""

    def __init__(self, *argv: str, lang: str = "zh", columns: int = 100, rows: int = 50, **environment: str) -> None:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        env = kept | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TRACKER_LANG": lang} | environment
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self.raw = ""
        self._child, [self._terminal] = _ask_starter([argv, env, str(Path.cwd()), columns, rows])
        self._place = fdspawn(self._terminal, encoding="utf-8")
        self._place.delaybeforesend = None
        self._code: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._place.close()
        if self._code is None:
            os.kill(self._child, signal.SIGKILL)
            _ask_starter(self._child)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(map(self._row, range(self._screen.lines))).rstrip()

    @property
    def line(self) -> str:
        """The line that the cursor is in."""
        return self._row(self._screen.cursor.y)

    def _row(self, number: int) -> str:
        """One line; beside a wide character stands an empty one, alone too while another is drawn over its half."""
        cells = self._screen.buffer[number]
        return "".join(cells[n].data for n in range(self._screen.columns)).rstrip()

    def sees(self, words: str) -> str:
        """Wait until the screen shows some words; what it shows then."""
        for _ in range(PATIENCE):
            if words in self.text or not self._read():
                break
        assert words in self.text, f"no {words!r} on the screen:\n{self.text}"
        return self.text

    def types(self, *keys: str) -> None:
        """Press keys."""
        self._place.send("".join(keys))

    def resizes(self, columns: int, rows: int) -> None:
        """Make the window wider or narrower."""
        self._screen.resize(rows, columns)
        resize(self._terminal, columns, rows)

    def ends(self) -> int:
        """Wait until the program ends; its exit code."""
        assert not all(self._read() for _ in range(PATIENCE)), f"still running:\n{self.text}"
        self._code = int(_ask_starter(self._child)[0])
        return self._code

    def looks(self) -> None:
        """Take in what has been drawn, if anything has."""
        self._read()

    def _read(self) -> bool:
        """Take in what the program has drawn; False once it has ended."""
        try:
            drawn = self._place.read_nonblocking(65536, 0.2)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += drawn
        self._stream.feed(drawn)
        return True
