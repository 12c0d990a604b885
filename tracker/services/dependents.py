"""Rows that refer to a row which is not written: they are bad too, or left out along with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tracker.errors import BadData
from tracker.rules.choices import folded
from tracker.rules.fields import RefKind, split_names
from tracker.services.likeness import unlike
from tracker.words import ROW_DEPENDS, ROW_DEPENDS_HINT, ROW_SKIPPED_TOO, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tracker.services.sheet_rows import Line, Lines
    from tracker.store.records import Record

    Known = Mapping[str, Collection[int]]


class _Reference(NamedTuple):
    """A line, the field by which it refers to a record, and the line of that record."""

    line: Line
    key: str
    to: Line


def refuse_dependents(lines: Lines, known: Known) -> None:
    """Make a line bad that refers to a new record whose line is bad, and leave out one whose record is left out.

    `known` are the records that are there, by noun.
    """
    unwritten = {
        (key, line.id): line
        for key, each in lines.by_noun.items()
        for line in each
        if (line.bad or line.skipped) and line.new and line.id not in known[key]
    }
    pending = bool(unwritten)
    while pending:
        pending = False
        for found in list(_references(lines, unwritten)):
            line = found.line
            if line.bad or line.skipped:
                continue
            if found.to.skipped:
                _leave_out(lines, found)
            else:
                _refuse(lines, found)
            if line.new:
                unwritten[line.noun.key, line.id] = line
                pending = True


Cells: TypeAlias = "Mapping[int, Mapping[str, Any]]"
"""The cells of lines by field key, by the identity of the line."""


def cells_to_keep(lines: Lines) -> Cells:
    """The cells of all lines where a row gives a record's number to quite another name, else none."""
    if not any(_renames(line) for each in lines.by_noun.values() if each and each[0].noun.named for line in each):
        return {}
    return {id(line): line.raw for each in lines.by_noun.values() for line in each}


def _renames(line: Line) -> bool:
    """Whether a line gives a record that it knows by its number quite another name."""
    if line.number_cell is None or line.record is None or not isinstance(line.raw.get("name"), str):
        return False
    old, new = line.record.values["name"], line.raw["name"]
    return bool(old != new and unlike(new, old))


def refuse_misled(lines: Lines, strangers: Collection[Line], cells: Cells) -> None:
    """Make a line bad that refers to a record by the name or number which a row of quite another thing gives it.

    `cells` are those of the lines as they were before their values were read.
    """
    by_record = {(line.noun.key, line.id): line for line in strangers}
    for found in list(_references(lines, by_record)) if by_record else ():
        cell = cells.get(id(found.line), {}).get(found.key)
        if not found.line.bad and not _names_record(cell, found.to.record):
            _refuse(lines, found)


def skip(lines: Lines, line: Line, key: str, why: Words, *, group: str = "") -> None:
    """Leave a new row out as a person wishes, and say so."""
    line.skipped = True
    lines.notes.add("row_skipped", line.place(key), why, group=group)


def _refuse(lines: Lines, found: _Reference) -> None:
    what = ROW_DEPENDS(noun=found.to.noun.label, other=found.to.place("name"))
    lines.add_problem(found.line, found.key, BadData(what, code="row_depends", hint=ROW_DEPENDS_HINT))


def _leave_out(lines: Lines, found: _Reference) -> None:
    """Leave out a new line; of one that is there only the reference."""
    if found.line.new:
        skip(lines, found.line, found.key, ROW_SKIPPED_TOO(other=found.to.place("name")), group="too")
    else:
        found.line.drop(found.key)


def _names_record(cell: object, record: Record | None) -> bool:
    """Whether a cell names a record by the name that it has, whatever else the file calls so."""
    if not isinstance(cell, str) or record is None:
        return False
    own = folded(record.values["name"])
    return own in (folded(cell), *map(folded, split_names(cell)))


def _references(lines: Lines, to: Mapping[tuple[str, int], Line]) -> Iterator[_Reference]:
    """The lines that refer to some records, with the field by which they do."""
    nouns = {key for key, _ in to}
    for each in lines.by_noun.values():
        kinds = [(field.key, field.kind) for field in each[0].noun.own_fields] if each else ()
        refs = [(key, kind.noun) for key, kind in kinds if isinstance(kind, RefKind) and kind.noun in nouns]
        for line in each if refs else ():
            for key, noun in refs:
                value = line.values.get(key)
                for id_ in value if isinstance(value, tuple) else (value,):
                    if id_ is not None and (noun, id_) in to:
                        yield _Reference(line, key, to[noun, id_])
