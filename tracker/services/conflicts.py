"""Decides of every cell that differs whose value counts: that of the file, the one here, or that of another file.

What a file changed is what differs from its base: the value at export, or the one that its sender gave last. Without
a base every differing cell is a change of the file's. Two files of one import that give a field different values are
in conflict with each other, unless one of them is an export that only holds the value it was sent out with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from tracker.rules.nouns import NOUNS
from tracker.rules.three_way import Side, verdict
from tracker.services.sheet_rows import kept, same
from tracker.words import (
    CONFLICT_DB,
    CONFLICT_FILE,
    CONFLICT_KEPT,
    CONFLICT_OTHER_FILE,
    CONFLICT_THIS_FILE,
    PLACE_IN_FILE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.rules.nouns import Noun
    from tracker.services.bases import Base, Bases
    from tracker.services.notes import Notes
    from tracker.services.sheet_rows import Line, Lines
    from tracker.store.past import Since
    from tracker.store.records import Record
    from tracker.words import Words

Fate: TypeAlias = Literal["new", "skip"]
_STAGE_KEYS: Final = {field.stage: field.key for field in NOUNS["project"].fields if field.stage}


class Choices(NamedTuple):
    """Whose value counts where two sides gave one: of every cell, and of single ones by place (项目!F12).

    `prefer` decides between file and database; between two files only a single decision does. With `skip` what nobody
    decided is left as it is. `twins` tell of new rows, by the place of their name, which record they are.
    """

    prefer: Side | None = None
    cells: Mapping[str, Side] = {}
    skip: bool = False
    twins: Mapping[str, int | Fate] = {}


class Conflict(NamedTuple):
    """A cell of which two sides say different things: its line and field, the values, who changed the one here.

    `other` is the cell of an earlier file of the same import that says otherwise; it is None where the database does.
    """

    line: Line
    key: str
    base: Base | None
    ours: object
    theirs: object
    other: Words | None = None

    @property
    def since(self) -> Since | None:
        """Who changed the value here since the base, and when."""
        return self.base and self.base.since


class Said(NamedTuple):
    """A line of an earlier file with the fields that it fills in, how that file is called, and how it was decided."""

    line: Line
    fields: frozenset[str]
    file: str
    three_way: ThreeWay


class Earlier:
    """What the files before this one in the same import said of each record."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, object], list[Said]] = {}

    def note(self, lines: Lines, file: str, three_way: ThreeWay) -> None:
        """Remember the lines of a file that were planned."""
        alike: dict[frozenset[str], frozenset[str]] = {}  # most rows of a table fill in the same fields
        for key, of_noun in lines.by_noun.items():
            for line in of_noun:
                if not line.bad and not line.skipped:
                    fields = frozenset(line.filled)
                    said = Said(line, alike.setdefault(fields, fields), file, three_way)
                    self._said.setdefault((key, _whole_key(line)), []).append(said)

    def contrary(self, noun: str, key: object, field: str) -> Words | None:
        """The cell of the newest earlier file that gave this field its value here, and meant to."""
        for said in reversed(self._said.get((noun, key), ())):
            if field in said.fields and said.three_way.meant(said.line, field):
                return PLACE_IN_FILE(file=said.file, place=said.line.place(field))
        return None

    def of_line(self, line: Line, field: str) -> Words | None:
        """The cell of an earlier file that gave this field of a line's record its value, as `contrary`."""
        return self.contrary(line.noun.key, _whole_key(line), field)

    def of_stage(self, milestone: Record, field: str) -> Words | None:
        """The cell of an earlier file that gave this field of a milestone its value, as `contrary`.

        It stands on the sheet of milestones or on that of projects.
        """
        project, stage = milestone.values["project"], milestone.values["stage"]
        found = self.contrary("milestone", (project, stage), field)
        own = _STAGE_KEYS.get((stage, field))
        return found or (self.contrary("project", project, own) if own else None)


def _whole_key(line: Line) -> object:
    """What a line is found by: its record, of a milestone the project and stage."""
    return (line.value("project"), line.value("stage")) if line.noun.key == "milestone" else line.id


