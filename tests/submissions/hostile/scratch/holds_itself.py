# expect: RIGHT or WRONG or CRASHED or BLANK
"""Holds itself, and lists that hold themselves."""

import numpy as np


class RNN:
    def __init__(self, n_in, n_hidden, n_out):
        self.W, self.U = np.ones((n_hidden, n_in)), np.ones((n_hidden, n_hidden))
        self.V = np.ones((n_out, n_hidden))
        self.b, self.c = np.zeros(n_hidden), np.zeros(n_out)
        self.itself = self
        self.lists = [self.b]
        self.lists.append(self.lists)
        self.dicts = {"W": self.W}
        self.dicts["dicts"] = self.dicts

    def forward(self, xs):
        h = np.zeros(len(self.b))
        states = []
        for x in xs:
            h = np.tanh(self.W @ x + self.U @ h + self.b)
            states.append(h)
        return states
