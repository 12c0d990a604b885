"""`tracker problem`: the verbs of every noun, and closing with evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, writes
from tracker.commands.records import build
from tracker.rules.nouns import NOUNS
from tracker.words import t

if TYPE_CHECKING:
    from tracker.commands.desk import Asks
    from tracker.result import Result
    from tracker.store.engine import Work

Ones = Annotated[list[str], typer.Argument(help=t(words.HELP_CLOSE_NUMBERS), metavar="WHICH...", show_default=False)]
With = Annotated[str | None, typer.Option("--with", help=t(words.HELP_CLOSE_WITH), show_default=False)]
ClosedOn = Annotated[str | None, typer.Option("--on", help=t(words.HELP_CLOSE_ON), show_default=False)]


def app() -> typer.Typer:
    """The problems' commands."""
    made = build("problem")
    noun = NOUNS["problem"]

    def asks() -> Asks:
        from tracker.commands.plans import closing

        return closing()

    @writes(made, "close", words.HELP_CLOSE, asks=asks)
    def close(desk: Desk, work: Work, which: Ones, with_: With = None, on: ClosedOn = None) -> Result:
        from tracker.services import problems, selection

        ids = selection.chosen(work.reader, noun, which, desk.entry)
        desk.confirm_many(ids, noun)
        return problems.close(work, ids, with_, on, desk.entry)

    return made


APPS = {"problem": app}
