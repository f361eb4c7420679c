"""The tables among the files that `quizgen grade` was given, of answers or of responses: each row becomes a sheet to grade."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizgen.classroom.collect import FileProblem, Location, SearchResult
from quizgen.classroom.grading_run import Item
from quizgen.cli.grade_responses import is_report, problem_of, responses_in
from quizgen.errors import UserError
from quizgen.model import Quiz, Student

if TYPE_CHECKING:
    from datetime import datetime

    from quizgen.classroom.collect.roster_search import Person
    from quizgen.classroom.exam.answer_rows import TableAnswers
    from quizgen.store import Store

CODE_OR_SHEET = (".py", ".ipynb", ".toml")
NOT_ON_ROSTER = "matches no student on the roster"
NO_POINTS = "To count nothing for one of them:  quizgen override ID all 0 --because WORDS."
MOST_NAMED = 5  # students
HEAD = 1 << 16  # bytes in which the first line of a table ends


@dataclass(frozen=True)
class TableRow:
    """A row of a table: whose it is, the answers sheet that it stands for, and when it was handed in, where the table says so."""

    location: Location
    student: Student
    sheet: str
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class Tables:
    """The rows to grade, their sheets, and the names of their students by id; and the files found that are no tables."""

    items: tuple[Item, ...]
    sheets: Mapping[Location, str]
    names: Mapping[str, str]
    others: SearchResult


def read_tables(
    found: SearchResult,
    store: Callable[[], Store],
    assignment: str | None,
    people: Sequence[Person] | None,
    quiz: str = "",
) -> Tables:
    """The tables among the files that were named; one that cannot be read is told, and the others are graded.

    UserError: no file can be graded.

    `assignment` is the exam of rows without a code, if it is an exam; `people`: those on the roster, if there is one; `quiz`:
    that of responses without the texts of their questions.
    """
    tables = [location for location in found.locations if is_table(location)]
    if quiz and not tables:
        raise UserError("--quiz is for a table of responses, and none is among these files. Leave it out.")
    if not tables:
        return Tables((), {}, {}, found)
    roster = None if people is None else {one.id for one in people}
    rows: list[TableRow] = []
    problems: list[FileProblem] = []
    unreadable: list[FileProblem] = []
    with store() as opened:
        printed = opened.quiz(quiz, printed=True) if quiz else None
        for table in tables:
            try:
                more, said = rows_in(table, opened, assignment or "", people or (), printed)
            except UserError as error:
                unreadable.append(FileProblem(table.name, str(error)))
                continue
            rows += more
            problems += said
    others = tuple(location for location in found.locations if location not in tables)
    if len(unreadable) == len(found.locations):
        raise UserError(" ".join(f"{one.name} {one.why}" for one in unreadable))
    items = tuple(
        Item(
            one.location,
            one.student.id,
            NOT_ON_ROSTER if roster is not None and one.student.id not in roster else "",
            submitted_at=one.submitted_at,
        )
        for one in rows
    )
    sheets = {one.location: one.sheet for one in rows}
    names = {one.student.id: one.student.name for one in rows}
    return Tables(
        items, sheets, names, replace(found, locations=others, problems=(*found.problems, *unreadable, *problems))
    )


def is_table(location: Location) -> bool:
    """Whether a file that was named is a table of answers, by its content, or any other table."""
    suffix = location.path.suffix.lower()
    if location.relative or location.members or suffix in CODE_OR_SHEET or not location.path.is_file():
        return False  # a pipe could be read only once
    from quizgen.classroom.collect.table import OTHER_PROGRAMS, SUFFIXES, first_row, is_workbook

    if suffix in (*SUFFIXES, *OTHER_PROGRAMS):
        return True
    from quizgen.classroom.exam.answer_columns import is_answer_head

    try:
        with location.path.open("rb") as file:
            start = file.read(HEAD)
    except OSError:  # whoever reads it next says why
        return False
    return is_workbook(start) or is_answer_head(first_row(start))


def rows_in(
    table: Location, store: Store, exam: str, people: Sequence[Person], quiz: Quiz | None
) -> tuple[list[TableRow], list[FileProblem]]:
    """The rows of a table, and what to say of it. UserError, a sentence without the table's name: none can be graded."""
    from quizgen.classroom.collect.files import snapshot
    from quizgen.classroom.collect.table import MAX_BYTES, read_table
    from quizgen.classroom.exam.answer_rows import read_answer_rows

    read = read_table(table.name, snapshot(table.path, most=MAX_BYTES).data)
    if quiz is not None or is_report(read):
        responses = responses_in(read, store, exam, people, quiz)
        rows = [
            TableRow(row_of(table, one.student, one.row), Student(one.student, one.name), one.text, one.submitted_at)
            for one in responses.sheets
        ]
        return rows, [problem_of(table, one) for one in responses.remarks]
    answers = read_answer_rows(read, store, exam)
    rows = [TableRow(row_of(table, one.student.id, one.row), one.student, one.text) for one in answers.sheets]
    return rows, problems_of(table, answers, kept_without(table, answers, store))


def kept_without(table: Location, answers: TableAnswers, store: Store) -> list[str]:
    """The students who have a grade from a row of this table in which there is no answer any more."""
    current = store.current_grades("answers")
    rows = {one.student.id: (one.exam, row_of(table, one.student.id).name) for one in answers.unanswered}
    return [student for student, (exam, row) in rows.items() if (exam, row, student) in current]


def row_of(table: Location, student: str, number: int = 0) -> Location:
    """The row of a student in a table."""
    return Location(table.path, members=(student,), row=number)


def problems_of(table: Location, answers: TableAnswers, kept: Sequence[str]) -> list[FileProblem]:
    """What to say of single rows, in their order, and of those without answers; `kept`: who has a grade without them."""
    said = [FileProblem(f"{table.name}, row {row}", why) for row, why in answers.problems.items()]
    said += [FileProblem(f"{table.name}, row {row}", why, graded=True) for row, why in answers.remarks.items()]
    if answers.empty:
        rows = (
            "1 row has no answer, and was" if answers.empty == 1 else f"{answers.empty} rows have no answer, and were"
        )
        still = ", ".join(kept[:MOST_NAMED]) + (f" and {len(kept) - MOST_NAMED} more" if kept[MOST_NAMED:] else "")
        again = f" Answers were graded there before, and these grades stay: {still}. {NO_POINTS}" if kept else ""
        said.append(FileProblem(table.name, f"{rows} left out.{again}", graded=True))
    return said
