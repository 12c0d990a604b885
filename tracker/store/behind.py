"""The rows behind a figure, and what becomes of one row: which units it goes to, which conditions it meets.

All of it by the very conditions and shares by which `store.figures` counts.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.store.figures import (
    FUNDS,
    LEADS,
    MILESTONES,
    SHARED,
    SOURCES,
    WHOLE,
    Part,
    Source,
    condition,
    inside,
    rule,
    spans_of,
)

if TYPE_CHECKING:
    from tracker.rules.schemes import Metric
    from tracker.store.figures import Span
    from tracker.store.reading import Reader


class Behind(NamedTuple):
    """One row behind a unit's figure: its record, its name, date and amount, and the unit's share of it."""

    noun: str
    id: int
    name: str
    first: str
    last: str
    amount: int | None
    currency: str
    share: Fraction


def rows_behind(reader: Reader, metric: Metric, unit: int | None, span: Span) -> list[Behind]:
    """The rows that a figure of a unit, or of the city (None), is made of, oldest first; for the city each is whole.

    What is left out for its currency is among them.
    """
    if metric.source == "organisations":
        return _companies_behind(reader, metric, unit, span)
    if metric.source in ("visits", "leads"):
        return _occasions_behind(reader, metric, unit, span)
    source, where = SOURCES[metric.source], condition(metric)
    alias, money = source.alias, metric.measure == "amount"
    of = "money" if money else "count"
    join = source.join or f"JOIN project p ON p.id = {alias}.project_id"
    amount, currency = (source.amount, source.currency) if money else ("NULL", "''")
    rows = reader.rows(
        f"SELECT {alias}.id, {alias}.project_id, p.name, {source.first}, {source.last}, {amount}, {currency}, "
        f"{alias}.standing FROM {_whose(source, unit, of, join)} "
        f"AND {inside(source.first, source.last, 0)} AND {where.sql} ORDER BY 4, 1",
        {**where.values, **spans_of([span]), "unit": unit},
    )
    shares = {} if unit is None else shares_of(reader, unit, of)
    whole = unit is None or metric.measure == "distinct"
    return [
        Behind(
            source.table,
            id_,
            name,
            first,
            last,
            fen,
            currency_,
            WHOLE if standing == 1 or whole else shares[project],
        )
        for id_, project, name, first, last, fen, currency_, standing in rows
    ]


def _whose(source: Source, unit: int | None, of: str, join: str) -> str:
    """Tables and condition of the rows that a unit, or any (None), has a share of."""
    alias = source.alias
    if unit is None:
        hosted = f"{alias}.standing IN (1, {SHARED}) AND {alias}.host_id = u.id"
        return f"unit u CROSS JOIN {source.table} {alias} {join} WHERE {hosted}"
    held = f"SELECT project_id FROM credit WHERE unit_id = :unit AND {of}_over > 0"
    own = f"{alias}.standing = 1 AND {alias}.host_id = :unit"
    part = f"{alias}.standing = {SHARED} AND {alias}.project_id IN ({held})"
    return f"{source.table} {alias} {join} WHERE (({own}) OR ({part}))"


def shares_of(reader: Reader, unit: int, of: str) -> dict[int, Fraction]:
    """A unit's share of every shared project that it has one of, of its money or its count."""
    sql = f"SELECT project_id, {of}_over, {of}_under FROM credit WHERE unit_id = ? AND {of}_over > 0"
    return {project: Fraction(over, under) for project, over, under in reader.rows(sql, (unit,))}


_ONE_OR_ALL: Final = "(:unit IS NULL OR u.id = :unit)"


def _occasions_behind(reader: Reader, metric: Metric, unit: int | None, span: Span) -> list[Behind]:
    """The visits or leads of a unit, or of all."""
    source, where = SOURCES[metric.source], condition(metric)
    alias = source.alias
    name, amount = ("l.name", "NULL") if source is LEADS else ("coalesce(v.destination, '')", "coalesce(v.people, 0)")
    rows = reader.rows(
        f"SELECT {alias}.id, {name}, {source.first}, {source.last}, {amount} "
        f"FROM unit u CROSS JOIN {source.table} {alias} WHERE {alias}.unit_id = u.id AND {_ONE_OR_ALL} "
        f"AND {inside(source.first, source.last, 0)} AND {where.sql} ORDER BY 3, 1",
        {**where.values, **spans_of([span]), "unit": unit},
    )
    people = metric.measure == "people"
    return [
        Behind(source.table, id_, called, first, last, heads if people else None, "", Fraction(1))
        for id_, called, first, last, heads in rows
    ]


