"""Families of numbers that make a problem worth asking: the grids they are drawn from and the draws they refuse.

Grids and limits are the measured ones of the grading rules: inside them every pre-activation can be told from its tanh,
nothing saturates, transposing W_h shows, and a step is eight products of at most two decimals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reference_rnn import RNN

if TYPE_CHECKING:
    from quizgen.authoring.problem import Problem, Refusals


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


def calculator(p: Problem) -> Refusals:
    """What the calculator family refuses (rule 5.1)."""
    yield from well_mixed(p.W_h)
    yield from different_inputs(p.x)
    a = preactivations(p, "tanh")
    yield "a pre-activation outside 0.25 ... 1.8", ((abs(a) < 0.25) | (abs(a) > 1.8)).any(axis=(0, -1))


def mental(p: Problem) -> Refusals:
    """What the mental family refuses (rule 5.3)."""
    yield from different_inputs(p.x)
    a = preactivations(p, "relu")
    yield "a pre-activation of 0 or beyond 20", ((a == 0) | (abs(a) > 20)).any(axis=(0, -1))
    yield "no unit clipped before the last step", (a[:-1] > 0).all(axis=(0, -1))
    yield "no unit active at the last step", (a[-1] < 0).all(axis=-1)


def well_mixed(W_h: NDArray[Any]) -> Refusals:
    """W_h must differ from its transpose and from a singular matrix, or transposition and rank hide a misconception."""
    if W_h.shape[-1] == 2:
        (p, q), (r, s) = (W_h[..., 0, 0], W_h[..., 0, 1]), (W_h[..., 1, 0], W_h[..., 1, 1])
        yield "W_h nearly symmetric", abs(q - r) < 0.3 - 1e-9
        yield "W_h nearly singular", abs(p * s - q * r) < 0.2 - 1e-9


def different_inputs(x: NDArray[Any]) -> Refusals:
    """All inputs differ, and the sequence is not the same backwards."""
    for t in range(len(x)):
        for s in range(t):
            yield "two inputs alike", (x[s] == x[t]).all(axis=-1)


def preactivations(p: Problem, activation: str) -> NDArray[Any]:
    """a_1 ... a_T (T, N, H) of the reference."""
    net = RNN(p.W, p.W_h, p.b, activation=activation)
    h, found = p.h_0, []
    for x_t in p.x:
        found.append(net.preactivation(x_t, h))
        h = net.step(x_t, h)
    return np.array(found)
