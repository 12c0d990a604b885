"""A county's own workbook comes again and again: what it said last time is the base of the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.test_exchange import UNITS, book, bytes_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

HEADS = ("项目名称", "责任单位", "总投资(亿元)", "签约时间", "备注")


def county(path: Path, total: float, signed: str | None = None, note: str | None = None) -> str:
    return str(book(path, 单位=UNITS, 项目=[HEADS, ("甲", "冠县", total, signed, note)]))


@pytest.fixture
def march(run: Runner, tmp_path: Path) -> Path:
    """The first workbook of a county, imported."""
    path = tmp_path / "冠县3月.xlsx"
    run.ok("import", county(path, 3, "2024-03-05"), "--yes")
    return path


def taken(run: Runner, *argv: str) -> dict[str, Any]:
    found: dict[str, Any] = run.ok("import", *argv, "--yes", "-f", "json").json
    return found


def test_an_old_value_of_the_sender_does_not_come_back(run: Runner, march: Path) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿", "--signed-on", "2024-03-09", "--yes")
    done = taken(run, county(march.with_name("冠县4月.xlsx"), 3, "2024-03-05", "新话"))
    assert [each["field"] for each in done["data"]["changes"]] == ["note"]
    assert done["data"]["base"]["batch"] == "B1"
    assert [each["code"] for each in done["messages"]][:1] == ["base_import"]
    assert "kept_ours" in [each["code"] for each in done["messages"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_both_changed_is_refused_with_the_value_given_last(run: Runner, march: Path, lang: str) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    before = bytes_of(run.database)
    refused = run("import", county(march, 4), "--yes", lang=lang)
    assert refused.code == 4
    for word in ("P1", "3", "5", "4", "tester", {"zh": "上次导入", "en": "last import"}[lang]):
        assert word in refused.err
    assert bytes_of(run.database) == before
    assert taken(run, county(march, 4), "--prefer", "file")["data"]["changes"][0]["field"] == "total_investment"


def test_dates_of_stages_have_a_base_too(run: Runner, march: Path) -> None:
    run.ok("project", "edit", "P1", "--signed-on", "2024-03-09", "--yes")
    assert run("import", county(march, 3, "2024-03-07"), "--yes").code == 4


def test_another_sender_is_compared_with_nothing(run: Runner, march: Path) -> None:
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    done = taken(run, county(march.with_name("发改委.xlsx"), 3))
    assert [each["field"] for each in done["data"]["changes"]] == ["total_investment"]
    assert done["data"]["base"] is None


def test_what_was_taken_back_is_no_base(run: Runner, march: Path) -> None:
    taken(run, county(march, 4))
    run.ok("undo", "B2", "--yes")
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    assert taken(run, county(march, 3, note="x"))["data"]["changes"][0]["field"] == "note"
    assert run("import", county(march, 4, note="y"), "--yes").code == 4


def test_files_of_one_import_have_their_own_bases(run: Runner, march: Path) -> None:
    other = county(march.with_name("莘县4月.xlsx"), 6)
    assert run("import", county(march, 4), other, "--yes").code == 4
    taken(run, county(march, 4), county(march.with_name("莘县4月.xlsx"), 4))
    run.ok("project", "edit", "P1", "--total-investment", "5亿")
    kept = taken(run, county(march, 4, note="一"), county(march.with_name("莘县5月.xlsx"), 4, note="一"))
    assert [each["base"] and each["base"]["batch"] for each in kept["data"]["files"]] == ["B2", None]
