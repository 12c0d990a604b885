"""The milestones that a file asks for: by the columns of its projects and, going before those, by its own sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from tracker.rules.nouns import NOUNS
from tracker.services.sheet_rows import NOTHING, kept, same
from tracker.store.binding import chunks
from tracker.store.engine import Change, Made
from tracker.store.records import milestones

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.rules.dates import PartialDate
    from tracker.services.conflicts import ThreeWay
    from tracker.services.sheet_rows import Line, Lines
    from tracker.store.engine import Work
    from tracker.store.records import Record

At: TypeAlias = tuple[int, str]  # a project's id and a stage
MILESTONE: Final = NOUNS["milestone"]
STAGE_FIELDS: Final = {field.key: field.stage for field in NOUNS["project"].fields if field.stage}
# By stage: the fields of a project that tell of it, each with the milestone's field that it means.
TOLD: Final = {
    stage: tuple((key, field) for key, (of, field) in STAGE_FIELDS.items() if of == stage)
    for stage in dict.fromkeys(of for of, _ in STAGE_FIELDS.values())
}


class Wanted(NamedTuple):
    """One value that the file gives a milestone: the line that says so, and its field there."""

    value: Any
    line: Line
    key: str


class StagesOfFile:
    """The milestones of the database beside those of the file, by project and stage.

    What the file says of them is looked up in its lines as it is asked for: it may be of hundreds of thousands.
    """

    def __init__(
        self, work: Work, lines: Lines, records: Mapping[str, Mapping[int, Record]], three_way: ThreeWay
    ) -> None:
        self._work = work
        self._three_way = three_way
        self._lines = lines
        self._records = records
        self._known: dict[At, Record] = {}
        self._projects: dict[int, Line] = {}
        self._own: dict[At, Line] = {}
        self._ours: set[tuple[At, str]] = set()
        self._stored: dict[int, dict[str, PartialDate | None]] = defaultdict(dict)
        self._own_stages: dict[int, list[str]] = defaultdict(list)
        self.seen: set[int] = set()

    def gather(self) -> None:
        """Find the lines that tell of milestones and are not bad, and load what is there."""
        projects, own = self._lines.by_noun["project"], self._lines.by_noun["milestone"]
        funds = [line for line in self._lines.by_noun["funds"] if not line.bad]
        if not projects and not own and not funds:
            return
        self._load(bool(projects or own), funds)
        for line in projects:
            if not line.bad and not line.skipped:
                self._add_project(line)
        for line in own:
            if not line.bad:
                self._add_own(line)
        self._keep_ours()

    def _load(self, whole: bool, funds: list[Line]) -> None:
        if whole:
            known = self._records.get("milestone")
            if known is None:
                self._known = milestones(self._work.reader)
            else:
                self._known = {(r.values["project"], r.values["stage"]): r for r in known.values()}
            self._store(self._known)
        else:
            ids = list({line.value("project") for line in funds})
            for some in chunks(ids):
                self._store(milestones(self._work.reader, some, ("project", "stage", "reached_on")))

    def _store(self, found: Mapping[At, Record]) -> None:
        for (project, stage), record in found.items():
            self._stored[project][stage] = record.values["reached_on"]

    def _add_project(self, line: Line) -> None:
        """Take a project whose own columns tell of its stages."""
        self._projects[line.id] = line
        for stage in _stages(line.filled) if self._known else ():
            if (line.id, stage) in self._known:
                self.seen.add(self._known[line.id, stage].id)

    def _add_own(self, line: Line) -> None:
        """Take a line of the milestones' own sheet."""
        at = (line.value("project"), line.value("stage"))
        self._own[at] = line
        self._own_stages[at[0]].append(at[1])

    def _told(self) -> Iterator[At]:
        """Every milestone of which the file says anything."""
        for project, line in self._projects.items():
            for stage in _stages(line.values):
                yield project, stage
        for at in self._own:
            teller = self._projects.get(at[0])
            if teller is None or at[1] not in _stages(teller.values):
                yield at

    def _keep_ours(self) -> None:
        """Leave out what would put a value of before an export back."""
        known = [at for at in self._told() if at in self._known] if self._known else []
        self._three_way.load(MILESTONE, [self._known[at] for at in known])
        for at in known:
            for key, each in self.asked(at).items():
                if not self._three_way.takes_stage(each.line, each.key, self._known[at], key, each.value):
                    self._ours.add((at, key))
                    each.line.drop(each.key)

    def asked(self, at: At) -> dict[str, Wanted]:
        """What the file says of a milestone, by field."""
        project, stage = at
        asked: dict[str, Wanted] = {}
        line = self._projects.get(project)
        if line:
            values = line.values
            asked = {field: Wanted(values[key], line, key) for key, field in TOLD[stage] if key in values}
        own = self._own.get(at)
        if own:
            asked |= {
                key: Wanted(value, own, key) for key, value in own.values.items() if key not in MILESTONE.identity
            }
        return {key: each for key, each in asked.items() if (at, key) not in self._ours} if self._ours else asked

    def differing(self, at: At) -> dict[str, Wanted]:
        """What really changes: of a milestone that is there the differing fields, of a new one the filled ones."""
        known = self._known.get(at)
        asked = self.asked(at).items()
        if known is None:
            return {key: each for key, each in asked if each.value is not None and not each.line.bad}
        return {
            key: each._replace(value=kept(known.values.get(key), each.value))
            for key, each in asked
            if not each.line.bad and not same(known.values.get(key), each.value)
        }

    def changing(self) -> Iterator[tuple[At, dict[str, Wanted]]]:
        """Every milestone that changes, with what really does."""
        for at in self._told():
            found = self.differing(at)
            if found or self._is_new_by_itself(at):
                yield at, found

    def _is_new_by_itself(self, at: At) -> bool:
        """Whether a line of the milestones' sheet makes its milestone even where it says no more."""
        line = self._own.get(at)
        return line is not None and not line.bad and at not in self._known

    def line_of(self, at: At, found: Mapping[str, Wanted]) -> Line:
        """The line that a milestone is told by: its own, else the one that changes it."""
        return self._own.get(at) or next(iter(found.values())).line

    def touched(self, line: Line) -> bool:
        """Whether a line changes a milestone."""
        if line.noun.key == "milestone":
            told = [(line.value("project"), line.value("stage"))]
        else:
            told = [(line.id, stage) for stage in _stages(line.values)] if line.noun.key == "project" else []
        return any(each.line is line for at in told for each in self.differing(at).values())

    def changes_any(self, project: int) -> bool:
        """Whether any milestone of a project changes."""
        ats = [(project, stage) for stage in self.reached(project)]
        return any(self.differing(at) or self._is_new_by_itself(at) for at in ats)

    def values(self, at: At, found: Mapping[str, Wanted]) -> dict[str, Any]:
        """A milestone as it will be once what is found has changed."""
        known = self._known.get(at)
        base = known.values if known else {"project": at[0], "stage": at[1], "recognition": "reported"}
        return {**base, **{key: each.value for key, each in found.items()}}

    def reached(self, project: int) -> Mapping[str, PartialDate | None]:
        """The stages that a project will have reached."""
        stored, line = self._stored.get(project, NOTHING), self._projects.get(project)
        if line is None and project not in self._own_stages:
            return stored
        stages = (*(_stages(line.values) if line else ()), *self._own_stages.get(project, ()))
        asked = {stage: self.asked((project, stage)) for stage in stages}
        return {**stored, **{stage: each["reached_on"].value for stage, each in asked.items() if "reached_on" in each}}

    def reached_by(self, line: Line) -> Mapping[str, PartialDate | None]:
        """The stages that a project will have reached if the line that says so, but will not be written, is right."""
        own = self._own_stages.get(line.id, ())
        told = {
            stage: line.values[key]
            for key, (stage, field) in STAGE_FIELDS.items()
            if field == "reached_on" and key in line.values and stage not in own
        }
        return {**self.reached(line.id), **told}

    def groups(self) -> Iterator[Sequence[Change]]:
        """The changes of milestones for the database: those that are there, then the new ones."""
        changing = [at for at, _ in self.changing()]
        yield Made([at for at in changing if at in self._known], self._edit)
        new = [at for at in changing if at not in self._known]
        free = iter(self._work.new_ids(MILESTONE, sum(at not in self._own for at in new)))
        ids = [self._own[at].id if at in self._own else next(free) for at in new]
        yield Made(range(len(new)), lambda n: self._add(new[n], ids[n]))

    def _edit(self, at: At) -> Change:
        known, found = self._known[at], self.differing(at)
        after = {key: each.value for key, each in found.items()}
        before = {key: known.values.get(key) for key in after}
        return Change(MILESTONE, known.id, "edit", before, after, self._source(at, found))

    def _add(self, at: At, id_: int) -> Change:
        found = self.differing(at)
        return Change(MILESTONE, id_, "add", after=self.values(at, found), source=self._source(at, found))

    def _source(self, at: At, found: Mapping[str, Wanted]) -> dict[str, Any]:
        """Where the values of a milestone stand."""
        line = self.line_of(at, found)
        cells = {
            key: each.line.cell(each.key) if each.line is line else each.line.place(each.key)
            for key, each in found.items()
        }
        return {**line.source(), "cells": cells}

    def edits(self) -> Iterator[tuple[Line, str, Any, Any]]:
        """Each field of a milestone that changes in a record that is there: line, its field, old and new."""
        for at in self._told():
            lines = (self._projects.get(at[0]), self._own.get(at))
            if all(line is None or line.new for line in lines):
                continue
            known = self._known.get(at)
            for key, each in self.differing(at).items():
                if not each.line.new:
                    yield each.line, each.key, known.values.get(key) if known else None, each.value


def _stages(keys: Iterable[str]) -> dict[str, None]:
    """The stages that some fields of a project tell of."""
    return dict.fromkeys(STAGE_FIELDS[key][0] for key in keys if key in STAGE_FIELDS)
