"""quizgen review: goes through what waits for a person, question by question."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import next_command, open_store, say
from quizgen.cli.course import assignment_option, by_option, known_assignment, roster_option
from quizgen.cli.review_input import KEYS, Stopped

if TYPE_CHECKING:
    from quizgen.classroom.course.waiting import Waiting


@click.command("review")
@assignment_option("Only this assignment's answers.")
@click.option("--question", metavar="QUESTION", default="", help="Only the answers of this question, such as q3.")
@click.option("--blind", is_flag=True, help="Do not show what a machine proposes for answers in words.")
@click.option("--all", "everything", is_flag=True, help="Also show answers in words that a machine scored.")
@click.option("--second", is_flag=True, help="Read answers in words that somebody else decided, without seeing how.")
@click.option("--agreement", is_flag=True, help="Only show how far two readers agree, and end.")
@by_option
@roster_option
def command(
    assignment: str | None,
    question: str,
    blind: bool,
    everything: bool,
    second: bool,
    agreement: bool,
    by: str,
    roster: Path | None,
) -> None:
    """Go through the answers that wait for a person, question by question.

    Each answer is shown with its question and its key points; its points and your comment are stored at once. Of an answer in
    words the key points that a machine found are ticked, with the words that show them, the most doubtful answer first. Of an
    answer that could not be read the nearest readable text is suggested, with what it would earn. Stop when you like, even with
    Ctrl-C: the same command goes on with what still waits.
    """
    from quizgen.classroom.course.decisions import target_of
    from quizgen.classroom.course.readings import scored, second_readings
    from quizgen.classroom.course.waiting import waiting
    from quizgen.cli.deciding import name_in, roster_in
    from quizgen.cli.review_second import SecondReader, show_agreement
    from quizgen.cli.reviewer import Reviewer

    people = roster_in(roster)
    with open_store() as store:
        if assignment is not None:
            assignment = known_assignment(store, assignment)
        target = target_of(question)
        decisions = store.decisions(assignment)
        if agreement:
            show_agreement(store, decisions, target)
            return
        records = store.grades(assignment=assignment, latest=True)
        if second:
            answers = second_readings(records, decisions, store.quiz, by, target)
        else:
            answers = waiting(records, store.quiz, None, target)
            answers += scored(records, decisions, store.quiz, target) if everything else []
        if not answers:
            say(nothing(question, second, by))
            return
        names = {one.student: with_name(name_in(people, one.student), one.student) for one in answers}
        reviewer = (SecondReader if second else Reviewer)(store, by, names, decisions, blind or second)
        done = 0
        if everything and not second:
            reviewer.waits, reviewer.nothing_left = ("is to be read", "are to be read"), "Nothing is left to read."
        say(f"{count(len(answers), reviewer.waits)}. {'' if all(map(ticked, answers)) else KEYS}".strip())
        try:
            for together in by_question(answers):
                for _ in reviewer.review(together):
                    done += 1
        except Stopped:
            pass
        left = len(answers) - done
        flags = (("--all", everything), ("--blind", blind), ("--second", second))
        source = click.get_current_context().get_parameter_source("by")
        name = by if source is click.core.ParameterSource.COMMANDLINE else ""
        given = (
            ("--assignment", assignment), ("--question", question), ("--by", name), ("--roster", roster and str(roster)),
        )  # fmt: skip
        more = [name for name, on in flags if on] + [word for name, value in given if value for word in (name, value)]
        go_on = f"{count(left, reviewer.waits)}. Go on:  {next_command('review', *more)}"
        say(f"\n{done} {reviewer.done}. {go_on if left else reviewer.nothing_left}")
        if second and done:
            show_agreement(store, store.decisions(assignment), target)


def nothing(question: str, second: bool, by: str) -> str:
    """That there is no answer to go through."""
    to = f" to {question}" if question else ""
    if not second:
        return f"No answer{to} waits."
    return f"No answer in words{to} was decided by somebody else than {by or 'you'} and not yet read by you."


def count(answers: int, waits: tuple[str, str]) -> str:
    """ "1 answer waits", "7 answers wait"."""
    return f"{answers} answer {waits[0]}" if answers == 1 else f"{answers} answers {waits[1]}"


def ticked(one: Waiting) -> bool:
    """Whether its key points are ticked, as a machine looks for them."""
    return one.ask is not None and one.ask.assessed("") is not None


def by_question(answers: Iterable[Waiting]) -> list[list[Waiting]]:
    """The answers to one question together; of questions with key points for a machine whatever their wording and place."""
    from quizgen.classroom.course.reviewing import rubric_key

    found: dict[object, list[Waiting]] = {}
    for one in answers:
        same = one.ask is not None and ticked(one) and (one.assignment, rubric_key(one.ask))
        found.setdefault(same or (one.assignment, one.mark.ask, one.text), []).append(one)
    return list(found.values())


def with_name(name: str, student: str) -> str:
    """A student's name with the id, or the id alone."""
    return f"{name} ({student})" if name else student
