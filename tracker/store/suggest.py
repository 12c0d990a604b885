"""Suggests records while their name is still being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.store.names import candidates

if TYPE_CHECKING:
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader

MOST = 20


class Suggestion(NamedTuple):
    """A record that a text may be the beginning of: its id, its name, and the other name by which it was found."""

    id: int
    name: str
    alias: str | None = None


def suggest(reader: Reader, noun: Noun, text: str, limit: int = MOST) -> list[Suggestion]:
    """The records that a beginning, a part or another form of a name may mean, the likeliest first."""
    return [Suggestion(id_, name) for id_, name in candidates(reader, noun, text)[:limit]]
