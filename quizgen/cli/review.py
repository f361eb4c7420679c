"""quizgen review: goes through what waits for a person, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console, next_command, open_store, say
from quizgen.cli.course import assignment_option, by_option, known_assignment, roster_option

if TYPE_CHECKING:
    from quizgen.classroom.course.suggestion import Suggestion
    from quizgen.classroom.course.waiting import Waiting
    from quizgen.store import Store

KEYS = (
    "Type points (y takes those suggested), or Enter to leave an answer for later, k to see the key again, s to skip the question, "
    "q to quit."
)
KEY_POINTS, NEXT_QUESTION, QUIT, YES = "k", "s", "q", "y"


class Stopped(Exception):
    """The marker quits."""


class Skipped(Exception):
    """The marker goes on with the next question."""


@click.command("review")
@assignment_option("Only this assignment's answers.")
@click.option("--question", metavar="QUESTION", default="", help="Only the answers of this question, such as q3.")
@by_option
@roster_option
def command(assignment: str | None, question: str, by: str, roster: Path | None) -> None:
    """Go through the answers that wait for a person, question by question.

    Each answer is shown with its question and its key points; its points and your comment are stored at once. Of an answer that
    could not be read the nearest readable text is suggested, with what it would earn. Stop when you like, even with Ctrl-C: the
    same command goes on with what still waits.
    """
    from quizgen.classroom.course.decisions import target_of
    from quizgen.classroom.course.waiting import waiting
    from quizgen.cli.deciding import name_in, roster_in

    people = roster_in(roster)
    with open_store() as store:
        if assignment is not None:
            assignment = known_assignment(store, assignment)
        answers = waiting(store.grades(assignment=assignment, latest=True), store.quiz, None, target_of(question))
        if not answers:
            say(f"No answer{f' to {question}' if question else ''} waits.")
            return
        names = {one.student: with_name(name_in(people, one.student), one.student) for one in answers}
        done = 0
        say(f"{count(len(answers))}. {KEYS}")
        try:
            for _, together in groupby(answers, key=lambda one: (one.assignment, one.mark.ask, one.text)):
                for _ in marked(store, list(together), names, by):
                    done += 1
        except Stopped:
            pass
        left = len(answers) - done
        given = (("--assignment", assignment), ("--question", question), ("--roster", roster and str(roster)))
        more = [word for name, value in given if value for word in (name, value)]
        rest = "Nothing waits any more." if not left else f"{count(left)}. Go on:  {next_command('review', *more)}"
        say(f"\n{done} marked. {rest}")


def count(answers: int) -> str:
    """ "1 answer waits", "7 answers wait"."""
    return f"{answers} answer waits" if answers == 1 else f"{answers} answers wait"


def marked(store: Store, answers: Sequence[Waiting], names: dict[str, str], by: str) -> Iterator[Waiting]:
    """Shows a question and asks for the points of each of its answers; yields those that got points, once they are stored."""
    from quizgen.documents.review_terminal import answer, question

    console().print(question(answers[0]))
    for place, one in enumerate(answers, 1):
        console().print(answer(one, place, len(answers), names[one.student]))
        try:
            if review_answer(store, one, by):
                yield one
        except Skipped:
            return


def review_answer(store: Store, one: Waiting, by: str) -> bool:
    """Asks for points and a comment, and stores them; whether points were given."""
    from quizgen.classroom.course.marking import decide
    from quizgen.documents.review_terminal import suggested
    from quizgen.media.values import amount
    from quizgen.model import Action, Decision

    most = amount(one.mark.max_points)
    found = suggestion_for(store, one)
    if found:
        console().print(suggested(found))
    take = f", y for {amount(found.mark.points)}" if found else ""
    points = asked_points(f"  points, 0 to {most}{take}", one, found)
    if points is None:
        return False
    why = asked("  comment, Enter for none")
    if not why and found and points == found.mark.points:
        why = f"Read as {found.text}."
    new = Decision(
        one.assignment,
        one.student,
        one.mark.ask,
        Action.POINTS,
        points,
        one.quiz,
        typed=one.mark.typed,
        most=one.mark.max_points,
        by=by,
        why=why,
    )
    decide(store, [new], datetime.now(UTC))
    say((f"  Stored: {amount(points)} of {most}.", "green"))
    return True


def suggestion_for(store: Store, one: Waiting) -> Suggestion | None:
    """What an answer that could not be read may say."""
    if not one.unreadable:
        return None
    from quizgen.classroom.course.suggestion import suggestion
    from quizgen.generate import Follower

    return suggestion(one, Follower(store.source))


def asked_points(prompt: str, one: Waiting, found: Suggestion | None) -> float | None:
    """Points that fit, None to leave the answer; asks again until it is one of these."""
    from quizgen.cli.deciding import points_of
    from quizgen.documents.review_terminal import question
    from quizgen.errors import UserError

    most = one.mark.max_points
    while True:
        words = asked(prompt).casefold()
        if words == QUIT:
            raise Stopped
        if words == NEXT_QUESTION:
            raise Skipped
        if words == KEY_POINTS:
            console().print(question(one))
            continue
        if not words:
            return None
        if words == YES and found:
            return found.mark.points
        if words == YES:
            say("  No points are suggested for this answer. Type a number, or Enter to leave it.")
            continue
        try:
            points = points_of(words)
        except UserError:
            say(f"  {words!r} is no number of points. {KEYS}")
            continue
        if 0 <= points <= most:
            return points
        say(f"  The answer can get 0 to {most:g} points.")


def asked(prompt: str) -> str:
    """What is typed after a prompt. Stopped: the input ends, or Ctrl-C."""
    try:
        typed: str = click.prompt(prompt, default="", show_default=False)
    except (click.Abort, KeyboardInterrupt):
        raise Stopped from None
    return typed.strip()


def with_name(name: str, student: str) -> str:
    """A student's name with the id, or the id alone."""
    return f"{name} ({student})" if name else student
