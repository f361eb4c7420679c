"""The output layer and the loss: ŷ = σ(W_y h + b_y), and how far it is from y."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn import products
from reference_rnn.cell import Cell
from reference_rnn.functions import LINKS, Link, logs_of
from reference_rnn.products import Array
from reference_rnn.records import Trace, time_first

PARTNER = {"bce": "sigmoid", "ce": "softmax", "mse": "linear"}  # the output each loss is made for


class Output(Cell):
    """The other half of an RNN: W_y (*P, K, H), b_y (*P, K), and a loss.

    `outputs` is "last" (ŷ from h_T) or "all" (ŷ_t from every h_t). `loss_name` is "bce" (binary cross-entropy), "ce"
    (categorical, y sums to 1 over the classes) or "mse" (squared error without a ½); all sum over the K units.
    """

    W_y: Array | None
    b_y: Array | None
    output: str
    outputs: str
    loss_name: str
    time: str
    batch: str

    def read_states(self, states: Array) -> Array:
        """The states the output layer reads, of h_0, h_1, ..., h_T (time first): h_T, or all from h_1 on."""
        return states[1:] if self.outputs == "all" else states[-1]

    def output_weights(self) -> Array:
        """W_y; ValueError if there is none."""
        if self.W_y is None:
            raise ValueError("This RNN was made without W_y, so it has no output. Give W_y and b_y.")
        return self.W_y

    def output_part(self, h: Array) -> Array:
        """W_y h."""
        return products.apply(self.output_weights(), h)

    def output_bias(self) -> Array:
        """b_y: (*P, K); zeros if none was given."""
        return np.zeros(1) if self.b_y is None else self.b_y

    def logit(self, h: Array) -> Array:
        """z = W_y h + b_y: (*P, H) -> (*P, K), with or without axes for batch and time."""
        part = self.output_part(h)
        return part + products.bias_over_batch(self.output_bias(), part)

    def unit(self) -> Link:
        """The function σ of the output, with its logarithms and its slope."""
        return LINKS[self.output]

    def link(self, z: Array) -> Array:
        """ŷ = σ(z)."""
        return self.unit().f(z)

    def readout(self, h: Array) -> tuple[Array | None, Array]:
        """(z, ŷ) read from a state; z is None where no logit is formed."""
        z = self.logit(h)
        return z, self.link(z)

    def predict(self, h: Array) -> Array:
        """ŷ of a state."""
        return self.readout(h)[1]

    def label(self, z: Array) -> Array:
        """The decision at logit z: for softmax the class number, else per unit whether ŷ ≥ ½, which is z ≥ 0."""
        return np.asarray(z.argmax(axis=-1) if self.output == "softmax" else z >= 0)

    # The loss of one prediction

    def logs(self, y_hat: Array, z: Array | None) -> tuple[Array, Array]:
        """(ln ŷ, ln(1 - ŷ)), from z where it is known, which is stable for any z."""
        return logs_of(y_hat) if z is None else self.unit().logs(z)

    def cross_entropy(self, y: Array, log_y: Array, log_not_y: Array) -> Array:
        """Each unit's share: -(y ln ŷ + (1-y) ln(1-ŷ)) for "bce", -y ln ŷ for "ce"; where its factor is 0, a logarithm counts 0."""
        with np.errstate(invalid="ignore"):
            hit = np.where(y == 0, 0.0, y * log_y)
            if self.loss_name == "ce":
                return -hit
            return -(hit + np.where(y == 1, 0.0, (1.0 - y) * log_not_y))

    def unit_losses(self, y_hat: Array, y: Array, z: Array | None = None) -> Array:
        """The loss of each output unit: (..., K) -> (..., K)."""
        if self.loss_name == "mse":
            return (y_hat - y) ** 2
        return self.cross_entropy(y, *self.logs(y_hat, z))

    def loss_at(self, y_hat: ArrayLike, y: ArrayLike) -> Array:
        """The loss of given predictions: (*P, K), (*P, K) -> (*P,)."""
        return np.asarray(self.unit_losses(products.floats(y_hat), products.floats(y)).sum(axis=-1))

    # The loss of a pass

    def time_shares(self, T: int) -> tuple[float, ...]:
        """The weight of each step's loss, with an output at each step."""
        return (1.0,) * T if self.time == "sum" else (1.0 / T,) * T

    def batch_share(self, B: int) -> float:
        """The weight of each example's loss."""
        return 1.0 if self.batch == "sum" else 1.0 / B

    def loss(self, trace: Trace, y: ArrayLike) -> Array:
        """L of a pass: (*P,), a number without problem axes. y is (*P, B, K), or (*P, B, T, K) for "all"."""
        losses = self.unit_losses(self.predictions(trace), self.targets(y), trace.logits).sum(axis=-1)
        if self.outputs == "all":
            losses = products.weighted(losses, self.time_shares(len(losses)))
            losses = np.ascontiguousarray(np.moveaxis(losses, 0, -1)).sum(axis=-1)  # one problem's steps side by side
        return np.asarray(losses.sum(axis=-1) * self.batch_share(losses.shape[-1]))[()]

    def predictions(self, trace: Trace) -> Array:
        """ŷ of a pass, as the trace holds it; ValueError if there is none."""
        if trace.predictions is None:
            raise ValueError("This pass has no predictions to compare with y: the RNN was made without W_y.")
        return trace.predictions

    def targets(self, y: ArrayLike) -> Array:
        """y as the trace holds predictions: time first for "all"."""
        return time_first(products.floats(y)) if self.outputs == "all" else products.floats(y)
