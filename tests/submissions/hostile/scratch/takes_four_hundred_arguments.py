# expect: RIGHT or WRONG or CRASHED
"""Takes four hundred arguments, each of which could be one of many things."""

import numpy as np


class RNN:
    def __init__(self, n_in, n_hidden, n_out):
        self.W, self.U = np.ones((n_hidden, n_in)), np.ones((n_hidden, n_hidden))
        self.V = np.ones((n_out, n_hidden))
        self.b, self.c = np.zeros(n_hidden), np.zeros(n_out)

    def forward(self, xs, __ARGUMENTS__):
        h = np.zeros(len(self.b))
        states = []
        for x in xs:
            h = np.tanh(self.W @ x + self.U @ h + self.b)
            states.append(h)
        return states

    def backward(self, dhs, __ARGUMENTS__):
        return dhs
