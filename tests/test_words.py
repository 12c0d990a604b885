"""Every sentence in both languages: the same placeholders, no Han in the English half, none left unused."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker import words
from tracker.rules import choices
from tracker.rules.choices import Choices
from tracker.rules.nouns import NOUNS
from tracker.words import Say

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
HAN = re.compile(r"[\u3400-\u9fff]")
# Units of money have no other name; the rest is sample input that a person may type as it stands.
SAMPLES = re.compile(r"\d*\.?\d*(?:亿美元|万美元|亿元|万元|亿|万|元)|全市|招商引资|\bHELP\b|“[^”]*”|`[^`]*`")


def constants() -> Iterator[tuple[str, Say]]:
    for name, value in vars(words).items():
        if isinstance(value, Say):
            yield name, value
        elif isinstance(value, tuple) and name.isupper():
            yield from ((name, each) for each in value if isinstance(each, Say))


ALL = sorted(constants())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_many() -> None:
    assert len(ALL) > 300


def test_equal_placeholders_in_both_halves() -> None:
    # A period says 一季度 in Chinese and Q1 in English, from two values; English says “what there is” of any noun.
    uneven = {"PERIOD_QUARTER", "NAME_NONE_HINT"}
    assert [name for name, say in ALL if placeholders(say.zh) != placeholders(say.en) and name not in uneven] == []


def test_no_placeholder_is_a_position() -> None:
    assert [name for name, say in ALL if {"", "0", "1"} & placeholders(say.zh + say.en)] == []


def test_neither_half_is_empty() -> None:
    assert [name for name, say in ALL if not say.zh.strip() or not say.en.strip()] == []


def test_the_english_half_holds_no_han() -> None:
    assert [f"{name}: {say.en}" for name, say in ALL if HAN.search(SAMPLES.sub("", say.en))] == []


def test_a_single_sentence_has_no_full_stop() -> None:
    single = [(name, say) for name, say in ALL if "。" not in say.zh[:-1] and ". " not in say.en]
    stopped = [name for name, say in single if say.zh.endswith("。") or re.search(r" \S+ .*[^.]\.$", say.en)]
    assert stopped == []


def test_labels_of_fields_and_choices_are_in_both() -> None:
    declared = [each for each in vars(choices).values() if isinstance(each, Choices)]
    labels = [(f"{noun.key}.{field.key}", field.label) for noun in NOUNS.values() for field in noun.fields]
    labels += [(f"{each.name}.{key}", say) for each in declared for key, say in each.labels.items()]
    labels += [(noun.key, say) for noun in NOUNS.values() for say in (noun.label, noun.sheet, noun.summary)]
    assert [name for name, say in labels if not HAN.search(say.zh) or HAN.search(say.en) or not say.en] == []


@pytest.mark.parametrize("noun", NOUNS)
def test_labels_of_one_noun_differ(noun: str) -> None:
    for half in (0, 1):
        labels = [field.label[half] for field in NOUNS[noun].fields]
        assert len(labels) == len(set(labels))


def test_every_constant_is_used() -> None:
    used: set[str] = set()
    for path in (ROOT / "tracker").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if path.name != "words.py":
            used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    own = ast.parse((ROOT / "tracker" / "words.py").read_text(encoding="utf-8"))
    used |= {node.id for node in ast.walk(own) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert [name for name, _ in ALL if name not in used] == []


def test_no_constant_is_written_twice_with_different_words() -> None:
    tree = ast.parse((ROOT / "tracker" / "words.py").read_text(encoding="utf-8"))
    written: dict[str, set[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            written.setdefault(node.targets[0].id, set()).add(ast.dump(node.value))
    assert [name for name, values in written.items() if len(values) > 1] == []
