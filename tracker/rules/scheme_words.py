"""Says a scheme in plain sentences, and warns of what is allowed in one but seldom meant."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tracker import words as w
from tracker.result import Message
from tracker.rules.choices import STAGE
from tracker.rules.money import show_money
from tracker.rules.numbers import fraction_text
from tracker.rules.schemes import FLAGS, LONE, MINIMUM, WHERE, parts_of
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.rules.curves import Curve
    from tracker.rules.schemes import Group, Indicator, Item, Limits, Metric, Scheme
    from tracker.words import Words


def scheme_warnings(scheme: Scheme) -> tuple[Message, ...]:
    """Say what is allowed but seldom meant: weights that do not sum to 100, shares that do not sum to 1."""
    return (*_weight_warnings(scheme), *_share_warnings(scheme))


def _weight_warnings(scheme: Scheme) -> Iterator[Message]:
    narrowed = any(indicator.groups for indicator in scheme.indicators)
    for group in scheme.groups:
        if not group.composite:
            continue
        total = sum((each.weight for each in scheme.indicators_of(group.key)), Fraction(0))
        what = w.SCHEME_GROUP_WEIGHTS if narrowed else w.SCHEME_WEIGHTS
        if total != 100:
            yield Message("scheme_weights", what(group=group.label, total=fraction_text(total)), "warning")
        if not narrowed:
            return


def _share_warnings(scheme: Scheme) -> Iterator[Message]:
    for mix in scheme.indicators:
        shares = sum((part.weight for part in mix.parts), Fraction(0)) / (mix.weight or 1)
        if mix.formula == "mix" and shares != 1:
            what = w.SCHEME_SHARES(label=mix.label, total=fraction_text(shares))
            yield Message("scheme_shares", what, "warning")


def describe_scheme(scheme: Scheme) -> tuple[Words, ...]:
    """Put a scheme into plain sentences: its frame, groups, indicators, adjustments, missing targets and ties."""
    scope = w.SCHEME_CAMPAIGN if scheme.year is None else str(scheme.year)
    title = w.SCHEME_TITLE(name=scheme.name, key=scheme.key, scope=scope)
    groups, metrics = map(_describe_group, scheme.groups), map(describe_metric, scheme.metrics.values())
    return title, _describe_frame(scheme), *groups, *metrics, *_describe_rules(scheme)


def describe_counting(scheme: Scheme, metrics: Iterable[Metric], *, scored: bool) -> tuple[Words, ...]:
    """The same for those who read a board and no scheme: what some metrics count and, if `scored`, how it is scored."""
    rules = _describe_rules(scheme) if scored else ()
    return _describe_frame(scheme), *map(describe_metric, metrics), *rules


def _describe_frame(scheme: Scheme) -> Words:
    return w.SCHEME_BASIS(
        basis=w.BASIS_CUMULATIVE if scheme.basis == "cumulative" else w.BASIS_PERIOD,
        curve=w.CURVE_CAMPAIGN if scheme.year is None else _describe_curve(scheme.curve),
        places=scheme.decimals,
    )


def _describe_rules(scheme: Scheme) -> tuple[Words, ...]:
    return (
        *(_describe_indicator(scheme, indicator) for indicator in scheme.indicators),
        *map(_describe_item, scheme.adjustments),
        *_describe_limits(scheme.limits),
        *(w.SAY_RATE(currency=key, rate=fraction_text(rate)) for key, rate in scheme.rates.items()),
        {"rescale": w.MISSING_RESCALE, "full": w.MISSING_FULL, "zero": w.MISSING_ZERO}[scheme.missing_target],
        _describe_ties(scheme),
    )


def _describe_curve(curve: Curve) -> Words:
    if isinstance(curve, tuple):
        return w.CURVE_SHARES(shares=[f"{fraction_text(share * 100)}%" for share in curve])
    return w.CURVE_MONTHS if curve == "months" else w.CURVE_DAYS


def _describe_group(group: Group) -> Words:
    say = w.SAY_GROUP if group.composite else w.SAY_GROUP_SINGLE
    return say(label=group.label, key=group.key)


_JOINED: Final = Say("{first}{second}", "{first}{second}")
_COUNTED: Final = {
    ("funds", "amount"): w.SAY_RECEIPTS,
    ("milestones", "count"): w.SAY_PROJECTS,
    ("milestones", "distinct"): w.SAY_PROJECTS_WHOLE,
    ("milestones", "amount"): w.SAY_CONTRACTED,
    ("leads", "count"): w.SAY_LEADS,
    ("visits", "count"): w.SAY_VISITS,
    ("visits", "people"): w.SAY_PEOPLE,
    ("organisations", "distinct"): w.SAY_COMPANIES,
}


def describe_metric(metric: Metric) -> Words:
    """What is counted, and which of it."""
    source = "milestones" if metric.source == "projects" else metric.source
    counted = _COUNTED.get((source, metric.measure), w.SAY_FIGURES)
    what = counted(stage=STAGE.labels[metric.stage or "signed"])
    where: Words = ""
    for key in metric.where:
        if key != LONE:
            where = _JOINED(first=where, second=_describe_where(metric, key))
    return w.SAY_METRIC(label=metric.label, unit=metric.unit, what=what, where=where)


def _describe_where(metric: Metric, key: str) -> Words:
    """One condition with its values."""
    choices, value = WHERE[metric.source][key], metric.where[key]
    if key == MINIMUM:
        least = metric.min_investment.values()
        zh, en = (tuple(show_money(money, lang) for money in least) for lang in ("zh", "en"))
        return w.SAY_LEAST(amounts=Say("、".join(zh), ", ".join(en)))
    if key == FLAGS:
        return w.SAY_TARGET_COMPANIES if value else w.SAY_OTHER_COMPANIES
    named = [choices.labels[each] if choices else each for each in metric.only(key)]
    return w.SAY_AMONG(field=w.WHERE_LABELS[key], values=named)


def _describe_indicator(scheme: Scheme, indicator: Indicator) -> Words:
    labels = [group.label for group in scheme.groups if group.key in indicator.groups]
    only = w.SAY_ONLY(groups=labels) if labels else ""
    formula = _in_words(scheme, indicator)
    if not indicator.weight:
        return w.SAY_INDICATOR_FREE(label=indicator.label, formula=formula, groups=only)
    weight = fraction_text(indicator.weight)
    cap = _describe_cap(indicator)
    return w.SAY_INDICATOR(label=indicator.label, weight=weight, formula=formula, cap=cap, groups=only)


def _describe_cap(indicator: Indicator) -> Words:
    if indicator.cap is None:
        return ""
    return w.SAY_CAP(points=fraction_text(indicator.cap * indicator.weight))


_SENTENCES: Final = {
    "ratio": w.SAY_RATIO,
    "ratio_time": w.SAY_RATIO_TIME,
    "threshold": w.SAY_THRESHOLD,
    "floor_deduct": w.SAY_FLOOR_DEDUCT,
    "deduct": w.SAY_FLOOR_DEDUCT,
    "per_unit": w.SAY_PER_UNIT,
    "efficacy": w.SAY_EFFICACY,
    "relmax": w.SAY_RELMAX,
    "share": w.SAY_SHARE,
    "growth": w.SAY_GROWTH_RATE,
    "mix": w.SAY_MIX,
    "manual": w.SAY_MANUAL,
}


def _in_words(scheme: Scheme, indicator: Indicator) -> Words:
    """The formula of an indicator as a sentence with its numbers."""
    say = _SENTENCES[indicator.formula]
    if indicator.params.get("by") == "rank":
        say = w.SAY_GROWTH_RANK
    values: dict[str, object] = {name: _in_text(value) for name, value in indicator.params.items()}
    if indicator.metric:
        values["unit"] = scheme.metrics[indicator.metric].unit
    if indicator.formula == "share":
        values["whole"] = scheme.metrics[str(indicator.params["of"])].label
    values["weight"] = fraction_text(indicator.weight)
    each = _describe_part if indicator.formula == "mix" else _describe_deduction
    values["parts"] = [each(scheme, part) for part in parts_of(indicator)]
    return _JOINED(first=say(**values), second=_describe_end(indicator))


def _in_text(value: Fraction | str) -> str:
    return value if isinstance(value, str) else fraction_text(value)


def _describe_part(scheme: Scheme, part: Indicator) -> Words:
    return w.SAY_PART(label=part.label, formula=_in_words(scheme, part), cap=_describe_cap(part))


def _describe_deduction(scheme: Scheme, part: Indicator) -> Words:
    say = w.SAY_SHORT if part.formula == "floor_deduct" else w.SAY_EACH_OFF
    unit = scheme.metrics[part.metric].unit if part.metric else ""
    return say(label=part.label, unit=unit, per=fraction_text(part.number("per")))


def _describe_end(indicator: Indicator) -> Words:
    """What bounds or bends a formula: its own ceiling, or 0 for nothing done."""
    if indicator.params.get("zero") == "zero":
        return w.SAY_EFFICACY_ZERO
    most = indicator.maximum()
    return "" if most is None else w.SAY_MAX(points=fraction_text(most))


def _describe_item(item: Item) -> Words:
    if item.veto:
        return w.SAY_VETO(label=item.label)
    say = w.SAY_BONUS if item.points > 0 else w.SAY_PENALTY
    most = "" if item.max is None else w.SAY_ITEM_MOST(points=fraction_text(item.max))
    return say(label=item.label, points=fraction_text(abs(item.points)), most=most)


def _describe_limits(limits: Limits) -> Iterator[Words]:
    if limits.bonus is not None:
        yield w.SAY_LIMIT_BONUS(points=fraction_text(limits.bonus))
    if limits.penalty is not None:
        yield w.SAY_LIMIT_PENALTY(points=fraction_text(limits.penalty))


def _describe_ties(scheme: Scheme) -> Words:
    labels = {indicator.key: indicator.label for indicator in scheme.indicators}
    return w.SAY_TIES(ties=[labels[key] for key in scheme.ties]) if scheme.ties else w.SAY_TIES_NONE
