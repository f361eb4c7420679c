"""Misconceptions about backpropagation: the slope of f, the way through time, the sums, the gradient of the loss."""

from __future__ import annotations

import numpy as np

from reference_rnn.products import Array
from reference_rnn.records import NotApplicable, Trace
from reference_rnn.rnn import RNN

# The slope of f


class NoActivationDerivative(RNN, id="bwd-no-act-derivative", tier="A"):
    """Equals what you get without the factor f'(a_t), which is 1-h_t² for tanh."""

    title = "Derivative of the activation left out"

    def slope(self, a: Array, h: Array) -> Array:
        return np.ones_like(a)


class DerivativeAtH(RNN, id="bwd-derivative-at-h", tier="A"):
    """Equals what you get with f' at h in place of a, for tanh 1-tanh²(h): h is the tanh already, so f'(a) = 1-h²."""

    title = "Activation derivative taken at h_t"

    def slope(self, a: Array, h: Array) -> Array:
        f = self.nonlinearity()
        return f.slope(h, f.f(h))


class DerivativeWithoutSquare(RNN, id="bwd-derivative-no-square", tier="B"):
    """Equals what you get with 1-h_t, without the square: the slope of tanh is 1-h_t²."""

    title = "1-h_t in place of 1-h_t²"

    def slope(self, a: Array, h: Array) -> Array:
        if self.activation != "tanh":
            raise NotApplicable("Only the slope of tanh has a square to forget.")
        return 1.0 - h


class SigmoidDerivative(RNN, id="bwd-sigmoid-derivative", tier="A"):
    """Equals what you get with h(1-h), the slope of the sigmoid: the slope of tanh is 1-h²."""

    title = "Sigmoid derivative used in the cell"

    def slope(self, a: Array, h: Array) -> Array:
        return h * (1.0 - h)


class DerivativeOfWrongStep(RNN, id="bwd-derivative-wrong-step", tier="C"):
    """Equals what you get with the activation's slope of step t-1 at step t: δ_t takes f'(a_t)."""

    title = "Activation derivative of the previous step"

    def slope(self, a: Array, h: Array) -> Array:
        slope = super().slope(a, h)
        return np.concatenate([slope[:1], slope[:-1]])


# Through time


class NoGradientThroughTime(RNN, id="bwd-no-through-time", tier="A"):
    """Equals what you get without the gradient from step t+1: right at t = T, but before it W_hᵀδ_(t+1) is missing."""

    title = "Gradient through time left out"

    def arriving(self, from_output: Array, carried: Array) -> Array:
        return from_output


class UpstreamDropped(RNN, id="bwd-upstream-dropped", tier="A"):
    """Equals what you get if only step t+1 reaches h_t: h_t feeds both ŷ_t and h_(t+1), so add both gradients."""

    title = "Gradient from earlier outputs left out"

    def arriving(self, from_output: Array, carried: Array) -> Array:
        return carried


class WhNotTransposed(RNN, id="bwd-wh-not-transposed", tier="A"):
    """Equals what you get with W_h·δ on the way back: going backwards uses W_hᵀ."""

    title = "W_h not transposed in backward pass"

    def carry_back(self, delta: Array) -> Array:
        return self.recurrent_part(delta)


class InitialGradientOffByOne(RNN, id="bwd-dh0-off-by-one", tier="B"):
    """Equals what you get if the way back stops one product early: dh_0 = W_hᵀδ_1, not δ_1."""

    title = "dh_0 without the factor W_hᵀ"

    def initial_gradient(self, delta_1: Array) -> Array:
        return delta_1


# The sums over time


class Overwrite(RNN, id="bwd-overwrite", tier="A"):
    """Equals what you get with = instead of += in the reversed loop: only the last pass (t = 1) survived. Shared
    weights collect the sum over all steps."""

    title = "Gradients overwritten at every step"

    def time_weights(self, T: int) -> tuple[float, ...]:
        return (1.0,) + (0.0,) * (T - 1)


class LastStepOnly(RNN, id="bwd-last-step-only", tier="A"):
    """Equals what you get with the last step's contribution alone: the shared weights acted at t < T too."""

    title = "Only the last step's gradient kept"

    def time_weights(self, T: int) -> tuple[float, ...]:
        return (0.0,) * (T - 1) + (1.0,)


