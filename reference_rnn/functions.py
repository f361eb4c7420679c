"""The non-linear functions: f in the cell, σ at the output, each with what its derivative needs.

All accept complex arguments (a complex step differentiates them) and decide on the real part where they must decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reference_rnn.products import Array

LARGEST_EXPONENT = 709.0  # e^709 is the last power of e that float64 holds


@dataclass(frozen=True)
class Activation:
    """f and its slope f'(a), computed from a or from h = f(a)."""

    f: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Link:
    """ŷ = f(z); (ln ŷ, ln(1 - ŷ)) straight from z; and ∂L/∂z from ŷ and ∂L/∂ŷ."""

    f: Callable[[Array], Array]
    logs: Callable[[Array], tuple[Array, Array]]
    pull_back: Callable[[Array, Array], Array]


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e^-z), entry by entry; no overflow for any z."""
    return 1.0 / (1.0 + np.exp(np.minimum(-z, LARGEST_EXPONENT)))


def softmax(z: Array, axis: int | tuple[int, ...] = -1) -> Array:
    """e^z divided by its sum along an axis; no overflow for any z."""
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return np.asarray(e / e.sum(axis=axis, keepdims=True))


def relu(a: Array) -> Array:
    """max(a, 0), entry by entry."""
    return np.maximum(a, 0.0)


def identity(a: Array) -> Array:
    """A copy of a."""
    return np.array(a)


def log_sigmoid(z: Array) -> Array:
    """ln σ(z) without computing σ(z), which rounds to 0 or 1 while its logarithm still matters."""
    negative = np.where(z.real < 0, z, -z)
    return np.where(z.real < 0, z, 0.0) - np.log1p(np.exp(negative))


def log_softmax(z: Array, axis: int | tuple[int, ...] = -1) -> Array:
    """ln softmax(z) without computing softmax(z)."""
    shifted = z - z.max(axis=axis, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True)))


def logs_of(y_hat: Array) -> tuple[Array, Array]:
    """(ln ŷ, ln(1 - ŷ)) of given predictions: -inf at the ends, nan outside [0, 1], and no warning."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(y_hat), np.log1p(-y_hat)


def softmax_over(axis: int | tuple[int, ...]) -> Link:
    """Softmax along an axis of the logits; -1 is the right one."""
    return Link(
        f=lambda z: softmax(z, axis),
        logs=lambda z: (log_softmax(z, axis), logs_of(softmax(z, axis))[1]),
        pull_back=lambda y, dy: y * (dy - (y * dy).sum(axis=axis, keepdims=True)),
    )


ACTIVATIONS = {
    "tanh": Activation(np.tanh, lambda a, h: 1.0 - h * h),
    "relu": Activation(relu, lambda a, h: np.greater(a.real, 0.0).astype(a.dtype)),
    "sigmoid": Activation(sigmoid, lambda a, h: h * (1.0 - h)),
    "identity": Activation(identity, lambda a, h: np.ones_like(a)),
}

LINKS = {
    "sigmoid": Link(sigmoid, lambda z: (log_sigmoid(z), log_sigmoid(-z)), lambda y, dy: dy * y * (1.0 - y)),
    "softmax": softmax_over(-1),
    "linear": Link(identity, logs_of, lambda y, dy: dy),
}
