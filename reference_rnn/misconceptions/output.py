"""Misconceptions about the output layer."""

from __future__ import annotations

import numpy as np

from reference_rnn.functions import LINKS, Link, softmax_over
from reference_rnn.products import Array
from reference_rnn.records import NotApplicable
from reference_rnn.rnn import RNN


class LaggedState(RNN, id="out-lagged-state", tier="A"):
    """Equals what you get if the output reads the state one step too early, h_(t-1) in place of h_t."""

    title = "Output reads the previous state"

    def read_states(self, states: Array) -> Array:
        return super().read_states(states[:-1]) if self.outputs == "last" else states[:-1]


class MeanPool(RNN, id="out-mean-pool", tier="C"):
    """Equals what you get with the mean of all h_t: this many-to-one net reads only h_T (pooling is another design)."""

    title = "Output reads the mean state"

    def read_states(self, states: Array) -> Array:
        if self.outputs == "all":
            raise NotApplicable("With an output at every step there is no single state to replace by the mean.")
        return np.asarray(states[1:].mean(axis=0))


class OutputWithoutBias(RNN, id="out-no-bias", tier="A"):
    """Equals what you get without b_y: z = W_y h + b_y."""

    title = "Output bias b_y left out"

    def output_bias(self) -> Array:
        return np.zeros(1)


class OutputWithoutActivation(RNN, id="out-no-activation", tier="A"):
    """Equals what you get without σ: this is the logit z = W_y h + b_y. Apply σ (or softmax) to it."""

    title = "Output activation left out"

    def unit(self) -> Link:
        return LINKS["linear"]


class SoftmaxOnOneUnit(RNN, id="out-softmax-on-one-unit", tier="A"):
    """Equals what you get with softmax over a single number, which is always 1: one output unit needs a sigmoid."""

    title = "Softmax over a single output unit"

    def unit(self) -> Link:
        if self.W_y is None or self.W_y.shape[-2] != 1:
            raise NotApplicable("Softmax over one unit takes one output unit (K = 1).")
        return LINKS["softmax"]


class SigmoidForSoftmax(RNN, id="out-sigmoid-for-softmax", tier="A"):
    """Equals what you get with a sigmoid for each class: classes that exclude each other need softmax (sum 1)."""

    title = "Sigmoid in place of softmax"

    def unit(self) -> Link:
        if self.output != "softmax":
            raise NotApplicable("This network's output is not softmax.")
        return LINKS["sigmoid"]


class SoftmaxOverWrongAxis(RNN, id="out-softmax-wrong-axis", tier="B"):
    """Equals what you get if softmax runs over the examples: the classes of each example must add to 1."""

    title = "Softmax over the batch axis"

    def unit(self) -> Link:
        if self.output != "softmax":
            raise NotApplicable("This network's output is not softmax.")
        return softmax_over(-2)


class HiddenIsOutput(RNN, id="out-hidden-is-output", tier="A"):
    """Equals what you get if the hidden state is the prediction: h is the memory, and ŷ = σ(W_y h + b_y)."""

    title = "Hidden state taken as the prediction"

    def readout(self, h: Array) -> tuple[Array | None, Array]:
        if self.W_y is None or self.W_y.shape[-2] != h.shape[-1]:
            raise NotApplicable("Taking h for ŷ takes as many outputs as hidden units (K = H).")
        return None, h


class ThresholdOnLogit(RNN, id="out-threshold-on-logit", tier="B"):
    """Equals what you get if z is compared with 0.5: ŷ ≥ 0.5 is the same as z ≥ 0, not z ≥ 0.5."""

    title = "Logit compared with 0.5"

    def label(self, z: Array) -> Array:
        if self.output == "softmax":
            raise NotApplicable("Softmax decides for the largest logit, without a threshold.")
        return np.asarray(z >= 0.5)
