"""A layer with no output layer: what arrives at each state is given, and the gradients of inputs come back first."""

import numpy as np


class RecurrentLayer:
    def __init__(self, input_dim, hidden_dim):
        self.W_x = np.random.randn(input_dim, hidden_dim) * 0.01
        self.W_h = np.random.randn(hidden_dim, hidden_dim) * 0.01
        self.b = np.zeros((1, hidden_dim))

    def forward(self, x):
        h = np.zeros((1, self.W_h.shape[0]))
        self.x, self.h = x, [h]
        for t in range(len(x)):
            h = np.tanh(x[t : t + 1] @ self.W_x + h @ self.W_h + self.b)
            self.h.append(h)
        return np.concatenate(self.h[1:])

    def backward(self, dh):
        dx = np.zeros_like(self.x, dtype=float)
        dW_x, dW_h, db = np.zeros_like(self.W_x), np.zeros_like(self.W_h), np.zeros_like(self.b)
        carry = np.zeros_like(self.b)
        for t in reversed(range(len(self.x))):
            delta = (dh[t] + carry) * (1 - self.h[t + 1] ** 2)
            dW_x += self.x[t : t + 1].T @ delta
            dW_h += self.h[t].T @ delta
            db += delta
            dx[t] = (delta @ self.W_x.T)[0]
            carry = delta @ self.W_h.T
        return dx, dW_x, dW_h, db
