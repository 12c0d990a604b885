"""From actuals and targets to scores: pure, exact, with the arithmetic of every cell.

Nothing here rounds but what is printed; no printed figure feeds another. An actual that is null is taken as 0.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from tracker.rules.by_hand import CUSTOMARY, enough, enough_between, points, shown, signed
from tracker.rules.numbers import fraction_text, half_up
from tracker.rules.progress import ahead, completion, year_on_year
from tracker.rules.ranks import ranks_of
from tracker.rules.schemes import parts_of
from tracker.words import (
    WHY_NO_BASE,
    WHY_NO_FIGURE,
    WHY_NO_PART,
    WHY_NO_TARGET,
    WHY_NO_WHOLE,
    WHY_NOTHING_DUE,
    WHY_ZERO_TARGET,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from tracker.rules.by_hand import Values, Worth
    from tracker.rules.schemes import Indicator, Item, Limits, Scheme
    from tracker.words import Say, Words

ZERO: Final = Fraction(0)
ONE: Final = Fraction(1)
NULL: Final = "—"


class MetricValue(NamedTuple):
    """A metric of one unit in its own unit: the window's actual, the target of the window, last year's actual."""

    actual: Fraction | None = None
    target: Fraction | None = None
    last: Fraction | None = None


NOTHING: Final = MetricValue()


class Standing(NamedTuple):
    """Where one unit stands: its metrics by key."""

    unit: int
    values: Mapping[str, MetricValue]

    def of(self, metric: str | None) -> MetricValue:
        """The value of a metric; all null when there is none."""
        return self.values.get(metric or "", NOTHING)


class Event(NamedTuple):
    """A dated adjustment of a unit: so many times (blank is 1) the item's points, or points for the whole row."""

    item: str
    unit: int
    times: Fraction | None = None
    points: Fraction | None = None
    project: int | None = None


class AdjustmentScore(NamedTuple):
    """What one item comes to for a unit: how often, and points within its `max`, before the scheme's limits."""

    key: str
    times: Fraction
    points: Fraction


class Cell(NamedTuple):
    """One indicator of one unit: what it is scored on, its exact score before rescaling, its rank, its arithmetic.

    `rate` is a fraction, `ahead` percentage points. `score` is null when the indicator is dropped; `reason` says why
    it is null, or counted as 0. A target of 0 is null.
    """

    key: str
    metric: str | None
    label: Say
    weight: Fraction
    actual: Fraction | None
    target: Fraction | None
    rate: Fraction | None
    ahead: Fraction | None
    score: Fraction | None
    rank: int | None
    arithmetic: str
    parts: tuple[Cell, ...] = ()
    reason: Words | None = None


class UnitScore(NamedTuple):
    """The total of one unit: as printed (`score`) and exact, null when no indicator is left.

    `rescale` is the factor by which the dropped indicators' weight was made good.
    """

    unit: int
    score: Decimal | None
    exact: Fraction | None
    vetoed: bool
    indicators: tuple[Cell, ...]
    adjustments: tuple[AdjustmentScore, ...]
    rescale: Fraction
    arithmetic: str


class _Step(NamedTuple):
    """A score before its cap: as a ratio of the weight, or in points of its own, which `sign` leads up to.

    `told` writes its arithmetic, given the weight that a ratio is multiplied with, and the decimals of the result.
    """

    told: Callable[[Fraction, int], str]
    ratio: Fraction | None = None
    points: Fraction = ZERO
    sign: str = "="


_Outcome: TypeAlias = "_Step | Words"  # words say why it is null


class Telling(Enum):
    """How arithmetic is told: not at all, so that it adds up by hand, or to fixed decimals, as it once was."""

    NOT = "not"
    BY_HAND = "by_hand"
    FIXED = "fixed"


