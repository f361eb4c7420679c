"""The two ends of a grading run: files become tasks unless they are unchanged, and every grade is stored as it comes."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from quizgen.classroom.collect import Location, Reader, Submission, file_kind
from quizgen.classroom.tasks import GradingOptions, Outcome, Task
from quizgen.errors import FatalUserError, UserError
from quizgen.model import Grade

CurrentGrades = Mapping[tuple[str, str, str], tuple[int, str]]  # (assignment, source, student) -> number and digest
NO_GRADE: tuple[int | None, str] = (None, "")


class SheetGrader(Protocol):
    """Grades answer sheets, and turns submissions of code into tasks."""

    def sheet(self, submission: Submission, assignment: str, *, shared: bool) -> Grade: ...
    def task(
        self, index: int, location: Location, submission: Submission, options: GradingOptions, assignment: str
    ) -> Task: ...


class Append(Protocol):
    """Stores a grade, and gives it as it counts in the course, with its number."""

    def __call__(
        self, grade: Grade, now: datetime, *, replace_current: bool, why: str, content: bytes
    ) -> tuple[Grade, int | None]: ...


@dataclass(frozen=True)
class Item:
    """A file to grade: its location, its student as far as the location tells ("" if unknown), and why that is uncertain.

    `assignment` is what it was handed in for, unless the quiz that it answers says otherwise; `submitted_at` is when, where
    the platform says so.
    """

    location: Location
    student: str
    doubt: str = ""
    assignment: str = ""
    submitted_at: datetime | None = None
    settled: bool = False  # a person says whose it is, whatever it says itself


def prepare(
    items: Sequence[Item],
    reader: Reader,
    grader: SheetGrader,
    options: GradingOptions,
    current_grades: Callable[[], CurrentGrades],
    *,
    again: bool,
    identified: Callable[[Item, str, str], None] = lambda item, student, assignment: None,
) -> Iterator[Task | Outcome]:
    """The task for each item, read one at a time; for answer sheets and unchanged files, the outcome.

    `identified` is called with each item, its student and its assignment, as soon as the file, which may name both, was read.
    A file in a folder is unchanged if it was graded as it is now; not with `again`, and not a file that was named itself. Of an
    assignment this holds for sheets, too: only regrading, which shows what it changes, judges the same answers again.
    Raises FatalUserError if nothing can be graded at all.
    """

    def always(item: Item) -> bool:
        return again or not (item.location.relative or item.location.members)

    def unchanged(sheet: Grade) -> int | None:
        number, digest = current_grades().get((sheet.assignment, sheet.source, sheet.student), NO_GRADE)
        return number if digest and digest == sheet.digest else None

    students = Counter(item.location for item in items)
    for index, item in enumerate(items):
        try:
            data = reader.read(item.location)
            name = item.location.name
            when = item.submitted_at or reader.submitted_at(item.location)
            submission = Submission(name, item.student, data, when, item.settled)
            if file_kind(name, data) == "answers":
                grade = grader.sheet(submission, item.assignment, shared=students[item.location] > 1)
                identified(item, grade.student, grade.assignment)
                number = None if always(item) else unchanged(grade)
                yield Outcome(index, grade, data) if number is None else Outcome(index, unchanged=number)
                continue
            task = grader.task(index, item.location, submission, options, item.assignment)
            identified(item, task.submission.student, task.assignment)
        except FatalUserError:
            raise
        except UserError as error:
            yield Outcome(index, why=str(error))
            continue
        except Exception:
            yield Outcome(index, fault=traceback.format_exc())
            continue
        if always(item):
            yield task
            continue
        work = (task.assignment, task.submission.name, task.submission.student)
        number, digest = current_grades().get(work, NO_GRADE)
        yield Outcome(index, unchanged=number) if digest == task.digest else task


def store_grades(
    outcomes: Iterable[Outcome],
    append: Callable[[], Append],
    current_grades: Callable[[], CurrentGrades],
    now: Callable[[], datetime],
) -> Iterator[Outcome]:
    """The same outcomes; each grade is stored before the next outcome is requested. It replaces the current grade of its file.

    `append` is called when there is a grade to store: importing SQLAlchemy takes longer than grading a file.
    """
    for outcome in outcomes:
        if (grade := outcome.grade) is not None:
            why = ""
            if grade.is_code:
                number, digest = current_grades().get((grade.assignment, grade.source, grade.student), NO_GRADE)
                reason = "graded again" if digest == grade.digest else "the file or the question changed"
                why = "" if number is None else reason
            counted, number = append()(grade, now(), replace_current=True, why=why, content=outcome.content)
            outcome = replace(outcome, grade=counted, number=number)
        yield outcome
