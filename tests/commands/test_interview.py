"""Asking at a pseudo-terminal: keys go to the program, and its screen and the database are read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.terminal import BACKSPACE, CTRL_C, CTRL_D, CTRL_U, DOWN, ENTER, TAB, UP, Seat
from tracker.rules.nouns import NOUNS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

NEXT = "下次可直接："


def command(database: Path) -> str:
    """The command line of the newest batch."""
    with closing(sqlite3.connect(database)) as connection:
        [(line,)] = connection.execute("SELECT command FROM batch ORDER BY id DESC LIMIT 1").fetchall()
    return str(line)


def test_a_receipt_is_asked_for_field_by_field(city: Runner) -> None:
    with Seat("funds", "add") as seat:
        seat.sees("项目：")
        seat.types("轴", ENTER)
        seat.sees("到位金额：")
        seat.types("500万", ENTER)
        seat.sees("到位时间：2024-04-10")
        seat.types(ENTER)
        assert "1 境外  2 省外  3 市外省内  4 市内县外" in seat.sees("来源地（可不填）：")
        seat.types("2")
        seat.sees("资金类别（可不填）：")
        seat.types("固定资产", ENTER)
        seat.sees("凭证类型（可不填）：")
        seat.types(ENTER)
        assert "│ 到位金额 │ 500万元" in seat.sees("保存？")
        assert city.json("log")["total"] == 17, "nothing is written before the confirmation"
        seat.types(ENTER)
        seat.sees("F2 已新增到位资金")
        seat.types(ENTER)
        assert seat.ends() == 0
        line = "tracker funds add 轴承一期 500万 --on 2024-04-10 --ring 省外 --kind 固定资产"
        assert NEXT + line in seat.text
    assert command(city.database) == line
    shown = city.json("funds", "show", "F2")
    assert (shown["project"], shown["ring"], shown["kind"]) == ("轴承一期", "province", "fixed")


def test_the_line_for_next_time_does_the_same(city: Runner) -> None:
    with Seat("lead", "add", lang="en") as seat:
        seat.sees("Lead name:")
        seat.types("储能 二期", ENTER, "冠", ENTER, "三一", ENTER, "3-1", ENTER, "2", "2亿", ENTER, ENTER, ENTER)
        assert seat.ends() == 0
    line = command(city.database)
    assert line == "tracker lead add '储能 二期' 冠县 三一重工 --channel business --on 2024-03-01 --investment 2亿"
    first = city.json("lead", "show", "L2")
    city.ok("undo", "-y")
    import shlex

    city.ok(*shlex.split(line)[1:])
    again = city.json("lead", "show", "L3")
    assert {**first, "id": "L3", "history": again["history"]} == again


def test_only_what_is_missing_is_asked_for(city: Runner) -> None:
    with Seat("funds", "add", "P1", "500万", "--ring", "省外") as seat:
        seat.sees("到位时间：")
        seat.types("3-15", ENTER)
        shown = seat.sees("保存？")
        assert "资金类别" not in shown
        seat.types(ENTER, ENTER)
        assert seat.ends() == 0
    assert city.json("funds", "show", "F2")["received_on"] == "2024-03-15"


def test_a_whole_command_line_asks_nothing(city: Runner) -> None:
    with Seat("funds", "add", "P1", "500万", "--on", "3-15") as seat:
        assert seat.ends() == 0
        assert "F2 已新增到位资金" in seat.text
        assert "？" not in seat.text


WRONG = {
    "bare money": (("funds", "add", "P1"), "到位金额：", "3000", "没有写明金额单位", "万", "到位时间："),
    "unknown name": (("funds", "add"), "项目：", "没有", "没有叫“没有”的项目", CTRL_U + "P1", "到位金额："),
    "future date": (
        ("funds", "add", "P1", "500万"),
        "到位时间：",
        "2025-01-01",
        "在今天之后",
        CTRL_U + "3-1",
        "保存？",
    ),
    "above the total": (
        ("funds", "add", "P1", "--on", "3-1"),
        "到位金额：",
        "9亿",
        "超过项目总投资",
        CTRL_U + "9万",
        "保存？",
    ),
    "required": (("funds", "add", "P1"), "到位金额：", "", "到位金额必须填写", "9万", "到位时间："),
    "equal unit": (("unit", "add"), "单位名称：", "冠县", "已有相同的单位 U1", "区", "分组："),
    "choice": (("unit", "add", "莘县"), "分组：", "", "分组必须填写", "1", "保存？"),
    "stage behind": (("project", "advance", "P1"), "阶段：", "在谈", "不能退回", CTRL_U + "开工", "实际日期："),
    "day before": (("project", "advance", "P1", "started"), "实际日期：", "1-5", "早于", CTRL_U + "3-5", "保存？"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_refused_at_once_and_can_be_corrected(city: Runner, name: str) -> None:
    argv, asked, wrong, why, corrected, then = WRONG[name]
    with Seat(*argv) as seat:
        seat.sees(asked)
        seat.types(wrong, ENTER)
        seat.sees(why)
        seat.types(corrected, ENTER)
        seat.sees(then)


def test_an_ambiguous_name_lists_its_candidates(city: Runner) -> None:
    city.ok("project", "add", "轴承二期", "冠县", "5亿")
    with Seat("funds", "add") as seat:
        seat.sees("项目：")
        seat.types("轴承")
        seat.sees("P2 轴承二期")
        seat.types(ENTER)
        seat.sees("“轴承” 对应 2 个项目")
        seat.types(DOWN, DOWN, ENTER)
        seat.sees("项目：轴承二期")
        seat.sees("到位金额：")


def test_names_shared_by_two_are_entered_by_number(city: Runner) -> None:
    city.ok("project", "add", "轴承一期", "临清", "5亿")
    with Seat("funds", "add") as seat:
        seat.sees("项目：")
        seat.types("轴", TAB, TAB, ENTER)
        seat.sees("项目：P2")
        seat.sees("到位金额：")


def test_a_list_is_completed_part_by_part(city: Runner) -> None:
    city.ok("company", "add", "人本集团")
    with Seat("visit", "add", "冠县", "上海", "--on", "3-1", "--people", "2") as seat:
        assert seat.ends() == 0
    with Seat("visit", "add") as seat:
        seat.sees("单位：")
        seat.types("冠", ENTER, ENTER, "3-2", ENTER, "上海", ENTER)
        seat.sees("拜访企业（可不填）：")
        seat.types("三", TAB, ",人")
        seat.sees("人本集团")
        seat.types(TAB, ENTER)
        seat.sees("拜访企业（可不填）：三一重工,人本集团")


def test_stepping_back_keeps_the_former_answer(city: Runner) -> None:
    with Seat("funds", "add", "P1") as seat:
        seat.sees("到位金额：")
        seat.types("<")
        seat.sees("这是第一项")
        seat.types("500万", ENTER)
        seat.sees("到位时间：")
        seat.types("<")
        seat.sees("到位金额：500万")
        seat.types("600万", ENTER, ENTER)
        seat.sees("保存？")
        seat.types("<")
        seat.sees("到位时间：2024-04-10")
        seat.types("3-1", ENTER, ENTER, ENTER)
        assert seat.ends() == 0
    shown = city.json("funds", "show", "F2")
    assert (shown["amount"]["fen"], shown["received_on"]) == (600_000_000, "2024-03-01")


def test_a_default_is_edited_or_replaced_as_in_a_cell(city: Runner) -> None:
    with Seat("funds", "edit", "F1") as seat:
        seat.sees("修改哪一项？")
        seat.types("到位金额", ENTER)
        seat.sees("到位金额：1000万元")
        seat.types("\x1b[D", BACKSPACE * 4, "2", ENTER)
        seat.sees("到位金额：12元")
        seat.types("2", ENTER)
        seat.sees("到位时间：2024-03-05")
        seat.types("3-6", ENTER, ENTER)
        shown = seat.sees("保存？")
        assert "│ 到位金额 │ 1000万元   │ 12元       │" in shown
        assert "│ 到位时间 │ 2024-03-05 │ 2024-03-06 │" in shown
        seat.types(ENTER)
        assert seat.ends() == 0
    assert command(city.database) == "tracker funds edit F1 --amount 12元 --on 2024-03-06"


def test_an_emptied_field_is_cleared_and_a_required_one_is_not(city: Runner) -> None:
    with Seat("funds", "edit") as seat:
        seat.sees("F1 轴承一期")
        seat.types(TAB, ENTER)
        seat.sees("修改哪一项？")
        seat.types("来源地", ENTER, BACKSPACE, ENTER)
        seat.types("到位金额", ENTER, BACKSPACE, ENTER)
        seat.sees("到位金额必须填写")
        seat.types("<", ENTER)
        seat.sees("保存？")
        seat.types("y")
        assert seat.ends() == 0
    assert command(city.database) == "tracker funds edit F1 --clear ring"
    assert city.json("funds", "show", "F1")["ring"] is None


def test_nothing_to_change_changes_nothing(city: Runner) -> None:
    with Seat("funds", "edit", "F1") as seat:
        seat.sees("修改哪一项？")
        seat.types(ENTER)
        assert seat.ends() == 4


def test_a_likely_duplicate_is_shown_before_the_rest_is_asked(city: Runner) -> None:
    with Seat("project", "add") as seat:
        seat.sees("项目名称：")
        seat.types("轴承一期", ENTER, "临清", ENTER)
        shown = seat.sees("仍要继续？")
        assert "可能与已有项目重复：" in shown
        assert "│ P1   │ 轴承一期 │ 冠县" in shown
        seat.types(ENTER)
        seat.sees("责任单位：临清市")
        seat.types(ENTER)
        seat.sees("仍要继续？")
        seat.types("y")
        seat.sees("总投资：")


def test_what_the_command_line_gave_is_compared_too(city: Runner) -> None:
    with Seat("project", "add", "轴承一期", "临清") as seat:
        seat.sees("仍要继续？")
        seat.types("y")
        seat.sees("总投资：")


def test_an_equal_receipt_is_stored_once_it_is_said_to_be_another(city: Runner) -> None:
    with Seat("funds", "add", "P1", "1000万", "--ring", "省外", "--kind", "fixed") as seat:
        seat.sees("到位时间：")
        seat.types("3-5", ENTER)
        seat.sees("仍要继续？")
        seat.types("y")
        seat.sees("保存？")
        seat.types("y", "n")
        assert seat.ends() == 0
    assert command(city.database).endswith("--kind 固定资产 --yes")


def test_another_one_like_it_has_the_answers_of_the_last(city: Runner) -> None:
    with Seat("funds", "add", "--evidence-number", "7") as seat:
        seat.sees("项目：")
        seat.types("轴", ENTER, "500万", ENTER, ENTER, ENTER)
        seat.sees("再录一条类似的？")
        seat.types("y")
        seat.sees("项目：轴承一期")
        seat.types(ENTER)
        seat.sees("到位金额：500万")
        seat.types("600", ENTER)
        seat.sees("没有写明金额单位")
        seat.types("=")
        seat.sees("到位金额：500万")
        seat.types("700万", ENTER, UP, ENTER, ENTER)
        seat.sees("F3 已新增到位资金")
        seat.types("n")
        assert seat.ends() == 0
    shown = city.json("funds", "show", "F3")
    assert (shown["amount"]["fen"], shown["evidence_number"]) == (700_000_000, "7")


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_ctrl_c_drops_this_record_alone_and_says_so(city: Runner, key: str) -> None:
    with Seat("funds", "add", "P1") as seat:
        seat.sees("到位金额：")
        seat.types("500万", ENTER, ENTER, ENTER)
        seat.sees("再录一条类似的？")
        seat.types("y", ENTER)
        seat.sees("到位金额：")
        seat.types(key)
        assert seat.ends() == 130
        assert "已放弃这一条；此前已保存 1 条" in seat.text
    assert city.json("funds", "list")["total"] == 2


def test_a_no_at_the_end_stores_nothing(city: Runner) -> None:
    with Seat("lead", "lose", "L1") as seat:
        seat.sees("流失原因：")
        seat.types("落户外地", ENTER)
        assert "│ 状态     │ 新线索 │ 已流失" in seat.sees("保存？")
        seat.types("n")
        assert seat.ends() == 4
    assert city.json("lead", "show", "L1")["status"] == "new"


def test_a_trial_run_asks_and_stores_nothing(city: Runner) -> None:
    with Seat("funds", "add", "P1", "--dry-run") as seat:
        seat.sees("到位金额：")
        seat.types("500万", ENTER, ENTER, ENTER, ENTER)
        assert seat.ends() == 0
        assert "试运行" in seat.text
    assert city.json("funds", "list")["total"] == 1


def test_nobody_waits_while_a_person_thinks(city: Runner) -> None:
    with Seat("funds", "add", "P1", "500万") as seat:
        seat.sees("到位时间：")
        city.ok("unit", "add", "高唐县", "county")
        seat.types(ENTER)
        seat.sees("保存？")
        city.ok("unit", "add", "莘县", "county")
        seat.types(ENTER, ENTER)
        assert seat.ends() == 0


def test_a_project_is_advanced_to_its_signing(city: Runner) -> None:
    city.ok("project", "add", "机床项目", "冠县", "5亿")
    with Seat("project", "advance") as seat:
        seat.sees("项目：")
        seat.types("机", ENTER)
        seat.sees("阶段：在谈")  # as its card says
        seat.types("3")
        seat.sees("实际日期：2024-04-10")
        seat.types(ENTER)
        seat.sees("协议类型：正式合同")
        seat.types(ENTER)
        seat.sees("合同投资额（可不填）：")
        seat.types("4亿", ENTER)
        assert "│ 签约时间" in seat.sees("保存？")
        seat.types(ENTER)
        assert seat.ends() == 0
    line = "tracker project advance 机床项目 签约 --on 2024-04-10 --agreement 正式合同 --contract 4亿"
    assert command(city.database) == line


def test_a_lead_without_an_amount_is_asked_for_one(city: Runner) -> None:
    city.ok("lead", "edit", "L1", "--clear", "investment")
    with Seat("lead", "convert", "L1", lang="en") as seat:
        seat.sees("Total investment:")
        seat.types("3亿", ENTER, ENTER)
        assert seat.ends() == 0
    assert command(city.database) == "tracker lead convert L1 --total 3亿"
    assert city.json("project", "show", "P2")["total_investment"]["fen"] == 30_000_000_000


def test_returning_needs_its_opinion(city: Runner) -> None:
    with Seat("funds", "return", "F1") as seat:
        seat.sees("意见：")
        seat.types("凭证不符", ENTER, ENTER)
        assert seat.ends() == 0
    assert city.json("funds", "show", "F1")["opinion"] == "凭证不符"


def test_a_target_of_the_city(city: Runner) -> None:
    with Seat("target", "set") as seat:
        seat.sees("年度（可不填）：2024")
        seat.types(ENTER, "-", ENTER)
        seat.sees("单位：全市")
        seat.types("1", "500", ENTER, ENTER)
        assert seat.ends() == 0
    assert command(city.database) == "tracker target set 全市 到位资金 500 --year 2024"
    assert city.json("target", "show", "T2")["unit"] is None


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_asks_for_what_a_new_record_needs(noun: str) -> None:
    declared = NOUNS[noun]
    required = {field.key for field in declared.fields if field.required}
    assert required <= set(declared.asked)
    assert set(declared.known) <= set(declared.asked)
    assert all(declared.field(key) for key in declared.asked)


@pytest.mark.parametrize(
    "noun", ["chain", "segment", "company", "campaign", "figure", "adjustment", "milestone", "problem"]
)
def test_the_other_nouns_begin_to_ask(city: Runner, noun: str) -> None:
    first = NOUNS[noun].field(NOUNS[noun].asked[0])
    with Seat(noun, "add", lang="en") as seat:
        seat.sees(first.label.en)
        seat.types(CTRL_C)
        assert seat.ends() == 130


def test_a_pasted_cell_gives_its_value_alone(city: Runner) -> None:
    with Seat("funds", "add", "--on", "3-1") as seat:
        seat.sees("项目：")
        seat.types("\x1b[200~轴承一期\t\r\n\x1b[201~", ENTER)
        seat.sees("到位金额：")
        seat.types("\x1b[200~500万\r\n\x1b[201~", ENTER)
        seat.sees("保存？")


def test_what_data_holds_steers_no_terminal(city: Runner) -> None:
    city.ok("project", "add", "轴\x1b[31m红\u202e", "冠县", "5亿")
    with Seat("funds", "add") as seat:
        seat.sees("项目：")
        seat.types("红")
        seat.sees("轴␛[31m红\\u{202e}")
        assert "\x1b[31m红" not in seat.raw
        seat.types(TAB, ENTER)
        seat.sees("到位金额：")
        assert "\x1b[31m红" not in seat.raw
        assert "\u202e" not in seat.raw


@pytest.mark.parametrize("columns", [40, 41])
def test_a_narrow_terminal_folds_and_loses_nothing(city: Runner, columns: int) -> None:
    with Seat("funds", "add", "P1", "500万", columns=columns) as seat:
        seat.sees("到位时间：")
        assert all(len(line) <= columns for line in seat.text.splitlines())
        seat.types("20250101", ENTER)
        seat.sees("填写不晚于 2024-04-10")


def test_a_window_that_is_resized_is_drawn_anew(city: Runner) -> None:
    with Seat("funds", "add", "P1", "500万", columns=100) as seat:
        seat.sees("到位时间：")
        seat.resizes(40, 30)
        seat.types("3-1", ENTER, ENTER, ENTER)
        assert seat.ends() == 0
    assert city.json("funds", "show", "F2")["received_on"] == "2024-03-01"


def test_a_terminal_that_cannot_move_its_cursor_is_asked_line_by_line(city: Runner) -> None:
    with Seat("funds", "add", "P1", TERM="dumb") as seat:
        seat.sees("到位金额：")
        seat.types("500\r")
        seat.sees("没有写明金额单位")
        seat.types("500万\r")
        seat.sees("到位时间：[2024-04-10]")
        seat.types("<\r")
        seat.sees("到位金额：[500万]")
        seat.types("\r\r\r\r")
        assert seat.ends() == 0
        assert "\x1b" not in seat.raw.replace("\x1b[0m", "")
    assert city.json("funds", "show", "F2")["amount"]["fen"] == 500_000_000


def test_keys_typed_ahead_answer_the_next_questions(city: Runner) -> None:
    with Seat("funds", "add") as seat:
        seat.sees("项目：")
        seat.types("轴", ENTER, "500万", ENTER, ENTER, "2", "1", ENTER, ENTER, ENTER)
        assert seat.ends() == 0
    assert city.json("funds", "show", "F2")["kind"] == "fixed"


MISSING = {
    ("project", "advance"): "WHICH STAGE --on …",
    ("project", "advance", "--on", "3-1"): "WHICH STAGE",
    ("lead", "convert"): "WHICH",
    ("lead", "lose"): "WHICH --reason …",
    ("funds", "return", "F1"): "--opinion …",
    ("problem", "close"): "WHICH --with …",
    ("funds", "add"): "--project … --on … --amount …",
    ("target", "set"): "--unit … --metric … --value …",
    ("funds", "edit"): "WHICH",
}


@pytest.mark.parametrize("argv", MISSING, ids=" ".join)
def test_without_a_terminal_it_names_all_that_is_missing(city: Runner, argv: tuple[str, ...]) -> None:
    ran = city(*argv)
    assert ran.code == 2
    assert f"hint: add {MISSING[argv]}\n" in ran.err


def test_with_yes_it_never_asks(city: Runner) -> None:
    with Seat("funds", "add", "--yes") as seat:
        assert seat.ends() == 2
        assert "--project … --on … --amount …" in seat.text
