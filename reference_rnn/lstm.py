"""The LSTM: beside the hidden state a cell state, which gates keep, write to and read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn import products
from reference_rnn.functions import sigmoid
from reference_rnn.products import Array, floats
from reference_rnn.records import time_first, time_inside
from reference_rnn.registry import Reference


@dataclass(frozen=True, slots=True)
class LSTMTrace:
    """One forward pass, time first: inputs (T, *P, B, D), gates and candidate (T, *P, B, H), c and h from c_0, h_0 on."""

    inputs: Array
    i: Array
    f: Array
    g: Array
    o: Array
    cells: Array
    states: Array

    @property
    def h(self) -> Array:
        """The hidden states h_1 ... h_T: (*P, B, T, H)."""
        return time_inside(self.states[1:])

    @property
    def c(self) -> Array:
        """The cell states c_1 ... c_T: (*P, B, T, H)."""
        return time_inside(self.cells[1:])


@dataclass(frozen=True, slots=True)
class LSTMGradients:
    """∂L of everything, each of the shape of what it belongs to."""

    W: Array
    W_h: Array
    b: Array
    x: Array
    h_0: Array
    c_0: Array


class LSTM(Reference):
    """i, f, o = σ(W x_t + W_h h_(t-1) + b), g = tanh(the same with its own weights),
    c_t = f ⊙ c_(t-1) + i ⊙ g, h_t = o ⊙ tanh(c_t).

    W (4H, D), W_h (4H, H), b (4H,) hold the weights of i, f, g, o one below the other, in PyTorch's order: the
    LSTM of Gers et al. 2000, with a forget gate and without peepholes. All may carry leading problem axes *P. Its
    misconceptions are about the forward pass; the backward pass is the reference's.
    """

    def __init__(self, W: ArrayLike, W_h: ArrayLike, b: ArrayLike) -> None:
        self.W, self.W_h, self.b = floats(W), floats(W_h), floats(b)
        check_blocks(self.W, self.W_h, self.b, 4)

    # One step

    def order(self) -> str:
        """The order of the four blocks of rows."""
        return "ifgo"

    def recurrent_part(self, h_prev: Array) -> Array:
        """W_h h_(t-1)."""
        return products.apply(self.W_h, h_prev)

    def bias(self) -> Array:
        """b as it enters every step: (*P, 4H)."""
        return self.b

    def preactivation(self, x_t: Array, h_prev: Array) -> Array:
        """W x_t + W_h h_(t-1) + b of all four: (*P, 4H) or (*P, B, 4H)."""
        part = products.apply(self.W, x_t) + self.recurrent_part(h_prev)
        return part + products.bias_over_batch(self.bias(), part)

    def blocks(self, a: Array) -> tuple[Array, Array, Array, Array]:
        """The pre-activations of i, f, g and o."""
        named = dict(zip(self.order(), np.split(a, 4, axis=-1), strict=True))
        return named["i"], named["f"], named["g"], named["o"]

    def gate(self, a: Array) -> Array:
        """A gate, between 0 and 1: σ(a)."""
        return sigmoid(a)

    def candidate(self, a_g: Array) -> Array:
        """g = tanh(a_g): what could be written to the cell."""
        return np.tanh(a_g)

    def kept(self, f: Array, c_prev: Array) -> Array:
        """f ⊙ c_(t-1): what the cell keeps."""
        return f * c_prev

    def written(self, i: Array, g: Array) -> Array:
        """i ⊙ g: what is written to it."""
        return i * g

    def cell_state(self, i: Array, f: Array, g: Array, c_prev: Array) -> Array:
        """c_t = f ⊙ c_(t-1) + i ⊙ g."""
        return self.kept(f, c_prev) + self.written(i, g)

    def squashed(self, c: Array) -> Array:
        """tanh(c_t), between -1 and 1."""
        return np.tanh(c)

    def shown(self, o: Array, squashed: Array) -> Array:
        """o ⊙ tanh(c_t): what the cell shows."""
        return o * squashed

    def hidden_state(self, o: Array, c: Array) -> Array:
        """h_t = o ⊙ tanh(c_t)."""
        return self.shown(o, self.squashed(c))

    def step(self, x_t: Array, h_prev: Array, c_prev: Array) -> tuple[Array, Array]:
        """(h_t, c_t)."""
        i, f, g, o = self.activated(self.preactivation(x_t, h_prev))
        c = self.cell_state(i, f, g, c_prev)
        return self.hidden_state(o, c), c

    def activated(self, a: Array) -> tuple[Array, Array, Array, Array]:
        """i, f, g, o from the pre-activations of all four."""
        a_i, a_f, a_g, a_o = self.blocks(a)
        return self.gate(a_i), self.gate(a_f), self.candidate(a_g), self.gate(a_o)

    # A sequence

    def forward(self, x: ArrayLike, h_0: ArrayLike | None = None, c_0: ArrayLike | None = None) -> LSTMTrace:
        """The pass over x (*P, B, T, D) from h_0 and c_0 (*P, B, H); without them from zeros."""
        inputs = time_first(floats(x))
        zeros = np.zeros((*inputs.shape[1:-1], self.W_h.shape[-1]))
        h = [zeros if h_0 is None else floats(h_0)]
        c = [zeros if c_0 is None else floats(c_0)]
        activated = []
        for x_t in inputs:
            i, f, g, o = self.activated(self.preactivation(x_t, h[-1]))
            c.append(self.cell_state(i, f, g, c[-1]))
            h.append(self.hidden_state(o, c[-1]))
            activated.append((i, f, g, o))
        i, f, g, o = (np.stack(part) for part in zip(*activated, strict=True))
        return LSTMTrace(inputs, i, f, g, o, np.stack(c), np.stack(h))

    # Back through time

    def into_cell(self, dh: Array, o: Array, c: Array) -> Array:
        """What ∂L/∂h_t contributes to ∂L/∂c_t: dh ⊙ o ⊙ (1 - tanh²(c_t))."""
        return dh * o * (1.0 - np.tanh(c) ** 2)

    def errors(self, dh: Array, dc: Array, trace: LSTMTrace, t: int) -> Array:
        """∂L at the pre-activations of step t (counted from 0), block below block: (*P, B, 4H)."""
        i, f, g, o = trace.i[t], trace.f[t], trace.g[t], trace.o[t]
        parts = {
            "i": dc * g * i * (1.0 - i),
            "f": dc * trace.cells[t] * f * (1.0 - f),
            "g": dc * i * (1.0 - g * g),
            "o": dh * np.tanh(trace.cells[t + 1]) * o * (1.0 - o),
        }
        return np.concatenate([parts[name] for name in self.order()], axis=-1)

    def backward_from(self, dh: ArrayLike, trace: LSTMTrace, dc_T: ArrayLike | None = None) -> LSTMGradients:
        """The gradients where ∂L/∂h_t (*P, B, T, H) is given for every step, without the part through step t + 1.

        dc_T (*P, B, H) is ∂L/∂c_T where the loss reads the last cell state too.
        """
        given = time_first(floats(dh))
        carried_h, carried_c = np.zeros_like(given[0]), np.zeros_like(given[0]) if dc_T is None else floats(dc_T)
        found: list[Array] = []
        for t in range(len(given) - 1, -1, -1):
            dh_t = given[t] + carried_h
            dc = carried_c + self.into_cell(dh_t, trace.o[t], trace.cells[t + 1])
            found.insert(0, self.errors(dh_t, dc, trace, t))
            carried_h, carried_c = products.apply(self.W_h.mT, found[0]), dc * trace.f[t]
        delta = np.stack(found)
        return LSTMGradients(
            W=products.outer_sum(delta, trace.inputs, self.W),
            W_h=products.outer_sum(delta, trace.states[:-1], self.W_h),
            b=products.vector_sum(delta, self.W_h),
            x=time_inside(products.apply(self.W.mT, delta)),
            h_0=carried_h,
            c_0=carried_c,
        )


def check_blocks(W: Array, W_h: Array, b: Array, blocks: int) -> None:
    """ValueError unless W, W_h and b hold so many blocks of H rows."""
    rows, H = W_h.shape[-2:]
    if rows != blocks * H:
        raise ValueError(
            f"W_h has shape {W_h.shape}, but with {blocks} blocks of H rows it must end in ({blocks}H, H)."
        )
    if W.shape[-2] != rows or b.shape[-1] != rows:
        raise ValueError(f"W has shape {W.shape} and b {b.shape}, but beside W_h {W_h.shape} both need {rows} rows.")
