"""Misconceptions about the loss. A wrong reduction changes the gradients too, as it does when one differentiates it."""

from __future__ import annotations

import numpy as np

from reference_rnn.functions import softmax
from reference_rnn.products import Array
from reference_rnn.records import NotApplicable
from reference_rnn.rnn import RNN


class LossSign(RNN, id="loss-sign", tier="A"):
    """Equals what you get without the leading minus: a cross-entropy is never negative."""

    title = "Minus sign of cross-entropy left out"

    def cross_entropy(self, y: Array, log_y: Array, log_not_y: Array) -> Array:
        return -super().cross_entropy(y, log_y, log_not_y)


class LossOneTerm(RNN, id="loss-one-term", tier="A"):
    """Equals what you get with -y ln ŷ alone: where y = 0, the second term (1-y) ln(1-ŷ) is the one that counts."""

    title = "Second cross-entropy term left out"

    def cross_entropy(self, y: Array, log_y: Array, log_not_y: Array) -> Array:
        return super().cross_entropy(y, log_y, np.zeros_like(log_not_y))


class LossTargetFlipped(RNN, id="loss-target-flipped", tier="A"):
    """Equals what you get if y and 1-y change places: ln ŷ belongs to y, ln(1-ŷ) to 1-y."""

    title = "Targets y and 1-y exchanged"

    def cross_entropy(self, y: Array, log_y: Array, log_not_y: Array) -> Array:
        return super().cross_entropy(1.0 - y, log_y, log_not_y)


class LossLog10(RNN, id="loss-log10", tier="A"):
    """Equals what you get with log₁₀: the loss is made with the natural logarithm, ln."""

    title = "Base-10 logarithm in place of ln"

    def logs(self, y_hat: Array, z: Array | None) -> tuple[Array, Array]:
        log_y, log_not_y = super().logs(y_hat, z)
        return log_y / np.log(10.0), log_not_y / np.log(10.0)


class LossLog2(RNN, id="loss-log2", tier="C"):
    """Equals what you get with log₂, in bits: the loss is made with the natural logarithm, ln."""

    title = "Base-2 logarithm in place of ln"

    def logs(self, y_hat: Array, z: Array | None) -> tuple[Array, Array]:
        log_y, log_not_y = super().logs(y_hat, z)
        return log_y / np.log(2.0), log_not_y / np.log(2.0)


class SquaredErrorForCrossEntropy(RNN, id="loss-mse-for-ce", tier="B"):
    """Equals what you get with the squared error (ŷ-y)²: this problem uses cross-entropy."""

    title = "Squared error in place of cross-entropy"

    def unit_losses(self, y_hat: Array, y: Array, z: Array | None = None) -> Array:
        return np.asarray((y_hat - y) ** 2)


class LossTimeReduction(RNN, id="loss-time-reduction", tier="A"):
    """Equals what you get if the steps' losses are averaged where they are to be added, or added where averaged."""

    title = "Wrong time reduction of the loss"

    def time_shares(self, T: int) -> tuple[float, ...]:
        return (1.0 / T if self.time == "sum" else 1.0,) * T


class LossBatchReduction(RNN, id="loss-batch-reduction", tier="A"):
    """Equals what you get if the examples' losses are added where they are to be averaged, or averaged where added."""

    title = "Wrong batch reduction of the loss"

    def batch_share(self, B: int) -> float:
        return 1.0 / B if self.batch == "sum" else 1.0


class LossLastStepOnly(RNN, id="loss-last-step-only", tier="B"):
    """Equals what you get if only the last step's loss counts: with an output at every step, every step has a loss."""

    title = "Only the last step's loss counted"

    def time_shares(self, T: int) -> tuple[float, ...]:
        return (0.0,) * (T - 1) + (1.0,)


class LossDoubleSoftmax(RNN, id="loss-double-softmax", tier="B"):
    """Equals what you get if softmax is applied twice: once for ŷ, and again inside the loss."""

    title = "Softmax applied twice"

    def logs(self, y_hat: Array, z: Array | None) -> tuple[Array, Array]:
        if self.output != "softmax":
            raise NotApplicable("This network's output is not softmax.")
        return super().logs(softmax(y_hat), None)
