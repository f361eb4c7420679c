"""What a question calls each of its given numbers: the label before it in the sealed text, else the chapter's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import getitem

from quizgen.ask import Value
from quizgen.asks.values import column, number
from quizgen.generate.text import matrix
from quizgen.model import Variant

CHAPTER = re.compile(r"(W|b|h|x|y|z)(_[a-z0-9]+)?|y_hat")  # names that are the chapter's symbols
LABEL = r"(?:^|[$,;]|\\q?quad)\s*([^$=,;]+?) = "  # of a formula, or of one of several in a row
UNNAMED = "one of the given numbers"


def entry(variant: Variant, name: str, place: Sequence[int]) -> str:
    """One entry of a given value in a sentence: "$W$[1, 2]" for row 1, column 2; UNNAMED where the question has no name for it."""
    value: Value = variant.problem[name]
    for depth in range(len(place) + 1):  # the whole, a row of it, the entry itself
        part = reduce(getitem, place[:depth], value)
        labels = labels_of(variant.text, part, name)
        alike = [part]
        if depth:  # h_1 and h_3 may be equal: the first label belongs to the first of them
            alike = [
                item for item in reduce(getitem, place[: depth - 1], value)[: place[depth - 1] + 1] if item == part
            ]
        if len(labels) >= len(alike) and (len(labels) == 1 or depth):
            return at(f"${labels[len(alike) - 1]}$", place[depth:], part)
    return at(name, place, value) if CHAPTER.fullmatch(name) and len(place) < 3 else UNNAMED


def at(label: str, place: Sequence[int], value: Value) -> str:
    """An entry by its label and its place, counted from 1; a single number needs no place."""
    while isinstance(value, list) and len(value) == 1:
        value, place = value[0], place[1:]
    if isinstance(value, list) and all(isinstance(row, list) and len(row) == 1 for row in value):
        place = place[:1]  # a column of single numbers
    return f"{label}[{', '.join(str(i + 1) for i in place)}]" if place else label


def labels_of(text: str, value: Value, name: str) -> list[str]:
    """The LaTeX labels under which the text shows a value, in order; of several only those that begin with its name."""
    shown = shown_as(value)
    labels = re.findall(LABEL + re.escape(shown) + r"(?![\d.])", text) if shown else []
    found = list(dict.fromkeys(label.strip() for label in labels))
    return [label for label in found if label.startswith(name)] if len(found) > 1 else found


def shown_as(value: Value) -> str:
    """A value as the text of a question shows it behind its label; "" if it shows such values in another way."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, list):
        return number(value)
    nested = [isinstance(item, list) for item in value]
    if not any(nested):
        return column(value)
    flat = all(nested) and not any(isinstance(item, list) for row in value for item in row)
    return matrix("", value).strip("$") if flat else ""
