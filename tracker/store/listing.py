"""Selects records by the declared columns of their noun: composed in this one place, always with bound values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.rules.choices import STAGE, folded
from tracker.rules.fields import RefKind, RefsKind
from tracker.rules.nouns import NOUNS
from tracker.store.names import resolve
from tracker.store.records import LIVE, Record, load

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader


def select(reader: Reader, noun: Noun, words: Sequence[str], order: tuple[Field, bool] | None = None) -> list[int]:
    """The ids of the live records in which every word is found, by number or by a field (True: downwards)."""
    where, values = _words(reader, noun, words)
    by = "id"
    if order:
        field, downwards = order
        expression = _sort_expression(noun, field)
        by = f"({expression}) IS NULL, {expression} {'DESC' if downwards else 'ASC'}, id"
    return [id_ for (id_,) in reader.rows(f"SELECT id FROM {noun.key} WHERE {where} ORDER BY {by}", values)]


def _words(reader: Reader, noun: Noun, words: Sequence[str]) -> tuple[str, list[Any]]:
    """Records whose name holds every word; of nouns without a name, those of the project or unit so called."""
    if not words:
        return LIVE, []
    if noun.named:
        return " AND ".join([LIVE, *(["instr(name_key, ?) > 0"] * len(words))]), [folded(word) for word in words]
    owner = next(f for f in noun.fields if isinstance(f.kind, RefKind) and f.kind.noun in ("project", "unit"))
    assert isinstance(owner.kind, RefKind)
    id_ = resolve(reader, NOUNS[owner.kind.noun], " ".join(words))
    return f"{LIVE} AND {owner.columns[0]} = ?", [id_]


def _sort_expression(noun: Noun, field: Field) -> str:
    """What SQL sorts a field by: its first column, the name it refers to, a milestone's date, a stage's place."""
    if field.stage:
        stage, key = field.stage
        return f"(SELECT {key} FROM milestone m WHERE m.project_id = project.id AND m.stage = '{stage}' AND m.{LIVE})"
    if field.key == "stage" and noun.key == "project":
        places = " ".join(f"WHEN '{stage}' THEN {n}" for n, stage in enumerate(STAGE.keys))
        return (
            f"(SELECT max(CASE m.stage {places} END) FROM milestone m "
            f"WHERE m.project_id = project.id AND m.reached_on IS NOT NULL AND m.{LIVE})"
        )
    if isinstance(field.kind, RefsKind):
        return f"(SELECT count(*) FROM {field.kind.link} l WHERE l.{noun.key}_id = {noun.key}.id)"
    if isinstance(field.kind, RefKind) and NOUNS[field.kind.noun].named:
        return f"(SELECT name_key FROM {field.kind.noun} r WHERE r.id = {noun.key}.{field.columns[0]})"
    column = f'"{field.columns[0]}"'
    return f"CAST({column} AS REAL)" if field.kind.numeric else column


def load_in_order(reader: Reader, noun: Noun, ids: Sequence[int], only: Collection[str] | None = None) -> list[Record]:
    """The records of the ids, in the order of the ids, with all fields or only some."""
    if len(ids) > CHUNK:
        found = {record.id: record for record in load(reader, noun, only=only)}
    else:
        marks = ", ".join("?" * len(ids))
        found = {record.id: record for record in load(reader, noun, f"id IN ({marks})", list(ids), only)}
    return [found[id_] for id_ in ids]


CHUNK = 900  # below the number of bound values that every SQLite allows


def equal(reader: Reader, noun: Noun, values: Mapping[str, Any]) -> list[int]:
    """The ids of the live records that agree with these values in all the fields of their noun's identity."""
    where: list[str] = [LIVE]
    bound: list[Any] = []
    for field in (noun.field(key) for key in noun.identity):
        value = values.get(field.key)
        if field.key == "name":
            where.append("name_key = ?")
            bound.append(folded(value or ""))
        elif field.columns:
            where += [f'"{column}" IS ?' for column in field.columns]
            bound += field.kind.store(value) if value is not None else [None] * len(field.columns)
    links = [noun.field(key) for key in noun.identity if not noun.field(key).columns]
    return [
        record.id
        for record in load(reader, noun, " AND ".join(where), bound)
        if all((record.values.get(f.key) or ()) == (values.get(f.key) or ()) for f in links)
    ]
