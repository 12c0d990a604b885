"""Makes `liaocheng-2024.xlsx`, a year of investment attraction to try the tracker with.

Real are the published goals and figures and a few names (see README.md beside this file); everything else is drawn
from one seeded generator, so that the same script writes the same cells. Run it with `python make_liaocheng.py`.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | None
Row = dict[str, Cell]

SEED: Final = 2024
BOOK: Final = Path(__file__).with_name("liaocheng-2024.xlsx")
# The clock stays out of the file: a second run gives the same bytes.
MADE_AT: Final = datetime(2025, 1, 6, 9, 0)  # noqa: DTZ001 - a workbook's properties hold no time zone
YEAR: Final = 2024
YEAR_END: Final = date(2024, 12, 31)
EARLIEST: Final = date(2022, 1, 4)
SAMPLE: Final = "示例数据"
NAMED_NOTE: Final = "项目名称见公开报道；未公布的金额、单位、日期和进度为示例数据"
RECOGNISED: Final = "已认定"
CONTRACT: Final = "正式合同"
KEY_PROJECTS: Final = 30
RECEIPTS: Final = 2500
LEADS: Final = 400
VISITS: Final = 1100
ORGANISATIONS: Final = 1100
TARGET_COMPANIES: Final = 350
WAN_PER_YI: Final = 10_000

HEADINGS: Final[dict[str, str]] = {
    "单位": "单位名称 分组 别名 启用日期 停用日期",
    "产业链": "产业链 细分方向 环节状况 链长 链主企业",
    "企业": "企业名称 统一社会信用代码 类型 总部所在地 产业链 细分方向 榜单 榜单年份 目标企业 白名单 责任单位 别名",
    "线索": "编号 线索名称 企业 责任单位 招商方式 引荐人 收到日期 响应日期 研判日期 反馈日期 拟投资额(亿元) 状态 "
    "流失原因 项目",
    "项目": "编号 项目名称 投资方 责任单位 引荐单位 资金分成 个数归属 引荐人 产业链 细分方向 招商方式 内外资 协议类型 "
    "总投资(亿元) 固定资产投资(亿元) 合同投资额(亿元) 谋划时间 在谈时间 签约时间 注册时间 备案时间 开工时间 竣工时间 "
    "投产时间 达产时间 签约认定 开工认定 竣工认定 投产认定 计划开工时间 计划竣工时间 计划投产时间 入统时间 "
    "状态 状态原因 标签 顶格推进领导 包保领导 专班 方案 服务专员 承诺就业 承诺产值(亿元) 承诺税收(万元) 备注",
    "节点": "项目 阶段 计划日期 实际日期 认定状态 认定日期 认定人 意见",
    "到位资金": "编号 项目 到位时间 到位金额(万元) 来源地 资金类别 凭证类型 凭证号 凭证日期 凭证金额(万元) 认定状态 "
    "认定日期 认定人 意见",
    "走访": "编号 单位 开始日期 结束日期 类型 目的地 带队领导 领导职级 人数 拜访企业 活动 成果",
    "活动": "活动名称 开始日期 结束日期 竞赛规则",
    "目标": "年度 活动 单位 指标 目标值 下达单位",
    "数据": "单位 指标 截至日期 数值 来源",
    "加减分": "单位 事项 日期 次数 分值 项目 理由 凭证",
    "问题": "编号 项目 要素 问题 提出日期 办结时限 责任单位 优先级 提级 状态 销号日期 销号凭证",
}

NOTES: Final = (
    "2024年招商引资台账（示例）",
    "",
    "这一页只是说明，导入时跳过。其余各表可直接导入：先载入竞赛规则 contest-2024.toml，再导入本文件。",
    "",
    "真实的部分（均见公开报道）：",
    "1. 2024年全市目标：到位资金 500 亿元、新开工过亿元项目 300 个、30 个重点项目；",
    "   登门拜访企业和商协会 1000 家，其中三类500强 100 家。",
    "2. 2023年全市完成：到位资金 471 亿元、开工项目 460 个（“数据”表中来源为“公开报道”的两行）；",
    "   460 个未注明是否都过亿元，与2024年的口径不一定相同，同比只作参考。",
    "3. 8 个县(市、区)、3 个开发区的名称；茌平区 2019 年以前为茌平县，几行旧台账仍写旧名。",
    "4. 9 个项目的名称（备注写明“项目名称见公开报道”）。总投资公布过的只有 3 个：哈轴集团高端轴承项目 50 亿元、",
    "   轴承产业新城项目 50 亿元、山东宇捷轴承柔性线项目 3000 万元；落户地公布过的只有 2 个：人本集团在临清、",
    "   昉瑞新材料以飞地方式在冠县（引荐单位、分成比例为编造）。",
    "5. 企业名称：山东博特轴承、哈轴集团、四川猛犸、浙江人本集团、上海昉瑞新材料、山东宇捷轴承、临清市海滨轴承。",
    "6. 轴承产业分工：临清成品轴承、冠县锻件、东昌府区保持架、东阿县滚动体。",
    "",
    "其余全部是程序用固定随机种子编造的示例数据，不反映任何单位、企业、个人的实际情况：",
    "· 各单位的目标、完成数、走访、加减分、问题，2023年各单位的拆分数，两年的实际使用外资；",
    "· 名称带“示例”二字的企业、商协会，备注为“示例数据”的项目，全部到位资金、线索、凭证号、领导代号（市领导A 等）；",
    "· 产业链和细分方向的划分、强弱、链主企业；",
    "· 统一社会信用代码：行政区划段用不存在的 999999，校验位按 GB 32100 计算；",
    "· 没有编造弄虚作假、重大事故等事项，这两类只列在竞赛规则里。",
    "",
    "In English: the city's goals of 2024, its results of 2023, the names of places, and the names of the nine",
    "projects and seven companies above are published facts.",
    "Everything else was made up by a seeded script and says nothing about any real unit, company or person.",
)

# ---------------------------------------------------------------- units


class Place(NamedTuple):
    """A county or zone: its targets of the year, what it is made to reach, and how its year runs."""

    name: str
    group: str
    funds: tuple[int, float]  # target and actual, 亿元
    started: tuple[int, int]
    signed: int
    fdi: tuple[int, int] | None  # 万美元
    organisations: tuple[int, int]  # target, and those met here first
    top500: tuple[int, int]
    first_leader: tuple[int, int]
    pace: str


class Department(NamedTuple):
    """A department: it hosts nothing, it introduces projects and shares their credit."""

    name: str
    introduces: int
    funds: int
    started: int
    signed: int
    organisations: tuple[int, int]
    top500: tuple[int, int]


PLACES: Final = (
    Place("东昌府区", "县市区", (62, 65.1), (36, 38), 20, (3000, 3180), (92, 92), (8, 9), (24, 26), "even"),
    Place("临清市", "县市区", (66, 71.3), (38, 42), 20, (3500, 3920), (100, 98), (10, 10), (24, 28), "fast"),
    Place("茌平区", "县市区", (72, 69.8), (38, 36), 19, (4000, 3660), (96, 90), (10, 9), (24, 22), "even"),
    Place("冠县", "县市区", (48, 43.2), (28, 27), 16, (2000, 1850), (88, 86), (8, 7), (24, 24), "slow"),
    Place("莘县", "县市区", (44, 36.5), (26, 22), 17, (1500, 1120), (84, 70), (8, 5), (24, 17), "slow"),
    Place("阳谷县", "县市区", (50, 51.0), (30, 31), 17, (2200, 2300), (86, 84), (9, 8), (24, 25), "fast"),
    Place("东阿县", "县市区", (46, 40.5), (26, 24), 15, (2000, 1700), (80, 66), (7, 5), (24, 19), "even"),
    Place("高唐县", "县市区", (48, 41.3), (28, 23), 16, (1800, 1460), (80, 68), (7, 6), (24, 20), "slow"),
    Place("经济技术开发区", "开发区", (50, 48.5), (34, 33), 20, (6000, 6350), (64, 60), (7, 7), (12, 12), "even"),
    Place("高新技术产业开发区", "开发区", (42, 33.6), (26, 22), 16, (3000, 2440), (60, 52), (5, 5), (12, 9), "slow"),
    Place("江北水城旅游度假区", "开发区", (14, 7.7), (10, 8), 6, None, (28, 20), (2, 1), (12, 8), "slow"),
)

# The first three are at the cap of every indicator by the end of the year: one leads by a bonus, two tie.
DEPARTMENTS: Final = (
    Department("市工业和信息化局", 9, 5, 6, 6, (20, 24), (3, 4)),
    Department("市商务局", 9, 8, 6, 6, (20, 26), (3, 4)),
    Department("市投资促进局", 10, 8, 6, 6, (24, 30), (5, 6)),
    Department("市发展改革委", 8, 7, 8, 7, (20, 20), (3, 3)),
    Department("市农业农村局", 5, 6, 5, 4, (18, 16), (2, 1)),
    Department("市文化和旅游局", 4, 3, 5, 4, (16, 14), (2, 1)),
    Department("市科技局", 6, 8, 6, 5, (18, 18), (2, 2)),
    Department("市国资委", 6, 6, 6, 6, (18, 16), (3, 3)),
)

OLD_NAME: Final = "茌平县"
ALIASES: Final = {
    "茌平区": f"{OLD_NAME}(..2019-12-31)",
    "经济技术开发区": "经开区",
    "高新技术产业开发区": "高新区",
    "江北水城旅游度假区": "度假区",
    "市工业和信息化局": "市工信局",
    "市投资促进局": "市投促局",
    "市发展改革委": "市发改委",
    "市文化和旅游局": "市文旅局",
}

# Shares of the year that fall into each quarter.
PACES: Final[dict[str, tuple[float, ...]]] = {
    "fast": (0.26, 0.26, 0.24, 0.24),
    "even": (0.22, 0.26, 0.26, 0.26),
    "slow": (0.17, 0.24, 0.28, 0.31),
}
QUARTERS: Final = (
    (date(2024, 1, 1), date(2024, 3, 31)),
    (date(2024, 4, 1), date(2024, 6, 30)),
    (date(2024, 7, 1), date(2024, 9, 30)),
    (date(2024, 10, 1), date(2024, 12, 31)),
)

# ---------------------------------------------------------------- chains and companies


class Segment(NamedTuple):
    """One part of an industry chain, the word in its companies' names, and what its projects make."""

    chain: str
    name: str
    condition: str
    trade: str
    products: tuple[str, ...]


