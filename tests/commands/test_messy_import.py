"""Workbooks as counties send them, through the real command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.services import messy
from tracker.render import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Runner

LOOSE = [
    ("各县项目表",),
    ("名字", "县区", "投资额(亿元)", "旁注"),
    ("甲", "冠县", 3, "x"),
    ("乙", "莘县", 2, None),
]


@pytest.fixture
def counties(run: Runner) -> Runner:
    run.ok("unit", "add", "冠县", "county")
    run.ok("unit", "add", "莘县", "county")
    return run


def file(tmp_path: Path, **sheets: Sequence[tuple[object, ...]]) -> str:
    path = tmp_path / "县里的.xlsx"
    messy.book(**sheets).save(path)
    return str(path)


@pytest.mark.parametrize(
    "form",
    ["titled", "per_county", "english", "blocks", "slips", "trips", "dittos", "hidden", "formulas", "muddled"],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_ends_in_a_plan_or_in_named_problems(counties: Runner, tmp_path: Path, form: str, lang: str) -> None:
    path = tmp_path / f"{form}.xlsx"
    getattr(messy, form)().save(path)
    ran = counties("import", str(path), "--dry-run", "-f", "json", lang=lang)
    assert ran.code in (0, 5)
    assert ran.err == ""
    if ran.code:
        assert ran.json["problems"]
        assert all(each["hint"] and each["place"] for each in ran.json["problems"])
    else:
        assert sum(sheet["new"] for sheet in ran.json["data"]["sheets"]) > 0
    plain = counties("import", str(path), "--dry-run", lang=lang)
    assert plain.code == ran.code
    assert "Traceback" not in plain.err


def test_columns_and_heading_rows_are_said(counties: Runner, tmp_path: Path) -> None:
    path = file(tmp_path, 一览=LOOSE)
    refused = counties("import", path, "--yes", lang="zh")
    assert refused.code == 5
    assert "一览" in refused.err
    line = (
        "--sheet",
        "一览=项目",
        "--map",
        "名字=项目名称",
        "--map",
        "投资额=总投资",
        "--map",
        "D=",
        "--header-row",
        "2",
    )
    data = counties.json("import", path, "--yes", *line)
    assert data["sheets"] == [{"sheet": "一览", "noun": "project", "new": 2, "changed": 0, "same": 0, "bad": 0}]
    [table] = data["tables"]
    assert table["rows"] == [2, 2]
    assert [(each["column"], each["field"]) for each in table["columns"]] == [
        ("A", "name"),
        ("B", "unit"),
        ("C", "total_investment"),
    ]
    assert len(table["fingerprint"]) == 16
    assert counties.json("import", path, *line)["batch"] is None


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--map", "投资额", 2),
        ("--map", "投资额=总头资", 2),
        ("--header-row", "x", 2),
        ("--sheet", "一览=什么", 2),
        ("--sheet", "没有", 3),
        ("--header-row", "没有!3", 3),
        ("--map", "没有的列=备注", 5),
    ],
)
def test_wishes_that_cannot_be_are_refused(
    counties: Runner, tmp_path: Path, option: str, value: str, code: int
) -> None:
    path = file(tmp_path, 项目=[("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", 3)])
    ran = counties("import", path, "--yes", option, value)
    assert ran.code == code
    assert value.rpartition("=")[2].split("!")[0] in ran.err if code != 5 else "没有的列" in ran.err


def test_what_was_taken_is_shown_before_the_question_and_not_again(
    counties: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("项目名称", "责仼单位", "总投资(亿元)"), ("甲", "冠县", 3)]
    path = file(tmp_path, 招商项目=[("2024年台账",), *rows, ("合计", None, 4)])
    monkeypatch.setattr(terminal, "is_screen", lambda stream: stream is not None)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    done = counties("import", path, lang="zh")
    assert done.code == 5  # required, and only nearly right: a sheet of a foreign name needs more
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    path = file(tmp_path, 项目=[("2024年台账",), *rows, ("合计", None, 4)])
    done = counties("import", path, lang="zh")
    assert done.code == 0
    asked, after = done.err.split("（y 是，回车为否）")
    for told in ("项目!第2行", "“责仼单位”按“责任单位”读", "合计 4 ≠ 明细 3"):
        assert told in asked
        assert told not in after + done.out


def test_the_rows_that_are_left_out_are_told_with_their_hints_before_the_question_and_not_again(
    counties: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ("项目名称", "责任单位", "总投资(亿元)"),
        ("甲", "冠县", 3),
        *((f"项目{n}", "冠县", "若干") for n in range(40)),
    ]
    path = file(tmp_path, 项目=rows)
    monkeypatch.setattr(terminal, "is_screen", lambda stream: stream is not None)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    done = counties("import", path, "--skip-bad", lang="zh")
    assert done.code == 0
    asked, after = done.err.split("（y 是，回车为否）")
    assert "错误：项目!C3：“若干” 不是金额" in asked
    assert "提示：请连单位填写" in asked
    assert asked.count("\n") < 15
    assert "若干" not in after + done.out
    assert "略过有误的 40 行" in done.out


def test_a_refused_file_tells_how_it_was_read(counties: Runner, tmp_path: Path) -> None:
    rows = [("项目名称", "投资方", "县里", "总投资(亿元)"), *((f"项目{n}", "三一", "冠县", 3) for n in range(40))]
    refused = counties("import", file(tmp_path, 项目=rows), "--yes", lang="zh")
    assert refused.code == 5
    assert "C“县里”" in refused.err
    assert '--map "标题=责任单位"' in refused.err
    assert refused.err.count("\n") < 10
    told = json.loads(counties("import", file(tmp_path, 项目=rows), "--yes", "-f", "json").out)
    assert [each["code"] for each in told["problems"]] == ["column_missing"]
    mended = counties.json("import", file(tmp_path, 项目=rows), "--yes", "--map", "县里=责任单位")
    assert mended["sheets"][0]["new"] == 40


def test_hundreds_of_alike_problems_are_a_few_lines(counties: Runner, tmp_path: Path) -> None:
    rows = [("项目名称", "责任单位", "总投资(亿元)"), *((f"项目{n}", "冠县", "两三亿") for n in range(300))]
    refused = counties("import", file(tmp_path, 项目=rows), "--yes")
    assert refused.code == 5
    assert "项目!C2" in refused.err
    assert "295" in refused.err
    assert refused.err.count("\n") < 15
    told = json.loads(counties("import", file(tmp_path, 项目=rows), "--yes", "-f", "json").out)
    assert len(told["problems"]) == 300


def test_an_amount_is_what_its_number_format_shows_of_it(counties: Runner, tmp_path: Path) -> None:
    shown = {
        "C2": (5000, '0"万元"', "50000000"),
        "C3": (350000000, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "350000000"),
        "C4": (35000, "0!.0,", "350000000"),
        "C5": (3.5, '0.00"亿元"', "350000000"),
        "C6": (12345.678, '0!.0,"万"', "12345"),
        "C7": (3.5, '#,##0.00_ ;[Red]-#,##0.00" "', "350000000"),
    }
    made = messy.book(项目=[("项目名称", "责任单位", "总投资(亿元)"), *((f"项目{n}", "冠县") for n in "甲乙丙丁戊己")])
    for cell, (value, form, _) in shown.items():
        made["项目"][cell], made["项目"][cell].number_format = value, form
    made.save(tmp_path / "格式.xlsx")
    done = counties("import", str(tmp_path / "格式.xlsx"), "--yes", lang="zh")
    assert done.code == 0
    assert "项目!C2：5000 在表中显示为“5000万元”，照显示的读" in done.err
    assert "项目!C4：35000 在表中显示为“3.5”" in done.err
    assert "C5" not in done.err
    stored = counties.json("project", "list", "--columns", "name,total_investment")["rows"]
    assert [str(row["total_investment"]["fen"] // 100) for row in stored] == [yuan for *_, yuan in shown.values()]


def test_heading_rows_that_the_sheet_does_not_have(counties: Runner, tmp_path: Path) -> None:
    path = file(tmp_path, 项目=LOOSE)
    refused = counties("import", path, "--header-row", "99", lang="zh")
    assert refused.code == 5
    assert "--header-row：“项目”表第 99 行没有内容，有内容的最后一行是第 4 行" in refused.err
    assert "项目!A1" not in refused.err


def test_targets_and_figures_in_another_unit_than_their_metrics(counties: Runner, tmp_path: Path) -> None:
    counties.ok("scheme", "load", str(Path(__file__).parents[2] / "examples" / "contest-2024.toml"))
    rows = [(2024, "冠县", "到位资金", 400000), (2024, "冠县", "新开工过亿元项目", 20)]
    above = [("单位：万元",), ("年度", "单位", "指标", "目标值"), *rows]
    heading = [("单位", "指标", "截至日期", "数值(亿美元)"), ("莘县", "实际使用外资", "2024-03-31", 0.12)]
    done = counties("import", file(tmp_path, 目标=above, 数据=heading), "--yes", lang="zh")
    assert done.code == 0
    assert "目标!D3：400000万元 按指标的单位记作 40亿元" in done.err
    assert [row["value"] for row in counties.json("target", "list")["rows"]] == [40, 20]
    assert [row["value"] for row in counties.json("figure", "list")["rows"]] == [1200]
    again = counties.json("import", file(tmp_path, 目标=[*above, ()]), "--yes")
    assert [(each["new"], each["same"]) for each in again["sheets"]] == [(0, 2)]
    other = [("单位", "指标", "截至日期", "数值(亿元)"), ("冠县", "实际使用外资", "2024-03-31", 90)]
    told = counties("import", file(tmp_path, 数据=other), "--yes", lang="zh")
    assert "标题写的是亿元，指标的单位是万美元" in told.err


@pytest.fixture
def with_rate(counties: Runner, tmp_path: Path) -> Runner:
    """A contest in which one metric from outside is a percentage."""
    text = (Path(__file__).parents[2] / "examples" / "contest-2024.toml").read_text(encoding="utf-8")
    rate = '[metrics.kept]\nlabel = { zh = "履约率", en = "Kept" }\nsource = "figures"\nunit = { zh = "%", en = "%" }\n'
    (tmp_path / "rules.toml").write_text(text.replace("[metrics.fdi]", f"{rate}[metrics.fdi]"), encoding="utf-8")
    counties.ok("scheme", "load", str(tmp_path / "rules.toml"))
    return counties


def figures(tmp_path: Path, *rows: tuple[str, Any, str | None]) -> str:
    """A workbook of figures: metric, value, number format."""
    dates = [f"2024-0{month}-28" for month in range(1, 10)]
    made = messy.book(数据=[("单位", "指标", "截至日期", "数值")])
    for number, (metric, value, form) in enumerate(rows, 2):
        made["数据"].append(("冠县", metric, dates[number], value))
        made["数据"].cell(number, 4).number_format = form or "General"
    made.save(tmp_path / "数据.xlsx")
    return str(tmp_path / "数据.xlsx")


def test_a_percentage_is_what_people_see_of_it(with_rate: Runner, tmp_path: Path) -> None:
    rows = [("履约率", 0.85, "0%"), ("履约率", 0.285, "0.0%"), ("履约率", "85％", None), ("履约率", 0.85, None)]
    done = with_rate("import", figures(tmp_path, *rows), "--yes", lang="zh")
    assert done.code == 0
    assert [row["value"] for row in with_rate.json("figure", "list")["rows"]] == [85, 28.5, 85, 0.85]
    refused = with_rate("import", figures(tmp_path, ("实际使用外资", 0.85, "0.00%")), lang="zh")
    assert refused.code == 5
    assert "数据!D2：“85%”的单位不是指标的单位“万美元”" in refused.err


def test_a_figure_may_say_its_unit(with_rate: Runner, tmp_path: Path) -> None:
    rows = [
        ("实际使用外资", "5000万美元", None),
        ("实际使用外资", 5000, '0"美元"'),
        ("实际使用外资", "约0.2亿美元", None),
    ]
    done = with_rate("import", figures(tmp_path, *rows), "--yes", lang="zh")
    assert done.code == 0
    assert "数据!D3：5000美元 按指标的单位记作 0.5万美元" in done.err
    assert [row["value"] for row in with_rate.json("figure", "list")["rows"]] == [5000, 0.5, 2000]
    for value in ("5000万元", "12家", "12个亿"):
        refused = with_rate("import", figures(tmp_path, ("实际使用外资", value, None)), lang="zh")
        assert (refused.code, f"“{value}”的单位不是指标的单位" in refused.err) == (5, True)


@pytest.mark.parametrize("form", ['"US$"#,##0', "[$$-409]#,##0.00", "$#,##0", "[$€-2] #,##0"])
def test_an_amount_with_the_sign_of_other_money_than_its_heading_is_asked_about(
    counties: Runner, tmp_path: Path, form: str
) -> None:
    def imported(heading: str, shown: str) -> str:
        made = messy.book(项目=[("项目名称", "责任单位", heading), ("甲", "冠县", 5000)])
        made["项目"]["C2"].number_format = shown
        made.save(tmp_path / "外币.xlsx")
        return counties("import", str(tmp_path / "外币.xlsx"), "--dry-run", lang="zh").err

    assert "错误：项目!C2" in imported("总投资(万元)", form)
    assert "错误" not in imported("总投资(万欧元)" if "€" in form else "总投资(万美元)", form)
    assert "错误" not in imported("总投资(万元)", "￥#,##0.00")


def amounts(counties: Runner, path: str) -> list[tuple[int, str]]:
    """What the projects of a workbook come to: whole units of their currency."""
    done = counties("import", path, "--yes", lang="zh")
    assert (done.code, "未导入的列" in done.err) == (0, False)
    rows = counties.json("project", "list", "--columns", "name,total_investment")["rows"]
    return [(row["total_investment"]["fen"] // 100, row["total_investment"]["currency"]) for row in rows]


def test_a_column_may_say_the_unit_of_each_row(counties: Runner, tmp_path: Path) -> None:
    rows = [
        ("甲", "5,000", "万元"),
        ("乙", 0.5, "亿元"),
        ("丙", "约300", "万美元"),
        ("丁", 12000, "元"),
        ("戊", 3, None),
    ]
    page = [("项目名称", "责任单位", "总投资", "计量单位"), *((name, "冠县", *rest) for name, *rest in rows)]
    stored = [(50_000_000, "CNY"), (50_000_000, "CNY"), (3_000_000, "USD"), (12_000, "CNY"), (300_000_000, "CNY")]
    assert amounts(counties, file(tmp_path, 项目=page)) == stored


def test_a_column_of_currencies_keeps_the_scale_of_the_heading(counties: Runner, tmp_path: Path) -> None:
    rows = [("甲", 5000, "人民币"), ("乙", 300, "美元"), ("丙", 400, "同上"), ("丁", 500, None), ("戊", 7, "元")]
    page = [("项目名称", "责任单位", "总投资(万)", "币种"), *((name, "冠县", *rest) for name, *rest in rows)]
    made = messy.book(项目=page)
    made["项目"].merge_cells("D4:D5")
    made.save(tmp_path / "币种.xlsx")
    yuan, dollars = [(50_000_000, "CNY"), (70_000, "CNY")], [(sum_ * 10_000, "USD") for sum_ in (300, 400, 500)]
    assert amounts(counties, str(tmp_path / "币种.xlsx")) == [yuan[0], *dollars, yuan[1]]


def test_what_a_format_shows_is_in_the_unit_that_the_row_says(counties: Runner, tmp_path: Path) -> None:
    made = messy.book(项目=[("项目名称", "责任单位", "总投资", "计量单位"), ("甲", "冠县", 35000, "万美元")])
    made["项目"]["C2"].number_format = "0!.0,"
    made.save(tmp_path / "格式.xlsx")
    assert amounts(counties, str(tmp_path / "格式.xlsx")) == [(35_000, "USD")]


def test_what_a_row_says_of_its_unit_may_not_contradict_the_heading(counties: Runner, tmp_path: Path) -> None:
    page = [
        ("项目名称", "责任单位", "总投资(万元)", "单位", "币种"),
        ("甲", "冠县", 5000, "万元", "人民币"),
        ("乙", "冠县", 5000, "万元", "美元"),
        ("丙", "冠县", 5000, "亿元", None),
        ("丁", "冠县", 5000, None, "见合同"),
        ("戊", "冠县", "300万美元", "万元", "人民币"),
    ]
    refused = counties("import", file(tmp_path, 项目=page), lang="zh")
    assert refused.code == 5
    assert [line for line in refused.err.splitlines() if line.startswith("错误：项目!")] == [
        "错误：项目!C3：本行写的“美元”与标题“万元”的单位不一致",
        "错误：项目!C4：本行写的“亿元”与标题“总投资(万元)”的单位不一致",
        "错误：项目!C5：“币种”列的“见合同”不是金额单位或币种",
    ]
    assert "请在金额后写明单位，如 5000万美元 或 5000万元" in refused.err


def test_a_target_in_the_unit_that_its_row_says(counties: Runner, tmp_path: Path) -> None:
    counties.ok("scheme", "load", str(Path(__file__).parents[2] / "examples" / "contest-2024.toml"))
    rows = [("到位资金", 400000, "万元"), ("到位资金", 40, "亿元"), ("新开工过亿元项目", 20, "项")]
    page = [("年度", "单位", "指标", "目标值", "计量单位")]
    page += [(2024, unit, *rest) for unit, rest in zip(("冠县", "莘县", "冠县"), rows, strict=True)]  # type: ignore[misc]
    done = counties("import", file(tmp_path, 目标=page), "--yes", lang="zh")
    assert done.code == 0
    assert "目标!D2：400000万元 按指标的单位记作 40亿元" in done.err
    assert [row["value"] for row in counties.json("target", "list")["rows"]] == [40, 40, 20]
    page[1] = (2024, "冠县", "新开工过亿元项目", 20, "万元")  # type: ignore[assignment]
    refused = counties("import", file(tmp_path, 目标=page), lang="zh")
    assert "“20万元”的单位不是指标的单位“个”" in refused.err


def test_a_trip_may_say_both_its_days_in_one_cell(counties: Runner, tmp_path: Path) -> None:
    head = ("责任单位", "开始日期", "结束日期", "目的地")
    rows = [
        ("冠县", "2024年3月5日至8日", None, "上海"),
        ("莘县", "2024.3.29—4.2", None, "北京"),
        ("冠县", "2024-04-01", None, "济南"),
    ]
    path = file(tmp_path, 走访=[head, *rows])
    done = counties("import", path, "--yes", lang="zh")
    assert done.code == 0
    assert "走访!B2：“2024年3月5日至8日”读作 2024-03-05 至 2024-03-08" in done.err
    stored = counties.json("visit", "list", "--columns", "start_on,end_on")["rows"]
    assert [(row["start_on"], row["end_on"]) for row in stored] == [
        ("2024-03-05", "2024-03-08"),
        ("2024-03-29", "2024-04-02"),
        ("2024-04-01", None),
    ]
    again = counties.json("import", file(tmp_path, 走访=[head, *rows, ()]), "--yes")
    assert [(each["new"], each["changed"], each["same"]) for each in again["sheets"]] == [(0, 0, 3)]
    for first, last in (("2024-03-05至8", "2024-03-09"), ("2024-12-30至1-2", None), ("3月5日至8日", None)):
        refused = counties("import", file(tmp_path, 走访=[head, ("冠县", first, last, "上海")]), lang="zh")
        assert (refused.code, f"走访!B2：“{first}”" in refused.err) == (5, True)


def test_totals_are_compared_as_they_are_shown(counties: Runner, tmp_path: Path) -> None:
    made = messy.book(
        项目=[("项目名称", "责任单位", "总投资(亿元)"), ("甲", "冠县", 35000), ("乙", "冠县", 2), ("合计", None, 5.5)]
    )
    made["项目"]["C2"].number_format = '0"万元"'
    made.save(tmp_path / "合计.xlsx")
    done = counties("import", str(tmp_path / "合计.xlsx"), "--yes", lang="zh")
    assert done.code == 0
    assert "≠" not in done.err
    made["项目"]["C4"] = 65000
    made["项目"]["C4"].number_format = '0"万元"'
    made.save(tmp_path / "合计.xlsx")
    assert "合计 6.5 ≠ 明细 5.5" in counties("import", str(tmp_path / "合计.xlsx"), "--yes", lang="zh").err
