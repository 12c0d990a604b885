"""`tracker target`: the verbs of every noun, setting the value of the equal one, and splitting the city's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from tracker import words
from tracker.commands.board import Scheme
from tracker.commands.desk import Desk, writes
from tracker.commands.records import build, set_command
from tracker.errors import BadUsage
from tracker.rules.nouns import NOUNS
from tracker.words import t

if TYPE_CHECKING:
    from decimal import Decimal

    from tracker.result import Result
    from tracker.services.splitting import By, Split
    from tracker.store.engine import Work

When = Annotated[str, typer.Argument(help=t(words.HELP_SPLIT_WHEN), metavar="WHEN", show_default=False)]
MetricText = Annotated[str, typer.Argument(help=t(words.HELP_SPLIT_METRIC), metavar="METRIC", show_default=False)]
Total = Annotated[str | None, typer.Option("--total", help=t(words.HELP_SPLIT_TOTAL), show_default=False)]
ByText = Annotated[str, typer.Option("--by", metavar="[last-year|even]", help=t(words.HELP_SPLIT_BY))]
Groups = Annotated[list[str] | None, typer.Option("--group", "-g", help=t(words.HELP_SPLIT_GROUP), show_default=False)]
Issuer = Annotated[str | None, typer.Option("--issuer", help=t(words.HELP_SPLIT_ISSUER), show_default=False)]
Places = Annotated[
    int | None, typer.Option("--places", min=0, max=4, help=t(words.HELP_SPLIT_PLACES), show_default=False)
]


def app() -> typer.Typer:
    """The targets' commands."""
    made = build("target")
    set_command(made, NOUNS["target"])

    @writes(made, "split", words.HELP_SPLIT)
    def split(
        desk: Desk,
        work: Work,
        when: When,
        metric: MetricText,
        total: Total = None,
        shares_by: ByText = "last-year",
        group: Groups = None,
        issuer: Issuer = None,
        places: Places = None,
        scheme: Scheme = None,
    ) -> Result:
        from tracker.services import splitting

        how = splitting.How(_number(total), _by(shares_by), tuple(group or ()), issuer, scheme, places)
        proposed = splitting.propose(work.reader, when, metric, desk.settings.today, how)
        if not desk.agreed:
            _show(desk, proposed)
            desk.confirm(words.SPLIT_CONFIRM)
        return splitting.write(work, proposed)

    return made


def _show(desk: Desk, proposed: Split) -> None:
    """The proposal, before the question."""
    from tracker.render.plain import plain_lines
    from tracker.services.splitting import table

    if not desk.terminal.can_ask:
        return
    for line in (proposed.line, *plain_lines(table(proposed), desk.settings.lang)):
        desk.terminal.say(line)


def _by(text: str) -> By:
    """What the shares are by; BadUsage for anything else."""
    if text not in ("last-year", "even"):
        hint = words.CHOICE_HINT(valid=("last-year", "even"))
        raise BadUsage(words.CHOICE_UNKNOWN(value=text), code="by_unknown", place="--by", value=text, hint=hint)
    return cast("By", text)


def _number(text: str | None) -> Decimal | None:
    from tracker.rules.numbers import parse_number

    return None if text is None else parse_number(text)


APPS = {"target": app}
