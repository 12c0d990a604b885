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
    from collections.abc import Iterable, Iterator

    from tracker.services.lookups import Lookups, Names
    from tracker.services.sheet_rows import Line, Lines, Sheet

LEAST: Final = 2  # characters of a name that is looked for in a title


def fill(lines: Lines, lookups: Lookups) -> None:
    """Give every line of a table without a column of units the unit that the lines above it name."""
    wanting = [sheet for sheet in lines.sheets if _wants(sheet)]
    if wanting:
        names = lookups.names("unit")
        taken: dict[tuple[str, str], int] = defaultdict(int)
        for sheet in wanting:
            for line, name in _named(sheet, lines, names):
                line.raw["unit"] = name
                taken[sheet.name, name] += 1
        field = NOUNS["project"].field("unit")
        for (place, name), n in taken.items():
            told = COUNTY_TAKEN(sheet=place, field=field.label, n=n, name=name)
            lines.messages.append(Message("county_taken", told))


def _wants(sheet: Sheet) -> bool:
    noun = sheet.nouns[0]
    needs = any(each.key == "unit" and each.required and isinstance(each.kind, RefKind) for each in noun.fields)
    return needs and "unit" not in sheet.letters[noun.key]


def _named(sheet: Sheet, lines: Lines, names: Names) -> Iterator[tuple[Line, str]]:
    """The lines of a table, each with the unit of the section that it stands in, else that of the table."""
    outer = named_in(_titles(sheet), names)
    named = ((number, named_in([text], names)) for number, text in sheet.sections)
    sections = [(number, name) for number, name in named if name]
    for line in lines.of(sheet):
        at = bisect_right(sections, (line.number, ""))
        name = sections[at - 1][1] if at else outer
        if name:
            yield line, name


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
