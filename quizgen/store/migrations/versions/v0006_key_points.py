"""Decisions on answers in words: the key points that a person found in them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the column. SQLite adds one at the end without making the table again, so its triggers stay."""
    json = sa.JSON if op.get_bind().dialect.name == "sqlite" else sa.Text
    op.add_column("decisions", sa.Column("key_points", json, nullable=True))
