"""The code of a notebook as one text: its code cells in order, without what is IPython's and not Python."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace

from quizgen.errors import UserError
from quizgen.sandbox.bundle import unbundle
from quizgen.sandbox.notebook_json import may_be_notebook, read_notebook
from quizgen.sandbox.records import printable
from quizgen.sandbox.source import Cell, Source
from quizgen.submissions.answer_cells import without_calls
from quizgen.submissions.notebook_commands import dropped_by, without_commands

BEFORE = "\n\n"  # so that no comment in the first cell names an encoding: the text is UTF-8
DEFINES = re.compile(r"^[ \t]*(?:def|class)[ \t]", re.MULTILINE)
NO_CODE = (
    "The notebook has no code cell with anything in it. Write your functions into code cells, save it, and hand it in."
)


def source_of(data: bytes) -> Source:
    """The code of a file that was handed in, a notebook or any other, or of several in a bundle.

    UserError: it is a notebook that cannot be read, in another language than Python, or without code.
    """
    data, modules = unbundle(data)
    return replace(_of_one_file(data), modules=modules) if modules else _of_one_file(data)


def _of_one_file(data: bytes) -> Source:
    notebook = read_notebook(io.BytesIO(data)) if may_be_notebook(data) else None
    if notebook is None:
        return Source(data)
    language = notebook.language
    if language and not language.lower().startswith(("python", "ipython")):
        raise UserError(
            f"The notebook is in {printable(language)[:40]}, and Python is graded. Choose a Python kernel for it."
        )
    cells = [(Cell(number, 0), text) for number, text in enumerate(notebook.cells, 1) if text and text.strip()]
    if not cells:
        raise UserError(NO_CODE)
    return source_of_cells(cells)


def source_of_cells(cells: Iterable[tuple[Cell, str]]) -> Source:
    """The code of these cells, one after the other, each as it was written; the first lines of the cells are filled in."""
    found, notes, text = [], [], BEFORE
    for cell, written in cells:
        lines = written.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        if (magic := dropped_by(lines)) and DEFINES.search(lines):
            notes.append(f"{cell.name} is not Python's, since it begins with {magic}, and was left out.")
        if not magic:
            found.append(Cell(cell.number, text.count("\n") + 1, cell.executed))
            text += without_commands(without_calls(lines)).rstrip("\n") + "\n"
    return Source(text.encode("utf-8", "replace"), cells=tuple(found), notes=tuple(notes))
