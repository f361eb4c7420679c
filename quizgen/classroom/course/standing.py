"""What each student's work for an assignment comes to: parts added up, lateness, and what people decided about the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from quizgen.classroom.course.adjustments import Counted, adjustments
from quizgen.classroom.course.asked_work import People
from quizgen.classroom.course.counting import Record
from quizgen.classroom.course.lateness import days_late, latest, share_lost
from quizgen.classroom.course.parts import Part, PartsOf
from quizgen.classroom.course.quiz_owner import QuizHead
from quizgen.classroom.course.rules import CourseRules, CourseStore
from quizgen.classroom.course.whole_decisions import Whole
from quizgen.classroom.roster import Roster
from quizgen.model import CODE, WHOLE, Assignment, Decision, Grade, PaperHead


@dataclass(frozen=True)
class Standing:
    """One student's work for one assignment.

    `points` of `max_points` are those of the parts that count so far; `final_points` of `final_max` are what the gradebook
    gets, after penalty, scale, override and extra credit. `sentences` say every adjustment.
    """

    assignment: str
    student: str
    name: str = ""  # from the roster
    parts: tuple[Part, ...] = ()
    points: float = 0.0
    max_points: float = 0.0
    waiting: float = 0.0  # of max_points: still to be judged by a person
    extra: float = 0.0
    late_days: int = 0
    penalty: float = 0.0  # points that lateness costs
    override: float | None = None
    excused: bool = False
    due: datetime | None = None  # the student's own, where it was extended
    final_points: float = 0.0
    final_max: float = 0.0
    sentences: tuple[str, ...] = ()
    complete: bool = True  # False: code is graded on the functions in each file, since none are asked for by name
    grades: tuple[int, ...] = field(default=(), compare=False)  # numbers of the student's current grades in the store

    @property
    def counts(self) -> bool:
        """Whether there is anything to enter: not where the whole is excused, or everything is still to come."""
        decided = self.override is not None or self.extra
        return not self.excused and bool(decided or any(not part.pending for part in self.parts))


class KeptRecord(Record, Protocol):
    """A grade in the store, and the digest of the file that was graded."""

    @property
    def content(self) -> str: ...


class CountingStore(CourseStore, Protocol):
    """Reads all that standings are made of."""

    def assignment_names(self) -> list[str]: ...
    def quizzes(self, assignment: str | None = None) -> Sequence[QuizHead]: ...
    def papers(self, exam: str) -> Sequence[PaperHead]: ...
    def grades(
        self,
        student: str | None = None,
        quiz: str | None = None,
        assignment: str | None = None,
        *,
        latest: bool = False,
    ) -> Sequence[KeptRecord]: ...


def course_standings(
    store: CountingStore, roster: Roster | None, now: datetime, names: Sequence[str] = ()
) -> dict[str, list[Standing]]:
    """The standings of these assignments, or of all of a store, by assignment."""
    rules = CourseRules.of(store)
    return {
        name: standings(
            rules.assignments.get(name, Assignment(name)),
            store.grades(assignment=name, latest=True),
            store.quizzes(name),
            rules,
            roster,
            now,
            store.papers(name),
        )
        for name in names or store.assignment_names()
    }


def standings(
    assignment: Assignment,
    records: Iterable[KeptRecord],
    quizzes: Iterable[QuizHead],
    rules: CourseRules,
    roster: Roster | None,
    now: datetime,
    papers: Sequence[PaperHead] = (),
) -> list[Standing]:
    """The standing of everybody on the roster, and of everybody else who has a grade, a quiz or a decision.

    `records` are the current grades of the assignment, `papers` those of an exam on paper. The students are in the order of
    the roster, the others after them.
    """
    graded, heads = list(records), list(quizzes)
    unowned = {record.grade.source for record in graded if not record.grade.student}  # decisions name the file
    decisions = [one for one in rules.decisions if one.assignment == assignment.name and one.student not in unowned]
    others = [*(record.grade.student for record in graded), *(one.student for one in decisions)]
    people = People(roster, heads, others, papers)
    of: dict[str, list[Record]] = {student: [] for student in people.names}
    owned = [(people.whose(record.grade), record) for record in graded]
    settled = {file_of(record): record.id for student, record in owned if student in people.names}
    owned = [  # without those that were given to a student of the roster later
        (student, record)
        for student, record in owned
        if student in people.names or record.id > settled.get(file_of(record), 0)
    ]
    everybody = {people.owner(head) for head in heads} | {student for student, _ in owned}
    for student in sorted(filter(None, everybody | {people.key(one.student) for one in decisions})):
        of.setdefault(student, [])
    for student, record in owned:
        if student:
            of[student].append(record)
    about: dict[str, list[Decision]] = {}
    for one in decisions:
        if one.target == WHOLE:
            about.setdefault(people.key(one.student), []).append(one)
    parts_of = PartsOf.under(assignment, rules, people, graded)
    numbers = {student: tuple(record.id for record in of[student]) for student in of}
    return [
        replace(
            standing(assignment, student, of[student], Whole.of(about.get(student, ())), parts_of, now),
            grades=numbers[student],
        )
        for student in of
    ]


def file_of(record: KeptRecord) -> tuple[str, ...]:
    """Which file was graded: others may have the same name."""
    return record.grade.kind, record.grade.source, record.content


def standing(
    assignment: Assignment, student: str, records: Sequence[Record], whole: Whole, parts_of: PartsOf, now: datetime
) -> Standing:
    """The standing of one student, whose grades are `records`."""
    due = whole.extended.until if whole.extended else assignment.due
    limit = due and due + assignment.grace
    open_still = limit is not None and now.astimezone() <= limit.astimezone()

    def lost(grade: Grade) -> float:
        return share_lost(days_late(grade.submitted_at, limit), assignment.penalty)

    parts = parts_of(student, records, lambda grade: grade.points * (1 - lost(grade)))
    parts = tuple(replace(part, pending=open_still and part.grade is None and not part.points) for part in parts)
    counted = [part for part in parts if not part.pending]
    late: dict[int, list[Part]] = {}
    for part in counted:
        if (days := days_late(part.submitted_at, limit)) and part.points:
            late.setdefault(days, []).append(part)
    penalty = sum(share_lost(days, assignment.penalty) * total(of, "points") for days, of in late.items())
    asked = total(parts, "max_points")
    scale = 1.0 if assignment.points is None or not asked else assignment.points / asked
    points, most = total(counted, "points"), total(counted, "max_points")
    override = whole.override.points if whole.override else None
    extra = sum(one.points or 0.0 for one in whole.extra)
    earned = (points - penalty) * scale if override is None else override
    added = [record.grade for record in records if not parts_of.is_part(record.grade)]
    titles = list(dict.fromkeys(grade.titles.get("quiz") or grade.quiz for grade in added))
    sums = Counted(parts, points, most, late, penalty, scale, titles)
    return Standing(
        assignment.name,
        student,
        parts_of.people.names.get(student, ""),
        parts,
        points,
        most,
        total(counted, "waiting"),
        round(extra, 6),
        days_late(latest(part.submitted_at for part in counted), limit),
        round(penalty, 6),
        override,
        whole.excused is not None,
        due,
        0.0 if whole.excused else max(0.0, round(earned + extra, 6)),
        0.0 if whole.excused else round(most * scale, 6),
        tuple(adjustments(assignment, sums, whole, due)),
        bool(assignment.functions) or all(part.name != CODE for part in parts),
    )


def total(parts: Iterable[Part], name: str) -> float:
    """The sum of a number of each part."""
    return float(round(sum(getattr(part, name) for part in parts), 6))
