"""The values of metrics per unit and for the city: every sum and count behind a board, in SQL.

Equality first, range second: each sum or count per unit is one range of one covering index. What is shared between
units (a few projects) is read project by project and divided here, exactly; the city counts each row once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from tracker.rules.choices import UNCOUNTED, UNDECIDED
from tracker.rules.schemes import NOTHING, exchange
from tracker.store.binding import marks

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.rules.schemes import Metric
    from tracker.store.reading import Reader

CURRENCIES: Final = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
SHARED: Final = 2  # the `standing` of rows whose project is shared between units; 1: all the host's


class Span(NamedTuple):
    """The days that count, both inclusive; a row of an imprecise date counts where its whole span lies inside."""

    start: datetime.date
    end: datetime.date

    def holds(self, first: str, last: str) -> bool:
        """Whether a date, given by its first and last day, lies inside."""
        return self.start.isoformat() <= first and last <= self.end.isoformat()

    def cuts(self, first: str, last: str) -> bool:
        """Whether a date may lie inside or not."""
        touches = first <= self.end.isoformat() and self.start.isoformat() <= last
        return touches and not self.holds(first, last)


@dataclass
class Measured:
    """A metric over one span, in its own unit: by unit, and for the city.

    `rows` says whether anything was there to count; `summed`, of figures, that the city's is the sum of the units'.
    `left_out` holds what is not in the metric's currency (number, minor units), `imprecise` the rows whose date the
    span cuts through, of several spans those of the first, which is the one that is shown.
    """

    units: dict[int, Fraction] = field(default_factory=dict)
    city: Fraction | None = None
    rows: bool = False
    summed: bool = False
    left_out: dict[str, tuple[int, int]] = field(default_factory=dict)
    imprecise: int = 0


class Part(NamedTuple):
    """One condition in SQL, by what it is about: a key of a metric's `where`, or `removed`."""

    key: str
    sql: str


class Condition:
    """Conditions in SQL with their bound values, joined by AND."""

    def __init__(self, parts: Sequence[Part] = (), values: Mapping[str, Any] = NOTHING) -> None:
        self.parts = list(parts)
        self.values = dict(values)

    def also(self, key: str, sql: str, **values: Any) -> Condition:
        """A copy with one more condition; `values` are bound in it by name."""
        return Condition([*self.parts, Part(key, sql)], {**self.values, **values})

    def within(self, column: str, chosen: Sequence[str], name: str) -> Condition:
        """A copy that also asks for the column to be among the chosen values; without any it asks for nothing more."""
        if not chosen:
            return self
        marks = ", ".join(f":{name}{n}" for n in range(len(chosen)))
        return self.also(name, f"{column} IN ({marks})", **{f"{name}{n}": value for n, value in enumerate(chosen)})

    def holding(self, column: str, wanted: Sequence[str], name: str) -> Condition:
        """A copy that also asks a column of words, parted by 、, to hold one of these; without any for nothing more."""
        if not wanted:
            return self
        # What replace() takes away is there; LIKE would read % and _ as any text.
        held = " OR ".join(
            f"replace('、' || {column} || '、', :{name}{n}, '') <> '、' || {column} || '、'" for n in range(len(wanted))
        )
        return self.also(name, f"({held})", **{f"{name}{n}": f"、{word}、" for n, word in enumerate(wanted)})

    @property
    def sql(self) -> str:
        """The text after WHERE."""
        return " AND ".join(part.sql for part in self.parts)


def spans_of(spans: Sequence[Span]) -> dict[str, str]:
    """The bound values of the spans: `s0`, `e0`, `s1`, …, and of all of them together, `low` and `high`."""
    days = {f"{edge}{n}": day.isoformat() for n, span in enumerate(spans) for edge, day in zip("se", span, strict=True)}
    return {**days, "low": min(spans).start.isoformat(), "high": max(span.end for span in spans).isoformat()}


def inside(first: str, last: str, n: int) -> str:
    """The condition that a date lies inside span `n`."""
    return f"{first} BETWEEN :s{n} AND :e{n} AND {last} <= :e{n}"


def per_unit(source: Source, what: str, spans: Sequence[Span], where: str) -> str:
    """A query of a value per unit and span: unit by unit one range of the source's index, read once for all spans.

    CROSS JOIN keeps SQLite from starting at another table; `what` is added up over the rows inside a span.
    """
    alias, owner = source.alias, f"{source.alias}.{source.owner}"
    return (
        f"SELECT u.id, {by_span(source, what, spans)} FROM unit u CROSS JOIN {source.table} {alias} {source.join} "
        f"WHERE {owner} = u.id AND {source.first} BETWEEN :low AND :high AND {where} GROUP BY u.id"
    )


