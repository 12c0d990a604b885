"""Finds records by what people call them: number, name, alias, part of a name, pinyin or its initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import NotFound, Refused
from tracker.rules.choices import folded
from tracker.rules.fields import split_names
from tracker.rules.names import bare_alias
from tracker.rules.spelling import letters, pattern
from tracker.words import NAME_AMBIGUOUS, NAME_AMBIGUOUS_HINT, NAME_NONE_HINT, NAME_UNKNOWN, NAME_UNKNOWN_HINT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader
    from tracker.words import Words

SHOWN_CANDIDATES = 8
SHOWN_NEAREST = 3


def resolve(reader: Reader, noun: Noun, text: str) -> int:
    """The id of the one record that a text names; NotFound with the nearest, Refused with the candidates."""
    found = candidates(reader, noun, text)
    if len(found) == 1:
        return found[0][0]
    if not found:
        raise unknown(noun, text, nearest(folded(text), _known(reader, noun)))
    raise ambiguous(noun.label, text, [f"{noun.number(id_)} {name}" for id_, name in found])


def name_of(reader: Reader, noun: Noun, id_: int) -> str:
    """The name of a record that is known to be there."""
    return str(reader.value(f"SELECT name FROM {noun.key} WHERE id = ?", (id_,)))


def candidates(reader: Reader, noun: Noun, text: str) -> list[tuple[int, str]]:
    """Records that a text may mean, by the strictest rule that any satisfies.

    The rules are: number, name, alias, part of either; then for Latin letters whole pinyin or initials, and any part
    of them.
    """
    number = noun.id_of(text)
    if number is not None:
        return _pairs(reader, noun, "id = :key", number)
    if not noun.named or not folded(text):
        return []
    for condition, value in _rules(noun, text):
        found = _pairs(reader, noun, condition, value)
        if found:
            return found
    return []


def _rules(noun: Noun, text: str) -> Iterator[tuple[str, str]]:
    """The conditions by which a text may name a record, the strictest first, each with its bound value."""
    key = folded(text)
    yield "name_key = :key", key
    if noun.aliased:
        yield "instr(alias_key, :key)", f"、{key}、"
    alias = " OR instr(alias_key, :key)" if noun.aliased else ""
    yield f"(instr(name_key, :key){alias})", key
    typed = letters(text)
    for glob in ("* {} *", "*{}*") if typed else ():
        yield "spelling GLOB :key", glob.format(pattern(typed or ""))


def _pairs(reader: Reader, noun: Noun, condition: str, key: object) -> list[tuple[int, str]]:
    """The ids and names of the records that a condition selects."""
    name = "name" if noun.named else "''"
    sql = f"SELECT id, {name} FROM {noun.key} WHERE removed_at IS NULL AND {condition} ORDER BY id"
    return [(id_, name) for id_, name in reader.rows(sql, {"key": key})]


def _aliases(reader: Reader, noun: Noun) -> list[tuple[int, str, str]]:
    """Every alias with its owner's id and name."""
    if not noun.aliased:
        return []
    rows = reader.rows(
        f"SELECT id, name, aliases FROM {noun.key} WHERE aliases IS NOT NULL AND removed_at IS NULL ORDER BY id"
    )
    return [(id_, name, bare_alias(alias)) for id_, name, text in rows for alias in split_names(text)]


def owners_of_aliases(reader: Reader, noun: Noun, wanted: set[str]) -> set[int]:
    """The live records of a noun that have one of these folded texts as an alias."""
    return {id_ for id_, _, alias in _aliases(reader, noun) if folded(alias) in wanted}


def every_name(reader: Reader, noun: Noun) -> list[tuple[int, str]]:
    """Every name and alias of the live records of a noun, with their ids."""
    own = reader.rows(f"SELECT id, name FROM {noun.key} WHERE removed_at IS NULL ORDER BY id")
    return [*own, *((id_, alias) for id_, _, alias in _aliases(reader, noun))]


