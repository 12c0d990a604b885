"""The entry: a fast `--version`, the language, lazily loaded commands, and the one place that makes errors exits."""

from __future__ import annotations

import gc
import sys

from tracker import __version__

TYPE_CHECKING = False  # not from typing, which takes as long to load as the whole interpreter: see `--version`
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.errors import TrackerError
    from tracker.words import Lang

YOUNG = 100_000  # a command lives for a second: looking through all it has made more often costs more than it frees


def run() -> None:
    """The console script; Ctrl-C ends it in one line from its first moment on, while it is still being loaded."""
    argv = sys.argv[1:]
    try:
        ended = main(argv)
    except KeyboardInterrupt:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_DFL)  # pressed once more, it ends the program without a word
        ended = _interrupted(argv)
    sys.exit(ended)


def _interrupted(argv: list[str]) -> int:
    """Say that it was interrupted, and what had been written by then; give the exit code."""
    from tracker import words
    from tracker.errors import Interrupted
    from tracker.written import batches

    what = words.INTERRUPTED_LATE(batches=batches()) if batches() else words.INTERRUPTED
    return _failed(Interrupted(what, code="interrupted"), argv)


def main(argv: Sequence[str]) -> int:
    """Run one command line and give its exit code; nothing but the answer is loaded for `--version`."""
    gc.set_threshold(YOUNG)
    words = ["--help"] if list(argv) in ([], ["--lang"]) else list(argv)
    if words in (["--version"], ["-V"]):
        sys.stdout.write(f"tracker {__version__}\n")
        return 0
    if words[0] == "__complete":
        return _complete(words[1:])
    from tracker.words import speak

    speak(_language(words))
    return _guarded(words)


def _complete(arguments: list[str]) -> int:
    """Answer the script of a shell; in the middle of someone's typing nothing may fail aloud."""
    try:
        from tracker.commands.complete import complete

        said = complete(arguments)
    except (Exception, KeyboardInterrupt):
        return 1
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(f"{said}\n")
    return 0


def _language(argv: list[str]) -> Lang:
    """The language of this command, before anything else of it has been read."""
    import os
    from pathlib import Path

    from tracker.settings import language

    return language(argv, os.environ, Path.cwd())


def _guarded(argv: list[str]) -> int:
    """Run the command and translate whatever it raises: the one `except` for everything."""
    import typer

    from tracker import words
    from tracker.commands.lazy import app
    from tracker.errors import BadUsage, Exit, TrackerError

    try:
        ended = app()(args=argv, standalone_mode=False, prog_name="tracker", obj=argv)
        if ended == Exit.INTERRUPTED:  # Typer turns Ctrl-C into a return value
            return _interrupted(argv)
    except TrackerError as error:
        return _failed(error, argv)
    except typer.TyperException as error:
        hint = words.HELP_HINT(command=" ".join(["tracker", *_nouns(argv)]))
        return _failed(BadUsage(_said(error), code="usage", hint=hint), argv)
    except typer.Exit as ended:
        return int(ended.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted(argv)
    except Exception as error:
        if "--debug" in argv:
            raise
        return _failed(_fault(error), argv)
    return int(ended or Exit.OK)


def _fault(error: Exception) -> TrackerError:
    """A fault of the program; but a path that the system refuses, such as one of too long a name, is none."""
    from tracker import words
    from tracker.errors import Refused, TrackerError, reason_of
    from tracker.written import batches

    if isinstance(error, OSError) and error.filename:
        path = str(error.filename)
        what = words.PATH_REFUSED(path=path, reason=reason_of(error))
        return Refused(what, code="path_refused", value=path, hint=words.PATH_REFUSED_HINT)
    hint = words.BUG_HINT_LATE(batches=batches()) if batches() else words.BUG_HINT
    return TrackerError(words.BUG(error=f"{type(error).__name__}: {error}"), code="bug", hint=hint)


def _failed(error: TrackerError, argv: list[str]) -> int:
    """Say what went wrong in the language and format of the command line, as far as it can be read."""
    from tracker.render.door import fail
    from tracker.render.terminal import Terminal

    terminal = Terminal.detect(_language(argv))
    return fail(error, terminal, "json" if _wants_json(argv) else None, _nouns(argv))


def _said(error: Exception) -> str:
    """What Typer says of a usage error, in its own words."""
    format_message = getattr(error, "format_message", None)
    return str(format_message()) if format_message else str(error)


def _wants_json(argv: list[str]) -> bool:
    """Whether the command line asks for JSON, in any of the ways that an option is written."""
    pairs = zip(argv, [*argv[1:], ""], strict=False)
    return any(
        (word in ("-f", "--format") and after == "json") or word in ("-fjson", "--format=json") for word, after in pairs
    )


def _nouns(argv: list[str]) -> list[str]:
    """The command's own words, without options and what belongs to them."""
    from tracker.commands import REGISTRY

    start = next((n for n, word in enumerate(argv) if word in REGISTRY), None)
    if start is None:
        return []
    verb = argv[start + 1 : start + 2]
    return [argv[start], *(word for word in verb if word.isascii() and word.isalpha())]
