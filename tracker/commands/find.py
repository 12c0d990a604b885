"""`tracker find WORDS`: words in the records of every noun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, reads, single
from tracker.commands.records import All, Limit
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.store.reading import Reader

Sought = Annotated[list[str], typer.Argument(help=t(words.HELP_FIND), metavar="WORDS...", show_default=False)]
FEW = 10  # records of a noun on a terminal, so that the first nouns leave room for the others


def app() -> typer.Typer:
    """The command."""
    made = single()

    @reads(made, "find", words.SUMMARY_FIND)
    def find(desk: Desk, reader: Reader, sought: Sought, limit: Limit = None, everything: All = False) -> Result:
        from tracker.services import finding

        few = FEW if desk.terminal.is_terminal and not everything else None
        return finding.find(reader, sought, limit or few)

    return made


APPS = {"find": app}
