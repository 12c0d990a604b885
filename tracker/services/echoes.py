"""What the answer to a write says of the record: its values as they were understood, so that a slip is seen at once."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from tracker.rules.fields import MeasureKind
from tracker.rules.nouns import CITYWIDE
from tracker.services.entry import Prompt, year_of
from tracker.services.views import cells_of
from tracker.words import CARD_CHANGE, CITY_ROW, ECHO, ECHO_MORE, ECHO_VALUE, LABEL_WITH_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.result import Result
    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader
    from tracker.words import Words

_MOST: Final = 60  # characters of a text: it is there to be recognised


def echoed(result: Result, said: Sequence[Words]) -> Result:
    """The answer with what it says of the record behind each of its lines."""
    if not said:
        return result
    together = reduce(lambda before, each: ECHO_MORE(said=before, more=each), said)
    return result._replace(lines=tuple(ECHO(line=line, said=together) for line in result.lines))


def stored(reader: Reader, noun: Noun, values: Mapping[str, Any]) -> tuple[Words, ...]:
    """What a record holds: each field with its value, but for the name, which the line begins with."""
    shown = cells_of(reader, noun, values)
    if noun.key in CITYWIDE and "unit" in values:
        shown["unit"] = shown["unit"] or CITY_ROW
    return tuple(
        ECHO_VALUE(field=label, value=_short(shown[field.key]))
        for field, label in _labelled(reader, noun, values)
        if shown.get(field.key) not in (None, "", ())
    )


def replaced(reader: Reader, noun: Noun, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Words, ...]:
    """What of a record has become what: `before` are all of its values, `after` those that changed."""
    old = cells_of(reader, noun, {key: before.get(key) for key in after})
    new = cells_of(reader, noun, after)
    return tuple(
        CARD_CHANGE(field=label, before=_short(old[field.key]), after=_short(new[field.key]))
        for field, label in _labelled(reader, noun, {**before, **after})
        if field.key in after
    )


def _labelled(reader: Reader, noun: Noun, values: Mapping[str, Any]) -> Iterator[tuple[Field, Words]]:
    """The fields but the name, each with its label: that of a metric's value with the unit that it is counted in."""
    for field in noun.fields:
        if field.key != "name":
            measured = isinstance(field.kind, MeasureKind) and values.get("metric")
            unit = Prompt(reader).measure(values["metric"], year_of(values)) if measured else None
            yield field, LABEL_WITH_UNIT(label=field.label, unit=unit) if unit else field.label


def _short(value: object) -> object:
    """A text at the length at which it is still recognised, without phones."""
    if not isinstance(value, str):
        return value
    from tracker.rules.contacts import masked

    text = masked(value)
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"
