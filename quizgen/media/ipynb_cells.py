"""The cells of a Jupyter notebook, and the notebook that they make (nbformat 4.5)."""

from __future__ import annotations

import ast
import json
import keyword
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Cell = dict[str, Any]
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def cell(kind: str, text: str) -> Cell:
    """A cell: "markdown" or "code"."""
    own: Cell = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, **own, "source": text.splitlines(keepends=True)}


def notebook(cells: Iterable[Cell], own: Mapping[str, str] | None = None) -> str:
    """The cells as a notebook, numbered by their ids; the same cells are the same bytes. `own`: what its metadata says to
    quizgen."""
    numbered = [{**one, "id": f"cell-{number}"} for number, one in enumerate(cells, 1)]
    metadata: Cell = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    if own:
        metadata["quizgen"] = dict(own)
    whole = {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def code_cells(code: str) -> Iterator[Cell]:
    """The docstring of a module as words, each of its definitions, and what stands between them."""
    lines, tree = code.splitlines(keepends=True), ast.parse(code)
    words, body = ast.get_docstring(tree), tree.body
    if words:
        yield cell("markdown", words)
        body = body[1:]
    defines = [isinstance(one, (ast.FunctionDef, ast.ClassDef)) for one in body]
    starts = [one.lineno - 1 for at, one in enumerate(body) if not at or defines[at] or defines[at - 1]]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield cell("code", "".join(lines[start:end]).strip())


def python_text(text: str) -> str:
    """A text as a Python literal: between three quotes if it has several lines, with r in front if it has a backslash."""
    if "\n" in text and plain(text) and not text.endswith(("\\", '"')) and '"""' not in text:
        return f'r"""\n{text}\n"""'
    if "\\" in text and plain(text) and not text.endswith("\\") and '"' not in text and "\n" not in text:
        return f'r"{text}"'
    return json.dumps(text, ensure_ascii=False)


def plain(text: str) -> bool:
    """Whether a text can stand in a literal as it is: only line breaks are no printed character."""
    return all(line.isprintable() for line in text.split("\n"))


def argument(name: str, literal: str) -> str:
    """An argument of a call, by its name."""
    if name.isidentifier() and not keyword.iskeyword(name):
        return f"{name}={literal}"
    return f"**{{{json.dumps(name, ensure_ascii=False)}: {literal}}}"
