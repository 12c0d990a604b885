"""The nouns that tracker knows, and the one declaration of every field of theirs."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.rules import choices
from tracker.rules.fields import (
    ChoiceKind,
    ChoicesKind,
    CountKind,
    DateKind,
    Field,
    FlagKind,
    GroupKind,
    MeasureKind,
    MoneyKind,
    NamesKind,
    NumberKind,
    PolicyKind,
    RefKind,
    RefsKind,
    SchemeKeyKind,
)
from tracker.rules.money import UNITS
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

YI, WAN = UNITS[0], UNITS[1]  # 亿元 and 万元
CITYWIDE: Final = ("target", "figure")  # without a unit they are the city's
CITY: Final = ("全市", "city", "-")


class Noun(NamedTuple):
    """A kind of record: its table, the letter of its numbers, its sheet, its fields, and what tells two records apart.

    `identity` names the fields by which a row without a number is known; `numbered` sheets carry a column of numbers.
    `positional` fields may be given without their option, in this order. `columns` stand in a list by default, as many
    of the `further` ones as fit on a wide terminal. `derived` fields are reckoned from other records and never entered.
    `money` names the amount that a list adds up; what has one of the `done` states is not listed by default.
    `asked` fields are those that a new record is asked for at the prompt, in the order in which a clerk thinks of them.
    `known` fields tell early whether a new record is perhaps one that is there already.
    """

    key: str
    letter: str
    label: Say
    sheet: Say
    summary: Say
    fields: tuple[Field, ...]
    identity: tuple[str, ...]
    columns: tuple[str, ...]
    positional: tuple[str, ...] = ("name",)
    numbered: bool = False
    further: tuple[str, ...] = ()
    derived: tuple[Field, ...] = ()
    money: str | None = None
    done: tuple[str, ...] = ()
    asked: tuple[str, ...] = ("name",)
    known: tuple[str, ...] = ("name",)

    def field(self, key: str) -> Field:
        """The field of that key; KeyError where there is none."""
        return _BY_KEY[self.key][key]

    @property
    def named(self) -> bool:
        """Whether its records are known by a name."""
        return "name" in _BY_KEY[self.key]

    @property
    def aliased(self) -> bool:
        """Whether its records may have other names."""
        return "aliases" in _BY_KEY[self.key]

    @property
    def defaults(self) -> Mapping[str, Any]:
        """What a new record has in fields of which nothing is said; blank ones are not in it."""
        return _DEFAULTS[self.key]

    @property
    def required(self) -> tuple[str, ...]:
        """The keys of the fields that every record has."""
        return _REQUIRED[self.key]

    @property
    def own_fields(self) -> Iterator[Field]:
        """The fields that its own table or links hold."""
        return (field for field in self.fields if not field.stage)

    def number(self, id_: int) -> str:
        """The number shown to people, such as P12."""
        return f"{self.letter}{id_}"

    def id_of(self, text: str) -> int | None:
        """The id that a number such as P12 stands for, in any case; None for any other text.

        >>> PROJECT.id_of(" p12 "), PROJECT.id_of("F12"), PROJECT.id_of("P12号")
        (12, None, None)
        """
        match = re.fullmatch(rf"\s*{self.letter}(\d{{1,15}})\s*", text, re.IGNORECASE | re.ASCII)
        return int(match[1]) if match else None


def _dates(suffix: str, spec: str, zh: str, en: str, target: str) -> tuple[Field, ...]:
    """Fields of a project that its milestones hold, one a stage."""
    return tuple(
        Field(
            f"{stage}_{suffix}",
            Say(zh.format(choices.STAGE.labels[stage].zh), en.format(choices.STAGE.labels[stage].en.capitalize())),
            ChoiceKind(choices.RECOGNITION) if target == "recognition" else DateKind(),
            stage=(stage, target),
            short=stage if target == "reached_on" else None,
        )
        for stage in spec.split()
    )


_RECOGNITION: Final = (
    Field("recognition", Say("认定状态", "Recognition"), ChoiceKind(choices.RECOGNITION), default="reported"),
    Field("recognised_on", Say("认定日期", "Recognition date"), DateKind()),
    Field("recognised_by", Say("认定人", "Recognised by"), short="by"),
    Field("opinion", Say("意见", "Opinion")),
)

UNIT: Final = Noun(
    key="unit",
    letter="U",
    label=Say("单位", "unit"),
    sheet=Say("单位", "Units"),
    summary=Say("县(市、区)、开发区、部门", "counties, zones and departments"),
    fields=(
        Field("name", Say("单位名称", "Unit name"), required=True, synonyms=("单位",)),
        Field("group", Say("分组", "Group"), GroupKind(), required=True),
        Field("aliases", Say("别名", "Aliases"), NamesKind()),
        Field("active_on", Say("启用日期", "Active from"), DateKind(), short="from"),
        Field("retired_on", Say("停用日期", "Active to"), DateKind(), short="until"),
    ),
    identity=("name",),
    columns=("name", "group", "aliases"),
    further=("active_on", "retired_on"),
    positional=("name", "group"),
    asked=("name", "group", "aliases"),
)
CHAIN: Final = Noun(
    key="chain",
    letter="H",
    label=Say("产业链", "chain"),
    sheet=Say("产业链", "Chains"),
    summary=Say("产业链、链长、链主企业", "industry chains with chief and anchor company"),
    fields=(
        Field("name", Say("产业链", "Chain"), required=True),
        Field("chief", Say("链长", "Chain leader")),
        Field("anchor", Say("链主企业", "Anchor company")),
    ),
    identity=("name",),
    columns=("name", "chief", "anchor"),
    asked=("name", "chief", "anchor"),
)
SEGMENT: Final = Noun(
    key="segment",
    letter="S",
    label=Say("细分方向", "segment"),
    sheet=CHAIN.sheet,
    summary=Say("产业链的环节：强、弱、缺", "segments of a chain: strong, weak or missing"),
    fields=(
        Field("chain", Say("产业链", "Chain"), RefKind("chain"), required=True),
        Field("name", Say("细分方向", "Segment"), required=True),
        Field("condition", Say("环节状况", "Condition"), ChoiceKind(choices.SEGMENT)),
    ),
    identity=("chain", "name"),
    columns=("chain", "name", "condition"),
    positional=("chain", "name"),
    asked=("chain", "name", "condition"),
    known=("chain", "name"),
)
COMPANY: Final = Noun(
    key="company",
    letter="C",
    label=Say("企业", "company"),
    sheet=Say("企业", "Companies"),
    summary=Say("目标企业、投资方、商协会", "target companies, investors, associations"),
    fields=(
        Field("name", Say("企业名称", "Company name"), required=True),
        Field("credit_code", Say("统一社会信用代码", "Credit code"), synonyms=("信用代码",), short="code"),
        Field("kind", Say("类型", "Kind"), ChoiceKind(choices.COMPANY_KIND), default="enterprise"),
        Field("home", Say("总部所在地", "Headquarters")),
        Field("chain", Say("产业链", "Chain"), RefKind("chain")),
        Field("segment", Say("细分方向", "Segment"), RefKind("segment")),
        Field("lists", Say("榜单", "Top lists"), ChoicesKind(choices.COMPANY_LIST)),
        Field("lists_year", Say("榜单年份", "List year"), CountKind()),
        Field("target", Say("目标企业", "Target company"), FlagKind()),
        Field("white", Say("白名单", "White list"), FlagKind()),
        Field("unit", Say("责任单位", "Responsible unit"), RefKind("unit")),
        Field("aliases", Say("别名", "Aliases"), NamesKind()),
    ),
    identity=("name",),
    columns=("name", "home", "chain", "lists", "unit"),
    further=("target", "kind", "segment", "credit_code", "lists_year", "white", "aliases"),
    asked=("name", "credit_code", "home", "chain", "lists"),
)
LEAD: Final = Noun(
    key="lead",
    letter="L",
    label=Say("线索", "lead"),
    sheet=Say("线索", "Leads"),
    summary=Say("招商线索", "interests of companies, not yet projects"),
    fields=(
        Field("name", Say("线索名称", "Lead name"), required=True),
        Field("company", Say("企业", "Company"), RefKind("company")),
        Field("unit", Say("责任单位", "Responsible unit"), RefKind("unit"), required=True),
        Field("channel", Say("招商方式", "Channel"), ChoiceKind(choices.CHANNEL)),
        Field("referrer", Say("引荐人", "Referrer")),
        Field("received_on", Say("收到日期", "Received"), DateKind(), required=True, short="on", today=True),
        Field("answered_on", Say("响应日期", "Answered"), DateKind()),
        Field("judged_on", Say("研判日期", "Judged"), DateKind()),
        Field("feedback_on", Say("反馈日期", "Feedback"), DateKind()),
        Field("investment", Say("拟投资额", "Intended investment"), MoneyKind(), unit=YI),
        Field("status", Say("状态", "Status"), ChoiceKind(choices.LEAD_STATUS), default="new"),
        Field("lost_reason", Say("流失原因", "Reason lost"), short="reason"),
        Field("project", Say("项目", "Project"), RefKind("project")),
    ),
    identity=("name", "unit"),
    columns=("name", "unit", "received_on", "investment", "status"),
    positional=("name", "unit", "company"),
    numbered=True,
    further=("company", "channel", "answered_on", "judged_on", "feedback_on", "referrer", "project"),
    money="investment",
    done=("converted", "lost"),
    asked=("name", "unit", "company", "received_on", "channel", "investment"),
    known=("name", "unit"),
)
PROJECT: Final = Noun(
    key="project",
    letter="P",
    label=Say("项目", "project"),
    sheet=Say("项目", "Projects"),
    summary=Say("项目及其阶段", "projects and the stages they reach"),
    fields=(
        Field("name", Say("项目名称", "Project name"), required=True),
        Field("investors", Say("投资方", "Investors"), NamesKind()),
        Field("unit", Say("责任单位", "Responsible unit"), RefKind("unit"), required=True),
        Field("introducers", Say("引荐单位", "Introducing units"), RefsKind("unit", link="project_introducer")),
        Field("money_share", Say("资金分成", "Money share"), PolicyKind(), default="single"),
        Field("count_share", Say("个数归属", "Count share"), PolicyKind(), default="single"),
        Field("referrer", Say("引荐人", "Referrer")),
        Field("chain", Say("产业链", "Chain"), RefKind("chain")),
        Field("segment", Say("细分方向", "Segment"), RefKind("segment")),
        Field("channel", Say("招商方式", "Channel"), ChoiceKind(choices.CHANNEL)),
        Field("investment", Say("内外资", "Domestic or foreign"), ChoiceKind(choices.INVESTMENT), default="domestic"),
        Field("agreement", Say("协议类型", "Agreement"), ChoiceKind(choices.AGREEMENT)),
        Field(
            "total_investment", Say("总投资", "Total investment"), MoneyKind(), required=True, unit=YI, short="total"
        ),
        Field("fixed_investment", Say("固定资产投资", "Fixed-asset investment"), MoneyKind(), unit=YI, short="fixed"),
        Field(
            "contract_investment", Say("合同投资额", "Contracted investment"), MoneyKind(), unit=YI, short="contract"
        ),
        *_dates("on", " ".join(choices.STAGE.keys), "{}时间", "{} date", "reached_on"),
        *_dates("recognition", "signed started completed producing", "{}认定", "{} recognition", "recognition"),
        *_dates("planned_on", "started completed producing", "计划{}时间", "{} planned", "planned_on"),
        Field("statistics_on", Say("入统时间", "In statistics"), DateKind()),
        Field("status", Say("状态", "Status"), ChoiceKind(choices.STATUS), default="active"),
        Field("status_reason", Say("状态原因", "Status reason"), short="reason"),
        Field("tags", Say("标签", "Tags"), NamesKind()),
        Field("sponsor", Say("顶格推进领导", "Sponsor")),
        Field("leader", Say("包保领导", "Leader")),
        Field("team", Say("专班", "Team")),
        Field("plan", Say("方案", "Plan")),
        Field("officer", Say("服务专员", "Service officer")),
        Field("promised_jobs", Say("承诺就业", "Promised jobs"), CountKind()),
        Field("promised_output", Say("承诺产值", "Promised output"), MoneyKind(), unit=YI),
        Field("promised_tax", Say("承诺税收", "Promised tax"), MoneyKind(), unit=WAN),
        Field("note", Say("备注", "Note")),
    ),
    identity=("name", "unit"),
    columns=("name", "unit", "stage", "total_investment", "signed_on", "status"),
    positional=("name", "unit", "total_investment"),
    numbered=True,
    further=("started_on", "chain", "funds", "completed_on", "producing_on", "investors", "channel", "leader", "tags"),
    derived=(
        Field("stage", Say("阶段", "Stage"), ChoiceKind(choices.STAGE)),  # the furthest that was reached
        Field("funds", Say("到位资金", "Funds in place"), MoneyKind()),  # all that was neither returned nor refused
    ),
    money="total_investment",
    done=("withdrawn", "lost"),
    asked=("name", "unit", "total_investment", "investors", "chain", "signed_on", "agreement"),
    known=("name", "unit"),
)
MILESTONE: Final = Noun(
    key="milestone",
    letter="M",
    label=Say("节点", "milestone"),
    sheet=Say("节点", "Milestones"),
    summary=Say("项目节点及其认定", "stages of projects and their recognition"),
    fields=(
        Field("project", Say("项目", "Project"), RefKind("project"), required=True),
        Field("stage", Say("阶段", "Stage"), ChoiceKind(choices.STAGE), required=True),
        Field("planned_on", Say("计划日期", "Planned date"), DateKind(), short="planned"),
        Field("reached_on", Say("实际日期", "Reached date"), DateKind(), short="on"),
        *_RECOGNITION,
    ),
    identity=("project", "stage"),
    columns=("project", "stage", "planned_on", "reached_on", "recognition"),
    positional=("project", "stage"),
    further=("recognised_on", "recognised_by", "opinion"),
    asked=("project", "stage", "planned_on", "reached_on"),
    known=("project", "stage"),
)
FUNDS: Final = Noun(
    key="funds",
    letter="F",
    label=Say("到位资金", "receipt"),
    sheet=Say("到位资金", "Funds"),
    summary=Say("到位资金及其认定", "receipts of money and their recognition"),
    fields=(
        Field("project", Say("项目", "Project"), RefKind("project"), required=True, synonyms=("项目名称",)),
        Field("received_on", Say("到位时间", "Received"), DateKind(), required=True, short="on"),
        Field("amount", Say("到位金额", "Amount"), MoneyKind(), required=True, unit=WAN),
        Field("ring", Say("来源地", "Origin"), ChoiceKind(choices.RING)),
        Field("kind", Say("资金类别", "Funds kind"), ChoiceKind(choices.FUNDS_KIND)),
        Field("evidence", Say("凭证类型", "Evidence kind"), ChoiceKind(choices.EVIDENCE)),
        Field("evidence_number", Say("凭证号", "Evidence number")),
        Field("evidence_on", Say("凭证日期", "Evidence date"), DateKind()),
        Field("evidence_amount", Say("凭证金额", "Evidence amount"), MoneyKind(), unit=WAN),
        *_RECOGNITION,
    ),
    identity=("project", "received_on", "amount", "ring", "kind", "evidence_number"),
    columns=("project", "received_on", "amount", "ring", "kind", "recognition"),
    positional=("project", "amount"),
    numbered=True,
    further=("evidence", "evidence_number", "recognised_on", "recognised_by", "opinion"),
    money="amount",
    asked=("project", "amount", "received_on", "ring", "kind", "evidence"),
    known=("project", "amount", "received_on"),
)
VISIT: Final = Noun(
    key="visit",
    letter="V",
    label=Say("走访", "visit"),
    sheet=Say("走访", "Visits"),
    summary=Say("外出招商、来访接待、推介活动", "trips, receptions and promotions"),
    fields=(
        Field("unit", Say("单位", "Unit"), RefKind("unit"), required=True),
        Field("start_on", Say("开始日期", "Start date"), DateKind(), required=True, short="on", today=True),
        Field("end_on", Say("结束日期", "End date"), DateKind(), short="until"),
        Field("kind", Say("类型", "Kind"), ChoiceKind(choices.VISIT_KIND), default="outbound"),
        Field("destination", Say("目的地", "Destination")),
        Field("leader", Say("带队领导", "Led by")),
        Field("rank", Say("领导职级", "Leader rank"), ChoiceKind(choices.RANK)),
        Field("people", Say("人数", "People"), CountKind()),
        Field(
            "companies", Say("拜访企业", "Organisations met"), RefsKind("company", link="visit_company"), short="met"
        ),
        Field("campaign", Say("活动", "Campaign"), RefKind("campaign")),
        Field("outcome", Say("成果", "Outcome")),
    ),
    identity=("unit", "start_on", "end_on", "kind", "destination", "companies"),
    columns=("unit", "start_on", "kind", "destination", "leader", "people"),
    positional=("unit", "destination"),
    numbered=True,
    further=("companies", "rank", "end_on", "campaign", "outcome"),
    asked=("unit", "kind", "start_on", "destination", "companies", "people", "leader", "rank"),
    known=("unit", "kind", "start_on", "destination"),
)
CAMPAIGN: Final = Noun(
    key="campaign",
    letter="G",
    label=Say("活动", "campaign"),
    sheet=Say("活动", "Campaigns"),
    summary=Say("百日会战、招商周等活动", "campaigns with their own dates, targets and scheme"),
    fields=(
        Field("name", Say("活动名称", "Campaign name"), required=True),
        Field("start_on", Say("开始日期", "Start date"), DateKind(), required=True, short="on"),
        Field("end_on", Say("结束日期", "End date"), DateKind(), required=True, short="until"),
        Field("scheme", Say("竞赛规则", "Scheme")),
    ),
    identity=("name",),
    columns=("name", "start_on", "end_on", "scheme"),
    asked=("name", "start_on", "end_on"),
)
TARGET: Final = Noun(
    key="target",
    letter="T",
    label=Say("目标", "target"),
    sheet=Say("目标", "Targets"),
    summary=Say("全市与各单位的目标任务", "targets of the city and its units"),
    fields=(
        Field("year", Say("年度", "Year"), CountKind()),
        Field("campaign", Say("活动", "Campaign"), RefKind("campaign")),
        Field("unit", Say("单位", "Unit"), RefKind("unit")),
        Field("metric", Say("指标", "Metric"), SchemeKeyKind("metric"), required=True),
        Field("value", Say("目标值", "Target"), MeasureKind(), required=True),
        Field("issuer", Say("下达单位", "Issuer")),
    ),
    identity=("year", "campaign", "unit", "metric", "issuer"),
    columns=("year", "campaign", "unit", "metric", "value", "issuer"),
    positional=("unit", "metric", "value"),
    asked=("year", "unit", "metric", "value"),
    known=("year", "unit", "metric"),
)
FIGURE: Final = Noun(
    key="figure",
    letter="X",
    label=Say("数据", "figure"),
    sheet=Say("数据", "Figures"),
    summary=Say("外部数据，如实际使用外资", "values from outside, such as utilised FDI"),
    fields=(
        Field("unit", Say("单位", "Unit"), RefKind("unit")),
        Field("metric", Say("指标", "Metric"), SchemeKeyKind("metric"), required=True),
        Field("as_of_on", Say("截至日期", "As of"), DateKind(), required=True, short="on"),
        Field("value", Say("数值", "Value"), MeasureKind(), required=True),
        Field("source", Say("来源", "Source")),
    ),
    identity=("unit", "metric", "as_of_on", "source"),
    columns=("unit", "metric", "as_of_on", "value", "source"),
    positional=("unit", "metric", "value"),
    asked=("unit", "as_of_on", "metric", "value", "source"),
    known=("unit", "as_of_on", "metric"),
)
ADJUSTMENT: Final = Noun(
    key="adjustment",
    letter="A",
    label=Say("加减分", "adjustment"),
    sheet=Say("加减分", "Adjustments"),
    summary=Say("加分、扣分、一票否决", "bonuses, penalties, vetoes"),
    fields=(
        Field("unit", Say("单位", "Unit"), RefKind("unit"), required=True),
        Field("item", Say("事项", "Item"), SchemeKeyKind("item"), required=True),
        Field("happened_on", Say("日期", "Date"), DateKind(), required=True, short="on"),
        Field("count", Say("次数", "Count"), NumberKind()),
        Field("points", Say("分值", "Points"), NumberKind()),
        Field("project", Say("项目", "Project"), RefKind("project")),
        Field("reason", Say("理由", "Reason")),
        Field("evidence", Say("凭证", "Evidence")),
    ),
    identity=("unit", "item", "happened_on", "project", "reason"),
    columns=("unit", "item", "happened_on", "count", "points", "reason"),
    positional=("unit", "item"),
    further=("project", "evidence"),
    asked=("unit", "happened_on", "item", "reason"),
    known=("unit", "happened_on", "item"),
)
PROBLEM: Final = Noun(
    key="problem",
    letter="Q",
    label=Say("问题", "problem"),
    sheet=Say("问题", "Problems"),
    summary=Say("项目的要素问题台账", "ledger of projects' obstacles"),
    fields=(
        Field("project", Say("项目", "Project"), RefKind("project"), required=True),
        Field("factor", Say("要素", "Factor"), ChoiceKind(choices.FACTOR), required=True),
        Field("what", Say("问题", "Problem"), required=True),
        Field("raised_on", Say("提出日期", "Raised"), DateKind(), short="on"),
        Field("due_on", Say("办结时限", "Due"), DateKind(), short="due"),
        Field("unit", Say("责任单位", "Responsible unit"), RefKind("unit")),
        Field("priority", Say("优先级", "Priority"), ChoiceKind(choices.PRIORITY)),
        Field("escalated", Say("提级", "Escalated"), FlagKind()),
        Field("status", Say("状态", "Status"), ChoiceKind(choices.PROBLEM_STATUS), default="open"),
        Field("closed_on", Say("销号日期", "Closed"), DateKind()),
        Field("closed_with", Say("销号凭证", "Closing evidence"), short="with"),
    ),
    identity=("project", "factor", "what"),
    columns=("project", "factor", "what", "unit", "due_on", "status"),
    positional=("project", "factor", "what"),
    numbered=True,
    further=("priority", "raised_on", "escalated", "closed_on", "closed_with"),
    done=("closed",),
    asked=("project", "factor", "what", "raised_on", "due_on", "unit", "priority"),
    known=("project", "what"),
)

NOUNS: Final[dict[str, Noun]] = {
    noun.key: noun
    for noun in (
        UNIT, CHAIN, SEGMENT, COMPANY, CAMPAIGN, LEAD, PROJECT, MILESTONE, FUNDS, VISIT, TARGET, FIGURE, ADJUSTMENT,
        PROBLEM,
    )
}  # fmt: skip
_BY_KEY: Final = {noun.key: {field.key: field for field in noun.fields} for noun in NOUNS.values()}
_DEFAULTS: Final = {
    noun.key: MappingProxyType({field.key: field.default for field in noun.fields if field.default is not None})
    for noun in NOUNS.values()
}
_REQUIRED: Final = {noun.key: tuple(field.key for field in noun.fields if field.required) for noun in NOUNS.values()}
