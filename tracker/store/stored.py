"""Values as the database keeps them: columns of rows, and the JSON of the journal; each value is turned only once."""

from __future__ import annotations

import json
from itertools import chain, repeat
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tracker.rules.fields import Kind, MoneyKind
from tracker.rules.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Field, Stored
    from tracker.rules.nouns import Noun

T = TypeVar("T")

ABSENT: Final = object()
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


def encoded(value: Any) -> str:
    """A value as JSON; what is usual by the hundred thousand goes without the making of an encoder for each.

    >>> encoded({"sheet": "项目", "row": 7}), encoded([3500, "CNY", None, True])
    ('{"sheet": "项目", "row": 7}', '[3500, "CNY", null, true]')
    """
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return str(value)
    if kind is list:
        return f"[{', '.join(map(encoded, value))}]"
    if kind is dict:
        return f"{{{', '.join(f'{encode_basestring(key)}: {encoded(each)}' for key, each in value.items())}}}"
    return _encode(value)


def filled(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values that are there: these very ones where none is missing, for there may be hundreds of thousands."""
    if None not in values.values():
        return values
    return {key: value for key, value in values.items() if value is not None}


def stored_rows(fields: Iterable[Field], records: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Stored, ...]]:
    """The columns of some fields, in their order, for every record; a missing value is null."""
    columns: list[Iterable[Stored]] = []
    for field in fields:
        columns += _columns(field, [record.get(field.key) for record in records])
    return zip(*columns, strict=True) if columns else iter([()] * len(records))


def _columns(field: Field, values: list[Any]) -> Iterable[Iterable[Stored]]:
    """The columns of one field; amounts, of which nearly every record has another, without looking for equal ones."""
    if type(field.kind).store is Kind.store:
        return [values] if field.columns else []
    if type(field.kind) is MoneyKind:
        return [[money and money.fen for money in values], [money and money.currency for money in values]]
    nulls = (None,) * len(field.columns)
    return zip(*_turned(values, lambda value: nulls if value is None else field.kind.store(value)), strict=True)


def _turned(values: Sequence[Any], turn: Callable[[Any], T]) -> Iterator[T]:
    """What values are turned into, each object once.

    The same cell gave the same object: by that it is known, as equal ones may be kept in two ways (1 and 1.0).
    """
    ids = list(map(id, values))
    turned = {at: turn(value) for at, value in dict(zip(ids, values, strict=True)).items()}
    return map(turned.__getitem__, ids)


def dumped(noun: Noun, records: Sequence[Mapping[str, Any]], *, blanks: bool = True) -> list[str | None]:
    """Values of records of a noun as the journal's JSON, with nulls for the missing ones unless `blanks` are left out.

    None for a record without any.
    """
    return objects(records, lambda key: _dumper(noun.field(key)), ABSENT if blanks else None)


def _dumper(field: Field) -> Callable[[Any], str]:
    """A function that gives the JSON of a field's value; a text is dumped as itself, whatever its kind."""
    if type(field.kind).dump is Kind.dump:
        return encoded
    if type(field.kind) is MoneyKind:
        return lambda money: f"[{money.fen}, {encode_basestring(money.currency)}]" if money else "null"
    dump = field.kind.dump
    return lambda value: encode_basestring(value) if type(value) is str else encoded(dump(value))


def objects(
    records: Sequence[Mapping[str, Any]], teller: Callable[[str], Callable[[Any], str]], absent: object = ABSENT
) -> list[str | None]:
    """Records as JSON objects without what is absent; None for a record without anything.

    `teller` gives for a key the function that gives the JSON of its values.

    >>> objects([{"row": 7}, {}, {"sheet": "项目", "row": 8}], lambda key: encoded)
    ['{"row": 7}', None, '{"row": 8, "sheet": "项目"}']
    """
    pattern, columns = "", []
    for key in dict.fromkeys(chain.from_iterable(records)):
        values = [record.get(key, absent) for record in records]
        name, told = f", {encode_basestring(key)}: ", teller(key)
        if absent in values:
            pattern += "%s"
            columns.append(_pairs(name, values, told, absent))
        else:
            pattern += name.replace("%", "%%") + "%s"
            columns.append(_texts(values, told))
    rows = map(pattern.__mod__, zip(*columns, strict=True)) if columns else repeat("", len(records))
    return [f"{{{row[2:]}}}" if row else None for row in rows]


def _pairs(name: str, values: list[Any], told: Callable[[Any], str], absent: object) -> Iterator[str]:
    """A key with its value as JSON, for every record; empty where it is absent."""
    return _turned(values, lambda value: "" if value is absent else name + told(value))


def _texts(values: list[Any], told: Callable[[Any], str]) -> Iterator[str]:
    """Values as JSON; texts, numbers and amounts, of which most columns are, without looking for equal ones."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return map(encode_basestring, values)
    if kinds == {int} and told is encoded:
        return map(str, values)
    return map(told, values) if kinds == {Money} else _turned(values, told)
