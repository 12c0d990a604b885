"""The one place that prints and asks: results, errors, questions, progress, each to its stream."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from itertools import zip_longest
from time import monotonic
from typing import TYPE_CHECKING, Final

from tracker.errors import BadUsage, Refused
from tracker.render.plain import csv_text, joined, left_out, left_out_text, markdown_page, plain_lines, tsv_text
from tracker.render.shown import said, shown
from tracker.render.terminal import is_screen
from tracker.rules.widths import cell_width, clip, pad
from tracker.words import (
    CHOOSE_ASK,
    CHOOSE_OPTION,
    CONFIRM_ASK,
    DECLINED,
    DECLINED_HINT,
    ENDING_UNKNOWN,
    ERROR_LINE,
    FILE_WRITTEN,
    FORMAT_HINT,
    FORMAT_NOT_IN_FILE,
    FORMAT_UNKNOWN,
    HINT_LINE,
    NO_PDF,
    NO_PDF_HINT,
    NOT_CONFIRMED,
    NOT_CONFIRMED_HINT,
    NOTE_LINE,
    PLACE_AND_WHAT,
    TABLES_LEFT_OUT_HINT,
    TEMPLATE_KNOWN,
    TEMPLATE_UNKNOWN,
    WARNING_LINE,
    WHAT_AND_VALUE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import TextIO

    from tracker.errors import Problem, TrackerError
    from tracker.render.terminal import Terminal
    from tracker.result import Message, Result
    from tracker.words import Lang, Say, Words

FORMATS: Final = ("table", "plain", "csv", "tsv", "json", "md")
ENDINGS: Final = {
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "md",
    ".txt": "plain",
    ".xlsx": "xlsx",
    ".html": "html",
    ".docx": "docx",
}
_YES: Final = frozenset({"y", "yes", "是", "好", "确认"})


def show(
    result: Result,
    terminal: Terminal,
    format: str | None = None,
    output: Path | None = None,
    *,
    force: bool = False,
) -> None:
    """Print a result, or write it to a file whose ending decides: data to stdout, everything else to stderr.

    Raises BadUsage for an unknown format or ending, Refused for a file that is there already without `force`.
    """
    chosen = chosen_format(format, output, terminal)
    with _quiet_when_closed(terminal):
        if output is not None:
            _write_file(result, terminal, chosen, output, force=force)
        elif chosen == "table":
            _draw(result, terminal)
        else:
            terminal.out.write(_for_stream(_rendered(result, terminal, chosen), terminal, chosen))
        terminal.out.flush()
    if chosen != "json":
        _say_beside(result, terminal, chosen)
    if output is not None and not terminal.quiet:
        terminal.say(NOTE_LINE(line=FILE_WRITTEN(path=output)))


def chosen_format(format: str | None, output: Path | None, terminal: Terminal) -> str:
    """Settle the format: the one asked for, else by the file's ending, else a table on a terminal and plain text."""
    if format is not None:
        if format not in FORMATS:
            raise _unknown(FORMAT_UNKNOWN, format)
        ending = "" if output is None else output.suffix.lower()
        if ENDINGS.get(ending, format) not in FORMATS:
            raise _unknown(FORMAT_NOT_IN_FILE, format, ending=ending)
        return format
    if output is None:
        return "table" if terminal.is_terminal else "plain"
    ending = output.suffix.lower()
    if ending == ".pdf":
        hint = NO_PDF_HINT(page=output.with_suffix(".html").name)
        raise BadUsage(NO_PDF(value=output.name), code="format_pdf", place="--output", value=output.name, hint=hint)
    if ending not in ENDINGS:
        raise _unknown(ENDING_UNKNOWN, output.name or str(output))
    return ENDINGS[ending]


def refuse_output(format: str | None, output: Path | None, terminal: Terminal, *, force: bool) -> str:
    """Settle the format; refuse, before anything is done, one or a file in which the result could not be shown."""
    chosen = chosen_format(format, output, terminal)
    if output is not None:
        from tracker.sheets.files import refuse_unwritable

        refuse_unwritable(output, force=force)
    return chosen


