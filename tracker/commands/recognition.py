"""The verbs of recognition, which receipts and milestones share: recognise, return, refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker import words
from tracker.commands.desk import Desk, writes
from tracker.commands.project import On
from tracker.rules.nouns import NOUNS
from tracker.words import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.commands.desk import Asks
    from tracker.result import Result
    from tracker.store.engine import Work

Ones = Annotated[list[str], typer.Argument(help=t(words.HELP_NUMBERS), metavar="WHICH...", show_default=False)]
By = Annotated[str | None, typer.Option("--by", help=t(words.HELP_BY), show_default=False)]
Opinion = Annotated[str | None, typer.Option("--opinion", help=t(words.HELP_OPINION), show_default=False)]
Unscored = Annotated[bool, typer.Option("--unscored", help=t(words.HELP_UNSCORED))]
Approve = Annotated[bool, typer.Option("--approve", help=t(words.HELP_APPROVE))]


def add_recognition(app: typer.Typer, key: str) -> None:
    """Give a noun the three verbs."""
    noun = NOUNS[key]

    def asks(verb: str) -> Callable[[], Asks]:
        def plan() -> Asks:
            from tracker.commands.plans import deciding

            return deciding(noun, verb)

        return plan

    @writes(app, "recognise", words.HELP_RECOGNISE(noun=noun.label), asks=asks("recognise"))
    def recognise(
        desk: Desk,
        work: Work,
        which: Ones,
        on: On = None,
        by: By = None,
        opinion: Opinion = None,
        unscored: Unscored = False,
        approve: Approve = False,
    ) -> Result:
        state = "unscored" if unscored else "approved" if approve else "recognised"
        return decide(desk, work, which, state, on, by, opinion)

    @writes(app, "return", words.HELP_RETURN(noun=noun.label), asks=asks("return"))
    def return_(desk: Desk, work: Work, which: Ones, on: On = None, by: By = None, opinion: Opinion = None) -> Result:
        return decide(desk, work, which, "returned", on, by, opinion)

    @writes(app, "refuse", words.HELP_REFUSE(noun=noun.label), asks=asks("refuse"))
    def refuse(desk: Desk, work: Work, which: Ones, on: On = None, by: By = None, opinion: Opinion = None) -> Result:
        return decide(desk, work, which, "refused", on, by, opinion)

    def decide(
        desk: Desk, work: Work, which: list[str], state: str, on: str | None, by: str | None, opinion: str | None
    ) -> Result:
        from tracker.services import recognition, selection

        chosen = recognition.chosen(work.reader, noun, which, state, desk.entry)
        desk.confirm_many(chosen.ids, noun, selection.sums(work.reader, noun, which, chosen.ids))
        return recognition.decide(
            work, noun, chosen, state, desk.entry, on=on, by=by or desk.settings.person, opinion=opinion
        )
