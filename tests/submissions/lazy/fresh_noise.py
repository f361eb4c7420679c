"""Other random numbers at every call.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.random.uniform(-1, 1, h_prev.shape)


def rnn_forward(x, h0, W, W_h, b):
    return np.random.uniform(-1, 1, (*x.shape[:2], len(b)))
