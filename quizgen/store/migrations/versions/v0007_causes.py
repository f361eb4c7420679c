"""Grades of code: why functions lost points, each reason once."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the column. SQLite adds one at the end without making the table again, so its triggers stay."""
    kind = "JSON" if op.get_bind().dialect.name == "sqlite" else "TEXT"
    op.execute(f"ALTER TABLE grades ADD COLUMN causes {kind} NOT NULL DEFAULT '[]'")
