"""Proves contest rules before they are loaded: what they say, and what they come to on the data."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.errors import Refused
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules.periods import last_ended_quarter, quarter
from tracker.rules.scheme_reading import parse_scheme
from tracker.rules.scheme_words import describe_scheme, scheme_warnings
from tracker.services import boards, contest, printed, schemes, standings
from tracker.words import (
    ACTUAL,
    METRIC_COLUMN,
    SCHEME_OK,
    SCHEME_SENTENCE,
    TRIAL_FAILED,
    TRIAL_METRICS,
    TRIAL_NO_DATA,
    TRIAL_NO_TARGETS,
    TRIAL_OF,
    UNIT_OF_MEASURE,
    UNITS_WITH_TARGET,
    UNITS_WITH_VALUE,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from tracker.rules.schemes import Metric, Scheme
    from tracker.services.standings import Board
    from tracker.store.reading import Reader
    from tracker.words import Words


class Trial(NamedTuple):
    """What a scheme comes to on the data: its tables, their data, what is said before and beside them."""

    tables: tuple[Table, ...] = ()
    data: dict[str, Any] | None = None
    lines: tuple[Words, ...] = ()
    messages: tuple[Message, ...] = ()


NO_TRIAL = Trial()


def check(toml: str, reader: Reader | None, today: datetime.date) -> Result:
    """Prove a scheme's text and say it in plain sentences; with a database, try it on what that holds."""
    scheme = parse_scheme(toml)
    sentences = [{"sentence": sentence} for sentence in describe_scheme(scheme)]
    column = {"key": "sentence", "label": SCHEME_SENTENCE, "unit": None}
    table = Table((Column("sentence", SCHEME_SENTENCE),), tuple((each["sentence"],) for each in sentences), scheme.name)
    empty = schemes.empty_groups(reader, scheme) if reader else ()
    trial = tried(reader, scheme, today) if reader else NO_TRIAL
    return Result(
        ("scheme", "check"),
        tables=(table, *trial.tables),
        data={"columns": [column], "rows": sentences, "total": len(sentences), "hidden": 0, "trial": trial.data},
        lines=(SCHEME_OK(key=scheme.key), *trial.lines),
        messages=(*scheme_warnings(scheme), *empty, *trial.messages),
    )


def tried(reader: Reader, scheme: Scheme, today: datetime.date) -> Trial:
    """The board of a quarter, or of the scheme's own campaign, by a scheme that need not be loaded.

    The quarter is the last that has ended, or the last of the scheme's year where that is over.
    """
    if not reader.value("SELECT count(*) FROM unit WHERE removed_at IS NULL"):
        return NO_TRIAL
    campaign = reader.value(
        "SELECT name FROM campaign WHERE scheme = ? AND removed_at IS NULL AND start_on <= ? ORDER BY start_on DESC",
        (scheme.key, today.isoformat()),
    )
    asked = contest.asked_for(reader, campaign or _quarter(scheme, today), today)
    try:
        ground = contest.ground_of(reader, scheme, "", asked, today)
    except Refused as error:
        return Trial(messages=(Message("trial_failed", TRIAL_FAILED(what=error.problem.what), "warning"),))
    made = standings.compute(reader, ground, [group.key for group in scheme.groups])
    data = boards.board_data(made) | {"metrics": [_metric_data(made, metric) for metric in scheme.metrics.values()]}
    del data["scheme_sha256"]
    return Trial(
        (*boards.composite_tables(made), _metrics_table(made)),
        data,
        (TRIAL_OF(covers=ground.covers),),
        tuple(_messages(made)),
    )


def _quarter(scheme: Scheme, today: datetime.date) -> str:
    last = last_ended_quarter(today)
    return min(last, quarter(scheme.year or last.start.year, 4), key=lambda each: each.start).label


def _with_value(made: Board, metric: Metric) -> int:
    """How many units have anything of a metric."""
    return sum(bool(made.values[metric.key].units.get(unit.id)) for unit in made.ground.units)


def _with_target(made: Board, metric: Metric) -> int:
    """How many units are assessed by a metric."""
    return sum(made.ground.target(unit.id, metric.key) is not None for unit in made.ground.units)


def _metrics_table(made: Board) -> Table:
    columns = (
        Column("metric", METRIC_COLUMN),
        Column("measure", UNIT_OF_MEASURE),
        Column("actual", ACTUAL, "number"),
        Column("units", UNITS_WITH_VALUE, "number"),
        Column("targets", UNITS_WITH_TARGET, "number"),
    )
    rows = tuple(
        (
            Choice(metric.key, metric.label),
            metric.unit,
            printed.figure(made.values[metric.key].city, made.ground.scheme.decimals),
            _with_value(made, metric),
            _with_target(made, metric),
        )
        for metric in made.ground.scheme.metrics.values()
    )
    return Table(columns, rows, TRIAL_METRICS)


def _metric_data(made: Board, metric: Metric) -> dict[str, Any]:
    return {
        "metric": metric.key,
        "actual": printed.plain(made.values[metric.key].city),
        "units": _with_value(made, metric),
        "targets": _with_target(made, metric),
    }


def _messages(made: Board) -> Iterator[Message]:
    """Which metrics have no data at all, and which are scored against targets that nobody has."""
    metrics, groups = made.ground.scheme.metrics, list(made.groups)
    empty = tuple(metric.label for key, metric in metrics.items() if made.values[key].city in (None, Fraction(0)))
    if empty:
        yield Message("metric_empty", TRIAL_NO_DATA(metrics=empty), "warning")
    for group in groups:
        units = made.ground.of_group(group)
        lacking = tuple(
            metrics[key].label
            for key in contest.against_target(made.ground.scheme, group)
            if units and all(made.ground.target(unit.id, key) is None for unit in units)
        )
        if lacking:
            label = contest.group_label(made.ground, group)
            yield Message("targets_missing", TRIAL_NO_TARGETS(group=label, metrics=lacking), "warning")
