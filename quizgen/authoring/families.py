"""Families of numbers: the grids they are drawn from, and the draws they refuse because misconceptions would not show.

Grids and limits are measured, see the grading rules: within them every pre-activation differs clearly from its tanh,
nothing saturates, transposing W_h shows, and a step is eight products of at most two decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from math import tanh
from operator import mul
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from quizgen.authoring.problem import Problem, Refusals
from reference_rnn import RNN

Rows = list[list[float]]
TRIES = 20  # inputs tried for a step before the draw is refused
LEAST, MOST = 0.25, 1.8  # |a|: below, a and tanh a are too alike; above, the state saturates
ASYMMETRY, MIX = 0.3 - 1e-9, 0.2 - 1e-9  # |W_h12 - W_h21| and |det W_h| at least


class Chooser(Protocol):
    """Draws one item of a list, as a Draw does."""

    def one_of(self, items: Rows, /) -> list[float]: ...


def signed(low: float, high: float) -> list[float]:
    """±low ... ±high in steps of a tenth."""
    tenths = range(round(low * 10), round(high * 10) + 1)
    return [sign * tenth / 10 for tenth in tenths for sign in (1, -1)]


W = signed(0.2, 0.9)
W_H = signed(0.4, 0.9)
B = signed(0.1, 0.4)
W_Y = [1.0, -1.0, 1.5, -1.5, 2.0, -2.0]
B_Y = signed(0.2, 0.5)
X = [0.5, -0.5, 1.0, -1.0, 1.5, -1.5]


@cache
def mixing() -> list[list[list[float]]]:
    """The 2×2 matrices W_h of the grid that mix the units: neither nearly symmetric nor nearly singular."""
    rows = [[p, q] for p in W_H for q in W_H]
    return [
        [u, v] for u in rows for v in rows if abs(u[1] - v[0]) >= ASYMMETRY and abs(u[0] * v[1] - u[1] * v[0]) >= MIX
    ]


@cache
def inputs(D: int) -> Rows:
    """Every input of the grid."""
    return [list(x_t) for x_t in product(X, repeat=D)]


def clear_inputs(draw: Chooser, W: Rows, W_h: Rows, b: list[float], h_0: list[float], T: int) -> Rows:
    """Inputs x_1 ... x_T, all different, that keep every pre-activation clear of 0 and of saturation.

    Where none is found for a step, an input is repeated, and the family refuses the draw.
    """
    h, x, grid, one_of = h_0, cast(Rows, []), inputs(len(W[0])), draw.one_of
    for _ in range(T):
        terms = [(row, sum(map(mul, back, h)) + bias) for row, back, bias in zip(W, W_h, b, strict=True)]
        for _ in range(TRIES):
            x_t = one_of(grid)
            a = clear(terms, x_t)
            if a and x_t not in x:
                break
        else:
            return x + [x_t] * (T - len(x))
        x.append(x_t)
        h = list(map(tanh, a))
    return x


def clear(terms: Sequence[tuple[list[float], float]], x_t: list[float]) -> list[float]:
    """The components of W x_t + rest, given each row of W with its component of the rest; nothing if one is not clear."""
    a = []
    for row, total in terms:
        for part in map(mul, row, x_t):
            total += part
        if not LEAST <= abs(total) <= MOST:
            return []
        a.append(total)
    return a


def calculator(p: Problem) -> Refusals:
    """The draws that the calculator family refuses (grading rule 5.1), for stacked problems."""
    yield from well_mixed(p.W_h)
    yield from different_inputs(p.x)
    a = preactivations(p, "tanh")
    yield f"a pre-activation outside {LEAST} ... {MOST}", ((abs(a) < LEAST) | (abs(a) > MOST)).any(axis=(0, -1))


def mental(p: Problem) -> Refusals:
    """The draws that the mental family refuses (grading rule 5.3), for stacked problems."""
    yield from different_inputs(p.x)
    a = preactivations(p, "relu")
    yield "a pre-activation of 0 or beyond 20", ((a == 0) | (abs(a) > 20)).any(axis=(0, -1))
    yield "no unit clipped before the last step", (a[:-1] > 0).all(axis=(0, -1))
    yield "a step without an active unit", (a < 0).all(axis=-1).any(axis=0)


def well_mixed(W_h: NDArray[Any]) -> Refusals:
    """Refuse a W_h (N, 2, 2) near its transpose or a singular matrix, on which misconceptions would not show."""
    if W_h.shape[-1] == 2:
        (p, q), (r, s) = (W_h[..., 0, 0], W_h[..., 0, 1]), (W_h[..., 1, 0], W_h[..., 1, 1])
        yield "W_h nearly symmetric", abs(q - r) < ASYMMETRY
        yield "W_h nearly singular", abs(p * s - q * r) < MIX


def different_inputs(x: NDArray[Any]) -> Refusals:
    """Refuse inputs x (T, N, D) of which two are equal."""
    for t in range(len(x)):
        for s in range(t):
            yield "two inputs alike", (x[s] == x[t]).all(axis=-1)


def preactivations(p: Problem, activation: str) -> NDArray[Any]:
    """The pre-activations a_1 ... a_T (T, N, H) of the reference."""
    net = RNN(p.W, p.W_h, p.b, activation=activation)
    h, found = p.h_0, []
    for x_t in p.x:
        a_t, h = net.cell(net.driven(x_t), net.recurrent_part(h))
        found.append(a_t)
    return np.array(found)
