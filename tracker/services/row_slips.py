"""Slips of the hand in a sheet's rows: a column of amounts sorted by itself, a receipt that stands twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import BadData
from tracker.rules.fields import MoneyKind, NumberKind
from tracker.rules.nouns import NOUNS
from tracker.words import COLUMN_SORTED, COLUMN_SORTED_HINT, ROW_REPEATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.rules.fields import Field
    from tracker.rules.nouns import Noun
    from tracker.services.sheet_rows import Line, Lines

LEAST: Final = 5  # different amounts: as many do not change places among records by chance
SAME: Final = 0.9  # of the new values are old ones of other rows; the last row of a shifted column has none


def refuse_sorted(lines: Lines) -> None:
    """Refuse amounts that have only changed places among their records: sorted or shifted without the other columns."""
    for noun in NOUNS.values():
        columns = [each for each in noun.own_fields if isinstance(each.kind, (MoneyKind, NumberKind))]
        if columns and lines.by_noun[noun.key]:
            for changed in _changed(lines.by_noun[noun.key], columns):
                _refuse(lines, noun, *changed)


def _changed(lines: Sequence[Line], columns: Sequence[Field]) -> Iterator[tuple[Field, list[Line]]]:
    """By sheet and column the lines that change what their records hold."""
    found: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.record and line.changed and not line.bad:
            for each in columns:
                if each.key in line.changed:
                    found[id(line.sheet), each.key].append(line)
    by_key = {each.key: each for each in columns}
    for (_, key), changed in found.items():
        yield by_key[key], changed


def _refuse(lines: Lines, noun: Noun, field: Field, changed: Sequence[Line]) -> None:
    old: Counter[Any] = Counter(line.record.values.get(field.key) for line in changed if line.record)
    new = Counter(line.changed[field.key] for line in changed)
    if len(new) < LEAST or (old & new).total() < SAME * len(changed):
        return
    what = COLUMN_SORTED(field=field.label, n=len(changed), noun=noun.label)
    hint = COLUMN_SORTED_HINT(command=f"tracker {noun.key} edit {noun.number(changed[0].id)} {field.option} …")
    for line in changed:
        lines.add_problem(line, field.key, BadData(what, code="column_sorted", hint=hint))


def note_doubles(lines: Lines) -> None:
    """Warn of new receipts of the project, the day and the amount of another row: two events, or one pasted twice."""
    every, known = lines.by_noun["funds"], NOUNS["funds"].known
    rows = {tuple(map(line.value, known)): line for line in every if line.record and not line.bad}
    for line in every:
        if line.record or line.bad:
            continue
        first = rows.setdefault(tuple(map(line.values.get, known)), line)
        if first is not line:
            _note_double(lines, line, first)


def _note_double(lines: Lines, line: Line, other: Line) -> None:
    key = "amount"
    what = ROW_REPEATED(other=other.place(key), fields=tuple(line.noun.field(each).label for each in line.noun.known))
    lines.notes.add("row_repeated", line.place(key), what, group=line.sheet.name)
