"""Files that a grading writes: never over what is needed, and an old one stays whole until the new one is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from quizgen.errors import UserError

BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps under the name of a database


def spare(reports: Sequence[Path | None], read: Iterable[Path], database: str) -> None:
    """UserError where a report would be written over what is read, over the grades, or over another report."""
    kept = re.sub(
        r"^sqlite(\+\w+)?:///", "", database
    )  # it may be about to be made, so that there is no file to compare
    needed = {os.path.realpath(str(path)) for path in (*read, *(kept + more for more in BESIDE))}
    for path in filter(None, reports):
        real = os.path.realpath(path)
        if real in needed or any(_same(real, one) for one in needed):
            raise UserError(f"{path} would be written over, and is needed itself. Name another file for the report.")
        needed.add(real)


def _same(one: str, other: str) -> bool:
    """Whether two names are of one file: a hard link, or a name that differs in what the file system makes no difference of."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def written(path: Path, text: str) -> str:
    """Writes a report; what hindered that as a sentence, or nothing."""
    part = path.with_name(f"{path.name}.part")
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):  # /dev/stdout, a pipe
            path.write_text(text, encoding="utf-8", newline="")
            return ""
        try:
            part.write_text(text, encoding="utf-8", newline="")
            os.replace(part, path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        return f"Cannot write {path}: {error.strerror}. The grades are kept; name another file."
    return ""
