"""Fixed lists of values: English key, label in both languages; either is accepted wherever a value is entered."""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

from tracker.errors import BadValue
from tracker.result import Choice
from tracker.words import CHOICE_HINT, CHOICE_UNKNOWN, Say


def folded(text: str) -> str:
    """Fold case, width, white space and what nobody sees away, for comparison only; what is stored keeps its form.

    >>> folded(" ＡＢc 冠 县 "), folded("冠\\u200b县\\ufeff")
    ('abc冠县', '冠县')
    """
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return plain if plain.isprintable() else "".join(char for char in plain if unicodedata.category(char) != "Cf")


class Choices(NamedTuple):
    """The values one field may take, in their order, each under its English key."""

    name: str
    labels: dict[str, Say]

    @property
    def keys(self) -> tuple[str, ...]:
        """The English keys, in order."""
        return tuple(self.labels)

    def choice(self, key: str) -> Choice:
        """The key with its label; a key that is not ours (a scheme's own group) is its own label."""
        return Choice(key, self.labels.get(key, Say(key, key)))

    def parse(self, text: str) -> str:
        """Read a key or either label, any case and width; raise BadValue with the valid ones.

        >>> STAGE.parse("开工"), STAGE.parse(" Signed ")
        ('started', 'signed')
        """
        wanted = folded(text)
        for key, label in self.labels.items():
            if wanted in (folded(key), folded(label.zh), folded(label.en)):
                return key
        raise BadValue(
            CHOICE_UNKNOWN(value=text), code="choice_unknown", value=text, hint=CHOICE_HINT(valid=self._valid(wanted))
        )

    def _valid(self, wanted: str) -> tuple[Say, ...]:
        from difflib import get_close_matches

        names = {folded(each): key for key, label in self.labels.items() for each in (key, *label)}
        near = [names[name] for name in get_close_matches(wanted, names, n=1, cutoff=0.5)]
        keys = sorted(self.keys, key=lambda key: key not in near)
        return tuple(Say(self.labels[key].zh, key) for key in keys)


def _choices(name: str, text: str) -> Choices:
    """Read `key 中文 English words · …` into choices; without English words the key, spaced, is the label."""
    labels = {}
    for part in text.split("·"):
        key, zh, *en = part.split()
        labels[key] = Say(zh, " ".join(en) or key.replace("_", " "))
    return Choices(name, labels)


STAGE: Final = _choices(
    "stage",
    "planned 谋划 · talks 在谈 in talks · signed 签约 · registered 注册 · filed 备案 · started 开工 · completed 竣工 · "
    "producing 投产 · at_output 达产 at design output",
)
STATUS: Final = _choices("status", "active 推进中 · paused 暂缓 · withdrawn 退库 · lost 流失")
RUNNING: Final = ("active", "paused")  # only of such projects anything counts (store/sql/triggers.sql)
RECOGNITION: Final = _choices(
    "recognition",
    "reported 已上报 · approved 已初审 · recognised 已认定 · unscored 认定不计分 · returned 已退回 · refused 不予认定",
)
AGREEMENT: Final = _choices("agreement", "contract 正式合同 · framework 框架协议 · intent 意向书 · supplement 补充协议")
INVESTMENT: Final = _choices("investment", "domestic 内资 · foreign 外资")
UNCOUNTED: Final = ("returned", "refused")  # counted nowhere, unless it is asked for by name
UNDECIDED: Final = ("reported", "approved")  # these wait for recognition
RING: Final = _choices("ring", "foreign 境外 · province 省外 · city 市外省内 · county 市内县外")
FUNDS_KIND: Final = _choices(
    "funds_kind",
    "fixed 固定资产 fixed assets · working 流动资金 working capital · capital 注册资本 registered capital · "
    "land 土地 · equipment 设备 · works 工程",
)
EVIDENCE: Final = _choices(
    "evidence",
    "audit 验资报告 capital verification · bank 银行进账单 bank slip · invoice 发票 · land 土地款凭证 land payment · "
    "split 分割证明 fund-split certificate · contract 施工合同 works contract · photo 现场照片 · other 其他",
)
CHANNEL: Final = _choices(
    "channel",
    "townspeople 乡贤招商 · business 以商招商 · park 园区招商 · group 小团组招商 · commissioned 委托招商 · "
    "resident 驻点招商 · door 登门招商 · digital 数字招商 · capital 资本招商",
)
VISIT_KIND: Final = _choices(
    "visit_kind", "outbound 外出招商 · inbound 来访接待 · promotion 推介活动 · tea 座谈下午茶 · aftercare 服务走访"
)
RANK: Final = _choices(
    "rank",
    "city_first 市主要领导 city first leader · city 市领导 city leader · county_first 县主要领导 county first leader · "
    "county 县领导 county leader · department 部门负责人 department head · other 其他",
)
COMPANY_KIND: Final = _choices("company_kind", "enterprise 企业 · association 商协会")
COMPANY_LIST: Final = _choices(
    "company_list",
    "world500 世界500强 Fortune Global 500 · china500 中国企业500强 China 500 · "
    "private500 中国民营企业500强 China private 500 · listed 上市公司 · central 央企 · little_giant 专精特新小巨人",
)
SEGMENT: Final = _choices("segment", "strong 强 · weak 弱 · missing 缺")
LEAD_STATUS: Final = _choices(
    "lead_status", "new 新线索 · answered 已响应 · judged 已研判 · pursued 跟进中 · converted 已转项目 · lost 已流失"
)
FACTOR: Final = _choices(
    "factor",
    "land 用地 · energy 用能 · environment 环境容量 · finance 融资 · labour 用工 · approval 审批 · utilities 配套 · "
    "other 其他",
)
PRIORITY: Final = _choices("priority", "urgent 急 · good 好 · big 大")
PROBLEM_STATUS: Final = _choices("problem_status", "open 未办结 · closed 已销号")
GROUP: Final = _choices("group", "county 县市区 · zone 开发区 · department 市直部门")
FLAG: Final = _choices("flag", "yes 是 · no 否")
