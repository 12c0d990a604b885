"""Where output goes: the streams of this process, and what they can show."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TextIO

from tracker.render.shown import said

if TYPE_CHECKING:
    from tracker.words import Lang, Words

Colour = Literal["auto", "always", "never"]

_NARROWEST: Final = 40  # what a terminal says of itself may be 0


class Terminal(NamedTuple):
    """Where output goes and what it may look like; `is_terminal` and `width` are those of `out`."""

    out: TextIO
    err: TextIO
    in_: TextIO | None
    is_terminal: bool
    width: int
    colour: bool
    lang: Lang
    quiet: bool = False

    @classmethod
    def detect(cls, lang: Lang, colour: Colour = "auto", *, quiet: bool = False) -> Terminal:
        """Take the streams of this process: whether stdout is a terminal decides, whatever FORCE_COLOR says."""
        for stream in (sys.stdout, sys.stderr):
            _never_fail(stream)
        is_terminal = is_screen(sys.stdout)
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        coloured = colour == "always" or (colour == "auto" and is_terminal and not plain)
        return cls(sys.stdout, sys.stderr, sys.stdin, is_terminal, _columns(sys.stdout), coloured, lang, quiet)

    def say(self, line: Words) -> None:
        """Say one line beside the data."""
        self.err.write(said(line, self.lang) + "\n")

    @property
    def beside(self) -> Terminal:
        """The terminal on which questions are asked, for what is shown beside them."""
        return self._replace(out=self.err, is_terminal=True, width=_columns(self.err))

    @property
    def can_ask(self) -> bool:
        """Whether a person sits there to answer: questions go to stderr, answers come from stdin."""
        return is_screen(self.in_) and is_screen(self.err)


def is_screen(stream: TextIO | None) -> bool:
    """Whether a stream is there and ends at a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def _columns(stream: TextIO) -> int:
    """The width that COLUMNS or the terminal says; 80 without either (`shutil` knows it too, but loads slowly)."""
    try:
        columns = int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return max(_NARROWEST, columns or 80)


def _never_fail(stream: TextIO) -> None:
    """Let a character that the stream's encoding lacks come out as an escape instead of an error."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
