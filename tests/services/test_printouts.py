from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.services.contests import fill_worked_example
from tests.services.ledger import TODAY, Ledger
from tracker.services import bulletin, printouts, todays
from tracker.services.boards import View, Wanted
from tracker.store.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tracker.result import Result, Section, Table

PERIOD = "2024Q2"
TOGETHER = Wanted(view=View(together=True))


def page(reader: Reader, wanted: Wanted) -> Result:
    return printouts.live(reader, PERIOD, TODAY, wanted)


def book(reader: Reader, wanted: Wanted) -> Result:
    return printouts.live(reader, PERIOD, TODAY, wanted, printouts.Form(book=True))


def document(reader: Reader, wanted: Wanted) -> Result:
    return bulletin.live(reader, PERIOD, TODAY, wanted)


@pytest.fixture(scope="module")
def contest(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The worked example, which is only read."""
    ledger = Ledger(tmp_path_factory.mktemp("contest"))
    fill_worked_example(ledger)
    return ledger


PRINTED = [page, book, document]


def tables(result: Result) -> Iterator[Table]:
    """Every table of a page or workbook, whatever it is folded into, and of a bulletin's annexes."""

    def of(sections: Sequence[Section]) -> Iterator[Table]:
        for each in sections:
            yield from each.tables
            yield from of(each.sections)

    yield from of(result.sections)
    if result.bulletin:
        yield from (table for part in result.bulletin.annexes for table in part.tables)


def moved(table: Table) -> list[tuple[Any, ...]]:
    """Rank, move and unit of every row."""
    at = [next(n for n, column in enumerate(table.columns) if column.key == key) for key in ("rank", "change", "unit")]
    return [tuple(row[n] for n in at) for row in table.rows]


@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(metric="funds"), Wanted(group="zone"), TOGETHER])
def test_nothing_is_measured_twice_for_a_printout(
    contest: Ledger, printed: Callable[[Reader, Wanted], Result], wanted: Wanted
) -> None:
    with closing(sqlite3.connect(contest.path)) as connection:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        printed(Reader(connection), wanted)
    # Whatever the spans, each metric of the ledger counts the rows whose dates are too vague once a span.
    measured = Counter(sql for sql in asked if "sum(CASE" in sql or "SELECT count(*)" in sql)
    assert any("SELECT count(*)" in sql for sql in measured)
    assert max(measured.values()) == 1


@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(metric="funds"), Wanted(group="zone"), TOGETHER])
def test_a_printout_moves_its_units_as_the_board_does(
    contest: Ledger, printed: Callable[[Reader, Wanted], Result], wanted: Wanted
) -> None:
    with contest.reader() as reader:
        board = todays.board(reader, PERIOD, TODAY, wanted)
        made = printed(reader, wanted)
    assert made.given == board.given
    assert made.tables == board.tables
    titles = {str(table.title): moved(table) for table in board.tables[:-1]}
    found = {str(table.title): moved(table) for table in tables(made) if str(table.title) in titles}
    assert all(titles[title] == rows for title, rows in found.items())


@pytest.mark.parametrize("printed", PRINTED)
def test_metrics_ranked_over_all_groups_tell_their_moves(
    contest: Ledger, printed: Callable[[Reader, Wanted], Result]
) -> None:
    with contest.reader() as reader:
        alone = todays.board(reader, PERIOD, TODAY, TOGETHER._replace(metric="funds"))
        places = [moved(table) for table in tables(printed(reader, TOGETHER)) if has_change(table)]
    assert any(move for _, move, _ in moved(alone.tables[0]))
    assert moved(alone.tables[0]) in places


def has_change(table: Table) -> bool:
    return any(column.key == "change" for column in table.columns)
