"""Gradient clipping. The gradients of x and h_0 stay as they are: these are data, not parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.products import Array, per_problem
from reference_rnn.records import Gradients

PARAMETERS = ("W", "W_h", "b", "W_y", "b_y")


def _parts(grads: Gradients) -> dict[str, Array]:
    return {name: part for name in PARAMETERS if (part := getattr(grads, name)) is not None}


def norm(grads: Gradients) -> Array:
    """The Euclidean norm over all parameters together, one per problem: (*P,)."""
    problems = grads.b.ndim - 1
    squares = [(part * part).sum(axis=tuple(range(problems, part.ndim))) for part in _parts(grads).values()]
    return np.asarray(np.sqrt(np.sum(squares, axis=0)))


def clip_by_norm(grads: Gradients, limit: ArrayLike) -> Gradients:
    """Scales all gradients down to the limit where their common norm exceeds it: the direction stays."""
    size = norm(grads)
    factor = np.where(size > limit, limit / np.where(size > 0, size, 1.0), 1.0)
    return replace(grads, **{name: part * per_problem(factor, part) for name, part in _parts(grads).items()})


def clip_by_value(grads: Gradients, limit: float) -> Gradients:
    """Limits each entry to [-limit, limit]: the direction may change."""
    return replace(grads, **{name: np.clip(part, -limit, limit) for name, part in _parts(grads).items()})
