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

from quizgen.ask import plain
from quizgen.errors import UserError, did_you_mean
from quizgen.model import Assignment, Box, Correction, Decision, Description, Grade, Paper, PaperHead, Quiz, Variant
from quizgen.store import course, course_file, database, papers, queries, row_mapping, submissions
from quizgen.store.bulk_insert import BulkInsert
from quizgen.store.course import NewGrade, QuestionPlace, RulesChanged, RulesVersion
from quizgen.store.database_errors import USE_OTHER_DB, display_name, translated_errors
from quizgen.store.row_mapping import QuizHead, Record, Summary
from quizgen.store.schema import contents, grades, mark_misconceptions, marks, questions, quizzes, secrets, sources
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

    def keep_quiz(self, quiz: Quiz, sources: Mapping[str, str], now: datetime, signer: str = "") -> Quiz:
        """Stores a quiz and the text of its exercise files (digest -> text), each once; returns the quiz as stored.

        If its id already names another quiz, it is stored under a new id: the old one and some hex digits of its content.
        `signer`: of a quiz that was made again from a token that this store did not sign, who signed it.
        """
        described = plain(quiz)
        digest = row_mapping.digest_of_json(described)
        with self._transaction(self._write_engine) as connection:
            for name in (quiz.id, *(f"{quiz.id}-{digest[:length]}" for length in range(4, 65, 4))):
                kept = replace(quiz, id=name)
                taken = connection.scalar(select(quizzes.c.digest).where(quizzes.c.id == name))
                if taken in (None, digest):
                    break
            if taken is None:
                connection.execute(insert(quizzes), row_mapping.quiz_row(kept, digest, now, signer))
                if kept.variants:
                    connection.execute(insert(questions), row_mapping.question_rows(kept, described["variants"]))
            _keep_sources(connection, sources)
        return kept

    def quiz(self, id: str, *, printed: bool = False) -> Quiz:
        """The quiz with that id, each question as it was corrected last or, with `printed`, as it was made.

        UserError if there is none; it suggests an id.
        """
        with self._transaction(self._read_engine) as connection:
            head = connection.execute(select(quizzes).where(quizzes.c.id == id)).mappings().one_or_none()
            if head is None:
                hint = did_you_mean(id, connection.scalars(select(quizzes.c.id)))
                raise UserError(
                    f"No quiz {id!r} in {self._name}.{hint or f' If it was made elsewhere, {USE_OTHER_DB}.'}"
                )
            return row_mapping.quiz_of(head, course.variants_of(connection, id, printed=printed))

    def quizzes(self, assignment: str | None = None) -> list[QuizHead]:
        """The quizzes of an assignment, or all, in the order in which they were made, without their questions."""
        wanted = [] if assignment is None else [quizzes.c.assignment == assignment]
        columns = quizzes.c
        shown = (columns.id, columns.student, columns.assignment, columns.made_at, columns.seed, columns.signer)
        heads = select(*shown).where(*wanted)
        with self._transaction(self._read_engine) as connection:
            return [QuizHead(*row) for row in connection.execute(heads.order_by(columns.made_at, columns.id))]

    def source(self, digest: str) -> str:
        """The text of the exercise file with that digest. UserError if it was never stored."""
        with self._transaction(self._read_engine) as connection:
            text: str | None = connection.scalar(select(sources.c.text).where(sources.c.digest == digest))
        if text is None:
            raise UserError(f"The exercise file {digest!r} is not in {self._name}. If it is elsewhere, {USE_OTHER_DB}.")
        return text

    # ---------------------------------------------------------------- exams on paper

    def keep_papers(self, new: Sequence[Paper], sources: Mapping[str, str], now: datetime) -> list[Paper]:
        """Stores papers with their quizzes and the text of their exercise files; returns them as stored, with their quizzes' ids.

        A student's paper with other questions than before is a further edition; the earlier one stays as it is.
        """
        with self._write_transaction() as connection:
            _keep_sources(connection, sources)
            return list(papers.keep(connection, new, now))

    def paper(self, code: str) -> PaperHead | None:
        """The paper with that code; None: this store has none."""
        with self._transaction(self._read_engine) as connection:
            return papers.head(connection, code)

    def papers(self, exam: str) -> list[PaperHead]:
        """The papers of an exam, oldest first."""
        with self._transaction(self._read_engine) as connection:
            return papers.of_exam(connection, exam)

    def exams(self) -> list[str]:
        """The names of all exams on paper."""
        with self._transaction(self._read_engine) as connection:
            return papers.exams(connection)

    def keep_boxes(self, code: str, boxes: Iterable[Box]) -> None:
        """Stores where the answers of a paper are written, unless that is known."""
        with self._write_transaction() as connection:
            papers.keep_boxes(connection, code, boxes)

    def boxes(self, code: str) -> tuple[Box, ...]:
        """Where the answers of a paper are written; none: it was not printed."""
        with self._transaction(self._read_engine) as connection:
            return papers.boxes(connection, code)

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
        content: bytes | None = None,
        rules: RulesVersion | None = None,
    ) -> int | None:
        """Appends one grade and returns its number.

        replaces, by, why: a regrade or an override names the grade it replaces, who decided, and the reason.
        replace_current: it replaces the current grade of the same file, student, assignment and quiz, if there is one.
        submission: number of a queued submission that it answers; it replaces the current grade as above. Returns None,
        and appends nothing, if that submission was answered before.
        content: the file that was graded, to be kept; without it that of the grade it replaces.
        rules: the version of the rules under which it was made. RulesChanged, and nothing is appended, if it is not the newest.
        UserError: there is no grade `replaces`, or it was replaced before.
        """
        with self._write_transaction() as connection:
            if submission is not None and submissions.answered(connection, submission):
                return None
            if rules is not None and rules != course.rules_version(connection):
                raise RulesChanged
            if replace_current or submission is not None:
                replaces = self._current_grade(connection, grade)
            return self._append(connection, grade, now, replaces, by, why, submission, content)

    def append_all(
        self, batch: Sequence[Grade], now: datetime, *, replaces: Sequence[int | None] = (), by: str = "", why: str = ""
    ) -> list[int]:
        """Appends all grades or, on an error, none; returns their numbers. `replaces` has one entry per grade."""
        old = replaces or [None] * len(batch)
        with self._write_transaction() as connection:
            numbers = []
            for grade, replaced in zip(batch, old, strict=True):
                numbers.append(self._append(connection, grade, now, replaced, by, why))
        return numbers

    def _append(
        self,
        connection: Connection,
        grade: Grade,
        now: datetime,
        replaces: int | None,
        by: str,
        why: str,
        submission: int | None = None,
        content: bytes | None = None,
    ) -> int:
        kept_file = None if replaces is None else self._content_of_current(connection, replaces)
        if content is not None:
            kept_file = submissions.digest_of(content)
            submissions.keep_contents(connection, {kept_file: content})
        number: int = connection.exec_driver_sql(NEXT_GRADE_ID).scalar_one()
        head = row_mapping.grade_row(number, grade, now, replaces, by, why, submission, kept_file)
        kept = row_mapping.storable_marks(grade.marks)
        self._insert[grades](connection, [self._insert[grades].converted(head)])
        self._insert[marks](connection, row_mapping.mark_rows(number, kept))
        self._insert[mark_misconceptions](connection, row_mapping.misconception_rows(number, kept))
        return number

    def grades(
        self,
        student: str | None = None,
        quiz: str | None = None,
        assignment: str | None = None,
        *,
        latest: bool = False,
    ) -> list[Record]:
        """The grades of a student, a quiz, an assignment or all, newest last; `latest` leaves out those that were replaced."""
        wanted = [*queries.wanted(student, quiz, assignment), *([queries.is_current()] if latest else [])]
        with self._transaction(self._read_engine) as connection:
            return queries.records(connection, wanted)

    def grades_by_number(self, numbers: Iterable[int]) -> Iterator[Record]:
        """The grades with these numbers, in this order; at most a few hundred are in memory at a time."""
        coming = iter(numbers)
        while some := list(islice(coming, CHUNK)):
            with self._transaction(self._read_engine) as connection:
                found = {one.id: one for one in queries.records(connection, [grades.c.id.in_(some)])}
            yield from (found[number] for number in some if number in found)

    def summaries(
        self, student: str | None = None, quiz: str | None = None, assignment: str | None = None
    ) -> list[Summary]:
        """The same grades without their marks, for a list of many; of an assignment only those that were not replaced."""
        with self._transaction(self._read_engine) as connection:
            return queries.summaries(connection, queries.wanted(student, quiz, assignment))

    def content(self, digest: str) -> bytes:
        """The file with that digest, as it was graded. LookupError if it was never stored."""
        with self._transaction(self._read_engine) as connection:
            data: bytes | None = connection.scalar(select(contents.c.data).where(contents.c.digest == digest))
        if data is None:
            raise LookupError(f"no content {digest}")
        return data

    def current_grades(self, kind: str = "code") -> dict[tuple[str, str, str], tuple[int, str]]:
        """(assignment, source, student) -> number and digest of its current grade, to know which files have changed."""
        with self._transaction(self._read_engine) as connection:
            return queries.current_grades(connection, kind)

    # ---------------------------------------------------------------- the course

    def assignments(self) -> dict[str, Assignment]:
        """The assignments by name as they are described now, in the order in which they were first described."""
        with self._transaction(self._read_engine) as connection:
            return course.described(connection)

    def descriptions(self, assignment: str) -> list[Description]:
        """Every description of an assignment, oldest first."""
        with self._transaction(self._read_engine) as connection:
            return course.descriptions(connection, assignment)

    def assignment_names(self) -> list[str]:
        """The names under which anything is kept, in alphabetical order; practice, which has none, is left out."""
        with self._transaction(self._read_engine) as connection:
            return course.names(connection)

    def describe(self, assignment: Assignment, now: datetime, by: str = "") -> None:
        """Adds a description of an assignment, which holds from now on."""
        with self._write_transaction() as connection:
            course.describe(connection, assignment, by, now)

    def rules_version(self) -> RulesVersion:
        """The version of all corrections and decisions: it changes with each of them."""
        with self._transaction(self._read_engine) as connection:
            return course.rules_version(connection)

    def decisions(self, assignment: str | None = None, student: str | None = None) -> list[Decision]:
        """The decisions for an assignment, about a student, both or all, oldest first."""
        with self._transaction(self._read_engine) as connection:
            return course.decided(connection, assignment, student)

    def decide(self, decisions: Sequence[Decision], grades: Sequence[NewGrade], now: datetime) -> None:
        """Adds decisions and the grades that follow from them, all or, on an error, nothing.

        UserError: a grade to replace was replaced meanwhile.
        """
        with self._write_transaction() as connection:
            course.decide(connection, decisions, now)
            self._append_new(connection, grades, now)

    def corrections(self, assignment: str | None = None) -> list[Correction]:
        """The corrections for an assignment, or all, oldest first."""
        with self._transaction(self._read_engine) as connection:
            return course.corrected(connection, assignment)

    def correct(
        self,
        corrections: Sequence[Correction],
        grades: Sequence[NewGrade],
        now: datetime,
        variants: Mapping[QuestionPlace, Variant] | None = None,
        sources: Mapping[str, str] | None = None,
    ) -> None:
        """Adds corrections and the grades that follow from them, all or, on an error, nothing.

        `variants`: the questions with a corrected key, or with that which was printed, which belong to the last correction;
        `sources`: the text of their exercise files by digest. UserError: a grade to replace was replaced meanwhile.
        """
        with self._write_transaction() as connection:
            _keep_sources(connection, sources or {})
            course.correct(connection, corrections, variants or {}, now)
            self._append_new(connection, grades, now)

    def _append_new(self, connection: Connection, batch: Sequence[NewGrade], now: datetime) -> None:
        for new in batch:
            self._append(connection, new.grade, now, new.replaces, new.by, new.why)

    def dump(self) -> Iterator[str]:
        """The whole course but its secret as the text of one JSON file, in pieces."""
        with self._transaction(self._read_engine) as connection:
            yield from course_file.dump(connection)

    def load(self, text: str, name: str) -> None:
        """Reads the text of a course file with that name into this store, which must be empty.

        UserError, and nothing is stored: the store is not empty, or the file is not as it was written.
        """
        with self._write_transaction() as connection:
            course_file.load(connection, text, name)

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

    def _content_of_current(self, connection: Connection, number: int) -> str | None:
        """The digest of the file of a grade that is about to be replaced. UserError: there is no such grade, or a newer one."""
        kept = connection.execute(select(grades.c.content).where(grades.c.id == number)).one_or_none()
        if kept is None:
            raise UserError(f"There is no grade {number} in {self._name} to replace. `quizgen results` lists them.")
        newer = connection.scalar(select(grades.c.id).where(grades.c.replaces == number))
        if newer is not None:
            raise UserError(f"Grade {number} was already replaced by grade {newer}. Replace that one instead.")
        content: str | None = kept.content
        return content


def _keep_sources(connection: Connection, texts: Mapping[str, str]) -> None:
    known = set(connection.scalars(select(sources.c.digest).where(sources.c.digest.in_(texts))))
    if new := [{"digest": digest, "text": text} for digest, text in texts.items() if digest not in known]:
        connection.execute(insert(sources), new)
