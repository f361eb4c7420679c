"""Queued submissions: stored in batches, and answered once each, by a grade or by the reason why there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Dialect, func, insert, select

from quizgen.store.bulk_insert import BulkInsert
from quizgen.store.numbering import next_number
from quizgen.store.schema import batches, contents, grades, handed, refusals


class NewSubmission(Protocol):
    """A submission to store: its name, its student, the bytes of the file, and when it was handed in."""

    @property
    def name(self) -> str: ...
    @property
    def student(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def submitted_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class PendingSubmission:
    """A queued submission without an answer: its number, its content and how to grade it."""

    id: int
    name: str
    student: str
    data: bytes
    submitted_at: datetime | None
    settings: Mapping[str, Any]


def submit(connection: Connection, work: Sequence[NewSubmission], settings: Mapping[str, Any], now: datetime) -> int:
    """Stores a batch, each content once; returns the number of the batch."""
    batch, first = next_number(connection, batches), next_number(connection, handed)
    keep_contents(connection, {digest_of(one.data): one.data for one in work})
    connection.execute(insert(batches), {"id": batch, "handed_at": now, "settings": dict(settings)})
    rows = [
        {
            "id": number,
            "batch": batch,
            "name": one.name,
            "student": one.student,
            "content": digest_of(one.data),
            "submitted_at": one.submitted_at,
        }
        for number, one in enumerate(work, first)
    ]
    if rows:
        connection.execute(insert(handed), rows)
    return batch


def digest_of(data: bytes) -> str:
    """SHA-256 (hex) of a file."""
    return hashlib.sha256(data).hexdigest()


def keep_contents(connection: Connection, data: Mapping[str, bytes]) -> None:
    """Stores files by their digests, each once."""
    _insert_contents(connection.dialect)(connection, [*data.items()])


@cache
def _insert_contents(dialect: Dialect) -> BulkInsert:
    return BulkInsert(contents, dialect, unless_there=True)


def pending(connection: Connection, batch: int) -> list[PendingSubmission]:
    """The submissions of a batch that have no answer yet, in order."""
    wanted = (
        select(handed.c.id, handed.c.name, handed.c.student, contents.c.data, handed.c.submitted_at, batches.c.settings)
        .join(contents, contents.c.digest == handed.c.content)
        .join(batches, batches.c.id == handed.c.batch)
        .where(handed.c.batch == batch, *_no_answer())
        .order_by(handed.c.id)
    )
    return [PendingSubmission(*row) for row in connection.execute(wanted)]


def answered(connection: Connection, number: int) -> bool:
    """Whether a submission has its answer, a grade or a refusal."""
    return connection.scalar(select(handed.c.id).where(handed.c.id == number, *_no_answer())) is None


def refuse(connection: Connection, number: int, why: str, now: datetime) -> None:
    """Records why a submission cannot be graded."""
    connection.execute(insert(refusals), {"handed": number, "refused_at": now, "why": why})


def refused(connection: Connection) -> list[tuple[str, str, str]]:
    """Name, student and reason of all that could not be graded, newest last; not if a later attempt was graded."""
    wanted = (
        select(handed.c.name, handed.c.student, refusals.c.why)
        .join(handed, handed.c.id == refusals.c.handed)
        .where(~_graded_later())
        .order_by(refusals.c.handed)
    )
    return [(row.name, row.student, row.why) for row in connection.execute(wanted)]


def unanswered_counts(connection: Connection) -> dict[int, int]:
    """The number of submissions without an answer, by batch; not those whose later attempt was graded."""
    wanted = select(handed.c.batch, func.count()).where(*_no_answer(), ~_graded_later()).group_by(handed.c.batch)
    return {batch: count for batch, count in connection.execute(wanted)}


def _no_answer() -> tuple[Any, Any]:
    return (
        ~select(grades.c.id).where(grades.c.handed == handed.c.id).exists(),
        ~select(refusals.c.handed).where(refusals.c.handed == handed.c.id).exists(),
    )


def _graded_later() -> ColumnElement[bool]:
    """Whether the same file of the same student was submitted again, and graded."""
    later = handed.alias()
    return (
        select(later.c.id)
        .join(grades, grades.c.handed == later.c.id)
        .where(later.c.id > handed.c.id, later.c.name == handed.c.name, later.c.student == handed.c.student)
        .correlate(handed)
        .exists()
    )
