"""The attempts of a student, from the grades and the quizzes in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from quizgen.classroom.practice.attempt import Asked, Attempt
from quizgen.errors import UserError
from quizgen.model import Grade, Mark, Quiz, Variant


class Kept(Protocol):
    """A stored grade."""

    @property
    def grade(self) -> Grade: ...
    @property
    def when(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def why(self) -> str: ...


class Grades(Protocol):
    """A store of quizzes and grades."""

    def grades(self, student: str | None = None) -> Sequence[Kept]: ...
    def quiz(self, id: str) -> Quiz: ...


def attempts_in(store: Grades, student: str, asked: Callable[[Variant], Asked]) -> tuple[Attempt, ...]:
    """What a student attempted, in the order of the last tries. `asked` says what a question asks.

    Grades of one sheet are tries of its questions; one that a person or a regrade wrote replaces the try before it. Questions
    left blank in a quiz of several were not attempted. Submissions of code, and quizzes that are not in the store, are left out.
    """
    quizzes: dict[str, Quiz | None] = {}
    found: dict[tuple[str, str, str], Attempt] = {}
    for record in store.grades(student):
        grade = record.grade
        if grade.is_code or not grade.quiz:
            continue
        if grade.quiz not in quizzes:
            quizzes[grade.quiz] = quiz_in(store, grade.quiz)
        quiz = quizzes[grade.quiz]
        if quiz is None:
            continue
        for number, variant in enumerate(quiz.variants, 1):
            marks = tuple(mark for mark in grade.marks if mark.ask.partition(".")[0] == f"q{number}")
            if not marks or not (len(quiz.variants) == 1 or any(mark.typed.strip() for mark in marks)):
                continue
            place = (grade.quiz, grade.source, f"q{number}")
            before = found.get(place)
            if before is None:
                found[place] = Attempt(asked(variant), record.when, (marks,))
            elif record.by or record.why:
                found[place] = replace(before, tries=(*before.tries[:-1], marks))
            elif answers(marks) != answers(before.tries[-1]):
                found[place] = replace(before, when=record.when, tries=(*before.tries, marks))
            else:
                found[place] = replace(before, tries=(*before.tries[:-1], marks))
    return tuple(sorted(found.values(), key=lambda attempt: attempt.when))


def answers(marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """What was typed, by ask."""
    return [(mark.ask, mark.typed) for mark in marks]


def quiz_in(store: Grades, id: str) -> Quiz | None:
    """The quiz with this id; None: it is elsewhere."""
    try:
        return store.quiz(id)
    except UserError:
        return None
