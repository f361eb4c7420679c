"""quizgen review: goes through what waits for a person, boxes of scanned papers and answers, question by question."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import next_command, open_store, say
from quizgen.cli.course import assignment_option, by_option, exam_folder_option, known_assignment, roster_option
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
@click.option(
    "--page", is_flag=True, help="Only read boxes of scanned papers, on a page in the browser of this machine."
)
@exam_folder_option
@by_option
@roster_option
def command(
    assignment: str | None,
    question: str,
    blind: bool,
    everything: bool,
    second: bool,
    agreement: bool,
    page: bool,
    folder: Path,
    by: str,
    roster: Path | None,
) -> None:
    """Go through what waits for a person, question by question.

    First come the boxes of scanned papers that 'scan' could not read, each with the file of its picture: what is written is typed,
    and graded when the paper is complete. --page shows the boxes of all papers side by side.

    Then each answer is shown with its question and its key points; its points and your comment are stored at once. Of an answer in
    words the key points that a machine found are ticked, with the words that show them, the most doubtful answer first. Of an
    answer that could not be read the nearest readable text is suggested, with what it would earn. Stop when you like, even with
    Ctrl-C: the same command goes on with what still waits.
    """
    from quizgen.classroom.course.decisions import target_of
    from quizgen.classroom.course.readings import scored, second_readings
    from quizgen.classroom.course.waiting import waiting
    from quizgen.cli.deciding import name_in, roster_in
    from quizgen.cli.review_boxes import pictures_of, read_boxes, scan_to_review
    from quizgen.cli.review_second import SecondReader, show_agreement
    from quizgen.cli.reviewer import Reviewer
    from quizgen.errors import UserError

    if page and (blind or everything or second or agreement):
        raise UserError("--page shows boxes of scanned papers only. Leave it out, or the other options.")
    context = click.get_current_context()
    people = roster_in(roster)
    with open_store() as store:
        target = target_of(question)
        named = page or context.get_parameter_source("folder") is click.core.ParameterSource.COMMANDLINE
        scan = None if second or agreement else scan_to_review(folder, store, by, assignment, named=named)
        boxes = read_boxes(scan, target, page=page) if scan else 0
        if boxes is None:
            return
        if assignment is not None and (scan is None or assignment in store.assignment_names()):
            assignment = known_assignment(store, assignment)
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
        if not boxes and (page or not answers):
            say("No box waits to be read." if page else nothing(question, second, by))
        if page and answers:
            say(f"{count(len(answers), Reviewer.waits)}. Go on:  {next_command('review')}")
        if page or not answers:
            return
        names = {one.student: with_name(name_in(people, one.student), one.student) for one in answers}
        pictures = pictures_of(scan) if scan else {}
        reviewer = (SecondReader if second else Reviewer)(store, by, names, decisions, blind or second, pictures)
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
        source = context.get_parameter_source("by")
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
