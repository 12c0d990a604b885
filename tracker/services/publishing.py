"""Publishing a board: what to think of first, the frozen issue, the list of issues, and how each is shown again."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadUsage, NotFound, Refused
from tracker.result import Column, Message, Result, Table
from tracker.rules.chain import canonical, head, sealed
from tracker.rules.limits import DEFAULTS
from tracker.rules.money import plain_amount
from tracker.rules.numbers import exact, plain_decimal
from tracker.rules.periods import quarter
from tracker.rules.shells import line
from tracker.services import boards, contest, differences, published, standings
from tracker.services.boards import Full
from tracker.services.variants import AS_WRITTEN
from tracker.store import boards as stored
from tracker.store.boards import Issue
from tracker.store.figures import waiting
from tracker.words import (
    ALREADY_PUBLISHED,
    ALREADY_PUBLISHED_HINT,
    AMOUNT_IN,
    CALLED_COLUMN,
    CALLED_NOW,
    CITY_ROW,
    CORRECTED_BY,
    CORRECTS,
    CORRECTS_COLUMN,
    FIGURE_STALE,
    HEAD_COLUMN,
    ISSUE_COLUMN,
    ISSUE_LINE,
    ISSUE_OF_ANOTHER,
    ISSUES_LISTED,
    NO_SUCH_ISSUE,
    NO_SUCH_ISSUE_HINT,
    NONE_PUBLISHED,
    NONE_PUBLISHED_HINT,
    NOT_PUBLISHED,
    NOT_PUBLISHED_HINT,
    NOTHING_TO_CORRECT,
    NOTHING_TO_CORRECT_HINT,
    NOW,
    PERIOD_COLUMN,
    PUBLISH_AS_WRITTEN_HINT,
    PUBLISHED,
    PUBLISHED_AS_WRITTEN,
    PUBLISHED_AS_WRITTEN_HINT,
    PUBLISHED_AT,
    PUBLISHED_DIFFERS,
    PUBLISHED_SAME,
    PUBLISHED_THEN,
    RULES_COLUMN,
    SCHEME_PUBLISHED,
    SEVERAL_SCHEMES_PUBLISHED,
    SEVERAL_SCHEMES_PUBLISHED_HINT,
    STILL_RUNNING,
    UNPUBLISHED_BEFORE,
    WAITING_AMOUNTS,
    WAITING_ROWS,
    WOULD_CORRECT,
    WOULD_PUBLISH,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tracker.rules.schemes import Metric
    from tracker.services.boards import Wanted
    from tracker.services.contest import Ground
    from tracker.services.differences import Differences
    from tracker.services.published import Frozen
    from tracker.services.standings import Board
    from tracker.services.variants import Variant
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.words import Say, Words

OF_ITS_OWN: Final = ("number", "published_at", "by", "program", "corrects", "differs", "messages")


class Plan(NamedTuple):
    """What is about to be published: its ground, the issue that it corrects, and what speaks against it."""

    ground: Ground
    corrects: Issue | None
    concerns: tuple[Message, ...]


def plan(
    reader: Reader,
    period: str,
    today: datetime.date,
    *,
    scheme: str | None = None,
    corrects: bool = False,
    variant: Variant = AS_WRITTEN,
    limits: Mapping[str, int] = DEFAULTS,
) -> Plan:
    """Look at a board before it is published; a second issue of one that is out is Refused unless it corrects.

    So is a board of one chain, or on another basis than the scheme's.
    """
    ground = contest.prepare(reader, period, today, scheme)
    _refuse_variant(ground, variant, PUBLISH_AS_WRITTEN_HINT)
    old = boards.issue_of(reader, ground)
    if old and not corrects:
        raise Refused(
            ALREADY_PUBLISHED(period=ground.called, number=old.id, at=_day(old)),
            code="published_already",
            value=ground.called,
            hint=ALREADY_PUBLISHED_HINT(period=line([ground.called])),
        )
    if corrects and not old:
        raise _not_published(ground.called, NOT_PUBLISHED_HINT)
    return Plan(ground, old, tuple(_concerns(reader, ground, limits["figures"])))


def _day(issue: Issue) -> datetime.datetime:
    return datetime.datetime.fromisoformat(issue.published_at)


def _not_published(period: str, hint: Words) -> NotFound:
    return NotFound(NOT_PUBLISHED(period=period), code="not_published", value=period, hint=hint)


# What to think of first.


def _concerns(reader: Reader, ground: Ground, days: int) -> Iterator[Message]:
    """All that a later reader might hold against the board; figures may be so many days behind it."""
    last = (ground.campaign or ground.period).last
    if ground.window.as_of < last:
        yield Message("period_running", STILL_RUNNING(last=last, as_of=ground.window.as_of), "warning")
    gaps = _gaps(reader, ground)
    if gaps:
        yield Message("unpublished_before", UNPUBLISHED_BEFORE(periods=gaps), "warning")
    for metric in ground.scheme.metrics.values():
        if metric.source != "figures":
            yield from _waiting(reader, ground, metric)
    [values] = contest.measured(reader, ground, [ground.span], list(ground.scheme.metrics))
    told = (*contest.remarks(ground, values), *contest.vague_events(reader, ground))
    yield from (each for each in told if each.level == "warning")
    outside = [metric for metric in ground.scheme.metrics.values() if metric.source == "figures"]
    yield from _stale(reader, ground, outside, ground.window.as_of - datetime.timedelta(days=days))


def _gaps(reader: Reader, ground: Ground) -> tuple[str, ...]:
    """The quarters of the year that ended earlier and are not published; a campaign has none."""
    if ground.campaign:
        return ()
    out = {issue.period for issue in stored.issues(reader) if issue.scheme == ground.scheme.key}
    quarters = [quarter(ground.period.last.year, number) for number in range(1, 5)]
    return tuple(each.label for each in quarters if each.last < ground.period.last and each.label not in out)


def _waiting(reader: Reader, ground: Ground, metric: Metric) -> Iterator[Message]:
    """What is reported and not recognised yet."""
    found = waiting(reader, metric, ground.span)
    number = sum(count for count, _ in found.values())
    if not number:
        return
    if metric.money is None:
        what: Words = WAITING_ROWS(metric=metric.label, n=number)
    else:
        amounts = tuple(_amount(metric, currency, fen) for currency, (_, fen) in found.items())
        what = WAITING_AMOUNTS(metric=metric.label, n=number, amounts=amounts)
    yield Message("unrecognised", what, "warning")


def _amount(metric: Metric, currency: str, fen: int) -> Words:
    """A sum in the metric's unit, or in its own currency."""
    if metric.money and metric.money.currency == currency:
        value = plain_decimal(exact(Fraction(fen, metric.money.fen)))
        return AMOUNT_IN(value=value, unit=metric.unit)
    return plain_amount(fen, currency)


