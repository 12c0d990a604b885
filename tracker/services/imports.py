"""Imports one workbook: plans the whole file, tells what would change, applies it all or nothing."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import BadData, Problem
from tracker.result import Message
from tracker.rules.mapping import NO_WISHES
from tracker.rules.nouns import NOUNS
from tracker.services import home_units, instructions, likeness, new_companies, row_slips, uncounted, unit_slips
from tracker.services.bases import find_bases
from tracker.services.cell_values import Values
from tracker.services.column_memory import maps_of, remembered_told, with_memory
from tracker.services.conflicts import Choices, ThreeWay
from tracker.services.dependents import Cells, cells_to_keep, refuse_dependents, refuse_misled, skip
from tracker.services.edits_of_file import EditsOfFile
from tracker.services.import_plan import Count, Plan, Twin, moment
from tracker.services.import_refusal import refuse
from tracker.services.import_request import NOTHING_DECIDED
from tracker.services.judging import Judge
from tracker.services.lookups import Lookups
from tracker.services.matching import Matcher
from tracker.services.missing_names import told_once
from tracker.services.notes import some
from tracker.services.row_reading import read_pages
from tracker.services.sheet_rows import Line, kept, same, with_defaults
from tracker.services.stages_of_file import STAGE_FIELDS, StagesOfFile
from tracker.services.stamps import read_stamp
from tracker.services.table_telling import Question
from tracker.store.engine import DEPENDENCE, Change, Made
from tracker.store.records import Record, load
from tracker.store.stored import filled
from tracker.words import (
    BASE_EXPORT,
    BASE_IMPORT,
    FIELD_COLUMN_MISSING,
    FIELD_COLUMN_MISSING_HINT,
    FIELD_REQUIRED,
    FIELD_REQUIRED_HINT,
    FIELD_UNSETTLED,
    NAME_UNKNOWN,
    NAMESAKE,
    NUMBER_STRANGER,
    NUMBER_STRANGER_HINT,
    PERHAPS_WHICH,
    ROW_SKIPPED,
    ROWS_UPDATE,
    TARGETS_EMPTY,
    UPDATE_UNKNOWN_HINT,
    UPDATE_UNNUMBERED,
    UPDATE_UNNUMBERED_HINT,
    text,
)
from tracker.written import batch_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.rules.fields import Entry
    from tracker.services.bases import Found
    from tracker.services.conflicts import Earlier, Fate
    from tracker.services.import_request import Decided, File, Terms
    from tracker.services.sheet_rows import Lines
    from tracker.store.engine import Work

HOMES: Final = {
    **dict.fromkeys(("project", "lead", "visit", "target", "figure", "adjustment"), "unit"),
    **dict.fromkeys(("funds", "milestone", "problem"), "project"),
}
"""The field of a record that says whose it is."""
NAMED: Final = ("unit", "chain", "segment", "company", "campaign", "lead", "project")


def plan_book(
    work: Work,
    file: File,
    terms: Terms,
    decided: Decided = NOTHING_DECIDED,
    earlier: Earlier | None = None,
    step: Callable[[int, int], None] | None = None,
) -> Plan:
    """Plan a whole workbook without writing or asking; `step` is told how many of all rows are read.

    `decided` is what a person said of its cells, `earlier` what the files before it in the same import said.
    """
    wishes = with_memory(terms.wishes, work.reader)
    lookups = Lookups(work.reader, (lambda: work.new_id(NOUNS["company"])) if terms.create else None)
    lines = read_pages(file.sheets, wishes, lookups)
    lines.messages += remembered_told(lines.sheets, wishes)
    base = find_bases(work.reader, lookups, read_stamp(file.sheets), file.name)
    choices = Choices(terms.prefer, decided.cells, terms.skip_bad, decided.twins)
    three_way = ThreeWay(base.bases, choices, lines.notes, earlier, file.name)
    whole = terms.wishes == NO_WISHES
    plan = Plan(file.name, file.sha256, terms.skip_bad, whole, maps=maps_of(lines.sheets, wishes))
    _Planner(work, lines, terms.entry, three_way, lookups, decided.twins, step).plan(plan)
    if base.export:  # what was added since it was sent out is not gone from it, nor what belongs to other units
        sent = base.export.versions
        plan.missed = {key: ids & sent.get(key, {}).keys() for key, ids in plan.missed.items()}
    if three_way.compared:
        plan.base = base
        plan.messages = (*_base_told(base), *plan.messages)
    return plan


def _base_told(base: Found) -> Iterator[Message]:
    """What the values of a file are compared with beside those here."""
    if base.export:
        yield Message("base_export", BASE_EXPORT(at=moment(base.export.at)))
    elif base.last:
        told = BASE_IMPORT(file=base.last.file, batch=batch_number(base.last.batch), at=moment(base.last.at))
        yield Message("base_import", told)


def apply_plan(work: Work, plan: Plan) -> None:
    """Write the plan of a file as one batch; BadData with every problem unless its bad rows are to be left out."""
    refuse([plan])
    write(work, plan)
    note(work, [plan])


def write(work: Work, plan: Plan, number: int | None = None) -> None:
    """Write what a plan changes; where it is one of several files, its number from 0 goes with each change."""
    groups = plan.groups if number is None else [Made(group, partial(_of_file, number)) for group in plan.groups]
    work.write(groups)


def _of_file(number: int, change: Change) -> Change:
    """A change with the number of the file that it comes from."""
    return change._replace(source={**(change.source or {}), "file": number})


def note(work: Work, plans: Sequence[Plan], *, several: bool = False) -> None:
    """Note in the batch, if anything was written, what its values came from."""
    if work.batch is None:
        return
    maps = {headings: said for plan in plans for headings, said in plan.maps.items()}
    files = [_layout(plan) for plan in plans]
    layout = {"files": files} if several else files[0]
    work.note_layout(layout | ({"maps": maps} if maps else {}))


def _layout(plan: Plan) -> dict[str, object]:
    """Where the values of a file stand, and how many rows it has if all of it was taken."""
    layout: dict[str, object] = {"file": plan.file, "sha256": plan.sha256, "sheets": plan.layout}
    whole = plan.whole and not plan.problems and plan.imported is None
    rows = [(count.sheet, count.noun.key, count.rows) for count in plan.counts]
    return layout | ({"rows": rows} if whole else {})


class _Planner:
    """The steps of a plan; what they find together is kept here."""

    def __init__(
        self,
        work: Work,
        lines: Lines,
        entry: Entry,
        three_way: ThreeWay,
        lookups: Lookups,
        twins: Mapping[str, int | Fate],
        step: Callable[[int, int], None] | None,
    ) -> None:
        self._work = work
        self._three_way = three_way
        self._lines = lines
        self._entry = entry
        self._step = step or (lambda done, total: None)
        self._lookups = lookups
        self._twins = twins
        self._records: dict[str, dict[int, Record]] = {}
        self._cells: Cells = {}
        self._lacking: dict[tuple[int, str], list[Line]] = defaultdict(list)

    def plan(self, plan: Plan) -> None:
        """Identify, read, match, judge, and gather."""
        by_noun = self._lines.by_noun
        present = {noun.key for sheet in self._lines.sheets for noun in sheet.nouns}
        for key in present:
            self._records[key] = {record.id: record for record in load(self._work.reader, NOUNS[key])}
        matcher = Matcher(self._work, self._lines, self._lookups, self._records)
        for key in NAMED:
            self._take_twins(matcher, by_noun[key])
            matcher.named(NOUNS[key], by_noun[key]) if by_noun[key] else None
            if key == "unit":
                home_units.fill(self._lines, self._lookups)
        self._cells = cells_to_keep(self._lines)
        texts = instructions.texts_of(self._lines)
        self._read(matcher)
        stages = StagesOfFile(self._work, self._lines, self._records, self._three_way)
        self._finish_lines()
        instructions.tell(self._lines, texts)
        self._keep_ours()
        unit_slips.note(self._lines)
        row_slips.refuse_sorted(self._lines)
        row_slips.note_doubles(self._lines)
        refuse_dependents(self._lines, self._records)
        stages.gather()
        Judge(self._work, self._lines, self._records, stages, self._entry.today, skip_bad=plan.skip_bad).judge()
        uncounted.note(self._lines, self._lookups)
        refuse_dependents(self._lines, self._records)
        pairs = [*likeness.projects(by_noun["project"], self._records.get("project", {})),
                 *likeness.companies(by_noun["company"], self._records.get("company", {})),
                 *likeness.receipts(by_noun["funds"], self._records.get("funds", {}), matcher.ids("funds")),
                 ]  # fmt: skip
        for line, record in likeness.namesakes(by_noun["project"], self._records.get("project", {})):
            other = PERHAPS_WHICH(number=line.noun.number(record.id), other=record.values["name"])
            self._lines.notes.add("namesake", line.place("name"), NAMESAKE(other=other), group=line.sheet.name)
        self._lines.messages += matcher.elsewhere()
        plan.twins = self._undecided(pairs)
        self._lines.messages += [Message("perhaps_same", each.told, "warning") for each in plan.twins]
        whole = {key for key in present if any(not line.sheet.updates for line in by_noun[key])}
        plan.gone = {key: self._gone(key, matcher, stages) for key in whole}
        plan.missed = {key: self._missed(key, ids) for key, ids in plan.gone.items()}
        if self._lookups.creates:
            self._create(plan)
        self._tell_updates()
        self._lines.messages += self._lines.notes.messages()
        self._three_way.remember(self._lines)
        self._gather(plan, stages)
        plan.problems = tuple(told_once(self._lines.problems, creating=self._lookups.creates))
        # Tables side by side in the same rows say the same of them.
        plan.messages = tuple({(each.code, text(each.what, "zh")): each for each in self._lines.messages}.values())

    def _tell_updates(self) -> None:
        """Of a sheet that knows its records by their numbers alone, say which they are: a slipped number shows."""
        for sheet in self._lines.sheets:
            named = (f"{line.noun.number(line.id)} {line.record.values.get('name') or ''}".rstrip()
                     for line in (self._lines.of(sheet) if sheet.updates else ())
                     if line.record)  # fmt: skip
            if which := some(named):
                self._lines.messages.append(Message("rows_update", ROWS_UPDATE(sheet=sheet.name, which=which)))

    def _take_twins(self, matcher: Matcher, lines: Sequence[Line]) -> None:
        """Give the rows that a person took for a record that is there that record."""
        for line in lines if self._twins else ():
            which = self._twins.get(likeness.mark(line))
            if isinstance(which, int) and which in self._records[line.noun.key]:
                matcher.claim(line, self._records[line.noun.key][which])

    def _undecided(self, pairs: Iterable[likeness.Pair]) -> tuple[Twin, ...]:
        """The new rows that are perhaps records that are there, but for those that a person called new."""
        found: dict[int, list[likeness.Pair]] = defaultdict(list)
        for pair in pairs:
            if likeness.mark(pair.line) not in self._twins:
                found[id(pair.line)].append(pair)
        return tuple(
            Twin(
                likeness.mark(each[0].line),
                likeness.called(each[0].line.noun, each[0].line.values),
                each[0].line.noun,
                tuple((record.id, likeness.called(each[0].line.noun, record.values)) for _, record in each),
            )
            for each in found.values()
        )

    def _read(self, matcher: Matcher) -> None:
        """Read the values of all lines, the nouns in the order in which they refer to each other."""
        values = Values(self._lines, self._lookups, self._entry)
        total, done = sum(map(len, self._lines.by_noun.values())), 0
        for noun in NOUNS.values():
            lines = self._lines.by_noun[noun.key]
            if noun.key not in NAMED and lines:
                matcher.numbers(noun, lines)
                self._take_twins(matcher, lines)
            for line in lines:
                values.read(line)
                if line.keeps_name:
                    line.values.pop("name", None)
                done += 1
                if done % 500 == 0:
                    self._step(done, total)
            if noun.key not in NAMED and lines:
                matcher.whole(noun, lines)
        self._step(total, total)

    def _finish_lines(self) -> None:
        """What each line changes in its record, or that a new one lacks a required field."""
        empty = 0
        strangers: list[Line] = []
        for noun in NOUNS.values():
            for line in self._lines.by_noun[noun.key]:
                if line.new and self._twins and self._twins.get(likeness.mark(line)) == "skip":
                    skip(self._lines, line, likeness.mark_key(line.noun), ROW_SKIPPED)
                elif noun.key == "target" and line.new and line.value("value") is None and "value" not in line.filled:
                    line.skipped = True
                    empty += 1
                elif line.new:
                    self._require(line)
                    line.changed = filled(line.values)
                else:
                    line.changed = _changed(line)
                    if likeness.stranger(line):
                        self._lines.add_problem(line, "", _stranger(line))
                        strangers.append(line)
        refuse_misled(self._lines, strangers, self._cells)
        self._refuse_lacking()
        if empty:
            self._lines.messages.append(Message("targets_empty", TARGETS_EMPTY(n=empty)))

    def _keep_ours(self) -> None:
        """Leave out what would put a value of before the export back."""
        for noun in NOUNS.values():
            if noun.key == "milestone":
                continue  # its values come from two sheets, which are settled together
            lines = [line for line in self._lines.by_noun[noun.key] if not line.bad]
            self._three_way.load(
                noun,
                [line.record for line in lines if line.record and (line.changed or self._three_way.among_several)],
            )
            for line in lines:
                if line.changed:
                    self._three_way.settle(line)

    def _require(self, line: Line) -> None:
        """A problem for each required field that a new line leaves blank; one for all lines of a missing column."""
        if line.sheet.updates:
            if "" not in self._lines.faults[id(line)]:  # that its number cannot be read is said already
                self._lines.add_problem(line, "", _of_no_record(line))
            return
        for key in line.noun.required:
            if key not in line.values and key not in line.filled:
                if key == "name" and key in line.sheet.letters[line.noun.key]:
                    continue  # said already: without a name it could not be identified
                self._lines.add_fault(line, key)
                if key in line.sheet.letters[line.noun.key]:
                    self._lines.problems.append(_required(line, key))
                else:
                    self._lacking[id(line.sheet), key].append(line)

    def _refuse_lacking(self) -> None:
        """One problem for each required column that a sheet with new records does not have."""
        for (_, key), lines in self._lacking.items():
            declared, sheet = lines[0].noun.field(key), lines[0].sheet
            what = FIELD_COLUMN_MISSING(field=declared.label, n=len(lines))
            way = Question.of(sheet.layout).typed_for(declared)
            hint = FIELD_COLUMN_MISSING_HINT(field=declared.label, way=way)
            self._lines.problems.append(Problem("column_missing", what, f"{sheet.name}!A{sheet.last}", hint=hint))

    def _gone(self, key: str, matcher: Matcher, stages: StagesOfFile) -> set[int]:
        """The records of a noun that the file does not have."""
        return {
            id_
            for id_ in self._records[key]
            if (key, id_) not in matcher.claimed and (key != "milestone" or id_ not in stages.seen)
        }

    def _missed(self, key: str, gone: set[int]) -> set[int]:
        """Those of the records missing from the file (`gone`) whose unit or project the file tells of."""
        home = HOMES.get(key)
        if home is None or not gone:
            return gone
        by_noun, records = self._lines.by_noun, self._records
        homes = {line.value(home) for line in by_noun[key]}
        if home == "project":
            units = {line.value("unit") for line in by_noun["project"]}
            homes |= {id_ for id_, each in records.get("project", {}).items() if each.values["unit"] in units}
        return {id_ for id_ in gone if records[key][id_].values[home] in homes}

    def _create(self, plan: Plan) -> None:
        """The companies that the rows need."""
        names = self._lookups.names("company")
        plan.created = new_companies.created(self._lines, names.made)
        self._lines.messages += new_companies.told(plan.created, names)

    def _gather(self, plan: Plan, stages: StagesOfFile) -> None:
        """Counts, changes and edits."""
        counts: dict[tuple[str, str], Count] = {}
        for sheet in self._lines.sheets:
            for noun in sheet.nouns:
                counts[sheet.name, noun.key] = Count(sheet.name, noun)
        for noun in NOUNS.values():
            for line in self._lines.by_noun[noun.key]:
                _tally(counts[line.sheet.name, noun.key], line, stages)
        plan.groups = tuple(self._groups(plan, stages))
        plan.counts = list(counts.values())
        plan.layout = {sheet.name: sheet.letters for sheet in self._lines.sheets if not sheet.further}
        plan.tables = tuple(self._lines.sheets)
        shown = EditsOfFile(self._work.reader, self._lines, self._lookups)
        plan.edits = shown.edits(stages)
        plan.clashes = shown.clashes(self._three_way.conflicts)

    def _groups(self, plan: Plan, stages: StagesOfFile) -> Iterator[Sequence[Change]]:
        """What is to be written, in the order in which it can be."""
        for key in DEPENDENCE:
            if key == "milestone":
                yield from stages.groups()
                continue
            lines = [line for line in self._lines.by_noun[key] if line.changed and not line.bad and not line.skipped]
            yield Made([line for line in lines if line.record and _own(line)], _edited)
            if key == "company":
                yield [each.change for each in plan.created]
            yield Made([line for line in lines if not line.record], _added)


def _changed(line: Line) -> dict[str, Any]:
    """The values of a line that its record does not have; a project's stages are compared with its milestones."""
    assert line.record is not None
    old = line.record.values
    stages = STAGE_FIELDS if line.noun.key == "project" else {}
    return {
        key: kept(old.get(key), value)
        for key, value in line.values.items()
        if key not in stages and not same(old.get(key), value)
    }


