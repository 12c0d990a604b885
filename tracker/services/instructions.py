"""A row below the headings that says how to fill the table in: told as what it is, not cell by cell as wrong data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.errors import Problem
from tracker.rules.fields import Kind, NamesKind
from tracker.services.notes import some
from tracker.words import ROW_INSTRUCTIONS, ROW_INSTRUCTIONS_HINT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.services.sheet_rows import Line, Lines

NEAREST: Final = 3  # rows below the headings in which such a one stands
LEAST: Final = 2  # cells that can be nothing else
_SAYS_HOW: Final = re.compile(
    r"[(（]?(?:必填|选填|可选|请?填写|请?填报|请选|请填|下拉选|格式|例如|required|optional|e\.g\.).*",
    re.IGNORECASE | re.DOTALL,
)


def texts_of(lines: Lines) -> Mapping[int, tuple[str, ...]]:
    """The texts of the new rows below the headings, by line: once the cells are read they are gone."""
    near = (line for each in lines.by_noun.values() for line in each if _is_near(line))
    return {id(line): tuple(cell for cell in line.raw.values() if isinstance(cell, str)) for line in near}


def tell(lines: Lines, texts: Mapping[int, tuple[str, ...]]) -> None:
    """One problem for a row of instructions, in the place of those of its cells."""
    for each in lines.by_noun.values():
        for line in each:
            if line.new and id(line) in texts and _instructs(lines, line, texts[id(line)]):
                _tell(lines, line, texts[id(line)])


def _is_near(line: Line) -> bool:
    return line.number - line.sheet.last <= NEAREST and line.number_cell is None


def _instructs(lines: Lines, line: Line, texts: Sequence[str]) -> bool:
    """Whether all of a row that is no free text cannot be read, or most of it says how to fill it in."""
    kinds = {key: type(line.noun.field(key).kind) for key in line.filled}
    typed = [key for key, kind in kinds.items() if kind not in (Kind, NamesKind)]
    wrong = len(typed) >= LEAST and lines.faults[id(line)].issuperset(typed)
    says = sum(_SAYS_HOW.fullmatch(text.strip()) is not None for text in texts)
    return (wrong and says > 0) or (says >= LEAST and 2 * says > len(line.filled))


def _tell(lines: Lines, line: Line, texts: Sequence[str]) -> None:
    places = {line.place(key) for key in ("", *(each.key for each in line.noun.fields))}
    lines.problems = [each for each in lines.problems if each.place not in places]
    lines.add_fault(line, "")
    what = ROW_INSTRUCTIONS(row=line.number, texts=some(iter(texts)))
    lines.problems.append(
        Problem("row_instructions", what, line.place(""), hint=ROW_INSTRUCTIONS_HINT(row=line.number))
    )
