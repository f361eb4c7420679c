"""The store: what goes in stays in; a correction is a new row that names the old one."""

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
from quizgen.store import handing, opening, reading, rows
from quizgen.store.faults import ELSEWHERE, place_of, told
from quizgen.store.handing import Waiting, Work
from quizgen.store.inserting import Insertion
from quizgen.store.rows import Record, Summary
from quizgen.store.schema import grades, mark_misconceptions, marks, questions, quizzes, secrets, sources

FEW = 250  # grades in memory at a time where they are gone through
NEXT = "SELECT coalesce(max(id), 0) + 1 FROM grades"  # no two writers at once, and nothing is ever deleted


class Store:
    """Quizzes, the exercise files they came from, and grades. What a method was given is committed when it returns.

    Every method raises UserError, one sentence with a next step, when the database is locked, damaged, full, read-only.
    """

    def __init__(self, engine: Engine, backup: Path | None = None) -> None:
        self._reading = opening.reading(engine)
        self._writing = opening.writing(engine)
        self._line: Connection | None = (
            None  # kept open from one append to the next, for most of a commit is its overhead
        )
        self._insert = {table: Insertion(table, engine.dialect) for table in (grades, marks, mark_misconceptions)}
        self._stands = reading.Standing(engine.dialect)
        self.backup = backup  # the copy of an older database that opening it has just upgraded

    @classmethod
    def open(cls, where: str | os.PathLike[str]) -> Store:
        """The store at a path or database URL, made if there is none, upgraded (after a copy beside it) if it is older.

        UserError: not a database, another program's, a newer quizgen's, locked, or a place that cannot be written.
        """
        engine = opening.engine_for(opening.url_of(where))
        try:
            return cls(engine, opening.make_current(engine))
        except BaseException:
            engine.dispose()
            raise

    @property
    def url(self) -> URL:
        """The address of the database."""
        return self._reading.url

    def close(self) -> None:
        """Lets go of the database."""
        self._hang_up()
        self._reading.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with told(engine.url), engine.begin() as connection:
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[Connection]:
        """A transaction that writes, on the line kept open."""
        with told(self._writing.url):
            try:
                if self._line is None:
                    self._line = self._writing.connect()
                with self._line.begin():
                    yield self._line
            except DBAPIError:
                self._hang_up()  # the database may be gone and back: the next one calls it anew
                raise

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    # ---------------------------------------------------------------- quizzes

    def keep_quiz(self, quiz: Quiz, sources: Mapping[str, str], now: datetime) -> Quiz:
        """Keeps a quiz and the text of its exercise files (digest -> text), each once; returns it as kept.

        When its id already names another quiz it is kept under a new one, the id and some hex digits of its content.
        """
        digest = rows.digest_of(quiz)
        with self._transaction(self._writing) as connection:
            for name in (quiz.id, *(f"{quiz.id}-{digest[:length]}" for length in range(4, 65, 4))):
                kept = replace(quiz, id=name)
                taken = connection.scalar(select(quizzes.c.digest).where(quizzes.c.id == name))
                if taken in (None, digest):
                    break
            if taken is None:
                connection.execute(insert(quizzes), rows.quiz_row(kept, digest, now))
                if kept.variants:
                    connection.execute(insert(questions), rows.question_rows(kept))
            _keep_sources(connection, sources)
        return kept

    def quiz(self, id: str) -> Quiz:
        """The quiz of that id. UserError when there is none, with the closest id there is."""
        with self._transaction(self._reading) as connection:
            head = connection.execute(select(quizzes).where(quizzes.c.id == id)).mappings().one_or_none()
            if head is None:
                hint = did_you_mean(id, connection.scalars(select(quizzes.c.id)))
                raise UserError(f"No quiz {id!r} in {self._place}.{hint or f' If it was made elsewhere, {ELSEWHERE}.'}")
            in_order = select(questions.c.variant).where(questions.c.quiz == id).order_by(questions.c.place)
            return rows.quiz_of(head, connection.scalars(in_order))

    def source(self, digest: str) -> str:
        """The text of the exercise file with that digest. UserError when it was never kept."""
        with self._transaction(self._reading) as connection:
            text: str | None = connection.scalar(select(sources.c.text).where(sources.c.digest == digest))
        if text is None:
            raise UserError(f"The exercise file {digest!r} is not in {self._place}. If it is elsewhere, {ELSEWHERE}.")
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
        anew: bool = False,
        handed: int | None = None,
    ) -> int | None:
        """Appends one grade and returns its number; a regrade or an override names the grade it replaces, who and why.

        A grade `anew` or of a submission `handed` in replaces the one that stands for the same file and student, if
        there is one; None, and nothing appended, when that submission was answered before.
        UserError when there is no grade `replaces`, or when it was replaced before.
        """
        with self._turn() as connection:
            if handed is not None and handing.answered(connection, handed):
                return None
            if anew or handed is not None:
                replaces = self._stands(connection, grade.kind, grade.source, grade.student)
            return self._append(connection, grade, now, replaces, by, why, handed)

    def append_all(
        self, batch: Sequence[Grade], now: datetime, *, replaces: Sequence[int | None] = (), by: str = "", why: str = ""
    ) -> list[int]:
        """Appends all of the batch or, on an error, none; returns their numbers. `replaces` has one entry a grade."""
        old = replaces or [None] * len(batch)
        with self._turn() as connection:
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
        handed: int | None,
    ) -> int:
        if replaces is not None:
            self._check_standing(connection, replaces)
        number: int = connection.exec_driver_sql(NEXT).scalar_one()
        head = rows.grade_row(number, grade, now, replaces, by, why, handed)
        kept = rows.keepable_marks(grade.marks)
        self._insert[grades](connection, [self._insert[grades].formed(head)])
        self._insert[marks](connection, rows.mark_rows(number, kept))
        self._insert[mark_misconceptions](connection, rows.misconception_rows(number, kept))
        return number

    def grades(self, student: str | None = None, quiz: str | None = None, *, latest: bool = False) -> list[Record]:
        """The grades of a student, a quiz, both or all, newest last; `latest` leaves out those replaced by another."""
        wanted = [*reading.wanted(student, quiz), *([reading.stands()] if latest else [])]
        with self._transaction(self._reading) as connection:
            return reading.records(connection, wanted)

    def numbered(self, numbers: Iterable[int]) -> Iterator[Record]:
        """The grades with these numbers, in order; a few hundred are in memory at a time."""
        coming = iter(sorted(numbers))
        while some := list(islice(coming, FEW)):
            with self._transaction(self._reading) as connection:
                found = reading.records(connection, [grades.c.id.in_(some)])
            yield from found

    def summaries(self, student: str | None = None, quiz: str | None = None) -> list[Summary]:
        """The same grades without their marks, for a list of many."""
        with self._transaction(self._reading) as connection:
            return reading.summaries(connection, reading.wanted(student, quiz))

    def standing(self, kind: str = "code") -> dict[tuple[str, str], tuple[int, str]]:
        """(source, student) -> number and digest of the newest grade that stands for it, to know what has changed."""
        with self._transaction(self._reading) as connection:
            return reading.standing(connection, kind)

    # ---------------------------------------------------------------- submissions handed in

    def hand_in(
        self,
        work: Sequence[Work],
        settings: Mapping[str, Any],
        now: datetime,
        then: Callable[[Any, int], None] | None = None,
    ) -> int:
        """Keeps a batch of submissions and how to grade them; returns its number.

        `then` is called with the driver's own connection and the number, within the same transaction.
        """
        with self._turn() as connection:
            batch = handing.hand_in(connection, work, settings, now)
            if then:
                then(connection.connection.driver_connection, batch)
        return batch

    def waiting(self, batch: int) -> list[Waiting]:
        """The submissions of a batch that have no answer yet, in order."""
        with self._transaction(self._reading) as connection:
            return handing.waiting(connection, batch)

    def refuse(self, handed: int, why: str, now: datetime) -> None:
        """Answers a submission handed in that cannot be graded with the reason, unless it was answered before."""
        with self._turn() as connection:
            if not handing.answered(connection, handed):
                handing.refuse(connection, handed, why, now)

    def refused(self) -> list[tuple[str, str, str]]:
        """Name, student and reason of what was handed in and could not be graded, newest last."""
        with self._transaction(self._reading) as connection:
            return handing.refused(connection)

    def unanswered(self) -> dict[int, int]:
        """How many submissions of each batch still wait for their answer."""
        with self._transaction(self._reading) as connection:
            return handing.unanswered_in(connection)

    # ---------------------------------------------------------------- the course's secret

    def secret(self) -> bytes:
        """32 random bytes, made once a store: an exam's seeds are derived from them, so that they cannot be guessed."""
        kept = select(secrets.c.value).where(secrets.c.name == "exam")
        with self._transaction(self._writing) as connection:
            found: bytes | None = connection.scalar(kept)
            if found is None:
                found = token_bytes(32)
                connection.execute(insert(secrets), {"name": "exam", "value": found})
        return found

    # ---------------------------------------------------------------- within

    @property
    def _place(self) -> str:
        return place_of(self._reading.url)

    def _check_standing(self, connection: Connection, number: int) -> None:
        if connection.scalar(select(grades.c.id).where(grades.c.id == number)) is None:
            raise UserError(f"There is no grade {number} in {self._place} to replace. `quizgen results` lists them.")
        newer = connection.scalar(select(grades.c.id).where(grades.c.replaces == number))
        if newer is not None:
            raise UserError(f"Grade {number} was already replaced by grade {newer}. Replace that one instead.")


def _keep_sources(connection: Connection, texts: Mapping[str, str]) -> None:
    known = set(connection.scalars(select(sources.c.digest).where(sources.c.digest.in_(texts))))
    if new := [{"digest": digest, "text": text} for digest, text in texts.items() if digest not in known]:
        connection.execute(insert(sources), new)
