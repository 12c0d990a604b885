"""Who changed a value since a workbook was exported: the comparison of its base, ours and theirs."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Verdict: TypeAlias = Literal["same", "theirs", "ours", "conflict"]
Side: TypeAlias = Literal["file", "db"]
SIDES: Final[tuple[Side, ...]] = ("file", "db")


def verdict(
    base: object, ours: object, theirs: object, equal: Callable[[object, object], bool] = operator.eq
) -> Verdict:
    """Whose change counts: `base` is the value at export, `ours` that of the database, `theirs` that of the file.

    >>> verdict(3, 3, 4), verdict(3, 4, 3), verdict(3, 4, 4), verdict(3, 4, 5)
    ('theirs', 'ours', 'same', 'conflict')
    """
    if equal(ours, theirs):
        return "same"
    if equal(base, ours):
        return "theirs"
    return "ours" if equal(base, theirs) else "conflict"
