"""Values as the database keeps them: columns of rows, and the JSON of the journal; each value is turned only once."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

from tracker.rules.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Field, Stored
    from tracker.rules.nouns import Noun

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
    """The columns of one field."""
    if type(field.kind).store is Kind.store:
        return [values] if field.columns else []
    # The same cell gave the same object: by that it is known, as equal ones may be stored in two ways (1 and 1.0).
    known = {id(value): value for value in values}
    nulls = (None,) * len(field.columns)
    turned = {at: nulls if value is None else field.kind.store(value) for at, value in known.items()}
    return zip(*[turned[id(value)] for value in values], strict=True)


class Dumps:
    """The values of one noun's records as the journal's JSON."""

    def __init__(self, noun: Noun) -> None:
        self._noun = noun
        self._names = {field.key: f"{encode_basestring(field.key)}: " for field in noun.fields}
        self._known: dict[int, str] = {}
        self._held: list[Any] = []

    def __call__(self, values: Mapping[str, Any]) -> str | None:
        """One record's values; None where there are none."""
        names, known = self._names, self._known
        parts = [
            names[key]
            # A text is dumped as itself, whatever its kind; a value of any other type is only of one kind.
            + (encode_basestring(value) if type(value) is str else known.get(id(value)) or self._dumped(key, value))
            for key, value in values.items()
        ]
        return f"{{{', '.join(parts)}}}" if parts else None

    def _dumped(self, key: str, value: Any) -> str:
        """One value; it is held, so that its identity stays its own."""
        if value is None:
            return "null"
        text = encoded(self._noun.field(key).kind.dump(value))
        self._known[id(value)] = text
        self._held.append(value)
        return text
