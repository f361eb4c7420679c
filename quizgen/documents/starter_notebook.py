"""The notebook a learner starts from: the questions in words, the functions to fill in, and a cell that grades them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

from quizgen.model import Quiz

NAME = "submission.ipynb"
GRADING = "from quizgen.jupyter import grade\n\ngrade()"
BLANK = re.compile(r"\[\[(\w+)\]\]")
BELOW = (
    "Run the cells above, then this one, as often as you like: it grades the functions as they are. `grade(public=True)` runs only \
the checks that give nothing away."
)


def starter_notebook(quiz: Quiz, code: str, token_comment: str = "") -> str:
    """A notebook in nbformat 4 with the questions about code of a quiz and `code`, the text of its submission.py.

    Each definition has a cell of its own; the last cell grades them, and ends with the quiz's token.
    """
    last = f"{GRADING}\n\n{token_comment}".rstrip("\n")
    cells = [*questions(quiz), *code_cells(code), cell("markdown", BELOW), cell("code", last)]
    numbered = [{**one, "id": f"cell-{number}"} for number, one in enumerate(cells, 1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def questions(quiz: Quiz) -> Iterator[dict[str, Any]]:
    """The questions that ask for code, each as Markdown."""
    for number, variant in enumerate(quiz.variants, 1):
        code = {ask.name for ask in variant.asks if ask.functions}
        if code:
            text = variant.text.replace("`submission.py`", "this notebook")
            for name in BLANK.findall(text):
                text = text.replace(f"[[{name}]]", "" if name in code else "*Answer in* `answers.toml`.")
            yield cell("markdown", f"# {number}  {variant.title}\n\n{text.strip()}")


def code_cells(code: str) -> Iterator[dict[str, Any]]:
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


def cell(kind: str, text: str) -> dict[str, Any]:
    """A cell of a notebook."""
    own: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, **own, "source": text.splitlines(keepends=True)}
