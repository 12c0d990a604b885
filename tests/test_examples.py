"""The worked example: made again it has the same cells, and it tells the year that its notes promise."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from tracker.rules import choices
from tracker.rules.credit_code import is_valid
from tracker.rules.scheme_reading import parse_scheme
from tracker.rules.scheme_words import scheme_warnings

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
BOOK: Final = EXAMPLES / "liaocheng-2024.xlsx"
SCHEME: Final = (EXAMPLES / "contest-2024.toml").read_text(encoding="utf-8")
STAGES: Final = ("谋划", "在谈", "签约", "注册", "备案", "开工", "竣工", "投产", "达产")
QUARTER_ENDS: Final = (date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31))
# The sheets and headings that every workbook of the tracker has; money headings carry their unit in the book.
SHEETS: Final = {
    "单位": "单位名称 分组 别名 启用日期 停用日期",
    "产业链": "产业链 细分方向 环节状况 链长 链主企业",
    "企业": "企业名称 统一社会信用代码 类型 总部所在地 产业链 细分方向 榜单 榜单年份 目标企业 白名单 责任单位 别名",
    "线索": "编号 线索名称 企业 责任单位 招商方式 引荐人 收到日期 响应日期 研判日期 反馈日期 拟投资额 状态 "
    "流失原因 项目",
    "项目": "编号 项目名称 投资方 责任单位 引荐单位 资金分成 个数归属 引荐人 产业链 细分方向 招商方式 内外资 协议类型 "
    "总投资 固定资产投资 合同投资额 谋划时间 在谈时间 签约时间 注册时间 备案时间 开工时间 竣工时间 投产时间 达产时间 "
    "签约认定 开工认定 竣工认定 投产认定 计划开工时间 计划竣工时间 计划投产时间 入统时间 状态 状态原因 标签 "
    "顶格推进领导 包保领导 专班 方案 服务专员 承诺就业 承诺产值 承诺税收 备注",
    "节点": "项目 阶段 计划日期 实际日期 认定状态 认定日期 认定人 意见",
    "到位资金": "编号 项目 到位时间 到位金额 来源地 资金类别 凭证类型 凭证号 凭证日期 凭证金额 认定状态 "
    "认定日期 认定人 意见",
    "走访": "编号 单位 开始日期 结束日期 类型 目的地 带队领导 领导职级 人数 拜访企业 活动 成果",
    "活动": "活动名称 开始日期 结束日期 竞赛规则",
    "目标": "年度 活动 单位 指标 目标值 下达单位",
    "数据": "单位 指标 截至日期 数值 来源",
    "加减分": "单位 事项 日期 次数 分值 项目 理由 凭证",
    "问题": "编号 项目 要素 问题 提出日期 办结时限 责任单位 优先级 提级 状态 销号日期 销号凭证",
}
FUNDS, STARTED, SIGNED = "到位资金", "新开工过亿元项目", "新签约过亿元项目"
MET, TOP = "登门拜访企业和商协会", "登门拜访三类500强"

Row = dict[str, Any]
Book = dict[str, list[Row]]


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of every sheet, in order."""
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def bare(heading: object) -> str:
    """A heading without its unit."""
    return re.sub(r"\(.*\)", "", str(heading))


