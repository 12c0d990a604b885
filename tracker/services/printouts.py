"""A board with everything behind it, part by part, as a printed page shows it: of today, or as it was published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.result import Message, Section
from tracker.services import board_book, boards, contest, explain, progress, published, publishing, standings, todays
from tracker.services.board_book import Whole
from tracker.words import (
    PAGE_BEHIND,
    PAGE_BEHIND_NOTE,
    PAGE_PROGRESS,
    PAGE_RANKING,
    PAGE_ROWS_LEFT_OUT,
    PAGE_SINGLES,
    PAGE_UNIT,
    PAGE_UNIT_UNRANKED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.result import Paper, Result, Table
    from tracker.services.boards import Full, Wanted
    from tracker.services.contest import Unit
    from tracker.services.explain import Counted
    from tracker.services.published import Behind
    from tracker.services.standings import Row
    from tracker.store.reading import Reader
    from tracker.words import Words

MOST_ROWS: Final = 20_000  # with more rows behind it a page is slow to open, and nobody reads it


class Form(NamedTuple):
    """What a board is printed as: a page or a workbook (`book`), on which paper, at which instant (ISO)."""

    book: bool
    paper: Paper = "A4"
    at: str | None = None


PAGE: Final = Form(book=False)


def live(
    reader: Reader,
    period: str | None,
    today: date,
    wanted: Wanted = boards.WANTED,
    form: Form = PAGE,
) -> Result:
    """The board of today as a page or workbook."""
    full = boards.full(reader, period, today, wanted)
    metrics = full.ground.scheme.metrics
    behind: Behind = {key: explain.every_behind(reader, full.ground, metrics[key]) for key in full.keys}
    return _paged(todays.told(reader, full.made, full.view), Whole(full, behind), form)


def issued(
    reader: Reader,
    period: str | None,
    today: date,
    wanted: Wanted = boards.WANTED,
    form: Form = PAGE,
    *,
    number: int | None = None,
) -> Result:
    """A published board as a page or workbook, from its own content alone."""
    issue = publishing.find(reader, period, today, scheme=wanted.scheme, number=number)
    frozen, behind = published.thaw(reader, issue), published.rows_behind(reader, issue)
    result = publishing.shown(reader, issue, frozen, wanted)
    return _paged(result, Whole(publishing.full_of(frozen, wanted), behind), form)


def _paged(result: Result, whole: Whole, form: Form) -> Result:
    """The result with the parts of its page or book; rows behind that are too many are left out and told of."""
    number = sum(len(rows) for rows in _asked(whole).values())
    messages = result.messages
    if number > MOST_ROWS:
        whole = whole._replace(behind={})
        messages = (*messages, Message("rows_left_out", PAGE_ROWS_LEFT_OUT(n=number), "warning"))
    title = whole.full.ground.scheme.name
    made = datetime.fromisoformat(form.at) if form.at and not result.seal else None
    result = result._replace(title=title, messages=messages, paper=form.paper)
    sections = board_book.sections(result, whole, made) if form.book else _sections(result, whole)
    return result._replace(sections=tuple(sections))


def _asked(whole: Whole) -> dict[tuple[str, int], list[Counted]]:
    """The rows behind what is asked for, by metric and unit."""
    full = whole.full
    units = {unit.id for unit in full.ground.units if unit.group in full.groups}
    return {
        (key, unit): rows
        for key, of_units in whole.behind.items()
        if key in full.keys
        for unit, rows in of_units.items()
        if rows and unit in units
    }


def _sections(result: Result, whole: Whole) -> Iterator[Section]:
    """The board itself, the boards of single metrics, the progress, and how every score came about."""
    full = whole.full
    chain = full.ground.variant.chain is not None
    *ranked, city = result.tables
    rows = [row for each in full.composite.groups.values() for row in each]
    note = standings.how_summed(rows) if full.ranked and rows else None
    yield Section(PAGE_RANKING, (*ranked, city) if chain else tuple(ranked), note=note)
    if full.ranked:
        yield Section(PAGE_SINGLES, sections=tuple(_single(full, key) for key in full.keys))
    if not chain:  # which is held against no targets
        yield _progress(whole)
    behind = tuple(_group(whole, key) for key in full.groups)
    yield Section(PAGE_BEHIND, sections=tuple(each for each in behind if each.sections), note=PAGE_BEHIND_NOTE)


def _single(full: Full, key: str) -> Section:
    tables = boards.single_tables(full.singles[key], full.view._replace(columns=()))
    return Section(full.ground.scheme.metrics[key].label, tables, folded=True)


def _progress(whole: Whole) -> Section:
    """The city at once, the units of each metric when opened."""
    metrics, keys = whole.full.ground.scheme.metrics, whole.full.keys
    city, *units = progress.report_tables(whole.report)
    parts = (Section(metrics[key].label, (table,), folded=True) for key, table in zip(keys, units, strict=True))
    return Section(PAGE_PROGRESS, (city,), tuple(parts))


def _group(whole: Whole, group: str) -> Section:
    """The units of a group, in the order of their ranks, those without a rank last."""
    ground, rows = whole.full.ground, whole.full.rows_of(group)
    found = _asked(whole)
    told = [_unit(whole, row.unit, row, found) for row in rows]
    ranked = {row.unit.id for row in rows}
    told += [_unit(whole, unit, None, found) for unit in ground.of_group(group) if unit.id not in ranked]
    sections = tuple(each for each in told if each.tables or each.sections)
    return Section(contest.group_label(ground, group), sections=sections)


def _unit(whole: Whole, unit: Unit, row: Row | None, found: dict[tuple[str, int], list[Counted]]) -> Section:
    """One unit: its arithmetic, and the rows behind each of its figures."""
    full, ground = whole.full, whole.full.ground
    keys = [key for key in ground.scheme.metrics if (key, unit.id) in found]
    rows = [explain.rows_table(ground, key, [row.cells for row in found[key, unit.id]]) for key in keys]
    scored = (explain.score_table(full.composite, row),) if row and full.metric is None else ()
    folded = tuple(Section(_titled(table), (table,), folded=True) for table in rows)
    return Section(_unit_line(unit, row if scored else None), scored, folded, folded=True)


def _titled(table: Table) -> Words:
    return table.title if table.title is not None else ""


def _unit_line(unit: Unit, row: Row | None) -> Words:
    if row is None or row.rank is None:
        return PAGE_UNIT_UNRANKED(unit=unit.name)
    return PAGE_UNIT(unit=unit.name, rank=row.rank, score=row.score)
