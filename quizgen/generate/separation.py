"""Which misconceptions a set of numbers can tell apart: the live set of grading rule 4, for thousands of problems at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MARGIN = 4.0  # times the diagnosis tolerance: distance of a live slip from the truth and from every other
TARGET_MARGIN = 10.0
BLOCK = 128  # problems compared at a time: what is compared stays in the processor's cache
FEW = 8  # problems up to which all pairs are compared in one go
SAME = 1e-5  # also in tolerances: equal but for floating-point rounding


@dataclass(frozen=True)
class Separation:
    """For m misconceptions on N problems, in order of priority.

    `distance` (m, N): to the truth, in diagnosis tolerances; `live` (m, N): distinct from the truth and from every live one
    before it; `twin_of` (m, N): the earlier live one with the very same answers, or -1.
    """

    distance: NDArray[np.float64]
    live: NDArray[np.bool_]
    twin_of: NDArray[np.int64]


def separate(truth: NDArray[np.float64], slips: NDArray[np.float64]) -> Separation:
    """truth (M, N) and slips (M, m, N), both in diagnosis tolerances; a slip with a nan cannot be followed."""
    distance = np.abs(slips - truth[:, None]).max(axis=0)
    live = distance >= MARGIN  # nan compares false
    twin_of = np.full(live.shape, -1)
    for start in range(0, live.shape[1], BLOCK):
        here = slice(start, start + BLOCK)
        keep_the_first(slips[..., here], live[:, here], twin_of[:, here])
    return Separation(distance, live, twin_of)


def keep_the_first(slips: NDArray[np.float64], live: NDArray[np.bool_], twin_of: NDArray[np.int64]) -> None:
    """Remove from `live` the slips near an earlier live slip; note in `twin_of` those that are equal to it."""
    for later, apart in neighbours(slips):
        blocked = (apart < MARGIN) & live[:later]
        if blocked.any():
            twins = blocked & (apart <= SAME) & live[later]
            twin_of[later] = np.where(twins.any(axis=0), twins.argmax(axis=0), -1)
            live[later] &= ~blocked.any(axis=0)


def neighbours(slips: NDArray[np.float64]) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """For each slip that may be near an earlier one: its place, and its distance to every slip before it (place, N), inf if far."""
    m, problems = slips.shape[1:]
    if problems > FEW:
        for later in range(1, m):
            near = (
                np.abs(slips[-1, :later] - slips[-1, later]) < MARGIN
            )  # hardly any: the last component tells most apart
            if near.any():
                earlier, problem = near.nonzero()
                apart = np.full(near.shape, np.inf)
                apart[near] = np.abs(slips[:, earlier, problem] - slips[:, later, problem]).max(axis=0)
                yield later, apart
        return
    apart = np.abs(slips[:, :, None] - slips[:, None]).max(axis=0)
    for later in np.flatnonzero(np.tril((apart < MARGIN).any(axis=-1), -1).any(axis=1)).tolist():
        yield later, apart[later, :later]
