"""When an earlier answer is no basis to go on from: it is impossible, or it makes what follows trivial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from quizgen.grading.distance import EDGE, flat
from quizgen.model import Ask, Numbers, Value


def impossible(ask: Ask, value: Value) -> str:
    """Why the quantity can never have this value, or ""."""
    if not isinstance(ask, Numbers) or ask.between is None:
        return ""
    low, high = ask.between
    beyond = [v for v in flat(value) if not low - EDGE <= v <= high + EDGE]
    return f"{beyond[0]:g} is impossible: {ask.name} lies between {low:g} and {high:g}" if beyond else ""


def trivial(ask: Ask, value: Value, problem: Mapping[str, Value]) -> str:
    """Why going on from this value would be no work, or "". Single whole numbers meet by chance."""
    values = flat(value)
    if not isinstance(ask, Numbers) or not values.size or (ask.decimals == 0 and values.size == 1):
        return ""
    if not values.any():
        return "zeros make what follows trivial"
    if ask.decimals and (np.abs(values) == 1).all():
        return "values of ±1 make what follows trivial"
    for name, given in _given(problem):
        if given.shape == values.shape and np.allclose(given, values, rtol=0, atol=EDGE):
            return f"it is a copy of {name}"
    return ""


def _given(problem: Mapping[str, Value]) -> Iterator[tuple[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]]:
    """Every number, vector and row of the problem, by name; a matrix counts row by row."""
    for name, value in problem.items():
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            continue
        if array.ndim < 2:
            yield name, array.ravel()
        elif array.ndim == 2:
            yield from ((f"{name}_{n}" if name == "x" else f"row {n} of {name}", row) for n, row in enumerate(array, 1))
