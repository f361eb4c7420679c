"""The sequence and the network that a tutorial's class is put to.

What a class cannot be given is put to it in another way, in which the states and gradients are the same:

- a first state: where it always starts from zeros, one more input that is 1 at the first step only has the weights W_h h_0;
- a bias: where it has none, one more input that is always 1 has the weights b;
- vectors: where it takes ids, the id t is given at step t, and column t of its W is W x_t;
- ∂L/∂h_t: W_y is the identity, so ∂L/∂y_t is ∂L/∂h_t; where it computes the loss of a softmax itself, b_y makes one class U
  certain, so W_yᵀ (p - y) is W_y[U] - W_y[target], which is 0 - (-∂L/∂h_t); without b_y W_y is so small that all classes are
  equally likely, and its rows add up to zero, so W_yᵀ (p - y) is -W_y[target]; where it
  computes a squared error, outputs are so small that y - target is -target. Where the loss can depend on the last output
  alone, the gradients of sequences that end at t = 1, 2, ... are added, each with its own ∂L/∂h_t.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quizgen.submissions.cases import Array
from quizgen.submissions.interfaces.interface import Arguments
from quizgen.submissions.interfaces.scratch_plan import Plan

CERTAIN = 60.0  # a logit against which others of size 1 vanish in double precision
SCALE = 1 / 64  # of ∂L/∂h, in which gradients are linear: so that the usual clipping, at ±1 or ±5, changes none
SMALL = 2.0**-20  # weights to outputs that vanish beside their targets
FAINT = 2.0**-34  # the same where the logits have to be almost equal, for want of a bias


@dataclass(frozen=True, eq=False)
class Net:
    """One sequence x (T, D) and the network it is put to, in the chapter's order of axes; dh (T, H) may be None."""

    x: Array
    h_0: Array
    W: Array
    W_h: Array
    b: Array
    dh: Array | None = None

    def until(self, t: int, *, last_only: bool = False) -> Net:
        """The first t steps; with `last_only` nothing arrives but at the last of them."""
        dh = self.dh
        if dh is not None:
            dh = dh[:t] if not last_only else np.concatenate([np.zeros_like(dh[: t - 1]), dh[t - 1 : t]])
        return Net(self.x[:t], self.h_0, self.W, self.W_h, self.b, dh)


def nets(plan: Plan, given: Arguments) -> list[Net]:
    """The sequences of a batch, each as it is put to a class."""
    gradients = given.get("dh", [None] * len(given["x"]))
    cell = given["W"], given["W_h"], given["b"]
    return [_put(plan, Net(x, h_0, *cell, dh)) for x, h_0, dh in zip(given["x"], given["h0"], gradients, strict=True)]


def _put(plan: Plan, net: Net) -> Net:
    x, W, h_0, b = net.x, net.W, net.h_0, net.b
    if plan.takes_ids:
        W, x = W @ x.T, np.eye(len(x), dtype=x.dtype)
        if begins_at_zeros(plan, h_0):
            W[:, 0] += net.W_h @ h_0
        W = W if plan["b"] is not None else W + b[:, None]
    else:
        if begins_at_zeros(plan, h_0):
            W = np.concatenate([W, (net.W_h @ h_0)[:, None]], axis=1)
            x = np.concatenate([x, np.eye(len(x), 1, dtype=x.dtype)], axis=1)
        if plan["b"] is None:
            W = np.concatenate([W, b[:, None]], axis=1)
            x = np.concatenate([x, np.ones((len(x), 1), dtype=x.dtype)], axis=1)
    b = b if plan["b"] is not None else np.zeros_like(b)
    if plan.is_tied and (more := _outputs(plan, net) - W.shape[1]) > 0:
        W, x = with_zeros(W, 0, more), with_zeros(x, 0, more)
    return Net(x, h_0 if plan.takes_h0 else np.zeros_like(h_0), W, net.W_h, b, net.dh)


def with_zeros(matrix: Array, rows: int, columns: int) -> Array:
    """A matrix with rows and columns of zeros at its ends; np.pad takes ten times as long."""
    wider = np.zeros((matrix.shape[0] + rows, matrix.shape[1] + columns), matrix.dtype)
    wider[: matrix.shape[0], : matrix.shape[1]] = matrix
    return wider


def begins_at_zeros(plan: Plan, h_0: Array) -> bool:
    """Whether a first state that is not zero has to be put to the class as one more input."""
    return not plan.takes_h0 and bool(h_0.any())


def _outputs(plan: Plan, net: Net) -> int:
    """How many outputs are needed: one more than units, or than targets."""
    return 1 + max(len(net.b), len(net.x))


def width(plan: Plan, net: Net) -> int:
    """How many outputs the network has with which the states are looked at."""
    return net.W.shape[1] if plan.is_tied else len(net.b) + 1


def parts_back(plan: Plan, net: Net) -> list[Net]:
    """The backward passes that together give the gradients of a sequence."""
    assert plan.backward is not None
    lengths = range(1, len(net.x) + 1) if plan.last_only else [len(net.x)]
    return [net.until(t, last_only=plan.last_only) for t in lengths]


def scale(plan: Plan) -> float:
    """What ∂L/∂h is multiplied by."""
    return FAINT if plan.upstream.startswith("target") and plan["b_y"] is None else SCALE


def output_layer(plan: Plan, net: Net, *, backward: bool) -> tuple[Array, Array]:
    """W_y and b_y with which the outputs show the states, and what arrives at an output arrives at the state."""
    T, H = len(net.x), len(net.b)
    if backward and plan.upstream.startswith("target") and net.dh is not None:
        rows = -scale(plan) * net.dh
        last = np.zeros((1, H)) if plan["b_y"] is not None else -rows.sum(axis=0, keepdims=True)
        return np.concatenate([rows, last]), np.append(np.zeros(T), CERTAIN)
    size = SMALL if backward and plan.upstream.startswith("real") else 1.0
    return size * np.eye(H + 1, H), np.zeros(H + 1)
