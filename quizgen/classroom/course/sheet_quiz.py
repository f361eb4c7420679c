"""Finds the quiz that a file answers: in the store, else made again from the file's token and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Protocol

from quizgen.classroom.course.quiz_owner import QuizHead
from quizgen.classroom.course.sheet_token import (
    COPY_AGAIN,
    Origin,
    Token,
    digest_of,
    is_signed_by,
    read_token,
    signer_of,
)
from quizgen.errors import UserError
from quizgen.model import Assignment, Quiz, Variant

Make = Callable[[str, int], tuple[Variant, str]]  # exercise, seed -> variant, text of its file


class QuizStore(Protocol):
    """Keeps quizzes."""

    def quiz(self, id: str) -> Quiz: ...
    def quizzes(self, assignment: str | None = None) -> Sequence[QuizHead]: ...
    def assignments(self) -> Mapping[str, Assignment]: ...
    def keep_quiz(self, quiz: Quiz, sources: Mapping[str, str], now: datetime, signer: str = "") -> Quiz: ...
    def secret(self) -> bytes: ...


class QuizFinder:
    """Finds quizzes. `make` takes an exercise from the bank and seals a variant: UserError if there is no such exercise."""

    def __init__(self, store: Callable[[], QuizStore], make: Make, now: Callable[[], datetime]) -> None:
        self.store, self.make, self.now = store, make, now

    def __call__(self, id: str, token: str = "") -> Quiz:
        """The quiz with that id. Without it in the store, it is made as the token says, and kept.

        UserError: it is not there, and there is no token that gives it; or the store has another quiz of that name.
        """
        try:
            known = self.store().quiz(id)
        except UserError:
            if not token:
                raise
            return self.made_again(id, token)
        if token and not self.agrees(known, token):
            raise UserError(
                f"This store has another quiz called {id!r}: the one in this file has other questions. "
                "Grade it with the store that made it, or with a new one: --db FILE."
            )
        return known

    def agrees(self, known: Quiz, token: str) -> bool:
        """Whether a token is that of a quiz in the store, or does not say which, or was changed, which does not matter here."""
        try:
            said = read_token(token)
            if said.quiz != known.id or asked(said.questions) == asked(known.variants):
                return True
            is_signed_by(token, self.secret)
        except UserError:
            return True
        return False

    @cached_property
    def secret(self) -> bytes:
        """The secret of the store."""
        return self.store().secret()

    def made_again(self, id: str, text: str) -> Quiz:
        """The quiz of a token, made from the bank and kept in the store."""
        from quizgen.generate.code_questions import count_functions_once

        token = read_token(text)
        if token.quiz != id:
            raise UserError(
                f"This file says that it answers {id!r}, and its token is that of {token.quiz!r}. {COPY_AGAIN}"
            )
        signer = "" if is_signed_by(text, self.secret) else signer_of(text)
        if signer:
            self.check_is_open(token.assignment)
        made = [self.make(question.exercise, question.seed) for question in token.questions]
        quiz = Quiz(id, token.seed, tuple(variant for variant, _ in made), token.student, token.assignment)
        quiz = count_functions_once(quiz, lambda function: points_of(function, token.interface))
        check(token, quiz)
        texts = {variant.source: text for variant, text in made}
        return self.store().keep_quiz(quiz, texts, self.now(), signer)

    def check_is_open(self, assignment: str) -> None:
        """UserError: this store says itself what the assignment asks, so that nobody else's quiz can be a part of it."""
        if not assignment:
            return
        described = self.store().assignments().get(assignment)
        own = any(not head.signer for head in self.store().quizzes(assignment))
        if own or (described and described.functions):
            raise UserError(
                f"This file answers a quiz for {assignment} that this store did not make, and {assignment} asks for other work. "
                "Ask the student for the file that was handed out, or grade with the store that made the quiz: --db FILE."
            )


def points_of(function: str, interface: str) -> float:
    """What the grade of a submission counts for a function. UserError: there is no such interface."""
    from quizgen.submissions.points import points_of

    return points_of(function, interface)


def asked(questions: tuple[Origin, ...] | tuple[Variant, ...]) -> list[tuple[str, int]]:
    """What tells the questions of two quizzes apart, also after the key of one was corrected."""
    return [(question.exercise, question.seed) for question in questions]


def check(token: Token, quiz: Quiz) -> None:
    """UserError: a question of the quiz is not what it was where the token was made."""
    if len(quiz.variants) != len(token.questions):
        raise UserError(f"The token in this file asks for a function twice: somebody changed it. {COPY_AGAIN}")
    for number, (wanted, here) in enumerate(zip(token.questions, quiz.variants, strict=True), 1):
        if digest_of(here) == wanted.variant:
            continue
        question = f"Question {number} of {token.quiz!r}"
        if wanted.version != here.version:
            raise UserError(
                f"{question} was made by version {wanted.version} of {wanted.exercise!r}, and here is version {here.version}. "
                "Grade with the store that made it, or give the bank it was made from: quizgen --bank DIR grade ..."
            )
        if not here.source.startswith(wanted.source):
            raise UserError(
                f"{question} was made from another file of {wanted.exercise!r}, version {wanted.version}: "
                f"its digest is {wanted.source}, and here it is {here.source[:12]}. "
                "Grade with the store that made it, or give the bank it was made from: quizgen --bank DIR grade ..."
            )
        raise UserError(
            f"{question} comes out otherwise here than where it was made, from the same file of {wanted.exercise!r}: "
            "another version of quizgen made it, or its token was changed. Grade with the store that made it: --db FILE."
        )


def contradiction(text: str, quiz: Quiz, student: str, known_as: Callable[[str], str]) -> str:
    """In what a token contradicts the quiz by which its sheet is graded, and the student on it, as a sentence; or "".

    `known_as` gives one name to all names of a student.
    """
    try:
        token = read_token(text)
    except UserError as error:
        return f"{error} It is graded by the questions that this store keeps."
    if token.quiz != quiz.id:
        return (
            f"it says that it answers {quiz.id!r}, and its token is that of {token.quiz!r}. "
            f"It is graded as {quiz.id!r}: ask the student which it is."
        )
    if token.student and student and known_as(token.student) != known_as(student):
        return f"it was made for {token.student!r}, and names the student {student!r}: ask whose work it is."
    return ""
