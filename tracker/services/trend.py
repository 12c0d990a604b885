"""How a year went: the score of every unit at each month's end, or what each month added, and the rank per quarter."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.errors import BadValue
from tracker.result import Choice, Column, Message, Move, Place, Result, Spark, Table
from tracker.rules.numbers import exact, half_up
from tracker.rules.periods import Period, month, parse_period, quarter
from tracker.rules.progress import added
from tracker.rules.trends import from_lowest, from_zero
from tracker.services import contest, printed, standings
from tracker.store import boards as stored
from tracker.store.figures import Span
from tracker.words import (
    GROUP_COLUMN,
    MONTH_NAMES,
    QUARTERS,
    RANK,
    TREND_ADDED_LINE,
    TREND_ADDED_TITLE,
    TREND_CHART_TITLE,
    TREND_COLUMN,
    TREND_COMPUTED,
    TREND_EMPTY,
    TREND_MOVED,
    TREND_PUBLISHED,
    TREND_SCORE_LINE,
    TREND_SCORE_TITLE,
    TREND_TOTAL,
    TREND_YEAR,
    TREND_YEAR_HINT,
    UNIT_COLUMN,
    Say,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from tracker.rules.schemes import Metric
    from tracker.services.contest import Ground, Unit
    from tracker.services.standings import Inputs, Row
    from tracker.store.figures import Measured
    from tracker.store.reading import Reader
    from tracker.words import Words

MOST_CHARTED = 12  # units: a ranking chart with more rows is no picture any more


class Step(NamedTuple):
    """The end of a month or quarter: its ground, the values up to it, and who stood where, by group and unit."""

    ground: Ground
    values: dict[str, Measured]
    rows: dict[str, dict[int, Row]]

    def rank(self, group: str, unit: int) -> int | None:
        """A unit's rank; None for one that was not there or not ranked."""
        row = self.rows.get(group, {}).get(unit)
        return row.rank if row else None


class Year(NamedTuple):
    """A year as it went: its months and quarters so far, the ranks as they were published, by quarter, with the number.

    `metric` is None for the composite board.
    """

    ground: Ground
    groups: tuple[str, ...]
    metric: Metric | None
    months: tuple[Step, ...]
    quarters: tuple[Step, ...]
    published: dict[str, tuple[int, standings.Ranks]]

    def rank(self, step: Step, group: str, unit: int) -> int | None:
        """A unit's rank at the end of a quarter: as published, else as computed."""
        _, ranks = self.published.get(step.ground.period.label, (0, {}))
        return ranks[group].get(unit) if group in ranks else step.rank(group, unit)

    def places(self, group: str, unit: int) -> list[Place]:
        """A unit's ranks, quarter by quarter, each with how far it moved since the one before."""
        ranks = [self.rank(step, group, unit) for step in self.quarters]
        moves = [None if old is None or new is None else old - new for old, new in pairwise(ranks)]
        return [Place(rank, moved) for rank, moved in zip(ranks, [None, *moves], strict=False)]

    def units(self, group: str) -> list[Unit]:
        """Everyone who was there at the end of some month, by the newest rank and name, those without a rank last."""
        found = {unit.id: unit for step in self.months for unit in step.ground.of_group(group)}
        return sorted(found.values(), key=lambda unit: (self.now(group, unit.id) or len(found) + 1, unit.id))

    def now(self, group: str, unit: int) -> int | None:
        """A unit's newest rank."""
        return self.rank(self.quarters[-1], group, unit)


def trend(
    reader: Reader,
    year: str | None,
    today: datetime.date,
    *,
    metric: str | None = None,
    group: str | None = None,
    scheme: str | None = None,
) -> Result:
    """The course of a year, by default of this one, as tables, pictures and data."""
    made = make(reader, year, today, metric=metric, group=group, scheme=scheme)
    shown = [key for key in made.groups if made.units(key)]
    if not any(each.rows for each in made.months[-1].values.values()):
        note = TREND_EMPTY(year=made.ground.period.describe(), what=_what(made))
        return Result(("board", "trend"), data=_data(made), lines=(note,))
    return Result(
        ("board", "trend"),
        tables=tuple(_full_table(made, key) for key in shown),
        overview=lambda: tuple(table for key in shown for table in _drawn(made, key)),
        data=lambda: _data(made),
        lines=(made.ground.covers, _legend(made), *_sources(made)),
        messages=tuple(_remarks(made)),
        title=_what(made),
    )


