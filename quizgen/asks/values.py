"""Values of answers as arrays and as text: what several kinds of ask share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Value

Array = NDArray[np.float64]

EDGE = 1e-9  # so that no answer is lost to the last bit of a float


def flat(value: Value) -> Array:
    """The numbers of an answer in reading order; none when it holds no numbers."""
    try:
        return np.asarray(value, dtype=float).ravel()
    except (TypeError, ValueError):
        return np.empty(0)


def numbers(value: Value) -> list[float]:
    """The same as a list; most answers are numbers or lists of them already."""
    if type(value) is float:
        return [value]
    if type(value) is list and all([type(one) is float for one in value]):
        return value
    found: list[float] = flat(value).tolist()
    return found


def entries(value: Value) -> list[Any]:
    """A number, vector or matrix of plain numbers as one flat list."""
    return [number for item in value for number in entries(item)] if isinstance(value, list) else [value]


def whole(right: bool) -> Array:
    """The distance of an answer that is right or wrong as a whole."""
    return np.array([0.0 if right else np.inf])


def show_value(value: Value, show: Callable[[Any], str]) -> str:
    """A number, vector or matrix as people write it: 0.4118, (0.5545, −0.4503), [[1, 2], [3, 4]]."""
    if value is None:
        return "–"
    if isinstance(value, list) and value and isinstance(value[0], list):
        return f"[{', '.join(f'[{_joined(row, show)}]' for row in value)}]"
    return f"({_joined(value, show)})" if isinstance(value, list) else show(value)


def _joined(values: Sequence[Any], show: Callable[[Any], str]) -> str:
    return ", ".join(show(value) for value in values)


def show_number(value: Any) -> str:
    """A number with at most six digits and a real minus sign; anything else as it is."""
    if not isinstance(value, (int, float)):
        return str(value)
    return format(value + 0.0, ".6g").replace("-", "−")  # adding 0.0 leaves no -0


def write_value(value: Value, write: Callable[[Any], str]) -> str:
    """A number, vector or matrix as it is typed: "1, 2" and, row by row, "1, 2; 3, 4"."""
    if isinstance(value, list):
        between = "; " if value and isinstance(value[0], list) else ", "
        return between.join(write_value(item, write) for item in value)
    return write(value)


def number(value: float, decimals: int | None = None) -> str:
    """A number as printed: all its decimals, or rounded to `decimals`; what rounds to zero has no sign."""
    return format(value, "z.12g" if decimals is None else f"z.{decimals}f")


def column(values: Sequence[Any], decimals: int | None = None) -> str:
    """A column vector, or a matrix given row by row, as LaTeX."""
    rows = [" & ".join(number(v, decimals) for v in entries(row)) for row in values]
    return r"\begin{pmatrix}" + r" \\ ".join(rows) + r"\end{pmatrix}"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
