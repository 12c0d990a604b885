"""What a new record typed in one line perhaps repeats: a receipt is refused until it is confirmed, others are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tracker.errors import Refused
from tracker.result import Message
from tracker.rules.choices import folded
from tracker.services.likeness import alike, company_core
from tracker.store.listing import equal
from tracker.store.records import LIVE, load_one
from tracker.words import DUPLICATE_HINT, PERHAPS_ALIKE, PERHAPS_REPEATED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader

MOST: Final = 3  # that are told


def perhaps_repeated(reader: Reader, noun: Noun, values: Mapping[str, Any], *, sure: bool) -> list[Message]:
    """Warn of a record that a new one perhaps repeats: by its name, else by what tells it early, as day and amount.

    A receipt that contradicts such a one nowhere, typed once with its kind and once without, is refused unless `sure`:
    it would count twice.
    """
    if noun.key in _NAMED and not sure:
        return [_named(noun, id_, name) for id_, name in _NAMED[noun.key](reader, values)[:MOST]]
    if sure or noun.named or any(values.get(key) is None for key in noun.known):
        return []
    same = equal(reader, noun, values, noun.known)
    for id_ in same if noun.money else ():
        if not _contradicts(reader, noun, id_, values):
            raise Refused(
                _said(noun, id_),
                code="duplicate",
                value=noun.number(id_),
                hint=DUPLICATE_HINT(command=f"tracker {noun.key} edit {noun.number(id_)}"),
            )
    return [Message("perhaps_same", _said(noun, id_), "warning") for id_ in same[:1]]


def _named(noun: Noun, id_: int, name: str) -> Message:
    what = PERHAPS_ALIKE(number=noun.number(id_), name=name, command=f"tracker show {noun.number(id_)}")
    return Message("perhaps_same", what, "warning")


def _projects(reader: Reader, values: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Projects of the very name, of whatever unit, and those of the same investor whose name is like it."""
    name = folded(values["name"])
    rows = reader.rows(f"SELECT id, name FROM project WHERE name_key = ? AND {LIVE} ORDER BY id", (name,))
    found = dict(rows)
    for investor in values.get("investors") or ():
        sql = f"SELECT id, name, name_key FROM project WHERE instr(investors, ?) > 0 AND {LIVE} ORDER BY id"
        found |= {id_: other for id_, other, key in reader.rows(sql, (investor,)) if alike(name, key)}
    return list(found.items())


def _companies(reader: Reader, values: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Companies with the credit code of the new one, or with its name but for the legal form."""
    core, code = company_core(folded(values["name"])), values.get("credit_code")
    where = f"(instr(name_key, ?) > 0 OR credit_code = ?) AND {LIVE}"
    rows = reader.rows(f"SELECT id, name, name_key, credit_code FROM company WHERE {where} ORDER BY id", (core, code))
    return [(id_, name) for id_, name, key, own in rows if company_core(key) == core or (code and own == code)]


_NAMED: Final = {"project": _projects, "company": _companies}


def _contradicts(reader: Reader, noun: Noun, id_: int, values: Mapping[str, Any]) -> bool:
    """Whether two records say different things of what tells them apart; a blank says nothing."""
    other = load_one(reader, noun, id_)
    assert other is not None
    pairs = ((values.get(key), other.values.get(key)) for key in noun.identity)
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _said(noun: Noun, id_: int) -> Any:
    same = tuple(noun.field(key).label for key in noun.known)
    return PERHAPS_REPEATED(number=noun.number(id_), noun=noun.label, fields=same)
