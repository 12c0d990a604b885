"""A workbook is planned whole, told by the cell where it is wrong, and applied once however often it comes."""

from __future__ import annotations

import datetime
import json
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest

from tests.services.books import (
    EXAMPLES,
    Fault,
    Sheet,
    codes,
    counts,
    database,
    plan,
    records,
    sheet,
    take,
)
from tracker.errors import BadData
from tracker.rules.dates import from_iso
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.services.import_telling import messages
from tracker.sheets.reader import read_book
from tracker.store.reading import reading
from tracker.words import text

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime.datetime(2024, 3, 5)
UNITS = sheet("单位", "单位名称 分组 别名", ("冠县", "县市区", None), ("茌平区", "县市区", "茌平县(..2019-09-05)"))
PROJECT = "编号 项目名称 投资方 责任单位 总投资(亿元) 协议类型 签约时间 开工时间"


@pytest.fixture
def db(tmp_path: Path) -> str:
    return database(tmp_path / "t.db")


def projects(*rows: tuple[Any, ...]) -> Sheet:
    return sheet("项目", PROJECT, *rows)


def one(**cells: Any) -> tuple[Any, ...]:
    """A row of projects."""
    base = {
        "编号": None,
        "项目名称": "甲",
        "投资方": None,
        "责任单位": "冠县",
        "总投资(亿元)": 3,
        "协议类型": "正式合同",
    }
    filled = base | cells
    return tuple(filled.get(key) for key in PROJECT.split())


def receipts(*rows: tuple[Any, ...]) -> Sheet:
    return sheet("到位资金", "项目 到位时间 到位金额(万元) 来源地 认定状态", *rows)


def message_codes(made: Any) -> list[str]:
    return [message.code for message in made.messages]


@pytest.mark.slow
def test_the_example_comes_in_once_and_then_changes_nothing(db: str) -> None:
    book = read_book(EXAMPLES / "liaocheng-2024.xlsx")
    first = take(db, *book)  # type: ignore[arg-type]
    rows = counts(first)[0]
    assert rows > 5000
    assert counts(first) == (rows, 0, 0, 0)
    for _ in range(2):
        start = process_time()
        again = take(db, *book)  # type: ignore[arg-type]
        assert process_time() - start < 10
        assert counts(again) == (0, 0, rows, 0)
        assert not again.writes
        assert not again.edits
    with reading(db) as reader:
        assert reader.value("SELECT count(*) FROM batch") == 2


def test_rows_refer_to_rows_of_any_sheet_of_the_file(db: str) -> None:
    visits = sheet("走访", "单位 开始日期 拜访企业", ("茌平县", "2024-03-05", "三一、新来的公司"))
    companies = sheet("企业", "企业名称", ("三一",), ("新来的公司",))
    leads = sheet("线索", "线索名称 责任单位 收到日期 项目", ("线", "冠县", "2024-03", "甲"))
    made = take(db, visits, leads, projects(one()), companies, receipts(("甲", DAY, 500)), UNITS)
    assert counts(made) == (8, 0, 0, 0)
    held = records(db)
    assert held["visit"][0]["unit"] == 2
    assert held["visit"][0]["companies"] == (1, 2)
    assert held["lead"][0]["project"] == 1
    assert held["funds"][0]["amount"] == Money(5_000_000_00, "CNY")
    assert held["visit"][0]["kind"] == "outbound"


def test_every_problem_of_a_file_is_told_by_its_cell_and_nothing_is_written(db: str) -> None:
    take(db, UNITS)
    before = records(db)
    bad = (
        projects(
            one(**{"总投资(亿元)": "1.5-2亿"}),
            one(项目名称="乙", 责任单位="冠线"),
            one(项目名称="丙", 签约时间="2024-02-30", 协议类型="口头"),
            one(项目名称=None),
            one(项目名称="丁", 签约时间=DAY, 开工时间="2024-01-02"),
            one(项目名称="戊", **{"总投资(亿元)": Fault("#REF!")}),
            one(项目名称="己", **{"总投资(亿元)": None}),
        ),
        receipts(("丁", DAY, 50), ("没有的项目", DAY, 1), ("戊", 45366, -1)),
        sheet("目标", "年度 单位 指标 目标值", (2024, "冠县", "到位资斤", 5)),
        sheet("企业", "名字", ("某公司",)),
    )
    made = plan(db, *bad)
    assert set(codes(made)) == {
        ("money_range", "项目!E2"),
        ("name_unknown", "项目!D3"),
        ("date_impossible", "项目!G4"),
        ("choice_unknown", "项目!F4"),
        ("name_missing", "项目!B5"),
        ("date_order", "项目!H6"),
        ("cell_error", "项目!E7"),
        ("field_missing", "项目!E8"),
        ("row_depends", "到位资金!A2"),
        ("name_unknown", "到位资金!A3"),
        ("negative", "到位资金!C4"),
        ("metric_unknown", "目标!C2"),
        ("heading_missing", "企业!A1"),
    }
    assert all(problem.hint is not None for problem in made.problems)
    with pytest.raises(BadData) as caught:
        take(db, *bad)
    assert len(caught.value.problems) == len(made.problems)
    assert records(db) == before