def _companies_behind(reader: Reader, metric: Metric, unit: int | None, span: Span) -> list[Behind]:
    """The companies that a unit met, or all did, each at its first visit."""
    where = condition(metric)
    rows = reader.rows(
        f"SELECT vc.company_id, (SELECT name FROM company WHERE id = vc.company_id), min(v.start_on), min(v.start_to) "
        f"FROM unit u CROSS JOIN visit v CROSS JOIN visit_company vc "
        f"WHERE v.unit_id = u.id AND {_ONE_OR_ALL} AND vc.visit_id = v.id "
        f"AND {inside('v.start_on', 'v.start_to', 0)} AND {where.sql} GROUP BY 1 ORDER BY 3, 1",
        {**where.values, **spans_of([span]), "unit": unit},
    )
    return [Behind("company", id_, name, first, last, None, "", Fraction(1)) for id_, name, first, last in rows]


def credited(reader: Reader, metric: Metric, id_: int) -> list[tuple[int, Behind]]:
    """Every unit that one dated row of a metric's source goes to, with its share of it, whether it counts or not.

    A visit that is counted by its organisations is as many as the metric asks for.
    """
    source, money = SOURCES[metric.source], metric.measure == "amount"
    if source not in (FUNDS, MILESTONES):
        return _visited(reader, metric, id_)
    alias, of = source.alias, "money" if money else "count"
    row = reader.row(
        f"SELECT {alias}.project_id, {alias}.host_id, {alias}.standing, {source.first}, {source.last}, "
        f"{source.amount}, {source.currency} FROM {source.table} {alias} {source.join} WHERE {alias}.id = ?",
        (id_,),
    )
    if row is None or row[3] is None:
        return []
    project, host, standing, first, last, fen, currency = row
    shares = [(host, WHOLE)]
    if standing == SHARED:
        sql = f"SELECT unit_id, {of}_over, {of}_under FROM credit WHERE project_id = ? AND {of}_over > 0"
        shares = [(unit, Fraction(over, under)) for unit, over, under in reader.rows(sql, (project,))]
    amount, unit_of = (fen, currency) if money else (None, "")
    whole = metric.measure == "distinct"
    return [
        (unit, Behind(source.table, id_, "", first, last, amount, unit_of, WHOLE if whole else share))
        for unit, share in shares
    ]


def _visited(reader: Reader, metric: Metric, id_: int) -> list[tuple[int, Behind]]:
    """The one unit of a visit or lead."""
    source = SOURCES[metric.source]
    row = reader.row(
        f"SELECT {source.owner}, {source.first}, {source.last}, {source.amount} FROM {source.table} {source.alias} "
        f"WHERE {source.alias}.id = ?",
        (id_,),
    )
    if row is None:
        return []
    unit, first, last, amount = row
    if metric.source == "organisations":
        company = rule(metric).company
        where = company.also("met", "vc.visit_id = :id", id=id_)
        met = f"SELECT count(*) FROM visit_company vc JOIN company c ON c.id = vc.company_id WHERE {where.sql}"
        amount = reader.value(met, where.values)
    else:
        amount = (amount or 0) if metric.measure == "people" else None
    return [(unit, Behind(source.table, id_, "", first, last, amount, "", WHOLE))]


def tests(reader: Reader, metric: Metric, span: Span, id_: int) -> dict[str, bool] | None:
    """Whether one row of a metric's source meets each of the conditions by which rows are counted; None: no such row.

    Beside the keys of `where`: `standing` (neither removed, nor its project withdrawn or lost) and `window`.
    """
    source, (own, project, company) = SOURCES[metric.source], rule(metric)
    parts = [Part("window", inside(source.first, source.last, 0)), *own.parts, *project.parts]
    joins = source.join
    if source in (FUNDS, MILESTONES):
        parts.insert(0, Part("standing", f"{source.alias}.standing > 0"))
        joins += f" JOIN project q ON q.id = {source.alias}.project_id"
    met = "SELECT 1 FROM visit_company vc JOIN company c ON c.id = vc.company_id WHERE vc.visit_id = v.id"
    parts += [Part(part.key, f"EXISTS ({met} AND {part.sql})") for part in company.parts]
    if metric.source == "organisations":
        parts.append(Part("met", f"EXISTS ({met})"))
    row = reader.row(
        f"SELECT {', '.join(part.sql for part in parts)} FROM {source.table} {source.alias} {joins} "
        f"WHERE {source.alias}.id = :id",
        {**own.values, **project.values, **company.values, **spans_of([span]), "id": id_},
    )
    return None if row is None else {part.key: bool(held) for part, held in zip(parts, row, strict=True)}
