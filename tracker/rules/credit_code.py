"""统一社会信用代码 (GB 32100-2015): 18 characters with two check digits; why a code cannot be right, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.rules.numbers import unified
from tracker.rules.resident import is_resident_number
from tracker.words import (
    CREDIT_ALPHABET,
    CREDIT_CHECK,
    CREDIT_INNER,
    CREDIT_LENGTH,
    CREDIT_LENGTH_OLD,
    CREDIT_LENGTH_ORGANISATION,
    CREDIT_PERSON,
    CREDIT_SUGGESTION,
)

if TYPE_CHECKING:
    from tracker.words import Words

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LOOKALIKES: Final = str.maketrans("OIZS", "0125")
_INNER_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def normalise(text: str) -> str:
    """Fold width and case and drop all space; look-alike letters stay, they are only ever suggested.

    >>> normalise(" ９１３５０１００ m000100y43 ")
    '91350100M000100Y43'
    """
    return "".join(unified(text).upper().split())


def is_valid(code: str) -> bool:
    """Tell whether a code, as typed, is right in length, alphabet and both check digits (GB 32100, GB 11714).

    >>> is_valid("91350100M000100Y43"), is_valid("362322198709086409")
    (True, False)
    """
    plain = normalise(code)
    if len(plain) != 18 or _stranger(plain) is not None:
        return False
    return plain[16] == inner_digit(plain[8:16]) and plain[17] == check_character(plain[:17])


def check(code: str) -> Words | None:
    """Say why a code, as typed, cannot be right; None when it can. A personal number is never repeated.

    >>> check("91350100M000100Y43") is None
    True
    """
    plain = normalise(code)
    if is_valid(plain):
        return None
    if len(plain) != 18:
        return _length_fault(plain)
    position = _stranger(plain)
    if position is not None:
        return _alphabet_fault(plain, position)
    return CREDIT_PERSON if is_resident_number(plain) else _digit_fault(plain)


def check_character(first17: str) -> str:
    """Compute the 18th character from the first 17 (GB 32100-2015); ValueError for a letter outside the alphabet.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first17))
    # The outer remainder matters: a total that 31 divides asks for 0.
    return ALPHABET[(31 - total % 31) % 31]


def inner_digit(eight: str) -> str:
    """Compute the 17th character from the 9th to 16th (GB 11714): a digit, or X for 10.

    >>> inner_digit("M000100Y"), inner_digit("MA6A6FKW")
    ('4', 'X')
    """
    total = sum(int(char, 36) * weight for char, weight in zip(eight, _INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def _stranger(plain: str) -> int | None:
    """Give the place of the first character outside the alphabet."""
    return next((place for place, char in enumerate(plain) if char not in ALPHABET), None)


def _length_fault(plain: str) -> Words:
    if len(plain) == 15 and plain.isdecimal():
        return CREDIT_LENGTH_OLD
    if re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", plain):
        return CREDIT_LENGTH_ORGANISATION(length=len(plain))
    return CREDIT_LENGTH(length=len(plain))


def _alphabet_fault(plain: str, place: int) -> Words:
    found, meant = plain[place], plain.translate(_LOOKALIKES)
    if is_valid(meant):
        return CREDIT_SUGGESTION(position=place + 1, found=found, code=meant)
    return CREDIT_ALPHABET(position=place + 1, found=found)


def _digit_fault(plain: str) -> Words:
    expected = inner_digit(plain[8:16])
    if plain[16] != expected:
        return CREDIT_INNER(expected=expected, found=plain[16])
    return CREDIT_CHECK(expected=check_character(plain[:17]), found=plain[17])
