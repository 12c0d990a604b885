"""New and changed receipts that a metric leaves out because a cell that it asks for is blank: said of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.rules.nouns import NOUNS
from tracker.words import RECEIPT_UNCOUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.rules.schemes import Metric, Scheme
    from tracker.services.lookups import Lookups
    from tracker.services.sheet_rows import Line, Lines


def note(lines: Lines, lookups: Lookups) -> None:
    """Warn of receipts without a ring or a kind of money where the contest rules of their year count only some."""
    receipts = [line for line in lines.by_noun["funds"] if line.takes_effect]
    schemes = lookups.schemes(None) if receipts else ()
    metrics = [metric for scheme in schemes for metric in _of_receipts(scheme)]
    for field in NOUNS["funds"].own_fields:
        if field.default is not None or not any(metric.only(field.key) for metric in metrics):
            continue
        for line in (line for line in receipts if line.value(field.key) is None):
            for metric in _narrowed(line, field.key, lookups):
                what = RECEIPT_UNCOUNTED(field=field.label, metric=metric.label)
                lines.notes.add("receipt_uncounted", line.place(field.key), what, group=field.key)


def _of_receipts(scheme: Scheme) -> Iterator[Metric]:
    return (metric for metric in scheme.metrics.values() if metric.source == "funds")


def _narrowed(line: Line, key: str, lookups: Lookups) -> Iterator[Metric]:
    """The metrics of receipts that count only some values of a field in the year of a receipt."""
    year = line.value("received_on").first.year
    for scheme in lookups.schemes(year):
        if scheme.year in (year, None):
            yield from (metric for metric in _of_receipts(scheme) if metric.only(key))
