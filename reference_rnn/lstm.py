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
    """One forward pass, time first: inputs (T, *P, B, D), gates and candidate (T, *P, B, H), c and h from c_0, h_0 on.

    c_before and h_before (T, *P, B, H) are what each step received as c_(t-1) and h_(t-1).
    """

    inputs: Array
    i: Array
    f: Array
    g: Array
    o: Array
    cells: Array
    states: Array
    c_before: Array
    h_before: Array

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
    LSTM of Gers et al. 2000, with a forget gate and without peepholes. All may carry leading problem axes *P.
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
        return self.new_states(*self.activated(self.preactivation(x_t, h_prev)), c_prev)

    def new_states(self, i: Array, f: Array, g: Array, o: Array, c_prev: Array) -> tuple[Array, Array]:
        """(h_t, c_t) from the gates and the candidate."""
        c = self.cell_state(i, f, g, c_prev)
        return self.hidden_state(o, c), c

    def activated(self, a: Array) -> tuple[Array, Array, Array, Array]:
        """i, f, g, o from the pre-activations of all four."""
        a_i, a_f, a_g, a_o = self.blocks(a)
        return self.gate(a_i), self.gate(a_f), self.candidate(a_g), self.gate(a_o)

    # A sequence

    def first_states(self, h_0: Array, c_0: Array) -> tuple[Array, Array]:
        """The states from which the first step starts."""
        return h_0, c_0

    def states_before(self, h: list[Array], c: list[Array]) -> tuple[Array, Array]:
        """(h_(t-1), c_(t-1)) of the next step, from all states so far."""
        return h[-1], c[-1]

    def forward(self, x: ArrayLike, h_0: ArrayLike | None = None, c_0: ArrayLike | None = None) -> LSTMTrace:
        """The pass over x (*P, B, T, D) from h_0 and c_0 (*P, B, H); without them from zeros."""
        inputs = time_first(floats(x))
        zeros = np.zeros((*inputs.shape[1:-1], self.W_h.shape[-1]))
        h_0, c_0 = (zeros if given is None else floats(given) for given in (h_0, c_0))
        h, c = ([state] for state in self.first_states(h_0, c_0))
        walked = []
        for x_t in inputs:
            h_prev, c_prev = self.states_before(h, c)
            gates = self.activated(self.preactivation(x_t, h_prev))
            h_t, c_t = self.new_states(*gates, c_prev)
            h.append(h_t)
            c.append(c_t)
            walked.append((*gates, c_prev, h_prev))
        i, f, g, o, c_before, h_before = (np.stack(part) for part in zip(*walked, strict=True))
        return LSTMTrace(inputs, i, f, g, o, np.stack(c), np.stack(h), c_before, h_before)

    # Back through time

    def arriving(self, given_h: Array, carried_h: Array, carried_c: Array) -> tuple[Array, Array]:
        """All of ∂L/∂h_t, and ∂L/∂c_t without the part through h_t; carried: what comes back from step t + 1."""
        return given_h + carried_h, carried_c

    def into_cell(self, dh: Array, o: Array, c: Array) -> Array:
        """What ∂L/∂h_t contributes to ∂L/∂c_t: dh ⊙ o ⊙ (1 - tanh²(c_t))."""
        return dh * o * (1.0 - np.tanh(c) ** 2)

    def cell_before(self, carried_c: Array, through_h: Array, f: Array) -> Array:
        """∂L/∂c_(t-1) through c_t: all of ∂L/∂c_t, times f."""
        return (carried_c + through_h) * f

    def gate_slope(self, gate: Array) -> Array:
        """The slope of the sigmoid, from its value."""
        return gate * (1.0 - gate)

    def candidate_slope(self, g: Array) -> Array:
        """The slope of the candidate's tanh, from its value."""
        return 1.0 - g * g

    def partner_of_forget(self, trace: LSTMTrace, t: int) -> Array:
        """What f multiplies in step t (counted from 0): c_(t-1)."""
        found: Array = trace.c_before[t]
        return found

    def partner_of_output(self, c: Array) -> Array:
        """What o multiplies: tanh(c_t)."""
        return np.tanh(c)

    def at_gate(self, carried_c: Array, through_h: Array, partner: Array, slope: Array) -> Array:
        """∂L at the pre-activation of i, f or g: ∂L/∂c_t times what the gate multiplies times its slope."""
        return (carried_c + through_h) * partner * slope

    def blocks_of_errors(self, i: Array, f: Array, g: Array, o: Array) -> Array:
        """∂L at all pre-activations, block below block, in the order of the weights."""
        named = {"i": i, "f": f, "g": g, "o": o}
        return np.concatenate([named[name] for name in self.order()], axis=-1)

    def errors(self, dh: Array, carried_c: Array, through_h: Array, trace: LSTMTrace, t: int) -> Array:
        """∂L at the pre-activations of step t (counted from 0): (*P, B, 4H)."""
        i, f, g, o = trace.i[t], trace.f[t], trace.g[t], trace.o[t]
        return self.blocks_of_errors(
            self.at_gate(carried_c, through_h, g, self.gate_slope(i)),
            self.at_gate(carried_c, through_h, self.partner_of_forget(trace, t), self.gate_slope(f)),
            self.at_gate(carried_c, through_h, i, self.candidate_slope(g)),
            dh * self.partner_of_output(trace.cells[t + 1]) * self.gate_slope(o),
        )

    def partners_of_W_h(self, trace: LSTMTrace) -> Array:
        """The state that W_h multiplies at each step: h_0 ... h_(T-1)."""
        return trace.h_before

    def counted_steps(self) -> slice:
        """The steps whose parts are added up in the gradients of the parameters: all of them."""
        return slice(None)

    def backward_from(self, dh: ArrayLike, trace: LSTMTrace, dc_T: ArrayLike | None = None) -> LSTMGradients:
        """The gradients where ∂L/∂h_t (*P, B, T, H) is given for every step, without the part through step t + 1.

        dc_T (*P, B, H) is ∂L/∂c_T where the loss reads the last cell state too.
        """
        given = time_first(floats(dh))
        carried_h, carried_c = np.zeros_like(given[0]), np.zeros_like(given[0]) if dc_T is None else floats(dc_T)
        found: list[Array] = []
        for t in range(len(given) - 1, -1, -1):
            dh_t, dc_t = self.arriving(given[t], carried_h, carried_c)
            through_h = self.into_cell(dh_t, trace.o[t], trace.cells[t + 1])
            found.insert(0, self.errors(dh_t, dc_t, through_h, trace, t))
            carried_h, carried_c = (
                products.apply(self.W_h.mT, found[0]),
                self.cell_before(dc_t, through_h, trace.f[t]),
            )
        delta, counted = np.stack(found), self.counted_steps()
        return LSTMGradients(
            W=products.outer_sum(delta[counted], trace.inputs[counted], self.W),
            W_h=products.outer_sum(delta[counted], self.partners_of_W_h(trace)[counted], self.W_h),
            b=products.vector_sum(delta[counted], self.W_h),
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
