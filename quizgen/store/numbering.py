"""The numbers of rows."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select


def next_number(connection: Connection, table: Table) -> int:
    """The next number. Safe: only one writer at a time, and no row is ever deleted."""
    number: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one()
    return number
