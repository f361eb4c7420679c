"""quizgen results: what was graded."""

from __future__ import annotations

import click

from quizgen.cli.common import console, next_command, open_store, print_json, say


@click.command("results")
@click.option("--student", help="Only this student's.")
@click.option("--quiz", help="Only this quiz's.")
@click.option("--json", "as_json", is_flag=True, help="Print the grades as JSON instead.")
def command(student: str | None, quiz: str | None, as_json: bool) -> None:
    """Show what was graded, newest last."""
    from quizgen.report import grades_said

    with open_store() as store:
        kept = store.grades(student=student, quiz=quiz)
    if as_json:
        print_json(grades_said(record.grade for record in kept))
        return
    from quizgen.render.screen import results

    if kept:
        console().print(results(kept))
    else:
        say(f"Nothing graded yet that fits. Grade something:  {next_command('grade')} PATH")
