"""Backpropagation through time, one method for each equation.

δ_t = f'(a_t) ⊙ (∂L/∂h_t + W_hᵀ δ_(t+1)),  dW = Σ δ_t x_tᵀ,  dW_h = Σ δ_t h_(t-1)ᵀ,  db = Σ δ_t,  dh_0 = W_hᵀ δ_1.
Inside, all arrays are time first: (T, *P, B, H).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn import products
from reference_rnn.functions import LINKS
from reference_rnn.output import PARTNER, Output
from reference_rnn.products import Array
from reference_rnn.records import Gradients, Trace, time_first, time_inside


class Backward(Output):
    """The backward pass: the equations above, on the values that the trace holds."""

    # From the loss to the states

    def dy_hat(self, y_hat: Array, y: Array) -> Array:
        """∂ℓ/∂ŷ of one prediction: (..., K)."""
        if self.loss_name == "mse":
            return 2.0 * (y_hat - y)
        with np.errstate(divide="ignore", invalid="ignore"):
            return (y_hat - y) / (y_hat * (1.0 - y_hat)) if self.loss_name == "bce" else -y / y_hat

    def dz(self, y_hat: Array, y: Array) -> Array:
        """∂ℓ/∂z of one prediction: (..., K). Simply ŷ - y where a cross-entropy meets its own σ."""
        unit = self.unit()
        if self.loss_name != "mse" and unit is LINKS[PARTNER[self.loss_name]]:
            return y_hat - y
        return unit.pull_back(y_hat, self.dy_hat(y_hat, y))

    def batch_share_of_gradient(self, B: int) -> float:
        """The weight of each example's gradient: that of its loss."""
        return self.batch_share(B)

    def output_errors(self, trace: Trace, y: ArrayLike) -> Array:
        """∂L/∂z of a pass: (*P, B, K), or (T, *P, B, K) for "all"."""
        dz = self.dz(self.predictions(trace), self.targets(y))
        if self.outputs == "all":
            dz = products.weighted(dz, self.time_shares(len(dz)))
        share = self.batch_share_of_gradient(dz.shape[-2])
        return dz if share == 1.0 else dz * share

    def from_outputs(self, dz: Array, T: int) -> Array:
        """∂L/∂h_t as far as it comes from the outputs: W_yᵀ dz, (T, *P, B, H); for "last" only h_T has any."""
        dh = products.apply(self.output_weights().mT, dz)
        if self.outputs == "all":
            return dh
        dh_all = products.empty_sequence((T, *dh.shape), dh.dtype, self.W_h)
        dh_all[:-1] = 0.0
        dh_all[-1] = dh
        return dh_all

    # Through time

    def slope(self, a: Array, h: Array) -> Array:
        """f'(a) from a and h = f(a), for all steps: (T, ...)."""
        return self.nonlinearity().slope(a, h)

    def slope_states(self, trace: Trace) -> Array:
        """The states at which the slope is taken: h_1 ... h_T."""
        return trace.states[1:]

    def order_back(self, T: int) -> range:
        """The steps, counted from 0, in the order in which the gradient passes them."""
        return range(T - 1, -1, -1)

    def arriving_last(self, from_output: Array) -> Array:
        """∂L/∂h_T: the part from ŷ_T, as no step follows."""
        return from_output

    def arriving(self, from_output: Array, carried: Array) -> Array:
        """∂L/∂h_t for t < T: the part from ŷ_t and the part from step t + 1."""
        return from_output + carried

    def carry_back(self, delta: Array) -> Array:
        """The gradient that δ_t passes to h_(t-1): W_hᵀ δ_t."""
        return products.apply(self.W_h.mT, delta)

    def through_time(self, dh: Array, trace: Trace) -> Array:
        """All δ_t (T, *P, B, H) from the gradient that reaches each h_t other than through h_(t+1)."""
        delta = self.slope(trace.preactivations, self.slope_states(trace))
        if delta.dtype != dh.dtype:  # a complex step at b_y leaves the states real
            delta = delta.astype(np.result_type(delta, dh))
        last, *others = self.order_back(len(delta))
        delta[last] *= self.arriving_last(dh[last])
        for t in others:
            delta[t] *= self.arriving(dh[t], self.carry_back(delta[last]))
            last = t
        return delta

    def deltas(self, trace: Trace, y: ArrayLike) -> Array:
        """δ_t = ∂L/∂a_t for every step: (*P, B, T, H)."""
        dz = self.output_errors(trace, y)
        return time_inside(self.through_time(self.from_outputs(dz, len(trace.inputs)), trace))

    # The sums over time and batch

    def partners(self, trace: Trace) -> Array:
        """The states that W_h multiplied, to be paired with δ_t: h_0 ... h_(T-1)."""
        return trace.states[:-1]

    def output_partners(self, trace: Trace) -> Array:
        """The states that W_y multiplied, to be paired with dz."""
        return self.read_states(trace.states)

    def time_weights(self, T: int) -> tuple[float, ...]:
        """The weight of each step's contribution in the sums over time."""
        return (1.0,) * T

    def bias_weights(self, T: int) -> tuple[float, ...]:
        """The same for db."""
        return self.time_weights(T)

    def recurrent_gradient(self, delta: Array, partners: Array) -> Array:
        """dW_h = Σ δ_t h_(t-1)ᵀ."""
        return products.outer_sum(delta, partners, self.W_h)

    def bias_gradient(self, delta: Array) -> Array:
        """db = Σ δ_t."""
        return products.vector_sum(delta, self.W_h)

    def initial_gradient(self, delta_1: Array) -> Array:
        """dh_0 = W_hᵀ δ_1."""
        return self.carry_back(delta_1)

    def collect(self, delta: Array, trace: Trace, dW_y: Array | None = None, db_y: Array | None = None) -> Gradients:
        """The gradients that follow from all δ_t."""
        counted = products.weighted(delta, self.time_weights(len(delta)))
        return Gradients(
            W=products.outer_sum(counted, trace.inputs, self.W),
            W_h=self.recurrent_gradient(counted, self.partners(trace)),
            b=self.bias_gradient(products.weighted(delta, self.bias_weights(len(delta)))),
            W_y=dW_y,
            b_y=db_y,
            x=time_inside(products.apply(self.W.mT, delta)),
            h_0=self.initial_gradient(delta[self.order_back(len(delta))[-1]]),
        )

    def output_gradients(self, dz: Array, trace: Trace) -> tuple[Array, Array]:
        """dW_y = Σ dz hᵀ and db_y = Σ dz."""
        read = self.output_partners(trace)
        if self.outputs == "last":
            dz, read = dz[None], read[None]
        return products.outer_sum(dz, read, self.output_weights()), products.vector_sum(dz, self.output_weights())

    def backward(self, trace: Trace, y: ArrayLike) -> Gradients:
        """The gradients of loss(trace, y); y is (*P, B, K), or (*P, B, T, K) for "all"."""
        dz = self.output_errors(trace, y)
        delta = self.through_time(self.from_outputs(dz, len(trace.inputs)), trace)
        return self.collect(delta, trace, *self.output_gradients(dz, trace))

    def backward_from(self, dh: ArrayLike, trace: Trace) -> Gradients:
        """The gradients where ∂L/∂h_t (*P, B, T, H) is given for every step, without the part through h_(t+1)."""
        given = time_first(products.floats(dh))
        factor = self.batch_share_of_gradient(given.shape[-2]) / self.batch_share(given.shape[-2])
        return self.collect(self.through_time(given if factor == 1.0 else given * factor, trace), trace)
