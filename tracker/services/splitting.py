"""Proposes the units' targets from the city's: by last year's shares or evenly, adding up exactly, and writes them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from tracker.errors import BadUsage, NotFound, Refused
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.apportion import apportion
from tracker.rules.nouns import NOUNS
from tracker.rules.numbers import exact, half_up
from tracker.services import contest, printed, standings
from tracker.services.schemes import in_force
from tracker.store.engine import Change
from tracker.words import (
    GROUP_COLUMN,
    LAST_YEAR,
    SPLIT_BY_EVEN,
    SPLIT_BY_LAST_YEAR,
    SPLIT_DONE,
    SPLIT_LINE,
    SPLIT_NEW,
    SPLIT_NO_BASE,
    SPLIT_NO_BASE_HINT,
    SPLIT_NO_TOTAL,
    SPLIT_NO_TOTAL_HINT,
    SPLIT_NO_UNITS,
    SPLIT_NO_UNITS_HINT,
    SPLIT_NOTHING,
    SPLIT_NOW,
    SPLIT_OTHER_SCHEME,
    SPLIT_SHARE,
    SPLIT_TITLE,
    SPLIT_TOTAL_LOW,
    SPLIT_TOTAL_LOW_HINT,
    SPLIT_WHEN,
    SPLIT_WHEN_HINT,
    SPLIT_WITHOUT,
    UNIT_COLUMN,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from tracker.rules.schemes import Metric
    from tracker.services.contest import Asked, Ground, Unit
    from tracker.store.engine import Work
    from tracker.store.reading import Reader
    from tracker.words import Words

By: TypeAlias = Literal["last-year", "even"]
MONEY_PLACES: Final = 2  # amounts are split to hundredths of their unit, counts to whole ones


class How(NamedTuple):
    """How a target is split: a total that is not the city's own, by what, over which groups, whose, how finely."""

    total: Decimal | None = None
    by: By = "last-year"
    groups: tuple[str, ...] = ()
    issuer: str | None = None
    scheme: str | None = None
    places: int | None = None


class Part(NamedTuple):
    """One unit's part: last year's actual, its share of all, its target as proposed, and the record it has now."""

    unit: Unit
    last: Fraction | None
    share: Fraction
    target: Decimal
    id: int | None
    now: Decimal | None

    @property
    def action(self) -> str:
        """What becomes of the unit's target: one that comes to 0 is none, and is not written."""
        if not self.target:
            return "none"
        if self.id is None:
            return "add"
        return "same" if self.now == self.target else "edit"


class Split(NamedTuple):
    """A proposal: the ground it stands on, the metric, the total, and the units' parts."""

    ground: Ground
    asked: Asked
    metric: Metric
    issuer: str | None
    total: Decimal
    by: By
    parts: tuple[Part, ...]
    messages: tuple[Message, ...] = ()

    @property
    def line(self) -> Words:
        """What is split over whom and by what, in one sentence."""
        by = SPLIT_BY_EVEN if self.by == "even" else SPLIT_BY_LAST_YEAR(period=self.asked.period.year_before().label)
        return SPLIT_LINE(total=self.total, unit=self.metric.unit, n=len(self.parts), by=by)


def propose(reader: Reader, when: str, metric_text: str, today: datetime.date, how: How) -> Split:
    """Work out the units' targets of a year or a campaign; nothing is written."""
    asked = contest.asked_for(reader, when, today)
    if asked.campaign is None and asked.period.kind != "year":
        raise BadUsage(SPLIT_WHEN(value=when), code="split_when", value=when, hint=SPLIT_WHEN_HINT)
    ground, messages = _ground(reader, asked, how.scheme)
    metric = ground.scheme.metrics[standings.find_metric(ground, metric_text)]
    issuer = how.issuer or ground.scheme.issuer_of(metric)
    total = _total(reader, ground, asked, metric, how)
    units = _units(ground, how.groups)
    last = contest.last_year(reader, ground, [metric.key])[metric.key].units
    weights = [Fraction(1) if how.by == "even" else max(last.get(unit.id, Fraction(0)), Fraction(0)) for unit in units]
    if not any(weights):
        year = asked.period.year_before().label
        what = SPLIT_NO_BASE(metric=metric.label, period=year)
        raise Refused(what, code="split_base", value=year, hint=SPLIT_NO_BASE_HINT)
    places = how.places if how.places is not None else MONEY_PLACES if metric.measure == "amount" else 0
    known = _known(reader, asked, metric, issuer)
    parts = tuple(
        Part(unit, last.get(unit.id), weight / sum(weights), target, *known.get(unit.id, NONE))
        for unit, weight, target in zip(units, weights, apportion(total, weights, places), strict=True)
    )
    return Split(ground, asked, metric, issuer, total, how.by, parts, (*messages, *_without(parts)))


def _ground(reader: Reader, asked: Asked, key: str | None) -> tuple[Ground, list[Message]]:
    """The whole year or campaign, begun or not, under its scheme; a year that has none yet goes by last year's."""
    year, own = asked.period.last.year, asked.campaign.scheme if asked.campaign else None
    messages = []
    try:
        scheme, sha256 = in_force(reader, year, key or own)
    except NotFound:
        if key or own:
            raise
        scheme, sha256 = in_force(reader, year - 1)
        messages.append(Message("other_scheme", SPLIT_OTHER_SCHEME(year=year, key=scheme.key)))
    return contest.ground_of(reader, scheme, sha256, asked, asked.period.last), messages


