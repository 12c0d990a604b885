from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SCHEME
from tracker.rules.nouns import NOUNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Runner

# noun: what adds one more, the field to change, its new text, and the value that JSON then shows
RECORDS: dict[str, tuple[tuple[str, ...], str, str, object]] = {
    "unit": (("高唐县", "county"), "group", "zone", "zone"),
    "chain": (("新材料",), "chief", "李四", "李四"),
    "segment": (("装备制造", "机床"), "condition", "缺", "missing"),
    "company": (("时风集团",), "target", "是", "yes"),
    "lead": (("储能项目", "临清", "--received-on", "2024-03-02"), "channel", "以商招商", "business"),
    "project": (("轴承二期", "冠县", "--total-investment", "5亿"), "promised_jobs", "300", 300),
    "milestone": (("P1", "filed", "--reached-on", "2024-03-03"), "opinion", "属实", "属实"),
    "funds": (("P1", "500万", "--received-on", "2024-03-06"), "ring", "foreign", "foreign"),
    "visit": (("临清市", "深圳", "--start-on", "2024-03"), "people", "5", 5),
    "campaign": (
        ("招商周", "--start-on", "2024-05-01", "--end-on", "2024-05-07"),
        "end_on",
        "2024-05-08",
        "2024-05-08",
    ),
    "target": (("临清市", "到位资金", "40.5"), "issuer", "省", "省"),
    "figure": (("city", "实际使用外资", "500", "--as-of-on", "2024-03-31"), "source", "商务局", "商务局"),
    "adjustment": (("临清市", "late_report", "--happened-on", "2024-03-01"), "count", "2", 2),
    "problem": (("P1", "缺电", "--factor", "energy"), "priority", "急", "urgent"),
}
FIRST_NEW = {"unit": 4, "milestone": 3}


def number(noun: str) -> str:
    return NOUNS[noun].number(FIRST_NEW.get(noun, 2))


def option(noun: str, field: str) -> str:
    return NOUNS[noun].field(field).option


def test_every_noun_is_tried() -> None:
    assert set(RECORDS) == set(NOUNS)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("noun", NOUNS)
def test_life_of_a_record(city: Runner, noun: str, lang: str) -> None:
    words, field, text, value = RECORDS[noun]
    label = NOUNS[noun].label
    new = number(noun)

    added = city.ok(noun, "add", *words, lang=lang)
    assert added.out.startswith(f"{new} ")
    assert (label.zh if lang == "zh" else label.en) in added.out

    assert new in {row["id"] for row in city.json(noun)["rows"]}
    edited = city.ok(noun, "edit", new, option(noun, field), text, lang=lang)
    assert edited.out.startswith(f"{new} ")
    shown = city.json(noun, "show", new)
    assert (shown["id"], shown["version"], shown[field]) == (new, 2, value)
    heading = NOUNS[noun].field(field).label.zh if lang == "zh" else NOUNS[noun].field(field).label.en
    assert heading in city.ok(noun, "show", new, lang=lang).out
    assert f"{heading} " in edited.out.partition("→")[0]
    assert city.ok("show", new, lang=lang).out == city.ok(noun, "show", new, lang=lang).out

    removed = city.ok(noun, "remove", new, "--yes", lang=lang)
    assert new in removed.out
    assert new not in {row["id"] for row in city.json(noun)["rows"]}
    assert city(noun, "show", new).code == 3


