"""Words of a command line without an option: which of a noun's fields each stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker import words
from tracker.errors import BadUsage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.commands.desk import Desk
    from tracker.rules.nouns import Noun
    from tracker.store.reading import Reader

GIVEN: Final = "__given"  # ends the name of the argument that stands for a field


def given(noun: Noun, texts: dict[str, str], is_unit: Callable[[str], bool] | None = None) -> dict[str, str]:
    """The texts by field: words without an option stand, in order, for the fields that have none.

    Where there is a unit that need not be typed, `is_unit` tells whether the word in its place is one nevertheless;
    if it is none, the words stand one place further on.
    """
    known = {key: value for key, value in texts.items() if not key.endswith(GIVEN)}
    bare = [value for key, value in texts.items() if key.endswith(GIVEN)]
    places = [key for key in noun.positional if key not in known]
    if len(bare) > len(places):
        raise _given_twice(noun, known, bare)
    if (
        is_unit
        and "unit" in places[: len(bare)]
        and len(bare) < len(places)
        and not is_unit(bare[places.index("unit")])
    ):
        places.remove("unit")
    return known | dict(zip(places, bare, strict=False))


def _given_twice(noun: Noun, named: dict[str, str], bare: list[str]) -> BadUsage:
    """The error for more words than there are fields left for."""
    place = next(place for place, key in enumerate(noun.positional) if key in named)
    field, first = noun.field(noun.positional[place]), bare[min(place, len(bare) - 1)]
    what = words.BOTH_WAYS(field=field.label, first=first, second=named[field.key])
    return BadUsage(what, code="given_twice", value=first, hint=words.BOTH_WAYS_HINT)


def named(desk: Desk, reader: Reader, noun: Noun, texts: dict[str, str], *, city: bool = False) -> dict[str, str]:
    """The texts by field, as `given`; the unit need not be typed if it is set and the field needs one (or the city)."""
    own = None
    if desk.entry.home and "unit" in noun.positional and (city or noun.field("unit").required):
        from tracker.services.entry import unit_teller

        own = unit_teller(reader)
    return given(noun, texts, own)
