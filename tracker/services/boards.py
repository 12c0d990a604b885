"""The contest board of a period, as tables by group and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from tracker.errors import BadUsage
from tracker.result import Bar, Choice, Column, Move, Result, Table
from tracker.rules.choices import folded
from tracker.rules.numbers import exact, half_up
from tracker.rules.progress import ahead, completion
from tracker.rules.ranking import firsts_and_lasts, shortlist
from tracker.rules.scoring import added_up
from tracker.services import contest, printed, standings
from tracker.services.lines import line
from tracker.services.variants import AS_WRITTEN
from tracker.store import boards as published_boards
from tracker.words import (
    ADDED_THIS_MONTH,
    ADJUSTMENTS,
    BLACK_LIST,
    BOARD_TITLE,
    CHANGE,
    CITY_TITLE,
    FIRST_ON,
    FIRSTS,
    GAP,
    GROUP_COLUMN,
    LAST_ON,
    LASTS,
    LIST_COLUMN,
    LISTED_TITLE,
    METRIC_COLUMN,
    MOST_TITLE,
    RANK,
    RED_LIST,
    SCORE,
    SEVERAL,
    SINGLE_TITLE,
    SINGLE_TITLE_IN,
    UNIT_COLUMN,
    UNIT_OF_MEASURE,
    UNITS_RATE,
    UNITS_TARGET,
    UNKNOWN_FIELD,
    UNKNOWN_FIELD_HINT,
    VETOED,
    YEAR_ON_YEAR,
    Say,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence

    from tracker.result import Message
    from tracker.rules.ranking import Listed
    from tracker.rules.schemes import Metric
    from tracker.rules.scoring import Cell
    from tracker.services.contest import Ground, Unit
    from tracker.services.lines import Values
    from tracker.services.standings import Board, Row
    from tracker.services.variants import Variant
    from tracker.store.boards import Issue
    from tracker.store.reading import Reader
    from tracker.words import Words


class View(NamedTuple):
    """How a board is shown: all groups as one, one metric after another, its red and black lists, chosen columns."""

    together: bool = False
    singles: bool = False
    top: int | None = None
    bottom: int | None = None
    columns: tuple[str, ...] = ()


WHOLE: Final = View()


class Wanted(NamedTuple):
    """Which board is wanted, each part as typed, and how it is to be shown."""

    scheme: str | None = None
    group: str | None = None
    metric: str | None = None
    variant: Variant = AS_WRITTEN
    view: View = WHOLE

    @property
    def shown(self) -> View:
        """How it is shown: of a chain metric by metric, unless it is one metric that is wanted."""
        each = self.metric is None and (self.view.singles or self.variant.chain is not None)
        return self.view._replace(singles=each)


WANTED: Final = Wanted()
LISTS: Final[dict[Listed, Say]] = {"red": RED_LIST, "black": BLACK_LIST}
T = TypeVar("T")


LABELS: Final[dict[str, Say]] = {
    "list": LIST_COLUMN,
    "metric": METRIC_COLUMN,
    "measure": UNIT_OF_MEASURE,
    "group": GROUP_COLUMN,
    "rank": RANK,
    "change": CHANGE,
    "unit": UNIT_COLUMN,
    "score": SCORE,
    **{column.key: column.label for column in printed.measure_columns() if isinstance(column.label, Say)},
    "gap": GAP,
    "year_on_year": YEAR_ON_YEAR,
    "added": ADDED_THIS_MONTH,
    "adjustments": ADJUSTMENTS,
}
"""The columns that boards may have, beside one for every indicator of a composite one."""


def _column(key: str, *rest: Any, **more: Any) -> Column:
    return Column(key, LABELS[key], *rest, **more)


class Section(NamedTuple):
    """The rows of one group, or those on its red or black list."""

    key: str
    rows: tuple[Row, ...]
    listed: Listed | None = None


def board(reader: Reader, period: str | None, today: datetime.date, wanted: Wanted = WANTED) -> Result:
    """The board of a period, as tables by group and as the data of its contract; of a chain metric by metric."""
    made = make(reader, period, today, wanted)
    return told(made, remarks(reader, made), wanted.shown)


def make(reader: Reader, period: str | None, today: datetime.date, wanted: Wanted = WANTED) -> tuple[Board, ...]:
    """The board of a period as computed, or where it is wanted metric by metric the one of each."""
    ground = ground_of(reader, period, today, wanted)
    groups, together = contest.chosen_groups(ground, wanted.group), wanted.view.together
    if wanted.shown.singles:
        return tuple(standings.singles(reader, ground, groups, together=together).values())
    key = standings.metric_key(ground, wanted.metric)
    return (standings.compute(reader, ground, groups, key, together=together),)


def ground_of(reader: Reader, period: str | None, today: datetime.date, wanted: Wanted) -> Ground:
    """What the board that is wanted stands on."""
    return contest.prepare(reader, period, today, wanted.scheme, variant=wanted.variant, group=wanted.group)


class Full(NamedTuple):
    """A board with all that a printout may show beside it, of the groups that are wanted, ranked as wanted.

    The composite one, that of every metric (`metric` is the one that is wanted, if one is), and the values behind.
    """

    composite: Board
    singles: dict[str, Board]
    values: Values
    groups: tuple[str, ...]
    metric: str | None
    view: View

    @property
    def ground(self) -> Ground:
        """What all of it stands on."""
        return self.composite.ground

    @property
    def keys(self) -> list[str]:
        """The metrics that are wanted."""
        return [self.metric] if self.metric else list(self.ground.scheme.metrics)

    @property
    def ranked(self) -> bool:
        """Whether units are ranked by scores; of one metric, or metric by metric, they are not."""
        return self.metric is None and not self.view.singles

    def rows_of(self, group: str) -> tuple[Row, ...]:
        """The units of a group by their scores, ranked as wanted; none of a group that is not scored."""
        return tuple(row for rows in self.composite.groups.values() for row in rows if row.unit.group == group)

    @property
    def made(self) -> tuple[Board, ...]:
        """The board itself, or the one of each metric; of one metric with its own values alone."""
        if self.metric:
            single = self.singles[self.metric]
            return (single._replace(values={self.metric: single.values[self.metric]}),)
        return tuple(self.singles.values()) if self.view.singles else (self.composite,)


def full(reader: Reader, period: str | None, today: datetime.date, wanted: Wanted = WANTED) -> Full:
    """The board of a period with all that a printout may show beside it, measured in one round."""
    ground = ground_of(reader, period, today, wanted)
    groups, key = tuple(contest.chosen_groups(ground, wanted.group)), standings.metric_key(ground, wanted.metric)
    every = standings.every_board(reader, ground, groups, together=wanted.view.together)
    return Full(*every, groups, key, wanted.shown)


def issue_of(reader: Reader, ground: Ground) -> Issue | None:
    """The newest issue of a board of this period or campaign under this scheme."""
    name = ground.campaign_name
    found = published_boards.of_campaign(reader, name) if name else published_boards.of_period(reader, ground.called)
    return next((issue for issue in found if issue.scheme == ground.scheme.key), None)


def remarks(reader: Reader, made: Sequence[Board]) -> tuple[Message, ...]:
    """What a reader of a board should know beside its figures."""
    first = made[0]
    vague = [] if first.metric else contest.vague_events(reader, first.ground)
    return (*contest.remarks(first.ground, first.values), *vague)


def told(made: Sequence[Board], messages: tuple[Message, ...] = (), view: View = WHOLE) -> Result:
    """A board as its tables and its data, wherever it is from: the ledger of today, or what was published."""
    return Result(
        ("board",),
        tables=(*(_tables_of_each if view.singles else _tables_of_one)(made, view), city_table(made)),
        data=lambda: _data_of_each(made, view) if view.singles else board_data(made[0], view),
        lines=(made[0].ground.covers,),
        messages=messages,
        title=made[0].ground.scheme.name,
    )


def _tables_of_one(made: Sequence[Board], view: View) -> tuple[Table, ...]:
    return (single_tables if made[0].metric else composite_tables)(made[0], view)


def _tables_of_each(made: Sequence[Board], view: View) -> tuple[Table, ...]:
    """The board of every metric, and who is first and last on most of them."""
    return (*(table for each in made for table in single_tables(each, view)), *map(_most_table(made), _most(made)))


def _data_of_each(made: Sequence[Board], view: View) -> dict[str, Any]:
    ground = made[0].ground
    boards = [
        {
            "metric": each.metric.key,
            "label": each.metric.label,
            "unit": each.metric.unit,
            "groups": groups_data(each, view),
        }
        for each in made
        if each.metric
    ]
    return {
        **ground.head,
        "composite": False,
        "boards": boards,
        "firsts": [_most_data(ground, key, rows) for key, rows in _most(made)],
        "city": [line for each in made for line in city_data(each)],
    }


def sections(made: Board, view: View) -> list[Section]:
    """The parts of a board that are shown: whole groups, else the red list, then the black one, of each."""
    if view.top is None and view.bottom is None:
        return [Section(key, rows) for key, rows in made.groups.items()]
    asked: tuple[tuple[Listed, int | None], ...] = (("red", view.top), ("black", view.bottom))
    return [
        Section(key, tuple(rows[n] for n in shortlist([row.rank for row in rows], which, most)), which)
        for key, rows in made.groups.items()
        for which, most in asked
        if most is not None
    ]


def _titled(title: Words, listed: Listed | None) -> Words:
    """A table's title, with the list that it is."""
    return title if listed is None else LISTED_TITLE(title=title, list=LISTS[listed])