ECHOES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("funds", "add", "P1", "3000万", "--on", "2024-03-15", "--ring", "foreign"),
        "F2 已新增到位资金（项目：轴承一期；到位时间：2024-03-15；到位金额：3000万元；来源地：境外）",
        "F2 added: receipt (Project: 轴承一期; Received: 2024-03-15; Amount: 30m CNY; Origin: foreign)",
    ),
    (
        ("target", "set", "city", "到位资金", "600", "--year", "2025"),
        "T2 已新增目标（年度：2025；单位：全市；指标：到位资金；目标值(亿元)：600）",
        "T2 added: target (Year: 2025; Unit: City; Metric: Funds in place; Target (100m CNY): 600)",
    ),
    (
        ("target", "set", "city", "到位资金", "6000000万元", "--year", "2025"),
        "T2 没有变化：目标（年度：2025；单位：全市；指标：到位资金；目标值(亿元)：600）",
        "T2 unchanged: target (Year: 2025; Unit: City; Metric: Funds in place; Target (100m CNY): 600)",
    ),
    (
        ("target", "set", "city", "到位资金", "610", "--year", "2025"),
        "T2 已修改目标（年度：2025；单位：全市；指标：到位资金；目标值(亿元) 600 → 610）",
        "T2 changed: target (Year: 2025; Unit: City; Metric: Funds in place; Target (100m CNY) 600 → 610)",
    ),
    (
        ("project", "edit", "P1", "--total", "12亿", "--note", "电话 13800138000 " + "长" * 80),
        "P1 已修改项目“轴承一期”（总投资 3亿元 → 12亿元；备注 — → 电话 138****8000 " + "长" * 44 + "…）",
        "P1 changed: project “轴承一期” (Total investment 300m CNY → 1.2bn CNY; Note — → 电话 138****8000 "
        + "长" * 44
        + "…)",
    ),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_write_says_what_it_understood(city: Runner, lang: str) -> None:
    """Amounts with their unit, targets with their metric's, names for numbers; a slip is seen when it is made."""
    for line, chinese, english in ECHOES:
        assert city.ok(*line, "--yes", lang=lang).out == (chinese if lang == "zh" else english) + "\n"


@pytest.mark.parametrize("noun", NOUNS)
def test_numbers_are_never_used_again(city: Runner, noun: str) -> None:
    words = RECORDS[noun][0]
    city.ok(noun, "add", *words)
    city.ok(noun, "remove", number(noun), "--yes")
    again = city.ok(noun, "add", *words)
    assert again.out.startswith(NOUNS[noun].number(FIRST_NEW.get(noun, 2) + 1))


@pytest.mark.parametrize("noun", NOUNS)
def test_dry_run_writes_nothing(
    city: Runner, noun: str, content: Callable[[Path], dict[str, list[tuple[object, ...]]]]
) -> None:
    words, field, text, _ = RECORDS[noun]
    first = NOUNS[noun].number(1)
    free = {"problem", "adjustment", "figure", "target", "funds", "milestone", "visit", "lead"}
    before, raw = content(city.database), city.database.read_bytes()
    for line in (
        (noun, "add", *words),
        (noun, "edit", first, option(noun, field), text),
        *([(noun, "remove", first)] if noun in free else []),
    ):
        ran = city.ok(*line, "--dry-run")
        assert "dry run" in ran.err
    assert content(city.database) == before
    assert city.database.read_bytes() == raw


@pytest.mark.parametrize(
    "line",
    [
        ("project", "advance", "P1", "started", "--on", "2024-03-01"),
        ("lead", "convert", "L1"),
        ("lead", "lose", "L1", "--reason", "选址外地"),
        ("problem", "close", "Q1", "--with", "批文"),
        ("target", "set", "冠县", "funds", "60"),
        ("figure", "set", "-", "fdi", "60", "--on", "2024-03"),
        ("funds", "recognise", "F1"),
        ("milestone", "recognise", "P1", "signed"),
        ("funds", "return", "F1", "--opinion", "缺凭证"),
        ("undo",),
    ],
    ids=" ".join,
)
def test_dry_run_of_every_other_verb(
    city: Runner, line: tuple[str, ...], content: Callable[[Path], dict[str, list[tuple[object, ...]]]]
) -> None:
    before = content(city.database)
    assert city.ok(*line, "--dry-run").out
    assert content(city.database) == before
    city.ok(*line, "--yes")
    assert content(city.database) != before


