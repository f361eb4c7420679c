"""Gradient clipping. The gradients of x and h_0 stay as they are: these are data, not parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.products import Array, floats, per_problem
from reference_rnn.records import Gradients
from reference_rnn.registry import Reference

PARAMETERS = ("W", "W_h", "b", "W_y", "b_y")


class Clipping(Reference):
    """Clipping by the common norm: all gradients times limit / norm where the norm of all together exceeds the limit.

    As Pascanu et al. 2013 have it. The limit is a number, or one per problem (*P,); gradients then carry the problem
    axes in front.
    """

    def __init__(self, limit: ArrayLike) -> None:
        self.limit = floats(limit)

    def length(self, entries: Array) -> Array:
        """The Euclidean norm of a vector: (*P, n) -> (*P,)."""
        return np.asarray(np.sqrt((entries * entries).sum(axis=-1)))

    def together(self, *parts: Array) -> Array:
        """The entries of several gradients side by side: (*P, n)."""
        problems = self.limit.shape
        return np.concatenate([floats(part).reshape(*problems, -1) for part in parts], axis=-1)

    def sizes(self, *parts: Array) -> tuple[Array, ...]:
        """The norm that each gradient is measured by: for all the same, taken over all entries together."""
        return (self.length(self.together(*parts)),) * len(parts)

    def exceeds(self, size: Array) -> Array:
        """Whether there is anything to clip."""
        return np.asarray(size > self.limit)

    def shrinking(self, size: Array) -> Array:
        """The factor that brings this norm to the limit."""
        return np.asarray(self.limit / np.where(size > 0, size, 1.0))

    def factor(self, size: Array) -> Array:
        """What a gradient is multiplied by: limit / norm beyond the limit, else 1."""
        return np.where(self.exceeds(size), self.shrinking(size), 1.0)

    def clip(self, *parts: Array) -> tuple[Array, ...]:
        """The clipped gradients."""
        sizes = self.sizes(*parts)
        return tuple(part * per_problem(self.factor(size), part) for part, size in zip(parts, sizes, strict=True))


def _parts(grads: Gradients) -> dict[str, Array]:
    return {name: part for name in PARAMETERS if (part := getattr(grads, name)) is not None}


def _clipping(grads: Gradients, limit: ArrayLike) -> Clipping:
    return Clipping(np.broadcast_to(limit, grads.b.shape[:-1]))


def norm(grads: Gradients) -> Array:
    """The Euclidean norm over all parameters together, one per problem: (*P,)."""
    return _clipping(grads, 0.0).sizes(*_parts(grads).values())[0]


def clip_by_norm(grads: Gradients, limit: ArrayLike) -> Gradients:
    """Scales all gradients down to the limit where their common norm exceeds it: the direction stays."""
    parts = _parts(grads)
    clipped = _clipping(grads, limit).clip(*parts.values())
    return replace(grads, **dict(zip(parts, clipped, strict=True)))


def clip_by_value(grads: Gradients, limit: float) -> Gradients:
    """Limits each entry to [-limit, limit]: the direction may change."""
    return replace(grads, **{name: np.clip(part, -limit, limit) for name, part in _parts(grads).items()})
