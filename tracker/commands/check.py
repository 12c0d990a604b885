"""`tracker check`: data quality by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, reads, single, terminal_limit
from tracker.commands.records import Limit
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.store.reading import Reader

OfRule = Annotated[str | None, typer.Option("--rule", help=t(words.HELP_RULE), show_default=False)]
OfUnit = Annotated[str | None, typer.Option("--unit", help=t(words.HELP_CHECK_UNIT), show_default=False)]
Everything = Annotated[bool, typer.Option("--all", "-a", help=t(words.HELP_CHECK_ALL))]
Strict = Annotated[bool, typer.Option("--strict", help=t(words.HELP_STRICT))]
SOME = 3  # of every rule on a terminal, so that all fit two screenfuls


def app() -> typer.Typer:
    """The command."""
    made = single()

    @reads(made, "check", words.HELP_CHECK)
    def check(
        desk: Desk,
        reader: Reader,
        rule: OfRule = None,
        unit: OfUnit = None,
        limit: Limit = None,
        everything: Everything = False,
        strict: Strict = False,
    ) -> Result:
        from tracker.services.checking import check

        shown = terminal_limit(desk, limit, everything=everything)
        if limit is None and shown is not None and rule is None:
            shown = SOME
        settings = desk.settings
        return check(reader, settings.today, settings.limits, rule=rule, unit=unit, limit=shown, strict=strict)

    return made


APPS = {"check": app}
