"""What stands in cells: text as a spreadsheet keeps it, and the marks people write for nothing and for the same."""

from __future__ import annotations

import re
from typing import Final

BLANKS: Final = frozenset(("", "-", "--", "—", "——", "–", "－", "/", "／", "无"))
CLEARS: Final = frozenset(("清空", "clear"))
DITTOS: Final = frozenset(("同上", "同前", "〃", "″", '"', "“", "”", "''", "””", "““", "do.", "ditto"))
UNSETTLED: Final = frozenset(
    ("待定", "未定", "待确定", "待商定", "待商", "面议", "另议", "待议", "暂无", "暂未", "不详", "未知", "tbd", "n/a")
)
"""Words for what nobody knows yet: the cell is left blank, and said to be."""
LONGEST_MARK: Final = 8  # characters of any mark with the space around it

_CONTROLS: Final = "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
_UNSEEN = re.compile(_CONTROLS)


def cell_text(text: str) -> str:
    r"""The text as a cell keeps it: line breaks as one character, other controls as their pictures, no outer space.

    A spreadsheet holds no control characters but tab and line break.

    >>> cell_text("a\x1bb\r\nc ")
    'a␛b\nc'
    """
    if text.isprintable():
        return text.strip()
    return _UNSEEN.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _picture(match: re.Match[str]) -> str:
    point = ord(match[0])
    return chr(0x2400 + point) if point < 0x20 else f"\\u{{{point:x}}}"
