"""A table of targets with a column for each metric, as most cities hand them out: one table of ours a column."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import Problem
from tracker.result import Message
from tracker.rules.headings import Layout, Place, column_letters, lay_out, path_heading, path_text
from tracker.rules.nouns import NOUNS
from tracker.rules.tables import SEARCHED, Head, heading_paths
from tracker.services.sheet_rows import Facts
from tracker.words import (
    HEADING_UNKNOWN,
    HEADING_UNKNOWN_HEAD,
    WIDE_COLUMN,
    WIDE_NO_YEAR,
    WIDE_NO_YEAR_HINT,
    WIDE_TAKEN,
    WIDE_YEAR,
    WIDE_YEARS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.rules.headings import Path
    from tracker.rules.schemes import Metric, Scheme
    from tracker.services.sheet_rows import Lines, Page, Table

TARGET: Final = NOUNS["target"]
HEIGHTS: Final = (1, 2, 3)
LEAST: Final = 2  # metrics beside each other, where the sheet's own name does not say that it holds targets
_SAYS_TARGETS: Final = re.compile("目标|任务|计划|target|goal", re.IGNORECASE)
_SAYS_REACHED: Final = re.compile("完成|进度|通报|实绩|progress|actual|reached", re.IGNORECASE)
_YEAR: Final = re.compile(r"(20[0-9]{2})(?:\s*年|(?![0-9]))")


class Wide(NamedTuple):
    """Headings with metrics among them: by column the metric; `layout` is that of the columns beside them."""

    head: Head
    layout: Layout
    metrics: Mapping[int, Metric]

    def says_targets(self, page: Page) -> bool:
        """Whether a line above or the sheet's name says so: a table of what was reached has the same headings."""
        above = _above(page, self.head.at)
        says = _SAYS_TARGETS.search(above) and not _SAYS_REACHED.search(above)
        return bool(says) and len(self.metrics) >= LEAST


def find_wide(page: Page, schemes: Sequence[Scheme]) -> Wide | None:
    """The headings of a table with a column for each metric; None where the page holds no such table."""
    if not schemes:
        return None
    tried = (_wide(page, at, height, schemes) for height in HEIGHTS for at in range(min(SEARCHED, len(page.rows))))
    return max((each for each in tried if each), key=lambda each: len(each.metrics), default=None)


def _wide(page: Page, at: int, height: int, schemes: Sequence[Scheme]) -> Wide | None:
    paths = heading_paths(page.rows, at, height, Facts.of(page).merges)
    layout = lay_out((TARGET,), paths)
    fields = {place.field.key for place in layout.columns.values() if place.field}
    if "unit" not in fields or fields & {"metric", "value"}:
        return None
    named = ((index, _metric(paths[index], schemes)) for index in layout.unknown)
    metrics = {index: metric for index, metric in named if metric}
    if not metrics or len({metric.key for metric in metrics.values()}) < len(metrics):
        return None  # the same metric twice: perhaps what was to be reached and what was
    return Wide(Head(at, height, paths, layout), layout, metrics)


def _metric(path: Path, schemes: Sequence[Scheme]) -> Metric | None:
    """The metric that the lowest part of a heading names."""
    names = path_heading(path[-1:])[0]
    found = (scheme.find_metric(name) for scheme in schemes for name in names)
    return next((metric for metric in found if metric), None)


def _above(page: Page, at: int) -> str:
    texts = (cell for row in page.rows[:at] for cell in row.cells if isinstance(cell, str))
    return " ".join((*texts, page.name))


def split(wide: Wide, table: Table, lines: Lines) -> Iterator[Table]:
    """The table as one of ours for each metric, whose column holds the values; without a year it is refused."""
    given = _given(wide, table, lines)
    if given is None:
        return
    _tell(wide, table, lines, given)
    beside = {index: place for index, place in wide.layout.columns.items() if place.field}
    for n, (index, metric) in enumerate(sorted(wide.metrics.items())):
        units = path_heading(wide.head.paths[index])[1] or table.sheet.context.units
        columns = dict(sorted({**beside, index: Place(TARGET, TARGET.field("value"), units)}.items()))
        letters = {place.field.key: column_letters(at) for at, place in columns.items() if place.field}
        sheet = replace(
            table.sheet,
            layout=Layout(columns, {}, {}, ()),
            letters={TARGET.key: letters},
            given={**given, "metric": metric.key},
            further=n > 0,
            sections=[],
        )
        lines.sheets.append(sheet)
        yield table._replace(sheet=sheet, head=table.head._replace(layout=sheet.layout), several=True)


def _tell(wide: Wide, table: Table, lines: Lines, given: Mapping[str, str]) -> None:
    """How the table is read: which column is which metric, of which year, and what is left out."""
    name, paths = table.page.name, wide.head.paths
    columns = tuple(
        WIDE_COLUMN(column=column_letters(index), heading=path_text(paths[index]), metric=metric.label)
        for index, metric in sorted(wide.metrics.items())
    )
    year = WIDE_YEAR(year=given["year"]) if given else WIDE_YEARS
    lines.messages.append(Message("targets_wide", WIDE_TAKEN(sheet=name, columns=columns, year=year)))
    left = {index: text for index, text in wide.layout.unknown.items() if index not in wide.metrics}
    if left:
        named = tuple(HEADING_UNKNOWN_HEAD(column=column_letters(at), heading=text) for at, text in left.items())
        lines.messages.append(Message("heading_unknown", HEADING_UNKNOWN(sheet=name, columns=named), "warning"))


def _given(wide: Wide, table: Table, lines: Lines) -> dict[str, str] | None:
    """The one year that the lines above or the sheet's name say, unless a column does; None where nothing says it."""
    if any(place.field and place.field.key in ("year", "campaign") for place in wide.layout.columns.values()):
        return {}
    years = dict.fromkeys(_years((*table.sheet.context.texts, table.page.name)))
    if len(years) == 1:
        return {"year": next(iter(years))}
    place = f"{table.page.name}!A{table.sheet.first}"
    lines.problems.append(Problem("targets_no_year", WIDE_NO_YEAR, place, hint=WIDE_NO_YEAR_HINT))
    return None


def _years(texts: Iterable[str]) -> Iterator[str]:
    return (match[1] for text in texts for match in _YEAR.finditer(text))