def fail(
    error: TrackerError,
    terminal: Terminal,
    format: str | None = None,
    command: Sequence[str] = (),
) -> int:
    """Say what is wrong, each problem with its hint, and give the exit code; with `json` as an object on stdout too."""
    if format == "json":
        from tracker.render.data import error_envelope

        written = error_envelope(command, error, error.exit, terminal.lang, pretty=terminal.is_terminal)
        with _quiet_when_closed(terminal):
            terminal.out.write(_for_stream(written, terminal, "json"))
            terminal.out.flush()
        return int(error.exit)
    several = error.problem not in error.problems
    say_problems((*error.problems, error.problem) if several else error.problems, terminal)
    return int(error.exit)


def confirm(question: Words, terminal: Terminal) -> bool:
    """Ask a question on stderr and read the answer; Enter is no. Raises Refused where nobody can answer."""
    answers = _answers(question, terminal)
    return _answer(CONFIRM_ASK(question=question), terminal, answers).strip().casefold() in _YES


def choose(question: Words, options: Sequence[tuple[str, Words]], terminal: Terminal) -> str:
    """Ask which of some options it is, each with its key, until one is typed; Refused where nobody answers."""
    answers = _answers(question, terminal)
    terminal.say(question)
    listed = tuple(CHOOSE_OPTION(key=key, label=label) for key, label in options)
    while True:
        answer = _answer(CHOOSE_ASK(options=listed), terminal, answers)
        if not answer.endswith("\n"):
            raise Refused(DECLINED, code="not_confirmed", hint=DECLINED_HINT)
        typed = answer.strip().casefold()
        if typed in dict(options):
            return typed


def _answers(question: Words, terminal: Terminal) -> TextIO:
    """Where answers come from, once what was printed before is out; Refused where nobody can answer."""
    if not terminal.can_ask or terminal.in_ is None:
        raise Refused(NOT_CONFIRMED(question=question), code="not_confirmed", hint=NOT_CONFIRMED_HINT)
    terminal.out.flush()
    return terminal.in_


def _answer(asked: Words, terminal: Terminal, answers: TextIO) -> str:
    """The line that is typed after some words; one without a line break is the end of all input."""
    terminal.err.write(said(asked, terminal.lang))
    terminal.err.flush()
    answer = answers.readline()
    if not answer.endswith("\n"):
        terminal.err.write("\n")
    return answer


class Progress:
    """A line on stderr that says how far long work is, if that is a terminal; gone when the work is done."""

    def __init__(self, terminal: Terminal, *, every: float = 0.1) -> None:
        self._terminal = terminal
        self._on = is_screen(terminal.err) and not terminal.quiet
        self._every = every
        self._next = 0.0
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._width:
            self._draw("")

    def step(self, done: int, total: int | None, words: Words) -> None:
        """Show `words` and how much is done, at most ten times a second."""
        if not self._on or monotonic() < self._next:
            return
        self._next = monotonic() + self._every
        share = f"{done:,}" if not total else f"{done:,}/{total:,} {done * 100 // total}%"
        self._draw(clip(f"{said(words, self._terminal.lang)} {share}", self._terminal.width - 1))

    def _draw(self, line: str) -> None:
        self._terminal.err.write("\r" + pad(line, self._width) + ("" if line else "\r"))
        self._terminal.err.flush()
        self._width = cell_width(line)


def _rendered(result: Result, terminal: Terminal, chosen: str, *, to_file: bool = False) -> str:
    lang = terminal.lang
    if chosen == "json":
        from tracker.render.data import envelope

        return envelope(result, lang, pretty=terminal.is_terminal and not to_file)
    if chosen == "html":
        from tracker.render.html import page

        return page(result, lang)
    if chosen in ("csv", "tsv"):
        table = joined(result.tables)
        if table is None:
            return ""
        return tsv_text(table, lang) if chosen == "tsv" else csv_text(table, lang, newline="\r\n" if to_file else "\n")
    if chosen == "md":
        return markdown_page(result, lang)
    blocks = ["".join(said(line, lang) + "\n" for line in result.lines)] if result.lines else []
    blocks += ["".join(line + "\n" for line in plain_lines(table, lang)) for table in result.tables]
    return "\n".join(blocks)


def _draw(result: Result, terminal: Terminal) -> None:
    for line in result.lines:
        terminal.out.write(said(line, terminal.lang) + "\n")
    drawn = result.drawn
    if drawn:
        from tracker.render.table import print_tables

        print_tables(drawn, terminal.lang, terminal)


