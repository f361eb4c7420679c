"""quizgen history: every change of a student's grades."""

from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli.common import console, open_store, print_json, say
from quizgen.cli.course import assignment_option, known_assignment, roster_option


@click.command("history")
@click.argument("who")
@assignment_option("Only this assignment's changes.")
@click.option("--question", metavar="QUESTION", default="", help="Only changes of this question, answer or function.")
@roster_option
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON instead.")
def command(who: str, assignment: str | None, question: str, roster: Path | None, as_json: bool) -> None:
    """List every change of a student's grades: when, who, from what to what, why."""
    from quizgen.classroom.course.decisions import owner, target_of
    from quizgen.classroom.course.history import history
    from quizgen.cli.deciding import owner_named, roster_in
    from quizgen.documents.history import as_json as json_of
    from quizgen.documents.history import table

    with open_store() as store:
        if assignment is not None:
            assignment = known_assignment(store, assignment)
        student = owner_named(store, who, assignment, roster_in(roster))
        records = store.grades(student, assignment=assignment) or [
            record for record in store.grades("", assignment=assignment) if owner(record.grade) == student
        ]
        entries = history(records, store.decisions(assignment, student), target_of(question))
    if as_json:
        print_json(json_of(entries))
    elif entries:
        console().print(table(entries))
    else:
        say(f"Nothing of {student} changed{f' in {question}' if question else ''}.")
