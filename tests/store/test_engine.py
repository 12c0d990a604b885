from __future__ import annotations

import datetime
import json
import sqlite3
from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SYNCHRONOUS
from tracker.errors import BadData, DatabaseError
from tracker.rules.dates import day
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.store import engine
from tracker.store.engine import DEPENDENCE, Change, Signature, Work, working
from tracker.store.past import undumped
from tracker.store.reading import reading
from tracker.store.records import load, load_one, load_some
from tracker.store.stored import dumped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Runner

    Content = dict[str, list[tuple[object, ...]]]

SIGNATURE = Signature("tester", "tracker test", "2024-04-10T01:02:03Z", "abc")
UNIT, PROJECT, FUNDS, MILESTONE = (NOUNS[key] for key in ("unit", "project", "funds", "milestone"))


def project(unit: int, **more: Any) -> dict[str, Any]:
    plain = {"name": "试验", "unit": unit, "total_investment": Money(10_000_000_000, "CNY"), "status": "active"}
    return plain | {"investment": "domestic", "money_share": "single", "count_share": "single"} | more


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def add(work: Work, noun: str, values: dict[str, Any]) -> int:
    id_ = work.new_id(NOUNS[noun])
    work.apply([Change(NOUNS[noun], id_, "add", after=values)])
    return id_


def test_nothing_stays_without_a_commit(run: Runner, content: Callable[[Path], Content]) -> None:
    before, raw = content(run.database), run.database.read_bytes()
    with working(str(run.database), SIGNATURE) as work:
        add(work, "unit", {"name": "冠县", "group": "county"})
        assert work.reader.value("SELECT count(*) FROM unit") == 1
    assert content(run.database) == before
    assert run.database.read_bytes() == raw


