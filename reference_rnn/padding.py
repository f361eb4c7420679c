"""Sequences of different lengths in one batch: padded to T steps, and the padding masked."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.products import Array, empty_sequence
from reference_rnn.records import Trace
from reference_rnn.rnn import RNN


class Padded(RNN):
    """An RNN over a padded batch: at a padded step the state stays as it is, and no loss counts.

    lengths (*P, B), or (*P,) in single steps, says how many steps of each sequence are real. The last state is then
    the one after the last real step.
    """

    def __init__(self, *parameters: ArrayLike, lengths: ArrayLike, **options: Any) -> None:
        super().__init__(*parameters, **options)
        self.lengths = np.asarray(lengths)

    def real_steps(self) -> Array:
        """How many steps of each sequence are real."""
        return self.lengths

    def is_real(self, t: int) -> Array:
        """Whether step t, counted from 1, is real, for each sequence."""
        return np.asarray(t <= self.real_steps())

    def kept(self, h_t: Array, h_prev: Array, real: Array) -> Array:
        """The state after a step: h_t, or at a padded step the state before it."""
        return np.where(real[..., None], h_t, h_prev)

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        """All a_t, and all states as they are kept."""
        a, dtype = self.driven(x), np.result_type(x, h_0, self.W, self.W_h, self.b)
        a = a.astype(dtype, copy=False)
        h = empty_sequence((len(a) + 1, *a.shape[1:]), dtype, self.W_h)
        h[0] = h_0
        for t in range(len(a)):
            a[t], h_t = self.cell(a[t], self.recurrent_part(h[t]))
            h[t + 1] = self.kept(h_t, h[t], self.is_real(t + 1))
        return a, h

    def through_time(self, dh: Array, trace: Trace) -> Array:
        """All δ_t; at a padded step δ_t = 0, and the gradient of the state goes on unchanged."""
        delta = np.zeros(dh.shape, np.result_type(dh, trace.states))
        slope, whole = self.slope(trace.preactivations, self.nonlinearity().f(trace.preactivations)), dh[-1]
        for t in range(len(dh) - 1, -1, -1):
            real = self.is_real(t + 1)[..., None]
            delta[t] = np.where(real, slope[t] * whole, 0.0)
            if t:
                whole = self.arriving(dh[t - 1], self.carry_back(delta[t]) + np.where(real, 0.0, whole))
        return delta

    # The loss

    def counts(self, t: int) -> Array:
        """Whether the loss of step t, counted from 1, counts."""
        return self.is_real(t)

    def averaged_over(self, T: int) -> Array:
        """The number of steps by which a mean over time divides, for each sequence."""
        return self.real_steps()

    def shares(self, T: int) -> Array:
        """The weight of each step's loss: (T, *P, B)."""
        counted = np.stack([self.counts(t) for t in range(1, T + 1)]).astype(float)
        return counted / self.averaged_over(T) if self.time == "mean" else counted

    def reduced(self, losses: Array) -> Array:
        """The loss of each sequence, from the losses of its steps (T, *P, B)."""
        return np.asarray((losses * self.shares(len(losses))).sum(axis=0))

    def loss(self, trace: Trace, y: ArrayLike) -> Array:
        """L of a pass: that of the real steps."""
        if self.outputs == "last":
            return super().loss(trace, y)
        losses = self.unit_losses(self.predictions(trace), self.targets(y), trace.logits).sum(axis=-1)
        return np.asarray(self.reduced(losses).sum(axis=-1) * self.batch_share(losses.shape[-1]))[()]

    def output_errors(self, trace: Trace, y: ArrayLike) -> Array:
        """∂L/∂z of a pass, 0 at padded steps."""
        if self.outputs == "last":
            return super().output_errors(trace, y)
        dz = self.dz(self.predictions(trace), self.targets(y))
        return dz * self.shares(len(dz))[..., None] * self.batch_share_of_gradient(dz.shape[-2])
