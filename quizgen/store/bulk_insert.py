"""Fast inserts of many rows into one table: SQLAlchemy compiles the statement once, the driver gets plain tuples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert


class BulkInsert:
    """The INSERT statement for all columns of a table, for one kind of database; `unless_there`: rows that exist stay."""

    def __init__(self, table: Table, dialect: Dialect, *, unless_there: bool = False) -> None:
        self.sql = str(insert(table).compile(dialect=dialect)) + " ON CONFLICT DO NOTHING" * unless_there
        self._converters: list[tuple[str, Callable[[Any], Any] | None]] = [
            (column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in table.columns
        ]

    def converted(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """A row's values in the order of the columns, converted for the driver."""
        return tuple([convert(row[name]) if convert else row[name] for name, convert in self._converters])

    def __call__(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        """Inserts rows as `converted` returns them."""
        if rows:
            connection.exec_driver_sql(self.sql, list(rows))