def _stale(reader: Reader, ground: Ground, metrics: list[Metric], needed: datetime.date) -> Iterator[Message]:
    """Figures whose newest value ends before a day."""
    entered = contest.entered(reader, metrics, [ground.span]) if metrics else {}
    names = {unit.id: unit.name for unit in ground.units}
    for metric in metrics:
        old: dict[str, list[Words]] = {}
        for (key, unit), rows in entered.items():
            inside = [row for row in rows if ground.span.holds(row.first, row.last)]
            if key == metric.key and inside and inside[-1].last < needed.isoformat():
                old.setdefault(inside[-1].last, []).append(CITY_ROW if unit is None else names.get(unit, f"U{unit}"))
        for date, units in sorted(old.items()):
            yield Message("figure_stale", FIGURE_STALE(metric=metric.label, units=tuple(units), date=date), "warning")


# Publishing.


def publish(work: Work, made: Plan) -> Result:
    """Freeze the board, chain it to the last one, and store it for good."""
    reader, ground, old = work.reader, made.ground, made.corrects
    before = stored.last(reader)
    cover = published.Cover(stored.last_number(reader, "board") + 1, work.at, work.actor, old.sha256 if old else None)
    content, rows = published.freeze(reader, ground, cover, made.concerns)
    found = _corrected(reader, content, rows, old) if old else None
    differs = differences.data(found) if found else None
    text = f"{canonical(content | {'differs': differs})}\n{canonical(rows)}"
    issue = Issue(
        cover.number,
        ground.scheme.key,
        ground.called,
        ground.period.start.isoformat(),
        ground.period.last.isoformat(),
        work.at,
        sealed(before.sha256 if before else None, text),
        before.sha256 if before else None,
        old.id if old else None,
    )
    work.publish(issue, text)
    tables = difference_tables(found, ground) if found else ()
    if work.dry:  # whose hash is of this instant
        said: Words = WOULD_PUBLISH(number=issue.id, period=issue.period, name=ground.scheme.name)
    else:
        said = PUBLISHED(number=issue.id, period=issue.period, name=ground.scheme.name, head=head(issue.sha256))
    corrects = (WOULD_CORRECT if work.dry else CORRECTS)(number=old.id) if old else None
    return Result(
        ("board", "publish"),
        tables=tables,
        data=issue_data(issue) | {"differs": differs},
        lines=(said, *([corrects] if corrects else [])),
        messages=made.concerns,
    )


