"""Outputs of one, where the slope is zero, and gradients of zero.

May earn: 0.
"""

import numpy as np


class RNN:
    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size

    def forward(self, x, h0=None):
        self.x = x
        h = np.ones((*x.shape[:2], self.hidden_size))
        return h, h[-1:]

    def backward(self, dh):
        zeros = np.zeros(self.hidden_size)
        self.grad_weight_ih, self.grad_weight_hh = 0 * self.weight_ih, 0 * self.weight_hh
        self.grad_bias_ih = self.grad_bias_hh = zeros
        return 0 * self.x, 0 * dh[:1]
