"""Progress against the targets: the city metric by metric, and every unit, with last year and this month beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.result import Choice, Column, Reached, Result, Table, Tone
from tracker.rules.numbers import half_up
from tracker.rules.progress import ahead, completion
from tracker.services import contest, printed, standings
from tracker.services.lines import Values, to_month_end
from tracker.services.lines import line as line_of
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
    import datetime
    from collections.abc import Iterable

    from tracker.rules.schemes import Metric
    from tracker.services.contest import Ground
    from tracker.store.reading import Reader


CITY: Final = Choice("city", CITY_ROW)


class Report(NamedTuple):
    """A progress report: its ground, and the values of its metrics."""

    ground: Ground
    values: Values

    def of(self, metrics: Iterable[str]) -> Report:
        """The report of some of its metrics alone."""
        return self._replace(values=self.values._replace(now={key: self.values.now[key] for key in metrics}))


def progress(
    reader: Reader, period: str | None, today: datetime.date, *, scheme: str | None = None, metric: str | None = None
) -> Result:
    """The progress of a period (by default this year so far) for the city and by unit."""
    ground = contest.prepare(reader, period or str(today.year), today, scheme)
    keys = [standings.find_metric(ground, metric)] if metric else list(ground.scheme.metrics)
    report = measure_report(reader, ground, keys)
    return Result(
        ("progress",),
        title=ground.scheme.name,
        overview=None if metric else lambda: (_city_table(report), overview_table(report)),
        tables=report_tables(report),
        data=lambda: _data(report),
        lines=(ground.covers,),
        messages=tuple(contest.remarks(ground, report.values.now)),
    )


def report_tables(report: Report) -> tuple[Table, ...]:
    """The city's table, and one of all units for every metric."""
    return _city_table(report), *(_unit_table(report, report.ground.scheme.metrics[key]) for key in report.values.now)


def measure_report(reader: Reader, ground: Ground, keys: list[str]) -> Report:
    """All values of the report in one round."""
    month = to_month_end(ground)
    now, *rest = contest.measured(reader, ground, [ground.span, *([month] if month else [])], keys)
    return Report(ground, Values(now, contest.last_year(reader, ground, keys), rest[0] if rest else None))


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
    rows = tuple(_row(report, report.ground.scheme.metrics[key], None) for key in report.values.now)
    return Table(_columns(city=True), rows, CITY_TITLE)


def _unit_table(report: Report, metric: Metric) -> Table:
    """Every unit against one metric, group by group."""
    rows = tuple(_row(report, metric, unit) for unit in _grouped(report.ground))
    return Table(_columns(city=False), rows, PROGRESS_TITLE(metric=metric.label, unit=metric.unit))


def overview_table(report: Report) -> Table:
    """Every unit's completion of every metric, with the side of the pro-rata line that it stands on."""
    ground = report.ground
    metrics = [ground.scheme.metrics[key] for key in report.values.now]
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
    rate = line_of(report.ground, report.values, metric, unit).rate
    if rate is None:
        return None
    return Reached(half_up(rate * 100, report.ground.scheme.decimals), rate >= report.ground.pace.c)


def _pace_tone(value: object) -> Tone | None:
    return None if not isinstance(value, Reached) else "good" if value.ahead else "bad"


def _row(report: Report, metric: Metric, unit: contest.Unit | None) -> tuple[object, ...]:
    """One unit, or the city (None), against one metric."""
    ground, places = report.ground, report.ground.scheme.decimals
    line = line_of(ground, report.values, metric, unit.id if unit else None)
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
    metrics = [ground.scheme.metrics[key] for key in report.values.now]
    city = [
        {"metric": m.key, "label": m.label, "unit": m.unit}
        | _line_data(report, m, None)
        | {
            "units_target": printed.plain(standings.units_target(ground, m.key)),
            "summed": report.values.now[m.key].summed,
        }
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
    line, places = line_of(report.ground, report.values, metric, unit), report.ground.scheme.decimals
    points = ahead(line.rate, report.ground.pace.c)
    return printed.measure_data(line.actual, line.target, line.rate, points, places) | printed.line_data(line, places)
