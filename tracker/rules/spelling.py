"""Names as they are typed on a Latin keyboard: pinyin without tones, and initials, of a name and its other names.

A spelling is a line of words between blanks, for SQL to search: of each text its pinyin with every syllable begun by a
capital, and its initials in capitals, as in ` GuanXian GX `. Capitals are where a search may begin: `xian` finds 冠县,
`uan` does not. Letters and digits of a name stay, in capitals at least once, all else is left out; so a text that may
be pinyin is found in the spelling wherever it stands in the name.

>>> spelled("冠县")
' GuanXian GX '
>>> spelled("ABC轴承3期", ["阿胶"])
' AbcZhouCheng3Qi ABCZC3Q EJiao EJ '
>>> spelled("Siemens AG"), spelled("2024")
(' SIEMENSAG ', '')
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Sound = tuple[str, str]  # a syllable, run of letters or digit: as it stands in the pinyin, and in the initials

LONGEST: Final = 60  # characters of a text that are spelled; what comes after is found by itself alone
MOST_READINGS: Final = 6  # of one text: its usual one, and those with one character read the other way
MOST_TEXTS: Final = 12  # a name and its other names
ENOUGH: Final = 2  # letters that a text must have to be taken for pinyin

# What is read in two ways, the likelier in names first. Either is found: a stranger to 莘县 types xin.
HETERONYMS: Final = (
    "阿 a e · 柏 bai bo · 堡 bao bu pu · 薄 bo bao · 陂 pi bei po · 参 can shen · 藏 zang cang · 曾 zeng ceng · "
    "查 cha zha · 朝 chao zhao · 仇 qiu chou · 褚 chu zhu · 枞 zong cong · 单 dan shan · 弹 tan dan · 翟 zhai di · "
    "调 tiao diao · 都 du dou · 佛 fo fu · 伽 jia ga · 给 gei ji · 莞 guan wan · 还 huan hai · 珲 hun hui · "
    "贾 jia gu · 犍 qian jian · 降 jiang xiang · 解 jie xie · 靓 liang jing · 隽 jun juan · 壳 ke qiao · "
    "乐 le yue lao · 了 le liao · 勒 le lei · 棱 leng ling · 六 liu lu · 纶 lun guan · 漯 luo ta · 率 lv shuai · "
    "绿 lv lu · 蔓 man wan · 泌 mi bi · 模 mo mu · 牟 mu mou · 缪 miao mou · 娜 na nuo · 泊 bo po · 朴 pu piao · "
    "铅 qian yan · 厦 sha xia · 什 shi shen · 莘 shen xin · 盛 sheng cheng · 似 si shi · 覃 qin tan · 尉 wei yu · "
    "蔚 wei yu · 校 xiao jiao · 荥 xing ying · 行 hang xing · 轧 zha ya · 筠 jun yun · 仔 zai zi · 粘 zhan nian · "
    "长 chang zhang · 着 zhuo zhe · 重 zhong chong"
)
# Where the likelier reading of a character is the wrong one, and no one would type it: places, and words of names.
SETTLED: Final = (
    "阿胶 e jiao · 蚌埠 beng bu · 步行 bu xing · 成长 cheng zhang · 大城县 dai cheng xian · 大埔 da bu · "
    "单县 shan xian · 东阿 dong e · 番禺 pan yu · 繁峙 fan shi · 海参 hai shen · 洪洞 hong tong · 浒关 xu guan · "
    "浒墅关 xu shu guan · 会稽 kuai ji · 会计 kuai ji · 会长 hui zhang · 解州 xie zhou · 浚县 xun xian · "
    "乐亭 lao ting · 乐器 yue qi · 乐清 yue qing · 乐陵 lao ling · 六合 lu he · 六安 lu an · 旅行 lv xing · "
    "泌阳 bi yang · 模具 mu ju · 模板 mu ban · 穆棱 mu ling · 铅山 yan shan · 人参 ren shen · 厦门 xia men · "
    "莘庄 xin zhuang · 尉犁 yu li · 蔚县 yu xian · 涡阳 guo yang · 荥经 ying jing · 行政 xing zheng · 音乐 yin yue · "
    "增长 zeng zhang · 长子县 zhang zi xian · 重庆 chong qing · 子弹 zi dan"
)
# Words so common in names that their reading is beyond doubt, which keeps the others out.
PLAIN: Final = (
    "阿里 朝阳 成都 大厦 单位 弹簧 调味 调料 东莞 都市 佛山 规模 解决 解放 了解 六和 绿地 绿色 模块 什邡 似乎 首都 "
    "校园 行业 学校 轧钢 银行 长丰 长兴 长垣 长城 长安 长岛 长春 长江 长沙 长治 长虹 重卡 重型 重工 重汽 重点"
)


def spelled(name: str, aliases: Iterable[str] = ()) -> str:
    """The spelling of a name and its other names; empty where there is no letter in any."""
    words = dict.fromkeys(word for text in islice((name, *aliases), MOST_TEXTS) for word in _words(text))
    return f" {' '.join(words)} " if words else ""


def _words(text: str) -> Iterator[str]:
    """The pinyin and the initials of one text, in each of its readings; of a text without Chinese its letters."""
    parts: list[str] = _parts().findall(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    if all(map(str.isascii, parts)):
        yield from ["".join(parts).upper()] if any(map(str.isalpha, parts)) else []
        return
    for reading in _readings([place for part in parts for place in _sounds(part)]):
        pinyin, initials = zip(*reading, strict=True)
        yield "".join(pinyin)
        yield "".join(initials)


def _readings(places: list[tuple[Sound, ...]]) -> Iterator[list[Sound]]:
    """The usual reading, then those with a single character read otherwise, up to a few."""
    usual = [place[0] for place in places]
    if usual:
        yield usual
    others = ((n, other) for n, place in enumerate(places) if len(place) > 1 for other in place[1:])
    for n, other in islice(others, MOST_READINGS - 1):
        yield [*usual[:n], other, *usual[n + 1 :]]


@cache
def _parts() -> re.Pattern[str]:
    """What a text is cut into: words that settle their reading, runs of letters, digits, characters."""
    first = "".join({word[0] for word in _settled()})  # few characters begin such a word: the rest skip the search
    return re.compile(f"(?=[{first}])(?:{'|'.join(_settled())})|[a-z]+|[0-9]|[〇一-龥]")


@cache
def _sounds(part: str) -> tuple[tuple[Sound, ...], ...]:
    """What may stand for one part: for each of its syllables the ways of reading it."""
    if part.isascii():
        return (((part.capitalize(), part.upper()),),)
    if part in _settled():
        return tuple((_sound(syllable),) for syllable in _settled()[part])
    readings = _read(part)
    return (tuple(map(_sound, readings)),) if readings else ()


def _sound(syllable: str) -> Sound:
    return syllable.capitalize(), syllable[0].upper()


def _read(character: str) -> tuple[str, ...]:
    """The ways of reading one character, the likelier in names first; none of a few that nobody knows."""
    usual = _usual().get(character)
    return _heteronyms().get(character) or ((usual,) if usual else ())


@cache
def _usual() -> dict[str, str]:
    """The usual reading of every character."""
    from tracker.rules.readings import READINGS  # for writing alone: a search needs none of it

    lines = (line.split() for line in READINGS.split("\n") if line)
    return {character: syllable for syllable, characters in lines for character in characters}


@cache
def _heteronyms() -> dict[str, tuple[str, ...]]:
    return _table(HETERONYMS)


@cache
def _settled() -> dict[str, tuple[str, ...]]:
    """The reading of every word that has but one."""
    return _table(SETTLED) | {word: tuple(_read(character)[0] for character in word) for word in PLAIN.split()}


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """`莘 shen xin · …` as a dictionary."""
    return {name: tuple(syllables) for name, *syllables in (part.split() for part in text.split(" · "))}


def letters(text: str) -> str | None:
    """The letters and digits of a text that may be pinyin or initials; None where it cannot be.

    >>> letters(" Xi'an "), letters("hzjt3q"), letters("g"), letters("冠x")
    ('xian', 'hzjt3q', None, None)
    """
    joined = re.sub(r"[\s'’·-]", "", unicodedata.normalize("NFKC", text).casefold().replace("ü", "v"))
    plain = joined.isascii() and joined.isalnum()
    return joined if plain and sum(map(str.isalpha, joined)) >= ENOUGH else None


def pattern(typed: str) -> str:
    """Letters as a GLOB that begins at a syllable or an initial and goes on in either case.

    >>> pattern("gx3")
    'G[Xx]3'
    """
    return typed[0].upper() + "".join(f"[{each.upper()}{each}]" if each.isalpha() else each for each in typed[1:])