@pytest.mark.parametrize("noun", NOUNS)
def test_missing_options_are_all_named(city: Runner, noun: str) -> None:
    ran = city(noun, "add")
    assert ran.code == 2
    for field in NOUNS[noun].fields:
        assert (field.option + " …" in ran.err) == (field.required and field.default is None and not field.today)


@pytest.mark.parametrize("noun", NOUNS)
def test_json_has_the_same_keys_always(city: Runner, noun: str) -> None:
    keys = {"tracker", "command", "status", "exit", "data", "messages", "problems"}
    listed = city.ok(noun, "-f", "json").json
    assert set(listed) == keys
    assert listed["command"] == [noun, "list"]
    assert set(listed["data"]) == {"columns", "rows", "total", "hidden", "totals"}
    failed = city(noun, "show", f"{NOUNS[noun].letter}99", "-f", "json")
    assert (failed.code, failed.json["exit"], failed.json["status"]) == (3, 3, "error")
    assert set(failed.json) == keys
    [problem] = failed.json["problems"]
    assert set(problem) == {"code", "text", "place", "value", "hint"}
    assert problem["hint"]


def test_a_project_is_written_whole(city: Runner) -> None:
    city.ok(
        "project", "add", "飞地", "临清", "--total-investment", "1.2亿", "--introducers", "冠县、经开区",
        "--money-share", "3:3:4", "--chain", "装备制造", "--segment", "轴承", "--signed-on", "2024Q1",
        "--agreement", "contract", "--investors", "甲公司，乙公司", "--started-planned-on", "2024-09",
    )  # fmt: skip
    shown = city.json("project", "show", "飞地")
    assert shown["total_investment"] == {"fen": 12_000_000_000, "currency": "CNY"}
    assert shown["introducers"] == ["冠县", "经开区"]
    assert shown["investors"] == ["甲公司", "乙公司"]
    assert (shown["unit"], shown["segment"], shown["signed_on"]) == ("临清市", "轴承", "2024Q1")
    assert (shown["started_planned_on"], shown["signed_recognition"]) == ("2024-09", "reported")
    row = next(row for row in city.json("project")["rows"] if row["name"] == "飞地")
    assert row["stage"] == "signed"


@pytest.mark.parametrize("text", ["U2", "u2", "临清市", "临清", "清市", " 临清 市 "])
def test_a_unit_by_number_name_alias_or_part(city: Runner, text: str) -> None:
    assert city.json("unit", "show", text)["name"] == "临清市"


def test_an_ambiguous_part_lists_the_candidates_and_changes_nothing(city: Runner) -> None:
    city.ok("unit", "add", "临沂市", "county")
    raw = city.database.read_bytes()
    ran = city("unit", "edit", "临", "--group", "zone")
    assert ran.code == 4
    assert "U2 临清市" in ran.err
    assert "U4 临沂市" in ran.err
    assert city.database.read_bytes() == raw


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_name_gives_the_nearest(city: Runner, lang: str) -> None:
    ran = city("project", "add", "新", "冠洲县", "--total-investment", "1亿", lang=lang)
    assert ran.code == 3
    assert "冠洲县" in ran.err
    assert "--unit" in ran.err
    assert "冠县" in ran.err.splitlines()[1]


def test_an_unknown_metric_gives_the_nearest(city: Runner) -> None:
    ran = city("target", "add", "冠县", "到位资", "5")
    assert ran.code == 3
    assert "到位资金" in ran.err


def test_bare_money_shows_both_readings(city: Runner) -> None:
    ran = city("funds", "add", "P1", "500", "--received-on", "2024-03-06", lang="zh")
    assert ran.code == 2
    assert "500亿" in ran.err
    assert "500万" in ran.err


