"""quizgen override: sets points in place of those computed, whatever is graded later, or takes decisions back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import next_command, open_store, say
from quizgen.cli.course import assignment_option, because_option, by_option, roster_option

if TYPE_CHECKING:
    from datetime import datetime

    from quizgen.model import Decision
    from quizgen.store import Record, Store

ALL = "all"


@click.command("override", context_settings={"ignore_unknown_options": True})  # -1 is a number of points
@click.argument("who")
@click.argument("question")
@click.argument("points", required=False)
@because_option
@click.option("--withdraw", is_flag=True, help="Take back all that people decided about this.")
@click.option("--until", metavar="DATE", help="Extend the due date of the whole assignment; QUESTION is 'all'.")
@click.option("--grade", "number", type=int, metavar="N", help="The grade that you saw; refused if it was replaced.")
@assignment_option("The assignment, where there are several.")
@click.option("--quiz", metavar="ID", help="The quiz, where several ask this question.")
@by_option
@roster_option
def command(
    who: str,
    question: str,
    points: str | None,
    why: str,
    withdraw: bool,
    until: str | None,
    number: int | None,
    assignment: str | None,
    quiz: str | None,
    by: str,
    roster: Path | None,
) -> None:
    """Set points in place of those computed; they survive every later grade.

    WHO is a student; where a sheet names none, its quiz or its file, as 'quizgen results' shows them. QUESTION is q3, q3.answer, a
    function, or 'all' for the whole assignment. The points of a question are shared by its answers in proportion to what they
    are worth. 'quizgen history' shows every change.
    """
    from datetime import UTC, datetime

    from quizgen.classroom.course.marking import decide
    from quizgen.cli.deciding import moment_of, show_decided
    from quizgen.errors import UserError

    if [points is not None, withdraw, until is not None].count(True) != 1:
        raise UserError("Give either POINTS, or --withdraw, or --until DATE.")
    if not why.strip():
        raise UserError("--because is empty. Say why in a few words: the student reads them.")
    if question == ALL and (number is not None or quiz is not None):
        raise UserError(f"{ALL!r} is a whole assignment: leave --grade and --quiz out, or name a question.")
    if until is not None and question != ALL:
        raise UserError(f"A due date holds for a whole assignment: write {ALL!r} in place of {question!r}.")
    with open_store() as store:
        if question == ALL:
            due = moment_of(until) if until is not None else None
            new = on_everything(store, who, points, due, why, assignment, by, roster)
        else:
            new = on_question(store, who, question, points, number, why, assignment, quiz, by, roster)
        following = decide(store, [new], datetime.now(UTC))
        show_decided([new], following)
        if not following and question != ALL:
            say("The grade stays as it is.")


def on_question(
    store: Store,
    who: str,
    question: str,
    points: str | None,
    number: int | None,
    why: str,
    assignment: str | None,
    quiz: str | None,
    by: str,
    roster: Path | None,
) -> Decision:
    """The override of an answer, a question or a function, or its withdrawal. UserError: it cannot be overridden so."""
    from quizgen.classroom.course.decisions import is_about
    from quizgen.classroom.course.marking import check_points, find
    from quizgen.cli.deciding import points_of, work_named
    from quizgen.errors import UserError
    from quizgen.model import WHOLE, Action

    owner, records = work_named(store, who, assignment, quiz, roster)
    if number is not None:
        records = seen(store, number, records)
    decisions = store.decisions(student=owner)
    found = find(records, question, decisions)
    if points is not None:
        amount = points_of(points)
        check_points(found, amount)
        return found.decision(Action.OVERRIDE, amount, by, why)
    key = (found.grade.assignment, owner)
    about = [one for one in decisions if (one.assignment, one.student) == key and one.target != WHOLE]
    if not still_standing([one for one in about if one.target == found.target]):
        related = [one.target for one in about if is_about(one.target, question) or is_about(found.target, one.target)]
        others = [target for target in related if target != found.target]
        hint = f" There is a decision about {others[-1]}." if others else ""
        history = next_command("history", who)
        raise UserError(f"There is no decision about {found.target} to withdraw.{hint} See:  {history}")
    return found.decision(Action.WITHDRAWN, None, by, why)


def still_standing(decisions: Sequence[Decision]) -> Sequence[Decision]:
    """Of the decisions on one target those that were not withdrawn."""
    from quizgen.model import Action

    last = max((place for place, one in enumerate(decisions) if one.action is Action.WITHDRAWN), default=-1)
    return decisions[last + 1 :]


def seen(store: Store, number: int, records: Sequence[Record]) -> list[Record]:
    """The current grade of that number, among these. UserError: it was replaced, or is somebody else's."""
    from quizgen.errors import UserError

    if found := [record for record in records if record.id == number]:
        return found
    newer = {record.replaces: record for record in store.grades() if record.replaces is not None}
    replaced = number
    while replaced in newer:
        replaced = newer[replaced].id
    if replaced not in {record.id for record in records}:
        have = ", ".join(str(record.id) for record in records)
        raise UserError(f"Grade {number} is not this student's. Current ones: {have}.")
    raise UserError(
        f"Grade {number} was replaced by grade {replaced}, so nothing is changed. Look at it with 'quizgen history', then "
        f"repeat with --grade {replaced}."
    )


def on_everything(
    store: Store,
    who: str,
    points: str | None,
    due: datetime | None,
    why: str,
    assignment: str | None,
    by: str,
    roster: Path | None,
) -> Decision:
    """The override of everything for an assignment, its due date, or the withdrawal of such. UserError: it cannot be done."""
    from quizgen.cli.deciding import points_now, points_of, standing_of, whole_named
    from quizgen.errors import UserError
    from quizgen.model import WHOLE, Action, Decision

    name, student = whole_named(store, who, assignment, roster)
    standing = standing_of(store, name, student)
    new = Decision(name, student, WHOLE, Action.WITHDRAWN, before=points_now(standing), by=by, why=why)
    if due is not None:
        described = store.assignments().get(name)
        if described and described.due and due < described.due:
            raise UserError(
                f"{name} is due {described.due.astimezone():%Y-%m-%d %H:%M} for everybody. Type a later date to extend it."
            )
        return replace(new, action=Action.EXTENDED, until=due, before=None)
    if points is None:
        if not still_standing([one for one in store.decisions(name, student) if one.target == WHOLE]):
            history = next_command("history", who)
            raise UserError(
                f"There is no decision about the whole of {name} for {student} to withdraw. See:  {history}"
            )
        return new
    amount = points_of(points)
    described = store.assignments().get(name)
    asked = round(sum(part.max_points for part in standing.parts), 6) if standing else 0.0
    most = (described and described.points) or asked or None  # nobody has said yet what it asks
    if amount < 0 or (most is not None and amount > most):
        limit = "more" if most is None else f"{most:g}"
        raise UserError(
            f"{name} is worth 0 to {limit} points, so it cannot get {amount:g}. "
            "For credit beyond it use quizgen mark with 'extra'."
        )
    return replace(new, action=Action.OVERRIDE, points=amount)
