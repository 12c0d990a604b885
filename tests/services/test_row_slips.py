"""A column of amounts that was sorted by itself is refused; a receipt that stands twice in a file is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.services.books import codes, counts, database, plan, records, sheet, take
from tracker.words import text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.books import Sheet
    from tracker.services.import_plan import Plan

AMOUNTS = (300, 100, 500, 200, 600, 400)


def funds(*rows: tuple[Any, ...]) -> Sheet:
    return sheet("到位资金", "编号 项目 到位时间 到位金额(万元) 来源地 资金类别", *rows)


def row(number: str | None, day: int, amount: float, kind: str | None = "设备") -> tuple[Any, ...]:
    return (number, "甲", f"2024-03-{day:02}", amount, "省外", kind)


def of(amounts: tuple[float, ...]) -> Sheet:
    return funds(*(row(f"F{n}", n, amount) for n, amount in enumerate(amounts, 1)))


def repeated(made: Plan) -> list[str]:
    return [text(each.what, "zh") for each in made.messages if each.code == "row_repeated"]


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = database(tmp_path / "t.db")
    take(
        path,
        sheet("单位", "单位名称 分组", ("冠县", "县市区")),
        sheet("项目", "项目名称 责任单位 总投资(亿元)", ("甲", "冠县", 30)),
        funds(*(row(None, n, amount) for n, amount in enumerate(AMOUNTS, 1))),
    )
    return path


@pytest.mark.parametrize("moved", [tuple(sorted(AMOUNTS)), tuple(sorted(AMOUNTS, reverse=True))])
def test_amounts_sorted_without_their_rows_are_refused(db: str, moved: tuple[float, ...]) -> None:
    made = plan(db, of(moved))
    assert {code for code, _ in codes(made)} == {"column_sorted"}
    assert counts(made)[1] == 0
    assert [each["amount"].fen for each in records(db)["funds"]] == [1_000_000 * each for each in AMOUNTS]


def test_amounts_that_slipped_a_row_down_are_refused(tmp_path: Path) -> None:
    path = database(tmp_path / "t.db")
    many = tuple(float(100 * n) for n in range(1, 13))
    take(
        path,
        sheet("单位", "单位名称 分组", ("冠县", "县市区")),
        sheet("项目", "项目名称 责任单位 总投资(亿元)", ("甲", "冠县", 30)),
        funds(*(row(None, n, amount) for n, amount in enumerate(many, 1))),
    )
    assert {code for code, _ in codes(plan(path, of((50.0, *many[:-1]))))} == {"column_sorted"}


@pytest.mark.parametrize(
    "amounts",
    [(100, 300, 500, 200, 600, 400), (310, 110, 510, 210, 610, 410), (600, 600, 600, 600, 600, 600)],
    ids=["two changed places", "all put right", "all the same"],
)
def test_amounts_that_were_put_right_are_taken(db: str, amounts: tuple[float, ...]) -> None:
    assert codes(plan(db, of(amounts))) == []


def test_rows_sorted_as_a_whole_change_nothing(db: str) -> None:
    rows = sorted((row(f"F{n}", n, amount) for n, amount in enumerate(AMOUNTS, 1)), key=lambda each: each[3])
    assert counts(plan(db, funds(*rows))) == (0, 0, 6, 0)


@pytest.mark.parametrize("kind", ["设备", None, "土地"])
def test_a_receipt_pasted_below_is_told_with_the_row_it_repeats(db: str, kind: str | None) -> None:
    rows = [row(f"F{n}", n, amount) for n, amount in enumerate(AMOUNTS, 1)]
    below, above = plan(db, funds(*rows, row(None, 2, 100, kind))), plan(db, funds(row(None, 2, 100, kind), *rows))
    assert (counts(below)[0], counts(above)[0]) == (1, 1)
    assert ["到位资金!D8：" in each and "到位资金!D3" in each for each in repeated(below)] == [True]
    assert ["到位资金!D2：" in each and "到位资金!D4" in each for each in repeated(above)] == [True]


def test_receipts_of_other_days_and_amounts_are_no_doubles(db: str) -> None:
    assert repeated(plan(db, of(AMOUNTS))) == []
    assert repeated(plan(db, funds(row(None, 2, 101), row(None, 3, 100)))) == []
