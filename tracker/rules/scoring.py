"""From actuals and targets to scores: pure, exact, with the arithmetic of every cell.

Nothing here rounds but what is printed; no printed figure feeds another. An actual that is null is taken as 0.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

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
    """A score before its cap: as a ratio of the weight, or in points of its own, which `sign` leads up to."""

    shown: str
    ratio: Fraction | None = None
    points: Fraction = ZERO
    sign: str = "="


_Outcome: TypeAlias = "_Step | Words"  # words say why it is null


class _Frame:
    """What a formula sees beyond its own unit: scheme, curve and group; `told` is whether it shows its work."""

    def __init__(self, scheme: Scheme, c: Fraction, standings: Sequence[Standing], *, told: bool = True) -> None:
        self.scheme = scheme
        self.told = told
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

    def text(self, value: Fraction) -> str:
        """A number inside arithmetic; nothing where nobody reads it."""
        return _text(value) if self.told else ""

    def printed(self, points: Fraction) -> str:
        """Points as the board prints them, likewise."""
        return _signed(str(half_up(points, self.scheme.decimals))) if self.told else ""


def _actual(value: MetricValue) -> Fraction:
    return ZERO if value.actual is None else value.actual


def _target(value: MetricValue) -> Fraction | None:
    return value.target if value.target is not None and value.target > 0 else None


def _growth(value: MetricValue) -> Fraction | None:
    return year_on_year(_actual(value), value.last)


def _signed(text: str) -> str:
    return text.replace("-", "−")


def _text(value: Fraction) -> str:
    """A number inside arithmetic; a negative one in brackets."""
    text = _signed(fraction_text(value))
    return f"({text})" if value < 0 else text


def _no_target(value: MetricValue) -> Words:
    return WHY_NO_TARGET if value.target is None else WHY_ZERO_TARGET


# The formulas. Each gives a step, or the reason why its score is null.


def _ratio(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    x, target = _actual(value), _target(value)
    if target is None:
        return _no_target(value)
    return _Step(f"{frame.text(x)} / {frame.text(target)} = {frame.text(x / target)}", x / target)


def _ratio_time(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    x, target = _actual(value), _target(value)
    if target is None:
        return _no_target(value)
    if not frame.c:
        return WHY_NOTHING_DUE
    ratio = x / (target * frame.c)
    return _Step(f"{frame.text(x)} / ({frame.text(target)} × {frame.text(frame.c)}) = {frame.text(ratio)}", ratio)


def _threshold(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    x, target = _actual(value), _target(value)
    if target is None:
        return _no_target(value)
    if x < target:
        return _Step(f"{frame.text(x)} < {frame.text(target)}", sign="→")
    base, per, step = indicator.number("base"), indicator.number("per"), indicator.number("step")
    steps = Fraction((x / target - 1) // step)
    reached, added = f"{frame.text(x)} / {frame.text(target)}", f"{frame.text(steps)} × {frame.text(per)}"
    head = f"{reached} = {frame.text(x / target)} → {frame.text(base)} + {added}"
    return _topped(head, base + steps * per, indicator.maximum(), frame)


def _topped(head: str, points: Fraction, most: Fraction | None, frame: _Frame) -> _Step:
    """Points within a formula's own ceiling."""
    if most is None or points <= most:
        return _Step(head, points=points)
    return _Step(f"{head} = {frame.text(points)} → max {frame.text(most)}", points=most)


