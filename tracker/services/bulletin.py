"""The bulletin 通报 of a board as values: its sentences, tables and notes; how they look on paper is not known here."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.result import Bulletin, Part, Signed
from tracker.rules.money import Money, money_words, plain_amount
from tracker.rules.numbers import half_up, plain_decimal
from tracker.rules.progress import ahead, completion, year_on_year
from tracker.rules.ranking import single_basis
from tracker.rules.scheme_words import describe_counting
from tracker.rules.scoring import MetricValue, added_up
from tracker.services import boards, contest, printed, published, publishing, standings, todays
from tracker.services.boards import View, Wanted
from tracker.words import (
    AMOUNT_IN,
    BULLETIN_ADJUSTED,
    BULLETIN_ADJUSTMENTS,
    BULLETIN_AHEAD,
    BULLETIN_ANNEX_METRICS,
    BULLETIN_ANNEX_RANKING,
    BULLETIN_BEHIND,
    BULLETIN_BY_ACTUAL,
    BULLETIN_BY_RATE,
    BULLETIN_CITY,
    BULLETIN_CITY_TARGET,
    BULLETIN_COMPLETED,
    BULLETIN_DOWN,
    BULLETIN_EVENT,
    BULLETIN_EVENT_FULL,
    BULLETIN_EVENT_WHY,
    BULLETIN_FELL,
    BULLETIN_LEFT_OUT,
    BULLETIN_LEVEL,
    BULLETIN_LIMITED,
    BULLETIN_METRICS,
    BULLETIN_MOVED,
    BULLETIN_NO_FIGURES,
    BULLETIN_NO_TARGET,
    BULLETIN_NOTES,
    BULLETIN_OPENING,
    BULLETIN_RANKED,
    BULLETIN_RANKING,
    BULLETIN_ROSE,
    BULLETIN_SAME_AS_LAST,
    BULLETIN_SCORED,
    BULLETIN_TITLE,
    BULLETIN_UNITS_TARGET,
    BULLETIN_UP,
    BULLETIN_VETOED,
    BULLETIN_WORTH,
    CLAUSES,
    ISSUE_NUMBER,
    PARTS,
    PERIOD_OF_KIND,
    PROGRESS_TITLE,
    SCORES_ROUNDED,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from tracker.result import Message, Result, Table
    from tracker.rules.schemes import Metric
    from tracker.rules.scoring import AdjustmentScore
    from tracker.services.boards import Full
    from tracker.services.contest import Adjustment, Ground
    from tracker.services.published import Frozen
    from tracker.services.standings import Row
    from tracker.store.boards import Issue
    from tracker.store.reading import Reader
    from tracker.words import Words

_STOP: Final = Say("。", ".")
_ENDED: Final = Say("{sentence}{stop}", "{sentence}{stop}")
# What a table upright on A4 has room for, whatever else a board shows.
_COLUMNS: Final = ("group", "rank", "change", "unit", "actual", "target", "rate", "ahead")


class Source(NamedTuple):
    """What a bulletin is made of: the boards that are wanted, the adjustments, and what was to be said of them."""

    full: Full
    adjustments: Sequence[Adjustment]
    messages: tuple[Message, ...] = ()

    @property
    def ground(self) -> Ground:
        """What all of it stands on."""
        return self.full.ground

    @property
    def metrics(self) -> list[Metric]:
        """The metrics asked for."""
        return [self.ground.scheme.metrics[key] for key in self.full.keys]

    @property
    def ranked(self) -> dict[str, tuple[Row, ...]]:
        """The units ranked by scores; of one metric, or metric by metric, there are none."""
        return self.full.composite.groups if self.full.ranked else {}


def live(reader: Reader, period: str | None, today: datetime.date, wanted: Wanted = boards.WANTED) -> Result:
    """The board of today with its bulletin."""
    full = boards.full(reader, period, today, wanted)
    result = todays.told(reader, full.made, full.view)
    source = Source(full, contest.adjustments(reader, full.ground), result.messages)
    return result._replace(bulletin=made(source, today))


def issued(
    reader: Reader,
    period: str | None,
    today: datetime.date,
    wanted: Wanted = boards.WANTED,
    *,
    number: int | None = None,
) -> Result:
    """A published board with its bulletin, from its own content alone."""
    issue = publishing.find(reader, period, today, scheme=wanted.scheme, number=number)
    frozen = published.thaw(reader, issue)
    result = publishing.shown(reader, issue, frozen, wanted)
    day = datetime.datetime.fromisoformat(issue.published_at).astimezone().date()
    bulletin = made(_frozen(frozen, wanted), day)
    return result._replace(bulletin=bulletin._replace(issue=ISSUE_NUMBER(number=issue.id)))


def _frozen(frozen: Frozen, wanted: Wanted) -> Source:
    return Source(publishing.full_of(frozen, wanted), frozen.adjustments, frozen.messages)


def sentences(reader: Reader, issue: Issue) -> list[Words]:
    """Every sentence that a bulletin of a published board may hold: of all its groups, of one alone, or ranked as one.

    Of one metric it says what that counts, as the one of all does.
    """
    frozen = published.thaw(reader, issue)
    groups = (group.key for group in frozen.board.ground.scheme.groups)
    ways = (boards.WANTED, Wanted(view=View(together=True)), *(Wanted(group=key) for key in groups))
    sources = [_frozen(frozen, each) for each in ways]
    bulletins = [made(each, datetime.date.min) for each in sources]
    earlier = _ended(each for source in sources for each in _as_before(source))
    return [*(each for bulletin in bulletins for part in bulletin.parts for each in part.sentences), *earlier]


def _as_before(source: Source) -> Iterator[Words]:
    """What bulletins used to say: bonuses and penalties without the scheme's limits, money left out in plain digits."""
    yield from adjusted(
        source._replace(full=source.full._replace(composite=standings.unlimited(source.full.composite)))
    )
    for metric in source.metrics:
        for currency, (number, fen) in source.full.values.now[metric.key].left_out.items():
            yield BULLETIN_LEFT_OUT(metric=metric.label, n=number, amount=plain_amount(fen, currency))


