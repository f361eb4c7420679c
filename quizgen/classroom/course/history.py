"""Every change of a student's grades in order: what was graded, and what people decided; from what to what, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from quizgen.classroom.course.decisions import is_about, owner
from quizgen.model import WHOLE, Decision, Grade, Verdict
from quizgen.store import Record


@dataclass(frozen=True)
class Score:
    """Points of how many; of these `waiting` are not yet judged."""

    points: float
    max_points: float
    waiting: float


@dataclass(frozen=True)
class Entry:
    """One change; exactly one of `record` and `decision` is what it was. None for a score: there was or is none.

    `number`: the grade that holds since then; None where the change made none.
    """

    when: datetime
    assignment: str
    by: str
    why: str
    before: Score | None
    after: Score | None
    record: Record | None = None
    decision: Decision | None = None
    number: int | None = None


def history(records: Sequence[Record], decisions: Iterable[Decision], question: str = "") -> list[Entry]:
    """The changes in order; of grades all rows are needed, also those that were replaced.

    `question`: only changes of this target, with its points in place of those of the whole grade.
    """
    by_number = {record.id: record for record in records}
    decided_at: dict[tuple[datetime | None, str, str], list[Decision]] = {}
    for one in decisions:
        decided_at.setdefault((one.when, one.assignment, one.student), []).append(one)
    entries = []
    again: dict[int, int] = {}  # the number of a grade -> that of the same file, graded once more with the same marks
    for record in records:
        before = by_number.get(record.replaces) if record.replaces else None
        if key(record) in decided_at and before is not None:
            continue  # the row that follows from decisions, which are entries of their own
        if before is not None and not record.by and before.grade.marks == record.grade.marks:
            again[before.id] = record.id
            continue
        old, new = score(before.grade, question) if before else None, score(record.grade, question)
        if question and ((new is None and old is None) or (before is not None and old == new)):
            continue
        entries.append(
            Entry(record.when, record.grade.assignment, record.by, record.why, old, new, record, number=record.id)
        )
    rows: dict[tuple[datetime | None, str, str], list[Record]] = {}
    for record in records:
        rows.setdefault(key(record), []).append(record)
    for at, several in decided_at.items():
        for one in several:
            if question and not (is_about(one.target, question) or is_about(question, one.target)):
                continue
            old, new, number = around(one, rows.get(at, ()), by_number)
            assert one.when is not None
            entries.append(Entry(one.when, one.assignment, one.by, one.why, old, new, None, one, number))
    entries = [replace(entry, number=newest(entry.number, again)) for entry in entries]
    return sorted(entries, key=lambda entry: (entry.when, entry.decision.id if entry.decision else 0))


def newest(number: int | None, again: Mapping[int, int]) -> int | None:
    """The number of a grade, or of the last one that only repeats it."""
    while number is not None and number in again:
        number = again[number]
    return number


def key(record: Record) -> tuple[datetime | None, str, str]:
    """What a row has in common with the decisions from which it follows: they were stored at one moment."""
    return record.when, record.grade.assignment, owner(record.grade)


def around(
    one: Decision, rows: Iterable[Record], by_number: dict[int, Record]
) -> tuple[Score | None, Score | None, int | None]:
    """The points of a decision's target before and after it, and the number of the grade that follows from it."""
    for record in rows:
        if record.replaces in by_number and one.target != WHOLE and (new := score(record.grade, one.target)):
            return score(by_number[record.replaces].grade, one.target), new, record.id
    return None, None, None


def score(grade: Grade, target: str) -> Score | None:
    """The points of a target, or of the whole grade; None where it has no such target."""
    marks = [mark for mark in grade.marks if not target or is_about(target, mark.ask)]
    if not marks:
        return None
    waits = sum(mark.max_points for mark in marks if mark.verdict is Verdict.NEEDS_A_PERSON)
    points, most = (sum(getattr(mark, name) for mark in marks) for name in ("points", "max_points"))
    return Score(round(points, 6), round(most, 6), waits)
