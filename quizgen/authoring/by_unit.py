"""The network computed one unit at a time, in plain Python: a second opinion that shares no code with the reference."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from quizgen.authoring.problem import Problem

Column = list[float]


def states_by_unit(
    p: Problem,
    f: Callable[[float], float] = math.tanh,
    *,
    x: Sequence[Column] | None = None,
    h_0: Column | None = None,
) -> tuple[list[Column], list[Column]]:
    """The pre-activations a_1 ... a_T and the states h_0 ... h_T of a drawn problem, for its own x and h_0 or for others.

    `f` is the activation. Each a_t and h_t is a list of H numbers.
    """
    a: list[Column] = []
    h: list[Column] = [p.h_0 if h_0 is None else h_0]
    for x_t in p.x if x is None else x:
        parts = zip(times(p.W, x_t), times(p.W_h, h[-1]), p.b, strict=True)
        a.append([from_x + from_h + bias for from_x, from_h, bias in parts])
        h.append([f(value) for value in a[-1]])
    return a, h


def times(matrix: Sequence[Column], column: Column) -> Column:
    """A matrix (rows, columns) times a column, as a list with an entry for each row."""
    return [sum(w * v for w, v in zip(row, column, strict=True)) for row in matrix]
