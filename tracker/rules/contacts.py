"""Phones and resident identity numbers inside any text: masked for reading, and found again behind their masks."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING, Final

from tracker.rules.resident import is_resident_number

if TYPE_CHECKING:
    from collections.abc import Callable

MASK: Final = "****"
# A digit before or after makes it another number, a mask before it the rest of one; a point and digits, 元 or 万 after
# it an amount.
_ALONE: Final = r"(?<!\d)(?<!\d\.)(?<!\*{4})", r"(?!\d|\.\d|[元万亿])"
_GAP: Final = r"[ \u3000\-–—－]?"
_MOBILE: Final = rf"[1１][3-9３-９]\d{_GAP}\d{{4}}{_GAP}\d{{4}}"
_LANDLINE: Final = r"[（(]?[0０]\d{2,3}(?:[）)] ?|[ \u3000\-–—－])\d{7,8}"
_RESIDENT: Final = r"[1-9１-９]\d{16}[\dXxＸｘ]"
_NUMBERS: Final = re.compile(rf"{_ALONE[0]}(?:({_RESIDENT})|({_MOBILE})|({_LANDLINE})){_ALONE[1]}")


def masked(text: str) -> str:
    """The text with the middle of every phone and resident identity number out of sight; masking twice changes nothing.

    >>> masked("张三 13800138000，办公 0635-8230321"), masked("身份证11010519491231002X")
    ('张三 138****8000，办公 0635-****321', '身份证110105****002X')
    >>> masked("投资13800138000元，凭证 202403051234")
    '投资13800138000元，凭证 202403051234'
    """
    return _masked(text, lambda found, mask: mask)


def restored(text: str, known: str) -> str:
    """The text with every mask replaced by the number of the known text that it stands for, where that is beyond doubt.

    >>> restored("李四 138****8000，已联系", "张三 13800138000"), restored("139****0000", "13800138000")
    ('李四 13800138000，已联系', '139****0000')
    """
    if MASK not in text:
        return text
    behind: dict[str, list[str]] = {}

    def note(found: str, mask: str) -> str:
        behind.setdefault(mask, []).append(found)
        return mask

    _masked(known, note)
    for mask, numbers in behind.items():
        around = text.split(mask)
        if len(set(numbers)) == 1:
            text = numbers[0].join(around)
        elif len(numbers) == len(around) - 1:
            text = "".join(chain.from_iterable(zip(around, (*numbers, ""), strict=True)))
    return text


def _masked(text: str, put: Callable[[str, str], str]) -> str:
    """The text with what `put` makes of every number and its mask."""
    if len(text) < 10:
        return text

    def replaced(match: re.Match[str]) -> str:
        found = match[0]
        if match[1] is not None:
            return put(found, f"{found[:6]}{MASK}{found[-4:]}") if _is_resident(found) else found
        head, tail = (_head(found, 3), 4) if match[2] is not None else (_area(found), 3)
        return put(found, f"{found[:head]}{MASK}{found[-tail:]}")

    return _NUMBERS.sub(replaced, text)


def _head(found: str, digits: int) -> int:
    """Where the given number of digits ends, and a gap after them."""
    return digits if found[digits].isdigit() else digits + 1


def _area(found: str) -> int:
    """Where the area code of a landline ends, and what divides it from the number."""
    return next(n for n, char in enumerate(found) if n > 1 and not char.isdigit()) + 1


def _is_resident(found: str) -> bool:
    """Whether 18 characters, of any width and case, are a resident's identity number."""
    return is_resident_number(unicodedata.normalize("NFKC", found).upper())
