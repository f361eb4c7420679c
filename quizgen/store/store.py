"""The store: quizzes, their exercise files and grades. Rows are only added; a correction is a new row that names the old one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from secrets import token_bytes
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, insert, select
from sqlalchemy.exc import DBAPIError

from quizgen.errors import UserError, did_you_mean
from quizgen.model import Grade, Quiz
from quizgen.store import database, queries, row_mapping, submissions
from quizgen.store.bulk_insert import BulkInsert
from quizgen.store.database_errors import USE_OTHER_DB, display_name, translated_errors
from quizgen.store.row_mapping import Record, Summary
from quizgen.store.schema import grades, mark_misconceptions, marks, questions, quizzes, secrets, sources
from quizgen.store.submissions import NewSubmission, PendingSubmission

CHUNK = 250  # grades read at a time
NEXT_GRADE_ID = (
    "SELECT coalesce(max(id), 0) + 1 FROM grades"  # safe: only one writer at a time, and no row is ever deleted
)


class Store:
    """Quizzes, the exercise files they came from, and grades. What a method was given is committed when it returns.

    Every method raises UserError, one sentence with a next step, if the database is locked, damaged, full or read-only.
    """

    def __init__(self, engine: Engine, backup: Path | None = None) -> None:
        self._read_engine = database.read_engine(engine)
        self._write_engine = database.write_engine(engine)
        self._connection: Connection | None = None  # reused by every write: opening one costs more than a commit
        self._insert = {table: BulkInsert(table, engine.dialect) for table in (grades, marks, mark_misconceptions)}
        self._current_grade = queries.CurrentGrade(engine.dialect)
        self.backup = backup  # the copy made of an older database before it was upgraded

    @classmethod
    def open(cls, where: str | os.PathLike[str]) -> Store:
        """The store at a path or database URL: created if there is none, upgraded (after a backup beside it) if it is older.

        UserError: not a database, another program's database, made by a newer quizgen, locked, or not writable.
        """
        engine = database.create_engine_for(database.parse_url(where))
        try:
            return cls(engine, database.upgrade(engine))
        except BaseException:
            engine.dispose()
            raise

    @property
    def url(self) -> URL:
        """The address of the database."""
        return self._read_engine.url

    def close(self) -> None:
        """Closes all connections."""
        self._disconnect()
        self._read_engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with translated_errors(engine.url), engine.begin() as connection:
            yield connection

    @contextmanager
    def _write_transaction(self) -> Iterator[Connection]:
        """A transaction that writes, on the connection that stays open between writes."""
        with translated_errors(self._write_engine.url):
            try:
                if self._connection is None:
                    self._connection = self._write_engine.connect()
                with self._connection.begin():
                    yield self._connection
            except DBAPIError:
                self._disconnect()  # the server may have restarted: the next write connects again
                raise

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # ---------------------------------------------------------------- quizzes

    def keep_quiz(self, quiz: Quiz, sources: Mapping[str, str], now: datetime) -> Quiz:
        """Stores a quiz and the text of its exercise files (digest -> text), each once; returns the quiz as stored.

        If its id already names another quiz, it is stored under a new id: the old one and some hex digits of its content.
        """
        digest = row_mapping.digest_of(quiz)
        with self._transaction(self._write_engine) as connection:
            for name in (quiz.id, *(f"{quiz.id}-{digest[:length]}" for length in range(4, 65, 4))):
                kept = replace(quiz, id=name)
                taken = connection.scalar(select(quizzes.c.digest).where(quizzes.c.id == name))
                if taken in (None, digest):
                    break
            if taken is None:
                connection.execute(insert(quizzes), row_mapping.quiz_row(kept, digest, now))
                if kept.variants:
                    connection.execute(insert(questions), row_mapping.question_rows(kept))
            _keep_sources(connection, sources)
        return kept

    def quiz(self, id: str) -> Quiz:
        """The quiz with that id. UserError if there is none; the message suggests the closest id."""
        with self._transaction(self._read_engine) as connection:
            head = connection.execute(select(quizzes).where(quizzes.c.id == id)).mappings().one_or_none()
            if head is None:
                hint = did_you_mean(id, connection.scalars(select(quizzes.c.id)))
                raise UserError(
                    f"No quiz {id!r} in {self._name}.{hint or f' If it was made elsewhere, {USE_OTHER_DB}.'}"
                )
            in_order = select(questions.c.variant).where(questions.c.quiz == id).order_by(questions.c.place)
            return row_mapping.quiz_of(head, connection.scalars(in_order))

    def source(self, digest: str) -> str:
        """The text of the exercise file with that digest. UserError if it was never stored."""
        with self._transaction(self._read_engine) as connection:
            text: str | None = connection.scalar(select(sources.c.text).where(sources.c.digest == digest))
        if text is None:
            raise UserError(f"The exercise file {digest!r} is not in {self._name}. If it is elsewhere, {USE_OTHER_DB}.")
        return text

    # ---------------------------------------------------------------- grades

    def append(
        self,
        grade: Grade,
        now: datetime,
        *,
        replaces: int | None = None,
        by: str = "",
        why: str = "",
        replace_current: bool = False,
        submission: int | None = None,
    ) -> int | None:
        """Appends one grade and returns its number.

        replaces, by, why: a regrade or an override names the grade it replaces, who decided, and the reason.
        replace_current: it replaces the current grade of the same file and student, if there is one.
        submission: number of a queued submission that it answers; it replaces the current grade as above. Returns None,
        and appends nothing, if that submission was answered before.
        UserError: there is no grade `replaces`, or it was replaced before.
        """
        with self._write_transaction() as connection:
            if submission is not None and submissions.answered(connection, submission):
                return None
            if replace_current or submission is not None:
                replaces = self._current_grade(connection, grade.kind, grade.source, grade.student)
            return self._append(connection, grade, now, replaces, by, why, submission)

    def append_all(
        self, batch: Sequence[Grade], now: datetime, *, replaces: Sequence[int | None] = (), by: str = "", why: str = ""
    ) -> list[int]:
        """Appends all grades or, on an error, none; returns their numbers. `replaces` has one entry per grade."""
        old = replaces or [None] * len(batch)
        with self._write_transaction() as connection:
            numbers = []
            for grade, replaced in zip(batch, old, strict=True):
                numbers.append(self._append(connection, grade, now, replaced, by, why, None))
        return numbers

    def _append(
        self,
        connection: Connection,
        grade: Grade,
        now: datetime,
        replaces: int | None,
        by: str,
        why: str,
        submission: int | None,
    ) -> int:
        if replaces is not None:
            self._check_is_current(connection, replaces)
        number: int = connection.exec_driver_sql(NEXT_GRADE_ID).scalar_one()
        head = row_mapping.grade_row(number, grade, now, replaces, by, why, submission)
        kept = row_mapping.storable_marks(grade.marks)
        self._insert[grades](connection, [self._insert[grades].converted(head)])
        self._insert[marks](connection, row_mapping.mark_rows(number, kept))
        self._insert[mark_misconceptions](connection, row_mapping.misconception_rows(number, kept))
        return number

    def grades(self, student: str | None = None, quiz: str | None = None, *, latest: bool = False) -> list[Record]:
        """The grades of a student, a quiz, both or all, newest last; `latest` leaves out those that were replaced."""
        wanted = [*queries.wanted(student, quiz), *([queries.is_current()] if latest else [])]
        with self._transaction(self._read_engine) as connection:
            return queries.records(connection, wanted)

    def grades_by_number(self, numbers: Iterable[int]) -> Iterator[Record]:
        """The grades with these numbers, in order; at most a few hundred are in memory at a time."""
        coming = iter(sorted(numbers))
        while some := list(islice(coming, CHUNK)):
            with self._transaction(self._read_engine) as connection:
                found = queries.records(connection, [grades.c.id.in_(some)])
            yield from found

    def summaries(self, student: str | None = None, quiz: str | None = None) -> list[Summary]:
        """The same grades without their marks, for a list of many."""
        with self._transaction(self._read_engine) as connection:
            return queries.summaries(connection, queries.wanted(student, quiz))

    def current_grades(self, kind: str = "code") -> dict[tuple[str, str], tuple[int, str]]:
        """(source, student) -> number and digest of its current grade, to know which files have changed."""
        with self._transaction(self._read_engine) as connection:
            return queries.current_grades(connection, kind)

    # ---------------------------------------------------------------- queued submissions

    def submit(
        self,
        work: Sequence[NewSubmission],
        settings: Mapping[str, Any],
        now: datetime,
        then: Callable[[Any, int], None] | None = None,
    ) -> int:
        """Stores a batch of submissions and how to grade them; returns its number.

        `then` is called with the driver's connection and the number, within the same transaction.
        """
        with self._write_transaction() as connection:
            batch = submissions.submit(connection, work, settings, now)
            if then:
                then(connection.connection.driver_connection, batch)
        return batch

    def pending(self, batch: int) -> list[PendingSubmission]:
        """The submissions of a batch that have no answer yet, in order."""
        with self._transaction(self._read_engine) as connection:
            return submissions.pending(connection, batch)

    def refuse(self, submission: int, why: str, now: datetime) -> None:
        """Records why a queued submission cannot be graded, unless it was answered before."""
        with self._write_transaction() as connection:
            if not submissions.answered(connection, submission):
                submissions.refuse(connection, submission, why, now)

    def refused(self) -> list[tuple[str, str, str]]:
        """Name, student and reason of the queued submissions that could not be graded, newest last."""
        with self._transaction(self._read_engine) as connection:
            return submissions.refused(connection)

    def unanswered_counts(self) -> dict[int, int]:
        """The number of submissions without an answer, by batch."""
        with self._transaction(self._read_engine) as connection:
            return submissions.unanswered_counts(connection)

    # ---------------------------------------------------------------- the course's secret

    def secret(self) -> bytes:
        """32 random bytes, created once per store. Exam seeds are derived from them, so that they cannot be guessed."""
        kept = select(secrets.c.value).where(secrets.c.name == "exam")
        with self._transaction(self._write_engine) as connection:
            found: bytes | None = connection.scalar(kept)
            if found is None:
                found = token_bytes(32)
                connection.execute(insert(secrets), {"name": "exam", "value": found})
        return found

    # ---------------------------------------------------------------- internal

    @property
    def _name(self) -> str:
        return display_name(self._read_engine.url)

    def _check_is_current(self, connection: Connection, number: int) -> None:
        if connection.scalar(select(grades.c.id).where(grades.c.id == number)) is None:
            raise UserError(f"There is no grade {number} in {self._name} to replace. `quizgen results` lists them.")
        newer = connection.scalar(select(grades.c.id).where(grades.c.replaces == number))
        if newer is not None:
            raise UserError(f"Grade {number} was already replaced by grade {newer}. Replace that one instead.")


def _keep_sources(connection: Connection, texts: Mapping[str, str]) -> None:
    known = set(connection.scalars(select(sources.c.digest).where(sources.c.digest.in_(texts))))
    if new := [{"digest": digest, "text": text} for digest, text in texts.items() if digest not in known]:
        connection.execute(insert(sources), new)
