"""The share of its points each component of an answer earns: by the truth, by the learner's own values, or in part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quizgen.grading.carried import Trails
from quizgen.grading.distance import Array, allowed, off
from quizgen.model import Ask, Numbers


@dataclass(frozen=True)
class Shares:
    """Shares (0 to 1) of the components in reading order, and how they were come by."""

    each: Array
    own: bool = False  # some component is right only from the learner's own earlier answers
    short: bool = False  # some component is right as far as its decimals go
    halved: bool = False  # some component follows from an impossible or trivial value

    @property
    def full(self) -> bool:
        """Every component is right."""
        return bool((self.each == 1).all())

    @property
    def wrong(self) -> bool:
        """Some component is not right in any way."""
        return bool((self.each == 0).any())


def shares(trails: Trails, ask: Ask) -> Shares:
    """The shares of a typed answer: the truth first, then what follows from the learner's own values."""
    typed, reading = trails.typed[ask.name], trails.readings[ask.name]
    direct, carried = allowed(ask)
    from_truth = off(ask, typed, trails.variant.key[ask.name])
    from_own = off(ask, typed, trails.carried.get(ask.name))
    right = (from_truth <= direct) | (from_own <= carried)
    each = right.astype(float)
    half = ~right & (off(ask, typed, trails.tainted.get(ask.name)) <= carried)
    each[half] = 0.5
    roughly = np.zeros_like(right)
    if isinstance(ask, Numbers):
        places = np.minimum(reading.decimals, ask.decimals)
        rounding = 0.5 * 10.0 ** (ask.decimals - places)
        near = (from_truth <= rounding + direct) | (from_own <= rounding + carried)
        roughly = ~right & ~half & (places > 0) & (places < ask.decimals) & near
        each[roughly] = (places / max(ask.decimals, 1))[roughly]
    return Shares(each, bool((right & (from_truth > direct)).any()), bool(roughly.any()), bool(half.any()))