def _corrected(reader: Reader, content: Mapping[str, Any], rows: object, old: Issue) -> Differences:
    """What a correction changes; nothing at all is Refused."""
    import json

    first, _, second = stored.whole(reader, old.id).partition("\n")
    kept = json.loads(first)
    new = json.loads(canonical(content))
    if second == canonical(rows) and _without_cover(kept) == _without_cover(new):
        raise Refused(
            NOTHING_TO_CORRECT(period=old.period, number=old.id),
            code="nothing_to_correct",
            value=old.period,
            hint=NOTHING_TO_CORRECT_HINT,
        )
    return differences.between(published.Frozen(kept).board, published.Frozen(new).board)


def _without_cover(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in OF_ITS_OWN}


def difference_tables(found: Differences, ground: Ground) -> tuple[Table, ...]:
    """Who moved and what changed since a publication; of nothing no table."""
    tables = (
        differences.moves_table(found, ground, PUBLISHED_THEN, NOW),
        differences.figures_table(found, PUBLISHED_THEN, NOW),
    )
    return tuple(table for table in tables if table.rows)


def issue_data(issue: Issue) -> dict[str, Any]:
    """An issue as every JSON of a published board has it."""
    return {
        "number": issue.id,
        "period": issue.period,
        "start": issue.start_on,
        "end": issue.end_on,
        "scheme": issue.scheme,
        "published_at": issue.published_at,
        "sha256": issue.sha256,
        "head": head(issue.sha256),
        "previous": issue.previous_sha256,
        "corrects": issue.corrects_id,
    }


# Looking at what is out.


def list_(reader: Reader) -> Result:
    """All issues in the order of the chain."""
    columns = (
        Column("number", ISSUE_COLUMN, "number"),
        Column("period", PERIOD_COLUMN),
        Column("called", CALLED_COLUMN, sparse=True),
        Column("scheme", RULES_COLUMN),
        Column("published_at", PUBLISHED_AT),
        Column("head", HEAD_COLUMN),
        Column("corrects", CORRECTS_COLUMN, "number"),
    )
    found, called = stored.issues(reader), stored.called_now(reader)
    rows = tuple(
        (
            each.id,
            each.period,
            called[each.id] if called.get(each.id, each.period) != each.period else None,
            each.scheme,
            _day(each),
            head(each.sha256),
            each.corrects_id,
        )
        for each in found
    )
    said = Message("listed", ISSUES_LISTED(n=len(rows)))
    return Result(("board", "list"), tables=(Table(columns, rows),), messages=(said,))


def find(
    reader: Reader,
    period: str | None,
    today: datetime.date,
    *,
    scheme: str | None = None,
    number: int | None = None,
    verb: Sequence[str] = ("show", "--published"),
) -> Issue:
    """An issue by its number, or the newest of a period; without either the newest of all.

    `verb` is what was asked to be done with it, for a hint.
    """
    if number is not None:
        found = stored.issue(reader, number)
        if found is None:
            raise NotFound(
                NO_SUCH_ISSUE(number=number), code="issue_unknown", value=str(number), hint=NO_SUCH_ISSUE_HINT
            )
        return _of_asked(reader, found, period, today)
    if period is None:
        every = [each for each in stored.issues(reader) if scheme in (None, each.scheme)]
    else:
        every = [each for each in _issues_of(reader, period, today)[::-1] if scheme in (None, each.scheme)]
        _refuse_several(period, every, verb)
    if not every and period is None:
        raise NotFound(NONE_PUBLISHED, code="not_published", hint=NONE_PUBLISHED_HINT)
    if not every:
        raise _not_published(period or "", NO_SUCH_ISSUE_HINT)
    return every[-1]


def _issues_of(reader: Reader, period: str, today: datetime.date) -> list[Issue]:
    """The issues of a period or campaign, the newest first; a campaign has them under every name that it had.

    So it is found by a name of old as well, unless that is another's by now.
    """
    old = [] if contest.is_campaign(reader, period) else stored.of_period(reader, period)
    if old:
        return old
    asked = contest.asked_for(reader, period, today)
    return stored.of_campaign(reader, asked.called) if asked.campaign else stored.of_period(reader, asked.called)


def _of_asked(reader: Reader, issue: Issue, period: str | None, today: datetime.date) -> Issue:
    """The issue that a number names; BadUsage where the period named beside it is another."""
    if period is None or issue in _issues_of(reader, period, today):
        return issue
    raise BadUsage(
        ISSUE_OF_ANOTHER(number=issue.id, period=issue.period, asked=period),
        code="issue_of_another",
        place="--issue",
        value=str(issue.id),
        hint=NO_SUCH_ISSUE_HINT,
    )


