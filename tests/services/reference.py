"""A board worked out the slow way, sentence by sentence from the rules, from plain rows of the tables.

It shares nothing with the program but the reading of schemes and the formulas, which are proven elsewhere: windows,
curves, which rows count, shares, targets, city lines and last year's values are all its own. Slow and obvious.
"""

from __future__ import annotations

import sqlite3
from calendar import isleap
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tracker.rules.numbers import exact, half_up
from tracker.rules.ranking import rank_group, single_ranks
from tracker.rules.scoring import Cell, Event, MetricValue, Standing, UnitScore, score_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.rules.schemes import Metric, Scheme

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Row]]
TABLES = (
    "unit", "chain", "company", "campaign", "lead", "project", "milestone", "funds", "visit", "target", "figure",
    "adjustment", "project_introducer", "visit_company",
)  # fmt: skip
ONE_DAY = timedelta(days=1)


def read(path: str) -> Tables:
    """Every row of every table, as it stands in the file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in TABLES}


class Asked(NamedTuple):
    """What a board is asked for: the first and last day of its period, today, the number of a campaign."""

    first: date
    last: date
    today: date
    campaign: int | None = None


class Counted(NamedTuple):
    """A row that counts but for its date: its days, what each unit gets, what the city gets, whom one met.

    `left_out` is the currency of an amount that the metric cannot add.
    """

    id: int
    first: date
    last: date
    shares: dict[int, Fraction]
    once: Fraction
    met: tuple[int, ...] = ()
    left_out: str | None = None

    def within(self, first: date, last: date) -> bool:
        return first <= self.first and self.last <= last

    def cut(self, first: date, last: date) -> bool:
        """Whether it may or may not have been in the window."""
        return not self.within(first, last) and self.first <= last and first <= self.last


class AmbiguousError(Exception):
    """A board that is refused: the targets of several issuers."""


class Reference:
    """The board of one question over one set of tables."""

    def __init__(self, tables: Tables, scheme: Scheme, asked: Asked) -> None:
        self.all = tables
        self.live = {name: [row for row in rows if row.get("removed_at") is None] for name, rows in tables.items()}
        self.scheme = scheme
        self.asked = asked
        self.year = asked.last.year
        self.as_of = min(asked.last, asked.today)
        yearly = scheme.basis == "cumulative" and asked.campaign is None
        self.start = date(self.year, 1, 1) if yearly else asked.first
        self.units = sorted(self.live["unit"], key=lambda row: row["id"])
        self.projects = {row["id"]: row for row in self.live["project"]}
        self.delta, self.c = self._pace()
        self._found: dict[str, list[Counted]] = {}

    # The curve.

    def _due(self, day: date) -> Fraction:
        """The share of the target due by the end of a day."""
        if self.asked.campaign is not None:
            days = (self.asked.last - self.asked.first).days + 1
            return Fraction((min(day, self.asked.last) - self.asked.first).days + 1, days)
        if day.year < self.year:
            return Fraction(0)
        if self.scheme.curve == "months":
            return Fraction(day.month, 12)
        if self.scheme.curve == "days":
            return Fraction((day - date(day.year, 1, 1)).days + 1, 366 if isleap(day.year) else 365)
        shares = self.scheme.curve
        return Fraction(shares[(day.month - 1) * len(shares) // 12])

    def _pace(self) -> tuple[Fraction, Fraction]:
        if self.scheme.basis == "cumulative":
            return Fraction(1), self._due(self.as_of)
        before = self._due(self.asked.first - ONE_DAY)
        delta = self._due(self.asked.last) - before
        return delta, (self._due(self.as_of) - before) / delta if delta else Fraction(1)

    # Which rows count.

    def _shares(self, project: Row, policy: str) -> dict[int, Fraction]:
        """Each unit's share of a project."""
        host = project["unit_id"]
        links = sorted(self.all["project_introducer"], key=lambda link: link["position"])
        introducers = [link["unit_id"] for link in links if link["project_id"] == project["id"]]
        if not introducers or policy == "single":
            return {host: Fraction(1)}
        if policy == "dual_full":
            return dict.fromkeys([*introducers, host], Fraction(1))
        if policy == "origin_full":
            return dict.fromkeys(introducers, Fraction(1, len(introducers)))
        parts = [int(part) for part in policy.split(":")]
        return {unit: Fraction(part, sum(parts)) for unit, part in zip([*introducers, host], parts, strict=True)}

    def _project_counts(self, project: Row | None, metric: Metric) -> bool:
        """What every source of projects asks of a project."""
        if project is None or project["status"] not in ("active", "paused"):
            return False
        where = metric.where
        if "min_investment" in where:
            least = metric.min_investment.get(project["total_investment_currency"])
            if least is None or project["total_investment_fen"] < least.fen:
                return False
        chains = {row["id"]: row["name"] for row in self.live["chain"]}
        if "chain" in where and chains.get(project["chain_id"]) not in metric.only("chain"):
            return False
        if "tag" in where and not set((project["tags"] or "").split("、")) & set(metric.only("tag")):
            return False
        return _narrowed(project, metric, "channel", "investment", "agreement")

    def _amount(self, metric: Metric, fen: int, currency: str) -> Fraction | None:
        """An amount in the metric's unit; None when its currency cannot be added."""
        assert metric.money is not None
        if currency == metric.money.currency:
            return Fraction(fen, metric.money.fen)
        rates = {"CNY": Fraction(1), **self.scheme.rates}
        if currency not in rates or metric.money.currency not in rates:
            return None
        return Fraction(fen) * rates[currency] / rates[metric.money.currency] / metric.money.fen

    def _money(self, metric: Metric, row: Row, days: tuple[date, date], fen: int, currency: str) -> Counted:
        project = self.projects[row["project_id"]]
        amount = self._amount(metric, fen, currency)
        if amount is None:
            return Counted(row["id"], *days, {}, Fraction(fen, 100), left_out=currency)
        shares = self._shares(project, project["money_share"])
        return Counted(row["id"], *days, {unit: amount * share for unit, share in shares.items()}, amount)

    def _funds(self, metric: Metric) -> Iterator[Counted]:
        for row in self.live["funds"]:
            counts = self._project_counts(self.projects.get(row["project_id"]), metric) and _recognised(row, metric)
            if counts and _narrowed(row, metric, "ring", "kind", "evidence"):
                yield self._money(metric, row, _days(row, "received"), row["amount_fen"], row["amount_currency"])

    def _milestones(self, metric: Metric) -> Iterator[Counted]:
        for row in self.live["milestone"]:
            project = self.projects.get(row["project_id"])
            counts = row["stage"] == metric.stage and row["reached_on"] is not None and _recognised(row, metric)
            if not counts or project is None or not self._project_counts(project, metric):
                continue
            days = _days(row, "reached")
            if metric.measure == "amount":
                of = "contract" if project["contract_investment_fen"] is not None else "total"
                fen, currency = project[f"{of}_investment_fen"], project[f"{of}_investment_currency"]
                yield self._money(metric, row, days, fen, currency)
                continue
            shares = self._shares(project, project["count_share"])
            if metric.measure == "distinct":
                shares = dict.fromkeys(shares, Fraction(1))
            yield Counted(row["id"], *days, shares, Fraction(1))

    def _visits(self, metric: Metric) -> Iterator[Counted]:
        campaigns = {row["id"]: row["name"] for row in self.live["campaign"]}
        for row in self.live["visit"]:
            if "campaign" in metric.where and campaigns.get(row["campaign_id"]) not in metric.only("campaign"):
                continue
            if _narrowed(row, metric, "kind", "rank"):
                worth = Fraction(row["people"] or 0) if metric.measure == "people" else Fraction(1)
                met = tuple(each["company_id"] for each in self.all["visit_company"] if each["visit_id"] == row["id"])
                yield Counted(row["id"], *_days(row, "start"), {row["unit_id"]: worth}, worth, met)

    def _organisations(self, metric: Metric) -> Iterator[Counted]:
        companies = {row["id"] for row in self.live["company"] if _company_counts(row, metric)}
        for row in self._visits(metric):
            met = tuple(company for company in row.met if company in companies)
            if met:
                yield row._replace(met=met)

    def _leads(self, metric: Metric) -> Iterator[Counted]:
        for row in self.live["lead"]:
            if _narrowed(row, metric, "channel", "status"):
                yield Counted(row["id"], *_days(row, "received"), {row["unit_id"]: Fraction(1)}, Fraction(1))

    def rows(self, metric: Metric) -> list[Counted]:
        """The rows that a metric counts whatever their date; none of figures."""
        if metric.key in self._found:
            return self._found[metric.key]
        source = {
            "funds": self._funds,
            "milestones": self._milestones,
            "projects": self._milestones,
            "visits": self._visits,
            "organisations": self._organisations,
            "leads": self._leads,
        }.get(metric.source)
        self._found[metric.key] = list(source(metric)) if source else []
        return self._found[metric.key]

    # Values.

    def _ledger(self, metric: Metric, unit: int | None, first: date, last: date) -> tuple[Fraction, int]:
        """The sum over a window of a unit, or of the city, and over how many rows."""
        rows = [row for row in self.rows(metric) if row.within(first, last) and row.left_out is None]
        mine = [row for row in rows if unit is None or unit in row.shares]
        if metric.source == "organisations":
            met = {company for row in mine for company in row.met}
            return Fraction(len(met)), len(mine)
        worth = [row.once if unit is None else row.shares[unit] for row in mine]
        return sum(worth, Fraction(0)), len(mine)

    def _newest(self, metric: Metric, unit: int | None, first: date, last: date) -> Fraction | None:
        """The newest figure entered for a window."""
        rows = [
            row
            for row in self.live["figure"]
            if row["metric"] == metric.key and row["unit_id"] == unit
            if first <= date.fromisoformat(row["as_of_on"]) and date.fromisoformat(row["as_of_to"]) <= last
        ]
        rows.sort(key=lambda row: (row["as_of_to"], row["id"]))
        return Fraction(rows[-1]["value"]) if rows else None

    def _figure(self, metric: Metric, unit: int | None, first: date, last: date) -> Fraction | None:
        """The figure of a window: as it stands, or of a period less what the year had before."""
        value = self._newest(metric, unit, first, last)
        if value is None or self.scheme.basis == "cumulative" or metric.value == "period":
            return value
        return value - (self._newest(metric, unit, date(last.year, 1, 1), first - ONE_DAY) or 0)

    def value(self, metric: Metric, unit: int | None, first: date, last: date) -> Fraction | None:
        """What a unit, or the city, has reached in a window."""
        if metric.source != "figures":
            return self._ledger(metric, unit, first, last)[0]
        own = self._figure(metric, unit, first, last)
        if unit is not None or own is not None:
            return own
        return _sum([self._figure(metric, each["id"], first, last) for each in self.units])

    def summed(self, metric: Metric) -> bool:
        """Whether the city's actual is the sum of its units' figures."""
        own = self._figure(metric, None, self.start, self.as_of)
        return (
            metric.source == "figures" and own is None and self.value(metric, None, self.start, self.as_of) is not None
        )

    def last_year(self, metric: Metric, unit: int | None) -> Fraction | None:
        """The same window of last year: the figure entered, else the ledger if it has rows.

        Of the city: its own figure, else what its units come to where any has one, else the ledger.
        """
        first, last = _year_before(self.start, self.as_of)
        entered = self._figure(metric, unit, first, last)
        units = [] if unit is not None else [each["id"] for each in self.units]
        if entered is None and any(self._figure(metric, each, first, last) is not None for each in units):
            return _sum([self.last_year(metric, each) for each in units])
        if entered is not None or metric.source == "figures":
            return entered
        value, count = self._ledger(metric, unit, first, last)
        return value if count else None

    def added(self, metric: Metric, unit: int | None) -> Fraction | None:
        """What the running month added."""
        now = self.value(metric, unit, self.start, self.as_of)
        before_month = self.as_of.replace(day=1) - ONE_DAY
        if before_month < self.start:
            return now
        before = self.value(metric, unit, self.start, before_month)
        return None if now is None or before is None else now - before

    def target(self, metric: Metric, unit: int | None) -> Fraction | None:
        """The target of the window; 0 is none."""
        issued = self._issued(metric, unit)
        return None if issued is None else issued * self.delta or None

    def _issued(self, metric: Metric, unit: int | None) -> Fraction | None:
        """The target of the year, or of the campaign, by the issuer that counts."""
        rows = [row for row in self.live["target"] if row["metric"] == metric.key and row["unit_id"] == unit]
        if self.asked.campaign is not None:
            rows = [row for row in rows if row["campaign_id"] == self.asked.campaign]
        else:
            rows = [row for row in rows if row["campaign_id"] is None and row["year"] == self.year]
        issuer = metric.issuer or self.scheme.issuer
        if issuer is not None:
            rows = [row for row in rows if row["issuer"] == issuer]
        rows = [row for row in rows if row["issuer"] is None] or rows
        if len(rows) > 1:
            raise AmbiguousError
        return Fraction(rows[0]["value"]) if rows else None

    # The board.

    def together(self) -> list[Row]:
        """The rows of the composite board of all groups as one: scored in their own groups, ranked among all."""
        keys = [group.key for group in self.scheme.groups if group.composite]
        before = self.previous()
        past = {row["unit_id"]: row["rank"] for row in before.together()} if before else {}
        ranked = rank_group([score for key in keys for score in self._scores(key)], self.scheme.ties)
        rows = [self._row(each.rank, past.get(f"U{each.score.unit}"), each.score) for each in ranked]
        every = [cell for row in rows for cell in row["indicators"]]
        for cell in every:
            scores = [other["score"] for other in every if other["key"] == cell["key"] and other["score"] is not None]
            known = cell["score"] is not None
            cell["rank"] = 1 + sum(score > cell["score"] for score in scores) if known else None
            for part in cell.get("parts", ()):
                del part["rank"]
        return with_gaps(rows, [row["score"] for row in rows])

    def _scores(self, key: str) -> tuple[UnitScore, ...]:
        standings = [self._standing(row["id"]) for row in self.members(key)]
        return score_group(self.scheme, key, standings, self.c, self._events())

    def members(self, group: str) -> list[Row]:
        """The units of a group in their order of entry that were active by the as-of date."""
        day = self.as_of.isoformat()
        return [
            row
            for row in self.units
            if row["group"] == group
            if (row["active_on"] or day) <= day and (row["retired_to"] or day) >= day
        ]

    def _standing(self, unit: int) -> Standing:
        return Standing(
            unit,
            {
                key: MetricValue(
                    self.value(metric, unit, self.start, self.as_of),
                    self.target(metric, unit),
                    self.last_year(metric, unit),
                )
                for key, metric in self.scheme.metrics.items()
            },
        )

    def _events(self) -> list[Event]:
        return [
            Event(
                row["item"],
                row["unit_id"],
                None if row["count"] is None else Fraction(row["count"]),
                None if row["points"] is None else Fraction(row["points"]),
                row["project_id"],
            )
            for row in self.live["adjustment"]
            if _inside(row, "happened", self.start, self.as_of)
        ]

    def ranks(self, group: str, metric: str | None = None) -> dict[int, int | None]:
        """The rank of every unit of a group, on the composite board or on the board of one metric."""
        if metric is None:
            return {row.score.unit: row.rank for row in rank_group(self._scores(group), self.scheme.ties)}
        standings = [self._standing(row["id"]) for row in self.members(group)]
        places = single_ranks([each.of(metric) for each in standings], self.scheme.metrics[metric].single)
        return {each.unit: rank for each, rank in zip(standings, places, strict=True)}

    def previous(self) -> Reference | None:
        """The board of the quarter before in the same year, if there is one."""
        first_month = (self.as_of.month - 1) // 3 * 3 + 1
        if first_month == 1 or self.asked.campaign is not None or self.as_of.year != self.year:
            return None
        last = date(self.year, first_month, 1) - ONE_DAY
        asked = Asked(date(self.year, first_month - 3, 1), last, self.asked.today)
        return Reference(self.all, self.scheme, asked)

    def group(self, key: str) -> list[Row]:
        """The rows of a group's composite board, in their order."""
        before = self.previous()
        past = before.ranks(key) if before else {}
        ranked = rank_group(self._scores(key), self.scheme.ties)
        rows = [self._row(each.rank, past.get(each.score.unit), each.score) for each in ranked]
        return with_gaps(rows, [row["score"] for row in rows])

    def _row(self, rank: int | None, past: int | None, score: UnitScore) -> Row:
        places = self.scheme.decimals
        return {
            "unit": self._name(score.unit),
            "unit_id": f"U{score.unit}",
            "rank": rank,
            "previous_rank": past,
            "score": None if score.exact is None else half_up(score.exact, places),
            "vetoed": score.vetoed,
            "indicators": [self._cell(cell) for cell in score.indicators],
            "adjustments": [
                {"key": each.key, "count": exact(each.times), "points": half_up(each.points, places)}
                for each in score.adjustments
            ],
        }

    def _cell(self, cell: Cell) -> Row:
        mix = {"parts": [self._cell(part) for part in cell.parts]} if cell.parts else {}
        line = {"key": cell.key, "metric": cell.metric, "weight": exact(cell.weight), "rank": cell.rank}
        score = None if cell.score is None else half_up(cell.score, self.scheme.decimals)
        return line | {"score": score} | self._compared(cell.actual, cell.target) | mix

    def _compared(self, actual: Fraction | None, target: Fraction | None) -> Row:
        """An actual against its target, as the board prints both."""
        places = self.scheme.decimals
        rate = actual / target if actual is not None and target else None
        return {
            "actual": None if actual is None else exact(actual),
            "target": None if target is None else exact(target),
            "rate": None if rate is None else half_up(rate, places + 2),
            "ahead": None if rate is None else half_up((rate - self.c) * 100, places),
        }

    def single(self, group: str, metric: Metric) -> list[Row]:
        """The rows of a group's board of one metric, in their order of entry."""
        ranks = self.ranks(group, metric.key)
        before = self.previous()
        past = before.ranks(group, metric.key) if before else {}
        rows = [
            {"unit_id": f"U{unit}", "rank": rank, "previous_rank": past.get(unit)} | self.progress(metric, unit)
            for unit, rank in ranks.items()
        ]
        actuals = {unit: self.value(metric, unit, self.start, self.as_of) for unit in ranks}
        targets = {unit: self.target(metric, unit) for unit in ranks}
        if metric.single == "actual" or (
            metric.single is None and not any(t is not None and t > 0 for t in targets.values())
        ):
            return with_gaps(rows, list(actuals.values()), exactly=True)
        rates = [(actuals[unit] or 0) / target if target else None for unit, target in targets.items()]
        return with_gaps(rows, rates, list(targets.values()), exactly=True)

    def city(self, metric: Metric) -> Row:
        """The city's line: everything once, its own target, and the sum of its units' targets."""
        line = self._compared(self.value(metric, None, self.start, self.as_of), self.target(metric, None))
        targets = _sum([self.target(metric, unit["id"]) for unit in self.units])
        return {
            "metric": metric.key,
            **line,
            "units_target": None if targets is None else exact(targets),
            "summed": self.summed(metric),
        }

    def board(self) -> Row:
        """The data of a composite board."""
        return {
            "start": self.start.isoformat(),
            "end": self.asked.last.isoformat(),
            "as_of": self.as_of.isoformat(),
            "scheme": self.scheme.key,
            "curve": half_up(self.c, 6),
            "composite": True,
            "groups": [
                {"key": group.key, "rows": self.group(group.key)} for group in self.scheme.groups if group.composite
            ],
            "city": [self.city(metric) for metric in self.scheme.metrics.values()],
        }

    def most(self, group: str) -> dict[str, tuple[set[str], set[str]]]:
        """By unit, the metrics on whose boards it is first, and last."""
        found: dict[str, tuple[set[str], set[str]]] = {f"U{row['id']}": (set(), set()) for row in self.members(group)}
        for key in self.scheme.metrics:
            ranks = {unit: rank for unit, rank in self.ranks(group, key).items() if rank is not None}
            for unit, rank in ranks.items():
                if rank == 1:
                    found[f"U{unit}"][0].add(key)
                elif rank == max(ranks.values()):
                    found[f"U{unit}"][1].add(key)
        return found

    def progress(self, metric: Metric, unit: int | None) -> Row:
        """A line of progress: a unit's or the city's."""
        now, last = self.value(metric, unit, self.start, self.as_of), self.last_year(metric, unit)
        growth = now / last - 1 if now is not None and last is not None and last > 0 else None
        added = self.added(metric, unit)
        return self._compared(now, self.target(metric, unit)) | {
            "last": None if last is None else exact(last),
            "year_on_year": None if growth is None else half_up(growth, self.scheme.decimals + 2),
            "added": None if added is None else exact(added),
        }

    def _name(self, unit: int) -> str:
        """The name that was official on the as-of date: the former name that ended soonest on or after it."""
        row = next(row for row in self.units if row["id"] == unit)
        former = [
            alias.removesuffix(")").split("(..") for alias in (row["aliases"] or "").split("、") if "(.." in alias
        ]
        later = sorted((until, name) for name, until in former if until >= self.as_of.isoformat())
        return str(later[0][1] if later else row["name"])

    # What is said beside the figures.

    def imprecise(self, metric: Metric) -> int:
        """How many rows are left out for a date that the window cuts through."""
        if metric.source == "figures":
            figures = [_days(row, "as_of") for row in self.live["figure"] if row["metric"] == metric.key]
            return sum(Counted(0, *days, {}, Fraction(0)).cut(self.start, self.as_of) for days in figures)
        return sum(row.cut(self.start, self.as_of) for row in self.rows(metric))

    def vague_adjustments(self) -> int:
        """How many adjustments are left out for such a date."""
        days = [_days(row, "happened") for row in self.live["adjustment"]]
        return sum(Counted(0, *each, {}, Fraction(0)).cut(self.start, self.as_of) for each in days)

    def zeros(self) -> int:
        """How many targets come to 0 and are none."""
        units = [None, *(unit["id"] for unit in self.units)]
        entered = [self._issued(metric, unit) for metric in self.scheme.metrics.values() for unit in units]
        return sum(value is not None and value * self.delta == 0 for value in entered)

    def left_out(self, metric: Metric) -> dict[str, tuple[int, Decimal]]:
        """How many rows, and what sum, are left out for their currency."""
        rows = [row for row in self.rows(metric) if row.left_out and row.within(self.start, self.as_of)]
        sums: dict[str, tuple[int, Decimal]] = {}
        for row in rows:
            count, amount = sums.get(str(row.left_out), (0, Decimal(0)))
            sums[str(row.left_out)] = (count + 1, amount + exact(row.once))
        return sums