def test_bad_rows_are_left_out_on_request_and_so_are_the_rows_that_need_them(db: str) -> None:
    made = take(
        db,
        UNITS,
        projects(one(), one(项目名称="乙", 协议类型="口头")),
        receipts(("甲", DAY, 1), ("乙", DAY, 1)),
        sheet("节点", "项目 阶段 实际日期", ("乙", "签约", DAY), ("甲", "签约", DAY)),
        skip_bad=True,
    )
    assert counts(made) == (5, 0, 0, 3)
    assert ("row_depends", "到位资金!A3") in codes(made)
    assert ("row_depends", "节点!A2") in codes(made)
    held = records(db)
    assert [project["name"] for project in held["project"]] == ["甲"]
    assert len(held["funds"]) == 1
    assert len(held["milestone"]) == 1


def test_blank_changes_nothing_and_a_word_clears(db: str) -> None:
    take(db, UNITS, projects(one(投资方="三一", 签约时间=DAY)))
    assert counts(take(db, projects(one(协议类型=None)))) == (0, 0, 1, 0)
    made = take(db, projects(one(投资方="清空", 签约时间="clear")))
    assert counts(made) == (0, 1, 0, 0)
    assert {(edit.field.key, edit.cell, edit.new) for edit in made.edits} == {
        ("investors", "C2", None),
        ("signed_on", "G2", None),
    }
    assert records(db)["project"][0]["investors"] is None
    assert records(db)["milestone"][0]["reached_on"] is None
    assert codes(plan(db, projects(one(**{"总投资(亿元)": "清空"})))) == [("clear_required", "项目!E2")]


def test_a_change_is_told_old_to_new_and_journalled_with_its_cell(db: str) -> None:
    take(db, UNITS, projects(one()))
    made = take(db, projects(one(**{"总投资(亿元)": 4, "责任单位": "茌平县", "签约时间": "2024年3月"})))
    told = {edit.field.key: (edit.cell, edit.old, edit.new) for edit in made.edits}
    # The unit is part of what a project without a number is known by: it is another project then.
    assert told == {}
    assert counts(made) == (1, 0, 0, 0)
    made = take(db, projects(one(编号="P1", **{"总投资(亿元)": 4, "责任单位": "茌平县", "项目名称": "甲改"})))
    told = {edit.field.key: (edit.cell, edit.old, edit.new) for edit in made.edits}
    assert told == {
        "total_investment": ("E2", Money(30_000_000_000), Money(40_000_000_000)),
        "unit": ("D2", "冠县", "茌平区"),
        "name": ("B2", "甲", "甲改"),
    }
    with reading(db) as reader:
        source = json.loads(reader.value("SELECT source FROM journal ORDER BY id DESC LIMIT 1"))
        layout = json.loads(reader.value("SELECT layout FROM batch ORDER BY id DESC LIMIT 1"))
    assert (source["sheet"], source["row"]) == ("项目", 2)
    assert (layout["file"], layout["sheets"]["项目"]["project"]["unit"]) == ("账.xlsx", "D")


def test_a_number_goes_before_the_name_and_an_unknown_one_falls_back_to_it(db: str) -> None:
    take(db, UNITS, projects(one(), one(项目名称="乙")))
    made = take(db, projects(one(编号="P2", 项目名称="甲二"), one(编号="P77")))
    assert counts(made) == (0, 1, 1, 0)
    assert [project["name"] for project in records(db)["project"]] == ["甲", "甲二"]
    made = take(db, projects(one(编号="P77", 项目名称="新")), receipts(("P77", DAY, 1)))
    assert message_codes(made)[0] == "number_elsewhere"
    assert records(db)["funds"][0]["project"] == 3
    assert codes(plan(db, projects(one(编号="第3号")))) == [("number_bad", "项目!A2")]


