"""Writes a workbook as a county sends it: path, noun, rows, and `new`, `resaved` or `changed` (a tenth of its rows)."""

import datetime
import random
import sys
from pathlib import Path

from tests.sheets.made import parts, strings, styles, worksheet, zipped
from tracker.sheets.cells import column_name

path, noun, count, variant = sys.argv[1:]
chance = random.Random(15)
shared: dict[str, int] = {}

UNITS = tuple(f"单位{number:02}" for number in range(1, 20))
RINGS = ("境外", "省外", "市外省内", "市内县外")
KINDS = ("固定资产", "流动资金", "注册资本", "土地", "设备", "工程")
EVIDENCE = ("验资报告", "银行进账单", "发票", "施工合同")
CHANNELS = ("乡贤招商", "以商招商", "园区招商", "驻点招商", "登门招商")
PEOPLE = ("张三", "李四", "王五", "赵六")
PLACES = (
    "聊城",
    "冠县",
    "临清",
    "山东",
    "重庆",
    "江苏",
    "上海",
    "青岛",
    "中车",
    "鲁西",
    "时风",
    "东阿",
    "阳谷",
    "莘州",
    "宏大",
)
TRADES = ("轴承", "新能源", "新材料", "农业", "食品", "生物医药", "装备制造", "纺织", "化工", "电子", "铝业")
HEADINGS = {
    "funds": "序号 项目 到位时间 到位金额(万元) 来源地 资金类别 凭证类型 凭证号 凭证日期 凭证金额(万元) 认定状态 "
    "认定日期 认定人 意见 经办人",
    "project": "序号 项目名称 投资方 责任单位 标签 招商方式 内外资 协议类型 总投资(亿元) 固定资产投资(亿元) "
    "合同投资额(亿元) 签约时间 开工时间 竣工时间 备注",
    "wide": "序号 项目名称 投资方 责任单位 标签 招商方式 内外资 协议类型 总投资(亿元) 固定资产投资(亿元) "
    "合同投资额(亿元) 签约时间 开工时间 竣工时间 备注 引荐单位 资金分成 个数归属 引荐人 投产时间 签约认定 开工认定 "
    "入统时间 状态 顶格推进领导 包保领导 专班 服务专员 承诺就业 承诺产值(亿元)",
}


def late(number: int, before: str, after: str) -> str:
    """A value that every tenth row of the changed workbook has another of."""
    return after if variant == "changed" and number % 10 == 3 else before


def day_since(first: datetime.date, days: int) -> datetime.date:
    return first + datetime.timedelta(chance.randrange(days))


def funds(number: int) -> tuple[object, ...]:
    """A receipt of one of the 5,000 projects of the benchmark's ledger that are counted in yuan."""
    project = chance.randrange(500) * 10 + chance.choice((1, 2, 3, 5, 6, 7, 8, 9, 10))
    received, amount = day_since(datetime.date(2025, 1, 31), 300), chance.randrange(1_000, 30_000) / 100
    said = (chance.choice(RINGS), chance.choice(KINDS), chance.choice(EVIDENCE), f"NO.{number:06}")
    judged = ("已认定", received + datetime.timedelta(20), late(number, chance.choice(PEOPLE), "孙七"))
    return (
        number, f"项目{project - 1:06}", received, amount, *said, received - datetime.timedelta(3), amount, *judged,
        late(number, f"同意第{number % 50}号", "同意"), chance.choice(PEOPLE),
    )  # fmt: skip


def project(number: int) -> tuple[object, ...]:
    """A project with three of its stages."""
    named = f"{chance.choice(PLACES)}年产{number}套{chance.choice(TRADES)}项目"
    total = chance.randrange(1_000, 500_000) / 10_000
    signed = day_since(datetime.date(2021, 1, 1), 700)
    started, completed = signed + datetime.timedelta(100), signed + datetime.timedelta(500)
    return (
        number, named, f"{chance.choice(PLACES)}第{chance.randrange(20_000)}实业有限公司", chance.choice(UNITS),
        chance.choice(("重点", "省重点", "技改")), chance.choice(CHANNELS), "内资", "正式合同", total,
        round(total * 0.7, 4), total, signed, started, completed, late(number, f"第{number % 1000}批", "已核"),
    )  # fmt: skip


def wide(number: int) -> tuple[object, ...]:
    """A project with all that may be said of it."""
    first = project(number)
    host = first[3]
    introducer = UNITS[(UNITS.index(str(host)) + 1) % len(UNITS)] if number % 20 == 0 else None
    completed = first[13]
    assert isinstance(completed, datetime.date)
    shares = ("5:5", "双算") if introducer else ("独享", "独享")
    people = (chance.choice(PEOPLE), chance.choice(PEOPLE), f"第{number % 30}专班", chance.choice(PEOPLE))
    return (
        *first, introducer, *shares, None, completed + datetime.timedelta(90), "已认定", "已认定",
        first[12], "推进中", *people, chance.randrange(10, 900), chance.randrange(100, 90_000) / 10_000,
    )  # fmt: skip


def cell(place: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return f'<c r="{place}" s="1"><v>{value.toordinal() - 693_594}</v></c>'
    if not isinstance(value, str):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'


def row(number: int, values: tuple[object, ...]) -> str:
    cells = (cell(f"{column_name(at)}{number}", value) for at, value in enumerate(values, 1))
    return f'<row r="{number}">{"".join(cells)}</row>'


made_of = {"funds": funds, "project": project, "wide": wide}[noun]
rows = [row(1, tuple(HEADINGS[noun].split()))]
rows += (row(number + 1, made_of(number)) for number in range(1, int(count) + 1))
# A program that saves a workbook again leaves its mark, and thereby other bytes.
saved = "" if variant == "new" else '<sheetPr><outlinePr summaryBelow="0"/></sheetPr>'
table = strings(*(f"<t>{text}</t>" for text in shared))
made = parts(worksheet("".join(rows), before=saved), strings=table, styles=styles({}, [(0, False), (14, False)]))
zipped(Path(path), made)
