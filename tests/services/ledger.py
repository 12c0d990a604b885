"""A small ledger for tests: a real database filled through the unit of work, with the words a clerk would type."""

from __future__ import annotations

import datetime
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services import records, schemes
from tracker.store.engine import Signature, Work, working
from tracker.store.reading import Reader, reading
from tracker.store.schema import create

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = datetime.date(2025, 1, 10)


@cache
def empty() -> bytes:
    """A new database, made once, for every test to have a copy."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tracker.db"
        create(str(path))
        return path.read_bytes()


class Ledger:
    """A database at a path; `add` enters one record, its fields as typed texts."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "ledger.db")
        Path(self.path).write_bytes(empty())

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work that is committed at the end."""
        with working(self.path, Signature("tester", "test", "2025-01-10T00:00:00Z")) as work:
            yield work
            work.commit()

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """The database for reading."""
        with reading(self.path) as reader:
            yield reader

    def load(self, toml: str) -> None:
        """Load a scheme."""
        with self.work() as work:
            schemes.load(work, toml)

    def add_all(self, *rows: tuple[str, dict[str, str]]) -> list[str]:
        """Enter several records in one unit of work; their numbers."""
        with self.work() as work:
            return [self.enter(work, noun, texts) for noun, texts in rows]

    def add(self, noun: str, **texts: str) -> str:
        """Enter one record; its number."""
        return self.add_all((noun, texts))[0]

    @staticmethod
    def enter(work: Work, noun: str, texts: dict[str, str]) -> str:
        """Enter one record in a unit of work that is open."""
        result = records.add(work, NOUNS[noun], texts, Entry(TODAY), sure=True)
        data: Any = result.data
        return str(data["id"])
