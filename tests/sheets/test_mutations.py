"""Good workbooks with bytes changed: every outcome is a plan's worth of sheets or a refusal by name, soon."""

from __future__ import annotations

import os
import random
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from tests.sheets.made import FORMS, SHARED, STYLES, here, parts, worksheet, zipped
from tracker.errors import BadData
from tracker.sheets import worksheet as worksheets
from tracker.sheets.reader import read_book

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOKS = Path(__file__).parent / "books"
LONGEST = 5.0  # seconds of processor; one takes about a hundredth


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A plain workbook, one with cells of every form, and two in older forms."""
    folder = tmp_path_factory.mktemp("good")
    book = Workbook()
    page = book.active
    assert page is not None
    for number in range(40):
        page.append([f"项目{number}", number, number / 7, None, number % 2 == 0, "=A1"])
    page.merge_cells("A3:A5")
    book.save(folder / "plain.xlsx")
    rows = "".join(f'<row r="{n}">{form.format(f"B{n}")}</row>' for n, (form, _) in enumerate(FORMS, start=1))
    zipped(folder / "forms.xlsx", parts(worksheet(rows), strings=SHARED, styles=STYLES))
    return [path.read_bytes() for path in (folder / "plain.xlsx", folder / "forms.xlsx")]


def mutations(good: list[bytes], seed: int, count: int) -> Iterator[bytes]:
    """Files with some bytes of the file changed, or of one of its parts, which a checksum would else give away."""
    chance = random.Random(seed)
    for _ in range(count):
        data = chance.choice(good)
        yield changed(data, chance) if chance.random() < 0.3 else repacked(data, chance)


def changed(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, doubled, or an end cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(made))
        size = chance.choice((1, 1, 4, 40))
        pieces = (chance.randbytes(size), b"", bytes(made[at : at + size]) * 2, b"<", b"&", b'"', b"9" * size)
        made[at : at + size] = chance.choice(pieces)
    return bytes(made[: chance.randrange(len(made))] if chance.random() < 0.05 else made)


def repacked(data: bytes, chance: random.Random) -> bytes:
    """A workbook with one of its parts changed, or gone."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name != chosen:
                new.writestr(name, part)
            elif chance.random() < 0.97:
                new.writestr(name, changed(part, chance))
    return made.getvalue()


def used() -> float:
    """The seconds of processor of this process and of those that it has started and that have ended."""
    return sum(os.times()[:4])


def outcome(path: Path, data: bytes, read: object = here) -> str:
    """How reading ends; anything but sheets or a refusal is raised."""
    path.write_bytes(data)
    start = used()
    try:
        sheets = read(path)  # type: ignore[operator]
    except BadData as error:
        result = error.problem.code
    else:
        assert sheets
        result = "read"
    assert used() - start < LONGEST
    return result


@pytest.mark.parametrize("least", [0, 10**9])
def test_a_few_hundred_mutations(
    good: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr(worksheets.Worksheet, "least", least)
    found = {outcome(tmp_path / "x.xlsx", data) for data in mutations(good, 11 + least, 150)}
    assert {"read", "book_damaged"} <= found


def test_some_of_them_in_the_process_that_reads(good: list[bytes], tmp_path: Path) -> None:
    old = [(BOOKS / name).read_bytes() for name in ("old.xls", "old.ods")]
    chance = random.Random(5)
    made = [changed(chance.choice(old), chance) for _ in range(15)] + list(mutations(good, 6, 6))
    assert "read" in {outcome(tmp_path / "x.xlsx", data, read_book) for data in made}


def test_both_ways_of_reading_agree_on_what_is_read(
    good: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a mutation is still well formed, the pattern of rows reads what expat reads."""
    agreed = 0
    for data in mutations(good, 23, 120):
        (tmp_path / "x.xlsx").write_bytes(data)
        found = []
        for least in (0, 10**9):
            monkeypatch.setattr(worksheets.Worksheet, "least", least)
            try:
                found.append(here(tmp_path / "x.xlsx"))
            except BadData:
                found.append([])
        if all(found):
            assert found[0] == found[1], zlib.crc32(data)
            agreed += 1
    assert agreed > 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_thousands_of_mutations(good: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(worksheets.Worksheet, "least", seed % 2 * 10**9)
    for data in mutations(good, 1000 + seed, 1500):
        outcome(tmp_path / "x.xlsx", data)
