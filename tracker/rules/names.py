"""Names as they are looked for, and names that change: an alias may say until when it was the official name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.rules.choices import folded
from tracker.rules.spelling import spelled

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

DATED: Final = re.compile(r"^(?P<name>.*?)\s*[(（]\s*(?:\.\.|至|until\s+)\s*(?P<until>\d{4}-\d{2}-\d{2})\s*[)）]$")

_SEVERAL: Final = re.compile(
    r".*等(?:[共约近]?[0-9０-９一二两三四五六七八九十百]+多?余?[家个]?(?:企业|公司|单位|商会|协会|商协会)?|[多各]?家?企业)?"
)


def is_several(name: str) -> bool:
    """Whether a text names some of several organisations, so that it is the name of none: 三一重工等3家.

    >>> [is_several(name) for name in ("三一重工等3家", "三一重工等", "华为等5家企业", "三一重工", "高等教育出版社")]
    [True, True, True, False, False]
    """
    return _SEVERAL.fullmatch(name.strip()) is not None


class NameKeys(NamedTuple):
    """What is kept beside a name to find it by: itself folded, its spelling, its other names folded and between 、."""

    name_key: str
    spelling: str
    alias_key: str | None


def name_keys(name: str, aliases: Iterable[str] | None = None) -> NameKeys:
    """The keys of a name and its other names.

    >>> name_keys("茌平区", ["茌平县(..2019-09-05)"])
    NameKeys(name_key='茌平区', spelling=' ChiPingQu CPQ ChiPingXian CPX ', alias_key='、茌平县、')
    """
    bare = [bare_alias(alias) for alias in aliases or ()]
    return NameKeys(folded(name), spelled(name, bare), f"、{'、'.join(map(folded, bare))}、" if bare else None)


def bare_alias(alias: str) -> str:
    """The alias without its date.

    >>> bare_alias("茌平县(..2019-09-05)"), bare_alias("茌平")
    ('茌平县', '茌平')
    """
    dated = DATED.match(alias)
    return dated["name"] if dated else alias


def official_name(name: str, aliases: Iterable[str], day: datetime.date) -> str:
    """The name that was official on a day: the alias that ended soonest on or after it, else the name of today.

    >>> import datetime
    >>> official_name("茌平区", ["茌平县(..2019-09-05)"], datetime.date(2018, 12, 31))
    '茌平县'
    >>> official_name("茌平区", ["茌平县(..2019-09-05)"], datetime.date(2024, 3, 31))
    '茌平区'
    """
    dated = [(found["until"], found["name"]) for alias in aliases if (found := DATED.match(alias))]
    later = sorted((until, former) for until, former in dated if until >= day.isoformat())
    return later[0][1] if later else name
