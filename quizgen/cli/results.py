"""quizgen results: lists the stored grades, or what they come to for each student."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import console, next_command, open_store, option_of_program, print_grades_json, say
from quizgen.cli.course import assignment_option, known_assignment, listed
from quizgen.cli.gradebook_file import course, course_text, gradebook_options, roster_of

LATEST = 500  # grades in the table; a class has a few hundred
FILE = click.Path(dir_okay=False, path_type=Path)
WHOLE_CLASS = "--csv and --roster are about all students of an assignment. Leave --student, --quiz and --json out."


@click.command("results")
@click.option("--student", metavar="ID", help="Only this student's.")
@click.option("--quiz", metavar="ID", help="Only this quiz's.")
@assignment_option("Only this assignment's.")
@click.option("--json", "as_json", is_flag=True, help="Print the grades as JSON instead.")
@click.option(
    "--roster", type=FILE, metavar="CSV", help="Add up the points of each student; a gradebook may be the roster."
)
@click.option("--csv", type=FILE, metavar="FILE", help="Write these points as a gradebook, in the form of the roster.")
@gradebook_options
def command(
    student: str | None,
    quiz: str | None,
    assignment: str | None,
    as_json: bool,
    roster: Path | None,
    csv: Path | None,
    parts: bool,
    column: str,
) -> None:
    """List the stored grades, newest last, or write a gradebook.

    With --roster or --csv it adds up the points of each student, for one assignment or for the whole course: late work, work
    that was left out and what people decided are counted.
    """
    if column and not roster:
        raise click.UsageError("--column is one of the gradebook to fill in. Name that with --roster CSV.")
    if csv or roster:
        if student or quiz or as_json:
            raise click.UsageError(WHOLE_CLASS)
        show_points(assignment, roster, csv, parts=parts, column=column)
        return
    if parts or column:
        raise click.UsageError("--parts and --column are about a gradebook. Write one: --csv FILE.")
    if as_json:
        with open_store() as store:
            wanted = None if assignment is None else known_assignment(store, assignment)
            print_grades_json(record.grade for record in store.grades(student, quiz, wanted))
        return
    from quizgen.documents.grade_terminal import results

    with open_store() as store:
        wanted = None if assignment is None else known_assignment(store, assignment)
        kept = store.summaries(student, quiz, wanted)
    if not kept:
        say(f"No stored grade matches. Grade something:  {next_command('grade')} PATH")
        return
    console().print(results(kept[-LATEST:]))
    if len(kept) > LATEST:
        say(
            f"{len(kept) - LATEST} earlier ones are not shown. --student, --quiz or --assignment selects some, --json prints all."
        )


def show_points(assignment: str | None, roster: Path | None, csv: Path | None, *, parts: bool, column: str) -> None:
    """Shows the points of each student, or writes them to a file. Raises UserError."""
    from quizgen.cli.grade_files import warn
    from quizgen.cli.report_files import check_overwriting, write_report
    from quizgen.errors import UserError

    check_overwriting((csv,), filter(None, [roster]), option_of_program("db"))
    students = roster_of(roster)
    with open_store() as store:
        names = store.assignment_names() if assignment is None else [known_assignment(store, assignment)]
        if not names:
            raise UserError(listed(names))
        standings = course(store, students, names)
        text, filled, troubles = course_text(store, standings, students, parts=parts, column=column)
    for why in troubles:
        warn(str(csv or roster), why)
    if csv is None:
        from quizgen.documents.standing_terminal import points_table

        console().print(points_table(standings, students.shown() if students else {}))
    elif error := write_report(csv, [text]):
        raise UserError(error)
    else:
        count = len({one.student for of in standings.values() for one in of})
        columns = f", filled in: {', '.join(filled)}" if filled else ""
        say(f"{count} student{'s' * (count != 1)} in ", (str(csv), "bold"), f"{columns}.")
