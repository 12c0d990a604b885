"""Texts of schemes that the tests of the model, the reading and the words share."""

from __future__ import annotations

from typing import Final

WORKED_INDICATORS: Final = """\
[[indicators]]
metric = "funds"
weight = 40
formula = "ratio_time"
cap = 1.2
[[indicators]]
metric = "started"
weight = 30
formula = "ratio_time"
cap = 1.2
[[indicators]]
metric = "signed"
weight = 10
formula = "ratio_time"
cap = 1
[[indicators]]
metric = "fdi"
weight = 10
formula = "ratio_time"
cap = 1
[[indicators]]
metric = "trips"
weight = 10
formula = "ratio_time"
cap = 1
"""
"""Those of the worked example: weights, formulas and caps."""


def contest_head(zh: str, en: str) -> str:
    """The head of the contest of 2024 under a name."""
    return f"""\
key = "contest-2024"
year = 2024
name = {{ zh = "{zh}", en = "{en}" }}
basis = "cumulative"
curve = "months"
missing_target = "rescale"
decimals = 2
ties = ["funds", "started"]

"""


FULL: Final = (
    contest_head("2024年招商引资竞赛榜", "2024 investment contest")
    + """\
[[groups]]
key = "county"
label = { zh = "县(市、区)", en = "Counties" }
[[groups]]
key = "department"
composite = false

[metrics.funds]
label = { zh = "到位资金", en = "Funds in place" }
source = "funds"
measure = "amount"
unit = "亿元"
where = { recognition = ["recognised"], ring = ["foreign", "province", "city"], kind = ["fixed", "capital"] }

[metrics.started]
label = { zh = "新开工过亿元项目", en = "New starts ≥ 100m" }
source = "milestones"
where = { stage = "started", recognition = ["已认定"], min_investment = { CNY = "1亿", USD = "1000万" } }

[metrics.signed]
source = "projects"

[metrics.fdi]
source = "figures"
unit = "万美元"
value = "period"
issuer = "省商务厅"
single = "actual"

[metrics.companies]
source = "organisations"
where = { lists = ["world500", "中国企业500强"], target = true }

[[indicators]]
metric = "funds"
weight = 40
formula = "ratio_time"
cap = 1.2

[[indicators]]
metric = "started"
weight = 30.5
formula = "threshold"
base = 18
per = 2

[[indicators]]
key = "quality"
label = { zh = "质量", en = "Quality" }
weight = 29.5
formula = "mix"
parts = [
  { metric = "signed", share = 0.6, formula = "efficacy", zero = "zero" },
  { metric = "fdi", share = 0.4, formula = "growth", by = "rate", goal = 0.1 },
]

[[indicators]]
metric = "companies"
formula = "per_unit"
per = 0.1
groups = ["county"]

[[adjustments]]
key = "big_start"
label = { zh = "50亿以上新开工", en = "Start ≥ 5bn" }
points = 2
max = 4
[[adjustments]]
key = "accident"
veto = true

[limits]
bonus = 10
penalty = -8

[rates]
USD = "7.10"
"""
)
SMALL: Final = """\
key = "k"
name = "短"
[[groups]]
key = "county"
[metrics.funds]
source = "funds"
unit = "万元"
[[indicators]]
metric = "funds"
weight = 100
formula = "ratio"
"""


def changed(old: str, new: str, source: str = FULL) -> str:
    assert source.count(old) >= 1, old
    return source.replace(old, new, 1)
