"""quizgen assignment: what the assignments of a course ask for, when they are due and what they count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from quizgen.cli.assignment_options import NONE, read_due, read_functions, read_grace, read_penalty, read_points
from quizgen.cli.common import code_functions, console, next_command, open_store, say
from quizgen.cli.course import assignment_name, by_option, listed

if TYPE_CHECKING:
    from quizgen.documents.assignment_terminal import Kept
    from quizgen.store import Store


def kept_in(store: Store) -> dict[str, Kept]:
    """How much a store keeps under each name."""
    from quizgen.documents.assignment_terminal import Kept
    from quizgen.model import CODE

    quizzes = Counter(quiz.assignment for quiz in store.quizzes())
    sheets, code = (Counter(name for name, _, _ in store.current_grades(kind)) for kind in ("answers", CODE))
    return {name: Kept(quizzes[name], sheets[name], code[name]) for name in store.assignment_names()}


@click.command("assignment")
@click.argument("name", required=False, callback=assignment_name)
@click.option(
    "--exercise",
    "exercises",
    multiple=True,
    metavar="NAME",
    help="Ask for the functions of this exercise; may be repeated.",
)
@click.option(
    "--function",
    "functions",
    multiple=True,
    metavar="NAME",
    callback=read_functions,
    help="Ask for this function; may be repeated.",
)
@click.option(
    "--points",
    metavar="N",
    callback=read_points,
    help="What all of it counts in the gradebook; by default as much as it asks for.",
)
@click.option(
    "--due", metavar="WHEN", callback=read_due, help="A date, which means the end of that day, or a date and time."
)
@click.option(
    "--penalty",
    metavar="PERCENT",
    callback=read_penalty,
    help="What each day begun after the due date costs, of the points earned.",
)
@click.option(
    "--grace", metavar="TIME", callback=read_grace, help="How long after the due date nothing is taken: 15m, 2h or 1d."
)
@by_option
def command(
    name: str | None,
    exercises: tuple[str, ...],
    functions: tuple[str, ...] | str,
    points: float | str | None,
    due: datetime | str | None,
    penalty: float | None,
    grace: timedelta | None,
    by: str,
) -> None:
    """List the assignments, show one, or say what it asks for and how it counts.

    A function that is asked for and missing in a file earns nothing. Options that are left out change nothing; --function none,
    --points none and --due none remove what was set.
    """
    from quizgen.documents.assignment_terminal import described, table
    from quizgen.errors import UserError, did_you_mean
    from quizgen.model import Assignment
    from quizgen.submissions.interfaces import ASKED_BY_NAME

    if functions == NONE and exercises:
        raise UserError("--function none asks for no function, and --exercise for some. Leave one of them out.")
    asked = {*functions, *code_functions(exercises)}
    changes: dict[str, Any] = {
        "functions": () if functions == NONE else tuple(name for name in ASKED_BY_NAME if name in asked) or None,
        "points": points,
        "due": due,
        "penalty": penalty,
        "grace": grace,
    }
    changes = {field: None if value == NONE else value for field, value in changes.items() if value is not None}
    if changes and name is None:
        raise UserError(f"Which assignment? Name it: '{next_command('assignment', 'hw1')} --due 2027-03-01'.")
    with open_store() as store:
        known = store.assignment_names()
        if name is not None and not changes and name not in known:
            raise UserError(f"No assignment {name!r}.{did_you_mean(name, known)} {listed(known)}")
        if name is not None and changes:
            before = store.assignments().get(name, Assignment(name))
            store.describe(replace(before, **changes), datetime.now(UTC), by)
        assignments = store.assignments()
        kept = kept_in(store)
        corrections = store.corrections(name) if name is not None else []
        descriptions = store.descriptions(name) if name is not None else []
    if name is not None:
        console().print(described(assignments.get(name, Assignment(name)), kept[name], corrections, descriptions))
        if "functions" in changes and kept[name].submissions:
            again = next_command("grade", "FOLDER", "--assignment", name)
            graded_on = "these functions" if changes["functions"] else "what each file defines"
            say(f"What was graded before is not changed. Grade it for {graded_on}:  ", (again, "bold"))
    elif not known:
        say(
            f"There is no assignment yet. Grade one, or describe it:  {next_command('assignment', 'hw1')} --due 2027-03-01"
        )
    else:
        console().print(table([assignments.get(one, Assignment(one)) for one in known], kept))
