"""A file of code that its owner names alone is run on macOS too, where a stranger's file is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

NOTICE = (
    "{} runs with a limit on CPU time and without isolation, which needs Linux. Grade only a file of your own here."
)


def is_own_file(paths: Sequence[Path]) -> bool:
    """Whether exactly one file of code is named, on a system that runs such a file with limits alone; it says so then.

    A folder, a zip, several files and an answers sheet are none.
    """
    from quizgen.sandbox.platforms import runs_own_files

    if len(paths) != 1 or not runs_own_files() or not _is_code(paths[0]):
        return False
    from quizgen.sandbox.records import printable

    click.echo(f"quizgen: {NOTICE.format(printable(paths[0].name))}", err=True)
    return True


def _is_code(path: Path) -> bool:
    from quizgen.classroom.collect import file_kind
    from quizgen.classroom.collect.files import read_work
    from quizgen.errors import UserError

    if path.suffix.lower() == ".zip" or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file_kind(path.name, read_work(file)[0]) == "code"
    except (UserError, OSError):  # the command that reads it next says why
        return False
