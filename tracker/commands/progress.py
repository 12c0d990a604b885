"""`tracker progress [PERIOD]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import words
from tracker.commands.board import Metric, PeriodText, Scheme
from tracker.commands.desk import Desk, reads, single

if TYPE_CHECKING:
    import typer

    from tracker.result import Result
    from tracker.store.reading import Reader


def app() -> typer.Typer:
    """The command."""
    made = single()

    @reads(made, "progress", words.SUMMARY_PROGRESS)
    def progress(
        desk: Desk, reader: Reader, period: PeriodText = None, metric: Metric = None, scheme: Scheme = None
    ) -> Result:
        from tracker.services import progress as service

        return service.progress(reader, period, desk.settings.today, scheme=scheme, metric=metric)

    return made


APPS = {"progress": app}
