"""What a record that is still being entered perhaps repeats: shown to the person who enters it, never decided."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from tracker.result import Column, Table
from tracker.rules.choices import folded
from tracker.services.likeness import ALIKE, only_numbers_differ
from tracker.services.views import shower
from tracker.store.listing import equal, load_in_order
from tracker.store.records import with_names
from tracker.words import NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader

MOST: Final = 5


def likely(reader: Reader, noun: Noun, values: Mapping[str, Any], key: str) -> list[int]:
    """The records that a new one perhaps repeats, likeliest first, as soon as what tells them is entered with `key`."""
    if key == "credit_code" and values.get(key):
        return equal(reader, noun, values, (key,))[:MOST]
    if key not in noun.known or any(values.get(each) is None for each in noun.known):
        return []
    if noun.named:
        return _named_alike(reader, noun, folded(values["name"]))[:MOST]
    return equal(reader, noun, values, noun.known)[:MOST]


def _named_alike(reader: Reader, noun: Noun, name: str) -> list[int]:
    """The records of the same name, then those whose name is like it, but not for its numbers alone."""
    rows = reader.rows(f"SELECT id, name_key FROM {noun.key} WHERE removed_at IS NULL ORDER BY id")
    matcher = SequenceMatcher(None, "", name, autojunk=False)
    found = []
    for id_, other in rows:
        matcher.set_seq1(other)
        quick = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
        if quick and (share := matcher.ratio()) >= ALIKE and not only_numbers_differ(other, name):
            found.append((1 - share, id_))
    return [id_ for _, id_ in sorted(found)]


def told(reader: Reader, noun: Noun, ids: Sequence[int]) -> Table:
    """Records as a person tells them apart: number and the fields of a list."""
    fields = [field for field in noun.own_fields if field.key in noun.columns][:5]
    records = load_in_order(reader, noun, ids, {field.key for field in fields})
    shown = shower(reader, fields)
    rows = tuple(
        (noun.number(record.id), *(shown(field, values.get(field.key)) for field in fields))
        for record, values in zip(records, with_names(reader, noun, records), strict=True)
    )
    return Table((Column("id", NUMBER), *(Column(field.key, field.label) for field in fields)), rows)