def unit_names(reader: Reader) -> dict[int, str]:
    """What every unit is called, removed ones too."""
    return dict(reader.rows("SELECT id, name FROM unit"))


def _known(reader: Reader, noun: Noun) -> list[str]:
    if not noun.named:
        return []
    return [name for (name,) in reader.rows(f"SELECT name FROM {noun.key} WHERE removed_at IS NULL ORDER BY id")]


def nearest(wanted: str, known: list[str]) -> tuple[str, ...]:
    """Up to three of the known names that look most like the wanted one."""
    from difflib import get_close_matches

    by_fold = {folded(name): name for name in known}
    return tuple(by_fold[key] for key in get_close_matches(wanted, list(by_fold), n=SHOWN_NEAREST, cutoff=0.4))


def ambiguous(label: Words, text: str, found: Sequence[str]) -> Refused:
    """The error for a name that several records answer to, with the first of them as they can be typed."""
    return Refused(
        NAME_AMBIGUOUS(value=text, n=len(found), noun=label),
        code="name_ambiguous",
        value=text,
        hint=NAME_AMBIGUOUS_HINT(candidates=tuple(found[:SHOWN_CANDIDATES])),
    )


def unknown(noun: Noun, text: str, near: tuple[str, ...] = ()) -> NotFound:
    """The error for a number or name that nothing answers to, with the nearest names that something does."""
    hint = NAME_UNKNOWN_HINT(near=near) if near else NAME_NONE_HINT(noun=noun.label, command=f"tracker {noun.key}")
    return NotFound(NAME_UNKNOWN(value=text, noun=noun.label), code="name_unknown", value=text, hint=hint)


class NameIndex:
    """All names and aliases of a noun at once, for reading a whole file: folded text to ids."""

    def __init__(self, reader: Reader, noun: Noun) -> None:
        self.noun = noun
        self._reader = reader
        self.ids: dict[str, list[int]] = {}
        self.known: list[str] = []
        self.numbers: set[int] = {id_ for (id_,) in reader.rows(f"SELECT id FROM {noun.key} WHERE removed_at IS NULL")}
        if noun.named:
            for id_, name in reader.rows(f"SELECT id, name FROM {noun.key} WHERE removed_at IS NULL ORDER BY id"):
                self.add(name, id_)
            for id_, _name, alias in _aliases(reader, noun):
                self.add_alias(alias, id_)

    def add(self, name: str, id_: int) -> None:
        """Let a name stand for an id."""
        self.known.append(name)
        self.numbers.add(id_)
        self.ids.setdefault(folded(name), []).append(id_)

    def add_alias(self, alias: str, id_: int) -> None:
        """Let another name stand for an id, unless it is someone's own name."""
        known = self.ids.setdefault(folded(bare_alias(alias)), [])
        if id_ not in known:
            known.append(id_)

    def find(self, text: str) -> list[int]:
        """The ids that a full name, an alias or a number stands for."""
        found = self.ids.get(text) or self.ids.get(folded(text))
        if found:
            return found
        number = self.noun.id_of(text)
        return [number] if number in self.numbers else []

    def resolve(self, text: str) -> int:
        """As `resolve`, but by whole names alone: a file that meant part of a name has to say so."""
        found = self.find(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise unknown(self.noun, text, self._nearest(text))
        raise ambiguous(self.noun.label, text, list(map(self.noun.number, found)))

    def _nearest(self, text: str) -> tuple[str, ...]:
        """Up to three names: the few that the text means at the prompt, pinyin too, then those that look like it."""
        meant = [name for _, name in candidates(self._reader, self.noun, text)]
        like = nearest(folded(text), self.known)
        found = [*meant, *like] if len(meant) <= SHOWN_NEAREST else [*like, *meant]
        return tuple(dict.fromkeys(found))[:SHOWN_NEAREST]
