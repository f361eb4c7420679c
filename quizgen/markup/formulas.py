"""Formulas: LaTeX parsed once, as MathML and as its tree. formula_text and formula_typst write the tree for other media."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from math_core import LatexError, LatexToMathML

from quizgen.errors import UserError

MACROS = {"argmax": r"\operatorname*{argmax}", "argmin": r"\operatorname*{argmin}"}
CONVERTER = LatexToMathML(macros=MACROS, fancy_error=False)
PAIRS = ((r"\{", r"\}"), (r"\\begin\b", r"\\end\b"), (r"\\left\b", r"\\right\b"))  # opening, closing
CACHED = 512  # formulas kept, of a hundred questions; a formula is a few hundred bytes in each medium


class MathsError(UserError):
    """A formula no medium can show. `formula` is the LaTeX, `position` the offset of the fault in it (None: not known)."""

    def __init__(self, formula: str, reason: str, position: int | None = None) -> None:
        self.formula, self.position = formula, position
        where = "" if position is None else f" at character {position + 1}"
        super().__init__(
            f"The formula ${formula}$ cannot be shown{where}: {reason.rstrip('.')}. Correct it in the exercise."
        )


@lru_cache(CACHED)
def mathml(tex: str, display: bool = False) -> str:
    """LaTeX maths (no dollars) as a `<math>` element for HTML. Raises MathsError."""
    try:
        return CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        position, _, reason = str(error).partition(": ")
        raise MathsError(tex, reason, int(position)) from None


def side_by_side(tex: str, *spaces: str) -> list[str]:
    """The parts of a formula between wide spaces, which may stand below one another where the line is too short."""
    parts = re.split("|".join(rf"{re.escape(space)}(?![A-Za-z])" for space in spaces), tex)
    whole = all(
        len(re.findall(opening, part)) == len(re.findall(closing, part)) for part in parts for opening, closing in PAIRS
    )
    return [part for part in parts if part.strip()] if whole else [tex]


def tree(tex: str) -> Element:
    """The MathML of a formula as a tree, which the other media walk; they keep what they write. Raises MathsError."""
    named = re.sub(r"&(?!(?:lt|gt|amp|quot|apos);)\w+;", lambda entity: html.unescape(entity[0]), mathml(tex))
    return ElementTree.fromstring(named)
