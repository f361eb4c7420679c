"""The tables: columns for what reports count and filter, JSON for what is only read back as a whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

from quizgen.model import storable

VERSION_TABLE = (
    "quizgen_version"  # Alembic's version table under our own name, so that another program's is not mistaken for it
)
HEAD = "0007"  # the newest revision in migrations/; stated here so that opening a store need not import Alembic


def utc(moment: datetime) -> datetime:
    """The same time in UTC. ValueError for a time without a zone, which is ambiguous on another machine."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone means nothing to another machine: {moment}")
    return moment.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Text, in which the characters that no database stores are escaped."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A datetime with a time zone, stored and returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Json(TypeDecorator[Any]):
    """JSON as Python's json module writes it. PostgreSQL's JSON has no infinity, so there it is stored as text."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return JSON(none_as_null=True) if dialect.name == "sqlite" else Text()

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "sqlite" else json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "sqlite" else json.loads(value)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, SafeText, nullable=False, **options)


metadata = MetaData()

secrets = Table("secrets", metadata, _text("name", primary_key=True), Column("value", LargeBinary, nullable=False))

sources = Table("sources", metadata, _text("digest", primary_key=True), _text("text"))

quizzes = Table(
    "quizzes",
    metadata,
    _text("id", primary_key=True),
    _text("digest"),  # of everything but the id: the same digest is the same quiz
    _text("seed"),  # text, since an exam's seed is wider than 64 bits
    _text("student", index=True),
    Column("made_at", UtcDateTime, nullable=False),
    _text("assignment"),
    _text("signer"),  # "" for a quiz of this store, else whose token it was made again from
)

questions = Table(
    "questions",
    metadata,
    Column("quiz", SafeText, ForeignKey("quizzes.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),  # 1, 2, ...
    _text("question"),  # "q1", as marks name it
    _text("exercise", index=True),
    Column("version", Integer, nullable=False),
    _text("topic"),
    _text("source"),
    Column("variant", Json, nullable=False),
)

grades = Table(
    "grades",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("graded_at", UtcDateTime, nullable=False),
    _text("source"),
    _text("kind"),
    _text("quiz", index=True),  # no foreign key: a bare submission belongs to no quiz
    _text("student"),
    Column("points", Float, nullable=False),
    Column("max_points", Float, nullable=False),
    Column("titles", Json, nullable=False),
    Column("replaces", Integer, ForeignKey("grades.id"), unique=True),  # unique: a grade is replaced at most once
    _text("graded_by"),
    _text("why"),
    _text("interface"),
    Column("notes", Json, nullable=False),
    _text("digest"),
    Column("handed", Integer, ForeignKey("handed.id")),
    _text("assignment"),
    Column("submitted_at", UtcDateTime),
    Column("content", SafeText, ForeignKey("contents.digest")),  # the file that was graded; older rows have none
    Column("judged", Json, nullable=False),  # where people decided: the marks without their decisions
    Column("causes", Json, nullable=False),  # of code: why its functions lost points
)
# In the database the index is partial (rows with a value). Stating so here would import SQLAlchemy's PostgreSQL dialect.
Index("ix_grades_handed", grades.c.handed, unique=True)  # unique: a job that runs twice counts once
Index("ix_grades_student", grades.c.student, grades.c.source)  # of a student's many files the current grade of one
Index("ix_grades_assignment", grades.c.assignment)

marks = Table(
    "marks",
    metadata,
    Column("grade", Integer, ForeignKey("grades.id"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _text("question"),  # "q1" or a function's name: `ask` up to its dot
    _text("ask"),
    _text("verdict"),
    Column("points", Float, nullable=False),
    Column("max_points", Float, nullable=False),
    _text("feedback"),
    _text("typed"),
)

mark_misconceptions = Table(
    "mark_misconceptions",
    metadata,
    Column("grade", Integer, primary_key=True, autoincrement=False),
    Column("mark", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _text("misconception"),
    ForeignKeyConstraint(["grade", "mark"], ["marks.grade", "marks.place"]),
)

# ---------------------------------------------------------------- queued submissions, to be graded by any machine

contents = Table("contents", metadata, _text("digest", primary_key=True), Column("data", LargeBinary, nullable=False))

batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handed_at", UtcDateTime, nullable=False),
    Column("settings", Json, nullable=False),  # how its submissions are to be graded
)

handed = Table(
    "handed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Integer, ForeignKey("batches.id"), nullable=False, index=True),
    _text("name"),
    _text("student"),
    Column("content", SafeText, ForeignKey("contents.digest"), nullable=False),
    Column("submitted_at", UtcDateTime),
)

refusals = Table(
    "refusals",
    metadata,
    Column("handed", Integer, ForeignKey("handed.id"), primary_key=True, autoincrement=False),
    Column("refused_at", UtcDateTime, nullable=False),
    _text("why"),
)

# ---------------------------------------------------------------- a course: what is asked, and what people decide

assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("name"),
    Column("described_at", UtcDateTime, nullable=False),
    _text("described_by"),
    Column("description", Json, nullable=False),  # of one name the newest row holds
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("decided_at", UtcDateTime, nullable=False),
    _text("decided_by"),
    _text("why"),
    _text("assignment", index=True),
    _text("student"),
    _text("quiz"),
    _text("target"),
    _text("action"),
    Column("points", Float),
    Column("before", Float),
    Column("most", Float),
    Column("until", UtcDateTime),
    _text("typed"),
    Column("key_points", Json),  # the names of those that a person ticked; NULL where none were asked for
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("decided_at", UtcDateTime, nullable=False),
    _text("decided_by"),
    _text("why"),
    _text("assignment", index=True),
    _text("quiz"),
    _text("target"),
    _text("change"),
    _text("value"),
    _text("exercise"),
)

corrected_questions = Table(
    "corrected_questions",
    metadata,
    Column("quiz", SafeText, ForeignKey("quizzes.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("correction", Integer, ForeignKey("corrections.id"), primary_key=True, autoincrement=False),
    _text("source"),
    Column("variant", Json, nullable=False),  # of one place the newest correction holds
)

# ---------------------------------------------------------------- exams on paper

papers = Table(
    "papers",
    metadata,
    _text("code", primary_key=True),
    _text("exam", index=True),
    Column("quiz", SafeText, ForeignKey("quizzes.id"), nullable=False),
    _text("student"),  # the id on the roster
    _text("name"),
    _text("group"),
    Column("sheet", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)

paper_pages = Table(
    "paper_pages",
    metadata,
    Column("code", SafeText, ForeignKey("papers.code"), primary_key=True),
    Column("page", Integer, primary_key=True, autoincrement=False),  # 1, 2, ...
    Column("boxes", Json, nullable=False),  # where answers are written on it
)
