"""What differs between two boards of the same days: who moved, and which figures changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tracker.result import Choice, Column, Move, Signed, Table
from tracker.rules.numbers import exact, half_up
from tracker.services import contest, printed
from tracker.words import (
    ACTUAL,
    ADJUSTMENTS,
    CHANGE,
    CITY_ROW,
    DIFFERENCE,
    FIGURE_KIND,
    FIGURES_TITLE,
    GROUP_COLUMN,
    METRIC_COLUMN,
    METRIC_MOVES_TITLE,
    MOVES_TITLE,
    RANK_OF,
    SCORE_OF,
    TARGET,
    UNIT_COLUMN,
    UNIT_OF_MEASURE,
    VETOED,
    Say,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal
    from fractions import Fraction

    from tracker.rules.schemes import Metric
    from tracker.services.contest import Ground, Unit
    from tracker.services.standings import Board, Row
    from tracker.words import Words

KINDS = {"actual": ACTUAL, "target": TARGET, "points": ADJUSTMENTS}


class Place(NamedTuple):
    """Where a unit stands on one board."""

    rank: int | None = None
    score: Decimal | None = None
    vetoed: bool = False


class Shift(NamedTuple):
    """A unit of a group on both boards; one that is not on a board has no rank and no score there.

    `metric` is that of boards of one metric, which know no scores.
    """

    group: str
    unit: Unit
    before: Place
    after: Place
    metric: Metric | None = None

    @property
    def moved(self) -> bool:
        """Whether anything of it changed."""
        return self.before != self.after

    @property
    def ranks(self) -> int | None:
        """How many ranks up."""
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank

    @property
    def points(self) -> Decimal | None:
        """How many points more."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


class Changed(NamedTuple):
    """A figure of a unit, or of the city (None), that is not the same: of a metric, or the points of an item."""

    unit: Unit | None
    key: str
    label: Words
    kind: Literal["actual", "target", "points"]
    measure: Words | None
    before: Fraction | None
    after: Fraction | None


class Differences(NamedTuple):
    """Every unit's place on both boards, and the figures that changed."""

    places: int
    shifts: tuple[Shift, ...]
    figures: tuple[Changed, ...]

    @property
    def moved(self) -> tuple[Shift, ...]:
        """The units whose place changed."""
        return tuple(shift for shift in self.shifts if shift.moved)

    @property
    def number(self) -> int:
        """How many things differ."""
        return len(self.moved) + len(self.figures)


def between(before: Board, after: Board) -> Differences:
    """What differs in the groups of the second board, and in the figures of all units and the city."""
    before = before._replace(groups={key: before.groups.get(key, ()) for key in after.groups})
    shifts = tuple(shift for group in after.groups for shift in _shifts(before, after, group))
    figures = (*_figures(before, after), *_points(before, after))
    return Differences(after.ground.scheme.decimals, shifts, figures)


def between_each(before: Sequence[Board], after: Sequence[Board]) -> Differences:
    """What differs between the boards of single metrics before and after, pair by pair of the same metrics."""
    pairs = list(zip(before, after, strict=True))
    shifts = tuple(
        shift._replace(metric=new.metric)
        for old, new in pairs
        for group in new.groups
        for shift in _shifts(old, new, group)
    )
    return Differences(after[0].ground.scheme.decimals, shifts, tuple(_figures(before[0], after[0])))


def _shifts(before: Board, after: Board, group: str) -> Iterator[Shift]:
    """The units of a group in the order of the second board, then those that only the first has."""
    old = {row.unit.id: row for row in before.groups.get(group, ())}
    for row in after.groups[group]:
        yield Shift(group, row.unit, _place(old.pop(row.unit.id, None)), _place(row))
    for row in old.values():
        yield Shift(group, row.unit, _place(row), Place())


def _place(row: Row | None) -> Place:
    return Place(row.rank, row.score, row.vetoed) if row else Place()


def _figures(before: Board, after: Board) -> Iterator[Changed]:
    """Actuals and targets that changed, metric by metric, the city's last."""
    metrics = dict(before.ground.scheme.metrics) | dict(after.ground.scheme.metrics)
    for metric in metrics.values():
        for unit in (*_units(before, after), None):
            values = [(_actual(each, unit, metric), _target(each, unit, metric)) for each in (before, after)]
            for kind, old, new in zip(("actual", "target"), *values, strict=True):
                if old != new:
                    yield Changed(unit, metric.key, metric.label, kind, metric.unit, old, new)


def _units(before: Board, after: Board) -> Iterable[Unit]:
    """The units of both, by the names of the second."""
    return ({unit.id: unit for unit in before.ground.units} | {unit.id: unit for unit in after.ground.units}).values()


def _actual(board: Board, unit: Unit | None, metric: Metric) -> Fraction | None:
    value = board.values.get(metric.key)
    if value is None:
        return None
    return value.city if unit is None else contest.value_of(board.ground, unit.id, metric, value).actual


def _target(board: Board, unit: Unit | None, metric: Metric) -> Fraction | None:
    return board.ground.target(unit.id if unit else None, metric.key)


