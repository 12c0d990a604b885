"""What stands around one record: the fixed queries of its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.rules.choices import RUNNING, folded
from tracker.rules.nouns import NOUNS
from tracker.store.binding import marks
from tracker.store.names import owners_of_aliases
from tracker.store.records import LIVE, furthest_stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.store.reading import Reader


def around(reader: Reader, noun: str, owner: str, id_: int) -> list[int]:
    """The live records of a noun that refer to one record of another."""
    sql = f"SELECT id FROM {noun} WHERE {owner}_id = ? AND {LIVE} ORDER BY id"
    return [found for (found,) in reader.rows(sql, (id_,))]


def companies_called(reader: Reader, names: Iterable[str]) -> list[int]:
    """The live companies whose name or alias is one of these."""
    wanted = sorted({folded(name) for name in names})
    if not wanted:
        return []
    sql = f"SELECT id FROM company WHERE {LIVE} AND name_key IN ({marks(wanted)})"
    found = {id_ for (id_,) in reader.rows(sql, wanted)}
    return sorted(found | owners_of_aliases(reader, NOUNS["company"], set(wanted)))


def invested_by(reader: Reader, name: str, aliases: Sequence[str]) -> list[int]:
    """The live projects among whose investors a company stands, by its name or an alias."""
    names = (name, *aliases)
    within = " OR ".join(["instr('、' || investors || '、', ?) > 0"] * len(names))
    sql = f"SELECT id FROM project WHERE {LIVE} AND ({within}) ORDER BY id"
    return [id_ for (id_,) in reader.rows(sql, [f"、{each}、" for each in names])]


def by_stage(reader: Reader, unit: int) -> list[tuple[int | None, int, str, int]]:
    """A unit's projects by the stage reached (its place among the stages) and currency: their number, their fen."""
    sql = f"""
        SELECT place, count(*), currency, sum(fen) FROM (
            SELECT total_investment_currency AS currency, total_investment_fen AS fen,
                   {furthest_stage("p")} AS place
            FROM project p WHERE p.unit_id = ? AND p.{LIVE} AND p.status IN {RUNNING}) AS reached
        GROUP BY place, currency ORDER BY place, currency
    """
    return reader.rows(sql, (unit,))


def by_recognition(reader: Reader, unit: int, year: int) -> list[tuple[str, int, str, int]]:
    """A unit's receipts dated in a year, by recognition and currency: their number and their fen."""
    sql = """
        SELECT recognition, count(*), amount_currency, sum(amount_fen) FROM funds
        WHERE standing > 0 AND host_id = ? AND received_on >= ? AND received_to <= ?
        GROUP BY recognition, amount_currency ORDER BY recognition, amount_currency
    """
    return reader.rows(sql, (unit, f"{year}-01-01", f"{year}-12-31"))
