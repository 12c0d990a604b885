"""`tracker funds`: the verbs of every noun, and recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.recognition import add_recognition
from tracker.commands.records import build

if TYPE_CHECKING:
    import typer


def app() -> typer.Typer:
    """The receipts' commands."""
    made = build("funds")
    add_recognition(made, "funds")
    return made


APPS = {"funds": app}
