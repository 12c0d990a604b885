"""`tracker why P12 total_investment`: the history of one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, reads, single
from tracker.commands.records import Which
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.store.reading import Reader

OfField = Annotated[str, typer.Argument(help=t(words.HELP_WHY_FIELD), metavar="FIELD", show_default=False)]


def app() -> typer.Typer:
    """The command."""
    made = single()

    @reads(made, "why", words.HELP_WHY)
    def why(desk: Desk, reader: Reader, which: Which, field: OfField) -> Result:
        from tracker.services.why import why

        return why(reader, which, field)

    return made


APPS = {"why": app}
