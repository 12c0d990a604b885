"""Times whole processes against each other: interleaved rounds, ratios only.

What is timed is processor time, of the process and the kernel for it, which other work on the machine disturbs least.
"""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import struct
import subprocess
import sys
import termios
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

HERE: Final = Path(__file__).parent
ROUNDS: Final = 11
CLEAR: Final = 0.96  # of a bound: a median at most so high is as good as decided
MORE: Final = 8  # times that as many rounds are run again where it is not
CEILING: Final = 300.0  # seconds of a case and its floor, by their clock, beyond which no more rounds are run
ROWS, COLUMNS = 50, 200  # of the pseudo-terminal: wide enough for every table to be drawn
# As a person's shell has it: compiled modules are kept, and nothing says how wide or colourful the terminal is.
DROPPED: Final = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
# What the console script does, run in the same form as the floor: a script, by the same interpreter.
TRACKER: Final = (sys.executable, str(HERE / "scripts" / "run_tracker.py"))


def script(name: str, *arguments: str) -> tuple[str, ...]:
    """One of our scripts, run by the same interpreter."""
    return (sys.executable, str(HERE / "scripts" / f"{name}.py"), *arguments)


def environment() -> dict[str, str]:
    """The environment of every process that is timed."""
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    kept = {name: value for name, value in kept.items() if not name.startswith("TRACKER_")}
    return kept | {"PYTHONPATH": str(HERE.parents[1]), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


def to_pipe(command: Sequence[str]) -> str:
    """Run a command to its end and give what it printed into a pipe."""
    ran = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()


def to_terminal(command: Sequence[str]) -> str:
    """Run a command to its end and give what it drew on a pseudo-terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    with subprocess.Popen(command, env=environment(), stdin=slave, stdout=slave, stderr=slave) as process:
        os.close(slave)
        drawn = b""
        while chunk := _read(master):
            drawn += chunk
    os.close(master)
    assert process.returncode == 0, drawn.decode()
    return drawn.decode()


def _read(master: int) -> bytes:
    """What is there to read; nothing once the other end is closed, which Linux reports as an error."""
    try:
        return os.read(master, 65536)
    except OSError:
        return b""


def peak_megabytes(command: Sequence[str]) -> float:
    """The most memory that a command held at any time, run to its end into nowhere."""
    with subprocess.Popen(
        command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss / 1024


def children_seconds() -> float:
    """The processor time of all processes started so far that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Ratio(NamedTuple):
    """How many times as long as its floor a case takes: the median of its rounds, and by the fastest of each side."""

    median: float
    fastest: float


def ratio(seconds: Sequence[float], floor: Sequence[float]) -> Ratio:
    """Compare the two round by round; beside it, for information, the fastest of each."""
    rounds = zip(seconds, floor, strict=True)
    return Ratio(median(mine / its for mine, its in rounds), min(seconds) / min(floor))


class Figure(NamedTuple):
    """One line of the table that a benchmark run ends with."""

    what: str
    median: float
    fastest: float
    bound: float
    against: str

    def __str__(self) -> str:
        return f"{self.what:<46} {self.median:>6.2f} {self.fastest:>7.2f} {self.bound:>6.2f}  × {self.against}"


FIGURES: Final[list[Figure]] = []
HEADING: Final = f"{'ratio of':<46} {'median':>6} {'fastest':>7} {'bound':>6}"
NO_BOUND: Final = float("inf")  # of figures that are told and held to nothing


class Series:
    """Cases timed against each other in rounds: in each round every case once, so that all meet the same machine.

    How a bound is decided, so that noise upsets it neither way:

    - Each round of a case is compared with the floor's beside it, and the median over the rounds decides: what slows
      both of them down cancels in a round, and what meets one of them meets the other as often.
    - No part of the rounds says it better. The fastest of each side are chance: one lucky round of the floor (2.2 s
      among 2.7 to 3.7) fails a program that is fast enough, one lucky round of the program passes one that is not. So
      are fast quarters of each side where a machine has two speeds (1.67 beside a median of 1.46 in 105 rounds), and so
      is the quieter half of the rounds, most of which then had one side fast and the other slow (1.02 beside 0.84).
    - A median that is not clearly below the bound comes perhaps of too few rounds: as many are run again, up to `MORE`
      times, until it is or they have taken `CEILING` seconds. What it is then decides. On a machine whose every run has
      one of two speeds, of programs 10 % above their bound at most 5 in a hundred pass by 11 rounds at a time, of those
      5 % below it at most one fails.
    """

    def __init__(
        self,
        cases: Mapping[str, Callable[[], object]],
        rounds: int = ROUNDS,
        clock: Callable[[], float] = children_seconds,
        *,
        warm: bool = True,
    ) -> None:
        """Run the rounds; before them every case once to warm up, unless that alone would take minutes."""
        self._cases, self._count, self._clock = cases, rounds, clock
        self._rounds: list[dict[str, float]] = []
        for case in cases.values() if warm else ():
            case()
        self._run(cases)

    def least(self, case: str) -> float:
        """The seconds of its fastest round, to tell them."""
        return min(each[case] for each in self._rounds if case in each)

    def at_most(self, bound: float, case: str, floor: str | Mapping[str, float], what: str, against: str) -> None:
        """Note how a case stands to its floor, and fail where that is above the bound.

        A floor is a case, or so many times each of several: {"floor": 1, "sql": 1.3, "bare": -1.3}.
        """
        parts = {floor: 1.0} if isinstance(floor, str) else floor
        needed = {case, *parts}
        for _ in range(MORE):
            if self._ratio(case, parts).median <= CLEAR * bound or self._spent(needed) > CEILING:
                break
            self._run(needed)
        figure = Figure(what, *self._ratio(case, parts), bound, against)
        FIGURES.append(figure)
        assert figure.median <= bound, f"\n{HEADING}\n{figure}"

    def _run(self, needed: Collection[str]) -> None:
        """Run some of the cases, in the order of the series, for its number of rounds."""
        for _ in range(self._count):
            self._rounds.append({name: self._timed(case) for name, case in self._cases.items() if name in needed})

    def _timed(self, case: Callable[[], object]) -> float:
        start = self._clock()
        case()
        return self._clock() - start

    def _ratio(self, case: str, parts: Mapping[str, float]) -> Ratio:
        """A case against the sum of its floor's parts, over the rounds in which all of them were run."""
        rounds = [each for each in self._rounds if {case, *parts} <= each.keys()]
        floor = [sum(times * each[part] for part, times in parts.items()) for each in rounds]
        return ratio([each[case] for each in rounds], floor)

    def _spent(self, needed: set[str]) -> float:
        """The seconds that some cases have taken so far."""
        return sum(each[name] for each in self._rounds for name in needed & each.keys())
