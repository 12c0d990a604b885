"""A board with everything behind it, part by part, as a printed page shows it: of today, or as it was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.result import Message, Section
from tracker.services import board_book, boards, contest, explain, progress, published, publishing, standings, todays
from tracker.services.progress import Report
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
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.result import Paper, Result, Table
    from tracker.services.boards import View, Wanted
    from tracker.services.contest import Unit
    from tracker.services.explain import Counted
    from tracker.services.published import Behind
    from tracker.services.standings import Board, Row
    from tracker.store.reading import Reader
    from tracker.words import Words

MOST_ROWS: Final = 20_000  # with more rows behind it a page is slow to open, and nobody reads it


class Whole(NamedTuple):
    """Everything that a page shows: the composite board, the boards of single metrics, the progress, the rows behind.

    `groups` and `metrics` are those asked for; of one metric there is no composite board.
    """

    board: Board
    singles: dict[str, Board]
    report: Report
    behind: Behind
    groups: tuple[str, ...]
    metric: str | None
    view: View

    @property
    def keys(self) -> list[str]:
        """The metrics asked for."""
        return [self.metric] if self.metric else list(self.board.ground.scheme.metrics)


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
    result = todays.board(reader, period, today, wanted)
    ground = contest.prepare(reader, period, today, wanted.scheme, variant=wanted.variant, group=wanted.group)
    board, singles, values = standings.every_board(reader, ground)
    key = standings.metric_key(ground, wanted.metric)
    keys = [key] if key else list(ground.scheme.metrics)
    behind: Behind = {
        each: {unit.id: explain.behind(reader, ground, ground.scheme.metrics[each], unit.id) for unit in ground.units}
        for each in keys
    }
    groups = tuple(contest.chosen_groups(ground, wanted.group))
    return _paged(result, Whole(board, singles, Report(ground, values), behind, groups, key, wanted.shown), form)


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
    ground = frozen.board.ground
    key = standings.metric_key(ground, wanted.metric)
    groups = tuple(contest.chosen_groups(ground, wanted.group))
    whole = Whole(frozen.board, frozen.singles, frozen.report, behind, groups, key, wanted.shown)
    return _paged(result, whole, form)


def _paged(result: Result, whole: Whole, form: Form) -> Result:
    """The result with the parts of its page or book; rows behind that are too many are left out and told of."""
    number = sum(len(rows) for rows in _asked(whole).values())
    messages = result.messages
    if number > MOST_ROWS:
        whole = whole._replace(behind={})
        messages = (*messages, Message("rows_left_out", PAGE_ROWS_LEFT_OUT(n=number), "warning"))
    title = whole.board.ground.scheme.name
    made = datetime.fromisoformat(form.at) if form.at and not result.seal else None
    result = replace(result, title=title, messages=messages, paper=form.paper)
    sections = board_book.sections(result, whole, made) if form.book else _sections(result, whole)
    return replace(result, sections=tuple(sections))


def _asked(whole: Whole) -> dict[tuple[str, int], list[Counted]]:
    """The rows behind what is asked for, by metric and unit."""
    units = {unit.id for unit in whole.board.ground.units if unit.group in whole.groups}
    return {
        (key, unit): rows
        for key, of_units in whole.behind.items()
        if whole.metric in (None, key)
        for unit, rows in of_units.items()
        if rows and unit in units
    }


def _sections(result: Result, whole: Whole) -> Iterator[Section]:
    """The board itself, the boards of single metrics, the progress, and how every score came about."""
    chain = whole.board.ground.variant.chain is not None
    *ranked, city = result.tables
    yield Section(PAGE_RANKING, (*ranked, city) if chain else tuple(ranked))
    if whole.metric is None and not whole.view.singles:
        singles = tuple(_single(whole, key) for key in whole.singles)
        yield Section(PAGE_SINGLES, sections=singles)
    if not chain:  # which is held against no targets
        yield _progress(whole)
    behind = tuple(_group(whole, key) for key in whole.groups)
    yield Section(PAGE_BEHIND, sections=tuple(each for each in behind if each.sections), note=PAGE_BEHIND_NOTE)


def _single(whole: Whole, key: str) -> Section:
    made = publishing.of_groups(whole.singles[key], whole.groups, together=whole.view.together)
    return Section(
        whole.board.ground.scheme.metrics[key].label,
        boards.single_tables(made, whole.view._replace(columns=())),
        folded=True,
    )


def _progress(whole: Whole) -> Section:
    """The city at once, the units of each metric when opened."""
    metrics, keys = whole.board.ground.scheme.metrics, whole.keys
    city, *units = progress.report_tables(whole.report.of(keys))
    parts = (Section(metrics[key].label, (table,), folded=True) for key, table in zip(keys, units, strict=True))
    return Section(PAGE_PROGRESS, (city,), tuple(parts))


def _group(whole: Whole, group: str) -> Section:
    """The units of a group, in the order of their ranks, those without a rank last."""
    ground, rows = whole.board.ground, _ranked(whole, group)
    found = _asked(whole)
    told = [_unit(whole, row.unit, row, found) for row in rows]
    ranked = {row.unit.id for row in rows}
    told += [_unit(whole, unit, None, found) for unit in ground.of_group(group) if unit.id not in ranked]
    sections = tuple(each for each in told if each.tables or each.sections)
    return Section(contest.group_label(ground, group), sections=sections)


def _ranked(whole: Whole, group: str) -> Sequence[Row]:
    """The rows of a group, with the ranks that the board shows."""
    rows = whole.board.groups.get(group, ())
    if not whole.view.together:
        return rows
    asked = publishing.of_groups(whole.board, whole.groups, together=True)
    ranks = {row.unit.id: row.rank for rows in asked.groups.values() for row in rows}
    return [row._replace(rank=ranks[row.unit.id]) for row in rows]


def _unit(whole: Whole, unit: Unit, row: Row | None, found: dict[tuple[str, int], list[Counted]]) -> Section:
    """One unit: its arithmetic, and the rows behind each of its figures."""
    ground = whole.board.ground
    keys = [key for key in ground.scheme.metrics if (key, unit.id) in found]
    rows = [explain.rows_table(ground, key, [row.cells for row in found[key, unit.id]]) for key in keys]
    scored = (explain.score_table(whole.board, row),) if row and whole.metric is None else ()
    folded = tuple(Section(_titled(table), (table,), folded=True) for table in rows)
    return Section(_unit_line(unit, row if scored else None), scored, folded, folded=True)


def _titled(table: Table) -> Words:
    return table.title if table.title is not None else ""


def _unit_line(unit: Unit, row: Row | None) -> Words:
    if row is None or row.rank is None:
        return PAGE_UNIT_UNRANKED(unit=unit.name)
    return PAGE_UNIT(unit=unit.name, rank=row.rank, score=row.score)
