"""The figures of the example's contest by the best SQL we can write by hand, without the program.

Both windows (the year to date, and to the quarter before) come out of one pass: the earlier lies inside the later.
Run as a script it reads a database and prints a line a unit; as a module it is what boards are checked against.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from typing import Any

FUNDS = """
  AND f.recognition = 'recognised' AND f.ring IN ('foreign', 'province', 'city')
  AND f.kind IN ('fixed', 'capital', 'land', 'equipment', 'works')
"""
LARGE = (
    "p.total_investment_fen >= CASE p.total_investment_currency WHEN 'CNY' THEN 10000000000 WHEN 'USD' "
    "THEN 1000000000 END"
)
LISTED = "(c.lists LIKE '%world500%' OR c.lists LIKE '%china500%' OR c.lists LIKE '%private500%')"
IN_YEAR = "BETWEEN :start AND :end AND {last} <= :end"

# Two columns, (whole window, earlier window), for each unit by itself or for each shared project.
OWN_FUNDS = f"""
SELECT u.id, sum(f.amount_fen), sum(f.amount_fen) FILTER (WHERE f.received_to <= :earlier)
FROM unit u CROSS JOIN funds f ON f.standing = 1 AND f.host_id = u.id AND f.amount_currency = 'CNY'
  AND f.received_on {IN_YEAR.format(last="f.received_to")} {FUNDS}
GROUP BY u.id
"""
SHARED_FUNDS = f"""
SELECT f.project_id, sum(f.amount_fen), sum(f.amount_fen) FILTER (WHERE f.received_to <= :earlier)
FROM funds f WHERE f.standing = 2 AND f.amount_currency = 'CNY'
  AND f.received_on {IN_YEAR.format(last="f.received_to")} {FUNDS}
GROUP BY f.project_id
"""
OWN_PROJECTS = f"""
SELECT u.id, count(*), count(*) FILTER (WHERE m.reached_to <= :earlier)
FROM unit u CROSS JOIN milestone m ON m.standing = 1 AND m.host_id = u.id AND m.stage = :stage
  AND m.reached_on {IN_YEAR.format(last="m.reached_to")} AND m.recognition = 'recognised'
CROSS JOIN project p ON p.id = m.project_id AND {LARGE} AND (:agreement IS NULL OR p.agreement = :agreement)
GROUP BY u.id
"""
SHARED_PROJECTS = f"""
SELECT m.project_id, 1, m.reached_to <= :earlier
FROM milestone m CROSS JOIN project p ON p.id = m.project_id AND {LARGE}
  AND (:agreement IS NULL OR p.agreement = :agreement)
WHERE m.standing = 2 AND m.stage = :stage
  AND m.reached_on {IN_YEAR.format(last="m.reached_to")} AND m.recognition = 'recognised'
"""
MET = f"""
SELECT DISTINCT v.unit_id, vc.company_id, v.start_to <= :earlier
FROM unit u CROSS JOIN visit v ON v.unit_id = u.id AND v.removed_at IS NULL AND v.kind = 'outbound'
  AND v.start_on {IN_YEAR.format(last="v.start_to")}
CROSS JOIN visit_company vc ON vc.visit_id = v.id
"""
TRIPS = f"""
SELECT v.unit_id, count(*), count(*) FILTER (WHERE v.start_to <= :earlier)
FROM unit u CROSS JOIN visit v ON v.unit_id = u.id AND v.removed_at IS NULL AND v.kind = 'outbound'
  AND v.rank = 'county_first' AND v.start_on {IN_YEAR.format(last="v.start_to")}
GROUP BY v.unit_id
"""
FIGURES = """
SELECT unit_id, value, as_of_to <= :earlier FROM figure
WHERE removed_at IS NULL AND metric = 'fdi' AND as_of_to BETWEEN :start AND :end ORDER BY as_of_to, id
"""
# What the policies of the data set come to: the money by halves, the count in full to each.
PARTNERS = """
SELECT p.id, p.unit_id, i.unit_id FROM project_introducer i JOIN project p ON p.id = i.project_id
"""

Values = tuple[dict[str, dict[int, float]], dict[str, float]]


class Windows:
    """The values by metric and unit, and of the city by metric, over both windows."""

    def __init__(self) -> None:
        self.units: list[dict[str, dict[int, float]]] = [defaultdict(lambda: defaultdict(float)) for _ in range(2)]
        self.city: list[dict[str, float]] = [defaultdict(float) for _ in range(2)]

    def add(self, metric: str, units: tuple[int, ...], share: float, values: tuple[float | None, ...]) -> None:
        """Add a value of each window to some units, a share of it to each, and once to the city."""
        for n, value in enumerate(values):
            if value:
                self.city[n][metric] += value
                for unit in units:
                    self.units[n][metric][unit] += value * share


def measured(connection: sqlite3.Connection, start: str, end: str, earlier: str) -> Windows:
    """All metrics of the example's scheme: year to date, and to the end of the quarter before."""
    found, bound = Windows(), {"start": start, "end": end, "earlier": earlier}
    run = connection.execute
    partners = {project: (host, introducer) for project, host, introducer in run(PARTNERS)}
    for unit, *values in run(OWN_FUNDS, bound):
        found.add("funds", (unit,), 1, tuple(values))
    for project, *values in run(SHARED_FUNDS, bound):
        found.add("funds", partners[project], 0.5, tuple(values))
    for metric, agreement in (("started", None), ("signed", "contract")):
        chosen: dict[str, Any] = {**bound, "stage": metric, "agreement": agreement}
        for unit, *values in run(OWN_PROJECTS, chosen):
            found.add(metric, (unit,), 1, tuple(values))
        for project, *values in run(SHARED_PROJECTS, chosen):
            found.add(metric, partners[project], 1, tuple(values))
    _met(connection, found, bound)
    for unit, *values in run(TRIPS, bound):
        found.add("first_leader", (unit,), 1, tuple(values))
    for unit, value, before in run(FIGURES, bound):
        found.units[0]["fdi"][unit] = float(value)
        if before:
            found.units[1]["fdi"][unit] = float(value)
    for n in range(2):
        found.city[n]["fdi"] = sum(found.units[n]["fdi"].values())
    return found


def _met(connection: sqlite3.Connection, found: Windows, bound: dict[str, str]) -> None:
    """Organisations, each once for a unit and once for the city, and those of them on the lists."""
    listed = {company for (company,) in connection.execute(f"SELECT c.id FROM company c WHERE {LISTED}")}
    pairs = connection.execute(MET, bound).fetchall()
    for n in range(2):
        met = {(unit, company) for unit, company, before in pairs if before or n == 0}
        for metric, chosen in (("organisations", met), ("top500", {pair for pair in met if pair[1] in listed})):
            for unit, _ in chosen:
                found.units[n][metric][unit] += 1
            found.city[n][metric] = len({company for _, company in chosen})


def main(database: str) -> None:
    """Print the figures of 2024 Q4 and of the quarter before, a line a unit."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    found = measured(connection, "2024-01-01", "2024-12-31", "2024-09-30")
    for unit, name in connection.execute("SELECT id, name FROM unit ORDER BY id"):
        print(name, *(window[metric][unit] for window in found.units for metric in sorted(window)))


if __name__ == "__main__":
    main(sys.argv[1])
