"""`tracker figure`: the verbs of every noun, and setting the value of the equal one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.records import build, set_command
from tracker.rules.nouns import NOUNS

if TYPE_CHECKING:
    import typer


def app() -> typer.Typer:
    """The figures' commands."""
    made = build("figure")
    set_command(made, NOUNS["figure"])
    return made


APPS = {"figure": app}
