"""Report files: never written over a file that is needed, and an old report stays until the new one is complete."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from quizgen.errors import UserError

SQLITE_SUFFIXES = ("", "-wal", "-shm", "-journal")  # of the files of one database


def check_overwriting(reports: Sequence[Path | None], inputs: Iterable[Path], database: str) -> None:
    """UserError if a report would be written over an input, over the database, or over another report."""
    path_of_database = re.sub(r"^sqlite(\+\w+)?:///", "", database)  # there may be no such file yet
    needed = {os.path.realpath(str(path)) for path in (*inputs, *(path_of_database + end for end in SQLITE_SUFFIXES))}
    for path in filter(None, reports):
        real = os.path.realpath(path)
        if real in needed or any(_same_file(real, one) for one in needed):
            raise UserError(f"{path} would be written over, and is needed itself. Name another file for the report.")
        needed.add(real)


def _same_file(one: str, other: str) -> bool:
    """Whether two paths lead to one file: by a hard link, or because the file system ignores case."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def write_private(path: Path, parts: Iterable[str]) -> None:
    """Writes a file that nobody but its owner can read, in pieces; an old one stays until the new one is complete. UserError."""
    if path.exists() and not path.is_file():  # a device would be replaced, not written to
        raise UserError(f"Cannot write {path}: it is no regular file. Choose another file.")
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.writelines(parts)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(f"Cannot write {path}: {error.strerror or error}. Choose another file.") from error


def write_report(path: Path, parts: Iterable[str]) -> str:
    """Writes a report piece by piece. Returns a sentence if it could not be written, otherwise ""."""
    part = path.with_name(f"{path.name}.part")
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):  # /dev/stdout, a pipe
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(parts)
            return ""
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                file.writelines(parts)
            os.replace(part, path)
        except BaseException:  # also Ctrl-C
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        return f"Cannot write {path}: {error.strerror}. The grades are kept; name another file."
    return ""
