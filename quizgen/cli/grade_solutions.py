"""The solutions that `quizgen grade --solutions` shows below the grades."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from quizgen.cli.common import console, next_command, say
from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.model import Grade
    from quizgen.store import Store

CODE = "Solutions are of answer sheets; code has none to show. 'quizgen bank show EXERCISE' shows one of an exercise."


def show_solutions(store: Store, grades: Iterable[Grade]) -> None:
    """The right answers to what was wrong, with the worked solutions; or why they are kept back."""
    from quizgen.classroom.course.solutions import assignments_of, kept_back

    for grade in grades:
        if grade.is_code:
            say(CODE)
            continue
        quiz = store.quiz(grade.quiz)
        names = assignments_of(grade, quiz)
        if why := kept_back(names, store.assignments(), store.decisions(), datetime.now(UTC)):
            described = next_command("assignment", names[0], "--due", "2027-03-01")
            say(why, " They are once it is past." if "yet" in why else f" Set one:  {described}")
            continue
        show_solution(store, grade)


def show_solution(store: Store, grade: Grade) -> None:
    """The solutions of the questions of a grade in which something was wrong."""
    from rich.text import Text

    from quizgen.media.terminal import solved
    from quizgen.model import Verdict

    quiz, page = store.quiz(grade.quiz), console()
    open_still = {mark.ask.partition(".")[0] for mark in grade.marks if mark.verdict is Verdict.NOT_RUN}
    lost = {mark.ask for mark in grade.marks if mark.points < mark.max_points}
    begun = {mark.ask.partition(".")[0] for mark in grade.marks if mark.verdict is not Verdict.BLANK}
    unanswered = [str(n) for n in range(1, len(quiz.variants) + 1) if f"q{n}" not in begun]
    for number, variant in enumerate(quiz.variants, 1):
        missed = [ask for ask in variant.asks if f"q{number}.{ask.name}" in lost]
        if missed and f"q{number}" in begun - open_still:
            page.print(Text.assemble((f"  {number}  ", "bold cyan"), (variant.title, "bold")))
            page.print(solved(variant, missed))
    if unanswered:
        say(f"Not answered yet, and not solved here: {', '.join(unanswered)}.")
    if not lost:
        say("Everything is right: there is nothing to solve.")


def check_few(option: str, count: int, most: int) -> None:
    """UserError: an option asks for more files than are shown as sheets."""
    if count > most:
        raise UserError(f"{option} shows those of up to {most} files, and here are {count}. Name one of them.")
