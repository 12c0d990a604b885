"""What an export carries hidden, written and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.books import Row, Sheet
from tracker.commands.exporting import sheet_of
from tracker.rules.nouns import NOUNS
from tracker.services.exports import Ledger
from tracker.services.stamps import Stamp, read_stamp
from tracker.sheets.reader import read_book
from tracker.sheets.writer import write_book
from tracker.store.extracts import identity
from tracker.store.past import values_at
from tracker.store.reading import reading
from tracker.store.records import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

STAMP = Stamp("0123456789abcdef", "2025-01-10T00:00:00Z", "1.0")


def stamped(city: Runner, target: Path, sheets: tuple[str, ...], unit: int | None = None) -> Stamp:
    with reading(str(city.database)) as reader, reader.snapshot():
        ledger = Ledger(reader, "en")
        pages = ledger.stamped(ledger.pages(sheets, unit), STAMP, unit)
        write_book(target, [sheet_of(page) for page in pages])
    stamp = read_stamp(read_book(target))
    assert stamp is not None
    return stamp


def test_a_stamp_tells_the_export_and_the_version_of_every_record(city: Runner, tmp_path: Path) -> None:
    city.ok("project", "edit", "P1", "--note", "改")
    stamp = stamped(city, tmp_path / "a.xlsx", ("unit", "chain", "project", "funds"))
    assert (stamp.id, stamp.at, stamp.program) == (STAMP.id, STAMP.at, STAMP.program)
    assert (stamp.lang, stamp.contacts, stamp.unit) == ("en", "masked", "")
    with reading(str(city.database)) as reader:
        assert stamp.database == identity(reader)
        assert stamp.batch == reader.value("SELECT max(id) FROM batch")
        held = {
            key: {record.id: record.version for record in load(reader, NOUNS[key])}
            for key in ("unit", "chain", "segment", "project", "milestone", "funds")
        }
        assert stamp.versions == held
        assert held["project"][1] > 1
        project = load(reader, NOUNS["project"])[0]
    city.ok("project", "edit", "P1", "--note", "又改")
    with reading(str(city.database)) as reader:
        assert values_at(reader, NOUNS["project"], stamp.versions["project"]) == {1: project.values}


def test_the_stamp_of_a_units_workbook_is_of_its_records(city: Runner, tmp_path: Path) -> None:
    city.ok("project", "add", "别处", "临清", "--total-investment", "1亿")
    stamp = stamped(city, tmp_path / "a.xlsx", ("project", "funds"), 2)
    assert stamp.unit == "U2"
    assert stamp.versions == {"project": {2: 1}}


META = (
    ("tracker-export", "1"),
    ("id", "x"),
    ("at", "2025"),
    ("program", "1"),
    ("batch", "7"),
    ("versions.project", "1-2:1"),
    ("versions.project", "9:4"),
    ("versions.unheard", "1:1"),
    ("later", "field"),
)


def meta(*rows: tuple[object, ...]) -> Sheet:
    return Sheet("_meta", tuple(Row(n, row) for n, row in enumerate(rows, 1)), hidden=True)


def test_what_is_not_known_is_passed_over() -> None:
    stamp = read_stamp([Sheet("项目", ()), meta(*META)])
    assert stamp == Stamp("x", "2025", "1", batch=7, versions={"project": {1: 1, 2: 1, 9: 4}})


@pytest.mark.parametrize(
    "sheets",
    [
        [],
        [Sheet("项目", ())],
        [meta()],
        [meta(("tracker-export",))],
        [meta(("tracker-export", "2"), *META[1:])],
        [meta(META[0], *META[2:])],
        [meta(*((None, 3) for _ in range(3)))],
    ],
)
def test_another_workbook_has_no_stamp(sheets: list[Sheet]) -> None:
    assert read_stamp(sheets) is None


def test_a_number_that_is_none_is_no_fault() -> None:
    stamp = read_stamp([meta(*META[:4], ("batch", "²"), ("versions.project", "x"))])
    assert stamp is not None
    assert (stamp.batch, stamp.versions) == (0, {"project": {}})
