"""Plain sheets for the tests of import and export, and a database to try them on."""

from __future__ import annotations

import datetime
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.services.ledger import empty
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services import exports, schemes
from tracker.services.import_request import File, Terms
from tracker.services.imports import apply_plan, plan_book
from tracker.store.engine import Signature, Work, working
from tracker.store.reading import reading
from tracker.store.records import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.services.import_plan import Plan
    from tracker.words import Lang

TODAY = datetime.date(2025, 1, 10)
EXAMPLES = Path(__file__).parents[2] / "examples"


class Row(NamedTuple):
    """A row as a reader of workbooks gives it."""

    number: int
    cells: tuple[Any, ...]


class Sheet(NamedTuple):
    """A sheet as a reader of workbooks gives it."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False


class Fault(NamedTuple):
    """An error value of a spreadsheet."""

    text: str


def sheet(name: str, headings: str, *rows: tuple[Any, ...], first: int = 1, hidden: bool = False) -> Sheet:
    """A sheet of headings and rows from a row on."""
    cells = [tuple(headings.split()), *rows]
    return Sheet(name, tuple(Row(n, row) for n, row in enumerate(cells, first)), hidden)


def database(path: Path) -> str:
    """A new database with the example's scheme."""
    path.write_bytes(_database())
    return str(path)


@cache
def _database() -> bytes:
    """Made once, for every test to have a copy."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tracker.db"
        path.write_bytes(empty())
        with work(str(path)) as unit_of_work:
            schemes.load(unit_of_work, (EXAMPLES / "contest-2024.toml").read_text(encoding="utf-8"))
        return path.read_bytes()


@contextmanager
def work(path: str) -> Iterator[Work]:
    """A unit of work that is kept."""
    with working(path, Signature("tester", "test", "2025-01-10T00:00:00Z")) as unit_of_work:
        yield unit_of_work
        unit_of_work.commit()


def plan(path: str, *sheets: Sheet, skip_bad: bool = False) -> Plan:
    """What an import of these sheets would do."""
    with work(path) as unit_of_work:
        return plan_book(unit_of_work, File("账.xlsx", sheets), Terms(Entry(TODAY), skip_bad=skip_bad))


def take(path: str, *sheets: Sheet, skip_bad: bool = False) -> Plan:
    """Import these sheets."""
    with work(path) as unit_of_work:
        made = plan_book(unit_of_work, File("账.xlsx", sheets), Terms(Entry(TODAY), skip_bad=skip_bad))
        apply_plan(unit_of_work, made)
        return made


def exported(path: str, lang: Lang = "zh") -> list[Sheet]:
    """An export as a reader of workbooks gives it back: dates as instants, floats that are whole as integers."""
    with reading(path) as reader:
        return [
            Sheet(
                page.name,
                (Row(1, page.headings), *(Row(n, tuple(map(_read, row))) for n, row in enumerate(page.rows, 2))),
            )
            for page in exports.Ledger(reader, lang).pages()
        ]


def _read(cell: object) -> object:
    if isinstance(cell, datetime.date):
        return datetime.datetime(cell.year, cell.month, cell.day)
    return cell


def records(path: str) -> dict[str, list[dict[str, Any]]]:
    """All live records by noun, their references as the names or numbers of an export."""
    with reading(path) as reader:
        return {key: [record.values for record in load(reader, noun)] for key, noun in NOUNS.items()}


def counts(made: Plan) -> tuple[int, int, int, int]:
    """New, changed, same and bad rows."""
    return made.total("new"), made.total("changed"), made.total("same"), made.total("bad")


def codes(made: Plan) -> list[tuple[str, object]]:
    """The code and place of every problem."""
    return [(problem.code, problem.place) for problem in made.problems]
