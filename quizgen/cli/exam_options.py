"""What several commands of an exam share: the plan, the roster, the secret, and files that are written once."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from quizgen.generate.exam.plan import ExamPlan
    from quizgen.model import Student

F = TypeVar("F", bound=Callable[..., Any])
FILE = click.Path(dir_okay=False, path_type=Path)
SECRET = "exam.secret"
SECRET_BYTES = 32
MOST_BYTES = 1000  # of the file of a secret


def plan_argument(command: F) -> F:
    """The plan's file."""
    return click.argument("plan_file", metavar="PLAN", type=FILE)(command)


def students_option(help: str, required: bool = True) -> Callable[[F], F]:
    """The roster's file."""
    return click.option("--roster", type=FILE, metavar="CSV", required=required, help=help)


def secret_option(command: F) -> F:
    """The secret's file."""
    return click.option(
        "--secret",
        "secret_file",
        type=FILE,
        default=SECRET,
        envvar="QUIZGEN_SECRET",
        show_default=True,
        metavar="FILE",
        help="The secret of the course, which 'quizgen exam secret' makes.",
    )(command)


def students_in(roster: Path, plan: ExamPlan) -> tuple[Student, ...]:
    """The students of a roster, with their groups if the plan has any. UserError: it cannot be read."""
    from quizgen.documents.papers import read_roster

    return read_roster(roster, "--roster", plan.group_column if plan.order == "groups" else "")


def read_secret(path: Path) -> bytes:
    """The secret in a file. UserError: there is none, it is none, or others can read it."""
    from quizgen.errors import UserError

    make = shlex.join(["quizgen", "exam", "secret", str(path)])
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            data = file.read(MOST_BYTES)
    except FileNotFoundError:
        if path.is_symlink():
            raise UserError(f"The secret {path} is a link to a file that is not there. Correct or remove it.") from None
        raise UserError(f"There is no secret {path}. Make one with '{make}'.") from None
    except OSError as error:
        raise UserError(f"The secret {path} cannot be read: {error.strerror}. Check the path.") from error
    if os.name != "nt" and mode & 0o077:
        private = shlex.join(["chmod", "600", str(path)])
        raise UserError(
            f"The secret {path} can be read by others on this machine. Make it yours alone with '{private}'."
        )
    found = re.fullmatch(rb"\s*([0-9a-fA-F]{%d})\s*" % (2 * SECRET_BYTES), data)
    if not found:
        what = "is damaged" if data.strip() else "is empty"
        raise UserError(
            f"The secret {path} {what}. Take it from a backup. If there is none, remove it and make another one "
            f"with '{make}', which gives everybody other papers."
        )
    return bytes.fromhex(found[1].decode())


def write_new(path: Path, data: bytes, if_there: str, mode: int = 0o666) -> None:
    """Writes a file where none is yet, not even a link. UserError: there is one, with that advice, or it cannot be written."""
    from quizgen.errors import UserError

    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    except FileExistsError:
        raise UserError(f"{path} is there already. {if_there}") from None
    except OSError as error:
        raise UserError(f"Cannot write {path}: {error.strerror}. Name another file.") from error
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(data)
    except OSError as error:
        path.unlink()
        raise UserError(f"Cannot write {path}: {error.strerror}. Make room, or name another file.") from error