def change_of(row: Row) -> Move | None:
    """How many ranks a unit moved since the board before."""
    return None if row.rank is None or row.previous is None else Move(row.previous - row.rank)


def composite_tables(made: Board, view: View = WHOLE) -> tuple[Table, ...]:
    """One table a group: rank, change, unit, score with its bar, the score of each indicator, bonus and penalty."""
    ground = made.ground
    labels = _labels(ground, _groups_of(made))
    columns = (
        *_first_columns(made, view),
        _column("score", "number", tone=printed.rank_tone),
        _column("gap", "number", sparse=True, yielding=True),
        Column("bar", "", "bar"),
        *(Column(keys[0], label, "number", sparse=True) for label, keys in labels.items()),
        _column("adjustments", "number", tone=printed.sign_tone, sparse=True),
    )
    best = {key: _best(rows) for key, rows in made.groups.items()}
    tables = tuple(
        Table(
            columns,
            tuple(
                (
                    *_first_cells(ground, row, each.listed),
                    *_composite_cells(ground, row, labels.values(), best[each.key]),
                )
                for row in each.rows
            ),
            _titled(BOARD_TITLE(group=contest.group_label(ground, each.key), name=ground.scheme.name), each.listed),
        )
        for each in sections(made, view)
    )
    return chosen_columns(tables, view.columns)


