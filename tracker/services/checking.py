"""Data quality, rule by rule: which records do not fit, why, and what to type."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.errors import BadUsage, Exit
from tracker.result import Choice, Column, Message, Result, Table
from tracker.rules import credit_code
from tracker.rules.checks import PAIRS, PAST, REASONS
from tracker.rules.choices import GROUP, STAGE, folded
from tracker.rules.dates import from_days
from tracker.rules.fields import split_names
from tracker.rules.money import Money, money_words
from tracker.rules.nouns import NOUNS
from tracker.rules.periods import last_ended_quarter
from tracker.rules.readiness import FIVE_ONES
from tracker.services import schemes
from tracker.services.likeness import Called, alike_pairs
from tracker.store import quality
from tracker.store.names import resolve, unit_names
from tracker.words import (
    CARD_TO_DO,
    CITY_ROW,
    COUNT,
    NAME_COLUMN,
    NUMBER,
    RULE_ABOVE,
    RULE_AGREEMENT,
    RULE_ALIKE,
    RULE_BEFORE,
    RULE_CAMPAIGN,
    RULE_CHAIN,
    RULE_CLEAN,
    RULE_CODE,
    RULE_COLUMN,
    RULE_CONTRACT,
    RULE_DAY,
    RULE_DETAIL,
    RULE_DUPLICATE,
    RULE_EVIDENCE,
    RULE_FIGURE_LAST,
    RULE_FIGURE_NONE,
    RULE_FIGURES,
    RULE_FIVE_ONES,
    RULE_FIXED,
    RULE_FOUND,
    RULE_FUTURE,
    RULE_GROUP,
    RULE_IMPRECISE,
    RULE_INTRODUCER,
    RULE_LACKS,
    RULE_METRIC,
    RULE_MORE,
    RULE_ORDER,
    RULE_OVERPAID,
    RULE_REASON,
    RULE_RECEIPT,
    RULE_ROWS,
    RULE_SAME_AS,
    RULE_STATISTICS,
    RULE_SUMMARY,
    RULE_UNKNOWN,
    RULE_UNKNOWN_HINT,
    RULE_UNSIGNED,
    UNIT_COLUMN,
    Say,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tracker.rules.schemes import Scheme
    from tracker.store.quality import Row
    from tracker.store.reading import Reader

COUNTED: Final = quality.COUNTS
RUNS: Final = quality.RUNS


class Ground(NamedTuple):
    """What the rules stand on: the database, today, the limits in force, and the schemes in force."""

    reader: Reader
    today: datetime.date
    limits: Mapping[str, int]
    schemes: tuple[Scheme, ...]


class Found(NamedTuple):
    """One record that a rule is about: its noun and number, what to call it, its unit, and what is wrong.

    `fields` are those to fill in or correct, where they are not the same for the whole rule.
    """

    noun: str
    id: int | None
    name: Words | None
    unit: int | None
    detail: Words | None = None
    fields: tuple[str, ...] = ()


class Rule(NamedTuple):
    """One rule of data quality: its key and label, what finds it, and which fields to fill in or correct."""

    key: str
    label: Say
    find: Callable[[Ground], Iterator[Found]]
    fields: tuple[str, ...] = ()


def check(
    reader: Reader,
    today: datetime.date,
    limits: Mapping[str, int],
    *,
    rule: str | None = None,
    unit: str | None = None,
    limit: int | None = None,
    strict: bool = False,
) -> Result:
    """What the rules find, a summary and the records; `limit` bounds the records shown of each rule."""
    chosen = [_rule(rule)] if rule is not None else RULES
    of = resolve(reader, NOUNS["unit"], unit) if unit is not None else None
    ground = Ground(reader, today, limits, tuple(schemes.of_year(reader, None)))
    found = {each.key: [one for one in each.find(ground) if of is None or one.unit == of] for each in chosen}
    names = unit_names(reader)
    total = sum(map(len, found.values()))
    rows = {each.key: [_row(each, one, names) for one in found[each.key]] for each in chosen}
    shown = [row for each in chosen for row in rows[each.key][:limit]]
    table = Table(ROWS, tuple(shown), RULE_ROWS, total=total, hidden=total - len(shown))
    summary = Table(SUMMARY, tuple((each.key, each.label, len(found[each.key])) for each in chosen), RULE_SUMMARY)
    return Result(
        ("check",),
        tables=tuple(([summary] if rule is None else []) + ([table] if shown else [])),
        data=_data(today, names.get(of) if of else None, chosen, rows),
        messages=tuple(_messages(total, table.hidden)),
        exit=Exit.BAD_DATA if strict and total else Exit.OK,
    )


def _rule(text: str) -> Rule:
    """The rule of a key or label; BadUsage with all of them."""
    for each in RULES:
        if folded(text) in map(folded, (each.key, each.label.zh, each.label.en)):
            return each
    hint = RULE_UNKNOWN_HINT(valid=tuple(each.key for each in RULES))
    raise BadUsage(RULE_UNKNOWN(value=text), code="rule_unknown", value=text, hint=hint)


def _messages(total: int, hidden: int) -> Iterator[Message]:
    yield Message("found", RULE_FOUND(n=total)) if total else Message("clean", RULE_CLEAN)
    if hidden:
        yield Message("truncated", RULE_MORE(n=hidden))


SUMMARY: Final = (
    Column("rule", RULE_COLUMN),
    Column("label", RULE_DETAIL),
    Column("count", COUNT, "number", tone=lambda value: "warn" if value else "good"),
)
ROWS: Final = (
    Column("rule", RULE_COLUMN),
    Column("id", NUMBER),
    Column("name", NAME_COLUMN),
    Column("unit", UNIT_COLUMN),
    Column("detail", RULE_DETAIL),
    Column("do", CARD_TO_DO),
)


def _row(rule: Rule, found: Found, names: Mapping[int, str]) -> tuple[object, ...]:
    number = NOUNS[found.noun].number(found.id) if found.id is not None else None
    unit = names.get(found.unit) if found.unit is not None else None
    return Choice(rule.key, rule.label), number, found.name, unit, found.detail, _command(found, rule.fields)


def _command(found: Found, fields: tuple[str, ...]) -> str:
    """What to type: an edit of the fields that are wrong, or a look where it is not known which one is."""
    noun = NOUNS[found.noun]
    if found.id is None:
        return "tracker figure set … --on …"
    options = [f"{noun.field(key).option} …" for key in found.fields or fields]
    number = noun.number(found.id)
    return " ".join([f"tracker {noun.key} edit {number}", *options]) if options else f"tracker show {number}"


def _data(
    today: datetime.date, unit: str | None, chosen: Iterable[Rule], rows: Mapping[str, list[tuple[object, ...]]]
) -> dict[str, object]:
    keys = [column.key for column in ROWS]
    return {
        "today": today,
        "unit": unit,
        "total": sum(map(len, rows.values())),
        "rules": [{"key": each.key, "label": each.label, "count": len(rows[each.key])} for each in chosen],
        "rows": [dict(zip(keys, row, strict=True)) for each in chosen for row in rows[each.key]],
    }


# The rules.


def _money(row: Row, at: int = 0) -> Words:
    """Two amounts of one currency, the first above the second."""
    more, less, currency = row.values[at : at + 3]
    return RULE_ABOVE(more=money_words(Money(more, currency)), less=money_words(Money(less, currency)))


def _evidence(ground: Ground) -> Iterator[Found]:
    columns = ("x.amount_fen", "x.amount_currency", "x.received_on", "x.received_to")
    for row in quality.select(ground.reader, "funds", columns, f"{COUNTED} AND x.evidence IS NULL"):
        fen, currency, first, last = row.values
        detail = RULE_RECEIPT(day=from_days(first, last), amount=money_words(Money(fen, currency)))
        yield Found("funds", row.id, row.name, row.unit, detail)


def _statistics(ground: Ground) -> Iterator[Found]:
    columns = ("p.id", "x.reached_on", "x.reached_to")
    where = f"{COUNTED} AND x.stage = 'started' AND x.reached_on IS NOT NULL AND p.statistics_on IS NULL"
    for row in quality.select(ground.reader, "milestone", columns, where):
        detail = RULE_DAY(field=_label("project", "started_on"), day=from_days(*row.values[1:]))
        yield Found("project", row.values[0], row.name, row.unit, detail)


def _overpaid(ground: Ground) -> Iterator[Found]:
    for row in quality.overpaid(ground.reader):
        yield Found("project", row.id, row.name, row.unit, _money(row))


def _fixed(ground: Ground) -> Iterator[Found]:
    for row in quality.exceeding(ground.reader, "fixed_investment"):
        yield Found("project", row.id, row.name, row.unit, _money(row))


def _contract(ground: Ground) -> Iterator[Found]:
    for row in quality.exceeding(ground.reader, "contract_investment"):
        yield Found("project", row.id, row.name, row.unit, _money(row))


def _order(ground: Ground) -> Iterator[Found]:
    """Stages that were reached before an earlier one, and pairs of dates of the other nouns."""
    for row in quality.disordered(ground.reader):
        late, late_first, late_last, early, early_first, early_last = row.values
        detail = _before(STAGE.labels[late], (late_first, late_last), STAGE.labels[early], (early_first, early_last))
        yield Found("milestone", row.id, row.name, row.unit, detail)
    for noun, pairs in PAIRS.items():
        for first, second in pairs:
            a, b = (NOUNS[noun].field(key).columns for key in (first, second))
            columns = [f"x.{column}" for column in (*b, *a)]
            for row in quality.select(ground.reader, noun, columns, f"x.{b[1]} < x.{a[0]}"):
                detail = _before(_label(noun, second), row.values[:2], _label(noun, first), row.values[2:])
                yield Found(noun, row.id, row.name, row.unit, detail)


def _before(late: Say, late_day: Any, early: Say, early_day: Any) -> Words:
    return RULE_BEFORE(late=late, late_day=from_days(*late_day), early=early, early_day=from_days(*early_day))


def _label(noun: str, key: str) -> Say:
    return NOUNS[noun].field(key).label


def _unsigned(ground: Ground) -> Iterator[Found]:
    for row in quality.unready_signings(ground.reader):
        received, signed = _label("funds", "received_on"), STAGE.labels["signed"]
        yield Found("funds", row.id, row.name, row.unit, _before(received, row.values[:2], signed, row.values[2:]))


def _future(ground: Ground) -> Iterator[Found]:
    for noun, keys in PAST.items():
        for key in keys:
            first, last = (f"x.{column}" for column in NOUNS[noun].field(key).columns)
            for row in quality.select(ground.reader, noun, (first, last), f"{first} > :today", today=str(ground.today)):
                yield _dated(noun, key, row)


def _dated(noun: str, key: str, row: Row) -> Found:
    """A record of which one date does not fit."""
    field = NOUNS[noun].field(key)
    detail = RULE_DAY(field=field.label, day=from_days(*row.values))
    return Found(noun, row.id, row.name, row.unit, detail, (key,))


def _five_ones(ground: Ground) -> Iterator[Found]:
    columns = [f"x.{key}" for key in FIVE_ONES]
    empty = " OR ".join(f"{column} IS NULL" for column in columns)
    where = f"x.status = 'active' AND ({empty}) AND {quality.SIGNED}"
    for row in quality.select(ground.reader, "project", columns, where):
        lacks = [NOUNS["project"].field(key) for key, value in zip(FIVE_ONES, row.values, strict=True) if value is None]
        detail = RULE_LACKS(fields=tuple(field.label for field in lacks))
        yield Found("project", row.id, row.name, row.unit, detail, tuple(field.key for field in lacks))


def _agreement(ground: Ground) -> Iterator[Found]:
    for row in quality.select(ground.reader, "project", (), f"{RUNS} AND x.agreement IS NULL AND {quality.SIGNED}"):
        yield Found("project", row.id, row.name, row.unit)


def _chain(ground: Ground) -> Iterator[Found]:
    for row in quality.select(ground.reader, "project", (), f"{RUNS} AND x.chain_id IS NULL"):
        yield Found("project", row.id, row.name, row.unit)


def _codes(ground: Ground) -> Iterator[Found]:
    for row in quality.select(ground.reader, "company", ("x.credit_code",), "x.credit_code IS NOT NULL"):
        if why := credit_code.check(row.values[0]):
            yield Found("company", row.id, row.name, row.unit, why)


# Dates that a window of a board is compared with.
WINDOWED: Final = (
    ("funds", "received_on"),
    ("milestone", "reached_on"),
    ("visit", "start_on"),
    ("lead", "received_on"),
)


def _imprecise(ground: Ground) -> Iterator[Found]:
    """Dates known to the half-year or the year alone: no quarter holds them whole."""
    for noun, key in WINDOWED:
        first, last = (f"x.{column}" for column in NOUNS[noun].field(key).columns)
        for row in quality.select(ground.reader, noun, (first, last), f"{last} > {first}"):
            if from_days(*row.values).precision in ("half", "year"):
                yield _dated(noun, key, row)


def _groups(ground: Ground) -> Iterator[Found]:
    known = {group.key for scheme in ground.schemes for group in scheme.groups}
    for row in quality.select(ground.reader, "unit", ('x."group"',), "1 = 1") if known else ():
        if row.values[0] not in known:
            yield Found("unit", row.id, row.name, row.unit, GROUP.choice(row.values[0]).label)


def _campaigns(ground: Ground) -> Iterator[Found]:
    known = {scheme.key for scheme in ground.schemes}
    for row in quality.select(ground.reader, "campaign", ("x.scheme",), "x.scheme IS NOT NULL"):
        if row.values[0] not in known:
            yield Found("campaign", row.id, row.name, row.unit, row.values[0])


def _metrics(ground: Ground) -> Iterator[Found]:
    """Targets, figures and adjustments whose metric or item no scheme in force knows."""
    metrics = {key for scheme in ground.schemes for key in scheme.metrics}
    items = {item.key for scheme in ground.schemes for item in scheme.adjustments}
    for noun, key, known in (
        ("target", "metric", metrics),
        ("figure", "metric", metrics),
        ("adjustment", "item", items),
    ):
        for row in quality.select(ground.reader, noun, (f"x.{key}",), "1 = 1"):
            if row.values[0] not in known:
                yield Found(noun, row.id, row.name, row.unit, row.values[0])


def _reasons(ground: Ground) -> Iterator[Found]:
    for noun, (field, states, reason) in REASONS.items():
        listed = ", ".join(f"'{state}'" for state in states)
        where = f"x.{field} IN ({listed}) AND x.{reason} IS NULL"
        state = NOUNS[noun].field(field)
        for row in quality.select(ground.reader, noun, (f"x.{field}",), where):
            yield Found(noun, row.id, row.name, row.unit, state.label_of(row.values[0]), (reason,))


def _introducers(ground: Ground) -> Iterator[Found]:
    shared = "(x.money_share <> 'single' OR x.count_share <> 'single')"
    none = "NOT EXISTS (SELECT 1 FROM project_introducer i WHERE i.project_id = x.id)"
    for row in quality.select(ground.reader, "project", (), f"{RUNS} AND {shared} AND {none}"):
        yield Found("project", row.id, row.name, row.unit)


def _figures(ground: Ground) -> Iterator[Found]:
    """Figures from outside that lie too far behind the end of the last board, the quarter that ended last."""
    quarter = last_ended_quarter(ground.today)
    needed = quarter.last - datetime.timedelta(days=ground.limits["figures"])
    labels = {
        key: metric.label
        for scheme in ground.schemes
        if scheme.year == quarter.start.year
        for key, metric in scheme.metrics.items()
        if metric.source == "figures"
    }
    if not labels:
        return
    units = unit_names(ground.reader)
    for unit, key, day in quality.stale_figures(ground.reader, list(labels), quarter.start.year, str(quarter.last)):
        if day < str(needed):
            detail = RULE_FIGURE_LAST(metric=labels[key], day=day) if day else RULE_FIGURE_NONE(metric=labels[key])
            yield Found("figure", None, units[unit] if unit else CITY_ROW, unit, detail)


def _duplicates(ground: Ground) -> Iterator[Found]:
    """Companies with one code or name; projects of one investor whose names are alike by 85 in 100."""
    groups: dict[tuple[int, str], list[Row]] = defaultdict(list)
    twins = quality.same_companies(ground.reader)
    for row in twins:
        for n, value in enumerate(row.values):
            if value:
                groups[n, value].append(row)
    seen: set[tuple[int, int]] = set()
    for same in groups.values():
        for other in same[1:]:
            if (same[0].id, other.id) not in seen:
                seen.add((same[0].id, other.id))
                detail = RULE_SAME_AS(number=f"C{same[0].id}", name=same[0].name)
                yield Found("company", other.id, other.name, other.unit, detail)
    known = {row.id: row for row in quality.investments(ground.reader)}
    called = [Called(row.id, row.values[0], tuple(map(folded, split_names(row.values[1])))) for row in known.values()]
    for first, second in alike_pairs(called):
        detail = RULE_ALIKE(number=f"P{first}", name=known[first].name)
        yield Found("project", second, known[second].name, known[second].unit, detail)


RULES: Final = (
    Rule("receipt_evidence", RULE_EVIDENCE, _evidence, ("evidence",)),
    Rule("not_in_statistics", RULE_STATISTICS, _statistics, ("statistics_on",)),
    Rule("receipts_above_total", RULE_OVERPAID, _overpaid),
    Rule("fixed_above_total", RULE_FIXED, _fixed, ("fixed_investment",)),
    Rule("contract_above_total", RULE_CONTRACT, _contract, ("contract_investment",)),
    Rule("date_order", RULE_ORDER, _order),
    Rule("receipt_before_signing", RULE_UNSIGNED, _unsigned),
    Rule("date_future", RULE_FUTURE, _future),
    Rule("date_imprecise", RULE_IMPRECISE, _imprecise),
    Rule("five_ones", RULE_FIVE_ONES, _five_ones),
    Rule("duplicates", RULE_DUPLICATE, _duplicates),
    Rule("figures_old", RULE_FIGURES, _figures),
    Rule("agreement_missing", RULE_AGREEMENT, _agreement, ("agreement",)),
    Rule("introducer_missing", RULE_INTRODUCER, _introducers, ("introducers",)),
    Rule("chain_missing", RULE_CHAIN, _chain, ("chain",)),
    Rule("credit_code", RULE_CODE, _codes, ("credit_code",)),
    Rule("reason_missing", RULE_REASON, _reasons),
    Rule("group_unknown", RULE_GROUP, _groups, ("group",)),
    Rule("scheme_unknown", RULE_CAMPAIGN, _campaigns, ("scheme",)),
    Rule("metric_unknown", RULE_METRIC, _metrics),
)
