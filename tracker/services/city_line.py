"""Explains the city's line on a board: what it comes to against its own target and the units', and the rows behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.result import Choice, Column, Result, Table
from tracker.rules.by_hand import enough, enough_between
from tracker.rules.numbers import fraction_text, half_up, plain_decimal
from tracker.rules.progress import ahead, completion
from tracker.services import boards, contest, explain, standings
from tracker.services.standings import Board
from tracker.services.variants import AS_WRITTEN
from tracker.words import (
    AHEAD,
    ARITHMETIC,
    CITY_AGAINST,
    CITY_EACH_ONCE,
    CITY_OWN_TARGET,
    CITY_ROW,
    CITY_SUMMED,
    EXPLAIN_TITLE,
    METRIC_COLUMN,
    POINTS,
    RATE,
    REASON,
    UNIT_OF_MEASURE,
    UNITS_TARGET,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator
    from fractions import Fraction

    from tracker.rules.schemes import Metric
    from tracker.services.contest import Ground
    from tracker.services.variants import Variant
    from tracker.store.reading import Reader
    from tracker.words import Words


class _Against(NamedTuple):
    """The city's actual against one of its targets: the city's own, or the sum of the units'."""

    key: str
    label: Words
    target: Fraction


def explain_city(
    reader: Reader,
    period: str,
    today: datetime.date,
    *,
    metric: str | None = None,
    scheme: str | None = None,
    variant: Variant = AS_WRITTEN,
    limit: int | None = None,
) -> Result:
    """How the city's line came about, metric by metric, and the rows behind; a terminal shows the first of many."""
    ground = contest.prepare(reader, period, today, scheme, variant=variant)
    chosen = standings.metric_key(ground, metric)
    metrics = [ground.scheme.metrics[key] for key in ([chosen] if chosen else ground.scheme.metrics)]
    measured = standings.measures(reader, ground, [each.key for each in metrics], back=False)
    made = Board(ground, {}, measured.now, metrics[0] if chosen else None)
    rows = {each.key: [row.cells for row in explain.city_behind(reader, ground, each)] for each in metrics}
    behind = (_cut(explain.rows_table(ground, key, found), limit) for key, found in rows.items() if found)
    return Result(
        ("board", "explain"),
        title=ground.scheme.name,
        tables=(_table(made, metrics), *behind),
        data=_data(made, metrics, rows),
        lines=(ground.covers, CITY_EACH_ONCE),
        messages=tuple(contest.remarks(ground, made.values)),
    )


def _cut(table: Table, limit: int | None) -> Table:
    """The table's first rows, which says how many it hides."""
    if limit is None or len(table.rows) <= limit:
        return table
    return table._replace(rows=table.rows[:limit], total=len(table.rows), hidden=len(table.rows) - limit)


_COLUMNS: Final = (
    Column("metric", METRIC_COLUMN),
    Column("measure", UNIT_OF_MEASURE),
    Column("against", CITY_AGAINST),
    Column("arithmetic", ARITHMETIC),
    Column("rate", RATE, "number", "%"),
    Column("ahead", AHEAD, unit=POINTS),
    Column("reason", REASON, sparse=True),
)


def _table(made: Board, metrics: list[Metric]) -> Table:
    """A row for every target that a metric has, of one without any a row with what was reached."""
    title = EXPLAIN_TITLE(unit=CITY_ROW, name=made.ground.scheme.name)
    return Table(_COLUMNS, tuple(row for metric in metrics for row in _rows(made, metric)), title)


def _rows(made: Board, metric: Metric) -> Iterator[tuple[object, ...]]:
    ground, measured = made.ground, made.values[metric.key]
    first = (Choice(metric.key, metric.label), metric.unit)
    why = CITY_SUMMED if measured.summed else None
    actual = measured.city
    targets = _targets(ground, metric)
    if actual is None or not targets:
        yield *first, None, None if actual is None else fraction_text(actual), None, None, why
        return
    for each in targets:
        rate = completion(actual, each.target)
        shown = None if rate is None else half_up(rate * 100, ground.scheme.decimals)
        yield *first, each.label, _arithmetic(ground, actual, each.target), shown, _pace(ground, rate), why


def _targets(ground: Ground, metric: Metric) -> list[_Against]:
    found = (
        ("target", CITY_OWN_TARGET, ground.target(None, metric.key)),
        ("units_target", UNITS_TARGET, standings.units_target(ground, metric.key)),
    )
    return [_Against(key, label, target) for key, label, target in found if target]


def _arithmetic(ground: Ground, actual: Fraction, target: Fraction) -> str:
    """Completion as it is worked out, such as `508.5 / 500 = 1.017`, to decimals that give the printed percentage."""
    rate, values = actual / target, (actual, target)
    places = enough_between(values, lambda v: v[0] / v[1], lambda v: v[0] * 100, ground.scheme.decimals)
    digits = enough(values, lambda v: v[0] / v[1], places)
    return f"{fraction_text(actual, digits)} / {fraction_text(target, digits)} = {fraction_text(rate, places)}"


def _pace(ground: Ground, rate: Fraction | None) -> str | None:
    """Points ahead as they are worked out, such as `101.7 − 100 = +1.70`."""
    points = ahead(rate, ground.pace.c)
    if rate is None or points is None:
        return None
    result = half_up(points, ground.scheme.decimals)
    sign = "+" if result > 0 else "−" if result < 0 else ""
    values = (rate * 100, ground.pace.c * 100)
    digits = enough(values, lambda v: v[0] - v[1], ground.scheme.decimals)
    reached, due = (fraction_text(value, digits) for value in values)
    return f"{reached} − {due} = {sign}{plain_decimal(abs(result))}"


def _data(made: Board, metrics: list[Metric], rows: dict[str, list[tuple[object, ...]]]) -> dict[str, Any]:
    """The city's lines as the board has them, each with its arithmetic by target; and the rows behind."""
    ground, lines = made.ground, boards.city_data(made)
    for line, metric in zip(lines, metrics, strict=True):
        actual = made.values[metric.key].city
        targets = () if actual is None else _targets(ground, metric)
        line["arithmetic"] = {
            each.key: _arithmetic(ground, actual, each.target) for each in targets if actual is not None
        }
    return {**ground.head, "unit": None, "unit_id": None, "city": lines, "rows": explain.rows_data(rows)}
