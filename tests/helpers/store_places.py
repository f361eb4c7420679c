"""Where the tests' stores are: on every kind of database that quizgen supports."""

from __future__ import annotations

from pathlib import Path

from postgres_server import server
from sqlalchemy import create_engine

KINDS = ("sqlite", "postgresql")


def place(kind: str, folder: Path) -> str:
    """Where a new store is to be."""
    return server().url(server().empty()) if kind == "postgresql" else f"sqlite:///{folder / 'quizgen.db'}"


def asked(where: str, sql: str) -> list[tuple[object, ...]]:
    """The answer of the database itself, without the store."""
    engine = create_engine(where)
    try:
        with engine.begin() as connection:
            answer = connection.exec_driver_sql(sql)
            return [tuple(row) for row in answer] if answer.returns_rows else []
    finally:
        engine.dispose()