SEGMENTS: Final = (
    Segment("轴承", "轴承钢与锻件", "强", "锻造", ("轴承套圈锻件", "轴承钢管", "精密锻件", "轴承钢棒材")),
    Segment("轴承", "保持架", "强", "精密冲压", ("冲压保持架", "工程塑料保持架", "铜保持架", "保持架自动化")),
    Segment("轴承", "滚动体", "强", "钢球", ("精密钢球", "圆锥滚子", "陶瓷滚动体", "微型钢球")),
    Segment("轴承", "高端成品轴承", "弱", "轴承", ("机器人轴承", "风电轴承", "新能源汽车轴承", "机床主轴轴承")),
    Segment("铝精深加工", "铝型材与板带箔", "强", "铝业", ("汽车轻量化铝材", "电池铝箔", "航空铝板", "光伏铝边框")),
    Segment("铝精深加工", "再生铝", "弱", "再生资源", ("再生铝合金", "再生铝棒", "铝灰综合利用")),
    Segment("高端化工", "化工新材料", "弱", "化工", ("聚碳酸酯", "电子级溶剂", "特种树脂", "环保助剂")),
    Segment("新材料", "特种玻璃", "缺", "玻璃", ("光伏压延玻璃", "药用玻璃", "节能玻璃", "电子盖板玻璃")),
    Segment("新材料", "高性能纤维", "弱", "纤维", ("碳纤维复合材料", "玄武岩纤维", "芳纶制品", "超细纤维")),
    Segment("新能源", "储能电池", "缺", "储能", ("储能电池", "电池托盘", "储能系统集成", "光伏组件")),
    Segment("汽车及零部件", "新能源商用车", "强", "汽车部件", ("新能源商用车", "底盘部件", "车用铝轮毂", "专用车")),
    Segment("汽车及零部件", "汽车电子", "缺", "汽车电子", ("车载传感器", "电驱系统", "车用线束", "智能座舱部件")),
    Segment("高端装备", "农机装备", "弱", "机械", ("智能农机", "数控机床", "液压部件", "工业机器人")),
    Segment("电子信息", "功率半导体", "缺", "半导体", ("功率器件", "封装测试", "碳化硅衬底", "电子陶瓷基板")),
    Segment("电子信息", "传感器", "弱", "电子", ("工业传感器", "智能终端", "电子连接器", "数据中心")),
    Segment("医药康养", "阿胶与中药", "强", "药业", ("阿胶制品", "中药饮片", "中药配方颗粒", "健康饮品")),
    Segment("医药康养", "医疗器械", "缺", "医疗", ("体外诊断试剂", "医用耗材", "康复器械", "医用敷料")),
    Segment("农副产品加工", "预制菜", "弱", "食品", ("预制菜", "果蔬深加工", "肉鸭加工", "功能糖")),
    Segment("纺织服装", "高端家纺", "强", "纺织", ("高档家纺", "绿色印染", "智能纺纱", "功能面料")),
    Segment("现代物流", "冷链物流", "弱", "物流", ("冷链物流园", "多式联运", "智慧仓储", "保税物流")),
)  # fmt: skip
SEGMENT_OF: Final = {segment.name: segment for segment in SEGMENTS}


class Home(NamedTuple):
    """Where a company has its head office, and the ring that its money comes from."""

    place: str
    ring: str


_PROVINCE_HOMES: Final = (
    *("上海市", "北京市", "天津市", "重庆市", "江苏省苏州市", "江苏省无锡市", "江苏省常州市", "浙江省杭州市"),
    *("浙江省宁波市", "浙江省温州市", "广东省深圳市", "广东省广州市", "广东省佛山市", "广东省东莞市", "福建省厦门市"),
    *("河北省石家庄市", "河南省郑州市", "安徽省合肥市", "湖北省武汉市", "四川省成都市", "陕西省西安市"),
)
_CITY_HOMES: Final = ("山东省济南市", "山东省青岛市", "山东省烟台市", "山东省潍坊市", "山东省淄博市")
HOMES: Final = (
    *(Home(place, "省外") for place in _PROVINCE_HOMES),
    *(Home(place, "市外省内") for place in _CITY_HOMES),
    Home("香港特别行政区", "境外"),
    Home("德国", "境外"),
)
LOCAL: Final = Home("山东省聊城市", "市内县外")
FOREIGN_HOMES: Final = (Home("香港特别行政区", "境外"), Home("德国", "境外"), Home("日本", "境外"))

BRANDS: Final = tuple(first + last for first in "晟泓昱岚澜熠璟铭衡骏" for last in "岳川驰远舟航峰泽源拓")
ENDINGS: Final = ("有限公司", "科技有限公司", "股份有限公司", "集团有限公司")
ASSOCIATIONS: Final = ("商会", "行业协会", "产业联盟", "企业家联合会")
TOP500: Final = ("世界500强", "中国企业500强", "中国民营企业500强")
OTHER_LISTS: Final = ("上市公司", "央企", "专精特新小巨人")
CHANNELS: Final = (
    *("乡贤招商", "以商招商", "以商招商", "园区招商", "小团组招商", "委托招商", "驻点招商"),
    *("登门招商", "登门招商", "登门招商", "数字招商", "资本招商"),
)


@dataclass
class Company:
    """An organisation: an investor, a place to visit, or both."""

    name: str
    home: Home
    segment: Segment
    association: bool = False
    code: str | None = None
    lists: tuple[str, ...] = ()
    target: bool = False
    white: bool = False
    unit: str | None = None
    real: bool = False
    alias: str | None = None

    @property
    def top500(self) -> bool:
        """Whether it stands on one of the three lists."""
        return any(name in TOP500 for name in self.lists)


REAL_COMPANIES: Final = (
    Company("山东博特轴承", LOCAL, SEGMENT_OF["高端成品轴承"], white=True, real=True, alias="博特轴承"),
    Company("哈轴集团", Home("黑龙江省哈尔滨市", "省外"), SEGMENT_OF["高端成品轴承"], real=True),
    Company("四川猛犸", Home("四川省", "省外"), SEGMENT_OF["功率半导体"], real=True),
    Company("浙江人本集团", Home("浙江省", "省外"), SEGMENT_OF["高端成品轴承"], real=True, alias="人本集团"),
    Company("上海昉瑞新材料", Home("上海市", "省外"), SEGMENT_OF["高性能纤维"], real=True, alias="昉瑞新材料"),
    Company("山东宇捷轴承", LOCAL, SEGMENT_OF["高端成品轴承"], real=True, alias="宇捷轴承"),
    Company("临清市海滨轴承", LOCAL, SEGMENT_OF["高端成品轴承"], real=True, alias="海滨轴承"),
)

