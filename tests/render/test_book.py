from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tracker.render.book import leaves
from tracker.result import Bar, Choice, Column, Message, Move, Reached, Result, Section, Signed, Table
from tracker.rules.money import Money
from tracker.words import Say

if TYPE_CHECKING:
    from tracker.sheets.leaves import Datum, Leaf
    from tracker.words import Lang

RANK = Column("rank", Say("位次", "Rank"), "number")
CHANGE = Column("change", Say("升降", "Move"))
UNIT = Column("unit", Say("单位", "Unit"))
BAR = Column("bar", "", "bar")
SCORE = Column("score", Say("总分", "Score"), "number")
GAP = Column("gap", Say("距上一位", "To next"), "number", sparse=True, yielding=True)
RATE = Column("rate", Say("完成率", "Done"), "number", "%")
WHOLE = Column("units_rate", Say("占合计", "Of that sum"), "number", "%")
METRIC = Column("metric", Say("指标", "Metric"))
AMOUNT = Column("amount", Say("金额", "Amount"), "number")

RANKING = Table(
    (RANK, CHANGE, UNIT, SCORE, GAP, BAR),
    (
        (1, Move(2), "甲县", Decimal("100.50"), None, Bar(1.0)),
        (2, Move(-1), "乙县", Decimal("50.25"), Decimal("50.25"), Bar(0.5)),
        (4, None, "丙县", None, None, Bar(None)),
    ),
    Say("榜", "Board"),
)
CITY = Table(
    (METRIC, RATE, BAR, Column("ahead", Say("超欠", "Ahead"), "number"), WHOLE),
    (
        (
            Choice("funds", Say("到位资金", "Funds")),
            Decimal("47.5"),
            Bar(0.475, 0.5),
            Signed(Decimal("-2.5")),
            Decimal(40),
        ),
        (Choice("fdi", Say("外资", "FDI")), None, Bar(None, 0.5), None, Decimal("45.31")),
    ),
    Say("全市", "The city"),
)
ROWS = Table(
    (UNIT, AMOUNT, Column("date", Say("日期", "Date"))),
    (
        ("甲县", Money(1234500_00, "CNY"), date(2024, 3, 5)),
        ("甲县", Money(100_00, "USD"), date(2024, 3, 6)),
        ("乙县", None, date(2024, 3, 7)),
    ),
    Say("明细", "Rows"),
)
FACTS = Table((Column("fact", ""), Column("value", "")), ((Say("截至", "As of"), date(2024, 6, 30)),), bare=True)
BOOK = Result(
    ("board",),
    lines=(Say("二季度", "Q2"),),
    messages=(Message("left_out", Say("另有外币", "other currency")),),
    title=Say("竞赛榜", "Contest"),
    sections=(
        Section(Say("封面", "Cover"), (FACTS, CITY), note=Say("★ 前三", "★ first three")),
        Section(Say("综合", "Composite"), (RANKING,)),
        Section(Say("进度", "Progress"), (CITY,)),
        Section(Say("明细", "Rows"), (ROWS,), note=Say("计数规则", "what counts"), long=True),
    ),
)


def cells(leaf: Leaf, column: int) -> list[Datum]:
    return [row[column] for row in leaf.grids[-1].rows]


@pytest.mark.parametrize(
    ("lang", "names", "title"),
    [("zh", ["封面", "综合", "进度", "明细"], "竞赛榜"), ("en", ["Cover", "Composite", "Progress", "Rows"], "Contest")],
)
def test_sheets_in_both_languages(lang: Lang, names: list[str], title: str) -> None:
    made = leaves(BOOK, lang)
    assert [each.name for each in made] == names
    assert made[0].title == title
    assert made[1].title == {"zh": "榜", "en": "Board"}[lang]
    assert all(("未发布" in each.line) == (lang == "zh") for each in made)


def test_the_cover_says_what_is_to_be_known_and_a_list_what_it_counts() -> None:
    cover, _, _, rows = leaves(BOOK, "zh")
    assert cover.notes == ["另有外币", "★ 前三"]
    assert rows.notes == []
    assert rows.line.endswith("计数规则")
    assert rows.long


