"""The procrastinate app on the store's own database: the queue is tables beside those of the grades."""

from __future__ import annotations

import logging

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.schema import SchemaManager

from quizgen.errors import UserError
from quizgen.store import Store
from quizgen.store.database import WRITE_LOCK

QUEUE = "quizgen"
TASK = "quizgen.grade"  # its jobs have one argument, the number of a batch
CONNECT_TIMEOUT = 5.0  # seconds to wait for a connection to the database
NO_TABLES = "SELECT to_regclass('procrastinate_jobs') IS NULL"

for name in ("procrastinate", "psycopg.pool"):  # their log is silent: the worker reports what a user needs to know
    logging.getLogger(name).addHandler(logging.NullHandler())


def queue_app(store: Store) -> App:
    """The app, not opened yet; its tables are created if there are none. UserError: the store is not on PostgreSQL."""
    if store.url.get_backend_name() != "postgresql":
        raise UserError("The queue needs PostgreSQL: --db postgresql+psycopg://..., pip install 'quizgen[postgres]'.")
    address = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])  # only one process creates the tables
        if connection.execute(NO_TABLES).fetchall() == [(True,)]:
            connection.execute(SchemaManager.get_schema())
    return App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=4, timeout=CONNECT_TIMEOUT))
