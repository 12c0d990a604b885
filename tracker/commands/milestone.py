"""`tracker milestone`: list, show and change the stages of projects, and recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.recognition import add_recognition
from tracker.commands.records import build

if TYPE_CHECKING:
    import typer

    from tracker.store.reading import Reader


def app() -> typer.Typer:
    """The milestones' commands."""
    made = build("milestone")

    def chosen(reader: Reader, texts: list[str]) -> list[int]:
        from tracker.services.recognition import milestone_ids

        return milestone_ids(reader, texts)

    add_recognition(made, "milestone", chosen)
    return made


APPS = {"milestone": app}
