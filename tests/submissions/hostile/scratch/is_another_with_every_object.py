# expect: RIGHT or WRONG or CRASHED or BLANK or TIMED_OUT or REFUSED
"""Is another class with every object that is made: other parameters, other shapes, other methods."""

import numpy as np


class RNN:
    def __init__(self, n_in, n_hidden, n_out):
        self.W, self.U = np.ones((n_hidden, n_in)), np.ones((n_hidden, n_hidden))
        self.V = np.ones((n_out, n_hidden))
        self.b, self.c = np.zeros(n_hidden), np.zeros(n_out)
        RNN.MADE += 1
        if RNN.MADE % 3 == 0:
            self.W, self.U = self.U, self.W
        if RNN.MADE % 5 == 0:
            del self.b
            RNN.forward = lambda self, xs: self

    def forward(self, xs):
        h = np.zeros(len(self.b))
        states = []
        for x in xs:
            h = np.tanh(self.W @ x + self.U @ h + self.b)
            states.append(h)
        return states

    MADE = 0