def test_what_refers_to_a_row_of_a_strange_number_is_not_given_to_the_record_of_that_number(db: str) -> None:
    heads = "编号 项目名称 投资方 责任单位 总投资(亿元)"
    take(
        db,
        UNITS,
        sheet("项目", heads, (None, "轴承保持架", "哈轴", "冠县", 3), (None, "冷链物流园", "顺丰", "冠县", 1)),
    )
    foreign = sheet("项目", heads, ("P1", "新能源电池", "宁德时代", "茌平区", 10))
    receipts = sheet(
        "到位资金",
        "项目 到位时间 到位金额(万元)",
        ("新能源电池", "2024-03-01", 500),
        ("P1", "2024-03-02", 500),
        ("轴承保持架", "2024-03-03", 500),
        ("冷链物流园", "2024-03-04", 500),
    )
    made = plan(db, foreign, receipts, skip_bad=True)
    assert codes(made) == [
        ("number_stranger", "项目!A2"),
        ("row_depends", "到位资金!A2"),
        ("row_depends", "到位资金!A3"),
    ]
    assert [(each.after["project"], each.after["received_on"].iso()) for each in made.added(NOUNS["funds"].label)] == [
        (1, "2024-03-03"),
        (2, "2024-03-04"),
    ]


def test_characters_that_nobody_sees_make_no_second_record(db: str) -> None:
    take(db, UNITS, projects(one(项目名称="轴承项目")))
    made = plan(db, projects(one(项目名称="轴\u200b承项目", 责任单位="冠县\ufeff", 协议类型="正式\u200b合同")))
    assert (codes(made), counts(made)) == ([], (0, 0, 1, 0))


def test_two_rows_for_one_record_are_refused_naming_both(db: str) -> None:
    take(db, UNITS, projects(one()))
    made = plan(db, projects(one(), one(), one(编号="P1"), one(项目名称="新"), one(项目名称=" 新 ")))
    assert codes(made) == [("row_twice", "项目!B2"), ("row_twice", "项目!B3"), ("row_twice", "项目!B6")]
    assert "项目!B4" in text(made.problems[0].what, "zh")
    year = sheet("目标", "年度 单位 指标 目标值", (2024, "冠县", "funds", 5), ("2024", "冠县", "到位资金", 6))
    assert codes(plan(db, year)) == [("row_twice", "目标!A3")]


def test_a_double_row_leaves_the_name_to_the_first(db: str) -> None:
    units = sheet("单位", "单位名称 分组", ("冠县", "county"), ("冠县", "county"))
    made = take(db, units, projects(one()), skip_bad=True)
    assert [problem.code for problem in made.problems] == ["row_twice"]
    assert records(db)["project"][0]["unit"] == 1


def test_a_number_of_no_unit_is_said_to_be_read_in_the_usual_one(db: str) -> None:
    take(db, UNITS, projects(one()))
    assert "heading_bare" not in message_codes(
        take(db, sheet("到位资金", "项目 到位时间 到位金额", ("甲", DAY, "5万元")))
    )
    for amount in (5, "5"):
        made = take(db, sheet("到位资金", "项目 到位时间 到位金额", ("甲", DAY, amount)))
        assert "heading_bare" in message_codes(made)


def test_equal_rows_are_as_many_events_and_the_nth_is_the_nth(db: str) -> None:
    take(db, UNITS, projects(one()))
    twice = receipts(("甲", DAY, 5), ("甲", DAY, 5))
    assert counts(take(db, twice)) == (2, 0, 0, 0)
    assert counts(take(db, twice)) == (0, 0, 2, 0)
    made = take(db, receipts(("甲", DAY, 5), ("甲", DAY, 5, None, "已认定"), ("甲", DAY, 5)))
    assert counts(made) == (1, 1, 1, 0)
    assert [held["recognition"] for held in records(db)["funds"]] == ["reported", "recognised", "reported"]


def test_rows_of_units_that_a_file_does_not_tell_of_are_not_gone(db: str) -> None:
    take(
        db,
        UNITS,
        projects(one(), one(项目名称="乙"), one(项目名称="丙", 责任单位="茌平区")),
        receipts(("丙", DAY, 5), ("甲", DAY, 5)),
    )
    made = take(db, projects(one()), receipts(("乙", DAY, 1)))
    told = [text(each.what, "zh") for each in messages([made], several=False)]
    assert [each for each in told if "不在此文件中" in each] == [
        "数据库中相关的项目有 1 条不在此文件中，未作改动：P2",
        "数据库中相关的到位资金有 1 条不在此文件中，未作改动：F2",
    ]


