"""Creates and upgrades the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.result import Result
from tracker.words import INIT_DONE, INIT_NEXT, INIT_THERE, UPGRADE_DONE, UPGRADE_NONE

if TYPE_CHECKING:
    from tracker.words import Words


def init(database: str) -> Result:
    """Make an empty database; where there is one already, do nothing."""
    from tracker.store.schema import create

    made = create(database)
    lines: tuple[Words, ...] = (INIT_DONE(path=database), INIT_NEXT) if made else (INIT_THERE(path=database),)
    return Result(("init",), data={"database": database, "action": "created" if made else "same"}, lines=lines)


def upgrade(database: str) -> Result:
    """Bring the database to this program's schema, after a verified backup."""
    from tracker.store.schema import upgrade as run

    backup = run(database)
    line = UPGRADE_DONE(path=database, backup=backup) if backup else UPGRADE_NONE(path=database)
    data = {"database": database, "action": "upgraded" if backup else "same", "backup": str(backup) if backup else None}
    return Result(("db", "upgrade"), data=data, lines=(line,))