def _total(reader: Reader, ground: Ground, asked: Asked, metric: Metric, how: How) -> Decimal:
    """What is to be split: the total given, else the city's own target."""
    if how.total is not None:
        if how.total <= 0:
            raise BadUsage(
                SPLIT_TOTAL_LOW(value=how.total),
                code="split_total",
                place="--total",
                value=str(how.total),
                hint=SPLIT_TOTAL_LOW_HINT,
            )
        return how.total
    if how.issuer is not None:
        _, own = _known(reader, asked, metric, how.issuer).get(None, NONE)
    else:
        city = ground.targets.get((None, metric.key))
        own = None if city is None else exact(city)
    if not own:
        year = asked.campaign.name if asked.campaign else asked.period.label
        raise NotFound(
            SPLIT_NO_TOTAL(metric=metric.label, period=year),
            code="split_total",
            value=metric.key,
            hint=SPLIT_NO_TOTAL_HINT(metric=metric.label),
        )
    return own


def _units(ground: Ground, groups: Sequence[str]) -> list[Unit]:
    """The units of the groups asked for, or of all that the scheme ranks, group by group."""
    chosen: Sequence[str | None] = groups or [None]
    keys = dict.fromkeys(key for text in chosen for key in contest.chosen_groups(ground, text))
    units = [unit for key in keys for unit in ground.of_group(key)]
    if not units:
        raise NotFound(SPLIT_NO_UNITS, code="split_units", hint=SPLIT_NO_UNITS_HINT)
    return units


NONE: Final = (None, None)


def _known(
    reader: Reader, asked: Asked, metric: Metric, issuer: str | None
) -> dict[int | None, tuple[int | None, Decimal | None]]:
    """The target records that the units, and the city (None), have now: number and value."""
    year, campaign = (None, asked.campaign.id) if asked.campaign else (asked.period.last.year, None)
    rows = reader.rows(
        "SELECT unit_id, id, value FROM target WHERE removed_at IS NULL "
        "AND year IS ? AND campaign_id IS ? AND metric = ? AND issuer IS ?",
        (year, campaign, metric.key, issuer),
    )
    return {unit: (id_, Decimal(value)) for unit, id_, value in rows}


def _values(asked: Asked, metric: Metric, issuer: str | None, unit: int | None) -> dict[str, Any]:
    """What a target is known by."""
    place = {"campaign": asked.campaign.id} if asked.campaign else {"year": asked.period.last.year}
    return {"year": None, "campaign": None, **place, "unit": unit, "metric": metric.key, "issuer": issuer}


def _without(parts: Sequence[Part]) -> list[Message]:
    names = tuple(part.unit.name for part in parts if not part.target)
    return [Message("split_without", SPLIT_WITHOUT(units=names), "warning")] if names else []


def write(work: Work, split: Split) -> Result:
    """Add and change the units' targets in one batch."""
    noun, changes, numbers = NOUNS["target"], [], {}
    for part in split.parts:
        if part.action == "add":
            numbers[part.unit.id] = work.new_id(noun)
            values = _values(split.asked, split.metric, split.issuer, part.unit.id)
            after = {key: value for key, value in values.items() if value is not None} | {"value": part.target}
            changes.append(Change(noun, numbers[part.unit.id], "add", after=after))
        elif part.action == "edit" and part.id is not None:
            changes.append(Change(noun, part.id, "edit", {"value": part.now}, {"value": part.target}))
    work.apply(changes)
    done = SPLIT_DONE(n=len(changes)) if changes else SPLIT_NOTHING
    rows = [_row_data(part, numbers.get(part.unit.id, part.id)) for part in split.parts]
    data = {
        "noun": "target",
        "action": "split",
        "year": None if split.asked.campaign else split.asked.period.last.year,
        "campaign": split.asked.campaign.name if split.asked.campaign else None,
        "metric": split.metric.key,
        "issuer": split.issuer,
        "total": split.total,
        "by": split.by,
        "rows": rows,
    }
    return Result(
        ("target", "split"), tables=(table(split),), data=data, lines=(split.line, done), messages=split.messages
    )


def _row_data(part: Part, id_: int | None) -> dict[str, Any]:
    return {
        "id": None if id_ is None else f"T{id_}",
        "unit": part.unit.name,
        "unit_id": f"U{part.unit.id}",
        "last": printed.plain(part.last),
        "share": half_up(part.share, 6),
        "target": part.target,
        "before": part.now,
        "action": part.action,
    }


def table(split: Split) -> Table:
    """The proposal: each unit with last year's actual, its share, its target now and as proposed."""
    ground, unit = split.ground, split.metric.unit
    columns = (
        Column("group", GROUP_COLUMN),
        Column("unit", UNIT_COLUMN),
        Column("last", LAST_YEAR, "number", unit, sparse=True),
        Column("share", SPLIT_SHARE, "number", "%"),
        Column("now", SPLIT_NOW, "number", unit, sparse=True),
        Column("target", SPLIT_NEW, "number", unit),
    )
    rows = tuple(
        (
            Choice(part.unit.group, contest.group_label(ground, part.unit.group)),
            part.unit.name,
            printed.figure(part.last, ground.scheme.decimals),
            half_up(part.share * 100, 2),
            part.now,
            part.target or None,
        )
        for part in split.parts
    )
    name = split.asked.campaign.name if split.asked.campaign else split.asked.period.label
    return Table(columns, rows, SPLIT_TITLE(metric=split.metric.label, period=name))
