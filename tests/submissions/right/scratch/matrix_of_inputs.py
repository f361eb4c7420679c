"""Time runs along the second axis: inputs (D, T), states (H, T), and what arrives at the outputs (K, T)."""

import numpy as np


class MatrixRNN:
    def __init__(self, d, m, k):
        self.A = np.random.randn(m, m)
        self.B = np.random.randn(m, d)
        self.C = np.random.randn(k, m)
        self.b = np.random.randn(m, 1)
        self.c = np.random.randn(k, 1)

    def forward(self, X):
        m, steps = len(self.A), X.shape[1]
        H = np.zeros((m, steps))
        for t in range(steps):
            past = H[:, t - 1 : t] if t else np.zeros((m, 1))
            H[:, t : t + 1] = np.tanh(self.A @ past + self.B @ X[:, t : t + 1] + self.b)
        self.X, self.H = X, H
        return H, self.C @ H + self.c

    def backward(self, dY):
        dH = self.C.T @ dY
        G = np.zeros_like(self.H)
        for t in range(self.H.shape[1] - 1, -1, -1):
            after = self.A.T @ G[:, t + 1] if t + 1 < self.H.shape[1] else 0
            G[:, t] = (dH[:, t] + after) * (1 - self.H[:, t] ** 2)
        past = np.hstack([np.zeros((len(self.A), 1)), self.H[:, :-1]])
        return {"A": G @ past.T, "B": G @ self.X.T, "C": dY @ self.H.T, "b": G.sum(1, keepdims=True), "c": dY.sum(1)}
