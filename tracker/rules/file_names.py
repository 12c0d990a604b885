"""File names made from data: safe in every system, one for each."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 60  # characters; a Chinese one takes three of the 255 bytes that a name may have
_BANNED: Final = re.compile(r'[/\\:*?"<>|]')
_HIDDEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # devices of Windows


def file_name(text: str) -> str:
    r"""A text as a file name without its ending.

    >>> file_name("冠县"), file_name("a/b:c\u202e"), file_name("CON"), file_name(" ..x. ")
    ('冠县', 'a_b_c', '_CON', 'x')
    """
    plain = "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) not in _HIDDEN)
    name = _BANNED.sub("_", plain).strip(" .")[:_LONGEST].rstrip(" .") or "_"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def file_names(texts: Iterable[str]) -> list[str]:
    """A file name for each text, all different even where case makes no difference.

    >>> file_names(["A/B", "a_b", "冠县"])
    ['A_B', 'a_b_2', '冠县']
    """
    taken: set[str] = set()
    names = []
    for text in texts:
        name = base = file_name(text)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name.casefold())
        names.append(name)
    return names
