"""What a project still lacks: for the next stage of its life, and for what it reached to be recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Need: TypeAlias = tuple[str, ...]

# What each stage asks of a project before it is reached: fields by key, of several in one need any one will do.
# Only a formal contract makes a signing; works start on a registered company and a filed project; what is in
# production is measured against what was promised.
STAGE_NEEDS: Final[Mapping[str, tuple[Need, ...]]] = {
    "talks": (("investors",),),
    "signed": (("investors",), ("agreement",), ("contract_investment",), ("chain",)),
    "started": (("registered_on",), ("filed_on",), ("fixed_investment",), ("completed_planned_on",)),
    "completed": (("statistics_on",), ("producing_planned_on",)),
    "producing": (),
    "at_output": (("promised_output", "promised_tax"),),
}
# What recognition asks: of a stage that was reached, in the fields of its project; of a receipt, in its own.
RECOGNITION_NEEDS: Final[Mapping[str, tuple[Need, ...]]] = {
    "signed": (("agreement",), ("contract_investment",)),
    "started": (("filed_on",), ("fixed_investment",)),
    "completed": (("statistics_on",),),
    "producing": (),
    "funds": (("ring",), ("kind",), ("evidence",), ("evidence_number",)),
}
FIVE_ONES: Final = ("sponsor", "leader", "team", "plan", "officer")
CONTRACT: Final = "contract"


def lacking(needs: tuple[Need, ...], values: Mapping[str, Any]) -> list[Need]:
    """The needs that no value meets; an agreement meets its own only as a formal contract.

    >>> lacking(STAGE_NEEDS["signed"], {"investors": ("昉瑞",), "agreement": "intent", "contract_investment": 1})
    [('agreement',), ('chain',)]
    >>> lacking(STAGE_NEEDS["at_output"], {"promised_tax": 1})
    []
    """
    return [need for need in needs if not any(_meets(key, values.get(key)) for key in need)]


def _meets(key: str, value: object) -> bool:
    return value == CONTRACT if key == "agreement" else value is not None and value != ()