def _first_columns(made: Board, view: View) -> tuple[Column, ...]:
    """List, group, rank, change and unit; what the title says is a column only where tables are joined in a file."""
    listed = view.top is not None or view.bottom is not None
    return (
        *((_column("list", grouping=True),) if listed else ()),
        _column("group", grouping=contest.TOGETHER not in made.groups),
        _column("rank", "number", tone=printed.rank_tone),
        _column("change", tone=printed.sign_tone),
        _column("unit"),
    )


def _first_cells(ground: Ground, row: Row, listed: Listed | None) -> tuple[object, ...]:
    """The cells under `_first_columns`."""
    return (
        *((Choice(listed, LISTS[listed]),) if listed else ()),
        Choice(row.unit.group, contest.group_label(ground, row.unit.group)),
        VETOED if row.vetoed else row.rank,
        change_of(row),
        row.unit.name,
    )


def chosen_columns(tables: Sequence[Table], keys: Sequence[str]) -> tuple[Table, ...]:
    """Tables of the same columns with only those asked for, by key or label; one that is not there is refused."""
    if not keys or not tables:
        return tuple(tables)
    columns = [column for column in tables[0].columns if column.kind != "bar"]
    places = [tables[0].columns.index(_named(columns, key)) for key in keys]
    return tuple(
        table._replace(
            columns=tuple(table.columns[n]._replace(yielding=False) for n in places),
            rows=tuple(tuple(row[n] for n in places) for row in table.rows),
        )
        for table in tables
    )


