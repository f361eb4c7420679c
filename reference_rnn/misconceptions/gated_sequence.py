"""Misconceptions about gated cells that only code shows: how states are carried, and which gate is computed from what."""

from __future__ import annotations

import numpy as np

from reference_rnn.gru import GRU
from reference_rnn.lstm import LSTM
from reference_rnn.products import Array

# The LSTM


class CellNotCarried(LSTM, id="lstm-c-not-carried", tier="code"):
    """Equals what you get if every step starts from c_0: the cell state c_t is handed on from step to step, as h_t is."""

    title = "Cell state not carried on"

    def states_before(self, h: list[Array], c: list[Array]) -> tuple[Array, Array]:
        return h[-1], c[0]


class HiddenStateNotCarried(LSTM, id="lstm-stale-h0", tier="code"):
    """Equals what you get if the gates of every step see h_0: they see the hidden state of the step before."""

    title = "LSTM gates always see h_0"

    def states_before(self, h: list[Array], c: list[Array]) -> tuple[Array, Array]:
        return h[0], c[-1]


class HiddenStateForCell(LSTM, id="lstm-h-for-c", tier="code"):
    """Equals what you get if h_(t-1) is handed on in the place of c_(t-1): an LSTM hands on two states, h and c."""

    title = "Hidden state in cell's place"

    def states_before(self, h: list[Array], c: list[Array]) -> tuple[Array, Array]:
        return h[-1], h[-1] if len(h) > 1 else c[-1]


class FirstHiddenStateIgnored(LSTM, id="lstm-h0-ignored", tier="code"):
    """Equals what you get if the LSTM starts from zeros: its first step sees the h_0 that is given."""

    title = "LSTM ignores h_0"

    def first_states(self, h_0: Array, c_0: Array) -> tuple[Array, Array]:
        return np.zeros_like(h_0), c_0


class CellStartsAsHidden(LSTM, id="lstm-c0-from-h0", tier="code"):
    """Equals what you get if the cell state starts as h_0: h and c start from states of their own, c from zeros here."""

    title = "Cell state starts as h_0"

    def first_states(self, h_0: Array, c_0: Array) -> tuple[Array, Array]:
        return h_0, h_0


class OneMoreOnForgetGate(LSTM, id="lstm-forget-bias", tier="code"):
    """Equals what you get with 1 added inside the forget gate: b is added as it is, a start at 1 is made in b."""

    title = "1 added inside forget gate"

    def activated(self, a: Array) -> tuple[Array, Array, Array, Array]:
        a_i, a_f, a_g, a_o = self.blocks(a)
        return self.gate(a_i), self.gate(a_f + 1.0), self.candidate(a_g), self.gate(a_o)


class HiddenFromOldCell(LSTM, id="lstm-h-from-old-c", tier="code"):
    """Equals what you get with h_t = o·tanh(c_(t-1)): the output gate shows the cell state of the same step, c_t."""

    title = "h computed from old cell state"

    def new_states(self, i: Array, f: Array, g: Array, o: Array, c_prev: Array) -> tuple[Array, Array]:
        return self.hidden_state(o, c_prev), self.cell_state(i, f, g, c_prev)


class CellKeptSquashed(LSTM, id="lstm-c-squashed", tier="code"):
    """Equals what you get if tanh(c_t) is kept as the cell state: the tanh is for h_t alone, c_t is handed on without it."""

    title = "tanh of cell state kept"

    def new_states(self, i: Array, f: Array, g: Array, o: Array, c_prev: Array) -> tuple[Array, Array]:
        c = self.squashed(self.cell_state(i, f, g, c_prev))
        return self.shown(o, c), c


# The GRU


class ResetAndUpdateExchanged(GRU, id="gru-gates-exchanged", tier="code"):
    """Equals what you get if r and z are exchanged: r resets what the candidate sees, z mixes old and new."""

    title = "Reset and update gates exchanged"

    def gates(self, x_t: Array, h_prev: Array) -> tuple[Array, Array, Array]:
        r, z, _ = super().gates(x_t, h_prev)
        return z, r, self.candidate(self.driven(x_t)[2], self.reset_past(z, h_prev))


class GRUFromFirstState(GRU, id="gru-stale-h0", tier="code"):
    """Equals what you get if every step of the GRU starts from h_0: it starts from the state of the step before."""

    title = "Each GRU step from h_0"

    def state_before(self, h: list[Array]) -> Array:
        return h[0]


class GRUFirstStateIgnored(GRU, id="gru-h0-ignored", tier="code"):
    """Equals what you get if the GRU starts from zeros: its first step sees the h_0 that is given."""

    title = "GRU ignores h_0"

    def first_state(self, h_0: Array) -> Array:
        return np.zeros_like(h_0)
