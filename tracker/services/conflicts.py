"""Compares a returning export with the database in three ways: the value at export, the one here, the one in the file.

The base is rebuilt from the journal by the versions that the export carries. Without an export of this very database
there is no base, and every differing cell is a change of the file's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.rules.three_way import Side, verdict
from tracker.services.sheet_rows import kept, same
from tracker.store.extracts import identity
from tracker.store.past import Since, changed_since, values_at
from tracker.words import CONFLICT_DB, CONFLICT_FILE, CONFLICT_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.rules.nouns import Noun
    from tracker.services.notes import Notes
    from tracker.services.sheet_rows import Line
    from tracker.services.stamps import Stamp
    from tracker.store.reading import Reader
    from tracker.store.records import Record

NEW_MILESTONE: Final = {"recognition": "reported"}


class Choices(NamedTuple):
    """Whose value counts where both sides changed one: of every cell, and of single ones by place (项目!F12)."""

    prefer: Side | None = None
    cells: Mapping[str, Side] = {}

    def of(self, place: str) -> Side | None:
        """What was decided of a cell."""
        return self.cells.get(place, self.prefer)


class Conflict(NamedTuple):
    """A cell whose value both sides changed: its line and field, the three values, who changed it here and when."""

    line: Line
    key: str
    base: object
    ours: object
    theirs: object
    since: Since | None


class ThreeWay:
    """Decides of every differing cell of a returning export whose value counts."""

    def __init__(self, reader: Reader, stamp: Stamp | None, choices: Choices, notes: Notes) -> None:
        self._reader = reader
        self._versions = stamp.versions if stamp and stamp.database == identity(reader) else {}
        self._choices = choices
        self._notes = notes
        self._bases: dict[str, dict[int, dict[str, Any]]] = {}
        self._since: dict[str, dict[tuple[int, str], Since]] = {}
        self.conflicts: list[Conflict] = []

    def load(self, noun: Noun, records: Iterable[Record]) -> None:
        """Rebuild the values at export of those records that were changed since."""
        known = self._versions.get(noun.key, {})
        moved = {r.id: known[r.id] for r in records if known.get(r.id, r.version) != r.version}
        self._bases[noun.key] = values_at(self._reader, noun, moved)
        self._since[noun.key] = changed_since(self._reader, noun, moved)

    def settle(self, line: Line) -> None:
        """Leave out of a line's changes those that would put an older value back."""
        record = line.record
        base = self._bases.get(line.noun.key, {}).get(line.id)
        if record is None or base is None:
            return
        for key, theirs in list(line.changed.items()):
            since = self._since[line.noun.key].get((line.id, key))
            if not self._takes(Conflict(line, key, base.get(key), record.values.get(key), theirs, since)):
                del line.changed[key]
                del line.values[key]

    def takes_stage(self, line: Line, key: str, milestone: Record, field: str, theirs: object) -> bool:
        """Whether a file's value of a milestone counts; the cell is that of the line's field `key`."""
        base = self._base_of_stage(milestone)
        ours = milestone.values.get(field)
        if base is None or same(ours, theirs):
            return True
        since = self._since.get("milestone", {}).get((milestone.id, field))
        return self._takes(Conflict(line, key, base.get(field), ours, kept(ours, theirs), since))

    def _base_of_stage(self, milestone: Record) -> Mapping[str, Any] | None:
        """A milestone's values at export, if it was changed since; one that came since had none."""
        if milestone.values["project"] not in self._versions.get("project", {}):
            return None
        if milestone.id not in self._versions.get("milestone", {}):
            return NEW_MILESTONE
        return self._bases.get("milestone", {}).get(milestone.id)

    def _takes(self, cell: Conflict) -> bool:
        found = verdict(cell.base, cell.ours, cell.theirs, same)
        if found != "conflict":
            if found == "ours":
                self._notes.add("kept_ours", cell.line.place(cell.key), CONFLICT_KEPT, level="info")
            return found == "theirs"
        place = cell.line.place(cell.key)
        side = self._choices.of(place)
        if side is None:
            self.conflicts.append(cell)
        else:
            told = CONFLICT_FILE if side == "file" else CONFLICT_DB
            self._notes.add("conflict_decided", place, told, group=side, level="info")
        return side != "db"
