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

from quizgen.model import UserError
from quizgen.store.faults import ELSEWHERE, place_of, told
from quizgen.store.schema import HEAD, VERSION_TABLE

PATIENCE = 5.0  # seconds to wait for another writer; a commit takes well under a millisecond
MIGRATIONS = Path(__file__).parent / "migrations"


def url_of(where: str | os.PathLike[str]) -> URL:
    """A path becomes an SQLite URL, an address is taken as it is. UserError when it is neither."""
    where = os.fspath(where)
    if not where:  # SQLite would take it for a database in memory, and everything would be lost at the end
        raise UserError("The database has no name. Write a path, such as quizgen.db.")
    try:
        return make_url(where) if "://" in where else URL.create("sqlite", database=where)
    except ArgumentError:
        raise UserError(f"{where!r} is no address of a database. Write a path, or sqlite:///path.") from None


def engine_for(url: URL) -> Engine:
    """An engine whose transactions begin, in SQLite, with the words of the execution option `begin`."""
    options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}} if url.get_backend_name() == "sqlite" else {}
    try:
        engine = create_engine(url, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise UserError(f"No driver for {place_of(url)} ({error}). Install it, or {ELSEWHERE}.") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same database for transactions that write: they wait for their turn before they read anything.

    One that read first and wrote later would fail at once, without waiting, if another wrote in between.
    """
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL a killed process still loses nothing


def _begin(connection: Connection) -> None:
    if words := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(words)


def make_current(engine: Engine) -> Path | None:
    """Brings the database to the newest schema; returns the copy made of an older one. UserError if it is not ours."""
    with told(engine.url):
        with engine.begin() as connection:
            found = revision(connection)
        if found == HEAD:
            return None
        if found is None and engine.dialect.name == "sqlite":
            with engine.execution_options(begin="").connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")  # a property of the file from here on
        with writing(engine).begin() as connection:
            return _migrate(connection)


def revision(connection: Connection) -> str | None:
    """The schema's revision; None for a database with nothing in it. UserError if it is another program's."""
    tables = inspect(connection).get_table_names()
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
    from alembic import command  # takes 0.1 s to import: only a new or an old database pays it
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
