"""The process that reads a file from outside: apart from the program, with little memory, so that nothing can harm it.

It is started with the file as its input, and tells what it finds on its output.
"""

from __future__ import annotations

import gc
import pickle
from typing import IO, TYPE_CHECKING, Final

from tracker.sheets.messages import Done, Refusal
from tracker.sheets.refusals import Unreadable, Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.sheets.messages import Message

MOST_TOLD: Final = 512 * 1024 * 1024  # one shared text may stand in millions of cells


def main(memory: int) -> None:
    """Read the file on the standard input; tell all of it, or at the end why it cannot be read."""
    _limit(memory)
    gc.disable()  # nothing here refers to itself
    with open(0, "rb", closefd=False) as file, open(1, "wb", closefd=False) as out:
        for message in told(file):
            out.write(message)


def told(file: IO[bytes]) -> Iterator[bytes]:
    """What is read of a file as bytes, one piece of them a message."""
    size = 0
    for message in _messages(file):
        piece = pickle.dumps(message, protocol=5)
        size += len(piece)
        if size > MOST_TOLD:
            yield pickle.dumps(Refusal(Why.BYTES.value, {"n": MOST_TOLD // 1024 // 1024}), protocol=5)
            return
        yield piece


def _messages(file: IO[bytes]) -> Iterator[Message]:
    from tracker.sheets.recognition import read

    try:
        yield from read(file)
        yield Done()
    except Unreadable as refused:
        yield Refusal(refused.why.value, refused.values)
    except MemoryError:
        yield Refusal(Why.MEMORY.value, {})
    except Exception:  # whatever a damaged part makes a parser stumble over
        yield Refusal(Why.DAMAGED.value, {})


def _limit(memory: int) -> None:
    """Take no more memory than this, where the system can hold a process to it."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, ValueError, OSError):  # Windows; macOS; a system that allows even less
        return
