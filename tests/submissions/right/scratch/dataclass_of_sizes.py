"""A dataclass with sizes as fields, made ready in __post_init__; gradients are a tuple."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class ElmanNetz:
    n_in: int
    n_hidden: int
    n_out: int
    seed: int = 0
    U: np.ndarray = field(init=False)
    V: np.ndarray = field(init=False)
    W: np.ndarray = field(init=False)
    b: np.ndarray = field(init=False)
    c: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.U = rng.normal(0, 0.1, (self.n_hidden, self.n_in))
        self.W = rng.normal(0, 0.1, (self.n_hidden, self.n_hidden))
        self.V = rng.normal(0, 0.1, (self.n_out, self.n_hidden))
        self.b = np.zeros((self.n_hidden, 1))
        self.c = np.zeros((self.n_out, 1))

    def forward(self, x: list[np.ndarray]) -> tuple[list[np.ndarray], list[np.ndarray]]:
        s = np.zeros((self.n_hidden, 1))
        states, outs = [], []
        for x_t in x:
            s = np.tanh(self.U @ x_t + self.W @ s + self.b)
            states.append(s)
            outs.append(self.V @ s + self.c)
        return states, outs

    def bptt(self, x, states, d_outs):
        dU, dW, dV = (np.zeros_like(p) for p in (self.U, self.W, self.V))
        db, dc = np.zeros_like(self.b), np.zeros_like(self.c)
        carry = np.zeros_like(self.b)
        for t in range(len(x) - 1, -1, -1):
            dV += d_outs[t] @ states[t].T
            dc += d_outs[t]
            ds = self.V.T @ d_outs[t] + carry
            da = ds * (1 - states[t] ** 2)
            db += da
            dU += da @ x[t].T
            prev = states[t - 1] if t > 0 else np.zeros_like(self.b)
            dW += da @ prev.T
            carry = self.W.T @ da
        return dU, dW, dV, db, dc
