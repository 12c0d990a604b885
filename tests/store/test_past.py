"""Values of a moment past, rebuilt from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.rules.dates import from_iso
from tracker.rules.money import Money
from tracker.rules.nouns import NOUNS
from tracker.store.past import changed_since, values_at
from tracker.store.reading import reading
from tracker.store.records import load, load_one

if TYPE_CHECKING:
    from tests.conftest import Runner

PROJECT = NOUNS["project"]


def test_every_record_of_today_is_that_of_its_version(city: Runner) -> None:
    city.ok("project", "edit", "P1", "--introducers", "临清", "--tags", "重点、外资")
    with reading(str(city.database)) as reader:
        for noun in NOUNS.values():
            records = load(reader, noun)
            assert values_at(reader, noun, {each.id: each.version for each in records}) == {
                each.id: each.values for each in records
            }, noun.key


def test_each_version_has_its_values(city: Runner) -> None:
    def now() -> tuple[int, dict[str, object]]:
        with reading(str(city.database)) as reader:
            record = load_one(reader, PROJECT, 1)
        assert record is not None
        return record.version, record.values

    seen = [now()]
    for options in (
        ("--total-investment", "4亿", "--note", "一"),
        ("--introducers", "临清", "--money-share", "5:5"),
        ("--note", "二"),
    ):
        city.ok("project", "edit", "P1", *options)
        seen.append(now())
    city.ok("undo", "--yes")
    seen.append(now())
    with reading(str(city.database)) as reader:
        for version, values in seen:
            assert values_at(reader, PROJECT, {1: version}) == {1: values}
        first = values_at(reader, PROJECT, {1: 1})[1]
    assert first["total_investment"] == Money(30_000_000_000)
    assert first["agreement"] is None
    assert [version for version, _ in seen] == sorted({version for version, _ in seen})


def test_a_version_that_never_was_is_left_out(city: Runner) -> None:
    with reading(str(city.database)) as reader:
        found = values_at(reader, NOUNS["funds"], {1: 1, 2: 1})
        assert list(found) == [1]
        assert found[1]["received_on"] == from_iso("2024-03-05")
        assert values_at(reader, NOUNS["funds"], {1: 9}) == {}
        assert values_at(reader, NOUNS["funds"], {1: 0}) == {}
        assert values_at(reader, NOUNS["funds"], {}) == {}


def test_removed_and_restored_are_versions_too(city: Runner) -> None:
    city.ok("visit", "remove", "V1", "--yes")
    city.ok("undo", "--yes")
    with reading(str(city.database)) as reader:
        record = load_one(reader, NOUNS["visit"], 1)
        assert record is not None
        assert record.version == 3
        for version in (1, 2, 3):
            assert values_at(reader, NOUNS["visit"], {1: version}) == {1: record.values}


def test_who_changed_what_since_a_version(city: Runner) -> None:
    with reading(str(city.database)) as reader:
        record = load_one(reader, PROJECT, 1)
    assert record is not None
    city.ok("project", "edit", "P1", "--note", "改")
    with reading(str(city.database)) as reader:
        found = changed_since(reader, PROJECT, {1: record.version})
        assert set(found) == {(1, "note")}
        assert changed_since(reader, PROJECT, {1: record.version + 1}) == {}
