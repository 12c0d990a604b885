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
    from collections.abc import Callable, Mapping, Sequence

HERE: Final = Path(__file__).parent
ROUNDS: Final = 11
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


class Timed(NamedTuple):
    """The seconds of every round of one case."""

    seconds: tuple[float, ...]

    @property
    def least(self) -> float:
        """The fastest round: noise only ever adds."""
        return min(self.seconds)

    def over(self, other: Timed) -> float:
        """How many times as long as the other, by their fastest rounds."""
        return self.least / other.least

    def median_over(self, other: Timed) -> float:
        """The same as the median over the rounds, each against its own round."""
        return median(mine / its for mine, its in zip(self.seconds, other.seconds, strict=False))


def interleaved(
    cases: Mapping[str, Callable[[], object]],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = children_seconds,
) -> dict[str, Timed]:
    """Run every case once in each round, after one run that warms it up."""
    for case in cases.values():
        case()
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            start = clock()
            case()
            seconds[name].append(clock() - start)
    return {name: Timed(tuple(each)) for name, each in seconds.items()}


class Series:
    """Cases timed against each other, with more rounds where a bound is missed: noise only ever adds."""

    def __init__(self, cases: Mapping[str, Callable[[], object]]) -> None:
        self._cases = cases
        self.timed = interleaved(cases)

    def settled(self, case: str, floor: str, bound: float) -> tuple[Timed, Timed]:
        """The times of a case and of its floor, of up to three times as many rounds while it is above its bound."""
        for _ in range(2):
            if self.timed[case].over(self.timed[floor]) <= bound:
                break
            more = interleaved({name: self._cases[name] for name in (case, floor)})
            self.timed |= {name: Timed(self.timed[name].seconds + each.seconds) for name, each in more.items()}
        return self.timed[case], self.timed[floor]


class Figure(NamedTuple):
    """One line of the table that a benchmark run ends with."""

    what: str
    ratio: float
    median: float
    bound: float
    against: str

    def __str__(self) -> str:
        return f"{self.what:<46} {self.ratio:>6.2f} {self.median:>7.2f} {self.bound:>6.2f}  × {self.against}"


FIGURES: Final[list[Figure]] = []
HEADING: Final = f"{'ratio of':<46} {'least':>6} {'median':>7} {'bound':>6}"


def at_most(what: str, timed: Timed, bound: float, against: str, floor: Timed) -> None:
    """Note a ratio, and fail where that of the fastest rounds is above its bound; the median is only shown beside it.

    One of the two has to decide: the lower of both once let a board pass that was too slow.
    """
    figure = Figure(what, timed.over(floor), timed.median_over(floor), bound, against)
    FIGURES.append(figure)
    assert figure.ratio <= bound, f"\n{HEADING}\n{figure}"
