"""`tracker log` and `tracker undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, reads, single, terminal_limit, writes
from tracker.commands.records import Limit
from tracker.render import door
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.services.undoing import Plan
    from tracker.store.engine import Work
    from tracker.store.reading import Reader

OfNoun = Annotated[str | None, typer.Option("--noun", help=t(words.HELP_LOG_NOUN), show_default=False)]
OfRecord = Annotated[str | None, typer.Option("--record", help=t(words.HELP_LOG_RECORD), show_default=False)]
OfBatch = Annotated[str | None, typer.Option("--batch", help=t(words.HELP_LOG_BATCH), show_default=False)]
By = Annotated[str | None, typer.Option("--by", help=t(words.HELP_LOG_BY), show_default=False)]
Within = Annotated[str | None, typer.Option("--period", help=t(words.HELP_LOG_PERIOD), show_default=False)]
Taken = Annotated[str | None, typer.Argument(help=t(words.HELP_UNDO_BATCH), metavar="[BATCH]", show_default=False)]


def log() -> typer.Typer:
    """`tracker log`."""
    app = single()

    @reads(app, "log", words.HELP_LOG)
    def log_(
        desk: Desk,
        reader: Reader,
        noun: OfNoun = None,
        record: OfRecord = None,
        batch: OfBatch = None,
        by: By = None,
        period: Within = None,
        limit: Limit = None,
    ) -> Result:
        from tracker.services import history

        shown = terminal_limit(desk, limit)
        today = desk.settings.today
        return history.log(reader, today, noun=noun, record=record, batch=batch, by=by, period=period, limit=shown)

    return app


def undo() -> typer.Typer:
    """`tracker undo`."""
    app = single()

    @writes(app, "undo", words.HELP_UNDO)
    def undo_(desk: Desk, work: Work, batch: Taken = None) -> Result:
        from tracker.services import undoing

        made = undoing.plan(work.reader, batch)
        ask(desk, work, made)
        limit = terminal_limit(desk, None)
        result = undoing.result(work.reader, made, limit)
        undoing.apply(work, made)
        return undoing.numbered(result, made, work.batch)

    return app


def ask(desk: Desk, work: Work, made: Plan) -> None:
    """Show what will happen where the questions are asked, and ask."""
    from tracker.services import undoing

    if not desk.agreed and desk.terminal.can_ask:
        beside = desk.terminal._replace(out=desk.terminal.err)
        door.show(undoing.result(work.reader, made, SHOWN_BEFORE), beside, "plain")
    desk.confirm(undoing.question(made))


SHOWN_BEFORE = 50

APPS = {"log": log, "undo": undo}
