from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from tracker.rules.dates import from_iso
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services import undoing
from tracker.store.engine import Change, Signature, working
from tracker.store.reading import reading
from tracker.written import batch_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Runner

KEEPS = ("version", "removed_at", "sqlite_sequence", "batch", "journal")


def live(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every live row and every link, without versions: what a person would call the same."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for table in tables:
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
            kept = ", ".join(f'"{name}"' for name in columns if name not in KEEPS)
            hidden = "WHERE removed_at IS NULL" if "removed_at" in columns else ""
            if table not in KEEPS:
                found[table] = sorted(connection.execute(f'SELECT {kept} FROM "{table}" {hidden}'), key=repr)
        # The links of hidden records stay on record: only live ones are compared.
        projects = {row[0] for row in found["project"]}
        visits = {row[0] for row in found["visit"]}
        for table, owners in (("credit", projects), ("project_introducer", projects), ("visit_company", visits)):
            found[table] = [row for row in found[table] if row[0] in owners]
        return found


def newest(city: Runner) -> str:
    batch = city.json("log", "--limit", "1")["rows"][0]["batch"]
    assert isinstance(batch, str)
    return batch


EVERYTHING: tuple[tuple[str, ...], ...] = (
    ("unit", "add", "高唐县", "county"),
    ("unit", "edit", "U2", "--name", "临清区", "--aliases", "临清市(..2024-01-01)"),
    ("unit", "remove", "U3"),
    ("chain", "edit", "H1", "--clear", "chief"),
    ("segment", "add", "装备制造", "机床"),
    ("segment", "remove", "S1"),
    ("company", "edit", "C1", "--lists", "world500、listed", "--target", "是"),
    ("lead", "convert", "L1"),
    ("lead", "lose", "L1", "--reason", "选址外地"),
    (
        "project",
        "add",
        "飞地",
        "冠县",
        "--total-investment",
        "1亿",
        "--introducers",
        "临清、经开区",
        "--money-share",
        "3:3:4",
    ),
    ("project", "edit", "P1", "--introducers", "临清", "--money-share", "5:5", "--count-share", "双算"),
    (
        "project",
        "edit",
        "P1",
        "--started-on",
        "2024-03",
        "--total-investment",
        "9亿",
        "--signed-recognition",
        "returned",
    ),
    ("project", "advance", "P1", "started", "--on", "2024-03-01"),
    ("milestone", "recognise", "P1", "signed", "--by", "王五"),
    ("milestone", "remove", "M1"),
    ("funds", "recognise", "F1"),
    ("funds", "remove", "F1"),
    ("visit", "edit", "V1", "--clear", "companies"),
    ("visit", "add", "临清", "上海", "--start-on", "2024-03", "--companies", "三一重工"),
    ("campaign", "edit", "G1", "--end-on", "2024-07"),
    ("target", "set", "冠县", "funds", "60"),
    ("target", "set", "city", "funds", "500"),
    ("figure", "set", "冠县", "fdi", "0", "--on", "2024-03"),
    ("adjustment", "edit", "A1", "--points", "-1.5"),
    ("problem", "close", "Q1", "--with", "批文"),
)


@pytest.mark.parametrize("line", EVERYTHING, ids=" ".join)
def test_undo_restores_and_undo_of_undo_restores_again(city: Runner, line: tuple[str, ...]) -> None:
    before = live(city.database)
    city.ok(*line, "--yes")
    after = live(city.database)
    assert after != before
    done = newest(city)

    ran = city.ok("undo", "--yes", "-f", "json").json
    assert (ran["status"], ran["data"]["undoes"], ran["data"]["kept"]) == ("ok", done, [])
    assert live(city.database) == before
    undo = newest(city)
    assert ran["data"]["batch"] == undo

    city.ok("undo", undo, "--yes")
    assert live(city.database) == after
    city.ok("undo", newest(city), "--yes")
    assert live(city.database) == before


def test_everything_is_undone_step_by_step(city: Runner) -> None:
    states = [live(city.database)]
    for line in EVERYTHING[:7]:
        city.ok(*line, "--yes")
        states.append(live(city.database))
    for state in reversed(states[:-1]):
        city.ok("undo", "--yes")
        assert live(city.database) == state


def test_the_whole_city_down_to_nothing(city: Runner) -> None:
    for _ in range(city.json("log")["total"]):
        city.ok("undo", "--yes")
    assert not any(live(city.database)[noun] for noun in (*NOUNS, "scheme"))
    ran = city("undo", "--yes")
    assert (ran.code, ran.out) == (4, "")


def test_only_fields_that_nobody_changed_since(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--total-investment", "4亿", "--leader", "周")
    batch = newest(city)
    city.ok("project", "edit", "P1", "--leader", "吴")
    since = newest(city)
    ran = city.ok("undo", batch, "--yes", "-f", "json").json
    assert ran["status"] == "partial"
    [kept] = ran["data"]["kept"]
    assert (kept["id"], kept["field"]) == ("P1", "leader")
    assert since in kept["reason"]
    [back] = ran["data"]["reversed"]
    assert (back["field"], back["before"]["fen"], back["after"]["fen"]) == (
        "total_investment",
        40_000_000_000,
        30_000_000_000,
    )
    shown = city.json("project", "show", "P1")
    assert (shown["leader"], shown["total_investment"]["fen"]) == ("吴", 30_000_000_000)


def test_a_value_set_back_by_hand_counts_as_unchanged(city: Runner) -> None:
    city.ok("funds", "add", "P1", "20万", "--received-on", "2024-03-01")
    batch = newest(city)
    city.ok("funds", "edit", "F2", "--amount", "30万")
    city.ok("funds", "edit", "F2", "--amount", "20万")
    city.ok("undo", batch, "--yes")
    assert city("funds", "show", "F2").code == 3


def test_a_record_changed_since_it_was_added_is_kept(city: Runner) -> None:
    city.ok("funds", "add", "P1", "20万", "--received-on", "2024-03-01")
    batch = newest(city)
    city.ok("funds", "edit", "F2", "--amount", "30万")
    ran = city("undo", batch, "--yes")
    assert ran.code == 4
    assert f"changed since by {newest(city)}" in ran.err
    assert city.json("funds", "show", "F2")["amount"]["fen"] == 30_000_000


def test_what_is_still_referred_to_is_kept_with_its_parts(city: Runner) -> None:
    city.ok("project", "add", "储能", "临清", "--total-investment", "1亿", "--signed-on", "2024-03-01")
    batch = newest(city)
    city.ok("funds", "add", "储能", "20万", "--received-on", "2024-03-02")
    ran = city("undo", batch, "--yes")
    assert ran.code == 4
    assert "still referred to by F2" in ran.err
    assert city.json("project", "show", "储能")["signed_on"] == "2024-03-01"
    city.ok("funds", "remove", "F2", "--yes")
    city.ok("undo", batch, "--yes")
    assert city("project", "show", "储能").code == 3


def test_a_stage_reached_since_keeps_the_project(city: Runner) -> None:
    city.ok("project", "add", "储能", "临清", "--total-investment", "1亿")
    batch = newest(city)
    city.ok("project", "advance", "储能", "signed", "--on", "2024-03-01", "--agreement", "contract")
    assert city("undo", batch, "--yes").code == 4


def test_already_removed_and_already_there(city: Runner) -> None:
    city.ok("funds", "add", "P1", "20万", "--received-on", "2024-03-01")
    added = newest(city)
    city.ok("funds", "remove", "F2", "--yes")
    ran = city("undo", added, "--yes")
    assert ran.code == 4
    assert "already removed" in ran.err


def test_what_refers_to_something_removed_does_not_come_back(city: Runner) -> None:
    city.ok("funds", "remove", "F1", "--yes")
    batch = newest(city)
    city.ok("problem", "remove", "Q1", "--yes")
    city.ok("project", "remove", "P1", "--yes")
    ran = city("undo", batch, "--yes")
    assert ran.code == 4
    assert "refers to P1" in ran.err


def test_a_name_that_was_taken_meanwhile(city: Runner) -> None:
    city.ok("unit", "remove", "U3", "--yes")
    batch = newest(city)
    city.ok("unit", "add", "经开区", "zone")
    ran = city("undo", batch, "--yes")
    assert ran.code == 4
    assert "U4" in ran.err
    city.ok("unit", "edit", "U4", "--name", "高新区")
    city.ok("unit", "edit", "U2", "--name", "经开区")
    renamed = newest(city)
    city.ok("unit", "add", "临清市", "county")
    assert city("undo", renamed, "--yes").code == 4


def test_a_reference_to_something_removed_is_not_put_back(city: Runner) -> None:
    city.ok("lead", "edit", "L1", "--clear", "company", "--referrer", "孙")
    batch = newest(city)
    city.ok("visit", "remove", "V1", "--yes")
    city.ok("company", "remove", "C1", "--yes")
    ran = city.ok("undo", batch, "--yes", "-f", "json").json
    assert [(kept["field"]) for kept in ran["data"]["kept"]] == ["company"]
    assert city.json("lead", "show", "L1")["referrer"] is None


def test_an_undone_batch_is_not_undone_again(city: Runner) -> None:
    city.ok("funds", "recognise", "F1")
    batch = newest(city)
    city.ok("undo", "--yes")
    undo = newest(city)
    ran = city("undo", batch, "--yes")
    assert ran.code == 4
    assert undo in ran.err
    city.ok("undo", undo, "--yes")
    city.ok("undo", batch, "--yes")


def test_the_default_skips_undos_and_what_they_undid(city: Runner) -> None:
    for kind in ("working", "land"):
        city.ok("funds", "edit", "F1", "--kind", kind)
    city.ok("undo", "--yes")
    assert city.json("funds", "show", "F1")["kind"] == "working"
    city.ok("undo", "--yes")
    assert city.json("funds", "show", "F1")["kind"] == "fixed"


@pytest.mark.parametrize(("text", "code"), [("B99", 3), ("99", 3), ("F1", 2), ("B", 2), ("B" + "9" * 30, 2)])
def test_no_such_batch(city: Runner, text: str, code: int) -> None:
    assert city("undo", text, "--yes").code == code
    assert city("log", "--batch", text).code == code


def test_nothing_on_an_empty_database(run: Runner) -> None:
    assert run("undo", "--yes").code == 4
    assert run.json("log")["rows"] == []


def test_without_a_terminal_it_needs_yes(city: Runner) -> None:
    raw = city.database.read_bytes()
    assert city("undo").code == 4
    assert city.database.read_bytes() == raw


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("是\n", 0), ("\n", 4), ("", 4)])
def test_on_a_terminal_it_shows_the_change_and_asks(
    city: Runner, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    city.ok("funds", "edit", "F1", "--kind", "land")
    monkeypatch.setattr("tracker.render.terminal.is_screen", lambda stream: True)
    monkeypatch.setattr(sys, "stdin", StringIO(answer))
    ran = city("undo", lang="zh")
    assert ran.code == code
    asked = ran.err
    assert asked.index("固定资产") < asked.index("[y/N]" if "[y/N]" in asked else "回车")
    assert "土地" in asked
    assert city.json("funds", "show", "F1")["kind"] == ("fixed" if code == 0 else "land")


def test_a_log_counts_by_noun_and_action(city: Runner) -> None:
    assert city.json("log", "--limit", "1")["rows"][0]["what"] == ["1 problem added"]
    for n in (1, 2):
        city.ok("problem", "add", "P1", f"缺{n}", "--factor", "land")
    city.ok("problem", "close", "Q1..Q3", "--with", "批文")
    [row] = city.json("log", "--limit", "1")["rows"]
    assert row["what"] == ["3 problems changed"]
    assert row["at"].endswith("Z")
    assert row["actor"] == "tester"
    batch = row["batch"]
    city.ok("undo", "--yes")
    assert city.json("log", "--limit", "1")["rows"][0]["what"] == [f"undoes {batch}", "3 problems changed"]
    assert "修改 3 条问题" in city.ok("log", lang="zh").out


def test_a_log_of_one_noun(city: Runner) -> None:
    assert [row["what"][-1] for row in city.json("log", "--noun", "milestone")["rows"]] == ["1 milestone added"] * 2
    assert city.json("log", "--noun", "到位资金")["total"] == 1
    assert city("log", "--noun", "wombat").code == 2
    data = city.json("log", "--limit", "3")
    assert (len(data["rows"]), data["total"], data["hidden"]) == (3, 17, 14)


def test_the_history_of_a_record_in_the_users_words(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--unit", "临清", "--introducers", "冠县、经开区", "--total-investment", "5亿")
    text = city.ok("log", "--record", "P1", lang="zh").out
    last = text.splitlines()[-3:]
    assert ["责任单位" in line for line in last] == [True, False, False]
    assert last[0].split()[-2:] == ["冠县", "临清市"]
    assert last[1].split()[-2:] == ["—", "冠县、经开区"]
    assert "3亿元" in last[2]
    assert "5亿元" in last[2]
    assert "签约时间" in text
    assert "正式合同" in text
    assert city.json("log", "--record", "轴承一期") == city.json("log", "--record", "p1")


def test_the_history_of_a_removed_record(city: Runner) -> None:
    city.ok("funds", "remove", "F1", "--yes")
    rows = city.json("log", "--record", "F1")["rows"]
    assert (rows[-1]["action"], rows[-1]["field"]) == ("remove", None)
    assert city("log", "--record", "F7").code == 3


def test_what_a_batch_did(city: Runner) -> None:
    city.ok("funds", "return", "F1", "--opinion", "缺凭证")
    rows = city.json("log", "--batch", newest(city).lower())["rows"]
    assert {(row["record"], row["field"], row["before"], row["after"]) for row in rows} == {
        ("F1", "Recognition", "reported", "returned"),
        ("F1", "Recognition date", None, "2024-04-10"),
        ("F1", "Opinion", None, "缺凭证"),
        ("F1", "Recognised by", None, "tester"),
    }
    assert city.json("log", "--batch", "B1")["rows"][0]["name"] == "contest-2024"


def at(city: Runner, batch: str, moment: str) -> None:
    """Let a batch have been written at another moment."""
    with closing(sqlite3.connect(city.database)) as connection:
        connection.execute("UPDATE batch SET at = ? WHERE id = ?", (moment, int(batch[1:])))
        connection.commit()


@pytest.mark.parametrize(
    ("zone", "inside"),
    [("UTC", [True, True, False]), ("Asia/Shanghai", [True, False, False]), ("America/New_York", [False, True, True])],
)
def test_a_log_of_one_period_goes_by_local_days(
    city: Runner, monkeypatch: pytest.MonkeyPatch, zone: str, inside: list[bool]
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        moments = ("2024-02-29T20:00:00Z", "2024-03-31T20:00:00Z", "2024-04-01T02:00:00Z")
        if zone == "UTC":
            moments = ("2024-03-01T00:00:00Z", "2024-03-31T23:59:59Z", "2024-04-01T00:00:00Z")
        for batch, moment in zip(("B2", "B3", "B4"), moments, strict=True):
            at(city, batch, moment)
        found = {row["batch"] for row in city.json("log", "--period", "2024-03")["rows"]}
        assert [f"B{n}" in found for n in (2, 3, 4)] == inside
        assert found == {row["batch"] for row in city.json("log", "--period", "2024-03-01..2024-03-31")["rows"]}
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_open_and_relative_periods(city: Runner) -> None:
    every = city.json("log")["total"]
    at(city, "B2", "2024-04-02T12:00:00Z")
    assert city.json("log", "--period", "本月")["total"] == 1
    assert city.json("log", "--period", "..2024-12")["total"] == 1
    assert city.json("log", "--period", "2024-05..")["total"] == every - 1
    assert city.json("log", "--period", "1949..")["total"] == every
    assert "2024年4月" in city.ok("log", "--period", "2024-04", lang="zh").err
    assert city("log", "--period", "wombat").code == 2


def test_a_log_of_one_person(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    city.ok("project", "edit", "P1", "--tags", "重点")
    monkeypatch.setenv("TRACKER_ACTOR", "王五")
    city.ok("funds", "recognise", "F1")
    city.ok("project", "edit", "P1", "--note", "x")
    assert city.json("log", "--by", "王")["total"] == 2
    assert city.json("log", "--by", "王五", "--noun", "funds")["total"] == 1
    assert {row["actor"] for row in city.json("log", "--record", "P1", "--by", "TESTER")["rows"]} == {"tester"}
    assert [row["field"] for row in city.json("log", "--record", "P1", "--by", "王五")["rows"]] == ["Note"]
    ran = city("log", "--by", "李四")
    assert ran.code == 3
    assert "王五" in ran.err


def test_a_part_of_a_project_is_called_by_its_name(city: Runner) -> None:
    city.ok("milestone", "recognise", "P1", "signed", "--by", "王五")
    done = newest(city)
    assert {row["name"] for row in city.json("log", "--batch", done)["rows"]} == {"轴承一期"}
    said = city.ok("undo", "--yes", lang="zh").out
    assert "签约认定" in said
    assert "轴承一期" in said


BOARD: tuple[tuple[str, ...], ...] = (
    ("project", "edit", "P1", "--unit", "临清"),
    ("project", "edit", "P1", "--status", "lost", "--status-reason", "x"),
    ("project", "edit", "P1", "--introducers", "临清", "--money-share", "5:5", "--count-share", "双算"),
    ("funds", "remove", "F1"),
    ("funds", "edit", "F1", "--project", "P2"),
    ("funds", "edit", "F1", "--amount", "2000万"),
    ("milestone", "remove", "M2"),
    ("milestone", "edit", "M2", "--reached-on", "2024-04-05"),
    ("visit", "remove", "V1"),
    ("target", "set", "冠县", "funds", "10"),
)


@pytest.mark.parametrize("line", BOARD, ids=" ".join)
def test_the_board_follows_an_undo_and_a_redo(city: Runner, line: tuple[str, ...]) -> None:
    """What triggers keep, credit and what receipts and milestones carry of their project, is put back as well."""
    city.ok("funds", "recognise", "F1")
    city.ok(
        "project", "add", "风电", "临清", "--total-investment", "9亿", "--introducers", "冠县", "--money-share", "3:7"
    )
    city.ok("milestone", "recognise", "P1", "signed")

    def board() -> object:
        return city.json("board", "2024Q1"), city.json("progress", "2024Q1")

    before = board()
    city.ok(*line, "--yes")
    after = board()
    assert after != before
    city.ok("undo", "--yes")
    assert board() == before
    city.ok("undo", newest(city), "--yes")
    assert board() == after
    city.ok("undo", newest(city), "--yes")
    assert board() == before


MANY = 10_000


def test_ten_thousand_rows_in_a_few_queries(city: Runner) -> None:
    funds, entry = NOUNS["funds"], Entry(__import__("datetime").date(2024, 4, 10))
    amount = funds.field("amount").kind.parse("1万", entry)
    day = funds.field("received_on").kind.parse("2024-03-01", entry)
    signature = Signature("tester", "tracker import", "2024-04-10T00:00:00Z")
    before = live(city.database)
    with working(str(city.database), signature) as work:
        values = {"project": 1, "received_on": day, "amount": amount, "recognition": "reported"}
        work.apply([Change(funds, work.new_id(funds), "add", after=values) for _ in range(MANY)])
        work.commit()
    with working(str(city.database), signature) as work:
        queries: list[str] = []
        work.reader._connection.set_trace_callback(queries.append)
        made = undoing.plan(work.reader, None)
        assert len(queries) < MANY / 50
        undoing.apply(work, made)
        work.commit()
    assert made.count == MANY
    assert live(city.database) == before
    with reading(str(city.database)) as reader:
        batch = reader.value("SELECT max(id) FROM batch")
        assert reader.value("SELECT count(*) FROM journal WHERE batch_id = ?", (batch,)) == MANY
    city.ok("undo", batch_number(batch), "--yes")
    assert city.json("funds", "list", "--limit", "1")["total"] == MANY + 1


@pytest.mark.slow
def test_ten_thousand_rows_are_undone_and_redone(
    city: Runner, record_testsuite_property: Callable[[str, object], None]
) -> None:
    """A batch of 4,000 new, 4,000 changed and 2,000 removed receipts: rows and board as before, and again as after."""
    funds = NOUNS["funds"]
    small, large = (funds.field("amount").kind.undump([fen, "CNY"]) for fen in (1_000_000, 3_000_000))
    new = {
        "project": 1,
        "received_on": from_iso("2024-03-01"),
        "amount": small,
        "recognition": "recognised",
        "ring": "province",
    }
    new["kind"] = "fixed"

    def write(changes: list[Change]) -> None:
        with working(str(city.database), Signature("tester", "tracker import", "2024-04-10T00:00:00Z")) as work:
            work.apply(changes)
            work.commit()

    write([Change(funds, id_, "add", after=new) for id_ in range(2, 6_002)])
    before, board = live(city.database), city.json("board", "2024Q1")
    write(
        [
            *(Change(funds, id_, "add", after=new) for id_ in range(6_002, 10_002)),
            *(Change(funds, id_, "edit", {"amount": small}, {"amount": large}) for id_ in range(2, 4_002)),
            *(Change(funds, id_, "remove") for id_ in range(4_002, 6_002)),
        ]
    )
    after, changed = live(city.database), city.json("board", "2024Q1")
    assert changed != board
    for rows, shown, name in ((before, board, "undo"), (after, changed, "redo")):
        start = time.perf_counter()
        ran = city.ok("undo", newest(city), "--yes", "-f", "json").json
        record_testsuite_property(f"{name}_seconds", time.perf_counter() - start)
        assert (ran["data"]["records"], ran["data"]["kept"]) == (MANY, [])
        assert live(city.database) == rows
        assert city.json("board", "2024Q1") == shown