class OfChain(Reference):
    """The boards of one chain: only its projects, no targets, nothing that was entered for all chains together."""

    def __init__(self, tables: Tables, scheme: Scheme, asked: Asked, chain: str) -> None:
        super().__init__(tables, scheme, asked)
        self.chain = chain

    def metrics(self) -> list[Metric]:
        """The metrics that count projects of the chain."""
        return [
            metric
            for metric in self.scheme.metrics.values()
            if metric.source in ("funds", "milestones", "projects")
            and ("chain" not in metric.where or self.chain in metric.only("chain"))
        ]

    def _project_counts(self, project: Row | None, metric: Metric) -> bool:
        chains = {row["id"]: row["name"] for row in self.live["chain"]}
        mine = project is not None and chains.get(project["chain_id"]) == self.chain
        return mine and super()._project_counts(project, metric)

    def _issued(self, metric: Metric, unit: int | None) -> None:
        return None

    def _figure(self, metric: Metric, unit: int | None, first: date, last: date) -> None:
        return None

    def previous(self) -> OfChain | None:
        before = super().previous()
        return None if before is None else OfChain(self.all, self.scheme, before.asked, self.chain)

    def single(self, group: str, metric: Metric) -> list[Row]:
        return super().single(group, metric._replace(single="actual"))

    def ranks(self, group: str, metric: str | None = None) -> dict[int, int | None]:
        units = [row["id"] for row in self.members(group)]
        values = {
            unit: self.value(self.scheme.metrics[str(metric)], unit, self.start, self.as_of) or 0 for unit in units
        }
        return {unit: 1 + sum(other > value for other in values.values()) for unit, value in values.items()}


