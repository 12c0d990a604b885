from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tracker.rules.nouns import NOUNS

if TYPE_CHECKING:
    from tests.conftest import Runner

ADDED = {
    "unit": {"targets", "by_stage", "received"},
    "chain": {"segments", "companies", "projects"},
    "segment": {"companies", "projects"},
    "company": {"projects", "leads", "visits"},
    "lead": {"clock"},
    "project": {"stage", "milestones", "missing", "receipts", "problems", "visits", "leads"},
    "campaign": {"targets", "visits"},
}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_field_keeps_its_key_and_what_is_around_is_added(city: Runner, noun: str) -> None:
    number = NOUNS[noun].number(1)
    data = city.json(noun, "show", number)
    fields = {"id", "version", *(field.key for field in NOUNS[noun].fields)}
    assert set(data) == fields | ADDED.get(noun, set()) | {"history"}
    assert data["id"] == number
    assert city.json("show", number) == data
    assert [batch["batch"] for batch in data["history"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("noun", NOUNS)
def test_every_card_can_be_read_in_both_languages(city: Runner, noun: str, lang: str) -> None:
    ran = city.ok("show", NOUNS[noun].number(1), lang=lang)
    assert "\n\n" in ran.out
    assert ("最近的改动" if lang == "zh" else "Latest changes") in ran.out


def test_a_name_is_as_good_as_a_number(city: Runner) -> None:
    assert city.json("show", "轴承一期")["id"] == "P1"
    assert city.json("project", "show", "一期")["id"] == "P1"


def test_the_line_of_stages(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--started-planned-on", "2024-03-20", "--completed-planned-on", "2024-05")
    by_stage = {row["stage"]: row for row in city.json("show", "P1")["milestones"]}
    assert list(by_stage) == [
        "planned", "talks", "signed", "registered", "filed", "started", "completed", "producing", "at_output",
    ]  # fmt: skip
    assert by_stage["talks"] == {
        "stage": "talks", "planned_on": None, "reached_on": "2024-01-10", "late": None, "recognition": None,
    }  # fmt: skip
    assert (by_stage["signed"]["reached_on"], by_stage["signed"]["recognition"]) == ("2024-02-01", "reported")
    assert by_stage["started"]["late"] == 21
    assert by_stage["completed"]["late"] is None
    city.ok("project", "advance", "P1", "started", "--on", "2024-03-25")
    assert city.json("show", "P1")["milestones"][5]["late"] == 5
    assert city.json("show", "P1")["stage"] == "started"


def test_receipts_run_up_to_a_share_of_the_investment(city: Runner) -> None:
    city.ok("funds", "add", "P1", "2000万", "--received-on", "2024-01-05")
    city.ok("funds", "add", "P1", "500万", "--received-on", "2024-04-01", "--recognition", "returned", "--opinion", "x")
    city.ok("funds", "add", "P1", "100万美元", "--received-on", "2024-04-02")
    city.ok("funds", "add", "P1", "1.2亿", "--received-on", "2024-04-03")
    rows = city.json("show", "P1")["receipts"]
    assert [row["id"] for row in rows] == ["F2", "F1", "F3", "F4", "F5"]
    assert [row["share"] for row in rows] == [6.7, 10, None, None, 50]
    assert [row["sum"] and row["sum"]["fen"] for row in rows] == [2_000_000_000, 3_000_000_000, None, None, 15 * 10**9]


def test_what_the_next_stage_asks(city: Runner) -> None:
    rows = city.json("show", "P1")["missing"]
    assert [row["for"] for row in rows] == ["started", "started", "recognition: signed", "recognition: F1"]
    assert rows[0]["lacks"] == ["Registered date", "Filed date", "Fixed-asset investment", "Completed planned"]
    assert rows[1]["do"] == "tracker project advance P1 started --on …"
    assert rows[2]["lacks"] == ["Contracted investment"]
    assert "Evidence kind" in rows[3]["lacks"]


def test_a_command_of_the_card_does_what_it_says(city: Runner) -> None:
    [first, *_] = city.json("show", "P1")["missing"]
    filled = {"--registered": "2024-02-05", "--filed": "2024-02-06", "--fixed": "2亿"}
    words = [filled.get(before, "2024-05") if word == "…" else word for before, word in
             zip(["", *first["do"].split()], first["do"].split(), strict=False)]  # fmt: skip
    city.ok(*words[1:])
    assert next(row["lacks"] for row in city.json("show", "P1")["missing"]) == "the date of “started”"


def test_a_project_that_is_out_lacks_nothing(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--status", "lost", "--status-reason", "选址外地")
    assert city.json("show", "P1")["missing"] == []


def test_visits_find_the_investors_by_name_by_alias_and_by_the_lead(city: Runner) -> None:
    assert city.json("show", "P1")["visits"] == []
    city.ok("project", "edit", "P1", "--investors", "三一重工、别家")
    assert [row["id"] for row in city.json("show", "P1")["visits"]] == ["V1"]
    city.ok("company", "edit", "C1", "--name", "三一重工集团", "--aliases", "三一重工")
    assert [row["id"] for row in city.json("show", "P1")["visits"]] == ["V1"]
    assert [row["id"] for row in city.json("show", "C1")["projects"]] == ["P1"]
    city.ok("project", "edit", "P1", "--clear", "investors")
    assert city.json("show", "P1")["visits"] == []
    city.ok("lead", "edit", "L1", "--project", "P1")
    assert [row["id"] for row in city.json("show", "P1")["visits"]] == ["V1"]


def test_an_investor_is_not_found_in_a_longer_name(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--investors", "三一重工（长沙）")
    assert city.json("show", "C1")["projects"] == []
    assert city.json("show", "P1")["visits"] == []


def test_a_unit_says_how_far_its_projects_are(city: Runner) -> None:
    city.ok("project", "add", "储能", "冠县", "--total-investment", "1亿")
    city.ok("project", "add", "走了", "冠县", "--total-investment", "1亿", "--status", "lost", "--status-reason", "x")
    city.ok("funds", "recognise", "F1")
    data = city.json("show", "冠县")
    assert [(row["stage"], row["count"], row["total_investment"]["fen"]) for row in data["by_stage"]] == [
        (None, 1, 10_000_000_000),
        ("signed", 1, 30_000_000_000),
    ]
    assert [(row["recognition"], row["count"], row["amount"]["fen"]) for row in data["received"]] == [
        ("recognised", 1, 1_000_000_000)
    ]
    assert [(row["metric"], row["value"]) for row in data["targets"]] == [("funds", 50)]


def test_a_chain_has_its_segments_companies_and_projects(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--chain", "装备制造", "--segment", "轴承")
    data = city.json("show", "H1")
    assert [row["name"] for row in data["segments"]] == ["轴承"]
    assert [row["name"] for row in data["companies"]] == ["三一重工"]
    assert [(row["name"], row["stage"]) for row in data["projects"]] == [("轴承一期", "signed")]
    assert [row["id"] for row in city.json("show", "S1")["projects"]] == ["P1"]


def test_a_leads_clock(city: Runner) -> None:
    city.ok("lead", "edit", "L1", "--answered-on", "2024-03-04")
    assert city.json("show", "L1")["clock"] == [
        {"step": "answer", "due_on": "2024-03-02", "done_on": "2024-03-04", "late": 2},
        {"step": "judgement", "due_on": "2024-03-04", "done_on": None, "late": 37},
        {"step": "feedback", "due_on": "2024-03-08", "done_on": None, "late": 33},
    ]


def test_the_last_changes_in_words(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--total-investment", "5亿", "--signed-on", "2024-02-02")
    city.ok("funds", "recognise", "F1")
    newest, edited, *rest = city.json("show", "P1")["history"]
    assert newest["what"][0] == "F1 Recognition reported → recognised"
    assert edited["what"] == ["Total investment 300m CNY → 500m CNY", "Signed date 2024-02-01 → 2024-02-02"]
    assert edited["actor"] == "tester"
    assert len(rest) == 3
    said = city.ok("show", "P1", lang="zh")
    assert "总投资 3亿元 → 5亿元" in said.out
    assert "tracker log --record P1" in said.err


def test_a_terminal_shows_some_of_many_and_says_so(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(1, 26):
        city.ok("funds", "add", "P1", f"{n}万", "--received-on", "2024-03-01")
    assert len(city.json("show", "P1")["receipts"]) == 26
    assert city.ok("show", "P1").out.count("  2024-03-01  ") == 25
    monkeypatch.setattr("tracker.render.terminal.is_screen", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    ran = city.ok("show", "P1")
    assert "Receipts (26)" in ran.out
    assert [f"│ F{n} " in ran.out for n in (2, 7, 8, 26, 1)] == [False, False, True, True, True]
    assert "more rows not shown" in ran.err
    assert "●" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_hostile_data_in_a_card_is_shown_as_marks(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--note", "a\x1b[31m[bold]\u202e")
    for argv in (("show", "P1"), ("show", "P1", "-f", "md")):
        assert not set("\x1b\u202e") & set(city.ok(*argv).out)


@pytest.mark.parametrize(("text", "code"), [("P9", 3), ("没有", 3), ("", 3)])
def test_nothing_of_that_name(city: Runner, text: str, code: int) -> None:
    assert city("show", text).code == code


def test_a_name_that_several_records_have(city: Runner) -> None:
    city.ok("project", "add", "轴承二期", "冠县", "--total-investment", "1亿")
    ran = city("show", "轴承")
    assert ran.code == 4
    assert "P2" in ran.err


def test_a_card_is_a_fixed_number_of_queries(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.store.reading import Reader

    counted: list[str] = []
    rows = Reader.rows

    def counting(self: Reader, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        counted.append(sql)
        return rows(self, sql, values)

    monkeypatch.setattr(Reader, "rows", counting)

    def queries() -> int:
        counted.clear()
        city.json("show", "P1")
        return len(counted)

    few = queries()
    with closing(sqlite3.connect(city.database)) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(funds)") if row[1] != "id"]
        listed = ", ".join(f'"{name}"' for name in names)
        for _ in range(200):
            connection.execute(f"INSERT INTO funds ({listed}) SELECT {listed} FROM funds WHERE id = 1")
        connection.commit()
    assert len(city.json("show", "P1")["receipts"]) == 201
    assert queries() == few
