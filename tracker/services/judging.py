"""Holds the lines of a file to the rules of `rules.checks`, with what is around each record computed in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.errors import Problem
from tracker.rules.checks import Around, findings, stage_findings
from tracker.rules.choices import UNCOUNTED
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.services.notes import Notes
from tracker.services.sheet_rows import with_defaults
from tracker.store.binding import chunks, marks
from tracker.words import CHECK_PERIOD_CELL

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.rules.checks import Finding
    from tracker.rules.dates import PartialDate
    from tracker.services.sheet_rows import Line, Lines
    from tracker.services.stages_of_file import StagesOfFile
    from tracker.store.engine import Work
    from tracker.store.records import Record


class Judge:
    """Turns findings into problems at their cells, and into one message for each kind of warning.

    Where bad rows are to be left out (`skip_bad`), they are not warned of.
    """

    def __init__(
        self,
        work: Work,
        lines: Lines,
        records: Mapping[str, Mapping[int, Record]],
        stages: StagesOfFile,
        today: datetime.date,
        *,
        skip_bad: bool,
    ) -> None:
        self._work = work
        self._lines = lines
        self._records = records
        self._stages = stages
        self._today = today
        self._skip_bad = skip_bad
        self._warnings = Notes()
        self._projects = {
            line.id: line for line in lines.by_noun["project"] if not line.bad or "" not in lines.faults[id(line)]
        }

    def judge(self) -> None:
        """Judge every new or changed line, a bad one by what of it could be read."""
        bad = [line for each in self._lines.by_noun.values() for line in each if line.bad]
        for noun in NOUNS.values():
            if noun.key not in ("project", "milestone", "funds"):
                for line in self._lines.by_noun[noun.key]:
                    if line.takes_effect:
                        self._note(line, findings(noun.key, _whole(line), Around(self._today)))
        self._judge_projects()
        self._judge_milestones()
        self._judge_funds()
        self._judge_bad([line for line in bad if self._may_be_judged(line)])
        self._lines.messages += self._warnings.messages()

    def _will_hold(self, line: Line) -> bool:
        """Whether a line says what will be: a bad one does once it is corrected, unless it is left out."""
        return not line.bad or not (self._skip_bad or line.sheet.unclear or "" in self._lines.faults[id(line)])

    def _note(self, line: Line, found: Iterable[Finding]) -> None:
        for finding in found:
            self._note_at(line, finding, line, finding.field)

    def _note_at(self, line: Line, finding: Finding, at: Line, key: str) -> None:
        place = at.place(key)
        if finding.level == "error":
            line.bad = True
            hint = CHECK_PERIOD_CELL if finding.code == "target_period" else finding.hint
            self._lines.problems.append(Problem(finding.code, finding.what, place, finding.value, hint))
        else:
            self._warnings.add(finding.code, place, finding.what)

    def _judge_projects(self) -> None:
        lines, stages = self._lines.by_noun["project"], self._stages
        lowered = any(line.record and "total_investment" in line.changed for line in lines)
        largest = self._largest() if lowered else {}
        for line in lines:
            if line.bad or not (line.takes_effect or self._stages.changes_any(line.id)):
                continue
            total = line.value("total_investment")
            receipt = largest.get((line.id, total.currency), 0) if total else 0
            around = Around(self._today, reached=stages.reached(line.id), largest=receipt)
            for finding in findings("project", _whole(line), around):
                at, key = self._stage_place(line.id, finding.field) or (line, finding.field)
                self._note_at(line, finding, at, key)

    def _largest(self) -> dict[tuple[int, str], int]:
        """The largest receipt beside those that the file will change, by project and currency, in fen."""
        in_file = {line.id for line in self._lines.by_noun["funds"] if self._will_hold(line)}
        found: dict[tuple[int, str], int] = {}
        sql = "SELECT id, project_id, amount_currency, amount_fen, recognition FROM funds WHERE removed_at IS NULL"
        for id_, project, currency, fen, recognition in self._work.reader.rows(sql):
            if id_ not in in_file and recognition not in UNCOUNTED:
                found[project, currency] = max(fen, found.get((project, currency), 0))
        return found

    def _stage_place(self, project: int, field: str) -> tuple[Line, str] | None:
        """The line and field that gave a stage its date."""
        declared = NOUNS["project"].field(field)
        if not declared.stage:
            return None
        stage, key = declared.stage
        wanted = self._stages.asked((project, stage)).get(key)
        return (wanted.line, wanted.key) if wanted else None

    def _judge_milestones(self) -> None:
        stages = self._stages
        around = Around(self._today)
        for at, found in stages.changing():
            line = stages.line_of(at, found)
            if line.bad:
                continue
            judged = at[0] in self._projects
            for finding in findings("milestone", stages.values(at, found), around):
                if judged and finding.field == "reached_on":
                    continue  # said of the project
                wanted = found.get(finding.field)
                where, key = (wanted.line, wanted.key) if wanted else (line, finding.field)
                self._note_at(line, finding, where, key)
            if not judged:
                self._judge_order(at[0], line)

    def _judge_order(self, project: int, line: Line) -> None:
        """The order of a project's stages that the file knows by its milestones alone."""
        for finding in stage_findings(self._stages.reached(project)):
            at, key = self._stage_place(project, finding.field) or (line, "reached_on")
            if not at.bad:
                self._note_at(at, finding, at, key)

    def _judge_funds(self) -> None:
        lines = [line for line in self._lines.by_noun["funds"] if not line.bad]
        if not lines:
            return
        totals = self._totals({line.value("project") for line in lines})
        sums = self._received({line.id for line in lines})
        moved = {id_ for id_, each in self._projects.items() if each.changed or self._stages.touched(each)}
        for line in lines:
            values = _whole(line)
            project, amount = values["project"], values["amount"]
            at = (project, amount.currency)
            received = sums.get(at, 0)
            if line.takes_effect or project in moved:
                around = Around(self._today, self._stages.reached(project), totals.get(project), received)
                if found := findings("funds", values, around):
                    self._note(line, found)
            if not line.bad and values["recognition"] not in UNCOUNTED:
                sums[at] = received + amount.fen

    # Bad lines

    def _may_be_judged(self, line: Line) -> bool:
        """Whether a bad line says anything new, and it is known of what record, and what its cells mean."""
        if line.sheet.unclear or line.skipped or "" in self._lines.faults[id(line)]:
            return False
        if line.new or line.changed:
            return True
        return line.noun.key == "project" and self._stages.reached_by(line) != self._stages.reached(line.id)

    def _judge_bad(self, lines: Sequence[Line]) -> None:
        """Hold lines that will not be written to the rules whose fields were all read, each by itself.

        None of them counts for another, and what is wrong without them is not said of them.
        """
        if not lines:
            return
        totals = self._totals({line.value("project") for line in lines if line.noun.key == "funds"} - {None})
        for line in lines:
            unread = self._lines.faults[id(line)]
            values = {key: value for key, value in _whole(line).items() if key not in unread}
            around = Around(
                self._today, self._reached(line, values), totals.get(values.get("project", 0)), unread=unread
            )
            before = [*stage_findings(self._stages.reached(line.id))] if line.noun.key == "project" else []
            found = [each for each in findings(line.noun.key, values, around) if each not in before]
            self._note(line, [each for each in found if each.level == "error" or not self._skip_bad])
        self._warnings.sort()

    def _reached(self, line: Line, values: Mapping[str, Any]) -> Mapping[str, PartialDate | None] | None:
        """The stages around a bad line that it will not have changed, and its own as it says, but for the unread."""
        if line.noun.key == "project":
            reached = self._stages.reached_by(line)
            return {stage: day for stage, day in reached.items() if f"{stage}_on" not in self._lines.faults[id(line)]}
        project = values.get("project")
        if project is None:
            return None
        reached = self._stages.reached(project)
        own = {values["stage"]: values.get("reached_on")} if values.get("stage") else {}
        return {**reached, **own} if line.noun.key == "milestone" else reached

    def _totals(self, ids: set[int]) -> dict[int, Money]:
        """What each project comes to in all, by the file or by the database."""
        found: dict[int, Money] = {}
        columns = "id, total_investment_fen, total_investment_currency"
        for some in chunks(list(ids)):
            sql = f"SELECT {columns} FROM project WHERE id IN ({marks(some)})"
            found |= {id_: Money(fen, currency) for id_, fen, currency in self._work.reader.rows(sql, some)}
        for id_, line in self._projects.items():
            if not self._will_hold(line):
                continue
            if line.bad and "total_investment" in self._lines.faults[id(line)]:
                found.pop(id_, None)
            elif line.value("total_investment"):
                found[id_] = line.value("total_investment")
        return found

    def _received(self, in_file: set[int]) -> dict[tuple[int, str], int]:
        """What has been received beside the receipts of the file, by project and currency, in fen."""
        sums: dict[tuple[int, str], int] = {}
        for record in self._records["funds"].values():
            values = record.values
            if record.id not in in_file and values["recognition"] not in UNCOUNTED:
                at = (values["project"], values["amount"].currency)
                sums[at] = sums.get(at, 0) + values["amount"].fen
        return sums


def _whole(line: Line) -> Mapping[str, Any]:
    """A record as the line will leave it."""
    if line.record:
        return {**line.record.values, **line.changed}
    return with_defaults(line.noun, line.values)
