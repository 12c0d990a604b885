from __future__ import annotations

import pytest

from tracker.errors import BadUsage
from tracker.rules.nouns import NOUNS
from tracker.rules.paths import all_fields, find
from tracker.words import text


@pytest.mark.parametrize("noun", NOUNS)
def test_every_field_answers_to_each_of_its_names(noun: str) -> None:
    for field in all_fields(NOUNS[noun]):
        for name in (*field.names(), f" {field.label.zh} ", field.label.en.upper(), field.option.removeprefix("--")):
            assert find(NOUNS[noun], name).field is field


@pytest.mark.parametrize(
    ("noun", "name", "key"),
    [
        ("project", "signed", "signed_on"),
        ("project", "签约", "signed_on"),
        ("project", "计划开工", "started_planned_on"),
        ("project", "tag", "tags"),
        ("project", "amount", "total_investment"),
        ("project", "金额", "total_investment"),
        ("project", "名称", "name"),
        ("project", "单位", "unit"),
        ("project", "investor", "investors"),
        ("project", "总投", "total_investment"),
        ("project", "stage", "stage"),
        ("project", "到位资金", "funds"),
        ("project", "group", "unit.group"),
        ("project", "no.", "id"),
        ("lead", "amount", "investment"),
        ("lead", "received", "received_on"),
        ("lead", "company.chain", "company.chain"),
        ("lead", "企业.产业链", "company.chain"),
        ("funds", "unit", "project.unit"),
        ("funds", "chain", "project.chain"),
        ("funds", "stage", "project.stage"),
        ("funds", "signed", "project.signed_on"),
        ("funds", "group", "project.unit.group"),
        ("funds", "project.unit.group", "project.unit.group"),
        ("funds", "project.group", "project.unit.group"),
        ("milestone", "unit", "project.unit"),
        ("milestone", "stage", "stage"),
        ("problem", "unit", "unit"),
        ("problem", "project.unit", "project.unit"),
        ("problem", "chain", "project.chain"),
        ("visit", "group", "unit.group"),
        ("visit", "companies.home", "companies.home"),
        ("segment", "chief", "chain.chief"),
    ],
)
def test_short_forms_and_what_a_record_refers_to(noun: str, name: str, key: str) -> None:
    assert find(NOUNS[noun], name).key == key


@pytest.mark.parametrize(
    ("noun", "name", "code", "hint"),
    [
        ("project", "colour", "field_unknown", "unit"),
        ("project", "sttus", "field_unknown", "first: status"),
        ("project", "date", "field_ambiguous", "signed_on"),
        ("funds", "stat", "field_ambiguous", "status_reason"),
        ("project", "", "field_unknown", "name"),
        ("project", "x", "field_unknown", "name"),
        ("project", "name.unit", "field_no_record", "name"),
        ("project", "unit.colour", "field_unknown", "group"),
        ("project", "unit.", "field_unknown", "group"),
        ("target", "group", "field_unknown", "metric"),
    ],
)
def test_what_is_no_field_is_refused_with_the_nearest(noun: str, name: str, code: str, hint: str) -> None:
    with pytest.raises(BadUsage) as caught:
        find(NOUNS[noun], name)
    assert caught.value.problem.code == code
    assert hint in text(caught.value.problem.hint, "en")


def test_a_label_says_whose_field_it_is_only_where_two_are_so_called() -> None:
    assert text(find(NOUNS["funds"], "unit").label, "zh") == "责任单位"
    assert text(find(NOUNS["problem"], "project.unit").label, "zh") == "项目的责任单位"
    assert text(find(NOUNS["problem"], "project.unit").label, "en") == "Project: Responsible unit"
