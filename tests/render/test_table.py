from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest

from tracker.render.layout import BAR_CELLS
from tracker.render.table import bar_text, print_tables, spark_text
from tracker.render.terminal import Terminal
from tracker.result import Bar, Column, Spark, Table
from tracker.rules.money import Money, show_money
from tracker.rules.widths import cell_width

from .boards import BOARD, CONTEST, COUNTIES, PROJECTS, ROW, ZONES, said_out, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.words import Lang

GOLDEN = """\
县(市、区)
╭──────┬────────────────────┬────────┬────────────────┬───────────────╮
│ 位次 │ 单位               │   总分 │ 到位资金(亿元) │ 完成率        │
├──────┼────────────────────┼────────┼────────────────┼───────────────┤
│    1 │ 甲县               │ 100.50 │           33.0 │ ██████│█░░░░░ │
│    — │ 东昌府区           │      — │             22 │ ███░░░│░░░░░░ │
╰──────┴────────────────────┴────────┴────────────────┴───────────────╯

开发区
╭──────┬────────────────────┬────────┬────────────────┬───────────────╮
│ 位次 │ 单位               │   总分 │ 到位资金(亿元) │ 完成率        │
├──────┼────────────────────┼────────┼────────────────┼───────────────┤
│    1 │ 江北水城旅游度假区 │      9 │              — │ —             │
╰──────┴────────────────────┴────────┴────────────────┴───────────────╯
"""


def drawn(tables: Sequence[Table], lang: Lang = "zh", *, width: int = 100, colour: bool = False) -> str:
    place = terminal(lang, screen=True, width=width, colour=colour)
    print_tables(tables, lang, place)
    return said_out(place)


def test_golden_board() -> None:
    assert drawn(CONTEST.tables) == GOLDEN


def test_every_line_of_a_table_is_equally_wide() -> None:
    for width in (50, 60, 72, 80, 120):
        lines = drawn((COUNTIES,), width=width).splitlines()[1:]
        assert len({cell_width(line) for line in lines}) == 1
        assert cell_width(lines[0]) <= width


HOSTILE = [
    "[red]x[/red]",
    "[link=file:///etc/passwd]项目A[/link]",
    "投资[/亿元]",
    "[备注]",
    "[1] 一期",
    ":smile:",
    "C:\\",
    "\\[red]x",
    "{name}",
    "https://x.y/z",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("colour", [False, True])
def test_markup_in_data_is_printed_as_it_stands(text: str, colour: bool) -> None:
    table = Table((Column("a", text), Column("b", "b", "number", unit=text)), ((text, text),), title=text)
    out = drawn((table,), colour=colour)
    assert out.count(text) == 5
    assert "\x1b]" not in out


ESCAPES = ["\x1b[2J", "\x1b]0;t\x07", "\x1b]8;;http://x\x1b\\", "\x1b]52;c;eA==\x07", "\x9b2J", "\u202e", "\u200b"]


@pytest.mark.parametrize("text", [*ESCAPES, "good\rEVIL", "a\bb", "a\x0bb", "a\x0cb", "a\nb", "\ud800"])
def test_nothing_in_data_steers_the_terminal(text: str) -> None:
    table = Table((Column("a", text),), ((text,), ((text,),)), title=text)
    out = drawn((table,))
    assert all(line.isprintable() for line in out.split("\n"))
    assert text not in out
    coloured = re.sub("\x1b\\[[0-9;]*m", "", drawn((table,), colour=True))
    assert coloured == out
    assert coloured.encode()


def test_colours_follow_the_tone_and_only_when_asked() -> None:
    assert "\x1b" not in drawn((COUNTIES,))
    out = drawn((COUNTIES,), colour=True)
    assert "\x1b[32m100.50" in out
    assert "\x1b[32m██████│█░░░░░" in out
    assert "\x1b[31m███░░░│░░░░░░" in out


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "20", "TTY_COMPATIBLE": "1", "NO_COLOR": ""}.items():
        monkeypatch.setenv(name, value)
    assert drawn(CONTEST.tables) == GOLDEN
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    wide = drawn((COUNTIES,), width=160, colour=True)
    assert "\x1b[32m" in wide
    assert "江" * 50 in drawn((Table((ROW,), (("江" * 50,),)),), width=160, colour=True)


def unfolded(out: str) -> str:
    """The characters of all cells without the frame, column by column."""
    rows = [line[1:-1].split("│") for line in out.splitlines() if line.startswith("│")]
    return "".join(cell.strip() for column in zip(*rows, strict=True) for cell in column)


def test_long_texts_fold_and_lose_nothing() -> None:
    text = "浙江人本集团轴承项目（一期，含智能化产线改造及配套仓储物流设施）第二标段" * 3
    out = drawn((Table((Column("n", "n"), Column("m", "m")), ((text, "x" * 90),)),), width=50)
    assert "…" not in out
    assert text in unfolded(out)
    assert "x" * 90 in unfolded(out)


