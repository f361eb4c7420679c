"""A plain layer; backward returns a dict."""

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        rng = np.random.RandomState(0)
        k = hidden_size**-0.5
        self.hidden_size = hidden_size
        self.weight_ih = rng.uniform(-k, k, (hidden_size, input_size))
        self.weight_hh = rng.uniform(-k, k, (hidden_size, hidden_size))
        self.bias_ih = rng.uniform(-k, k, hidden_size)
        self.bias_hh = rng.uniform(-k, k, hidden_size)

    def forward(self, x, h0=None):
        T, B, _ = x.shape
        h = np.zeros((B, self.hidden_size)) if h0 is None else h0[0]
        self.x, self.states = x, [h]
        for t in range(T):
            h = np.tanh(x[t] @ self.weight_ih.T + self.bias_ih + h @ self.weight_hh.T + self.bias_hh)
            self.states.append(h)
        return np.stack(self.states[1:]), h[None]

    def backward(self, dh):
        dx = np.zeros_like(self.x)
        dw_ih, dw_hh = np.zeros_like(self.weight_ih), np.zeros_like(self.weight_hh)
        db = np.zeros_like(self.bias_ih)
        carry = np.zeros_like(self.states[0])
        for t in reversed(range(len(self.x))):
            d = (dh[t] + carry) * (1 - self.states[t + 1] ** 2)
            dw_ih += d.T @ self.x[t]
            dw_hh += d.T @ self.states[t]
            db += d.sum(0)
            dx[t] = d @ self.weight_ih
            carry = d @ self.weight_hh
        return {
            "x": dx,
            "h0": carry[None],
            "weight_ih": dw_ih,
            "weight_hh": dw_hh,
            "bias_ih": db,
            "bias_hh": db.copy(),
        }
