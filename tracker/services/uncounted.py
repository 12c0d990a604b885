"""New and changed receipts that a metric leaves out because a cell that it asks for is blank: said of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.rules.nouns import NOUNS
from tracker.words import RECEIPT_UNCOUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.rules.schemes import Metric
    from tracker.services.lookups import Lookups
    from tracker.services.sheet_rows import Line, Lines


def note(lines: Lines, lookups: Lookups) -> None:
    """Warn of receipts without a ring or a kind of money where the contest rules of their year count only some."""
    noun = NOUNS["funds"]
    narrowed = {key for scheme in lookups.schemes(None) for metric in scheme.metrics.values() for key in metric.where}
    for field in noun.own_fields:
        if field.key in narrowed and not field.required and field.default is None:
            for line in lines.by_noun[noun.key]:
                if line.values.get(field.key) is None and _is_written(line) and line.value(field.key) is None:
                    for metric in _narrowed(line, field.key, lookups):
                        what = RECEIPT_UNCOUNTED(field=field.label, metric=metric.label)
                        lines.notes.add("receipt_uncounted", line.place(field.key), what, group=field.key)


def _is_written(line: Line) -> bool:
    return not line.bad and not line.skipped and (line.new or bool(line.changed))


def _narrowed(line: Line, key: str, lookups: Lookups) -> Iterator[Metric]:
    """The metrics of receipts that count only some values of a field in the year of a receipt."""
    year = line.value("received_on").first.year
    for scheme in lookups.schemes(year):
        if scheme.year in (year, None):
            yield from (each for each in scheme.metrics.values() if each.source == "funds" and each.only(key))
