"""Canonical JSON, and the hashes that chain one published board to the next.

h_n = SHA-256(h_{n-1} + line break + text): whoever changes a board inside the chain has to change every later one.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from tracker.rules.numbers import plain_decimal

HEAD_LENGTH: Final = 16
SEAL_PROPERTY: Final = "tracker-board"  # under this name a printed file carries the hash of what it shows


def canonical(value: object) -> str:
    """Write a value as the one JSON text that it has: keys sorted, no spaces, one line, no number but whole ones.

    Decimals, fractions and dates are texts. Raises TypeError for a float, which has no one way of being written.

    >>> canonical({"b": [1, None, True], "a": {"x": Decimal("2.50"), "y": Fraction(1, 3), "县": date(2024, 3, 5)}})
    '{"a":{"x":"2.50","y":"1/3","县":"2024-03-05"},"b":[1,null,true]}'
    >>> canonical(0.1)
    Traceback (most recent call last):
    TypeError: a float cannot be sealed
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        what = "a float cannot be sealed"
        raise TypeError(what)
    return _text(value)


def _text(value: object) -> object:
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def sealed(previous: str | None, text: str) -> str:
    """Give the SHA-256 (64 hex digits) of a text chained to the hash before it; the first of a chain has none before.

    >>> sealed(None, "{}") == sealed("", "{}"), sealed("ab", "{}") == sealed("ac", "{}")
    (True, False)
    """
    import hashlib

    return hashlib.sha256(f"{previous or ''}\n{text}".encode()).hexdigest()


def head(sha256: str) -> str:
    """Give the first 16 digits of a hash, as a printed footer carries them.

    >>> head("0123456789abcdef0123")
    '0123456789abcdef'
    """
    return sha256[:HEAD_LENGTH]


def heads_in(text: str) -> list[str]:
    """Find what may be heads, or whole hashes, in a footer or a line of text.

    >>> heads_in("2024Q1 · 0123456789ABCDEF · 1 / 2"), heads_in("2024")
    (['0123456789abcdef'], [])
    """
    import re

    return [each.lower() for each in re.findall(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{16,64}(?![0-9A-Fa-f])", text)]