class _Frame:
    """What a formula sees beyond its own unit: scheme, curve and group; and how it is to show its work."""

    def __init__(
        self, scheme: Scheme, c: Fraction, standings: Sequence[Standing], telling: Telling = Telling.BY_HAND
    ) -> None:
        self.scheme = scheme
        self.telling = telling
        self.c = c
        self.standings = standings
        self._fields: dict[str, list[Fraction]] = {}
        self._growths: dict[str, dict[int, int]] = {}

    def has_targets(self, metric: str | None) -> bool:
        """Whether any unit of the group has a target for a metric."""
        return any(_target(unit.of(metric)) is not None for unit in self.standings)

    def field_of(self, metric: str | None) -> list[Fraction]:
        """The actuals of the units that take part in a comparison within the group."""
        key = metric or ""
        if key not in self._fields:
            assessed = self.has_targets(metric)
            values = [unit.of(metric) for unit in self.standings]
            self._fields[key] = [_actual(value) for value in values if not assessed or _target(value) is not None]
        return self._fields[key]

    def growth_ranks(self, metric: str | None) -> dict[int, int]:
        """The shared rank by growth of every unit that has a rate of growth."""
        key = metric or ""
        if key not in self._growths:
            ranks = ranks_of([_growth(unit.of(metric)) for unit in self.standings])
            ranked = zip(self.standings, ranks, strict=True)
            self._growths[key] = {unit.unit: rank for unit, rank in ranked if rank is not None}
        return self._growths[key]

    def printed(self, value: Fraction) -> str:
        """Points as the board prints them."""
        return points(value, self.scheme.decimals, self.scheme.decimals)

    def digits(self, values: Values, worth: Worth, places: int, least: int = CUSTOMARY) -> int:
        """To how many decimals numbers are shown that come to what is printed to `places` decimals."""
        return enough(values, worth, places, least) if self.telling is Telling.BY_HAND else least

    def digits_between(self, values: Values, worth: Worth, then: Worth, places: int) -> int:
        """To how many decimals the result of numbers is shown that in its turn comes to what is printed."""
        return enough_between(values, worth, then, places) if self.telling is Telling.BY_HAND else CUSTOMARY

    def filled(self, form: str, values: Values, worth: Worth, places: int) -> str:
        """Arithmetic with its numbers, which come to what is printed to `places` decimals."""
        digits = self.digits(values, worth, places)
        return form.format(*(shown(value, digits) for value in values))


def _actual(value: MetricValue) -> Fraction:
    return ZERO if value.actual is None else value.actual


def _target(value: MetricValue) -> Fraction | None:
    return value.target if value.target is not None and value.target > 0 else None


def _growth(value: MetricValue) -> Fraction | None:
    return year_on_year(_actual(value), value.last)


def _no_target(value: MetricValue) -> Words:
    return WHY_NO_TARGET if value.target is None else WHY_ZERO_TARGET


# The formulas. Each gives a step, or the reason why its score is null.


def _quotient(form: str, values: Values, worth: Worth, frame: _Frame) -> _Step:
    """A ratio of the weight, as the form works it out of numbers."""
    ratio = worth(values)

    def told(weight: Fraction, places: int) -> str:
        digits = frame.digits_between(values, worth, lambda v: v[0] * weight, places)
        return f"{frame.filled(form, values, worth, digits)} = {shown(ratio, digits)}"

    return _Step(told, ratio)


def _summed(form: str, values: Values, worth: Worth, frame: _Frame, sign: str = "=") -> _Step:
    """Points, as the form works them out of numbers."""
    return _Step(lambda _, places: frame.filled(form, values, worth, places), points=worth(values), sign=sign)


def _fixed(text: str, ratio: Fraction) -> _Step:
    """A ratio of the weight that there is nothing to work out for."""
    return _Step(lambda weight, places: text, ratio)


