"""`tracker milestone`: list, show and change the stages of projects, and recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.recognition import add_recognition
from tracker.commands.records import build

if TYPE_CHECKING:
    import typer


def app() -> typer.Typer:
    """The milestones' commands."""
    made = build("milestone")
    add_recognition(made, "milestone")
    return made


APPS = {"milestone": app}
