"""Reads a scheme from its TOML text, whole, with every mistake in it named by its line and by what to type instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast, get_args

from tracker import words as w
from tracker.errors import BadData, BadValue
from tracker.rules.choices import GROUP, folded
from tracker.rules.curves import Basis
from tracker.rules.money import UNITS, find_unit, parse_money
from tracker.rules.scheme_tables import Book, Table, as_written, exact_number, example_hint, is_key, near_hint
from tracker.rules.schemes import (
    COUNTED,
    FLAGS,
    LONE,
    MEASURES,
    MINIMUM,
    PEOPLE,
    WHERE,
    Formula,
    Group,
    Indicator,
    Item,
    Limits,
    Measure,
    Metric,
    MissingTarget,
    Scheme,
    Source,
)
from tracker.words import Say

if TYPE_CHECKING:
    from tracker.rules.choices import Choices
    from tracker.rules.curves import Curve
    from tracker.rules.money import Money, MoneyUnit
    from tracker.rules.schemes import Where, WhereValue


@lru_cache(maxsize=32)  # a command asks for the same few schemes again and again
def parse_scheme(text: str) -> Scheme:
    """Read the TOML text of a scheme; raise BadData with every mistake in it, each with its line and what to type."""
    text = text.removeprefix("\ufeff")
    values = _load(text)
    book = Book(text)
    top = Table(values, (), book)
    scheme = _scheme(top)
    top.close()
    book.close()
    return scheme


def _load(text: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        reason, _, where = str(error).partition(" (at ")
        found = re.search(r"line (\d+)", where)
        lines = text.splitlines() or [""]
        number = int(found[1]) if found else len(lines)
    except (RecursionError, ValueError) as error:  # hostile nesting, or a whole number of thousands of digits
        reason, number, lines = str(error), 1, text.splitlines()
    value = lines[min(number, len(lines)) - 1].strip()
    raise BadData(
        w.SCHEME_TOML(reason=reason),
        code="scheme_toml",
        place=w.SCHEME_LINE(line=number),
        value=value,
        hint=w.SCHEME_TOML_HINT,
    )


def _scheme(top: Table) -> Scheme:
    key = top.key("key")
    groups = _groups(top)
    metrics = _metrics(top)
    indicators = _indicators(top, metrics, groups)
    if any(group.composite for group in groups) and not indicators and "indicators" not in top.values:
        top.missing("indicators")
    return Scheme(
        key=key,
        year=top.integer("year", 1949, 2100),
        name=_name(top, key),
        basis=cast("Basis", top.pick("basis", get_args(Basis), "cumulative")),
        curve=_curve(top),
        missing_target=cast("MissingTarget", top.pick("missing_target", get_args(MissingTarget), "rescale")),
        decimals=_default(top.integer("decimals", 0, 6), 2),
        ties=top.names("ties", [each.key for each in indicators]) if top.take("ties") else (),
        groups=groups,
        metrics=metrics,
        indicators=indicators,
        adjustments=_items(top),
        limits=_limits(top),
        rates=_rates(top),
        issuer=top.text("issuer"),
    )


def _default(value: int | None, default: int) -> int:
    return default if value is None else value


def _name(top: Table, key: str) -> Say:
    top.take("name")
    return top.say("name", Say(key, key))


def _curve(top: Table) -> Curve:
    value = top.take("curve")
    if value is None or value in ("months", "days"):
        return cast("Curve", value or "months")
    shares = tuple(exact_number(each) for each in value) if isinstance(value, list) else ()
    if _is_curve(shares):
        return cast("Curve", shares)
    top.note("curve", "curve", w.SCHEME_CURVE(value=as_written(value)), value, example_hint("curve"))
    return "months"


def _is_curve(shares: Sequence[Fraction | None]) -> bool:
    known = [share for share in shares if share is not None]
    if len(known) != len(shares) or len(known) not in (4, 12):
        return False
    return known[0] > 0 and known == sorted(known) and known[-1] == 1


def _groups(top: Table) -> tuple[Group, ...]:
    tables = top.tables("groups")
    if not tables and "groups" not in top.values:
        top.missing("groups")
    groups = tuple(map(_group, tables))
    _once(tables, [group.key for group in groups])
    return groups


def _group(table: Table) -> Group:
    key = table.key("key")
    group = Group(key, table.say("label", GROUP.choice(key).label), table.flag("composite", default=True))
    table.close()
    return group


def _once(tables: Sequence[Table], keys: Sequence[str]) -> None:
    """Note each table whose key stood before."""
    for place, key in enumerate(keys):
        if key and key in keys[:place]:
            _twice(tables[place], key)


def _twice(table: Table, key: str) -> None:
    hint = w.SCHEME_KEY_TWICE_HINT(example=f'"{key}_2"')
    table.note("key", "twice", w.SCHEME_KEY_TWICE(key=key), key, hint)


def _labels_once(tables: Sequence[Table], things: Sequence[Metric | Item]) -> None:
    """Note each label by which an entry could mean two things."""
    seen: dict[str, int] = {}
    for place, thing in enumerate(things):
        for name in (thing.label.zh, thing.label.en, thing.key):
            if seen.setdefault(folded(name), place) != place and thing.key != things[seen[folded(name)]].key:
                what = w.SCHEME_LABEL_TWICE(value=name)
                tables[place].note("label", "label_twice", what, name, w.SCHEME_LABEL_TWICE_HINT)
                break


def _metrics(top: Table) -> dict[str, Metric]:
    table = top.table("metrics")
    if "metrics" not in top.values:
        top.missing("metrics")
    tables = {key: table.table(key) for key in table.values}
    metrics = {key: _metric(key, each) for key, each in tables.items()}
    _labels_once(list(tables.values()), list(metrics.values()))
    return metrics


def _metric(key: str, table: Table) -> Metric:
    if not is_key(key):
        table.book.note(table.path, "kind", w.SCHEME_KIND(value=key, kind=w.KIND_KEY), key, example_hint("metrics"))
    label = table.say("label", Say(key, key))
    source = table.pick("source", get_args(Source), needed=True)
    measures = MEASURES[source] if source else get_args(Measure)
    measure = cast("Measure", table.pick("measure", measures, measures[0]))
    unit, money = _unit(table, source, measure)
    value = table.pick("value", ("cumulative", "period"), "cumulative") if source in ("figures", None) else "cumulative"
    metric = Metric(
        key=key,
        label=label,
        source=cast("Source", source),
        measure=measure,
        unit=unit,
        money=money,
        where=_where(table, source),
        single=cast("Any", table.pick("single", ("rate", "actual"))),
        value=cast("Any", value),
        issuer=table.text("issuer"),
    )
    table.close()
    return metric


def _unit(table: Table, source: str | None, measure: Measure) -> tuple[Say, MoneyUnit | None]:
    """The unit as a label, and as a unit of money, which an amount from the ledger needs."""
    amount = measure == "amount" and source not in ("figures", None)
    raw = table.take("unit", needed=amount)
    counted = PEOPLE if measure == "people" else COUNTED.get(source or "", Say("", ""))
    unit = table.say("unit", Say("", "") if amount else counted)
    money = find_unit(unit.zh) if unit.zh else None
    if amount and raw is not None and money is None:
        hint = near_hint(unit.zh, [each.label.zh for each in UNITS])
        table.note("unit", "unit", w.SCHEME_UNIT(value=as_written(raw)), raw, hint)
    return (money.label if money and isinstance(raw, str) else unit), money


def _where(table: Table, source: str | None) -> Where:
    """The conditions of a metric, with what its source takes for granted."""
    inner = table.table("where")
    if source is None:
        return {}
    where = {key: _condition(inner, key, WHERE[source][key]) for key in WHERE[source] if key in inner.values}
    inner.known.update(dict.fromkeys(WHERE[source]))
    inner.close()
    if source == "projects":
        _only_signed(inner, where)
    elif source == "milestones" and LONE not in where:
        inner.missing(LONE)
    if where.get(LONE) == "signed":
        where.setdefault("agreement", ("contract",))
    return where


def _only_signed(inner: Table, where: dict[str, WhereValue]) -> None:
    """Projects are counted at their first formal signing and at no other stage."""
    if where.setdefault(LONE, "signed") != "signed":
        inner.unknown(LONE, str(where[LONE]), ("signed",))


def _condition(inner: Table, key: str, choices: Choices | None) -> WhereValue:
    if key == MINIMUM:
        return _minimum(inner)
    if key == FLAGS:
        return inner.flag(key, default=True)
    values = _stage(inner) if key == LONE else inner.texts(key)
    if choices is not None:
        values = tuple(_chosen(inner, key, value, choices) for value in values)
    return "".join(values) if key == LONE else values


def _stage(inner: Table) -> tuple[str, ...]:
    stages = inner.texts(LONE)
    if len(stages) > 1:
        inner.wrong_kind(LONE, w.KIND_TEXT, inner.values[LONE])
    return stages[:1]


def _chosen(table: Table, key: str, value: str, choices: Choices) -> str:
    if value in choices.labels:
        return value
    try:
        return choices.parse(value)
    except BadValue:
        table.unknown(key, value, choices.keys)
        return value


def _minimum(inner: Table) -> dict[str, Money]:
    """The least investment by currency; one text alone is an amount in its own currency."""
    value = inner.values[MINIMUM]
    if isinstance(value, str):
        money = _amount(inner, MINIMUM, value, None)
        return {money.currency: money} if money else {}
    table = inner.table(MINIMUM)
    amounts = {key: _amount(table, key, each, key) for key, each in table.values.items() if _currency(table, key)}
    return {key: money for key, money in amounts.items() if money is not None}


def _currency(table: Table, key: str) -> bool:
    """Whether a key is a currency that amounts can be entered in; noted when it is not."""
    valid = list(dict.fromkeys(unit.currency for unit in UNITS))
    table.known[key] = None
    if key in valid:
        return True
    table.unknown(key, key, valid)
    return False


def _is_bare(value: object) -> bool:
    """Whether an amount has no unit; a text that ends in a letter has one, which is seen sooner than a bad number."""
    return not (isinstance(value, str) and value[-1:].isalpha()) and exact_number(value) is not None


def _amount(table: Table, key: str, value: object, currency: str | None) -> Money | None:
    """An amount such as 1000万, of the currency of its key; it must not name another, nor stand without a unit."""
    known = currency is not None and not _is_bare(value)
    unit = next(each for each in UNITS if (each.currency, each.fen) == (currency, 100)) if known else None
    try:
        money = parse_money(as_written(value), unit)
    except BadValue as error:
        problem = error.problem
        table.note(key, problem.code, problem.what, value, problem.hint)
        return None
    if currency not in (None, money.currency):
        table.note(key, "money", w.SCHEME_MONEY(value=value, currency=currency), value, example_hint(MINIMUM))
    return money


# Indicators and their formulas.


class _Param(NamedTuple):
    """One parameter of a formula: a number (`above` 0 or from 0), one of `words`, or a metric."""

    needed: bool = False
    default: Fraction | str | None = None
    above: bool = False
    words: tuple[str, ...] = ()
    metric: bool = False


_DEDUCTION: Final = {"per": _Param(above=True)}
PARAMS: Final[dict[str, dict[str, _Param]]] = {
    "threshold": {
        "base": _Param(needed=True),
        "per": _Param(needed=True),
        "step": _Param(default=Fraction(1, 10), above=True),
        "max": _Param(above=True),
    },
    "floor_deduct": _DEDUCTION,
    "deduct": _DEDUCTION,
    "per_unit": {"per": _Param(needed=True, above=True), "max": _Param(above=True)},
    "efficacy": {
        "low": _Param(default=Fraction(60)),
        "span": _Param(default=Fraction(40), above=True),
        "zero": _Param(default="low", words=("low", "zero")),
    },
    "share": {"of": _Param(needed=True, metric=True)},
    "growth": {"by": _Param(needed=True, words=("rate", "rank")), "goal": _Param(above=True)},
}
IN_PARTS: Final = ("mix", "floor_deduct", "deduct")
Metrics: TypeAlias = Mapping[str, Metric]


def _indicators(top: Table, metrics: Metrics, groups: Sequence[Group]) -> tuple[Indicator, ...]:
    tables = top.tables("indicators")
    keys = [group.key for group in groups]
    indicators = tuple(_indicator(table, metrics, keys) for table in tables)
    for place, each in enumerate(indicators):
        if any(each.key and each.key == other.key and _meet(each, other) for other in indicators[:place]):
            _twice(tables[place], each.key)
    return indicators


def _meet(one: Indicator, other: Indicator) -> bool:
    """Whether two indicators hold for a group in common: only then may they not share a key."""
    return not one.groups or not other.groups or not set(one.groups).isdisjoint(other.groups)


def _indicator(table: Table, metrics: Metrics, groups: Sequence[str]) -> Indicator:
    formula = table.pick("formula", get_args(Formula), needed=True)
    needed = formula not in (None, "per_unit")
    weight = table.number("weight", needed=needed, open_=True)
    narrowed = table.names("groups", groups) if table.take("groups") is not None else ()
    return _formula(table, metrics, formula, weight, narrowed)


def _formula(
    table: Table, metrics: Metrics, formula: str | None, weight: Fraction | None, groups: tuple[str, ...] = ()
) -> Indicator:
    """What an indicator and a part of one have in common: metric, label, cap, the formula's own keys."""
    metric = _known_metric(table, "metric", metrics, needed=not _has_parts(table, formula))
    key = _own_key(table)
    own = metrics[metric].label if metric else Say(key, key)
    indicator = Indicator(
        key=key,
        metric=metric,
        label=table.say("label", own),
        weight=weight or Fraction(0),
        formula=cast("Formula", formula),
        cap=table.number("cap", open_=True),
        params=_params(table, formula, metrics),
        parts=_parts(table, formula, metrics, weight or Fraction(0)),
        groups=groups,
    )
    _check_formula(table, indicator, metrics)
    if formula is not None:
        table.close()
    return indicator


