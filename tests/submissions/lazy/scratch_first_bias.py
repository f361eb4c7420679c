"""The bias alone at every step, and the gradients of that.

May earn: 0.
"""

import numpy as np


class RNN:
    def __init__(self, n_in, n_h, n_out):
        self.U = np.random.randn(n_h, n_in)
        self.W = np.random.randn(n_h, n_h)
        self.V = np.random.randn(n_out, n_h)
        self.b = np.zeros((n_h, 1))
        self.c = np.zeros((n_out, 1))

    def forward(self, xs):
        self.hs = [np.tanh(self.b) for _ in xs]
        return self.hs, [self.V @ h + self.c for h in self.hs]

    def backward(self, dys):
        db = sum(self.V.T @ dy * (1 - h**2) for dy, h in zip(dys, self.hs))
        return 0 * self.U, 0 * self.W, sum(dy @ h.T for dy, h in zip(dys, self.hs)), db, sum(dys)
