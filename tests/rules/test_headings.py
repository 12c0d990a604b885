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
        ("总投资（单位万元）", "总投资", "万元"),
        ("总投资（金额单位为万元）", "总投资", "万元"),
        ("总投资（以万元计）", "总投资", "万元"),
        ("总投资（折合人民币 万元）", "总投资", "万元"),
        ("总投资（10,000元）", "总投资", "万元"),
        ("Total investment (RMB 10,000)", "totalinvestment", "万元"),
        ("Total investment (USD 1,000,000)", "totalinvestment", "百万美元"),
        ("总投资（含土地款100万元）", "总投资", None),
        ("3.总投资(亿元)", "总投资", "亿元"),
        ("③总投资", "总投资", None),
        ("★1、项目名称", "项目名称", None),
        ("3.15签约", "3.15签约", None),
        ("1.", "1.", None),
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


def laid_out(*heads: object, near: bool = True) -> dict[str, str]:
    """What the headings of projects are read as, by column."""
    found = lay_out(PROJECTS, heads, near=near)
    return {column_letters(n): place.field.key for n, place in found.columns.items() if place.field}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        (("时间", "签约"), "signed_on"),
        (("计划", "开工时间"), "started_planned_on"),
        (("投资情况", "总投资"), "total_investment"),
        (("总投资", "合计"), "total_investment"),
        (("总投资", "（亿元）"), "total_investment"),
        ("其中：固定资产投资", "fixed_investment"),
        ("总投资亿元", "total_investment"),
        ("总投资额", "total_investment"),
        ("县（市、区）", "unit"),
        ("签约日期", "signed_on"),
        ("内/外资", "investment"),
        ("项目名称 Project name", "name"),
        ("责任单位\nResponsible unit", "unit"),
        ("Signed date / 签约时间", "signed_on"),
        ("总投资 Total investment（亿元）", "total_investment"),
        ("总投资—亿元", "total_investment"),
        ("总投资\n金额单位：\n万元", "total_investment"),
    ],
)
def test_headings_of_counties(heading: object, field: str) -> None:
    assert laid_out(heading) == {"A": field}


@pytest.mark.parametrize(
    "heading",
    [
        ("总投资", "设备投资"),
        ("总投资", "其中：外资"),
        "投资额",
        "到位资金(万元)",
        "进度",
        "序号",
        "责任单位 Project name",
    ],
)
def test_what_is_no_heading_of_projects(heading: object) -> None:
    assert laid_out(heading) == {}


def test_one_wrong_character_is_taken_only_when_asked_for_and_told() -> None:
    assert laid_out("责仼单位", "项目名", near=False) == {}
    found = lay_out(PROJECTS, ["责仼单位", "项目名"], near=True)
    assert [place.key for place in found.near.values()] == ["project.unit"]
    assert dict(found.unknown) == {1: "项目名"}


def test_a_chinese_heading_with_other_words_beside_it_is_taken_only_when_asked_for_and_told() -> None:
    assert laid_out("责任单位 County", near=False) == {}
    assert [place.key for place in lay_out(PROJECTS, ["责任单位 County"], near=True).near.values()] == ["project.unit"]
    assert lay_out(PROJECTS, ["项目名称", "项目名称 English"], near=True).near == {}


@pytest.mark.parametrize("heading", ["投资规模万元", "投资规模/万元", "投资规模-万元", "投资规模（万元）"])
def test_a_column_that_somebody_mapped_keeps_the_unit_of_its_heading(heading: str) -> None:
    place = lay_out(PROJECTS, ["总投资"]).columns[0]
    found = lay_out(PROJECTS, [heading], said={0: place})
    assert [unit.label.zh for unit in found.columns[0].units] == ["万元"]
    assert found.bare == ()


def test_a_heading_that_may_be_two_fields_is_none() -> None:
    found = lay_out(PROJECTS, ["完工时间"], near=True)
    assert [place.key for place in found.perhaps[0]] == ["project.started_on", "project.completed_on"]
    assert found.columns == {}
    assert lay_out(PROJECTS, ["完工时间", "竣工时间"], near=True).near.keys() == {0}
    assert lay_out(PROJECTS, ["责仼单位", "责作单位"], near=True).near == {}
    assert lay_out(PROJECTS, ["责仼单位", "责任单位"], near=True).near == {}


def test_units_of_a_heading_go_before_those_of_the_table() -> None:
    both = read_heading("总投资（亿元/万美元）").units
    found = lay_out(PROJECTS, ["总投资", "承诺税收(万元)", "承诺产值（亿元/万美元）"], units=both)
    assert [[unit.label.zh for unit in place.units] for place in found.columns.values()] == [
        ["亿元", "万美元"],
        ["万元"],
        ["亿元", "万美元"],
    ]
    assert lay_out(PROJECTS, ["总投资"]).bare == (0,)
    assert found.bare == ()


def test_when_headings_are_those_of_a_sheet() -> None:
    assert lay_out(PROJECTS, ["项目名称", "责任单位", "总投资"]).acceptable
    assert lay_out(PROJECTS, ["项目名称", "责任单位", "签约时间"]).acceptable
    assert not lay_out(PROJECTS, ["项目名称", "签约时间", "开工时间"]).acceptable
    assert not lay_out(PROJECTS, ["项目名称", "责任单位"]).acceptable
    assert lay_out(sheet_nouns("企业"), ["企业名称"]).acceptable
    assert not lay_out(PROJECTS, []).acceptable


def test_letters_of_columns() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
