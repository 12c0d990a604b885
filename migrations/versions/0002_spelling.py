"""Names by pinyin and initials: the spelling of every named record, and the folded other names of units and companies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.rules.fields import split_names
from tracker.rules.names import name_keys

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAMED = ("campaign", "chain", "company", "lead", "project", "segment", "unit")
ALIASED = ("company", "unit")
MANY = ("company", "lead", "project")


def upgrade() -> None:
    for table in NAMED:
        op.add_column(table, sa.Column("spelling", sa.Text(), nullable=False, server_default=""))
    for table in ALIASED:
        op.add_column(table, sa.Column("alias_key", sa.Text(), nullable=True))
    for table in NAMED:
        fill(op.get_bind(), table)
    live = sa.text("removed_at IS NULL")
    for table in MANY:
        aliases = ["alias_key"] if table in ALIASED else []
        columns = ["name_key", "spelling", *aliases, "removed_at"]
        op.drop_index(f"ix_{table}_name_key", table)
        op.create_index(f"ix_{table}_names", table, columns, sqlite_where=live, postgresql_where=live)


def fill(connection: sa.Connection, table: str) -> None:
    """Give every row its keys, those of removed records too: they may come back."""
    columns = ("spelling", "alias_key") if table in ALIASED else ("spelling",)
    aliases = "aliases" if table in ALIASED else "NULL"
    rows = [
        (*name_keys(name, split_names(others or ""))[1 : 1 + len(columns)], id_)
        for id_, name, others in connection.exec_driver_sql(f"SELECT id, name, {aliases} FROM {table}").all()
    ]
    if rows:
        assignments = ", ".join(f"{column} = ?" for column in columns)
        connection.exec_driver_sql(f"UPDATE {table} SET {assignments} WHERE id = ?", rows)
