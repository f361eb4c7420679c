"""The rows of a table of answers to an exam on paper: each becomes the sheet that its student would have handed in.

What is wrong with the header stops everything; what is wrong with a row stops that row alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from quizgen.classroom.collect.table import Table, TableRow
from quizgen.classroom.exam.answer_columns import Columns, columns_of, read_columns
from quizgen.classroom.exam.paper_of_row import PaperFinder, PaperStore, RowError
from quizgen.errors import UserError
from quizgen.model import PaperHead, Student
from quizgen.reading.sheet import typed_sheet
from quizgen.reading.text import plain


@dataclass(frozen=True)
class AnswerRow:
    """The answers of one row, as the text of an answers.toml."""

    row: int
    student: Student
    text: str


@dataclass(frozen=True)
class TableAnswers:
    """What a table holds: the sheets, by row why it is none, by row a remark, and how many rows have no answer.

    `unanswered`: the papers of those rows, but for students who have another row with answers.
    """

    sheets: tuple[AnswerRow, ...]
    problems: Mapping[int, str]
    remarks: Mapping[int, str]
    empty: int
    unanswered: tuple[PaperHead, ...] = ()


@dataclass(frozen=True)
class Found:
    """A row, its paper, and the columns that this paper has."""

    row: TableRow
    head: PaperHead
    asked: tuple[str, ...]


def read_answer_rows(table: Table, store: PaperStore, exam: str = "") -> TableAnswers:
    """The answers in a table; `exam`: of the rows without a code. UserError, a sentence without the table's name: its header."""
    columns = read_columns(table)
    answered = [row for row in table.rows if any(plain(columns.cell(row, at)) for at in columns.parts.values())]
    if not answered:
        raise UserError("holds no answers yet. Type them into its columns, a row for each paper, then grade it.")
    problems: dict[int, str] = {}
    found: list[Found] = []
    finder = PaperFinder(store, exam, [columns.identity(row) for row in table.rows])
    for row in answered:
        try:
            columns.check_length(row)
            head = finder.paper(*columns.identity(row))
            found.append(Found(row, head, columns_of(finder.quiz(head))))
        except RowError as error:
            problems[row.number] = str(error)
    if found:
        columns.check_known([one.asked for one in found])
    single, doubled, remarks = without_doubles(found, columns)
    sheets = []
    for one in single:
        try:
            columns.check_fit(one.row, one.asked, one.head.student.id)
            sheets.append(AnswerRow(one.row.number, one.head.student, sheet_of(one, columns)))
        except RowError as error:
            problems[one.row.number] = str(error)
    without = [row for row in table.rows if row not in answered]
    unanswered = without_answers(without, columns, finder, {one.head.student.id for one in found})
    return TableAnswers(tuple(sheets), {**problems, **doubled}, remarks, len(without), unanswered)


def without_answers(
    rows: Sequence[TableRow], columns: Columns, finder: PaperFinder, answered: Collection[str]
) -> tuple[PaperHead, ...]:
    """The papers of rows without answers, as far as these say so, but for students who have answered."""
    papers = {}
    for row in rows:
        with suppress(UserError):  # nobody is asked to correct an empty row
            head = finder.paper(*columns.identity(row))
            if head.student.id not in answered:
                papers[head.student.id] = head
    return tuple(papers.values())


def without_doubles(found: Sequence[Found], columns: Columns) -> tuple[list[Found], dict[int, str], dict[int, str]]:
    """One row for each student of an exam, why rows are left out, and what to say of rows that say the same as another.

    Of rows that say the same the first counts; of rows with different answers none does.
    """
    by_student: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in found:
        by_student[one.head.exam, one.head.student.id].append(one)
    single: list[Found] = []
    doubled: dict[int, str] = {}
    remarks: dict[int, str] = {}
    for first, *more in by_student.values():
        if all(sheet_of(one, columns) == sheet_of(first, columns) for one in more):
            single.append(first)
            remarks |= {one.row.number: f"it is the same as row {first.row.number}, and counts once." for one in more}
            continue
        numbers = [one.row.number for one in (first, *more)]
        for number in numbers:
            others = " and ".join(str(other) for other in numbers if other != number)
            doubled[number] = (
                f"{first.head.student.id} is on row {others} too, with other answers. Keep the row that counts."
            )
    return single, doubled, remarks


def sheet_of(found: Found, columns: Columns) -> str:
    """The answers of a row as the text of an answers.toml."""
    typed: dict[str, dict[str, str]] = defaultdict(dict)
    for column in found.asked:
        question, _, name = column.partition(".")
        typed[question][name] = columns.cell(found.row, columns.parts[column]) if column in columns.parts else ""
    return typed_sheet(found.head.quiz, found.head.student.id, typed)
