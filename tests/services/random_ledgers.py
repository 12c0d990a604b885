"""Small ledgers, schemes and questions made at random, dense around the edges of quarters, currencies and shares.

Every choice is drawn through one `Random`, so that a seed gives the same ledger again.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import HealthCheck, Phase, settings

from tests.services.ledger import Ledger
from tests.services.reference import Asked
from tracker.rules import choices
from tracker.rules.dates import PartialDate, day, months
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.store.engine import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

BOARDS = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),  # a smaller seed is no smaller ledger
)
EMPTY: list[bytes] = []  # the first database, which is the pattern of the rest
ONE_DAY = timedelta(days=1)
EDGES = ((1, 1), (1, 31), (2, 28), (3, 1), (3, 31), (4, 1), (5, 15), (6, 30), (7, 1), (9, 30), (10, 1), (12, 31))
STAGES = ("signed", "started", "completed", "producing")
TAGS = ("重点", "招大引强", "外资_100%", "外资x100y")
POLICIES: dict[int, tuple[str, ...]] = {  # by the number of introducers
    0: ("single",),
    1: ("single", "5:5", "3:7", "40:60", "dual_full", "origin_full"),
    2: ("single", "4:3:3", "20:30:50", "dual_full", "origin_full"),
}
METRICS: dict[
    str, tuple[dict[str, tuple[str, ...]], tuple[str, ...]]
] = {  # of each: the measures, and what `where` may ask
    "funds": ({"amount": ("亿元", "万元", "万美元")}, ("recognition", "ring", "kind", "evidence")),
    "milestones": ({"count": ("个",), "distinct": ("个",), "amount": ("亿元", "美元")}, ("recognition", "agreement")),
    "projects": ({"count": ("个",), "amount": ("亿元",)}, ("recognition",)),
    "visits": ({"count": ("次",), "people": ("人次",)}, ("kind", "rank", "campaign")),
    "organisations": ({"distinct": ("家",)}, ("kind", "lists", "company_kind", "target")),
    "leads": ({"count": ("条",)}, ("channel", "status")),
    "figures": ({"amount": ("万美元",)}, ()),
}
OF_PROJECT = ("min_investment", "investment", "channel", "chain", "tag")
VALUES = {
    "recognition": choices.RECOGNITION.keys,
    "ring": choices.RING.keys,
    "kind": choices.VISIT_KIND.keys,
    "evidence": choices.EVIDENCE.keys[:3],
    "agreement": choices.AGREEMENT.keys,
    "rank": choices.RANK.keys[:3],
    "campaign": ("百日会战",),
    "lists": choices.COMPANY_LIST.keys[:3],
    "company_kind": choices.COMPANY_KIND.keys,
    "channel": choices.CHANNEL.keys[:3],
    "status": choices.LEAD_STATUS.keys,
    "investment": choices.INVESTMENT.keys,
    "chain": ("装备制造", "纺织"),
    "tag": TAGS,
}
MINIMUMS = ('"1亿"', '{ CNY = "1亿", USD = "1000万" }', '{ CNY = "5亿" }', '{ USD = "3000万" }')
ADJUSTMENTS = """
[[adjustments]]
key = "bonus"
points = {bonus}
max = 4
[[adjustments]]
key = "start"
points = 1.25
[[adjustments]]
key = "late"
points = -0.5
{most}
[[adjustments]]
key = "false_report"
points = -5
veto = true
"""


class Question(NamedTuple):
    """A scheme's text and what is asked of it, as typed and as meant."""

    toml: str
    period: str
    asked: Asked


def some(random: Random, values: Sequence[str], least: int = 1) -> list[str]:
    """A few of some values, at least so many."""
    return random.sample(list(values), random.randint(least, max(least, len(values) - 1)))


def maybe(random: Random, value: Any, out_of: int = 2) -> Any:
    """The value, or as often as not None."""
    return value if random.randrange(out_of) else None


# The ledger


