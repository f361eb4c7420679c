"""Grades read back: whole, in a line each, or just which of them stand."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Dialect, bindparam, func, select

from quizgen.model import Verdict
from quizgen.store import rows
from quizgen.store.rows import Record, Summary
from quizgen.store.schema import grades, mark_misconceptions, marks
from quizgen.to_json import keepable

Wanted = list[ColumnElement[bool]]


def wanted(student: str | None, quiz: str | None) -> Wanted:
    """The grades of a student, a quiz, both or all."""
    of_student = [] if student is None else [grades.c.student == student]
    return of_student if quiz is None else [*of_student, grades.c.quiz == quiz]


def stands() -> ColumnElement[bool]:
    """Not replaced by another."""
    newer = grades.alias()
    return ~select(newer.c.id).where(newer.c.replaces == grades.c.id).exists()


class Standing:
    """Which grade stands for a file of a student, at the price of the driver: asked once for every file of a class."""

    def __init__(self, dialect: Dialect) -> None:
        head = grades.c
        asked = {"kind": head.kind, "source": head.source, "student": head.student}
        wanted = [column == bindparam(name) for name, column in asked.items()]
        compiled = select(func.max(head.id)).where(*wanted, stands()).compile(dialect=dialect)
        self._sql, self._order = str(compiled), compiled.positiontup or ()

    def __call__(self, connection: Connection, kind: str, source: str, student: str) -> int | None:
        """The number of that grade."""
        said = {"kind": kind, "source": keepable(source), "student": keepable(student)}
        number: int | None = connection.exec_driver_sql(self._sql, tuple([said[name] for name in self._order])).scalar()
        return number


def records(connection: Connection, wanted: Wanted) -> list[Record]:
    """The grades whole, newest last."""
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
    return rows.records_of(heads, details, names)


def summaries(connection: Connection, wanted: Wanted) -> list[Summary]:
    """The grades in a line each, newest last."""
    head, named = grades.c, mark_misconceptions.c
    heads = connection.execute(
        select(head.id, head.graded_at, head.source, head.quiz, head.student, head.points, head.max_points)
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
    return rows.summaries_of(heads, names, {number: points for number, points in waiting})


def standing(connection: Connection, kind: str) -> dict[tuple[str, str], tuple[int, str]]:
    """(source, student) -> number and digest of the newest grade that stands for it."""
    head = grades.c
    found = connection.execute(
        select(head.source, head.student, head.id, head.digest).where(head.kind == kind, stands()).order_by(head.id)
    )
    return {(source, student): (number, digest) for source, student, number, digest in found}
