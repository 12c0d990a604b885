"""Suggests records while their name is still being typed, in one query however many there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.rules.choices import folded
from tracker.rules.fields import RefKind, split_names
from tracker.rules.names import bare_alias
from tracker.rules.spelling import letters, pattern

if TYPE_CHECKING:
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader

MOST: Final = 20
LATELY: Final = 2_000  # entries of the journal that are looked through for what was touched last
SPELLED: Final = 4  # the rank of whole pinyin and initials; their beginning and any part follow
LONGER: Final = 6  # digits that may still follow those of a number
OWNERS: Final = {True: ("unit", "chain"), False: ("project", "unit", "campaign")}  # by whether a noun has names


class Suggestion(NamedTuple):
    """A record that a text may be the beginning of: its id, its name, and the other name by which it was found.

    `number` is its number, which is its name too where it has no other; `hint` is the name of the unit, chain or
    project that it belongs to, which tells equal names apart; `rank` says by which rule it was found.
    """

    id: int
    name: str
    alias: str | None = None
    number: str = ""
    hint: str | None = None
    rank: int = 0


def suggest(reader: Reader, noun: Noun, text: str, limit: int = MOST) -> list[Suggestion]:
    """The records that a beginning, a part or another form of a name may mean, the likeliest first.

    What looks like a number is one. Otherwise the order is: whole name, beginning of the name, alias or its beginning,
    part of either, whole pinyin or initials, their beginning, part of them; among equals the shorter name, then the
    older record. An empty text gives what was touched last.
    """
    key = folded(text)
    bound: dict[str, object]
    number = re.fullmatch(rf"{noun.letter.lower()}([0-9]{{1,12}})", key)
    if not key:
        found, bound = _touched(noun), {"noun": noun.key, "lately": LATELY}
    elif number:
        found, bound = _numbered(noun), {"number": int(number[1])}
    elif noun.named:
        found, bound = _named(noun, letters(text)), _forms(key, letters(text))
    else:
        return []
    return [
        Suggestion(id_, name or noun.number(id_), _alias(key, name, other), noun.number(id_), hint, rank)
        for id_, name, other, hint, rank in reader.rows(_shown(noun, found), {**bound, "limit": limit})
    ]


def _numbered(noun: Noun) -> str:
    """The number itself, and those that begin with it."""
    longer = " OR ".join(f"id BETWEEN :number * {10**n} AND :number * {10**n} + {10**n - 1}" for n in range(LONGER))
    return f"SELECT id, 0 AS rank, id AS size FROM {noun.key} WHERE removed_at IS NULL AND ({longer})"


def _named(noun: Noun, typed: str | None) -> str:
    """The records found by name, alias or spelling, each with the rank of what it was found by."""
    alias = "WHEN instr(alias_key, '、' || :key) THEN 2" if noun.aliased else ""
    part = f"(instr(name_key, :key){' OR instr(alias_key, :key)' if noun.aliased else ''})"
    spelled = (
        f"WHEN spelling GLOB :start THEN CASE WHEN spelling GLOB :whole THEN {SPELLED} ELSE 5 END" if typed else ""
    )
    # Letters stand in the spelling if they stand in a name at all: no need to look into both.
    return (
        f"SELECT id, CASE WHEN name_key = :key THEN 0 WHEN instr(name_key, :key) = 1 THEN 1 {alias} "
        f"WHEN {part} THEN 3 {spelled} ELSE 6 END AS rank, length(name_key) AS size FROM {noun.key} "
        f"WHERE removed_at IS NULL AND {'spelling GLOB :part' if typed else part}"
    )


def _forms(key: str, typed: str | None) -> dict[str, object]:
    """The forms of a text that the conditions compare with."""
    if not typed:
        return {"key": key}
    spelled = pattern(typed)
    return {"key": key, "whole": f"* {spelled} *", "start": f"* {spelled}*", "part": f"*{spelled}*"}


def _touched(noun: Noun) -> str:
    """The ids that the latest history names, the last first, and then the newest."""
    return (
        "SELECT record_id AS id, -max(at) AS rank, 0 AS size FROM ("
        "SELECT record_id, at FROM (SELECT id AS at, noun, record_id FROM journal ORDER BY id DESC LIMIT :lately) "
        "WHERE noun = :noun UNION ALL "
        f"SELECT * FROM (SELECT id, 0 FROM {noun.key} WHERE removed_at IS NULL ORDER BY id DESC LIMIT :limit)"
        f") WHERE EXISTS (SELECT 1 FROM {noun.key} WHERE id = record_id AND removed_at IS NULL) GROUP BY record_id"
    )


def _shown(noun: Noun, found: str) -> str:
    """The names of the first ids found, with what their records belong to."""
    own = f"r.name, {'r.aliases' if noun.aliased else 'NULL'}" if noun.named else "NULL, NULL"
    owner = _owner(noun)
    hint, join = ("h.name", f"LEFT JOIN {owner} h ON h.id = r.{owner}_id") if owner else ("NULL", "")
    return (
        f"WITH found AS ({found} ORDER BY rank, size, id LIMIT :limit) "
        f"SELECT r.id, {own}, {hint}, found.rank FROM found JOIN {noun.key} r ON r.id = found.id {join} "
        "ORDER BY found.rank, found.size, r.id"
    )


def _owner(noun: Noun) -> str | None:
    """The noun that a record's hint is the name of: what it belongs to."""
    references = {field.key for field in noun.fields if isinstance(field.kind, RefKind)}
    return next((key for key in OWNERS[noun.named] if key in references), None)


def _alias(key: str, name: str | None, aliases: str | None) -> str | None:
    """The other name that holds the text, where the name does not."""
    if not key or not aliases or key in folded(name or ""):
        return None
    others = map(bare_alias, split_names(aliases))
    return next((other for other in others if key in folded(other)), None)
