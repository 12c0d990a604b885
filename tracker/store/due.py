"""What is due or waiting: the fixed queries of the agenda. Days are ISO texts, which sort as dates do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.choices import UNDECIDED, folded
from tracker.rules.fields import split_names
from tracker.rules.nouns import NOUNS
from tracker.rules.stages import COUNTED
from tracker.store.names import every_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.store.reading import Reader

COUNTED_SQL = ", ".join(f"'{stage}'" for stage in COUNTED)


class Row(NamedTuple):
    """One thing due: its record, its project's number and name, the units it concerns, and the day it began or ends.

    `what` is a milestone's stage, or what a problem is about.
    """

    id: int
    project: int
    name: str
    unit: int
    other_unit: int | None
    what: str | None
    day: str


def planned(reader: Reader, until: str) -> list[Row]:
    """Stages of active projects that are planned up to a day and not reached."""
    return _rows(
        reader,
        """
        SELECT m.id, p.id, p.name, p.unit_id, NULL, m.stage, m.planned_to
        FROM milestone m JOIN project p ON p.id = m.project_id
        WHERE m.standing > 0 AND p.status = 'active' AND m.reached_on IS NULL AND m.planned_to <= ?
        """,
        until,
    )


def reached(reader: Reader, until: str) -> list[Row]:
    """Stages that a board counts, reached up to a day, whose recognition waits."""
    return _rows(
        reader,
        f"""
        SELECT m.id, p.id, p.name, p.unit_id, NULL, m.stage, m.reached_to
        FROM milestone m JOIN project p ON p.id = m.project_id
        WHERE m.standing > 0 AND m.stage IN ({COUNTED_SQL}) AND m.recognition IN {UNDECIDED} AND m.reached_to <= ?
        """,
        until,
    )


def received(reader: Reader, until: str) -> list[Row]:
    """Receipts up to a day whose recognition waits."""
    return _rows(
        reader,
        f"""
        SELECT f.id, p.id, p.name, p.unit_id, NULL, NULL, f.received_to
        FROM funds f JOIN project p ON p.id = f.project_id
        WHERE f.standing > 0 AND f.recognition IN {UNDECIDED} AND f.received_to <= ?
        """,
        until,
    )


def problems(reader: Reader, until: str) -> list[Row]:
    """Open problems that are due up to a day; they concern the project's unit and the responsible one."""
    return _rows(
        reader,
        """
        SELECT q.id, p.id, p.name, p.unit_id, q.unit_id, q.what, q.due_to
        FROM problem q JOIN project p ON p.id = q.project_id
        WHERE q.removed_at IS NULL AND q.status = 'open' AND q.due_to <= ?
        """,
        until,
    )


def _rows(reader: Reader, sql: str, until: str) -> list[Row]:
    return [Row(*row) for row in reader.rows(sql, (until,))]


class Silent(NamedTuple):
    """A project without a word since a day: its investors, and the last batch and day that say anything of it."""

    id: int
    name: str
    unit: int
    investors: tuple[str, ...]
    batch: int | None
    day: str | None


def silent(reader: Reader, since: str, moment: str) -> list[Silent]:
    """Active projects not yet in production of which no batch since a moment, no receipt or stage after a day tells.

    The moment is in UTC. Visits are not looked at here: a project knows its investors by name only.
    """
    last = reader.value("SELECT max(id) FROM batch WHERE at < ?", (moment,))
    if last is None:
        return []
    sql = """
        WITH told (project_id, batch_id) AS (
            SELECT record_id, batch_id FROM journal WHERE noun = 'project'
            UNION ALL SELECT m.project_id, j.batch_id FROM journal j JOIN milestone m ON m.id = j.record_id
                WHERE j.noun = 'milestone'
            UNION ALL SELECT f.project_id, j.batch_id FROM journal j JOIN funds f ON f.id = j.record_id
                WHERE j.noun = 'funds'
            UNION ALL SELECT q.project_id, j.batch_id FROM journal j JOIN problem q ON q.id = j.record_id
                WHERE j.noun = 'problem'
        ),
        word (project_id, batch_id) AS (SELECT project_id, max(batch_id) FROM told GROUP BY project_id),
        stage (project_id, day, done) AS (
            SELECT project_id, max(reached_to), max(CASE WHEN stage IN ('producing', 'at_output') THEN 1 ELSE 0 END)
            FROM milestone WHERE removed_at IS NULL AND reached_on IS NOT NULL GROUP BY project_id
        ),
        money (project_id, day) AS (
            SELECT project_id, max(received_to) FROM funds WHERE removed_at IS NULL GROUP BY project_id
        )
        SELECT p.id, p.name, p.unit_id, p.investors, w.batch_id,
               CASE WHEN coalesce(s.day, '') > coalesce(f.day, '') THEN s.day ELSE f.day END
        FROM project p
        LEFT JOIN word w ON w.project_id = p.id
        LEFT JOIN stage s ON s.project_id = p.id
        LEFT JOIN money f ON f.project_id = p.id
        WHERE p.removed_at IS NULL AND p.status = 'active' AND coalesce(s.done, 0) = 0
          AND coalesce(w.batch_id, 0) <= :last AND coalesce(s.day, '') <= :since AND coalesce(f.day, '') <= :since
    """
    rows = reader.rows(sql, {"last": last, "since": since})
    return [
        Silent(id_, name, unit, tuple(split_names(investors or "")), batch, day)
        for id_, name, unit, investors, batch, day in rows
    ]


def last_visits(reader: Reader) -> dict[str, str]:
    """The last day on which each company was met, by its folded name and aliases."""
    sql = """
        SELECT l.company_id, max(v.start_to) FROM visit v JOIN visit_company l ON l.visit_id = v.id
        WHERE v.removed_at IS NULL GROUP BY l.company_id
    """
    days = dict(reader.rows(sql))
    return {folded(name): days[id_] for id_, name in every_name(reader, NOUNS["company"]) if id_ in days}


def projects_of(reader: Reader, person: str) -> set[int]:
    """The projects that a person sponsors, leads or serves; a field may name several."""
    columns = ("sponsor", "leader", "officer")
    rows = reader.rows(f"SELECT id, {', '.join(columns)} FROM project WHERE removed_at IS NULL")
    return {row[0] for row in rows if folded(person) in _people(row[1:])}


def _people(texts: Iterable[str | None]) -> set[str]:
    return {folded(name) for text in texts if text for name in split_names(text)}