def test_a_published_board_says_its_issue_instead() -> None:
    made = leaves(BOOK._replace(seal="0" * 64, lines=(*BOOK.lines, Say("第 1 期", "No. 1"))), "zh")
    assert made[0].line == "二季度 · 第 1 期"


def test_ranks_moves_and_what_is_not_there() -> None:
    leaf = leaves(BOOK, "zh")[1]
    assert [(each.value, each.form, each.tone) for each in cells(leaf, 0)] == [
        (1, '"★ "0', "gold"),
        (2, '"★ "0', "silver"),
        (4, "0", None),
    ]
    assert [(each.value, each.form) for each in cells(leaf, 1)] == [
        (2, '"↑"0;"↓"0;"="'),
        (-1, '"↑"0;"↓"0;"="'),
        (None, None),
    ]
    assert [each.value for each in cells(leaf, 3)] == [Decimal("100.50"), Decimal("50.25"), None]
    assert [each.value for each in cells(leaf, 4)] == ["—", Decimal("50.25"), "—"]


def test_nobody_is_starred_for_nothing() -> None:
    idle = Table((RANK, UNIT, Column("actual", "x", "number")), ((1, "甲县", Decimal(0)), (1, "乙县", None)), "x")
    [leaf] = leaves(BOOK._replace(sections=(Section("x", (idle,)),)), "zh")
    assert [(each.value, each.form, each.tone) for each in cells(leaf, 0)] == [(1, "0", None)] * 2


def test_bars_and_charts_draw_the_score_against_the_best_and_the_completion_against_the_whole() -> None:
    _, ranking, progress, rows = leaves(BOOK, "zh")
    [grid] = ranking.grids
    assert grid.chart is not None
    assert [field.bar for field in grid.fields] == [None, None, None, 100.5, None]
    assert (grid.chart.names, grid.chart.values, grid.chart.line) == (2, (3,), None)
    [grid] = progress.grids
    assert grid.chart is not None
    assert [field.bar for field in grid.fields] == [None, 100.0, None, None]
    assert (grid.chart.names, grid.chart.values, grid.chart.line) == (0, (1, 3), ("序时进度 50.00%", 50.0))
    assert rows.grids[0].chart is None


def test_nothing_is_drawn_where_there_is_no_number() -> None:
    bare = CITY._replace(rows=CITY.rows[1:])
    [leaf] = leaves(BOOK._replace(sections=(Section("x", (bare,)),)), "en")
    assert leaf.grids[0].chart is None


def test_numbers_have_the_places_of_their_column_or_where_metrics_are_mixed_their_own() -> None:
    _, ranking, progress, _ = leaves(BOOK, "zh")
    assert cells(ranking, 3)[0].form == "#,##0.00_ "
    assert [each.form for each in cells(progress, 3)] == ["#,##0_ ", "#,##0.00_ "]
    assert cells(progress, 2)[0].form == "+0.0_ ;-0.0_ ;0.0_ "


def test_amounts_in_yuan_are_numbers_beside_others_and_days_are_days() -> None:
    rows = leaves(BOOK, "zh")[3]
    assert rows.grids[0].fields[1].heading == "金额(万元)"
    assert [each.value for each in cells(rows, 1)] == [Decimal("123.45"), "100美元", None]
    assert {each.form for each in cells(rows, 2)} == {"yyyy-mm-dd"}


def test_the_side_of_the_line_stands_in_the_format() -> None:
    reached = Table(
        (UNIT, RATE), (("甲县", Reached(Decimal("52.00"), True)), ("乙县", Reached(Decimal("8.00"), False))), "x"
    )
    [leaf] = leaves(BOOK._replace(sections=(Section("x", (reached,)),)), "zh")
    assert [(each.value, each.form) for each in cells(leaf, 1)] == [
        (Decimal("52.00"), '0.00" ▲"_ '),
        (Decimal("8.00"), '0.00" ▽"_ '),
    ]
