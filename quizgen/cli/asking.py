"""The questions of a quiz asked in the terminal, each judged and explained at once. Used by take and practice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizgen.cli.asking_state import Asking, Move, Outcome, Stopped, grade_of_question
from quizgen.cli.one_question import OneQuestion

if TYPE_CHECKING:
    from quizgen.model import Grade, Mark

__all__ = ["KEYS", "Move", "Outcome", "Questioner", "Stopped", "grade_of_question"]

KEYS = "Enter alone leaves an answer blank. ? shows help, :hint a hint, :skip, :back and :stop move on; Ctrl-C stops."


@dataclass(frozen=True)
class Questioner(Asking):
    """Asks the questions of a quiz."""

    def ask(self, number: int) -> Outcome:
        """Asks question `number` (from 1): answers, feedback, hints, another try. A closed one is shown again.

        Stopped: the learner stops; `typed` and `asked` hold what was answered.
        """
        from quizgen.documents.taken import Asked

        state = self.asked.setdefault(f"q{number}", Asked())
        return OneQuestion(self, number, state).run()

    def grade_so_far(self) -> Grade:
        """The grade of what was asked: of a question that is left open only what was typed counts, neither more nor less."""
        return self.of_what_was_asked(self.less_hints(self.judged(self.typed)))

    def grade_of_first_tries(self) -> Grade:
        """The same with the first try of each question that was tried in this session."""
        from dataclasses import replace

        grade = self.grade_so_far()
        first = {mark.ask: mark for one in self.asked.values() for mark in one.first}
        return replace(grade, marks=tuple(first.get(mark.ask, mark) for mark in grade.marks))

    def of_what_was_asked(self, grade: Grade) -> Grade:
        """A grade without what was not asked, or is left open."""
        from dataclasses import replace

        return replace(grade, marks=tuple(mark for mark in grade.marks if self.counts(mark)))

    def counts(self, mark: Mark) -> bool:
        """Whether an answer was asked: it was judged, or at least typed."""
        question = self.asked.get(mark.ask.partition(".")[0])
        return bool(mark.typed.strip()) or (question is not None and question.tries > 0)
