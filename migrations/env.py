"""Runs the migrations on the connection that the program hands over, inside the transaction that it began."""

from __future__ import annotations

from alembic import context

from tracker.store.models import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
