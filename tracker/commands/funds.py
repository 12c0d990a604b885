"""`tracker funds`: the verbs of every noun, and recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.recognition import add_recognition
from tracker.commands.records import build
from tracker.rules.nouns import NOUNS

if TYPE_CHECKING:
    import typer

    from tracker.store.reading import Reader


def app() -> typer.Typer:
    """The receipts' commands."""
    made = build("funds")

    def chosen(reader: Reader, texts: list[str]) -> list[int]:
        from tracker.services.recognition import numbers

        return numbers(NOUNS["funds"], texts)

    add_recognition(made, "funds", chosen)
    return made


APPS = {"funds": app}
