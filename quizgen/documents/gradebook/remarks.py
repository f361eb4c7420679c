"""The lines of feedback that a gradebook holds."""

from __future__ import annotations

from quizgen.documents import labels
from quizgen.documents.remarks import remark
from quizgen.model import Grade

EVERYTHING_RIGHT = "everything right"


def lost_points(grade: Grade) -> list[str]:
    """A line for every question or function that lost points, with its first reason."""
    lost: dict[str, str] = {}
    for mark in grade.marks:
        if mark.points < mark.max_points:
            lost.setdefault(mark.ask.partition(".")[0], remark(mark))
    names = {group: labels.heading(grade, group).name for group in lost}
    called = {group: f"Question {name}" if name.isdecimal() else name for group, name in names.items()}
    return [f"{called[group]}: {why}" for group, why in lost.items()]


def remarks(grade: Grade) -> list[str]:
    """The same; one line where nothing was lost."""
    return lost_points(grade) or [EVERYTHING_RIGHT]
