"""Misconceptions about gated cells: the LSTM and the GRU."""

from __future__ import annotations

import numpy as np

from reference_rnn.functions import sigmoid
from reference_rnn.gru import GRU
from reference_rnn.lstm import LSTM
from reference_rnn.products import Array

# The LSTM


class NoForgetGate(LSTM, id="lstm-no-forget", tier="beyond"):
    """Equals what you get without the forget gate, c_(t-1) + i·g: f multiplies c_(t-1)."""

    title = "Forget gate left out"

    def kept(self, f: Array, c_prev: Array) -> Array:
        return c_prev


class ForgetAndInputSwapped(LSTM, id="lstm-forget-input-swapped", tier="beyond"):
    """Equals what you get if i and f are exchanged: f goes with the old cell state, i with the candidate."""

    title = "Forget and input gates exchanged"

    def cell_state(self, i: Array, f: Array, g: Array, c_prev: Array) -> Array:
        return super().cell_state(f, i, g, c_prev)


class TanhGates(LSTM, id="lstm-gates-tanh", tier="beyond"):
    """Equals what you get with tanh in the gates: a gate is a sigmoid, a share between 0 and 1."""

    title = "tanh in place of gate sigmoids"

    def gate(self, a: Array) -> Array:
        return np.tanh(a)


class SigmoidCandidate(LSTM, id="lstm-candidate-sigmoid", tier="beyond"):
    """Equals what you get with the sigmoid for the candidate: g = tanh(...), which can be negative too."""

    title = "Sigmoid in place of candidate's tanh"

    def candidate(self, a_g: Array) -> Array:
        return sigmoid(a_g)


class NoInputGate(LSTM, id="lstm-update-without-input-gate", tier="beyond"):
    """Equals what you get without the input gate, f·c_(t-1) + g: i multiplies the candidate."""

    title = "Input gate left out"

    def written(self, i: Array, g: Array) -> Array:
        return g


class HiddenWithoutTanh(LSTM, id="lstm-h-without-tanh", tier="beyond"):
    """Equals what you get with h_t = o·c_t: the cell state passes through tanh first, h_t = o·tanh(c_t)."""

    title = "tanh of the cell state missing"

    def squashed(self, c: Array) -> Array:
        return c


class NoOutputGate(LSTM, id="lstm-no-output-gate", tier="beyond"):
    """Equals what you get without the output gate, h_t = tanh(c_t): o says how much of the cell state is shown."""

    title = "Output gate left out"

    def shown(self, o: Array, squashed: Array) -> Array:
        return squashed


class OtherGateOrder(LSTM, id="lstm-gate-order", tier="beyond"):
    """Equals what you get if the blocks of g and o are exchanged: their order is a convention, so go by the one that is given."""

    title = "Blocks read in another order"

    def order(self) -> str:
        return "ifog"


class NoRecurrentInput(LSTM, id="lstm-no-recurrence", tier="beyond"):
    """Equals what you get without W_h·h_(t-1): the gates and the candidate see the previous hidden state too."""

    title = "LSTM without the previous hidden state"

    def recurrent_part(self, h_prev: Array) -> Array:
        return np.zeros_like(h_prev[..., :1])


class NoGateBias(LSTM, id="lstm-no-bias", tier="beyond"):
    """Equals what you get without the biases: each gate adds its own inside σ, the candidate inside tanh."""

    title = "Biases of the LSTM left out"

    def bias(self) -> Array:
        return np.zeros_like(self.b)


# The GRU


class UpdateGateSwapped(GRU, id="gru-z-swapped", tier="beyond"):
    """Equals what you get if z and 1-z are exchanged: both forms are in use, so go by the equation that is given."""

    title = "z and 1-z exchanged"

    def keep(self, z: Array) -> Array:
        return 1.0 - super().keep(z)


class ResetOnTheOtherSide(GRU, id="gru-reset-after", tier="beyond"):
    """Equals what you get if r acts on the other side of the weights: r·(W_h h) and W_h(r·h) differ, and both are in use."""

    title = "Reset gate on the wrong side"

    def resets_first(self) -> bool:
        return not super().resets_first()


class ResetIgnored(GRU, id="gru-reset-ignored", tier="beyond"):
    """Equals what you get without the reset gate: r multiplies what the candidate sees of the past."""

    title = "Reset gate left out"

    def reset_by(self, r: Array, past: Array) -> Array:
        return past


class UngatedPast(GRU, id="gru-no-recurrence", tier="beyond"):
    """Equals what you get if gates and candidate see only x_t: each has weights for h_(t-1) as well."""

    title = "GRU without the previous hidden state"

    def recurrent_part(self, weights: Array, past: Array) -> Array:
        return np.zeros_like(past)


class NoGRUBias(GRU, id="gru-no-bias", tier="beyond"):
    """Equals what you get without the biases: both gates and the candidate add their own."""

    title = "Biases of the GRU left out"

    def bias(self) -> Array:
        return np.zeros_like(self.b)


class SigmoidGRUCandidate(GRU, id="gru-candidate-sigmoid", tier="beyond"):
    """Equals what you get with the sigmoid for n: the candidate is a tanh, like the state of a vanilla RNN."""

    title = "Sigmoid in place of n's tanh"

    def squashed(self, a_n: Array) -> Array:
        return sigmoid(a_n)
