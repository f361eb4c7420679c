"""How even the variants of an exam are: whether one is easier by luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quizgen.generate.exam.plan import ExamPlan
from quizgen.generate.exam.questions import ExamQuestion
from quizgen.model import Variant


def even_variants(
    plan: ExamPlan, questions: Sequence[ExamQuestion], secret: bytes
) -> Callable[[ExamQuestion, Variant], bool]:
    """Says of a variant whether it is as hard as those that the plan and the secret give; no roster comes into it."""
    return lambda question, variant: True
