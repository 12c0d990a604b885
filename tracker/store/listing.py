"""Selects records: by a query, in an order; by their ids; or as equals of values that are to be entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.rules.choices import folded
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.store.binding import CHUNK, chunks, marks
from tracker.store.conditions import expressions, in_record, ordered, where
from tracker.store.records import LIVE, Record, load

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tracker.rules.nouns import Noun
    from tracker.rules.paths import Path
    from tracker.rules.query import Query
    from tracker.store.reading import Reader


class Matched(NamedTuple):
    """The records that a query is about: their ids in order, their amounts by currency, how many a default left out."""

    ids: list[int]
    sums: dict[str, int]
    left_out: int = 0


def select(
    reader: Reader, query: Query, order: Sequence[tuple[Path, bool]] = (), *, without: Sequence[str] = ()
) -> Matched:
    """The live records of a query, sorted by fields (True: downwards), without those in some states.

    One statement finds, sorts, adds up and counts what is left out, so that all of it is of the same moment.
    """
    noun, found = query.noun, where(query)
    state = f"{noun.key}.status IN ({marks(without)})" if without else "0"
    fen, currency = expressions(noun, noun.field(noun.money)) if noun.money else ("NULL", "NULL")
    by = ", ".join([*(ordered(noun, path, downwards=down) for path, down in order), f"{noun.key}.id"])
    sql = f"SELECT {noun.key}.id, {state}, {currency}, {fen} FROM {noun.key} WHERE {found.sql} ORDER BY {by}"
    rows = reader.rows(sql, (*without, *found.values))
    ids = [id_ for id_, out, _, _ in rows if not out]
    sums: dict[str, int] = {}
    for _, out, of, amount in rows:
        if of and not out:
            sums[of] = sums.get(of, 0) + amount
    return Matched(ids, sums, len(rows) - len(ids))


def found(reader: Reader, noun: Noun, words: Sequence[str]) -> list[int]:
    """The live records in which every word stands, those first whose name is, begins with, or has the first of them."""
    parts = [in_record(noun, word) for word in words]
    held = " AND ".join([LIVE, *(f"({part.sql})" for part in parts)])
    likely = "name_key = ? DESC, instr(name_key, ?) = 1 DESC, instr(name_key, ?) > 0 DESC, " if noun.named else ""
    values = [value for part in parts for value in part.values]
    values += [folded(words[0])] * 3 if noun.named else []
    return [id_ for (id_,) in reader.rows(f"SELECT id FROM {noun.key} WHERE {held} ORDER BY {likely}id", values)]


def load_in_order(reader: Reader, noun: Noun, ids: Sequence[int], only: Collection[str] | None = None) -> list[Record]:
    """The records of the ids, in the order of the ids, with all fields or only some."""
    if len(ids) > CHUNK:
        found = {record.id: record for record in load(reader, noun, only=only)}
    else:
        found = {record.id: record for record in load(reader, noun, f"id IN ({marks(ids)})", list(ids), only)}
    return [found[id_] for id_ in ids]


def received(reader: Reader, ids: Sequence[int]) -> dict[int, Money]:
    """By project, its receipts that count, in the currency of its total investment."""
    noun = NOUNS["project"]
    fen, currency = expressions(noun, next(field for field in noun.derived if field.key == "funds"))
    found: dict[int, Money] = {}
    for chunk in chunks(ids):
        sql = f"SELECT id, {fen}, {currency} FROM project WHERE id IN ({marks(chunk)})"
        found |= {id_: Money(amount, of) for id_, amount, of in reader.rows(sql, chunk) if amount is not None}
    return found


def added_up(reader: Reader, noun: Noun, ids: Sequence[int]) -> dict[str, int]:
    """What the records of the ids add up to, in fen by currency."""
    sums: dict[str, int] = {}
    for chunk in chunks(ids) if noun.money else ():
        fen, currency = expressions(noun, noun.field(noun.money or ""))
        sql = f"SELECT {currency}, sum({fen}) FROM {noun.key} WHERE id IN ({marks(chunk)}) GROUP BY 1"
        for of, amount in reader.rows(sql, chunk):
            if of:
                sums[of] = sums.get(of, 0) + amount
    return sums


def equal(reader: Reader, noun: Noun, values: Mapping[str, Any], by: Sequence[str] = ()) -> list[int]:
    """The ids of the live records that agree with these values in some fields, by default their noun's identity."""
    keys = by or noun.identity
    where: list[str] = [LIVE]
    bound: list[Any] = []
    for field in (noun.field(key) for key in keys):
        value = values.get(field.key)
        if field.key == "name":
            where.append("name_key = ?")
            bound.append(folded(value or ""))
        elif field.columns:
            where += [f'"{column}" IS ?' for column in field.columns]
            bound += field.kind.store(value) if value is not None else [None] * len(field.columns)
    links = [noun.field(key) for key in keys if not noun.field(key).columns]
    return [
        record.id
        for record in load(reader, noun, " AND ".join(where), bound)
        if all((record.values.get(f.key) or ()) == (values.get(f.key) or ()) for f in links)
    ]
