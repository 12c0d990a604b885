"""One unit, or the city, against one metric: what it reached, last year's, and what the running month added."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.progress import added, completion, year_on_year
from tracker.store.figures import Span

if TYPE_CHECKING:
    from tracker.rules.schemes import Metric
    from tracker.services.contest import Ground
    from tracker.store.figures import Measured


class Values(NamedTuple):
    """The values of metrics by key: of the window, of last year's, and up to the last month's end.

    `month` is None where the window began within the month.
    """

    now: dict[str, Measured]
    last: dict[str, Measured]
    month: dict[str, Measured] | None


class Line(NamedTuple):
    """One unit, or the city, against one metric."""

    actual: Fraction | None
    target: Fraction | None
    last: Fraction | None
    before: Fraction | None

    @property
    def rate(self) -> Fraction | None:
        """Completion, as a fraction of the target."""
        return completion(self.actual, self.target)

    @property
    def growth(self) -> Fraction | None:
        """Year on year, as a fraction."""
        return year_on_year(self.actual, self.last)

    @property
    def new(self) -> Fraction | None:
        """What this month added."""
        return added(self.actual, self.before)


def to_month_end(ground: Ground) -> Span | None:
    """The window up to the last month's end; None where it began later."""
    end = ground.window.as_of.replace(day=1) - datetime.timedelta(days=1)
    return Span(ground.window.start, end) if end >= ground.window.start else None


def line(ground: Ground, values: Values, metric: Metric, unit: int | None) -> Line:
    """One unit, or the city (None), against one metric."""
    now, last = values.now[metric.key], values.last[metric.key]
    before = values.month[metric.key] if values.month else None
    nothing = None if metric.source == "figures" else Fraction(0)
    if unit is None:
        earlier = before.city if before else Fraction(0)
        return Line(now.city, ground.target(None, metric.key), last.city, earlier)
    earlier = before.units.get(unit, nothing) if before else Fraction(0)
    return Line(now.units.get(unit, nothing), ground.target(unit, metric.key), last.units.get(unit), earlier)
