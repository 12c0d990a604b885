"""`tracker project`: the verbs of every noun, and advancing to the next stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, writes
from tracker.commands.records import Which, build
from tracker.words import t

if TYPE_CHECKING:
    from tracker.commands.desk import Asks
    from tracker.result import Result
    from tracker.store.engine import Work

Stage = Annotated[str, typer.Argument(help=t(words.HELP_STAGE), metavar="STAGE", show_default=False)]
On = Annotated[str | None, typer.Option("--on", help=t(words.HELP_ON), show_default=False)]
Agreement = Annotated[str | None, typer.Option("--agreement", help=t(words.HELP_AGREEMENT), show_default=False)]
Contract = Annotated[str | None, typer.Option("--contract", help=t(words.HELP_CONTRACT), show_default=False)]


def app() -> typer.Typer:
    """The project's commands."""
    made = build("project")

    def asks() -> Asks:
        from tracker.commands.plans import advancing

        return advancing()

    @writes(made, "advance", words.HELP_ADVANCE, asks=asks)
    def advance(
        desk: Desk,
        work: Work,
        which: Which,
        stage: Stage,
        on: On = None,
        agreement: Agreement = None,
        contract: Contract = None,
    ) -> Result:
        from tracker.services import projects

        return projects.advance(work, which, stage, on, desk.entry, agreement=agreement, contract=contract)

    return made


APPS = {"project": app}
