"""The cells of a CSV file: numbers, moments, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

FORMULA = re.compile(r"((?:^|[;\t\r\n])[^\S\t\r\n]*)(?=[=+\-@＝＋－＠])")  # also where a spreadsheet splits a cell
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?%?|-")  # a lone dash is Moodle's empty grade
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def written(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """The text of a CSV file, with the byte order mark that spreadsheets need; write it as UTF-8, newlines as they are."""
    return "".join(lines(rows, separator))


def lines(rows: Iterable[Sequence[str]], separator: str = ",") -> Iterator[str]:
    """The same text row by row."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    yield "\ufeff"
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def neutral(cell: str) -> str:
    """A cell that a spreadsheet shows as it is: never a formula, no character that cannot be seen or written."""
    seen = UNSEEN.sub("\ufffd", cell).encode("utf-8", "backslashreplace").decode()
    safe = seen if NUMBER.fullmatch(seen) else FORMULA.sub(r"\1'", seen)
    return f"'{safe}" if safe.startswith(("\t", "\r")) else safe


def moment(when: datetime) -> str:
    """A moment as UTC to the second, in ISO 8601: 2026-03-01T09:30:00+00:00."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def number(value: float) -> str:
    """A number with up to six decimals, without zeros at its end."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
