"""A quiz while its questions are asked: what was typed and seen so far, what comes next, and what that is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizgen.documents.taken import Asked
    from quizgen.grading.carried import Follow
    from quizgen.model import Grade, Quiz

TRIES = 2  # of each question


class Move(Enum):
    """What comes after a question. Ctrl-C, :stop and the end of the input are Stopped, an exception."""

    NEXT = "next"
    BACK = "back"
    SKIP = "skip"


class Stopped(Exception):
    """The learner stops."""


@dataclass(frozen=True)
class Outcome:
    """What became of a question: its grade after the last try, reduced by what hints cost; None: skipped or left.

    `grades` are those after each try of this call, the last of them `grade`.
    """

    move: Move
    grade: Grade | None = None
    tries: int = 0
    hints: int = 0
    grades: tuple[Grade, ...] = ()


@dataclass(frozen=True)
class Asking:
    """A quiz whose questions are asked.

    `save` is called with all that was typed, after each answer. `solutions`: after the last try the right answer and the worked
    solution are shown. `asked` says how far each question has come, `typed` what was typed; both are changed. `back`: whether
    :back may leave a question; `shift` is added to the numbers that questions are shown with.
    """

    quiz: Quiz
    follow: Follow
    save: Callable[[dict[str, dict[str, str]]], None]
    typed: dict[str, dict[str, str]]
    source: str = ""
    student: str = ""
    tries: int = TRIES
    solutions: bool = True
    back: bool = False
    shift: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)

    def judged(self, typed: dict[str, dict[str, str]]) -> Grade:
        """The grade of answers, whatever hints were seen."""
        from quizgen.grading import grade
        from quizgen.model import Answers

        return grade(self.quiz, Answers(self.quiz.id, self.student, typed, self.source), self.follow)

    def less_hints(self, grade: Grade) -> Grade:
        """A grade less what the hints to each answer cost."""
        from dataclasses import replace

        from quizgen.grading.hints import reduced

        return replace(grade, marks=tuple(reduced(mark, self.hints_for(mark.ask)) for mark in grade.marks))

    def hints_for(self, name: str) -> int:
        """The hints seen for an answer, "q1.h_1"."""
        question, _, ask = name.partition(".")
        return self.asked[question].hints.get(ask, 0) if question in self.asked else 0


def grade_of_question(grade: Grade, question: str) -> Grade:
    """The part of a grade that is about one question."""
    from dataclasses import replace

    return replace(grade, marks=tuple(mark for mark in grade.marks if mark.ask.partition(".")[0] == question))
