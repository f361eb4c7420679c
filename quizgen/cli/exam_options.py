"""Options that several commands of an exam share: the plan, the roster and the secret."""

from __future__ import annotations

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

    try:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    except OSError as error:
        raise UserError(
            f"There is no secret {path}: {error.strerror}. Make one with: quizgen exam secret {path}"
        ) from error