def test_bare_money_with_a_unit_set(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_MONEY_UNIT", "万元")
    city.ok("funds", "add", "P1", "500", "--received-on", "2024-03-06")
    assert city.json("funds", "show", "F2")["amount"] == {"fen": 500_000_000, "currency": "CNY"}


REFUSED: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "impossible date": (2, "date_impossible", ("funds", "add", "P1", "5万", "--received-on", "2024-02-30")),
    "future date": (5, "date_future", ("funds", "add", "P1", "5万", "--received-on", "2024-04-11")),
    "backwards stage": (5, "stage_backwards", ("project", "advance", "P1", "talks", "--on", "2024-03-01")),
    "no date": (2, "missing_options", ("project", "advance", "P1", "started")),
    "start before signing": (5, "date_order", ("project", "advance", "P1", "started", "--on", "2024-01-31")),
    "receipt above total": (5, "receipt_above_total", ("funds", "add", "P1", "3.1亿", "--received-on", "2024-03-05")),
    "shares of another sum": (2, "policy_sum", ("project", "edit", "P1", "--money-share", "5:6")),
    "too few shares": (
        5,
        "policy_parts",
        ("project", "edit", "P1", "--introducers", "临清", "--money-share", "3:3:4"),
    ),
    "no reason": (5, "reason_missing", ("project", "edit", "P1", "--status", "退库")),
    "end before start": (5, "date_order", ("campaign", "edit", "G1", "--end-on", "2024-02-01")),
    "unknown choice": (2, "choice_unknown", ("funds", "edit", "F1", "--ring", "火星")),
    "cleared required": (2, "clear_required", ("funds", "edit", "F1", "--clear", "amount")),
    "unknown field": (2, "field_unknown", ("funds", "edit", "F1", "--clear", "colour")),
    "nothing to change": (2, "nothing_given", ("funds", "edit", "F1")),
    "given twice": (2, "given_twice", ("unit", "add", "甲县", "county", "--name", "乙县")),
    "equal unit": (4, "duplicate", ("unit", "add", " 冠 县", "county")),
    "equal receipt": (
        4,
        "duplicate",
        ("funds", "add", "P1", "1000万", "--received-on", "2024-03-05", "--ring", "province", "--kind", "fixed"),
    ),
    "renamed to an equal unit": (4, "duplicate", ("unit", "edit", "U2", "--name", "冠县")),
    "year and campaign": (
        5,
        "target_period",
        ("target", "add", "冠县", "funds", "1", "--year", "2024", "--campaign", "G1"),
    ),
    "still used": (4, "still_used", ("unit", "remove", "U1", "--yes")),
    "not confirmed": (4, "not_confirmed", ("funds", "remove", "F1")),
    "talks after the signing": (
        5,
        "date_order",
        ("milestone", "edit", "M1", "--reached-on", "2024-02-02"),
    ),
    "a milestone before the signing": (
        5,
        "date_order",
        ("milestone", "add", "P1", "started", "--reached-on", "2024-01-31"),
    ),
    "total below a receipt": (5, "receipt_above_total", ("project", "edit", "P1", "--total-investment", "999万")),
    "a unit under its other name": (4, "duplicate", ("unit", "add", "冠", "county")),
    "renamed to another's other name": (4, "duplicate", ("unit", "edit", "U2", "--name", "冠")),
    "not UTF-8": (2, "not_unicode", ("unit", "add", "\udc9b县", "county")),
    "missing argument": (2, "usage", ("unit", "show")),
    "one argument more": (2, "usage", ("unit", "show", "U1", "U2")),
    "flag with a value": (2, "usage", ("unit", "list", "--all=3")),
    "limit of none": (2, "usage", ("unit", "list", "--limit", "0")),
    "unknown verb": (2, "command_unknown", ("funds", "ad")),
    "unknown command": (2, "command_unknown", ("fund",)),
    "unknown option": (2, "usage", ("funds", "list", "--colour")),
    "unknown sort": (2, "field_unknown", ("funds", "list", "--sort", "colour")),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_its_code_and_a_hint_and_nothing_written(city: Runner, case: str, lang: str) -> None:
    code, name, line = REFUSED[case]
    raw = city.database.read_bytes()
    ran = city(*line, "-f", "json", lang=lang)
    assert ran.code == code, ran
    [problem] = json.loads(ran.out)["problems"]
    assert problem["code"] == name
    assert problem["hint"]
    assert problem["text"]
    plain = city(*line, lang=lang)
    assert (plain.code, plain.out) == (code, "")
    assert "Traceback" not in plain.err
    assert city.database.read_bytes() == raw


def test_usage_errors_and_help_are_in_chinese_alone(city: Runner) -> None:
    lines = [line for code, name, line in REFUSED.values() if name == "usage"] + [("unit", "list", "--sort")]
    said = [city(*line, lang="zh").err for line in lines] + [city.ok("import", "--help", lang="zh").out]
    said += [city.ok(*line, "--help", lang="zh").out for line in ((), ("unit",), ("unit", "add"), ("board", "explain"))]
    assert [word for text in said for word in ENGLISH if word in text] == []


ENGLISH = (
    "Usage",
    "Options",
    "Arguments",
    "Commands:",
    "required",
    "Show this",
    "No such",
    "Missing",
    "Got ",
    "Invalid",
)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("-f", "xml"), 2),
        (("-o", "list.zip"), 2),
        (("-o", "taken.csv"), 4),
        (("-o", "nowhere/list.csv"), 4),
        (("-o", "."), 2),
    ],
)
def test_output_that_cannot_be_is_refused_before_anything_is_written(
    city: Runner, tmp_path: Path, wrong: tuple[str, ...], code: int
) -> None:
    (tmp_path / "taken.csv").write_text("mine")
    raw = city.database.read_bytes()
    for line in (("unit", "add", "莘县", "county"), ("funds", "recognise", "F1"), ("undo", "--yes")):
        assert city(*line, *wrong).code == code
    assert city.database.read_bytes() == raw
    assert (tmp_path / "taken.csv").read_text() == "mine"


