"""The line of stages: readable at 100 columns and without colour, nothing cut, in a pipe as rows."""

from __future__ import annotations

from io import StringIO

import pytest

from tracker.render.plain import plain_lines
from tracker.render.strip import ASCII_MARKS, strip_lines
from tracker.render.table import print_tables
from tracker.render.terminal import Terminal
from tracker.result import Column, Table
from tracker.rules.choices import STAGE
from tracker.rules.dates import from_iso
from tracker.rules.widths import cell_width
from tracker.words import Lang, Say

COLUMNS = (
    Column("stage", Say("阶段", "Stage")),
    Column("planned_on", Say("计划日期", "Planned date")),
    Column("reached_on", Say("实际日期", "Reached date")),
    Column("note", Say("备注", "Note")),
)


def table(*rows: tuple[object, ...]) -> Table:
    return Table(COLUMNS, rows, across="reached_on")


def full() -> Table:
    day = from_iso("2024-03-05")
    return table(*((STAGE.choice(stage), day, day if n < 5 else None, None) for n, stage in enumerate(STAGE.keys)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_it_folds_into_the_width_and_loses_nothing(lang: Lang, width: int) -> None:
    lines = list(strip_lines(full(), lang, width))
    assert max(map(cell_width, lines)) <= width
    said = "\n".join(lines)
    assert said.count("●") == 5
    assert said.count("○") == 4
    assert said.count("2024-03-05") == 14
    assert all(label[0 if lang == "zh" else 1] in said for label in STAGE.labels.values())


def test_it_is_one_line_where_there_is_room() -> None:
    lines = list(strip_lines(full(), "zh", 200))
    assert len(lines) == 4
    assert lines[1].strip().count("─") > 50


def test_a_line_that_says_nothing_is_left_out() -> None:
    lines = list(strip_lines(full(), "en", 200))
    assert not any("Note" in line for line in lines)


def test_dates_stand_under_their_stage() -> None:
    early, late = from_iso("2024-01"), from_iso("2024-03-05")
    lines = list(strip_lines(table(("签约", early, late, "x"), ("开工", late, None, None)), "zh", 80))
    at = cell_width(lines[0][: lines[0].index("签约")])
    for line, words in ((lines[1], "●"), (lines[2], "2024-01"), (lines[3], "2024-03-05"), (lines[4], "x")):
        assert cell_width(line[: line.index(words)]) == at


def test_an_old_terminal_gets_marks_that_it_has() -> None:
    lines = list(strip_lines(full(), "en", 80, ASCII_MARKS))
    assert "*---" in "\n".join(lines)
    assert "\n".join(lines).isascii()


def test_control_characters_in_data_are_shown_as_marks() -> None:
    lines = "\n".join(strip_lines(table(("a\x1b[31m", None, None, "b\r\nc")), "en", 80))
    assert "\x1b" not in lines
    assert "\r" not in lines


def test_no_steps_at_all() -> None:
    assert list(strip_lines(table(), "en", 80)) == []


def test_in_a_pipe_it_is_rows() -> None:
    lines = list(plain_lines(full(), "en"))
    assert len(lines) == 10
    assert lines[0].split() == ["Stage", "Planned", "date", "Reached", "date", "Note"]


def test_a_terminal_draws_it_between_tables() -> None:
    out = StringIO()
    terminal = Terminal(out=out, err=StringIO(), in_=None, width=100, colour=False, lang="zh", is_terminal=True)
    print_tables([Table(COLUMNS[:1], (("甲",),), bare=True), full()], "zh", terminal)
    shown = out.getvalue()
    assert "●" in shown
    assert shown.index("甲") < shown.index("●")
    assert "阶段" not in shown  # neither of a bare table nor of a line of steps
