"""The unit of a table that has no column for it, named by its sheet, its title, or a line between its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from tracker.result import Message
from tracker.rules.choices import folded
from tracker.rules.fields import RefKind
from tracker.rules.nouns import NOUNS
from tracker.words import COUNTY_TAKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.services.lookups import Lookups, Names
    from tracker.services.sheet_rows import Line, Lines, Sheet

LEAST: Final = 2  # characters of a name that is looked for in a title


def fill(lines: Lines, lookups: Lookups) -> None:
    """Give every line of a table without a column of units the unit that the lines above it name."""
    wanting = [sheet for sheet in lines.sheets if _wants(sheet)]
    if wanting:
        names = lookups.names("unit")
        for sheet in wanting:
            _fill(sheet, lines, names)


def _wants(sheet: Sheet) -> bool:
    noun = sheet.nouns[0]
    needs = any(each.key == "unit" and each.required and isinstance(each.kind, RefKind) for each in noun.fields)
    return needs and "unit" not in sheet.letters[noun.key]


def _fill(sheet: Sheet, lines: Lines, names: Names) -> None:
    outer = named_in(_titles(sheet), names)
    sections = [(number, named_in([text], names)) for number, text in sheet.sections]
    sections = [(number, name) for number, name in sections if name]
    starts = [number for number, _ in sections]
    taken: dict[str, list[Line]] = defaultdict(list)
    for line in lines.of(sheet):
        at = bisect_right(starts, line.number)
        name = sections[at - 1][1] if at else outer
        if name:
            line.raw["unit"] = name
            taken[name].append(line)
    field = NOUNS[sheet.nouns[0].key].field("unit")
    for name, found in taken.items():
        place = f"{sheet.name}!{found[0].number}"
        what = COUNTY_TAKEN(place=place, field=field.label, n=len(found), name=name)
        lines.messages.append(Message("county_taken", what))


def _titles(sheet: Sheet) -> Iterable[str]:
    """What stands nearest first: the lines above the table, then the name of the sheet."""
    return (*reversed(sheet.context.texts), sheet.name)


def named_in(texts: Iterable[str], names: Names) -> str | None:
    """The one unit that the first of some texts that names any does name; None where it names several."""
    for text in texts:
        plain = folded(text)
        inside = [word for word in (*names.ids, *names.aliases) if len(word) >= LEAST and word in plain]
        longest = [word for word in inside if not any(word != other and word in other for other in inside)]
        units = {tuple(names.find(word)) for word in longest}
        if len(units) > 1:
            return None
        if units:
            [ids] = units
            return names.called.get(ids[0], longest[0]) if len(ids) == 1 else None
    return None
