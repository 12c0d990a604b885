"""Finds records that a rule of data quality is about: every rule is one query, composed here from declared columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.rules.choices import RUNNING, UNCOUNTED
from tracker.rules.stages import ORDERED
from tracker.store.binding import marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.store.reading import Reader

# The table of each noun (as x), what to call a record, and the unit that it concerns.
_OWN = ("{} x", "x.name", "x.unit_id")
_PART = ("{} x JOIN project p ON p.id = x.project_id", "p.name", "p.unit_id")
_PLACES: Final[dict[str, tuple[str, str, str]]] = {
    "unit": ("unit x", "x.name", "x.id"),
    "chain": ("chain x", "x.name", "NULL"),
    "campaign": ("campaign x", "x.name", "NULL"),
    "visit": ("visit x", "x.destination", "x.unit_id"),
    "target": ("target x", "NULL", "x.unit_id"),
    "figure": ("figure x", "NULL", "x.unit_id"),
    "adjustment": ("adjustment x", "NULL", "x.unit_id"),
    **{noun: (_OWN[0].format(noun), *_OWN[1:]) for noun in ("company", "lead", "project")},
    **{noun: (_PART[0].format(noun), *_PART[1:]) for noun in ("funds", "milestone", "problem")},
}
COUNTS: Final = f"x.standing > 0 AND x.recognition NOT IN {UNCOUNTED}"  # of receipts and milestones
RUNS: Final = f"x.status IN {RUNNING}"  # of projects
SIGNED: Final = (
    "EXISTS (SELECT 1 FROM milestone m WHERE m.project_id = x.id AND m.stage = 'signed' "
    "AND m.reached_on IS NOT NULL AND m.removed_at IS NULL)"
)
_ORDER: Final = " ".join(f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(ORDERED))


class Row(NamedTuple):
    """One record that a rule is about: its id, what to call it, its unit, and the columns asked for."""

    id: int
    name: str | None
    unit: int | None
    values: tuple[Any, ...]


def select(reader: Reader, noun: str, columns: Sequence[str], where: str, **values: object) -> list[Row]:
    """The live records of a noun (as x, its project as p) that a condition selects, with some columns."""
    table, name, unit = _PLACES[noun]
    chosen = ", ".join(["x.id", f"{name} AS name", f"{unit} AS unit", *columns])
    sql = f"SELECT {chosen} FROM {table} WHERE x.removed_at IS NULL AND {where} ORDER BY x.id"
    return _made(reader.rows(sql, values))


def _made(rows: Iterable[tuple[Any, ...]]) -> list[Row]:
    return [Row(id_, name, unit, tuple(values)) for id_, name, unit, *values in rows]


def overpaid(reader: Reader) -> list[Row]:
    """Projects whose receipts in their own currency come to more than their total investment; the sum in fen."""
    paid = f"""(SELECT sum(f.amount_fen) FROM funds f WHERE f.project_id = x.id AND f.standing > 0
        AND f.amount_currency = x.total_investment_currency AND f.recognition NOT IN {UNCOUNTED})"""
    columns = (paid, "x.total_investment_fen", "x.total_investment_currency")
    return select(reader, "project", columns, f"{RUNS} AND {paid} > x.total_investment_fen")


def exceeding(reader: Reader, part: str) -> list[Row]:
    """Projects of which an amount is above the total investment: the amount, the total, the currency."""
    columns = (f"x.{part}_fen", "x.total_investment_fen", "x.total_investment_currency")
    where = f"{RUNS} AND x.{part}_currency = x.total_investment_currency AND x.{part}_fen > x.total_investment_fen"
    return select(reader, "project", columns, where)


def disordered(reader: Reader) -> list[Row]:
    """Stages that were surely reached before one that comes earlier: both stages and dates, the later one first."""
    columns = ("x.stage", "x.reached_on", "x.reached_to", "e.stage", "e.reached_on", "e.reached_to")
    table, name, unit = _PLACES["milestone"]
    sql = f"""
        SELECT x.id, {name}, {unit}, {", ".join(columns)} FROM {table}
        JOIN milestone e ON e.project_id = x.project_id AND e.removed_at IS NULL AND e.reached_on > x.reached_to
        WHERE x.removed_at IS NULL AND {RUNS.replace("x.", "p.")}
          AND (CASE e.stage {_ORDER} END) < (CASE x.stage {_ORDER} END)
        ORDER BY x.id
    """
    return _made(reader.rows(sql))


def unready_signings(reader: Reader) -> list[Row]:
    """Receipts dated before the signing of their project: both dates."""
    signed = "(SELECT m.{} FROM milestone m WHERE m.project_id = p.id AND m.stage = 'signed' AND m.removed_at IS NULL)"
    columns = ("x.received_on", "x.received_to", signed.format("reached_on"), signed.format("reached_to"))
    return select(reader, "funds", columns, f"{COUNTS} AND x.received_to < {signed.format('reached_on')}")


def investments(reader: Reader) -> list[Row]:
    """Every running project that has investors: its folded name, and they."""
    return select(reader, "project", ("x.name_key", "x.investors"), f"{RUNS} AND x.investors IS NOT NULL")


def stale_figures(reader: Reader, metrics: Sequence[str], year: int, end: str) -> Iterator[tuple[int | None, str, str]]:
    """Units (None: the city) and metrics with a target of a year or a figure in it up to a day: the newest as-of day.

    Empty where a target stands and no figure was entered.
    """
    sql = f"""
        SELECT unit_id, metric, max(day) FROM (
            SELECT unit_id, metric, as_of_to AS day FROM figure
            WHERE removed_at IS NULL AND metric IN ({marks(metrics)}) AND as_of_on >= ? AND as_of_to <= ?
            UNION ALL
            SELECT unit_id, metric, '' FROM target
            WHERE removed_at IS NULL AND metric IN ({marks(metrics)}) AND year = ? AND unit_id IS NOT NULL
        ) AS known GROUP BY unit_id, metric ORDER BY unit_id, metric
    """
    return iter(reader.rows(sql, [*metrics, f"{year}-01-01", end, *metrics, year]))


def same_companies(reader: Reader) -> list[Row]:
    """Companies that share their credit code or their name with another: the code and the folded name."""
    twice = "x.{0} IN (SELECT {0} FROM company WHERE removed_at IS NULL GROUP BY {0} HAVING count(*) > 1)"
    where = f"({twice.format('name_key')} OR {twice.format('credit_code')})"
    return select(reader, "company", ("x.credit_code", "x.name_key"), where)
