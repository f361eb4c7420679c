"""Cells of a terminal's table: plain text, in which brackets and control characters have no effect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text


def add(table: Table, *cells: RenderableType) -> None:
    """Adds a row of plain text, in which brackets are no markup."""
    table.add_row(*(Text(printable_text(cell)) if isinstance(cell, str) else cell for cell in cells))


def printable_text(text: str) -> str:
    """Typed text, or a file's name, without the characters that would move a terminal's cursor."""
    return text if text.isprintable() else "".join(c if c.isprintable() or c == "\n" else " " for c in text)


@dataclass(frozen=True)
class LongName:
    """An id or a path, after words perhaps: in a narrow column it is broken after a space or one of / - _, not within a word."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("\n".join(broken(printable_text(self.text), options.max_width)))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        text = printable_text(self.text)
        return Measurement(max(map(cell_len, pieces(text)), default=0), cell_len(text))


def broken(text: str, width: int) -> Iterator[str]:
    """The text in lines of that width, as far as its pieces fit."""
    line = ""
    for piece in pieces(text):
        if line and cell_len(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    yield line


def pieces(text: str) -> list[str]:
    """The parts of a name that stay on one line."""
    return re.findall(r"[^ /_-]*[ /_-]|[^ /_-]+", text)
