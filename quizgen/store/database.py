"""Opens the database: creates a new one, upgrades an older one after a backup, refuses what is not a store of quizgen."""

from __future__ import annotations

import itertools
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from quizgen.errors import UserError
from quizgen.store.database_errors import USE_OTHER_DB, display_name, translated_errors
from quizgen.store.schema import HEAD, VERSION_TABLE

LOCK_TIMEOUT = 5.0  # seconds to wait for another writer; a commit takes well under a millisecond
WRITE_LOCK = 0x71756962  # key of the PostgreSQL advisory lock that a writer holds until its transaction ends
QUEUE_TABLES = "procrastinate_"  # prefix of the queue's tables, which share the database
MIGRATIONS = Path(__file__).parent / "migrations"
NEW_STORE_SQL = MIGRATIONS / "new.sql"  # what all migrations together create in an empty SQLite database


def parse_url(where: str | os.PathLike[str]) -> URL:
    """The SQLite URL of a path; a URL is returned as it is. UserError if it is neither."""
    where = os.fspath(where)
    if not where:  # SQLite would use a database in memory, which is lost at the end
        raise UserError("The database has no name. Write a path, such as quizgen.db.")
    try:
        url = make_url(where) if "://" in where else URL.create("sqlite", database=where)
    except ArgumentError:
        raise UserError(f"{where!r} is no address of a database. Write a path, or sqlite:///path.") from None
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def create_engine_for(url: URL) -> Engine:
    """An engine whose transactions start with the SQL in the execution option `begin`. UserError if there is no driver."""
    sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"connect_args": {"timeout": LOCK_TIMEOUT}}
    if not sqlite:
        options = {"connect_args": {"connect_timeout": 10}, "paramstyle": "format"}
    try:
        engine = create_engine(url, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        with_pip = ": pip install 'quizgen[postgres]'" if url.get_backend_name() == "postgresql" else ""
        raise UserError(
            f"No driver for {display_name(url)} ({error}). Install it{with_pip}, or {USE_OTHER_DB}."
        ) from None
    event.listen(engine, "connect", _prepare_sqlite if sqlite else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def read_engine(engine: Engine) -> Engine:
    """The engine for transactions that read: each sees the database as it was when it began."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin="BEGIN")
    return engine.execution_options(isolation_level="REPEATABLE READ")


def write_engine(engine: Engine) -> Engine:
    """The engine for transactions that write: each waits for the write lock before it reads anything.

    A transaction that read first and wrote later would fail at once, without waiting, if another wrote in between.
    """
    sqlite = engine.dialect.name == "sqlite"
    return engine.execution_options(
        begin="BEGIN IMMEDIATE" if sqlite else f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"
    )


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL a killed process loses nothing
    connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages; fewer checkpoints, since each waits for the disk


def _prepare(connection: Any, _: object) -> None:
    connection.execute(f"SET lock_timeout = {round(LOCK_TIMEOUT * 1000)}")
    connection.commit()


def _begin(connection: Connection) -> None:
    if sql := connection.get_execution_options().get("begin"):
        connection.exec_driver_sql(sql)


def upgrade(engine: Engine) -> Path | None:
    """Brings the database to the newest schema; returns the backup of an older one. UserError if it is not a store."""
    with translated_errors(engine.url):
        with read_engine(engine).begin() as connection:
            found = revision(connection)
        if found == HEAD:
            return None
        if found is None and engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")  # the file keeps this setting
        with write_engine(engine).begin() as connection:
            return _migrate(connection)


def revision(connection: Connection) -> str | None:
    """The revision of the schema; None for an empty database. UserError if the database is another program's."""
    tables = [name for name in inspect(connection).get_table_names() if not name.startswith(QUEUE_TABLES)]
    if not tables:
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) if VERSION_TABLE in tables else None
    if found is None:
        raise UserError(
            f"{display_name(connection.engine.url)} belongs to another program. For quizgen, {USE_OTHER_DB}."
        )
    return str(found)


def _migrate(connection: Connection) -> Path | None:
    found = revision(connection)  # again: another process may have migrated while this one waited for the lock
    if found == HEAD:
        return None
    if found is None and connection.dialect.name == "sqlite":
        for statement in NEW_STORE_SQL.read_text(encoding="utf-8").split("\n\n"):
            connection.exec_driver_sql(statement)
        return None
    from alembic import command  # slow to import, and seldom needed
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if found and found not in {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}:
        place = display_name(connection.engine.url)
        raise UserError(f"{place} was made by a newer quizgen. Update quizgen, or {USE_OTHER_DB}.")
    copy = _copy(connection.engine.url, found) if found and connection.dialect.name == "sqlite" else None
    command.upgrade(config, HEAD)
    return copy


def _copy(url: URL, found: str) -> Path:
    path = url.database or ""
    names = itertools.chain([f"{path}.{found}.backup"], (f"{path}.{found}-{n}.backup" for n in itertools.count(2)))
    copy = next(Path(name) for name in names if not Path(name).exists())
    try:
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)  # copying the file would miss what is still in the write-ahead log
    except sqlite3.Error as error:
        raise UserError(
            f"{path} is from an older quizgen and could not be copied to {copy} before its upgrade ({error}). "
            f"Make room for the copy, or {USE_OTHER_DB}."
        ) from error
    return copy
