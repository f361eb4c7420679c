"""What a report rests on: of each assignment the grades that count, and what part of the points each student has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from quizgen.classroom.course.report import Work
from quizgen.classroom.course.standing import CountingStore, Standing, course_standings
from quizgen.classroom.roster import Roster


def counted_work(store: CountingStore, roster: Roster | None, now: datetime, names: Sequence[str]) -> list[Work]:
    """The work for these assignments, in the order in which they were due or, where that is not known, first graded."""
    described, far = store.assignments(), float("inf")
    first: dict[str, float] = {}
    for name in names:
        due = described[name].due if name in described else None
        graded = [due] if due else [record.when for record in store.grades(assignment=name)]
        first[name] = min((moment.timestamp() for moment in graded), default=far)
    listed = {roster.key(row) for row in roster.students()} if roster else None
    found = course_standings(store, roster, now, sorted(names, key=lambda name: (first[name], name)))
    return [work(name, standings, listed) for name, standings in found.items()]


def work(name: str, standings: Sequence[Standing], listed: set[str] | None) -> Work:
    """The work for one assignment; who is excused is left out."""
    asked = [one for one in standings if not one.excused]
    handed_in = [one for one in asked if any(part.grade for part in one.parts)]
    return Work(
        name,
        [(one.student, part.grade) for one in handed_in for part in one.parts if part.grade],
        {one.student: score(one) for one in handed_in},
        len(asked) - len(handed_in),
        0 if listed is None else sum(one.student not in listed for one in handed_in),
    )


def score(one: Standing) -> float | None:
    """The part of the points that a student has of those that are judged, from 0 to 1; extra credit can add no more."""
    judged = one.max_points if one.override is not None else one.max_points - one.waiting
    if judged <= 0 or not one.final_max:
        return None
    return min(1.0, one.final_points / (one.final_max * judged / one.max_points))
