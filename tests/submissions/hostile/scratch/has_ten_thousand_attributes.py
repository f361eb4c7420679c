# expect: CRASHED or WRONG or BLANK or REFUSED or TIMED_OUT or NOT_RUN
"""Has ten thousand arrays of the shape of a parameter."""

import numpy as np


class RNN:
    def __init__(self, n_in, n_hidden, n_out):
        self.W, self.U = np.ones((n_hidden, n_in)), np.ones((n_hidden, n_hidden))
        self.V = np.ones((n_out, n_hidden))
        self.b, self.c = np.zeros(n_hidden), np.zeros(n_out)
        for number in range(10_000):
            setattr(self, f"a{number}", np.ones((n_hidden, n_in)))

    def forward(self, xs):
        h = np.zeros(len(self.b))
        states = []
        for x in xs:
            h = np.tanh(self.W @ x + self.U @ h + self.b)
            states.append(h)
        return states
