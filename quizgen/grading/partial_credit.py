"""The share of its points each component of an answer earns: by the truth, by the learner's own values, or in part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from quizgen.ask import FINEST, Ask
from quizgen.asks.values import Array
from quizgen.grading.carried import Derivation


@dataclass(frozen=True)
class Shares:
    """Shares (0 to 1) of the components in reading order, and how they were earned."""

    each: Array
    own: bool = False  # some component is right only from the learner's own earlier answers
    coarse: str = ""  # what to say if some component is right as far as its decimals go
    halved: bool = False  # some component follows from an impossible or trivial value

    @property
    def full(self) -> bool:
        """Every component is right."""
        return bool((self.each == 1).all())

    @property
    def wrong(self) -> bool:
        """Some component is not right in any way."""
        return bool((self.each == 0).any())


def shares(derived: Derivation, ask: Ask) -> Shares:
    """The shares of a typed answer: the truth first, then what follows from the learner's own values."""
    typed = derived.typed[ask.name]
    direct, carried = ask.allowed
    from_truth = ask.distance(typed, derived.variant.key[ask.name])
    from_own = ask.distance(typed, derived.carried.get(ask.name))
    right = (from_truth <= direct) | (from_own <= carried)
    each = right.astype(float)
    half = ~right & (ask.distance(typed, derived.carried_from_all.get(ask.name)) <= carried)
    each[half] = 0.5
    sentence = ""
    if coarse := ask.coarse(derived.readings[ask.name]):
        near = (from_truth <= coarse.slack + direct) | (from_own <= coarse.slack + carried)
        roughly = ~right & ~half & (coarse.share > 0) & near
        each[roughly] = coarse.share[roughly]
        sentence = coarse.sentence if roughly.any() else ""
    return Shares(each, bool((right & (from_truth > direct)).any()), sentence, bool(half.any()))


def rounded_share(derived: Derivation, ask: Ask) -> float:
    """The share of a typed answer whose values on the way were rounded too early: that of the decimals still right.

    Each component earns as if it had been given with those decimals alone.
    """
    typed, reading = derived.typed[ask.name], derived.readings[ask.name]
    from_truth = ask.distance(typed, derived.variant.key[ask.name])
    from_own = ask.distance(typed, derived.carried.get(ask.name))
    each = shares(derived, ask).each
    for decimals in range(FINEST, 0, -1):
        if coarse := ask.coarse(replace(reading, decimals=(decimals,) * len(reading.decimals))):
            near = (from_truth <= coarse.slack + ask.allowed[0]) | (from_own <= coarse.slack + ask.allowed[1])
            each = np.where(near, np.maximum(each, coarse.share), each)
    return float(each.mean())
