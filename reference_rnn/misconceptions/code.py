"""Mistakes that are made in code alone: in indices, sums and returns. Nobody makes them by hand, so no exercise shows them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn import products
from reference_rnn.functions import Link, softmax_over
from reference_rnn.products import Array
from reference_rnn.records import Gradients, NotApplicable, Trace
from reference_rnn.rnn import RNN

# Forwards


class ReturnsInLoop(RNN, id="fwd-return-in-loop", tier="code"):
    """Equals what you get if the loop is left after its first step: the return stands inside the loop, one level too deep."""

    title = "Forward loop left after one step"

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        return super().unroll(x[:1], h_0)


class ZerosAfterFirstStep(RNN, id="fwd-zeros-after-first-step", tier="code"):
    """Equals what you get if only h_1 is computed and the other states stay zero: the return stands inside the loop."""

    title = "States after h_1 left at zero"

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        a, h = super().unroll(x, h_0)
        return a, np.concatenate([h[:2], 0.0 * h[2:]])


class FirstStateForAll(RNN, id="fwd-first-state-for-all", tier="code"):
    """Equals what you get if h_1 is returned after any number of steps: the return stands inside the loop, one level too deep."""

    title = "h_1 returned after any steps"

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        a, h = super().unroll(x, h_0)
        return a, np.concatenate([h[:1], np.broadcast_to(h[1:2], h[1:].shape)])


class OneArrayForAllStates(RNN, id="fwd-one-array", tier="code"):
    """Equals what you get if the list holds one array T times, overwritten at every step: all states are then h_T. Make a
    new array at each step, or append a copy."""

    title = "One array kept for all states"

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        a, h = super().unroll(x, h_0)
        return a, np.concatenate([h[:1], np.broadcast_to(h[-1:], h[1:].shape)])


class StatesOneLate(RNN, id="fwd-h0-in-list", tier="code"):
    """Equals what you get if the states begin with h_0 and end with h_(T-1): the list holds h_0 and is read from its start."""

    title = "States begin with h_0"

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        a, h = super().unroll(x, h_0)
        return a, np.concatenate([h[:1], h[:-1]])


class StatesWithStart(RNN, id="fwd-h0-returned", tier="code"):
    """Equals what you get if h_0 is returned among the states, T + 1 in all: leave out the first."""

    title = "h_0 returned among the states"

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        a, h = super().unroll(x, h_0)
        return a, np.concatenate([h[:1], h])


class BiasInsideAndOutside(RNN, id="fwd-bias-outside-too", tier="code"):
    """Equals what you get if b is added before f and once more after it: b belongs inside f alone."""

    title = "b added inside and outside f"

    def cell(self, driven: Array, recurrent: Array) -> tuple[Array, Array]:
        a_t, h_t = super().cell(driven, recurrent)
        return a_t, h_t + products.bias_over_batch(self.bias(), h_t)


class BiasOutside(RNN, id="fwd-bias-outside", tier="code"):
    """Equals what you get if b is added after f: b belongs inside f."""

    title = "b added outside f"

    def cell(self, driven: Array, recurrent: Array) -> tuple[Array, Array]:
        b = products.bias_over_batch(self.bias(), driven)
        a_t, h_t = super().cell(driven - b, recurrent)
        return a_t, h_t + b


# The output and the loss


class SoftmaxOverEverything(RNN, id="out-softmax-no-axis", tier="code"):
    """Equals what you get if softmax divides by the sum over the whole batch: give the sum an axis, so that the classes of
    each example add to 1."""

    title = "Softmax summed over whole batch"

    def unit(self) -> Link:
        if self.output != "softmax":
            raise NotApplicable("This network's output is not softmax.")
        return softmax_over((-2, -1))


class SoftmaxShiftedByRow(RNN, id="out-softmax-no-axis-shifted", tier="code"):
    """Equals what you get if softmax subtracts the largest logit of each example and then divides by the sum over the whole
    batch: both go along the same axis, so that the classes of each example add to 1."""

    title = "Shifted softmax summed over whole batch"

    def unit(self) -> Link:
        if self.output != "softmax":
            raise NotApplicable("This network's output is not softmax.")
        return replace(softmax_over(-1), f=lambda z: _shifted(z) / _shifted(z).sum())


def _shifted(z: Array) -> Array:
    return np.asarray(np.exp(z - z.max(axis=-1, keepdims=True)))


class LossMeanOfEverything(RNN, id="loss-mean-of-everything", tier="code"):
    """Equals what you get with the mean of all numbers: outputs and classes are added, and time and batch reduced as asked."""

    title = "Loss averaged over everything"

    def loss(self, trace: Trace, y: ArrayLike) -> Array:
        return np.asarray(self.unit_losses(self.predictions(trace), self.targets(y), trace.logits).mean())


class LossSumOfEverything(RNN, id="loss-sum-of-everything", tier="code"):
    """Equals what you get with the sum of all numbers: time and batch are reduced as asked, by a sum or by a mean."""

    title = "Loss added up over everything"

    def loss(self, trace: Trace, y: ArrayLike) -> Array:
        return np.asarray(self.unit_losses(self.predictions(trace), self.targets(y), trace.logits).sum())


# Backwards, the loop


class LoopNotReversed(RNN, id="bwd-loop-not-reversed", tier="code"):
    """Equals what you get if the loop runs from t = 1 to T: the gradient flows from step t+1 to step t, so the last step
    comes first."""

    title = "Backward loop not reversed"

    def order_back(self, T: int) -> range:
        return range(T)


class ReturnsInBackwardLoop(RNN, id="bwd-return-in-loop", tier="code"):
    """Equals what you get if the way back is left after the last step: the return stands inside the loop, one level too deep."""

    title = "Backward loop left after one step"

    def collect(self, delta: Array, trace: Trace, dW_y: Array | None = None, db_y: Array | None = None) -> Gradients:
        only = np.concatenate([0.0 * delta[:-1], delta[-1:]])
        return replace(super().collect(only, trace, dW_y, db_y), h_0=self.initial_gradient(delta[-1]))


class LastGradientTwice(RNN, id="bwd-last-gradient-twice", tier="code"):
    """Equals what you get if the running gradient starts from ∂L/∂h_T and that is added once more: nothing flows in from
    behind the last step, so it starts at zero."""

    title = "Running gradient not started at zero"

    def arriving_last(self, from_output: Array) -> Array:
        return 2.0 * from_output


class SignReversed(RNN, id="bwd-sign", tier="code"):
    """Equals what you get with every gradient's sign reversed: where the error of the output is ŷ - y, it was taken as
    y - ŷ, or dy[target] += 1 written for -= 1."""

    title = "Sign of all gradients reversed"

    def batch_share_of_gradient(self, B: int) -> float:
        return -super().batch_share_of_gradient(B)


class TargetAdded(RNN, id="bwd-target-added", tier="code"):
    """Equals what you get with ŷ + y for the error of the output, ŷ - y: dy[target] += 1 stands for dy[target] -= 1."""

    title = "Target added to the prediction"

    def dz(self, y_hat: Array, y: Array) -> Array:
        return np.asarray(y_hat + y)


# Backwards, the indices


class SlopeOfStateBefore(RNN, id="bwd-slope-at-h-prev", tier="code"):
    """Equals what you get with the slope at h_(t-1), 1-h_(t-1)²: δ_t takes the slope of its own step, 1-h_t²."""

    title = "Slope taken at h_(t-1)"

    def slope_states(self, trace: Trace) -> Array:
        return trace.states[:-1]


class SlopeOfNextStep(RNN, id="bwd-slope-of-next-step", tier="code"):
    """Equals what you get with the slope of step t+1 at step t: δ_t takes the slope of its own step, 1-h_t²."""

    title = "Activation derivative of the next step"

    def slope_states(self, trace: Trace) -> Array:
        return np.concatenate([trace.states[2:], trace.states[-1:]])


class SlopeWrapsRound(RNN, id="bwd-slope-wraps-round", tier="code"):
    """Equals what you get with the slope at h[t-1], which for the first step is the last state: index -1 wraps round, and
    δ_t takes the slope of its own step."""

    title = "Slope index wraps round at start"

    def slope_states(self, trace: Trace) -> Array:
        return np.roll(trace.states[1:], 1, axis=0)


class PartnerWrapsRound(RNN, id="bwd-h-prev-wraps-round", tier="code"):
    """Equals what you get with h[t-1] at the first step too, where index -1 wraps round to the last state: there W_h
    multiplied h_0."""

    title = "Last state paired with δ_1"

    def partners(self, trace: Trace) -> Array:
        return np.roll(trace.states[1:], 1, axis=0)


class InitialStateForgotten(RNN, id="bwd-h0-forgotten", tier="code"):
    """Equals what you get with zeros for h_0 in dW_h: at the first step δ_1 is paired with h_0."""

    title = "h_0 left out of dW_h"

    def partners(self, trace: Trace) -> Array:
        return np.concatenate([0.0 * trace.states[:1], trace.states[1:-1]])


# Backwards, the sums


class InitialGradientZero(RNN, id="bwd-dh0-zero", tier="code"):
    """Equals what you get if dh_0 stays zero: it is the gradient that is left when the loop ends, W_hᵀδ_1."""

    title = "dh_0 left at zero"

    def initial_gradient(self, delta_1: Array) -> Array:
        return 0.0 * delta_1


class BiasSumOfEverything(RNN, id="bwd-db-sum-of-everything", tier="code"):
    """Equals what you get if db adds up everything to one number: each unit has its own, so sum over the batch axis alone."""

    title = "db summed over all units"

    def bias_gradient(self, delta: Array) -> Array:
        own = super().bias_gradient(delta)
        return np.full_like(own, own.sum())


class BiasMeanOfEverything(RNN, id="bwd-db-mean-of-everything", tier="code"):
    """Equals what you get if db is one mean over examples and units at each step: each unit has its own sum over the batch."""

    title = "db averaged over all units"

    def bias_gradient(self, delta: Array) -> Array:
        own = super().bias_gradient(delta)
        return np.full_like(own, own.mean() / delta.shape[-2])


class BiasMeanOfUnits(RNN, id="bwd-db-mean-of-units", tier="code"):
    """Equals what you get if db is one mean over the units at each step: each unit has a gradient of its own."""

    title = "db averaged over units"

    def bias_gradient(self, delta: Array) -> Array:
        own = super().bias_gradient(delta)
        return np.full_like(own, own.mean())


class ElementwiseRows(RNN, id="bwd-dwh-elementwise", tier="code"):
    """Equals what you get with δ_t * h_(t-1), element by element, in every row of dW_h: it is an outer product."""

    title = "dW_h by an elementwise product"

    def recurrent_gradient(self, delta: Array, partners: Array) -> Array:
        return np.asarray(np.zeros_like(self.W_h) + (delta * partners).sum(axis=(0, -2)))


class ElementwiseColumns(RNN, id="bwd-dwh-elementwise-columns", tier="code"):
    """Equals what you get with δ_t * h_(t-1), element by element, in every column of dW_h: it is an outer product."""

    title = "dW_h by elementwise product in columns"

    def recurrent_gradient(self, delta: Array, partners: Array) -> Array:
        return np.asarray(np.zeros_like(self.W_h) + (delta * partners).sum(axis=(0, -2))[..., None])


class CarriedElementwise(RNN, id="bwd-carry-diagonal", tier="code"):
    """Equals what you get with only the diagonal of W_h on the way back: W_hᵀδ is a product of a matrix and a vector."""

    title = "Diagonal of W_h in backward pass"

    def carry_back(self, delta: Array) -> Array:
        return np.asarray(delta * np.diagonal(self.W_h, axis1=-2, axis2=-1))
