"""`tracker figure`: the verbs of every noun, and setting the value of the equal one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, writes
from tracker.commands.records import build
from tracker.commands.target import Metric, Unit, Value
from tracker.rules.nouns import NOUNS
from tracker.words import t

if TYPE_CHECKING:
    from tracker.result import Result
    from tracker.store.engine import Work

On = Annotated[str | None, typer.Option("--on", help=t(words.HELP_SET_ON), show_default=False)]
Source = Annotated[str | None, typer.Option("--source", help=t(words.HELP_SET_SOURCE), show_default=False)]


def app() -> typer.Typer:
    """The figures' commands."""
    made = build("figure")
    noun = NOUNS["figure"]

    @writes(made, "set", words.HELP_SET(noun=noun.label))
    def set_(
        desk: Desk, work: Work, unit: Unit, metric: Metric, value: Value, on: On = None, source: Source = None
    ) -> Result:
        from tracker.services import targets

        texts = {"unit": unit, "metric": metric, "value": value, "as_of_on": targets.need_date(noun, on)}
        if source is not None:
            texts["source"] = source
        return targets.set_(work, noun, texts, desk.entry)

    return made


APPS = {"figure": app}