def _own(line: Line) -> Mapping[str, Any]:
    """What a line changes in its own record, and not in the milestones of its project."""
    if line.noun.key != "project":
        return line.changed
    return {key: value for key, value in line.changed.items() if key not in STAGE_FIELDS}


def _added(line: Line) -> Change:
    """The new record of a line."""
    return Change(line.noun, line.id, "add", after=with_defaults(line.noun, _own(line)), source=line.source())


def _edited(line: Line) -> Change:
    """What becomes of the record of a line."""
    assert line.record is not None
    own = _own(line)
    return Change(line.noun, line.id, "edit", {key: line.record.values.get(key) for key in own}, own, line.source())


def _stranger(line: Line) -> BadData:
    """The error of a line whose number is that of quite another record."""
    assert line.record is not None
    number, value = line.noun.number(line.id), str(line.number_cell)
    key = "name" if line.noun.named else line.noun.identity[0]
    what = NUMBER_STRANGER(number=number, noun=line.noun.label, field=line.noun.field(key).label)
    hint = NUMBER_STRANGER_HINT(number=number, noun=line.noun.label)
    return BadData(what, code="number_stranger", value=value, hint=hint)


def _of_no_record(line: Line) -> BadData:
    """The error of a row on a sheet of updates that does not say which record it is of."""
    told = {"noun": line.noun.label, "number": line.noun.number(12)}
    if line.number_cell is None:
        return BadData(UPDATE_UNNUMBERED(**told), code="update_unnumbered", hint=UPDATE_UNNUMBERED_HINT(**told))
    value = str(line.number_cell)
    what = NAME_UNKNOWN(value=value, noun=line.noun.label)
    return BadData(what, code="update_unknown", value=value, hint=UPDATE_UNKNOWN_HINT(**told))


def _required(line: Line, key: str) -> Problem:
    """The problem of a required cell in which nothing stands, or a word for what nobody knows yet."""
    written = line.written.get(key) if line.written else None
    label = line.noun.field(key).label
    what = FIELD_UNSETTLED(field=label, value=written.text) if written else FIELD_REQUIRED(field=label)
    return Problem("field_missing", what, line.place(key), written and written.text, FIELD_REQUIRED_HINT)


def _tally(count: Count, line: Line, stages: StagesOfFile) -> None:
    if line.bad:
        count.bad += 1
    elif line.skipped:
        count.same += 1
    elif line.new:
        count.new += 1
    elif line.changed or stages.touched(line):
        count.changed += 1
    else:
        count.same += 1
