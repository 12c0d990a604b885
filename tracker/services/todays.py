"""The board of today, which says whether it still is as it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.services import boards
from tracker.services.variants import AS_WRITTEN

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from tracker.result import Message, Result
    from tracker.services.boards import View, Wanted
    from tracker.services.standings import Board
    from tracker.store.reading import Reader


def board(reader: Reader, period: str | None, today: datetime.date, wanted: Wanted = boards.WANTED) -> Result:
    """The board of a period from the ledger as it stands."""
    return told(reader, boards.make(reader, period, today, wanted), wanted.shown)


def told(reader: Reader, made: Sequence[Board], view: View) -> Result:
    """Computed boards as a result, with what a reader should know and whether they differ from what is published."""
    return boards.told(made, (*boards.remarks(reader, made), *_since(reader, made)), view)


def _since(reader: Reader, made: Sequence[Board]) -> tuple[Message, ...]:
    """Whether anything differs from the newest issue of this board; of one that is not published nothing."""
    first = made[0]
    published = first.metric is None and first.ground.variant == AS_WRITTEN
    issue = boards.issue_of(reader, first.ground) if published else None
    if issue is None:
        return ()
    from tracker.services.publishing import since  # with all that reads what was published

    return (since(reader, issue, first),)
