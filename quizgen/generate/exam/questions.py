"""Which questions an exam has and what each is worth: the same for every student, in the order of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizgen.authoring import Exercise
from quizgen.authoring.bank import Bank
from quizgen.errors import UserError
from quizgen.generate.exam.decimals import with_decimals
from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.section_choice import chosen_exercises, section_name
from quizgen.generate.exam.worth import HALF, shared_out


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
    for place, exercises in enumerate(chosen_exercises(plan, bank)):
        for exercise in exercises:
            copies[exercise.name] += 1
            found.append(ExamQuestion(with_decimals(exercise, plan.decimals), copies[exercise.name], None, place))
    return with_plan_points(plan, found)


def with_plan_points(plan: ExamPlan, questions: Sequence[ExamQuestion]) -> tuple[ExamQuestion, ...]:
    """Questions worth what the plan says: sections with points of their own first, the others share what is left of the plan's.

    UserError: the points cannot be shared out.
    """
    worth: dict[int, float] = {}
    fixed = 0.0
    for place, section in enumerate(plan.sections):
        if section.points is not None:
            here = [i for i, question in enumerate(questions) if question.section == place]
            worth |= shares(questions, here, section.points, section_name(section, place), "the section")
            fixed += section.points
    left = [i for i in range(len(questions)) if i not in worth]
    if plan.points is not None and not left and fixed != plan.points:
        raise UserError(f"The sections have {fixed:g} points together, and the plan {plan.points:g}: let them agree.")
    if plan.points is not None and left:
        if fixed >= plan.points:
            raise UserError(
                f"The sections with points have {fixed:g} together, which leaves nothing of the {plan.points:g} points of the "
                "plan for the others: give the plan more, or the sections fewer."
            )
        what = "The plan" if not fixed else "What the sections with points leave of the plan"
        worth |= shares(questions, left, plan.points - fixed, what, "the plan")
    return tuple(replace(question, points=worth.get(i)) for i, question in enumerate(questions))


def shares(
    questions: Sequence[ExamQuestion], places: Sequence[int], points: float, whose: str, giver: str
) -> dict[int, float]:
    """Points of the questions at some places, in proportion to those of their exercises. UserError: they cannot be shared out."""
    if points <= 0 or points % HALF:
        raise UserError(f"{whose} has {points:g} points: give {giver} a positive number of whole or half points.")
    if points < HALF * len(places):
        raise UserError(
            f"{whose} has {points:g} points for {len(places)} questions, and the least that a question is worth is half a "
            f"point: give {giver} at least {HALF * len(places):g} points, or ask fewer questions."
        )
    weights = [questions[i].exercise.points or HALF for i in places]
    return dict(zip(places, shared_out(points, weights), strict=True))
