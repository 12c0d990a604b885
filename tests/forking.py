"""Starts the program at pseudo-terminals from a process that has everything loaded: a start costs no seconds.

Run with the number of a socket. A request `[argv, environment, folder, columns, rows]` is answered with the child's
number and the other end of its terminal; a request that is a number waits for that child and is answered by its code.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import socket
import struct
import sys
import termios
import traceback
from typing import NoReturn

import prompt_toolkit.application
import prompt_toolkit.layout.processors
import rich.console
import rich.text

import tracker.commands.editing
import tracker.commands.funds
import tracker.commands.plans
import tracker.render.table
import tracker.services.history
import tracker.services.near
import tracker.services.records
from tracker.cli import main

LOADED = (prompt_toolkit, rich, tracker)


def resize(terminal: int, columns: int, rows: int) -> None:
    """Give a terminal its size."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def start(argv: list[str], environment: dict[str, str], folder: str) -> NoReturn:
    """Be the program; its exit code is this process's."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    # Tests that run in the background of a shell inherit that Ctrl-C is ignored; at a terminal it is not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", buffering=1, closefd=False) for n in (1, 2))  # noqa: SIM115
    code = 1
    try:
        code = main(argv)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def serve(place: socket.socket) -> None:
    """Answer requests until the other end is closed."""
    while line := place.recv(1 << 20):
        request = json.loads(line)
        if isinstance(request, int):
            _, status = os.waitpid(request, 0)
            place.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())
            continue
        *told, columns, rows = request
        child, terminal = pty.fork()
        if child == 0:
            resize(0, columns, rows)
            place.close()
            start(*told)
        socket.send_fds(place, [json.dumps(child).encode()], [terminal])
        os.close(terminal)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