def _write_file(result: Result, terminal: Terminal, chosen: str, output: Path, *, force: bool) -> None:
    if chosen == "xlsx" and result.sections:
        from tracker.render.book import write

        write(result, output, terminal.lang, force=force)
        return
    if chosen == "xlsx":
        from tracker.render.data import book_sheets
        from tracker.rules.chain import SEAL_PROPERTY
        from tracker.sheets.writer import write_book

        properties = {SEAL_PROPERTY: result.seal} if result.seal else None
        write_book(output, book_sheets(result, terminal.lang), properties=properties, lang=terminal.lang, force=force)
        return
    if chosen == "docx":
        _write_bulletin(result, terminal, output, force=force)
        return
    written = _rendered(result, terminal, chosen, to_file=True)
    # Excel takes a csv without this mark for the encoding of the country.
    encoding = "utf-8-sig" if chosen == "csv" else "utf-8"
    from tracker.sheets.files import new_file

    with new_file(output, force=force) as file:
        file.write(written.encode(encoding, "backslashreplace"))


def _write_bulletin(result: Result, terminal: Terminal, output: Path, *, force: bool) -> None:
    """A document; what its template asks for and nobody knows is told."""
    from tracker.render.word import placeholders, write_bulletin
    from tracker.sheets.files import new_file

    assert result.bulletin is not None
    with new_file(output, force=force) as file:
        unknown = write_bulletin(file, result.bulletin, result.seal, terminal.lang)
    if unknown:
        terminal.say(WARNING_LINE(line=TEMPLATE_UNKNOWN(names=tuple(unknown))))
        terminal.say(HINT_LINE(line=TEMPLATE_KNOWN(names=placeholders(terminal.lang))))


def _say_beside(result: Result, terminal: Terminal, chosen: str) -> None:
    """What is no data: notes unless quiet, warnings and problems always."""
    say_messages(result.messages, terminal)
    if chosen in ("csv", "tsv", "xlsx") and not terminal.quiet:
        for line in result.lines:
            terminal.say(line)
    others = left_out(result.tables) if chosen in ("csv", "tsv") else ()
    if others:
        terminal.say(WARNING_LINE(line=left_out_text(others, terminal.lang)))
        terminal.say(HINT_LINE(line=TABLES_LEFT_OUT_HINT))
    say_problems(result.problems, terminal)


def say_messages(messages: Iterable[Message], terminal: Terminal) -> None:
    """Warnings always, notes unless quiet."""
    for message in messages:
        if message.level == "warning":
            terminal.say(WARNING_LINE(line=message.what))
        elif not terminal.quiet:
            terminal.say(NOTE_LINE(line=message.what))


def say_problems(problems: Sequence[Problem], terminal: Terminal) -> None:
    """One line each, and its hint below unless the next problem has the same."""
    if not problems:
        return
    from tracker.render.folding import folded_problems

    problems = folded_problems(problems)
    for problem, following in zip_longest(problems, problems[1:]):
        terminal.say(ERROR_LINE(line=_problem_line(problem, terminal.lang)))
        if problem.hint is not None and (following is None or problem.hint != following.hint):
            terminal.say(HINT_LINE(line=problem.hint))


def _problem_line(problem: Problem, lang: Lang) -> Words:
    line: Words = problem.what
    if problem.value is not None and shown(problem.value, lang) not in said(line, lang):
        line = WHAT_AND_VALUE(what=line, value=problem.value)
    return line if problem.where is None else PLACE_AND_WHAT(place=problem.where, what=line)


def _unknown(what: Say, value: str, **more: str) -> BadUsage:
    hint = FORMAT_HINT(formats="|".join(FORMATS), endings=tuple(ENDINGS))
    return BadUsage(what(value=value, **more), code="format_unknown", value=value, hint=hint)


def _for_stream(written: str, terminal: Terminal, chosen: str) -> str:
    if chosen != "json" or (getattr(terminal.out, "encoding", None) or "utf-8").lower().startswith("utf"):
        return written
    from tracker.render.data import ascii_json

    return ascii_json(written)


@contextmanager
def _quiet_when_closed(terminal: Terminal) -> Iterator[None]:
    """A reader that has seen enough (`| head`) is no error; what Python would still flush goes nowhere."""
    try:
        yield
    except BrokenPipeError:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, terminal.out.fileno())
            os.close(nowhere)