def _ratio(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    x, target = _actual(value), _target(value)
    if target is None:
        return _no_target(value)
    return _quotient("{} / {}", (x, target), lambda v: v[0] / v[1], frame)


def _ratio_time(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    x, target = _actual(value), _target(value)
    if target is None:
        return _no_target(value)
    if not frame.c:
        return WHY_NOTHING_DUE
    return _quotient("{} / ({} × {})", (x, target, frame.c), lambda v: v[0] / (v[1] * v[2]), frame)


def _threshold(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    x, target = _actual(value), _target(value)
    if target is None:
        return _no_target(value)
    if x < target:
        below = _summed("{} < {}", (x, target), lambda v: Fraction(v[0] < v[1]), frame, "→")
        return below._replace(points=ZERO)
    base, per, step = indicator.number("base"), indicator.number("per"), indicator.number("step")

    def steps(v: Values) -> Fraction:
        return Fraction((v[0] - 1) // step)

    passed = _summed("{} + {} × {}", (base, steps([x / target]), per), lambda v: v[0] + v[1] * v[2], frame)

    def told(weight: Fraction, places: int) -> str:
        digits = frame.digits_between((x, target), lambda v: v[0] / v[1], steps, 0)
        reached = frame.filled("{} / {}", (x, target), lambda v: v[0] / v[1], digits)
        return f"{reached} = {shown(x / target, digits)} → {passed.told(weight, places)}"

    return _topped(passed._replace(told=told), indicator.maximum())


def _topped(step: _Step, most: Fraction | None) -> _Step:
    """Points within a formula's own ceiling."""
    if most is None or step.points <= most:
        return step
    return _Step(lambda weight, _: f"{_reached(step, weight)} → max {shown(most)}", points=most)


def _per_unit(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    values = _actual(unit.of(indicator.metric)), indicator.number("per")
    return _topped(_summed("{} × {}", values, lambda v: v[0] * v[1], frame), indicator.maximum())


class _Term(NamedTuple):
    """What is taken off a weight: how it is shown, of which numbers, and what these come to."""

    form: str
    values: tuple[Fraction, ...]
    worth: Worth


def _floor_deduct(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    """A part without a target takes nothing off; without any target the indicator is null."""
    terms = []
    for part in parts_of(indicator):
        value, per = unit.of(part.metric), part.number("per")
        x, target = _actual(value), _target(value)
        if target is not None and x < target:
            terms.append(_Term(" − {} × ({} − {})", (per, target, x), lambda v: v[0] * (v[1] - v[2])))
        elif target is not None:
            terms.append(_Term(" − {} × 0", (per,), lambda v: ZERO))
    return _deducted(indicator.weight, terms, frame) if terms else _no_target(unit.of(indicator.metric))


def _deduct(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    parts = [(part.number("per"), _actual(unit.of(part.metric))) for part in parts_of(indicator)]
    return _deducted(indicator.weight, [_Term(" − {} × {}", each, lambda v: v[0] * v[1]) for each in parts], frame)


def _deducted(weight: Fraction, terms: Sequence[_Term], frame: _Frame) -> _Step:
    def left(v: Values) -> Fraction:
        rest = iter(v)
        return next(rest) - _sum(term.worth([next(rest) for _ in term.values]) for term in terms)

    form = "".join(("{}", *(term.form for term in terms)))
    return _summed(form, (weight, *(value for term in terms for value in term.values)), left, frame)


def _efficacy(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    x, group = _actual(value), frame.field_of(indicator.metric)
    if _target(value) is None and frame.has_targets(indicator.metric):
        return _no_target(value)
    if x == 0 and indicator.params["zero"] == "zero":
        return _fixed("0", ZERO)
    low, high = min(group), max(group)
    if low == high:
        return _fixed(f"max = min = {shown(x)} → 100 / 100", ONE)
    values = x, low, high, indicator.number("span"), indicator.number("low")
    form = "({0} − {1}) / ({2} − {1}) × {3} + {4}"
    return _of_hundred(form, values, lambda v: (v[0] - v[1]) / (v[2] - v[1]) * v[3] + v[4], frame)


def _of_hundred(form: str, values: Values, worth: Worth, frame: _Frame) -> _Step:
    """A ratio of the weight that is worked out in points of a hundred."""
    found = worth(values)

    def told(weight: Fraction, places: int) -> str:
        digits = frame.digits_between(values, worth, lambda v: v[0] / 100 * weight, places)
        text = shown(found, digits)
        return f"{frame.filled(form, values, worth, digits)} = {text} → {text} / 100"

    return _Step(told, found / 100)


def _relmax(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    if _target(value) is None and frame.has_targets(indicator.metric):
        return _no_target(value)
    x, most = _actual(value), max(frame.field_of(indicator.metric))
    if most <= 0:
        return _fixed(f"max {shown(most)} → 0", ZERO)
    return _quotient("{} / {}", (x, most), lambda v: v[0] / v[1], frame)


def _share(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    of = str(indicator.params["of"])
    x, whole = _actual(unit.of(indicator.metric)), _actual(unit.of(of))
    if whole <= 0:
        return WHY_NO_WHOLE(whole=frame.scheme.metrics[of].label)
    return _quotient("{} / {}", (x, whole), lambda v: v[0] / v[1], frame)


def _growth_score(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    rate = _growth(value)
    if rate is None or value.last is None:
        return WHY_NO_BASE
    if indicator.params["by"] == "rank":
        ranks = frame.growth_ranks(indicator.metric)
        places = Fraction(len(ranks)), Fraction(ranks[unit.unit])
        return _quotient("({0} − {1} + 1) / {0}", places, lambda v: (v[0] - v[1] + 1) / v[0], frame)
    values = _actual(value), value.last, indicator.number("goal")
    return _quotient("({} / {} − 1) / {}", values, lambda v: (v[0] / v[1] - 1) / v[2], frame)


def _manual(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    """The score as entered, between 0 and the weight."""
    x, weight = _actual(unit.of(indicator.metric)), indicator.weight
    if x > weight:
        return _Step(lambda _, places: f"{shown(x)} → max {shown(weight)}", points=weight)
    entered = _summed("{}", (x,), lambda v: v[0], frame, "→" if x < 0 else "=")
    return entered._replace(points=max(x, ZERO))


_FORMULAS: Final[dict[str, Callable[[Indicator, Standing, _Frame], _Outcome]]] = {
    "ratio": _ratio,
    "ratio_time": _ratio_time,
    "threshold": _threshold,
    "floor_deduct": _floor_deduct,
    "deduct": _deduct,
    "per_unit": _per_unit,
    "efficacy": _efficacy,
    "relmax": _relmax,
    "share": _share,
    "growth": _growth_score,
    "manual": _manual,
}


# From formula to cell.


def _cell(indicator: Indicator, unit: Standing, frame: _Frame) -> Cell:
    if indicator.formula == "mix":
        return _mix(indicator, unit, frame)
    value = unit.of(indicator.metric)
    target = _target(value)
    rate = completion(value.actual, target)
    cell = Cell(
        key=indicator.key,
        metric=indicator.metric,
        label=indicator.label,
        weight=indicator.weight,
        actual=value.actual,
        target=target,
        rate=rate,
        ahead=ahead(rate, frame.c),
        score=None,
        rank=None,
        arithmetic=NULL,
        reason=WHY_NO_FIGURE if indicator.metric and value.actual is None else None,
    )
    return _scored(cell, indicator, _FORMULAS[indicator.formula](indicator, unit, frame), frame)


def _mix(indicator: Indicator, unit: Standing, frame: _Frame) -> Cell:
    """The sum of the parts; a null part follows `missing_target` within the mix."""
    parts = tuple(_cell(part, unit, frame) for part in indicator.parts)
    cell = Cell(
        key=indicator.key,
        metric=indicator.metric,
        label=indicator.label,
        weight=indicator.weight,
        actual=None,
        target=None,
        rate=None,
        ahead=None,
        score=None,
        rank=None,
        arithmetic=NULL,
        parts=parts,
    )
    total = _total(parts)
    outcome: _Outcome = WHY_NO_PART
    if total.points is not None:
        outcome = _Step(lambda _, places: _sum_text(total, (), places, frame)[0], points=total.points)
    return _scored(cell, indicator, outcome, frame)


def _scored(cell: Cell, indicator: Indicator, outcome: _Outcome, frame: _Frame) -> Cell:
    """A cell with its score within 0 and the cap, or null with its reason, as the scheme treats a missing target."""
    if isinstance(outcome, _Step):
        score, arithmetic = _bounded(indicator, outcome, frame)
        return cell._replace(score=score, arithmetic=arithmetic)
    if frame.scheme.missing_target == "rescale":
        return cell._replace(reason=outcome)
    score = indicator.weight if frame.scheme.missing_target == "full" else ZERO
    return cell._replace(score=score, arithmetic=f"{NULL} → {frame.printed(score)}", reason=outcome)


def _bounded(indicator: Indicator, step: _Step, frame: _Frame) -> tuple[Fraction, str]:
    """Cut a step to its cap and to 0, and finish its arithmetic."""
    weight, cap = indicator.weight, indicator.cap
    raw = step.points if step.ratio is None else step.ratio * weight
    score = max(ZERO, raw if cap is None else min(raw, cap * weight))
    if frame.telling is Telling.NOT:
        return score, NULL
    return score, f"{_worked(step, weight, cap, raw, frame)} {frame.printed(score)}"


def _worked(step: _Step, weight: Fraction, cap: Fraction | None, raw: Fraction, frame: _Frame) -> str:
    """The arithmetic of a step up to its result, with what cuts it."""
    if cap is not None and raw > cap * weight:
        return f"{_reached(step)} → cap {shown(cap)} × {shown(weight)} ="
    if raw < 0:
        return f"{_reached(step)} →"
    if step.ratio is not None:
        return f"{step.told(weight, frame.scheme.decimals)} × {shown(weight)} ="
    return f"{step.told(weight, frame.scheme.decimals)} {step.sign}"


def _reached(step: _Step, weight: Fraction = ZERO) -> str:
    """A step with what it comes to, before it is cut."""
    told = step.told(weight, CUSTOMARY)
    return told if step.ratio is not None else f"{told} = {signed(fraction_text(step.points))}"


class _Total(NamedTuple):
    """The sum of cells, null when every weighted one is: what is left and what has no weight, and what is made good."""

    points: Fraction | None
    left: tuple[Fraction, ...] = ()
    free: tuple[Fraction, ...] = ()
    whole: Fraction = ONE
    kept: Fraction = ONE

    @property
    def rescale(self) -> Fraction:
        """The factor by which the weight of what was dropped is made good."""
        return self.whole / self.kept


def _total(cells: Sequence[Cell]) -> _Total:
    """Sum cells, making good the weight of the null ones; cells without weight stand outside the rescaling."""
    weighted = [cell for cell in cells if cell.weight]
    left = [cell for cell in weighted if cell.score is not None]
    if not cells or (weighted and not left):
        return _Total(None)
    free = tuple(cell.score or ZERO for cell in cells if not cell.weight)
    scores = tuple(cell.score or ZERO for cell in left)
    if len(left) == len(weighted):
        return _Total(_sum((*scores, *free)), scores, free)
    whole, kept = _sum(cell.weight for cell in weighted), _sum(cell.weight for cell in left)
    return _Total(_sum(scores) * whole / kept + _sum(free), scores, free, whole, kept)


def _sum_text(total: _Total, more: Sequence[Fraction], places: int, frame: _Frame) -> tuple[str, int]:
    """A sum of cells, so that with what more there is to add it comes to what is printed; and to how many decimals."""
    decimals, rescale = frame.scheme.decimals, total.rescale
    if rescale == 1:
        scores = (*total.left, *total.free)
        digits = frame.digits((*scores, *more), _sum, places, decimals)
        return " + ".join(points(each, decimals, digits) for each in scores), digits
    kept, free = _sum(total.left), total.free
    digits = frame.digits((kept, *free, *more), lambda v: v[0] * rescale + _sum(v[1:]), places, decimals)
    first = f"{points(kept, decimals, digits)} × {shown(total.whole)} / {shown(total.kept)}"
    return " + ".join((first, *(points(each, decimals, digits) for each in free))), digits


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, ZERO)


# Adjustments and the whole group.


def score_group(
    scheme: Scheme,
    group: str,
    standings: Sequence[Standing],
    c: Fraction,
    events: Iterable[Event] = (),
    telling: Telling = Telling.BY_HAND,
) -> tuple[UnitScore, ...]:
    """Score the units of one group against each other, in the order given.

    `c` is the curve at the as-of date, the targets are those of the window. Events are those dated in the window, in
    their order of entry; of other units and of items that the scheme does not have they are passed over. `telling`
    may leave the arithmetic out: it takes longer to write than to do.
    """
    frame = _Frame(scheme, c, standings, telling)
    indicators = scheme.indicators_of(group)
    columns = [_ranked([_cell(each, unit, frame) for unit in standings], scheme.decimals) for each in indicators]
    by_unit: dict[int, list[Event]] = {unit.unit: [] for unit in standings}
    for event in events:
        if event.unit in by_unit:
            by_unit[event.unit].append(event)
    rows = zip(*columns, strict=True) if columns else [()] * len(standings)
    return tuple(
        _unit_score(unit.unit, tuple(cells), by_unit[unit.unit], frame)
        for unit, cells in zip(standings, rows, strict=True)
    )


def ranked_across(scores: Sequence[UnitScore], decimals: int) -> tuple[UnitScore, ...]:
    """Scores of several groups with the rank of each indicator among all that have it, whatever their group."""
    owners: dict[str, list[int]] = {}
    for n, score in enumerate(scores):
        for cell in score.indicators:
            owners.setdefault(cell.key, []).append(n)
    cells = [{cell.key: cell for cell in score.indicators} for score in scores]
    for key, places in owners.items():
        for n, cell in zip(places, _ranked([cells[n][key] for n in places], decimals), strict=True):
            cells[n][key] = cell
    return tuple(score._replace(indicators=tuple(cells[n].values())) for n, score in enumerate(scores))


def _ranked(cells: list[Cell], decimals: int) -> list[Cell]:
    """One indicator's cells, and its parts', with their shared rank by printed score."""
    printed = [None if cell.score is None else half_up(cell.score, decimals) for cell in cells]
    parts = [_ranked(list(column), decimals) for column in zip(*(cell.parts for cell in cells), strict=True)]
    rows = list(zip(*parts, strict=True)) if parts else [()] * len(cells)
    return [
        cell._replace(rank=rank, parts=tuple(row))
        for cell, rank, row in zip(cells, ranks_of(printed), rows, strict=True)
    ]


def _unit_score(unit: int, cells: tuple[Cell, ...], events: list[Event], frame: _Frame) -> UnitScore:
    scheme = frame.scheme
    total = _total(cells)
    adjustments, vetoed = _adjust(scheme.adjustments, events)
    exact = None if total.points is None else total.points + added_up(adjustments, scheme.limits)
    return UnitScore(
        unit=unit,
        score=None if exact is None else half_up(exact, scheme.decimals),
        exact=exact,
        vetoed=vetoed,
        indicators=cells,
        adjustments=adjustments,
        rescale=total.rescale,
        arithmetic=NULL if exact is None else _total_text(total, adjustments, exact, frame),
    )


def _adjust(items: Sequence[Item], events: Iterable[Event]) -> tuple[tuple[AdjustmentScore, ...], bool]:
    """What each item comes to, in the scheme's order, and whether one of them is a veto."""
    known = {item.key: item for item in items}
    counted = _highest_bonuses([event for event in events if event.item in known], known)
    scores, vetoed = [], False
    for item in items:
        own = [event for event in counted if event.item == item.key]
        if not own:
            continue
        times = _sum(_times(event) for event in own)
        vetoed = vetoed or (item.veto and times != 0)
        scores.append(AdjustmentScore(item.key, times, _within(_sum(_worth(event, item) for event in own), item.max)))
    return tuple(scores), vetoed


def _times(event: Event) -> Fraction:
    return ONE if event.times is None else event.times


def _worth(event: Event, item: Item) -> Fraction:
    return _times(event) * item.points if event.points is None else event.points


def _within(points: Fraction, most: Fraction | None) -> Fraction:
    return points if most is None else max(-most, min(points, most))


def _highest_bonuses(events: list[Event], items: Mapping[str, Item]) -> list[Event]:
    """Of the bonuses that name one project the highest alone; among equals the one of the scheme's first item."""
    order = {key: place for place, key in enumerate(items)}
    best: dict[int, Event] = {}
    for event in sorted(events, key=lambda each: order[each.item]):
        worth = _worth(event, items[event.item])
        if event.project is None or worth <= 0:
            continue
        held = best.get(event.project)
        if held is None or worth > _worth(held, items[held.item]):
            best[event.project] = event
    kept = set(map(id, best.values()))
    return [
        event for event in events if event.project is None or _worth(event, items[event.item]) <= 0 or id(event) in kept
    ]


def added_up(adjustments: Iterable[AdjustmentScore], limits: Limits) -> Fraction:
    """What bonuses and penalties add to a score, within the scheme's limits."""
    return _sum(_bounded_totals(adjustments, limits))


def _bounded_totals(adjustments: Iterable[AdjustmentScore], limits: Limits) -> tuple[Fraction, Fraction]:
    """All bonuses and all penalties within the scheme's limits; penalties are negative."""
    worth = [each.points for each in adjustments]
    bonus = _within(_sum(each for each in worth if each > 0), limits.bonus)
    return bonus, _within(_sum(each for each in worth if each < 0), limits.penalty)


def _total_text(total: _Total, adjustments: Sequence[AdjustmentScore], exact: Fraction, frame: _Frame) -> str:
    """The sum of a unit: its indicators, the rescaling, the adjustments, the limits, the score."""
    if frame.telling is Telling.NOT:
        return NULL
    decimals, limits = frame.scheme.decimals, frame.scheme.limits
    signs = (ONE, limits.bonus), (-ONE, limits.penalty)
    added = [_Added(sign, [a.points * sign for a in adjustments if a.points * sign > 0], most) for sign, most in signs]
    text, digits = _sum_text(total, [each for part in added for each in part.counted], decimals, frame)
    text += "".join(part.text(decimals, digits) for part in added)
    if total.rescale != 1 and len(total.left) > 1:
        text = f"{_terms(total.left, decimals, digits, frame)} = {text}"
    return text if text == frame.printed(exact) else f"{text} = {frame.printed(exact)}"


def _terms(scores: Values, decimals: int, digits: int, frame: _Frame) -> str:
    """Scores that come to a sum which is shown to so many decimals."""
    places = decimals if half_up(_sum(scores), decimals) == _sum(scores) else digits
    own = frame.digits(scores, _sum, places, decimals)
    return " + ".join(points(each, decimals, own) for each in scores)


class _Added(NamedTuple):
    """All bonuses (`sign` 1) or all penalties (−1) of a unit as points above 0, and their limit."""

    sign: Fraction
    points: list[Fraction]
    limit: Fraction | None

    @property
    def counted(self) -> list[Fraction]:
        """What they add to the score: where they are over the limit, the limit."""
        over = self.limit is not None and _sum(self.points) > self.limit
        return [(self.limit or ZERO) * self.sign] if over else [each * self.sign for each in self.points]

    def text(self, decimals: int, digits: int) -> str:
        """The same at the end of a sum."""
        mark = "+" if self.sign > 0 else "−"
        if self.limit is not None and _sum(self.points) > self.limit:
            most, total = points(self.limit, decimals, digits), points(_sum(self.points), decimals, digits)
            return f" {mark} ({total} → {most})"
        return "".join(f" {mark} {points(each, decimals, digits)}" for each in self.points)
