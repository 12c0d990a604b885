"""A published board against today's data: what late entries would change, line by line, and which entries these are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from tracker.errors import NotFound
from tracker.result import Message, Result, Table
from tracker.rules.nouns import NOUNS
from tracker.services import contest, differences, history, published, publishing, standings
from tracker.services.explain import behind
from tracker.store import boards as stored
from tracker.store import journal
from tracker.words import (
    CAMPAIGN_GONE,
    CAMPAIGN_GONE_HINT,
    CAUSES_TITLE,
    COMPARED,
    COMPARED_N,
    COMPARED_SAME,
    SCHEME_CHANGED,
)
from tracker.written import batch_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.services.contest import Ground
    from tracker.services.differences import Changed, Differences
    from tracker.services.explain import Counted
    from tracker.services.history import Told
    from tracker.services.published import Behind
    from tracker.services.standings import Board
    from tracker.store.boards import Issue
    from tracker.store.reading import Reader

Key = tuple[str, int]  # noun and id
# The fields by which a record decides what counts, and for whom; of the nouns that are not here every field may.
MATTERS: Final = {
    "project": frozenset(
        {
            "unit", "introducers", "money_share", "count_share", "status", "agreement", "investment", "channel",
            "chain", "tags", "total_investment", "contract_investment",
        }
    ),
    "funds": frozenset({"project", "received_on", "amount", "ring", "kind", "evidence", "recognition"}),
    "milestone": frozenset({"project", "stage", "reached_on", "recognition"}),
}  # fmt: skip


def compare(
    reader: Reader,
    period: str | None,
    today: date,
    *,
    scheme: str | None = None,
    number: int | None = None,
    limit: int | None = None,
) -> Result:
    """What differs between a published board and the same board of today, and what was entered since that did it."""
    issue = publishing.find(reader, period, today, scheme=scheme, number=number, verb=("compare",))
    frozen = published.thaw(reader, issue)
    then = frozen.board
    ground = contest.prepare(reader, _today_called(reader, issue, then.ground), today, issue.scheme)
    made = standings.compute(reader, ground, list(then.groups) or contest.chosen_groups(ground, None))
    found = differences.between(then, made)
    causes = _causes(reader, issue, found, published.rows_behind(reader, issue), made) if found.number else []
    table = _cause_table(reader, causes, limit)
    changed = ground.sha256 != then.ground.sha256
    said = COMPARED_N(n=found.number) if found.number else COMPARED_SAME
    return Result(
        ("board", "compare"),
        title=ground.scheme.name,
        tables=(*publishing.difference_tables(found, ground), *([table] if table.rows else [])),
        data={
            **ground.head,
            "published": publishing.issue_data(issue),
            "scheme_changed": changed,
            **differences.data(found),
            "causes": _cause_data(table),
        },
        lines=(COMPARED(period=issue.period, number=issue.id, at=datetime.fromisoformat(issue.published_at)), said),
        messages=(Message("scheme_changed", SCHEME_CHANGED, "warning"),) if changed else (),
    )


def _today_called(reader: Reader, issue: Issue, then: Ground) -> str:
    """How the board of today is asked for; NotFound for that of a campaign that is no more."""
    if not then.campaign_name:
        return then.called
    called = stored.called_now(reader).get(issue.id, then.campaign_name)
    if not contest.is_campaign(reader, called):
        raise NotFound(
            CAMPAIGN_GONE(name=then.campaign_name),
            code="campaign_gone",
            value=then.campaign_name,
            hint=CAMPAIGN_GONE_HINT(name=then.campaign_name),
        )
    return called


def _causes(reader: Reader, issue: Issue, found: Differences, rows: Behind, made: Board) -> list[Told]:
    """The changes since the publication of the records that the differences rest on."""
    batch = stored.batch_of(reader, issue.id) or 0
    concerned = set(_concerned(reader, found, rows, made.ground))
    changes = history.told(journal.since(reader, batch), whole=False)
    return [each for each in changes if _matters(each, concerned)]


def _matters(each: Told, concerned: set[Key]) -> bool:
    if each.noun is None:
        return each.kind == "scheme"
    if each.field and each.field.key not in MATTERS.get(each.noun.key, (each.field.key,)):
        return False
    return (each.noun.key, each.id) in concerned


def _concerned(reader: Reader, found: Differences, rows: Behind, ground: Ground) -> Iterator[Key]:
    """The records that the figures which changed rest on, then or now."""
    for shift in found.moved:
        yield "unit", shift.unit.id
    for each in found.figures:
        if each.kind == "actual":
            yield from _of_actual(reader, each, rows, ground)
        else:
            yield from _of_decree(reader, each)


def _of_actual(reader: Reader, each: Changed, rows: Behind, ground: Ground) -> Iterator[Key]:
    """The rows that are behind an actual on one side alone, and the projects or visits that they belong to."""
    metric = ground.scheme.metrics.get(each.key)
    if metric is None:
        return
    if each.unit is None:
        if metric.source == "figures":
            yield from _ids(reader, "figure", "metric = ? AND unit_id IS NULL", (each.key,))
        return
    old = rows.get(each.key, {}).get(each.unit.id, [])
    keys = [_key(row) for row in _apart(old, behind(reader, ground, metric, each.unit.id))]
    yield from keys
    for noun in ("funds", "milestone"):
        yield from (("project", id_) for id_ in journal.owners(reader, noun, [id_ for key, id_ in keys if key == noun]))
    if metric.source == "organisations":
        yield from _ids(reader, "visit", "unit_id = ?", (each.unit.id,))


def _apart(old: Sequence[Counted], new: Sequence[Counted]) -> list[Counted]:
    """The rows that the two do not have in common."""
    return [*(row for row in old if row not in new), *(row for row in new if row not in old)]


def _key(row: Counted) -> Key:
    return next((noun.key, id_) for noun in NOUNS.values() if (id_ := noun.id_of(row.number)) is not None)


def _of_decree(reader: Reader, each: Changed) -> Iterator[Key]:
    """The targets, or the bonuses and penalties, of a unit."""
    unit = each.unit.id if each.unit else None
    noun, column = ("target", "metric") if each.kind == "target" else ("adjustment", "item")
    return _ids(reader, noun, f"{column} = ? AND unit_id IS ?", (each.key, unit))


def _ids(reader: Reader, noun: str, where: str, values: tuple[object, ...]) -> Iterator[Key]:
    return ((noun, id_) for (id_,) in reader.rows(f"SELECT id FROM {noun} WHERE {where}", values))


def _cause_table(reader: Reader, causes: list[Told], limit: int | None) -> Table:
    """Who entered what, when and in which batch, oldest first."""
    shown = causes[:limit] if limit else causes
    batches = journal.some_batches(reader, (each.batch for each in shown))
    body = history.change_rows(reader, shown, history.stages_of(reader, shown))
    rows = tuple(
        (batch_number(at.id), history.instant_of(at), at.actor or None, *row)
        for at, row in zip((batches[each.batch] for each in shown), body, strict=True)
    )
    return Table((*history.WHENCE, *history.COLUMNS), rows, CAUSES_TITLE, len(causes), len(causes) - len(shown))


def _cause_data(table: Table) -> list[dict[str, object]]:
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]
