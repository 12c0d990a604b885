"""Lists of values in conditions written as alternatives: SQLite makes a tree of what `IN` lists and searches it per row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from alembic import op

if TYPE_CHECKING:
    from sqlalchemy import Connection

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LIST = re.compile(r"CHECK \((\S+) IN \(([^()]+)\)\)")
TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
INDEXES = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return  # elsewhere a list is as quick
    numbers = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    for table, sql in connection.exec_driver_sql(TABLES).all():
        if LIST.search(sql):
            rebuild(connection, table, LIST.sub(alternatives, sql))
    # A table made anew counts from the rows it has: the numbers of those that are gone would be given again.
    connection.exec_driver_sql("DELETE FROM sqlite_sequence")
    for row in numbers:
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", tuple(row))


def alternatives(found: re.Match[str]) -> str:
    """The same condition without a list."""
    column, values = found.groups()
    return f"CHECK ({' OR '.join(f'{column} = {value}' for value in values.split(', '))})"


def rebuild(connection: Connection, table: str, sql: str) -> None:
    """Make a table anew with the same rows and indexes, in the room of the one that goes: the file does not grow."""
    indexes = connection.exec_driver_sql(INDEXES, (table,)).scalars().all()
    for statement in (
        f'CREATE TEMP TABLE kept AS SELECT * FROM "{table}"',
        f'DROP TABLE "{table}"',
        sql,
        f'INSERT INTO "{table}" SELECT * FROM temp.kept',
        "DROP TABLE temp.kept",
        *indexes,
    ):
        connection.exec_driver_sql(statement)
