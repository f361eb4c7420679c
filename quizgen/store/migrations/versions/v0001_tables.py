"""The first tables. A migration is history: it spells its columns out and never imports schema.py, which moves on."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

JSON = sa.JSON().with_variant(sa.Text, "postgresql")  # whose JSON has no infinity


def _words(name: str, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=False)


def _place(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _points(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float, nullable=False)


def upgrade() -> None:
    """Makes the tables and the indexes that reports lean on."""
    moment = sa.DateTime(timezone=True)
    op.create_table("secrets", _words("name", primary_key=True), sa.Column("value", sa.LargeBinary, nullable=False))
    op.create_table("sources", _words("digest", primary_key=True), _words("text"))
    op.create_table(
        "quizzes",
        _words("id", primary_key=True),
        _words("digest"),
        _words("seed"),
        _words("student"),
        sa.Column("made_at", moment, nullable=False),
    )
    op.create_table(
        "questions",
        sa.Column("quiz", sa.Text, sa.ForeignKey("quizzes.id"), primary_key=True),
        _place("place"),
        _words("question"),
        _words("exercise"),
        sa.Column("version", sa.Integer, nullable=False),
        _words("topic"),
        _words("source"),
        sa.Column("variant", JSON, nullable=False),
    )
    op.create_table(
        "grades",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("graded_at", moment, nullable=False),
        _words("source"),
        _words("kind"),
        _words("quiz"),
        _words("student"),
        _points("points"),
        _points("max_points"),
        sa.Column("titles", JSON, nullable=False),
        sa.Column("replaces", sa.Integer, sa.ForeignKey("grades.id"), unique=True),
        _words("graded_by"),
        _words("why"),
    )
    op.create_table(
        "marks",
        sa.Column("grade", sa.Integer, sa.ForeignKey("grades.id"), primary_key=True, autoincrement=False),
        _place("place"),
        _words("question"),
        _words("ask"),
        _words("verdict"),
        _points("points"),
        _points("max_points"),
        _words("feedback"),
        _words("typed"),
    )
    op.create_table(
        "mark_misconceptions",
        _place("grade"),
        _place("mark"),
        _place("place"),
        _words("misconception"),
        sa.ForeignKeyConstraint(["grade", "mark"], ["marks.grade", "marks.place"]),
    )
    for table, column in (
        ("quizzes", "student"),
        ("questions", "exercise"),
        ("grades", "quiz"),
        ("grades", "student"),
        ("marks", "verdict"),
        ("mark_misconceptions", "misconception"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
