"""The results of a pass: the trace of the forward pass, the gradients of the backward pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reference_rnn.products import Array


class NotApplicable(ValueError):
    """This misconception cannot be computed here: the shapes, or the kind of network, do not allow it."""


def time_first(sequence: Array) -> Array:
    """(*P, B, T, D) seen as (T, *P, B, D), without a copy."""
    last = sequence.ndim - 1
    return sequence.transpose(last - 1, *range(last - 1), last)  # many times as fast as moveaxis, for small arrays


def time_inside(sequence: Array) -> Array:
    """(T, *P, B, D) seen as (*P, B, T, D), without a copy."""
    last = sequence.ndim - 1
    return sequence.transpose(*range(1, last), 0, last)


@dataclass(frozen=True, slots=True)
class Trace:
    """One forward pass. The fields are time first, as the loop goes; the properties are batch first, as data comes.

    inputs (T, *P, B, D) as they were read, preactivations (T, *P, B, H), states (T + 1, *P, B, H) from h_0 on,
    logits and predictions (*P, B, K) for one output a sequence, (T, *P, B, K) for one a step, None without W_y.
    """

    inputs: Array
    preactivations: Array
    states: Array
    logits: Array | None
    predictions: Array | None
    each_step: bool

    @property
    def a(self) -> Array:
        """The pre-activations a_1 ... a_T: (*P, B, T, H)."""
        return time_inside(self.preactivations)

    @property
    def h(self) -> Array:
        """The hidden states h_1 ... h_T: (*P, B, T, H)."""
        return time_inside(self.states[1:])

    @property
    def h_0(self) -> Array:
        """The initial state: (*P, B, H)."""
        return np.asarray(self.states[0])

    @property
    def z(self) -> Array | None:
        """The logits W_y h + b_y: (*P, B, K), or (*P, B, T, K) with an output at each step."""
        return self._outward(self.logits)

    @property
    def y_hat(self) -> Array | None:
        """The predictions: (*P, B, K), or (*P, B, T, K) with an output at each step."""
        return self._outward(self.predictions)

    def between(self, start: int, stop: int) -> Trace:
        """The pass from step `start` on up to, but without, step `stop`, counted from 0."""
        inputs, a, h = self.inputs[start:stop], self.preactivations[start:stop], self.states[start : stop + 1]
        return Trace(inputs, a, h, self.logits, self.predictions, self.each_step)

    def only(self, t: int) -> Trace:
        """The pass through one step, counted from 0."""
        return self.between(t, t + 1)

    def _outward(self, output: Array | None) -> Array | None:
        return output if output is None or not self.each_step else time_inside(output)


@dataclass(frozen=True, slots=True)
class Gradients:
    """∂L of everything, each of the shape of what it belongs to; W_y and b_y are None where only ∂L/∂h was given."""

    W: Array
    W_h: Array
    b: Array
    W_y: Array | None
    b_y: Array | None
    x: Array
    h_0: Array

    def plus(self, other: Gradients) -> Gradients:
        """The sum of two gradients, part by part."""
        return Gradients(
            self.W + other.W,
            self.W_h + other.W_h,
            self.b + other.b,
            _sum(self.W_y, other.W_y),
            _sum(self.b_y, other.b_y),
            self.x + other.x,
            self.h_0 + other.h_0,
        )


def _sum(one: Array | None, other: Array | None) -> Array | None:
    return None if one is None or other is None else one + other
