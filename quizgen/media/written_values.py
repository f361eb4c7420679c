"""What every medium writes of values: items that fit on one line, values in the line, and right answers in full."""

from __future__ import annotations

import re

from quizgen.ask import Ask, Value
from quizgen.interactions import Pick
from quizgen.markup.formula_text import formula_text
from quizgen.markup.parse import Block, Line, Maths, Paragraph, Words, parse

FEW_LETTERS = 14  # of an item beside others; words that take more than one line are as well read one below the other
NARROW, NARROW_ROW = 12, 10  # letters of a formula, and of the row of a matrix: they cannot be broken
MATRIX = re.compile(r"\$\\begin\{pmatrix\}(.*)\\end\{pmatrix\}\$", re.DOTALL)


def short(pick: Pick) -> bool:
    """Whether several items fit on a line: narrow formulas and a few words. The lines of a work stand below one another."""
    lines = not pick.shuffled and any("=" in item.text for item in pick.items)
    return not lines and all(map(fits, (item.text for item in pick.items)))


def fits(text: str) -> bool:
    """Whether an item is narrow enough to stand beside others. A matrix is as wide as its longest row."""
    if matrix := MATRIX.fullmatch(text):
        return max(len(row.strip()) for row in matrix[1].split(r"\\")) <= NARROW_ROW
    if text.startswith("$") and text.endswith("$") and text.count("$") == 2:
        return len(formula_text(text.strip("$"))) <= NARROW
    return len(text) < FEW_LETTERS


def shown(ask: Ask, value: Value) -> Line:
    """A value in the line; a formula as such."""
    tex = ask.tex_of(value)
    return (Maths(tex),) if tex else (Words(ask.show(value)),)


def key_blocks(ask: Ask, value: Value) -> tuple[Block, ...]:
    """The right answer in full."""
    markup = ask.key_markup(value)
    return parse(markup) if markup else (Paragraph((Words(ask.show_key(value)),)),)
