"""Numbers from which nothing can be computed (impossible, trivial), and right numbers in a wrong layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import permutations
from typing import Any

import numpy as np

from quizgen.ask import Value
from quizgen.asks.values import EDGE, Array, numbers

MOST_ROWS = 4  # of a matrix whose rows are tried in every order


def impossible(name: str, between: tuple[float, float] | None, value: Value) -> str:
    """Why the quantity can never have this value, or ""."""
    if between is None:
        return ""
    low, high = between
    beyond = [v for v in numbers(value) if not low - EDGE <= v <= high + EDGE]
    return f"{beyond[0]:g} is impossible: {name} lies between {low:g} and {high:g}" if beyond else ""


def trivial(value: Value, decimals: int, problem: Mapping[str, Value]) -> str:
    """Why what follows from this value takes no computation, or ""."""
    typed = numbers(value)
    if not typed:
        return ""
    if not any(typed):
        return "zeros make what follows trivial"
    if decimals and abs(typed[0]) == 1 and all(abs(number) == 1 for number in typed):
        return "values of ±1 make what follows trivial"
    first = typed[0]
    for name, given in _known(Problem(problem)).get(len(typed), ()):
        if abs(given[0] - first) <= EDGE and all(map(_same, given, typed)):
            return f"it is a copy of {name}"
    return ""


class Problem:
    """A problem's numbers, told from others by being these very ones: problems are not changed, and cannot be hashed."""

    def __init__(self, numbers: Mapping[str, Value]) -> None:
        self.numbers = numbers

    def __hash__(self) -> int:
        return id(self.numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and self.numbers is other.numbers


@lru_cache(maxsize=4)
def _known(problem: Problem) -> Mapping[int, Sequence[tuple[str, Sequence[float]]]]:
    """What _given yields of numbers alone, by how many they are; a problem is asked about for each of many answers."""
    found: dict[int, list[tuple[str, Sequence[float]]]] = {}
    for name, given in _given(problem.numbers):
        if all(isinstance(one, (int, float)) for one in given):
            found.setdefault(len(given), []).append((name, given))
    return found


def _given(problem: Mapping[str, Value]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Every number, vector and row of the problem, by name; a matrix counts row by row."""
    for name, value in problem.items():
        plain = value.tolist() if isinstance(value, np.ndarray) else value
        if not isinstance(plain, (list, tuple)):
            yield name, (plain,)
        elif not any(isinstance(row, (list, tuple)) for row in plain):
            yield name, plain
        else:
            rows = ((f"{name}_{n}" if name == "x" else f"row {n} of {name}", row) for n, row in enumerate(plain, 1))
            yield from ((name, row) for name, row in rows if isinstance(row, (list, tuple)))


def _same(given: float, typed: float) -> bool:
    """Whether a part of the problem is this number."""
    return abs(given - typed) <= EDGE


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
