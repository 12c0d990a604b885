"""A value as a person would type it reads back the same, in either language."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services import near, views
from tracker.services.entry import Prompt, parse_value, typed
from tracker.store.reading import reading
from tracker.store.records import load

if TYPE_CHECKING:
    from tests.conftest import Runner
    from tracker.words import Lang

ENTRY = Entry(datetime.date(2024, 4, 10))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("noun", NOUNS)
def test_what_is_stored_reads_back_from_what_would_be_typed(city: Runner, noun: str, lang: Lang) -> None:
    city.ok("company", "edit", "C1", "--white", "是", "--aliases", "三一、Sany", "--code", "91371500MA3XXXXX0A")
    city.ok("project", "edit", "P1", "--introducers", "临清市,经开区", "--money-share", "4:3:3", "--tags", "重点、飞地")
    read = 0
    with reading(str(city.database)) as reader:
        for record in load(reader, NOUNS[noun]):
            values = views.whole(reader, NOUNS[noun], record)
            for field in NOUNS[noun].fields:
                if (value := values.get(field.key)) is None:
                    continue
                text = typed(reader, field, value, lang)
                assert parse_value(field, text, ENTRY, Prompt(reader), values) == value, (field.key, text)
                read += 1
    assert read > 1


def test_a_name_that_two_have_is_typed_as_a_number(city: Runner) -> None:
    city.ok("project", "add", "轴承一期", "临清", "5亿")
    field = NOUNS["funds"].field("project")
    with reading(str(city.database)) as reader:
        assert typed(reader, field, 2, "zh") == "P2"
        assert typed(reader, field, None, "zh") == ""


ALIKE: dict[str, tuple[str, dict[str, Any], str, list[int]]] = {
    "the same name elsewhere": ("project", {"name": "轴承一期", "unit": 2}, "unit", [1]),
    "much the same name": ("project", {"name": "高端轴承制造生产基地项目", "unit": 1}, "unit", [2]),
    "another phase": ("project", {"name": "轴承二期", "unit": 1}, "unit", []),
    "not all known yet": ("project", {"name": "轴承一期"}, "name", []),
    "asked with another field": ("project", {"name": "轴承一期", "unit": 2}, "chain", []),
    "the same code": ("company", {"name": "另一家", "credit_code": "CODE"}, "credit_code", [1]),
    "no code": ("company", {"name": "另一家", "credit_code": None}, "credit_code", []),
    "an equal problem": ("problem", {"project": 1, "what": "缺地"}, "what", [1]),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_a_new_record_perhaps_repeats(city: Runner, name: str) -> None:
    noun, values, key, found = ALIKE[name]
    city.ok("project", "add", "高端轴承制造生产基地", "冠县", "5亿")
    city.ok("company", "edit", "C1", "--code", "CODE")
    with reading(str(city.database)) as reader:
        assert near.likely(reader, NOUNS[noun], values, key) == found
        told = near.told(reader, NOUNS[noun], found)
        assert [row[0] for row in told.rows] == [NOUNS[noun].number(id_) for id_ in found]