class MeanOverTime(RNN, id="bwd-mean-over-time", tier="B"):
    """Equals what you get if the contributions are averaged over time: they are added, unless the loss is averaged."""

    title = "Gradients averaged over time"

    def time_weights(self, T: int) -> tuple[float, ...]:
        return (1.0 / T,) * T


class BiasNotAccumulated(RNN, id="bwd-db-not-accumulated", tier="B"):
    """Equals what you get if db keeps only δ_1: db too is the sum over all steps (and over the batch)."""

    title = "db not summed over time"

    def bias_weights(self, T: int) -> tuple[float, ...]:
        return (1.0,) + (0.0,) * (T - 1)


class PairsWithHt(RNN, id="bwd-dwh-uses-ht", tier="A"):
    """Equals what you get if δ_t is paired with h_t: W_h multiplied h_(t-1), so δ_t goes with h_(t-1)."""

    title = "dW_h pairs δ_t with h_t"

    def partners(self, trace: Trace) -> Array:
        return trace.states[1:]


class OuterProductTransposed(RNN, id="bwd-dwh-transposed", tier="A"):
    """Equals what you get with the outer product the other way round: δ_t h_(t-1)ᵀ has a row per receiving unit."""

    title = "dW_h transposed"

    def recurrent_gradient(self, delta: Array, partners: Array) -> Array:
        return super().recurrent_gradient(delta, partners).mT


class OutputPairsWithLaggedState(RNN, id="bwd-dwy-lagged-state", tier="C"):
    """Equals what you get if dz_t is paired with h_(t-1): W_y multiplied h_t, so dz_t goes with h_t."""

    title = "dW_y pairs dz_t with h_(t-1)"

    def output_partners(self, trace: Trace) -> Array:
        return trace.states[:-1] if self.outputs == "all" else trace.states[-2]


# From the loss


class GradientBatchReduction(RNN, id="bwd-batch-reduction", tier="A"):
    """Equals what you get with the sum over the batch for the mean, or the mean for the sum: the gradient must follow
    the reduction of the loss."""

    title = "Wrong batch reduction of the gradient"

    def batch_share_of_gradient(self, B: int) -> float:
        return 1.0 / B if self.batch == "sum" else 1.0


class DzSign(RNN, id="bwd-dz-sign", tier="A"):
    """Equals what you get with y-ŷ: the gradient of the loss at z is ŷ-y."""

    title = "Sign of the output error reversed"

    def dz(self, y_hat: Array, y: Array) -> Array:
        return -super().dz(y_hat, y)


class ExtraSigmoidDerivative(RNN, id="bwd-extra-sigmoid-derivative", tier="A"):
    """Equals what you get with (ŷ-y)·ŷ(1-ŷ): with cross-entropy the factor ŷ(1-ŷ) cancels, and dz = ŷ-y."""

    title = "Extra factor ŷ(1-ŷ) with cross-entropy"

    def dz(self, y_hat: Array, y: Array) -> Array:
        if self.loss_name == "mse":
            raise NotApplicable("Only with cross-entropy the factor ŷ(1-ŷ) is one too many.")
        return super().dz(y_hat, y) * y_hat * (1.0 - y_hat)


class MissingSigmoidDerivative(RNN, id="bwd-missing-sigmoid-derivative", tier="B"):
    """Equals what you get with dz = 2(ŷ-y): with the squared error the factor ŷ(1-ŷ) stays."""

    title = "Factor ŷ(1-ŷ) missing with squared error"

    def dz(self, y_hat: Array, y: Array) -> Array:
        if self.loss_name != "mse":
            raise NotApplicable("Only with the squared error the factor ŷ(1-ŷ) is needed.")
        return self.dy_hat(y_hat, y)


class MissingFactor2(RNN, id="bwd-missing-factor-2", tier="C"):
    """Equals what you get without the 2 of (ŷ-y)²: its derivative is 2(ŷ-y), unless the loss has a ½."""

    title = "Factor 2 of squared error missing"

    def dz(self, y_hat: Array, y: Array) -> Array:
        if self.loss_name != "mse":
            raise NotApplicable("Only the squared error has a factor 2.")
        return super().dz(y_hat, y) / 2.0