def test_rows_that_are_gone_are_counted_and_stay(db: str) -> None:
    take(db, UNITS, projects(one(), one(项目名称="乙", 签约时间=DAY)))
    made = take(db, projects(one()))
    assert made.gone == {"project": {2}}
    [gone] = messages([made], several=False)
    assert text(gone.what, "en") == "project: 1 related in the database, not in this file, kept as they are: P2"
    assert len(records(db)["project"]) == 2


def test_a_milestone_of_its_own_sheet_wins_over_the_columns_of_projects(db: str) -> None:
    own = sheet(
        "节点",
        "项目 阶段 实际日期 认定状态 认定人",
        ("甲", "签约", "2024-03-09", "已退回", "张三"),
        ("甲", "开工", None),
    )
    book = (UNITS, projects(one(签约时间=DAY)), own)
    made = take(db, *book)
    assert "reason_missing" in message_codes(made)
    held = records(db)["milestone"]
    assert [(m["stage"], m["reached_on"]) for m in held] == [("signed", from_iso("2024-03-09")), ("started", None)]
    assert counts(take(db, *book)) == (0, 0, 5, 0)


def test_rules_hold_over_database_and_file_together(db: str) -> None:
    take(db, UNITS, projects(one(签约时间=DAY, **{"总投资(亿元)": 1})), receipts(("甲", "2024-04-01", 6000)))
    made = plan(db, receipts(("甲", "2024-04-01", 6000), ("甲", "2024-05-01", 3000), ("甲", "2024-06-01", 3000)))
    assert [code for code in message_codes(made) if code != "receipt_uncounted"] == ["receipts_above_total"]
    assert "到位资金!C4" in text(made.messages[0].what, "zh")
    assert codes(plan(db, receipts(("甲", "2024-05-01", 10_001)))) == [("receipt_above_total", "到位资金!C2")]
    assert codes(plan(db, sheet("节点", "项目 阶段 实际日期", ("甲", "开工", "2024-01-01")))) == [
        ("date_order", "节点!C2")
    ]
    late = [("甲", f"2026-05-0{n}", 1) for n in range(1, 9)]
    [said] = plan(db, receipts(*late)).messages[:1]
    assert said.code == "date_future"
    assert text(said.what, "zh").startswith(
        "共 8 处，各不相同：到位资金!B2：到位时间 2026-05-01 在今天之后；到位资金!B3："
    )
    assert text(said.what, "zh").count("到位资金!") == 3
    unsettled = sheet("目标", "年度 活动 指标 目标值", (None, None, "funds", 5))
    assert codes(plan(db, unsettled)) == [("target_period", "目标!A2")]


def test_a_receipt_is_held_to_the_total_that_the_same_file_sets(db: str) -> None:
    take(db, UNITS, projects(one()), receipts(("甲", DAY, 20_000)))
    made = plan(db, projects(one(**{"总投资(亿元)": 1})), receipts(("甲", DAY, 20_000)))
    assert codes(made) == [("receipt_above_total", "到位资金!C2")]


def test_perhaps_the_same_is_said_of_new_projects_alone(db: str) -> None:
    assert "perhaps_same" not in message_codes(
        take(db, UNITS, projects(one(项目名称="高端轴承制造项目", 投资方="三一"), one(项目名称="无主项目")))
    )
    rows = (
        one(项目名称="高端轴承制造项目", 投资方="别家", 责任单位="茌平区"),
        one(项目名称="高端轴承智造项目", 投资方="三一、别家"),
        one(项目名称="高端轴承制造项目二", 投资方="三一"),
        one(项目名称="无主项目", 责任单位="茌平区"),
        one(项目名称="完全不同", 投资方="三一"),
    )
    made = plan(db, projects(*rows))
    said = [text(message.what, "zh") for message in made.messages if message.code == "perhaps_same"]
    assert [line.split(" ")[0] for line in said] == ["项目!B2", "项目!B3"]


def test_segments_are_read_within_their_chain(db: str) -> None:
    chains = sheet(
        "产业链",
        "产业链 细分方向 环节状况 链长",
        ("轴承", "材料", "强", "甲"),
        ("轴承", "成品", None, None),
        ("纺织", "材料", "弱", None),
        ("化工", None, None, "乙"),
    )
    companies = sheet("企业", "企业名称 产业链 细分方向", ("一厂", "纺织", "材料"), ("二厂", None, "轴承/材料"))
    made = take(db, chains, companies)
    assert counts(made) == (8, 0, 0, 0)
    held = records(db)
    assert [(c["chain"], c["segment"]) for c in held["company"]] == [(2, 3), (None, 1)]
    assert [chain["chief"] for chain in held["chain"]] == ["甲", None, "乙"]
    assert codes(plan(db, sheet("企业", "企业名称 产业链 细分方向", ("三厂", "纺织", "成品")))) == [
        ("name_unknown", "企业!C2")
    ]
    clash = sheet("产业链", "产业链 细分方向 链长", ("轴承", "甲一", "甲"), ("轴承", "甲二", "丙"))
    assert ("row_conflict", "产业链!C3") in codes(plan(db, clash))