def made(source: Source, day: datetime.date) -> Bulletin:
    """The bulletin of a board, of a day."""
    ground = source.ground
    opening = BULLETIN_OPENING(
        name=ground.scheme.name,
        period=_period(ground),
        as_of=date_words(ground.window.as_of),
        curve=f"{_plain(half_up(ground.pace.c * 100, 2))}%",
    )
    parts = (
        Part(BULLETIN_RANKING, _ended(ranking(source))),
        Part(BULLETIN_METRICS, _ended(metric_sentence(source, metric) for metric in source.metrics)),
        Part(BULLETIN_ADJUSTMENTS, _ended(adjusted(source))),
        Part(BULLETIN_NOTES, _ended(_notes(source))),
    )
    metric_tables = tuple(table for metric in source.metrics for table in _metric_tables(source, metric))
    annexes = (
        Part(BULLETIN_ANNEX_RANKING, tables=_ranking_tables(source)),
        Part(BULLETIN_ANNEX_METRICS, tables=metric_tables),
    )
    return Bulletin(
        BULLETIN_TITLE(name=ground.scheme.name),
        _period(ground),
        None,
        opening,
        tuple(part for part in parts if part.sentences),
        tuple(part for part in annexes if part.tables),
        date_words(day),
    )


def _period(ground: Ground) -> Words:
    """The campaign or the period by its name, and of which kind the board is."""
    name: Words = ground.campaign_name or ground.period.name
    for kind in ground.variant.described:
        name = PERIOD_OF_KIND(period=name, kind=kind)
    return name


