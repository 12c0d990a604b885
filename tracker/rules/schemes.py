"""What the contest rules are once they are read: a frozen scheme of groups, metrics, indicators and adjustments.

`scheme_reading` makes one of a TOML text, `scheme_words` warns about it and puts it into words.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, cast

from tracker.rules.choices import (
    AGREEMENT,
    CHANNEL,
    COMPANY_KIND,
    COMPANY_LIST,
    EVIDENCE,
    FUNDS_KIND,
    GROUP,
    INVESTMENT,
    LEAD_STATUS,
    RANK,
    RECOGNITION,
    RING,
    STAGE,
    VISIT_KIND,
    folded,
)
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.choices import Choices
    from tracker.rules.curves import Basis, Curve
    from tracker.rules.money import Money, MoneyUnit

Source: TypeAlias = Literal["funds", "milestones", "projects", "leads", "visits", "organisations", "figures"]
Measure: TypeAlias = Literal["amount", "count", "people", "distinct"]
MissingTarget: TypeAlias = Literal["rescale", "full", "zero"]
Formula: TypeAlias = Literal[
    "ratio",
    "ratio_time",
    "threshold",
    "floor_deduct",
    "deduct",
    "per_unit",
    "efficacy",
    "relmax",
    "share",
    "growth",
    "mix",
    "manual",
]
WhereValue: TypeAlias = "str | bool | tuple[str, ...] | Mapping[str, Money]"
Where: TypeAlias = "Mapping[str, WhereValue]"

MEASURES: Final[dict[str, tuple[Measure, ...]]] = {  # the first is the default
    "funds": ("amount",),
    "milestones": ("count", "distinct", "amount"),
    "projects": ("count", "distinct", "amount"),
    "leads": ("count",),
    "visits": ("count", "people"),
    "organisations": ("distinct",),
    "figures": ("amount", "count", "people", "distinct"),
}
COUNTED: Final = {  # the unit of a metric that names none
    "milestones": Say("个", "projects"),
    "projects": Say("个", "projects"),
    "leads": Say("条", "leads"),
    "visits": Say("次", "visits"),
    "organisations": Say("家", "organisations"),
}
PEOPLE: Final = Say("人次", "people")
LONE: Final = "stage"  # the one list of which a metric takes a single value
FLAGS: Final = "target"
MINIMUM: Final = "min_investment"
_OF_PROJECT: Final[dict[str, Choices | None]] = {
    MINIMUM: None,
    "investment": INVESTMENT,
    "chain": None,
    "channel": CHANNEL,
    "tag": None,
}
_OF_STAGE: Final[dict[str, Choices | None]] = {
    LONE: STAGE,
    "recognition": RECOGNITION,
    "agreement": AGREEMENT,
    **_OF_PROJECT,
}
WHERE: Final[dict[str, dict[str, Choices | None]]] = {
    "funds": {
        "recognition": RECOGNITION,
        "ring": RING,
        "kind": FUNDS_KIND,
        "evidence": EVIDENCE,
        **_OF_PROJECT,
    },
    "milestones": _OF_STAGE,
    "projects": _OF_STAGE,
    "leads": {"channel": CHANNEL, "status": LEAD_STATUS},
    "visits": {"kind": VISIT_KIND, "rank": RANK, "campaign": None},
    "organisations": {"kind": VISIT_KIND, "lists": COMPANY_LIST, "company_kind": COMPANY_KIND, FLAGS: None},
    "figures": {},
}
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})  # the default of a mapping; nobody can fill it by mistake


class Group(NamedTuple):
    """Units ranked together; without `composite` they stand on single boards only."""

    key: str
    label: Say
    composite: bool = True


class Metric(NamedTuple):
    """What is measured: its source, how rows are counted, and which of them (`where`, by the source's own keys).

    In `where`, `stage` is one key, `target` a flag, `min_investment` an amount by currency, the rest tuples of keys.
    `money` is the unit of an amount of money; then actuals and targets are counted in it.
    """

    key: str
    label: Say
    source: Source
    measure: Measure
    unit: Say
    money: MoneyUnit | None = None
    where: Where = NOTHING
    single: Literal["rate", "actual"] | None = None
    value: Literal["cumulative", "period"] = "cumulative"
    issuer: str | None = None

    @property
    def stage(self) -> str | None:
        """The stage whose date is counted, of milestones and projects."""
        return cast("str | None", self.where.get(LONE))

    @property
    def min_investment(self) -> Mapping[str, Money]:
        """The least total investment by currency; empty when any amount counts."""
        return cast("Mapping[str, Money]", self.where.get(MINIMUM, {}))

    def only(self, key: str) -> tuple[str, ...]:
        """The values to which `where` narrows a list; empty when it does not."""
        return cast("tuple[str, ...]", self.where.get(key, ()))


class Indicator(NamedTuple):
    """A metric turned into points by a formula. Weight 0 stands outside the rescaling.

    `cap` is a multiple of the weight. `parts` are indicators of their own: of a mix with their share of the weight,
    of a deduction with their own `per`. `groups` empty means all.
    """

    key: str
    metric: str | None
    label: Say
    weight: Fraction
    formula: Formula
    cap: Fraction | None = None
    params: Mapping[str, Fraction | str] = NOTHING
    parts: tuple[Indicator, ...] = ()
    groups: tuple[str, ...] = ()

    def number(self, name: str) -> Fraction:
        """A numeric parameter that the formula has or defaults to."""
        return cast("Fraction", self.params[name])

    def maximum(self) -> Fraction | None:
        """The formula's own ceiling in points, if it has one."""
        return cast("Fraction | None", self.params.get("max"))


class Item(NamedTuple):
    """A bonus or penalty: points per event, at most `max` in absolute sum; a veto takes the unit out of the ranking."""

    key: str
    label: Say
    points: Fraction = Fraction(0)
    max: Fraction | None = None
    veto: bool = False


class Limits(NamedTuple):
    """The most that bonuses, and that penalties, may come to in all; both are at least 0."""

    bonus: Fraction | None = None
    penalty: Fraction | None = None


NO_LIMITS: Final = Limits()


class Scheme(NamedTuple):
    """The rules of one contest; `year` is None for a campaign's, `rates` are yuan for one unit of a currency."""

    key: str
    year: int | None
    name: Say
    basis: Basis
    curve: Curve
    missing_target: MissingTarget
    decimals: int
    ties: tuple[str, ...]
    groups: tuple[Group, ...]
    metrics: Mapping[str, Metric]
    indicators: tuple[Indicator, ...]
    adjustments: tuple[Item, ...] = ()
    limits: Limits = NO_LIMITS
    rates: Mapping[str, Fraction] = NOTHING
    issuer: str | None = None

    def group(self, key: str) -> Group | None:
        """The group of that key, if the scheme has it."""
        return next((group for group in self.groups if group.key == key), None)

    def find_group(self, text: str) -> Group | None:
        """The group of that key or label, its own or the usual one, any case and width."""
        for group in self.groups:
            if any(
                _answers(group.key, label, text) for label in (group.label, GROUP.labels.get(group.key, group.label))
            ):
                return group
        return None

    def indicators_of(self, group: str) -> tuple[Indicator, ...]:
        """The indicators that hold for a group."""
        return tuple(each for each in self.indicators if not each.groups or group in each.groups)

    def find_metric(self, text: str) -> Metric | None:
        """The metric of that key or label, any case and width."""
        return next((each for each in self.metrics.values() if _answers(each.key, each.label, text)), None)

    def find_item(self, text: str) -> Item | None:
        """The adjustment of that key or label, any case and width."""
        return next((each for each in self.adjustments if _answers(each.key, each.label, text)), None)

    def issuer_of(self, metric: Metric) -> str | None:
        """Whose targets a metric is held against: its own issuer, else the scheme's, else nobody's in particular."""
        return metric.issuer or self.issuer


def exchange(currency: str, into: str, rates: Mapping[str, Fraction]) -> Fraction | None:
    """What one unit of a currency is worth in another by a scheme's rates (yuan for one unit); None without a rate.

    >>> exchange("USD", "CNY", {"USD": Fraction(71, 10)}), exchange("EUR", "CNY", {}), exchange("EUR", "EUR", {})
    (Fraction(71, 10), None, Fraction(1, 1))
    """
    if currency == into:
        return Fraction(1)
    worth = {"CNY": Fraction(1), **rates}
    return worth[currency] / worth[into] if currency in worth and into in worth else None


def _answers(key: str, label: Say, text: str) -> bool:
    """Whether a text names a thing by its key or either label."""
    return folded(text) in {folded(key), folded(label.zh), folded(label.en)}


def parts_of(indicator: Indicator) -> tuple[Indicator, ...]:
    """The parts of a mix or deduction; a deduction of one metric is its own single part."""
    return indicator.parts or ((indicator,) if indicator.formula in ("floor_deduct", "deduct") else ())
