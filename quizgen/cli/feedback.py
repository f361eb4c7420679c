"""quizgen feedback: what was graded, as pages to give back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import load_bank, next_command, open_store, say

if TYPE_CHECKING:
    from quizgen.authoring.bank import Bank


@click.command("feedback")
@click.option("--student", help="Only this student's.")
@click.option("--quiz", help="Only this quiz's.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("feedback"),
    show_default=True,
    metavar="DIR",
    help="The folder to write.",
)
def command(student: str | None, quiz: str | None, out: Path) -> None:
    """Write one HTML page a student: points, and why each was lost.

    Of a file that was graded more than once the newest grade is told. A page needs nothing but itself: send it, or print it.
    """
    from quizgen.documents.feedback import pages
    from quizgen.errors import UserError

    with open_store() as store:
        kept = store.grades(student=student, quiz=quiz, latest=True)
    if not kept:
        say(f"Nothing graded yet that fits. Grade something:  {next_command('grade')} PATH")
        return
    count = 0
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in pages(kept, practice(load_bank())):
            (out / name).write_text(text, encoding="utf-8", errors="backslashreplace")
            count += 1
    except OSError as error:
        raise UserError(
            f"Cannot write to {out}: {error.strerror or error}. Choose another folder with --out."
        ) from error
    say(f"{count} {'page' if count == 1 else 'pages'} in ", (f"{out}/", "bold"), ", one a student.")


def practice(bank: Bank) -> dict[str, str]:
    """For each misconception the command that makes the easiest exercise on it."""
    easiest: dict[str, str] = {}
    for exercise in sorted(bank.exercises.values(), key=lambda exercise: exercise.level):
        for name in exercise.targets:
            easiest.setdefault(name, f"quizgen make --exercise {exercise.name}")
    return easiest
