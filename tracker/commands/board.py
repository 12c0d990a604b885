"""`tracker board [PERIOD]`, and `board explain PERIOD UNIT`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, group, reads
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.store.reading import Reader

PeriodText = Annotated[str | None, typer.Argument(help=t(words.HELP_PERIOD), metavar="[PERIOD]", show_default=False)]
PeriodNeeded = Annotated[str, typer.Argument(help=t(words.HELP_PERIOD), metavar="PERIOD", show_default=False)]
UnitText = Annotated[str, typer.Argument(help=t(words.HELP_WHICH), metavar="UNIT", show_default=False)]
MetricText = Annotated[str | None, typer.Argument(help=t(words.HELP_METRIC), metavar="[METRIC]", show_default=False)]
Metric = Annotated[str | None, typer.Option("--metric", "-m", help=t(words.HELP_METRIC), show_default=False)]
Group = Annotated[str | None, typer.Option("--group", "-g", help=t(words.HELP_GROUP), show_default=False)]
Scheme = Annotated[str | None, typer.Option("--scheme", help=t(words.HELP_SCHEME), show_default=False)]


def app() -> typer.Typer:
    """The board's commands."""
    made = group("show", open_ended=True)

    @reads(made, "show", words.SUMMARY_BOARD)
    def show(
        desk: Desk,
        reader: Reader,
        period: PeriodText = None,
        metric: Metric = None,
        group: Group = None,
        scheme: Scheme = None,
    ) -> Result:
        from tracker.services import boards

        return boards.board(reader, period, desk.settings.today, scheme=scheme, group=group, metric=metric)

    @reads(made, "explain", words.HELP_EXPLAIN)
    def explain(
        desk: Desk,
        reader: Reader,
        period: PeriodNeeded,
        unit: UnitText,
        metric: MetricText = None,
        scheme: Scheme = None,
    ) -> Result:
        from tracker.services import explain as service

        return service.explain(reader, period, unit, desk.settings.today, metric=metric, scheme=scheme)

    return made


APPS = {"board": app}
