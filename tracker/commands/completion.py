"""`tracker completion`: the scripts by which the shells complete words, shown and installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, acts, group
from tracker.settings import data_folder
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result

Shell = Annotated[str | None, typer.Argument(help=t(words.HELP_SHELL), metavar="[SHELL]", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t(words.HELP_DRY_RUN))]


def app() -> typer.Typer:
    """The commands of completion."""
    made = group("--help")

    @acts(made, "install", words.HELP_COMPLETION_INSTALL)
    def install(desk: Desk, shell: Shell = None, dry_run: DryRun = False) -> Result:
        from tracker.services import completion

        return completion.install(shell, data_folder(), dry=dry_run)

    @acts(made, "show", words.HELP_COMPLETION_SHOW)
    def show(desk: Desk, shell: Shell = None) -> Result:
        from tracker.services import completion

        return completion.show(shell)

    return made


APPS = {"completion": app}