def test_sheets_and_columns_that_are_not_known_are_left_out_and_named(db: str) -> None:
    units = sheet("单位", "单位名称 分组 电话 ★别名", ("冠县", "县市区", "1234", "冠", "多余"))
    made = take(db, sheet("说明", "随便"), units, sheet("数据", "指标", hidden=True), sheet("_lists", "x", hidden=True))
    said = {message.code: text(message.what, "zh") for message in made.messages}
    assert "说明" in said["sheet_unknown"]
    assert "_lists" not in "".join(said.values())
    assert "数据" in said["sheet_hidden"]
    assert "C“电话”" in said["heading_unknown"]
    assert "E" in said["heading_unknown"].split("：")[1]
    assert records(db)["unit"][0]["aliases"] == ("冠",)
    assert codes(plan(db, sheet("随便", "x"))) == [("no_sheet", None)]


def test_a_title_and_blank_rows_may_stand_above_and_between(db: str) -> None:
    titled = sheet("单位", "单位名称 分组", ("冠县", "县市区"), first=4)
    titled = Sheet("单位", (type(titled.rows[0])(2, ("2024年单位表",)), *titled.rows))
    made = take(db, titled)
    assert counts(made) == (1, 0, 0, 0)
    assert codes(plan(db, Sheet("单位", titled.rows[:1]))) == [("heading_missing", "单位!A2")]


def test_marks_for_nothing_are_blank_where_the_field_is_no_text(db: str) -> None:
    take(db, UNITS, projects(one(签约时间="—", 协议类型="/", 投资方="无")))
    held = records(db)["project"][0]
    assert (held["agreement"], held["investors"]) == (None, ("无",))
    assert records(db)["milestone"] == []


def test_the_whole_city_is_a_target_without_a_unit(db: str) -> None:
    made = take(
        db,
        UNITS,
        sheet("目标", "年度 单位 指标 目标值", (2024, "全市", "到位资金", 500), (2024, "冠县", "funds", None)),
    )
    assert [held["unit"] for held in records(db)["target"]] == [None]
    assert "targets_empty" in message_codes(made)


def test_an_alias_finds_its_unit_and_does_not_rename_it(db: str) -> None:
    take(db, UNITS)
    made = take(db, sheet("单位", "单位名称 分组", ("茌平县", "开发区")))
    assert counts(made) == (0, 1, 0, 0)
    assert [(unit["name"], unit["group"]) for unit in records(db)["unit"]] == [("冠县", "county"), ("茌平区", "zone")]


def test_companies_are_known_by_code_and_name_then_by_name(db: str) -> None:
    head = "企业名称 统一社会信用代码 总部所在地"
    one_code, other = "91371500999999001A", "91371500999999002B"
    first = sheet("企业", head, ("同名", one_code, "甲"), ("同名", other, "乙"))
    assert counts(take(db, first)) == (2, 0, 0, 0)
    made = take(db, sheet("企业", head, ("同名", other, "乙二"), ("同名", one_code, "甲")))
    assert counts(made) == (0, 1, 1, 0)
    assert [held["home"] for held in records(db)["company"]] == ["甲", "乙二"]
    assert codes(plan(db, sheet("企业", "企业名称", ("同名",)))) == [("name_ambiguous", "企业!A2")]
    assert "perhaps_same" in message_codes(plan(db, sheet("企业", head, ("异名", other, None))))


def test_money_takes_the_unit_of_its_heading_or_its_own(db: str) -> None:
    take(
        db,
        UNITS,
        sheet(
            "项目",
            "项目名称 责任单位 总投资（单位：万元） 承诺产值(估算)",
            ("甲", "冠县", 12000, 2),
            ("乙", "冠县", "1000万美元", "3500万"),
        ),
    )
    held = records(db)["project"]
    assert [p["total_investment"] for p in held] == [Money(12_000_000_000), Money(1_000_000_000, "USD")]
    assert held[0]["promised_output"] == Money(20_000_000_000)


