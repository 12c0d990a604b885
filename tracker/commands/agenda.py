"""`tracker agenda`: what is due or late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, reads, single, terminal_limit
from tracker.commands.records import Limit
from tracker.errors import BadUsage
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.store.reading import Reader

OfUnit = Annotated[str | None, typer.Option("--unit", help=t(words.HELP_AGENDA_UNIT), show_default=False)]
Mine = Annotated[bool, typer.Option("--mine", help=t(words.HELP_AGENDA_MINE))]
Everything = Annotated[bool, typer.Option("--all", "-a", help=t(words.HELP_AGENDA_ALL))]
Days = Annotated[int | None, typer.Option("--days", min=0, help=t(words.HELP_AGENDA_DAYS), show_default=False)]
Quiet = Annotated[int | None, typer.Option("--quiet-days", min=1, help=t(words.HELP_AGENDA_QUIET), show_default=False)]
Strict = Annotated[bool, typer.Option("--strict", help=t(words.HELP_STRICT))]


def app() -> typer.Typer:
    """The command."""
    made = single()

    @reads(made, "agenda", words.HELP_AGENDA)
    def agenda(
        desk: Desk,
        reader: Reader,
        unit: OfUnit = None,
        mine: Mine = False,
        everything: Everything = False,
        days: Days = None,
        quiet_days: Quiet = None,
        limit: Limit = None,
        strict: Strict = False,
    ) -> Result:
        from tracker.services.agenda import Ask, agenda

        if unit and everything:
            hint = words.AGENDA_TWO_SCOPES_HINT
            raise BadUsage(words.AGENDA_TWO_SCOPES, code="scope_twice", value="--all --unit", hint=hint)
        settings = desk.settings
        given = {"soon": days, "quiet": quiet_days}
        ask = Ask(
            settings.today,
            {**settings.limits, **{key: value for key, value in given.items() if value is not None}},
            unit if unit or mine or everything else settings.unit,
            (settings.person or "") if mine else None,
        )
        shown = terminal_limit(desk, limit, everything=everything)
        return agenda(reader, ask, limit=shown, strict=strict)

    return made


APPS = {"agenda": app}
