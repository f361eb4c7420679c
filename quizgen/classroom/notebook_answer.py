"""Grades one answer cell in a running notebook, without a store: the quiz is made again from the notebook's token."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from quizgen.classroom.course.quiz_owner import QuizHead
from quizgen.classroom.course.sheet_quiz import Make, QuizFinder
from quizgen.classroom.course.sheet_token import read_token
from quizgen.classroom.notebook_sheet import COMPUTED, typed_in
from quizgen.errors import UserError, did_you_mean
from quizgen.model import Answers, Assignment, Grade, Quiz
from quizgen.submissions.answer_cells import Call


class Memory:
    """The quizzes of this process, as a store keeps them, and the exercise files that they were made from."""

    def __init__(self) -> None:
        self.kept: dict[str, Quiz] = {}
        self.sources: dict[str, str] = {}

    def quiz(self, id: str) -> Quiz:
        """A quiz that was made again. UserError: it was not."""
        if id not in self.kept:
            raise UserError(f"There is no quiz {id!r} here. Run the first code cell of the notebook.")
        return self.kept[id]

    def quizzes(self, assignment: str | None = None) -> Sequence[QuizHead]:
        """None of its own."""
        return ()

    def assignments(self) -> Mapping[str, Assignment]:
        """None."""
        return {}

    def keep_quiz(self, quiz: Quiz, sources: Mapping[str, str], now: datetime, signer: str = "") -> Quiz:
        """Keeps a quiz for this process."""
        self.sources |= sources
        self.kept[quiz.id] = quiz
        return quiz

    def secret(self) -> bytes:
        """None: nothing is signed here."""
        return b""


class CellGrader:
    """Grades calls of answer(). `make` takes an exercise from the bank and seals a variant."""

    def __init__(self, make: Callable[[], Make]) -> None:
        self._make = make
        self.memory = Memory()

    @cached_property
    def find(self) -> QuizFinder:
        """Finds quizzes by their tokens."""
        return QuizFinder(lambda: self.memory, self._make(), lambda: datetime.now(UTC))

    def __call__(self, call: Call, token: str) -> Grade:
        """The grade of the answers to one question, as those of a sheet, in sentences that give no right answer away.

        UserError: the token gives no quiz, the quiz has no such question, or an answer is computed.
        """
        from quizgen.generate import Follower
        from quizgen.grading import grade

        quiz = self.find(read_token(token).quiz, token)
        questions = {f"q{number}": variant for number, variant in enumerate(quiz.variants, 1)}
        if call.question not in questions:
            raise UserError(
                f"The quiz has no question {call.question!r}.{did_you_mean(call.question, questions)} "
                f"Its questions are {', '.join(questions)}."
            )
        if not any(ask.on_sheet for ask in questions[call.question].asks):
            raise UserError(f"{call.question} is answered in code. Run its functions, then grade().")
        for name in call.computed:
            raise UserError(COMPUTED.format(place=call.place, name=name, question=call.question))
        answers = Answers(quiz.id, quiz.student, {call.question: typed_in(call)})
        judged = grade(quiz, answers, Follower(lambda digest: self.memory.sources[digest]))
        asks = {f"{call.question}.{ask.name}": ask for ask in questions[call.question].asks}
        marks = [
            replace(mark, feedback=asks[mark.ask].without_answer(mark.feedback)) if mark.ask in asks else mark
            for mark in judged.marks
            if mark.ask.startswith(f"{call.question}.") and (mark.ask not in asks or asks[mark.ask].on_sheet)
        ]
        return replace(judged, marks=tuple(marks))
