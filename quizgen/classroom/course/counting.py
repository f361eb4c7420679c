"""Which grades count: of all that a student handed in for the same work, the one with the most points."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from quizgen.model import Grade


class Record(Protocol):
    """A grade and its number in the store."""

    @property
    def id(self) -> int: ...
    @property
    def when(self) -> datetime: ...
    @property
    def grade(self) -> Grade: ...


R = TypeVar("R", bound=Record)
Work = tuple[str, str, str, str]  # assignment, student, kind, quiz


def work_of(grade: Grade) -> Work:
    """What a grade is for: the sheet of a quiz, the code of a quiz, or the code of an assignment, of one student.

    A file without a student is a work of its own.
    """
    return grade.assignment, grade.student or f"\0{grade.source}", grade.kind, grade.quiz


def points_of(record: Record) -> float:
    """The points that a grade earned."""
    return record.grade.points


def counting(records: Iterable[R], worth: Callable[[R], float] = points_of) -> list[R]:
    """Of current grades the one that counts for each work, in the order of their numbers.

    Where several files were handed in for one work the one that is worth most counts, of equal ones the newest.
    """
    best: dict[Work, R] = {}
    for record in sorted(records, key=lambda record: record.id):
        work = work_of(record.grade)
        if work not in best or worth(record) >= worth(best[work]):
            best[work] = record
    return sorted(best.values(), key=lambda record: record.id)
