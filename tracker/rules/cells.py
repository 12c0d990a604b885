"""What a text looks like in a cell: a spreadsheet holds no control characters but tab and line break."""

from __future__ import annotations

import re
from typing import Final

_CONTROLS: Final = "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
_UNSEEN = re.compile(_CONTROLS)


def cell_text(text: str) -> str:
    r"""The text as a cell keeps it: line breaks as one character, other controls as their pictures, no outer space.

    >>> cell_text("a\x1bb\r\nc ")
    'a␛b\nc'
    """
    if text.isprintable():
        return text.strip()
    return _UNSEEN.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _picture(match: re.Match[str]) -> str:
    point = ord(match[0])
    return chr(0x2400 + point) if point < 0x20 else f"\\u{{{point:x}}}"
