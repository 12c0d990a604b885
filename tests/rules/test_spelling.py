from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import readings, spelling
from tracker.rules.choices import folded
from tracker.rules.spelling import LONGEST, MOST_READINGS, MOST_TEXTS, letters, pattern, spelled

UPDATE = os.environ.get("UPDATE_READINGS")
USUAL = {character: line.split()[0] for line in readings.READINGS.splitlines() if line for character in line.split()[1]}


def rows(table: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in table.split(" · ")}


HETERONYMS, SETTLED = rows(spelling.HETERONYMS), rows(spelling.SETTLED)


def first(word: str) -> list[str]:
    return [HETERONYMS.get(character, [USUAL[character]])[0] for character in word]


def test_the_table_of_readings_is_what_pypinyin_says() -> None:
    from pypinyin import lazy_pinyin

    lines: dict[str, str] = {}
    for character in ("〇", *map(chr, range(0x4E00, 0x9FA6))):
        for syllable in lazy_pinyin(character, errors="ignore"):
            lines[syllable] = lines.get(syllable, "") + character
    made = "\n" + "".join(f"{syllable} {lines[syllable]}\n" for syllable in sorted(lines))
    if UPDATE:
        path = Path(readings.__file__)
        path.write_text(path.read_text(encoding="utf-8").replace(readings.READINGS, made), encoding="utf-8")
        return
    assert made == readings.READINGS


@pytest.mark.parametrize("character", HETERONYMS)
def test_no_reading_is_lost_to_another(character: str) -> None:
    assert len(HETERONYMS[character]) > 1
    assert len(set(HETERONYMS[character])) == len(HETERONYMS[character])
    assert USUAL[character] in HETERONYMS[character]


def test_what_is_settled_is_read_otherwise_than_its_characters() -> None:
    assert [word for word, reading in SETTLED.items() if reading == first(word)] == []
    assert [word for word, reading in SETTLED.items() if len(reading) != len(word)] == []


def test_plain_words_keep_another_reading_out() -> None:
    assert [word for word in spelling.PLAIN.split() if not set(word) & set(HETERONYMS)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("冠县", "GuanXian GX"),
        ("莘县", "ShenXian SX XinXian XX"),
        ("东阿县", "DongEXian DEX"),
        ("单县", "ShanXian SX"),
        ("茌平区", "ChiPingQu CPQ"),
        ("重庆", "ChongQing CQ"),
        ("长沙", "ChangSha CS"),
        ("聊城农商银行", "LiaoChengNongShangYinHang LCNSYH"),
        ("哈轴集团", "HaZhouJiTuan HZJT"),
        ("ABC轴承", "AbcZhouCheng ABCZC"),
        ("ＡＢＣ轴承", "AbcZhouCheng ABCZC"),
        ("轴承 3期", "ZhouCheng3Qi ZC3Q"),
        ("2024年（二期）", "2024NianErQi 2024NEQ"),
        ("吕氏", "LvShi LS"),
        ("冠縣", "GuanXian GX"),
        ("〇", "Ling L"),
        ("Siemens AG 3", "SIEMENSAG3"),
        ("2024", ""),
        ("兙", ""),
        ("兙县", "Xian X"),
        ("日本の会社", "RiBenHuiShe RBHS"),
        ("", ""),
    ],
)
def test_spellings(name: str, words: str) -> None:
    assert spelled(name).strip() == words


def test_a_name_and_its_other_names_stand_side_by_side_once() -> None:
    assert spelled("茌平区", ["茌平县", "茌平", "茌平区"]) == " ChiPingQu CPQ ChiPingXian CPX ChiPing CP "


def test_the_number_of_readings_is_bounded() -> None:
    words = spelled("单调乐都长" * 4).split()
    assert len(words) == len(set(words)) <= 2 * MOST_READINGS


@given(st.text(max_size=300), st.lists(st.text(max_size=40), max_size=20))
def test_any_text_is_spelled_in_bounded_words_of_letters_and_digits(name: str, aliases: list[str]) -> None:
    found = spelled(name, aliases)
    assert re.fullmatch(r"( [A-Z0-9][A-Za-z0-9]*)+ |", found)
    assert len(found) <= MOST_TEXTS * MOST_READINGS * LONGEST * 2 * 18  # one character may stand for 18 letters


@given(st.text(alphabet="冠县ABCabcé3 （", max_size=LONGEST), st.data())
def test_letters_are_found_wherever_they_stand_in_a_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(folded(name))))
    typed = letters(folded(name)[start : data.draw(st.integers(start, len(folded(name))))])
    if typed and typed in folded(name):
        assert matches(spelled(name), f"*{pattern(typed)}*")


@given(st.text(alphabet="冠县重庆行ABCabc3 （）", max_size=30))
def test_a_name_is_found_by_all_of_its_words(name: str) -> None:
    found = spelled(name)
    for word in found.split():
        typed = letters(word)
        if typed:
            assert matches(found, f"* {pattern(typed)} *")


@given(st.text(max_size=40))
def test_what_may_be_pinyin_is_a_harmless_pattern(text: str) -> None:
    typed = letters(text)
    assert typed is None or re.fullmatch(r"[A-Z0-9](\[[A-Z][a-z]\]|[0-9])+", pattern(typed))


def matches(words: str, glob: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        return bool(connection.execute("SELECT ? GLOB ?", (words, glob)).fetchone()[0])


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("冠县", "gx", True),
        ("冠县", "guanxian", True),
        ("冠县", "Guan Xian", True),
        ("冠县", "guanx", True),
        ("冠县", "xian", True),
        ("冠县", "uan", False),
        ("冠县", "anx", False),
        ("哈轴集团", "hzjt", True),
        ("哈轴集团", "zjt", True),
        ("哈轴集团", "jituan", True),
        ("中心", "gx", False),
        ("西安", "xi'an", True),
        ("绿色", "lüse", True),
        ("莘县", "xinxian", True),
        ("莘县", "sx", True),
        ("ABC轴承", "abczc", True),
        ("轴承3期", "3q", False),
        ("轴承3期", "c3q", True),
    ],
)
def test_searching(name: str, typed: str, found: bool) -> None:
    word = letters(typed)
    assert (word is not None and matches(spelled(name), f"*{pattern(word)}*")) is found
