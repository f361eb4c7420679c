"""When solutions may be shown: at once for practice, of an assignment once nobody can hand in on time any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from quizgen.classroom.course.rules import grouped
from quizgen.classroom.course.whole_decisions import Whole
from quizgen.model import WHOLE, Assignment, Decision, Grade, Quiz


def assignments_of(grade: Grade, quiz: Quiz) -> list[str]:
    """The assignments that a grade's questions belong to: what it counts for, and what the quiz was made for."""
    return list(dict.fromkeys(filter(None, [grade.assignment, quiz.assignment])))


def kept_back(
    names: Sequence[str], assignments: Mapping[str, Assignment], decisions: Sequence[Decision], now: datetime
) -> str:
    """Why the solutions of work for these assignments are not shown yet, a sentence; "" if they may be shown."""
    for name in names:
        last = last_due(name, assignments, decisions)
        if last is None:
            return f"{name} has no due date, so its solutions are not shown."
        if now < last:
            return f"{name} is due until {last.astimezone():%Y-%m-%d %H:%M}, so its solutions are not shown yet."
    return ""


def last_due(name: str, assignments: Mapping[str, Assignment], decisions: Sequence[Decision]) -> datetime | None:
    """The last moment at which somebody may hand in on time, with the grace and all extensions; None: there is none."""
    assignment = assignments.get(name)
    if assignment is None or assignment.due is None:
        return None
    about_all = (one for one in decisions if (one.assignment, one.target) == (name, WHOLE))
    wholes = (Whole.of(several) for several in grouped((one.student, one) for one in about_all).values())
    own = [whole.extended.until for whole in wholes if whole.extended and whole.extended.until]
    return max([assignment.due, *own]) + assignment.grace
