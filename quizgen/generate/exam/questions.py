"""Which exercises an exam takes: the same for every student, in the order of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.authoring import Exercise
from quizgen.authoring.bank import Bank
from quizgen.errors import UserError
from quizgen.generate.code_questions import asks_code
from quizgen.generate.compose import choose
from quizgen.generate.exam.plan import ExamPlan, Section


@dataclass(frozen=True)
class ExamQuestion:
    """A question of an exam: an exercise, which of its copies, what it is worth (None: as it is), and its section (from 0)."""

    exercise: Exercise
    copy: int
    points: float | None
    section: int

    @property
    def id(self) -> str:
        """What its seeds are derived from; taking other questions into the exam does not change it."""
        return f"{self.exercise.name}:{self.copy}"

    @property
    def computes(self) -> bool:
        """Whether it is about numbers, which every student has own ones of; else it is a card."""
        return self.exercise.solving is not None


def exam_questions(plan: ExamPlan, bank: Bank) -> tuple[ExamQuestion, ...]:
    """The questions of an exam, section by section. UserError: a section cannot have what it asks for."""
    copies: Counter[str] = Counter()
    found: list[ExamQuestion] = []
    for number, section in enumerate(plan.sections):
        for exercise in section_exercises(section, bank, f"{plan.name}:{number}"):
            copies[exercise.name] += 1
            found.append(ExamQuestion(exercise, copies[exercise.name], None, number))
    return tuple(found)


def section_exercises(section: Section, bank: Bank, name: str) -> Sequence[Exercise]:
    """The exercise of each question of a section; `name` decides which of those that fit are taken."""
    fitting = [one for one in bank.select(section.topics, section.exercises, section.levels, section.kinds)]
    fitting = [one for one in fitting if not asks_code(one.asks)]
    if not fitting:
        raise UserError(f"No exercise fits the section {section.title!r} that can be answered on paper.")
    return choose(fitting, section.questions or len(section.exercises) or 1, name, section.exercises)
