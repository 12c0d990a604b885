"""Progress against the targets: the city metric by metric, and every unit, with last year and this month beside."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.result import Choice, Column, Reached, Result, Table, Tone
from tracker.rules.numbers import exact, half_up
from tracker.rules.progress import added, ahead, completion, year_on_year
from tracker.services import contest, printed, standings
from tracker.store.figures import Measured, Span
from tracker.words import (
    ADDED_THIS_MONTH,
    CITY_ROW,
    CITY_TITLE,
    GROUP_COLUMN,
    LAST_YEAR,
    METRIC_COLUMN,
    PROGRESS_TITLE,
    PROGRESS_UNITS,
    UNIT_COLUMN,
    UNIT_OF_MEASURE,
    UNITS_RATE,
    UNITS_TARGET,
    YEAR_ON_YEAR,
)

if TYPE_CHECKING:
    from tracker.rules.schemes import Metric
    from tracker.services.contest import Ground
    from tracker.store.reading import Reader


CITY: Final = Choice("city", CITY_ROW)


class Report(NamedTuple):
    """The values of a progress report by metric: of the window, of last year's, and up to the last month's end."""

    ground: Ground
    now: dict[str, Measured]
    last: dict[str, Measured]
    month: dict[str, Measured] | None


class Line(NamedTuple):
    """One unit, or the city, against one metric."""

    actual: Fraction | None
    target: Fraction | None
    last: Fraction | None
    before: Fraction | None

    @property
    def rate(self) -> Fraction | None:
        """Completion, as a fraction of the target."""
        return completion(self.actual, self.target)

    @property
    def growth(self) -> Fraction | None:
        """Year on year, as a fraction."""
        return year_on_year(self.actual, self.last)

    @property
    def new(self) -> Fraction | None:
        """What this month added."""
        return added(self.actual, self.before)


def progress(
    reader: Reader, period: str | None, today: datetime.date, *, scheme: str | None = None, metric: str | None = None
) -> Result:
    """The progress of a period (by default this year so far) for the city and by unit."""
    ground = contest.prepare(reader, period or str(today.year), today, scheme)
    keys = [standings.find_metric(ground, metric)] if metric else list(ground.scheme.metrics)
    report = measure_report(reader, ground, keys)
    return Result(
        ("progress",),
        overview=() if metric else (_city_table(report), _unit_overview(report)),
        tables=report_tables(report),
        data=_data(report),
        lines=(ground.covers,),
        messages=tuple(contest.remarks(ground, report.now)),
    )


def report_tables(report: Report) -> tuple[Table, ...]:
    """The city's table, and one of all units for every metric."""
    return _city_table(report), *(_unit_table(report, report.ground.scheme.metrics[key]) for key in report.now)


def measure_report(reader: Reader, ground: Ground, keys: list[str]) -> Report:
    """All values of the report in one round."""
    month_end = ground.window.as_of.replace(day=1) - datetime.timedelta(days=1)
    spans = [ground.span]
    if month_end >= ground.window.start:
        spans.append(Span(ground.window.start, month_end))
    now, *rest = contest.measured(reader, ground, spans, keys)
    return Report(ground, now, contest.last_year(reader, ground, keys), rest[0] if rest else None)


def _line(report: Report, metric: Metric, unit: int | None) -> Line:
    """One unit, or the city (None), against one metric."""
    now, last = report.now[metric.key], report.last[metric.key]
    before = report.month[metric.key] if report.month else None
    nothing = None if metric.source == "figures" else Fraction(0)
    if unit is None:
        earlier = before.city if before else Fraction(0)
        return Line(now.city, report.ground.target(None, metric.key), last.city, earlier)
    earlier = before.units.get(unit, nothing) if before else Fraction(0)
    return Line(now.units.get(unit, nothing), report.ground.target(unit, metric.key), last.units.get(unit), earlier)


def _columns(*, city: bool) -> tuple[Column, ...]:
    """The same columns for the city and the units, so that a file holds them all; a title says what is common."""
    return (
        Column("metric", METRIC_COLUMN, grouping=not city),
        Column("measure", UNIT_OF_MEASURE, grouping=not city),
        Column("group", GROUP_COLUMN, grouping=city),
        Column("unit", UNIT_COLUMN, grouping=city),
        *printed.measure_columns(),
        Column("units_target", UNITS_TARGET, "number", sparse=not city, grouping=not city),
        Column("units_rate", UNITS_RATE, "number", "%", sparse=not city, grouping=not city),
        Column("last", LAST_YEAR, "number", sparse=True),
        Column("year_on_year", YEAR_ON_YEAR, "number", "%", tone=printed.sign_tone, sparse=True),
        Column("added", ADDED_THIS_MONTH, "number"),
    )


