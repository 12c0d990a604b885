"""The milestones that a file asks for: by the columns of its projects and, going before those, by its own sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from tracker.rules.nouns import NOUNS
from tracker.services.sheet_rows import kept, same
from tracker.store.engine import Change
from tracker.store.records import milestones

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.rules.dates import PartialDate
    from tracker.services.conflicts import ThreeWay
    from tracker.services.sheet_rows import Line, Lines
    from tracker.store.engine import Work
    from tracker.store.records import Record

At: TypeAlias = tuple[int, str]  # a project's id and a stage
STAGE_FIELDS: Final = {field.key: field.stage for field in NOUNS["project"].fields if field.stage}


class Wanted(NamedTuple):
    """One value that the file gives a milestone: the line that says so, and its field there."""

    value: Any
    line: Line
    key: str


class StagesOfFile:
    """The milestones of the database beside those of the file, by project and stage."""

    def __init__(
        self, work: Work, lines: Lines, records: Mapping[str, Mapping[int, Record]], three_way: ThreeWay
    ) -> None:
        self._work = work
        self._three_way = three_way
        self._lines = lines
        self._records = records
        self.known: dict[At, Record] = {}
        self.wanted: dict[At, dict[str, Wanted]] = {}
        self.own_line: dict[At, Line] = {}
        self.seen: set[int] = set()
        self.by_project: dict[int, dict[str, PartialDate | None]] = {}
        self._touched: set[int] = set()
        self._kept: dict[At, dict[str, Wanted]] | None = None

    def gather(self) -> None:
        """Collect what the lines that are not bad ask for, and load what is there."""
        projects, own = self._lines.by_noun["project"], self._lines.by_noun["milestone"]
        funds = [line for line in self._lines.by_noun["funds"] if not line.bad]
        if not projects and not own and not funds:
            return
        self._load(bool(projects or own), funds)
        for line in projects:
            if not line.bad and not line.skipped:
                self._ask(line)
        for line in own:
            if not line.bad:
                self._ask_itself(line)
        self._keep_ours()
        for (project, stage), wanted in self.wanted.items():
            if "reached_on" in wanted:
                self.by_project.setdefault(project, {})[stage] = wanted["reached_on"].value

    def _load(self, whole: bool, funds: list[Line]) -> None:
        if whole:
            known = self._records.get("milestone")
            if known is None:
                self.known = milestones(self._work.reader)
            else:
                self.known = {(r.values["project"], r.values["stage"]): r for r in known.values()}
            reached = [(p, s, r.values["reached_on"]) for (p, s), r in self.known.items()]
        else:
            ids = list({line.value("project") for line in funds})
            reached = []
            for start in range(0, len(ids), 500):
                found = milestones(self._work.reader, ids[start : start + 500], ("project", "stage", "reached_on"))
                reached += [(p, s, r.values["reached_on"]) for (p, s), r in found.items()]
        for project, stage, day in reached:
            self.by_project.setdefault(project, {})[stage] = day

    def _ask(self, line: Line) -> None:
        """What a project's own columns say of its stages."""
        for key in line.raw:
            target = STAGE_FIELDS.get(key)
            if target is None:
                continue
            at = (line.id, target[0])
            if at in self.known:
                self.seen.add(self.known[at].id)
            if key in line.values:
                self.wanted.setdefault(at, {})[target[1]] = Wanted(line.values[key], line, key)

    def _keep_ours(self) -> None:
        """Leave out what would put a value of before an export back."""
        self._three_way.load(NOUNS["milestone"], [self.known[at] for at in self.wanted if at in self.known])
        for at, wanted in self.wanted.items():
            known = self.known.get(at)
            if known is not None:
                for key, each in list(wanted.items()):
                    if not self._three_way.takes_stage(each.line, each.key, known, key, each.value):
                        del wanted[key]
                        each.line.drop(each.key)

    def _ask_itself(self, line: Line) -> None:
        """What a line of the milestones' own sheet says."""
        at = (line.value("project"), line.value("stage"))
        self.own_line[at] = line
        wanted = self.wanted.setdefault(at, {})
        for key, value in line.values.items():
            if key not in ("project", "stage"):
                wanted[key] = Wanted(value, line, key)

    def settled(self) -> dict[At, dict[str, Wanted]]:
        """What really changes: of a milestone that is there the differing fields, of a new one the filled ones."""
        if self._kept is None:
            kept = {at: self._differing(at, wanted) for at, wanted in self.wanted.items()}
            self._kept = {at: found for at, found in kept.items() if found or at in self._new_by_itself(at)}
            self._touched = {id(each.line) for found in self._kept.values() for each in found.values()}
        return self._kept

    def _new_by_itself(self, at: At) -> tuple[At, ...]:
        """A line of the milestones' sheet makes its milestone even where it says no more."""
        line = self.own_line.get(at)
        return (at,) if line and not line.bad and at not in self.known else ()

    def _differing(self, at: At, wanted: dict[str, Wanted]) -> dict[str, Wanted]:
        known = self.known.get(at)
        if known is None:
            if all(each.value is not None and not each.line.bad for each in wanted.values()):
                return wanted
            return {key: each for key, each in wanted.items() if each.value is not None and not each.line.bad}
        return {
            key: each._replace(value=kept(known.values.get(key), each.value))
            for key, each in wanted.items()
            if not each.line.bad and not same(known.values.get(key), each.value)
        }

    def forget(self) -> None:
        """Settle anew: lines have become bad since."""
        self._kept = None

    def touched(self, line: Line) -> bool:
        """Whether a line changes a milestone."""
        self.settled()
        return id(line) in self._touched

    def values(self, at: At) -> dict[str, Any]:
        """A milestone as it will be."""
        known = self.known.get(at)
        base = dict(known.values) if known else {"project": at[0], "stage": at[1], "recognition": "reported"}
        return base | {key: each.value for key, each in self.settled().get(at, {}).items()}

    def reached(self, project: int) -> dict[str, PartialDate | None]:
        """The stages that a project will have reached."""
        return self.by_project.get(project, {})

    def changes(self) -> Iterator[Change]:
        """The changes of milestones for the database."""
        noun = NOUNS["milestone"]
        for at, found in self.settled().items():
            line = self.own_line.get(at) or next(iter(found.values())).line
            after = {key: each.value for key, each in found.items()}
            cells = {
                key: each.line.cell(each.key) if each.line is line else each.line.place(each.key)
                for key, each in found.items()
            }
            whence = line.source() | {"cells": cells}
            known = self.known.get(at)
            if known:
                before = {key: known.values.get(key) for key in after}
                yield Change(noun, known.id, "edit", before, after, whence)
            else:
                own = self.own_line.get(at)
                id_ = own.id if own else self._work.new_id(noun)
                base = {"project": at[0], "stage": at[1], "recognition": "reported"}
                yield Change(noun, id_, "add", after=base | after, source=whence)

    def edits(self) -> Iterator[tuple[Line, str, Any, Any]]:
        """Each field of a milestone that changes in a record that is there: line, its field, old and new."""
        for at, found in self.settled().items():
            known = self.known.get(at)
            for key, each in found.items():
                if not each.line.new:
                    yield each.line, each.key, known.values.get(key) if known else None, each.value