def _named(columns: Sequence[Column], text: str) -> Column:
    """The column of a key or a label in either language."""
    for column in columns:
        labels = column.label if isinstance(column.label, Say) else (str(column.label),)
        if folded(text) in map(folded, (column.key, *labels)):
            return column
    valid = tuple(column.key for column in columns)
    raise BadUsage(UNKNOWN_FIELD(value=text), code="field_unknown", value=text, hint=UNKNOWN_FIELD_HINT(fields=valid))


def _groups_of(made: Board) -> list[str]:
    """The groups whose units are on a board."""
    if contest.TOGETHER not in made.groups:
        return list(made.groups)
    return list(dict.fromkeys(row.unit.group for rows in made.groups.values() for row in rows))


def _labels(ground: Ground, groups: list[str]) -> dict[Say, list[str]]:
    """The indicators of some groups by label: one that groups weigh apart, under keys of its own, is one column."""
    found: dict[Say, list[str]] = {}
    for group in groups:
        for each in ground.scheme.indicators_of(group):
            found.setdefault(each.label, []).append(each.key)
    return found


def _best(rows: Sequence[Row]) -> float:
    """The highest score of a group, which fills its bar; 0 where there is none above it."""
    return max((float(row.score) for row in rows if row.score is not None), default=0.0)


def _composite_cells(ground: Ground, row: Row, indicators: Iterable[list[str]], best: float) -> tuple[object, ...]:
    """What stands behind the unit's name on a composite board."""
    places = ground.scheme.decimals
    scores = {cell.key: cell.score for cell in row.cells}
    chosen = [next((scores[key] for key in keys if key in scores), None) for keys in indicators]
    events = row.ranked.score.adjustments if row.ranked else ()
    added = added_up(events, ground.scheme.limits)
    return (
        row.score,
        printed.rounded(row.gap, places),
        Bar(float(row.score) / best if row.score is not None and best > 0 else None),
        *(printed.rounded(score, places) for score in chosen),
        printed.signed(added, places) if events else None,
    )


METRIC_COLUMNS: Final = (
    _column("metric", grouping=True),
    _column("measure", grouping=True),
)


def single_tables(made: Board, view: View = WHOLE) -> tuple[Table, ...]:
    """One table a group for one metric: rank, change, unit, actual, target, completion against the pro-rata line.

    Beside them what is lacking to the next rank, year on year, and what the month added. Of every metric, as files
    join them, each row says of which metric it is and in what unit.
    """
    ground, metric = made.ground, made.metric
    assert metric is not None
    unit = None if view.singles else metric.unit
    columns = (
        *(METRIC_COLUMNS if view.singles else ()),
        *_first_columns(made, view),
        *_measured(made, printed.measure_columns(unit)),
        _column("gap", "number", unit, sparse=True, yielding=True),
        _column("year_on_year", "number", "%", tone=printed.sign_tone, sparse=True, yielding=True),
        _column("added", "number", unit, yielding=True),
    )
    cells = (Choice(metric.key, metric.label), metric.unit) if view.singles else ()
    title = SINGLE_TITLE_IN if view.singles else SINGLE_TITLE
    tables = tuple(
        Table(
            columns,
            tuple(
                (*cells, *_first_cells(ground, row, each.listed), *_single_cells(made, metric, row))
                for row in each.rows
            ),
            _titled(
                title(group=contest.group_label(ground, each.key), metric=metric.label, unit=metric.unit), each.listed
            ),
        )
        for each in sections(made, view)
    )
    return chosen_columns(tables, view.columns)


def _measured(made: Board, whole: tuple[T, ...]) -> tuple[T, ...]:
    """The columns or cells of a metric: all of them, or the actual alone on a board of one chain, without targets."""
    return whole[:1] if made.ground.variant.chain else whole


