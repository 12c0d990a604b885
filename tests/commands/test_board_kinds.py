"""Boards of every kind as a person asks for them: of a chain, on the other basis, red and black lists, campaigns."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SCHEME, quietly
from tests.office import opened
from tracker.services import boards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Runner

TEXT = SCHEME.read_text(encoding="utf-8")
UNITS = {"甲县": ("county", "4亿"), "乙县": ("county", "3亿"), "丙县": ("county", "3亿"), "丁区": ("zone", "5亿")}


def lines() -> Iterator[tuple[str, ...]]:
    yield ("scheme", "load", str(SCHEME))
    for chain in ("轴承", "纺织"):
        yield ("chain", "add", chain)
    for name, (group, amount) in UNITS.items():
        yield ("unit", "add", name, group)
        chain = "纺织" if name == "乙县" else "轴承"
        yield ("project", "add", f"{name}项目", name, "9亿", "--chain", chain, "--status", "active")
        for day, paid in (("2024-02-01", "1亿"), ("2024-04-02", amount)):
            receipt = ("--on", day, "--ring", "省外", "--kind", "fixed", "--recognition", "recognised")
            yield ("funds", "add", f"{name}项目", paid, *receipt)
        yield ("target", "set", name, "到位资金", "40")


@pytest.fixture(scope="module")
def _contest(tmp_path_factory: pytest.TempPathFactory, _empty: Path) -> Path:
    path = tmp_path_factory.mktemp("contest") / "tracker.db"
    shutil.copy2(_empty, path)
    quietly(path, lines())
    return path


@pytest.fixture(scope="module")
def _issued(tmp_path_factory: pytest.TempPathFactory, _contest: Path) -> Path:
    path = tmp_path_factory.mktemp("issued") / "tracker.db"
    shutil.copy2(_contest, path)
    later = ("funds", "add", "甲县项目", "9亿", "--on", "2024-04-05", "--ring", "省外", "--kind", "fixed")
    quietly(path, [("board", "publish", "2024Q1", "--yes"), ("board", "publish", "2024Q2", "--yes"), later])
    return path


@pytest.fixture
def contest(desk: Runner, _contest: Path) -> Runner:
    """Four units with a project each, of two chains, and a receipt in each of two quarters."""
    shutil.copy2(_contest, desk.database)
    return desk


@pytest.fixture
def issued(desk: Runner, _issued: Path) -> Runner:
    """The same with both quarters published, and a receipt that came since."""
    shutil.copy2(_issued, desk.database)
    return desk


def names(group: Any) -> list[tuple[str, int | None]]:
    return [(row["unit"], row["rank"]) for row in group["rows"]]


def test_a_quarter_alone_or_the_year_to_date(contest: Runner) -> None:
    [county, _, _] = contest.json("board", "2024Q2", "--metric", "funds")["groups"]
    assert county["rows"][0]["indicators"][0]["actual"] == 5
    data = contest.json("board", "2024Q2", "--metric", "funds", "--basis", "period")
    assert (data["basis"], data["start"]) == ("period", "2024-04-01")
    first = data["groups"][0]["rows"][0]
    assert (first["indicators"][0]["actual"], first["indicators"][0]["target"]) == (4, 10)
    assert "the period alone" in contest.ok("board", "2024Q2", "--basis", "period").out
    explained = contest.json("board", "explain", "2024Q2", "甲县", "funds", "--basis", "period")
    assert [row["id"] for row in explained["rows"]["funds"]] == ["F2"]


def test_an_unknown_basis_is_refused(contest: Runner) -> None:
    ran = contest("board", "2024Q2", "--basis", "quarter")
    assert ran.code == 2
    assert "--basis" in ran.err


def test_the_distance_to_the_next_rank_is_in_points_or_in_the_metrics_unit(contest: Runner) -> None:
    rows = contest.json("board", "2024Q2", "--group", "county")["groups"][0]["rows"]
    assert rows[0]["gap"] is None
    assert rows[1]["gap"] == pytest.approx(rows[0]["score"] - rows[1]["score"]) != 0
    assert rows[1]["gap"] == rows[2]["gap"]  # they share the second rank
    rows = contest.json("board", "2024Q2", "--group", "county", "--metric", "funds")["groups"][0]["rows"]
    assert [row["gap"] for row in rows] == [None, 1, 1]
    assert [row["added"] for row in rows] == [4, 3, 3]


def test_all_groups_can_be_ranked_as_one(contest: Runner) -> None:
    [group] = contest.json("board", "2024Q2", "--metric", "funds", "--together")["groups"]
    assert names(group) == [("丁区", 1), ("甲县", 2), ("乙县", 3), ("丙县", 3)]
    shown = contest.ok("board", "2024Q2", "--together").out
    assert "All units" in shown
    assert "Zones" in shown


def test_red_and_black_lists_take_those_who_share_the_last_place(contest: Runner) -> None:
    lists = contest.json("board", "2024Q2", "-m", "funds", "-g", "county", "--top", "1", "--bottom", "1")["groups"]
    assert [(each["list"], names(each)) for each in lists] == [
        ("red", [("甲县", 1)]),
        ("black", [("乙县", 2), ("丙县", 2)]),
    ]
    assert "红榜" in contest.ok("board", "2024Q2", "-g", "county", "--top", "2", lang="zh").out
    assert contest("board", "2024Q2", "--top", "0").code == 2


def test_every_metric_has_its_board_and_most_firsts_and_lasts_are_counted(contest: Runner) -> None:
    data = contest.json("board", "2024Q2", "--singles", "--group", "county")
    assert [board["metric"] for board in data["boards"]][:2] == ["funds", "started"]
    [county] = data["firsts"]
    counted = {row["unit"]: (row["firsts"], row["lasts"]) for row in county["rows"]}
    assert "funds" in counted["甲县"][0]
    assert counted["乙县"][1] == ["funds"]
    assert "Most firsts and lasts" in contest.ok("board", "2024Q2", "--singles").out


def test_a_chain_counts_its_own_projects_and_says_what_it_leaves_out(contest: Runner) -> None:
    data = contest.json("board", "2024Q2", "--chain", "轴承", "--group", "county")
    assert data["chain"] == "轴承"
    assert [board["metric"] for board in data["boards"]] == ["funds", "started", "signed"]
    assert names(data["boards"][0]["groups"][0]) == [("甲县", 1), ("丙县", 2), ("乙县", 3)]
    assert data["city"][0]["actual"] == 15
    ran = contest.ok("board", "2024Q2", "--chain", "轴承")
    assert "left out, having no chain: Utilised FDI" in ran.err
    assert "Done" not in ran.out
    explained = contest.json("board", "explain", "2024Q2", "甲县", "funds", "--chain", "轴承")
    assert len(explained["rows"]["funds"]) == 2


@pytest.mark.parametrize(
    ("asked", "code", "hint"),
    [
        (("2024Q2", "--chain", "轴承", "--metric", "fdi"), 3, "funds"),
        (("2024Q2", "--chain", "钢铁"), 3, "tracker chain"),
        (("explain", "2024Q2", "甲县", "--chain", "轴承"), 3, "METRIC"),
        (("2024Q2", "--columns", "unit,colour"), 2, "score"),
    ],
)
def test_what_such_a_board_has_not_is_said(contest: Runner, asked: tuple[str, ...], code: int, hint: str) -> None:
    ran = contest("board", *asked)
    assert ran.code == code
    assert hint in ran.err


def test_columns_are_chosen_by_key_or_label(contest: Runner) -> None:
    shown = contest.ok("board", "2024Q2", "-g", "zone", "--columns", "unit,总分,gap", "-f", "plain").out
    assert shown.splitlines()[3].split() == ["Unit", "Score", "To", "next", "rank"]


def test_a_campaign_has_its_own_dates_targets_and_scheme(contest: Runner, tmp_path: Path) -> None:
    own = TEXT.replace('key = "contest-2024"', 'key = "blitz"').replace("\nyear = 2024\n", "\n")
    (tmp_path / "blitz.toml").write_text(own, encoding="utf-8")
    contest.ok("scheme", "load", "blitz.toml")
    contest.ok("campaign", "add", "春季攻坚", "--on", "2024-03-02", "--until", "2024-04-10", "--scheme", "blitz")
    contest.ok("target", "set", "甲县", "到位资金", "8", "--campaign", "春季攻坚")
    for name in ("春季攻坚", "春季", "G1"):
        data = contest.json("board", name, "--metric", "到位资金")
        assert (data["scheme"], data["start"], data["as_of"]) == ("blitz", "2024-03-02", "2024-04-10")
        cell = data["groups"][0]["rows"][0]["indicators"][0]
        assert (cell["actual"], cell["target"]) == (4, 8)
    assert "春季攻坚" in contest.ok("board", "春季").out
    assert contest("board", "秋季").code == 2


def test_schemes_of_one_year_may_rank_different_groups(run: Runner, tmp_path: Path) -> None:
    for key, groups in (("counties", "county"), ("zones", "zone")):
        text = f"""
