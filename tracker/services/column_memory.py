"""Which column is which field, as earlier imports were told: kept in the journal by the fingerprint of the headings."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tracker.errors import BadValue
from tracker.result import Message
from tracker.rules.mapping import ColumnWish, Wishes, parse_column
from tracker.store.journal import column_maps
from tracker.words import MAP_REMEMBERED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.services.sheet_rows import Sheet
    from tracker.store.reading import Reader


def with_memory(wishes: Wishes, reader: Reader) -> Wishes:
    """What a person says of the columns, with what was said before unless that is to be forgotten."""
    if wishes.forget:
        return wishes
    return wishes._replace(remembered=_remembered(reader) | dict(wishes.remembered))


def _remembered(reader: Reader) -> dict[str, tuple[ColumnWish, ...]]:
    """What was said of columns at earlier imports, by the fingerprint of the headings."""
    found: dict[str, tuple[ColumnWish, ...]] = {}
    for headings, typed in column_maps(reader).items():
        with suppress(BadValue):  # a field of another release
            found[headings] = tuple(map(parse_column, typed))
    return found


def remembered_told(tables: Sequence[Sheet], wishes: Wishes) -> Iterator[Message]:
    """For each table whose headings are remembered, what was said of them."""
    for table in tables:
        kept = wishes.remembered.get(table.fingerprint, ())
        if kept:
            columns = tuple(wish.whole for wish in kept)
            yield Message("map_remembered", MAP_REMEMBERED(sheet=table.name, columns=columns))


def maps_of(tables: Sequence[Sheet], wishes: Wishes) -> dict[str, list[str]]:
    """What this import is told of columns, or confirmed to mean, and is to be remembered; nothing where nothing was."""
    told = [table for table in tables if wishes.forget or wishes.columns_of(table.name) or table.near]
    return {
        table.fingerprint: [wish.whole for wish in (*wishes.said_of(table.name, table.fingerprint), *table.near)]
        for table in told
    }
