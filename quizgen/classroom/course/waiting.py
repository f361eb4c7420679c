"""Answers that wait for a person, free text and what could not be read: question by question, like with like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from quizgen.ask import Ask
from quizgen.classroom.course.decisions import owner, waits
from quizgen.errors import UserError
from quizgen.model import Grade, Mark, Quiz, Variant, Verdict
from quizgen.store import Record


@dataclass(frozen=True)
class Waiting:
    """An answer that waits; `grade` is the number of the newest grade in which it does."""

    grade: int
    assignment: str
    student: str  # or the file, where it names no student
    quiz: str
    mark: Mark
    variant: Variant | None  # None: the quiz is in another store
    ask: Ask | None
    beside: Mapping[str, str] = field(default_factory=dict)  # what was typed for the other answers of the question

    @property
    def question(self) -> str:
        """ "q3"."""
        return self.mark.ask.partition(".")[0]

    @property
    def unreadable(self) -> bool:
        """Whether it waits because it could not be read."""
        return self.mark.verdict is Verdict.UNREADABLE

    @property
    def waits(self) -> bool:
        """Whether it waits, and was not scored by a machine."""
        return waits(self.mark)

    @property
    def text(self) -> str:
        """The question as it was asked, in markup; "" where that is not known."""
        return self.variant.text if self.variant else ""


def waiting(
    records: Iterable[Record], quiz: Callable[[str], Quiz], assignment: str | None = None, question: str = ""
) -> list[Waiting]:
    """What waits in current grades, by question; an answer that was handed in several times waits once.

    `question`: only the answers of this question ("q3"), or one of them ("q3.answer").
    """
    known = lru_cache(maxsize=None)(quiz)
    found: dict[tuple[str, ...], Waiting] = {}
    for record in records:
        grade = record.grade
        if assignment is not None and grade.assignment != assignment:
            continue
        for mark in grade.marks:
            if waits(mark) and question in ("", mark.ask, mark.ask.partition(".")[0]):
                one = answer(record, mark, known)
                found[one.assignment, one.student, one.quiz, mark.ask, mark.typed] = one
    return sorted(found.values(), key=order)


def answer(record: Record, mark: Mark, quiz: Callable[[str], Quiz]) -> Waiting:
    """A mark of a grade with what was asked."""
    grade = record.grade
    variant, ask = asked(quiz, grade.quiz, mark.ask)
    return Waiting(record.id, grade.assignment, owner(grade), grade.quiz, mark, variant, ask, beside(grade, mark))


def beside(grade: Grade, mark: Mark) -> dict[str, str]:
    """What was typed for the other answers of a question, by their names in it."""
    question = f"{mark.ask.partition('.')[0]}."
    others = (one for one in grade.marks if one.ask.startswith(question) and one is not mark)
    return {one.ask.removeprefix(question): one.typed for one in others}


def order(one: Waiting) -> tuple[object, ...]:
    """By assignment, then by question with equal ones together, then by student."""
    number = re.fullmatch(r"q(\d+)", one.question)
    title = one.variant.title if one.variant else ""
    return one.assignment, int(number[1]) if number else 0, title, one.text, one.mark.ask, one.student, one.grade


def asked(quiz: Callable[[str], Quiz], id: str, target: str) -> tuple[Variant | None, Ask | None]:
    """The question and the ask of an answer; None where the store does not have the quiz."""
    question, _, name = target.partition(".")
    try:
        variant = quiz(id).variants[int(question[1:]) - 1]
        return variant, next((ask for ask in variant.asks if ask.name == name), None)
    except (UserError, ValueError, IndexError):
        return None, None
