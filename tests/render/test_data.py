from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tracker.errors import BadData, BadValue, Exit, Problem
from tracker.render.data import ascii_json, book_sheets, envelope, error_envelope
from tracker.result import Column, Message, Result, Table
from tracker.rules.dates import from_iso
from tracker.rules.money import Money
from tracker.words import Say

from .boards import BOARD, CONTEST, COUNTIES, PROJECTS

KEYS = ["tracker", "command", "status", "exit", "data", "messages", "problems"]


def read(result: Result, lang: str = "en") -> dict[str, Any]:
    written = envelope(result, lang)  # type: ignore[arg-type]
    assert written.endswith("}\n")
    assert written.count("\n") == 1
    value = json.loads(written)
    assert list(value) == KEYS
    assert isinstance(value, dict)
    return value


def test_an_empty_result() -> None:
    assert read(Result(("unit", "list"))) == {
        "tracker": "1",
        "command": ["unit", "list"],
        "status": "ok",
        "exit": 0,
        "data": None,
        "messages": [],
        "problems": [],
    }


def test_a_list_without_rows() -> None:
    empty = Table((BOARD[2], BOARD[4], BOARD[5]), (), hidden=4)
    assert read(Result(("unit",), (empty,)), "zh")["data"] == {
        "columns": [
            {"key": "unit", "label": "单位", "unit": None},
            {"key": "funds", "label": "到位资金", "unit": "亿元"},
        ],
        "rows": [],
        "total": 0,
        "hidden": 4,
    }


def test_a_list_with_typed_values() -> None:
    data = read(Result(("project",), (PROJECTS,)))["data"]
    assert data["rows"][0] == {
        "id": "P1",
        "name": "哈轴集团高端轴承项目",
        "total_investment": {"fen": 500000000000, "currency": "CNY"},
        "stage": "started",
        "signed": "2024-03",
        "tags": ["重点项目", "招大引强"],
        "paid": True,
    }
    assert data["rows"][2]["name"] == "a|b\n\x1b[2J"
    assert (data["total"], data["hidden"]) == (5, 2)


def test_tables_of_the_same_columns_are_one_list_and_others_are_owned_up_to() -> None:
    value = read(Result(("board",), (*CONTEST.tables, PROJECTS)))
    assert [row["group"] for row in value["data"]["rows"]] == ["county", "county", "zone"]
    assert value["data"]["total"] == 3
    assert [message["code"] for message in value["messages"]] == ["tables_left_out"]


def test_data_of_a_service_goes_first() -> None:
    value = read(Result(("board",), (COUNTIES,), data={"score": Decimal("98.50"), "at": date(2024, 3, 31)}))
    assert value["data"] == {"score": 98.5, "at": "2024-03-31"}
    assert value["messages"] == []


def test_messages_and_problems() -> None:
    problem = Problem("money_bare", Say("缺单位", "no unit"), Say("第 3 行", "row 3"), "3", Say("填 3亿", "type 3亿"))
    note = Message("hidden", Say("隐藏 {n} 行", "{n} rows hidden")(n=2), "warning")
    value = read(Result(("import",), messages=(note,), problems=(problem,), status="partial"), "zh")
    assert value["status"] == "partial"
    assert value["messages"] == [{"code": "hidden", "level": "warning", "text": "隐藏 2 行"}]
    assert value["problems"] == [
        {"code": "money_bare", "text": "缺单位", "place": "第 3 行", "value": "3", "hint": "填 3亿"}
    ]


@pytest.mark.parametrize(
    "digits",
    ["0", "-5", "98.50", "0.1", "100.8888888889", "134.1", "12345678901234567.1234567891", "0.0000000001", "1E+3"],
)
def test_decimals_keep_all_their_digits(digits: str) -> None:
    written = envelope(Result(("x",), data={"n": Decimal(digits)}), "en")
    assert json.loads(written, parse_float=Decimal, parse_int=Decimal)["data"]["n"] == Decimal(digits)
    assert f'"{digits}' not in written


