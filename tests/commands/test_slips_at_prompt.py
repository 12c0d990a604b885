"""What a clerk types wrongly at the prompt: the wrong unit, a receipt twice, days in the wrong order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Runner


def codes(answer: Any) -> list[str]:
    """The codes of an answer's warnings."""
    return [each["code"] for each in answer["messages"] if each["level"] == "warning"]


@pytest.mark.parametrize(
    "line",
    [
        ("project", "add", "储能", "冠县", "50000亿"),
        ("project", "add", "储能", "冠县", "80元"),
        ("project", "edit", "P1", "--total", "60000亿"),
        ("lead", "add", "储能", "冠县", "--on", "3-1", "--investment", "35000亿"),
        ("target", "set", "冠县", "到位资金", "400000"),
        ("target", "edit", "T1", "--value", "0.004"),
    ],
    ids=" ".join,
)
def test_an_amount_in_the_wrong_unit_is_stored_with_a_warning(city: Runner, line: tuple[str, ...]) -> None:
    city.ok("target", "set", "city", "到位资金", "500")
    assert "unit_slip" in codes(city(*line, "-f", "json").json)


def test_what_is_usual_is_stored_without_a_word(city: Runner) -> None:
    city.ok("target", "set", "city", "到位资金", "500")
    for line in (
        ("project", "add", "储能", "冠县", "35亿"),
        ("project", "edit", "P1", "--name", "轴承甲"),
        ("target", "set", "冠县", "到位资金", "40"),
        ("target", "set", "临清", "到位资金", "0.5"),
    ):
        assert "unit_slip" not in codes(city(*line, "-f", "json").json)


def test_five_amounts_make_a_median_that_tells_a_slip(city: Runner) -> None:
    for n in range(5):
        city.ok("funds", "add", "P1", "100万", "--on", f"3-{n + 1}")
    assert "unit_slip" in codes(city("funds", "add", "P1", "1000元", "--on", "3-9", "-f", "json").json)


def test_a_receipt_typed_again_without_its_kind_is_refused_until_confirmed(city: Runner) -> None:
    again = ("funds", "add", "P1", "700万", "--on", "3-15")
    city.ok(*again, "--ring", "省外", "--kind", "固定资产")
    refused = city(*again)
    assert refused.code == 4
    assert "F2" in refused.err
    assert "--yes" in refused.err
    assert city.json("funds", "list")["total"] == 2
    city.ok(*again, "--yes")


def test_an_equal_receipt_of_another_kind_is_stored_with_a_warning(city: Runner) -> None:
    city.ok("funds", "add", "P1", "700万", "--on", "3-15", "--kind", "土地")
    other = city("funds", "add", "P1", "700万", "--on", "3-15", "--kind", "设备", "-f", "json").json
    assert codes(other) == ["perhaps_same"]
    assert city("funds", "add", "P1", "700万", "--on", "3-16", "-f", "json").json["messages"] == []


def test_nothing_received_is_no_receipt(city: Runner) -> None:
    refused = city("funds", "add", "P1", "0万", "--on", "3-15")
    assert (refused.code, "--amount" in refused.err) == (5, True)


@pytest.mark.parametrize("record", [("funds", "F1"), ("milestone", "M1")])
def test_nothing_is_recognised_before_it_happened(city: Runner, record: tuple[str, str]) -> None:
    noun, number = record
    refused = city(noun, "recognise", number, "--on", "2020-01-01")
    assert (refused.code, "--on" in refused.err) == (5, True)
    assert city.json("show", number)["recognition"] == "reported"
    city.ok(noun, "recognise", number)
    assert city(noun, "edit", number, "--recognised-on", "2020-01-01").code == 5


def test_changing_what_was_recognised_says_that_it_stays_recognised(city: Runner) -> None:
    city.ok("funds", "recognise", "F1")
    assert codes(city("funds", "edit", "F1", "--amount", "321万", "-f", "json").json) == ["recognised_changed"]
    assert codes(city("funds", "edit", "F1", "--evidence", "发票", "-f", "json").json) == []
    city.ok("funds", "edit", "F1", "--recognition", "reported")
    assert codes(city("funds", "edit", "F1", "--amount", "322万", "-f", "json").json) == []


