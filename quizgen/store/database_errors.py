"""Database errors as sentences with a next step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from quizgen.errors import UserError

USE_OTHER_DB = "name another one with --db"


def display_name(url: URL) -> str:
    """The name of the database in messages: the path of a file, or a URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "memory"
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def translated_errors(url: URL) -> Iterator[None]:
    """Raises UserError for database errors that the user can mend; others pass through unchanged."""
    try:
        yield
    except DBAPIError as error:
        sentence = _sentence(error, url)
        if sentence is None:
            raise
        raise UserError(sentence) from error


def _sentence(error: DBAPIError, url: URL) -> str | None:
    place = display_name(url)
    if url.get_backend_name() != "sqlite":
        return _server_error(error, place)
    match getattr(error.orig, "sqlite_errorname", "").split("_")[1:2]:
        case ["BUSY"] | ["LOCKED"]:
            return f"{place} is locked by another program. Wait until that one has finished, then try again."
        case ["NOTADB"]:
            return f"{place} is not a database. Check the name, or {USE_OTHER_DB}."
        case ["CORRUPT"]:
            return f"{place} is damaged. Restore it from a backup, or {USE_OTHER_DB}."
        case ["READONLY"] | ["PERM"]:
            return f"{place} cannot be written. Ask for permission to write it, or {USE_OTHER_DB}."
        case ["FULL"] | ["IOERR"]:
            return f"{place} could not be written: {error.orig}. Make room on the disk, then try again."
        case ["CANTOPEN"]:
            return _cannot_open(Path(place))
    return None


def _cannot_open(path: Path) -> str:
    if os.path.isdir(path):  # pathlib would raise if a parent folder may not be read
        return f"{path} is a folder. Name a file in it: --db {path / 'quizgen.db'}."
    if not os.path.exists(path.parent):
        return f"There is no folder {path.parent} for the database. Make it first, or {USE_OTHER_DB}."
    if not os.path.isdir(path.parent):
        return f"{path.parent} is a file, so there can be no database in it. Check the name, or {USE_OTHER_DB}."
    return f"{path} cannot be opened: its folder may not be written. Ask for permission, or {USE_OTHER_DB}."


def _server_error(error: DBAPIError, place: str) -> str | None:
    reason = str(error.orig).splitlines()[0].rpartition("FATAL:")[2].strip()
    match (getattr(error.orig, "sqlstate", None) or "")[:5]:
        case "55P03":
            return f"{place} is locked by another program. Wait until that one has finished, then try again."
        case "42501" | "25006":
            return f"{place} cannot be written ({reason}). Ask for permission to write it, or {USE_OTHER_DB}."
        case "53100" | "53200":
            return f"{place} could not be written: {reason}. Make room on its server, then try again."
        case "" if "authentication failed" in reason or "no password supplied" in reason:
            return f"{place} refuses the name or the password ({reason}). Write both: postgresql+psycopg://NAME:PASSWORD@..."
        case "" if reason.startswith("database") and reason.endswith("does not exist"):
            return f"There is no database at {place}. Make it first, with createdb, or {USE_OTHER_DB}."
    if isinstance(error, OperationalError):
        return f"The database {place} does not answer ({reason}). Check the address and that the server runs, or {USE_OTHER_DB}."
    return None