def _own_key(table: Table) -> str:
    """The key of an indicator: its own, else its metric's, known or not, lest one mistake be told twice."""
    table.known["key"] = None
    metric = table.values.get("metric")
    return metric if isinstance(metric, str) and "key" not in table.values else table.key("key")


def _has_parts(table: Table, formula: str | None) -> bool:
    return formula == "mix" or (formula in IN_PARTS and "parts" in table.values)


def _known_metric(table: Table, key: str, metrics: Metrics, *, needed: bool) -> str | None:
    name = table.text(key, needed=needed)
    if name is None or name in metrics:
        return name
    table.unknown(key, name, metrics)
    return None


def _check_formula(table: Table, indicator: Indicator, metrics: Metrics) -> None:
    if indicator.cap is not None and not indicator.weight and indicator.formula == "per_unit":
        table.note("cap", "cap", w.SCHEME_CAP, table.values["cap"], example_hint("max"))
    if indicator.formula == "growth" and indicator.params.get("by") == "rate" and "goal" not in table.values:
        table.missing("goal")
    if indicator.formula == "manual" and indicator.metric and metrics[indicator.metric].source != "figures":
        what = w.SCHEME_MANUAL(value=indicator.metric)
        figures = [key for key, metric in metrics.items() if metric.source == "figures"]
        hint = near_hint(indicator.metric, figures) if figures else w.SCHEME_EXAMPLE_HINT(example='source = "figures"')
        table.note("metric", "manual", what, indicator.metric, hint)


