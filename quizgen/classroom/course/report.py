"""The statistics of assignments: points, items, reliability, misconceptions, and the items that look faulty.

Every number comes with how many students it rests on, and none is given for fewer than FEW of them, or than ENOUGH where
students are compared with one another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from quizgen.classroom.course.faulty import Finding, findings
from quizgen.classroom.course.item_responses import Responses, responses
from quizgen.classroom.course.item_statistics import FEW, ItemStatistics, Reliability, item_statistics, reliability
from quizgen.classroom.course.misconception_shares import Share, by_assignment
from quizgen.classroom.course.statistics import Distribution, distribution
from quizgen.model import Grade, Quiz


@dataclass(frozen=True)
class AssignmentReport:
    """One assignment. `scores` are parts of the points, from 0 to 1."""

    name: str
    students: int  # who handed something in
    scored: int  # of those, whom the distribution rests on: work of which everything waits has no points yet
    waiting: int  # of those, some of whose answers wait for a person
    missing: int  # on the roster, or with a quiz of their own, who handed nothing in
    unknown: int  # who handed something in and is not on the roster
    scores: Distribution | None
    items: tuple[ItemStatistics, ...]
    reliability: Reliability
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Trend:
    """A misconception: its share in each assignment of the report, None where fewer than FEW students could show it."""

    id: str
    shares: tuple[Share, ...]

    @property
    def students(self) -> int:
        """How often it was found, over all assignments."""
        return sum(share.shown for share in self.shares)


@dataclass(frozen=True)
class CourseReport:
    """Assignments in the order in which they were due, and misconceptions, the most frequent first."""

    assignments: tuple[AssignmentReport, ...]
    misconceptions: tuple[Trend, ...]


@dataclass(frozen=True)
class Work:
    """What counts of what was handed in for an assignment, by student.

    `scores` has the part of the points of everybody who handed something in, None where all of it waits for a person.
    `missing`: how many were asked and handed nothing in; `unknown`: how many handed in and are not on the roster.
    """

    name: str
    grades: Sequence[tuple[str, Grade]]
    scores: Mapping[str, float | None]
    missing: int = 0
    unknown: int = 0


def course_report(works: Sequence[Work], quiz: Callable[[str], Quiz | None]) -> CourseReport:
    """The report of these assignments, in this order; `quiz` finds a quiz by its id, None where it is not kept."""
    tables = [responses(work.grades, quiz) for work in works]
    reports = (report(work, table) for work, table in zip(works, tables, strict=True))
    trends = (Trend(id, shares) for id, shares in by_assignment(tables).items())
    return CourseReport(tuple(reports), tuple(sorted(trends, key=lambda trend: (-trend.students, trend.id))))


def report(work: Work, table: Responses) -> AssignmentReport:
    """The report of one assignment."""
    items = item_statistics(table)
    scores = [score for score in work.scores.values() if score is not None]
    return AssignmentReport(
        name=work.name,
        students=len(work.scores),
        scored=len(scores),
        waiting=sum(any(one.waiting for one in row.values()) for row in table.students.values()),
        missing=work.missing,
        unknown=work.unknown,
        scores=distribution(scores) if len(scores) >= FEW else None,
        items=items,
        reliability=reliability(table),
        findings=findings(table, items),
    )
