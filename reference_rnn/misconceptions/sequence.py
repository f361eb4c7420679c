"""Misconceptions about a sequence: the initial state, the order of the inputs, the state passed on, the batch."""

from __future__ import annotations

import numpy as np

from reference_rnn.products import Array
from reference_rnn.records import NotApplicable
from reference_rnn.rnn import RNN


class H0Ignored(RNN, id="fwd-h0-ignored", tier="A"):
    """Equals what you get if the walk starts from zeros: the problem gives h_0."""

    title = "Given h_0 replaced by zeros"

    def start(self, h_0: Array) -> Array:
        return np.zeros_like(h_0)


class StaleH0(RNN, id="fwd-stale-h0", tier="A"):
    """Equals what you get if every step uses h_0: each step takes the newest state, h_(t-1)."""

    title = "h_0 used at every step"

    def carry(self, h_t: Array, a_t: Array, h_0: Array) -> Array:
        return h_0


class InputLag(RNN, id="fwd-input-lag", tier="B"):
    """Equals what you get if step t reads x_(t-1), with zeros before x_1: check where the index starts."""

    title = "Inputs read one step late"

    def sequence(self, x: Array) -> Array:
        return np.concatenate([np.zeros_like(x[:1]), x[:-1]])


class InputFrozen(RNN, id="fwd-input-frozen", tier="B"):
    """Equals what you get with x_1 at every step: step t reads its own x_t."""

    title = "x_1 used at every step"

    def sequence(self, x: Array) -> Array:
        return np.broadcast_to(x[:1], x.shape)


class Reversed(RNN, id="fwd-reversed", tier="A"):
    """Equals what you get if the sequence is read backwards, from x_T to x_1."""

    title = "Sequence read backwards"

    def sequence(self, x: Array) -> Array:
        return x[::-1]


class AverageInputs(RNN, id="fwd-average-inputs", tier="A"):
    """Equals what you get with one step on the inputs' mean: averaging loses the order an RNN is there to keep."""

    title = "Inputs averaged into one step"

    def sequence(self, x: Array) -> Array:
        return np.asarray(x.mean(axis=0, keepdims=True))


class StateLeaksAcrossBatch(RNN, id="fwd-state-leaks-across-batch", tier="B"):
    """Equals what you get if example i starts from the last state of example i-1: each sequence starts afresh."""

    title = "State carried into the next example"

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        a, h = super().unroll(x[..., :1, :], h_0[..., :1, :])
        for i in range(1, x.shape[-2]):
            a_i, h_i = super().unroll(x[..., i : i + 1, :], h[-1, ..., -1:, :])
            a, h = np.concatenate([a, a_i], axis=-2), np.concatenate([h, h_i], axis=-2)
        return a, h


class OutputFeedback(RNN, id="fwd-output-feedback", tier="B"):
    """Equals what you get if the prediction ŷ_(t-1) is fed back: here the hidden state goes round the loop."""

    title = "Prediction fed back as the state"

    def carry(self, h_t: Array, a_t: Array, h_0: Array) -> Array:
        if self.W_y is None or self.W_y.shape[-2] != self.W_y.shape[-1]:
            raise NotApplicable("Feeding ŷ back as the state takes as many outputs as hidden units (K = H).")
        return self.predict(h_t)
