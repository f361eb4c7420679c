"""A course: quizzes and grades belong to assignments, files are kept, people decide and questions are corrected."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NEW = ("assignments", "decisions", "corrections", "corrected_questions")


def _words(name: str, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=False)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Adds the columns and the tables, guards the tables, and finds the current grade of a file by student and source."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    json, moment = (sa.JSON if sqlite else sa.Text), ("DATETIME" if sqlite else "TIMESTAMP WITH TIME ZONE")
    op.execute("ALTER TABLE quizzes ADD COLUMN assignment TEXT NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE quizzes ADD COLUMN signer TEXT NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE grades ADD COLUMN assignment TEXT NOT NULL DEFAULT ''")
    op.execute(f"ALTER TABLE grades ADD COLUMN submitted_at {moment}")
    op.execute("ALTER TABLE grades ADD COLUMN content TEXT REFERENCES contents (digest)")
    op.execute(f"ALTER TABLE grades ADD COLUMN judged {'JSON' if sqlite else 'TEXT'} NOT NULL DEFAULT '[]'")
    op.execute(f"ALTER TABLE handed ADD COLUMN submitted_at {moment}")
    op.drop_index("ix_grades_student", "grades")
    op.create_index("ix_grades_student", "grades", ["student", "source"])
    op.create_index("ix_grades_assignment", "grades", ["assignment"])
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer, primary_key=True),
        _words("name"),
        _moment("described_at"),
        _words("described_by"),
        sa.Column("description", json, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        _moment("decided_at"),
        *map(_words, ("decided_by", "why", "assignment", "student", "quiz", "target", "action")),
        sa.Column("points", sa.Float),
        sa.Column("before", sa.Float),
        sa.Column("most", sa.Float),
        _moment("until", nullable=True),
        _words("typed"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, primary_key=True),
        _moment("decided_at"),
        *map(_words, ("decided_by", "why", "assignment", "quiz", "target", "change", "value", "exercise")),
    )
    op.create_table(
        "corrected_questions",
        sa.Column("quiz", sa.Text, sa.ForeignKey("quizzes.id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("correction", sa.Integer, sa.ForeignKey("corrections.id"), primary_key=True, autoincrement=False),
        _words("source"),
        sa.Column("variant", json, nullable=False),
    )
    op.create_index("ix_decisions_assignment", "decisions", ["assignment"])
    op.create_index("ix_corrections_assignment", "corrections", ["assignment"])
    for table in NEW:
        guard(table, sqlite)


def guard(table: str, sqlite: bool) -> None:
    """Has the database refuse to change or delete the rows of a table."""
    if sqlite:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION quizgen_append_only()"
    )
