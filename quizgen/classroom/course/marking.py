"""Points, comments and credit given by a person: the decision that a command asks for, and the grades that follow from it.

The grades that follow are made from the current rows. Each holds its marks as they were judged (see decisions.py), already under
the corrections of its assignment, so nothing is judged or corrected again here: a mark by hand changes its target and nothing
else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from quizgen.classroom.course.decisions import (
    POINTS,
    decided,
    holding,
    is_about,
    owner,
    sentence,
    target_of,
    undecided,
    waits,
)
from quizgen.errors import UserError, did_you_mean
from quizgen.model import WHOLE, Action, Decision, Grade, Mark, Verdict
from quizgen.store import NewGrade, Record


class DecisionStore(Protocol):
    """Reads and writes decisions, and the grades that they change."""

    def grades(
        self,
        student: str | None = None,
        quiz: str | None = None,
        assignment: str | None = None,
        *,
        latest: bool = False,
    ) -> list[Record]: ...
    def decisions(self, assignment: str | None = None, student: str | None = None) -> list[Decision]: ...
    def decide(self, decisions: Sequence[Decision], grades: Sequence[NewGrade], now: datetime) -> None: ...


@dataclass(frozen=True)
class Found:
    """A target in the newest current grade that has it, and the decision on its points that holds, if there is one."""

    record: Record
    target: str
    holds: Decision | None = None

    @property
    def grade(self) -> Grade:
        """The grade as it counts now."""
        return self.record.grade

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks as they count now."""
        return tuple(mark for mark in self.grade.marks if is_about(self.target, mark.ask))

    @property
    def judged(self) -> tuple[Mark, ...]:
        """The marks as they were judged."""
        return tuple(mark for mark in undecided(self.grade).marks if is_about(self.target, mark.ask))

    @property
    def points(self) -> float | None:
        """The points now; None while all of them wait."""
        waits = all(mark.verdict is Verdict.NEEDS_A_PERSON for mark in self.marks)
        return None if waits else round(sum(mark.points for mark in self.marks), 6)

    @property
    def max_points(self) -> float:
        """The points that can be given."""
        return round(sum(mark.max_points for mark in self.judged), 6)

    def decision(self, action: Action, points: float | None, by: str, why: str) -> Decision:
        """A decision on this target."""
        code = self.grade.is_code and not self.grade.quiz
        return Decision(
            self.grade.assignment,
            owner(self.grade),
            self.target,
            action,
            points,
            quiz="" if code else self.grade.quiz,
            typed=self.judged[0].typed if action in (Action.POINTS, Action.COMMENT) and len(self.judged) == 1 else "",
            before=self.points,
            most=None if points is None else self.max_points,
            by=by,
            why=why,
        )


# ---------------------------------------------------------------- what is meant


def find(records: Sequence[Record], target: str, decisions: Iterable[Decision] = ()) -> Found:
    """The target in current grades of one student. UserError: none has it, or it is in several quizzes or assignments."""
    target = target_of(target)
    having = [record for record in records if any(is_about(target, mark.ask) for mark in record.grade.marks)]
    if not having:
        asks = [mark.ask for record in records for mark in record.grade.marks]
        groups = dict.fromkeys(ask.partition(".")[0] for ask in asks)
        hint = did_you_mean(target, [*groups, *asks])
        raise UserError(f"Nothing that was graded has {target!r}.{hint} Graded were: {', '.join(groups)}.")
    quizzes = dict.fromkeys(record.grade.quiz for record in having)
    if len(quizzes) > 1:
        none = ", or --quiz '' for code of no quiz" * ("" in quizzes)
        raise UserError(f"{target} is in {listed(quizzes, 'code of no quiz')}. Say which: --quiz ID{none}.")
    assignments = dict.fromkeys(record.grade.assignment for record in having)
    if len(assignments) > 1:
        raise UserError(f"{target} is in {listed(assignments, 'practice')}. Say which: --assignment NAME.")
    record = having[-1]
    marks = [mark.ask for mark in record.grade.marks if is_about(target, mark.ask)]
    if len(marks) == 1 and not record.grade.is_code:
        target = marks[0]  # so that "q3" and "q3.answer" are one target where they mean the same
    mine = [one for one in decisions if (one.assignment, one.student) == key_of(record.grade)]
    held = holding(undecided(record.grade), mine)
    about = [one for one in held if one.action in POINTS and overlap(one.target, target)]
    return Found(record, target, about[-1] if about else None)


