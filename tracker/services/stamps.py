"""What travels hidden in an exported workbook, so that its return can be compared with the values of that moment.

The sheet `_meta`, which no menu shows, holds two columns: first the keys of `Stamp` with their values, then `versions.`
and a noun's key with the versions that its records had, as the runs of `rules.versions`. A record's values at a version
are rebuilt from the journal by `store.past.values_at`. Rows may be sorted, added and deleted: nothing refers to where
they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

from tracker.rules.nouns import NOUNS
from tracker.rules.versions import read_runs, runs
from tracker.services.sheet_pages import Page
from tracker.store.extracts import identity, last_batch, scope_of, versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.rules.nouns import Noun
    from tracker.services.sheet_pages import Cell
    from tracker.services.sheet_rows import Page as ReadPage
    from tracker.store.reading import Reader

META: Final = "_meta"
MARK: Final = "tracker-export"
FORMAT: Final = "1"
VERSIONS: Final = "versions."
_LONGEST: Final = 30_000  # characters of runs in one cell


@dataclass(frozen=True)
class Stamp:
    """One export: a random id, when (UTC), which program; of which database, up to which batch, of which unit.

    `contacts` is `full` or `masked`. `versions` are those of the records that were exported, by noun and id.
    """

    id: str
    at: str
    program: str
    lang: str = "zh"
    contacts: str = "masked"
    database: str = ""
    batch: int = 0
    unit: str = ""
    versions: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


_KEYS: Final = tuple(each.name for each in fields(Stamp) if each.name != "versions")


def stamp_page(reader: Reader, stamp: Stamp, nouns: Sequence[Noun]) -> Page:
    """The hidden sheet of an export of these nouns, all their records or those of the stamp's unit (such as U3)."""
    known = {key: getattr(stamp, key) for key in _KEYS} | {"database": identity(reader), "batch": last_batch(reader)}
    unit = int(stamp.unit[1:]) if stamp.unit else None
    rows: list[tuple[Cell, ...]] = [(MARK, FORMAT), *((key, str(value)) for key, value in known.items())]
    for noun in nouns:
        rows += [(VERSIONS + noun.key, words) for words in _cells(runs(versions(reader, noun, scope_of(noun, unit))))]
    return Page(META, (), (), rows, hidden=True)


def _cells(parts: Iterable[str]) -> Iterator[str]:
    """Runs joined by spaces, as many as one cell takes."""
    held: list[str] = []
    length = 0
    for part in parts:
        if length + len(part) >= _LONGEST:
            yield " ".join(held)
            held, length = [], 0
        held.append(part)
        length += len(part) + 1
    if held:
        yield " ".join(held)


def read_stamp(pages: Iterable[ReadPage]) -> Stamp | None:
    """The stamp of a workbook that was read, or None where it carries none of a form that is known."""
    page = next((page for page in pages if page.name == META), None)
    pairs = [(str(row.cells[0]), str(row.cells[1])) for row in page.rows if len(row.cells) > 1] if page else []
    if pairs[:1] != [(MARK, FORMAT)]:
        return None
    told = {key: value for key, value in pairs if key in _KEYS}
    if not {"id", "at", "program"} <= told.keys():
        return None
    found: dict[str, dict[int, int]] = {}
    for key, words in pairs:
        noun = key.removeprefix(VERSIONS)
        if noun != key and noun in NOUNS:
            found.setdefault(noun, {}).update(read_runs(words))
    batch = int(told.get("batch", "")) if told.get("batch", "").isdecimal() else 0
    rest = {key: value for key, value in told.items() if key != "batch"}
    return Stamp(**rest, batch=batch, versions=found)
