"""The notebook a learner starts from: the questions in words, the functions to fill in, and a cell that grades them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.media.ipynb_cells import Cell, cell, code_cells, notebook
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
    return notebook(cells)


def questions(quiz: Quiz) -> Iterator[Cell]:
    """The questions that ask for code, each as Markdown."""
    for number, variant in enumerate(quiz.variants, 1):
        code = {ask.name for ask in variant.asks if ask.functions}
        if code:
            text = variant.text.replace("`submission.py`", "this notebook")
            for name in BLANK.findall(text):
                text = text.replace(f"[[{name}]]", "" if name in code else "*Answer in* `answers.toml`.")
            yield cell("markdown", f"# {number}  {variant.title}\n\n{text.strip()}")
