"""`tracker init`, `tracker db upgrade` and `tracker demo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import words
from tracker.commands.desk import Desk, acts, group, single

if TYPE_CHECKING:
    import typer

    from tracker.result import Result


def init() -> typer.Typer:
    """`tracker init`."""
    app = single()

    @acts(app, "init", words.SUMMARY_INIT)
    def make(desk: Desk) -> Result:
        from tracker.services import keeping

        return keeping.init(desk.settings.database)

    return app


def db() -> typer.Typer:
    """`tracker db`."""
    app = group("upgrade")

    @acts(app, "upgrade", words.HELP_UPGRADE)
    def upgrade(desk: Desk) -> Result:
        from tracker.services import keeping

        return keeping.upgrade(desk.settings.database)

    return app


APPS = {"init": init, "db": db}