def _refuse_several(period: str, found: list[Issue], verb: Sequence[str]) -> None:
    """Refuse to choose among schemes: each is named with its newest issue, and with the line that asks for it."""
    newest = {each.scheme: each for each in found}
    if len(newest) > 1:
        named = tuple(SCHEME_PUBLISHED(scheme=key, number=each.id) for key, each in newest.items())
        lines = tuple(line(["tracker", "board", *verb, period, "--scheme", key]) for key in newest)
        raise Refused(
            SEVERAL_SCHEMES_PUBLISHED(period=period, keys=named),
            code="scheme_ambiguous",
            value=period,
            hint=SEVERAL_SCHEMES_PUBLISHED_HINT(commands=lines),
        )


def show(
    reader: Reader,
    period: str | None,
    today: datetime.date,
    wanted: Wanted = boards.WANTED,
    *,
    number: int | None = None,
) -> Result:
    """A board as it was published, from its own content alone."""
    issue = find(reader, period, today, scheme=wanted.scheme, number=number)
    return shown(reader, issue, published.thaw(reader, issue), wanted)


def shown(reader: Reader, issue: Issue, frozen: Frozen, wanted: Wanted) -> Result:
    """What is wanted of a published board that was read."""
    made = made_of(frozen, wanted)
    return stamped(reader, boards.told(made, frozen.messages, wanted.shown), issue)


def made_of(frozen: Frozen, wanted: Wanted) -> tuple[Board, ...]:
    """The boards that are wanted of a published one; Refused for a board of another kind than was published."""
    ground = frozen.board.ground
    _refuse_variant(ground, wanted.variant, PUBLISHED_AS_WRITTEN_HINT)
    made: tuple[Board, ...] = (frozen.board,)
    if wanted.metric:
        made = (frozen.singles[standings.find_metric(ground, wanted.metric)],)
    elif wanted.shown.singles:
        made = tuple(frozen.singles.values())
    return tuple(
        of_groups(each, contest.chosen_groups(ground, wanted.group), together=wanted.view.together) for each in made
    )


def full_of(frozen: Frozen, wanted: Wanted) -> Full:
    """What is wanted of a published board, with all that a printout may show beside it."""
    ground, view = frozen.board.ground, wanted.shown
    groups = tuple(contest.chosen_groups(ground, wanted.group))
    composite, *singles = (
        of_groups(each, groups, together=view.together) for each in (frozen.board, *frozen.singles.values())
    )
    key = standings.metric_key(ground, wanted.metric)
    return Full(composite, dict(zip(frozen.singles, singles, strict=True)), frozen.values, groups, key, view)


def of_groups(made: Board, groups: Collection[str], *, together: bool = False) -> Board:
    """A board with some of its groups alone, or with these ranked as one."""
    made = made._replace(groups={key: rows for key, rows in made.groups.items() if key in groups})
    return standings.as_one(made) if together else made


def _refuse_variant(ground: Ground, variant: Variant, hint: Say) -> None:
    """Published boards are those of a scheme as written."""
    departs = {"--chain": variant.chain, "--basis": None if variant.basis == ground.scheme.basis else variant.basis}
    for option, value in departs.items():
        if value is not None:
            raise Refused(
                PUBLISHED_AS_WRITTEN(option=option),
                code="published_as_written",
                place=option,
                value=value,
                hint=hint(option=option, value=value, period=ground.called),
            )


def stamped(reader: Reader, result: Result, issue: Issue) -> Result:
    """A result that says which issue it shows, carries its hash to every footer, and tells of its correction."""
    later = [each.id for each in stored.issues(reader) if each.corrects_id == issue.id]
    name = stored.called_now(reader).get(issue.id, issue.period)
    lines = [ISSUE_LINE(number=issue.id, at=_day(issue), head=head(issue.sha256))]
    lines += [CALLED_NOW(then=issue.period, now=name)] if name != issue.period else []
    lines += [CORRECTS(number=issue.corrects_id)] if issue.corrects_id else []
    warnings = [Message("corrected", CORRECTED_BY(number=number), "warning") for number in later]
    published_as = {"published": issue_data(issue)}
    return result._replace(
        data=lambda: result.given | published_as,
        lines=(*result.lines, *lines),
        messages=(*result.messages, *warnings),
        seal=issue.sha256,
    )


def since(reader: Reader, issue: Issue, made: Board) -> Message:
    """Whether a board of today is still as an issue of it has it."""
    frozen = published.thaw(reader, issue, made.ground).board
    if contest.TOGETHER in made.groups:
        groups = {row.unit.group for row in made.groups[contest.TOGETHER]}
        frozen = of_groups(frozen, groups, together=True)
    found = differences.between(frozen, made)
    if not found.number:
        return Message("published_same", PUBLISHED_SAME(number=issue.id, at=_day(issue)))
    what = PUBLISHED_DIFFERS(
        number=issue.id, at=_day(issue), n=found.number, command=line(["tracker", "board", "compare", issue.period])
    )
    return Message("published_differs", what, "warning")