# The check characters are computed here apart from the tracker's own rule: the tests hold one against the other.
CODE_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
INNER_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def inner_digit(eight: str) -> str:
    """The check character of an organisation code (GB 11714) over its first eight characters."""
    rest = sum(INNER_ALPHABET.index(c) * w for c, w in zip(eight, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return "0X987654321"[rest]


def outer_digit(first: str) -> str:
    """The check character of a credit code (GB 32100) over its first seventeen characters."""
    total = sum(CODE_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(first))
    return CODE_ALPHABET[-total % 31]


def credit_code(rng: Random, taken: set[str]) -> str:
    """A code with right check characters in the division 999999, which does not exist."""
    while True:
        eight = "MA" + "".join(rng.choice(CODE_ALPHABET) for _ in range(6))
        first = "91999999" + eight + inner_digit(eight)
        if first not in taken:
            taken.add(first)
            return first + outer_digit(first)


class Names:
    """Hands out names that begin with 示例 and are never given twice."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.taken: set[str] = set()

    def fresh(self, drawn: Iterator[str]) -> str:
        """The first drawn name that was not given yet."""
        name = next(name for name in drawn if name not in self.taken)
        self.taken.add(name)
        return name

    def company(self, segment: Segment) -> Iterator[str]:
        """Names for an enterprise of that segment."""
        while True:
            yield f"示例{self.rng.choice(BRANDS)}{segment.trade}{self.rng.choice(ENDINGS)}"

    def association(self, segment: Segment, home: Home) -> Iterator[str]:
        """Names for a chamber or association of that segment, then of any."""
        while True:
            yield f"示例{home.place.removeprefix('山东省')}{segment.trade}{self.rng.choice(ASSOCIATIONS)}"
            segment, home = self.rng.choice(SEGMENTS), self.rng.choice(HOMES)

    def project(self, brand: str, segment: Segment) -> Iterator[str]:
        """Names for a project of an investor, then of any brand."""
        while True:
            yield f"{brand}{self.rng.choice(segment.products)}项目"
            brand = "示例" + self.rng.choice(BRANDS)


def unit_names() -> list[str]:
    """The names of all units, counties first."""
    return [place.name for place in PLACES] + [department.name for department in DEPARTMENTS]


def make_companies(rng: Random, names: Names) -> list[Company]:
    """1,100 organisations: the real names, 29 local anchors, 60 associations, and enterprises."""
    made = list(REAL_COMPANIES)
    # One anchor for each segment at least, the other nine anywhere: with 山东博特轴承 the 30 of the white list.
    for segment in [*SEGMENTS, *(rng.choice(SEGMENTS) for _ in range(9))]:
        unit = rng.choice(PLACES).name
        made.append(Company(names.fresh(names.company(segment)), LOCAL, segment, white=True, unit=unit))
    for _ in range(60):
        segment, home = rng.choice(SEGMENTS), rng.choice(HOMES)
        made.append(Company(names.fresh(names.association(segment, home)), home, segment, association=True))
    while len(made) < ORGANISATIONS:
        segment = rng.choice(SEGMENTS)
        made.append(Company(names.fresh(names.company(segment)), rng.choice(HOMES), segment))
    _mark_targets(rng, made)
    _mark_lists(rng, made)
    _give_codes(rng, made)
    return made


def _outsiders(companies: list[Company]) -> list[Company]:
    return [each for each in companies if not each.real and each.home != LOCAL]


def _mark_targets(rng: Random, companies: list[Company]) -> None:
    outside = _outsiders(companies)
    associations = [each for each in outside if each.association]
    enterprises = [each for each in outside if not each.association]
    for each in rng.sample(associations, 20) + rng.sample(enterprises, TARGET_COMPANIES - 20):
        each.target = True
        each.unit = rng.choice(unit_names())


def _mark_lists(rng: Random, companies: list[Company]) -> None:
    enterprises = [each for each in _outsiders(companies) if not each.association]
    wanted = rng.sample([each for each in enterprises if each.target], 85)
    others = rng.sample([each for each in enterprises if not each.target], 35)
    for each in wanted + others:
        first = rng.choice(TOP500)
        each.lists = ("中国企业500强", "中国民营企业500强") if rng.random() < 0.15 else (first,)
    for each in enterprises:
        if not each.lists and rng.random() < 0.1:
            each.lists = (rng.choice(OTHER_LISTS),)


def _give_codes(rng: Random, companies: list[Company]) -> None:
    taken: set[str] = set()
    for each in companies:
        if not each.real and not each.association and rng.random() < 0.6:
            each.code = credit_code(rng, taken)


# ---------------------------------------------------------------- projects


@dataclass
class Project:
    """A project on its way to a row; `total` and `room` (what may still arrive) are in 万元 or, if foreign, 万美元."""

    name: str
    unit: str
    investors: tuple[Company, ...]
    segment: Segment
    total: int
    dollars: bool = False
    dates: dict[str, date] = field(default_factory=dict)
    plans: dict[str, date] = field(default_factory=dict)
    recognition: dict[str, str] = field(default_factory=dict)
    agreement: str | None = CONTRACT
    status: str = "推进中"
    reason: str | None = None
    introducers: tuple[str, ...] = ()
    money_share: str | None = None
    count_share: str | None = None
    tags: tuple[str, ...] = ()
    real: bool = False
    hidden_name: str | None = None  # the unit as an old row writes it
    room: int = 0

    @property
    def ring(self) -> str:
        """Where its money mostly comes from."""
        return self.investors[0].home.ring if self.investors else "省外"

    @property
    def open(self) -> bool:
        """Whether it is still counted."""
        return self.status in ("推进中", "暂缓")


STATUS_REASONS: Final[dict[str, tuple[str, ...]]] = {
    "暂缓": ("用地指标未落实，暂缓推进", "投资方调整投资节奏", "等待环评批复"),
    "退库": ("投资方放弃投资，双方解除合同", "超过一年未实质推进，按规定退库", "选址不符合规划"),
    "流失": ("项目落户其他城市", "投资方资金链紧张，终止洽谈"),
}


def later(start: date, days: int) -> date:
    """So many days after (or, below zero, before) a day, never before the ledger begins."""
    return max(EARLIEST, start + timedelta(days=days))


def between(rng: Random, first: date, last: date) -> date:
    """A day from the first to the last, both included."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def draw_total(rng: Random) -> int:
    """A total investment of 1 亿元 and more, in 万元, most of them small."""
    band = rng.random()
    if band < 0.55:
        low, high = 100, 300
    elif band < 0.80:
        low, high = 300, 600
    elif band < 0.94:
        low, high = 600, 1200
    else:
        low, high = 1200, 2500
    return rng.randrange(low, high + 1, 5) * 100


def early_dates(rng: Random, signed: date) -> dict[str, date]:
    """Planning and talks before a signing; one ledger in four leaves them blank."""
    if rng.random() < 0.25:
        return {"签约": signed}
    talks = later(signed, -rng.randint(25, 100))
    return {"谋划": later(talks, -rng.randint(20, 150)), "在谈": talks, "签约": signed}


def dates_to_start(rng: Random, signed: date, started: date) -> dict[str, date]:
    """All stages up to the start, in order."""
    gap = (started - signed).days
    registered = signed + timedelta(days=gap * rng.randint(15, 40) // 100)
    filed = signed + timedelta(days=gap * rng.randint(50, 90) // 100)
    return {**early_dates(rng, signed), "注册": registered, "备案": filed, "开工": started}


def finish(rng: Random, dates: dict[str, date], chance: float) -> None:
    """Add completion and production where the year still holds them."""
    completed = dates["开工"] + timedelta(days=rng.randint(150, 420))
    if rng.random() > chance or completed > YEAR_END:
        return
    dates["竣工"] = completed
    producing = completed + timedelta(days=rng.randint(15, 70))
    if producing <= YEAR_END and rng.random() < 0.7:
        dates["投产"] = producing


def recognise(rng: Random, project: Project, started: str = RECOGNISED) -> None:
    """Give every assessed stage reached its recognition."""
    for stage in ("签约", "开工", "竣工", "投产"):
        if stage in project.dates:
            project.recognition[stage] = RECOGNISED if rng.random() < 0.94 else "已上报"
    if "开工" in project.dates:
        project.recognition["开工"] = started


def plan_ahead(rng: Random, project: Project) -> None:
    """Planned dates: near the start reached, else some months after the signing, so that a few are overdue."""
    started, signed = project.dates.get("开工"), project.dates.get("签约")
    if started:
        start = max(signed or EARLIEST, started + timedelta(days=rng.randint(-45, 20)))
    elif signed:
        start = signed + timedelta(days=rng.randint(60, 240))
    else:
        return
    completed = start + timedelta(days=rng.randint(200, 600))
    project.plans = {"开工": start, "竣工": completed, "投产": completed + timedelta(days=rng.randint(30, 90))}


class Maker:
    """Draws projects one after another, each with an investor of its own."""

    def __init__(self, rng: Random, names: Names, companies: list[Company]) -> None:
        self.rng = rng
        self.names = names
        pool = [each for each in companies if not each.real and not each.association]
        outside = [each for each in pool if each.home.ring != "境外" and each.home != LOCAL]
        local = [each for each in pool if each.home == LOCAL]
        self.outside = rng.sample(outside, len(outside))
        self.local = rng.sample(local, len(local))
        self.abroad = [each for each in pool if each.home.ring == "境外"]

    def draft(self, unit: str, total: int | None = None) -> Project:
        """A project without dates; one investor in thirty is a local firm, whose money does not count."""
        rng = self.rng
        company = self.local.pop() if self.local and rng.random() < 0.03 else self.outside.pop()
        investors = (company, self.outside.pop()) if rng.random() < 0.04 else (company,)
        name = self.names.fresh(self.names.project(company.name[:4], company.segment))
        return Project(name, unit, investors, company.segment, total or draw_total(rng))

    def dollar_draft(self, unit: str, total: int) -> Project:
        """A foreign project, its total in 万美元."""
        company = self.abroad.pop()
        name = self.names.fresh(self.names.project(company.name[:4], company.segment))
        return Project(name, unit, (company,), company.segment, total, dollars=True)

    def start(self, project: Project, started: date, state: str = RECOGNISED, signed: date | None = None) -> Project:
        """Give a draft the stages of a project that started on that day."""
        signed = signed or later(started, -self.rng.randint(35, 350))
        project.dates = dates_to_start(self.rng, signed, started)
        finish(self.rng, project.dates, 0.45)
        recognise(self.rng, project, state)
        return project

    def sign(self, project: Project, signed: date) -> Project:
        """Give a draft the stages of a project that is signed and not started."""
        rng = self.rng
        project.dates = early_dates(rng, signed)
        registered = signed + timedelta(days=rng.randint(10, 60))
        if rng.random() < 0.6 and registered <= YEAR_END:
            project.dates["注册"] = registered
            filed = registered + timedelta(days=rng.randint(10, 80))
            if rng.random() < 0.6 and filed <= YEAR_END:
                project.dates["备案"] = filed
        recognise(rng, project)
        return project


# What the press named: project, investor, unit, segment, total in 亿元, days of 签约 注册 备案 开工 竣工 投产 as far as
# reached. The days are made up, and so is a total or unit that was not published (see the notes).
NAMED: Final = """
哈轴集团高端轴承项目     哈轴集团       临清市             高端成品轴承   50  20230920 20231108 20240115 20240318
四川猛犸半导体制造项目   四川猛犸       高新技术产业开发区 功率半导体     12  20231116 20231220 20240305 20240528
全透明太阳能发电玻璃项目 -              经济技术开发区     特种玻璃       10  20231208 20240122 20240320 20240612
高端铝精深产业园项目     -              茌平区             铝型材与板带箔 30  20231018 20231201 20240206 20240410
轴承产业新城项目         -              东昌府区           高端成品轴承   50  20240620 20240815 20241105
浙江人本集团轴承项目     浙江人本集团   临清市             高端成品轴承   15  20230825 20231010 20231212 20240226
上海昉瑞新材料项目       上海昉瑞新材料 冠县               高性能纤维     6   20231221 20240130 20240308 20240422
山东宇捷轴承柔性线项目   山东宇捷轴承   临清市             高端成品轴承   0.3 20240228 20240315 20240402 20240516
临清市海滨轴承项目 临清市海滨轴承 临清市 高端成品轴承 1.2 20221012 20221120 20230110 20230322 20240418 20240530
"""
STAGES: Final = ("签约", "注册", "备案", "开工", "竣工", "投产")
# Projects of 50 亿元 and more that start in the year, each worth a bonus: the contest's top size, made up.
BIG: Final = (("临清市", 55), ("茌平区", 60), ("经济技术开发区", 52), ("阳谷县", 50), ("临清市", 51))


def named_projects(companies: list[Company]) -> list[Project]:
    """The projects that the press named; those of 5 亿元 and more are key projects."""
    by_name = {each.name: each for each in companies}
    made = []
    for name, investor, unit, segment, yi, *days in map(str.split, NAMED.strip().splitlines()):
        investors = (by_name[investor],) if investor in by_name else ()
        project = Project(name, unit, investors, SEGMENT_OF[segment], round(float(yi) * WAN_PER_YI), real=True)
        project.dates = dict(zip(STAGES, map(date.fromisoformat, days), strict=False))
        project.tags = ("重点项目", "招大引强") if project.total >= 5 * WAN_PER_YI else ()
        project.recognition = {stage: RECOGNISED for stage in project.dates if stage not in ("注册", "备案")}
        made.append(project)
    return made


def counts_as_start(project: Project) -> bool:
    """Whether it is one of the year's recognised starts of 1 亿元 (1000 万美元) and more."""
    started = project.dates.get("开工")
    floor = 1000 if project.dollars else WAN_PER_YI
    recognised = project.recognition.get("开工") == RECOGNISED
    return bool(started and started.year == YEAR and recognised and project.open and project.total >= floor)


def split_whole(whole: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers in these shares that sum to the whole."""
    edges = [round(whole * sum(shares[: n + 1])) for n in range(len(shares))]
    return [edge - before for edge, before in zip(edges, [0, *edges], strict=False)]


def started_this_year(maker: Maker, place: Place, given: list[Project]) -> Iterator[Project]:
    """The counted starts of one county or zone: as many as planned, the named ones among them."""
    here = [each for each in given if each.unit == place.name and counts_as_start(each)]
    big = [yi * WAN_PER_YI for unit, yi in BIG if unit == place.name]
    numbers = split_whole(place.started[1] - len(here), PACES[place.pace])
    for (first, last), number in zip(QUARTERS, numbers, strict=True):
        for _ in range(number):
            started = between(maker.rng, first + timedelta(days=3), last)
            yield maker.start(maker.draft(place.name, big.pop() if big else None), started)


def dollar_projects(maker: Maker) -> list[Project]:
    """Eight foreign projects in dollars: six counted starts, one below 1000 万美元, one only signed."""
    units = ("东昌府区", "经济技术开发区", "临清市", "茌平区", "阳谷县", "高新技术产业开发区")
    totals = dict(zip(units, (1500, 3000, 2000, 5000, 1200, 1000), strict=True))
    made = [
        maker.start(maker.dollar_draft(unit, total), between(maker.rng, date(2024, 2, 1), date(2024, 11, 30)))
        for unit, total in totals.items()
    ]
    made.append(maker.start(maker.dollar_draft("冠县", 800), date(2024, 7, 9)))
    made.append(maker.sign(maker.dollar_draft("经济技术开发区", 6000), date(2024, 10, 22)))
    return made


def older_projects(maker: Maker, number: int) -> Iterator[Project]:
    """Projects that started before the year; in 茌平 the old rows still write 茌平县."""
    for place in _places_in_turn(number):
        signed = between(maker.rng, date(2023, 1, 4), date(2023, 4, 15))
        started = between(maker.rng, later(signed, 35), date(2023, 12, 20))
        project = maker.start(maker.draft(place.name), started, signed=signed)
        project.hidden_name = OLD_NAME if place.name == "茌平区" else None
        if "投产" in project.dates and maker.rng.random() < 0.4:
            project.dates["达产"] = min(YEAR_END, project.dates["投产"] + timedelta(days=maker.rng.randint(90, 200)))
        yield project


def _places_in_turn(number: int) -> Iterator[Place]:
    # The holiday zone gets few of these: it is small.
    for n in range(number):
        yield PLACES[n % (len(PLACES) - 1)]


UNCOUNTED: Final = ("已上报",) * 8 + ("已退回",) * 4 + ("认定不计分",) * 4 + ("不予认定",)


def uncounted_starts(maker: Maker) -> Iterator[Project]:
    """Starts of the year that do not count: not recognised, below 1 亿元, or withdrawn since."""
    rng = maker.rng
    for state, place in zip(UNCOUNTED, _places_in_turn(len(UNCOUNTED)), strict=True):
        last = YEAR_END if state == "已上报" else date(2024, 10, 31)
        first = date(2024, 11, 15) if state == "已上报" else date(2024, 2, 1)
        yield maker.start(maker.draft(place.name), between(rng, first, last), state)
    for unit in ("东昌府区", "莘县", "高唐县"):
        yield maker.start(maker.draft(unit, rng.randrange(3000, 9500, 100)), between(rng, *QUARTERS[1]))
    for unit in ("东阿县", "高新技术产业开发区"):
        project = maker.start(maker.draft(unit), between(rng, *QUARTERS[0]))
        withdraw(rng, project, "退库")
        yield project


def withdraw(rng: Random, project: Project, status: str) -> None:
    """Set a project aside, with the reason."""
    project.status, project.reason = status, rng.choice(STATUS_REASONS[status])


# What is signed and not yet started was mostly signed late in the year.
SIGNING_PACE: Final = (0.02, 0.08, 0.3, 0.6)
AGREEMENTS: Final = ("框架协议",) * 4 + ("意向书",) * 3 + (None,) * 2 + (CONTRACT,) * 100


def signed_only(maker: Maker, number: int) -> Iterator[Project]:
    """Projects signed and not started; the first ones by framework or letter of intent, two with a blank type."""
    rng = maker.rng
    for n, place in enumerate(_places_in_turn(number)):
        project = maker.sign(
            maker.draft(place.name), later(rng.choices(QUARTERS, SIGNING_PACE)[0][0], rng.randint(5, 80))
        )
        project.agreement = AGREEMENTS[n]
        if project.agreement != CONTRACT:
            project.recognition, project.dates = {}, early_dates(rng, project.dates["签约"])
        elif n >= number - 11:
            withdraw(rng, project, "退库" if n % 2 else "暂缓")
        yield project


def before_signing(maker: Maker, number: int) -> Iterator[Project]:
    """Projects in talks or only planned, four of them lost."""
    rng = maker.rng
    for n, place in enumerate(_places_in_turn(number)):
        project = maker.draft(place.name)
        planned = between(rng, date(2023, 10, 1), date(2024, 11, 20))
        project.dates = {"谋划": planned}
        if n % 5 > 1:
            project.dates["在谈"] = min(YEAR_END, planned + timedelta(days=rng.randint(10, 90)))
        project.agreement = None
        if n % 8 == 3:
            withdraw(rng, project, "流失")
        yield project


PROJECTS: Final = 450


def make_projects(rng: Random, names: Names, companies: list[Company]) -> list[Project]:
    """450 projects, in the order of their units."""
    maker = Maker(rng, names, companies)
    made = named_projects(companies) + dollar_projects(maker)
    given = list(made)
    for place in PLACES:
        made += started_this_year(maker, place, given)
    made += older_projects(maker, 38)
    made += uncounted_starts(maker)
    made += before_signing(maker, 30)
    made += signed_only(maker, PROJECTS - len(made))
    for project in made:
        plan_ahead(rng, project)
        share = 1.0 if "开工" in project.dates else 0.15
        project.room = int(project.total * 0.95 * share)
    introduce(rng, made)
    tag(rng, made)
    return sorted(made, key=lambda each: unit_names().index(each.unit))


class Flying(NamedTuple):
    """A flying-land arrangement: who introduces into which host, and how money and counts are shared."""

    host: str
    introducers: tuple[str, ...]
    money_share: str
    count_share: str


FLYING: Final = (
    Flying("莘县", ("东昌府区",), "5:5", "独享"),
    Flying("阳谷县", ("高新技术产业开发区",), "4:6", "独享"),
    Flying("经济技术开发区", ("江北水城旅游度假区",), "全归引荐方", "全归引荐方"),
    Flying("冠县", ("临清市",), "5:5", "5:5"),
    Flying("东阿县", ("茌平区",), "40:60", "独享"),
    Flying("临清市", ("冠县", "东阿县"), "4:3:3", "独享"),
    Flying("茌平区", ("江北水城旅游度假区",), "双算", "双算"),
    Flying("高唐县", ("东昌府区",), "3:7", "独享"),
)


def introduce(rng: Random, projects: list[Project]) -> None:
    """Name the introducing units: the flying-land projects, and those that departments brought."""
    fangrui = next(each for each in projects if each.name == "上海昉瑞新材料项目")
    fangrui.introducers, fangrui.money_share, fangrui.count_share = ("经济技术开发区",), "5:5", "独享"
    free = [each for each in projects if counts_as_start(each) and _ordinary(each)]
    for flying in FLYING:
        project = rng.choice([each for each in free if each.unit == flying.host])
        free.remove(project)
        project.introducers, project.money_share, project.count_share = flying[1:]
    # Departments bring new projects: signed in the year, by turns early and late in it.
    new = sorted((each for each in free if each.dates["签约"].year == YEAR), key=lambda each: each.dates["开工"])
    for department in DEPARTMENTS:
        for n in range(department.introduces):
            first, last = (len(new) * each // department.introduces for each in (n, n + 1))
            project = new.pop(rng.randrange(first, max(first + 1, last)))
            project.introducers = (department.name,)
            # Departments mostly take full credit beside the host; one project in five is shared by halves.
            project.money_share, project.count_share = ("5:5", "独享") if n % 5 == 4 else ("双算", "双算")


def _ordinary(project: Project) -> bool:
    return not project.real and not project.dollars and project.total < 50 * WAN_PER_YI


def tag(rng: Random, projects: list[Project]) -> None:
    """Tag exactly 30 key projects, the named ones first, and the larger projects 招大引强."""
    keys = sum("重点项目" in each.tags for each in projects)
    large = [each for each in projects if _taggable(each)]
    large.sort(key=lambda each: -each.total)
    for project in large[: KEY_PROJECTS - keys]:
        project.tags = ("重点项目", "招大引强")
    for project in large[KEY_PROJECTS - keys :]:
        if rng.random() < 0.5:
            project.tags = ("招大引强",)


def _taggable(project: Project) -> bool:
    return not project.tags and not project.dollars and project.open and project.total >= 5 * WAN_PER_YI


LEADER_CODES: Final = "ABCDEFGHJK"


def in_unit(wan: int, dollars: bool) -> Cell:
    """An amount under a heading in 亿元: a number, or a text with its own unit where it is in dollars."""
    return f"{wan}万美元" if dollars else wan / WAN_PER_YI


def money_cells(rng: Random, project: Project) -> Row:
    """Total, fixed-asset and contracted investment."""
    fixed = project.total * rng.randint(60, 90) // 100
    contract = project.total if rng.random() < 0.85 else project.total * 9 // 10
    step = 1 if project.dollars else 100
    return {
        "总投资(亿元)": in_unit(project.total, project.dollars),
        "固定资产投资(亿元)": in_unit(fixed // step * step, project.dollars),
        "合同投资额(亿元)": in_unit(contract // step * step, project.dollars) if "签约" in project.dates else None,
    }


def five_ones(rng: Random, project: Project) -> Row:
    """One leader, one team, one plan, one officer; one project in eight lacks some."""
    key = "重点项目" in project.tags
    full = key or rng.random() < 0.87
    code = rng.choice(LEADER_CODES)
    return {
        "顶格推进领导": f"市领导{code}" if key else None,
        "包保领导": f"{project.unit}领导{rng.choice(LEADER_CODES)}",
        "专班": f"{project.segment.chain}产业专班" if full else None,
        "方案": "一项目一方案" if full or rng.random() < 0.4 else None,
        "服务专员": f"{project.unit}服务专员{rng.randint(1, 12):02d}" if full or rng.random() < 0.5 else None,
    }


def promise_cells(rng: Random, project: Project) -> Row:
    """Promised jobs, output and tax; blank before a contract."""
    if "签约" not in project.dates:
        return {}
    yi = project.total * (7 if project.dollars else 1) / WAN_PER_YI
    return {
        "承诺就业": max(20, round(yi * rng.randint(18, 60))),
        "承诺产值(亿元)": round(yi * rng.uniform(0.8, 2.2), 1),
        "承诺税收(万元)": max(50, round(yi * rng.randint(200, 800))),
    }


def project_row(rng: Random, project: Project) -> Row:
    """The row of the sheet of projects."""
    started = project.dates.get("开工")
    listed = started and started < date(2024, 12, 1) and rng.random() < 0.78
    foreign = project.dollars or project.ring == "境外"
    return {
        "项目名称": project.name,
        "投资方": "、".join(each.name for each in project.investors) or None,
        "责任单位": project.hidden_name or project.unit,
        "引荐单位": "、".join(project.introducers) or None,
        "资金分成": project.money_share,
        "个数归属": project.count_share,
        "引荐人": f"示例引荐人{rng.randint(1, 40):02d}" if rng.random() < 0.12 and not project.real else None,
        "产业链": project.segment.chain,
        "细分方向": project.segment.name,
        "招商方式": None if project.real else rng.choice(CHANNELS),
        "内外资": "外资" if foreign else "内资",
        "协议类型": project.agreement if "签约" in project.dates else None,
        **money_cells(rng, project),
        **{f"{stage}时间": day for stage, day in project.dates.items()},
        **{f"{stage}认定": state for stage, state in project.recognition.items()},
        **{f"计划{stage}时间": day for stage, day in project.plans.items()},
        "入统时间": min(YEAR_END, started + timedelta(days=rng.randint(10, 60))) if started and listed else None,
        "状态": project.status,
        "状态原因": project.reason,
        "标签": "、".join(project.tags) or None,
        **five_ones(rng, project),
        **promise_cells(rng, project),
        "备注": NAMED_NOTE if project.real else SAMPLE,
    }


OPINIONS: Final[dict[str, str]] = {
    "已认定": "现场核验，主体工程已开挖",
    "已退回": "现场照片无日期，补充后再报",
    "认定不计分": "属原合同二期，不重复计分",
    "不予认定": "仅平整场地，不算开工",
}


def milestone_rows(projects: list[Project]) -> Iterator[Row]:
    """How starts were recognised, in detail: all that were turned down, and some of the named ones."""
    for project in projects:
        state = project.recognition.get("开工")
        if state in ("已退回", "认定不计分", "不予认定") or (project.real and state):
            started = project.dates["开工"]
            yield {
                "项目": project.name,
                "阶段": "开工",
                "计划日期": project.plans["开工"],
                "实际日期": started,
                "认定状态": state,
                "认定日期": started + timedelta(days=18),
                "认定人": "市发展改革委项目科",
                "意见": OPINIONS[state],
            }


# ---------------------------------------------------------------- funds


class Receipt(NamedTuple):
    """Money that arrived for a project, in 万元 (万美元 for a dollar project)."""

    project: Project
    day: date
    amount: int
    ring: str
    kind: str
    state: str


KINDS: Final = ("固定资产",) * 4 + ("设备",) * 4 + ("工程",) * 5 + ("注册资本",) * 2 + ("土地",) * 2
EVIDENCE: Final[dict[str, tuple[str, ...]]] = {
    "固定资产": ("验资报告", "发票", "银行进账单"),
    "设备": ("发票", "发票", "银行进账单"),
    "工程": ("施工合同", "发票", "银行进账单"),
    "注册资本": ("验资报告", "银行进账单"),
    "土地": ("土地款凭证",),
    "流动资金": ("银行进账单", "分割证明"),
}
LEAST: Final = 20  # 万元: nothing smaller is worth a row


def payable(projects: Iterable[Project], last: date) -> list[Project]:
    """Projects that can receive money by that day: signed a week before, in 元, not set aside, with room left."""
    return [
        each
        for each in projects
        if each.open
        and not each.dollars
        and each.agreement == CONTRACT
        and each.room >= LEAST
        and each.dates.get("签约", YEAR_END) + timedelta(days=7) <= last
    ]


def pay(rng: Random, project: Project, window: tuple[date, date], amount: int, state: str, **what: str) -> Receipt:
    """One receipt inside the window and after the signing; takes the amount out of the project's room."""
    first = max(window[0], project.dates["签约"] + timedelta(days=3))
    taken = min(amount, project.room)
    project.room -= taken
    kind = what.get("kind") or rng.choice(KINDS)
    return Receipt(project, between(rng, first, window[1]), taken, what.get("ring") or project.ring, kind, state)


def weighted(rng: Random, projects: list[Project]) -> Project:
    """One of the projects, the roomier the likelier."""
    return rng.choices(projects, [each.room**0.75 for each in projects])[0]


def counted_receipts(rng: Random, here: list[Project], budget: int, number: int, quarter: int) -> Iterator[Receipt]:
    """Recognised receipts of one unit and quarter whose sum is the budget, in 万元."""
    window = QUARTERS[quarter]
    weights = [rng.uniform(0.25, 1.9) for _ in range(number)]
    left, heavy = budget, sum(weights)
    for n, weight in enumerate(weights):
        able = payable([each for each in here if each.ring != LOCAL.ring], window[1])
        due = left if n == number - 1 else max(LEAST, round(budget * weight / heavy / 10) * 10)
        receipt = pay(rng, weighted(rng, able), window, due, RECOGNISED)
        left -= receipt.amount
        yield receipt


def year_receipts(rng: Random, projects: list[Project], number: int) -> Iterator[Receipt]:
    """The counted receipts of the year: each unit and quarter gets its planned sum."""
    whole = sum(place.funds[1] for place in PLACES)
    cells = [(place, q, place.funds[1] * share) for place in PLACES for q, share in enumerate(PACES[place.pace])]
    numbers = split_whole(number, [yi / whole for _, _, yi in cells])
    for (place, quarter, yi), count in zip(cells, numbers, strict=True):
        here = [each for each in projects if each.unit == place.name]
        yield from counted_receipts(rng, here, round(yi * WAN_PER_YI), count, quarter)


# How many receipts there are beside the counted ones, and why they do not count.
ASIDE: Final[tuple[tuple[int, str, dict[str, str]], ...]] = (
    (100, "已上报", {}),
    (35, "已初审", {}),
    (30, "已退回", {}),
    (15, "不予认定", {}),
    (15, "认定不计分", {}),
    (45, RECOGNISED, {"ring": LOCAL.ring}),
    (50, RECOGNISED, {"kind": "流动资金"}),
)
EARLIER: Final = 240


def other_receipts(rng: Random, projects: list[Project]) -> Iterator[Receipt]:
    """Receipts of the year that do not count: pending, turned down, local money, working capital."""
    for number, state, what in ASIDE:
        # What is still pending arrived late in the year.
        window = (date(2024, 10, 8), YEAR_END) if state in ("已上报", "已初审") else (date(2024, 1, 8), YEAR_END)
        for _ in range(number):
            project = rng.choice(payable(projects, window[1]))
            yield pay(rng, project, window, rng.randrange(100, 2500, 10), state, **what)


def odd_receipts(rng: Random, projects: list[Project]) -> Iterator[Receipt]:
    """The sparse ledger of the years before, dollars, which no board in 元 adds up, and money of withdrawn projects."""
    before = (date(2022, 3, 1), date(2023, 12, 31))
    for _ in range(EARLIER):
        project = weighted(rng, payable(projects, before[1]))
        yield pay(rng, project, before, rng.randrange(200, 3000, 10), RECOGNISED)
    for project in projects:
        for _ in range(3 if project.dollars else 0):
            yield pay(rng, project, (date(2024, 3, 1), YEAR_END), project.room // 4, RECOGNISED)
    for project in projects:
        if project.status == "退库" and project.agreement == CONTRACT:  # it leaves the board with its project
            yield pay(rng, project, (date(2024, 1, 8), YEAR_END), min(600, project.total // 20), RECOGNISED)


def make_receipts(rng: Random, projects: list[Project]) -> list[Receipt]:
    """2,500 receipts by date."""
    made = list(odd_receipts(rng, projects))
    aside = sum(number for number, _, _ in ASIDE)
    made += year_receipts(rng, projects, RECEIPTS - len(made) - aside)
    made += other_receipts(rng, projects)
    return sorted(made, key=lambda each: (each.day, each.project.name))


STATE_OPINIONS: Final[dict[str, str]] = {
    "已退回": "凭证不清，补正后重报",
    "不予认定": "资金来源不符合口径",
    "认定不计分": "企业扩产自有资金，不计分",
}


def receipt_row(rng: Random, number: int, receipt: Receipt) -> Row:
    """The row of the sheet of funds."""
    amount: Cell = f"{receipt.amount}万美元" if receipt.project.dollars else receipt.amount
    decided = receipt.state not in ("已上报", "已初审")
    return {
        "项目": receipt.project.name,
        "到位时间": receipt.day,
        "到位金额(万元)": amount,
        "来源地": receipt.ring,
        "资金类别": receipt.kind,
        "凭证类型": rng.choice(EVIDENCE[receipt.kind]),
        "凭证号": f"SL{receipt.day.year}-{number:05d}",
        "凭证日期": max(receipt.day - timedelta(days=rng.randint(0, 6)), receipt.project.dates["签约"]),
        "凭证金额(万元)": amount,
        "认定状态": receipt.state,
        "认定日期": min(receipt.day + timedelta(days=rng.randint(4, 24)), date(2025, 1, 5)) if decided else None,
        "认定人": "市投资促进局统计科" if decided else None,
        "意见": STATE_OPINIONS.get(receipt.state),
    }


# ---------------------------------------------------------------- visits and leads


class Visit(NamedTuple):
    """One occasion."""

    unit: str
    first: date
    last: date
    kind: str
    place: str
    rank: str
    people: int
    met: tuple[str, ...]


CAMPAIGN: Final = ("百日会战", date(2024, 4, 1), date(2024, 7, 9))
VISIT_PACE: Final = (0.23, 0.28, 0.25, 0.24)
OUTCOMES: Final = ("达成初步合作意向", "企业拟来聊考察", "签订保密协议", "建立对接机制", "推荐产业链上下游企业")


def hand_out(rng: Random, companies: list[Company]) -> dict[str, list[Company]]:
    """The organisations that each unit meets first, some of the top-500 lists: no two units share one."""
    outside = _outsiders(companies)
    tops = [each for each in outside if each.top500]
    others = [each for each in outside if not each.top500]
    rng.shuffle(tops)
    rng.shuffle(others)
    return {
        each.name: [(tops if n < each.top500[1] else others).pop() for n in range(each.organisations[1])]
        for each in (*PLACES, *DEPARTMENTS)
    }


def trips(rng: Random, met: list[Company], known: list[Company], repeats: int) -> Iterator[tuple[Company, ...]]:
    """Who is met on each trip: neighbours together, now and then one that others know, some called on again."""
    rest = sorted(met, key=lambda each: each.home.place)
    while rest:
        size = rng.choice((1, 1, 1, 2, 2, 3))
        group, rest = rest[:size], rest[size:]
        if rng.random() < 0.12:
            group.append(rng.choice([each for each in known if each not in group]))
        yield tuple(group)
    for _ in range(repeats):
        yield (rng.choice(met),)


def ranks(rng: Random, unit: str, number: int) -> list[str]:
    """The leaders' ranks of a unit's trips, in some order."""
    first = next((place.first_leader[1] for place in PLACES if place.name == unit), 0)
    if first:
        rest = [rng.choice(("县领导", "县领导", "部门负责人")) for _ in range(number - first)]
        made = ["县主要领导"] * first + rest
    elif unit == "市投资促进局":
        made = ["市主要领导"] * 4 + ["市领导"] * 6 + ["部门负责人"] * (number - 10)
    else:
        made = [rng.choice(("部门负责人", "部门负责人", "其他")) for _ in range(number)]
    rng.shuffle(made)
    return made


def outbound(rng: Random, unit: str, met: list[Company], known: list[Company]) -> Iterator[Visit]:
    """The trips of one unit in the year."""
    repeats = len(met) // 8
    groups = list(trips(rng, met, known, repeats))
    for group, rank in zip(groups, ranks(rng, unit, len(groups)), strict=True):
        first = between(rng, *rng.choices(QUARTERS, VISIT_PACE)[0])
        last = min(YEAR_END, first + timedelta(days=rng.choice((0, 0, 1, 1, 2, 3))))
        names = tuple(each.name for each in group)
        yield Visit(unit, first, last, "外出招商", group[0].home.place, rank, rng.randint(2, 9), names)


OTHER_KINDS: Final = ("来访接待",) * 5 + ("推介活动",) + ("座谈下午茶",) * 2 + ("服务走访",) * 3
PARTY_SIZES: Final = {"来访接待": (1, 2), "推介活动": (4, 8), "座谈下午茶": (3, 5), "服务走访": (1, 1)}


def at_home(rng: Random, companies: list[Company]) -> Visit:
    """A reception, promotion, tea or aftercare call, in the city."""
    kind = rng.choice(OTHER_KINDS)
    pool = [each for each in companies if (each.home == LOCAL) == (kind == "服务走访")]
    met = tuple(each.name for each in rng.sample(pool, rng.randint(*PARTY_SIZES[kind])))
    day = between(rng, *rng.choice(QUARTERS))
    rank = rng.choice(("县主要领导", "县领导", "部门负责人", "其他"))
    return Visit(rng.choice(PLACES).name, day, day, kind, LOCAL.place, rank, rng.randint(2, 12), met)


def make_visits(rng: Random, companies: list[Company]) -> list[Visit]:
    """1,100 occasions of the year by date; the ledger of the year before held none, so nothing is compared with it."""
    given = hand_out(rng, companies)
    known = [each for met in given.values() for each in met]
    made = [visit for unit, met in given.items() for visit in outbound(rng, unit, met, known)]
    made += [at_home(rng, companies) for _ in range(VISITS - len(made))]
    return sorted(made, key=lambda each: (each.first, unit_names().index(each.unit)))


# Leaders by role, never by name.
ROLES: Final = {"县主要领导": "主要负责同志", "县领导": "分管负责同志", "部门负责人": "招商负责人", "其他": "招商专员"}
CITY_ROLES: Final = {"市主要领导": "市主要负责同志", "市领导": "市领导A"}


def visit_row(rng: Random, visit: Visit) -> Row:
    """The row of the sheet of visits."""
    name, first, last = CAMPAIGN
    campaign = name if visit.kind == "外出招商" and first <= visit.first and visit.last <= last else None
    return {
        "单位": visit.unit,
        "开始日期": visit.first,
        "结束日期": visit.last,
        "类型": visit.kind,
        "目的地": visit.place,
        "带队领导": CITY_ROLES.get(visit.rank) or visit.unit + ROLES[visit.rank],
        "领导职级": visit.rank,
        "人数": visit.people,
        "拜访企业": "、".join(visit.met),
        "活动": campaign,
        "成果": rng.choice(OUTCOMES) if rng.random() < 0.5 else None,
    }


LEAD_STATES: Final = ("新线索", "已响应", "已研判", *("跟进中",) * 3, *("已流失",) * 2)
CONVERTED: Final = 80
LOST_REASONS: Final = ("企业暂无投资计划", "用地条件不匹配", "已落户其他城市", "能耗指标不足")


def lead_dates(rng: Random, received: date, state: str) -> Row:
    """Received, answered, judged, answered back: as far as the state says, in order."""
    answered = received + timedelta(days=rng.choice((0, 0, 1, 1, 1, 2)))
    judged = answered + timedelta(days=rng.randint(0, 3))
    told = judged + timedelta(days=rng.randint(0, 5))
    known = {"新线索": 0, "已响应": 1, "已研判": 2}.get(state, 3)
    steps = (("响应日期", answered), ("研判日期", judged), ("反馈日期", told))
    return {"收到日期": received, **{heading: min(day, YEAR_END) for heading, day in steps[:known]}}


def converted_leads(rng: Random, projects: list[Project]) -> Iterator[Row]:
    """Leads that became projects: the company is the investor, and the lead came before talks and signing."""
    fit = [each for each in projects if each.open and not each.real and not each.dollars and each.ring != LOCAL.ring]
    late = [each for each in fit if min(each.dates.values()) >= date(2023, 12, 1)]
    for project in rng.sample(late, CONVERTED):
        company = project.investors[0]
        received = min(project.dates.values()) - timedelta(days=rng.randint(8, 30))
        yield {
            **lead_row(rng, company, project.name.removesuffix("项目"), project.unit, received, "已转项目"),
            "拟投资额(亿元)": project.total / WAN_PER_YI,
            "项目": project.name,
        }


def lead_row(rng: Random, company: Company, subject: str, unit: str, received: date, state: str) -> Row:
    """The row of the sheet of leads."""
    return {
        "线索名称": f"{subject}投资线索",
        "企业": company.name,
        "责任单位": unit,
        "招商方式": rng.choice(CHANNELS),
        "引荐人": f"示例引荐人{rng.randint(1, 40):02d}" if rng.random() < 0.15 else None,
        **lead_dates(rng, received, state),
        "拟投资额(亿元)": rng.randrange(5, 200) / 10,
        "状态": state,
        "流失原因": rng.choice(LOST_REASONS) if state == "已流失" else None,
    }


def lead_rows(rng: Random, companies: list[Company], projects: list[Project]) -> list[Row]:
    """400 leads by date of receipt, each from another company; what is still new came in December."""
    made = list(converted_leads(rng, projects))
    investors = {each.name for project in projects for each in project.investors}
    others = [each for each in _outsiders(companies) if each.name not in investors]
    for company in rng.sample(others, LEADS - len(made)):
        state = rng.choice(LEAD_STATES)
        first = date(2024, 12, 16) if state in ("新线索", "已响应") else date(2023, 11, 1)
        subject = company.name[:4] + rng.choice(company.segment.products)
        received = between(rng, first, date(2024, 12, 27))
        made.append(lead_row(rng, company, subject, rng.choice(unit_names()), received, state))
    return sorted(_told_apart(made), key=lambda row: str(row["收到日期"]))


def _told_apart(rows: list[Row]) -> Iterator[Row]:
    # A lead is known by its name and unit: a second of the same name gets a letter.
    seen: dict[Cell, int] = {}
    for row in rows:
        count = seen[row["线索名称"]] = seen.get(row["线索名称"], 0) + 1
        if count > 1:
            row["线索名称"] = f"{row['线索名称']}（{'甲乙丙丁戊'[count - 1]}）"
        yield row


# ---------------------------------------------------------------- targets, figures, adjustments, problems

FUNDS: Final = "到位资金"
STARTED: Final = "新开工过亿元项目"
SIGNED: Final = "新签约过亿元项目"
FDI: Final = "实际使用外资"
MET: Final = "登门拜访企业和商协会"
TOP: Final = "登门拜访三类500强"
TRIPS: Final = "主要负责同志外出招商"

CITY_TARGETS: Final = ((FUNDS, 500), (STARTED, 300), (MET, 1000), (TOP, 100))
CITY_2023: Final = ((FUNDS, 471), (STARTED, 460))
LAST_YEAR: Final = ((FUNDS, 471, 100), (STARTED, 460, 1), (FDI, 26_200, 1))  # the last made up; 100: to hundredths


def target_rows() -> Iterator[Row]:
    """The city's own targets, then those of the units, which sum to more; one without 外资 is not assessed by it."""
    given: list[tuple[str | None, dict[str, int | None]]] = [(None, dict(CITY_TARGETS))]
    for place in PLACES:
        asked = {FUNDS: place.funds[0], STARTED: place.started[0], TRIPS: place.first_leader[0]}
        given.append((place.name, {**asked, FDI: place.fdi[0] if place.fdi else None, **_asked_of_all(place)}))
    for department in DEPARTMENTS:
        asked = {FUNDS: department.funds, STARTED: department.started}
        given.append((department.name, {**asked, **_asked_of_all(department)}))
    for unit, targets in given:
        for metric in (FUNDS, STARTED, SIGNED, MET, TOP, TRIPS, FDI):
            if targets.get(metric):
                yield {"年度": YEAR, "单位": unit, "指标": metric, "目标值": targets[metric]}


def _asked_of_all(unit: Place | Department) -> dict[str, int]:
    return {SIGNED: unit.signed, MET: unit.organisations[0], TOP: unit.top500[0]}


def cumulative(rng: Random, whole: int, pace: str, ends: int = 4) -> list[int]:
    """Whole values that grow to the whole over the quarters (or 12 months), near a pace."""
    shares = PACES[pace]
    parts = [shares[n * 4 // ends] * 4 / ends * rng.uniform(0.93, 1.07) for n in range(ends)]
    return [round(whole * sum(parts[: n + 1]) / sum(parts)) for n in range(ends)]


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def figure_rows(rng: Random) -> Iterator[Row]:
    """The city's published results of 2023, their made-up split and 外资 by quarter; 外资 of the year by month."""
    for metric, value in CITY_2023:
        yield {"指标": metric, "截至日期": date(2023, 12, 31), "数值": value, "来源": "公开报道"}
    lines = [line for metric, whole, scale in LAST_YEAR for line in last_year(rng, metric, whole, scale)]
    lines += [(place, FDI, YEAR, cumulative(rng, place.fdi[1], place.pace, 12)) for place in PLACES if place.fdi]
    for place, metric, year, values in lines:
        for n, amount in enumerate(values, 1):
            day = month_end(year, n * 12 // len(values))
            yield {"单位": place.name, "指标": metric, "截至日期": day, "数值": amount, "来源": SAMPLE}


def last_year(rng: Random, metric: str, whole: int, scale: int) -> Iterator[tuple[Place, str, int, Sequence[float]]]:
    """The city's result split over the units that are assessed by it, near what they have to do this year."""
    aims = {each: {FUNDS: each.funds, STARTED: each.started, FDI: each.fdi}[metric] or (0, 0) for each in PLACES}
    weights = [sum(aim) * rng.uniform(0.92, 1.08) for aim in aims.values()]
    parts = split_whole(whole * scale, [weight / sum(weights) for weight in weights])
    for place, part in zip(PLACES, parts, strict=True):
        values = cumulative(rng, part, place.pace)
        if part:
            yield place, metric, YEAR - 1, [value / scale if scale > 1 else value for value in values]


LATE: Final[tuple[tuple[str, str, int | None, float | None], ...]] = (
    ("莘县", "2024-02-08", 1, None),
    ("高唐县", "2024-03-08", 1, None),
    ("冠县", "2024-04-09", 1, None),
    ("市文化和旅游局", "2024-05-09", 1, None),
    ("东阿县", "2024-06-07", 1, None),
    ("莘县", "2024-07-09", 2, None),
    ("高新技术产业开发区", "2024-08-08", None, None),
    ("江北水城旅游度假区", "2024-09-09", 1, None),
    ("市农业农村局", "2024-10-10", 1, None),
    ("高唐县", "2024-11-08", None, -1.0),
    ("阳谷县", "2024-12-09", 1, None),
)


def adjustment_rows(projects: list[Project]) -> list[Row]:
    """A bonus for each counted start of 50 亿元 and more, one for an introducer, and late reports."""
    started: Row = {"事项": "50亿以上新开工", "次数": 1, "理由": f"{SAMPLE}：总投资50亿元及以上项目开工"}
    rows: list[Row] = [
        {**started, "单位": each.unit, "日期": each.dates["开工"], "项目": each.name}
        for each in projects
        if counts_as_start(each) and not each.dollars and each.total >= 50 * WAN_PER_YI
    ]
    brought = f"{SAMPLE}：引荐50亿元以上项目开工"
    rows.append({**started, "单位": DEPARTMENTS[0].name, "日期": date(2024, 11, 20), "理由": brought})
    for unit, day, count, points in LATE:
        reason = f"{SAMPLE}：月报逾期" + ("" if points is None else "两次，按整行分值扣")
        row: Row = {"单位": unit, "事项": "迟报", "日期": date.fromisoformat(day), "理由": reason}
        rows.append({**row, "次数": count, "分值": points})
    return sorted(rows, key=lambda row: str(row["日期"]))


OBSTACLES: Final = (
    ("用地", "净地未交付", "市发展改革委", "急"),
    ("用地", "土地指标待落实", "市发展改革委", "大"),
    ("用能", "能耗替代量不足", "市发展改革委", "大"),
    ("用能", "双回路供电未接入", "市工业和信息化局", "急"),
    ("环境容量", "污染物总量指标待调剂", "市工业和信息化局", "好"),
    ("融资", "项目贷款审批慢", "市国资委", "好"),
    ("用工", "技术工人缺口较大", "市工业和信息化局", "好"),
    ("审批", "施工许可资料待补", "市投资促进局", "急"),
    ("配套", "园区道路未贯通", "市商务局", "好"),
    ("其他", "物流专线待协调", "市商务局", "好"),
)


def problem_rows(rng: Random, projects: list[Project]) -> list[Row]:
    """30 obstacles of signed projects; two in five closed with evidence, some of the others overdue."""
    pool = [
        each
        for each in projects
        if each.open and not each.real and each.dates.get("签约", YEAR_END) < date(2024, 12, 1)
    ]
    rows = []
    for n, project in enumerate(rng.sample(pool, 30)):
        factor, text, department, priority = OBSTACLES[n % len(OBSTACLES)]
        raised = between(rng, max(project.dates["签约"], date(2024, 3, 1)), YEAR_END - timedelta(days=3))
        due = raised + timedelta(days=rng.choice((15, 30, 45, 60)))
        closed = n % 5 in (0, 2) and raised + timedelta(days=25) <= YEAR_END
        row: Row = {
            "项目": project.name,
            "要素": factor,
            "问题": f"{SAMPLE}：{text}",
            "提出日期": raised,
            "办结时限": due,
            "责任单位": department,
            "优先级": priority,
            "提级": "是" if n % 7 == 3 else "否",
            "状态": "已销号" if closed else "未办结",
            "销号日期": raised + timedelta(days=rng.randint(8, 25)) if closed else None,
            "销号凭证": f"{SAMPLE}：协调会纪要第{n + 1:02d}号" if closed else None,
        }
        rows.append(row)
    return sorted(rows, key=lambda row: str(row["提出日期"]))


# ---------------------------------------------------------------- the book


def unit_rows() -> Iterator[Row]:
    """The units, counties first."""
    for place in PLACES:
        yield {"单位名称": place.name, "分组": place.group, "别名": ALIASES.get(place.name)}
    for department in DEPARTMENTS:
        yield {"单位名称": department.name, "分组": "市直部门", "别名": ALIASES.get(department.name)}


def chain_rows(companies: list[Company]) -> Iterator[Row]:
    """One row a segment; chief and anchor are the chain's."""
    chains = list(dict.fromkeys(segment.chain for segment in SEGMENTS))
    anchors = {each.segment.chain: each.name for each in reversed(companies) if each.white}
    for segment in SEGMENTS:
        yield {
            "产业链": segment.chain,
            "细分方向": segment.name,
            "环节状况": segment.condition,
            "链长": f"市领导{'ABCDEFGHJKLM'[chains.index(segment.chain)]}",
            "链主企业": anchors[segment.chain],
        }


def company_row(company: Company) -> Row:
    """The row of the sheet of companies."""
    return {
        "企业名称": company.name,
        "统一社会信用代码": company.code,
        "类型": "商协会" if company.association else "企业",
        "总部所在地": company.home.place,
        "产业链": company.segment.chain,
        "细分方向": company.segment.name,
        "榜单": "、".join(company.lists) or None,
        "榜单年份": 2023 if company.lists else None,
        "目标企业": "是" if company.target else "否",
        "白名单": "是" if company.white else "否",
        "责任单位": company.unit,
        "别名": company.alias,
    }


def make_sheets() -> dict[str, list[Row]]:
    """All sheets with their rows, always the same."""
    rng = Random(SEED)
    names = Names(rng)
    companies = make_companies(rng, names)
    projects = make_projects(rng, names, companies)
    receipts = make_receipts(rng, projects)
    visits = make_visits(rng, companies)
    name, first, last = CAMPAIGN
    return {
        "单位": list(unit_rows()),
        "产业链": list(chain_rows(companies)),
        "企业": [company_row(each) for each in companies],
        "线索": lead_rows(rng, companies, projects),
        "项目": [project_row(rng, each) for each in projects],
        "节点": list(milestone_rows(projects)),
        "到位资金": [receipt_row(rng, n, each) for n, each in enumerate(receipts, 1)],
        "走访": [visit_row(rng, each) for each in visits],
        "活动": [{"活动名称": name, "开始日期": first, "结束日期": last}],
        "目标": list(target_rows()),
        "数据": list(figure_rows(rng)),
        "加减分": adjustment_rows(projects),
        "问题": problem_rows(rng, projects),
    }


WIDE: Final[dict[str, int]] = {
    **dict.fromkeys(("项目名称", "项目", "企业名称", "线索名称", "问题", "理由"), 32),
    **dict.fromkeys(("投资方", "拜访企业", "备注"), 44),
}


def write_notes(sheet: Worksheet) -> None:
    """The first sheet: what is real and what is made up."""
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(NOTES, 1):
        cell = sheet.cell(number, 1, line or None)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)


def write_headings(sheet: Worksheet, headings: list[str]) -> None:
    """Bold headings that stay in view."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, heading in enumerate(headings, 1):
        cell = sheet.cell(1, column, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE8F3")
        sheet.column_dimensions[get_column_letter(column)].width = WIDE.get(heading, max(12, 2 * len(heading) + 2))
    sheet.freeze_panes = "A2"


def write_rows(sheet: Worksheet, headings: list[str], rows: list[Row]) -> None:
    """The rows under their headings, dates as date cells; a heading that the sheet lacks is an error."""
    place = {heading: column for column, heading in enumerate(headings, 1)}
    for number, row in enumerate(rows, 2):
        for heading, value in row.items():
            if value is None:
                continue
            cell = sheet.cell(number, place[heading], value)
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, str):
                cell.number_format = "@"


def make_book() -> Workbook:
    """The whole workbook, in memory."""
    from openpyxl import Workbook

    book = Workbook()
    notes = book.worksheets[0]
    notes.title = "说明"
    write_notes(notes)
    for name, rows in make_sheets().items():
        sheet = book.create_sheet(name)
        headings = HEADINGS[name].split()
        write_headings(sheet, headings)
        write_rows(sheet, headings, rows)
    book.properties.creator = "tracker examples"
    book.properties.title = "2024年招商引资台账（示例）"
    book.properties.created = book.properties.modified = MADE_AT
    return book


def book_bytes(book: Workbook) -> bytes:
    """The file without any trace of the clock: `Workbook.save` would stamp the properties and the archive's entries."""
    from openpyxl.writer.excel import ExcelWriter

    loose = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(loose, "w")).save()
    packed = io.BytesIO()
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            stamped = zipfile.ZipInfo(entry.filename, MADE_AT.timetuple()[:6])
            target.writestr(stamped, source.read(entry), zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def main() -> None:
    """Write the workbook beside this script, or where `--output` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=BOOK, help="the file to write")
    output: Path = parser.parse_args().output
    content = book_bytes(make_book())
    output.write_bytes(content)
    print(f"{output}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