def test_a_text_of_digits_stays_a_text() -> None:
    value = read(Result(("x",), data=["12345678901234567.1234567891", Decimal("12345678901234567.1234567891")]))
    assert isinstance(value["data"][0], str)
    assert isinstance(value["data"][1], float)


def test_the_text_itself_cannot_steer_a_terminal() -> None:
    hostile = "\x1b[2J\x7f\x9b\u202e\ud800\U000e0041　冠县"
    written = envelope(Result(("x",), data=[hostile]), "zh")
    assert written.rstrip("\n").replace("　", "").isprintable()
    assert "　冠县" in written
    assert json.loads(written)["data"] == [hostile]
    assert written.encode()


def test_indented_for_a_person() -> None:
    written = envelope(Result(("x",)), "zh", pretty=True)
    assert written.startswith('{\n  "tracker": "1",\n  "command": [\n    "x"\n  ],')
    assert list(json.loads(written)) == KEYS


def test_ascii_for_other_encodings() -> None:
    written = ascii_json(envelope(Result(("x",), data="冠县𠮷"), "zh"))
    assert written.isascii()
    assert json.loads(written)["data"] == "冠县𠮷"


def test_a_failure_is_the_same_object() -> None:
    error = BadValue(Say("缺单位", "no unit"), code="money_bare", value="3", hint="3亿")
    value = json.loads(error_envelope(("project", "add"), error, Exit.USAGE, "en"))
    assert list(value) == KEYS
    assert (value["status"], value["exit"], value["data"], value["messages"]) == ("error", 2, None, [])
    assert value["problems"] == [{"code": "money_bare", "text": "no unit", "place": None, "value": "3", "hint": "3亿"}]


def test_what_sums_up_several_problems_is_not_lost() -> None:
    error = BadData("2 bad cells", code="bad_file", problems=(Problem("a", "A"), Problem("b", "B")))
    value = json.loads(error_envelope(("import",), error, error.exit, "en"))
    assert [problem["code"] for problem in value["problems"]] == ["a", "b"]
    assert value["messages"] == [{"code": "bad_file", "level": "error", "text": "2 bad cells"}]


def test_sheets_for_a_workbook() -> None:
    sheets = book_sheets(Result(("board",), (*CONTEST.tables, PROJECTS)), "zh")
    assert [sheet.name for sheet in sheets] == ["board", "项目"]
    assert list(sheets[0].headings) == ["分组", "位次", "单位", "总分", "到位资金(亿元)"]
    assert len(list(sheets[0].rows)) == 3
    assert list(sheets[1].rows)[1][2] == "0.01美元"


def test_cells_are_typed() -> None:
    columns = (Column("m", "金额", "number"), Column("d", "日期"), Column("b", "入统"), Column("t", "时间"))
    at = datetime(2024, 3, 5, 8, 0, tzinfo=UTC)
    rows = ((Money(123456), from_iso("2024-03-05"), True, at), (None, from_iso("2024-03"), None, None))
    (sheet,) = book_sheets(Result(("x",), (Table(columns, rows),)), "zh")
    assert list(sheet.headings) == ["金额(万元)", "日期", "入统", "时间"]
    first, second = sheet.rows
    assert first[:3] == (Decimal("0.123456"), date(2024, 3, 5), "是")
    assert isinstance(first[3], datetime)
    assert first[3] == at.astimezone().replace(tzinfo=None)
    assert second == (None, "2024-03", None, None)


def test_amounts_follow_the_unit_of_their_column() -> None:
    column = Column("m", Say("总投资", "Total"), "number", unit=Say("亿元", "100m CNY"))
    (sheet,) = book_sheets(Result(("x",), (Table((column,), ((Money(35000000000),),)),)), "en")
    assert list(sheet.headings) == ["Total (100m CNY)"]
    assert list(sheet.rows) == [(Decimal("3.5"),)]
