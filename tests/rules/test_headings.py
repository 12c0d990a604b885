"""Headings as people write them stand for the same field; what is no heading of ours is said to be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.rules.headings import column_letters, lay_out, read_heading, sheet_fields, sheet_nouns
from tracker.rules.nouns import NOUNS
from tracker.words import text

if TYPE_CHECKING:
    from tracker.rules.nouns import Noun
    from tracker.words import Lang

PROJECTS = sheet_nouns("项目")


@pytest.mark.parametrize(
    ("written", "name", "unit"),
    [
        ("总投资(亿元)", "总投资", "亿元"),
        ("总投资（单位：万元）", "总投资", "万元"),
        ("★总 投\n资【万美元】：", "总投资", "万美元"),
        ("※项目名称*", "项目名称", None),
        ("总投资（亿元、人民币）", "总投资", "亿元"),
        ("Total investment (100m CNY)", "totalinvestment", "亿元"),
        ("总投资(估算)", "总投资", None),
    ],
)
def test_a_heading_is_a_name_and_a_unit(written: str, name: str, unit: str | None) -> None:
    found = read_heading(written)
    assert (found.name, found.unit.label.zh if found.unit else None) == (name, unit)


@pytest.mark.parametrize("noun", NOUNS.values(), ids=list(NOUNS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sheet_and_heading_of_ours_is_found_again_in_either_language(noun: Noun, lang: Lang) -> None:
    assert noun in sheet_nouns(text(noun.sheet, lang))
    nouns = sheet_nouns(noun.sheet.zh)
    fields = sheet_fields(nouns)
    found = lay_out(nouns, [text(field.label, lang) for _, field in fields])
    assert [(place.noun, place.field) for place in found.columns.values()] == fields
    assert (dict(found.unknown), dict(found.twice), found.missing) == ({}, {}, ())


def test_one_sheet_serves_chains_and_their_segments() -> None:
    nouns = sheet_nouns("Chains")
    labels = [field.label.zh for _, field in sheet_fields(nouns)]
    assert labels == ["产业链", "细分方向", "环节状况", "链长", "链主企业"]


def test_what_is_unknown_twice_or_missing_is_said() -> None:
    found = lay_out(PROJECTS, ["项目名称", "电话", "Project name", None, 7])
    assert dict(found.unknown) == {1: "电话"}
    assert dict(found.twice) == {2: 0}
    assert [field.key for field in found.missing] == ["unit", "total_investment"]
    assert sheet_nouns("说明") == ()


@pytest.mark.parametrize("period", ["年度", "活动", "Year", "Campaign"])
def test_a_target_needs_a_year_or_a_campaign(period: str) -> None:
    nouns = sheet_nouns("目标")
    assert not lay_out(nouns, [period, "指标", "目标值"]).missing
    assert [field.key for field in lay_out(nouns, ["指标", "目标值"]).missing] == ["year"]


def test_a_number_column_belongs_to_sheets_of_one_noun() -> None:
    assert lay_out(PROJECTS, ["编号"]).columns[0].field is None
    assert lay_out(sheet_nouns("产业链"), ["编号"]).unknown == {0: "编号"}


def test_letters_of_columns() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
