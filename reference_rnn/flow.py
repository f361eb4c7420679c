"""The gradient of the last state with respect to the first: the product of the steps' own, in a scalar RNN or any other."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn import products
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

    def on_the_way(self, factors: Array) -> Array:
        """The factors of the steps between h_0 and h_T: of all T steps."""
        return factors

    def combined(self, factors: Array) -> Array:
        """The product of the steps' factors."""
        return np.asarray(np.prod(factors, axis=0))

    def gradient(self) -> Array:
        """∂h_T/∂h_0: a number or (N,)."""
        return self.combined(self.on_the_way(self.factors()))[()]


class MatrixFlow(Reference):
    """∂h_T/∂h_0 of h_t = f(W x_t + W_h h_(t-1) + b) with H units, given the recurrent weights and the states.

    W_h is (*P, H, H); h holds h_1 ... h_T, time first: (T, *P, H). f as for Flow.
    """

    def __init__(self, W_h: ArrayLike, h: ArrayLike, *, activation: str = "tanh") -> None:
        self.W_h, self.h, self.activation = floats(W_h), floats(h), activation

    def slopes(self) -> Array:
        """f'(a_t) of every unit for each step: (T, *P, H)."""
        return ACTIVATIONS[self.activation].slope(self.h, self.h)

    def weights(self) -> Array:
        """W_h: row i leads to unit i."""
        return self.W_h

    def times_slopes(self, slopes: Array, weights: Array) -> Array:
        """diag(f') W_h: row i, which leads to unit i, times the slope of unit i."""
        return slopes[..., :, None] * weights

    def jacobians(self) -> Array:
        """∂h_t/∂h_(t-1) = diag(f'(a_t)) W_h for each step: (T, *P, H, H)."""
        return self.times_slopes(self.slopes(), self.weights())

    def combined(self, jacobians: Array) -> Array:
        """The product of the steps' Jacobians, the last one leftmost: J_T ... J_1."""
        return np.asarray(reduce(lambda earlier, J_t: J_t @ earlier, jacobians))

    def gradient(self) -> Array:
        """∂h_T/∂h_0: (*P, H, H)."""
        return self.combined(self.jacobians())

    def norm(self) -> Array:
        """The spectral norm of ∂h_T/∂h_0: (*P,). Never more than the product of the steps' own norms."""
        return np.asarray(np.linalg.norm(self.gradient(), 2, axis=(-2, -1)))

    def carry_back(self, t: int, dh_t: Array) -> Array:
        """∂L/∂h_(t-1) = W_hᵀ (f'(a_t) ⊙ ∂L/∂h_t), for a loss that reads no earlier state."""
        return products.apply(self.W_h.mT, self.slopes()[t - 1] * dh_t)

    def back(self, dh_T: ArrayLike) -> Array:
        """∂L/∂h_0 ... ∂L/∂h_T where only h_T enters the loss: (T + 1, *P, H)."""
        found = [floats(dh_T)]
        for t in range(len(self.h), 0, -1):
            found.insert(0, self.carry_back(t, found[0]))
        return np.stack(found)


def spectral_radius(W_h: ArrayLike) -> Array:
    """The largest absolute value of an eigenvalue of W_h (*P, H, H): (*P,). Below 1, W_h alone makes gradients vanish."""
    return np.asarray(np.abs(np.linalg.eigvals(floats(W_h))).max(axis=-1))