def _single_cells(made: Board, metric: Metric, row: Row) -> tuple[object, ...]:
    ground, places = made.ground, made.ground.scheme.decimals
    return (
        *_measured(made, printed.measure_cells(ground, row.cells[0].actual, row.cells[0].target)),
        printed.figure(row.gap, places),
        *_beside(made, metric, row.unit.id),
    )


def _beside(made: Board, metric: Metric, unit: int | None) -> tuple[object, ...]:
    """Year on year in %, and what the month added."""
    if made.beside is None:
        return None, None
    places, found = made.ground.scheme.decimals, line(made.ground, made.beside, metric, unit)
    growth = printed.signed(None if found.growth is None else found.growth * 100, places)
    return growth, printed.figure(found.new, places)


class Most(NamedTuple):
    """A unit with the single boards on which it is first, and those on which it is last."""

    unit: Unit
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]


def _most(made: Sequence[Board]) -> list[tuple[str, list[Most]]]:
    """The units of every group, those with the most firsts first, of these those with the fewest lasts."""
    return [(key, _most_of(made, key)) for key in made[0].groups]


def _most_of(made: Sequence[Board], key: str) -> list[Most]:
    boards = {each.metric.key: {row.unit.id: row.rank for row in each.groups[key]} for each in made if each.metric}
    found = firsts_and_lasts(boards)
    units = sorted((row.unit for row in made[0].groups[key]), key=lambda unit: unit.id)
    rows = [Most(unit, *map(tuple, found[unit.id])) for unit in units]
    return sorted(rows, key=lambda most: (-len(most.firsts), len(most.lasts)))


def _most_table(made: Sequence[Board]) -> Callable[[tuple[str, list[Most]]], Table]:
    """A function from a group and its units to their table."""
    ground = made[0].ground
    labels = {each.metric.key: each.metric.label for each in made if each.metric}
    columns = (
        _column("group", grouping=contest.TOGETHER not in made[0].groups),
        _column("unit"),
        Column("firsts", FIRSTS, "number"),
        Column("first_on", FIRST_ON, sparse=True),
        Column("lasts", LASTS, "number"),
        Column("last_on", LAST_ON, sparse=True),
    )

    def named(keys: Sequence[str]) -> Words | None:
        return SEVERAL(names=tuple(labels[key] for key in keys)) if keys else None

    def table(counted: tuple[str, list[Most]]) -> Table:
        key, rows = counted
        cells = (
            (
                Choice(row.unit.group, contest.group_label(ground, row.unit.group)),
                row.unit.name,
                len(row.firsts),
                named(row.firsts),
                len(row.lasts),
                named(row.lasts),
            )
            for row in rows
        )
        return Table(columns, tuple(cells), MOST_TITLE(group=contest.group_label(ground, key)))

    return table


def _most_data(ground: Ground, key: str, rows: Sequence[Most]) -> dict[str, Any]:
    return {
        "key": key,
        "label": contest.group_label(ground, key),
        "rows": [
            {"unit": row.unit.name, "unit_id": f"U{row.unit.id}", "firsts": list(row.firsts), "lasts": list(row.lasts)}
            for row in rows
        ],
    }


UNITS_COLUMNS: Final = (
    Column("units_target", UNITS_TARGET, "number"),
    Column("units_rate", UNITS_RATE, "number", "%"),
)


def city_table(made: Sequence[Board]) -> Table:
    """The whole city, metric by metric: its own target, and what the units' targets come to."""
    columns = (
        _column("metric"),
        _column("measure"),
        *_measured(made[0], (*printed.measure_columns(), *UNITS_COLUMNS)),
        *_city_beside(made),
    )
    rows = tuple(_city_row(each, metric) for each in made for metric in _metrics(each))
    return Table(columns, rows, CITY_TITLE)


def _city_beside(made: Sequence[Board]) -> tuple[Column, ...]:
    """Year on year and the month's addition, which single boards have measured."""
    if made[0].beside is None:
        return ()
    return (
        _column("year_on_year", "number", "%", tone=printed.sign_tone, sparse=True, yielding=True),
        _column("added", "number", yielding=True),
    )


