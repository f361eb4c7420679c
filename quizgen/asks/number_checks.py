"""Numbers from which nothing can be computed (impossible, trivial), and right numbers in a wrong layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

import numpy as np

from quizgen.ask import Value
from quizgen.asks.values import EDGE, Array, flat

MOST_ROWS = 4  # of a matrix whose rows are tried in every order


def impossible(name: str, between: tuple[float, float] | None, value: Value) -> str:
    """Why the quantity can never have this value, or ""."""
    if between is None:
        return ""
    low, high = between
    beyond = [v for v in flat(value) if not low - EDGE <= v <= high + EDGE]
    return f"{beyond[0]:g} is impossible: {name} lies between {low:g} and {high:g}" if beyond else ""


def trivial(value: Value, decimals: int, problem: Mapping[str, Value]) -> str:
    """Why what follows from this value takes no computation, or ""."""
    values = flat(value)
    if not values.size:
        return ""
    if not values.any():
        return "zeros make what follows trivial"
    if decimals and (np.abs(values) == 1).all():
        return "values of ±1 make what follows trivial"
    for name, given in _given(problem):
        if given.shape == values.shape and (np.abs(given - values) <= EDGE).all():
            return f"it is a copy of {name}"
    return ""


def _given(problem: Mapping[str, Value]) -> Iterator[tuple[str, Array]]:
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


def layout(
    shape: tuple[int, ...], typed: Array, wanted: Array, fraction: bool, exact: bool
) -> Iterator[tuple[str, Array]]:
    """The layouts that numbers of this shape can be given in, as (sentence, the numbers put right)."""
    if len(shape) == 2 and shape[0] == shape[1] > 1:
        yield "These are the right numbers with rows and columns exchanged.", typed.reshape(shape).T.ravel()
    if typed.size > 1:
        yield "These are the right numbers with the opposite sign.", -typed
    if fraction:
        yield "This is the right value in percent.", typed / 100
    if not exact:
        yield "This is the right value turned into degrees: nothing here is an angle.", np.radians(typed)


def another_order(shape: tuple[int, ...], typed: Array, wanted: Array) -> Iterator[tuple[str, Array]]:
    """The orders that these numbers can be given in, rows and columns of a matrix as wholes, as (sentence, put right)."""
    if len(shape) == 2:
        for axis, name in enumerate(("rows", "columns")):
            if MOST_ROWS >= shape[axis] > 1 < shape[1 - axis]:
                for order in permutations(range(shape[axis])):
                    meant = typed.reshape(shape).take(order, axis)
                    yield f"These are the right {name} in another order.", meant.ravel()
    if len(shape) < 2 or 1 in shape:
        ordered = np.empty_like(typed)
        ordered[np.argsort(wanted)] = np.sort(typed)
        yield "These are the right numbers in another order.", ordered
