"""Rows: the weights are multiplied from the right, the sequence is one array (T, D), and so are states and gradients."""

import numpy as np


class SimpleRNN:
    def __init__(self, n_in, n_hidden, n_out, seed=3):
        g = np.random.default_rng(seed)
        self.Wx = g.standard_normal((n_in, n_hidden))
        self.Wh = g.standard_normal((n_hidden, n_hidden))
        self.Wy = g.standard_normal((n_hidden, n_out))
        self.bh = np.zeros(n_hidden)
        self.by = np.zeros(n_out)

    def forward(self, X):
        steps = X.shape[0]
        H = np.zeros((steps + 1, self.bh.size))
        for t in range(steps):
            H[t + 1] = np.tanh(X[t] @ self.Wx + H[t] @ self.Wh + self.bh)
        Y = H[1:] @ self.Wy + self.by
        self.cache = X, H
        return Y, H

    def backward(self, dY):
        X, H = self.cache
        dH = dY @ self.Wy.T
        dA = np.zeros_like(dH)
        later = np.zeros_like(self.bh)
        for t in range(len(X) - 1, -1, -1):
            dA[t] = (dH[t] + later) * (1 - H[t + 1] ** 2)
            later = dA[t] @ self.Wh.T
        return X.T @ dA, H[:-1].T @ dA, H[1:].T @ dY, dA.sum(0), dY.sum(0)
