"""Misconceptions about gradient clipping."""

from __future__ import annotations

import numpy as np

from reference_rnn.clipping import Clipping
from reference_rnn.products import Array, per_problem


class ClipsEntries(Clipping, id="clip-by-value", tier="beyond"):
    """Equals what you get if each entry is limited by itself: scaling by the norm keeps the gradient's direction."""

    title = "Entries clipped in place of norm"

    def clip(self, *parts: Array) -> tuple[Array, ...]:
        limits = [per_problem(self.limit, part) for part in parts]
        return tuple(np.clip(part, -limit, limit) for part, limit in zip(parts, limits, strict=True))


class ClipsPerTensor(Clipping, id="clip-per-tensor", tier="beyond"):
    """Equals what you get with a norm for each gradient: the norm is taken over all gradients together."""

    title = "Separate norm for each gradient"

    def sizes(self, *parts: Array) -> tuple[Array, ...]:
        return tuple(self.length(self.together(part)) for part in parts)


class ClipsAlways(Clipping, id="clip-always-rescale", tier="beyond"):
    """Equals what you get if small gradients are scaled up to the limit: below it they stay as they are."""

    title = "Small gradients scaled up"

    def exceeds(self, size: Array) -> Array:
        return np.ones_like(size, dtype=bool)


class ClipsToZero(Clipping, id="clip-to-zero", tier="beyond"):
    """Equals what you get if large gradients are dropped: they are scaled down, to the limit."""

    title = "Large gradients set to zero"

    def shrinking(self, size: Array) -> Array:
        return np.zeros_like(size)


class ClipsByAbsoluteSum(Clipping, id="clip-l1-norm", tier="beyond"):
    """Equals what you get with the sum of absolute values for the norm: it is the root of the sum of squares."""

    title = "Sum of absolute values as norm"

    def length(self, entries: Array) -> Array:
        return np.asarray(np.abs(entries).sum(axis=-1))


class ClipsByLimitAlone(Clipping, id="clip-times-limit", tier="beyond"):
    """Equals what you get if large gradients are multiplied by the limit: the factor is limit / norm."""

    title = "Gradient multiplied by the limit"

    def shrinking(self, size: Array) -> Array:
        return np.broadcast_to(self.limit, size.shape)
