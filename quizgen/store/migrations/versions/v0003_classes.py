"""Classes: a grade says how its code was called and what is to be noted; submissions may wait in the database.

PostgreSQL gets its guards here, for no store was kept there before.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OLD = ("secrets", "sources", "quizzes", "questions", "grades", "marks", "mark_misconceptions")
NEW = ("contents", "batches", "handed", "refusals")


def _words(name: str, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    """Adds the columns and tables, drops the index that made each mark a third dearer, and guards what is new."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table("contents", _words("digest", primary_key=True), sa.Column("data", sa.LargeBinary, nullable=False))
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer, primary_key=True),
        _moment("handed_at"),
        sa.Column("settings", sa.JSON if sqlite else sa.Text, nullable=False),
    )
    op.create_table(
        "handed",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("batch", sa.Integer, sa.ForeignKey("batches.id"), nullable=False),
        _words("name"),
        _words("student"),
        sa.Column("content", sa.Text, sa.ForeignKey("contents.digest"), nullable=False),
    )
    op.create_table(
        "refusals",
        sa.Column("handed", sa.Integer, sa.ForeignKey("handed.id"), primary_key=True, autoincrement=False),
        _moment("refused_at"),
        _words("why"),
    )
    op.execute("ALTER TABLE grades ADD COLUMN interface TEXT NOT NULL DEFAULT ''")
    op.execute(f"ALTER TABLE grades ADD COLUMN notes {'JSON' if sqlite else 'TEXT'} NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE grades ADD COLUMN digest TEXT NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE grades ADD COLUMN handed INTEGER REFERENCES handed (id)")
    op.execute("CREATE UNIQUE INDEX ix_grades_handed ON grades (handed) WHERE handed IS NOT NULL")
    op.create_index("ix_handed_batch", "handed", ["batch"])
    op.drop_index("ix_marks_verdict", "marks")
    if sqlite:
        for table in NEW:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION quizgen_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    for table in OLD + NEW:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION quizgen_append_only()"
        )
