"""Which files of the paths given are workbooks to read, and which are passed over, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.errors import reason_of
from tracker.sheets.reasons import missing, unreadable
from tracker.words import SKIPPED_FOLDER, SKIPPED_HIDDEN, SKIPPED_LOCK, SKIPPED_OTHER, SKIPPED_TWICE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tracker.words import Words

# A folder holds letters and pictures too: of its files, those with these endings are meant; what they are, bytes tell.
_ENDINGS: Final = frozenset((".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".csv", ".tsv"))


class Skipped(NamedTuple):
    """A file that is passed over, and why."""

    path: Path
    why: Words


class Found(NamedTuple):
    """The workbooks in the order of the paths, those of one folder by name; and what is passed over."""

    books: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


def find_books(paths: Iterable[Path]) -> Found:
    """List the workbooks that paths name, and those in folders that they name, not in folders inside these.

    A file that is named itself is taken whatever it is called. Raises NotFound for a path that is not there, BadData
    for a folder that may not be read.
    """
    books: dict[Path, Path] = {}
    skipped: list[Skipped] = []
    for path in paths:
        for each in _listed(path) if path.is_dir() else (path,):
            why = _why_not(each, named=each is path)
            if why is None and each.resolve() in books:
                why = SKIPPED_TWICE
            if why is None:
                books[each.resolve()] = each
            else:
                skipped.append(Skipped(each, why))
    return Found(tuple(books.values()), tuple(skipped))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise unreadable(folder, reason_of(error)) from error


def _why_not(path: Path, *, named: bool) -> Words | None:
    """Why a file is passed over, if it is."""
    if path.name.startswith("~$"):
        return SKIPPED_LOCK
    if path.name.startswith("._"):
        return SKIPPED_HIDDEN
    if path.is_dir():
        return SKIPPED_FOLDER
    if not path.exists():
        raise missing(path)
    if named:
        return None
    if path.name.startswith("."):
        return SKIPPED_HIDDEN
    return None if path.suffix.lower() in _ENDINGS and path.is_file() else SKIPPED_OTHER
