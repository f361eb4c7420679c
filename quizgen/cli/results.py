"""quizgen results: lists the stored grades."""

from __future__ import annotations

import click

from quizgen.cli.common import console, next_command, open_store, print_json, say
from quizgen.cli.course import assignment_option, known_assignment

LATEST = 500  # grades in the table; a class has a few hundred


@click.command("results")
@click.option("--student", help="Only this student's.")
@click.option("--quiz", help="Only this quiz's.")
@assignment_option("Only this assignment's.")
@click.option("--json", "as_json", is_flag=True, help="Print the grades as JSON instead.")
def command(student: str | None, quiz: str | None, assignment: str | None, as_json: bool) -> None:
    """List the stored grades, newest last."""
    if as_json:
        from quizgen.media.json import grades_json

        with open_store() as store:
            wanted = None if assignment is None else known_assignment(store, assignment)
            print_json(grades_json(record.grade for record in store.grades(student, quiz, wanted)))
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
