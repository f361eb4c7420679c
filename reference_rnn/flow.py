"""The gradient of the last state with respect to the first, in a scalar RNN."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.functions import ACTIVATIONS
from reference_rnn.products import Array, floats
from reference_rnn.registry import Reference


class Flow(Reference):
    """∂h_T/∂h_0 of h_t = f(w x_t + w_h h_(t-1) + b), given the recurrent weight and the states.

    w_h is a number or (N,); h holds h_1 ... h_T, time first: (T,) or (T, N). f is "tanh", "sigmoid" or "identity",
    whose slope follows from h.
    """

    def __init__(self, w_h: ArrayLike, h: ArrayLike, *, activation: str = "tanh") -> None:
        self.w_h, self.h, self.activation = floats(w_h), floats(h), activation

    def slopes(self) -> Array:
        """f'(a_t) for each step: (T,) or (T, N)."""
        return ACTIVATIONS[self.activation].slope(self.h, self.h)

    def factors(self) -> Array:
        """∂h_t/∂h_(t-1) = w_h f'(a_t) for each step: (T,) or (T, N)."""
        return self.w_h * self.slopes()

    def combined(self, factors: Array) -> Array:
        """The product of the steps' factors."""
        return np.asarray(np.prod(factors, axis=0))

    def gradient(self) -> Array:
        """∂h_T/∂h_0: a number or (N,)."""
        return self.combined(self.factors())[()]
