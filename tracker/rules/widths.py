"""How many columns of a terminal a text takes: a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

Align = Literal["left", "right"]


class _Widths(dict[str, int]):
    """Width by character, each looked up in the Unicode tables once."""

    def __missing__(self, char: str) -> int:
        width = self[char] = _measured(char)
        return width


def _measured(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= char <= "\u11ff":
        return 0  # combining marks, invisible characters, and Hangul vowels that join the syllable before them
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


_WIDTHS: Final = _Widths()


@lru_cache(maxsize=65536)
def _wide_width(text: str) -> int:
    return sum(map(_WIDTHS.__getitem__, text))


def cell_width(text: str) -> int:
    """Give the columns a safe text takes on a terminal; ambiguous characters count one.

    >>> cell_width("funds"), cell_width("到位资金"), cell_width("ＡＢ"), cell_width("e\u0301")
    (5, 8, 4, 1)
    """
    return len(text) if text.isascii() else _wide_width(text)


def pad(text: str, width: int, align: Align = "left") -> str:
    """Fill a text with spaces up to a width in columns; a wider one stays whole.

    >>> pad("冠县", 6) + "|", pad("12", 4, "right")
    ('冠县  |', '  12')
    """
    space = " " * (width - cell_width(text))
    return text + space if align == "left" else space + text


def clip(text: str, width: int) -> str:
    """Cut a text to a width in columns; only for what is no data, such as a progress line.

    >>> clip("正在导入", 5)
    '正在'
    """
    while cell_width(text) > width:
        text = text[:-1]
    return text


def fold(text: str, width: int) -> list[str]:
    """Break a text into lines of at most a width in columns, at spaces and between Chinese characters; nothing is lost.

    >>> fold("New starts", 6), fold("到位资金", 5), fold("12", 6)
    (['New', 'starts'], ['到位', '资金'], ['12'])
    >>> fold("发票、验资报告（audit）", 15), fold("evidence", 5)
    (['发票、验资报告', '（audit）'], ['evide', 'nce'])

    What stands in brackets stays together where that takes no more lines:

    >>> fold("超欠序时(百分点)", 11), fold("超欠序时(百分点)", 6)
    (['超欠序时', '(百分点)'], ['超欠序', '时(百', '分点)'])
    """
    if cell_width(text) <= width:
        return [text]
    folded = _folded(text, width, _PIECE)
    if max(map(cell_width, re.findall(_BRACKETED, text))) > width:
        return folded
    kept = _folded(text, width, _BRACKETED)
    return kept if len(kept) <= len(folded) else folded


def _folded(text: str, width: int, piece_of: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_width(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for piece in _pieces(word, width, piece_of):
            if lines[-1] and cell_width(lines[-1] + piece) > width:
                lines.append("")
            lines[-1] += piece
    return lines


def widest_piece(text: str) -> int:
    """The columns that the widest piece of a text takes: in lines as wide as that, `fold` breaks no word.

    >>> widest_piece("Funds in place"), widest_piece("总投资(亿元)"), widest_piece("")
    (5, 2, 0)
    """
    return max((cell_width(piece) for word in text.split(" ") for piece in re.findall(_PIECE, word)), default=0)


# A Latin word stays whole, and closing punctuation stays with what it closes; of the second, brackets and all in them.
_PIECE: Final = r"（?(?:[!-~]+|.)[、，。；：）]*"
_BRACKETED: Final = r"[(（][^()（）]+[)）][、，。；：]*|（?(?:[!-'*-~]+|.)[、，。；：）]*"


def _pieces(word: str, width: int, piece_of: str) -> list[str]:
    """What a word may be broken into: single characters, where a larger piece would not fit a line."""
    pieces = re.findall(piece_of, word)
    return pieces if all(cell_width(piece) <= width for piece in pieces) else list(word)
