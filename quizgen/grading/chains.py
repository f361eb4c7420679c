"""The equations in a worked solution: chains like h_1 = tanh(W x_1 + b) = tanh(0.5) = 0.4621, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from quizgen.asks.values import Array

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)
SPACE = re.compile(r"\\[,;! ]|\\qquad|\\quad|[\s{}]")
APART = re.compile(r"\\q?quad|(?<!\\),\s(?![^(]*\))")  # between the equations of one formula
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LAYOUT = re.compile(r"\\begin\{pmatrix\}|\\end\{pmatrix\}|\\\\|[&,()\s]|\.$")
NO_SYMBOL = re.compile(
    r"\\(?:text|mathrm|begin|end)\{[^}]*\}|\\(?:cdot|tanh|ln|sigma|frac|sqrt|max|[,;!])|f\(|e\^|\\times"
)
HALF_A_UNIT = 0.51
COARSEST = 0.006  # how far a written number may be from the value that it is
GIVEN_AWAY = 0.0015  # how near a written number comes to one that it gives away


@dataclass(frozen=True)
class Chain:
    """The sides of one equation, as LaTeX, from left to right."""

    sides: tuple[str, ...]

    @property
    def symbolic(self) -> str:
        """The first side after the left that says in symbols what is computed; else ""."""
        return next((side for side in self.sides[1:] if is_symbolic(side)), "")

    def places(self, values: Array) -> list[int]:
        """Which sides are these very numbers, as rounded as they are written."""
        return [place for place, side in enumerate(self.sides) if is_value(side, values)]


def chains(*texts: str) -> Iterator[Chain]:
    """The equations of texts, in their order."""
    for text in texts:
        for found in FORMULA.finditer(text):
            for part in APART.split(found[1] or found[2]):
                sides = tuple(" ".join(side.split()).rstrip(".,").strip() for side in sides_of(part))
                if len(sides) > 1 and all(sides):
                    yield Chain(sides)


def sides_of(formula: str) -> list[str]:
    """What stands between the equals signs that are in no brackets."""
    parts, depth = [""], 0
    for letter in formula:
        depth += (letter in "({[") - (letter in ")}]")
        if letter == "=" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def same_symbol(one: str, other: str) -> bool:
    """Whether two symbols are the same but for spaces and braces."""
    return SPACE.sub("", one) == SPACE.sub("", other)


def is_symbolic(side: str) -> bool:
    """Whether a side has symbols and no decimal or matrix of numbers; one symbol alone says nothing, but for a size like T."""
    if re.fullmatch(r"\\?[a-z]\w*(\{\w+\})?(_\w|_\{[^}]*\})?'?", side):
        return False
    return bool(re.search("[A-Za-z]", NO_SYMBOL.sub("", side))) and not re.search(r"\d\.\d|pmatrix", side)


def is_plain(side: str) -> bool:
    """Whether a side is a number, a vector or a matrix, and nothing else."""
    return bool(NUMBER.search(side)) and not LAYOUT.sub("", NUMBER.sub("", side))


def is_value(side: str, values: Array) -> bool:
    """Whether a side is these numbers and nothing else, each rounded to the decimals that it has."""
    written = NUMBER.findall(side)
    if not is_plain(side) or len(written) != values.size:
        return False
    units = np.array([10.0 ** -len(text.partition(".")[2]) for text in written])
    return bool((abs(np.array(written, dtype=float) - values) <= np.minimum(HALF_A_UNIT * units, COARSEST)).all())


def says(text: str, values: Array) -> bool:
    """Whether a text has all of these numbers, which would give them away."""
    written = np.array(NUMBER.findall(text.replace("−", "-")), dtype=float)
    return values.size > 0 and all(bool((abs(written - value) <= GIVEN_AWAY).any()) for value in values)
