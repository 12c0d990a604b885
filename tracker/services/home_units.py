"""The unit of a table that has no column for it, named by its sheet, its title, or a line between its rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.result import Message
from tracker.rules.choices import folded
from tracker.rules.fields import RefKind
from tracker.rules.nouns import NOUNS
from tracker.services.sheet_rows import cell_place
from tracker.words import COUNTY_TAKEN, SECTION_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.services.lookups import Lookups, Names
    from tracker.services.sheet_rows import Line, Lines, Sheet

_NUMBERED: Final = re.compile(r"([(（]?)[一二三四五六七八九十0-9]+([)）、.．])")
_PLACES: Final = tuple("县市区旗局委办园")
LEAST: Final = 2  # characters of a name that is looked for in a title


def fill(lines: Lines, lookups: Lookups) -> None:
    """Give every line of a table without a column of units the unit that the lines above it name."""
    wanting = [sheet for sheet in lines.sheets if _wants(sheet)]
    if wanting:
        names = lookups.names("unit")
        taken: dict[tuple[str, str], int] = defaultdict(int)
        for sheet in wanting:
            sections = _sections(sheet, names)
            for line, name in _named(sheet, lines, names, sections):
                line.raw["unit"] = name
                taken[sheet.name, name] += 1
            for each in sections:
                if each.unit is None:
                    what = SECTION_UNKNOWN(text=each.text, noun=NOUNS["unit"].label)
                    lines.notes.add("section_unknown", cell_place(sheet.name, each.row, 0), what, group=sheet.name)
        field = NOUNS["project"].field("unit")
        for (place, name), n in taken.items():
            told = COUNTY_TAKEN(sheet=place, field=field.label, n=n, name=name)
            lines.messages.append(Message("county_taken", told))


def names_unit(groups: Iterable[Sequence[str]], lines: Lines, lookups: Lookups) -> bool:
    """Whether any group of texts names one unit, as `fill` would find it, or one that the file itself brings."""
    cells = (line.raw.get("name") for line in lines.by_noun["unit"])
    brought = [name for cell in cells if isinstance(cell, str) and len(name := folded(cell)) >= LEAST]
    names = lookups.names("unit")
    return any(
        any(name in folded(text) for text in texts for name in brought) or named_in(texts, names) is not None
        for texts in groups
    )


def _wants(sheet: Sheet) -> bool:
    noun = sheet.nouns[0]
    needs = any(each.key == "unit" and each.required and isinstance(each.kind, RefKind) for each in noun.fields)
    return needs and "unit" not in sheet.letters[noun.key]


class _Section(NamedTuple):
    """A line between rows: its row, its text, and the unit that it names; None where it names none that is known."""

    row: int
    text: str
    unit: str | None


def _sections(sheet: Sheet, names: Names) -> list[_Section]:
    """The lines between the rows that name a unit, and those that look like them: 三、 after 一、冠县."""
    every = [_Section(row, text, named_in([text], names)) for row, text in sheet.sections]
    forms = {_form(each.text) for each in every if each.unit}
    return [each for each in every if each.unit or _form(each.text) in forms]


def _form(text: str) -> str:
    """How a line is numbered: 一、 or （一）; of one without number whether it ends as the name of a place does."""
    plain = "".join(text.split())
    numbered = _NUMBERED.match(plain)
    return numbered[1] + numbered[2] if numbered else str(plain[-1:] in _PLACES)


def _named(sheet: Sheet, lines: Lines, names: Names, sections: Sequence[_Section]) -> Iterator[tuple[Line, str]]:
    """The lines of a table, each with the unit of the section that it stands in, else that of the table."""
    outer = named_in(_titles(sheet), names)
    rows = [each.row for each in sections]
    for line in lines.of(sheet):
        at = bisect_right(rows, line.number)
        name = sections[at - 1].unit if at else outer
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
