"""quizgen mark: gives points, a comment, extra credit, or excuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import next_command, open_store, say
from quizgen.cli.course import assignment_option, because_option, by_option, roster_option

if TYPE_CHECKING:
    from quizgen.model import Decision
    from quizgen.store import Store

EXCUSED, EXTRA, ALL = "excused", "extra", "all"


@click.command("mark", context_settings={"ignore_unknown_options": True})  # -1 is a number of points
@click.argument("who")
@click.argument("question")
@click.argument("points", required=False)
@because_option
@assignment_option("The assignment, where there are several.")
@click.option("--quiz", metavar="ID", help="The quiz, where several ask this question.")
@by_option
@roster_option
def command(
    who: str,
    question: str,
    points: str | None,
    why: str,
    assignment: str | None,
    quiz: str | None,
    by: str,
    roster: Path | None,
) -> None:
    """Give points to an answer that waits for a person, a comment or extra credit, or excuse it.

    WHO is a student; where a sheet names none, its quiz or its file, as 'quizgen results' shows them. QUESTION is q3, q3.answer,
    a function, 'extra' (credit beside what was asked) or 'all' (everything for the assignment). POINTS is a number or 'excused'.
    Without POINTS the reason is a comment that is added to what the student reads.
    """
    from datetime import UTC, datetime

    from quizgen.classroom.course.marking import decide
    from quizgen.cli.deciding import show_decided
    from quizgen.errors import UserError

    if not why.strip():
        raise UserError("--because is empty. Say why in a few words: the student reads them.")
    if question in (EXTRA, ALL) and quiz is not None:
        raise UserError(f"{question!r} is about a whole assignment: leave --quiz out, or name a question.")
    with open_store() as store:
        if question in (EXTRA, ALL):
            new = on_everything(store, who, question, points, why, assignment, by, roster)
        else:
            new = on_question(store, who, question, points, why, assignment, quiz, by, roster)
        following = decide(store, [new], datetime.now(UTC))
        show_decided([new], following)
        if not following and question not in (EXTRA, ALL):
            say("The grade stays as it is.")


def on_question(
    store: Store,
    who: str,
    question: str,
    points: str | None,
    why: str,
    assignment: str | None,
    quiz: str | None,
    by: str,
    roster: Path | None,
) -> Decision:
    """The decision on an answer, a question or a function. UserError: it cannot be decided so."""
    from quizgen.classroom.course.marking import find, points_by_hand
    from quizgen.cli.deciding import points_of, work_named
    from quizgen.model import Action

    owner, records = work_named(store, who, assignment, quiz, roster)
    found = find(records, question, store.decisions(student=owner))
    if points is None:
        return found.decision(Action.COMMENT, None, by, why)
    if points.casefold() == EXCUSED:
        return found.decision(Action.EXCUSED, None, by, why)
    more = [word for name, value in (("--assignment", assignment), ("--quiz", quiz)) if value for word in (name, value)]
    instead = next_command("override", who, question, points, "--because", why, *more)
    return points_by_hand(found, points_of(points), by, why, instead)


def on_everything(
    store: Store,
    who: str,
    question: str,
    points: str | None,
    why: str,
    assignment: str | None,
    by: str,
    roster: Path | None,
) -> Decision:
    """Extra credit, or everything excused. UserError: it cannot be decided so."""
    from quizgen.cli.deciding import points_now, points_of, standing_of, whole_named
    from quizgen.errors import UserError
    from quizgen.model import WHOLE, Action, Decision

    name, student = whole_named(store, who, assignment, roster)
    if question == EXTRA:
        if points is None:
            raise UserError("How many points of extra credit? Type a number after 'extra'.")
        amount = points_of(points)
        if amount <= 0:
            raise UserError(f"Extra credit is more than 0 points, not {amount:g}. Type a larger number.")
        return Decision(name, student, WHOLE, Action.EXTRA, amount, by=by, why=why)
    if points is None:
        raise UserError("A comment is about a question or a function: name one in place of 'all'.")
    if points.casefold() != EXCUSED:
        instead = next_command("override", who, ALL, points, "--because", why, "--assignment", name)
        raise UserError(f"'all' can be excused. To set the points of the whole assignment:  {instead}")
    before = points_now(standing_of(store, name, student))
    return Decision(name, student, WHOLE, Action.EXCUSED, before=before, by=by, why=why)
