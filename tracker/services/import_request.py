"""What was asked of an import: the files as they were read, the terms that hold for all, what was decided of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.rules.mapping import NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.rules.fields import Entry
    from tracker.rules.three_way import Side
    from tracker.services.conflicts import Fate
    from tracker.services.sheet_rows import Page


class File(NamedTuple):
    """A workbook that was read: how it is called, its sheets, the hash of its bytes."""

    name: str
    sheets: Sequence[Page]
    sha256: str | None = None


class Terms(NamedTuple):
    """How files are taken: what typed values are read against, what was said of their tables, and who wins.

    With `create` companies that are not there are created.
    """

    entry: Entry
    wishes: Wishes = NO_WISHES
    prefer: Side | None = None
    skip_bad: bool = False
    create: bool = False


class Decided(NamedTuple):
    """What a person said of the cells of one file: whose value counts, and which record a new row is."""

    cells: Mapping[str, Side] = {}
    twins: Mapping[str, int | Fate] = {}


NOTHING_DECIDED: Final = Decided()
