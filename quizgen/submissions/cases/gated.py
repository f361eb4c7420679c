"""The gated cells that a submission is tested with: an LSTM or a GRU, and the calls of their functions."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from quizgen.submissions.cases.call import Array, Call
from quizgen.submissions.cases.networks import random_array
from reference_rnn import LSTM

BEFORE, AFTER = "before", "after"  # where the reset gate of a GRU acts: both are right
GATES = "ifgo"  # the order of the blocks of rows in the chapter's W, W_h and b of an LSTM


@dataclass(frozen=True, eq=False)
class GatedCase:
    """A batch of sequences and a gated cell with one block of rows in W, W_h and b for each gate and the candidate.

    x (B, T, D), h_0 and c_0 (B, H), W (4H, D), W_h (4H, H), b (4H,), or 3H for a GRU; ∂L/∂h (B, T, H), ∂L/∂c_T (B, H).
    """

    x: Array
    h_0: Array
    c_0: Array
    W: Array
    W_h: Array
    b: Array
    dh: Array
    dc: Array

    @classmethod
    def of(cls, B: int, T: int, D: int, H: int, *, blocks: int = 4, draw: str = "") -> Self:
        """The case of this size with random numbers; another `draw` gives other numbers."""
        size = f"{blocks} gates {B} {T} {D} {H}{draw}"
        rows = blocks * H
        return cls(
            x=random_array(f"x {size}", B, T, D, low=0.5, high=1.5),
            h_0=random_array(f"h_0 {size}", B, H, low=0.4),
            c_0=random_array(f"c_0 {size}", B, H, low=0.6, high=1.4),
            W=random_array(f"W {size}", rows, D),
            W_h=random_array(f"W_h {size}", rows, H, low=0.3),
            b=random_array(f"b {size}", rows, low=0.1, high=0.4),
            dh=random_array(f"dh {size}", B, T, H),
            dc=random_array(f"dc {size}", B, H),
        )

    def with_arrays(self, **changes: Array) -> Self:
        """The same case with some arrays replaced."""
        return dataclasses.replace(self, **changes)

    def with_zero(self, *names: str) -> Self:
        """The same case with the named arrays zero."""
        return self.with_arrays(**{name: np.zeros_like(getattr(self, name)) for name in names})

    def with_blocks(self, blocks: str, *, order: str = GATES, names: tuple[str, ...] = ("W", "W_h", "b")) -> Self:
        """The same case with these arrays zero but for the rows of some gates."""
        H = self.h_0.shape[1]
        kept = np.repeat([float(gate in blocks) for gate in order], H)
        return self.with_arrays(**{n: np.multiply(getattr(self, n).T, kept).T for n in names})

    def steps(self, first: int, last: int) -> Self:
        """Only the steps first + 1 ... last."""
        return self.with_arrays(x=self.x[:, first:last], dh=self.dh[:, first:last])

    def examples(self, first: int, last: int) -> Self:
        """Only the examples first + 1 ... last."""
        changes = {name: getattr(self, name)[first:last] for name in ("x", "h_0", "c_0", "dh", "dc")}
        return self.with_arrays(**changes)

    def doubled(self) -> Self:
        """Every example twice, at half the weight."""
        twice = {name: np.concatenate([getattr(self, name)] * 2) for name in ("x", "h_0", "c_0", "dh", "dc")}
        return self.with_arrays(**{**twice, "dh": twice["dh"] / 2, "dc": twice["dc"] / 2})

    # The calls; each is the same Call every time

    @cached_property
    def lstm_step(self) -> Call:
        """One step of the LSTM from h_0 and c_0."""
        return Call("lstm_step", (self.x[:, 0], self.h_0, self.c_0, self.W, self.W_h, self.b))

    @cached_property
    def lstm_forward(self) -> Call:
        """All steps of the LSTM, from h_0 and c_0 = 0."""
        return Call("lstm_forward", (self.x, self.h_0, self.W, self.W_h, self.b))

    @cached_property
    def lstm_step_backward(self) -> Call:
        """Back through the first step."""
        walked = LSTM(self.W, self.W_h, self.b).forward(self.x[:, :1], self.h_0, self.c_0)
        before = self.x[:, 0], self.h_0, self.c_0
        return Call("lstm_step_backward", (self.dh[:, 0], self.dc, *before, walked, self.W, self.W_h, self.b))

    @cached_property
    def lstm_backward(self) -> Call:
        """Back through all steps."""
        walked = LSTM(self.W, self.W_h, self.b).forward(self.x, self.h_0)
        return Call("lstm_backward", (self.dh, self.x, self.h_0, walked, self.W, self.W_h, self.b))

    @cached_property
    def gru_step(self) -> Call:
        """One step of the GRU from h_0."""
        return Call("gru_step", (self.x[:, 0], self.h_0, self.W, self.W_h, self.b, BEFORE))

    @cached_property
    def gru_forward(self) -> Call:
        """All steps of the GRU from h_0."""
        return Call("gru_forward", (self.x, self.h_0, self.W, self.W_h, self.b, BEFORE))


@functools.cache
def gated_case(B: int, T: int, D: int, H: int, blocks: int) -> GatedCase:
    """The case of this size, the same one every time."""
    return GatedCase.of(B, T, D, H, blocks=blocks)
