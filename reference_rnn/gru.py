"""The GRU: one state, a gate that keeps it and a gate that resets it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reference_rnn import products
from reference_rnn.functions import sigmoid
from reference_rnn.lstm import check_blocks
from reference_rnn.products import Array, floats
from reference_rnn.records import time_first, time_inside
from reference_rnn.registry import Reference


@dataclass(frozen=True, slots=True)
class GRUTrace:
    """One forward pass, time first: inputs (T, *P, B, D), gates and candidate (T, *P, B, H), states from h_0 on."""

    inputs: Array
    r: Array
    z: Array
    n: Array
    states: Array

    @property
    def h(self) -> Array:
        """The hidden states h_1 ... h_T: (*P, B, T, H)."""
        return time_inside(self.states[1:])


@dataclass(frozen=True, slots=True)
class GRUGradients:
    """∂L of everything, each of the shape of what it belongs to."""

    W: Array
    W_h: Array
    b: Array
    x: Array
    h_0: Array


class GRU(Reference):
    """r, z = σ(W x_t + W_h h_(t-1) + b), n = tanh(W_n x_t + b_n + the reset past), h_t = keep ⊙ h_(t-1) + (1 - keep) ⊙ n.

    Two conventions are both in use, twice:
    keeps "z": z is the share of the old state (Cho et al. 2014, PyTorch, Keras); "1-z": of the new (Chung et al. 2014).
    reset "before": the reset past is W_hn (r ⊙ h_(t-1)) (Cho et al. 2014); "after": r ⊙ (W_hn h_(t-1)) (PyTorch, whose
    second bias of n, inside r, is zero here; Keras with reset_after).

    W (3H, D), W_h (3H, H), b (3H,) hold the weights of r, z, n one below the other, in PyTorch's order. All may carry
    leading problem axes *P. Its misconceptions are about the forward pass; the backward pass is the reference's.
    """

    def __init__(self, W: ArrayLike, W_h: ArrayLike, b: ArrayLike, *, keeps: str = "z", reset: str = "before") -> None:
        self.W, self.W_h, self.b = floats(W), floats(W_h), floats(b)
        if keeps not in ("z", "1-z") or reset not in ("before", "after"):
            raise ValueError(f'keeps is "z" or "1-z" and reset is "before" or "after", not {keeps!r} and {reset!r}.')
        self.keeps, self.reset = keeps, reset
        check_blocks(self.W, self.W_h, self.b, 3)

    # One step

    def bias(self) -> Array:
        """b as it enters every step: (*P, 3H)."""
        return self.b

    def driven(self, x: Array) -> tuple[Array, Array, Array]:
        """W x_t + b of r, z and n."""
        part = products.apply(self.W, x)
        r, z, n = np.split(part + products.bias_over_batch(self.bias(), part), 3, axis=-1)
        return r, z, n

    def recurrent_weights(self) -> tuple[Array, Array, Array]:
        """W_h of r, z and n: (*P, H, H) each."""
        r, z, n = np.split(self.W_h, 3, axis=-2)
        return r, z, n

    def recurrent_part(self, weights: Array, past: Array) -> Array:
        """W_h times the past, with the weights of r, z or n."""
        return products.apply(weights, past)

    def gate(self, driven: Array, weights: Array, h_prev: Array) -> Array:
        """A gate, between 0 and 1: σ(W x_t + b + W_h h_(t-1)) with its own weights."""
        return sigmoid(driven + self.recurrent_part(weights, h_prev))

    def resets_first(self) -> bool:
        """Whether r multiplies h_(t-1) before the weights do."""
        return self.reset == "before"

    def reset_by(self, r: Array, past: Array) -> Array:
        """r ⊙ past."""
        return r * past

    def reset_past(self, r: Array, h_prev: Array) -> Array:
        """What n sees of the old state: W_hn (r ⊙ h_(t-1)) or r ⊙ (W_hn h_(t-1))."""
        weights = self.recurrent_weights()[2]
        if self.resets_first():
            return self.recurrent_part(weights, self.reset_by(r, h_prev))
        return self.reset_by(r, self.recurrent_part(weights, h_prev))

    def squashed(self, a_n: Array) -> Array:
        """tanh(a_n), between -1 and 1."""
        return np.tanh(a_n)

    def candidate(self, driven: Array, past: Array) -> Array:
        """n = tanh(W_n x_t + b_n + the reset past)."""
        return self.squashed(driven + past)

    def keep(self, z: Array) -> Array:
        """The share of the old state in the new one."""
        return z if self.keeps == "z" else 1.0 - z

    def mixed(self, z: Array, n: Array, h_prev: Array) -> Array:
        """h_t = keep ⊙ h_(t-1) + (1 - keep) ⊙ n."""
        keep = self.keep(z)
        return keep * h_prev + (1.0 - keep) * n

    def gates(self, x_t: Array, h_prev: Array) -> tuple[Array, Array, Array]:
        """r, z and n."""
        (driven_r, driven_z, driven_n), (weights_r, weights_z, _) = self.driven(x_t), self.recurrent_weights()
        r, z = self.gate(driven_r, weights_r, h_prev), self.gate(driven_z, weights_z, h_prev)
        return r, z, self.candidate(driven_n, self.reset_past(r, h_prev))

    def step(self, x_t: Array, h_prev: Array) -> Array:
        """h_t."""
        _, z, n = self.gates(x_t, h_prev)
        return self.mixed(z, n, h_prev)

    # A sequence

    def first_state(self, h_0: Array) -> Array:
        """The state from which the first step starts."""
        return h_0

    def state_before(self, h: list[Array]) -> Array:
        """h_(t-1) of the next step, from all states so far."""
        return h[-1]

    def forward(self, x: ArrayLike, h_0: ArrayLike | None = None) -> GRUTrace:
        """The pass over x (*P, B, T, D) from h_0 (*P, B, H); without h_0 from zeros."""
        inputs = time_first(floats(x))
        start = np.zeros((*inputs.shape[1:-1], self.W_h.shape[-1])) if h_0 is None else floats(h_0)
        h = [self.first_state(start)]
        walked = []
        for x_t in inputs:
            h_prev = self.state_before(h)
            r, z, n = self.gates(x_t, h_prev)
            walked.append((r, z, n))
            h.append(self.mixed(z, n, h_prev))
        r, z, n = (np.stack(part) for part in zip(*walked, strict=True))
        return GRUTrace(inputs, r, z, n, np.stack(h))

    # Back through time

    def errors(self, dh: Array, trace: GRUTrace, t: int) -> tuple[Array, Array, Array, Array]:
        """∂L at the pre-activations of r, z and n of step t (counted from 0), and the part of ∂L/∂h_(t-1) through n."""
        r, z, n, h_prev = trace.r[t], trace.z[t], trace.n[t], trace.states[t]
        weights, keep = self.recurrent_weights()[2], z if self.keeps == "z" else 1.0 - z
        d_n = dh * (1.0 - keep) * (1.0 - n * n)
        d_z = dh * (h_prev - n) * (1.0 if self.keeps == "z" else -1.0) * z * (1.0 - z)
        if self.reset == "before":
            through = products.apply(weights.mT, d_n)
            d_r, through = through * h_prev, through * r
        else:
            d_r, through = d_n * products.apply(weights, h_prev), products.apply(weights.mT, d_n * r)
        return d_r * r * (1.0 - r), d_z, d_n, dh * keep + through

    def backward_from(self, dh: ArrayLike, trace: GRUTrace) -> GRUGradients:
        """The gradients where ∂L/∂h_t (*P, B, T, H) is given for every step, without the part through h_(t+1)."""
        given = time_first(floats(dh))
        weights_r, weights_z, _ = self.recurrent_weights()
        carried = np.zeros_like(given[0])
        found: list[tuple[Array, Array, Array]] = []
        for t in range(len(given) - 1, -1, -1):
            d_r, d_z, d_n, direct = self.errors(given[t] + carried, trace, t)
            found.insert(0, (d_r, d_z, d_n))
            carried = direct + products.apply(weights_r.mT, d_r) + products.apply(weights_z.mT, d_z)
        d_r, d_z, d_n = (np.stack(part) for part in zip(*found, strict=True))
        delta, old = np.concatenate([d_r, d_z, d_n], axis=-1), trace.states[:-1]
        into, partner = (d_n, trace.r * old) if self.reset == "before" else (d_n * trace.r, old)
        of_gates = [products.outer_sum(part, old, self.W_h) for part in (d_r, d_z)]
        return GRUGradients(
            W=products.outer_sum(delta, trace.inputs, self.W),
            W_h=np.concatenate([*of_gates, products.outer_sum(into, partner, self.W_h)], axis=-2),
            b=products.vector_sum(delta, self.W_h),
            x=time_inside(products.apply(self.W.mT, delta)),
            h_0=carried,
        )
