"""Queries for grades: with their marks, as summaries, or only the current one of each file."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Dialect, Text, and_, bindparam, func, literal_column, or_, select

from quizgen.model import Grade, Verdict, storable
from quizgen.store import row_mapping
from quizgen.store.row_mapping import Record, Summary
from quizgen.store.schema import grades, mark_misconceptions, marks

Wanted = list[ColumnElement[bool]]


def wanted(student: str | None, quiz: str | None, assignment: str | None) -> Wanted:
    """The conditions for the grades of a student, a quiz, an assignment, of several of these or of all."""
    head = grades.c
    columns = ((head.student, student), (head.quiz, quiz), (head.assignment, assignment))
    return [column == value for column, value in columns if value is not None]


def is_current() -> ColumnElement[bool]:
    """The condition that a grade was not replaced by another."""
    newer = grades.alias()
    return ~select(newer.c.id).where(newer.c.replaces == grades.c.id).exists()


class CurrentGrade:
    """Finds the current grade of a student's file for an assignment. Compiled once, since it runs for every file of a class.

    Answers to another quiz in a file of the same name are other work. So is code, unless one of the two is of no quiz.
    """

    def __init__(self, dialect: Dialect) -> None:
        head = grades.c
        keys = {"kind": head.kind, "source": head.source, "student": head.student, "assignment": head.assignment}
        wanted = [column == bindparam(name) for name, column in keys.items()]
        code, none = (literal_column(text, Text) for text in ("'code'", "''"))
        quiz = bindparam("quiz", type_=Text)
        wanted.append(or_(head.quiz == quiz, and_(head.kind == code, or_(head.quiz == none, quiz == none))))
        compiled = select(func.max(head.id)).where(*wanted, is_current()).compile(dialect=dialect)
        self._sql, self._order = str(compiled), compiled.positiontup or ()

    def __call__(self, connection: Connection, grade: Grade) -> int | None:
        """The number of the grade that this one would replace; None if there is none.

        A file of which nobody was known to be the student is now this student's.
        """
        number = self._of(connection, grade, grade.student)
        return self._of(connection, grade, "") if number is None and grade.student else number

    def _of(self, connection: Connection, grade: Grade, student: str) -> int | None:
        names = {name: storable(getattr(grade, name)) for name in ("source", "assignment", "quiz")}
        values = {"kind": grade.kind, "student": storable(student), **names}
        number: int | None = connection.exec_driver_sql(
            self._sql, tuple([values[name] for name in self._order])
        ).scalar()
        return number


def records(connection: Connection, wanted: Wanted) -> list[Record]:
    """The grades with their marks, newest last."""
    mark, named, chosen = marks.c, mark_misconceptions.c, select(grades.c.id).where(*wanted)
    heads = connection.execute(select(grades).where(*wanted).order_by(grades.c.id)).mappings().all()
    details = connection.execute(
        select(mark.grade, mark.place, mark.ask, mark.verdict, mark.points, mark.max_points, mark.feedback, mark.typed)
        .where(mark.grade.in_(chosen))
        .order_by(mark.grade, mark.place)
    )
    names = connection.execute(
        select(named.grade, named.mark, named.misconception)
        .where(named.grade.in_(chosen))
        .order_by(named.grade, named.mark, named.place)
    )
    return row_mapping.records_of(heads, details, names)


def summaries(connection: Connection, wanted: Wanted) -> list[Summary]:
    """The grades without their marks, newest last; of an assignment those that were not replaced."""
    head, named = grades.c, mark_misconceptions.c
    wanted = [*wanted, or_(head.assignment == "", is_current())]
    heads = connection.execute(
        select(
            head.id,
            head.graded_at,
            head.source,
            head.quiz,
            head.student,
            head.points,
            head.max_points,
            head.assignment,
        )
        .where(*wanted)
        .order_by(head.id)
    )
    names = connection.execute(
        select(named.grade, named.misconception)
        .where(named.grade.in_(select(grades.c.id).where(*wanted)))
        .order_by(named.grade, named.mark, named.place)
    )
    mark = marks.c
    waiting = connection.execute(
        select(mark.grade, func.sum(mark.max_points))
        .where(mark.verdict == Verdict.NEEDS_A_PERSON.value)
        .where(mark.grade.in_(select(grades.c.id).where(*wanted, head.kind == "answers")))
        .group_by(mark.grade)
    )
    return row_mapping.summaries_of(heads, names, {number: points for number, points in waiting})


def current_grades(connection: Connection, kind: str) -> dict[tuple[str, str, str], tuple[int, str]]:
    """(assignment, source, student) -> number and digest of its current grade."""
    head = grades.c
    found = connection.execute(
        select(head.assignment, head.source, head.student, head.id, head.digest)
        .where(head.kind == kind, is_current())
        .order_by(head.id)
    )
    return {(assignment, source, student): (number, digest) for assignment, source, student, number, digest in found}
