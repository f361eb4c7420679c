"""What the database complains of, as a sentence with a next step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from quizgen.model import UserError

ELSEWHERE = "name another one with --db"


def place_of(url: URL) -> str:
    """How to name the database to its user: a file's path, or an address without its password."""
    return url.database or "memory" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


@contextmanager
def told(url: URL) -> Iterator[None]:
    """The user's troubles inside become UserError; ours pass through as they are."""
    try:
        yield
    except DBAPIError as error:
        sentence = _sentence(error, url)
        if sentence is None:
            raise
        raise UserError(sentence) from error


def _sentence(error: DBAPIError, url: URL) -> str | None:
    place = place_of(url)
    if url.get_backend_name() != "sqlite":
        if not isinstance(error, OperationalError):
            return None
        reason = str(error.orig).splitlines()[0]
        return f"The database {place} does not answer ({reason}). Check the address, or {ELSEWHERE}."
    match getattr(error.orig, "sqlite_errorname", "").split("_")[1:2]:
        case ["BUSY"] | ["LOCKED"]:
            return f"{place} is locked by another program. Wait until that one has finished, then try again."
        case ["NOTADB"]:
            return f"{place} is not a database. Check the name, or {ELSEWHERE}."
        case ["CORRUPT"]:
            return f"{place} is damaged. Restore it from a backup, or {ELSEWHERE}."
        case ["READONLY"] | ["PERM"]:
            return f"{place} cannot be written. Ask for permission to write it, or {ELSEWHERE}."
        case ["FULL"] | ["IOERR"]:
            return f"{place} could not be written: {error.orig}. Make room on the disk, then try again."
        case ["CANTOPEN"]:
            return _cannot_open(Path(place))
    return None


def _cannot_open(path: Path) -> str:
    if path.is_dir():
        return f"{path} is a folder. Name a file in it: --db {path / 'quizgen.db'}."
    if not path.parent.exists():
        return f"There is no folder {path.parent} for the database. Make it first, or {ELSEWHERE}."
    if not path.parent.is_dir():
        return f"{path.parent} is a file, so there can be no database in it. Check the name, or {ELSEWHERE}."
    return f"{path} cannot be opened: its folder may not be written. Ask for permission, or {ELSEWHERE}."
