"""Creates and upgrades the database: the migrations of `migrations/`, in one transaction, after a verified backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.errors import DatabaseError, Refused
from tracker.store.backup import back_up
from tracker.store.reading import (
    APPLICATION_ID,
    GENERATION,
    HEAD,
    check,
    database_error,
    database_path,
    existing,
    settle,
    translated,
)
from tracker.words import (
    DB_FOREIGN,
    DB_FOREIGN_HINT,
    DB_LOST_ROWS,
    DB_LOST_ROWS_HINT,
    DB_NEWER,
    DB_NEWER_HINT,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

OWNER_ONLY: Final = 0o600


def migrations_folder() -> Path:
    """The migrations: inside the installed package, else at the top of the checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "_migrations"
    return shipped if shipped.is_dir() else package.parent / "migrations"


def create(database: str) -> bool:
    """Make an empty tracker database, readable by its owner alone; False when there is one already."""
    path = database_path(database)
    if path.exists() and path.stat().st_size:
        settle(path)
        with translated(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            check(connection, path)
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
        path.chmod(OWNER_ONLY)  # an empty file may have been there
    except OSError as error:
        raise database_error(sqlite3.OperationalError("unable to open"), path) from error
    try:
        _migrate(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def upgrade(database: str) -> Path | None:
    """Bring an older database to this program's schema; give the backup made first, or None if nothing was to do."""
    path = existing(database)
    settle(path)
    with translated(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        generation = connection.execute("PRAGMA user_version").fetchone()[0]
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise DatabaseError(DB_FOREIGN(path=str(path)), code="database_foreign", hint=DB_FOREIGN_HINT)
        if generation > GENERATION:
            raise DatabaseError(DB_NEWER(path=str(path)), code="database_newer", hint=DB_NEWER_HINT)
    if generation == GENERATION:
        return None
    backup = back_up(path, f"before-{HEAD}")
    _migrate(path)
    return backup


def _migrate(path: Path) -> None:
    """Run all missing revisions, remake the triggers, check, and commit: all or nothing."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("PRAGMA foreign_keys = OFF")  # a rebuilt parent must not cascade to its children
        return raw

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    try:
        with translated(path), engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            before = _counts(connection)
            _drop_triggers(connection)
            _run(connection)
            for statement in statements("triggers.sql"):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {GENERATION}")
            _prove(connection, before, path)
    except DBAPIError as error:
        raise database_error(error.orig or error, path) from error


def _drop_triggers(connection: Connection) -> None:
    """Take the triggers away: an older one would stay beside its newer text, and fire while rows are moved."""
    for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _run(connection: Connection) -> None:
    """Let Alembic run on the connection, inside its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def statements(name: str) -> list[str]:
    """The statements of one of our SQL files, which end at a line of two dashes."""
    text = (files("tracker.store") / "sql" / name).read_text(encoding="utf-8")
    return [part for part in text.split("\n--\n") if part.strip()]


def _counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for (name,) in tables.all()}


def _prove(connection: Connection, before: dict[str, int], path: Path) -> None:
    """Refuse, before the commit, a schema change that lost rows or left one pointing nowhere."""
    after = _counts(connection)
    lost = [name for name, count in before.items() if after.get(name, 0) < count]
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost or dangling:
        raise Refused(DB_LOST_ROWS(path=str(path)), code="upgrade_lost_rows", hint=DB_LOST_ROWS_HINT)
