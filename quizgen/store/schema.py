"""The tables: real columns for what reports count and filter, JSON for what is only ever read back whole."""

from __future__ import annotations

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
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

VERSION_TABLE = "quizgen_version"  # Alembic's row under a name of ours, so that another program's is never taken for it
HEAD = "0002"  # the newest revision in migrations/, written down so that opening need not import Alembic to know it


class Words(TypeDecorator[str]):
    """Text. The code points no database can keep, NUL and lone surrogates of odd file names, are spelled out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept and returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone means nothing to another machine: {value}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


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
    Column("variant", JSON, nullable=False),
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
    Column("titles", JSON, nullable=False),
    Column("replaces", Integer, ForeignKey("grades.id"), unique=True),  # unique: a history never forks
    _words("graded_by"),
    _words("why"),
)

marks = Table(
    "marks",
    metadata,
    Column("grade", Integer, ForeignKey("grades.id"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _words("question"),  # "q1" or a function's name: `ask` up to its dot
    _words("ask"),
    _words("verdict", index=True),
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
