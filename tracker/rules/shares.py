"""Who is credited with a project that one unit introduced and another hosts: 资金分成 and 个数归属."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tracker.errors import BadValue
from tracker.rules.choices import Choices, folded
from tracker.words import (
    POLICY_DUAL,
    POLICY_HINT,
    POLICY_ORIGIN,
    POLICY_PARTS,
    POLICY_PARTS_HINT,
    POLICY_SINGLE,
    POLICY_SUM,
    POLICY_SUM_HINT,
    POLICY_TWICE,
    POLICY_TWICE_HINT,
    POLICY_UNKNOWN,
    POLICY_ZERO,
    POLICY_ZERO_HINT,
)

if TYPE_CHECKING:
    from tracker.words import Words

SINGLE: Final = "single"
DUAL_FULL: Final = "dual_full"
ORIGIN_FULL: Final = "origin_full"
POLICY: Final = Choices("policy", {SINGLE: POLICY_SINGLE, DUAL_FULL: POLICY_DUAL, ORIGIN_FULL: POLICY_ORIGIN})
EXAMPLES: Final = {2: "5:5", 3: "4:3:3", 4: "3:3:2:2"}
WHOLES: Final = (10, 100)


def parse_policy(text: str) -> str:
    """Read a policy by key, label or split and give its canonical text; raise BadValue.

    >>> parse_policy("双算"), parse_policy(" ５：５ "), parse_policy("40:60")
    ('dual_full', '5:5', '40:60')
    """
    wanted = folded(text).replace("∶", ":")
    if re.fullmatch(r"[0-9]{1,3}(:[0-9]{1,3})+", wanted):
        return _checked_split(wanted, text)
    try:
        return POLICY.parse(text)
    except BadValue:
        raise BadValue(POLICY_UNKNOWN(value=text), code="policy_unknown", value=text, hint=POLICY_HINT) from None


def _checked_split(split: str, text: str) -> str:
    """The split without spaces and leading zeros, every part above 0, summing to 10 or 100."""
    parts = _parts(split)
    if 0 in parts:
        raise BadValue(POLICY_ZERO(value=text), code="policy_zero", value=text, hint=POLICY_ZERO_HINT)
    if sum(parts) not in WHOLES:
        raise BadValue(POLICY_SUM(value=text, total=sum(parts)), code="policy_sum", value=text, hint=POLICY_SUM_HINT)
    return ":".join(map(str, parts))


def _parts(split: str) -> list[int]:
    return [int(part) for part in split.split(":")]


def credits(policy: str, host: int, introducers: tuple[int, ...]) -> dict[int, Fraction]:
    """Give each credited unit its share, introducers first, the host last; a unit without a share is absent.

    `policy` is canonical text. Without introducers the host has all, whatever the policy. Several introducers under
    `origin_full` share alike, so that the project still counts once. Raises BadValue when the parts do not fit the
    units, or a unit stands twice.

    >>> credits("5:5", 4, (1,))
    {1: Fraction(1, 2), 4: Fraction(1, 2)}
    """
    if not introducers:
        return {host: Fraction(1)}
    units = (*introducers, host)
    if len(set(units)) < len(units):
        raise BadValue(POLICY_TWICE, code="policy_twice", value=policy, hint=POLICY_TWICE_HINT)
    if policy == SINGLE:
        return {host: Fraction(1)}
    if policy == DUAL_FULL:
        return dict.fromkeys(units, Fraction(1))
    if policy == ORIGIN_FULL:
        return dict.fromkeys(introducers, Fraction(1, len(introducers)))
    return _split_credits(parse_policy(policy), units)


def _split_credits(split: str, units: tuple[int, ...]) -> dict[int, Fraction]:
    parts = _parts(split)
    if len(parts) != len(units):
        needed = len(units)
        hint = POLICY_PARTS_HINT(needed=needed, example=EXAMPLES.get(needed, _even(needed)))
        what = POLICY_PARTS(value=split, given=len(parts), needed=needed)
        raise BadValue(what, code="policy_parts", value=split, hint=hint)
    return {unit: Fraction(part, sum(parts)) for unit, part in zip(units, parts, strict=True)}


def _even(count: int) -> str:
    """An example of `count` parts that sum to 100, as even as whole numbers allow.

    >>> _even(6)
    '17:17:17:17:16:16'
    """
    each, more = divmod(100, count)
    return ":".join(str(each + (place < more)) for place in range(count))


def show_policy(policy: str) -> Words:
    """Give a policy as a person reads it: its label, or the split itself.

    >>> show_policy("5:5"), show_policy("single").zh
    ('5:5', '独享')
    """
    return POLICY.labels.get(policy, policy)