def test_numbers_are_never_broken_over_lines() -> None:
    money = Money(123456789012)
    table = Table((Column("name", "名称"), Column("sum", "总投资", "number")), (("很长的名称" * 10, money),))
    assert show_money(money, "zh") in drawn((table,), width=34)
    assert "│" in drawn((table,), width=34)


def test_what_does_not_fit_at_all_comes_out_plain_and_whole() -> None:
    columns = tuple(Column(f"c{n}", f"第{n}列", "number") for n in range(20))
    table = Table(columns, (tuple(range(1000, 1020)),))
    out = drawn((table,), width=60)
    assert "│" not in out
    assert all(str(n) in out for n in range(1000, 1020))


def test_bars_give_way_first() -> None:
    out = drawn((COUNTIES,), width=50)
    assert "│" in out
    assert "完成率" not in out
    assert "100.50" in out


def test_beyond_a_few_screens_the_plain_writer_takes_over() -> None:
    few = Table((Column("n", "n", "number"),), tuple((n,) for n in range(200)))
    many = Table((Column("n", "n", "number"),), tuple((n,) for n in range(201)))
    assert "│" in drawn((few,))
    assert drawn((many,)).splitlines() == ["  n", *(f"{n:>3}" for n in range(201))]


def test_a_table_without_rows_says_so() -> None:
    assert drawn((Table(BOARD, (), title="空"),)) == "空\n（没有记录）\n"
    assert drawn((Table(BOARD, ()),), "en") == "(nothing to show)\n"


def test_different_tables_stand_below_each_other() -> None:
    out = drawn((ZONES, PROJECTS), width=120)
    assert out.index("开发区") < out.index("\n\n项目\n")
    assert "哈轴集团高端轴承项目" in out


def test_an_ascii_stream_gets_an_ascii_frame() -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding="ascii", errors="backslashreplace")
    print_tables((COUNTIES,), "en", Terminal(out, out, None, is_terminal=True, width=90, colour=False, lang="en"))
    out.flush()
    assert b"######|#....." in raw.getvalue()
    assert b"\\u2502" not in raw.getvalue()


@pytest.mark.parametrize(
    ("bar", "drawn_bar"),
    [
        (Bar(0, 0.5), "░░░░░░│░░░░░░"),
        (Bar(1, 0.5), "██████│██████"),
        (Bar(7.5, 0.25), "███│█████████"),
        (Bar(-1, 0.25), "░░░│░░░░░░░░░"),
        (Bar(0.5), "██████░░░░░░"),
        (Bar(0.5, 1), "██████░░░░░░"),
        (Bar(None, 0.5), "—"),
    ],
)
def test_bars(bar: Bar, drawn_bar: str) -> None:
    assert bar_text(bar) == drawn_bar
    assert len(drawn_bar) <= BAR_CELLS + 1


def test_a_yielding_column_stands_only_where_it_breaks_no_word() -> None:
    columns = (
        Column("unit", "Unit"),
        Column("score", "Score", "number"),
        Column("gap", "Distance", "number", yielding=True),
        Column("funds", "Registered", "number"),
    )
    table = Table(columns, (("冠县", Decimal("88.58"), Decimal("8.38"), Decimal("34.34")),))

    def heads(width: int) -> str:
        out = StringIO()
        print_tables((table,), "en", Terminal(out, out, None, is_terminal=True, width=width, colour=False, lang="en"))
        return out.getvalue()

    assert "Distance" in heads(44)
    assert "Distance" not in heads(36)
    assert "Registered" in heads(36)


def test_a_table_too_wide_stands_in_parts_below_each_other_each_with_the_names() -> None:
    columns = (ROW, *(Column(f"n{n}", f"指标{n}", "number") for n in range(6)))
    table = Table(columns, (("东昌府区", *map(Decimal, range(100000, 100006))),), title="榜")
    lines = drawn((table,), width=40).splitlines()
    assert max(map(cell_width, lines)) <= 40
    assert lines.count("榜") == 1
    assert [line.split("│")[1].strip() for line in lines if line.startswith("│")] == ["单位", "东昌府区"] * 2
    assert re.findall("指标([0-9])", "".join(lines)) == list("012345")


@pytest.mark.parametrize(
    ("heights", "line"), [((), ""), ((0, 0.5, 1), "▁▅█"), ((None, 0.2, None), " ▂ "), ((0.06, 0.08), "▁▂")]
)
def test_sparks(heights: tuple[float | None, ...], line: str) -> None:
    assert spark_text(Spark(heights)) == line


def test_a_spark_needs_neither_colour_nor_unicode() -> None:
    table = Table((ROW, Column("trend", "逐月", "bar")), (("冠县", Spark((0, 0.5, 1, None, 1))),))
    assert "▁▅█ █" in drawn((table,))
    raw = BytesIO()
    place = Terminal(TextIOWrapper(raw, "ascii", "replace"), StringIO(), None, True, 60, False, "en")
    print_tables((table,), "en", place)
    place.out.flush()
    assert b"_=# #" in raw.getvalue()
