"""Tables of targets with a column for each metric, as cities hand them out, through the real command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.services import messy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Runner

TITLE = ("聊城市2024年招商引资目标任务分解表",)
HEAD = ("序号", "县(市、区)", "到位资金(万元)", "新开工过亿元项目(个)", "备注")
ROWS = ((1, "冠县", 400000, 20, None), (2, "莘县", 300000, None, "x"), ("合计", None, 700000, 20))


@pytest.fixture
def city(run: Runner) -> Runner:
    for unit in ("冠县", "莘县"):
        run.ok("unit", "add", unit, "county")
    run.ok("scheme", "load", str(Path(__file__).parents[2] / "examples" / "contest-2024.toml"))
    return run


def file(folder: Path, sheet: str, *rows: Sequence[Any]) -> str:
    path = folder / "下发.xlsx"
    messy.book(**{sheet: rows}).save(path)
    return str(path)


def targets(run: Runner) -> list[tuple[int, str | None, str, float]]:
    rows = run.json("target", "list", "--columns", "year,unit,metric,value")["rows"]
    return [(row["year"], row["unit"], row["metric"], row["value"]) for row in rows]


def test_each_column_is_a_metric_in_its_own_unit(city: Runner, tmp_path: Path) -> None:
    path = file(tmp_path, "任务分解", TITLE, HEAD, *ROWS, ("注：以上为全年任务",))
    done = city("import", path, "--yes", lang="zh")
    assert done.code == 0
    assert "C“到位资金(万元)”→到位资金、D“新开工过亿元项目(个)”→新开工过亿元项目；年度 2024" in done.err
    assert "未导入的列：E“备注”" in done.err
    assert done.err.count("合计行未导入") == 1
    assert targets(city) == [(2024, "冠县", "funds", 40), (2024, "莘县", "funds", 30), (2024, "冠县", "started", 20)]
    mended = file(tmp_path, "任务分解", TITLE, HEAD, (1, "冠县", 410000, 20), ("合计", None, 710000, 20))
    again = city("import", mended, "--yes", lang="zh")
    assert "任务分解!C3" in city.ok("why", "T1", "value").out
    assert again.code == 0
    assert targets(city)[0] == (2024, "冠县", "funds", 41)


def test_a_total_that_is_not_the_sum_of_its_column_is_told(city: Runner, tmp_path: Path) -> None:
    path = file(tmp_path, "任务分解", TITLE, HEAD, ROWS[0], ROWS[1], ("合计", None, 700000, 21))
    told = city("import", path, "--dry-run", lang="zh").err
    assert "任务分解!D5：合计 21 ≠ 明细 20" in told


def test_the_city_and_a_column_of_years(city: Runner, tmp_path: Path) -> None:
    rows = [
        ("年度", "单位", "到位资金", "新签约过亿元项目"),
        (2023, "全市", 450, 280),
        (2024, "全市", 500, 300),
        (2024, "冠县", 40, 12),
    ]
    city.ok("import", file(tmp_path, "目标", *rows), "--yes")
    assert set(targets(city)) == {
        *[(2023, None, "funds", 450), (2024, None, "funds", 500), (2024, "冠县", "funds", 40)],
        *[(2023, None, "signed", 280), (2024, None, "signed", 300), (2024, "冠县", "signed", 12)],
    }


def test_without_a_year_nothing_is_taken(city: Runner, tmp_path: Path) -> None:
    rows = [("单位", "到位资金", "新签约过亿元项目"), ("冠县", 40, 12)]
    refused = city("import", file(tmp_path, "目标", *rows), lang="zh")
    assert (refused.code, refused.err.count("错误：目标!A1：没有写明是哪一年的目标")) == (5, 1)
    assert "2024年目标任务" in refused.err


def test_what_was_reached_is_not_taken_for_targets(city: Runner, tmp_path: Path) -> None:
    """The same headings stand over a monthly report: its name, its title or a person has to say what it holds."""
    for title in ("2024年1—6月情况", "2024年目标完成情况"):
        report = [(title,), ("单位", "到位资金", "新签约过亿元项目"), ("冠县", 40, 12)]
        refused = city("import", file(tmp_path, "月报", *report), lang="zh")
        assert (refused.code, '--sheet "月报=目标"' in refused.err) == (5, True)
    city.ok("import", file(tmp_path, "月报", *report), "--sheet", "月报=目标", "--yes")
    assert len(targets(city)) == 2
    both = messy.book(
        目标完成情况=[
            ("2024年目标完成情况",),
            ("单位", "到位资金", None, "新签约过亿元项目", None),
            (None, "目标", "完成", "目标", "完成"),
            ("莘县", 40, 20, 10, 5),
        ]
    )
    both["目标完成情况"].merge_cells("B2:C2")
    both["目标完成情况"].merge_cells("D2:E2")
    both.save(tmp_path / "完成.xlsx")
    refused = city("import", str(tmp_path / "完成.xlsx"), lang="zh")
    assert (refused.code, "年度、单位、指标、目标值" in refused.err) == (5, True)
    assert len(targets(city)) == 2


def test_a_bad_cell_is_marked_where_it_stands(city: Runner, tmp_path: Path) -> None:
    path = file(tmp_path, "任务分解", TITLE, HEAD, (1, "冠县", "待议", "二十"), (2, "莘乡", 300000, 15))
    problems = tmp_path / "问题.xlsx"
    refused = city("import", path, "--problems", str(problems), lang="zh")
    assert refused.code == 5
    assert "任务分解!D3：“二十”" in refused.err
    assert "任务分解!B4" in refused.err
    assert problems.exists()
