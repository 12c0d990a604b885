"""The ground a board or a progress report stands on: scheme, window, pace, units, targets, and the metrics' values."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

from tracker.errors import BadValue, NotFound, Refused
from tracker.result import Message
from tracker.rules.choices import GROUP, folded
from tracker.rules.curves import Pace, Window, pace, window
from tracker.rules.fields import split_names
from tracker.rules.money import Money, money_words
from tracker.rules.names import official_name
from tracker.rules.nouns import NOUNS
from tracker.rules.numbers import half_up
from tracker.rules.periods import OPEN_END, Period, last_ended_quarter, parse_period, quarter
from tracker.rules.schemes import parts_of
from tracker.rules.scoring import Event, MetricValue
from tracker.services.schemes import in_force
from tracker.services.variants import AS_WRITTEN, Variant, varied
from tracker.store.figures import Entered, Measured, Span, entered_figures, measure
from tracker.store.names import candidates, resolve
from tracker.words import (
    ADJUSTMENT_ROWS,
    ALL_GROUPS,
    BOARD_COVERS,
    FIGURE_MISSING,
    FIGURES_SUMMED,
    IMPRECISE_ROWS,
    LEFT_OUT,
    NO_UNITS,
    PERIOD_NAMED,
    PERIOD_OF_KIND,
    SEVERAL_ISSUERS,
    SEVERAL_ISSUERS_HINT,
    TARGET_ZERO,
    TARGETS_NONE,
    UNIT_OF_NO_GROUP,
    UNITS_NONE,
    UNITS_NONE_HINT,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tracker.rules.schemes import Metric, Scheme
    from tracker.store.figures import Meetings
    from tracker.store.reading import Reader
    from tracker.words import Words

ONE_DAY: Final = datetime.timedelta(days=1)
TOGETHER: Final = "together"  # stands for all groups where they are ranked as one
AGAINST_TARGET: Final = ("ratio", "ratio_time", "threshold", "floor_deduct")  # null without a target


class Unit(NamedTuple):
    """A unit as the board names it: by the name that was official on the as-of date."""

    id: int
    name: str
    group: str


class Ground(NamedTuple):
    """Everything but the values: what is counted, over which days, against which targets, for whom.

    `variant` says how it departs from the scheme as written; then no published board is of the same kind.
    """

    scheme: Scheme
    sha256: str
    period: Period
    window: Window
    pace: Pace
    units: tuple[Unit, ...]
    targets: dict[tuple[int | None, str], Fraction]
    campaign: Period | None = None
    campaign_name: str | None = None
    messages: tuple[Message, ...] = ()
    variant: Variant = AS_WRITTEN

    @property
    def span(self) -> Span:
        """The days that count."""
        return Span(self.window.start, self.window.as_of)

    @property
    def called(self) -> str:
        """What it is of, as it can be typed: a campaign's name, else the period's key."""
        return self.campaign_name or self.period.label

    @property
    def head(self) -> dict[str, object]:
        """What every report's data begins with: its period, the days that count, and the scheme."""
        return {
            "period": self.period.label,
            "start": self.window.start,
            "end": self.period.last,
            "as_of": self.window.as_of,
            "campaign": self.campaign_name,
            "scheme": self.scheme.key,
            "scheme_sha256": self.sha256,
            "basis": self.scheme.basis,
            "chain": self.variant.chain,
            "curve": half_up(self.pace.c, 6),
        }

    @property
    def covers(self) -> Words:
        """One line for people: the period, the last day that counts, and the pro-rata line on it in %."""
        curve = f"{half_up(self.pace.c * 100, 2)}%"
        named = PERIOD_NAMED(name=self.campaign_name, first=self.period.start, last=self.period.last)
        shown: Words = named if self.campaign_name else self.period.describe()
        for part in self.variant.described:
            shown = PERIOD_OF_KIND(period=shown, kind=part)
        return BOARD_COVERS(period=shown, as_of=self.window.as_of, curve=curve)

    def of_group(self, key: str) -> tuple[Unit, ...]:
        """The units of a group, in the order of their entry."""
        return tuple(unit for unit in self.units if unit.group == key)

    def target(self, unit: int | None, metric: str) -> Fraction | None:
        """The target of the window: that of the year × Δ; None where there is none, or it comes to 0."""
        whole = self.targets.get((unit, metric))
        return None if whole is None else whole * self.pace.delta or None


