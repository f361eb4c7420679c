"""Columns; the states are kept in a dict that begins with zeros; outputs of every step; gradients as attributes."""

import numpy as np


class VanillaRNN:
    def __init__(self, input_size, output_size, hidden_size=16):
        rng = np.random.default_rng(0)
        self.Wxh = rng.normal(size=(hidden_size, input_size)) * 0.1
        self.Whh = rng.normal(size=(hidden_size, hidden_size)) * 0.1
        self.Why = rng.normal(size=(output_size, hidden_size)) * 0.1
        self.bh = np.zeros((hidden_size, 1))
        self.by = np.zeros((output_size, 1))

    def forward(self, inputs):
        self.xs, self.hs, outputs = inputs, {-1: np.zeros_like(self.bh)}, []
        for t, x in enumerate(inputs):
            self.hs[t] = np.tanh(self.Wxh @ x + self.Whh @ self.hs[t - 1] + self.bh)
            outputs.append(self.Why @ self.hs[t] + self.by)
        return outputs

    def backward(self, d_outputs):
        for name in ("Wxh", "Whh", "Why", "bh", "by"):
            setattr(self, "d" + name, np.zeros_like(getattr(self, name)))
        carry = 0
        for t in reversed(range(len(self.xs))):
            dy = d_outputs[t]
            self.dWhy += dy @ self.hs[t].T
            self.dby += dy
            da = (self.Why.T @ dy + carry) * (1 - self.hs[t] ** 2)
            self.dWxh += da @ self.xs[t].T
            self.dWhh += da @ self.hs[t - 1].T
            self.dbh += da
            carry = self.Whh.T @ da