def test_english_headings_and_labels_are_read_whatever_the_language(db: str) -> None:
    take(
        db,
        sheet("Units", "name GROUP", ("Guan", "County")),
        Sheet(
            "Projects",
            (
                type(UNITS.rows[0])(1, ("Project name", "Responsible unit", "Total investment (10k CNY)", "Agreement")),
                type(UNITS.rows[0])(2, ("A", "guan", 100, "contract")),
            ),
        ),
    )
    assert records(db)["project"][0]["total_investment"] == Money(1_000_000_00)
    assert records(db)["project"][0]["agreement"] == "contract"


def test_many_unknown_names_do_not_take_for_ever(db: str) -> None:
    take(db, UNITS, projects(*[one(项目名称=f"项目{n}号", 签约时间=None) for n in range(2000)]))
    start = process_time()
    made = plan(db, receipts(*[(f"不存在的项目{n}", DAY, 1) for n in range(2000)]))
    assert len(made.problems) == 2000
    assert process_time() - start < 10


def test_a_heading_that_stands_twice_makes_its_rows_bad(db: str) -> None:
    twice = sheet("单位", "单位名称 分组 Group", ("冠县", "县市区", "开发区"))
    made = take(db, twice, skip_bad=True)
    assert codes(made) == [("heading_twice", "单位!C1")]
    assert counts(made) == (0, 0, 0, 1)
    assert records(db)["unit"] == []


def test_a_number_that_is_known_stands_for_its_record_in_other_sheets(db: str) -> None:
    take(db, UNITS, projects(one(), one(责任单位="茌平区")))
    assert codes(plan(db, receipts(("甲", DAY, 1)))) == [("name_ambiguous", "到位资金!A2")]
    take(db, receipts(("P2", DAY, 1)))
    assert records(db)["funds"][0]["project"] == 2


def test_of_new_records_of_one_name_the_file_s_own_numbers_tell_which_is_meant(db: str) -> None:
    twins = one(编号=None), one(编号=None, 责任单位="茌平区")
    [problem] = plan(db, UNITS, projects(*twins), receipts(("甲", DAY, 1))).problems
    assert problem.code == "name_ambiguous"
    assert "P1" not in text(problem.hint, "zh")
    assert "P901" in text(problem.hint, "zh")
    numbered = one(编号="P901"), one(编号="P902", 责任单位="茌平区")
    take(db, UNITS, projects(*numbered), receipts(("P902", DAY, 1)))
    [received] = records(db)["funds"]
    assert records(db)["project"][received["project"] - 1]["unit"] == 2


def test_new_projects_are_weighed_quickly_against_many(db: str) -> None:
    from tracker.services import likeness
    from tracker.services.sheet_rows import Line
    from tracker.store.records import Record

    letters = "轴承装备新能源材料半导体医药化工纺织食品物流光伏电池"
    names = ["".join(letters[(n * step) % len(letters)] for step in (1, 3, 5, 7, 11)) + str(n) for n in range(20_000)]
    known = {n: Record(n, 1, {"name": name, "investors": (f"公司{n % 2000}",)}) for n, name in enumerate(names)}
    [template] = plan(db, UNITS, projects(one())).added(NOUNS["project"].label)
    lines = [
        Line(None, n, template.noun, {}, values={"name": f"{names[n]}新", "investors": (f"公司{n}",)})  # type: ignore[arg-type]
        for n in range(450)
    ]
    start = process_time()
    assert len(list(likeness.projects(lines, known))) == 450
    assert process_time() - start < 2


def test_receipts_that_a_metric_leaves_out_for_a_blank_cell_are_told(db: str) -> None:
    take(db, UNITS, projects(one()))
    headings = "项目 到位时间 到位金额(万元) 来源地 资金类别"
    full, blank = ("甲", DAY, 500, "省外", "土地"), ("甲", "2024-04-01", 600, "省外", None)
    earlier = ("甲", "2019-04-01", 700, None, None)  # the rules of 2024 say nothing of it
    made = take(db, sheet("到位资金", headings, full, blank, earlier))
    told = [text(each.what, "zh") for each in made.messages if each.code == "receipt_uncounted"]
    assert told == ["到位资金!E3：没有资金类别，不计入指标“到位资金”"]
    again = plan(db, sheet("到位资金", headings, full, blank, earlier))
    assert "receipt_uncounted" not in message_codes(again)  # said once, as it comes
    county = plan(db, receipts(*(("甲", f"2024-0{n}-02", n, "省外", None) for n in (5, 6))))
    [both] = [text(each.what, "en") for each in county.messages if each.code == "receipt_uncounted"]
    assert "Funds kind" in both
    assert "Funds in place" in both