def date_words(day: datetime.date) -> Say:
    """A day as a bulletin writes it.

    >>> date_words(datetime.date(2024, 6, 30))
    Say(zh='2024年6月30日', en='2024-06-30')
    """
    return Say(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _ended(sentences: Iterable[Words]) -> tuple[Words, ...]:
    return tuple(_ENDED(sentence=each, stop=_STOP) for each in sentences)


def _joined(say: Say, parts: Sequence[Words]) -> Words:
    """Parts of a sentence put together two by two."""
    first, *rest = parts
    for each in rest:
        first = say(first=first, second=each)
    return first


def _plain(value: Decimal) -> str:
    return plain_decimal(value)


# Who stands where.


def ranking(source: Source) -> Iterator[Words]:
    """One sentence a group: the units by their scores, then who was vetoed, who rose and who fell."""
    for key, rows in source.ranked.items():
        units = tuple(BULLETIN_SCORED(unit=row.unit.name, score=row.score) for row in rows if row.rank is not None)
        label = contest.group_label(source.ground, key)
        parts = [BULLETIN_RANKED(group=label, units=units)] if units else []
        vetoed = tuple(row.unit.name for row in rows if row.vetoed)
        parts += [BULLETIN_VETOED(units=vetoed)] if vetoed else []
        parts += [say(units=moved) for say, sign in _MOVES if (moved := _moved(rows, sign))]
        if parts:
            yield _joined(PARTS, parts)


_MOVES: Final = ((BULLETIN_ROSE, 1), (BULLETIN_FELL, -1))


def _moved(rows: Sequence[Row], sign: int) -> tuple[Words, ...]:
    """The units that rose (1) or fell (-1), each by how many ranks."""
    moves = ((row.unit.name, boards.change_of(row)) for row in rows)
    return tuple(BULLETIN_MOVED(unit=name, n=abs(move.ranks)) for name, move in moves if move and move.ranks * sign > 0)


# One sentence a metric.


def metric_sentence(source: Source, metric: Metric) -> Words:
    """The city against its target, last year and the pro-rata line; then the units of every group in their order."""
    city = source.full.values.now[metric.key].city
    head: Words
    if city is None:
        head = BULLETIN_NO_FIGURES(metric=metric.label)
    else:
        clauses = [BULLETIN_CITY(metric=metric.label, worth=_in_unit(source.ground, metric, city))]
        head = _joined(CLAUSES, [*clauses, *_against(source, metric, city)])
    groups = source.full.singles[metric.key].groups.items()
    told = [_of_group(source.ground, metric, key, rows) for key, rows in groups if rows]
    return _joined(PARTS, [head, *(each for each in told if each is not None)])


def _in_unit(ground: Ground, metric: Metric, value: Fraction) -> Words:
    return AMOUNT_IN(value=printed.figure(value, ground.scheme.decimals), unit=metric.unit)


def _against(source: Source, metric: Metric, city: Fraction) -> Iterator[Words]:
    """The share of the city's own target and of the units' together, which are different questions; and last year."""
    ground = source.ground
    own, units = ground.target(None, metric.key), standings.units_target(ground, metric.key)
    for target, say in ((own, BULLETIN_CITY_TARGET), (units, BULLETIN_UNITS_TARGET)):
        rate = completion(city, target)
        if rate is not None and target is not None:
            yield say(target=_in_unit(ground, metric, target), rate=_percent(ground, rate))
            if target is own or own is None:
                yield _pace(ground, rate)
    last = source.full.values.last.get(metric.key)
    growth = year_on_year(city, last.city) if last else None
    if growth is not None:
        say = BULLETIN_UP if growth > 0 else BULLETIN_DOWN if growth < 0 else BULLETIN_SAME_AS_LAST
        yield say(rate=_percent(ground, abs(growth))) if growth else BULLETIN_SAME_AS_LAST


def _percent(ground: Ground, share: Fraction) -> str:
    """A share of the whole as a printed percentage."""
    return f"{_plain(half_up(share * 100, ground.scheme.decimals))}%"


def _pace(ground: Ground, rate: Fraction) -> Words:
    """How far a completion is ahead of the pro-rata line or behind it, as it is printed."""
    points = half_up(ahead(rate, ground.pace.c) or Fraction(0), ground.scheme.decimals)
    if not points:
        return BULLETIN_LEVEL
    return (BULLETIN_AHEAD if points > 0 else BULLETIN_BEHIND)(points=_plain(abs(points)))


def _of_group(ground: Ground, metric: Metric, key: str, rows: Sequence[Row]) -> Words | None:
    """The units of a group in the order of their ranks, then those without a target; None of a group with neither."""
    if not any(row.cells[0].actual or row.cells[0].target for row in rows):
        return None
    values = [MetricValue(row.cells[0].actual, row.cells[0].target) for row in rows]
    by_rate = (metric.single or single_basis(values)) == "rate"
    say = BULLETIN_BY_RATE if by_rate else BULLETIN_BY_ACTUAL
    ranked = tuple(_worth(ground, metric, row, rated=by_rate) for row in rows if row.rank is not None)
    others = tuple(
        _worth(ground, metric, row, rated=False)
        for row in rows
        if row.rank is None and by_rate and row.cells[0].actual is not None
    )
    parts = [say(group=contest.group_label(ground, key), units=ranked)] if ranked else []
    parts += [BULLETIN_NO_TARGET(units=others)] if others else []
    return _joined(PARTS, parts) if parts else None


def _worth(ground: Ground, metric: Metric, row: Row, *, rated: bool) -> Words:
    """A unit with what it did, and which part of its target that is."""
    cell = row.cells[0]
    # In English the head of the sentence has named the unit of measure.
    measure = Say(metric.unit.zh, "")
    actual = printed.figure(cell.actual or Fraction(0), ground.scheme.decimals)
    if rated and cell.rate is not None:
        rate = _percent(ground, cell.rate)
        return BULLETIN_COMPLETED(unit=row.unit.name, value=actual, measure=measure, rate=rate)
    return BULLETIN_WORTH(unit=row.unit.name, value=actual, measure=measure)


# Bonuses, penalties, the basis.


def adjusted(source: Source) -> Iterator[Words]:
    """One sentence a unit: what was added or taken, for what, and why."""
    for rows in source.ranked.values():
        for row in rows:
            scored = row.ranked.score.adjustments if row.ranked else ()
            if scored:
                points = added_up(scored, source.ground.scheme.limits)
                events = [_event(source, row.unit.id, each) for each in scored]
                entered = sum((each.points for each in scored), Fraction(0))
                events += [BULLETIN_LIMITED(entered=_signed(entered), points=_signed(points))] * (entered != points)
                yield BULLETIN_ADJUSTED(unit=row.unit.name, points=_signed(points), events=_joined(PARTS, events))


def _signed(points: Fraction) -> Signed:
    return Signed(half_up(points, 2).normalize())


def _event(source: Source, unit: int, scored: AdjustmentScore) -> Words:
    """An item with how often and for how many points, and the reasons that were entered."""
    item = next(each for each in source.ground.scheme.adjustments if each.key == scored.key)
    whys = [
        each.reason or (f"P{each.event.project}" if each.event.project else "")
        for each in source.adjustments
        if (each.event.unit, each.event.item) == (unit, scored.key)
    ]
    reasons = tuple(dict.fromkeys(why for why in whys if why))
    full = item.max is not None and abs(scored.points) == item.max < abs(scored.times * item.points)
    say = BULLETIN_EVENT_FULL if full else BULLETIN_EVENT
    told = say(label=item.label, n=printed.figure(scored.times, 2), points=_signed(scored.points))
    return BULLETIN_EVENT_WHY(event=told, reasons=reasons) if reasons else told


def _notes(source: Source) -> Iterator[Words]:
    """How it was counted, and what a reader should know beside the figures."""
    yield from describe_counting(source.ground.scheme, source.metrics, scored=bool(source.ranked))
    if source.ranked:
        yield SCORES_ROUNDED
    for metric in source.metrics:
        for currency, (number, fen) in source.full.values.now[metric.key].left_out.items():
            yield BULLETIN_LEFT_OUT(metric=metric.label, n=number, amount=money_words(Money(fen, currency)))
    yield from (each.what for each in source.messages if each.code in _OF_READERS)


_OF_READERS: Final = ("figure_missing", "imprecise", "summed", "target_zero")  # the other messages are the clerk's


# Tables.


def _ranking_tables(source: Source) -> tuple[Table, ...]:
    return boards.composite_tables(source.full.composite, source.full.view) if source.ranked else ()


def _metric_tables(source: Source, metric: Metric) -> Iterator[Table]:
    """All units against one metric in one table, group by group; of a red or black list one for each."""
    tables = boards.single_tables(source.full.singles[metric.key], source.full.view._replace(columns=()))
    at = [n for n, column in enumerate(tables[0].columns) if column.key in _COLUMNS]
    columns = tuple(tables[0].columns[n]._replace(grouping=False) for n in at)
    short = [
        table._replace(columns=columns, rows=tuple(tuple(row[n] for n in at) for row in table.rows)) for table in tables
    ]
    if source.full.view.top or source.full.view.bottom:
        yield from short
    else:
        rows = tuple(row for table in short for row in table.rows)
        yield short[0]._replace(rows=rows, title=PROGRESS_TITLE(metric=metric.label, unit=metric.unit))
