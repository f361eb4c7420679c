"""A table in a CSV file or a spreadsheet, as rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizgen.classroom.collect.table_cells import SAVE_AGAIN, cell_text, trouble
from quizgen.errors import UserError

MAX_BYTES = 1 << 25  # a class of ten thousand has a few million
SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm")
OTHER_PROGRAMS = (".ods", ".xls", ".xlsb", ".numbers")
BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16
SEPARATORS = ",;\t"


@dataclass(frozen=True)
class TableRow:
    """A row below the header: its number as spreadsheets count, its cells, and by column (from 0) why a cell is no answer."""

    number: int
    cells: tuple[str, ...]
    troubles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The cells of the header, and the rows below it, without those that are empty."""

    head: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(name: str, data: bytes) -> Table:
    """The table in a file. UserError, a sentence without its name: it cannot be read."""
    if is_workbook(data):
        from quizgen.classroom.collect.workbook import workbook_rows

        found = workbook_rows(data)
    elif Path(name).suffix.lower() in (*OTHER_PROGRAMS, ".xlsx", ".xlsm"):
        raise UserError(f"cannot be read as a spreadsheet of the kind .xlsx. {SAVE_AGAIN}")
    else:
        found = csv_rows(decoded(data))
    numbered = [(number, row) for number, row in enumerate(found, 1) if any(cell_text(cell).strip() for cell in row)]
    if not numbered or numbered[0][0] > 1:
        raise UserError("has an empty first row, where the names of the columns belong.")
    return Table(
        tuple(cell_text(cell).strip() for cell in numbered[0][1]), tuple(table_row(*one) for one in numbered[1:])
    )


def first_row(data: bytes) -> tuple[str, ...]:
    """The cells of the first line of a text, as it is separated; () if it is no text."""
    try:
        line = decoded(data).lstrip().partition("\n")[0]
        return tuple(cell.strip() for cell in next(csv_rows(line), []))
    except UserError:
        return ()


def table_row(number: int, row: Iterable[Any]) -> TableRow:
    """A row as text, and which of its cells are no answers."""
    cells = tuple(cell_text(cell) for cell in row)
    return TableRow(number, cells, {at: why for at, cell in enumerate(row) if (why := trouble(cell))})


def is_workbook(data: bytes) -> bool:
    """Whether a file is a spreadsheet of the kind .xlsx, by its content."""
    return data.startswith(b"PK\3\4") and b"xl/work" in data


def decoded(data: bytes) -> str:
    """The text of a CSV file: UTF-8, or UTF-16 that says so. UserError: it is neither."""
    encoding = "utf-16" if data.startswith(BYTE_ORDER) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError(f"is not UTF-8 text (line {line}). {SAVE_AGAIN}") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UserError(f"holds a NUL character (line {line}), so it is no table that was saved whole. {SAVE_AGAIN}")
    return text


def csv_rows(text: str) -> Iterator[list[str]]:
    """The rows of CSV, separated by what its first line has most of. UserError: it cannot be cut into cells."""
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for row in rows:
            yield row
            start = rows.line_num + 1
    except csv.Error as error:
        raise UserError(
            f"cannot be cut into cells from line {start} on: {error}. Look for a quotation mark that is not closed."
        ) from None
