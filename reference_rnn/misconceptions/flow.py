"""Misconceptions about the flow of the gradient through time."""

from __future__ import annotations

import numpy as np

from reference_rnn.flow import Flow, MatrixFlow
from reference_rnn.products import Array


class FlowWithoutDerivative(Flow, id="flow-no-derivative", tier="A"):
    """Equals what you get with w_h alone as the factor of a step: f'(a_t), for tanh 1-h_t², belongs to it too."""

    title = "Gradient flow without factors f'(a_t)"

    def slopes(self) -> Array:
        return np.ones_like(self.h)


class FlowOffByOne(Flow, id="flow-off-by-one", tier="B"):
    """Equals what you get with one factor too few: count the arrows from state to state, each has a factor."""

    title = "One step's factor left out"

    def on_the_way(self, factors: Array) -> Array:
        return factors[1:]


class FlowLinear(Flow, id="flow-linear", tier="B"):
    """Equals what you get if the factors are added: they multiply, so the change is exponential."""

    title = "Factors added instead of multiplied"

    def combined(self, factors: Array) -> Array:
        return np.asarray(factors.sum(axis=0))


class FlowFirstFactorOnly(Flow, id="flow-first-factor-only", tier="C"):
    """Equals what you get with the first factor at every step: f'(a_t) differs from step to step."""

    title = "First step's factor used throughout"

    def factors(self) -> Array:
        return np.broadcast_to(super().factors()[:1], self.h.shape)


class FlowEqualLosses(Flow, id="flow-equal-losses", tier="B"):
    """Equals what you get if every step subtracts 1 - factor: each step multiplies what is left by its factor."""

    title = "Linear change instead of exponential"

    def combined(self, factors: Array) -> Array:
        return np.asarray(1.0 - (1.0 - factors).sum(axis=0))


# With several units


class JacobianWithoutDerivative(MatrixFlow, id="jac-no-derivative", tier="beyond"):
    """Equals what you get with W_h alone for every step: row i is also multiplied by f' of unit i, for tanh 1-h_i²."""

    title = "Jacobian without factors f'"

    def slopes(self) -> Array:
        return np.ones_like(self.h)


class JacobianTransposed(MatrixFlow, id="jac-transposed", tier="beyond"):
    """Equals what you get with W_hᵀ in the Jacobian: row i of W_h leads to unit i (a gradient goes back with W_hᵀ)."""

    title = "Jacobian with W_h transposed"

    def weights(self) -> Array:
        return self.W_h.mT


class SlopesOnColumns(MatrixFlow, id="jac-columns", tier="beyond"):
    """Equals what you get if column j is multiplied by f' of unit j: f' belongs to the unit that the row leads to."""

    title = "Slopes multiplied into the columns"

    def times_slopes(self, slopes: Array, weights: Array) -> Array:
        return slopes[..., None, :] * weights


class JacobianOrder(MatrixFlow, id="jac-order", tier="beyond"):
    """Equals what you get with the Jacobian of step 1 leftmost: the last step's stands on the left, J_2 J_1."""

    title = "Jacobians multiplied in reverse order"

    def combined(self, jacobians: Array) -> Array:
        return super().combined(jacobians[::-1])


class JacobianEntrywise(MatrixFlow, id="jac-entrywise", tier="beyond"):
    """Equals what you get if the Jacobians are multiplied entry by entry: it is a product of matrices, rows by columns."""

    title = "Jacobians multiplied entry by entry"

    def combined(self, jacobians: Array) -> Array:
        return np.asarray(np.prod(jacobians, axis=0))