def _params(table: Table, formula: str | None, metrics: Metrics) -> dict[str, Fraction | str]:
    params: dict[str, Fraction | str] = {}
    for name, param in PARAMS.get(formula or "", {}).items():
        value = _param(table, name, param, metrics)
        if value is not None:
            params[name] = value
    return params


def _param(table: Table, name: str, param: _Param, metrics: Metrics) -> Fraction | str | None:
    if param.metric:
        return _known_metric(table, name, metrics, needed=param.needed)
    if param.words:
        return table.pick(name, param.words, cast("str | None", param.default), needed=param.needed)
    value = table.number(name, needed=param.needed, open_=param.above)
    return param.default if value is None else value


def _parts(table: Table, formula: str | None, metrics: Metrics, weight: Fraction) -> tuple[Indicator, ...]:
    """The parts of a mix or of a deduction; a deduction has its own `per` instead."""
    if formula not in IN_PARTS:
        return ()
    tables = table.tables("parts")
    if not tables and (formula == "mix" or "parts" in table.values):
        table.missing("parts")
    if formula != "mix":
        if not tables and "per" not in table.values:
            table.missing("per")
        return tuple(_deduction(part, metrics, cast("Formula", formula)) for part in tables)
    parts = tuple(_mixed(part, metrics, weight) for part in tables)
    _once(tables, [part.key for part in parts])
    return parts


