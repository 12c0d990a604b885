"""公民身份号码 (GB 11643-1999): the identity number of a resident, of 18 characters with a birthday and a check."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_FIRST_YEAR, _LAST_YEAR = 1850, 2099
_CHECKS: Final = "10X98765432"  # the last character, by the weighted sum of the others modulo 11


def is_resident_number(plain: str) -> bool:
    """Tell whether a text, of narrow characters and capitals, is one: a day of birth inside, and the right check.

    >>> is_resident_number("11010519491231002X"), is_resident_number("110105194912310021")
    (True, False)
    """
    if re.fullmatch(r"[1-9][0-9]{16}[0-9X]", plain) is None or not _is_birthday(plain[6:14]):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(plain[:17]))
    return _CHECKS[total % 11] == plain[17]


def _is_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _FIRST_YEAR <= born.year <= _LAST_YEAR
