# expect: REFUSED or CRASHED or BLANK or TIMED_OUT or WRONG or NOT_RUN
"""Never comes back where its attributes are listed."""

import numpy as np


class RNN:
    def __init__(self, n_in, n_hidden, n_out):
        self.W, self.U = np.ones((n_hidden, n_in)), np.ones((n_hidden, n_hidden))
        self.V = np.ones((n_out, n_hidden))
        self.b, self.c = np.zeros(n_hidden), np.zeros(n_out)

    def forward(self, xs):
        h = np.zeros(len(self.b))
        states = []
        for x in xs:
            h = np.tanh(self.W @ x + self.U @ h + self.b)
            states.append(h)
        return states

    def __getattribute__(self, name):
        while name == "__dict__":
            pass
        return object.__getattribute__(self, name)
