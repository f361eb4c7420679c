"""Decisions about single answers and functions, applied to a grade; those about a whole assignment are in standing.py."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.model import Decision, Grade


def decided(grade: Grade, decisions: Sequence[Decision]) -> Grade:
    """The grade as people decided it; `decisions` are those about this student and assignment, oldest first."""
    return grade
