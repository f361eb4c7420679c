"""The bidirectional RNN: one RNN reads the sequence forwards, another backwards; a state is both states at one input."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn.products import Array, floats
from reference_rnn.records import time_first, time_inside
from reference_rnn.rnn import RNN
from reference_rnn.shapes import Shapes, Size


class Bidirectional(RNN):
    """Two RNNs with weights of their own, both without an output layer.

    As Schuster and Paliwal 1997 have it: W, W_h, b read x_1 ... x_T; `back`, three such parameters, reads x_T ... x_1.
    Sequences of states are time first.
    """

    def __init__(
        self, W: ArrayLike, W_h: ArrayLike, b: ArrayLike, back: tuple[ArrayLike, ArrayLike, ArrayLike], **options: Any
    ) -> None:
        super().__init__(W, W_h, b, **options)
        self.back = self.with_parameters(*(floats(part) for part in back))

    def read_backwards(self, x: Array) -> Array:
        """The inputs in the order in which the second RNN reads them."""
        return x[::-1]

    def realigned(self, states: Array) -> Array:
        """The states of the second RNN, given in the order in which it computes them, in the order of the inputs."""
        return states[::-1]

    def joined(self, ahead: Array, back: Array) -> Array:
        """The states of both RNNs as one: (..., H) twice -> (..., 2H)."""
        return np.concatenate([ahead, back], axis=-1)

    def combined(self, ahead: Array, back: Array) -> Array:
        """h_1 ... h_T (T, ..., 2H) from the states of both, each in the order in which its RNN computes them."""
        return self.joined(ahead, self.realigned(back))

    def summary(self, ahead: Array, back: Array) -> Array:
        """What both know of the whole sequence: the state that each computes last, (..., 2H)."""
        return self.joined(ahead[-1], back[-1])

    def both(self, x: ArrayLike, h_0: ArrayLike, back_0: ArrayLike) -> tuple[Array, Array]:
        """(states, summary) of x (*P, B, T, D) from h_0 and back_0 (*P, B, H): (*P, B, T, 2H) and (*P, B, 2H)."""
        read = self.sequence(time_first(floats(x)))
        ahead = self.unroll(read, self.start(floats(h_0)))[1][1:]
        back = self.back.unroll(self.read_backwards(read), self.start(floats(back_0)))[1][1:]
        return time_inside(self.combined(ahead, back)), self.summary(ahead, back)


class BidirectionalShapes(Shapes):
    """The shapes of a bidirectional RNN, and how many numbers it learns; H is the number of units of each direction."""

    def directions(self) -> Size:
        """How many RNNs there are, each with its own weights."""
        return 2

    def state_size(self) -> Size:
        """How many numbers one h_t has: those of both directions, one after the other."""
        return 2 * self.hidden_size()

    def h_t(self) -> tuple[Size, ...]:
        """One state: (2H,)."""
        return (self.state_size(),)

    def h(self) -> tuple[Size, ...]:
        """The states of a batch: (B, T, 2H)."""
        return *self.batch_and_time(), self.state_size()

    def cell_count(self) -> Size:
        """2 (HD + H² + H)."""
        return self.directions() * super().cell_count()

    def partner(self, t: Size) -> Size:
        """Which state of the backward RNN, counted as it computes them, belongs to x_t: T - t + 1."""
        return self.T - t + 1
