"""The tables: real columns for what reports count and filter, JSON for what is only ever read back whole."""

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

from quizgen.to_json import keepable

VERSION_TABLE = "quizgen_version"  # Alembic's row under a name of ours, so that another program's is never taken for it
HEAD = "0003"  # the newest revision in migrations/, written down so that opening need not import Alembic to know it


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. ValueError for a time without a zone, which means nothing to another machine."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone means nothing to another machine: {moment}")
    return moment.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that any database can keep."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keepable(value)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept and returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Said(TypeDecorator[Any]):
    """What Python's JSON says. PostgreSQL's own JSON has no infinity, so there it is kept as text."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return JSON() if dialect.name == "sqlite" else Text()

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value if dialect.name == "sqlite" else json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value if dialect.name == "sqlite" else json.loads(value)


def _words(name: str, **options: Any) -> Column[str]:
    return Column(name, Words, nullable=False, **options)


metadata = MetaData()

secrets = Table("secrets", metadata, _words("name", primary_key=True), Column("value", LargeBinary, nullable=False))

sources = Table("sources", metadata, _words("digest", primary_key=True), _words("text"))

quizzes = Table(
    "quizzes",
    metadata,
    _words("id", primary_key=True),
    _words("digest"),  # of everything but the id: the same digest is the same quiz
    _words("seed"),  # text, since an exam's seed is wider than 64 bits
    _words("student", index=True),
    Column("made_at", Moment, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("quiz", Words, ForeignKey("quizzes.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),  # 1, 2, ...
    _words("question"),  # "q1", as marks name it
    _words("exercise", index=True),
    Column("version", Integer, nullable=False),
    _words("topic"),
    _words("source"),
    Column("variant", Said, nullable=False),
)

grades = Table(
    "grades",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("graded_at", Moment, nullable=False),
    _words("source"),
    _words("kind"),
    _words("quiz", index=True),  # no foreign key: a bare submission belongs to no quiz
    _words("student", index=True),
    Column("points", Float, nullable=False),
    Column("max_points", Float, nullable=False),
    Column("titles", Said, nullable=False),
    Column("replaces", Integer, ForeignKey("grades.id"), unique=True),  # unique: a history never forks
    _words("graded_by"),
    _words("why"),
    _words("interface"),
    Column("notes", Said, nullable=False),
    _words("digest"),
    Column("handed", Integer, ForeignKey("handed.id")),
)
# In the database it holds but the few rows that have one. Saying so here would import PostgreSQL's half of SQLAlchemy.
Index("ix_grades_handed", grades.c.handed, unique=True)  # unique: a job done twice counts once

marks = Table(
    "marks",
    metadata,
    Column("grade", Integer, ForeignKey("grades.id"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _words("question"),  # "q1" or a function's name: `ask` up to its dot
    _words("ask"),
    _words("verdict"),
    Column("points", Float, nullable=False),
    Column("max_points", Float, nullable=False),
    _words("feedback"),
    _words("typed"),
)

mark_misconceptions = Table(
    "mark_misconceptions",
    metadata,
    Column("grade", Integer, primary_key=True, autoincrement=False),
    Column("mark", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _words("misconception", index=True),
    ForeignKeyConstraint(["grade", "mark"], ["marks.grade", "marks.place"]),
)

# ---------------------------------------------------------------- handed in, to be graded by any machine

contents = Table("contents", metadata, _words("digest", primary_key=True), Column("data", LargeBinary, nullable=False))

batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handed_at", Moment, nullable=False),
    Column("settings", Said, nullable=False),  # how its submissions are to be graded
)

handed = Table(
    "handed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Integer, ForeignKey("batches.id"), nullable=False, index=True),
    _words("name"),
    _words("student"),
    Column("content", Words, ForeignKey("contents.digest"), nullable=False),
)

refusals = Table(
    "refusals",
    metadata,
    Column("handed", Integer, ForeignKey("handed.id"), primary_key=True, autoincrement=False),
    Column("refused_at", Moment, nullable=False),
    _words("why"),
)