class ThreeWay:
    """Decides of every differing cell of a file whose value counts; `earlier` are the files before it, if any.

    `compared` says whether any cell had a base to be compared with.
    """

    def __init__(
        self, bases: Bases | None, choices: Choices, notes: Notes, earlier: Earlier | None = None, file: str = ""
    ) -> None:
        self._file = file
        self._bases = bases
        self._choices = choices
        self._notes = notes
        self._earlier = earlier
        self._left: set[tuple[int, str]] = set()
        self._repeated: dict[tuple[int, str], tuple[Record, str]] = {}
        self.conflicts: list[Conflict] = []
        self.compared = False

    @property
    def among_several(self) -> bool:
        """Whether the file is one of several, so that every value it gives may be asked for later."""
        return self._earlier is not None

    def remember(self, lines: Lines) -> None:
        """Let the files after this one be compared with what it says."""
        if self._earlier:
            self._earlier.note(lines, self._file, self)

    def load(self, noun: Noun, records: Iterable[Record]) -> None:
        """Find the bases of these records."""
        if self._bases:
            self._bases.load(noun, records)

    def settle(self, line: Line) -> None:
        """Leave out of a line's changes those that would put an older value back, or that are decided against it."""
        record = line.record
        if record is None or not (self._bases or self._earlier):
            return
        for key, theirs in list(line.changed.items()):
            base = self._bases.of(line.noun, record, key) if self._bases else None
            other = self._earlier.of_line(line, key) if self._earlier else None
            cell = Conflict(line, key, base, record.values.get(key), theirs, other)
            if not self._takes(cell):
                line.drop(key)

    def takes_stage(self, line: Line, key: str, milestone: Record, field: str, theirs: object) -> bool:
        """Whether a file's value of a milestone counts; the cell is that of the line's field `key`."""
        ours = milestone.values.get(field)
        if same(ours, theirs):
            if self.among_several:
                self._repeated[id(line), key] = (milestone, field)
            return True
        base = self._bases.of_stage(milestone, field) if self._bases else None
        other = self._earlier.of_stage(milestone, field) if self._earlier else None
        return self._takes(Conflict(line, key, base, ours, kept(ours, theirs), other))

    def meant(self, line: Line, key: str) -> bool:
        """Whether a line gave its field the value that counts now, and was not merely sent out with it."""
        at = (id(line), key)
        if at in self._left:
            return False
        if self._bases is None:
            return True
        if at in self._repeated:
            milestone, field = self._repeated[at]
            base, ours = self._bases.of_stage(milestone, field), milestone.values.get(field)
        elif line.record is None or key in line.changed or line.noun.field(key).stage:
            return True
        else:
            base, ours = self._bases.of(line.noun, line.record, key), line.record.values.get(key)
        return base is None or base.given or not same(base.value, ours)

    def _takes(self, cell: Conflict) -> bool:
        taken = self._decide(cell)
        if not taken:
            self._left.add((id(cell.line), cell.key))
        return taken

    def _decide(self, cell: Conflict) -> bool:
        """Whether the file's value counts; where nobody has decided, it does until somebody does."""
        found = verdict(cell.base.value, cell.ours, cell.theirs, same) if cell.base else "theirs"
        self.compared = self.compared or cell.base is not None
        place = cell.line.place(cell.key)
        if found == "ours" and not (cell.other and cell.base and cell.base.given):
            self._notes.add("kept_ours", place, CONFLICT_KEPT, level="info")
            return False
        if not cell.other and found == "theirs":
            return True
        side = self._choices.cells.get(place, None if cell.other else self._choices.prefer)
        if side is None:
            self.conflicts.append(cell)
            return not self._choices.skip
        if cell.other:
            told = CONFLICT_THIS_FILE if side == "file" else CONFLICT_OTHER_FILE
        else:
            told = CONFLICT_FILE if side == "file" else CONFLICT_DB
        self._notes.add("conflict_decided", place, told, group=told.en, level="info")
        return side != "db"