def listed(names: Iterable[str], unnamed: str) -> str:
    """Names as words: "interview-3 and interview-4"."""
    return " and ".join(name or unnamed for name in names)


def key_of(grade: Grade) -> tuple[str, str]:
    """Assignment and owner of a grade: decisions about them are applied to it."""
    return grade.assignment, owner(grade)


def overlap(one: str, other: str) -> bool:
    """Whether two targets have a mark in common."""
    return is_about(one, other) or is_about(other, one)


# ---------------------------------------------------------------- the decision


def points_by_hand(found: Found, points: float, by: str, why: str, instead: str) -> Decision:
    """Points for an answer that waits, or that a person marked before. UserError: it was judged, or the points do not fit.

    `instead`: the command that sets points in place of others.
    """
    waiting = [mark for mark in found.judged if waits(mark)]
    if len(waiting) > 1:
        names = ", ".join(mark.ask for mark in waiting)
        raise UserError(f"{found.target} has {len(waiting)} answers that a person judges: {names}. Name one of them.")
    if not waiting:
        now = f"{found.points or 0:g} of {found.max_points:g} points"
        raise UserError(
            f"{found.target} does not wait for a person: quizgen gave it {now}. To set other points:  {instead}"
        )
    found = replace(found, target=waiting[0].ask)
    if found.holds and found.holds.action is not Action.POINTS:
        who = found.holds.by or "somebody"
        what = "excused it" if found.holds.action is Action.EXCUSED else f"set it to {found.holds.points:g} points"
        raise UserError(
            f"{found.target}: {who} {what}, because: {sentence(found.holds.why)} To set other points:  {instead}"
        )
    check_points(found, points)
    return found.decision(Action.POINTS, points, by, why)


def check_points(found: Found, points: float) -> None:
    """UserError: the points are outside of what the target can earn."""
    most = found.max_points
    if not 0 <= points <= most:  # also not a number
        more = " For credit beyond it use quizgen mark with 'extra'." if points > most else ""
        raise UserError(f"{found.target} is worth 0 to {most:g} points, so it cannot get {points:g}.{more}")


# ---------------------------------------------------------------- and what follows


def decide(store: DecisionStore, new: Sequence[Decision], now: datetime) -> list[NewGrade]:
    """Stores decisions with the grades that follow from them, all or nothing; returns these grades.

    If a grade is replaced meanwhile by somebody else, the new one is what the decisions are applied to.
    """
    while True:
        records, following = follow(store, new)
        try:
            store.decide(new, following, now)
            return following
        except UserError:
            if [record.id for record in follow(store, new)[0]] == [record.id for record in records]:
                raise


def follow(store: DecisionStore, new: Sequence[Decision]) -> tuple[list[Record], list[NewGrade]]:
    """The current grades of those whom new decisions are about, and what these become."""
    records, following = [], []
    about = [one for one in new if one.target != WHOLE]
    for assignment, who in dict.fromkeys((one.assignment, one.student) for one in about):
        mine = [one for one in about if (one.assignment, one.student) == (assignment, who)]
        decisions = [*store.decisions(assignment, who), *mine]
        words = [one.why for one in mine]
        why = words[0] if len(words) == 1 else "marks by hand"
        for record in current(store, who, assignment):
            records.append(record)
            grade = decided(record.grade, decisions)
            if grade != record.grade:
                following.append(NewGrade(grade, record.id, mine[-1].by, why))
    return records, following


def current(store: DecisionStore, who: str, assignment: str | None) -> list[Record]:
    """The current grades of an owner, newest last."""
    if not who:
        return []
    named = store.grades(student=who, assignment=assignment, latest=True)
    if named:
        return named
    unnamed = store.grades(student="", assignment=assignment, latest=True)
    return [record for record in unnamed if record.grade.source == who]
