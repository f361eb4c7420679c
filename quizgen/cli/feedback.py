"""quizgen feedback: what was graded, as pages to give back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import load_bank, next_command, open_store, say
from quizgen.cli.course import assignment_option, known_assignment
from quizgen.cli.gradebook_file import course, roster_of
from quizgen.cli.practice_commands import practice_commands

if TYPE_CHECKING:
    from quizgen.documents.gradebook import Roster


@click.command("feedback")
@click.option(
    "--class", "of_class", is_flag=True, help="Write the instructor's page on the misconceptions of the class instead."
)
@click.option("--student", help="Only this student's.")
@click.option("--quiz", help="Only this quiz's.")
@assignment_option("Only this assignment's.")
@click.option(
    "--roster",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="CSV",
    help="The students, to head each page by a name.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to write; by default feedback, and with --class class-feedback.",
)
@click.option(
    "--solutions",
    type=click.Choice(["after", "never"]),
    help="Fold in right answers and worked solutions: of practice, and of an assignment after its due date (the default: after).",
)
def command(
    of_class: bool,
    student: str | None,
    quiz: str | None,
    assignment: str | None,
    roster: Path | None,
    out: Path | None,
    solutions: str | None,
) -> None:
    """Write one HTML page a student: points, and why each was lost.

    An assignment whose points were adjusted as a whole, as for lateness or by hand, says what it comes to and why.
    Of a file that was graded more than once the newest grade is shown. A page needs nothing but itself: send it, or print it.
    With --class one page for the instructor: the misconceptions of the class, papers that show each, and a card to explain it.
    """
    if of_class:
        from quizgen.cli.feedback_class import write_class_page

        if student or quiz or solutions:
            raise click.UsageError("--class is about everybody: leave --student, --quiz and --solutions out.")
        write_class_page(assignment, roster, out)
        return
    out = out or Path("feedback")
    from datetime import UTC, datetime

    from quizgen.cli.feedback_solutions import Solutions
    from quizgen.documents.feedback import pages
    from quizgen.errors import UserError

    students = roster_of(roster)
    with open_store() as store:
        wanted = None if assignment is None else known_assignment(store, assignment)
        kept = store.grades(student, quiz, wanted, latest=True)
        names = sorted({record.grade.assignment for record in kept} - {""})
        found = course(store, students, names) if names else {}
        shown = Solutions(store, datetime.now(UTC)) if solutions != "never" else None
        solved = shown.of_grades(record.grade for record in kept) if shown else {}
    standings = {number: one for of in found.values() for one in of for number in one.grades}
    if not kept:
        say(f"Nothing graded yet that fits. Grade something:  {next_command('grade')} PATH")
        return
    count = 0
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in pages(kept, practice_commands(load_bank()), names_in(students), standings, solved):
            (out / name).write_text(text, encoding="utf-8", errors="backslashreplace")
            count += 1
    except OSError as error:
        raise UserError(
            f"Cannot write to {out}: {error.strerror or error}. Choose another folder with --out."
        ) from error
    for why in shown.kept_back if shown else ():
        say(why)
    say(f"{count} {'page' if count == 1 else 'pages'} in ", (f"{out}/", "bold"), ", one a student.")


def names_in(roster: Roster | None) -> Callable[[str], str]:
    """The name that the roster has for a student, "" where it has none."""

    def name_of(student: str) -> str:
        row = roster.row_of(student) if roster else None
        return "" if roster is None or row is None else roster.name(row)

    return name_of
