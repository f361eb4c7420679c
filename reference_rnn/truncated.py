"""Truncated backpropagation through time: the sequence in chunks; the state is carried on, the gradient is cut."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.products import Array
from reference_rnn.records import Trace
from reference_rnn.rnn import RNN


class TruncatedBPTT(RNN):
    """An RNN trained on chunks of `chunk` steps, the gradients of all chunks added. The forward pass is that of an RNN.

    The gradient is cut between chunks, as frameworks cut it by detaching the state; Williams and Peng 1990 let chunks overlap.
    """

    def __init__(self, *parameters: ArrayLike, chunk: int, **options: Any) -> None:
        super().__init__(*parameters, **options)
        self.chunk = chunk

    def steps_in_chunk(self) -> int:
        """How many steps a chunk has; the last one may have fewer."""
        return self.chunk

    def starts(self, T: int) -> range:
        """The first step of each chunk, counted from 0."""
        return range(0, T, self.steps_in_chunk())

    def handed_on(self, h: Array) -> Array:
        """The state from which a chunk starts, from the last state of the chunk before."""
        return h

    def across(self, carried: Array) -> Array:
        """What of the gradient W_hᵀ δ_t goes on from a chunk to the one before: nothing."""
        return np.zeros_like(carried)

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        """All a_t and all states, chunk by chunk."""
        a, h, state = [], [h_0[None]], h_0
        for start in self.starts(len(x)):
            a_part, h_part = super().unroll(x[start : start + self.steps_in_chunk()], state)
            a.append(a_part)
            h.append(h_part[1:])
            state = self.handed_on(h_part[-1])
        return np.concatenate(a), np.concatenate(h)

    def through_time(self, dh: Array, trace: Trace) -> Array:
        """All δ_t, from the last chunk to the first."""
        found: list[Array] = []
        for start in reversed(self.starts(len(dh))):
            stop = start + self.steps_in_chunk()
            arriving = dh[start:stop].copy()
            if found:
                arriving[-1] = self.arriving(arriving[-1], self.across(self.carry_back(found[0][0])))
            found.insert(0, super().through_time(arriving, trace.between(start, stop)))
        return np.concatenate(self.counted(found))

    def counted(self, deltas: list[Array]) -> list[Array]:
        """The δ_t of each chunk as they count in the sums: all of them."""
        return deltas

    def partners(self, trace: Trace) -> Array:
        """The states that W_h multiplied: h_(t-1), or what was handed on to the chunk."""
        states = trace.states[:-1].copy()
        for start in self.starts(len(states))[1:]:
            states[start] = self.handed_on(states[start])
        return states
