"""`tracker lead`: the verbs of every noun, becoming a project, and being lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, writes
from tracker.commands.records import Which, build, field_parameters
from tracker.rules.nouns import NOUNS
from tracker.words import t

if TYPE_CHECKING:
    from tracker.commands.desk import Asks
    from tracker.result import Result
    from tracker.store.engine import Work

TalksOn = Annotated[str | None, typer.Option("--on", help=t(words.HELP_CONVERT_ON), show_default=False)]
Reason = Annotated[str | None, typer.Option("--reason", help=t(words.HELP_LOSE_REASON), show_default=False)]


def app() -> typer.Typer:
    """The leads' commands."""
    made = build("lead")

    def asks_convert() -> Asks:
        from tracker.commands.plans import converting

        return converting()

    def asks_lose() -> Asks:
        from tracker.commands.plans import losing

        return losing()

    @writes(made, "convert", words.HELP_CONVERT, field_parameters(NOUNS["project"], positional=False), asks_convert)
    def convert(desk: Desk, work: Work, texts: dict[str, str], which: Which, on: TalksOn = None) -> Result:
        from tracker.services import leads

        return leads.convert(work, which, texts, on, desk.entry, sure=desk.sure)

    @writes(made, "lose", words.HELP_LOSE, asks=asks_lose)
    def lose(desk: Desk, work: Work, which: Which, reason: Reason = None) -> Result:
        from tracker.services import leads

        return leads.lose(work, which, reason, desk.entry)

    return made


APPS = {"lead": app}
