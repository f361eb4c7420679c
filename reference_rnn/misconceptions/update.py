"""Misconceptions about the update."""

from __future__ import annotations

from typing import Self

from numpy.typing import ArrayLike

from reference_rnn.products import Array
from reference_rnn.records import Gradients, Trace
from reference_rnn.rnn import RNN


class WrongSign(RNN, id="upd-wrong-sign", tier="A"):
    """Equals what you get with W + α·dW: step against the gradient, with a minus."""

    title = "Gradient added instead of subtracted"

    def updated(self, theta: Array, d_theta: Array, lr: ArrayLike) -> Array:
        return super().updated(theta, -d_theta, lr)


class NoLearningRate(RNN, id="upd-no-learning-rate", tier="A"):
    """Equals what you get without the learning rate, W - dW: α multiplies the gradient."""

    title = "Learning rate left out"

    def updated(self, theta: Array, d_theta: Array, lr: ArrayLike) -> Array:
        return theta - d_theta


class LearningRateScalesWeight(RNN, id="upd-lr-scales-weight", tier="C"):
    """Equals what you get with W(1-α): α multiplies the gradient, not the weight."""

    title = "Learning rate applied to the weight"

    def updated(self, theta: Array, d_theta: Array, lr: ArrayLike) -> Array:
        return super().updated(theta, theta, lr)


class UpdatesInsideLoop(RNN, id="upd-inside-loop", tier="B"):
    """Equals what you get if the weights are updated at every backward step, so that earlier δ use a changed W_h: one
    update, after all contributions are added."""

    title = "Weights updated at every backward step"

    def descend(self, trace: Trace, y: ArrayLike, lr: ArrayLike) -> Self:
        dz, last = self.output_errors(trace, y), len(trace.inputs) - 1
        dh, net = self.from_outputs(dz, last + 1), self
        arriving = dh[last]
        for t in range(last, -1, -1):
            delta = net.through_time(arriving[None], trace.only(t))
            output = net.output_gradients(dz, trace) if t == last else (None, None)
            net = net.update(net.collect(delta, trace.only(t), *output), lr)
            arriving = net.arriving(dh[t - 1], net.carry_back(delta[0]))  # unused once t is 0
        return net


class GradientsNotZeroed(RNN, id="upd-grads-not-zeroed", tier="B"):
    """Equals what you get if the gradients of the last iteration stay and are added: reset them each time."""

    title = "Gradients not reset between updates"

    def gradients_to_use(self, fresh: Gradients, previous: Gradients | None) -> Gradients:
        return fresh if previous is None else fresh.plus(previous)