def _city_table(report: Report) -> Table:
    """The whole city, metric by metric: its own target, and what the units' targets come to."""
    rows = tuple(_row(report, report.ground.scheme.metrics[key], None) for key in report.now)
    return Table(_columns(city=True), rows, CITY_TITLE)


def _unit_table(report: Report, metric: Metric) -> Table:
    """Every unit against one metric, group by group."""
    rows = tuple(_row(report, metric, unit) for unit in _grouped(report.ground))
    return Table(_columns(city=False), rows, PROGRESS_TITLE(metric=metric.label, unit=metric.unit))


def _unit_overview(report: Report) -> Table:
    """Every unit's completion of every metric, with the side of the pro-rata line that it stands on."""
    ground = report.ground
    metrics = [ground.scheme.metrics[key] for key in report.now]
    columns = (
        Column("group", GROUP_COLUMN),
        Column("unit", UNIT_COLUMN),
        *(Column(m.key, m.label, "number", tone=_pace_tone, sparse=True) for m in metrics),
    )
    rows = tuple(
        (
            Choice(unit.group, contest.group_label(ground, unit.group)),
            unit.name,
            *(_reached(report, metric, unit.id) for metric in metrics),
        )
        for unit in _grouped(ground)
    )
    return Table(columns, rows, PROGRESS_UNITS)


def _reached(report: Report, metric: Metric, unit: int) -> Reached | None:
    rate = _line(report, metric, unit).rate
    if rate is None:
        return None
    return Reached(half_up(rate * 100, report.ground.scheme.decimals), rate >= report.ground.pace.c)


def _pace_tone(value: object) -> Tone | None:
    return None if not isinstance(value, Reached) else "good" if value.ahead else "bad"


def _row(report: Report, metric: Metric, unit: contest.Unit | None) -> tuple[object, ...]:
    """One unit, or the city (None), against one metric."""
    ground, places = report.ground, report.ground.scheme.decimals
    line = _line(report, metric, unit.id if unit else None)
    whole = None if unit else standings.units_target(ground, metric.key)
    rate = completion(line.actual, whole)
    return (
        Choice(metric.key, metric.label),
        metric.unit,
        Choice(unit.group, contest.group_label(ground, unit.group)) if unit else CITY,
        unit.name if unit else CITY,
        *printed.measure_cells(ground, line.actual, line.target),
        printed.figure(whole, places),
        printed.rounded(None if rate is None else rate * 100, places),
        printed.figure(line.last, places),
        printed.signed(None if line.growth is None else line.growth * 100, places),
        printed.figure(line.new, places),
    )


def _grouped(ground: Ground) -> list[contest.Unit]:
    """The units in the order of the scheme's groups; those of none come last."""
    order = [group.key for group in ground.scheme.groups]
    return sorted(ground.units, key=lambda unit: order.index(unit.group) if unit.group in order else len(order))


def _data(report: Report) -> dict[str, Any]:
    """The report as data: the city and every unit, metric by metric."""
    ground = report.ground
    metrics = [ground.scheme.metrics[key] for key in report.now]
    city = [
        {"metric": m.key, "label": m.label, "unit": m.unit}
        | _line_data(report, m, None)
        | {"units_target": _plain(standings.units_target(ground, m.key)), "summed": report.now[m.key].summed}
        for m in metrics
    ]
    units = [
        {"metric": m.key, "group": unit.group, "unit": unit.name, "unit_id": f"U{unit.id}"}
        | _line_data(report, m, unit.id)
        for m in metrics
        for unit in _grouped(ground)
    ]
    return {
        **ground.head,
        "city": city,
        "units": units,
    }


def _line_data(report: Report, metric: Metric, unit: int | None) -> dict[str, Any]:
    line, places = _line(report, metric, unit), report.ground.scheme.decimals
    points = ahead(line.rate, report.ground.pace.c)
    return printed.measure_data(line.actual, line.target, line.rate, points, places) | {
        "last": _plain(line.last),
        "year_on_year": printed.rounded(line.growth, places + 2),
        "added": _plain(line.new),
    }


def _plain(value: Fraction | None) -> object:
    return None if value is None else exact(value)