key = "{key}"
year = 2024
[[groups]]
key = "{groups}"
[metrics.funds]
source = "funds"
unit = "亿元"
[[indicators]]
metric = "funds"
weight = 100
formula = "relmax"
"""
        (tmp_path / f"{key}.toml").write_text(text, encoding="utf-8")
        run.ok("scheme", "load", f"{key}.toml")
        run.ok("unit", "add", f"{key}一", groups)
    assert run("board", "2024Q1").code == 4
    assert run.json("board", "2024Q1", "--group", "开发区")["scheme"] == "zones"
    assert run.json("board", "2024Q1", "--group", "county")["scheme"] == "counties"


def test_the_page_of_a_chain_has_no_targets_and_the_city_beside(contest: Runner, tmp_path: Path) -> None:
    contest.ok("board", "2024Q2", "--chain", "轴承", "-o", "chain.html")
    page = (tmp_path / "chain.html").read_text(encoding="utf-8")
    assert "The city" in page
    assert "Target" not in page
    assert "丙县项目" in page


# Of what is published.


def test_every_row_of_a_joined_file_says_its_metric_unit_and_list(contest: Runner) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(contest.ok("board", "2024Q2", "--singles", "--top", "1", "-f", "csv", lang="zh").out)
        )
    )
    assert {(row["metric"], row["measure"], row["list"]) for row in rows} >= {
        ("funds", "亿元", "red"),
        ("started", "个", "red"),
    }
    assert "Funds in place (100m CNY)" in contest.ok("board", "2024Q2", "--singles").out


def test_a_campaign_is_published_under_its_name(contest: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "2024-12-31")
    contest.ok("campaign", "add", "二季度攻坚", "--on", "2024-04-01", "--until", "2024-06-30")
    for name, value in {"甲县": "8", "乙县": "2", "丙县": "4"}.items():
        contest.ok("target", "set", name, "到位资金", value, "--campaign", "二季度攻坚")
    for asked in ("二季度攻坚", "2024Q2"):  # the same days under the same scheme, and yet two boards
        contest.ok("board", "publish", asked, "--yes")
    assert [row["period"] for row in contest.json("board", "list")["rows"]] == ["二季度攻坚", "2024Q2"]
    assert contest.json("board", "攻坚", "--published")["published"]["number"] == 1
    assert contest.json("board", "2024Q2", "--published")["published"]["number"] == 2
    [campaign, quarter] = [contest.json("board", name, "--published")["groups"][0] for name in ("攻坚", "2024Q2")]
    assert [row["unit"] for row in campaign["rows"]][:1] == ["乙县"]
    assert [row["unit"] for row in quarter["rows"]][:1] == ["甲县"]
    contest.ok("board", "verify")
    assert "published_already" in contest("board", "publish", "G1", "--yes", "-f", "json").out
    later = contest.json("board", "2024Q3", "-g", "county")["groups"][0]["rows"]
    assert {row["unit"]: row["previous_rank"] for row in later} == dict(names(quarter))
    assert {row["previous_rank"] for row in contest.json("board", "攻坚", "-g", "county")["groups"][0]["rows"]} == {
        None
    }


def test_a_published_campaign_is_compared_and_supposed_upon(contest: Runner) -> None:
    contest.ok("campaign", "add", "春季攻坚", "--on", "2024-03-02", "--until", "2024-04-10")
    contest.ok("target", "set", "乙县", "到位资金", "8", "--campaign", "春季攻坚")
    contest.ok("board", "publish", "春季攻坚", "--yes")
    supposed = contest.json("board", "what-if", "春季攻坚", "--target", "乙县:到位资金=2", "--refuse", "F4")
    [(key, before, after)] = {
        (each["kind"], each["before"], each["after"])
        for each in supposed["figures"]
        if each["unit"] and each["kind"] == "actual"
    }
    assert (key, before, after) == ("actual", 3, 0)
    assert contest.json("board", "compare", "春季攻坚")["figures"] == []
    contest.ok("funds", "edit", "F4", "--amount", "2亿")
    contest.ok("target", "set", "乙县", "到位资金", "6", "--campaign", "春季攻坚")
    data = contest.json("board", "compare", "春季")
    changed = {(each["unit"], each["kind"]): (each["before"], each["after"]) for each in data["figures"]}
    assert changed["乙县", "actual"] == (3, 2)
    assert changed["乙县", "target"] == (8, 6)
    assert len(data["causes"]) == 2
    why = contest.ok("board", "why-not", "春季攻坚", "F3").out
    assert "2024-02-01" in why


VIEWS = (
    (),
    ("--singles",),
    ("--together",),
    ("--singles", "--together", "--top", "2"),
    ("-g", "county", "--top", "1", "--bottom", "1"),
    ("-m", "funds", "--bottom", "2"),
    ("--columns", "rank,unit,score"),
)


@pytest.mark.parametrize("ending", ["html", "xlsx"])
@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_every_view_of_a_published_board_is_proven_from_its_printout(
    issued: Runner, view: tuple[str, ...], ending: str
) -> None:
    issued.ok("board", "2024Q2", "--published", *view, "-o", f"榜.{ending}", lang="zh")
    assert issued.json("board", "verify", f"榜.{ending}")["cells"] > 8


def test_a_row_taken_out_of_a_printed_list_is_missed(issued: Runner, tmp_path: Path) -> None:
    issued.ok("board", "2024Q2", "--published", "-m", "funds", "--together", "--top", "3", "-o", "red.xlsx")
    book = opened(tmp_path / "red.xlsx")
    sheet = next(page for page in book if page.title.startswith("Single"))
    place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "甲县")
    for cells in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(cells))
    for cell in sheet[place.row]:
        cell.value = None
    book.save(tmp_path / "red.xlsx")
    ran = issued("board", "verify", "red.xlsx", "-f", "json")
    assert ran.code == 5
    assert [each["code"] for each in ran.json["problems"]] == ["row_missing"]


def test_single_boards_of_an_issue_come_in_the_order_of_the_scheme(issued: Runner) -> None:
    live, out = (
        [each["metric"] for each in issued.json("board", "2024Q2", "--singles", *more)["boards"]]
        for more in ((), ("--published",))
    )
    assert out == live != sorted(live)


@pytest.mark.parametrize(("option", "value"), [("--chain", "轴承"), ("--basis", "period")])
def test_what_departs_from_the_scheme_is_not_published_and_says_why(issued: Runner, option: str, value: str) -> None:
    for asked in (("publish", "2024Q2", "--corrects", "--yes"), ("2024Q2", "--published"), ("--issue", "1")):
        ran = issued("board", *asked, option, value, "-f", "json")
        [problem] = ran.json["problems"]
        assert (ran.code, problem["code"], problem["value"]) == (4, "published_as_written", value)
        assert option in problem["hint"]
    assert len(issued.json("board", "list")["rows"]) == 2
    assert "--chain" not in issued.ok("board", "publish", "--help").out


def test_the_schemes_own_basis_may_be_said(issued: Runner) -> None:
    assert issued.json("board", "2024Q2", "--published", "--basis", "cumulative")["published"]["number"] == 2


def test_what_if_and_why_not_of_a_chain_go_metric_by_metric(contest: Runner) -> None:
    data = contest.json("board", "what-if", "2024Q2", "--chain", "轴承", "--refuse", "F2")
    assert {(each["metric"], each["unit"], each["rank_before"], each["rank_after"]) for each in data["moves"]} == {
        ("funds", "甲县", 1, 2),
        ("funds", "丙县", 2, 1),
    }
    [funds, *_] = contest.json("board", "why-not", "2024Q2", "F4", "--chain", "轴承")["metrics"]
    assert [reason["key"] for reason in funds["reasons"]] == ["chain"]
    shown = contest.ok("board", "why-not", "2024Q2", "F2", "--chain", "轴承").out
    assert "composite" not in shown


def test_an_issue_of_an_earlier_program_lacks_what_later_ones_added(
    contest: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = boards.board_data

    def earlier(*given: Any) -> dict[str, Any]:
        data = whole(*given)
        for group in data["groups"]:
            for row in group["rows"]:
                del row["gap"]
        return data

    with monkeypatch.context() as patch:
        patch.setattr(boards, "board_data", earlier)
        contest.ok("board", "publish", "2024Q1", "--yes")
    contest.ok("board", "verify")
    with monkeypatch.context() as patch:
        patch.setattr(boards, "board_data", lambda made, *more: whole(made, *more) | {"composite": None})
        contest.ok("board", "publish", "2024Q2", "--yes")
    assert contest("board", "verify").code == 5


def test_no_command_changes_or_takes_back_what_is_published(
    contest: Runner, content: Callable[[Path], dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    contest.ok("campaign", "add", "春季攻坚", "--on", "2024-03-02", "--until", "2024-04-10")
    contest.ok("board", "publish", "春季攻坚", "--yes")
    contest.ok("board", "publish", "2024Q1", "--yes")
    out, kept = contest.ok("board", "春季攻坚", "--published").out, content(contest.database)["board"]
    (tmp_path / "other.toml").write_text(TEXT.replace("weight = 40", "weight = 39", 1), encoding="utf-8")
    contest.ok("scheme", "load", "other.toml")
    contest.ok("unit", "edit", "甲县", "--name", "甲区")
    contest.ok("target", "set", "甲区", "到位资金", "1")
    contest.ok("funds", "remove", "F1", "--yes")
    contest.ok("campaign", "edit", "G1", "--name", "春季大攻坚")
    assert contest.json("board", "compare", "春季攻坚")["scheme_changed"] is True
    contest.ok("campaign", "remove", "G1", "--yes")
    assert contest("board", "compare", "春季攻坚").code == 3
    for batch in contest.json("log", "--limit", "100")["rows"]:
        contest("undo", str(batch["id"] if "id" in batch else batch["batch"]), "--yes")
    assert content(contest.database)["board"] == kept
    assert contest.ok("board", "春季攻坚", "--published").out == out
    contest.ok("board", "verify")


BAD = {
    "metric": ('metric = "started"', 'metric = "startd"', "indicators.metric"),
    "formula": ('formula = "ratio_time"', 'formula = "ratio_tim"', "indicators.formula"),
    "parameter": ('formula = "ratio_time"', 'formula = "share"', "indicators.of"),
    "zero": ("weight = 40", "weight = 0", "indicators.weight"),
    "negative": ("weight = 40", "weight = -1", "indicators.weight"),
}


@pytest.mark.parametrize("verb", ["check", "load"])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_scheme_is_refused_with_line_and_key(run: Runner, tmp_path: Path, case: str, verb: str) -> None:
    old, new, key = BAD[case]
    (tmp_path / "bad.toml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    ran = run("scheme", verb, "bad.toml", "-f", "json")
    assert ran.code == 5
    assert any(key in each["place"] and "line " in each["place"] and each["hint"] for each in ran.json["problems"])
    assert run.json("scheme")["rows"] == []


def test_a_scheme_that_is_only_odd_is_warned_of(contest: Runner, tmp_path: Path) -> None:
    odd = TEXT.replace("weight = 40", "weight = 39", 1)
    group = '[[groups]]\nkey = "park"\nlabel = { zh = "园区", en = "Parks" }\n'
    (tmp_path / "odd.toml").write_text(f"{odd}\n{group}", encoding="utf-8")
    said = contest.ok("scheme", "check", "odd.toml").err
    assert "the weights of Counties sum to 99, not 100" in said
    assert "the group “Parks” has no units" in said
