"""The example row of each sheet of the template, and how a row is known for one.

An example is marked in its own text: the name of its record, or of what it belongs to, begins with 示例： or Example:.
Whoever writes over the row writes over that cell too, as it is a required one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.rules.choices import folded
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.nouns import Noun

MARK: Final = Say("示例：", "Example: ")
_STARTS: Final = tuple(folded(mark) for mark in MARK)

_BEARINGS: Final = Say("高端轴承项目", "Precision bearings")
_GROUP: Final = Say("甲集团、乙公司", "A Group, B Company")
_COMPANY: Final = Say("甲集团有限公司", "A Group Ltd")
_UNIT: Final = Say("冠县", "Guanxian")
_CHAIN: Final = Say("装备制造", "Machinery")
_PERSON: Final = Say("张三", "Zhang San")
# By noun and field: texts, numbers in the heading's unit, keys of choices, dates as they are typed.
EXAMPLES: Final[Mapping[str, Mapping[str, Say | str | float]]] = {
    "unit": {"name": _UNIT, "group": "county", "aliases": Say("冠", "Guan")},
    "chain": {"name": _CHAIN, "chief": _PERSON, "anchor": _COMPANY},
    "segment": {"name": Say("轴承", "Bearings"), "condition": "strong"},
    "company": {
        "name": _COMPANY, "credit_code": "91350100M000100Y43", "kind": "enterprise", "home": Say("上海", "Shanghai"),
        "chain": _CHAIN, "lists": Say("中国企业500强、上市公司", "China 500, listed"), "lists_year": 2024,
        "target": "yes", "unit": _UNIT,
    },
    "lead": {
        "name": _BEARINGS, "company": _COMPANY, "unit": _UNIT, "channel": "business", "received_on": "2024-03-01",
        "answered_on": "2024-03-02", "investment": 3.5, "status": "new",
    },
    "project": {
        "name": _BEARINGS, "investors": _GROUP, "unit": _UNIT, "chain": _CHAIN, "channel": "business",
        "investment": "domestic", "agreement": "contract", "total_investment": 3.5, "fixed_investment": 2.8,
        "contract_investment": 3.5, "talks_on": "2024-01", "signed_on": "2024-03-05", "signed_recognition": "reported",
        "started_planned_on": "2024Q3", "status": "active", "tags": Say("重点", "key"), "promised_jobs": 200,
        "promised_output": 5, "promised_tax": 1200,
    },
    "milestone": {
        "project": _BEARINGS, "stage": "signed", "reached_on": "2024-03-05", "recognition": "recognised",
        "recognised_on": "2024-03-20", "recognised_by": _PERSON,
    },
    "funds": {
        "project": _BEARINGS, "received_on": "2024-03-15", "amount": 1200, "ring": "province", "kind": "fixed",
        "evidence": "bank", "evidence_number": "00123", "evidence_on": "2024-03-15", "evidence_amount": 1200,
        "recognition": "reported",
    },
    "visit": {
        "unit": _UNIT, "start_on": "2024-03-01", "end_on": "2024-03-03", "kind": "outbound",
        "destination": Say("上海", "Shanghai"), "leader": _PERSON, "rank": "county_first", "people": 3,
        "companies": _GROUP,
    },
    "campaign": {"name": Say("百日会战", "Hundred days"), "start_on": "2024-03-01", "end_on": "2024-06-08"},
    "target": {"year": 2024, "unit": _UNIT, "metric": Say("到位资金", "Funds in place"), "value": 50},
    "figure": {
        "unit": _UNIT, "metric": Say("实际使用外资", "Utilised FDI"), "as_of_on": "2024-03-31", "value": 1200,
        "source": Say("商务局", "commerce bureau"),
    },
    "adjustment": {"unit": _UNIT, "item": Say("迟报", "Late report"), "happened_on": "2024-02-03", "count": 1},
    "problem": {
        "project": _BEARINGS, "factor": "land", "what": Say("缺 30 亩用地指标", "30 mu of land are missing"),
        "raised_on": "2024-03-01", "due_on": "2024-06-30", "priority": "urgent", "status": "open",
    },
}  # fmt: skip


def marked_field(noun: Noun) -> str:
    """The field whose text marks an example: the first required one."""
    return next(field.key for field in noun.fields if field.required)


def is_example(cell: object) -> bool:
    """Whether the cell of that field says that its row is an example.

    >>> is_example("示例：冠县"), is_example("Example: Guanxian"), is_example("示例县"), is_example(3)
    (True, True, False, False)
    """
    return isinstance(cell, str) and folded(cell).startswith(_STARTS)
