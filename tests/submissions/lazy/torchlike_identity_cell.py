"""h_0 at every step, and the gradients of that.

May earn: 0.
"""

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size
        self.weight_ih = np.zeros((hidden_size, input_size))
        self.weight_hh = np.zeros((hidden_size, hidden_size))
        self.bias_ih = np.zeros(hidden_size)
        self.bias_hh = np.zeros(hidden_size)

    def forward(self, x, h0=None):
        h = np.zeros((1, x.shape[1], self.hidden_size)) if h0 is None else h0
        self.x = x
        return np.repeat(h, len(x), 0), h

    def backward(self, dh):
        return {
            "x": 0 * self.x,
            "h0": dh.sum(0, keepdims=True),
            "weight_ih": 0 * self.weight_ih,
            "weight_hh": 0 * self.weight_hh,
            "bias_ih": 0 * self.bias_ih,
            "bias_hh": 0 * self.bias_hh,
        }
