"""How likely a random wrong answer meets one of some candidates by chance: what decides whether one is asserted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quizgen.ask import Spread
from quizgen.asks.values import Array

MOST = 1e-3  # the chance that some random wrong answer is given a story that is not its own
WINDOWS = (1.5, 1.0, 0.5)  # units within which a candidate is recognised: as wide as the chance allows
SAME = 9  # decimals in which equal candidates agree
NARROWEST = WINDOWS[-1]  # one value of those that can be written with these decimals


def chances(candidates: Array, truth: Array, unit: Array, spread: Spread) -> NDArray[np.float64]:
    """For each candidate (n, parts): the chance that a random answer, written to units, is that very value: (n, 2).

    The first is that of an answer uniform in the possible range, the second that of one near the truth. `parts` are the
    components that are wrong.
    """
    inside = (candidates >= spread.low) & (candidates <= spread.high)
    uniform = np.where(inside, unit / (spread.high - spread.low), 0.0)
    apart = (candidates - truth) / spread.near
    near = unit / (spread.near * np.sqrt(2 * np.pi)) * np.exp(-apart * apart / 2)
    return np.stack([uniform.prod(axis=-1), near.prod(axis=-1)], axis=-1)


def chosen_and_window(candidates: Array, chance: NDArray[np.float64]) -> tuple[NDArray[np.bool_], float]:
    """Which candidates, the likeliest first, may be looked for, and how near (in units) an answer must come to one.

    So many, and so near, that a random answer meets any of them with a chance of MOST at most. Equal ones count once.
    """
    first: dict[tuple[float, ...], int] = {}
    for i, row in enumerate(candidates.round(SAME).tolist()):
        first.setdefault(tuple(row), i)
    spent, chosen = np.zeros(2), np.zeros(len(candidates), bool)
    for i in first.values():
        if (spent + chance[i] <= MOST).all():
            spent += chance[i]
            chosen[i] = True
    wider = (window for window in WINDOWS if (spent * (window / NARROWEST) ** candidates.shape[1] <= MOST).all())
    return chosen, next(wider, NARROWEST)
