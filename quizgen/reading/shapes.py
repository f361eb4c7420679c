"""The shape of an array: "3 x 2", "(3, 2)"."""

from __future__ import annotations

import re

from quizgen.ask import Reading
from quizgen.reading.notation import without_name
from quizgen.reading.text import Unreadable, plain, short


def read_shape(text: str, *, name: str, label: str = "") -> Reading:
    """A shape as the list of its sizes. Raises Unreadable."""
    body = without_name(plain(text), name, label).replace("\n", " ").strip()
    if body[:1] + body[-1:] in ("()", "[]", "{}"):
        body = body[1:-1]
    sizes = re.split(r"\s*(?:[xX×✕·*,;]|\bby\b|\s)\s*", body.strip().rstrip(",;")) if body.strip() else []
    if wrong := next((size for size in sizes if not re.fullmatch(r"[1-9]\d{0,8}", size)), None):
        raise Unreadable(f"{short(wrong)} is no size of an axis: write a shape like 3 x 2.")
    if not all(sizes):
        raise Unreadable(f"{short(text)} is not a shape: write one like 3 x 2.")
    return Reading(text, [int(size) for size in sizes])
