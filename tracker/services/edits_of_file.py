"""What a file changes and what it contradicts, field by field, as a person reads it: references as names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tracker.rules.fields import RefKind, RefsKind
from tracker.rules.nouns import NOUNS
from tracker.services.import_plan import Clash, Edit
from tracker.services.stages_of_file import STAGE_FIELDS
from tracker.services.views import cell
from tracker.store.records import display_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.services.conflicts import Conflict
    from tracker.services.lookups import Lookups
    from tracker.services.sheet_rows import Line, Lines
    from tracker.services.stages_of_file import StagesOfFile
    from tracker.store.reading import Reader


class EditsOfFile:
    """Gives the edits and the conflicts of the lines of a file."""

    def __init__(self, reader: Reader, lines: Lines, lookups: Lookups) -> None:
        self._reader = reader
        self._lines = lines
        self._lookups = lookups

    def edits(self, stages: StagesOfFile) -> list[Edit]:
        """Every field that changes, with its references as names."""
        edits = [
            _edit(line, key, old, new)
            for noun in NOUNS.values()
            if noun.key != "milestone"
            for line in self._lines.by_noun[noun.key]
            if not line.new and not line.bad
            for key, new in line.changed.items()
            if noun.key != "project" or key not in STAGE_FIELDS
            for old in [line.record.values.get(key) if line.record else None]
        ]
        return self._named([*edits, *(_edit(*changed) for changed in stages.edits())])

    def clashes(self, conflicts: Sequence[Conflict]) -> tuple[Clash, ...]:
        """The conflicts as a person reads them."""
        edits = [_edit(c.line, c.key, c.ours, c.theirs) for c in conflicts]
        bases = self._named(
            [edit._replace(old=c.base and c.base.value) for edit, c in zip(edits, conflicts, strict=True)]
        )
        shown = zip(self._named(edits), bases, conflicts, strict=True)
        return tuple(
            Clash(edit, base.old, c.since, c.base is not None and c.base.given, c.other) for edit, base, c in shown
        )

    def _named(self, edits: list[Edit]) -> list[Edit]:
        wanted: dict[str, set[int]] = defaultdict(set)
        for edit in edits:
            if isinstance(edit.field.kind, RefKind):
                for value in (edit.old, edit.new):
                    wanted[edit.field.kind.noun].update(_ids(value))
        names = {key: display_names(self._reader, NOUNS[key], ids) for key, ids in wanted.items()}
        for key, found in names.items():
            found.update({line.id: line.values["name"] for line in self._lines.by_noun[key] if "name" in line.values})
            found.update(self._lookups.names(key).made)
        return [_with_names(edit, names) for edit in edits]


def _edit(line: Line, key: str, old: object, new: object) -> Edit:
    """A field of a line's record as it was and as the file has it."""
    noun = line.noun
    return Edit(line.sheet.name, line.number, line.cell(key), noun, line.id, noun.field(key), old, new)


def _ids(value: object) -> tuple[int, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)  # type: ignore[return-value]


def _with_names(edit: Edit, names: dict[str, dict[int, str]]) -> Edit:
    kind = edit.field.kind
    if not isinstance(kind, RefKind):
        return edit._replace(old=cell(edit.field, edit.old), new=cell(edit.field, edit.new))
    called = names[kind.noun]
    shown = [tuple(called.get(id_, NOUNS[kind.noun].number(id_)) for id_ in _ids(v)) for v in (edit.old, edit.new)]
    old, new = shown if isinstance(kind, RefsKind) else [ids[0] if ids else None for ids in shown]
    return edit._replace(old=old or None, new=new or None)
