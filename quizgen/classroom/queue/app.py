"""procrastinate on the store's own database: the queue is rows beside the grades."""

from __future__ import annotations

import logging

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.schema import SchemaManager

from quizgen.errors import UserError
from quizgen.store import Store
from quizgen.store.database import WRITE_LOCK

QUEUE = "quizgen"
TASK = "quizgen.grade"  # a job of it has one argument, the number of a batch
PATIENCE = 5.0  # seconds for the database to come back
MISSING = "SELECT to_regclass('procrastinate_jobs') IS NULL"

for name in ("procrastinate", "psycopg.pool"):  # what there is to say, the worker says
    logging.getLogger(name).addHandler(logging.NullHandler())


def engine(store: Store) -> App:
    """The queue's engine, its tables made if there are none; nothing is opened yet. UserError where there can be none."""
    if store.url.get_backend_name() != "postgresql":
        raise UserError("The queue needs PostgreSQL: --db postgresql+psycopg://..., pip install 'quizgen[postgres]'.")
    address = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as line:
        line.execute(
            "SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK]
        )  # of all that start at once, one makes the tables
        if line.execute(MISSING).fetchall() == [(True,)]:
            line.execute(SchemaManager.get_schema())
    return App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=4, timeout=PATIENCE))
