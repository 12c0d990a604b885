"""A column that says in which unit or currency the amounts of its row are: 币种, 计量单位."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.rules.choices import folded
from tracker.rules.money import find_currency, find_unit, in_currency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.rules.money import MoneyUnit

UNIT_HEADINGS: Final = frozenset(
    map(folded, ("计量单位", "金额单位", "资金单位", "货币单位", "计价单位", "Unit of money", "Unit of measure"))
)
CURRENCY_HEADINGS: Final = frozenset(
    map(folded, ("币种", "币别", "货币", "货币种类", "货币名称", "投资币种", "结算币种", "Currency"))
)
_SCALE_ALONE: Final = r"[(（:：]?\s*[十百千]?[万亿]\s*[)）]?\s*$"


def says_units(name: str, cells: Iterable[object]) -> bool:
    """Whether a column says the units of its rows: by its heading and some cell, or by all its cells but blank ones.

    >>> says_units("币种", ["美元", "见备注"]), says_units("备注", ["万元", "万美元"]), says_units("备注", ["元", "无"])
    (True, True, False)
    """
    units = (isinstance(cell, str) and find_unit(cell) is not None for cell in cells if cell not in (None, ""))
    # The first cell of most columns settles it: they are long, and there are many of them.
    if folded(name) in UNIT_HEADINGS | CURRENCY_HEADINGS:
        return any(units)
    return next(units, False) and all(units)


def says_currency(column: str) -> bool:
    """Whether a heading stands over currencies, where 元 is the yuan and no size of a unit."""
    return folded(column) in CURRENCY_HEADINGS


def unit_of_row(
    word: str, column: str, heading: str, units: tuple[MoneyUnit, ...], usual: MoneyUnit | None
) -> MoneyUnit | None:
    """The unit of an amount by the word that its row says; None where that contradicts the amount's heading.

    `column` is the heading over the word, `heading` that over the amount, `units` those that it or its table names,
    `usual` what is taken where nothing does. A currency alone takes the scale of the heading, unless that names
    another currency: 5000 and 美元 under 总投资(万) are 5000万美元, under 总投资(万元) they may be 5000万元 as well.

    >>> ten, hundred = find_unit("万元"), find_unit("亿元")
    >>> unit_of_row("万元", "计量单位", "总投资", (), hundred).label.zh
    '万元'
    >>> unit_of_row("美元", "币种", "总投资(万)", (ten,), hundred).label.zh
    '万美元'
    >>> [unit_of_row(word, "币种", "总投资(万元)", (ten,), hundred) for word in ("美元", "亿元", "见备注")]
    [None, None, None]
    >>> [unit_of_row("元", column, "总投资", (), hundred).label.zh for column in ("币种", "计量单位")]
    ['亿元', '元']
    """
    currency, unit = find_currency(word), find_unit(word)
    if currency and (units or not says_scale(word, column)):
        return _of_currency(currency, heading, units, usual)
    return unit if not units or unit in units else None


def says_scale(word: str, column: str) -> bool:
    """Whether a word says the size of a unit, not its currency alone.

    >>> says_scale("万美元", "币种"), says_scale("元", "计量单位"), says_scale("元", "币种"), says_scale("美元", "单位")
    (True, True, False, False)
    """
    currency = find_currency(word)
    return find_unit(word) is not None and (currency is None or (currency == "CNY" and not says_currency(column)))


def _of_currency(
    currency: str, heading: str, units: tuple[MoneyUnit, ...], usual: MoneyUnit | None
) -> MoneyUnit | None:
    """The unit of a heading in the currency of a row."""
    same = next((unit for unit in units if unit.currency == currency), None)
    if same is not None or not (units or usual):
        return same
    if not units:
        return in_currency(usual, currency) if usual else None
    open_ended = len(units) == 1 and units[0].currency == "CNY" and re.search(_SCALE_ALONE, heading)
    return in_currency(units[0], currency) if open_ended else None
