"""Finds words in the records of all nouns: in their numbers, names and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadUsage
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.choices import folded
from tracker.rules.nouns import NOUNS
from tracker.services.selection import owner_of
from tracker.store import listing
from tracker.store.conditions import text_fields
from tracker.store.records import with_names
from tracker.words import (
    FOUND,
    FOUND_COUNT,
    FOUND_IN,
    FOUND_MORE,
    FOUND_NOTHING,
    FOUND_TEXT,
    NAME_COLUMN,
    NUMBER,
    QUERY_WORD_MISSING,
    QUERY_WORD_MISSING_HINT,
    RECORD_KIND,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader
    from tracker.words import Words

AROUND: Final = 30  # characters of a long text on either side of what was found
COLUMNS: Final = (
    Column("noun", RECORD_KIND, grouping=True),
    Column("id", NUMBER),
    Column("name", NAME_COLUMN),
    Column("field", FOUND_IN, sparse=True),
    Column("text", FOUND_TEXT, sparse=True),
)


class Hits(NamedTuple):
    """The records of one noun in which the words were found."""

    noun: Noun
    ids: list[int]


def find(reader: Reader, words: Sequence[str], limit: int | None = None) -> Result:
    """The records in which every word stands, noun by noun, at most so many of each; where it stands, but for names."""
    for word in words:
        if not folded(word):
            raise BadUsage(QUERY_WORD_MISSING(value=word), code="query_empty", value=word, hint=QUERY_WORD_MISSING_HINT)
    hits = [Hits(noun, ids) for noun in NOUNS.values() if (ids := listing.found(reader, noun, words))]
    totals = {"count": sum(len(each.ids) for each in hits), "by_noun": {each.noun.key: len(each.ids) for each in hits}}
    tables = tuple(_table(reader, each, words, limit, totals) for each in hits)
    counts = tuple(FOUND_COUNT(noun=each.noun.label, n=len(each.ids)) for each in hits)
    quoted = tuple(f"“{word}”" for word in words)
    messages = [Message("found", FOUND(words=quoted, counts=counts or FOUND_NOTHING))]
    messages += [_rest(each, words, limit) for each in hits if limit and len(each.ids) > limit]
    return Result(("find",), tables=tables or (Table(COLUMNS, (), totals=totals),), messages=tuple(messages))


def _rest(hits: Hits, words: Sequence[str], limit: int) -> Message:
    """What is not shown of a noun, and the command that lists it."""
    command = " ".join(["tracker", hits.noun.key, "list", *words, *(["--all"] if hits.noun.done else [])])
    what = FOUND_MORE(noun=hits.noun.label, n=len(hits.ids) - limit, command=command)
    return Message("truncated", what)


def _table(reader: Reader, hits: Hits, words: Sequence[str], limit: int | None, totals: dict[str, object]) -> Table:
    noun, ids = hits.noun, hits.ids[:limit]
    fields = text_fields(noun)
    called = noun.field("name") if noun.named else owner_of(noun)
    records = listing.load_in_order(reader, noun, ids, {called.key, *(field.key for field in fields)})
    named = with_names(reader, noun, records)
    rows = tuple(
        (
            Choice(noun.key, noun.label),
            noun.number(record.id),
            values[called.key],
            *_place(noun, record.id, fields, values, words),
        )
        for record, values in zip(records, named, strict=True)
    )
    return Table(COLUMNS, rows, noun.label, total=len(hits.ids), hidden=len(hits.ids) - len(ids), totals=totals)


def _place(
    noun: Noun, id_: int, fields: Sequence[Field], values: dict[str, Any], words: Sequence[str]
) -> tuple[Words | None, str | None]:
    """The first text that has a word which is neither the number nor in the name; nothing where there is none."""
    name = folded(values.get("name") or "")
    others = [word for word in words if folded(word) not in name and folded(word) != folded(noun.number(id_))]
    for word in others:
        for field in fields:
            text = "、".join(held) if isinstance(held := values[field.key] or "", tuple) else held
            if folded(word) in folded(text):
                return field.label, _excerpt(text, word)
    return None, None


def _excerpt(text: str, word: str) -> str:
    """A text, or of a long one what stands around a word.

    >>> _excerpt("一" * 80 + "轴承" + "二" * 80, "轴承") == "…" + "一" * 30 + "轴承" + "二" * 30 + "…"
    True
    """
    if len(text) <= 2 * AROUND:
        return text
    at = max(text.casefold().find(word.casefold()), 0)
    start, end = max(0, at - AROUND), at + len(word) + AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
