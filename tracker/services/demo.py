"""The worked example: Liaocheng's year 2024, loaded into a database of its own and reported."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.errors import Refused
from tracker.result import Result
from tracker.rules.fields import Entry
from tracker.rules.nouns import NOUNS
from tracker.services import boards, progress
from tracker.store.reading import reading
from tracker.words import DEMO_FILLED, DEMO_FILLED_HINT, DEMO_NOTE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.services.sheet_rows import Page
    from tracker.store.engine import Work
    from tracker.store.reading import Reader

DAY: Final = datetime.date(2025, 1, 10)  # the example's ledgers were closed; nothing in them lies later
YEAR: Final = "2024"
QUARTER: Final = "2024Q4"


def example(name: str) -> Path:
    """A file of the example: inside the installed package, else at the top of the checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "_examples" / name
    return shipped if shipped.is_file() else package.parent / "examples" / name


def refuse_filled(database: str) -> None:
    """Refuse a database that holds records already: the example never mixes with daily work."""
    path = Path(database)
    if not path.is_file() or not path.stat().st_size:
        return
    with reading(database) as reader:
        tables = " UNION ALL ".join(f"SELECT 1 FROM {key} WHERE removed_at IS NULL" for key in NOUNS)
        if reader.row(f"SELECT 1 FROM ({tables}) LIMIT 1"):
            raise Refused(DEMO_FILLED(path=database), code="demo_filled", value=database, hint=DEMO_FILLED_HINT)


def create(database: str) -> None:
    """Make the empty database, if it is not there."""
    from tracker.store.schema import create as make

    make(database)


def fill(work: Work, sheets: Sequence[Page], step: Callable[[int, int], None]) -> None:
    """Load the scheme and the workbook."""
    from tracker.services import imports, schemes
    from tracker.services.import_request import File, Terms

    schemes.load(work, schemes.read_file(example("contest-2024.toml")))
    file = File("liaocheng-2024.xlsx", sheets)
    plan = imports.plan_book(work, file, Terms(Entry(DAY)), step=step)
    imports.apply_plan(work, plan)


def report(reader: Reader) -> Result:
    """The year's progress and the board of its last quarter."""
    year, quarter = progress.progress(reader, YEAR, DAY), boards.board(reader, QUARTER, DAY)
    return Result(
        ("demo",),
        tables=(year.tables[0], *quarter.tables[:-1]),
        data=lambda: {"progress": year.given, "board": quarter.given},
        lines=(DEMO_NOTE, *quarter.lines),
        messages=quarter.messages,
    )
