"""Results and terminals that the tests of rendering share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

from tracker.render.terminal import Terminal
from tracker.result import Bar, Column, Result, Table
from tracker.rules.choices import STAGE
from tracker.rules.dates import from_iso
from tracker.rules.money import Money
from tracker.words import Say

if TYPE_CHECKING:
    from tracker.words import Lang

ROW = Column("unit", Say("单位", "Unit"))
BOARD = (
    Column("group", Say("分组", "Group"), grouping=True),
    Column("rank", Say("位次", "Rank"), "number"),
    ROW,
    Column("score", Say("总分", "Score"), "number", tone=lambda value: "good" if value == Decimal("100.50") else None),
    Column("funds", Say("到位资金", "Funds"), "number", unit=Say("亿元", "100m CNY")),
    Column("bar", Say("完成率", "Progress"), "bar"),
)
COUNTIES = Table(
    BOARD,
    (
        ("county", 1, "甲县", Decimal("100.50"), Decimal("33.0"), Bar(0.55, 0.5)),
        ("county", None, "东昌府区", None, Decimal(22), Bar(0.25, 0.5)),
    ),
    title=Say("县(市、区)", "Counties"),
)
ZONES = Table(BOARD, (("zone", 1, "江北水城旅游度假区", Decimal(9), None, Bar(None)),), title=Say("开发区", "Zones"))
PROJECTS = Table(
    (
        Column("id", Say("编号", "Number")),
        Column("name", Say("项目名称", "Project")),
        Column("total_investment", Say("总投资", "Total"), "number"),
        Column("stage", Say("阶段", "Stage")),
        Column("signed", Say("签约时间", "Signed")),
        Column("tags", Say("标签", "Tags")),
        Column("paid", Say("入统", "In statistics")),
    ),
    (
        (
            "P1",
            "哈轴集团高端轴承项目",
            Money(500000000000),
            STAGE.choice("started"),
            from_iso("2024-03"),
            ("重点项目", "招大引强"),
            True,
        ),
        ("P2", "=1+1", Money(1, "USD"), STAGE.choice("talks"), None, (), False),
        ("P3", "a|b\n\x1b[2J", None, None, date(2024, 3, 5), None, None),
    ),
    title=Say("项目", "Projects"),
    total=5,
    hidden=2,
)
CONTEST = Result(("board",), (COUNTIES, ZONES))


class Screen(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def terminal(
    lang: Lang = "zh", *, screen: bool = False, width: int = 100, colour: bool = False, quiet: bool = False
) -> Terminal:
    """A pipe, or a screen where somebody can answer."""
    kind = Screen if screen else StringIO
    return Terminal(kind(), kind(), kind(), screen, width, colour, lang, quiet)


def said_out(place: Terminal) -> str:
    """What went to stdout."""
    assert isinstance(place.out, StringIO)
    return place.out.getvalue()


def said_err(place: Terminal) -> str:
    """What went to stderr."""
    assert isinstance(place.err, StringIO)
    return place.err.getvalue()
