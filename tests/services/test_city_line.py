from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.services.contests import CONTEST, fill_worked_example
from tests.services.ledger import TODAY, Ledger
from tracker.errors import NotFound
from tracker.services import boards
from tracker.services.city_line import explain_city

if TYPE_CHECKING:
    from tracker.result import Result


@pytest.fixture
def contest(ledger: Ledger) -> Ledger:
    fill_worked_example(ledger)
    return ledger


def city(ledger: Ledger, **more: Any) -> Result:
    with ledger.reader() as reader:
        return explain_city(reader, "2024Q2", TODAY, **more)


def test_the_rows_behind_come_to_the_citys_figure(contest: Ledger) -> None:
    data: Any = city(contest).data
    with contest.reader() as reader:
        board: Any = boards.board(reader, "2024Q2", TODAY).given
    assert [{key: value for key, value in line.items() if key != "arithmetic"} for line in data["city"]] == board[
        "city"
    ]
    for line in data["city"]:
        rows = data["rows"][line["metric"]]
        assert len({row["id"] for row in rows}) == len(rows)
        assert sum((row["counted"] or Decimal(0) for row in rows), Decimal(0)) == line["actual"]


def test_both_targets_have_their_arithmetic(contest: Ledger) -> None:
    result = city(contest, metric="funds")
    rows = [tuple(map(str, row[3:6])) for row in result.tables[0].rows]
    assert rows == [
        ("134.1 / 250 = 0.5364", "53.64", "53.64 − 50 = +3.64"),
        ("134.1 / 260 = 0.5158", "51.58", "51.5769 − 50 = +1.58"),
    ]
    data: Any = result.data
    [line] = data["city"]
    assert line["arithmetic"] == {"target": rows[0][0], "units_target": rows[1][0]}
    assert list(data["rows"]) == ["funds"]


def test_the_arithmetic_gives_the_printed_figures_by_hand(contest: Ledger) -> None:
    contest.load(CONTEST.replace("decimals = 2", "decimals = 4", 1))
    [_, row] = city(contest, metric="funds").tables[0].rows
    assert tuple(map(str, row[3:6])) == ("134.1 / 260 = 0.515769", "51.5769", "51.5769 − 50 = +1.5769")


def test_a_metric_without_targets_shows_what_was_reached(contest: Ledger) -> None:
    with closing(sqlite3.connect(contest.path)) as connection:
        connection.execute("DELETE FROM target WHERE metric = 'funds'")
        connection.commit()
    [row] = city(contest, metric="funds").tables[0].rows
    assert row[2:6] == (None, "134.1", None, None)


def test_a_terminal_shows_the_first_rows_and_how_many_there_are(contest: Ledger) -> None:
    table = city(contest, metric="started", limit=1).tables[1]
    assert (len(table.rows), table.hidden) == (1, (table.total or 0) - 1)
    with pytest.raises(NotFound):
        city(contest, metric="nothing")