def _points(before: Board, after: Board) -> Iterator[Changed]:
    """Bonuses and penalties that changed."""
    old, new = (_points_of(each) for each in (before, after))
    units = {unit.id: unit for unit in _units(before, after)}
    for at in dict.fromkeys((*old, *new)):
        if old.get(at) != new.get(at):
            unit, key = at
            item = after.ground.scheme.find_item(key) or before.ground.scheme.find_item(key)
            label = item.label if item else key
            yield Changed(units[unit], key, label, "points", None, old.get(at), new.get(at))


def _points_of(board: Board) -> dict[tuple[int, str], Fraction]:
    return {
        (row.unit.id, each.key): each.points
        for rows in board.groups.values()
        for row in rows
        if row.ranked
        for each in row.ranked.score.adjustments
    }


def moves_table(found: Differences, ground: Ground, then: Say, now: Say, *, everyone: bool = False) -> Table:
    """Rank and score of the units that moved, or of all, then and now; of boards of one metric the ranks alone."""
    shifts = found.shifts if everyone else found.moved
    if any(shift.metric for shift in shifts):
        return _metric_moves(shifts, ground, then, now)
    columns = (
        Column("group", GROUP_COLUMN),
        Column("unit", UNIT_COLUMN),
        Column("rank_before", RANK_OF(when=then), "number"),
        Column("rank_after", RANK_OF(when=now), "number"),
        Column("move", CHANGE, tone=printed.sign_tone),
        Column("score_before", SCORE_OF(when=then), "number"),
        Column("score_after", SCORE_OF(when=now), "number"),
        Column("points", DIFFERENCE, "number", tone=printed.sign_tone),
    )
    return Table(columns, tuple(_move_row(shift, ground) for shift in shifts), MOVES_TITLE)


def _metric_moves(shifts: Sequence[Shift], ground: Ground, then: Say, now: Say) -> Table:
    columns = (
        Column("metric", METRIC_COLUMN),
        Column("group", GROUP_COLUMN),
        Column("unit", UNIT_COLUMN),
        Column("rank_before", RANK_OF(when=then), "number"),
        Column("rank_after", RANK_OF(when=now), "number"),
        Column("move", CHANGE, tone=printed.sign_tone),
    )
    rows = tuple(
        (Choice(shift.metric.key, shift.metric.label), *_move_row(shift, ground)[:5])
        for shift in shifts
        if shift.metric
    )
    return Table(columns, rows, METRIC_MOVES_TITLE)


def _move_row(shift: Shift, ground: Ground) -> tuple[object, ...]:
    return (
        Choice(shift.group, contest.group_label(ground, shift.group)),
        shift.unit.name,
        VETOED if shift.before.vetoed else shift.before.rank,
        VETOED if shift.after.vetoed else shift.after.rank,
        None if shift.ranks is None else Move(shift.ranks),
        shift.before.score,
        shift.after.score,
        None if shift.points is None else Signed(shift.points),
    )


def figures_table(found: Differences, then: Say, now: Say) -> Table:
    """The figures that changed."""
    columns = (
        Column("unit", UNIT_COLUMN),
        Column("metric", METRIC_COLUMN),
        Column("kind", FIGURE_KIND),
        Column("before", then, "number"),
        Column("after", now, "number"),
        Column("difference", DIFFERENCE, "number", tone=printed.sign_tone),
        Column("measure", UNIT_OF_MEASURE, sparse=True),
    )
    return Table(columns, tuple(_figure_row(each, found.places) for each in found.figures), FIGURES_TITLE)


def _figure_row(each: Changed, places: int) -> tuple[object, ...]:
    change = None if each.before is None or each.after is None else each.after - each.before
    return (
        each.unit.name if each.unit else Choice("city", CITY_ROW),
        Choice(each.key, each.label) if isinstance(each.label, Say) else each.label,
        Choice(each.kind, KINDS[each.kind]),
        printed.figure(each.before, places),
        printed.figure(each.after, places),
        None if change is None else Signed(half_up(change, 0 if change.denominator == 1 else places)),
        each.measure,
    )


def data(found: Differences, *, everyone: bool = False) -> dict[str, Any]:
    """Differences as data: figures exact, scores as printed; only the units that moved, or `everyone`."""
    return {
        "moves": [_move_data(shift) for shift in (found.shifts if everyone else found.moved)],
        "figures": [_figure_data(each) for each in found.figures],
    }


def _move_data(shift: Shift) -> dict[str, Any]:
    before, after = shift.before, shift.after
    return {
        **({"metric": shift.metric.key} if shift.metric else {}),
        "group": shift.group,
        "unit": shift.unit.name,
        "unit_id": f"U{shift.unit.id}",
        "rank_before": before.rank,
        "rank_after": after.rank,
        "score_before": before.score,
        "score_after": after.score,
        "vetoed_before": before.vetoed,
        "vetoed_after": after.vetoed,
    }


def _figure_data(each: Changed) -> dict[str, Any]:
    return {
        "unit": each.unit.name if each.unit else None,
        "unit_id": f"U{each.unit.id}" if each.unit else None,
        "metric": each.key,
        "kind": each.kind,
        "before": None if each.before is None else exact(each.before),
        "after": None if each.after is None else exact(each.after),
    }
