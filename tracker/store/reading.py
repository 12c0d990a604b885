"""The read-only door to the database: standard-library `sqlite3`, plain tuples, nothing heavy to load."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import BadData, DatabaseError, TrackerError
from tracker.rules.choices import folded
from tracker.words import (
    DB_BUSY,
    DB_BUSY_HINT,
    DB_DAMAGED,
    DB_DAMAGED_HINT,
    DB_FOREIGN,
    DB_FOREIGN_HINT,
    DB_FULL,
    DB_MISSING,
    DB_MISSING_HINT,
    DB_NEWER,
    DB_NEWER_HINT,
    DB_OLDER,
    DB_OLDER_HINT,
    DB_READONLY,
    DB_READONLY_HINT,
    DB_REFUSES,
    DB_REFUSES_HINT,
    DB_SERVER,
    DB_SERVER_HINT,
    DISK_FULL_HINT,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

APPLICATION_ID: Final = 0x54524B52  # "TRKR"
GENERATION: Final = 3  # PRAGMA user_version; the revision of migrations/ that it stands for is HEAD
HEAD: Final = "0003"
WAIT_SECONDS: Final = 5.0
CHUNK: Final = 1 << 16
CACHE_KIB: Final = 64 * 1024  # pages of a large ledger are read once a command, not once a condition


def _folded(text: str | None) -> str | None:
    """The SQL function `folded`: a text as it is compared."""
    return None if text is None else folded(text)


class Reader:
    """Runs SQL with bound values and hands back tuples."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.create_function("folded", 1, _folded, deterministic=True)

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, for more of them than memory should hold."""
        return self._connection.execute(sql, values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the database as it is at the first query, whatever others write meanwhile."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.rollback()

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return found

    def value(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first value of the first row, or None."""
        found = self.row(sql, values)
        return found[0] if found else None

    def first_line(self, table: str, column: str, id_: int) -> str:
        """The first line of a long text, read no further than that: what follows may be a hundred times as long."""
        with self._connection.blobopen(table, column, id_, readonly=True) as text:
            read = b""
            while b"\n" not in read and (piece := text.read(CHUNK)):
                read += piece
        return read.partition(b"\n")[0].decode()


def database_path(database: str) -> Path:
    """The file that a `--db` text names; a server's address is refused until it can be served."""
    if "://" in database:
        raise DatabaseError(DB_SERVER, code="database_server", value=database.split("@")[-1], hint=DB_SERVER_HINT)
    return Path(database).expanduser()


def existing(database: str) -> Path:
    """The file that a `--db` text names; DatabaseError where there is none."""
    path = database_path(database)
    if not path.is_file():
        raise DatabaseError(DB_MISSING(path=str(path)), code="database_missing", value=str(path), hint=DB_MISSING_HINT)
    return path


@contextmanager
def reading(database: str) -> Iterator[Reader]:
    """Open a tracker database for reading; raise DatabaseError where it is not one of ours, or not of today."""
    path = existing(database)
    with translated(path):
        settle(path)
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
        try:
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            check(connection, path)
            yield Reader(connection)
        finally:
            connection.close()


def settle(path: Path) -> None:
    """Take back what a process that was killed left half written: who only reads is not allowed to.

    What cannot be taken back is left for the reading to stumble over. A journal that is in use is left alone.
    """
    real = path.resolve()
    with suppress(OSError, sqlite3.Error):
        if real.with_name(f"{real.name}-journal").stat().st_size and os.access(real, os.W_OK):
            with closing(sqlite3.connect(real, timeout=0)) as connection:
                connection.execute("PRAGMA schema_version").fetchone()


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is foreign, newer or older than this program."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise DatabaseError(DB_FOREIGN(path=str(path)), code="database_foreign", value=str(path), hint=DB_FOREIGN_HINT)
    generation = connection.execute("PRAGMA user_version").fetchone()[0]
    if generation > GENERATION:
        raise DatabaseError(DB_NEWER(path=str(path)), code="database_newer", value=str(path), hint=DB_NEWER_HINT)
    if generation < GENERATION:
        raise DatabaseError(DB_OLDER(path=str(path)), code="database_older", value=str(path), hint=DB_OLDER_HINT)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the errors of the database engine into ours, each with what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise database_error(error, path) from error


def database_error(error: BaseException, path: Path) -> TrackerError:
    """What an error of the database engine means for the person at the prompt."""
    said = str(error).lower()
    if isinstance(error, sqlite3.IntegrityError):
        return BadData(DB_REFUSES(why=str(error)), code="constraint", hint=DB_REFUSES_HINT)
    if "locked" in said or "busy" in said:
        return DatabaseError(DB_BUSY(path=str(path)), code="database_busy", value=str(path), hint=DB_BUSY_HINT)
    if ("disk is full" in said or "disk i/o" in said) and path.is_file():
        return DatabaseError(DB_FULL(path=str(path)), code="disk_full", value=str(path), hint=DISK_FULL_HINT)
    if "readonly" in said or "unable to open" in said or path.is_dir() or not os.access(path, os.R_OK):
        return DatabaseError(
            DB_READONLY(path=str(path)), code="database_readonly", value=str(path), hint=DB_READONLY_HINT
        )
    return DatabaseError(
        DB_DAMAGED(path=str(path), why=said), code="database_damaged", value=str(path), hint=DB_DAMAGED_HINT
    )
