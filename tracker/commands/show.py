"""`tracker show P12`: any record by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import words
from tracker.commands.desk import Desk, reads, single
from tracker.commands.records import Which, desk_view

if TYPE_CHECKING:
    import typer

    from tracker.result import Result
    from tracker.store.reading import Reader


def app() -> typer.Typer:
    """The command."""
    made = single()

    @reads(made, "show", words.SUMMARY_SHOW)
    def show(desk: Desk, reader: Reader, which: Which) -> Result:
        from tracker.services import card

        return card.show_any(reader, which, desk_view(desk))

    return made


APPS = {"show": app}
