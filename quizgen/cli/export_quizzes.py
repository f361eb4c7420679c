"""What quizgen export writes: quizzes of a selection or of an exam's plan, for all, for each student, or in several variants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.cli.common import load_bank

if TYPE_CHECKING:
    from quizgen.authoring import Exercise
    from quizgen.cli.selecting import Selection
    from quizgen.generate.compose import Seeds
    from quizgen.generate.exam.plan import ExamPlan
    from quizgen.model import Quiz, Student


@dataclass(frozen=True)
class SelectedQuizzes:
    """Quizzes on the exercises of a selection. `open`: anybody can draw them again from the seed, where there is no roster."""

    selection: Selection
    exercises: tuple[Exercise, ...]
    secret: bytes
    open: bool

    @property
    def name(self) -> str:
        """What a file of them all is called."""
        return f"{self.selection.quiz_name}-{self.selection.seed}"

    @property
    def title(self) -> str:
        """What people call them."""
        return self.selection.quiz_name.replace("-", " ").capitalize()

    def quizzes(self, students: Sequence[Student], variants: int) -> Iterator[Quiz]:
        """A quiz for each student, or one for all; of several variants a quiz for each question, in parts."""
        from quizgen.generate.compose import compose, exam_seeds, for_student, practice_seeds

        name, seed, picked = self.selection.quiz_name, self.selection.seed, self.selection.questions(self.exercises)
        for student in students:
            own = compose(name, seed, picked, exam_seeds(self.secret, seed, student.id))
            yield for_student(own, student.id, student.name)
        seeds = practice_seeds(seed) if self.open else exam_seeds(self.secret, seed, "")
        if variants > 1:
            yield from in_variants(f"{name}-{seed}", seed, picked, variants, seeds)
        elif not students:
            yield compose(name, seed, picked, seeds)


def in_variants(name: str, seed: int, picked: Sequence[Exercise], variants: int, seeds: Seeds) -> Iterator[Quiz]:
    """For each question the quizzes `<name>-<question>`, and `<name>-<question>-<part>` from the second part on."""
    from collections import Counter

    from quizgen.generate.compose import alternatives
    from quizgen.model import Quiz

    copies: Counter[str] = Counter()
    for place, exercise in enumerate(picked, 1):
        copies[exercise.name] += 1
        for part, some in enumerate(alternatives(exercise, copies[exercise.name], variants, seeds), 1):
            yield Quiz(f"{name}-{place}{f'-{part}' if part > 1 else ''}", seed, tuple(some))


@dataclass(frozen=True)
class PlannedQuizzes:
    """Quizzes after the plan of an exam, with the points and the evenness of its papers."""

    plan: ExamPlan
    secret: bytes

    @property
    def name(self) -> str:
        """What a file of them all is called."""
        return self.plan.name

    @property
    def title(self) -> str:
        """What people call them."""
        return self.plan.title

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises of its questions."""
        from quizgen.generate.exam.questions import exam_questions

        return tuple(question.exercise for question in exam_questions(self.plan, load_bank()))

    def quizzes(self, students: Sequence[Student], variants: int) -> Iterator[Quiz]:
        """A quiz for each student, or one for all; of several variants a quiz for each question."""
        from quizgen.generate.compose import question_of
        from quizgen.generate.exam.drawing import draw_papers
        from quizgen.generate.exam.evenness import even_variants
        from quizgen.generate.exam.questions import exam_questions
        from quizgen.model import Quiz, Student

        plan, name = self.plan, self.plan.name
        own = students or [Student(f"variant {number}", "") for number in range(1, variants + 1)]
        questions = exam_questions(plan, load_bank())
        papers = draw_papers(plan, questions, own, self.secret, even_variants(plan), lambda one: "")
        drawn = (paper.quiz for paper in papers)
        if students:
            yield from drawn
        elif variants == 1:
            yield from (replace(quiz, id=f"{name}-1") for quiz in drawn)
        else:
            for place, column in enumerate(zip(*(quiz.variants for quiz in drawn), strict=True), 1):
                different = {question_of(variant): variant for variant in column}
                yield Quiz(f"{name}-1-{place}", 1, tuple(different.values()), assignment=name)


Quizzes = SelectedQuizzes | PlannedQuizzes


def planned(plan_file: Path, secret_file: Path) -> PlannedQuizzes:
    """The quizzes after a plan. UserError: it, or the secret, cannot be read."""
    from quizgen.cli.exam_options import read_secret
    from quizgen.generate.exam.plan_file import read_plan

    return PlannedQuizzes(read_plan(plan_file), read_secret(secret_file))
