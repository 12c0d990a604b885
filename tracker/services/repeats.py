"""What a new record typed in one line perhaps repeats: a receipt is refused until it is confirmed, others are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.errors import Refused
from tracker.result import Message
from tracker.store.listing import equal
from tracker.store.records import load_one
from tracker.words import DUPLICATE_HINT, PERHAPS_REPEATED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader


def perhaps_repeated(reader: Reader, noun: Noun, values: Mapping[str, Any], *, sure: bool) -> list[Message]:
    """Warn of a record without a name that agrees with a new one in all that tells it early, such as day and amount.

    A receipt that contradicts such a one nowhere, typed once with its kind and once without, is refused unless `sure`:
    it would count twice.
    """
    if sure or noun.named or any(values.get(key) is None for key in noun.known):
        return []
    alike = equal(reader, noun, values, noun.known)
    for id_ in alike if noun.money else ():
        if not _contradicts(reader, noun, id_, values):
            raise Refused(
                _said(noun, id_),
                code="duplicate",
                value=noun.number(id_),
                hint=DUPLICATE_HINT(command=f"tracker {noun.key} edit {noun.number(id_)}"),
            )
    return [Message("perhaps_same", _said(noun, id_), "warning") for id_ in alike[:1]]


def _contradicts(reader: Reader, noun: Noun, id_: int, values: Mapping[str, Any]) -> bool:
    """Whether two records say different things of what tells them apart; a blank says nothing."""
    other = load_one(reader, noun, id_)
    assert other is not None
    pairs = ((values.get(key), other.values.get(key)) for key in noun.identity)
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _said(noun: Noun, id_: int) -> Any:
    same = tuple(noun.field(key).label for key in noun.known)
    return PERHAPS_REPEATED(number=noun.number(id_), noun=noun.label, fields=same)
