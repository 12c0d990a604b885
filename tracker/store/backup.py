"""Copies a database so that the copy can be trusted: by the engine's own backup, then opened and checked."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tracker.errors import DatabaseError
from tracker.store.reading import translated
from tracker.words import DB_BACKUP_BAD, DB_BACKUP_BAD_HINT

if TYPE_CHECKING:
    from pathlib import Path


def back_up(path: Path, label: str) -> Path:
    """Copy the database beside itself as `name.label.db`, verified; raise DatabaseError if the copy is not sound."""
    target = path.with_name(f"{path.stem}.{label}.db")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}.{label}-{number}.db")
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with translated(path), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        _verify(copy, target)
    return target


def _verify(copy: sqlite3.Connection, target: Path) -> None:
    """Integrity and references of the copy, by reading all of it."""
    sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    if not sound or copy.execute("PRAGMA foreign_key_check").fetchall():
        raise DatabaseError(DB_BACKUP_BAD(path=str(target)), code="backup_bad", hint=DB_BACKUP_BAD_HINT)
