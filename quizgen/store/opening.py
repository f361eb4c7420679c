"""Opens the database: makes a new one, upgrades an old one after a copy, refuses what is not ours."""

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
from quizgen.store.faults import ELSEWHERE, place_of, told
from quizgen.store.schema import HEAD, VERSION_TABLE

PATIENCE = 5.0  # seconds to wait for another writer; a commit takes well under a millisecond
TURN = 0x71756962  # PostgreSQL's number of the lock that a writer holds until its transaction ends
QUEUE_TABLES = "procrastinate_"  # the queue's, which stand beside ours
MIGRATIONS = Path(__file__).parent / "migrations"
NEW = MIGRATIONS / "new.sql"  # what all migrations together make of an empty SQLite database


def url_of(where: str | os.PathLike[str]) -> URL:
    """A path becomes an SQLite URL, an address is taken as it is. UserError when it is neither."""
    where = os.fspath(where)
    if not where:  # SQLite would take it for a database in memory, and everything would be lost at the end
        raise UserError("The database has no name. Write a path, such as quizgen.db.")
    try:
        url = make_url(where) if "://" in where else URL.create("sqlite", database=where)
    except ArgumentError:
        raise UserError(f"{where!r} is no address of a database. Write a path, or sqlite:///path.") from None
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def engine_for(url: URL) -> Engine:
    """An engine whose transactions begin with the words of the execution option `begin`."""
    sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}
    if not sqlite:
        options = {"connect_args": {"connect_timeout": 10}, "paramstyle": "format"}
    try:
        engine = create_engine(url, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        with_pip = ": pip install 'quizgen[postgres]'" if url.get_backend_name() == "postgresql" else ""
        raise UserError(f"No driver for {place_of(url)} ({error}). Install it{with_pip}, or {ELSEWHERE}.") from None
    event.listen(engine, "connect", _prepare_sqlite if sqlite else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def reading(engine: Engine) -> Engine:
    """The same database for transactions that read: they see it as it was when they began, whoever writes meanwhile."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin="BEGIN")
    return engine.execution_options(isolation_level="REPEATABLE READ")


def writing(engine: Engine) -> Engine:
    """The same database for transactions that write: they wait for their turn before they read anything.

    One that read first and wrote later would fail at once, without waiting, if another wrote in between.
    """
    sqlite = engine.dialect.name == "sqlite"
    return engine.execution_options(begin="BEGIN IMMEDIATE" if sqlite else f"SELECT pg_advisory_xact_lock({TURN})")


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL a killed process still loses nothing
    connection.execute(
        "PRAGMA wal_autocheckpoint = 4000"
    )  # pages; a checkpoint waits for the disk, so make fewer of them


def _prepare(connection: Any, _: object) -> None:
    connection.execute(f"SET lock_timeout = {round(PATIENCE * 1000)}")
    connection.commit()


def _begin(connection: Connection) -> None:
    if words := connection.get_execution_options().get("begin"):
        connection.exec_driver_sql(words)


def make_current(engine: Engine) -> Path | None:
    """Brings the database to the newest schema; returns the copy made of an older one. UserError if it is not ours."""
    with told(engine.url):
        with reading(engine).begin() as connection:
            found = revision(connection)
        if found == HEAD:
            return None
        if found is None and engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")  # a property of the file from here on
        with writing(engine).begin() as connection:
            return _migrate(connection)


def revision(connection: Connection) -> str | None:
    """The schema's revision; None for a database with nothing in it. UserError if it is another program's."""
    tables = [name for name in inspect(connection).get_table_names() if not name.startswith(QUEUE_TABLES)]
    if not tables:
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) if VERSION_TABLE in tables else None
    if found is None:
        raise UserError(f"{place_of(connection.engine.url)} belongs to another program. For quizgen, {ELSEWHERE}.")
    return str(found)


def _migrate(connection: Connection) -> Path | None:
    found = revision(connection)  # again: another process may have migrated while we waited for our turn
    if found == HEAD:
        return None
    if found is None and connection.dialect.name == "sqlite":
        for statement in NEW.read_text(encoding="utf-8").split("\n\n"):
            connection.exec_driver_sql(statement)
        return None
    from alembic import command  # takes longer to import than a file to grade, and few databases are old
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if found and found not in {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}:
        place = place_of(connection.engine.url)
        raise UserError(f"{place} was made by a newer quizgen. Update quizgen, or {ELSEWHERE}.")
    copy = _copy(connection.engine.url, found) if found and connection.dialect.name == "sqlite" else None
    command.upgrade(config, HEAD)
    return copy


def _copy(url: URL, found: str) -> Path:
    path = url.database or ""
    names = itertools.chain([f"{path}.{found}.backup"], (f"{path}.{found}-{n}.backup" for n in itertools.count(2)))
    copy = next(Path(name) for name in names if not Path(name).exists())
    try:
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)  # not a copy of the file: part of the content is still in the write-ahead log
    except sqlite3.Error as error:
        raise UserError(
            f"{path} is from an older quizgen and could not be copied to {copy} before its upgrade ({error}). "
            f"Make room for the copy, or {ELSEWHERE}."
        ) from error
    return copy
