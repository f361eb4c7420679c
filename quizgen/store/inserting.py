"""Many rows into one table at the price of the driver: Core compiles the statement once, and no row is looked at twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert


class Insertion:
    """The INSERT of all columns of a table, for one kind of database."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        self.sql = str(insert(table).compile(dialect=dialect))
        self._forms: list[tuple[str, Callable[[Any], Any] | None]] = [
            (column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in table.columns
        ]

    def formed(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """A row's values, in the order of the columns and in the form that the driver binds."""
        return tuple([form(row[name]) if form else row[name] for name, form in self._forms])

    def __call__(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        """Inserts rows that are in that order and form."""
        if rows:
            connection.exec_driver_sql(self.sql, list(rows))