def test_a_total_below_a_receipt_that_the_file_does_not_hold_is_refused(db: str) -> None:
    receipts = sheet("到位资金", "项目 到位时间 到位金额(亿元)", ("甲", DAY, 2))
    take(db, UNITS, projects(one()), receipts)
    lowered = projects(one(编号="P1", **{"总投资(亿元)": 1}))
    assert codes(plan(db, lowered)) == [("receipt_above_total", "项目!E2")]
    assert codes(plan(db, projects(one(编号="P1", **{"总投资(亿元)": 2})))) == []


def test_a_total_is_held_to_the_receipts_as_they_will_be(db: str) -> None:
    kept, amount = "编号 项目 到位时间 到位金额(万元)", "项目名称 责任单位 总投资(亿元) 状态"
    take(db, UNITS, projects(one()), sheet("到位资金", kept, (None, "甲", DAY, 20000)))
    lowered = (sheet("项目", amount, ("甲", "冠县", 1, None)), sheet("到位资金", kept, ("F1", "甲", "某日", 5000)))
    assert codes(plan(db, *lowered)) == [("date_bad", "到位资金!C2")]
    left_out = plan(db, *lowered, skip_bad=True)  # so that the receipt of 2亿 stays
    assert codes(left_out) == [("date_bad", "到位资金!C2"), ("receipt_above_total", "项目!C2")]


@pytest.mark.parametrize(
    ("total", "skip_bad", "above"), [(9, False, 0), (9, True, 1), ("约三", False, 0), (4, False, 1)]
)
def test_receipts_are_held_to_the_total_as_it_will_be(db: str, total: object, skip_bad: bool, above: int) -> None:
    take(db, UNITS, projects(one()))
    bad = sheet("项目", "项目名称 责任单位 总投资(亿元) 状态", ("甲", "冠县", total, "口头"))
    made = plan(db, bad, receipts(("甲", DAY, 50000)), skip_bad=skip_bad)
    assert [code for code, _ in codes(made)].count("receipt_above_total") == above


PART = (
    "编号",
    "项目名称",
    "责任单位",
    "引荐单位",
    "资金分成",
    "总投资(亿元)",
    "协议类型",
    "状态",
    "状态原因",
    "签约时间",
    "开工时间",
    "竣工时间",
)
FUND = ("项目", "到位时间", "到位金额(万元)", "认定状态", "意见", "凭证日期")


def part(**cells: Any) -> tuple[Any, ...]:
    """A row of a project of which only some cells are filled in."""
    whole = {"项目名称": "甲", "责任单位": "冠县", "总投资(亿元)": 2} | cells
    return tuple(whole.get(heading) for heading in PART)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        # Every rule whose fields were read speaks at once.
        ({"总投资(亿元)": "约三", "签约时间": DAY, "开工时间": "2024-01-02"}, ["总投资(亿元)", "开工时间"]),
        ({"总投资(亿元)": None, "签约时间": DAY, "开工时间": "2024-01-02"}, ["总投资(亿元)", "开工时间"]),
        ({"项目名称": None, "签约时间": DAY, "开工时间": "2024-01-02"}, ["项目名称", "开工时间"]),
        ({"总投资(亿元)": "约三", "引荐单位": "茌平区", "资金分成": "4:3:3"}, ["总投资(亿元)", "资金分成"]),
        # A rule of which a field was not read is silent, and no cell is told of twice.
        ({"签约时间": "某日", "开工时间": "2024-01-02"}, ["签约时间"]),
        ({"签约时间": DAY, "开工时间": "某日"}, ["开工时间"]),
        ({"引荐单位": "没有", "资金分成": "4:3:3"}, ["引荐单位"]),
        ({"责任单位": "没有", "引荐单位": "茌平区", "资金分成": "4:3:3"}, ["责任单位"]),
    ],
)
def test_a_bad_row_of_a_project_is_judged_by_what_was_read(db: str, cells: dict[str, Any], told: list[str]) -> None:
    take(db, UNITS)
    made = plan(db, sheet("项目", " ".join(PART), part(**cells)))
    places = [str(place).partition("!")[2] for _, place in codes(made)]
    assert sorted(places) == sorted(f"{'ABCDEFGHIJKL'[PART.index(each)]}2" for each in told)


