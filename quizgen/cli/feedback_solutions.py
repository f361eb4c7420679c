"""Which solutions `quizgen feedback` folds into its pages, and a line for each assignment whose solutions are kept back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.documents.feedback import Solved
    from quizgen.documents.solutions import Solution
    from quizgen.model import Grade
    from quizgen.store import Store


class Solutions:
    """The solutions that may be shown at a moment; `kept_back` says of which assignments they may not, a sentence each."""

    def __init__(self, store: Store, now: datetime) -> None:
        self.store, self.now = store, now
        self.kept_back: list[str] = []

    def of_grades(self, grades: Iterable[Grade]) -> Solved:
        """The solutions of all questions that may be shown, by assignment and quiz."""
        from quizgen.classroom.course.solutions import assignments_of, kept_back
        from quizgen.documents.solutions import solutions

        assignments, decisions = self.store.assignments(), self.store.decisions()
        found: dict[tuple[str, str], dict[str, Solution]] = {}
        for grade in grades:
            key = (grade.assignment, grade.quiz)
            if grade.is_code or (grade.assignment and key in found):
                continue
            try:
                quiz = self.store.quiz(grade.quiz)
            except UserError:  # it was made elsewhere
                continue
            if why := kept_back(assignments_of(grade, quiz), assignments, decisions, self.now):
                if why not in self.kept_back:
                    self.kept_back.append(why)
                continue
            found[key] = {**found.get(key, {}), **solutions(grade, quiz)}
        return found
