"""The titles of misconceptions, for a process that shows a grade and need not import the reference for them."""

from __future__ import annotations

from quizgen.model import Grade
from reference_rnn import title


def misconception_titles(grade: Grade) -> dict[str, str]:
    """The titles of the misconceptions in a grade, by their ids."""
    return {name: title(name) for mark in grade.marks for name in mark.misconceptions}