def by_span(source: Source, what: str, spans: Sequence[Span]) -> str:
    """A value added up over the rows inside each span, one column a span; null where there is none."""
    return ", ".join(
        f"sum(CASE WHEN {inside(source.first, source.last, n)} THEN {what} END)" for n in range(len(spans))
    )


Meetings: TypeAlias = dict[tuple[str, ...], list[tuple[Any, ...]]]
"""By the condition on visits, which unit met which company, with a flag for each span."""


def measure(
    reader: Reader,
    metric: Metric,
    spans: Sequence[Span],
    rates: Mapping[str, Fraction],
    meetings: Meetings | None = None,
) -> list[Measured]:
    """A metric over several spans at once; of figures see `entered_figures`.

    Metrics that are measured one after another over the same spans share their `meetings`.
    """
    if metric.source == "funds":
        found = _amounts(reader, metric, spans, rates, FUNDS)
    elif metric.source in ("milestones", "projects"):
        source = MILESTONES
        amount = metric.measure == "amount"
        found = _amounts(reader, metric, spans, rates, source) if amount else _counts(reader, metric, spans)
    elif metric.source == "organisations":
        found = _organisations(reader, metric, spans, {} if meetings is None else meetings)
    else:
        found = _occasions(reader, metric, spans)
    found[0].imprecise = _imprecise(reader, metric, spans[0])
    return found


class Source(NamedTuple):
    """Where the rows of a metric are: table and alias, the columns of its date, of its amount and of its unit."""

    table: str
    alias: str
    first: str
    last: str
    amount: str
    currency: str
    owner: str
    join: str = ""


FUNDS: Final = Source("funds", "f", "f.received_on", "f.received_to", "f.amount_fen", "f.amount_currency", "host_id")
MILESTONES: Final = Source(
    "milestone",
    "m",
    "m.reached_on",
    "m.reached_to",
    "coalesce(p.contract_investment_fen, p.total_investment_fen)",
    "coalesce(p.contract_investment_currency, p.total_investment_currency)",
    "host_id",
    "JOIN project p ON p.id = m.project_id",
)
VISITS: Final = Source("visit", "v", "v.start_on", "v.start_to", "v.people", "''", "unit_id")
LEADS: Final = Source("lead", "l", "l.received_on", "l.received_to", "1", "''", "unit_id")
SOURCES: Final = {
    "funds": FUNDS,
    "milestones": MILESTONES,
    "projects": MILESTONES,
    "visits": VISITS,
    "organisations": VISITS,
    "leads": LEADS,
}


class Rule(NamedTuple):
    """What a metric asks of a row itself, of the project that it belongs to, and of a company met."""

    own: Condition
    project: Condition
    company: Condition


def rule(metric: Metric) -> Rule:
    """Which rows count for a metric, by its `where`; the span and the unit come on top."""
    if metric.source in ("visits", "organisations"):
        return Rule(_of_visit(metric), Condition(), _of_company(metric))
    if metric.source == "leads":
        own = _live("l").within("l.channel", metric.only("channel"), "channel")
        return Rule(own.within("l.status", metric.only("status"), "status"), Condition(), Condition())
    alias, own = SOURCES[metric.source].alias, Condition()
    if metric.source != "funds":
        own = own.also("stage", "m.stage = :stage", stage=metric.stage or "signed")
    own = _recognised(own, f"{alias}.recognition", metric)
    own = own.within("f.ring", metric.only("ring"), "ring").within("f.kind", metric.only("kind"), "kind")
    own = own.within("f.evidence", metric.only("evidence"), "evidence")
    return Rule(own, _of_project(metric), Condition())


def condition(metric: Metric) -> Condition:
    """Which rows count for a metric, as `rule`, in one condition on the table of the metric's source."""
    where, project, company = rule(metric)
    if project.parts:
        column = f"{SOURCES[metric.source].alias}.project_id"
        held = f"EXISTS (SELECT 1 FROM project q WHERE q.id = {column} AND {project.sql})"
        where = where.also("project", held, **project.values)
    if company.parts:
        # The sign keeps SQLite from trying every such company at every visit.
        held = f"+vc.company_id IN (SELECT c.id FROM company c WHERE {company.sql})"
        where = where.also("company", held, **company.values)
    return where


def _live(alias: str) -> Condition:
    """The condition that a row is not removed."""
    return Condition().also("removed", f"{alias}.removed_at IS NULL")


