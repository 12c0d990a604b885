"""Who sends a workbook, as far as its name tells: the same name month after month but for dates and copies."""

from __future__ import annotations

import re
from typing import Final

from tracker.rules.choices import folded

_ENDING: Final = re.compile(r"\.[a-z]{2,4}$")
_PASSING: Final = re.compile(
    r"[0-9]+|第?[一二三四五六七八九十]+(?=[年月日季期版次])|[年月日号季度期版次上下半第]|副本|最终|修改|copy|final|[\W_]+"
)


def sender_of(file: str) -> str:
    """The folded name of a file without its ending, numbers, dates and marks of a copy; all of it if nothing is left.

    >>> sender_of("冠县招商台账2024年3月.xlsx"), sender_of("冠县招商台账（第二季度）(1) - 副本.xls")
    ('冠县招商台账', '冠县招商台账')
    >>> sender_of("2024-03.xlsx")
    '2024-03'
    """
    stem = _ENDING.sub("", folded(file))
    return _PASSING.sub("", stem) or stem
