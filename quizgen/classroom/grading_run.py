"""The two ends of a grading run: files become tasks unless they are unchanged, and every grade is stored as it comes."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from quizgen.classroom.collect import Location, Reader, Submission, file_kind
from quizgen.classroom.tasks import GradingOptions, Outcome, Task
from quizgen.errors import FatalUserError, UserError
from quizgen.model import CODE, Grade

if TYPE_CHECKING:
    from quizgen.classroom.notebook_sheet import NotebookSheet

CurrentGrades = Mapping[tuple[str, str, str], tuple[int, str]]  # (assignment, source, student) -> number and digest
FindCurrent = Callable[[str], CurrentGrades]  # of a kind of grade
NO_GRADE: tuple[int | None, str] = (None, "")


class SheetGrader(Protocol):
    """Grades answer sheets, and turns submissions of code into tasks."""

    def sheet(self, submission: Submission, assignment: str, *, shared: bool) -> Grade: ...
    def notebook(self, found: NotebookSheet, submission: Submission, assignment: str, *, shared: bool) -> Grade: ...
    def asks_code(self, found: NotebookSheet, assignment: str, options: GradingOptions) -> bool: ...
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
    current_grades: FindCurrent,
    *,
    again: bool,
    identified: Callable[[Item, str, str], None] = lambda item, student, assignment: None,
) -> Iterator[Task | Outcome]:
    """The task for each item, read one at a time; for answer sheets and unchanged files, the outcome.

    A notebook with answers and with code is both: its task has the index of the item plus the number of items.
    `identified` is called with each item, its student and its assignment, as soon as the file, which may name both, was read.
    A file in a folder is unchanged if it was graded as it is now; not with `again`, and not a file that was named itself. Of an
    assignment this holds for sheets, too: only regrading, which shows what it changes, judges the same answers again.
    Raises FatalUserError if nothing can be graded at all.
    """

    def always(item: Item) -> bool:
        return again or not (item.location.relative or item.location.members)

    def unchanged(kind: str, work: tuple[str, str, str], digest: str) -> int | None:
        number, known = current_grades(kind).get(work, NO_GRADE)
        return number if known and known == digest else None

    def answers(index: int, item: Item, submission: Submission, found: NotebookSheet | None) -> Outcome:
        shared = students[item.location] > 1
        if found is not None:
            submission = replace(submission, data=found.data)
            grade = grader.notebook(found, submission, item.assignment, shared=shared)
        else:
            grade = grader.sheet(submission, item.assignment, shared=shared)
        identified(item, grade.student, grade.assignment)
        work = (grade.assignment, grade.source, grade.student)
        number = None if always(item) else unchanged("answers", work, grade.digest)
        return Outcome(index, grade, submission.data) if number is None else Outcome(index, unchanged=number)

    def code(index: int, item: Item, submission: Submission) -> Task | Outcome:
        task = grader.task(index, item.location, submission, options, item.assignment)
        identified(item, task.submission.student, task.assignment)
        work = (task.assignment, task.submission.name, task.submission.student)
        number = None if always(item) else unchanged(CODE, work, task.digest)
        return task if number is None else Outcome(index, unchanged=number)

    def works(index: int, item: Item) -> Iterator[Callable[[], Task | Outcome]]:
        data = reader.read(item.location)
        when = item.submitted_at or reader.submitted_at(item.location)
        submission = Submission(item.location.name, item.student, data, when, item.settled)
        if (found := answer_cells(data)) is not None:
            yield partial(answers, index, item, submission, found)
            if grader.asks_code(found, item.assignment, options):
                yield partial(code, index + len(items), item, submission)
        elif file_kind(submission.name, data) == "answers":
            yield partial(answers, index, item, submission, None)
        else:
            yield partial(code, index, item, submission)

    students = Counter(item.location for item in items)
    for index, item in enumerate(items):
        coming = works(index, item)
        while (found := attempted(index, coming)) is not None:
            yield found


def answer_cells(data: bytes) -> NotebookSheet | None:
    """The answers of a notebook with answer cells; None for any other file."""
    if b"answer" not in data:
        return None
    from quizgen.classroom.notebook_sheet import notebook_sheet  # with the readers, which code does not need

    return notebook_sheet(data)


def attempted(index: int, coming: Iterator[Callable[[], Task | Outcome]]) -> Task | Outcome | None:
    """The next work of a file, or the outcome that says why there is none; None after the last. FatalUserError."""
    try:
        make = next(coming, None)
        return make() if make is not None else None
    except FatalUserError:
        raise
    except UserError as error:
        return Outcome(index, why=str(error))
    except Exception:
        return Outcome(index, fault=traceback.format_exc())


def store_grades(
    outcomes: Iterable[Outcome],
    append: Callable[[], Append],
    current_grades: FindCurrent,
    now: Callable[[], datetime],
) -> Iterator[Outcome]:
    """The same outcomes; each grade is stored before the next outcome is requested. It replaces the current grade of its file.

    `append` is called when there is a grade to store: importing SQLAlchemy takes longer than grading a file.
    """
    for outcome in outcomes:
        if (grade := outcome.grade) is not None:
            why = ""
            if grade.is_code:
                number, digest = current_grades(CODE).get((grade.assignment, grade.source, grade.student), NO_GRADE)
                reason = "graded again" if digest == grade.digest else "the file or the question changed"
                why = "" if number is None else reason
            counted, number = append()(grade, now(), replace_current=True, why=why, content=outcome.content)
            outcome = replace(outcome, grade=counted, number=number)
        yield outcome
