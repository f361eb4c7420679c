"""States that depend on the bias alone.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(0 * h_prev + b)


def rnn_forward(x, h0, W, W_h, b):
    return np.tanh(np.zeros((*x.shape[:2], len(b))) + b)
