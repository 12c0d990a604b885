"""Finds what the cells of a whole workbook name: records by number, name or alias, keys of schemes, groups of units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.errors import NotFound
from tracker.rules.choices import folded
from tracker.rules.nouns import NOUNS
from tracker.services.schemes import find_key, of_year
from tracker.store.names import NameIndex, unknown

if TYPE_CHECKING:
    from tracker.rules.nouns import Noun
    from tracker.rules.schemes import Scheme
    from tracker.store.reading import Reader

# Looking for the nearest of 20,000 names takes a while: a file of unknown names gets no more suggestions than these.
MOST_SUGGESTIONS: Final = 20


class Names(NameIndex):
    """The names of a noun, those that the file itself brings too: numbers go before names, names before aliases.

    `local` holds the numbers that the file gives its own rows, so that a workbook from elsewhere holds together.
    """

    def __init__(self, reader: Reader, noun: Noun) -> None:
        self.others: dict[str, list[int]] = {}
        self.local: dict[int, int] = {}
        self._suggested = 0
        self._number = re.compile(rf"{noun.letter}([0-9]{{1,15}})", re.IGNORECASE | re.ASCII)
        super().__init__(reader, noun)

    def add_alias(self, alias: str, id_: int) -> None:
        """Let another name stand for an id; someone's own name goes before it."""
        super().add_alias(alias, id_)
        own, word = self.ids, folded(self._bare(alias))
        known = self.others.setdefault(word, [])
        if id_ not in known:
            known.append(id_)
        if id_ in own.get(word, ()) and word not in self._own.get(id_, ()):
            own[word].remove(id_)
