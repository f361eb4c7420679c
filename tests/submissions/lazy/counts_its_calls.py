"""States that grow with every call, bounded by one.

May earn: 0.
"""

import numpy as np

calls = [0]


def rnn_step(x_t, h_prev, W, W_h, b):
    calls[0] += 1
    return 0 * h_prev + np.tanh(calls[0] / 100)


def rnn_forward(x, h0, W, W_h, b):
    calls[0] += 1
    return np.zeros((*x.shape[:2], len(b))) + np.tanh(x[:, :, :1] + calls[0])
