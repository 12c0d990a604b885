"""`tracker target`: the verbs of every noun, and setting the value of the equal one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, writes
from tracker.commands.records import build
from tracker.rules.nouns import NOUNS
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.store.engine import Work

Unit = Annotated[str, typer.Argument(help=t(words.HELP_SET_UNIT), metavar="UNIT", show_default=False)]
Metric = Annotated[str, typer.Argument(help=t(words.HELP_SET_METRIC), metavar="METRIC", show_default=False)]
Value = Annotated[str, typer.Argument(help=t(words.HELP_SET_VALUE), metavar="VALUE", show_default=False)]
Year = Annotated[str | None, typer.Option("--year", help=t(words.HELP_SET_YEAR), show_default=False)]
Campaign = Annotated[str | None, typer.Option("--campaign", help=t(words.HELP_SET_CAMPAIGN), show_default=False)]
Issuer = Annotated[str | None, typer.Option("--issuer", help=t(words.HELP_SET_ISSUER), show_default=False)]


def app() -> typer.Typer:
    """The targets' commands."""
    made = build("target")
    noun = NOUNS["target"]

    @writes(made, "set", words.HELP_SET(noun=noun.label))
    def set_(
        desk: Desk,
        work: Work,
        unit: Unit,
        metric: Metric,
        value: Value,
        year: Year = None,
        campaign: Campaign = None,
        issuer: Issuer = None,
    ) -> Result:
        from tracker.services import targets

        texts = {"unit": unit, "metric": metric, "value": value, "year": year, "campaign": campaign, "issuer": issuer}
        return targets.set_(work, noun, {key: text for key, text in texts.items() if text is not None}, desk.entry)

    return made


APPS = {"target": app}