def _deduction(table: Table, metrics: Metrics, formula: Formula) -> Indicator:
    metric = _known_metric(table, "metric", metrics, needed=True)
    per = table.number("per", needed=True, open_=True)
    label = metrics[metric].label if metric else Say("", "")
    table.close()
    return Indicator(metric or "", metric, label, Fraction(0), formula, params={"per": per or Fraction(0)})


def _mixed(table: Table, metrics: Metrics, weight: Fraction) -> Indicator:
    formulas = [name for name in get_args(Formula) if name != "mix"]
    formula = table.pick("formula", formulas, needed=True)
    share = table.number("share", needed=formula not in (None, "per_unit"), open_=True)
    return _formula(table, metrics, formula, weight * (share or 0))


def _items(top: Table) -> tuple[Item, ...]:
    tables = top.tables("adjustments")
    items = tuple(map(_item, tables))
    _once(tables, [item.key for item in items])
    _labels_once(tables, items)
    return items


def _item(table: Table) -> Item:
    key = table.key("key")
    veto = table.flag("veto", default=False)
    points = table.any_number("points")
    if points is None and not veto and "points" not in table.values:
        table.missing("points")
    if points == 0 and not veto:
        table.note("points", "range", w.SCHEME_KIND(value=0, kind=w.KIND_NUMBER), 0, example_hint("points"))
    item = Item(
        key=key,
        label=table.say("label", Say(key, key)),
        points=points or Fraction(0),
        max=table.number("max", open_=True),
        veto=veto,
    )
    table.close()
    return item


def _limits(top: Table) -> Limits:
    """The bounds of the totals; a penalty bound may be written with either sign."""
    table = top.table("limits")
    bonus, penalty = table.number("bonus"), table.any_number("penalty")
    table.close()
    return Limits(bonus, None if penalty is None else abs(penalty))


def _rates(top: Table) -> dict[str, Fraction]:
    table = top.table("rates")
    rates = {key: table.number(key, open_=True) for key in table.values if _currency(table, key)}
    return {key: rate for key, rate in rates.items() if rate is not None}
