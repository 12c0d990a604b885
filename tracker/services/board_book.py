"""The board as a workbook: a part a sheet, with tables of all units at once that can be sorted, filtered and summed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.result import Column, Section, Table
from tracker.rules.numbers import half_up
from tracker.rules.scheme_words import describe_metric
from tracker.services import boards, contest, explain, progress, standings
from tracker.services.progress import Report
from tracker.words import (
    BASIS_CUMULATIVE,
    BASIS_PERIOD,
    BLACK_LIST,
    BOOK_AS_OF,
    BOOK_BASIS,
    BOOK_COMPOSITE,
    BOOK_COVER,
    BOOK_FIRSTS,
    BOOK_ISSUE,
    BOOK_LINES,
    BOOK_LINES_TITLE,
    BOOK_MADE,
    BOOK_MARKS,
    BOOK_PACE,
    BOOK_PERIOD,
    BOOK_PROGRESS,
    BOOK_PROGRESS_TITLE,
    BOOK_ROWS,
    BOOK_RULES,
    BOOK_RULES_NAMED,
    BOOK_SCORES,
    BOOK_SINGLE,
    BOOK_SINGLE_TITLE,
    BOOK_UNITS,
    BOOK_UNITS_TITLE,
    LISTED_TITLE,
    PAGE_UNPUBLISHED,
    PERIOD_NAMED,
    RED_LIST,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from tracker.result import Result
    from tracker.services.boards import Full
    from tracker.services.contest import Ground
    from tracker.services.published import Behind
    from tracker.words import Words


class Whole(NamedTuple):
    """Everything that a workbook or a page shows: the boards that are wanted with their values, and the rows behind."""

    full: Full
    behind: Behind

    @property
    def report(self) -> Report:
        """The progress in the metrics that are wanted."""
        return Report(self.full.ground, self.full.values).of(self.full.keys)


def sections(result: Result, whole: Whole, made: datetime.datetime | None) -> Iterator[Section]:
    """The sheets: cover, composite boards, single boards, progress, arithmetic, and the rows behind every figure.

    `made` is when a board that is not published was computed. Where there are no units, no sheets are of them.
    """
    every = _sections(result, whole, made)
    return (section for section in every if any(table.rows for table in section.tables))


def _sections(result: Result, whole: Whole, made: datetime.datetime | None) -> Iterator[Section]:
    full, ground, city = whole.full, whole.full.ground, result.tables[-1]
    yield Section(BOOK_COVER, (_facts(result, ground, made), city), note=BOOK_MARKS)
    if full.ranked:
        yield from _composite(result, full)
    yield from (_single(full, key) for key in full.keys)
    if full.view.singles:
        yield Section(BOOK_FIRSTS, tuple(table for table in result.tables if _counts_firsts(table)))
    if ground.variant.chain is None:  # which is held against no targets
        yield from _progress(whole.report)
    if full.ranked:
        yield from _scores(full)
    for key in full.keys:
        rows = explain.unit_rows(ground, key, whole.behind.get(key, {}), full.groups)
        if rows.rows:
            metric = ground.scheme.metrics[key]
            yield Section(BOOK_ROWS(metric=metric.label), (rows,), note=describe_metric(metric), long=True)


def _composite(result: Result, full: Full) -> Iterator[Section]:
    """The composite board of every group, of all as one, or its red and black lists."""
    for part, table in zip(boards.sections(full.composite, full.view), result.tables, strict=False):
        name = BOOK_COMPOSITE(group=contest.group_label(full.ground, part.key))
        if not table.rows:
            continue
        listed = LISTED_TITLE(title=name, list=RED_LIST if part.listed == "red" else BLACK_LIST)
        yield Section(listed if part.listed else name, (table,), note=standings.how_summed(part.rows))


def _counts_firsts(table: Table) -> bool:
    return any(column.key == "firsts" for column in table.columns)


def _scores(full: Full) -> Iterator[Section]:
    """The arithmetic of every unit, group by group."""
    for group in full.groups:
        if rows := full.rows_of(group):
            name = BOOK_SCORES(group=contest.group_label(full.ground, group))
            yield Section(name, (explain.group_scores(full.composite, group, rows),), long=True)


def _facts(result: Result, ground: Ground, made: datetime.datetime | None) -> Table:
    """What the board is of, how it counts, and whether it is published."""
    _, *published = result.lines
    basis = BASIS_CUMULATIVE if ground.scheme.basis == "cumulative" else BASIS_PERIOD
    rows: list[tuple[Words, object]] = [
        (BOOK_PERIOD, _period(ground)),
        (BOOK_AS_OF, ground.window.as_of),
        (BOOK_BASIS, basis),
        (BOOK_PACE, f"{half_up(ground.pace.c * 100, 2)}%"),
        (BOOK_RULES, BOOK_RULES_NAMED(name=ground.scheme.name, key=ground.scheme.key)),
        *((BOOK_ISSUE, line) for line in published or [PAGE_UNPUBLISHED]),
        *([(BOOK_MADE, made)] if made else []),
    ]
    return Table((Column("fact", ""), Column("value", "")), tuple(rows), bare=True)


def _period(ground: Ground) -> Words:
    if ground.campaign_name is None:
        return ground.period.describe()
    return PERIOD_NAMED(name=ground.campaign_name, first=ground.period.start, last=ground.period.last)


def _single(full: Full, key: str) -> Section:
    """One metric: every group's units one under the other, or the lists of each."""
    scheme, view = full.ground.scheme, full.view._replace(columns=())
    label = scheme.metrics[key].label
    name, tables = BOOK_SINGLE(metric=label), boards.single_tables(full.singles[key], view)
    if view.top or view.bottom:
        return Section(name, tables)
    return Section(name, (_under_each_other(tables, BOOK_SINGLE_TITLE(name=scheme.name, metric=label)),))


def _progress(report: Report) -> Iterator[Section]:
    """The city with both its targets, every unit's completion of every metric, and all of it line by line."""
    name = report.ground.scheme.name
    city, *units = progress.report_tables(report)
    overview = progress.overview_table(report)
    yield Section(BOOK_PROGRESS, (city._replace(title=BOOK_PROGRESS_TITLE(name=name)),))
    yield Section(BOOK_UNITS, (overview._replace(title=BOOK_UNITS_TITLE(name=name)),))
    lines = _under_each_other(units, BOOK_LINES_TITLE(name=name))
    yield Section(BOOK_LINES, (lines,), long=True)


def _under_each_other(tables: Sequence[Table], title: Words) -> Table:
    """Tables of the same columns as one; what was in the title of each becomes a column."""
    first = tables[0]
    columns = tuple(column._replace(grouping=False, sparse=True) for column in first.columns)
    return Table(columns, tuple(row for table in tables for row in table.rows), title)
