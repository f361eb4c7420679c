"""The rows of a spreadsheet (.xlsx), each cell as what was typed into it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from quizgen.classroom.collect.table_cells import SAVE_AGAIN, Unusable
from quizgen.errors import UserError

MAX_UNPACKED_BYTES = 1 << 28
NO_VALUE = "holds a formula without a value. Open the file in a spreadsheet program, and save it again"
FIXED = re.compile(r"0\.(0+)")  # a number format that shows so many decimals
INSTALL = "needs a library to be read: pip install 'quizgen[xlsx]'. Or save it as 'CSV UTF-8'."


def workbook_rows(data: bytes) -> Iterator[list[Any]]:
    """The rows of the first sheet: text, numbers as they are shown, dates, and Unusable. UserError: it cannot be read."""
    try:
        import openpyxl
    except ImportError:
        raise UserError(INSTALL) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise UserError(f"would unpack to more than {MAX_UNPACKED_BYTES:,} bytes. Is it the right file?")
        with warnings.catch_warnings(action="ignore"):  # of what it does not keep, like pictures
            typed = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
            formulas, rows = set(), []
            for row in typed.iter_rows():
                formulas |= {cell.coordinate for cell in row if cell.value is not None and cell.data_type == "f"}
                rows.append([shown(cell) for cell in row])
            if formulas:
                values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
                rows = [[computed(cell, formulas) for cell in row] for row in values.iter_rows()]
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, OSError, IndexError) as error:
        raise UserError(f"cannot be read as a spreadsheet ({type(error).__name__}). {SAVE_AGAIN}") from error
    for values in rows:
        while values and values[-1] is None:  # a sheet is as wide as its widest row
            values.pop()
        yield values


def computed(cell: Any, formulas: set[str]) -> Any:
    """The value of a cell, where some are computed."""
    if cell.value is None:
        return Unusable(NO_VALUE) if getattr(cell, "coordinate", "") in formulas else None
    return shown(cell)


def shown(cell: Any) -> Any:
    """The value of a cell, a number with the decimals that the sheet shows: typed as 0.4200, it is kept as 0.42."""
    value = cell.value
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and (fixed := FIXED.fullmatch(cell.number_format)):
        return max(repr(value), f"{value:.{len(fixed[1])}f}", key=len)
    return value
