"""A course as one JSON file: every table but the secret, row by row, and back into an empty store.

Rows and columns are in a fixed order, so that a course exported, imported and exported again gives the same bytes.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from quizgen.errors import UserError
from quizgen.store import course, papers, queries, row_mapping
from quizgen.store.schema import HEAD, Json, UtcDateTime, contents, metadata, quizzes
from quizgen.store.submissions import digest_of

FORMAT = "quizgen-course"
SECRET = "secrets"  # exam seeds are derived from it: it never leaves the store that made it
TABLES = [table for table in metadata.sorted_tables if table.name != SECRET]
# what a file of an older version does not have: tables, and columns at the end of tables, each with the value it would hold
LATER_TABLES: dict[str, tuple[str, ...]] = {"0004": ("papers", "paper_pages"), "0005": (), "0006": ()}
CAUSES: dict[str, dict[str, Any]] = {"grades": {"causes": []}}
KEY_POINTS: dict[str, dict[str, Any]] = {"decisions": {"key_points": None}}
LATER_COLUMNS = {"0004": CAUSES | KEY_POINTS, "0005": CAUSES | KEY_POINTS, "0006": CAUSES}
CHUNK = 500  # rows inserted at a time

EMPTY = {table.name: {"columns": [column.name for column in table.columns], "rows": []} for table in TABLES}


def dump(connection: Connection) -> Iterator[str]:
    """The text of the file in pieces, one row at a time."""
    yield f'{{"format": "{FORMAT}", "version": "{HEAD}", "tables": {{'
    for number, table in enumerate(TABLES):
        columns = list(table.columns)
        names = json.dumps([column.name for column in columns])
        yield f'{"," if number else ""}\n"{table.name}": {{"columns": {names}, "rows": ['
        found = connection.execute(select(table).order_by(*table.primary_key.columns))
        for place, row in enumerate(found):
            values = [as_json(column, value) for column, value in zip(columns, row, strict=True)]
            yield ("," if place else "") + "\n" + json.dumps(values, ensure_ascii=False)
        yield "\n]}"
    yield "\n}}\n"


def as_json(column: Column[Any], value: Any) -> Any:
    """A value of a column as JSON: bytes in base64, times in ISO 8601 (UTC)."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(column.type, UtcDateTime) and value is not None else value


def load(connection: Connection, text: str, name: str) -> None:
    """Inserts the rows of a file with that name. UserError: why it cannot be read back; the transaction is to be undone."""
    tables = parse(text, name)
    if any(connection.scalar(select(func.count()).select_from(table)) for table in TABLES):
        raise UserError("This store is not empty. Read the course back into a new one: quizgen --db NEW.db import ...")
    content = {table.name: values_of(table, tables[table.name], name) for table in TABLES}
    check_references(content, name)
    try:
        for table in TABLES:
            rows = content[table.name]
            for start in range(0, len(rows), CHUNK):
                connection.execute(insert(table), rows[start : start + CHUNK])
        read_all(connection)
    except IntegrityError:
        raise damaged(name, "two of its rows contradict each other") from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise damaged(name, f"what one of its rows holds means nothing here ({error})") from error


def read_all(connection: Connection) -> None:
    """Reads all rows as every command does, so that none stops a command later. Any exception: one cannot be read."""
    course.described(connection)
    course.decided(connection, None, None)
    course.corrected(connection, None)
    queries.records(connection, [])
    for paper in papers.heads(connection):
        papers.boxes(connection, paper.code)
    for head in connection.execute(select(quizzes)).mappings().all():
        row_mapping.quiz_of(head, course.variants_of(connection, head["id"]))
    for digest, data in connection.execute(select(contents.c.digest, contents.c.data)):
        if digest_of(data) != digest:
            raise ValueError(f"the content {digest} has another digest")