def _recognised(where: Condition, column: str, metric: Metric) -> Condition:
    """The recognition asked for; without one, all but what was returned or refused."""
    chosen = metric.only("recognition")
    if chosen:
        return where.within(column, chosen, "recognition")
    return where.also("recognition", f"{column} NOT IN {UNCOUNTED}")


def _of_visit(metric: Metric) -> Condition:
    """Conditions on visits."""
    where = _live("v").within("v.kind", metric.only("kind"), "kind").within("v.rank", metric.only("rank"), "rank")
    campaigns = metric.only("campaign")
    if not campaigns:
        return where
    named = Condition().within("g.name", campaigns, "campaign")
    return where.also("campaign", f"v.campaign_id IN (SELECT g.id FROM campaign g WHERE {named.sql})", **named.values)


def _of_company(metric: Metric) -> Condition:
    """Conditions on the companies met."""
    company = Condition().within("c.kind", metric.only("company_kind"), "company_kind")
    company = company.holding("c.lists", metric.only("lists"), "lists")
    if "target" not in metric.where:
        return company
    return company.also("target", "coalesce(c.target, 0) = :target", target=int(bool(metric.where["target"])))


def _of_project(metric: Metric) -> Condition:
    """Conditions on the project that a row belongs to."""
    project = Condition().within("q.agreement", metric.only("agreement"), "agreement")
    project = project.within("q.investment", metric.only("investment"), "investment")
    project = project.within("q.channel", metric.only("channel"), "channel")
    chains = metric.only("chain")
    if chains:
        named = Condition().within("h.name", chains, "chain")
        project = project.also("chain", f"q.chain_id IN (SELECT h.id FROM chain h WHERE {named.sql})", **named.values)
    project = project.holding("q.tags", metric.only("tag"), "tag")
    if not metric.min_investment:
        return project
    # A currency that the metric does not name fails: no WHEN, no value, no row.
    least = {f"least{n}": money.fen for n, money in enumerate(metric.min_investment.values())}
    whens = " ".join(f"WHEN '{currency}' THEN :least{n}" for n, currency in enumerate(metric.min_investment))
    held = f"q.total_investment_fen >= CASE q.total_investment_currency {whens} END"
    return project.also("min_investment", held, **least)


def waiting(reader: Reader, metric: Metric, span: Span) -> dict[str, tuple[int, int]]:
    """Rows that would count if they were recognised: number and sum in minor units by currency.

    Nothing of a metric that does not ask for recognition.
    """
    missing = tuple(state for state in UNDECIDED if state not in metric.only("recognition"))
    if not metric.only("recognition") or not missing:
        return {}
    source = SOURCES[metric.source]
    where = condition(metric._replace(where={**metric.where, "recognition": missing}))
    found: dict[str, tuple[int, int]] = {}
    for standing in (1, SHARED):
        sql = (
            f"SELECT {source.currency}, count(*), sum({source.amount}) {rows_of(source, standing)} "
            f"AND {inside(source.first, source.last, 0)} AND {where.sql} GROUP BY 1"
        )
        for currency, count, fen in reader.rows(sql, {**where.values, **spans_of([span])}):
            rows, sum_ = found.get(currency, (0, 0))
            found[currency] = (rows + count, sum_ + (fen or 0))
    return found


def _amounts(
    reader: Reader, metric: Metric, spans: Sequence[Span], rates: Mapping[str, Fraction], source: Source
) -> list[Measured]:
    """Sums of money per unit: the host's own by index, shared projects by their shares, other currencies by rate."""
    assert metric.money is not None
    own, scale = metric.money.currency, metric.money.fen
    found = [_filled(Measured()) for _ in spans]
    for sum_ in _sums(reader, metric, spans, source, own):
        measured, factor = found[sum_.span], exchange(sum_.currency, own, rates)
        if factor is not None:
            _add(measured, sum_, factor * sum_.fen / scale)
        elif sum_.unit is None:
            count, fen = measured.left_out.get(sum_.currency, (0, 0))
            measured.left_out[sum_.currency] = (count + sum_.rows, fen + sum_.fen)
    return found


def _add(measured: Measured, sum_: Sum, amount: Fraction) -> None:
    """Add an amount to the unit whose it is by its share, or to the city as a whole."""
    measured.rows = True
    if sum_.unit is None:
        measured.city = (measured.city or Fraction(0)) + amount
    else:
        measured.units[sum_.unit] = measured.units.get(sum_.unit, Fraction(0)) + amount * sum_.share


def _filled(measured: Measured) -> Measured:
    """A city without a counting row has 0, not nothing."""
    measured.city = measured.city or Fraction(0)
    return measured