def prepare(
    reader: Reader,
    text: str | None,
    today: datetime.date,
    scheme_key: str | None = None,
    *,
    variant: Variant = AS_WRITTEN,
    group: str | None = None,
) -> Ground:
    """The ground of a period, a campaign's name, or the last quarter that has ended.

    Of several schemes of the year the one that is named, else the only one that has the group asked for.
    """
    asked = asked_for(reader, text, today)
    own = asked.campaign.scheme if asked.campaign else None
    scheme, sha256 = in_force(reader, asked.period.last.year, scheme_key or own, group)
    return ground_of(reader, scheme, sha256, asked, today, variant)


def asked_for(reader: Reader, text: str | None, today: datetime.date) -> Asked:
    """The days that a text means, and the campaign, if it is the name of one; without a text the last whole quarter."""
    if not text:
        return Asked(last_ended_quarter(today))
    campaigns = _campaigns(reader)
    named = {key: row.period for key, row in campaigns.items()}
    try:
        period = _begun(parse_period(text, today, named), today)
    except BadValue:
        if not candidates(reader, NOUNS["campaign"], text):
            raise
        chosen = {row.id: row for row in campaigns.values()}[resolve(reader, NOUNS["campaign"], text)]
        return Asked(chosen.period, chosen)
    found = campaigns.get(folded(text))
    return Asked(period, found if found and found.period == period else None)


def ground_of(
    reader: Reader, scheme: Scheme, sha256: str, asked: Asked, today: datetime.date, variant: Variant = AS_WRITTEN
) -> Ground:
    """The ground of a scheme, stored or not, over the days asked for; its units' names are those of the as-of date.

    A board of one chain holds nothing against the targets, which are of all chains together.
    """
    scheme, variant, told = varied(reader, scheme, variant)
    period, campaign = asked
    dates = campaign.period if campaign else None
    days = window(scheme.basis, period, today, dates)
    steps = pace(scheme.basis, scheme.curve, period, days.as_of, dates)
    targets = {} if variant.chain else _targets(reader, scheme, period.last.year, campaign.id if campaign else None)
    held = {key: value for key, value in targets.items() if value}
    zeros = _zeros(scheme, [metric for (_, metric), value in targets.items() if not value * steps.delta])
    name = campaign.name if campaign else None
    units = _units(reader, days.as_of)
    none = () if targets or variant.chain else _no_targets(scheme, units, period.last.year, name)
    return Ground(
        scheme,
        sha256,
        period,
        days,
        steps,
        units,
        held,
        dates,
        name,
        messages=(*told, *_no_units(scheme, units, days), *zeros, *none),
        variant=variant,
    )


def _begun(period: Period, today: datetime.date) -> Period:
    """A period without an end, as far as it has come; the others as they are."""
    return Period(period.start, today + ONE_DAY) if period.end == OPEN_END and period.start <= today else period


class Campaign(NamedTuple):
    """A campaign as a board needs it."""

    id: int
    name: str
    period: Period
    scheme: str | None


class Asked(NamedTuple):
    """The days that a report is asked for, and the campaign whose they are."""

    period: Period
    campaign: Campaign | None = None

    @property
    def called(self) -> str:
        """The campaign's name, else the period's key."""
        return self.campaign.name if self.campaign else self.period.label