def with_gaps(
    rows: list[Row],
    values: Sequence[Fraction | Decimal | None],
    worth: Sequence[Fraction | None] | None = None,
    *,
    exactly: bool = False,
) -> list[Row]:
    """Rows with what each lacks to the next better rank, counted in its worth."""
    best = {row["rank"]: value for row, value in zip(rows, values, strict=True) if row["rank"] is not None}
    for n, (row, value) in enumerate(zip(rows, values, strict=True)):
        better = [rank for rank in best if row["rank"] is not None and rank < row["rank"]]
        gap = None
        if better:
            above = best[max(better)]
            assert above is not None
            assert value is not None
            gap = (Fraction(above) - Fraction(value)) * (worth[n] or 0 if worth else 1)
        row["gap"] = exact(gap) if exactly and gap is not None else gap
    return rows


def _days(row: Row, key: str) -> tuple[date, date]:
    return date.fromisoformat(row[f"{key}_on"]), date.fromisoformat(row[f"{key}_to"])


def _inside(row: Row, key: str, first: date, last: date) -> bool:
    begins, ends = _days(row, key)
    return first <= begins and ends <= last


def _narrowed(row: Row, metric: Metric, *keys: str) -> bool:
    """Whether a row has one of the values that `where` asks for, in every column of these."""
    return all(row[key] in metric.only(key) for key in keys if key in metric.where)


def _recognised(row: Row, metric: Metric) -> bool:
    if "recognition" in metric.where:
        return row["recognition"] in metric.only("recognition")
    return row["recognition"] not in ("returned", "refused")


def _company_counts(row: Row, metric: Metric) -> bool:
    if "lists" in metric.where and not set((row["lists"] or "").split("、")) & set(metric.only("lists")):
        return False
    if "target" in metric.where and bool(row["target"]) is not metric.where["target"]:
        return False
    return "company_kind" not in metric.where or row["kind"] in metric.only("company_kind")


def _sum(values: list[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known else None


def _year_before(first: date, last: date) -> tuple[date, date]:
    """The same window of last year: whole months stay whole, 29 February becomes the 28th."""
    after = last + ONE_DAY
    if first.day == after.day == 1:
        return first.replace(year=first.year - 1), after.replace(year=after.year - 1) - ONE_DAY
    return _earlier(first), _earlier(last)


def _earlier(day: date) -> date:
    return date(day.year - 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
