"""Guards: SQLite itself refuses to change or delete stored rows, from any program."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Puts a refusing trigger on every table; PostgreSQL's come with 0003."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ("secrets", "sources", "quizzes", "questions", "grades", "marks", "mark_misconceptions"):
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
