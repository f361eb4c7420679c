"""Alembic's way in: it runs on the connection, and in the transaction, that opening.py hands over."""

from alembic import context

from quizgen.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
