"""A mistyped command, verb, option or name gets its nearest siblings, and is never run by guess."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tracker.rules.widths import cell_width

if TYPE_CHECKING:
    from tests.conftest import Runner

MISTYPED: dict[str, tuple[int, tuple[str, ...], str]] = {
    "command": (2, ("projct", "list"), "project"),
    "command in Chinese": (2, ("项目",), "project"),
    "part of a command in Chinese": (2, ("资金",), "funds"),
    "verb": (2, ("project", "advence", "P1", "started"), "advance"),
    "verb of a report": (2, ("scheme", "chek"), "check"),
    "verb before noun": (2, ("add", "project"), "tracker project add"),
    "name for a verb": (2, ("project", "轴承"), "tracker project show 轴承"),
    "option": (2, ("funds", "add", "轴承", "--ammount", "3万"), "--amount"),
    "short option": (2, ("visit", "add", "冠县", "--meet", "三一"), "--met"),
    "name that begins with a dash": (2, ("company", "add", "-三一"), "写在 -- 之后|goes behind --"),
    "option of a report": (2, ("board", "--metrc", "funds"), "--metric"),
    "option of the program": (2, ("--lnag", "zh", "board"), "--lang"),
    "option after its place": (2, ("unit", "list", "--lang", "zh"), "tracker --lang … unit list"),
    "mistyped option after its place": (2, ("unit", "list", "--quite"), "tracker --quiet … unit list"),
    "unit": (3, ("visit", "add", "冠洲"), "冠县"),
    "company": (3, ("visit", "add", "冠县", "--met", "三二重工"), "三一重工"),
    "project": (3, ("funds", "add", "轴乘一期", "3万", "--on", "3-1"), "轴承一期"),
    "metric": (3, ("target", "set", "冠县", "到位资", "3"), "到位资金"),
    "stage": (2, ("project", "advance", "P1", "strated", "--on", "3-1"), "：开工|: started"),
    "stage in Chinese": (2, ("project", "advance", "P1", "开公", "--on", "3-1"), "：开工|: started"),
    "setting": (2, ("config", "set", "colur", "auto"), "colour"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", MISTYPED)
def test_the_nearest_is_named_and_nothing_is_run(city: Runner, case: str, lang: str) -> None:
    code, line, near = MISTYPED[case]
    raw = city.database.read_bytes()
    ran = city(*line, lang=lang)
    assert (ran.code, ran.out) == (code, "")
    assert any(each in ran.err.splitlines()[1] for each in near.split("|"))
    assert city.database.read_bytes() == raw


@pytest.mark.parametrize(
    "words", [(), ("--lang", "zh"), ("--lang=en",), ("--lang",), ("-q",), ("--today", "2024-01-01")]
)
def test_options_alone_show_the_help(desk: Runner, words: tuple[str, ...]) -> None:
    ran = desk(*words)
    assert (ran.code, ran.err) == (0, "")
    assert "tracker demo" in ran.out


@pytest.mark.parametrize("words", [("--help",), ("funds", "add", "--help"), ("board", "publish", "--help")])
def test_the_columns_of_a_help_page_stand_below_each_other(desk: Runner, words: tuple[str, ...]) -> None:
    page = desk(*words, lang="zh").out
    section = page[page.index("选项：") :].splitlines()[1:]
    rows = [line for line in section[: section.index("") if "" in section else None] if line.startswith("  -")]
    starts = {cell_width(row[: len(row) - len(re.split(r"\S {2,}", row, maxsplit=1)[1])]) for row in rows}
    assert len(rows) > 3
    assert len(starts) == 1
    assert max(map(cell_width, section)) <= 80


@pytest.mark.parametrize("words", [("--lang", "fr"), ("--today", "soon"), ("--colour",), ("--wrong",)])
def test_wrong_options_alone_are_refused(desk: Runner, words: tuple[str, ...]) -> None:
    ran = desk(*words)
    assert (ran.code, ran.out) == (2, "")
