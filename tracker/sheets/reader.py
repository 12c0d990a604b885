"""Reading files from outside: sheets with their raw cell values; every failure is an error with the file's name.

A file is read in a process of its own, within limits of memory and time: whatever it holds, the program goes on.
"""

from __future__ import annotations

import os
import pickle
import stat
import subprocess
import sys
from dataclasses import dataclass, field, replace
from itertools import starmap
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING, Any, Final, Self

from tracker.errors import reason_of
from tracker.garbage import uncollected
from tracker.sheets.cells import Row
from tracker.sheets.findings import Facts
from tracker.sheets.messages import Begin, Done, Note, Refusal, Rows
from tracker.sheets.reasons import missing, note_of, refusal, unreadable
from tracker.sheets.refusals import Why
from tracker.words import BOOK_NO_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.sheets.formats import Scale
    from tracker.sheets.messages import Message
    from tracker.words import Words

MOST_FILE_BYTES: Final = 60 * 1024 * 1024
MEMORY: Final = 1024 * 1024 * 1024
SECONDS: Final = 60.0
_LOCK_BYTES: Final = 1024  # the largest that Excel and WPS leave beside an open file have 165
_PIPE: Final = 1024 * 1024
# Isolated, and without the site: it starts in a third of the time. The optional library stands on the path given.
_CODE: Final = "import sys; sys.path += sys.argv[2:]; from tracker.sheets.child import main; main(int(sys.argv[1]))"


@dataclass(frozen=True)
class SheetData:
    """One worksheet: its rows but the empty ones, and what is to be known beside their values. All count from 1.

    A formula is its last computed value; those that have none are `uncached`, and None in their row. `merges` are
    first row, first column, last row, last column; `hidden_rows` are only rows that hold a value, and `filtered` says
    that a filter hides them. `decimals` tell how many are shown of a number from 1900 to 2100 where that is fixed,
    `scales` by what power of ten a number is shown divided, and the words shown behind and before it; `struck` are the
    rows with a text struck through. `note` says how a file was read that is no .xlsx.
    """

    name: str
    hidden: bool
    rows: tuple[Row, ...]
    very_hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    uncached: frozenset[tuple[int, int]] = frozenset()
    decimals: Mapping[tuple[int, int], int] = field(default_factory=dict)
    scales: Mapping[tuple[int, int], Scale] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()
    note: Words | None = None


def read_book(path: Path) -> list[SheetData]:
    """Read every sheet of a workbook or a text file, hidden ones too; errors as those of `Reading`."""
    with Reading(path) as reading:
        return reading.sheets()


