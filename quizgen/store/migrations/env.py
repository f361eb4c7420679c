"""Alembic's entry point: it runs on the connection, and in the transaction, that database.py passes on."""

from alembic import context

from quizgen.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
