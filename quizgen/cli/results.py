"""quizgen results: what was graded."""

from __future__ import annotations

import click

from quizgen.cli.common import console, open_store, print_json


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

    page = console()
    if kept:
        page.print(results(kept))
    else:
        page.print("Nothing graded yet that fits. Grade something:  quizgen grade PATH")
