"""What counties head their columns with: further names of fields, which stand in no form of ours.

They are read, never written. A word that may mean two fields of one sheet, such as 投资额, is none of them: a person
says which is meant.
"""

from __future__ import annotations

from typing import Final

from tracker.rules.choices import STAGE

_WORDS: Final[dict[str, str]] = {
    "unit.name": "县区名称 县市区名称",
    "unit.aliases": "简称 曾用名",
    "company.name": "企业 公司名称",
    "company.credit_code": "社会信用代码 统一信用代码",
    "company.home": "总部 总部地址 注册地",
    "company.unit": "责任县区 对接单位",
    "lead.name": "线索 项目线索 线索项目",
    "lead.company": "企业名称 投资企业",
    "lead.unit": "责任县区 县区 县市区 县(市、区) 承接单位",
    "lead.received_on": "收到时间 获取时间 获取日期",
    "lead.investment": "意向投资额 计划投资",
    "project.name": "项目",
    "project.investors": "投资企业 投资主体 投资单位 投资商 投资方名称 投资企业名称",
    "project.unit": "责任县区 县区 县市区 县(市、区) 所属县区 所属县市区 所在县区 落地县区 承接单位",
    "project.introducers": "引荐县区 首谈单位",
    "project.chain": "所属产业链",
    "project.channel": "招引方式",
    "project.investment": "内/外资 内资/外资 投资类型",
    "project.agreement": "合同类型 协议性质",
    "project.total_investment": "总投资额 投资总额 项目总投资 计划总投资 总投资规模",
    "project.fixed_investment": "固定资产投资额 固投",
    "project.contract_investment": "合同额 合同金额 协议投资额 协议投资",
    "project.statistics_on": "列统时间 纳统时间 入统日期",
    "project.leader": "包保县级领导 帮包领导",
    "milestone.project": "项目名称",
    "milestone.reached_on": "完成时间 完成日期",
    "milestone.planned_on": "计划时间",
    "funds.received_on": "到位日期 到账时间 到账日期 资金到位时间",
    "funds.amount": "到位资金 到位资金额 到账金额 到账资金",
    "funds.ring": "资金来源地 资金来源",
    "funds.kind": "资金类型 资金性质",
    "visit.unit": "责任单位 责任县区 县区 县市区 县(市、区) 派出单位",
    "visit.start_on": "开始时间 出发时间 出发日期 外出时间 外出日期 走访时间 走访日期",
    "visit.end_on": "结束时间 返回时间 返回日期",
    "visit.destination": "外出地点 走访地点 目的地城市",
    "visit.leader": "带队人 领队 带队人员",
    "visit.people": "随行人数 参加人数 外出人数",
    "visit.companies": "拜访企业名称 走访企业 走访企业名称 对接企业 拜访单位",
    "visit.outcome": "洽谈成果 招商成果",
    "target.unit": "责任单位 责任县区 县区 县市区 县(市、区) 考核单位",
    "target.metric": "指标名称 考核指标",
    "target.value": "目标 目标任务 任务数",
    "figure.unit": "责任单位 责任县区 县区 县市区 县(市、区) 填报单位",
    "figure.metric": "指标名称",
    "adjustment.item": "加减分事项 加分事项",
    "problem.project": "项目名称",
    "problem.what": "存在问题 问题内容",
}


def words_for(noun: str, field: str) -> tuple[str, ...]:
    """The further headings of a field; the date of a stage is its 日期 as well as its 时间.

    >>> words_for("lead", "received_on"), words_for("project", "started_planned_on")
    (('收到时间', '获取时间', '获取日期'), ())
    >>> words_for("project", "signed_on")
    ('签约日期',)
    """
    stage = field.removesuffix("_on")
    dates = (f"{STAGE.labels[stage].zh}日期",) if noun == "project" and stage in STAGE.labels else ()
    return (*_WORDS.get(f"{noun}.{field}", "").split(), *dates)
