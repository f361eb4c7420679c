"""Cells of a terminal's table: plain text, in which brackets and control characters have no effect."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text


def add(table: Table, *cells: RenderableType) -> None:
    """Adds a row of plain text, in which brackets are no markup."""
    table.add_row(*(Text(printable_text(cell)) if isinstance(cell, str) else cell for cell in cells))


def printable_text(text: str) -> str:
    """Typed text, or a file's name, without the characters that would move a terminal's cursor."""
    return text if text.isprintable() else "".join(c if c.isprintable() or c == "\n" else " " for c in text)