def parse(text: str, name: str) -> Mapping[str, Any]:
    """The tables of a file. UserError: it is not JSON, not a course, or of another version."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UserError(
            f"{name} is no complete JSON file{where}. Write it again: quizgen export --course FILE."
        ) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UserError(
            f"{name} is neither a course nor a quiz of quizgen. Name a file that 'quizgen export' wrote with --course or "
            "--format json."
        )
    version, tables = data.get("version"), data.get("tables")
    if isinstance(version, str) and version in LATER_TABLES and isinstance(tables, dict):
        tables |= {name: EMPTY[name] for name in LATER_TABLES[version]}
        tables |= {
            name: widened(tables[name], columns) for name, columns in LATER_COLUMNS[version].items() if name in tables
        }
    elif version != HEAD:
        newer = isinstance(version, str) and version > HEAD
        raise UserError(
            f"{name} was made by a newer quizgen. Update quizgen, then read it again."
            if newer
            else f"{name} has the version {version!r}, and this quizgen reads {HEAD!r}. Write it again with the same quizgen."
        )
    expected = {table.name for table in TABLES}
    if not isinstance(tables, dict) or tables.keys() != expected:
        have = set(tables) if isinstance(tables, dict) else set()
        raise damaged(name, f"its tables differ: {', '.join(sorted(expected ^ have))}")
    return tables


def widened(data: Any, columns: Mapping[str, Any]) -> Any:
    """A table of an older version with the columns that it did not have yet, and their values; what is no table as it is."""
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("columns"), list)
        or not isinstance(data.get("rows"), list)
    ):
        return data
    rows = [[*row, *columns.values()] if isinstance(row, list) else row for row in data["rows"]]
    return {**data, "columns": [*data["columns"], *columns], "rows": rows}


def values_of(table: Table, data: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a table by column. UserError: they are not what the table holds."""
    columns = list(table.columns)
    names = [column.name for column in columns]
    if not isinstance(data, dict) or data.get("columns") != names or not isinstance(data.get("rows"), list):
        raise damaged(name, f"{table.name} does not have the columns {', '.join(names)}")
    readers = [reader(column) for column in columns]
    keys = set()
    rows = []
    for number, row in enumerate(data["rows"], 1):
        where = f"{table.name}, row {number}"
        if not isinstance(row, list) or len(row) != len(columns):
            raise damaged(name, f"{where} does not have {len(columns)} values")
        values = {}
        for column, read, value in zip(columns, readers, row, strict=True):
            try:
                values[column.name] = None if value is None and column.nullable else read(value)
            except (TypeError, ValueError, binascii.Error):
                raise damaged(name, f"{where}: {column.name} cannot be {str(value)[:40]!r}") from None
        key = tuple(values[column.name] for column in table.primary_key.columns)
        if key in keys:
            raise damaged(name, f"{where} is there twice")
        keys.add(key)
        rows.append(values)
    return rows


def reader(column: Column[Any]) -> Callable[[Any], Any]:
    """What reads the JSON value of a column; TypeError or ValueError where it is none."""
    if isinstance(column.type, LargeBinary):
        return lambda value: base64.b64decode(value, validate=True)
    if isinstance(column.type, UtcDateTime):
        return moment
    if isinstance(column.type, Json):
        return lambda value: value
    if isinstance(column.type, Integer):
        return lambda value: of_type(value, int)
    if isinstance(column.type, Float):
        return lambda value: finite(float(of_type(value, (int, float))))
    return lambda value: of_type(value, str)


def moment(value: Any) -> datetime:
    """A time with its zone."""
    when = datetime.fromisoformat(value)
    if when.tzinfo is None:
        raise ValueError(value)
    return when.astimezone(UTC)


def finite(value: float) -> float:
    """The number, if it is finite; ValueError otherwise."""
    if not math.isfinite(value):
        raise ValueError(value)
    return value


def of_type(value: Any, kind: type | tuple[type, ...]) -> Any:
    """The value, if it is of this type; TypeError otherwise."""
    if isinstance(value, bool) or not isinstance(value, kind):
        raise TypeError(value)
    return value


def check_references(content: Mapping[str, Sequence[Mapping[str, Any]]], name: str) -> None:
    """UserError: a row refers to one that is not there."""
    for table in TABLES:
        for constraint in table.constraints:
            if not isinstance(constraint, ForeignKeyConstraint):
                continue
            columns = [column.name for column in constraint.columns]
            other, theirs = constraint.referred_table.name, [element.column.name for element in constraint.elements]
            known = {tuple(row[one] for one in theirs) for row in content[other]}
            for number, row in enumerate(content[table.name], 1):
                key = tuple(row[one] for one in columns)
                if None not in key and key not in known:
                    raise damaged(
                        name, f"{table.name}, row {number}: there is no {', '.join(map(str, key))} in {other}"
                    )


def damaged(name: str, why: str) -> UserError:
    """The sentence on a file that is not as it was written."""
    return UserError(f"{name} is damaged: {why}. Write it again: quizgen export --course FILE.")
