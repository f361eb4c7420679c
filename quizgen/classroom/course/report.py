"""The statistics of assignments: points, items, reliability, misconceptions, and the items that look faulty.

Every number comes with how many students it rests on, and none is given for fewer than FEW of them, or than ENOUGH where
students are compared with one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quizgen.classroom.course.counting import Record
from quizgen.classroom.course.faulty import Finding, findings
from quizgen.classroom.course.item_statistics import FEW, ItemStatistics, Reliability, item_statistics, reliability
from quizgen.classroom.course.misconception_shares import Share, by_assignment
from quizgen.classroom.course.responses import Responses, responses
from quizgen.classroom.course.statistics import Distribution, distribution
from quizgen.model import Assignment, Quiz


@dataclass(frozen=True)
class AssignmentReport:
    """One assignment. `scores` are parts of the points, from 0 to 1; `missing` counts those on the roster without any work."""

    name: str
    students: int  # who handed something in
    scored: int  # of those, whom the distribution rests on: work of which everything waits has no points yet
    waiting: int  # of those, some of whose answers wait for a person
    missing: int | None  # None without a roster
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
    """What was handed in for an assignment: the grades that count, and each student's part of the points, None if all waits."""

    name: str
    records: Sequence[Record]
    scores: Mapping[str, float | None]


def course_report(
    works: Sequence[Work], quiz: Callable[[str], Quiz | None], listed: Callable[[str], str | None] | None, students: int
) -> CourseReport:
    """The report of these assignments, in this order.

    `listed` gives the roster's row of a student, None if there is none; `students` is how many the roster has.
    """
    tables = [responses(work.records, quiz) for work in works]
    reports = (one(work, table, listed, students) for work, table in zip(works, tables, strict=True))
    trends = (Trend(id, shares) for id, shares in by_assignment(tables).items())
    return CourseReport(tuple(reports), tuple(sorted(trends, key=lambda trend: (-trend.students, trend.id))))


def one(work: Work, table: Responses, listed: Callable[[str], str | None] | None, students: int) -> AssignmentReport:
    """The report of one assignment."""
    items = item_statistics(table)
    scores = [score for score in work.scores.values() if score is not None]
    rows = [listed(student) if listed else None for student in work.scores]
    found = len({row for row in rows if row is not None})
    return AssignmentReport(
        name=work.name,
        students=len(work.scores),
        scored=len(scores),
        waiting=sum(any(r.waiting for r in row.values()) for row in table.students.values()),
        missing=students - found if listed else None,
        unknown=rows.count(None) if listed else 0,
        scores=distribution(scores) if len(scores) >= FEW else None,
        items=items,
        reliability=reliability(table),
        findings=findings(table, items),
    )


def in_order(names: Iterable[str], described: Mapping[str, Assignment], first: Mapping[str, datetime]) -> list[str]:
    """Assignments by the time when they were due, where that is not known by that of their first grade."""

    def key(name: str) -> tuple[float, str]:
        due = described[name].due if name in described else None
        return (due or first[name]).timestamp(), name

    return sorted(names, key=key)
