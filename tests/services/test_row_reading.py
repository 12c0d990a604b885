"""Any sheet whatever is read as lines, or named: no grid of cells makes the reading fail, or lose a row."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.books import Fault, Row
from tests.services.messy import Sheet
from tracker.rules.mapping import NO_WISHES
from tracker.services.row_reading import read_pages

WORDS = (
    "项目名称", "责任单位", "总投资(亿元)", "总投资", "时间", "签约", "开工时间", "（万元）", "序号", "编号", "合计",
    "小计", "备注：略", "一、冠县", "冠县", "甲", "同上", "—", "待定", "约3亿", "P1", "产业链", "细分方向", "单位:万元",
    "币种", "计量单位", "美元", "万元",
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.integers(-5, 50_000),
    st.floats(0, 3000, allow_nan=False),
    st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2025, 1, 1)),
    st.booleans(),
    st.just(Fault("#REF!")),
)
SPANS = st.tuples(st.integers(1, 9), st.integers(1, 6), st.integers(0, 3), st.integers(0, 4)).map(
    lambda span: (span[0], span[1], span[0] + span[2], span[1] + span[3])
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet of anything, with facts of anything."""
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=7).map(tuple), max_size=9))
    gaps = draw(st.lists(st.sampled_from((1, 1, 1, 2, 25)), min_size=len(rows), max_size=len(rows)))
    numbers = [sum(gaps[: n + 1]) for n in range(len(rows))]
    at = st.tuples(st.integers(1, 12), st.integers(1, 7))
    return Sheet(
        draw(st.sampled_from(("项目", "产业链", "到位资金", "冠县", "目标"))),
        tuple(Row(number, row) for number, row in zip(numbers, rows, strict=True) if any(c is not None for c in row)),
        merges=tuple(draw(st.lists(SPANS, max_size=4))),
        hidden_rows=draw(st.frozensets(st.integers(1, 12), max_size=2)),
        uncached=draw(st.frozensets(at, max_size=3)),
        decimals=dict.fromkeys(draw(st.frozensets(at, max_size=2)), 2),
        scales=dict.fromkeys(
            draw(st.frozensets(at, max_size=2)),
            draw(st.sampled_from(((0, "万元", ""), (4, "", ""), (8, "亿", ""), (-2, "%", ""), (0, "", "US$")))),
        ),
        struck=draw(st.frozensets(st.integers(1, 12), max_size=2)),
    )


@settings(max_examples=80)
@given(st.lists(sheets(), min_size=1, max_size=2, unique_by=lambda sheet: sheet.name))
def test_any_grid_is_read(pages: list[Sheet]) -> None:
    lines = read_pages(pages)
    assert lines.sheets or lines.problems or lines.messages or not any(page.rows for page in pages)
    for line in (each for found in lines.by_noun.values() for each in found):
        assert line.number > line.sheet.last
        assert line.raw or line.number_cell is not None


HEAD: tuple[Any, ...] = ("项目名称", "责任单位", "总投资(亿元)", "签约时间")
ROWS = st.tuples(st.sampled_from(("甲", "乙项目", "丙")), st.just("冠县"), st.integers(1, 9), st.just("2024-03"))


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(("2024年台账", "填报单位：冠县", "（一季度）")), max_size=3),
    st.lists(ROWS, min_size=1, max_size=6),
    st.permutations(range(4)),
    st.booleans(),
    st.booleans(),
)
def test_whole_rows_are_found_wherever_the_table_stands(
    above: list[str], rows: list[tuple[Any, ...]], order: list[int], total: bool, note: bool
) -> None:
    table = [tuple(row[n] for n in order) for row in (HEAD, *rows)]
    below: list[tuple[Any, ...]] = []
    if total:
        sums = {0: "合计", 2: sum(row[2] for row in rows)}
        below.append(("合计", *(None,) * 4, sums[2]))
    if note:
        below.append(("备注：金额以合同为准",))
    cells = [*((text,) for text in above), *table, *below]
    [page] = [Sheet("项目", tuple(Row(n, row) for n, row in enumerate(cells, 1)))]
    lines = read_pages([page], NO_WISHES)
    assert [line.raw for line in lines.by_noun["project"]] == [
        dict(
            zip(
                [("name", "unit", "total_investment", "signed_on")[n] for n in order],
                [row[n] for n in order],
                strict=True,
            )
        )
        for row in rows
    ]
    assert lines.problems == []