@pytest.mark.parametrize(
    ("cells", "code", "warned"),
    [
        ({"协议类型": "口头", "签约时间": DAY}, "agreement_missing", 0),
        ({"总投资(亿元)": "约三", "签约时间": DAY}, "agreement_missing", 1),
        ({"总投资(亿元)": "约三", "状态": "退库"}, "reason_missing", 1),
        ({"引荐单位": "没有", "资金分成": "5:5"}, "introducer_missing", 0),
        ({"总投资(亿元)": "约三", "资金分成": "5:5"}, "introducer_missing", 1),
        ({"总投资(亿元)": "约三", "签约时间": "2026-01-01"}, "date_future", 1),
    ],
)
def test_a_bad_row_is_warned_of_by_what_was_read(db: str, cells: dict[str, Any], code: str, warned: int) -> None:
    take(db, UNITS)
    made = plan(db, sheet("项目", " ".join(PART), part(**cells)))
    assert [message.code for message in made.messages].count(code) == warned


def test_a_bad_row_of_a_project_that_is_there_is_judged_beside_what_is_there(db: str) -> None:
    take(db, UNITS, sheet("项目", " ".join(PART), part(签约时间=DAY)))
    row = part(编号="P1", 状态="口头", 开工时间="2024-01-02")
    assert codes(plan(db, sheet("项目", " ".join(PART), row))) == [
        ("choice_unknown", "项目!H2"),
        ("date_order", "项目!K2"),
    ]
    unread = part(编号="P1", 签约时间="某日", 开工时间="2024-01-02")
    assert [code for code, _ in codes(plan(db, sheet("项目", " ".join(PART), unread)))] == ["date_bad"]


def test_a_bad_receipt_is_judged_beside_its_project_and_counts_for_no_other(db: str) -> None:
    take(db, UNITS, sheet("项目", " ".join(PART), part(签约时间=DAY)))
    rows = [
        ("甲", "2024-04-01", 30000, "口头", None, None),
        ("甲", "2024-01-01", 15000, "口头", None, None),
        ("甲", "某日", 15000, None, None, None),
        ("甲", "2024-04-01", 25000, None, None, None),
        ("甲", "2024-05-01", 8000, None, None, None),
        ("没有", "2024-05-01", 30000, "已退回", None, None),
    ]
    made = plan(db, sheet("到位资金", " ".join(FUND), *rows))
    assert codes(made) == [
        ("choice_unknown", "到位资金!D2"),
        ("date_bad", "到位资金!B4"),
        ("name_unknown", "到位资金!A7"),
        ("receipt_above_total", "到位资金!C5"),
        ("receipt_above_total", "到位资金!C2"),
    ]
    told = {message.code: text(message.what, "zh") for message in made.messages}
    assert "receipts_above_total" not in told
    assert told["receipt_before_signing"].startswith("到位资金!B3")
    assert told["reason_missing"].startswith("到位资金!E7")


def test_a_bad_milestone_is_judged_beside_the_stages_of_its_project(db: str) -> None:
    take(db, UNITS, sheet("项目", " ".join(PART), part(签约时间=DAY)))
    head = "项目 阶段 实际日期 认定状态 认定日期"
    made = plan(
        db, sheet("节点", head, ("甲", "开工", "2024-01-02", "口头", None), ("甲", "没有", "2024-01-02", None, None))
    )
    assert codes(made) == [("choice_unknown", "节点!D2"), ("choice_unknown", "节点!B3"), ("date_order", "节点!C2")]


def test_other_bad_rows_are_judged_and_a_row_of_another_record_is_not(db: str) -> None:
    take(db, UNITS)
    trips = sheet("走访", "单位 开始日期 结束日期 人数", ("没有", DAY, "2024-01-02", None), ("没有", "某日", DAY, None))
    assert codes(plan(db, trips)) == [
        ("name_unknown", "走访!A2"),
        ("date_bad", "走访!B3"),
        ("date_order", "走访!C2"),
    ]
    rows = (part(签约时间=DAY), part(签约时间="2024-06-01", 开工时间="2024-01-02"))
    assert [code for code, _ in codes(plan(db, sheet("项目", " ".join(PART), *rows)))] == ["row_twice"]
    targets = sheet("目标", "年度 活动 单位 指标 目标值", (None, "没有", "冠县", "到位资金", 1))
    assert [code for code, _ in codes(plan(db, targets))] == ["name_unknown"]


def test_one_fault_of_a_cell_is_told_in_one_way(db: str) -> None:
    take(db, UNITS)
    steps = sheet("节点", "项目 阶段 实际日期", (None, "签约", DAY), (None, "签约", DAY))
    assert codes(plan(db, steps)) == [("field_missing", "节点!A2"), ("field_missing", "节点!A3")]
    named = projects(one(项目名称=DAY))
    assert codes(plan(db, named)) == [("cell_type", "项目!B2")]
    assert codes(plan(db, projects(one(项目名称=True)))) == [("name_missing", "项目!B2")]
