from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.render.boards import CONTEST, COUNTIES, PROJECTS, terminal
from tests.render.browser import measured, printed_pages
from tracker.errors import BadUsage
from tracker.render import door
from tracker.render.html import page
from tracker.result import Bar, Column, Message, Result, Section, Spark, Table
from tracker.rules.chain import SEAL_PROPERTY
from tracker.sheets.printouts import read_printout
from tracker.words import Say

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.words import Lang

SHA = "0123456789abcdef" * 4
NASTY = '<script>alert(1)</script> &amp; "<b>" \x1b[31m\u202e'
BOARD = CONTEST._replace(
    title=Say("竞赛榜", "Contest"),
    sections=(
        Section(Say("排名", "Ranking"), CONTEST.tables),
        Section(
            Say("明细", "Rows"), sections=(Section(Say("甲县", "Jia"), (COUNTIES._replace(title=NASTY),), folded=True),)
        ),
    ),
)


LABELS = [
    Say("登门拜访企业和商协会", "Companies and associations visited"),
    Say("主要负责同志外出招商", "First leaders' trips"),
] * 5
MANY = Table(
    (Column("unit", "U"), *(Column(f"c{n}", label, "number") for n, label in enumerate(LABELS))),
    (("江北水城旅游度假区", *["123456.78"] * 10),),
)


class Seen(HTMLParser):
    """The elements of a page, checked for being closed in order, and everything that points out of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [name for name, _ in attrs if name in ("src", "href", "srcset") or name.startswith("on")]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("result", [CONTEST, BOARD, Result(("x",)), Result(("x",), (PROJECTS,))])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_stands_alone_and_is_closed_in_order(result: Result, lang: Lang) -> None:
    text = page(result, lang)
    seen = Seen(text)
    assert seen.outside == []
    assert not {"script", "link", "img", "iframe"} & set(seen.tags)
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_data_is_never_markup() -> None:
    table = Table((Column("unit", NASTY), Column("name", NASTY, unit=NASTY)), ((NASTY, NASTY),), title=NASTY)
    result = Result(
        ("x",),
        (table,),
        lines=(NASTY,),
        messages=(Message("x", NASTY),),
        title=NASTY,
        sections=(Section(NASTY, (table,)),),
    )
    text = page(result, "en")
    assert "script" not in Seen(text).tags
    assert not {"\x1b", "\u202e"} & set(text)
    assert text.count("&lt;script&gt;") > 5


def test_the_tables_are_read_back_as_they_were_printed(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(BOARD._replace(seal=SHA), "zh"), encoding="utf-8")
    heads, pages = read_printout(path)
    assert f'<meta name="{SEAL_PROPERTY}" content="{SHA}">' in path.read_text(encoding="utf-8")
    assert heads == (SHA, SHA[:16])
    assert [[cell.text for cell in row] for row in pages[0].rows] == [
        ["位次", "单位", "总分", "到位资金(亿元)"],
        ["1", "甲县", "100.50", "33.0"],
        ["—", "东昌府区", "—", "22"],
    ]


@pytest.mark.parametrize(
    ("bar", "drawn"),
    [
        (Bar(0.55, 0.5), ('width="55.00"', "M50.00 ")),
        (Bar(1.7, 0.5), ('width="100.00"', "M50.00 ")),
        (Bar(-1, None), ('width="0.00"', 'class="bar"')),
        (Bar(None, 0.5), ('class="bar none"',)),
    ],
)
def test_bars_stay_inside(bar: Bar, drawn: tuple[str, ...]) -> None:
    text = page(Result(("x",), (Table((Column("bar", "", "bar"),), ((bar,),)),)), "en")
    body = text.partition("<body>")[2]
    assert all(each in body for each in drawn)


@pytest.mark.parametrize(("lang", "title"), [("zh", "项目"), ("en", "project")])
def test_a_list_is_headed_by_its_noun(lang: Lang, title: str) -> None:
    assert f"<h1>{title}</h1>" in page(Result(("project", "list"), (PROJECTS,)), lang)


def test_what_the_ending_decides(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    door.show(CONTEST, terminal("zh"), output=path)
    assert "<!doctype html>" in path.read_text(encoding="utf-8")
    with pytest.raises(BadUsage):
        door.chosen_format("md", path, terminal())


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_off_in_a_browser(width: int, lang: Lang, tmp_path: Path) -> None:
    board = BOARD._replace(sections=(*BOARD.sections, Section("x", (MANY,))), messages=(Message("x", "长" * 90),))
    seen = measured(page(board, lang), width, tmp_path)
    assert seen == {"beyond": 0, "cut": 0, "bars": 4}


@pytest.mark.slow
def test_paper_is_on_its_side_and_folded_parts_stay_off_it(tmp_path: Path) -> None:
    many = COUNTIES._replace(rows=COUNTIES.rows * 200, title="folded")
    folded = BOARD._replace(sections=(BOARD.sections[0], Section("x", (many,), folded=True)))
    assert printed_pages(page(folded, "zh"), tmp_path) == [(842, 595)]
    shown = page(folded, "zh").replace("<details>", "<details open>")
    assert len(printed_pages(shown, tmp_path)) > 5


def test_a_spark_is_drawn_with_its_gaps() -> None:
    table = Table((Column("unit", "单位"), Column("trend", "逐月", "bar")), (("冠县", Spark((0.0, None, 1.0))),))
    drawn = page(Result(("board",), (table,)), "zh")
    assert re.findall(r'x="([0-9])\.1" y="[0-9.]+" width="\.8" height="([0-9.]+)"', drawn) == [
        ("0", "10.0"),
        ("2", "100.0"),
    ]