def earlier(reader: Reader, ground: Ground) -> Ground | None:
    """The ground of the quarter before the as-of date's, in the year of the targets; None in its first quarter.

    A campaign has none.
    """
    as_of, year = ground.window.as_of, ground.period.last.year
    if ground.campaign or as_of.year < year or as_of.month <= 3:
        return None
    before = quarter(year, (as_of.month - 1) // 3)
    days = window(ground.scheme.basis, before, before.last)
    steps = pace(ground.scheme.basis, ground.scheme.curve, before, days.as_of)
    units = _units(reader, days.as_of)
    return ground._replace(period=before, window=days, pace=steps, units=units)


def grounds(reader: Reader, ground: Ground, periods: Sequence[Period]) -> list[Ground]:
    """The grounds of other periods in the year of one, none of which begins after its as-of date."""
    scheme, rows = ground.scheme, _unit_rows(reader)
    found = []
    for period in periods:
        days = window(scheme.basis, period, ground.window.as_of)
        steps = pace(scheme.basis, scheme.curve, period, days.as_of)
        found.append(ground._replace(period=period, window=days, pace=steps, units=_at_work(rows, days.as_of)))
    return found


def is_campaign(reader: Reader, name: str) -> bool:
    """Whether a campaign of today is called so."""
    return folded(name) in _campaigns(reader)


def _campaigns(reader: Reader) -> dict[str, Campaign]:
    """The campaigns by folded name."""
    day = datetime.date.fromisoformat
    return {
        key: Campaign(id_, name, Period(day(start), day(end) + ONE_DAY), scheme)
        for id_, key, name, start, end, scheme in reader.rows(
            "SELECT id, name_key, name, start_on, end_to, scheme FROM campaign WHERE removed_at IS NULL"
        )
    }


def _units(reader: Reader, as_of: datetime.date) -> tuple[Unit, ...]:
    """The units at work on a day, by the names they bore on it."""
    return _at_work(_unit_rows(reader), as_of)


UnitRow: TypeAlias = tuple[int, str, str, str | None, str | None, str | None]


def _unit_rows(reader: Reader) -> list[UnitRow]:
    """Every unit that was not removed: number, name, group, aliases, its first and last day at work."""
    sql = 'SELECT id, name, "group", aliases, active_on, retired_to FROM unit WHERE removed_at IS NULL ORDER BY id'
    return cast("list[UnitRow]", reader.rows(sql))


def _at_work(rows: Iterable[UnitRow], as_of: datetime.date) -> tuple[Unit, ...]:
    day = as_of.isoformat()
    return tuple(
        Unit(id_, official_name(name, split_names(aliases or ""), as_of), group)
        for id_, name, group, aliases, first, last in rows
        if (first or day) <= day <= (last or day)
    )


def _targets(reader: Reader, scheme: Scheme, year: int, campaign: int | None) -> dict[tuple[int | None, str], Fraction]:
    """The targets of a year or campaign, one a unit and metric, by the issuer that counts."""
    where = "campaign_id = ?" if campaign is not None else "year = ? AND campaign_id IS NULL"
    issued: dict[tuple[int | None, str], dict[str | None, Fraction]] = {}
    for unit, metric, value, issuer in reader.rows(
        f"SELECT unit_id, metric, value, issuer FROM target WHERE removed_at IS NULL AND {where} ORDER BY id",
        (campaign if campaign is not None else year,),
    ):
        if metric in scheme.metrics:
            issued.setdefault((unit, metric), {})[issuer] = Fraction(value)
    chosen = {key: _issued(scheme, key[1], values) for key, values in issued.items()}
    return {key: value for key, value in chosen.items() if value is not None}


def _zeros(scheme: Scheme, metrics: Sequence[str]) -> Iterable[Message]:
    """The warning that targets of 0, by themselves or for a window in which nothing falls due, count as none."""
    labels = tuple(scheme.metrics[metric].label for metric in dict.fromkeys(metrics))
    return [Message("target_zero", TARGET_ZERO(n=len(metrics), metrics=labels), "warning")] if metrics else []


def _issued(scheme: Scheme, metric: str, values: dict[str | None, Fraction]) -> Fraction | None:
    """The target that counts: of the scheme's issuer, else the one of none, else the only one; Refused for several."""
    wanted = scheme.issuer_of(scheme.metrics[metric])
    if wanted is not None or None in values:
        return values.get(wanted)
    if len(values) == 1:
        return next(iter(values.values()))
    issuers = tuple(str(issuer) for issuer in values)
    raise Refused(
        SEVERAL_ISSUERS(metric=scheme.metrics[metric].label, issuers=issuers),
        code="issuer_ambiguous",
        value=metric,
        hint=SEVERAL_ISSUERS_HINT(issuer=issuers[0]),
    )


def _no_units(scheme: Scheme, units: Sequence[Unit], days: Window) -> Iterable[Message]:
    """The warning that nobody is there to be ranked."""
    groups = {group.key for group in scheme.groups}
    if any(unit.group in groups for unit in units):
        return []
    found = tuple(group.label for group in scheme.groups)
    return [Message("units_none", NO_UNITS(day=days.as_of, groups=found), "warning")]


def _no_targets(scheme: Scheme, units: Sequence[Unit], year: int, campaign: str | None) -> Iterable[Message]:
    """The warning that there is nothing to hold the scores against, with a line that sets the first target."""
    from tracker.rules.shells import line

    for unit in units:
        for key in against_target(scheme, unit.group):
            of = ("--campaign", campaign) if campaign else ("--year", str(year))
            issuer = scheme.issuer_of(scheme.metrics[key])
            typed = ["tracker", "target", "set", unit.name, key, "100", *of, *(("--issuer", issuer) if issuer else ())]
            return [Message("targets_none", TARGETS_NONE(of=campaign or str(year), command=line(typed)), "warning")]
    return []


def measured(
    reader: Reader, ground: Ground, spans: Sequence[Span], metrics: Iterable[str]
) -> list[dict[str, Measured]]:
    """The values of metrics over each span, from the ledger or from the figures entered."""
    found: list[dict[str, Measured]] = [{} for _ in spans]
    chosen = [ground.scheme.metrics[key] for key in metrics]
    outside = [metric for metric in chosen if metric.source == "figures"]
    figures = entered(reader, outside, spans) if outside else {}
    meetings: Meetings = {}
    for metric in chosen:
        if metric.source == "figures":
            values = [_figure(figures, metric, ground, span) for span in spans]
        else:
            values = measure(reader, metric, spans, ground.scheme.rates, meetings)
        for each, value in zip(found, values, strict=True):
            each[metric.key] = value
    return found


def last_year(reader: Reader, ground: Ground, metrics: Iterable[str]) -> dict[str, Measured]:
    """The values of the same window of last year: a figure entered for it, else the ledger, else nothing.

    What was entered for a metric of the ledger is of the scheme's own board: no other kind is held against it.
    """
    return last_years(reader, [ground], metrics)[0]


def last_years(reader: Reader, steps: Sequence[Ground], metrics: Iterable[str]) -> list[dict[str, Measured]]:
    """Last year's values, as `last_year`, for several windows under one scheme: a query a metric, not a window."""
    first, keys = steps[0], list(metrics)
    windows = (Period(each.window.start, each.window.as_of + ONE_DAY).year_before() for each in steps)
    spans = [Span(window.start, window.last) for window in windows]
    chosen = [first.scheme.metrics[key] for key in keys]
    known = [metric for metric in chosen if metric.source == "figures" or first.variant == AS_WRITTEN]
    figures = entered(reader, known, spans) if known else {}
    ledgers = measured(reader, first, spans, [m.key for m in chosen if m.source != "figures"])
    return [
        {m.key: _before(_figure(figures, m, ground, span), ledger.get(m.key)) for m in chosen}
        for ground, span, ledger in zip(steps, spans, ledgers, strict=True)
    ]


def _before(figure: Measured, ledger: Measured | None) -> Measured:
    """Last year's value of a metric: what was entered for it, else what the ledger of that year holds."""
    if ledger is None or not ledger.rows:
        return figure
    units = {**ledger.units, **figure.units}
    if figure.city is not None:
        city: Fraction | None = sum(units.values(), Fraction(0)) if figure.summed else figure.city
    else:
        city = ledger.city
    return Measured(units, city, rows=True)


def entered(
    reader: Reader, metrics: Sequence[Metric], spans: Sequence[Span]
) -> dict[tuple[str, int | None], list[Entered]]:
    """The figures of some metrics from the 1 January before the first span to the end of the last."""
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return entered_figures(reader, [metric.key for metric in metrics], start.replace(month=1, day=1), end)


def _figure(
    figures: dict[tuple[str, int | None], list[Entered]], metric: Metric, ground: Ground, span: Span
) -> Measured:
    """A metric from outside over one span: the newest values, and for the city its own or their sum."""
    own = {unit: rows for (key, unit), rows in figures.items() if key == metric.key}
    counted = {unit: [worth for _, worth in counting(ground, metric, rows, span)] for unit, rows in own.items()}
    values = {unit: sum(worth, Fraction(0)) for unit, worth in counted.items() if worth}
    units = {unit: value for unit, value in values.items() if unit is not None}
    summed = None not in values and bool(units)
    city = sum(units.values(), Fraction(0)) if summed else values.get(None)
    imprecise = sum(span.cuts(row.first, row.last) for rows in own.values() for row in rows)
    return Measured(units, city, bool(values), summed, imprecise=imprecise)


def counting(ground: Ground, metric: Metric, rows: Sequence[Entered], span: Span) -> list[tuple[Entered, Fraction]]:
    """The figures that make up a value, each with what it adds: the newest of the span as it stands.

    Under `period` the newest of the year before the span is taken off, unless the metric's values are of a period.
    """
    inside = [row for row in rows if span.holds(row.first, row.last)]
    if not inside:
        return []
    newest = [(inside[-1], inside[-1].value)]
    if ground.scheme.basis == "cumulative" or metric.value == "period":
        return newest
    earlier = Span(span.end.replace(month=1, day=1), span.start - ONE_DAY)
    before = [row for row in rows if earlier.holds(row.first, row.last)]
    return [*((row, -row.value) for row in before[-1:]), *newest]


def value_of(ground: Ground, unit: int, metric: Metric, now: Measured, last: Measured | None = None) -> MetricValue:
    """A metric of one unit: a count or sum is 0 without rows, a figure from outside is null without a value."""
    nothing = None if metric.source == "figures" else Fraction(0)
    return MetricValue(
        now.units.get(unit, nothing),
        ground.target(unit, metric.key),
        last.units.get(unit) if last else None,
    )


class Adjustment(NamedTuple):
    """A bonus or penalty as entered: its number, its day, what it is and counts for, and why."""

    id: int
    date: str
    event: Event
    reason: str | None


def adjustments(reader: Reader, ground: Ground) -> list[Adjustment]:
    """The adjustments dated in the window, in their order of entry."""
    rows = reader.rows(
        "SELECT id, item, unit_id, happened_on, count, points, project_id, reason FROM adjustment "
        "WHERE removed_at IS NULL AND happened_on >= ? AND happened_to <= ? ORDER BY id",
        (ground.window.start.isoformat(), ground.window.as_of.isoformat()),
    )
    return [
        Adjustment(id_, date, Event(item, unit, _number(times), _number(points), project), why)
        for id_, item, unit, date, times, points, project, why in rows
    ]


def _number(stored: str | None) -> Fraction | None:
    return None if stored is None else Fraction(stored)


def events(reader: Reader, ground: Ground) -> list[Event]:
    """The adjustments dated in the window, as the scoring engine takes them."""
    return [each.event for each in adjustments(reader, ground)]


def dated_events(reader: Reader, ground: Ground) -> list[tuple[str, str, Event]]:
    """The adjustments dated in the window, each behind the first and the last day of its date (ISO)."""
    rows = reader.rows("SELECT id, happened_on, happened_to FROM adjustment WHERE removed_at IS NULL")
    days = {id_: (first, last) for id_, first, last in rows}
    return [(*days[each.id], each.event) for each in adjustments(reader, ground)]


def vague_events(reader: Reader, ground: Ground) -> list[Message]:
    """The warning that adjustments are left out because the window cuts through their dates."""
    rows = reader.rows(
        "SELECT happened_on, happened_to FROM adjustment WHERE removed_at IS NULL AND happened_to > happened_on"
    )
    count = sum(ground.span.cuts(first, last) for first, last in rows)
    return [Message("imprecise", IMPRECISE_ROWS(metric=ADJUSTMENT_ROWS, n=count), "warning")] if count else []


def remarks(ground: Ground, now: dict[str, Measured]) -> list[Message]:
    """What a reader of the figures should know: money left out, dates too vague, figures missing, units outside."""
    found = list(ground.messages)
    for key, value in now.items():
        metric = ground.scheme.metrics[key]
        for currency, (count, fen) in value.left_out.items():
            amount = money_words(Money(fen, currency))
            found.append(Message("left_out", LEFT_OUT(metric=metric.label, n=count, amount=amount), "warning"))
        if value.imprecise:
            found.append(Message("imprecise", IMPRECISE_ROWS(metric=metric.label, n=value.imprecise), "warning"))
        lacking = _lacking(ground, key, value) if metric.source == "figures" else ()
        if lacking:
            found.append(Message("figure_missing", FIGURE_MISSING(metric=metric.label, units=lacking), "warning"))
    summed = tuple(ground.scheme.metrics[key].label for key, value in now.items() if value.summed)
    if summed:
        found.append(Message("summed", FIGURES_SUMMED(metrics=summed), "info"))
    known = {group.key for group in ground.scheme.groups}
    strangers = tuple(unit.name for unit in ground.units if unit.group not in known)
    if strangers:
        found.append(Message("unit_outside", UNIT_OF_NO_GROUP(units=strangers), "info"))
    return found


def _lacking(ground: Ground, metric: str, value: Measured) -> tuple[str, ...]:
    """The units taken as 0 for want of a figure: those with a target; where none has one, those scored without."""
    assessed = {unit for unit, key in ground.targets if key == metric and unit is not None}
    return tuple(
        unit.name
        for unit in ground.units
        if unit.id not in value.units
        and (unit.id in assessed if assessed else metric in metrics_of(ground.scheme, unit.group, AGAINST_TARGET))
    )


def metrics_of(scheme: Scheme, group: str, but: Collection[str] = ()) -> list[str]:
    """The metrics that the scores of a group rest on, but those of some formulas; none of a group without scores."""
    known = scheme.group(group)
    indicators = scheme.indicators_of(group) if known and known.composite else ()
    every = [part for each in indicators for part in (each, *parts_of(each))]
    return list(dict.fromkeys(each.metric for each in every if each.metric and each.formula not in but))


def against_target(scheme: Scheme, group: str) -> list[str]:
    """The metrics that a group is scored by against targets alone."""
    relative = metrics_of(scheme, group, AGAINST_TARGET)
    return [key for key in metrics_of(scheme, group) if key not in relative]


def group_label(ground: Ground, key: str) -> Say:
    """A group as the scheme calls it."""
    group = ground.scheme.group(key)
    if group is None and key == TOGETHER:
        return ALL_GROUPS
    return group.label if group else GROUP.labels.get(key, Say(key, key))


def chosen_groups(ground: Ground, text: str | None) -> list[str]:
    """The keys of the groups asked for, or of all that the scheme ranks."""
    if text is None:
        return [group.key for group in ground.scheme.groups]
    found = ground.scheme.find_group(text)
    if found:
        return [found.key]
    valid = tuple(Say(group.label.zh, group.key) for group in ground.scheme.groups)
    raise NotFound(UNITS_NONE(value=text), code="group_unknown", value=text, hint=UNITS_NONE_HINT(groups=valid))
