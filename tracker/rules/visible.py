"""Text from outside made harmless to look at: what would steer a terminal or hide is replaced by a mark."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_FORMULA_STARTS: Final = frozenset("=+-@\t\r＝＋－＠")
_PICTURES: Final = {"\n": "⏎", "\t": "→", "\x7f": "␡"}
_UNSEEN: Final = frozenset(
    {"Cc", "Cf", "Cs", "Zl", "Zp"}
)  # controls, formats (bidi, zero width), surrogates, separators


def safe(words: str) -> str:
    r"""Replace every character that could steer a terminal or hide by a mark that is seen.

    >>> safe("a\x1b[31mb\u202ec\nd")
    'a␛[31mb\\u{202e}c⏎d'
    """
    return words if words.isprintable() else "".join(map(visible, words))


@lru_cache(maxsize=4096)
def visible(char: str) -> str:
    r"""Give one character, or its mark if it cannot be seen.

    >>> visible("中"), visible("\r"), visible("\x9b")
    ('中', '␍', '\\u{9b}')
    """
    if char in _PICTURES:
        return _PICTURES[char]
    point = ord(char)
    if point < 0x20:
        return chr(0x2400 + point)
    # Unassigned points stay: a rare character of a name may be younger than this Python. Noncharacters never are.
    hidden = unicodedata.category(char) in _UNSEEN or point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return f"\\u{{{point:x}}}" if hidden else char


def starts_formula(words: str) -> bool:
    """Tell whether a spreadsheet could take this text for a formula (OWASP: = + - @ tab CR, and full-width)."""
    return words[:1] in _FORMULA_STARTS or words.lstrip()[:1] in _FORMULA_STARTS
