"""The store: what goes in stays in; a correction is a new row that names the old one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from types import TracebackType

from sqlalchemy import ColumnElement, Connection, Engine, insert, select

from quizgen.model import Grade, Quiz, UserError
from quizgen.store import rows
from quizgen.store.faults import ELSEWHERE, place_of, told
from quizgen.store.opening import engine_for, make_current, url_of, writing
from quizgen.store.rows import Record
from quizgen.store.schema import grades, mark_misconceptions, marks, questions, quizzes, secrets, sources
from quizgen.wording import did_you_mean


class Store:
    """Quizzes, the exercise files they came from, and grades. What a method was given is committed when it returns.

    Every method raises UserError, one sentence with a next step, when the database is locked, damaged, full, read-only.
    """

    def __init__(self, engine: Engine, backup: Path | None = None) -> None:
        self._reading = engine
        self._writing = writing(engine)
        self.backup = backup  # the copy of an older database that opening it has just upgraded

    @classmethod
    def open(cls, where: str | os.PathLike[str]) -> Store:
        """The store at a path or database URL, made if there is none, upgraded (after a copy beside it) if it is older.

        UserError: not a database, another program's, a newer quizgen's, locked, or a place that cannot be written.
        """
        engine = engine_for(url_of(where))
        try:
            return cls(engine, make_current(engine))
        except BaseException:
            engine.dispose()
            raise

    def close(self) -> None:
        """Lets go of the database."""
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

    def append(self, grade: Grade, now: datetime, *, replaces: int | None = None, by: str = "", why: str = "") -> int:
        """Appends one grade and returns its number; a regrade or an override names the grade it replaces, who and why.

        UserError when there is no grade `replaces`, or when it was replaced before.
        """
        return self.append_all([grade], now, replaces=[replaces], by=by, why=why)[0]

    def append_all(
        self, batch: Sequence[Grade], now: datetime, *, replaces: Sequence[int | None] = (), by: str = "", why: str = ""
    ) -> list[int]:
        """Appends all of the batch or, on an error, none; returns their numbers. `replaces` has one entry a grade."""
        old = replaces or [None] * len(batch)
        numbers: list[int] = []
        with self._transaction(self._writing) as connection:
            for grade, replaced in zip(batch, old, strict=True):
                if replaced is not None:
                    self._check_standing(connection, replaced)
                row = rows.grade_row(grade, now, replaced, by, why)
                numbers += connection.execute(insert(grades), row).inserted_primary_key or ()
            numbered = list(zip(numbers, batch, strict=True))
            if details := [row for number, grade in numbered for row in rows.mark_rows(number, grade)]:
                connection.execute(insert(marks), details)
            if names := [row for number, grade in numbered for row in rows.misconception_rows(number, grade)]:
                connection.execute(insert(mark_misconceptions), names)
        return numbers

    def grades(self, student: str | None = None, quiz: str | None = None, *, latest: bool = False) -> list[Record]:
        """The grades of a student, a quiz, both or all, newest last; `latest` leaves out those replaced by another."""
        newer = grades.alias()
        wanted: list[ColumnElement[bool]] = []
        if student is not None:
            wanted.append(grades.c.student == student)
        if quiz is not None:
            wanted.append(grades.c.quiz == quiz)
        if latest:
            wanted.append(~select(newer.c.id).where(newer.c.replaces == grades.c.id).exists())
        chosen = select(grades.c.id).where(*wanted)
        with self._transaction(self._reading) as connection:
            heads, details, names = (
                connection.execute(table_rows).mappings().all()
                for table_rows in (
                    select(grades).where(*wanted).order_by(grades.c.id),
                    select(marks).where(marks.c.grade.in_(chosen)).order_by(marks.c.grade, marks.c.place),
                    select(mark_misconceptions)
                    .where(mark_misconceptions.c.grade.in_(chosen))
                    .order_by(*mark_misconceptions.primary_key.columns),
                )
            )
        return rows.records_of(heads, details, names)

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
