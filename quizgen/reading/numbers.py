"""One number, a vector or a matrix as typed, with the decimals typed of each number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.ask import Reading, Value
from quizgen.reading.names import Size
from quizgen.reading.notation import bare, check_raised_dot
from quizgen.reading.one_number import Number
from quizgen.reading.rows import row, rows
from quizgen.reading.text import Unreadable, plain, quoted_as_typed

COUNTED = re.compile(
    r"(.*\d)\s*(?:parameters?|params|weights|numbers|values|entries|elements)", re.DOTALL | re.IGNORECASE
)  # "55169 parameters"
Table = list[list[Number]]


def read_numbers(text: str, *, name: str, label: str = "", size: Size, decimals: int, exact: bool) -> Reading:
    """A number (`size` 1), a vector (its length) or a matrix (rows, columns), with the decimals typed of each number.

    `decimals` are those asked for (0: whole numbers); `exact` says that only the value itself will do. Raises Unreadable.
    """
    with quoted_as_typed(text):
        return _read(text, name, label, size, decimals, exact)


def _read(text: str, name: str, label: str, size: Size, decimals: int, exact: bool) -> Reading:
    check_raised_dot(plain(text), several=size != 1)
    body, transposed = bare(plain(text), name=name, label=label, size=size)
    if isinstance(size, tuple) and min(size) > 1:
        return _matrix(text, body, size, decimals, transposed)
    count = size[0] * size[1] if isinstance(size, tuple) else size
    whole = count == 1 and decimals == 0
    if whole and (counted := COUNTED.fullmatch(body)):
        body = counted[1]
    thousands = whole and exact and "٫" not in text  # which can only be a decimal mark
    numbers = row("; ".join(rows(body, by_semicolon=False)), count, decimals, thousands=thousands)
    values: Value = [one.value for one in numbers]
    if isinstance(size, tuple):
        values = [values] if size[0] == 1 else [[value] for value in values]
    places = tuple(one.decimals for one in numbers)
    return Reading(text, values[0] if size == 1 else values, places, note=_note([numbers]))


def _matrix(text: str, body: str, size: tuple[int, int], decimals: int, transposed: bool) -> Reading:
    """`transposed`: the learner wrote the transpose of `body`."""
    high, wide = size[::-1] if transposed else size
    lines = rows(body, by_semicolon=True)
    turned = high != wide and len(lines) == wide
    wanted = f"{high} rows of {wide} numbers wanted, {len(lines)} found: put ; between the rows."
    if len(lines) in (high, wide):
        table = [row(line, high if turned else wide, decimals) for line in lines]
    elif len(lines) in (1, high * wide) and "\n" not in body and not transposed:
        table = _in_rows(lines, high, wide, decimals, wanted)
    else:
        raise Unreadable(wanted)
    if turned != transposed:
        table = [list(column) for column in zip(*table, strict=True)]
    values = [[one.value for one in line] for line in table]
    places = tuple(one.decimals for line in table for one in line)
    flat = len(lines) not in (high, wide)
    return Reading(text, values, places, transposed=turned, note=_note(table, always=transposed or flat))


def _in_rows(lines: Sequence[str], high: int, wide: int, decimals: int, wanted: str) -> Table:
    """A matrix given as one flat row, row by row. Raises Unreadable with `wanted` when the count is not right."""
    try:
        numbers = row("; ".join(lines), high * wide, decimals)
    except Unreadable:
        raise Unreadable(wanted) from None
    return [numbers[start : start + wide] for start in range(0, high * wide, wide)]


def _note(table: Table, always: bool = False) -> str:
    """How the answer was understood, when its notation is unusual."""
    if not always and not any(one.unusual for line in table for one in line):
        return ""
    return f"Read as {'; '.join(', '.join(_shown(one.value) for one in line) for line in table)}."


def _shown(value: float) -> str:
    whole = value == round(value) and abs(value) < 1e15
    return (str(round(value)) if whole else f"{value:.10g}").replace("-", "−")