def _metrics(made: Board) -> list[Metric]:
    """The metrics of a board: its own, or of a composite one all of the scheme."""
    return [made.metric] if made.metric else list(made.ground.scheme.metrics.values())


def _city_row(made: Board, metric: Metric) -> tuple[object, ...]:
    ground, places = made.ground, made.ground.scheme.decimals
    actual, units = made.values[metric.key].city, standings.units_target(ground, metric.key)
    rate = completion(actual, units)
    return (
        Choice(metric.key, metric.label),
        metric.unit,
        *_measured(
            made,
            (
                *printed.measure_cells(ground, actual, ground.target(None, metric.key)),
                printed.figure(units, places),
                printed.rounded(rate * 100 if rate is not None else None, places),
            ),
        ),
        *(_beside(made, metric, None) if made.beside else ()),
    )


def board_data(made: Board, view: View = WHOLE) -> dict[str, Any]:
    """The board as its contract has it."""
    ground = made.ground
    return {
        **ground.head,
        "composite": made.metric is None,
        "groups": groups_data(made, view),
        "city": city_data(made),
    }


def groups_data(made: Board, view: View = WHOLE) -> list[dict[str, Any]]:
    """The groups of a board, each with its rows; `list` tells the red list of a group from its black one."""
    return [
        {
            "key": each.key,
            "label": contest.group_label(made.ground, each.key),
            **({"list": each.listed} if each.listed else {}),
            "rows": [_row_data(made, row) for row in each.rows],
        }
        for each in sections(made, view)
    ]


def _row_data(made: Board, row: Row) -> dict[str, Any]:
    places, composite = made.ground.scheme.decimals, made.metric is None
    gap = printed.rounded(row.gap, places) if composite else printed.plain(row.gap)
    events = row.ranked.score.adjustments if row.ranked else ()
    return {
        "unit": row.unit.name,
        "unit_id": f"U{row.unit.id}",
        "group": row.unit.group,
        "rank": row.rank,
        "previous_rank": row.previous,
        "score": row.score,
        "gap": gap,
        "vetoed": row.vetoed,
        "indicators": [cell_data(cell, places, composite=composite) for cell in row.cells],
        "adjustments": [
            {"key": each.key, "count": exact(each.times), "points": half_up(each.points, places)} for each in events
        ],
        **beside_data(made, row.unit.id),
    }


def beside_data(made: Board, unit: int | None) -> dict[str, Any]:
    """Year on year and the month's addition of a unit, or the city, on a board of one metric."""
    if made.beside is None or made.metric is None:
        return {}
    found = line(made.ground, made.beside, made.metric, unit)
    return printed.line_data(found, made.ground.scheme.decimals)


def cell_data(cell: Cell, places: int, *, composite: bool = True) -> dict[str, Any]:
    """One indicator: actual and target exact, the rest as printed."""
    data: dict[str, Any] = {
        "key": cell.key,
        "metric": cell.metric,
        "label": cell.label,
        "weight": exact(cell.weight) if composite else None,
        **printed.measure_data(cell.actual, cell.target, cell.rate, cell.ahead, places),
        "score": printed.rounded(cell.score, places),
        "rank": cell.rank,
    }
    if cell.parts:
        data["parts"] = [cell_data(part, places) for part in cell.parts]
    return data


def city_data(made: Board) -> list[dict[str, Any]]:
    """The city's line of every metric."""
    ground = made.ground
    found = []
    for metric in _metrics(made):
        actual, target = made.values[metric.key].city, ground.target(None, metric.key)
        rate, units = completion(actual, target), standings.units_target(ground, metric.key)
        found.append(
            {
                "metric": metric.key,
                "label": metric.label,
                "unit": metric.unit,
                **printed.measure_data(actual, target, rate, ahead(rate, ground.pace.c), ground.scheme.decimals),
                "units_target": printed.plain(units),
                "summed": made.values[metric.key].summed,
                **beside_data(made, None),
            }
        )
    return found
