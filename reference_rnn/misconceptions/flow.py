"""Misconceptions about the flow of the gradient through time."""

from __future__ import annotations

import numpy as np

from reference_rnn.flow import Flow
from reference_rnn.products import Array


class FlowWithoutDerivative(Flow, id="flow-no-derivative", tier="A"):
    """Equals what you get with w_h alone to the power T: each step also multiplies by f'(a_t), for tanh 1-h_t²."""

    title = "Gradient flow without factors f'(a_t)"

    def slopes(self) -> Array:
        return np.ones_like(self.h)


class FlowOffByOne(Flow, id="flow-off-by-one", tier="B"):
    """Equals what you get with T-1 factors: count the arrows, from h_0 to h_T there are T."""

    title = "One step's factor left out"

    def on_the_way(self, factors: Array) -> Array:
        return factors[1:]


class FlowLinear(Flow, id="flow-linear", tier="B"):
    """Equals what you get if the factors are added: they multiply, so the decay is exponential."""

    title = "Factors added instead of multiplied"

    def combined(self, factors: Array) -> Array:
        return np.asarray(factors.sum(axis=0))


class FlowFirstFactorOnly(Flow, id="flow-first-factor-only", tier="C"):
    """Equals what you get with the first factor to the power T: f' differs from step to step."""

    title = "First step's factor used throughout"

    def factors(self) -> Array:
        return np.broadcast_to(super().factors()[:1], self.h.shape)


class FlowEqualLosses(Flow, id="flow-equal-losses", tier="B"):
    """Equals what you get if every step subtracts 1 - factor: each step multiplies what is left by its factor."""

    title = "Linear decay of the gradient"

    def combined(self, factors: Array) -> Array:
        return np.asarray(1.0 - (1.0 - factors).sum(axis=0))
