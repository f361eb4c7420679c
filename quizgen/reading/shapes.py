"""The shape of an array: "3 x 2", "(3, 2)", "torch.Size([3, 2])", "R^{3x2}"."""

from __future__ import annotations

import re

from quizgen.ask import Reading
from quizgen.reading.brackets import check_brackets, unwrapped
from quizgen.reading.notation import bare
from quizgen.reading.text import Unreadable, plain, quoted_as_typed, short

SPACE = re.compile(r"[Rℝ] *\^ *(?=.*\d)|(?:torch\.)?Size *(?=[(\[])")  # the set of arrays, or the class of a shape
SCALAR = re.compile(r"\(\s*\)|\[\s*\]")  # no axes
SCALAR_SIZE = re.compile(r"\(\s*(?:\(\s*\)|\[\s*\])?\s*\)")  # behind torch.Size
BETWEEN = re.compile(r"\s*(?:[xX×✕·*,;]|\bby\b|\s)\s*")


def read_shape(text: str, *, name: str, label: str = "") -> Reading:
    """A shape as the list of its sizes; of a scalar, "()" or "torch.Size([])", an empty list. Raises Unreadable."""
    with quoted_as_typed(text):
        return Reading(text, _sizes(text, name, label))


def _sizes(text: str, name: str, label: str) -> list[int]:
    body, transposed = bare(
        plain(text).replace("\n", " ").replace("∈", "=").replace(r"\in ", "= "), name=name, label=label
    )
    scalar = SCALAR
    if found := SPACE.match(body):
        scalar = SCALAR_SIZE if "Size" in found[0] else SCALAR
        body = body[found.end() :].strip()
    if not body:
        raise Unreadable(f"{short(text)} is not a shape: write one like 3 x 2.")
    check_brackets(body)
    if scalar.fullmatch(body) and not transposed:
        return []
    while (inner := unwrapped(body)) is not None:
        body = inner
    sizes = BETWEEN.split(body.rstrip(",;"))
    if not all(sizes) or transposed:
        raise Unreadable(f"{short(text)} is not a shape: write one like 3 x 2, or () for that of a single number.")
    if wrong := next((size for size in sizes if not re.fullmatch(r"[1-9]\d{0,8}", size)), None):
        raise Unreadable(f"{short(wrong)} is no size of an axis: write a shape like 3 x 2.")
    return [int(size) for size in sizes]
