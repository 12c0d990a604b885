"""Records in chunks, of all units or of one."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tracker.rules.nouns import NOUNS
from tracker.store import extracts
from tracker.store.extracts import EVERY, Records, identity, last_batch, scope_of, versions, without_unit
from tracker.store.reading import reading
from tracker.store.records import load

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Runner


def ids(city: Runner, key: str, unit: int | None) -> list[int]:
    noun = NOUNS[key]
    with reading(str(city.database)) as reader:
        records = Records(reader, noun, scope_of(noun, unit))
        found = [record.id for chunk in records.chunks() for record in chunk]
        assert len(records) == len(found)
        assert [id_ for id_, _ in versions(reader, noun, scope_of(noun, unit))] == found
    return found


def test_chunks_are_the_whole(city: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(7):
        city.ok("visit", "add", "冠县", "上海", "--start-on", f"2024-03-0{n + 2}", "--companies", "三一重工")
    city.ok("visit", "remove", "V3", "--yes")
    monkeypatch.setattr(extracts, "CHUNK", 3)
    with reading(str(city.database)) as reader:
        chunks = list(Records(reader, NOUNS["visit"], EVERY).chunks())
        assert [len(chunk) for chunk in chunks] == [3, 3, 1]
        assert [record for chunk in chunks for record in chunk] == load(reader, NOUNS["visit"])


def test_a_unit_has_its_own_records_and_those_of_its_projects(city: Runner) -> None:
    city.ok("project", "add", "别处", "临清", "--total-investment", "1亿")
    city.ok("funds", "add", "P2", "5万", "--received-on", "2024-03-01")
    city.ok("problem", "add", "P2", "缺电", "--factor", "用能", "--unit", "经开区")
    city.ok("figure", "add", "全市", "fdi", "9", "--as-of-on", "2024-03")
    assert [ids(city, key, 1) for key in ("project", "milestone", "funds", "problem", "visit", "lead")] == [
        [1], [1, 2], [1], [1], [1], [1],
    ]  # fmt: skip
    assert [ids(city, key, 2) for key in ("project", "milestone", "funds", "problem", "visit")] == [
        [2], [], [2], [2], [],
    ]  # fmt: skip
    assert ids(city, "problem", 3) == [2], "and a problem is also the department's that has to solve it"
    assert [ids(city, key, 1) for key in ("target", "figure", "adjustment")] == [[1], [1], [1]]
    assert [ids(city, key, 1) for key in ("unit", "chain", "campaign")] == [[], [], []]
    assert ids(city, "figure", None) == [1, 2]
    city.ok("project", "edit", "P1", "--unit", "临清")
    assert ids(city, "funds", 1) == []
    with reading(str(city.database)) as reader:
        assert [without_unit(reader, NOUNS[key]) for key in ("figure", "company", "project", "problem", "chain")] == [
            1, 1, 0, 0, 0,
        ]  # fmt: skip


def test_every_noun_with_a_unit_has_a_scope() -> None:
    having = {key for key, noun in NOUNS.items() if any(field.key in ("unit", "project") for field in noun.own_fields)}
    assert set(extracts.UNIT_NOUNS) == having


def test_a_database_is_known_again(city: Runner) -> None:
    with reading(str(city.database)) as reader:
        first, batch = identity(reader), last_batch(reader)
    city.ok("unit", "add", "高唐", "county")
    with reading(str(city.database)) as reader:
        assert identity(reader) == first
        assert last_batch(reader) == batch + 1
    assert len(first) == 16


def test_an_empty_database_has_no_past(run: Runner) -> None:
    with reading(str(run.database)) as reader:
        assert (identity(reader), last_batch(reader)) == ("", 0)


def test_a_snapshot_does_not_see_what_others_write(city: Runner) -> None:
    other = sqlite3.connect(city.database)
    other.execute("PRAGMA journal_mode = WAL")
    with reading(str(city.database)) as reader:
        with reader.snapshot():
            before = reader.value("SELECT count(*) FROM batch")
            other.execute("UPDATE unit SET version = version + 1")
            other.commit()
            assert reader.value("SELECT max(version) FROM unit") == 1
            assert reader.value("SELECT count(*) FROM batch") == before
        assert reader.value("SELECT max(version) FROM unit") == 2
    other.close()