class Sum(NamedTuple):
    """A sum of money over one span: of a unit, which has a share of it, or whole for the city (None)."""

    span: int
    unit: int | None
    share: Fraction
    currency: str
    rows: int
    fen: int


WHOLE: Final = Fraction(1)


def _sums(reader: Reader, metric: Metric, spans: Sequence[Span], source: Source, own: str) -> Iterable[Sum]:
    """Each sum of money, once for the city and once for every unit that has a share of it."""
    where, alias = condition(metric), source.alias
    others = Condition().within(source.currency, [each for each in CURRENCIES if each != own], "other")
    values = {**where.values, **others.values, **spans_of(spans), "own": own}
    hosted = f"{alias}.standing = 1 AND {source.currency} = :own AND {where.sql}"
    for unit, *sums in reader.rows(per_unit(source, source.amount, spans, hosted), values):
        for n, fen in enumerate(sums):
            if fen is not None:
                yield from (Sum(n, whose, WHOLE, own, 1, fen) for whose in (unit, None))
    summed = f"{source.currency}, {by_span(source, '1', spans)}, {by_span(source, source.amount, spans)}"
    window = f"{source.first} BETWEEN :low AND :high AND {where.sql}"
    query = f"SELECT u.id, {summed} {rows_of(source, 1)} AND {others.sql} AND {window} GROUP BY 1, 2"
    for unit, currency, *rest in reader.rows(query, values):
        for whose in (unit, None):
            yield from _each_span(whose, WHOLE, currency, rest)
    for currency, *rest in reader.rows(f"SELECT {summed} {rows_of(source, SHARED)} AND {window} GROUP BY 1", values):
        yield from _each_span(None, WHOLE, currency, rest)
    query = f"{shared(source, 'money', summed)} AND {window} GROUP BY 1, 2, 3, 4"
    for unit, over, under, currency, *rest in reader.rows(query, values):
        yield from _each_span(unit, Fraction(over, under), currency, rest)


def _each_span(unit: int | None, share: Fraction, currency: str, found: Sequence[int | None]) -> Iterable[Sum]:
    """The sums of one row: the number of rows of every span, then their amounts."""
    half = len(found) // 2
    for n, (rows, fen) in enumerate(zip(found[:half], found[half:], strict=True)):
        if rows is not None and fen is not None:
            yield Sum(n, unit, share, currency, rows, fen)


def rows_of(source: Source, standing: int) -> str:
    """FROM and WHERE of the rows of every host that stand so."""
    return (
        f"FROM unit u CROSS JOIN {source.table} {source.alias} {source.join} "
        f"WHERE {source.alias}.standing = {standing} AND {source.alias}.host_id = u.id"
    )


def shared(source: Source, of: str, what: str) -> str:
    """A query, to be bounded and grouped, of the rows of shared projects under each unit with a share of them."""
    return (
        f"SELECT c.unit_id, c.{of}_over, c.{of}_under, {what} "
        f"FROM unit u CROSS JOIN {source.table} {source.alias} {source.join} CROSS JOIN credit c "
        f"WHERE {source.alias}.standing = {SHARED} AND {source.alias}.host_id = u.id "
        f"AND c.project_id = {source.alias}.project_id AND c.{of}_over > 0"
    )


def _counts(reader: Reader, metric: Metric, spans: Sequence[Span]) -> list[Measured]:
    """Numbers of projects per unit: by count share, or 1 for each unit with a share where they are `distinct`."""
    where, values = condition(metric), spans_of(spans)
    found = [_filled(Measured()) for _ in spans]
    bound = {**where.values, **values}
    source = MILESTONES._replace(join="")
    for unit, *counts in reader.rows(per_unit(source, "1", spans, f"m.standing = 1 AND {where.sql}"), bound):
        for n, count in enumerate(counts):
            _count(found[n], unit, count)
    numbers = by_span(source, "1", spans)
    window = f"m.reached_on BETWEEN :low AND :high AND {where.sql}"
    [whole] = reader.rows(f"SELECT {numbers} {rows_of(source, SHARED)} AND {window}", bound)
    for n, count in enumerate(whole):
        _count(found[n], None, count)
    query = f"{shared(source, 'count', numbers)} AND {window} GROUP BY 1, 2, 3"
    for unit, over, under, *counts in reader.rows(query, bound):
        share = WHOLE if metric.measure == "distinct" else Fraction(over, under)
        for n, count in enumerate(counts):
            if count is not None:
                found[n].units[unit] = found[n].units.get(unit, Fraction(0)) + share * count
    return found


