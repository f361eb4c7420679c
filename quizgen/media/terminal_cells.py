"""Cells of a terminal's table: words stay words, whatever brackets or control characters they hold."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text


def add(table: Table, *cells: RenderableType) -> None:
    """A row whose words are words, whatever brackets they hold."""
    table.add_row(*(Text(harmless(cell)) if isinstance(cell, str) else cell for cell in cells))


def harmless(text: str) -> str:
    """What somebody typed, or called a file, without what would move a terminal's cursor."""
    return text if text.isprintable() else "".join(c if c.isprintable() or c == "\n" else " " for c in text)