def plain(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


@pytest.fixture(scope="module")
def raw() -> dict[str, list[tuple[object, ...]]]:
    return cells(BOOK)


@pytest.fixture(scope="module")
def book(raw: dict[str, list[tuple[object, ...]]]) -> Book:
    rows: Book = {}
    for name, (headings, *body) in raw.items():
        keys = [bare(heading) for heading in headings]
        rows[name] = [dict(zip(keys, map(plain, row), strict=True)) for row in body]
    return rows


def unit_names(book: Book) -> dict[str, str]:
    """The official name behind every name and alias, the alias without its date."""
    return {bare(each): row["单位名称"] for row in book["单位"] for each in (row["单位名称"], row["别名"]) if each}


def unit_of(book: Book, name: str) -> str:
    return unit_names(book)[name]


def group(book: Book, name: str) -> list[str]:
    return [row["单位名称"] for row in book["单位"] if row["分组"] == name]


def departments(book: Book) -> set[str]:
    return set(group(book, "市直部门"))


def in_wan(value: str | float, heading: float) -> tuple[Fraction, str]:
    """An amount in 万 and its currency; a text carries its own unit, a number that of the heading."""
    if isinstance(value, str):
        found = re.fullmatch(r"(\d+)万美元", value)
        assert found, value
        return Fraction(found[1]), "USD"
    return Fraction(str(value)) * Fraction(heading), "CNY"


def total(project: Row) -> tuple[Fraction, str]:
    return in_wan(project["总投资"], 10_000)


def open_projects(book: Book) -> dict[str, Row]:
    return {row["项目名称"]: row for row in book["项目"] if row["状态"] in ("推进中", "暂缓")}


def counted_receipts(book: Book, last: date) -> list[tuple[Row, Fraction]]:
    """Recognised receipts of counted rings and kinds of the year up to a day, with their project, in 亿元."""
    projects = open_projects(book)
    return [
        (projects[row["项目"]], in_wan(row["到位金额"], 1)[0] / 10_000)
        for row in book["到位资金"]
        if row["项目"] in projects
        and date(2024, 1, 1) <= row["到位时间"] <= last
        and row["认定状态"] == "已认定"
        and row["来源地"] in ("境外", "省外", "市外省内")
        and row["资金类别"] != "流动资金"
        and in_wan(row["到位金额"], 1)[1] == "CNY"
    ]


def counted_stage(book: Book, stage: str, last: date) -> list[Row]:
    """Projects of 1 亿元 (1000 万美元) and more that reached the stage in the year, recognised."""
    floor = {"CNY": 10_000, "USD": 1_000}
    return [
        row
        for row in open_projects(book).values()
        if row[f"{stage}时间"]
        and date(2024, 1, 1) <= row[f"{stage}时间"] <= last
        and row[f"{stage}认定"] == "已认定"
        and (stage != "签约" or row["协议类型"] == "正式合同")
        and total(row)[0] >= floor[total(row)[1]]
    ]


def credit(book: Book, project: Row, heading: str) -> dict[str, Fraction]:
    """Each unit's part of a project, by the policy in that column."""
    host, policy = unit_of(book, project["责任单位"]), project[heading]
    introducers = project["引荐单位"].split("、") if project["引荐单位"] else []
    if not introducers or policy in (None, "独享"):
        return {host: Fraction(1)}
    if policy == "双算":
        return dict.fromkeys([*introducers, host], Fraction(1))
    if policy == "全归引荐方":
        assert len(introducers) == 1
        return {introducers[0]: Fraction(1)}
    parts = [int(part) for part in policy.split(":")]
    assert sum(parts) in (10, 100)
    return {unit: Fraction(part, sum(parts)) for unit, part in zip([*introducers, host], parts, strict=True)}


def funds_by_unit(book: Book, last: date) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for project, amount in counted_receipts(book, last):
        for unit, part in credit(book, project, "资金分成").items():
            sums[unit] += part * amount
    return sums


def counts_by_unit(book: Book, stage: str, last: date) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for project in counted_stage(book, stage, last):
        for unit, part in credit(book, project, "个数归属").items():
            sums[unit] += part
    return sums


def met_by_unit(book: Book, last: date, *, top: bool = False) -> dict[str, set[str]]:
    """The organisations that each unit called on in the year, up to a day."""
    lists = {row["企业名称"]: row["榜单"] or "" for row in book["企业"]}
    met: dict[str, set[str]] = defaultdict(set)
    for row in book["走访"]:
        if row["类型"] == "外出招商" and date(2024, 1, 1) <= row["开始日期"] and row["结束日期"] <= last:
            names = row["拜访企业"].split("、")
            met[unit_of(book, row["单位"])] |= {name for name in names if not top or "500强" in lists[name]}
    return met


def targets(book: Book, metric: str) -> dict[str | None, Any]:
    return {row["单位"]: row["目标值"] for row in book["目标"] if row["指标"] == metric}


# ---------------------------------------------------------------- the file


@pytest.mark.slow
def test_made_again_it_has_the_same_cells(raw: dict[str, list[tuple[object, ...]]], tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    script = EXAMPLES / "make_liaocheng.py"
    subprocess.run([sys.executable, script, "--output", again], check=True, capture_output=True)
    assert cells(again) == raw


def test_the_file_is_small_and_shows_no_clock() -> None:
    assert BOOK.stat().st_size < 1_000_000
    properties = load_workbook(BOOK, read_only=True).properties
    assert properties.created == properties.modified == datetime(2025, 1, 6, 9, 0)


def test_the_sheets_and_headings_are_those_of_every_workbook(raw: dict[str, list[tuple[object, ...]]]) -> None:
    assert list(raw) == ["说明", *SHEETS]
    for name, headings in SHEETS.items():
        assert [bare(heading) for heading in raw[name][0]] == headings.split()


def test_money_headings_carry_their_unit(raw: dict[str, list[tuple[object, ...]]]) -> None:
    with_unit = [heading for name in SHEETS for heading in raw[name][0] if "(" in str(heading)]
    assert with_unit == [
        *("拟投资额(亿元)", "总投资(亿元)", "固定资产投资(亿元)", "合同投资额(亿元)", "承诺产值(亿元)"),
        *("承诺税收(万元)", "到位金额(万元)", "凭证金额(万元)"),
    ]


def test_dates_are_date_cells_and_codes_are_text(book: Book) -> None:
    for name in SHEETS:
        for row in book[name]:
            for heading, value in row.items():
                if value is not None and heading.endswith(("时间", "日期", "时限")):
                    assert isinstance(value, date), (name, heading, value)
    assert all(isinstance(row["统一社会信用代码"], str | None) for row in book["企业"])


# ---------------------------------------------------------------- counts


def test_counts(book: Book) -> None:
    assert Counter(row["分组"] for row in book["单位"]) == {"县市区": 8, "开发区": 3, "市直部门": 8}
    assert len({row["产业链"] for row in book["产业链"]}) == 12
    assert len({row["细分方向"] for row in book["产业链"]}) == len(book["产业链"]) == 20
    assert sum(row["目标企业"] == "是" for row in book["企业"]) == 350
    assert sum(row["白名单"] == "是" for row in book["企业"]) == 30
    lengths = {name: len(book[name]) for name in ("项目", "到位资金", "线索", "走访", "问题", "活动")}
    assert lengths == {"项目": 450, "到位资金": 2500, "线索": 400, "走访": 1100, "问题": 30, "活动": 1}


def test_exactly_thirty_key_projects(book: Book) -> None:
    keys = [row for row in book["项目"] if "重点项目" in (row["标签"] or "").split("、")]
    assert len(keys) == 30
    assert "高端铝精深产业园项目" in {row["项目名称"] for row in keys}
    assert all(row["顶格推进领导"] for row in keys)


def test_what_is_made_up_says_so(book: Book) -> None:
    real = {row["项目名称"] for row in book["项目"] if row["备注"] != "示例数据"}
    assert len(real) == 9
    assert all("公开报道" in row["备注"] for row in book["项目"] if row["项目名称"] in real)
    published = [row for row in book["数据"] if row["来源"] != "示例数据"]
    assert [(row["单位"], row["指标"], row["数值"]) for row in published] == [(None, FUNDS, 471), (None, STARTED, 460)]
    named = {row["企业名称"] for row in book["企业"] if not row["企业名称"].startswith("示例")}
    assert len(named) == 7
    assert all(row["项目名称"].startswith("示例") for row in book["项目"] if row["项目名称"] not in real)


def test_no_dishonesty_or_accident_is_invented(book: Book) -> None:
    assert {row["事项"] for row in book["加减分"]} == {"50亿以上新开工", "迟报"}


# ---------------------------------------------------------------- the year


def test_the_city_reaches_about_its_goals(book: Book) -> None:
    funds = sum(amount for _, amount in counted_receipts(book, QUARTER_ENDS[3]))
    assert 480 <= funds <= 530
    assert 285 <= len(counted_stage(book, "开工", QUARTER_ENDS[3])) <= 320
    met = met_by_unit(book, QUARTER_ENDS[3])
    assert 930 <= len(set().union(*met.values())) <= 1000
    top = met_by_unit(book, QUARTER_ENDS[3], top=True)
    assert 90 <= len(set().union(*top.values())) <= 100


def test_the_quarters_build_up_from_a_slow_start(book: Book) -> None:
    sums = [sum(amount for _, amount in counted_receipts(book, last)) for last in QUARTER_ENDS]
    assert 105 <= sums[0] <= 125
    assert all(after - before > 100 for before, after in pairwise(sums))


def test_nothing_of_last_year_stands_in_the_way_of_a_fair_comparison(book: Book) -> None:
    assert all(row["开始日期"].year == row["结束日期"].year == 2024 for row in book["走访"])
    introduced = {
        row["项目名称"] for row in book["项目"] if set((row["引荐单位"] or "").split("、")) & departments(book)
    }
    assert len(introduced) > 50
    assert all(row["到位时间"].year == 2024 for row in book["到位资金"] if row["项目"] in introduced)


def test_foreign_investment_grows_a_little_quarter_by_quarter(book: Book) -> None:
    sums: dict[date, int] = defaultdict(int)
    for row in book["数据"]:
        if row["指标"] == "实际使用外资":
            assert row["来源"] == "示例数据"
            sums[row["截至日期"]] += row["数值"]
    assert len(sums) == 4 + 12
    for last in QUARTER_ENDS:
        assert 1.03 <= sums[last] / sums[last.replace(year=2023)] <= 1.12, last


def test_signings_neither_dry_up_nor_double(book: Book) -> None:
    signed = [len(counted_stage(book, "签约", last)) for last in QUARTER_ENDS]
    assert all(after - before >= 25 for before, after in pairwise([0, *signed]))
    before = [
        row for row in open_projects(book).values() if row["签约认定"] == "已认定" and row["签约时间"].year == 2023
    ]
    assert 0.8 <= signed[3] / len(before) <= 1.25


def test_units_are_ahead_and_behind(book: Book) -> None:
    wanted = targets(book, FUNDS)
    for last, curve in zip(QUARTER_ENDS, (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1)), strict=True):
        got = funds_by_unit(book, last)
        places = group(book, "县市区") + group(book, "开发区")
        ahead = [unit for unit in places if got[unit] > wanted[unit] * curve]
        assert 2 <= len(ahead) <= len(places) - 3, last


def test_the_units_targets_sum_to_more_than_the_city_s(book: Book) -> None:
    for metric, goal in ((FUNDS, 500), (STARTED, 300), (MET, 1000), (TOP, 100)):
        of_units = targets(book, metric)
        assert of_units.pop(None) == goal
        assert sum(of_units.values()) > goal  # a city hands out more than it owes
    assert not departments(book) & set(targets(book, "实际使用外资"))
    assert "江北水城旅游度假区" not in targets(book, "实际使用外资")


def test_two_departments_tie_at_the_end_of_the_year(book: Book) -> None:
    last = QUARTER_ENDS[3]
    shares = {
        FUNDS: (funds_by_unit(book, last), Fraction(6, 5)),
        STARTED: (counts_by_unit(book, "开工", last), Fraction(6, 5)),
        SIGNED: (counts_by_unit(book, "签约", last), Fraction(1)),
        MET: ({unit: Fraction(len(met)) for unit, met in met_by_unit(book, last).items()}, Fraction(1)),
        TOP: ({unit: Fraction(len(met)) for unit, met in met_by_unit(book, last, top=True).items()}, Fraction(1)),
    }
    at_cap = [
        unit
        for unit in group(book, "市直部门")
        if all(got.get(unit, 0) >= cap * targets(book, metric)[unit] for metric, (got, cap) in shares.items())
    ]
    assert at_cap == ["市工业和信息化局", "市商务局", "市投资促进局"]
    adjusted = {row["单位"] for row in book["加减分"]}
    assert [unit for unit in at_cap if unit in adjusted] == ["市工业和信息化局"]


def test_the_split_of_last_year_sums_to_the_published_totals(book: Book) -> None:
    ends = [end.replace(year=2023) for end in QUARTER_ENDS]
    for metric, goal in ((FUNDS, 471), (STARTED, 460)):
        rows = [row for row in book["数据"] if row["指标"] == metric and row["单位"]]
        at_end = [row for row in rows if row["截至日期"] == ends[3]]
        assert sum(Fraction(str(row["数值"])) for row in at_end) == goal
        by_unit: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_unit[row["单位"]].append(row)
        assert len(by_unit) == 11
        for line in by_unit.values():
            assert [row["截至日期"] for row in line] == ends
            assert [row["数值"] for row in line] == sorted(row["数值"] for row in line)


def test_big_starts_earn_their_bonus(book: Book) -> None:
    started = [(row["项目名称"], *total(row)) for row in counted_stage(book, "开工", QUARTER_ENDS[3])]
    big = {name for name, amount, currency in started if currency == "CNY" and amount >= 500_000}
    assert "哈轴集团高端轴承项目" in big
    assert {row["项目"] for row in book["加减分"] if row["项目"]} == big


# ---------------------------------------------------------------- rows that hold together


def test_the_renamed_county_stands_in_old_rows_only(book: Book) -> None:
    assert unit_of(book, "茌平县") == "茌平区"
    assert {row["单位名称"]: row["别名"] for row in book["单位"]}["茌平区"] == "茌平县(..2019-12-31)"
    old = [row["签约时间"] for row in book["项目"] if row["责任单位"] == "茌平县"]
    assert len(old) >= 3
    assert max(old) < date(2024, 1, 1)


def test_stages_come_in_order(book: Book) -> None:
    for row in book["项目"]:
        reached = [row[f"{stage}时间"] for stage in STAGES if row[f"{stage}时间"]]
        assert reached == sorted(reached), row["项目名称"]
        assert date(2022, 1, 1) <= reached[0]
        assert reached[-1] <= date(2024, 12, 31)
        assert not row["开工时间"] or row["签约时间"]


def test_what_is_set_aside_says_why(book: Book) -> None:
    states = Counter(row["状态"] for row in book["项目"])
    assert states["推进中"] > 420
    assert all(states[state] for state in ("暂缓", "退库", "流失"))
    assert all(bool(row["状态原因"]) == (row["状态"] != "推进中") for row in book["项目"])


def test_receipts_stay_within_their_project(book: Book) -> None:
    projects = {row["项目名称"]: row for row in book["项目"]}
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in book["到位资金"]:
        project = projects[row["项目"]]
        amount, currency = in_wan(row["到位金额"], 1)
        assert amount > 0
        assert project["签约时间"] <= row["到位时间"] <= date(2024, 12, 31)
        assert currency == total(project)[1]
        sums[row["项目"]] += amount
    assert all(amount <= total(projects[name])[0] for name, amount in sums.items())


def test_milestones_agree_with_their_projects(book: Book) -> None:
    projects = {row["项目名称"]: row for row in book["项目"]}
    for row in book["节点"]:
        project, stage = projects[row["项目"]], row["阶段"]
        assert row["认定状态"] == project[f"{stage}认定"]
        assert row["实际日期"] == project[f"{stage}时间"]
        assert row["计划日期"] == project[f"计划{stage}时间"]


def test_a_converted_lead_names_a_project_of_its_company_and_unit(book: Book) -> None:
    projects = {row["项目名称"]: row for row in book["项目"]}
    converted = [row for row in book["线索"] if row["状态"] == "已转项目"]
    assert len(converted) == len({row["项目"] for row in converted}) == 80
    for row in converted:
        project = projects[row["项目"]]
        assert row["责任单位"] == unit_of(book, project["责任单位"])
        assert row["企业"] in project["投资方"].split("、")
        assert row["收到日期"] < (project["签约时间"] or date(2025, 1, 1))
    assert all((row["项目"] is None) == (row["状态"] != "已转项目") for row in book["线索"])


def test_problems_are_closed_with_evidence_or_open(book: Book) -> None:
    closed = [row for row in book["问题"] if row["状态"] == "已销号"]
    assert 5 <= len(closed) <= 20
    assert all(bool(row["销号日期"] and row["销号凭证"]) == (row["状态"] == "已销号") for row in book["问题"])


def test_every_name_that_is_referred_to_exists(book: Book) -> None:
    units = set(unit_names(book))
    known = {
        "企业": {row["企业名称"] for row in book["企业"]},
        "项目": {row["项目名称"] for row in book["项目"]},
        "产业链": {row["产业链"] for row in book["产业链"]},
        "细分方向": {row["细分方向"] for row in book["产业链"]},
        "活动": {row["活动名称"] for row in book["活动"]},
        **dict.fromkeys(("责任单位", "引荐单位", "单位"), units),
    }
    known |= dict.fromkeys(("投资方", "拜访企业", "链主企业"), known["企业"])
    for name in SHEETS:
        for row in book[name]:
            for heading in known.keys() & row.keys():
                named = set((row[heading] or "").split("、")) - {""}
                assert named <= known[heading], (name, heading, row[heading])


IDENTITIES: Final = {
    "单位": "单位名称",
    "产业链": "产业链 细分方向",
    "企业": "企业名称",
    "线索": "线索名称 责任单位",
    "项目": "项目名称",  # the receipts name their project by this alone
    "节点": "项目 阶段",
    "到位资金": "项目 到位时间 到位金额 来源地 资金类别 凭证号",
    "走访": "单位 开始日期 结束日期 类型 目的地 拜访企业",
    "目标": "年度 单位 指标",
    "数据": "单位 指标 截至日期 来源",
    "加减分": "单位 事项 日期 项目 理由",
    "问题": "项目 要素 问题",
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_no_two_rows_are_one_record(book: Book, name: str) -> None:
    keys = Counter(tuple(row[heading] for heading in IDENTITIES[name].split()) for row in book[name])
    assert keys.most_common(1)[0][1] == 1


CHOSEN: Final = {
    "分组": "group",
    "环节状况": "segment",
    "招商方式": "channel",
    "内外资": "investment",
    "协议类型": "agreement",
    "签约认定": "recognition",
    "开工认定": "recognition",
    "竣工认定": "recognition",
    "投产认定": "recognition",
    "认定状态": "recognition",
    "阶段": "stage",
    "来源地": "ring",
    "资金类别": "funds_kind",
    "凭证类型": "evidence",
    "领导职级": "rank",
    "榜单": "company_list",
    "目标企业": "flag",
    "白名单": "flag",
    "提级": "flag",
    "要素": "factor",
    "优先级": "priority",
}
CHOSEN_BY_SHEET: Final = {
    ("企业", "类型"): "company_kind",
    ("走访", "类型"): "visit_kind",
    ("线索", "状态"): "lead_status",
    ("项目", "状态"): "status",
    ("问题", "状态"): "problem_status",
}


def test_every_choice_is_a_label_of_the_tracker(book: Book) -> None:
    for name in SHEETS:
        for row in book[name]:
            for heading, value in row.items():
                choice = CHOSEN_BY_SHEET.get((name, heading)) or CHOSEN.get(heading)
                if choice and value:
                    labels = {label.zh for label in getattr(choices, choice.upper()).labels.values()}
                    assert set(value.split("、")) <= labels, (name, heading, value)


def test_credit_codes_are_right_and_of_no_real_place(book: Book) -> None:
    codes = [row["统一社会信用代码"] for row in book["企业"] if row["统一社会信用代码"]]
    assert 500 < len(codes) < len(book["企业"])
    assert all(is_valid(code) and code[2:8] == "999999" for code in codes)
    assert len(set(codes)) == len(codes)


# ---------------------------------------------------------------- the scheme


def test_the_scheme_is_read_without_a_warning() -> None:
    assert scheme_warnings(parse_scheme(SCHEME)) == ()


def test_the_weights_of_every_group_sum_to_100() -> None:
    scheme = tomllib.loads(SCHEME)
    groups = [each["key"] for each in scheme["groups"]]
    assert groups == ["county", "zone", "department"]
    for key in groups:
        assert sum(each["weight"] for each in scheme["indicators"] if key in each.get("groups", groups)) == 100


def test_the_book_speaks_the_scheme_s_words(book: Book) -> None:
    scheme = tomllib.loads(SCHEME)
    metrics = {metric["label"]["zh"] for metric in scheme["metrics"].values()}
    assert {row["指标"] for row in book["目标"]} == metrics
    assert {row["指标"] for row in book["数据"]} <= metrics
    assert {row["事项"] for row in book["加减分"]} <= {item["label"]["zh"] for item in scheme["adjustments"]}


def test_the_scheme_is_in_both_languages_and_gives_each_metric_one_column() -> None:
    scheme = parse_scheme(SCHEME)
    for metric in scheme.metrics.values():
        assert metric.unit.en.isascii(), metric.key
    for indicator in scheme.indicators:
        assert indicator.metric is not None
        assert indicator.label == scheme.metrics[indicator.metric].label
