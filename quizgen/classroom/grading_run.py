"""The two ends of a grading run: files become tasks unless they are unchanged, and every grade is stored as it comes."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from quizgen.classroom.collect import Location, Reader, Submission, file_kind
from quizgen.classroom.tasks import GradingOptions, Outcome, Task
from quizgen.errors import FatalUserError, UserError
from quizgen.model import Grade

CurrentGrades = Mapping[tuple[str, str], tuple[int, str]]  # (source, student) -> number and digest of its current grade
NO_GRADE: tuple[int | None, str] = (None, "")


class SheetGrader(Protocol):
    """Grades answer sheets, and turns submissions of code into tasks."""

    def sheet(self, name: str, data: bytes, owner: str, *, shared: bool) -> Grade: ...
    def task(self, index: int, location: Location, submission: Submission, options: GradingOptions) -> Task: ...


class GradeStore(Protocol):
    """Stores grades."""

    def append(self, grade: Grade, now: datetime, *, replace_current: bool = False, why: str = "") -> int | None: ...


@dataclass(frozen=True)
class Item:
    """A file to grade: its location, its student as far as the location tells ("" if unknown), and why that is uncertain."""

    location: Location
    student: str
    doubt: str = ""


def prepare(
    items: Sequence[Item],
    reader: Reader,
    grader: SheetGrader,
    options: GradingOptions,
    current_grades: Callable[[], CurrentGrades],
    *,
    again: bool,
    identified: Callable[[Item, str], None] = lambda item, student: None,
) -> Iterator[Task | Outcome]:
    """The task for each item, read one at a time; for answer sheets and unchanged files, the outcome.

    `identified` is called with each item and its student, as soon as the file, which may name the student, has been read.
    A file in a folder is unchanged if it was graded as it is now; not with `again`, and not a file that was named itself.
    Raises FatalUserError if nothing can be graded at all.
    """
    students = Counter(item.location for item in items)
    for index, item in enumerate(items):
        try:
            data = reader.read(item.location)
            name = item.location.name
            if file_kind(name, data) == "answers":
                grade = grader.sheet(name, data, item.student, shared=students[item.location] > 1)
                identified(item, grade.student)
                yield Outcome(index, grade)
                continue
            task = grader.task(index, item.location, Submission(name, item.student, data), options)
            identified(item, task.submission.student)
        except FatalUserError:
            raise
        except UserError as error:
            yield Outcome(index, why=str(error))
            continue
        except Exception:
            yield Outcome(index, fault=traceback.format_exc())
            continue
        if again or not (item.location.relative or item.location.members):
            yield task
            continue
        number, digest = current_grades().get((task.submission.name, task.submission.student), NO_GRADE)
        yield Outcome(index, unchanged=number) if digest == task.digest else task


def store_grades(
    outcomes: Iterable[Outcome],
    store: Callable[[], GradeStore],
    current_grades: Callable[[], CurrentGrades],
    now: Callable[[], datetime],
) -> Iterator[Outcome]:
    """The same outcomes; each grade is stored before the next outcome is requested. A regrade replaces the current grade.

    `store` is called when there is a grade to store: importing SQLAlchemy takes longer than grading a file.
    """
    for outcome in outcomes:
        if (grade := outcome.grade) is not None:
            code = grade.is_code
            number, digest = current_grades().get((grade.source, grade.student), NO_GRADE) if code else NO_GRADE
            reason = "graded again" if digest == grade.digest else "the file or the question changed"
            store().append(grade, now(), replace_current=code, why="" if number is None else reason)
        yield outcome
