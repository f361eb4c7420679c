"""Exams on paper: whose a printed code is, and where answers are written on its pages."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from quizgen.store.migrations.versions.v0004_course import guard

revision = "0005"
down_revision = "0004"


def _words(name: str, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    """Adds the tables and guards them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "papers",
        _words("code", primary_key=True),
        _words("exam"),
        sa.Column("quiz", sa.Text, sa.ForeignKey("quizzes.id"), nullable=False),
        *map(_words, ("student", "name", "group")),
        sa.Column("sheet", sa.Integer, nullable=False),
        _moment("made_at"),
    )
    op.create_table(
        "paper_pages",
        sa.Column("code", sa.Text, sa.ForeignKey("papers.code"), primary_key=True),
        sa.Column("page", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("boxes", sa.JSON if sqlite else sa.Text, nullable=False),
    )
    op.create_index("ix_papers_exam", "papers", ["exam"])
    for table in ("papers", "paper_pages"):
        guard(table, sqlite)