def test_what_is_committed_is_awaited_on_the_disk(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which other tests are spared."""
    monkeypatch.setattr(engine, "SYNCHRONOUS", SYNCHRONOUS)
    with working(str(run.database), SIGNATURE) as work:
        assert work.reader.value("PRAGMA synchronous") == 2


def test_a_file_that_is_refused_is_let_go(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init")
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remembered(*args: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*args, **options))
        return opened[-1]

    with closing(connect(run.database)) as connection:
        connection.execute("PRAGMA user_version = 99")
    monkeypatch.setattr(sqlite3, "connect", remembered)
    with pytest.raises(DatabaseError), working(str(run.database), Signature("a", "b", "2024-01-01T00:00:00Z")):
        pass
    [refused] = opened
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        refused.execute("SELECT 1")


def test_nothing_stays_after_a_failure(run: Runner, content: Callable[[Path], Content]) -> None:
    before = content(run.database)
    with pytest.raises(RuntimeError), working(str(run.database), SIGNATURE) as work:  # noqa: PT012
        add(work, "unit", {"name": "冠县", "group": "county"})
        raise RuntimeError
    assert content(run.database) == before


def test_a_dry_run_keeps_nothing_even_when_committed(run: Runner, content: Callable[[Path], Content]) -> None:
    before = content(run.database)
    with working(str(run.database), SIGNATURE, dry=True) as work:
        add(work, "unit", {"name": "冠县", "group": "county"})
        work.commit()
    assert content(run.database) == before


def test_what_the_database_refuses_is_bad_data(run: Runner, content: Callable[[Path], Content]) -> None:
    before = content(run.database)
    with pytest.raises(BadData) as caught, working(str(run.database), SIGNATURE) as work:  # noqa: PT012
        add(work, "unit", {"name": "冠县", "group": "county"})
        add(work, "unit", {"name": "冠 县", "group": "county"})
        work.commit()
    assert caught.value.problem.code == "constraint"
    assert content(run.database) == before


def test_what_is_not_there_cannot_be_referred_to(run: Runner) -> None:
    with pytest.raises(BadData), working(str(run.database), SIGNATURE) as work:
        add(work, "project", project(99))


def test_one_batch_a_unit_of_work_and_none_without_changes(run: Runner) -> None:
    with working(str(run.database), SIGNATURE) as work:
        work.apply([])
        work.commit()
    assert rows(run.database, "SELECT * FROM batch") == []
    with working(str(run.database), SIGNATURE) as work:
        add(work, "unit", {"name": "冠县", "group": "county"})
        add(work, "unit", {"name": "莘县", "group": "county"})
        work.commit()
    [(id_, at, actor, command, program, sha256, layout, undoes)] = rows(run.database, "SELECT * FROM batch")
    assert (id_, at, actor, command, sha256, undoes) == (1, SIGNATURE.at, "tester", "tracker test", "abc", None)
    assert program
    assert layout is None


def test_the_journal_holds_before_after_and_source(city: Runner) -> None:
    source = {"file": "台账.xlsx", "cell": "F12"}
    with working(str(city.database), SIGNATURE) as work:
        before = load_one(work.reader, FUNDS, 1)
        assert before is not None
        old, new = before.values["amount"], Money(5_000_000, "CNY")
        work.apply([Change(FUNDS, 1, "edit", {"amount": old}, {"amount": new}, source)])
        work.commit()
    [row] = rows(
        city.database,
        "SELECT noun, record_id, action, version, before, after, source FROM journal ORDER BY id DESC LIMIT 1",
    )
    assert row[:4] == ("funds", 1, "edit", 2)
    assert json.loads(row[4]) == {"amount": [1_000_000_000, "CNY"]}
    assert json.loads(row[5]) == {"amount": [5_000_000, "CNY"]}
    assert json.loads(row[6]) == source
    assert undumped(FUNDS, row[5]) == {"amount": new}


def test_versions_grow_with_every_change(city: Runner) -> None:
    with working(str(city.database), SIGNATURE) as work:
        work.apply([Change(FUNDS, 1, "edit", {"opinion": None}, {"opinion": "甲"})])
        work.apply([Change(FUNDS, 1, "edit", {"opinion": "甲"}, {"opinion": "乙"})])
        work.apply([Change(FUNDS, 1, "remove")])
        work.apply([Change(FUNDS, 1, "restore")])
        work.commit()
    assert rows(city.database, "SELECT version FROM funds WHERE id = 1") == [(5,)]
    versions = rows(city.database, "SELECT version FROM journal WHERE noun = 'funds' AND record_id = 1 ORDER BY id")
    assert versions == [(1,), (2,), (3,), (4,), (5,)]


def test_numbers_are_given_once(run: Runner) -> None:
    with working(str(run.database), SIGNATURE) as work:
        assert [work.new_id(UNIT) for _ in range(3)] == [1, 2, 3]
        work.apply([Change(UNIT, 3, "add", after={"name": "冠县", "group": "county"})])
        work.commit()
    with working(str(run.database), SIGNATURE) as work:
        work.apply([Change(UNIT, 3, "remove")])
        assert work.new_id(UNIT) == 4


def test_what_is_referred_to_is_written_first(run: Runner) -> None:
    """Given in any order: a lead refers to the project that it became."""
    with working(str(run.database), SIGNATURE) as work:
        today = day(datetime.date(2024, 3, 1))
        lead = {"name": "线索", "unit": 1, "received_on": today, "status": "converted", "project": 1, "company": 1}
        receipt = {"project": 1, "received_on": today, "amount": Money(1, "CNY"), "recognition": "reported"}
        changes = [
            Change(NOUNS["lead"], 1, "add", after=lead),
            Change(FUNDS, 1, "add", after=receipt),
            Change(PROJECT, 1, "add", after=project(1, chain=1)),
            Change(NOUNS["company"], 1, "add", after={"name": "甲", "kind": "enterprise", "chain": 1}),
            Change(NOUNS["chain"], 1, "add", after={"name": "链"}),
            Change(UNIT, 1, "add", after={"name": "冠县", "group": "county"}),
        ]
        work.apply(changes)
        work.commit()
    assert rows(run.database, "PRAGMA foreign_key_check") == []


def test_the_order_of_dependence_is_one() -> None:
    place = {key: n for n, key in enumerate(DEPENDENCE)}
    assert set(place) == set(NOUNS)
    for noun in NOUNS.values():
        for field in noun.own_fields:
            other = getattr(field.kind, "noun", None)
            if other and other != noun.key:
                assert place[other] < place[noun.key], (noun.key, field.key)


def test_a_name_set_free_can_be_taken_in_the_same_breath(city: Runner) -> None:
    with working(str(city.database), SIGNATURE) as work:
        work.apply(
            [
                Change(UNIT, work.new_id(UNIT), "add", after={"name": "经开区", "group": "zone"}),
                Change(UNIT, 3, "edit", {"name": "经开区"}, {"name": "高新区"}),
            ]
        )
        work.commit()
    assert [row[0] for row in rows(city.database, "SELECT name FROM unit ORDER BY id")][2:] == ["高新区", "经开区"]


CREDIT: list[tuple[dict[str, Any], dict[int, tuple[Fraction, Fraction]], tuple[int, int]]] = [
    ({"introducers": (2,)}, {}, (0, 0)),
    ({"introducers": (2,), "money_share": "5:5"}, {1: ("1/2", "1"), 2: ("1/2", "0")}, (1, 0)),  # type: ignore[dict-item]
    ({"introducers": (2, 3), "money_share": "3:3:4"}, {1: ("2/5", "1"), 2: ("3/10", "0"), 3: ("3/10", "0")}, (1, 0)),  # type: ignore[dict-item]
    ({"introducers": (2,), "count_share": "dual_full"}, {1: ("1", "1"), 2: ("0", "1")}, (0, 1)),  # type: ignore[dict-item]
    ({"introducers": (2,), "money_share": "origin_full"}, {1: ("0", "1"), 2: ("1", "0")}, (1, 0)),  # type: ignore[dict-item]
    ({"money_share": "5:5"}, {}, (0, 0)),
]


@pytest.mark.parametrize(("values", "wanted", "flags"), CREDIT)
def test_credit_rows_follow_the_project(
    city: Runner, values: dict[str, Any], wanted: dict[int, tuple[Any, Any]], flags: tuple[int, int]
) -> None:
    def credited() -> tuple[dict[int, tuple[Fraction, Fraction]], tuple[int, int]]:
        found = rows(city.database, "SELECT * FROM credit WHERE project_id = 2 ORDER BY unit_id")
        shares = {unit: (Fraction(a, b), Fraction(c, d)) for _, unit, a, b, c, d in found if a or c}
        [flag] = rows(city.database, "SELECT money_shared, shared FROM project WHERE id = 2")
        return shares, flag

    expected = {unit: (Fraction(money), Fraction(count)) for unit, (money, count) in wanted.items()}
    with working(str(city.database), SIGNATURE) as work:
        add(work, "project", project(1, **values))
        work.commit()
    assert credited() == (expected, flags)
    plain = {"introducers": None, "money_share": "single", "count_share": "single"}
    with working(str(city.database), SIGNATURE) as work:
        old = load_one(work.reader, PROJECT, 2)
        assert old is not None
        work.apply([Change(PROJECT, 2, "edit", {key: old.values[key] for key in plain}, plain)])
        work.commit()
    assert credited() == ({}, (0, 0))
    with working(str(city.database), SIGNATURE) as work:
        work.apply([Change(PROJECT, 2, "edit", plain, values)])
        work.commit()
    assert credited() == (expected, flags)


def test_what_a_board_reads_is_carried_on_receipts_and_milestones(city: Runner) -> None:
    def standing() -> list[tuple[int, int]]:
        found = rows(city.database, "SELECT standing, host_id FROM funds")
        assert set(found) == set(rows(city.database, "SELECT standing, host_id FROM milestone"))
        return sorted(set(found))

    assert standing() == [(1, 1)]
    city.ok("project", "edit", "P1", "--status", "withdrawn", "--status-reason", "无地")
    assert standing() == [(0, 1)]
    city.ok("project", "edit", "P1", "--status", "paused", "--unit", "临清")
    assert standing() == [(1, 2)]
    city.ok("project", "edit", "P1", "--introducers", "冠县", "--money-share", "5:5", "--count-share", "5:5")
    assert standing() == [(2, 2)]
    city.ok("undo", "--yes")
    assert standing() == [(1, 2)]


@pytest.mark.parametrize(("status", "standing"), [("active", 2), ("withdrawn", 0)])
def test_new_rows_bring_what_the_triggers_would_give_them(city: Runner, status: str, standing: int) -> None:
    """The same rows with the triggers and without; what comes with anything else is set right."""
    shared = {"introducers": (2,), "money_share": "5:5", "status": status, "status_reason": "无地"}
    today = day(datetime.date(2024, 3, 1))
    with working(str(city.database), SIGNATURE) as work:
        id_ = work.new_id(PROJECT)
        work.apply([Change(PROJECT, id_, "add", after=project(1, **shared))])
        work.commit()

    def added() -> list[Any]:
        receipt = {"project": id_, "received_on": today, "amount": Money(1, "CNY"), "recognition": "reported"}
        milestone = {"project": id_, "stage": "signed", "reached_on": today, "recognition": "reported"}
        with working(str(city.database), SIGNATURE) as work:
            for noun, values in ((FUNDS, receipt), (NOUNS["milestone"], milestone)):
                work.apply([Change(noun, work.new_id(noun), "add", after=values)])
            sql = "SELECT standing, host_id FROM {} ORDER BY id DESC LIMIT 1"
            return [work.reader.row(sql.format(table)) for table in ("funds", "milestone")]

    assert added() == [(standing, 1)] * 2
    with closing(sqlite3.connect(city.database)) as raw:
        columns = "project_id, received_on, received_to, amount_fen, amount_currency, recognition, version"
        copied = f"INSERT INTO funds ({columns}, standing, host_id) SELECT {columns.replace('project_id', '?')}, 1, 3"
        new = raw.execute(f"{copied} FROM funds WHERE id = 1", (id_,)).lastrowid
        sql = "SELECT standing, host_id FROM funds WHERE id = ?"
        assert raw.execute(sql, (new,)).fetchone() == (standing, 1)
        raw.rollback()
        for table in ("funds", "milestone"):
            raw.execute(f"DROP TRIGGER {table}_added")
    assert added() == [(standing, 1)] * 2


def test_every_value_comes_back_from_the_tables_and_the_journal(city: Runner) -> None:
    with reading(str(city.database)) as reader:
        for noun in NOUNS.values():
            [first] = load_some(reader, noun, [1])
            [text] = dumped(noun, [first.values])
            assert undumped(noun, text) == first.values
            added = reader.value(
                "SELECT after FROM journal WHERE noun = ? AND record_id = 1 AND action = 'add'", (noun.key,)
            )
            known = {key: value for key, value in first.values.items() if value is not None}
            if noun.key != "project":  # P1 was signed later, which gave it its agreement
                assert undumped(noun, added) == known


def test_some_records_are_the_same_as_one_by_one(city: Runner) -> None:
    with working(str(city.database), SIGNATURE) as work:
        values = {"project": 1, "received_on": day(datetime.date(2024, 3, 1)), "amount": Money(1, "CNY")}
        many = [
            Change(FUNDS, work.new_id(FUNDS), "add", after=values | {"recognition": "reported"}) for _ in range(1200)
        ]
        work.apply(many)
        work.apply([Change(FUNDS, 5, "remove")])
        wanted = [1, *(change.id for change in many), 9999]
        assert load_some(work.reader, FUNDS, wanted) == load(work.reader, FUNDS)
        assert len(load_some(work.reader, FUNDS, wanted, where="1 = 1")) == 1201
        assert load_some(work.reader, FUNDS, []) == []


def test_more_rows_than_one_statement_holds(run: Runner) -> None:
    """Each statement inserts some hundreds; none is lost or doubled at the edges."""
    names = [f"单位{number}" for number in range(1_201)]
    with working(str(run.database), SIGNATURE) as work:
        work.apply([Change(UNIT, work.new_id(UNIT), "add", after={"name": each, "group": "county"}) for each in names])
        work.commit()
    assert rows(run.database, "SELECT id, name FROM unit ORDER BY id") == list(enumerate(names, 1))
    journal = "SELECT record_id, json_extract(after, '$.name') FROM journal WHERE noun = 'unit' ORDER BY id"
    assert rows(run.database, journal) == list(enumerate(names, 1))


def test_many_new_rows_leave_the_indexes_as_they_were(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """However they are laid: with every row, or once all rows are in."""
    monkeypatch.setattr("tracker.store.engine.MANY", 20)
    laid = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
    before = rows(city.database, laid)
    receipt = {"amount": Money(100), "received_on": day(datetime.date(2024, 3, 1)), "recognition": "recognised"}
    for count in (60, 20, 200):  # more than were there, fewer, and more again
        with working(str(city.database), SIGNATURE) as work:
            project_id = add(work, "project", project(1, name=f"试验{count}"))
            after = {"project": project_id} | receipt
            work.apply([Change(FUNDS, work.new_id(FUNDS), "add", after=after) for _ in range(count)])
            work.commit()
        assert rows(city.database, laid) == before
        assert rows(city.database, "PRAGMA integrity_check") == [("ok",)]
        by_index = "SELECT count(*) FROM funds INDEXED BY ix_funds_project WHERE project_id = ?"
        assert rows(city.database, by_index.replace("?", str(project_id))) == [(count,)]


def test_what_is_there_twice_is_refused_among_many_too(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.store.engine.MANY", 20)
    before = rows(city.database, "SELECT * FROM sqlite_master")
    names = [*(f"单位{n}" for n in range(40)), "单位3"]
    with pytest.raises(BadData), working(str(city.database), SIGNATURE) as work:  # noqa: PT012
        work.apply([Change(UNIT, work.new_id(UNIT), "add", after={"name": n, "group": "county"}) for n in names])
        work.commit()
    assert rows(city.database, "SELECT * FROM sqlite_master") == before


def test_a_moved_project_finds_its_milestones_by_an_index(run: Runner) -> None:
    """Every statement of the trigger: thousands of projects are moved in one undo."""
    [(trigger,)] = rows(run.database, "SELECT sql FROM sqlite_master WHERE name = 'project_moved'")
    wheres = [part.partition(";")[0] for part in trigger.split("WHERE project_id = NEW.id")[1:]]
    for table, where in zip(("funds", "milestone"), wheres, strict=True):
        plan = rows(run.database, f"EXPLAIN QUERY PLAN UPDATE {table} SET standing = 0 WHERE project_id = 1{where}")
        assert all("SEARCH" in line[-1] and "INDEX" in line[-1] for line in plan), plan