def a_day(random: Random) -> date:
    """A day of 2024, sometimes of the year before or after, at or beside the edge of a month."""
    year = random.choice((2024, 2024, 2024, 2023, 2023, 2025))
    return date(year, *random.choice(EDGES)) + ONE_DAY * random.choice((-1, 0, 0, 1, 9))


def a_date(random: Random) -> PartialDate:
    """A date as precisely as it is known."""
    first = a_day(random)
    count = random.choice((0, 0, 0, 0, 0, 1, 3, 6, 12))
    return months(first.year, (first.month - 1) // count * count + 1, count) if count else day(first)


def money(random: Random) -> Money:
    """An amount around the thresholds of the schemes, mostly of yuan."""
    currency = random.choice(("CNY", "CNY", "CNY", "USD", "EUR"))
    base = random.choice((10**8, 5 * 10**8, 10**7, 3 * 10**7, 1_234_567))
    return Money((base + random.choice((0, 0, -1, 1))) * 100 + random.choice((0, 0, 1)), currency)


class _Maker:
    """Makes the records of one ledger; later ones refer to earlier ones."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.changes: list[Change] = []
        self.counts: dict[str, int] = dict.fromkeys(NOUNS, 0)

    def add(self, noun: str, **values: Any) -> int:
        self.counts[noun] += 1
        values = {field.key: field.default for field in NOUNS[noun].own_fields if field.default} | {
            key: value for key, value in values.items() if value is not None
        }
        self.changes.append(Change(NOUNS[noun], self.counts[noun], "add", after=values))
        return self.counts[noun]

    def one(self, noun: str) -> int:
        """The number of any record of a noun."""
        return self.random.randint(1, self.counts[noun])

    def choice(self, name: choices.Choices, most: int = 9) -> str:
        return self.random.choice(name.keys[:most])

    def units(self) -> None:
        random = self.random
        for n in range(random.randint(3, 6)):
            aliases = maybe(random, (f"旧名{n}(..{a_day(random)})", f"别名{n}"))
            retired = day(a_day(random)) if random.randrange(6) == 0 else None
            active = day(a_day(random)) if random.randrange(8) == 0 else None
            group = random.choice(("county", "county", "zone"))
            self.add("unit", name=f"单位{n}", group=group, aliases=aliases, active_on=active, retired_on=retired)
        self.add("unit", name="商务局", group="department")

    def known(self) -> None:
        """Chains, campaigns and companies."""
        for name in VALUES["chain"]:
            self.add("chain", name=name)
        self.add("campaign", name="百日会战", start_on=day(date(2024, 4, 1)), end_on=day(date(2024, 7, 9)))
        for n in range(5):
            lists = (
                tuple(sorted(some(self.random, choices.COMPANY_LIST.keys[:3], 0), key=choices.COMPANY_LIST.keys.index))
                or None
            )
            kind = self.choice(choices.COMPANY_KIND)
            self.add("company", name=f"企业{n}", kind=kind, lists=lists, target=self.random.choice((None, False, True)))

    def credited(self) -> dict[str, Any]:
        """A host, who introduced the project, and how its money and count are shared."""
        units = self.random.sample(range(1, self.counts["unit"] + 1), 3)
        introducers = tuple(units[1 : 1 + self.random.choice((0, 1, 1, 2))])
        policies = POLICIES[len(introducers)]
        money_share, count_share = self.random.choice(policies), self.random.choice(policies)
        shares = {"money_share": money_share, "count_share": count_share}
        return {"unit": units[0], "introducers": introducers or None, **shares}

    def project(self, n: int) -> None:
        random = self.random
        self.add(
            "project",
            name=f"项目{n}",
            **self.credited(),
            total_investment=money(random),
            contract_investment=maybe(random, money(random)),
            status=random.choice(("active", "active", "paused", "withdrawn", "lost")),
            agreement=random.choice(("contract", "contract", "framework", None)),
            investment=self.choice(choices.INVESTMENT),
            channel=maybe(random, self.choice(choices.CHANNEL, 3)),
            chain=maybe(random, self.one("chain")),
            tags=tuple(some(random, TAGS, 0)) or None,
        )
        for stage in some(random, STAGES, 0):
            self.add(
                "milestone",
                project=self.counts["project"],
                stage=stage,
                reached_on=maybe(random, a_date(random), 8),
                recognition=self.choice(choices.RECOGNITION),
            )

    def receipt(self) -> None:
        random = self.random
        self.add(
            "funds",
            project=self.one("project"),
            received_on=a_date(random),
            amount=money(random),
            ring=maybe(random, self.choice(choices.RING), 5),
            kind=maybe(random, self.choice(choices.FUNDS_KIND), 5),
            evidence=maybe(random, self.choice(choices.EVIDENCE, 3)),
            recognition=self.choice(choices.RECOGNITION),
        )

    def visit(self) -> None:
        random = self.random
        met = tuple(random.sample(range(1, self.counts["company"] + 1), random.randint(0, 3)))
        self.add(
            "visit",
            unit=self.one("unit"),
            start_on=a_date(random),
            kind=self.choice(choices.VISIT_KIND),
            rank=maybe(random, self.choice(choices.RANK, 3)),
            people=random.choice((None, 0, 1, 3)),
            companies=met or None,
            campaign=maybe(random, 1),
        )

    def lead(self, n: int) -> None:
        channel = maybe(self.random, self.choice(choices.CHANNEL, 3))
        status = self.choice(choices.LEAD_STATUS)
        received = a_date(self.random)
        self.add("lead", name=f"线索{n}", unit=self.one("unit"), received_on=received, channel=channel, status=status)

    def entered(self, metrics: Sequence[str]) -> None:
        """Targets, figures and adjustments."""
        random = self.random
        units = [None, *range(1, self.counts["unit"] + 1)]
        for metric in metrics:
            issuers = random.choice(((None,), (None, "市"), ("市",), ("市",)))
            for unit in units:
                for issuer in issuers:
                    place: dict[str, Any] = {"year": 2024} if random.randrange(4) else {"campaign": 1}
                    if random.randrange(3):
                        value = Decimal(random.choice(("0", "1", "2", "7.5", "10", "3000")))
                        self.add("target", **place, unit=unit, metric=metric, value=value, issuer=issuer)
        for _ in range(random.randint(0, 25)):
            value = Decimal(random.choice(("0", "1.5", "5", "12", "900", "-1")))
            unit = random.choice(units)
            self.add("figure", unit=unit, metric=random.choice(metrics), as_of_on=a_date(random), value=value)
        for _ in range(random.randint(0, 6)):
            self.add(
                "adjustment",
                unit=self.one("unit"),
                item=random.choice(("bonus", "start", "late", "late", "false_report")),
                happened_on=a_date(random),
                count=random.choice((None, None, Decimal(2), Decimal("0.5"))),
                points=random.choice((None, None, Decimal("1.5"), Decimal(-1))),
                project=maybe(random, self.one("project")),
            )

    def later(self) -> list[Change]:
        """What becomes of some records afterwards: changed hands, status or shares, removed, renamed."""
        random = self.random
        second = [
            Change(NOUNS["project"], id_, "edit", after={"status": random.choice(("active", "withdrawn"))})
            for id_ in range(1, self.counts["project"] + 1, 4)
        ]
        second += [
            Change(NOUNS["project"], id_, "edit", after=self.credited())
            for id_ in range(2, self.counts["project"] + 1, 4)
        ]
        second.append(Change(NOUNS["unit"], 1, "edit", after={"name": "新名", "aliases": ("单位0(..2024-05-31)",)}))
        for noun in ("funds", "milestone", "visit", "lead", "target", "figure", "adjustment"):
            second += [Change(NOUNS[noun], id_, "remove") for id_ in range(1, self.counts[noun] + 1, 7)]
        return second

    def whole_project_gone(self) -> list[Change]:
        """The last project removed with all that hangs on it."""
        last = self.counts["project"]
        gone = {
            (c.noun.key, c.id): Change(c.noun, c.id, "remove")
            for c in self.changes
            if c.noun.key in ("funds", "milestone", "adjustment") and c.after.get("project") == last
        }
        rest = [change for (_, id_), change in gone.items() if id_ % 7 != 1]  # the others went before
        return [*rest, Change(NOUNS["project"], last, "remove")]


def fill(ledger: Ledger, random: Random, metrics: Sequence[str]) -> None:
    """Write a ledger at random, straight through the unit of work."""
    maker = _Maker(random)
    maker.units()
    maker.known()
    for n in range(random.randint(5, 15)):
        maker.project(n)
    for _ in range(random.randint(5, 20)):
        maker.receipt()
    for n in range(random.randint(0, 10)):
        maker.visit()
        maker.lead(n)
    maker.entered(metrics)
    with ledger.work() as work:
        work.apply(maker.changes)
        work.apply(maker.later())
        if random.randrange(2):
            work.apply(maker.whole_project_gone())


# The scheme


def _where(random: Random, source: str, keys: tuple[str, ...]) -> str:
    asked = {}
    if source in ("funds", "milestones", "projects"):
        keys += OF_PROJECT
    asking = random.sample(keys, random.choice((0, 0, 1, 1, min(2, len(keys))) if keys else (0,)))
    if "min_investment" in keys and random.randrange(4) == 0:
        asking.append("min_investment")
    for key in asking:
        if key == "min_investment":
            asked[key] = random.choice(MINIMUMS)
        elif key == "target":
            asked[key] = random.choice(("true", "false"))
        else:
            values = choices.FUNDS_KIND.keys if (source, key) == ("funds", "kind") else VALUES[key]
            asked[key] = "[" + ", ".join(f'"{value}"' for value in some(random, values)) + "]"
    if source == "milestones":
        asked["stage"] = f'"{random.choice(STAGES)}"'
    return "where = { " + ", ".join(f"{key} = {value}" for key, value in asked.items()) + " }"


def _metric(random: Random, key: str, source: str) -> str:
    measures, keys = METRICS[source]
    measure = random.choice(list(measures))
    lines = [f"[metrics.{key}]", f'source = "{source}"', f'measure = "{measure}"']
    lines += [f'unit = "{random.choice(measures[measure])}"', _where(random, source, keys)]
    if source == "figures":
        lines.append(f'value = "{random.choice(("cumulative", "cumulative", "period"))}"')
    if random.randrange(3) == 0:
        lines.append('issuer = "市"')
    if random.randrange(4) == 0:
        lines.append(f'single = "{random.choice(("rate", "actual"))}"')
    return "\n".join(lines)


FORMULAS = {
    "ratio": "",
    "ratio_time": "",
    "threshold": "base = 6\nper = 0.5\nmax = 9",
    "floor_deduct": "per = 0.25",
    "deduct": "per = 0.5",
    "efficacy": 'zero = "zero"',
    "relmax": "",
    "share": 'of = "{other}"',
    "growth": 'by = "rate"\ngoal = 0.2',
    "mix": 'parts = [{{ metric = "{metric}", share = 0.6, formula = "ratio" }}, '
    '{{ key = "other", metric = "{other}", share = 0.4, formula = "growth", by = "rank" }}]',
    "per_unit": "per = 0.1\nmax = 5",
    "manual": "",
}


def _indicator(random: Random, n: int, metrics: dict[str, str]) -> str:
    formula = random.choice(list(FORMULAS))
    figures = [key for key, source in metrics.items() if source == "figures"]
    metric, other = random.choice(figures if formula == "manual" else list(metrics)), random.choice(list(metrics))
    lines = ["[[indicators]]", f'key = "i{n}"', f'formula = "{formula}"']
    lines += [FORMULAS[formula].format(metric=metric, other=other)]
    lines += [f'metric = "{metric}"'] if formula != "mix" else []
    lines += [f"weight = {random.choice((10, 12.5, 30))}"] if formula != "per_unit" else []
    lines += [f"cap = {random.choice((1, 1.2))}"] if formula != "per_unit" and random.randrange(2) else []
    lines += ['groups = ["county"]'] if n > 1 and random.randrange(5) == 0 else []
    return "\n".join(lines)


def a_scheme(random: Random) -> tuple[str, list[str]]:
    """The text of a scheme, and the keys of its metrics."""
    metrics = {f"m{n}": source for n, source in enumerate(METRICS)}
    metrics |= {f"x{n}": random.choice(("funds", "milestones", "figures")) for n in range(random.randint(0, 3))}
    curves: tuple[str, ...] = ('"months"', '"days"', "[0.2, 0.5, 0.75, 1]", "[0.1, 0.1, 0.9, 1]")
    curves += ("[0.05, 0.1, 0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]",)
    top = [
        'key = "random"',
        "year = 2024",
        f'basis = "{random.choice(("cumulative", "period"))}"',
        f"curve = {random.choice(curves)}",
        f'missing_target = "{random.choice(("rescale", "rescale", "full", "zero"))}"',
        f"decimals = {random.choice((0, 2, 2, 4))}",
        'ties = ["i0"]',
        random.choice(("", "", 'issuer = "市"')),
        '[[groups]]\nkey = "county"',
        f'[[groups]]\nkey = "zone"\ncomposite = {random.choice(("true", "true", "false"))}',
        *(_metric(random, key, source) for key, source in metrics.items()),
        *(_indicator(random, n, metrics) for n in range(random.randint(1, 6))),
        ADJUSTMENTS.format(bonus=random.choice((2, 1.5)), most=random.choice(("", "max = 1"))),
        random.choice(("", "[limits]\nbonus = 3\npenalty = 2")),
        random.choice(("", '[rates]\nUSD = "7.10"', '[rates]\nUSD = 7\nEUR = "7.77"')),
    ]
    return "\n".join(line for line in top if line), list(metrics)


def a_period(random: Random) -> tuple[str, date, date]:
    """A period of 2024 of any kind, or one that began the year before."""
    kind = random.choice(("quarter", "quarter", "half", "month", "year", "range", "across"))
    if kind == "range":
        first = date(2024, *random.choice(EDGES[:6]))
        last = first + ONE_DAY * random.choice((0, 20, 59, 90))
        return f"{first}..{last}", first, last
    if kind == "across":
        first, last = date(2023, 11, 1), date(2024, random.choice((2, 5)), 29)
        return f"{first}..{last}", first, last
    count = {"quarter": 3, "half": 6, "month": 1, "year": 12}[kind]
    known = months(2024, random.randrange(12 // count) * count + 1, count)
    return known.iso(), known.first, known.last


def a_question(random: Random, toml: str) -> Question:
    """A period or the campaign, asked on its last day, inside it, or long after."""
    campaign = 1 if random.randrange(6) == 0 else None
    text, first, last = a_period(random)
    if campaign:
        text, first, last = "百日会战", date(2024, 4, 1), date(2024, 7, 9)
    cumulative = 'basis = "cumulative"' in toml and not campaign
    least = max(first, date(2024, 1, 1)) if cumulative else first
    inside = least + ONE_DAY * random.randint(0, (last - least).days)
    today = random.choice((date(2025, 1, 10), date(2025, 1, 10), last, inside))
    return Question(toml, text, Asked(first, last, today, campaign))


@contextmanager
def a_ledger(random: Random) -> Iterator[tuple[Ledger, str]]:
    """A filled ledger in a folder of its own, and the text of the scheme that is in force there."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        if EMPTY:
            path.write_bytes(EMPTY[0])
        ledger = Ledger(Path(folder))
        if not EMPTY:
            EMPTY.append(path.read_bytes())
        toml, metrics = a_scheme(random)
        fill(ledger, random, metrics)
        ledger.load(toml)
        yield ledger, toml