def _count(measured: Measured, unit: int | None, count: int | None) -> None:
    """Add what the rows of a unit come to, to it and to the city; None is no row, 0 rows of nothing."""
    if count is None:
        return
    measured.rows = True
    measured.city = (measured.city or Fraction(0)) + count
    if unit is not None:
        measured.units[unit] = Fraction(count)


def _occasions(reader: Reader, metric: Metric, spans: Sequence[Span]) -> list[Measured]:
    """Visits (occasions or people) and leads per unit; the city's is the sum over all units."""
    source = SOURCES[metric.source]
    where = condition(metric)
    what = "coalesce(v.people, 0)" if metric.measure == "people" else "1"
    found = [_filled(Measured()) for _ in spans]
    for unit, *counts in reader.rows(per_unit(source, what, spans, where.sql), {**where.values, **spans_of(spans)}):
        for n, count in enumerate(counts):
            _count(found[n], unit, count)
    return found


def _organisations(reader: Reader, metric: Metric, spans: Sequence[Span], meetings: Meetings) -> list[Measured]:
    """Distinct companies met per unit; for the city each company once."""
    visit, _, company = rule(metric)
    known = (visit.sql, *map(str, visit.values.values()))
    if known not in meetings:
        meetings[known] = _meetings(reader, visit, spans)
    met = meetings[known]
    if company.parts:
        rows = reader.rows(f"SELECT c.id FROM company c WHERE {company.sql}", company.values)
        wanted = {id_ for (id_,) in rows}
        met = [row for row in met if row[1] in wanted]
    found = []
    for n in range(2, 2 + len(spans)):
        pairs = {row[:2] for row in met if row[n]}
        units = {unit: Fraction(number) for unit, number in Counter(unit for unit, _ in pairs).items()}
        found.append(Measured(units, Fraction(len({company for _, company in pairs})), bool(pairs)))
    return found


def _meetings(reader: Reader, where: Condition, spans: Sequence[Span]) -> list[tuple[Any, ...]]:
    """Who met whom on which visits, and in which spans: a row for every unit, company and set of spans."""
    flags = ", ".join(inside("v.start_on", "v.start_to", n) for n in range(len(spans)))
    return reader.rows(
        f"SELECT DISTINCT v.unit_id, vc.company_id, {flags} "
        f"FROM unit u CROSS JOIN visit v CROSS JOIN visit_company vc "
        f"WHERE v.unit_id = u.id AND vc.visit_id = v.id AND v.start_on BETWEEN :low AND :high AND {where.sql}",
        {**where.values, **spans_of(spans)},
    )


def _imprecise(reader: Reader, metric: Metric, span: Span) -> int:
    """How many counting rows have a date that the span cuts through."""
    source, where = SOURCES[metric.source], condition(metric)
    if metric.source == "organisations":
        met = f"EXISTS (SELECT 1 FROM visit_company vc WHERE vc.visit_id = v.id AND {where.sql})"
        where = Condition([Part("met", met)], where.values)
    # The sign keeps SQLite to the index of imprecise dates, which are few.
    live = f"+{source.alias}.standing > 0 AND" if source in (FUNDS, MILESTONES) else ""
    sql = (
        f"SELECT count(*) FROM {source.table} {source.alias} WHERE {source.last} > {source.first} AND {live} "
        f"{source.first} <= :e0 AND {source.last} >= :s0 "
        f"AND NOT ({inside(source.first, source.last, 0)}) AND {where.sql}"
    )
    return int(reader.value(sql, {**where.values, **spans_of([span])}))


class Entered(NamedTuple):
    """A figure as entered: its number, the first and last day of its as-of date, its value, its source."""

    id: int
    first: str
    last: str
    value: Fraction
    source: str | None


def entered_figures(
    reader: Reader, metrics: Sequence[str], start: datetime.date, end: datetime.date
) -> dict[tuple[str, int | None], list[Entered]]:
    """All figures of some metrics whose dates touch a span, by metric and unit (None: the city), oldest first."""
    found: dict[tuple[str, int | None], list[Entered]] = defaultdict(list)
    for metric, unit, id_, first, last, value, source in reader.rows(
        f"SELECT metric, unit_id, id, as_of_on, as_of_to, value, source FROM figure WHERE metric IN ({marks(metrics)}) "
        f"AND removed_at IS NULL AND as_of_to >= ? AND as_of_on <= ? ORDER BY as_of_to, id",
        (*metrics, start.isoformat(), end.isoformat()),
    ):
        found[metric, unit].append(Entered(id_, first, last, Fraction(value), source))
    return found