class Reading:
    """A file that is being read, from here on until `sheets` hands over what it holds.

    Raises NotFound without such a file, BadData for anything that is no sound workbook of a sensible size.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with open(path, "rb", opener=_open_at_once) as file:
                _check_file(file, path)
                self._process = _start(file)
        except FileNotFoundError as error:
            raise missing(path) from error
        except OSError as error:
            raise unreadable(path, reason_of(error)) from error
        self._late = False
        self._timer = Timer(SECONDS, self._stop)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._process.kill()
        self._process.communicate()

    def sheets(self) -> list[SheetData]:
        """All sheets, once the file is read to its end."""
        assert self._process.stdout is not None
        with uncollected():
            return gathered(self._messages(self._process.stdout), self._path)

    def _messages(self, told: IO[bytes]) -> Iterator[Message]:
        """What the process tells; where it ends too early, why it did."""
        try:
            yield from _messages(told)
        except (EOFError, pickle.UnpicklingError):
            yield Refusal(self._why_it_ended().value, {"n": int(SECONDS)})

    def _why_it_ended(self) -> Why:
        assert self._process.stderr is not None
        last_words = self._process.stderr.read()
        self._process.wait()
        if self._late:
            return Why.TIME
        return Why.MEMORY if b"memory" in last_words.lower() else Why.CRASHED

    def _stop(self) -> None:
        self._late = True
        self._process.kill()


def _open_at_once(name: str, flags: int) -> int:
    """Open without waiting for the other end, should it be a pipe."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _check_file(file: IO[bytes], path: Path) -> None:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise unreadable(path, BOOK_NO_FILE)
    if not status.st_size:
        raise refusal(path, Why.EMPTY, {})
    if status.st_size > MOST_FILE_BYTES:
        raise refusal(path, Why.FILE_BYTES, {"n": MOST_FILE_BYTES // 1024 // 1024})
    if path.name.startswith("~$") and status.st_size <= _LOCK_BYTES:
        raise refusal(path, Why.IS_LOCK, {})


def _start(file: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the process that reads, with an input of its own: nothing of the file's name can mislead it."""
    paths = [str(Path(__file__).parents[2]), *(path for path in sys.path if Path(path).is_absolute())]
    command = [sys.executable, "-I", "-S", "-c", _CODE, str(MEMORY), *paths]
    process = subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    _widen(process.stdout)
    return process


def _widen(pipe: IO[bytes]) -> None:
    """Let the process tell a small file whole before anyone listens, where the system can."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        return


class _Messages(pickle.Unpickler):
    """Reads messages, and makes nothing but what they are made of."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _KNOWN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


_KNOWN: Final = frozenset(
    {("datetime", name) for name in ("datetime", "time", "timedelta")}
    | {("tracker.sheets.messages", each.__name__) for each in (Note, Begin, Rows, Refusal, Done)}
    | {("tracker.sheets.findings", "Facts"), ("tracker.sheets.cells", "CellError")}
)


def _messages(told: IO[bytes]) -> Iterator[Message]:
    """Messages up to the last one; EOFError or UnpicklingError where they end before it."""
    while True:
        message = _Messages(told).load()
        yield message
        if isinstance(message, (Done, Refusal)):
            return


def gathered(messages: Iterable[Message], path: Path) -> list[SheetData]:
    """The sheets that messages tell of; BadData for a refusal, and where values would be lost on the way."""
    sheets: list[SheetData] = []
    note: Words | None = None
    begun, rows = Begin(""), list[Row]()
    for message in messages:
        if isinstance(message, Rows):
            rows += starmap(Row, message.rows)
        elif isinstance(message, Begin):
            begun, rows = message, []
        elif isinstance(message, Note):
            note = note_of(message, path)
        elif isinstance(message, Facts):
            sheets.append(replace(_sheet(begun, rows, message, path), note=note))
        elif isinstance(message, Refusal):
            raise refusal(path, Why(message.why), message.values)
    return sheets


def _sheet(begun: Begin, rows: list[Row], facts: Facts, path: Path) -> SheetData:
    if not facts.in_order:
        rows = _in_order(rows, path)
    if sum(len(row.cells) - row.cells.count(None) for row in rows) != facts.cells:
        raise refusal(path, Why.LOST, {})
    return SheetData(
        begun.name or path.stem,
        begun.hidden,
        tuple(rows),
        begun.very_hidden,
        facts.merges,
        facts.hidden_rows,
        facts.hidden_columns,
        facts.filtered,
        facts.uncached,
        dict(facts.decimals),
        dict(facts.scales),
        facts.struck,
    )


def _in_order(rows: list[Row], path: Path) -> list[Row]:
    """Rows in the order of their numbers, those of one number made one; a cell that stands twice is refused."""
    cells: dict[int, tuple[Any, ...]] = {}
    for number, values in rows:
        cells[number] = _merged(cells[number], values, number, path) if number in cells else values
    return [Row(number, cells[number]) for number in sorted(cells)]


def _merged(one: tuple[Any, ...], other: tuple[Any, ...], number: int, path: Path) -> tuple[Any, ...]:
    width = max(len(one), len(other))
    pairs = [((*one, *[None] * width)[at], (*other, *[None] * width)[at]) for at in range(width)]
    for column, (left, right) in enumerate(pairs, start=1):
        if left is not None and right is not None:
            raise refusal(path, Why.CELL_TWICE, {"row": number, "column": column})
    return tuple(right if left is None else left for left, right in pairs)