def _per_unit(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    x, per = _actual(unit.of(indicator.metric)), indicator.number("per")
    return _topped(f"{frame.text(x)} × {frame.text(per)}", x * per, indicator.maximum(), frame)


def _floor_deduct(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    """A part without a target takes nothing off; without any target the indicator is null."""
    terms = []
    for part in parts_of(indicator):
        value = unit.of(part.metric)
        x, target = _actual(value), _target(value)
        if target is not None:
            short = f"({frame.text(target)} − {frame.text(x)})" if x < target else "0"
            terms.append((part.number("per"), max(ZERO, target - x), short))
    return _deducted(indicator.weight, terms, frame) if terms else _no_target(unit.of(indicator.metric))


def _deduct(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    terms = []
    for part in parts_of(indicator):
        x = _actual(unit.of(part.metric))
        terms.append((part.number("per"), x, frame.text(x)))
    return _deducted(indicator.weight, terms, frame)


def _deducted(weight: Fraction, terms: Iterable[tuple[Fraction, Fraction, str]], frame: _Frame) -> _Step:
    points, shown = weight, frame.text(weight)
    for per, amount, text in terms:
        points -= per * amount
        shown += f" − {frame.text(per)} × {text}"
    return _Step(shown, points=points)


def _efficacy(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    x, group = _actual(value), frame.field_of(indicator.metric)
    if _target(value) is None and frame.has_targets(indicator.metric):
        return _no_target(value)
    if x == 0 and indicator.params["zero"] == "zero":
        return _Step("0", ZERO)
    low, high = min(group), max(group)
    if low == high:
        return _Step(f"max = min = {frame.text(x)} → 100 / 100", ONE)
    span, base = indicator.number("span"), indicator.number("low")
    points = (x - low) / (high - low) * span + base
    least = frame.text(low)
    place = f"({frame.text(x)} − {least}) / ({frame.text(high)} − {least})"
    head = f"{place} × {frame.text(span)} + {frame.text(base)}"
    return _Step(f"{head} = {frame.text(points)} → {frame.text(points)} / 100", points / 100)


def _relmax(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    if _target(value) is None and frame.has_targets(indicator.metric):
        return _no_target(value)
    x, most = _actual(value), max(frame.field_of(indicator.metric))
    if most <= 0:
        return _Step(f"max {frame.text(most)} → 0", ZERO)
    return _Step(f"{frame.text(x)} / {frame.text(most)} = {frame.text(x / most)}", x / most)


def _share(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    of = str(indicator.params["of"])
    x, whole = _actual(unit.of(indicator.metric)), _actual(unit.of(of))
    if whole <= 0:
        return WHY_NO_WHOLE(whole=frame.scheme.metrics[of].label)
    return _Step(f"{frame.text(x)} / {frame.text(whole)} = {frame.text(x / whole)}", x / whole)


def _growth_score(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    value = unit.of(indicator.metric)
    rate = _growth(value)
    if rate is None or value.last is None:
        return WHY_NO_BASE
    if indicator.params["by"] == "rank":
        ranks = frame.growth_ranks(indicator.metric)
        count, rank = len(ranks), ranks[unit.unit]
        ratio = Fraction(count - rank + 1, count)
        return _Step(f"({count} − {rank} + 1) / {count} = {frame.text(ratio)}", ratio)
    goal = indicator.number("goal")
    head = f"({frame.text(_actual(value))} / {frame.text(value.last)} − 1) / {frame.text(goal)}"
    return _Step(f"{head} = {frame.text(rate / goal)}", rate / goal)


def _manual(indicator: Indicator, unit: Standing, frame: _Frame) -> _Outcome:
    """The score as entered, between 0 and the weight."""
    x, weight = _actual(unit.of(indicator.metric)), indicator.weight
    if x > weight:
        return _Step(f"{frame.text(x)} → max {frame.text(weight)}", points=weight)
    return _Step(frame.text(x), points=max(x, ZERO), sign="→" if x < 0 else "=")


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
    total = _total(parts, frame)
    outcome: _Outcome = WHY_NO_PART if total.points is None else _Step(total.shown, points=total.points)
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
    most = None if cap is None else cap * weight
    if cap is not None and most is not None and raw > most:
        shown = step.shown if step.ratio is not None else _reached(step)
        return most, f"{shown} → cap {frame.text(cap)} × {frame.text(weight)} = {frame.printed(most)}"
    if raw < 0:
        shown = step.shown if step.ratio is not None else _reached(step)
        return ZERO, f"{shown} → {frame.printed(ZERO)}"
    if step.ratio is not None:
        return raw, f"{step.shown} × {frame.text(weight)} = {frame.printed(raw)}"
    return raw, f"{step.shown} {step.sign} {frame.printed(raw)}"


def _reached(step: _Step) -> str:
    """A step in points with the sum it comes to, before it is cut."""
    return f"{step.shown} = {_signed(fraction_text(step.points))}"


class _Total(NamedTuple):
    """The sum of cells, null when every weighted one is; its arithmetic without and with the result."""

    points: Fraction | None
    rescale: Fraction
    shown: str


def _total(cells: Sequence[Cell], frame: _Frame) -> _Total:
    """Sum cells, making good the weight of the null ones; cells without weight stand outside the rescaling."""
    weighted = [cell for cell in cells if cell.weight]
    left = [cell for cell in weighted if cell.score is not None]
    if not cells or (weighted and not left):
        return _Total(None, ONE, NULL)
    free = [cell.score or ZERO for cell in cells if not cell.weight]
    scores = [cell.score or ZERO for cell in left]
    if len(left) == len(weighted):
        return _Total(_sum((*scores, *free)), ONE, " + ".join(map(frame.printed, (*scores, *free))))
    whole, kept = _sum(cell.weight for cell in weighted), _sum(cell.weight for cell in left)
    first = f"{frame.printed(_sum(scores))} × {frame.text(whole)} / {frame.text(kept)}"
    shown = " + ".join((first, *map(frame.printed, free)))
    return _Total(_sum(scores) * whole / kept + _sum(free), whole / kept, shown)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, ZERO)


# Adjustments and the whole group.


def score_group(
    scheme: Scheme,
    group: str,
    standings: Sequence[Standing],
    c: Fraction,
    events: Iterable[Event] = (),
    *,
    told: bool = True,
) -> tuple[UnitScore, ...]:
    """Score the units of one group against each other, in the order given.

    `c` is the curve at the as-of date, the targets are those of the window. Events are those dated in the window, in
    their order of entry; of other units and of items that the scheme does not have they are passed over. Unless
    `told`, the arithmetic is left out: it takes longer to write than to do.
    """
    frame = _Frame(scheme, c, standings, told=told)
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
    total = _total(cells, frame)
    adjustments, vetoed = _adjust(scheme.adjustments, events)
    bonus, penalty = _bounded_totals(adjustments, scheme.limits)
    exact = None if total.points is None else total.points + bonus + penalty
    return UnitScore(
        unit=unit,
        score=None if exact is None else half_up(exact, scheme.decimals),
        exact=exact,
        vetoed=vetoed,
        indicators=cells,
        adjustments=adjustments,
        rescale=total.rescale,
        arithmetic=NULL if exact is None else _total_text(total, cells, adjustments, exact, frame),
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


def _bounded_totals(adjustments: Iterable[AdjustmentScore], limits: Limits) -> tuple[Fraction, Fraction]:
    """All bonuses and all penalties within the scheme's limits; penalties are negative."""
    points = [each.points for each in adjustments]
    bonus = _within(_sum(each for each in points if each > 0), limits.bonus)
    return bonus, _within(_sum(each for each in points if each < 0), limits.penalty)


def _total_text(
    total: _Total,
    cells: Sequence[Cell],
    adjustments: Sequence[AdjustmentScore],
    exact: Fraction,
    frame: _Frame,
) -> str:
    """The sum of a unit: its indicators, the rescaling, the adjustments, the limits, the score."""
    shown = total.shown
    if total.rescale != 1:
        scores = [cell.score for cell in cells if cell.weight and cell.score is not None]
        terms = " + ".join(map(frame.printed, scores))
        shown = f"{terms} = {shown}" if len(scores) > 1 else shown
    limits = frame.scheme.limits
    for sign, limit in ((1, limits.bonus), (-1, limits.penalty)):
        points = [each.points * sign for each in adjustments if each.points * sign > 0]
        shown += _adjustment_terms(points, "+" if sign > 0 else "−", limit, frame)
    return shown if shown == frame.printed(exact) else f"{shown} = {frame.printed(exact)}"


def _adjustment_terms(points: Sequence[Fraction], sign: str, limit: Fraction | None, frame: _Frame) -> str:
    if limit is not None and _sum(points) > limit:
        return f" {sign} ({frame.printed(_sum(points))} → {frame.printed(limit)})"
    return "".join(f" {sign} {frame.printed(each)}" for each in points)