@pytest.mark.parametrize(
    "line",
    [
        ("project", "advance", "P1", "started", "--on", "2024-01-31"),
        ("project", "advance", "P1", "started", "--on", "2024-02-30"),
        ("figure", "set", "冠县", "fdi", "1", "--on", "2024-12-01"),
        ("problem", "close", "Q1", "--with", "批复", "--on", "2024-01-01"),
        ("lead", "convert", "L1", "--on", "2024-13-01"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_of_the_option_that_gave_it(city: Runner, line: tuple[str, ...]) -> None:
    [problem] = json.loads(city(*line, "-f", "json").out)["problems"]
    assert problem["place"] == "--on"


def test_a_date_to_come_is_sent_to_the_planned_field_only_where_there_is_one(city: Runner) -> None:
    assert "planned" in city("project", "advance", "P1", "started", "--on", "2024-12-01").err
    assert "planned" not in city("visit", "add", "冠县", "--start-on", "2024-12-01").err


def test_metrics_and_items_are_shown_by_label_and_given_by_key(city: Runner) -> None:
    assert "到位资金" in city.ok("target", "list", lang="zh").out
    assert "迟报" in city.ok("adjustment", "show", "A1", lang="zh").out
    assert city.json("target", "list")["rows"][0]["metric"] == "funds"
    assert city.json("adjustment", "show", "A1")["item"] == "late_report"


def test_a_group_is_entered_by_the_label_of_its_scheme(city: Runner, tmp_path: Path) -> None:
    scheme = SCHEME.read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(
        scheme.replace('key = "zone"', 'key = "south"').replace("开发区", "南片区").replace('"zone"', '"south"'),
        encoding="utf-8",
    )
    city.ok("scheme", "load", "own.toml")
    city.ok("unit", "add", "莘县", "南片区")
    assert city.json("unit", "show", "莘县")["group"] == "south"


def test_a_segment_is_found_within_the_chain_written_before_it(city: Runner) -> None:
    city.ok("chain", "add", "新材料")
    city.ok("segment", "add", "新材料", "轴承")
    assert city("company", "add", "人本", "--segment", "轴承").code == 4
    city.ok("company", "add", "人本", "--segment", "新材料/轴承")
    assert city("company", "add", "哈轴", "--segment", "铜/轴承").code == 3


def test_shares_are_keys_to_programs_and_words_to_people(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--introducers", "临清", "--count-share", "双算")
    assert city.json("project", "show", "P1")["count_share"] == "dual_full"
    assert "双算" in city.ok("project", "show", "P1", lang="zh").out


def test_the_number_may_be_asked_for_as_a_column_too(city: Runner) -> None:
    data = city.json("unit", "list", "--columns", "编号,name", "--sort", "-id")
    assert [column["key"] for column in data["columns"]] == ["id", "name"]
    assert [row["id"] for row in data["rows"]] == ["U3", "U2", "U1"]


def test_a_removal_names_what_it_would_remove(city: Runner) -> None:
    assert "C1 三一重工" in city("company", "remove", "C1", lang="zh").err


def test_an_equal_receipt_is_added_when_it_is_confirmed(city: Runner) -> None:
    line = ("funds", "add", "P1", "1000万", "--received-on", "2024-03-05", "--ring", "省外", "--kind", "fixed")
    assert city(*line).code == 4
    assert city.ok(*line, "--yes").out.startswith("F2 ")


def test_an_edit_that_changes_nothing_writes_nothing(
    city: Runner, content: Callable[[Path], dict[str, list[tuple[object, ...]]]]
) -> None:
    before = content(city.database)
    ran = city.ok("funds", "edit", "F1", "--ring", "省外")
    assert "unchanged" in ran.out
    assert content(city.database) == before


def test_clearing_a_field(city: Runner) -> None:
    city.ok("funds", "edit", "F1", "--clear", "ring")
    assert city.json("funds", "show", "F1")["ring"] is None


def test_a_removed_project_takes_its_milestones_along(city: Runner) -> None:
    assert city("project", "remove", "P1", "--yes").code == 4
    city.ok("funds", "remove", "F1", "--yes")
    city.ok("problem", "remove", "Q1", "--yes")
    city.ok("project", "remove", "P1", "--yes")
    assert city.json("milestone")["rows"] == []


def test_a_list_is_sorted_cut_and_says_so(city: Runner) -> None:
    for amount in ("300万", "20万", "4000万"):
        city.ok("funds", "add", "P1", amount, "--received-on", "2024-03-09")
    ran = city.ok("funds", "list", "--sort", "-amount", "--limit", "2", "--columns", "amount,项目", "-f", "json")
    data = ran.json["data"]
    assert [row["amount"]["fen"] for row in data["rows"]] == [4_000_000_000, 1_000_000_000]
    assert [column["key"] for column in data["columns"]] == ["id", "amount", "project"]
    assert (data["total"], data["hidden"]) == (4, 2)
    plain = city.ok("funds", "list", "--limit", "2")
    assert "4 in all" in plain.err
    assert "2 more" in plain.err


@pytest.mark.parametrize(
    "sort", ["stage", "signed_on", "unit", "total_investment", "introducers", "name", "-signed_on"]
)
def test_projects_sort_by_any_column(city: Runner, sort: str) -> None:
    city.ok("project", "add", "无期", "临清", "--total-investment", "1亿")
    assert len(city.json("project", "list", "--sort", sort)["rows"]) == 2


def test_words_filter_by_name_or_owner(city: Runner) -> None:
    city.ok("project", "add", "储能", "临清", "--total-investment", "1亿")
    assert [row["id"] for row in city.json("project", "list", "轴承")["rows"]] == ["P1"]
    assert city.json("funds", "list", "储能")["rows"] == []
    assert len(city.json("funds", "list", "轴承一期")["rows"]) == 1


def test_a_target_without_year_is_of_this_year(city: Runner) -> None:
    city.ok("target", "add", "临清市", "funds", "40")
    assert city.json("target", "show", "T2")["year"] == 2024
    city.ok("target", "add", "临清市", "funds", "10", "--campaign", "百日会战")
    assert city.json("target", "show", "T3")["year"] is None


@pytest.mark.parametrize("text", ["city", "全市", "-", "City"])
def test_a_target_of_the_city(city: Runner, text: str) -> None:
    assert city.ok("target", "set", text, "funds", "500").out.startswith("T2 added")
    assert city.json("target", "show", "T2")["unit"] is None
    assert city.ok("target", "set", "全市", "到位资金", "500.0").out.startswith("T2 unchanged")
    assert city.ok("target", "set", "-", "到位资金", "510").out.startswith("T2 changed")
    assert city.json("target", "show", "T2")["value"] == 510


def test_setting_tells_years_campaigns_and_issuers_apart(city: Runner) -> None:
    for extra in (("--year", "2025"), ("--campaign", "百日会战"), ("--issuer", "省")):
        assert " added" in city.ok("target", "set", "冠县", "funds", "7", *extra).out
        assert " unchanged" in city.ok("target", "set", "冠县", "funds", "7", *extra).out
    assert city.json("target", "show", "T1")["value"] == 50
    assert city("target", "set", "冠县", "funds", "7", "--year", "2024", "--campaign", "G1").code == 5


def test_setting_the_same_writes_nothing(
    city: Runner, content: Callable[[Path], dict[str, list[tuple[object, ...]]]]
) -> None:
    before = content(city.database)
    city.ok("target", "set", "冠县", "funds", "50")
    city.ok("figure", "set", "冠县", "fdi", "120", "--on", "2024-03")
    assert content(city.database) == before


def test_setting_a_figure(city: Runner) -> None:
    assert city.ok("figure", "set", "冠县", "fdi", "130", "--on", "2024-03").out.startswith("X1 changed")
    assert city.json("figure", "show", "X1")["value"] == 130
    assert city.ok("figure", "set", "冠县", "fdi", "9", "--on", "2024-03", "--source", "海关").out.startswith(
        "X2 added"
    )
    ran = city("figure", "set", "冠县", "fdi", "9")
    assert ran.code == 2
    assert "--on" in ran.err


def test_problems_are_closed_several_at_once(city: Runner) -> None:
    for n in range(2, 5):
        city.ok("problem", "add", "P1", f"问题{n}", "--factor", "land")
    city.ok("problem", "close", "Q1", "Q3..Q4", "--with", "批文", "--on", "2024-04-01")
    shown = city.json("problem", "show", "Q3")
    assert (shown["status"], shown["closed_on"], shown["closed_with"]) == ("closed", "2024-04-01", "批文")
    assert city.json("problem", "show", "Q2")["status"] == "open"


CLOSINGS: dict[str, tuple[int, tuple[str, ...]]] = {
    "without evidence": (2, ("Q1",)),
    "not there": (3, ("Q1", "Q9", "--with", "批文")),
    "no such project": (3, ("缺地", "--with", "批文")),
    "no such condition": (2, ("缺地:1", "--with", "批文")),
    "before it was raised": (5, ("Q1", "--with", "批文", "--on", "2024-02-02")),
    "in the future": (5, ("Q1", "--with", "批文", "--on", "2024-05-02")),
}


@pytest.mark.parametrize("case", CLOSINGS)
def test_a_closing_is_refused_whole(city: Runner, case: str) -> None:
    code, words = CLOSINGS[case]
    assert city("problem", "close", *words).code == code
    assert city.json("problem", "show", "Q1")["status"] == "open"


def test_a_closed_problem_is_not_closed_again(city: Runner) -> None:
    city.ok("problem", "close", "Q1", "--with", "批文")
    assert city.json("problem", "show", "Q1")["closed_on"] == "2024-04-10"
    assert city("problem", "close", "Q1", "--with", "批文").code == 4


def test_show_any_record_by_name_or_number(city: Runner) -> None:
    assert city.json("show", "轴承一期")["id"] == "P1"
    assert city("show", "P999999999999999999999").code == 3
    assert city("show", "没有").code == 3
    city.ok("company", "add", "轴承一期")
    assert city("show", "轴承一期").code == 4