def test_a_group_that_no_scheme_knows_is_told_with_those_that_are_known(city: Runner) -> None:
    assert codes(city("unit", "add", "水城", "度假区", "-f", "json").json) == ["group_unknown"]
    assert codes(city("unit", "add", "市商务局", "部门", "-f", "json").json) == []
    assert city.json("show", "市商务局")["group"] == "department"


def test_warnings_of_several_records_say_of_which_they_are(city: Runner) -> None:
    city.ok("funds", "add", "P1", "700万", "--on", "3-15")
    ran = city.ok("funds", "edit", "F1", "F2", "--on", "1-5")
    assert [line.split(":")[1].strip() for line in ran.err.splitlines() if line.startswith("warning")] == ["F1", "F2"]
    both = city("funds", "edit", "F1", "F2", "--on", "1-6", "-f", "json").json
    assert [(each["code"], each["text"][:2]) for each in both["messages"]] == [
        ("receipt_before_signing", "F1"),
        ("receipt_before_signing", "F2"),
    ]


@pytest.mark.parametrize("typed", ["40亿", "400000万元", "４０亿元", "40"])
def test_a_target_may_be_typed_with_its_unit(city: Runner, typed: str) -> None:
    city.ok("target", "set", "临清", "到位资金", typed)
    assert city.json("show", "T2")["value"] == 40
    city.ok("target", "edit", "T2", "--value", "1亿2000万")
    assert city.json("show", "T2")["value"] == 1.2


def test_a_figure_in_dollars_is_brought_to_its_metrics_unit(city: Runner) -> None:
    city.ok("figure", "set", "临清", "实际使用外资", "0.12亿美元", "--on", "3-31")
    assert city.json("show", "X2")["value"] == 1200


@pytest.mark.parametrize(
    ("metric", "typed", "unit"),
    [("到位资金", "40亿美元", True), ("到位资金", "约40亿", True), ("新开工过亿元项目", "40亿", False)],
)
def test_an_amount_that_is_not_of_the_metric_is_refused_with_its_unit(
    city: Runner, metric: str, typed: str, unit: bool
) -> None:
    refused = city("target", "set", "临清", metric, typed, lang="zh")
    assert refused.code == 2
    assert ("以亿元计" in refused.err) is unit


def test_a_company_and_a_project_that_are_perhaps_there_are_told(city: Runner) -> None:
    for line, told in (
        (("company", "add", "三一重工集团"), "C1"),
        (("company", "add", "三一", "--code", "91371500MA3C0000XX"), None),
        (("company", "add", "别的名字", "--code", "91371500MA3C0000XX"), "C3"),
        (("project", "add", "轴承一期", "临清市", "3亿"), "P1"),
        (("project", "add", "轴承二期", "冠县", "3亿"), None),
        (("project", "add", "智能储能电池项目", "冠县", "3亿", "--investors", "三一重工"), None),
        (("project", "add", "智能储能电池新项目", "临清市", "3亿", "--investors", "三一重工"), "P4"),
    ):
        warned = [each for each in city(*line, "-f", "json").json["messages"] if each["code"] == "perhaps_same"]
        assert [told] * len(warned) == [each["text"].split()[3] for each in warned], line
        assert bool(warned) is (told is not None), line


def test_another_currency_is_told(city: Runner) -> None:
    said = city("project", "edit", "P1", "--total", "500万美元", lang="zh").err
    assert "3亿元 → 500万美元" in said


def test_a_dry_run_refuses_what_the_real_one_would(city: Runner) -> None:
    again = ("funds", "add", "P1", "1000万", "--on", "2024-03-05")
    for line in ((*again, "--ring", "省外", "--kind", "fixed"), again):
        assert city(*line, "--dry-run").code == city(*line).code == 4
        assert city(*line, "--dry-run", "--yes").code == 0
    assert city("funds", "remove", "F1", "--dry-run").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_amount_for_a_choice_is_told_where_it_goes(city: Runner, lang: str) -> None:
    """A lead's `--investment` is an amount; a project's says whether it is domestic or foreign."""
    refused = city("project", "edit", "P1", "--investment", "4亿", lang=lang)
    assert refused.code == 2
    assert "--total" in refused.err
    assert "--fixed" in refused.err
    assert "--total" not in city("project", "edit", "P1", "--investment", "四", lang=lang).err
