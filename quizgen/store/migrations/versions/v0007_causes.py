"""Grades of code: why functions lost points, each reason once; and fewer pages to write for a grade."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the column, drops an index that nothing reads, and makes two tables of SQLite's again without rowid: SQLite then
    keeps the primary key in the table itself, and not in a tree beside it."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"ALTER TABLE grades ADD COLUMN causes {'JSON' if sqlite else 'TEXT'} NOT NULL DEFAULT '[]'")
    op.drop_index("ix_mark_misconceptions_misconception", "mark_misconceptions")
    if sqlite:
        for table in ("marks", "mark_misconceptions"):
            _make_without_rowid(table)


def _make_without_rowid(table: str) -> None:
    """Makes a table again with its columns, rows and triggers. It is not renamed, which would change what refers to it."""
    known = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND type IN ('table', 'trigger')")
    found = op.get_bind().execute(known, {"table": table}).all()
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")  # with its triggers; it deletes no row of another table
    op.execute(" ".join([*(sql for kind, sql in found if kind == "table"), "WITHOUT ROWID"]))
    op.execute(f"INSERT INTO {table} SELECT * FROM kept")
    op.execute("DROP TABLE kept")
    for kind, sql in found:
        if kind == "trigger":
            op.execute(sql)
