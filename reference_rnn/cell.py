"""The recurrent cell: h_t = f(W x_t + W_h h_(t-1) + b), one step and the whole sequence."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from reference_rnn import products
from reference_rnn.functions import ACTIVATIONS, Activation
from reference_rnn.products import Array


class Cell:
    """The recurrent half of an RNN, one method for each term of its equation.

    Parameters W (*P, H, D), W_h (*P, H, H), b (*P, H), where *P are problem axes, maybe none. A single step takes
    x_t (*P, D) and h_(t-1) (*P, H), or a batch (*P, B, D) and (*P, B, H); a sequence has the time axis first.
    """

    W: Array
    W_h: Array
    b: Array
    activation: str

    def start(self, h_0: Array) -> Array:
        """The initial state."""
        return h_0

    def sequence(self, x: Array) -> Array:
        """The inputs in the order in which they are read: (T, ...) -> (T, ...)."""
        return x

    def weights(self) -> tuple[Array, Array]:
        """The matrices that multiply x_t and h_(t-1)."""
        return self.W, self.W_h

    def input_part(self, x: Array) -> Array:
        """W x_t, for one step or for a whole sequence (T, *P, B, D)."""
        return products.apply(self.weights()[0], x)

    def recurrent_part(self, h_prev: Array) -> Array:
        """W_h h_(t-1)."""
        return products.apply(self.weights()[1], h_prev)

    def bias(self) -> Array:
        """b as it enters every step: (*P, H)."""
        return self.b

    def nonlinearity(self) -> Activation:
        """The function f of the cell, with its slope."""
        return ACTIVATIONS[self.activation]

    def driven(self, x: Array) -> Array:
        """W x_t + b: the part of a_t that does not depend on the state."""
        part = self.input_part(x)
        return part + products.bias_over_batch(self.bias(), part)

    def cell(self, driven: Array, recurrent: Array) -> tuple[Array, Array]:
        """(a_t, h_t) from W x_t + b and W_h h_(t-1)."""
        a_t = driven + recurrent
        return a_t, self.nonlinearity().f(a_t)

    def preactivation(self, x_t: Array, h_prev: Array) -> Array:
        """a_t = W x_t + W_h h_(t-1) + b."""
        return self.cell(self.driven(x_t), self.recurrent_part(h_prev))[0]

    def step(self, x_t: Array, h_prev: Array) -> Array:
        """h_t = f(a_t)."""
        return self.cell(self.driven(x_t), self.recurrent_part(h_prev))[1]

    def carry(self, h_t: Array, a_t: Array, h_0: Array) -> Array:
        """The state passed to step t + 1."""
        return h_t

    def walk(self, x: Array, h_0: Array) -> Generator[Array, Array | None, None]:
        """Yields h_1, h_2, ... over x (T, *P, D); send() the state to go on with, or None for the one just yielded."""
        state = h_0
        for driven in self.driven(x[..., None, :])[..., 0, :]:  # of all inputs, in one product
            a_t, h_t = self.cell(driven, self.recurrent_part(state))
            given = yield h_t
            state = self.carry(h_t if given is None else given, a_t, h_0)

    def unroll(self, x: Array, h_0: Array) -> tuple[Array, Array]:
        """All a_t (T, *P, B, H) and all states from h_0 on (T + 1, *P, B, H), for x (T, *P, B, D)."""
        driven = self.driven(x)
        dtype = np.result_type(driven, h_0, self.W_h)
        a = driven.astype(dtype, copy=False)  # step by step, a_t takes the place of W x_t + b
        h = products.empty_sequence((len(a) + 1, *a.shape[1:]), dtype, self.W_h)
        state = h[0] = h_0
        for t in range(len(a)):
            a[t], h[t + 1] = a_t, h_t = self.cell(a[t], self.recurrent_part(state))
            state = self.carry(h_t, a_t, h_0)
        return a, h
