"""One question asked in the terminal: its answers typed, judged and explained. Used by take and practice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import click

from quizgen.cli.common import console

if TYPE_CHECKING:
    from quizgen.ask import Ask
    from quizgen.grading.carried import Follow
    from quizgen.model import Grade, Quiz


class Move(Enum):
    """What comes after a question. Ctrl-C and the end of the input are Stopped, an exception."""

    NEXT = "next"
    BACK = "back"
    SKIP = "skip"


class Stopped(Exception):
    """The learner stops."""


@dataclass(frozen=True)
class Outcome:
    """What became of a question: its grade after the last try, reduced by what hints cost; None: skipped or left."""

    move: Move
    grade: Grade | None = None
    tries: int = 0
    hints: int = 0


@dataclass(frozen=True)
class Questioner:
    """Asks the questions of a quiz. `save` is called with all that was typed, after each answer; `solutions`: after the last try
    the right answer and the worked solution are shown."""

    quiz: Quiz
    follow: Follow
    save: Callable[[dict[str, dict[str, str]]], None]
    typed: dict[str, dict[str, str]]
    source: str = ""
    student: str = ""

    def ask(self, number: int) -> Outcome:
        """Asks question `number` (from 1): answers, feedback, hints, another try. Stopped: the learner stops."""
        from quizgen.documents.grade_terminal import sheet
        from quizgen.media.terminal import question

        variant = self.quiz.variants[number - 1]
        page = console()
        page.print(question(variant, number))
        answers = self.typed[f"q{number}"] = {}
        try:
            for ask in variant.asks:
                answers[ask.name] = prompt_answer(ask)
                self.save(self.typed)
        except (click.Abort, KeyboardInterrupt):
            raise Stopped from None
        grade = grade_of_question(self.grade_so_far(), f"q{number}")
        page.print(sheet(grade))
        return Outcome(Move.NEXT, grade, 1)

    def grade_so_far(self) -> Grade:
        """The grade of all that was typed."""
        from quizgen.grading import grade
        from quizgen.model import Answers

        return grade(self.quiz, Answers(self.quiz.id, self.student, self.typed, self.source), self.follow)


def prompt_answer(ask: Ask) -> str:
    """The answer typed to one ask; what cannot be read is asked again, and Enter alone leaves it blank."""
    from quizgen.markup.formula_text import formula_text
    from quizgen.reading import read_value

    while True:
        typed: str = click.prompt(f"  {formula_text(ask.tex)}  ({ask.hint()})", default="", show_default=False)
        reading = read_value(typed, ask)
        if not reading.trouble:
            return typed
        click.echo(f"    {reading.trouble}")


def grade_of_question(grade: Grade, question: str) -> Grade:
    """The part of a grade that is about one question."""
    from dataclasses import replace

    return replace(grade, marks=tuple(mark for mark in grade.marks if mark.ask.partition(".")[0] == question))
