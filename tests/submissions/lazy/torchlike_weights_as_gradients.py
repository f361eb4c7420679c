"""Outputs made of x alone; the weights handed back as their own gradients.

May earn: 0.
"""

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size

    def forward(self, x, h0=None):
        self.x = x
        h = np.tanh(np.zeros((*x.shape[:2], self.hidden_size)) + x.sum(axis=2, keepdims=True))
        return h, h[-1:]

    def backward(self, dh):
        zeros = np.zeros(self.hidden_size)
        self.grad_weight_ih, self.grad_weight_hh = 1 * self.weight_ih, 1 * self.weight_hh
        self.grad_bias_ih = self.grad_bias_hh = zeros
        return 0 * self.x, 0 * dh[:1]
