"""Which quiz an attempt answers: one in the store, or, where a platform mixed questions of several, one put together of these."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from quizgen.classroom.responses.cells import QuestionReader
from quizgen.classroom.responses.plain_text import AsHtml
from quizgen.classroom.responses.records import Dialect, QuestionNumber
from quizgen.errors import UserError
from quizgen.grading.scored import scored
from quizgen.model import Quiz, Variant

OTHER_STORE = "Grade with the store that exported it: --db FILE."


class QuizStore(Protocol):
    """Keeps quizzes."""

    def quiz(self, id: str, *, printed: bool = False) -> Quiz: ...
    def source(self, digest: str) -> str: ...
    def keep_quiz(self, quiz: Quiz, sources: Mapping[str, str], now: datetime, signer: str = "") -> Quiz: ...


class AskedQuestions:
    """The questions of a report, as they were exported. `assignment`: for which they count, where their quizzes do not say."""

    def __init__(self, store: QuizStore, assignment: str, as_html: AsHtml, now: Callable[[], datetime]) -> None:
        self.store, self.assignment, self.as_html, self.now = store, assignment, as_html, now
        self._quizzes: dict[str, Quiz | str] = {}
        self._readers: dict[QuestionNumber, QuestionReader] = {}
        self._asked: dict[tuple[QuestionNumber, ...], tuple[str, tuple[QuestionNumber, ...]]] = {}

    def trouble(self, number: QuestionNumber) -> str:
        """Why a question is not known here, as the end of a sentence; "" if it is."""
        quiz = self._quiz(number.quiz)
        if isinstance(quiz, str):
            return quiz if "--db" in quiz else f"{quiz} {OTHER_STORE}"
        if number.place > len(quiz.variants):
            return f"{number.quiz} asks {len(quiz.variants)} questions, and {number} is none of them. {OTHER_STORE}"
        return ""

    def title(self, number: QuestionNumber) -> str:
        """What a question that is known is called."""
        return self._variant(number).title

    def reader(self, number: QuestionNumber, dialect: Dialect) -> QuestionReader:
        """Reads the cells of a question that is known, as it was exported."""
        if number not in self._readers:
            question = scored(self._variant(number), str(number))
            self._readers[number] = QuestionReader(question, dialect, self.as_html)
        return self._readers[number]

    def quiz_of(self, numbers: Iterable[QuestionNumber]) -> tuple[str, tuple[QuestionNumber, ...]]:
        """The id of the quiz that asks these questions and no others, and their order there.

        If that is none that was exported, it is made of them and kept. UserError, a sentence without the table's name: they
        were made for several assignments.
        """
        key = tuple(numbers)
        if key not in self._asked:
            self._asked[key] = self._quiz_of(key)
        return self._asked[key]

    def _quiz_of(self, numbers: Sequence[QuestionNumber]) -> tuple[str, tuple[QuestionNumber, ...]]:
        quizzes = [self._known(id) for id in dict.fromkeys(number.quiz for number in numbers)]
        first = quizzes[0]
        whole = tuple(QuestionNumber(first.id, place) for place in range(1, len(first.variants) + 1))
        if len(quizzes) == 1 and {*numbers} == {*whole}:
            return first.id, whole
        names = sorted({quiz.assignment for quiz in quizzes if quiz.assignment})
        if len(names) > 1 and self.assignment not in names:
            raise UserError(
                f"has questions that were made for {' and '.join(names)}. Say for which they count: --assignment NAME."
            )
        assignment = self.assignment if len(names) > 1 else next(iter(names), "")
        variants = tuple(map(self._variant, numbers))
        digest = hashlib.sha256("\n".join(map(str, numbers)).encode()).hexdigest()[:8]
        made = Quiz(f"{first.id}-mixed-{digest}", first.seed, variants, assignment=assignment)
        sources = {variant.source: self.store.source(variant.source) for variant in variants if variant.source}
        return self.store.keep_quiz(made, sources, self.now()).id, tuple(numbers)

    def _variant(self, number: QuestionNumber) -> Variant:
        return self._known(number.quiz).variants[number.place - 1]

    def _known(self, id: str) -> Quiz:
        quiz = self._quiz(id)
        assert isinstance(quiz, Quiz)
        return quiz

    def _quiz(self, id: str) -> Quiz | str:
        """A quiz as it was exported, or why there is none."""
        if id not in self._quizzes:
            try:
                self._quizzes[id] = self.store.quiz(id, printed=True)
            except UserError as error:
                self._quizzes[id] = str(error)
        return self._quizzes[id]