def make(
    reader: Reader,
    year: str | None,
    today: datetime.date,
    *,
    metric: str | None = None,
    group: str | None = None,
    scheme: str | None = None,
) -> Year:
    """Measure a year in one round, month by month and quarter by quarter; raise BadValue for what is no year."""
    ground = contest.prepare(reader, _year(year, today), today, scheme)
    chosen = ground.scheme.metrics[standings.find_metric(ground, metric)] if metric else None
    asked = contest.chosen_groups(ground, group)
    groups = tuple(key for key in asked if chosen or standings.is_composite(ground, key))
    number, as_of = ground.period.start.year, ground.window.as_of
    months = [month(number, n) for n in range(1, as_of.month + 1)]
    quarters = [quarter(number, n) for n in range(1, (as_of.month + 2) // 3 + 1)]
    steps = _steps(reader, ground, groups, chosen, (*months, *quarters))
    published = _published(reader, ground, [step.ground.period for step in steps[len(months) :]], chosen)
    return Year(ground, groups, chosen, tuple(steps[: len(months)]), tuple(steps[len(months) :]), published)


def _year(text: str | None, today: datetime.date) -> str:
    """The label of the year that a text means."""
    if text is None:
        return str(today.year)
    period = parse_period(text, today)
    if period.kind != "year":
        raise BadValue(
            TREND_YEAR(value=text), code="not_a_year", value=text, hint=TREND_YEAR_HINT(year=period.start.year)
        )
    return period.label


def _steps(
    reader: Reader, ground: Ground, groups: tuple[str, ...], metric: Metric | None, periods: Sequence[Period]
) -> list[Step]:
    """Measure, score and rank at the end of every period, all of them with the same queries."""
    grounds = contest.grounds(reader, ground, periods)
    spans = list(dict.fromkeys([ground.span, *(_span(each, metric) for each in grounds)]))
    keys = [metric.key] if metric else list(ground.scheme.metrics)
    values = dict(zip(spans, contest.measured(reader, ground, spans, keys), strict=True))
    found = [values[_span(each, metric)] for each in grounds]
    # Of one metric a month has no rank: its own days alone are held against no target.
    ranked = [n for n, each in enumerate(grounds) if metric is None or each.period.kind == "quarter"]
    rows = _rows(reader, ground, groups, metric, [(grounds[n], found[n]) for n in ranked])
    of_step = dict(zip(ranked, rows, strict=True))
    return [Step(each, found[n], of_step.get(n, {})) for n, each in enumerate(grounds)]


def _rows(
    reader: Reader,
    ground: Ground,
    groups: Sequence[str],
    metric: Metric | None,
    steps: Sequence[tuple[Ground, dict[str, Measured]]],
) -> Iterator[dict[str, dict[int, Row]]]:
    """Who stood where at each of some steps, by group and unit."""
    growing = [] if metric else standings.growing_metrics(ground, groups)
    last = contest.last_years(reader, [each for each, _ in steps], growing) if growing else [{} for _ in steps]
    dated = contest.dated_events(reader, ground)
    for (each, now), then in zip(steps, last, strict=True):
        inputs = standings.Inputs(now, then, [event for first, end, event in dated if each.span.holds(first, end)])
        yield {key: {row.unit.id: row for row in _ranked(each, key, inputs, metric)} for key in groups}


def _ranked(ground: Ground, group: str, inputs: Inputs, metric: Metric | None) -> list[Row]:
    if metric:
        return standings.rank_single(ground, [group], metric, inputs.now[metric.key])
    return standings.rank(ground, [group], inputs)


def _span(ground: Ground, metric: Metric | None) -> Span:
    """The days that a step counts: of one metric all since 1 January, unless its own values are of a period."""
    start, as_of = ground.window
    if metric is None or ground.period.kind == "quarter":
        return ground.span
    return Span(start.replace(day=1) if metric.value == "period" else as_of.replace(month=1, day=1), as_of)


def _published(
    reader: Reader, ground: Ground, quarters: Sequence[Period], metric: Metric | None
) -> dict[str, tuple[int, standings.Ranks]]:
    """The number and the ranks of the newest issue of every quarter that is published."""
    import json

    newest = {(each.start_on, each.end_on): each for each in stored.issues(reader) if each.scheme == ground.scheme.key}
    found = {}
    for each in quarters:
        issue = newest.get((each.start.isoformat(), each.last.isoformat()))
        if issue:
            content = json.loads(stored.board_line(reader, issue.id))
            found[each.label] = (issue.id, standings.published_ranks(content, metric.key if metric else None))
    return found


# What stands for a month.


def _figures(made: Year, group: str, unit: int) -> list[Fraction | None]:
    """A unit's figure of every month: its score at the end of it, or what the month added."""
    if made.metric is None:
        rows = [step.rows.get(group, {}).get(unit) for step in made.months]
        return [Fraction(row.score) if row and row.score is not None else None for row in rows]
    values = [_value(made.metric, step.values[made.metric.key], unit) for step in made.months]
    return values if made.metric.value == "period" else list(_added(values))


def _value(metric: Metric, measured: Measured, unit: int) -> Fraction | None:
    """A count or sum is 0 without rows, a figure from outside is null without a value."""
    return measured.units.get(unit, None if metric.source == "figures" else Fraction(0))


def _added(values: Sequence[Fraction | None]) -> Iterator[Fraction | None]:
    """What each month added to the value before; the first that is known stands for itself."""
    before = Fraction(0)
    for value in values:
        yield added(value, before)
        before = before if value is None else value


def _spark(made: Year, figures: Sequence[Fraction | None]) -> Spark:
    """A score moves a little around a hundred: from its own lowest; what a month added is seen against nothing."""
    return Spark((from_lowest if made.metric is None else from_zero)(figures))


def _total(made: Year, unit: int) -> Fraction | None:
    """What the months of one metric come to; figures of periods do not add up."""
    assert made.metric is not None
    values = [_value(made.metric, step.values[made.metric.key], unit) for step in made.months]
    return None if made.metric.value == "period" else next((v for v in reversed(values) if v is not None), None)


# Tables.


def _full_table(made: Year, group: str) -> Table:
    """Every rank and every month's figure of a group, as pipes and files have it."""
    columns = (
        Column("group", GROUP_COLUMN, grouping=True),
        Column("unit", UNIT_COLUMN),
        *(Column(f"q{n}", _quarter_name(step), "number") for n, step in enumerate(made.quarters, 1)),
        Column("trend", TREND_COLUMN, "bar"),
        *(Column(f"m{n:02}", _month_name(step), "number") for n, step in enumerate(made.months, 1)),
        *_total_columns(made),
    )
    rows = []
    for unit in made.units(group):
        figures = _figures(made, group, unit.id)
        rows.append(
            (
                Choice(group, contest.group_label(made.ground, group)),
                unit.name,
                *made.places(group, unit.id),
                _spark(made, figures),
                *(_printed(made, value) for value in figures),
                *_total_cells(made, unit),
            )
        )
    return Table(columns, tuple(rows), _title(made, group))


def _drawn(made: Year, group: str) -> Iterator[Table]:
    """What a terminal shows of a group: the months as a line between two figures, and who held which rank."""
    ends = list(dict.fromkeys((0, len(made.months) - 1)))
    columns = (
        Column("rank", RANK, "number", tone=printed.rank_tone),
        Column("unit", UNIT_COLUMN),
        Column("trend", TREND_COLUMN, "bar"),
        *(Column(f"m{n + 1:02}", _month_name(made.months[n]), "number") for n in ends),
        *_total_columns(made),
    )
    rows = []
    for unit in made.units(group):
        figures = _figures(made, group, unit.id)
        shown = (_printed(made, figures[n]) for n in ends)
        rows.append((made.now(group, unit.id), unit.name, _spark(made, figures), *shown, *_total_cells(made, unit)))
    yield Table(columns, tuple(rows), _title(made, group))
    if 1 < len(rows) <= MOST_CHARTED:
        yield _chart(made, group)


def _chart(made: Year, group: str) -> Table:
    """The ranks from top to bottom, and who held each at the end of every quarter, having moved how far."""
    places = {unit.name: made.places(group, unit.id) for unit in made.units(group)}
    ranks = sorted({place.rank for each in places.values() for place in each if place.rank is not None})
    columns = (
        Column("rank", RANK, "number", tone=printed.rank_tone),
        *(Column(f"q{n}", _quarter_name(step)) for n, step in enumerate(made.quarters, 1)),
    )
    rows = [(rank, *(_held(places, rank, n) for n in range(len(made.quarters)))) for rank in ranks]
    return Table(columns, tuple(rows), TREND_CHART_TITLE(group=contest.group_label(made.ground, group)))


def _held(places: dict[str, list[Place]], rank: int, at: int) -> tuple[Words, ...]:
    """Who held a rank, each with its move, if it moved."""
    held = [(name, each[at].moved) for name, each in places.items() if each[at].rank == rank]
    return tuple(TREND_MOVED(unit=name, move=Move(moved)) if moved else name for name, moved in held)


def _total_columns(made: Year) -> tuple[Column, ...]:
    return (Column("total", TREND_TOTAL, "number"),) if made.metric and made.metric.value != "period" else ()


def _total_cells(made: Year, unit: Unit) -> tuple[object, ...]:
    return tuple(_printed(made, _total(made, unit.id)) for _ in _total_columns(made))


def _printed(made: Year, value: Fraction | None) -> object:
    """A score with all its places, an amount whole where it is whole."""
    places = made.ground.scheme.decimals
    return printed.rounded(value, places) if made.metric is None else printed.figure(value, places)


def _quarter_name(step: Step) -> Say:
    return QUARTERS[(step.ground.period.start.month - 1) // 3]


def _month_name(step: Step) -> Say:
    """A month's name, in English its first three letters."""
    name = MONTH_NAMES[step.ground.period.start.month - 1]
    return Say(name.zh, name.en[:3])


# Words.


def _what(made: Year) -> Words:
    return made.metric.label if made.metric else made.ground.scheme.name


def _title(made: Year, group: str) -> Words:
    label = contest.group_label(made.ground, group)
    if made.metric is None:
        return TREND_SCORE_TITLE(name=made.ground.scheme.name, group=label)
    return TREND_ADDED_TITLE(metric=made.metric.label, unit=made.metric.unit, group=label)


def _legend(made: Year) -> Words:
    return TREND_SCORE_LINE if made.metric is None else TREND_ADDED_LINE


def _sources(made: Year) -> Iterator[Words]:
    """Which ranks are those that were published, and which the ledger of today gives."""
    if made.published:
        told = {step.ground.period.label: _quarter_name(step) for step in made.quarters}
        yield TREND_PUBLISHED(
            quarters=tuple(told[label] for label in made.published),
            numbers=tuple(str(number) for number, _ in made.published.values()),
        )
        rest = tuple(name for label, name in told.items() if label not in made.published)
        if rest:
            yield TREND_COMPUTED(quarters=rest)


def _remarks(made: Year) -> list[Message]:
    """What a reader of the whole year should know."""
    return contest.remarks(made.ground, made.months[-1].values)


# Data.


def _data(made: Year) -> dict[str, Any]:
    """The year as data: its months and quarters, and every unit's figures and ranks along them."""
    return {
        **made.ground.head,
        "metric": made.metric.key if made.metric else None,
        "values": "added" if made.metric else "score",
        "months": [_step_data(step) for step in made.months],
        "quarters": [
            _step_data(step) | {"published": made.published.get(step.ground.period.label, (None,))[0]}
            for step in made.quarters
        ],
        "groups": [
            {
                "key": key,
                "label": contest.group_label(made.ground, key),
                "rows": [_unit_data(made, key, unit) for unit in made.units(key)],
            }
            for key in made.groups
        ],
    }


def _step_data(step: Step) -> dict[str, Any]:
    ground = step.ground
    return {"period": ground.period.label, "as_of": ground.window.as_of, "curve": half_up(ground.pace.c, 6)}


def _unit_data(made: Year, group: str, unit: Unit) -> dict[str, Any]:
    places = made.places(group, unit.id)
    return {
        "unit": unit.name,
        "unit_id": f"U{unit.id}",
        "rank": made.now(group, unit.id),
        "months": [None if value is None else exact(value) for value in _figures(made, group, unit.id)],
        "quarters": [{"rank": place.rank, "moved": place.moved} for place in places],
    }
