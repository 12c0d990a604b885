"""What of a table has room on a terminal, and what gives way first."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tracker.render.layout import drawable, measured, widths, widths_alone
from tracker.render.shown import heading
from tracker.result import Column, Table
from tracker.rules.widths import fold

from .boards import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.words import Lang

CITY = Table(
    (
        Column("metric", "Metric"),
        Column("actual", "Actual", "number"),
        Column("done", "Done", "number", unit="%"),
        Column("ahead", "Ahead", "number", unit="points"),
        Column("units", "Sum of units' targets", "number"),
        Column("share", "Of that sum", "number", unit="%"),
    ),
    (("Funds in place", Decimal("447.73"), Decimal("89.55"), Decimal("-2.12"), Decimal(593), Decimal("75.50")),),
)


def heads(table: Table, width: int, lang: Lang = "en") -> Iterator[tuple[str, list[str]]]:
    """The headings that are drawn, whole and as their lines."""
    for part in drawable(table, lang, width):
        for column, wide in zip(part.columns, widths_alone(part, width), strict=True):
            head = heading(column.label, column.unit, lang)
            yield head, fold(head, wide)


@pytest.mark.parametrize("width", range(40, 130))
def test_a_heading_breaks_between_words_only_as_long_as_the_table_fits_so(width: int) -> None:
    for head, lines in heads(CITY, width):
        assert " ".join(lines) == head


def test_words_break_where_the_table_would_not_fit_otherwise() -> None:
    narrow = measured(CITY, "en")
    assert widths([narrow], 57) is None
    assert widths([narrow], 57, whole=False)
    nameless = CITY._replace(columns=(Column("ring", "Origin"), *CITY.columns[1:]))  # so that no part could be told
    assert [part.keys for part in drawable(nameless, "en", 57)] == [("ring", *narrow.keys[1:])]
    assert ["Sum of", "units'", "target", "s"] in [lines for _, lines in heads(nameless, 57)]


def test_a_table_that_would_break_words_stands_in_parts_instead() -> None:
    assert [part.keys for part in drawable(CITY, "en", 57)] == [
        ("metric", "actual", "done"),
        ("metric", "ahead", "units", "share"),
    ]


def test_a_chinese_heading_breaks_anywhere_but_keeps_three_characters() -> None:
    table = Table((ROW, *(Column(f"n{n}", "完成比例情况", "number") for n in range(4))), (("冠县", *range(4)),))
    assert [lines for _, lines in heads(table, 44, "zh")][1:] == [["完成比", "例情况"]] * 4


def test_a_table_in_parts_shows_what_every_terminal_shows() -> None:
    columns = (ROW, *(Column(f"n{n}", f"指标{n}", "number") for n in range(6)), Column("more", "更多", spare=True))
    table = Table(columns, (("东昌府区", *range(100000, 100006), "x"),))
    shown = [key for part in drawable(table, "zh", 40) for key in part.keys]
    assert [key for key in shown if key != ROW.key] == [f"n{n}" for n in range(6)]
    assert "more" in drawable(table, "zh", 120)[0].keys


def test_a_name_gets_narrower_before_a_word_breaks_or_a_list_stands_in_parts() -> None:
    """The list of projects in English at 80 columns broke “Responsible” for want of one column."""
    columns = (
        Column("id", "No."),
        Column("name", "Project name"),
        Column("unit", "Responsible unit"),
        Column("stage", "Stage"),
        Column("total", "Total investment", "number"),
        Column("signed", "Signed date"),
        Column("status", "Status"),
    )
    table = Table(
        columns, (("P3", "示例骏驰陶瓷滚动体项目", "东昌府区", "producing", "1.03bn CNY", "2023-10-03", "active"),)
    )
    [drawn] = drawable(table, "en", 80)
    assert widths_alone(drawn, 80)[1:3] == [9, 11]
    assert ["Responsible", "unit"] in [lines for _, lines in heads(table, 80)]
